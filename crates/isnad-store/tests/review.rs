//! Decisions on claims and what follows from them: reviewed readings, rows of claims, the queue, incidents and their lines. Held to every
//! database.

use isnad_model::review::ReviewState;
use isnad_model::wire::ClaimJson;
use isnad_model::*;
use isnad_store::*;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;
use support::{Draft, PLACES, Record, record, versions};

mod support;

const OUTLETS: [&str; 4] = ["نبأ الشمال", "صحيفة المرفأ", "إذاعة السهل", "شبكة الضفاف"];

/// Report `k` of happening `n`, which tells of a shelling and, at another place, of an airstrike.
fn told(n: usize, k: usize) -> Record {
    const BESIDE: [&str; 4] = ["وهرع الأهالي", "وانقطعت الكهرباء", "ووصلت سيارات", "وأغلقت المدارس"];
    let (here, there) = (&PLACES[n % PLACES.len()], &PLACES[(n + 1) % PLACES.len()]);
    let day = date(2031, 5, 1).saturating_add(jiff::Span::new().days(9 * n as i64));
    let body = format!(
        "أفادت مصادر محلية بأن قصفا مدفعيا طال {} رقم{n} صباح اليوم وأصاب مزرعة{n} وبستان{n} قرب طاحونة{n}. {} إلى المكان{n}{k}. \
         وفي خبر آخر طالت غارة جوية جسر {} وأصابت مخزن حبوب{n}.",
        here.name,
        BESIDE[k % 4],
        there.name,
    );
    Draft::new(&format!("خبر-{n}-{k}"), &format!("قصف على {} رقم{n}", here.name), &body)
        .outlet(OUTLETS[k % OUTLETS.len()])
        .url(&format!("https://news.example/{n}/{k}"))
        .published(day)
        .claim(ClaimType::Shelling, "قصفا", Some(day), Some(n % PLACES.len()), Some(LinkKind::Witness))
        .claim(ClaimType::Airstrike, "غارة", Some(day), Some((n + 1) % PLACES.len()), None)
        .read(&versions("0.1.0"))
}

fn add(a: &mut impl Archive, (c, s, r): &Record) -> ReportKey {
    a.add(c, s, r).unwrap();
    a.reports_of(&c.sha256).unwrap()[0]
}

fn step(a: &mut impl Archive) -> Grouped {
    let done = a.update_incidents(&mut |_, _| {}).unwrap();
    assert_eq!(a.incidents_behind().unwrap(), 0);
    done
}

fn all(a: &impl Archive) -> Vec<Incident> {
    each_incident(a, &IncidentFilter::default()).map(Result::unwrap).collect()
}

/// What incidents say, apart from their ids: the claims of each.
fn groups(a: &impl Archive) -> BTreeSet<Vec<(String, String)>> {
    let claims = |m: &Member| m.claims.iter().map(|c| (m.report.clone(), c.id.clone())).collect::<Vec<_>>();
    all(a)
        .iter()
        .map(|i| {
            let mut m: Vec<(String, String)> = i.members.iter().flat_map(claims).collect();
            m.sort();
            m
        })
        .collect()
}

fn sound(a: &impl Archive) {
    assert_eq!(a.check().unwrap(), []);
    let lines = a.incident_lines(None, 10_000).unwrap();
    let incidents = all(a);
    assert_eq!(
        lines.iter().map(|l| &l.id).collect::<Vec<_>>(),
        incidents.iter().map(|i| &i.id).collect::<Vec<_>>()
    );
    for (l, i) in lines.iter().zip(&incidents) {
        let claims: usize = i.members.iter().map(|m| m.claims.len()).sum();
        assert_eq!(
            (l.types.clone(), l.sources, l.claims, l.standing),
            (i.types.clone(), i.sources, claims, i.standing)
        );
    }
}

