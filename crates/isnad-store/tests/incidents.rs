//! Incidents in the archive: kept in step one by one, with ids that stay, and found by what they hold. Held to every database.

use isnad_model::*;
use isnad_store::*;
use jiff::civil::date;
use std::collections::BTreeSet;
use support::{Draft, PLACES, Record, record, versions};

mod support;

const OUTLETS: [&str; 4] = ["نبأ الشمال", "صحيفة المرفأ", "إذاعة السهل", "شبكة الضفاف"];

/// Report `k` of shelling `n`: each of a day and place of its own, told by several outlets in about the same words.
fn shelling(n: usize, k: usize) -> Record {
    const BESIDE: [&str; 4] = ["وهرع الأهالي", "وانقطعت الكهرباء", "ووصلت سيارات", "وأغلقت المدارس"];
    let place = &PLACES[n % PLACES.len()];
    let day = date(2031, 5, 1).saturating_add(jiff::Span::new().days(9 * n as i64));
    let body = format!(
        "أفادت مصادر محلية بأن قصفا مدفعيا طال {} رقم{n} صباح اليوم وأصاب مزرعة{n} وبستان{n} قرب طاحونة{n}. {} إلى المكان{n}{k}.",
        place.name,
        BESIDE[k % 4]
    );
    let mut d = Draft::new(&format!("قصف-{n}-{k}"), &format!("قصف على {} رقم{n}", place.name), &body)
        .outlet(OUTLETS[k % OUTLETS.len()])
        .url(&format!("https://news.example/{n}/{k}"))
        .published(day);
    d = d.claim(ClaimType::Shelling, "قصفا", Some(day), Some(n % PLACES.len()), Some(LinkKind::Witness));
    d.read(&versions("0.1.0"))
}

fn add(a: &mut impl Archive, (c, s, r): &Record) {
    a.add(c, s, r).unwrap();
}

fn step(a: &mut impl Archive) -> Grouped {
    let done = a.update_incidents(&mut |_, _| {}).unwrap();
    assert_eq!(a.incidents_behind().unwrap(), 0);
    done
}

fn all(a: &impl Archive) -> Vec<Incident> {
    each_incident(a, &IncidentFilter::default()).map(Result::unwrap).collect()
}

/// The groups, by the ids of their reports.
fn groups(a: &impl Archive) -> BTreeSet<Vec<String>> {
    all(a)
        .iter()
        .map(|i| {
            let mut m: Vec<String> = i.members.iter().map(|m| m.report.clone()).collect();
            m.sort();
            m
        })
        .collect()
}

fn of(a: &impl Archive, report: &str) -> Incident {
    all(a).into_iter().find(|i| i.members.iter().any(|m| m.report == report)).unwrap()
}

fn decision(id: &str, kind: DecisionKind, subjects: &[&str], value: serde_json::Value) -> Decision {
    Decision {
        id: id.into(),
        kind,
        anchor: None,
        subjects: subjects.iter().map(|s| (*s).to_owned()).collect(),
        value,
        reason: "راجعته".into(),
        user: "مراجع".into(),
        at: "2031-06-01T10:00:00Z".into(),
    }
}

fn one_by_one_is_all_at_once(mut a: impl Archive, mut b: impl Archive) {
    let records: Vec<Record> =
        (0..12).flat_map(|k| [record(k), shelling(k % 4, k / 4), shelling(4 + k % 2, k / 2)]).collect();
    for r in &records {
        add(&mut a, r);
        step(&mut a);
    }
    for some in records.iter().rev().collect::<Vec<_>>().chunks(7) {
        some.iter().for_each(|r| add(&mut b, r));
        step(&mut b);
    }
    let one = groups(&a);
    assert!(one.iter().any(|g| g.len() > 2), "{one:?}");
    assert_eq!(one, groups(&b), "the order of adding changes nothing");
    let ids: Vec<String> = all(&a).into_iter().map(|i| i.id).collect();
    let before = all(&a);
    let done = a.rebuild_incidents(&mut |_, _| {}).unwrap();
    assert_eq!((done.founded, done.ended), (0, 0), "a rebuild keeps all ids");
    assert_eq!(groups(&a), one);
    assert_eq!(all(&a), before);
    assert_eq!(ids, all(&a).into_iter().map(|i| i.id).collect::<Vec<_>>());
    assert_eq!(step(&mut a), Grouped::default(), "a second time does nothing");
    assert_eq!((a.check().unwrap(), b.check().unwrap()), (vec![], vec![]));
}

