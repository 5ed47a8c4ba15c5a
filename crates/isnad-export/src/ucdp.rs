//! UCDP GED: the columns of its release 24, in order, and three of ours that lead back to the claims.
//!
//! Identities of conflicts, dyads and actors are UCDP's own to give, and left empty, as are Gleditsch and Ward's numbers. `best`, `high` and
//! `low` are derived from the figures as docs/INCIDENTS.md says. Deaths are split by side only where claims tell whose they were.

use crate::acled::sub_event;
use crate::cells::{Cell, Kind};
use crate::event::{Event, Party, is_state, link};
use isnad_model::{FigureOf, FigureWhat, PlacePrecision};
use isnad_read::ActorKind;

/// The columns.
pub const COLUMNS: &[(&str, Kind)] = &[
    ("id", Kind::Text),
    ("relid", Kind::Text),
    ("year", Kind::Whole),
    ("active_year", Kind::Whole),
    ("code_status", Kind::Text),
    ("type_of_violence", Kind::Whole),
    ("conflict_dset_id", Kind::Text),
    ("conflict_new_id", Kind::Whole),
    ("conflict_name", Kind::Text),
    ("dyad_dset_id", Kind::Text),
    ("dyad_new_id", Kind::Whole),
    ("dyad_name", Kind::Text),
    ("side_a_dset_id", Kind::Text),
    ("side_a_new_id", Kind::Whole),
    ("side_a", Kind::Text),
    ("side_b_dset_id", Kind::Text),
    ("side_b_new_id", Kind::Whole),
    ("side_b", Kind::Text),
    ("number_of_sources", Kind::Whole),
    ("source_article", Kind::Text),
    ("source_office", Kind::Text),
    ("source_date", Kind::Text),
    ("source_headline", Kind::Text),
    ("source_original", Kind::Text),
    ("where_prec", Kind::Whole),
    ("where_coordinates", Kind::Text),
    ("where_description", Kind::Text),
    ("adm_1", Kind::Text),
    ("adm_2", Kind::Text),
    ("latitude", Kind::Number),
    ("longitude", Kind::Number),
    ("geom_wkt", Kind::Text),
    ("priogrid_gid", Kind::Whole),
    ("country", Kind::Text),
    ("country_id", Kind::Whole),
    ("region", Kind::Text),
    ("event_clarity", Kind::Whole),
    ("date_prec", Kind::Whole),
    ("date_start", Kind::Text),
    ("date_end", Kind::Text),
    ("deaths_a", Kind::Whole),
    ("deaths_b", Kind::Whole),
    ("deaths_civilians", Kind::Whole),
    ("deaths_unknown", Kind::Whole),
    ("best", Kind::Whole),
    ("high", Kind::Whole),
    ("low", Kind::Whole),
    ("gwnoa", Kind::Whole),
    ("gwnob", Kind::Whole),
    ("isnad_incident", Kind::Text),
    ("isnad_claims", Kind::Text),
    ("isnad_reports", Kind::Text),
];

/// Whether a party is an organised armed one, as far as the registry tells.
fn is_armed(p: &Party<'_>) -> bool {
    let armed = [ActorKind::State, ActorKind::Force, ActorKind::Group, ActorKind::Coalition];
    p.actor.is_some_and(|a| armed.contains(&a.kind))
}

/// 1 state-based, 2 non-state, 3 one-sided; `None` where the parties do not tell.
fn violence(a: Option<&Party<'_>>, b: Option<&Party<'_>>, civilians: bool) -> Option<i64> {
    let state = |p: &Party<'_>| p.actor.is_some_and(is_state);
    match (a.filter(|p| is_armed(p)), b.filter(|p| is_armed(p))) {
        (Some(a), Some(b)) if state(a) || state(b) => Some(1),
        (Some(_), Some(_)) => Some(2),
        (Some(_), None) if civilians => Some(3),
        _ => None,
    }
}

/// The cell of half a degree of PRIO-GRID in which a point lies: 720 a row, from the south and the date line.
fn priogrid(lat: f64, lon: f64) -> i64 {
    let row = ((lat + 90.0) * 2.0).floor().clamp(0.0, 359.0) as i64;
    let column = ((lon + 180.0) * 2.0).floor().clamp(0.0, 719.0) as i64;
    row * 720 + column + 1
}

