//! Claims of many reports that speak of one happening: the record and its JSON form.
//!
//! Every value names the claims (by id) and the members (by item) that it comes from. What is derived (a range, a grade, the
//! time-line) stands beside what was said and never in its place.

use crate::wire::{LinkJson, PartyJson, PublishedJson, SpanJson};
use crate::{Basis, ClaimType, FigureOf, FigureWhat, PlacePrecision, Sha256, Status};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

closed_list! {
    /// How well an incident is supported, graded as Airwars grades.
    pub enum Standing {
        /// Accepted by the party accused, or otherwise settled.
        Confirmed = "Confirmed",
        /// Two or more independent chains agree.
        Fair = "Fair",
        /// One chain only.
        Weak = "Weak",
        /// Chains disagree on who or whether.
        Contested = "Contested",
        /// Shown to be wrong.
        Discounted = "Discounted",
    }
}

closed_list! {
    /// In what two sides differ.
    pub enum ConflictKind {
        /// Different numbers of the same kind, scope and subject.
        Figure = "figure",
        /// Different parties named as the doer.
        Culprit = "culprit",
        /// One side says that it did not happen.
        Denial = "denial",
        /// Different places.
        Place = "place",
        /// Different days.
        Day = "day",
    }
}

closed_list! {
    /// Why an incident stands as it does.
    pub enum ReasonCode {
        /// So many independent sources.
        Independent = "independent",
        /// So many members that are copies of others.
        Copies = "copies",
        /// So many members that lean on the source of another, or are of the same outlet.
        SharedSource = "shared_source",
        /// So many conflicts about who did it.
        Culprits = "culprits",
        /// So many denials.
        Denials = "denials",
        /// So many conflicts about figures.
        Figures = "figures",
        /// A party accepts what it is accused of.
        Accepted = "accepted",
        /// No claim states a day.
        NoDay = "no_day",
        /// No place is known better than its district.
        NoPlace = "no_place",
        /// A person ruled so.
        Ruled = "ruled",
    }
}

closed_list! {
    /// What a report did to the story.
    pub enum StepKind {
        /// The first that told of it.
        First = "first",
        /// Told of it later.
        Followed = "followed",
        /// Took another report's words.
        Copied = "copied",
    }
}

closed_list! {
    /// What changed with a report.
    pub enum ChangeKind {
        /// A figure that was not given before.
        Figure = "figure",
        /// A party that was not accused before.
        Culprit = "culprit",
        /// A denial.
        Denial = "denial",
    }
}

/// One reason of a standing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Which.
    pub code: ReasonCode,
    /// How many, where it counts something; else 1.
    pub n: usize,
    /// A person's words, where a person ruled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One side of a conflict: the claims that hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// What this side says: the figure, the registry id or words of the party, the day, the name of the place.
    pub value: String,
    /// The ids of its claims.
    pub claims: Vec<String>,
    /// The items of its members; more than the claims', where a member holds it by its date alone.
    pub items: Vec<String>,
}

/// A point in which the claims of an incident cannot all be right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// In what.
    pub kind: ConflictKind,
    /// Which figure, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<FigureWhat>,
    /// The sides, at least two.
    pub sides: Vec<Side>,
}

/// A claim of a member, as far as the incident needs it; the whole stands in the reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberClaim {
    /// The claim's id.
    pub id: String,
    /// What is said to have happened.
    #[serde(rename = "type")]
    pub kind: ClaimType,
    /// How surely; a negated one is a denial.
    pub status: Status,
    /// The words that evoke it.
    pub trigger: SpanJson,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actor: Vec<PartyJson>,
    /// To whom or what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub target: Vec<PartyJson>,
    /// On whose word, outermost first, without the outlet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<LinkJson>,
    /// PLOVER event type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plover: Option<String>,
    /// ACLED sub-event type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acled: Option<String>,
    /// How sure the reader is of it, 0 to 1.
    pub confidence: f32,
}

/// A day or place that a member took from the others, since it gives none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Borrowed {
    /// First day, or the place's name.
    pub value: String,
    /// The claims that it was taken from.
    pub taken_from: Vec<String>,
}

/// A report's part in an incident: a round-up may have a part in several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The item: made from the capture's hash and the report's place in it, the same in every archive and reading.
    pub item: String,
    /// The report's id, as its record gave it.
    pub report: String,
    /// The capture it was read from.
    pub capture: Sha256,
    /// SHA-256 of its text, to which the claims' positions belong.
    pub text_sha256: Sha256,
    /// Address.
    pub url: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Language, BCP 47.
    pub language: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Date of publication.
    pub published: Option<PublishedJson>,
    /// The member whose words it took, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<String>,
    /// Share of its word sequences that stand there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copied: Option<f32>,
    /// Number of the independent source that it belongs to, from 0.
    pub source: usize,
    /// The day, where it was taken from the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Borrowed>,
    /// The place, where it was taken from the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Borrowed>,
    /// Its claims that belong to the incident, denials last.
    pub claims: Vec<MemberClaim>,
}