fn people_rule_and_ids_stay(mut a: impl Archive, _: impl Archive) {
    (0..3).for_each(|k| add(&mut a, &shelling(0, k)));
    (0..2).for_each(|k| add(&mut a, &shelling(1, k)));
    step(&mut a);
    let (x, y) = (of(&a, "قصف-0-0").id, of(&a, "قصف-1-0").id);
    assert_eq!(a.count_incidents(&IncidentFilter::default()).unwrap(), 2, "{:?}", groups(&a));

    // Merged: the larger keeps its id, the other leads to it.
    a.decide(&decision("d1", DecisionKind::Merge, &[&x, &y], serde_json::json!(null))).unwrap();
    assert_eq!(a.incidents_behind().unwrap(), 1);
    assert_eq!(step(&mut a).ended, 1);
    assert_eq!(groups(&a).len(), 1);
    assert_eq!(a.incident(&y).unwrap().unwrap().id, x);
    // The ruling outlives a rebuild and more reports.
    add(&mut a, &shelling(1, 2));
    step(&mut a);
    a.rebuild_incidents(&mut |_, _| {}).unwrap();
    assert_eq!(groups(&a).len(), 1);

    // A standing, by the id that leads elsewhere.
    a.decide(&decision("d2", DecisionKind::Standing, &[&y], serde_json::json!("Discounted"))).unwrap();
    step(&mut a);
    let i = a.incident(&x).unwrap().unwrap();
    assert_eq!((i.standing, i.reasons[0].code), (Standing::Discounted, ReasonCode::Ruled));
    assert_eq!(i.reasons[0].note.as_deref(), Some("راجعته"));

    // Taken back: two again; the old id stays with one, and the other is new and says from where.
    a.decide(&decision("d3", DecisionKind::Undo, &["d1", "d2"], serde_json::json!(null))).unwrap();
    step(&mut a);
    assert_eq!(groups(&a).len(), 2);
    let (p, q) = (of(&a, "قصف-0-0"), of(&a, "قصف-1-0"));
    assert!(p.standing != Standing::Discounted && q.standing != Standing::Discounted);
    let (old, new) = if p.id == x { (p, q) } else { (q, p) };
    assert_eq!((old.id.as_str(), new.split_from.as_deref()), (x.as_str(), Some(x.as_str())));
    assert!(new.id != x && new.id != y, "ids are given once");
    assert_eq!(a.incident(&y).unwrap().unwrap().id, x, "a redirect stays");

    // Split by report, then moved by text.
    let id = of(&a, "قصف-0-0").id;
    a.decide(&decision("d4", DecisionKind::Split, &[&id], serde_json::json!(["قصف-0-2"]))).unwrap();
    step(&mut a);
    assert_eq!(of(&a, "قصف-0-2").members.len(), 1);
    let to = of(&a, "قصف-1-0").id;
    let anchor = Anchor {
        text_sha256: shelling(0, 1).2[0].0.text_sha256,
        span: Span::new(0, 2),
        quotation: "ق".into(),
        before: String::new(),
        after: String::new(),
    };
    let moved = Decision {
        anchor: Some(anchor),
        ..decision("d5", DecisionKind::Move, &[&to], serde_json::json!(null))
    };
    a.decide(&moved).unwrap();
    step(&mut a);
    assert_eq!(of(&a, "قصف-0-1").id, to);
    a.decide(&decision("d6", DecisionKind::Merge, &["i999", "x"], serde_json::json!(null))).unwrap();
    step(&mut a);
    a.rebuild_incidents(&mut |_, _| {}).unwrap();
    assert_eq!(of(&a, "قصف-0-1").id, to);
    assert_eq!(a.check().unwrap(), []);
}