/// Incremental is all at once.
fn as_rebuilt(a: &mut impl Archive) {
    let (before, lines) = (all(a), a.incident_lines(None, 10_000).unwrap());
    let queue = a.review_queue(&QueueFilter::default(), Page::first(1000)).unwrap();
    a.rebuild_incidents(&mut |_, _| {}).unwrap();
    assert_eq!(all(a), before);
    assert_eq!(a.incident_lines(None, 10_000).unwrap(), lines, "what is the same did not change");
    assert_eq!(a.review_queue(&QueueFilter::default(), Page::first(1000)).unwrap(), queue);
    sound(a);
}

fn claim(r: &Record, n: usize) -> ClaimJson {
    r.2[0].1.claims[n].clone()
}

fn on(r: &Record, id: &str, kind: DecisionKind, words: &str, value: serde_json::Value) -> Decision {
    let report = &r.2[0].0;
    let start = report.text.find(words).unwrap();
    let span = Span::new(start, start + words.len());
    Decision {
        id: id.into(),
        kind,
        anchor: Some(Anchor {
            text_sha256: report.text_sha256,
            span,
            quotation: words.into(),
            before: report.text[..start].into(),
            after: report.text[span.end..].into(),
        }),
        subjects: vec![],
        value,
        reason: "راجعته".into(),
        user: "مراجع".into(),
        at: "2031-06-01T10:00:00Z".into(),
    }
}

fn reject(r: &Record, id: &str, n: usize) -> Decision {
    let c = claim(r, n);
    on(r, id, DecisionKind::Reject, &c.trigger.text, json!({"was": {"id": c.id, "type": c.kind}}))
}

fn correct(r: &Record, id: &str, n: usize, change: impl Fn(&mut ClaimJson)) -> Decision {
    let mut c = claim(r, n);
    let was = json!({"id": c.id, "type": c.kind});
    change(&mut c);
    let words = c.trigger.text.clone();
    on(r, id, DecisionKind::Correct, &words, json!({"claim": c, "was": was}))
}

fn undo(id: &str, of: &str) -> Decision {
    Decision {
        id: id.into(),
        kind: DecisionKind::Undo,
        anchor: None,
        subjects: vec![of.into()],
        value: json!(null),
        reason: String::new(),
        user: "مراجع".into(),
        at: "2031-06-02T10:00:00Z".into(),
    }
}

fn part(r: &Record, id: &str, n: usize, to: Option<&str>) -> Decision {
    let c = claim(r, n);
    let d = on(r, id, DecisionKind::Move, &c.trigger.text, json!({"claims": [c.id]}));
    Decision { subjects: to.map(str::to_owned).into_iter().collect(), ..d }
}

fn of(kind: ClaimType) -> Filter {
    Filter { types: vec![kind], ..Filter::default() }
}

