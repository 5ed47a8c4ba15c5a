//! Which place each place expression means: all of a report together.
//!
//! *Comes in*: place expressions with the places that bear their names, and which countries the report speaks of.
//! *Goes out*: a [`PlaceValue`] for each. *Does not*: place what stays open: that keeps ranked candidates and no
//! coordinates.
//!
//! Places of one name fall into families: a province, its seat and the district around it are one family, since they do not
//! contradict each other. A family is weighed by how well known its places are, by the countries of the report, by the
//! provinces that the report names («بريف إدلب»), and by how near it lies to places that are settled already. What is
//! surest settles first and bears witness for the rest, in three rounds.

use crate::gazetteer::{Feature, Place};
use crate::key::chain;
use crate::knowledge::Knowledge;
use crate::placeexpr::{PlaceHit, Support};
use crate::placeweight::{fit, prior};
use crate::placewords::NounClass;
use crate::relative::{self, Area, Other};
use isnad_model::{Candidate, PlacePrecision, PlaceValue};
use rustc_hash::FxHashMap;

/// A family must have this share of the weight to settle the name.
const ENOUGH: f64 = 0.6;
/// Weight (logarithmic) of a place that no gazetteer holds, before the countries of the report are known.
const NOWHERE: f64 = 0.8;
/// A place of fewer people than this, farther from every settled place of the report than this many kilometres, loses weight.
const FAR_PEOPLE: u32 = 20_000;
const FAR: f64 = 120.0;
const FAR_PENALTY: f64 = 1.2;
/// One farther than this loses more, unless it has as many people as this: a quarter of Aleppo that no gazetteer holds is no village of
/// that name in Iran.
const ABROAD: f64 = 400.0;
const ABROAD_PEOPLE: u32 = 100_000;
const ABROAD_PENALTY: f64 = 1.5;
/// What a name after «مستشفى», «حي» and the like loses for lying abroad, however many people live there: «مستشفى الأمل» is no hospital of Amol.
const ABROAD_FACILITY: f64 = 5.0;
/// Weight that a country loses to a city of another country that has the same bare name.
const CAPITAL_OR_COUNTRY: f64 = 4.0;
/// Weight that places elsewhere lose where a vowel tells the country («عُمان»).
const VOWELED: f64 = 9.0;
/// Candidates that a mention keeps.
const KEPT: usize = 5;
/// At most this many settled places bear witness; later ones are near the earlier anyway.
const MOST_ANCHORS: usize = 40;

/// How much the report speaks of each country.
#[derive(Debug, Clone, Default)]
pub(crate) struct Countries {
    votes: FxHashMap<[u8; 2], f64>,
    total: f64,
}

impl Countries {
    pub fn vote(&mut self, country: [u8; 2], weight: f64) {
        if country != [0; 2] {
            *self.votes.entry(country).or_default() += weight;
            self.total += weight;
        }
    }

    /// The country with the largest share.
    pub fn first(&self) -> Option<([u8; 2], f64)> {
        let best = self.votes.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))?;
        Some((*best.0, best.1 / (self.total + 1.0)))
    }

    /// The largest share.
    pub fn largest(&self) -> f64 {
        self.first().map_or(0.0, |f| f.1)
    }

    /// Share of the votes, 0 to 1; drawn towards 0 where there are few.
    pub fn share(&self, country: [u8; 2]) -> f64 {
        self.votes.get(&country).map_or(0.0, |v| v / (self.total + 1.0))
    }
}

/// The choice for one expression while it is made.
struct State {
    /// Place (index value) and weight, best first.
    ranked: Vec<(u32, f64)>,
    /// The chosen place.
    chosen: Option<u32>,
}

/// Resolves all expressions of a report and gives their values; `names` are the words of each name.
pub(crate) fn values(
    k: &Knowledge,
    hits: &[PlaceHit],
    names: &[&str],
    core_hash: &[u64],
    countries: &mut Countries,
) -> Vec<PlaceValue> {
    let states = resolve(k, hits, names, core_hash, countries);
    let values = hits.iter().zip(names).zip(core_hash).zip(&states).enumerate();
    values
        .map(|(n, (((hit, name), &hash), state))| {
            let other = match hit.relation.between {
                Some(Other::Next) => states.get(n + 1),
                Some(Other::Last) => n.checked_sub(1).and_then(|m| states.get(m)),
                None => None,
            };
            value(k, hit, name, hash, state, other.and_then(|s| s.chosen))
        })
        .collect()
}