fn rereading_keeps_ids(mut a: impl Archive, _: impl Archive) {
    for n in 0..3 {
        (0..3).for_each(|k| add(&mut a, &shelling(n, k)));
    }
    step(&mut a);
    let before: Vec<(String, usize)> = all(&a).into_iter().map(|i| (i.id, i.members.len())).collect();
    let (capture, _, mut reports) = shelling(1, 1);
    reports[0].1.versions = versions("0.2.0");
    reports[0].1.claims[0].kind = ClaimType::Airstrike;
    a.replace_readings(&capture.sha256, &reports).unwrap();
    assert_eq!(a.incidents_behind().unwrap(), 1);
    let done = step(&mut a);
    assert_eq!((done.items, done.founded, done.ended, done.changed), (1, 0, 0, 1));
    assert_eq!(all(&a).into_iter().map(|i| (i.id, i.members.len())).collect::<Vec<_>>(), before);
    assert!(of(&a, "قصف-1-1").types.contains(&ClaimType::Airstrike));
    // The new program sees no report in the same bytes: the incident of that report alone is gone.
    let (capture, s, r) = shelling(7, 0);
    a.add(&capture, &s, &r).unwrap();
    step(&mut a);
    let alone = of(&a, "قصف-7-0").id;
    a.replace_readings(&capture.sha256, &[]).unwrap();
    assert_eq!(step(&mut a).ended, 1);
    assert_eq!(a.incident(&alone).unwrap(), None);
    assert_eq!(a.check().unwrap(), []);
}

fn filters_find_what_they_say(mut a: impl Archive, _: impl Archive) {
    for n in 0..5 {
        (0..=n % 3).for_each(|k| add(&mut a, &shelling(n, k)));
    }
    step(&mut a);
    let none = IncidentFilter::default();
    let count = |f: IncidentFilter| a.count_incidents(&f).unwrap();
    assert_eq!(count(none.clone()), 5);
    let day = date(2031, 5, 10);
    for (what, filter, want) in [
        ("days", IncidentFilter { days: DateRange::new(day, day), ..none.clone() }, 1),
        ("near", IncidentFilter { near: Some((36.2, 37.15, 10.0)), ..none.clone() }, 1),
        ("near all", IncidentFilter { near: Some((36.2, 37.15, 9000.0)), ..none.clone() }, 5),
        ("nowhere", IncidentFilter { near: Some((f64::NAN, 37.15, 10.0)), ..none.clone() }, 0),
        ("place", IncidentFilter { place: Some("تل الريحان".into()), ..none.clone() }, 1),
        ("no place", IncidentFilter { place: Some("؟".into()), ..none.clone() }, 0),
        ("type", IncidentFilter { types: vec![ClaimType::Shelling], ..none.clone() }, 5),
        ("other type", IncidentFilter { types: vec![ClaimType::Arrest], ..none.clone() }, 0),
        ("sources", IncidentFilter { min_sources: Some(1), ..none.clone() }, 5),
        ("standing", IncidentFilter { standings: vec![Standing::Discounted], ..none.clone() }, 0),
        ("actor", IncidentFilter { actors: vec!["' OR 1=1 --".into()], ..none.clone() }, 0),
        ("text", IncidentFilter { text: Some("طاحونة2".into()), ..none.clone() }, 1),
        ("not text", IncidentFilter { text: Some("قصف -طاحونة2".into()), ..none.clone() }, 4),
        ("no words", IncidentFilter { text: Some("؟!".into()), ..none.clone() }, 0),
    ] {
        assert_eq!(count(filter.clone()), want, "{what}");
        assert_eq!(a.incidents(&filter, Page::default()).unwrap().len() as u64, want, "{what}");
        assert_eq!(each_incident(&a, &filter).count() as u64, want, "{what}");
    }
    let first = &a.incidents(&none, Page::first(1)).unwrap()[0];
    assert_eq!(first.day.as_ref().unwrap().from, date(2031, 6, 6), "newest first");
    assert_eq!(a.incident("i77").unwrap(), None);
    assert_eq!(a.incident("nonsense").unwrap(), None);
}

macro_rules! held_to {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test]
            fn $test() {
                let folder = tempfile::tempdir().unwrap();
                let new = |name: &str| super::SqliteArchive::create(folder.path().join(name)).unwrap();
                super::$test(new("a.db"), new("b.db"));
            })+
        }
    };
}

held_to!(
    one_by_one_is_all_at_once,
    people_rule_and_ids_stay,
    rereading_keeps_ids,
    filters_find_what_they_say
);