fn rows_and_readings_are_as_people_left_them(mut a: impl Archive) {
    let r = told(0, 0);
    let key = add(&mut a, &r);
    step(&mut a);
    assert_eq!(a.count_queue(&QueueFilter::default()).unwrap(), 2);
    let counter = a.changed_lines(0).unwrap().0;

    a.decide(&reject(&r, "r", 1)).unwrap();
    assert_eq!(a.count_claims(&of(ClaimType::Airstrike)).unwrap(), 0, "at once");
    assert_eq!(a.reading(key).unwrap().unwrap().claims.len(), 2, "the reading stays");
    let (_, read, reviewed) = a.reviewed(key).unwrap().unwrap();
    assert_eq!((read.claims.len(), reviewed.claims.len(), reviewed.rejected.len()), (2, 1, 1));
    assert_eq!(a.incidents_behind().unwrap(), 1);
    assert_eq!(step(&mut a).items, 1);
    let i = &all(&a)[0];
    assert_eq!(i.types, [ClaimType::Shelling]);
    assert_eq!(i.members[0].claims.len(), 1);
    let (now, changes) = a.changed_lines(counter).unwrap();
    assert!(now > counter && changes.len() == 1, "{changes:?}");
    assert_eq!(a.changed_lines(now).unwrap(), (now, vec![]));

    a.decide(&correct(&r, "c", 0, |c| c.kind = ClaimType::Attack)).unwrap();
    step(&mut a);
    assert_eq!(a.claims(&of(ClaimType::Attack), Page::default()).unwrap()[0].claim.kind, ClaimType::Attack);
    assert_eq!(all(&a)[0].types, [ClaimType::Attack]);
    let line = &a.incident_lines(None, 9).unwrap()[0];
    assert_eq!((line.claims, line.reviewed), (1, 1));
    assert_eq!(a.count_queue(&QueueFilter::default()).unwrap(), 0);
    assert_eq!(a.reports(&Filter::default(), Page::default()).unwrap()[0].claims, 1);
    as_rebuilt(&mut a);

    // A later version reads otherwise: what people left holds.
    let (capture, _, mut reports) = r.clone();
    reports[0].1.versions = versions("0.2.0");
    reports[0].1.claims.remove(0);
    a.replace_readings(&capture.sha256, &reports).unwrap();
    assert_eq!(a.count_claims(&of(ClaimType::Attack)).unwrap(), 1);
    assert_eq!(a.count_claims(&of(ClaimType::Airstrike)).unwrap(), 0);
    step(&mut a);
    assert_eq!(all(&a)[0].types, [ClaimType::Attack]);
    as_rebuilt(&mut a);

    // Undone, and the undo undone.
    a.decide(&undo("u", "c")).unwrap();
    step(&mut a);
    assert_eq!((a.count_claims(&Filter::default()).unwrap(), all(&a).len()), (0, 0));
    a.decide(&undo("v", "u")).unwrap();
    a.decide(&undo("w", "r")).unwrap();
    assert_eq!(a.undone().unwrap(), ["u".to_owned(), "r".to_owned()].into());
    step(&mut a);
    assert_eq!(a.count_claims(&Filter::default()).unwrap(), 2);
    as_rebuilt(&mut a);
    let ids = |d: Vec<Decision>| d.into_iter().map(|d| d.id).collect::<Vec<_>>();
    assert_eq!(ids(a.decisions_on_text(&r.2[0].0.text_sha256).unwrap()), ["r", "c", "u", "v", "w"]);
    assert_eq!(a.decision("c").unwrap().unwrap().kind, DecisionKind::Correct);
    assert_eq!(a.decision("none").unwrap(), None);
}

fn another_extraction_keeps_what_was_ruled(mut a: impl Archive) {
    let r = told(0, 0);
    add(&mut a, &r);
    a.decide(&reject(&r, "r", 1)).unwrap();
    a.decide(&correct(&r, "c", 0, |c| c.kind = ClaimType::Attack)).unwrap();
    step(&mut a);
    // The same page with a line more at its head.
    let (capture, _, reports) = r.clone();
    let mut report = reports[0].0.clone();
    let mut reading = reports[0].1.clone();
    report.text = format!("الرئيسية\n\n{}", report.text);
    report.text_sha256 = Sha256::of(&report.text);
    (reading.text_sha256, reading.versions) = (report.text_sha256, versions("0.2.0"));
    let by = "الرئيسية\n\n";
    report.blocks.iter_mut().for_each(|b| b.span = b.span.shift(by.len()));
    reading.blocks.iter_mut().for_each(|b| (b.start, b.end) = (b.start + 10, b.end + 10));
    for c in &mut reading.claims {
        let all = c.place.iter_mut().map(|p| &mut p.at).chain(c.time.iter_mut().map(|t| &mut t.at));
        for at in all.chain(c.says.iter_mut().map(|l| &mut l.at)).chain([&mut c.trigger]) {
            (at.start, at.end) = (at.start + 10, at.end + 10);
        }
    }
    let text = report.text_sha256;
    a.replace_readings(&capture.sha256, &[(report, reading)]).unwrap();
    step(&mut a);
    let key = a.reports_of(&capture.sha256).unwrap()[0];
    let (stored, _, reviewed) = a.reviewed(key).unwrap().unwrap();
    assert_eq!(stored.report.text_sha256, text);
    assert_eq!((reviewed.lost.len(), reviewed.rejected.len()), (0, 1));
    assert_eq!(reviewed.claims[0].claim.kind, ClaimType::Attack);
    assert_eq!(reviewed.claims[0].review.state, ReviewState::Corrected);
    assert_eq!(a.decisions_on_text(&text).unwrap().len(), 2);
    as_rebuilt(&mut a);
}