fn resolve(
    k: &Knowledge,
    hits: &[PlaceHit],
    names: &[&str],
    core_hash: &[u64],
    countries: &mut Countries,
) -> Vec<State> {
    // Names with one family speak first for their country.
    for hit in hits {
        let mut places = hit.candidates.iter().map(|&c| k.gazetteer.place(c));
        if let Some(first) = places.next()
            && places.all(|p| p.country_code() == first.country_code())
        {
            countries.vote(crate::registry::code(first.country()), 1.0);
        }
    }
    // Provinces that the report names.
    let provinces: Vec<u64> = hits
        .iter()
        .zip(core_hash)
        .filter(|(h, _)| {
            h.countryside
                || h.noun.is_some_and(|n| n.class == NounClass::Province)
                || h.candidates.iter().any(|&c| k.gazetteer.place(c).feature() == Feature::Province)
        })
        .map(|(_, &hash)| hash)
        .collect();

    let mut states: Vec<State> = hits.iter().map(|_| State { ranked: Vec::new(), chosen: None }).collect();
    let mut anchors: Vec<(usize, u32)> = Vec::new();
    let mut memo: FxHashMap<(u64, u8), usize> = FxHashMap::default();
    // The anchors on which the ranks rest.
    let mut before: Vec<(usize, u32)> = Vec::new();
    for round in 0..3 {
        memo.clear();
        // Where the round before settled nothing new, its ranks stand.
        let stand = round > 0 && anchors == before;
        for (n, hit) in hits.iter().enumerate() {
            if hit.candidates.is_empty() {
                continue;
            }
            // The same name with the same kind of noun means the same place all through a report.
            let noun = hit.noun.map_or(0, |x| x.class as u8 + 1);
            if let Some(&same) = memo.get(&(core_hash[n], noun)) {
                let (ranked, chosen) = (states[same].ranked.clone(), states[same].chosen);
                states[n] = State { ranked, chosen };
                continue;
            }
            memo.insert((core_hash[n], noun), n);
            let ranked = if stand {
                std::mem::take(&mut states[n].ranked)
            } else {
                rank(k, (hits, names), countries, &provinces, &anchors, n, core_hash)
            };
            let none = NOWHERE
                + 3.0 * countries.largest()
                + match hit.weak {
                    Support::Given => 0.0,
                    Support::Wanted => 1.0,
                    Support::Needed => 3.5,
                };
            let chosen = choose(k, &ranked, none, if round == 2 { ENOUGH } else { 0.8 });
            states[n] = State { ranked, chosen };
        }
        std::mem::swap(&mut anchors, &mut before);
        anchors.clear();
        for (n, state) in states.iter().enumerate() {
            if let Some(c) = state.chosen
                && anchors.len() < MOST_ANCHORS
                && !matches!(
                    k.gazetteer.place(c).feature(),
                    Feature::Country | Feature::Area | Feature::Water
                )
                && !anchors.iter().any(|&(m, _)| core_hash[m] == core_hash[n])
            {
                anchors.push((n, c));
            }
        }
    }
    states
}

