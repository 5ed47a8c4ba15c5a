//! Incidents as plain rows of our own, as HXL (the same with a row of hashtags), and as GeoJSON features.

use crate::cells::{Cell, Kind};
use crate::event::Event;
use crate::geojson::point;
use isnad_model::{FigureOf, FigureWhat, Incident};
use serde_json::{Value, json};

/// A column: its name, its HXL hashtag, what it holds.
pub const COLUMNS: &[(&str, &str, Kind)] = &[
    ("incident", "#event+id", Kind::Text),
    ("types", "#event+type", Kind::Text),
    ("date_from", "#date+start", Kind::Text),
    ("date_to", "#date+end", Kind::Text),
    ("date_basis", "#meta+date+basis", Kind::Text),
    ("place", "#loc+name", Kind::Text),
    ("place_precision", "#geo+precision", Kind::Text),
    ("lat", "#geo+lat", Kind::Number),
    ("lon", "#geo+lon", Kind::Number),
    ("gazetteer_id", "#loc+code", Kind::Text),
    ("province", "#adm1+name", Kind::Text),
    ("country", "#country+code+iso2", Kind::Text),
    ("actors", "#group+actor+name", Kind::Text),
    ("actor_ids", "#group+actor+code", Kind::Text),
    ("targets", "#group+target+name", Kind::Text),
    ("killed_low", "#affected+killed+min", Kind::Number),
    ("killed_best", "#affected+killed", Kind::Number),
    ("killed_high", "#affected+killed+max", Kind::Number),
    ("killed_civilians", "#affected+killed+civilians", Kind::Number),
    ("killed_fighters", "#affected+killed+fighters", Kind::Number),
    ("killed_children", "#affected+killed+children", Kind::Number),
    ("killed_women", "#affected+killed+f", Kind::Number),
    ("injured_low", "#affected+injured+min", Kind::Number),
    ("injured_best", "#affected+injured", Kind::Number),
    ("injured_high", "#affected+injured+max", Kind::Number),
    ("standing", "#status+standing", Kind::Text),
    ("sources", "#indicator+sources+num", Kind::Whole),
    ("reports", "#indicator+reports+num", Kind::Whole),
    ("conflicts", "#indicator+conflicts+num", Kind::Whole),
    ("conflict_kinds", "#meta+conflicts", Kind::Text),
    ("outlets", "#meta+source", Kind::Text),
    ("claims", "#meta+claims+id", Kind::Text),
    ("links", "#meta+url", Kind::Text),
];

/// The row of an incident.
pub fn row(e: &Event<'_>) -> Vec<Cell> {
    let i = e.i;
    let day = i.day.as_ref();
    let at = e.at();
    let range = |what| e.total(what).map(|f| f.range);
    let (killed, injured) = (range(FigureWhat::Killed), range(FigureWhat::Injured));
    let part = |of| Cell::from(e.part(FigureWhat::Killed, of).map(|f| f.range.best));
    let join = |names: Vec<String>| Cell::from(names.join(" | "));
    vec![
        i.id.as_str().into(),
        join(i.types.iter().map(|t| t.to_string()).collect()),
        day.map(|d| d.from.to_string()).into(),
        day.map(|d| d.to.to_string()).into(),
        day.map(|d| d.basis.to_string()).into(),
        e.place.map(|p| p.name.as_str()).into(),
        e.place.map(|p| p.precision.as_str()).into(),
        at.map(|a| a.0).into(),
        at.map(|a| a.1).into(),
        e.place.and_then(|p| p.gazetteer_id.as_deref()).into(),
        e.province.as_str().into(),
        e.country.as_str().into(),
        join(e.actors.iter().map(|p| p.name()).filter(|n| !n.is_empty()).collect()),
        join(i.actors.iter().filter_map(|p| p.entity.clone()).collect()),
        join(e.targets.iter().map(|p| p.name()).filter(|n| !n.is_empty()).collect()),
        killed.map(|r| r.low).into(),
        killed.map(|r| r.best).into(),
        killed.map(|r| r.high).into(),
        part(FigureOf::Civilian),
        part(FigureOf::Fighter),
        part(FigureOf::Child),
        part(FigureOf::Woman),
        injured.map(|r| r.low).into(),
        injured.map(|r| r.best).into(),
        injured.map(|r| r.high).into(),
        i.standing.as_str().into(),
        (i.sources as i64).into(),
        (i.members.len() as i64).into(),
        (i.conflicts.len() as i64).into(),
        join(i.conflicts.iter().map(|c| c.kind.to_string()).collect()),
        join(e.outlets().into_iter().map(str::to_owned).collect()),
        e.claims().join(" ").into(),
        e.reports().join(" ").into(),
    ]
}

/// An incident as a feature (RFC 7946). One without coordinates has a null geometry, as the standard asks.
pub fn feature(e: &Event<'_>) -> Value {
    let mut properties = serde_json::Map::new();
    for (column, cell) in COLUMNS.iter().zip(row(e)) {
        let value = match cell {
            Cell::Empty => Value::Null,
            Cell::Text(text) => text.into(),
            Cell::Number(n) => json!(n),
            Cell::Whole(n) => n.into(),
        };
        properties.insert(column.0.to_owned(), value);
    }
    let list = |i: &Incident| -> Vec<Value> {
        i.places
            .iter()
            .map(|p| json!({"name": p.name, "lat": p.lat, "lon": p.lon, "claims": p.claims}))
            .collect()
    };
    properties.insert("places".to_owned(), list(e.i).into());
    point(&e.i.id, e.at(), properties.into())
}
