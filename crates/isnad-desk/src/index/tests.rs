//! The index against the plain meaning of its questions.

use super::*;
use isnad_model::{Basis, PlacePrecision, Range};
use proptest::prelude::*;

fn registry() -> Arc<Registry> {
    Arc::new(Registry::shipped().unwrap())
}

/// An invented incident, made of a number.
pub(crate) fn line(n: i64, seed: u64) -> IncidentLine {
    let pick = |k: u32, of: u64| (seed.rotate_left(k) ^ seed.rotate_right(7)) % of;
    let day = day_of(20_000 + pick(3, 900) as i32).unwrap();
    let party = |n: u64| LineParty {
        entity: (n == 0).then(|| "sdf".to_owned()),
        name: ["قوات سنبار", "حرس الوادي", "كتائب زمهان"][n as usize % 3].to_owned(),
        loaded: false,
    };
    IncidentLine {
        id: format!("i{n}"),
        day: (pick(1, 10) > 0).then_some(LineDayOf { from: day, to: day, basis: Basis::Stated }),
        types: vec![ClaimType::ALL[pick(5, 6) as usize]],
        place: (pick(2, 8) > 0).then(|| isnad_model::LinePlace {
            name: "أم الشنابل".to_owned(),
            lat: Some(12.0 + pick(9, 100) as f64 / 50.0),
            lon: Some(63.0 + pick(11, 100) as f64 / 50.0),
            precision: PlacePrecision::Settlement,
            gazetteer_id: Some(format!("demo:{}", pick(13, 4))),
            radius_km: None,
        }),
        places: 1,
        actors: vec![party(pick(15, 3))],
        targets: vec![],
        killed: (pick(17, 2) == 0).then(|| {
            let best = pick(19, 40) as f64;
            Range { low: best, high: best + 2.0, best }
        }),
        injured: None,
        standing: Standing::ALL[pick(21, 4) as usize],
        sources: pick(23, 5) as usize,
        reports: 2,
        copies: 0,
        conflicts: if pick(25, 3) == 0 { vec![ConflictKind::Figure] } else { vec![] },
        outlets: vec![["منبر القمم", "وكالة الأنسام"][pick(27, 2) as usize].to_owned()],
        title: None,
        languages: vec!["ar".to_owned()],
        claims: 3,
        reviewed: pick(29, 4) as usize,
        added_at: "2031-05-05T10:00:00Z".to_owned(),
        changed_at: format!("2031-05-05T10:00:{:02}Z", pick(31, 60)),
    }
}

use isnad_model::LineDay as LineDayOf;

fn index(seeds: &[u64]) -> Index {
    let mut index = Index::new(registry());
    seeds.iter().enumerate().for_each(|(n, s)| index.put(line(n as i64 + 1, *s)));
    index
}

fn ids(index: &Index, filter: &Filter) -> Vec<String> {
    let found = Matches::of(index, filter, None);
    index.page(&found, Order::default(), 0, usize::MAX).iter().map(|l| l.id.clone()).collect()
}

#[test]
fn days_are_numbers_and_back() {
    for day in ["1970-01-01", "2031-05-05", "1899-12-31", "-009999-01-01", "9999-12-31"] {
        let day: Date = day.parse().unwrap();
        assert_eq!(day_of(day_number(day)), Some(day));
    }
    assert_eq!(day_of(i32::MAX), None);
}

#[test]
fn lines_come_change_and_go() {
    let mut index = index(&[1, 2, 3]);
    assert_eq!(index.len(), 3);
    let before = index.version();
    index.apply([LineChange::Ended(1), LineChange::Changed(Box::new(line(2, 99))), LineChange::Ended(77)]);
    assert!(index.version() > before);
    assert_eq!(index.len(), 2);
    assert!(index.line("i1").is_none());
    assert_eq!(**index.line("i2").unwrap(), line(2, 99));
    assert_eq!(**index.line("i3").unwrap(), line(3, 3));
    assert!(index.line("x").is_none());
}

#[test]
fn an_actor_is_found_by_identity_and_by_any_of_its_names() {
    let mut index = Index::new(registry());
    let mut one = line(1, 5);
    one.actors = vec![LineParty { entity: Some("sdf".into()), name: "قسد".into(), loaded: false }];
    let mut two = line(2, 5);
    two.actors = vec![LineParty { entity: None, name: "حرس الوادي".into(), loaded: false }];
    index.put(one);
    index.put(two);
    let by = |asked: &str| ids(&index, &Filter { actors: vec![asked.to_owned()], ..Filter::default() });
    assert_eq!(by("sdf"), ["i1"]);
    assert_eq!(by("سوريا الديمقراطية"), ["i1"]);
    assert_eq!(by("Syrian Democratic"), ["i1"]);
    assert_eq!(by("حرس"), ["i2"]);
    assert!(by("لا أحد").is_empty() && by(" ").is_empty());
}

