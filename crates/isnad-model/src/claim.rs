//! What a report puts forward, and on whose word.

use crate::{PlaceValue, Span, TimeValue};
use serde::{Deserialize, Serialize};

closed_list! {
    /// What is said to have happened or to hold. The words are those of the annotation guideline.
    pub enum ClaimType {
        /// Fighting between two sides.
        Clash = "clash",
        /// An attack that is none of the finer kinds.
        Attack = "attack",
        /// A strike from the air.
        Airstrike = "airstrike",
        /// Artillery, rockets, mortar, missiles.
        Shelling = "shelling",
        /// An explosive device, mine or car bomb.
        Bombing = "bombing",
        /// A suicide bombing.
        SuicideBombing = "suicide_bombing",
        /// Use of chemical weapons.
        ChemicalAttack = "chemical_attack",
        /// Shot, assassinated, executed.
        Killing = "killing",
        /// Hostages taken, people made to disappear.
        Abduction = "abduction",
        /// Torture.
        Torture = "torture",
        /// Sexual violence.
        SexualViolence = "sexual_violence",
        /// Looting, arson, demolition.
        PropertyDestruction = "property_destruction",
        /// Weapons seized, defused, shot down.
        WeaponsInterception = "weapons_interception",
        /// People killed or hurt where the clause names no violent act of its own.
        Casualty = "casualty",
        /// Territory taken.
        CaptureTerritory = "capture_territory",
        /// Forces leave.
        Withdrawal = "withdrawal",
        /// Forces mobilise, reinforce, go on alert, base themselves.
        Deployment = "deployment",
        /// Blockade, closure, curfew.
        Siege = "siege",
        /// Overflight.
        AirActivity = "air_activity",
        /// Arrest.
        Arrest = "arrest",
        /// Raid.
        Raid = "raid",
        /// A place or party holds people (a state).
        Holding = "holding",
        /// Release.
        Release = "release",
        /// Escape.
        Escape = "escape",
        /// Unrest in a prison.
        PrisonUnrest = "prison_unrest",
        /// Charge, trial, sentence.
        Trial = "trial",
        /// Extradition, handing over.
        Transfer = "transfer",
        /// Protest.
        Protest = "protest",
        /// Riot.
        Riot = "riot",
        /// A strike of workers or shops.
        Strike = "strike",
        /// Force against protesters.
        Crackdown = "crackdown",
        /// People driven from their homes.
        Displacement = "displacement",
        /// People come back.
        Return = "return",
        /// Meeting.
        Meet = "meet",
        /// Deal, truce.
        Agree = "agree",
        /// An agreement broken.
        ViolateAgreement = "violate_agreement",
        /// Support.
        Support = "support",
        /// Cooperation.
        Cooperate = "cooperate",
        /// Aid.
        Aid = "aid",
        /// Concession.
        Concede = "concede",
        /// Call for, ask.
        Demand = "demand",
        /// Blame, condemn, criticise.
        Accuse = "accuse",
        /// Refuse.
        Reject = "reject",
        /// Warn, vow.
        Threaten = "threaten",
        /// Expel, cut ties, punish.
        Sanction = "sanction",
        /// Elect, appoint, resign, found, split.
        PoliticalChange = "political_change",
        /// A party controls a place (a state).
        Control = "control",
        /// Accident.
        Accident = "accident",
        /// Natural disaster.
        Disaster = "disaster",
        /// Disease.
        Disease = "disease",
        /// A conflict or political event that fits none.
        Other = "other",
    }
}

closed_list! {
    /// How surely the event or state is put forward.
    pub enum Status {
        /// Happened, is happening, or holds.
        Actual = "actual",
        /// Said not to have happened or hold.
        Negated = "negated",
        /// Planned, promised, expected, demanded, threatened.
        Future = "future",
        /// Hedged, supposed, conditional, or asked.
        Possible = "possible",
    }
}

closed_list! {
    /// Who or what a chain link is.
    pub enum LinkKind {
        /// A person by name.
        NamedPerson = "named_person",
        /// An organisation, force or state by name.
        NamedOrg = "named_org",
        /// An official, spokesman, medical or security source without a name.
        OfficialUnnamed = "official_unnamed",
        /// A witness, resident or activist.
        Witness = "witness",
        /// Unnamed sources, reports, «أنباء».
        Unnamed = "unnamed",
        /// An agency, paper, channel or correspondent.
        Media = "media",
        /// A statement, report, study or law.
        Document = "document",
    }
}

