//! ACLED: the columns of its export since March 2023, in order, and three of ours that lead back to the claims.
//!
//! Types are those of the claims (lexicon/events.toml); a bare report of casualties has none. Codes of interaction are the numbers of
//! ACLED's codebook. `fatalities` is the low end, as ACLED takes the most conservative of the figures that stand; all figures stand in
//! `tags`. Region, second and third districts and the scale of the source are not known here, and left empty.

use crate::cells::{Cell, Kind};
use crate::country;
use crate::event::{Event, Party, is_state};
use isnad_model::{ClaimType, FigureWhat, PlacePrecision};
use isnad_read::ActorKind;

/// The columns.
pub const COLUMNS: &[(&str, Kind)] = &[
    ("event_id_cnty", Kind::Text),
    ("event_date", Kind::Text),
    ("year", Kind::Whole),
    ("time_precision", Kind::Whole),
    ("disorder_type", Kind::Text),
    ("event_type", Kind::Text),
    ("sub_event_type", Kind::Text),
    ("actor1", Kind::Text),
    ("assoc_actor_1", Kind::Text),
    ("inter1", Kind::Whole),
    ("actor2", Kind::Text),
    ("assoc_actor_2", Kind::Text),
    ("inter2", Kind::Whole),
    ("interaction", Kind::Whole),
    ("civilian_targeting", Kind::Text),
    ("iso", Kind::Whole),
    ("region", Kind::Text),
    ("country", Kind::Text),
    ("admin1", Kind::Text),
    ("admin2", Kind::Text),
    ("admin3", Kind::Text),
    ("location", Kind::Text),
    ("latitude", Kind::Number),
    ("longitude", Kind::Number),
    ("geo_precision", Kind::Whole),
    ("source", Kind::Text),
    ("source_scale", Kind::Text),
    ("notes", Kind::Text),
    ("fatalities", Kind::Whole),
    ("tags", Kind::Text),
    ("timestamp", Kind::Whole),
    ("isnad_incident", Kind::Text),
    ("isnad_claims", Kind::Text),
    ("isnad_reports", Kind::Text),
];

/// The event type and disorder of what is neither violence nor a demonstration.
const STRATEGIC: &str = "Strategic developments";

/// The event type of a sub-event type, and the type of disorder of both.
fn event_type(sub: &str) -> Option<(&'static str, &'static str)> {
    const VIOLENCE: &str = "Political violence";
    const DEMONSTRATIONS: &str = "Demonstrations";
    Some(match sub {
        "Armed clash" | "Government regains territory" | "Non-state actor overtakes territory" => {
            ("Battles", VIOLENCE)
        }
        "Air/drone strike"
        | "Chemical weapon"
        | "Grenade"
        | "Remote explosive/landmine/IED"
        | "Shelling/artillery/missile attack"
        | "Suicide bomb" => ("Explosions/Remote violence", VIOLENCE),
        "Attack" | "Abduction/forced disappearance" | "Sexual violence" => {
            ("Violence against civilians", VIOLENCE)
        }
        "Excessive force against protesters" => ("Protests", "Political violence; Demonstrations"),
        "Peaceful protest" | "Protest with intervention" => ("Protests", DEMONSTRATIONS),
        "Violent demonstration" => ("Riots", DEMONSTRATIONS),
        "Mob violence" => ("Riots", VIOLENCE),
        "Agreement"
        | "Arrests"
        | "Change to group/activity"
        | "Disrupted weapons use"
        | "Headquarters or base established"
        | "Looting/property destruction"
        | "Non-violent transfer of territory"
        | "Other" => (STRATEGIC, STRATEGIC),
        _ => return None,
    })
}

/// So many of an incident's types are looked at for an act that is more than a strategic development.
const FOREMOST: usize = 3;

/// The sub-event type: of the commonest type of claim that has one and names the act, not its dead alone. An arrest after an attack is told as
/// often as the attack; ACLED codes strategic developments only where there was neither violence nor a demonstration, so that one of these
/// goes first where it is among the foremost types.
pub fn sub_event<'a>(e: &Event<'a>) -> Option<&'a str> {
    let of = |kind: ClaimType| {
        let claims = e.i.members.iter().flat_map(|m| &m.claims);
        claims.filter(|c| c.kind == kind).find_map(|c| c.acled.as_deref())
    };
    let acts = || e.i.types.iter().copied().filter(|k| *k != ClaimType::Casualty);
    let more = |s: &&str| event_type(s).is_some_and(|t| t.0 != STRATEGIC);
    let violent = acts().take(FOREMOST).filter_map(of).find(more);
    violent
        .or_else(|| acts().find_map(of))
        .or_else(|| of(ClaimType::Casualty))
        .filter(|s| event_type(s).is_some())
}

