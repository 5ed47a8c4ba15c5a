//! Adding reports one by one gives what grouping them all at once gives.

use isnad_incident::evidence::{Count, Evidence};
use isnad_incident::group::Ruling;
use isnad_incident::online::{All, Item, Memory, Pair, Shelf, item_id, keys_of, regroup, update};
use isnad_incident::partition::{GROUPING, partition};
use isnad_incident::rarity::hash32;
use isnad_incident::spot::Spot;
use isnad_incident::weights::Weights;
use isnad_model::{ClaimType, PlacePrecision};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// An invented report: of which happening, on which day, and how much it shares with all others.
fn report(item: Item, happening: u32, day: Option<Date>, common: u32) -> (Item, Evidence) {
    let mut words: Vec<(u32, f32)> = (0..8)
        .map(|k| format!("حدث{happening}كلمة{k}"))
        .chain((0..common).map(|k| format!("شائع{k}")))
        .chain([format!("خاص{item}")])
        .map(|w| (hash32(&w), 1.0))
        .collect();
    words.sort_unstable_by_key(|w| w.0);
    words.dedup_by_key(|w| w.0);
    let village = format!("قرية الخيال {happening}");
    let killed = f64::from(1 + happening % 5);
    let e = Evidence {
        id: item_id(item),
        outlet: None,
        published: day.map(|d| (d, d)),
        first: words.iter().map(|w| w.0).collect(),
        words,
        shingles: Vec::new(),
        names: Vec::new(),
        weekdays: 0,
        claims: vec![0],
        stated: Vec::new(),
        places: vec![Spot {
            key: hash32(&village),
            name: village,
            at: Some((35.0 + f64::from(happening % 7) * 0.1, 37.0)),
            precision: PlacePrecision::Settlement,
            weight: 1.0,
        }],
        killed: vec![Count { min: killed, max: killed, claim: 0 }],
        injured: Vec::new(),
        culprits: Default::default(),
        kinds: [(ClaimType::Shelling, 1.0)].into(),
    };
    (item, e)
}

/// The groups as the whole way makes them.
fn whole(items: &[(Item, Evidence)], weights: &Weights, rulings: &[(Item, Item, Ruling)]) -> Vec<Vec<Item>> {
    let evidence: Vec<Evidence> = items.iter().map(|i| i.1.clone()).collect();
    let rulings: Vec<_> = rulings.iter().map(|r| (item_id(r.0), item_id(r.1), r.2)).collect();
    let mut out: Vec<Vec<Item>> = partition(&evidence, weights, &rulings, GROUPING)
        .into_iter()
        .map(|g| {
            let mut g: Vec<Item> = g.into_iter().map(|k| items[k].0).collect();
            g.sort_unstable();
            g
        })
        .collect();
    out.sort_unstable();
    out
}

/// Puts groups that changed in the place of those that held their members.
fn replace(groups: &mut BTreeMap<Item, Vec<Item>>, gone: &[Item], new: Vec<Vec<Item>>) {
    gone.iter().for_each(|g| {
        groups.remove(g);
    });
    for group in new {
        for item in &group {
            groups.insert(*item, group.clone());
        }
    }
}

fn distinct(groups: &BTreeMap<Item, Vec<Item>>) -> Vec<Vec<Item>> {
    groups.values().cloned().collect::<BTreeSet<_>>().into_iter().collect()
}