fn claims_are_moved_alone(mut a: impl Archive) {
    let one: Vec<Record> = (0..3).map(|k| told(0, k)).collect();
    let other: Vec<Record> = (0..2).map(|k| told(5, k)).collect();
    one.iter().chain(&other).for_each(|r| {
        add(&mut a, r);
    });
    step(&mut a);
    let before = groups(&a);
    assert_eq!(before.len(), 2);
    let home =
        |a: &dyn Archive, r: &Record| a.incidents_of_report(a.reports_of(&r.0.sha256).unwrap()[0]).unwrap();
    let to = home(&a, &other[0])[0].clone();

    // To another incident.
    a.decide(&part(&one[0], "m", 1, Some(&to))).unwrap();
    step(&mut a);
    let moved = claim(&one[0], 1).id;
    let target = a.incident(&to).unwrap().unwrap();
    assert!(target.claim(&moved).is_some(), "{:?}", groups(&a));
    assert_eq!(home(&a, &one[0]).len(), 2, "the rest stays");
    let (member, _) = target.claim(&moved).unwrap();
    assert_eq!(member.claims.len(), 1);
    assert_eq!(a.report_of_item(&member.item).unwrap(), Some(a.reports_of(&one[0].0.sha256).unwrap()[0]));
    as_rebuilt(&mut a);

    // Moved again, to one of its own; undone; brought back.
    a.decide(&part(&one[0], "n", 1, None)).unwrap();
    step(&mut a);
    assert_eq!(a.count_incidents(&IncidentFilter::default()).unwrap(), 3);
    as_rebuilt(&mut a);
    a.decide(&undo("u", "n")).unwrap();
    step(&mut a);
    assert!(a.incident(&to).unwrap().unwrap().claim(&moved).is_some());
    as_rebuilt(&mut a);
    a.decide(&undo("v", "m")).unwrap();
    step(&mut a);
    assert_eq!(groups(&a), before, "as it was");
    as_rebuilt(&mut a);
    a.decide(&undo("w", "v")).unwrap();
    step(&mut a);
    assert!(a.incident(&to).unwrap().unwrap().claim(&moved).is_some());

    // It outlives a re-reading, and goes with its claim.
    let (capture, _, mut reports) = one[0].clone();
    reports[0].1.versions = versions("0.2.0");
    a.replace_readings(&capture.sha256, &reports).unwrap();
    step(&mut a);
    assert!(a.incident(&to).unwrap().unwrap().claim(&moved).is_some());
    a.decide(&reject(&one[0], "r", 1)).unwrap();
    step(&mut a);
    assert_eq!(home(&a, &one[0]).len(), 1);
    as_rebuilt(&mut a);
    assert_eq!(a.report_of_item("x").unwrap(), None);
}