closed_list! {
    /// What a figure counts.
    pub enum FigureWhat {
        /// People killed.
        Killed = "killed",
        /// People hurt.
        Injured = "injured",
        /// People held.
        Detained = "detained",
        /// People who escaped.
        Escaped = "escaped",
        /// People let go.
        Released = "released",
        /// People taken.
        Abducted = "abducted",
        /// People driven from home.
        Displaced = "displaced",
        /// People taking part.
        Participants = "participants",
        /// Fighters, soldiers.
        Fighters = "fighters",
        /// Weapons, shells, aircraft, strikes.
        Weapons = "weapons",
        /// Anything else.
        Other = "other",
    }
}

closed_list! {
    /// Of whom a figure is.
    pub enum FigureOf {
        /// Civilians.
        Civilian = "civilian",
        /// Fighters.
        Fighter = "fighter",
        /// Children.
        Child = "child",
        /// Women.
        Woman = "woman",
        /// Several of these together.
        Mixed = "mixed",
        /// Not said.
        Unknown = "unknown",
    }
}

closed_list! {
    /// Over what a figure counts: only like figures share a range.
    pub enum FigureScope {
        /// This event.
        Event = "event",
        /// All since some start («منذ بداية الحرب»).
        Cumulative = "cumulative",
        /// Within a period («خلال شهر أيار»).
        Period = "period",
    }
}

/// Who does it, or to whom it is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// The words that name it.
    pub span: Span,
    /// Identity in the actor registry, where known.
    pub entity: Option<String>,
}

/// Where a claim's event happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceRole {
    /// The words that name the place.
    pub span: Span,
    /// The place, as far as known.
    pub value: PlaceValue,
}

/// When a claim's event happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimeRole {
    /// The words that give the time.
    pub span: Span,
    /// The time, as far as known.
    pub value: TimeValue,
}

/// A number that a claim gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The words that give it.
    pub span: Span,
    /// What is counted.
    pub what: FigureWhat,
    /// Smallest value that the words allow.
    pub min: Option<f64>,
    /// Largest value that the words allow.
    pub max: Option<f64>,
    /// Of whom.
    pub of: FigureOf,
    /// Index (in the claim's figures) of the figure that holds this one: «عشرة، بينهم ثلاثة أطفال».
    pub part_of: Option<usize>,
    /// Over what it counts.
    pub scope: FigureScope,
}

/// One link of a chain of attribution. The outlet itself is the implied outermost link and is not listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The words that name the source.
    pub span: Span,
    /// Who or what it is.
    pub kind: LinkKind,
    /// Identity in the actor registry, where known.
    pub entity: Option<String>,
    /// What the words point back to: «المصادر» to the sources named before, «البيان» to who issued it.
    pub taken_from: Option<Span>,
}

/// Words that gave a property of a claim: the reading explains itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// Which property (`type`, `status`, `background`, `says`, `actor`, …).
    pub field: String,
    /// The words that gave it.
    pub span: Span,
    /// The rule or feature, for a person to read.
    pub rule: String,
}

/// One event or state that a report puts forward.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Index of the report's block that holds the trigger.
    pub block: usize,
    /// What is said to have happened.
    pub kind: ClaimType,
    /// How surely.
    pub status: Status,
    /// Whether the text recalls it as history.
    pub background: bool,
    /// The words that evoke the event.
    pub trigger: Span,
    /// Who does it.
    pub actor: Vec<Party>,
    /// To whom or what it is done.
    pub target: Vec<Party>,
    /// Where, most specific first.
    pub place: Vec<PlaceRole>,
    /// When.
    pub time: Vec<TimeRole>,
    /// How many.
    pub figures: Vec<Figure>,
    /// On whose word, outermost first.
    pub says: Vec<Link>,
    /// The word that attributes or hedges.
    pub cue: Option<Span>,
    /// PLOVER event code, where the type has one.
    pub plover: Option<String>,
    /// ACLED sub-event type, where the type has one.
    pub acled: Option<String>,
    /// How sure the reader is of the claim, 0 to 1.
    pub confidence: f32,
    /// Which words gave what.
    pub why: Vec<Why>,
}