#[test]
fn an_area_holds_what_lies_within() {
    let area = Area::new(vec![(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (5.0, 5.0), (0.0, 10.0)]);
    for (lat, lon, inside) in [(1.0, 1.0, true), (9.0, 5.0, false), (4.0, 5.0, true), (-1.0, 5.0, false)] {
        assert_eq!(area.holds(lat, lon), inside, "{lat},{lon}");
    }
    assert!(!area.holds(f64::NAN, 1.0));
    assert!(!Area::new(vec![]).holds(0.0, 0.0));
}

#[test]
fn bins_are_as_wide_as_the_whole_is_long() {
    for (days, unit) in
        [(10, TimeUnit::Day), (400, TimeUnit::Week), (2000, TimeUnit::Month), (9000, TimeUnit::Year)]
    {
        let mut index = Index::new(registry());
        for (n, at) in [(1, 0), (2, days)] {
            let day = day_of(20_000 + at).unwrap();
            let day = Some(LineDayOf { from: day, to: day, basis: Basis::Stated });
            index.put(IncidentLine { day, ..line(n, 5) });
        }
        let line = index.timeline(&Matches::of(&index, &Filter::default(), None));
        assert_eq!(line.unit, unit);
        assert!(line.bins.len() > 2, "empty bins are told");
        assert!(line.bins.windows(2).all(|w| w[0].to.tomorrow().unwrap() == w[1].from), "no gaps");
        assert_eq!(line.bins.iter().map(|b| b.n).sum::<usize>(), 2);
    }
}

#[test]
fn neighbours_are_near_in_day_and_place() {
    let mut index = Index::new(registry());
    let at = |n: i64, day: i32, lat: f64| {
        let day = day_of(20_000 + day).unwrap();
        let mut l = line(n, 5);
        l.day = Some(LineDayOf { from: day, to: day, basis: Basis::Stated });
        l.place = Some(isnad_model::LinePlace {
            name: "قرية".into(),
            lat: Some(lat),
            lon: Some(63.0),
            precision: PlacePrecision::Settlement,
            gazetteer_id: None,
            radius_km: None,
        });
        l
    };
    [at(1, 0, 12.0), at(2, 1, 12.05), at(3, 0, 12.02), at(4, 9, 12.0), at(5, 0, 14.0)]
        .into_iter()
        .for_each(|l| index.put(l));
    let near: Vec<String> = index.neighbours("i1", 5).iter().map(|l| l.id.clone()).collect();
    assert_eq!(near, ["i3", "i2"]);
    assert!(index.neighbours("i99", 5).is_empty());
}

proptest! {
    #[test]
    fn filters_facets_pages_map_and_bins_agree(seeds in prop::collection::vec(any::<u64>(), 1..120), types in 0u64..64, conflicts: bool, todo in prop::option::of(any::<bool>()), sources in prop::option::of(0u32..4)) {
        let index = index(&seeds);
        let review = todo.map(|t| if t { ReviewFilter::Todo } else { ReviewFilter::Done });
        let filter = Filter { types, conflicts, review, min_sources: sources, ..Filter::default() };
        let found = Matches::of(&index, &filter, None);
        // By the plain meaning of the filter.
        let meets = |l: &IncidentLine| {
            (types == 0 || l.types.iter().any(|t| types & bit(ClaimType::ALL, t) != 0))
                && (!conflicts || !l.conflicts.is_empty())
                && review.is_none_or(|r| (r == ReviewFilter::Todo) == (l.reviewed < l.claims))
                && sources.is_none_or(|s| l.sources >= s as usize)
        };
        let want: usize = index.lines.iter().filter(|l| meets(l)).count();
        prop_assert_eq!(found.total(), want);
        for name in Order::NAMES {
            let order = Order::from_name(name).unwrap();
            let whole = index.page(&found, order, 0, usize::MAX);
            prop_assert_eq!(whole.len(), want);
            let mut pages = Vec::new();
            for offset in (0..want + 7).step_by(7) {
                pages.extend(index.page(&found, order, offset, 7));
            }
            prop_assert_eq!(&pages, &whole);
            let keys: Vec<i64> = whole.iter().map(|l| order.key(&index.rows[index.at[&incident_number(&l.id).unwrap()] as usize])).collect();
            prop_assert!(keys.is_sorted());
        }
        for zoom in [0.0, 4.5, 12.0] {
            let (points, without) = index.map(&found, zoom, None);
            prop_assert_eq!(points.iter().map(|p| p.n).sum::<usize>() + without, want);
            prop_assert!(points.iter().all(|p| (p.n == 1) == p.incident.is_some() && p.standings.iter().sum::<usize>() == p.n));
        }
        let time = index.timeline(&found);
        prop_assert_eq!(time.bins.iter().map(|b| b.n).sum::<usize>() + time.undated, want);
        // A facet counts what choosing that value alone would give.
        let facets = index.facets(&found);
        prop_assert_eq!(facets.total, want);
        for c in &facets.types {
            let kind = ClaimType::from_name(&c.value).unwrap();
            let only = Filter { types: bit(ClaimType::ALL, &kind), ..filter.clone() };
            prop_assert_eq!(Matches::of(&index, &only, None).total(), c.n);
        }
        for c in &facets.outlets {
            let only = Filter { outlets: vec![c.value.clone()], ..filter.clone() };
            prop_assert_eq!(Matches::of(&index, &only, None).total(), c.n);
        }
        prop_assert_eq!(facets.conflicts, Matches::of(&index, &Filter { conflicts: true, ..filter.clone() }, None).total());
        prop_assert_eq!(facets.to_review, Matches::of(&index, &Filter { review: Some(ReviewFilter::Todo), ..filter }, None).total());
    }
}