fn what_is_undone_may_be_brought_back(mut a: impl Archive) {
    (0..3).for_each(|k| {
        add(&mut a, &told(0, k));
    });
    (0..2).for_each(|k| {
        add(&mut a, &told(5, k));
    });
    step(&mut a);
    let ids: Vec<String> = all(&a).into_iter().map(|i| i.id).collect();
    let two = groups(&a);
    let plain = |id: &str, kind, subjects: &[&str], value| Decision {
        anchor: None,
        subjects: subjects.iter().map(|s| (*s).to_owned()).collect(),
        ..on(&told(0, 0), id, kind, "قصفا", value)
    };
    a.decide(&plain("m", DecisionKind::Merge, &[&ids[0], &ids[1]], json!(null))).unwrap();
    step(&mut a);
    let merged = groups(&a);
    assert_eq!(merged.len(), 1);
    let id = all(&a)[0].id.clone();
    a.decide(&plain("s", DecisionKind::Standing, &[&id], json!("Discounted"))).unwrap();
    step(&mut a);
    let standing = |a: &dyn Archive| a.incident(&id).unwrap().unwrap().standing;
    assert_eq!(standing(&a), Standing::Discounted);
    for (n, back) in [false, true, false, true].into_iter().enumerate() {
        // The undo of the merge, the undo of that, and so on.
        let last = if n == 0 { "m".to_owned() } else { format!("u{}", n - 1) };
        a.decide(&undo(&format!("u{n}"), &last)).unwrap();
        let last = if n == 0 { "s".to_owned() } else { format!("t{}", n - 1) };
        a.decide(&undo(&format!("t{n}"), &last)).unwrap();
        step(&mut a);
        assert_eq!(groups(&a), if back { merged.clone() } else { two.clone() }, "{n}");
        assert_eq!(standing(&a) == Standing::Discounted, back, "{n}");
        as_rebuilt(&mut a);
    }
    // Decisions by incident, whichever id leads there; a note changes nothing.
    a.decide(&plain("k", DecisionKind::Comment, &[&ids[1]], json!({"text": "يراجع"}))).unwrap();
    assert_eq!(a.incidents_behind().unwrap(), 0);
    let found = |id: &str| a.decisions_on_incident(id).unwrap().into_iter().map(|d| d.id).collect::<Vec<_>>();
    assert_eq!(found(&ids[0]), found(&ids[1]));
    assert_eq!(found(&ids[0]).len(), 11, "with all that undoes them");
    assert!(found("i99").is_empty() && found("x").is_empty());
}

