//! PLOVER: one JSON object an incident, with the fields of the POLECAT data set that codes by PLOVER.
//!
//! The event type is the commonest code that the claims have. Mode, intensity and contexts are a coder's choice that no claim states, and
//! left null; so are the numbers of the Correlates of War.

use crate::country;
use crate::event::{Event, Party};
use isnad_model::{MemberClaim, PlacePrecision};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The object of an incident; `None` where no claim has a code.
pub fn object(e: &Event<'_>) -> Option<Value> {
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    let claims = || e.i.members.iter().flat_map(|m| &m.claims);
    for code in claims().filter_map(|c: &MemberClaim| c.plover.as_deref()) {
        *votes.entry(code).or_default() += 1;
    }
    let (code, _) = votes.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))?;
    let settled = matches!(
        e.precision(),
        PlacePrecision::Exact | PlacePrecision::Quarter | PlacePrecision::Settlement | PlacePrecision::Near
    );
    let geonames = e.place.and_then(|p| p.gazetteer_id.as_deref()).and_then(|id| id.strip_prefix("gn:"));
    let published =
        e.i.members.iter().filter_map(|m| m.published.as_ref()).map(|p| p.from.to_string()).next();
    let name = |of: Option<&Party<'_>>| of.map(Party::name).filter(|n| !n.is_empty());
    let of = |of: Option<&Party<'_>>, get: &dyn Fn(&Party<'_>) -> Option<String>| of.and_then(get);
    let land = |p: &Party<'_>| p.actor.and_then(|a| country::codes(&a.country)).map(|c| c.1.to_owned());
    // PLOVER's actor codes are a country of three letters, then sectors of three.
    let sectors = |p: &Party<'_>| {
        let code = &p.actor?.plover;
        let rest = code.get(3..).filter(|r| !r.is_empty())?;
        Some(rest.to_owned())
    };
    let raw = |p: &Party<'_>| Some(crate::plain(&p.said.name));
    let id = |p: &Party<'_>| p.said.entity.clone();
    let (actor, recipient) = (e.actors.first(), e.targets.first());
    let fields: Vec<(&str, Value)> = vec![
        ("Event ID", json!(e.i.id)),
        ("Event Date", json!(e.i.day.as_ref().map(|d| d.from.to_string()))),
        ("Event Type", json!(code)),
        ("Event Mode", Value::Null),
        ("Intensity", Value::Null),
        ("Quad Code", json!(quad(code))),
        ("Contexts", Value::Null),
        ("Actor Name", json!(name(actor))),
        ("Actor Country", json!(of(actor, &land))),
        ("Actor COW", Value::Null),
        (
            "Primary Actor Sector",
            json!(of(actor, &|p| sectors(p).and_then(|s| s.get(..3).map(str::to_owned)))),
        ),
        ("Actor Sectors", json!(of(actor, &sectors))),
        ("Actor Title", Value::Null),
        ("Actor Name Raw", json!(of(actor, &raw))),
        ("Wikipedia Actor ID", Value::Null),
        ("Recipient Name", json!(name(recipient))),
        ("Recipient Country", json!(of(recipient, &land))),
        ("Recipient COW", Value::Null),
        (
            "Primary Recipient Sector",
            json!(of(recipient, &|p| sectors(p).and_then(|s| s.get(..3).map(str::to_owned)))),
        ),
        ("Recipient Sectors", json!(of(recipient, &sectors))),
        ("Recipient Title", Value::Null),
        ("Recipient Name Raw", json!(of(recipient, &raw))),
        ("Wikipedia Recipient ID", Value::Null),
        ("Placename", json!(e.place.map(|p| p.name.as_str()))),
        ("City", json!(e.place.filter(|_| settled).map(|p| p.name.as_str()))),
        ("District", Value::Null),
        ("Province", json!(Some(e.province.as_str()).filter(|p| !p.is_empty()))),
        ("Country", json!(country::codes(&e.country).map(|c| c.1))),
        ("Latitude", json!(e.at().map(|a| a.0))),
        ("Longitude", json!(e.at().map(|a| a.1))),
        ("GeoNames ID", json!(geonames)),
        ("Raw Placename", json!(e.place.map(|p| p.name.as_str()))),
        ("Feature Type", Value::Null),
        ("Source", json!(e.outlets().join("; "))),
        ("Publication Date", json!(published)),
        ("Story People", Value::Null),
        (
            "Story Organizations",
            json!(
                e.i.actors.iter().chain(&e.i.targets).filter_map(|p| p.entity.as_deref()).collect::<Vec<_>>()
            ),
        ),
        ("Story Locations", json!(e.i.places.iter().map(|p| p.name.as_str()).collect::<Vec<_>>())),
        ("Language", json!(e.i.members.first().and_then(|m| m.language.as_deref()))),
        ("Version", json!(format!("isnad {}", env!("CARGO_PKG_VERSION")))),
        (
            "isnad",
            json!({
                "incident": e.i.id, "actor": of(actor, &id), "recipient": of(recipient, &id), "standing": e.i.standing,
                "claims": e.claims(), "reports": e.reports(),
            }),
        ),
    ];
    Some(
        fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    )
}

/// PLOVER's four classes: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
fn quad(code: &str) -> Option<u8> {
    Some(match code {
        "AGREE" | "CONSULT" | "SUPPORT" | "CONCEDE" => 1,
        "COOPERATE" | "AID" | "RETREAT" => 2,
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => 3,
        "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT" => 4,
        _ => return None,
    })
}