/// ACLED's number of a type of actor; `None` where the registry does not tell.
fn inter(p: &Party<'_>, e: &Event<'_>) -> Option<i64> {
    let actor = p.actor?;
    Some(match actor.kind {
        // A state's force away from home is an external one.
        _ if is_state(actor) && (e.country.is_empty() || actor.country == e.country) => 1,
        _ if is_state(actor) => 8,
        ActorKind::Coalition => 8,
        ActorKind::Group => 2,
        _ => return None,
    })
}

const CIVILIANS: i64 = 7;

/// The row of an incident.
pub fn row(e: &Event<'_>) -> Vec<Cell> {
    let day = e.i.day.as_ref();
    let sub = sub_event(e);
    let (kind, disorder) = sub.and_then(event_type).unzip();
    let first = e.actors.first();
    // A clash has two sides; else the other side are those to whom it was done, where claims tell that they were civilians.
    let clash = kind == Some("Battles");
    let second = if clash { e.actors.get(1) } else { e.targets.iter().find(|p| p.actor.is_some()) };
    let civilians = second.is_none() && e.tells_of_civilians();
    let name = |p: &Party<'_>| match p.actor {
        Some(a) if !a.acled.is_empty() => a.acled.clone(),
        _ => p.name(),
    };
    let country = if e.country_name.is_empty() { String::new() } else { format!(" ({})", e.country_name) };
    let one = first.and_then(|p| inter(p, e));
    let two = second.and_then(|p| inter(p, e)).or(civilians.then_some(CIVILIANS));
    let interaction = match (one, two) {
        (Some(a), Some(b)) => Some(a.min(b) * 10 + a.max(b)),
        (Some(a), None) if second.is_none() => Some(a * 10),
        _ => None,
    };
    let targeting = kind == Some("Violence against civilians") || (civilians && !clash && kind.is_some());
    let killed = e.total(FigureWhat::Killed).map(|f| f.range);
    let injured = e.total(FigureWhat::Injured).map(|f| f.range);
    let mut tags = vec![format!("standing={}", e.i.standing), format!("sources={}", e.i.sources)];
    for (name, range) in [("killed", killed), ("injured", injured)] {
        tags.extend(range.map(|r| format!("{name}={}/{}/{}", r.low, r.best, r.high)));
    }
    let at = e.at();
    vec![
        e.i.id.as_str().into(),
        day.map(|d| d.from.strftime("%d %B %Y").to_string()).into(),
        day.map(|d| i64::from(d.from.year())).into(),
        day.map(|_| match e.span() {
            Some(0) if e.day_is_stated() => 1,
            Some(0..=7) => 2,
            _ => 3,
        })
        .into(),
        disorder.into(),
        kind.into(),
        sub.into(),
        first.map(name).into(),
        Cell::Empty,
        one.into(),
        second.map(name).or(civilians.then(|| format!("Civilians{country}"))).into(),
        Cell::Empty,
        two.into(),
        interaction.into(),
        targeting.then_some("Civilian targeting").into(),
        country::codes(&e.country).map(|c| i64::from(c.0)).into(),
        Cell::Empty,
        e.country_name.as_str().into(),
        e.province.as_str().into(),
        Cell::Empty,
        Cell::Empty,
        e.place.map(|p| p.name.as_str()).into(),
        at.map(|a| a.0).into(),
        at.map(|a| a.1).into(),
        at.and_then(|_| geo_precision(e.precision())).into(),
        e.outlets().join("; ").into(),
        Cell::Empty,
        e.notes(12).into(),
        killed.map(|r| r.low as i64).into(),
        tags.join("; ").into(),
        Cell::Empty,
        e.i.id.as_str().into(),
        e.claims().join(" ").into(),
        e.reports().join(" ").into(),
    ]
}

/// 1 a town or finer, 2 its surroundings or district, 3 a province or larger.
fn geo_precision(p: PlacePrecision) -> Option<i64> {
    Some(match p {
        PlacePrecision::Exact | PlacePrecision::Quarter | PlacePrecision::Settlement => 1,
        PlacePrecision::Near | PlacePrecision::District => 2,
        PlacePrecision::Province | PlacePrecision::Region | PlacePrecision::Country => 3,
        PlacePrecision::Unknown => return None,
    })
}