fn words_find_incidents(mut a: impl Archive) {
    let r = told(0, 0);
    add(&mut a, &r);
    add(&mut a, &told(2, 1));
    step(&mut a);
    let party = |c: &mut ClaimJson| {
        let at = c.trigger.clone();
        c.target.push(wire::PartyJson { at, entity: Some("syrian-red-crescent".into()) });
    };
    a.decide(&correct(&r, "c", 0, party)).unwrap();
    step(&mut a);
    let one =
        incident_number(&a.incidents_of_report(a.reports_of(&r.0.sha256).unwrap()[0]).unwrap()[0]).unwrap();
    let both: Vec<i64> =
        a.incident_lines(None, 9).unwrap().iter().map(|l| incident_number(&l.id).unwrap()).collect();
    for (words, want) in [
        ("طاحونة0", vec![one]),
        ("قصف", both.clone()),
        ("مزرعة0 تل الريحان", vec![one]),
        ("\"نبأ الشمال\"", vec![one]),
        ("arab red crescent", vec![one]),
        ("\"الشمال نبأ\"", vec![]),
        ("نبأ طاحونة2", vec![]),
        ("قصف -طاحونة2", vec![one]),
        ("-قصف", vec![]),
        ("؟!", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(a.incidents_matching(words).unwrap(), want, "{words}");
    }
    assert!(matches!(a.incidents_matching(&"غارة ".repeat(9999)), Err(Error::QueryTooLong { .. })));
    a.reindex(&mut |_, _| {}).unwrap();
    assert_eq!(a.incidents_matching("طاحونة0").unwrap(), [one]);
    sound(&a);
}

fn the_queue_is_ordered_filtered_and_paged(mut a: impl Archive) {
    for n in 0..30 {
        add(&mut a, &record(n));
    }
    let r = told(3, 0);
    let key = add(&mut a, &r);
    step(&mut a);
    let none = QueueFilter::default();
    let lines = a.review_queue(&none, Page::first(1000)).unwrap();
    assert_eq!(lines.len() as u64, a.count_queue(&none).unwrap());
    assert_eq!(lines.len(), 32);
    assert!(lines.is_sorted_by(|x, y| x.doubt * x.importance >= y.doubt * y.importance));
    let mut paged = Vec::new();
    let mut page = Page::first(7);
    while paged.len() < 32 {
        paged.extend(a.review_queue(&none, page).unwrap());
        page = page.next();
    }
    assert_eq!(paged, lines);
    let id = a.incidents_of_report(key).unwrap()[0].clone();
    let held: usize = a.incident(&id).unwrap().unwrap().members.iter().map(|m| m.claims.len()).sum();
    for (filter, want) in [
        (QueueFilter { report: Some(key), ..none.clone() }, 2),
        (QueueFilter { report: Some(key), types: vec![ClaimType::Shelling], ..none.clone() }, 1),
        (QueueFilter { types: vec![ClaimType::Arrest], ..none.clone() }, 0),
        (QueueFilter { incident: Some(id.clone()), ..none.clone() }, held as u64),
        (QueueFilter { incident: Some("i999".into()), ..none.clone() }, 0),
    ] {
        assert_eq!(a.count_queue(&filter).unwrap(), want, "{filter:?}");
        let found = a.review_queue(&filter, Page::default()).unwrap();
        assert_eq!(found.len() as u64, want, "{filter:?}");
        assert!(found.iter().all(|l| filter.incident.is_none() || l.incident.as_ref() == Some(&id)));
    }
    let c = claim(&r, 0);
    let value = json!({"claim": c, "was": {"id": c.id, "type": c.kind}});
    a.decide(&on(&r, "a", DecisionKind::Accept, "قصفا", value)).unwrap();
    assert_eq!(a.count_queue(&none).unwrap(), 31, "what was ruled on leaves it");
    step(&mut a);
    sound(&a);
}

fn any_decisions_give_what_a_rebuild_gives(a: &mut impl Archive, drafts: &[(u8, usize, usize)]) {
    let records: Vec<Record> = (0..6).map(|n| told(n % 3, n / 3)).collect();
    records.iter().for_each(|r| {
        add(a, r);
    });
    step(a);
    for (n, &(kind, which, other)) in drafts.iter().enumerate() {
        let r = &records[which % records.len()];
        let id = n.to_string();
        let ids: Vec<String> = all(a).into_iter().map(|i| i.id).collect();
        let to = ids.get(other).map(String::as_str);
        let d = match kind {
            0 => reject(r, &id, other % 2),
            1 => correct(r, &id, other % 2, |c| c.kind = ClaimType::Attack),
            2 | 3 => part(r, &id, other % 2, to),
            4 => part(r, &id, other % 2, None),
            5 => Decision {
                subjects: vec![to.unwrap_or("i1").into()],
                ..on(r, &id, DecisionKind::Move, "غارة", json!(null))
            },
            _ => undo(&id, &(other % (n + 1)).to_string()),
        };
        a.decide(&d).unwrap();
        if other % 3 > 0 {
            step(a);
        }
    }
    step(a);
    as_rebuilt(a);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]
    #[test]
    fn any_decisions(drafts in prop::collection::vec((0u8..9, 0usize..6, 0usize..6), 1..9)) {
        let folder = tempfile::tempdir().unwrap();
        any_decisions_give_what_a_rebuild_gives(&mut SqliteArchive::create(folder.path().join("a.db")).unwrap(), &drafts);
    }
}

macro_rules! held_to {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test]
            fn $test() {
                let folder = tempfile::tempdir().unwrap();
                super::$test(super::SqliteArchive::create(folder.path().join("a.db")).unwrap());
            })+
        }
    };
}

held_to!(
    rows_and_readings_are_as_people_left_them,
    another_extraction_keeps_what_was_ruled,
    claims_are_moved_alone,
    what_is_undone_may_be_brought_back,
    words_find_incidents,
    the_queue_is_ordered_filtered_and_paged,
);