/// The day or days of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentDay {
    /// First day.
    pub from: Date,
    /// Last day within.
    pub to: Date,
    /// Stated, where a claim states it; else metadata: from the days of publication.
    pub basis: Basis,
    /// The claims that state it.
    pub claims: Vec<String>,
    /// The members that speak for it.
    pub items: Vec<String>,
}

/// A place of an incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IncidentPlace {
    /// Its name.
    pub name: String,
    /// Latitude, degrees; null where not settled.
    pub lat: Option<f64>,
    /// Longitude, degrees; null where not settled.
    pub lon: Option<f64>,
    /// Identity in the gazetteer, where settled.
    pub gazetteer_id: Option<String>,
    /// How fine it is.
    pub precision: PlacePrecision,
    /// Kilometres around the point within which it lies, where the words give an area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius_km: Option<f64>,
    /// How much speaks for it, beside the other places.
    pub votes: f32,
    /// The claims that have it.
    pub claims: Vec<String>,
    /// The members that name it.
    pub items: Vec<String>,
}

/// A party that is said to have done it, or to whom it was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IncidentParty {
    /// Identity in the actor registry, where known.
    pub entity: Option<String>,
    /// The words that name it, of the first claim that does so without a word that judges; where all judge, of the first.
    pub name: String,
    /// Whether these words judge («العصابة»): they are a report's, and no name for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub loaded: bool,
    /// The claims that name it.
    pub claims: Vec<String>,
    /// Their members.
    pub items: Vec<String>,
}

/// A figure as one claim gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FigureValue {
    /// Least.
    pub min: f64,
    /// Most; null where the words set no bound.
    pub max: Option<f64>,
    /// The words that give it; of an implied or added-up figure the trigger's.
    pub at: SpanJson,
    /// The claim.
    pub claim: String,
    /// Its member.
    pub item: String,
    /// Whether grammar gives it («مقتل امرأة») or several figures were added up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub implied: bool,
}

/// Low, high and best of figures: derived, never instead of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// Least of the figures that stand.
    pub low: f64,
    /// Most of them.
    pub high: f64,
    /// What most sources say; of equals the higher.
    pub best: f64,
}

/// The range as it stood after the reports of a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The day of publication.
    pub day: Date,
    /// The range.
    #[serde(flatten)]
    pub range: Range,
}

/// All figures of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// What is counted.
    pub what: FigureWhat,
    /// Of whom; `unknown` are the totals.
    pub of: FigureOf,
    /// The range, derived by the rule of docs/INCIDENTS.md.
    #[serde(flatten)]
    pub range: Range,
    /// Each as claimed.
    pub values: Vec<FigureValue>,
    /// The range over time, where it changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Point>,
}

/// What changed with a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// In what.
    pub kind: ChangeKind,
    /// Which figure, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<FigureWhat>,
    /// What the report says.
    pub value: String,
    /// What was said last before, if anything was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The claim.
    pub claim: String,
}

/// One step of the story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The day of publication, where known.
    pub day: Option<Date>,
    /// The member.
    pub item: String,
    /// What it did.
    pub kind: StepKind,
    /// What changed.
    pub changes: Vec<Change>,
}

/// The claims, from however many reports, that speak of one happening.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// Given once; a merge leaves a redirect.
    pub id: String,
    /// The incident that it was split off from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_from: Option<String>,
    /// Types of its claims, the commonest first.
    pub types: Vec<ClaimType>,
    /// The day.
    pub day: Option<IncidentDay>,
    /// The places, the best supported first.
    pub places: Vec<IncidentPlace>,
    /// Who is said to have done it, the most named first.
    pub actors: Vec<IncidentParty>,
    /// To whom or what.
    pub targets: Vec<IncidentParty>,
    /// The figures.
    pub figures: Vec<Figures>,
    /// Where the claims differ.
    pub conflicts: Vec<Conflict>,
    /// How well it is supported.
    pub standing: Standing,
    /// Why it stands so.
    pub reasons: Vec<Reason>,
    /// Independent sources.
    pub sources: usize,
    /// Its time-line.
    pub story: Vec<Step>,
    /// The members, the earliest published first, undated last.
    pub members: Vec<Member>,
}

impl Incident {
    /// The claim of this id with its member.
    pub fn claim(&self, id: &str) -> Option<(&Member, &MemberClaim)> {
        self.members.iter().find_map(|m| Some((m, m.claims.iter().find(|c| c.id == id)?)))
    }

    /// The member of this item.
    pub fn member(&self, item: &str) -> Option<&Member> {
        self.members.iter().find(|m| m.item == item)
    }

    /// The figures of this kind; `FigureOf::Unknown` asks for the totals.
    pub fn figures(&self, what: FigureWhat, of: FigureOf) -> Option<&Figures> {
        self.figures.iter().find(|f| f.what == what && f.of == of)
    }
}