/// The places of an expression by falling weight (logarithmic).
fn rank(
    k: &Knowledge,
    (hits, names): (&[PlaceHit], &[&str]),
    countries: &Countries,
    provinces: &[u64],
    anchors: &[(usize, u32)],
    own: usize,
    core_hash: &[u64],
) -> Vec<(u32, f64)> {
    let hit = &hits[own];
    // «عُمان» is Oman, where «عمان» is Amman more often.
    let oman = names[own].contains("عُم");
    // «عمان» is a country and another's capital.
    let capital = hit.noun.is_none() && {
        let of = |f: Feature| hit.candidates.iter().map(|&c| k.gazetteer.place(c)).find(|p| p.feature() == f);
        let city = of(Feature::Settlement).filter(|p| p.population() >= 1_000_000);
        city.zip(of(Feature::Country)).is_some_and(|(a, b)| a.country_code() != b.country_code())
    };
    let mut ranked: Vec<(u32, f64)> = hit
        .candidates
        .iter()
        .map(|&c| {
            let place = k.gazetteer.place(c);
            let mut score = prior(place) + fit(hit, place);
            score += 3.0 * countries.share(place.country_code());
            let others = provinces.iter().filter(|&&p| p != core_hash[own]);
            let in_province = others.clone().any(|&p| p == place.province_key());
            if place.province_key() != 0 && in_province {
                score += 2.5;
            }
            if capital && place.feature() == Feature::Country {
                score -= CAPITAL_OR_COUNTRY;
            }
            if oman && place.country_code() != *b"OM" {
                score -= VOWELED;
            }
            let (mut near, mut nearest) = (0.0, f64::INFINITY);
            for &(n, a) in anchors.iter().filter(|&&(n, _)| core_hash[n] != core_hash[own]) {
                let km = place.km_to(k.gazetteer.place(a));
                // Neighbours in the text are neighbours on the ground more often than others, and «قرية … بريف …» most of all.
                let close = match n.abs_diff(own) {
                    1 if hits[n].from.abs_diff(hit.to).min(hits[n].to.abs_diff(hit.from)) <= 1 => 1.4,
                    0..=2 => 1.0,
                    _ => 0.7,
                };
                near = f64::max(near, close * (2.5 * (-km / 30.0).exp() + (-km / 150.0).exp()));
                nearest = nearest.min(km);
            }
            // A small place far from all that the report speaks of is rather another of that name that no gazetteer holds.
            if place.population() < FAR_PEOPLE && nearest > FAR && nearest.is_finite() {
                score -= FAR_PENALTY;
            }
            if nearest > ABROAD && nearest.is_finite() {
                score -= match hit.noun.map(|n| n.class) {
                    Some(NounClass::Facility | NounClass::Quarter) => ABROAD_FACILITY,
                    _ if place.population() < ABROAD_PEOPLE => ABROAD_PENALTY,
                    _ => 0.0,
                };
            }
            (c, score + near)
        })
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked
}

/// Whether two places of one name do not contradict each other.
fn family(a: Place<'_>, b: Place<'_>) -> bool {
    let wide = |p: Place<'_>| -> f64 {
        match p.feature() {
            Feature::Province => 250.0,
            Feature::District => 60.0,
            Feature::Country | Feature::Area => 600.0,
            _ => 15.0,
        }
    };
    a.country_code() == b.country_code() && a.km_to(b) <= wide(a).max(wide(b))
}

/// Shares of the families: the first of each with the weight of all of it. `none` is the weight of a place that no
/// gazetteer holds, so that a namesake in a far country does not win for want of another.
fn families(k: &Knowledge, ranked: &[(u32, f64)], none: f64) -> Vec<(u32, f64)> {
    let top = ranked.first().map_or(0.0, |r| r.1);
    let mut out: Vec<(u32, f64)> = Vec::new();
    let mut total = (none - top).exp();
    for &(c, score) in ranked {
        let weight = (score - top).exp();
        total += weight;
        let place = k.gazetteer.place(c);
        match out.iter_mut().find(|(f, _)| family(k.gazetteer.place(*f), place)) {
            Some(f) => f.1 += weight,
            None => out.push((c, weight)),
        }
    }
    for f in &mut out {
        f.1 /= total.max(f64::MIN_POSITIVE);
    }
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    out
}

fn choose(k: &Knowledge, ranked: &[(u32, f64)], none: f64, enough: f64) -> Option<u32> {
    let families = families(k, ranked, none);
    families.first().filter(|f| f.1 >= enough).map(|f| f.0)
}

fn value(
    k: &Knowledge,
    hit: &PlaceHit,
    name: &str,
    hash: u64,
    state: &State,
    other: Option<u32>,
) -> PlaceValue {
    let families = families(k, &state.ranked, f64::NEG_INFINITY);
    let candidates = if families.len() > 1 || state.chosen.is_none() {
        families
            .iter()
            .take(KEPT)
            .map(|&(c, share)| {
                let p = k.gazetteer.place(c);
                Candidate {
                    gazetteer_id: p.id().to_owned(),
                    name: p.name().to_owned(),
                    lat: p.lat(),
                    lon: p.lon(),
                    score: (share * 1000.0).round() as f32 / 1000.0,
                }
            })
            .collect()
    } else {
        Vec::new()
    };
    let Some(place) = state.chosen.map(|c| k.gazetteer.place(c)) else {
        return PlaceValue {
            name: name.to_owned(),
            lat: None,
            lon: None,
            gazetteer_id: None,
            precision: PlacePrecision::Unknown,
            radius_km: None,
            candidates,
            source: None,
        };
    };
    let (precision, area) = extent(k, hit, place, hash, state, other);
    PlaceValue {
        name: name.to_owned(),
        lat: Some(area.map_or(place.lat(), |a| a.lat)),
        lon: Some(area.map_or(place.lon(), |a| a.lon)),
        gazetteer_id: Some(place.id().to_owned()),
        precision,
        radius_km: area.map(|a| a.radius.round().max(1.0)),
        candidates,
        source: None,
    }
}