/// The row of an incident.
pub fn row(e: &Event<'_>) -> Vec<Cell> {
    let day = e.i.day.as_ref();
    let clash = sub_event(e) == Some("Armed clash");
    let civilians = e.tells_of_civilians();
    let a = e.actors.first();
    let b = if clash { e.actors.get(1) } else { e.targets.iter().find(|p| is_armed(p)) };
    let kind = violence(a, b, civilians);
    let one_sided = kind == Some(3);
    let side_b = b.map(Party::name).or(one_sided.then(|| "Civilians".to_owned()));
    let side_a = a.map(Party::name).filter(|n| !n.is_empty());
    let side_b = side_b.filter(|n| !n.is_empty());
    let names = side_a.clone().zip(side_b.clone());
    let killed = e.total(FigureWhat::Killed).map(|f| f.range);
    let civil = e.part(FigureWhat::Killed, FigureOf::Civilian).map(|f| f.range.best as i64);
    let at = e.at();
    let whole = |n: f64| n as i64;
    let joined = |of: &dyn Fn(&isnad_model::Member) -> Option<String>| {
        e.i.members.iter().filter_map(of).collect::<Vec<_>>().join("; ")
    };
    vec![
        e.i.id.as_str().into(),
        Cell::Empty,
        day.map(|d| i64::from(d.from.year())).into(),
        Cell::Empty,
        "Isnad draft".into(),
        kind.into(),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        names.map(|(a, b)| format!("{a} - {b}")).into(),
        Cell::Empty,
        Cell::Empty,
        side_a.into(),
        Cell::Empty,
        Cell::Empty,
        side_b.into(),
        (e.i.members.len() as i64).into(),
        joined(&|m| Some(link(m))).into(),
        e.outlets().join("; ").into(),
        joined(&|m| m.published.as_ref().map(|p| p.from.to_string())).into(),
        crate::plain(&joined(&|m| m.title.clone())).into(),
        e.notes(12).into(),
        where_prec(e.precision()).into(),
        e.place.filter(|_| at.is_some()).map(|p| p.name.as_str()).into(),
        e.place.map(|p| p.name.as_str()).into(),
        e.province.as_str().into(),
        Cell::Empty,
        at.map(|a| a.0).into(),
        at.map(|a| a.1).into(),
        at.map(|(lat, lon)| format!("POINT ({lon} {lat})")).into(),
        at.map(|(lat, lon)| priogrid(lat, lon)).into(),
        e.country_name.as_str().into(),
        Cell::Empty,
        Cell::Empty,
        day.filter(|_| e.day_is_stated()).map(|_| 1i64).into(),
        e.span()
            .map(|n| match n {
                0 if e.day_is_stated() => 1,
                0..=6 => 2,
                7 => 3,
                8..=31 => 4,
                _ => 5,
            })
            .into(),
        day.map(|d| d.from.to_string()).into(),
        day.map(|d| d.to.to_string()).into(),
        Cell::Empty,
        // Of fighters killed it is known that they were the other side's only where the other side is one.
        Cell::Empty,
        civil.into(),
        Cell::Empty,
        killed.map(|r| whole(r.best)).into(),
        killed.map(|r| whole(r.high)).into(),
        killed.map(|r| whole(r.low)).into(),
        Cell::Empty,
        Cell::Empty,
        e.i.id.as_str().into(),
        e.claims().join(" ").into(),
        e.reports().join(" ").into(),
    ]
}

/// 1 the place itself, 2 within some 25 km, 3 its district, 4 its province, 5 a region, 6 a country.
fn where_prec(p: PlacePrecision) -> Option<i64> {
    Some(match p {
        PlacePrecision::Exact | PlacePrecision::Quarter | PlacePrecision::Settlement => 1,
        PlacePrecision::Near => 2,
        PlacePrecision::District => 3,
        PlacePrecision::Province => 4,
        PlacePrecision::Region => 5,
        PlacePrecision::Country => 6,
        PlacePrecision::Unknown => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_the_grid_are_prios() {
        // From the published grid: the first cell, and Aleppo's.
        assert_eq!(priogrid(-89.75, -179.75), 1);
        assert_eq!(priogrid(36.2, 37.15), 252 * 720 + 435);
        assert_eq!(priogrid(90.0, 180.0), 259_200);
    }
}