fn same_rows(shelf: &Memory, items: &[(Item, Evidence)], weights: &Weights) {
    let mut sorted = items.to_vec();
    sorted.sort_by_key(|i| i.0);
    let all = All::of(&sorted, weights);
    let mut later: BTreeMap<Item, Vec<Pair>> = BTreeMap::new();
    for p in &all.pairs {
        let (a, other) = (sorted[p.a as usize].0, sorted[p.b as usize].0);
        later.entry(a).or_default().push(Pair { other, first: p.first, score: p.score });
    }
    for (n, (item, _)) in sorted.iter().enumerate() {
        assert_eq!(shelf.row(*item).unwrap().compared(), all.row(n, &sorted).compared(), "item {item}");
        let pairs: Vec<Pair> = shelf.pairs(*item).unwrap().into_iter().filter(|p| p.other > *item).collect();
        assert_eq!(pairs, later.remove(item).unwrap_or_default(), "item {item}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn one_by_one_is_all_at_once(
        drafts in prop::collection::vec((0u32..9, prop::option::of(0i8..25), 0u32..6), 1..40),
        order in Just((0..40usize).collect::<Vec<_>>()).prop_shuffle(),
        sizes in prop::collection::vec(1usize..6, 40),
        removed in prop::collection::vec(0usize..40, 0..6),
        rulings in prop::collection::vec((0u64..40, 0u64..40, any::<bool>()), 0..5)
    ) {
        let weights = Weights::shipped().unwrap();
        let all: Vec<(Item, Evidence)> = drafts
            .iter()
            .enumerate()
            .map(|(k, d)| report(k as Item, d.0, d.1.map(|n| date(2026, 3, 1 + n)), d.2))
            .collect();
        let rulings: Vec<(Item, Item, Ruling)> = rulings
            .iter()
            .filter(|r| r.0 != r.1)
            .map(|r| (r.0, r.1, if r.2 { Ruling::Together } else { Ruling::Apart }))
            .collect();
        let order: Vec<usize> = order.into_iter().filter(|k| *k < all.len()).collect();
        let (mut shelf, mut groups, mut there) = (Memory::default(), BTreeMap::new(), Vec::new());
        let mut rest = order.as_slice();
        for size in sizes {
            let (some, later) = rest.split_at(size.min(rest.len()));
            rest = later;
            let new: Vec<_> = some.iter().map(|&k| all[k].clone()).collect();
            let touched = update(&mut shelf, &weights, GROUPING, &[], &new).unwrap();
            replace(&mut groups, &[], regroup(&shelf, touched, &rulings, GROUPING).unwrap());
            there.extend(new);
            prop_assert_eq!(distinct(&groups), whole(&there, &weights, &rulings));
        }
        same_rows(&shelf, &there, &weights);
        // Some go, and one changes.
        let gone: Vec<Item> = removed.iter().map(|k| *k as Item).filter(|k| (*k as usize) < all.len()).collect();
        let changed: Vec<(Item, Evidence)> = gone.first().map(|k| report(*k, 3, None, 2)).into_iter().collect();
        let mut touched = update(&mut shelf, &weights, GROUPING, &gone, &changed).unwrap();
        // Those that were with one that is gone, by its pairs or by a ruling.
        touched.extend(gone.iter().filter_map(|g| groups.get(g)).flatten());
        replace(&mut groups, &gone, regroup(&shelf, touched, &rulings, GROUPING).unwrap());
        there.retain(|i| !gone.contains(&i.0));
        there.extend(changed);
        same_rows(&shelf, &there, &weights);
        prop_assert_eq!(distinct(&groups), whole(&there, &weights, &rulings));
    }
}

/// Lists that grow too long to say anything, and items with more partners than are kept.
#[test]
fn the_limits_of_candidates_change_nothing() {
    let weights = Weights::shipped().unwrap();
    let all: Vec<(Item, Evidence)> = (0..620u64)
        // Numbers in no order of happening.
        .map(|k| (k, (k * 7919) % 4096))
        .map(|(k, n)| report(n, (k % 2 + k % 31 / 15) as u32, Some(date(2026, 3, 1 + (k % 9) as i8)), 3))
        .collect();
    let mut sorted = all.clone();
    sorted.sort_by_key(|i| i.0);
    assert!(All::of(&sorted, &weights).rows.iter().any(|r| r.out.is_some()), "some have too many partners");
    let mut lists: BTreeMap<u64, usize> = BTreeMap::new();
    all.iter().flat_map(|i| keys_of(&i.1, &weights)).for_each(|k| *lists.entry(k).or_default() += 1);
    assert!(lists.values().any(|n| *n > 500), "some lists are too long");
    let (mut shelf, mut groups) = (Memory::default(), BTreeMap::new());
    for some in all.chunks(155) {
        let touched = update(&mut shelf, &weights, GROUPING, &[], some).unwrap();
        replace(&mut groups, &[], regroup(&shelf, touched, &[], GROUPING).unwrap());
    }
    same_rows(&shelf, &all, &weights);
    assert_eq!(distinct(&groups), whole(&all, &weights, &[]));
    // Back below the limit.
    let gone: Vec<Item> = all[..150].iter().map(|i| i.0).collect();
    let mut touched = update(&mut shelf, &weights, GROUPING, &gone, &[]).unwrap();
    touched.extend(gone.iter().filter_map(|g| groups.get(g)).flatten());
    replace(&mut groups, &gone, regroup(&shelf, touched, &[], GROUPING).unwrap());
    same_rows(&shelf, &all[150..], &weights);
    assert_eq!(distinct(&groups), whole(&all[150..], &weights, &[]));
}