/// How fine the words are, and the area that they mean where that is not the place itself.
fn extent(
    k: &Knowledge,
    hit: &PlaceHit,
    place: Place<'_>,
    hash: u64,
    state: &State,
    other: Option<u32>,
) -> (PlacePrecision, Option<Area>) {
    let fine = precision(hit, place, hash);
    let (lat, lon) = (place.lat(), place.lon());
    let is_point =
        matches!(place.feature(), Feature::Settlement | Feature::Quarter | Feature::Camp | Feature::Facility);
    // «بين بلدتي … و…»: somewhere between, if they are neighbours.
    if let Some(other) =
        other.map(|o| k.gazetteer.place(o)).filter(|o| is_point && o.feature() != Feature::Country)
        && let Some(radius) = relative::between(place.km_to(other))
    {
        return (relative::precision(radius).max(fine), Some(Area { lat, lon, radius }));
    }
    match fine {
        // «ريف حمص الغربي»: the countryside of a province named for its seat lies around the seat, not around the middle of
        // the province, which may be desert.
        PlacePrecision::Province if hit.countryside => {
            let seat = seat(k, place, state);
            (fine, Some(hit.relation.part(seat.lat(), seat.lon(), true)))
        }
        PlacePrecision::District if hit.countryside => (fine, Some(hit.relation.part(lat, lon, false))),
        _ if is_point && hit.relation.km.is_some() => {
            let area = hit.relation.area(lat, lon, 0.0);
            (relative::precision(area.radius), Some(area))
        }
        PlacePrecision::Near => (fine, Some(hit.relation.area(lat, lon, relative::near(place.population())))),
        _ => (fine, None),
    }
}

/// The town that a province is named for, if the words may mean both; else the place itself.
fn seat<'k>(k: &'k Knowledge, place: Place<'k>, state: &State) -> Place<'k> {
    if place.feature() != Feature::Province {
        return place;
    }
    let mut towns = state.ranked.iter().map(|r| k.gazetteer.place(r.0));
    towns
        .find(|t| {
            t.feature() == Feature::Settlement
                && (t.is_seat() || t.population() >= 100_000)
                && family(place, *t)
        })
        .unwrap_or(place)
}

/// How fine the words are, which is never finer than the place that was found.
fn precision(hit: &PlaceHit, place: Place<'_>, hash: u64) -> PlacePrecision {
    let own = place.feature().precision();
    let wide = matches!(own, PlacePrecision::Province | PlacePrecision::Region | PlacePrecision::Country);
    if hit.around && matches!(own, PlacePrecision::Country) {
        return PlacePrecision::Region;
    }
    match hit.noun.map(|n| n.class) {
        Some(NounClass::Land) if hit.countryside && !wide => {
            // The countryside of the town that a province is named for is the province's.
            if place.is_seat() || place.province_key() == hash {
                PlacePrecision::Province
            } else {
                PlacePrecision::District
            }
        }
        _ if wide => own,
        _ if hit.around => PlacePrecision::Near,
        Some(NounClass::District) => PlacePrecision::District,
        Some(NounClass::Province) => PlacePrecision::Province,
        // «مطار …» of a town whose airport the gazetteer does not hold is somewhere near the town.
        Some(NounClass::Facility | NounClass::Road | NounClass::Water | NounClass::Quarter)
            if matches!(place.feature(), Feature::Settlement) =>
        {
            PlacePrecision::Near
        }
        _ => own,
    }
}

/// The hash under which equal names of a report meet.
pub(crate) fn core_hash(keys: impl Iterator<Item = u64>) -> u64 {
    keys.fold(0, chain)
}
