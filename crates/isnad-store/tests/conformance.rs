//! What every archive must do, whatever database holds it. A new implementation adds one line at the end.

use isnad_model::*;
use isnad_store::*;
use jiff::civil::date;
use proptest::prelude::*;
use support::{Draft, PLACES, Record, draft, record, versions};

mod support;

fn add(archive: &mut impl Archive, (c, s, r): &Record) -> Added {
    archive.add(c, s, r).unwrap()
}

/// The ids that a search finds, in order.
fn found(archive: &impl Archive, query: &str) -> Vec<String> {
    found_with(archive, query, Filter::default())
}

fn found_with(archive: &impl Archive, query: &str, filter: Filter) -> Vec<String> {
    let request = SearchRequest { filter, ..SearchRequest::new(query) };
    let found = archive.search(&request).unwrap();
    assert_eq!(found.total, found.hits.len() as u64, "all on one page");
    found.hits.into_iter().map(|h| h.report.id).collect()
}

fn adding_again_adds_a_sighting_and_nothing_else(mut a: impl Archive) {
    let one = record(1);
    assert_eq!(add(&mut a, &one), Added { capture_new: true, sighting_new: true, readings_new: 1 });
    let before = (a.counts().unwrap(), a.fingerprint().unwrap());
    assert_eq!(add(&mut a, &one), Added::default());
    assert_eq!((a.counts().unwrap(), a.fingerprint().unwrap()), before);

    for change in [
        |s: &mut Sighting| s.file = "أخرى.jsonl".into(),
        |s: &mut Sighting| s.url = None,
        |s: &mut Sighting| s.retrieved_at = Some("2031-06-01T00:00:00Z".into()),
        |s: &mut Sighting| s.line = None,
        |s: &mut Sighting| s.record = Some(0),
    ] {
        let mut again = one.clone();
        change(&mut again.1);
        assert_eq!(add(&mut a, &again), Added { sighting_new: true, ..Added::default() });
        assert_eq!(add(&mut a, &again), Added::default());
    }
    let later = Sighting { file: "ثالثة.jsonl".into(), ..Sighting::default() };
    assert!(a.sight(&one.0.sha256, &later).unwrap() && !a.sight(&one.0.sha256, &later).unwrap());
    assert!(matches!(a.sight(&Sha256::of("nobody"), &later), Err(Error::Inconsistent { .. })));
    let counts = a.counts().unwrap();
    assert_eq!((counts.captures, counts.reports, counts.readings, counts.sightings), (1, 1, 1, 7));
    assert_eq!(a.sightings(&one.0.sha256).unwrap()[0].sighting, one.1);

    // Another version of the program adds no reading either: that is what re-reading is for.
    let newer = draft(1, 60).read(&versions("0.2.0"));
    assert_eq!(a.add(&newer.0, &one.1, &newer.2).unwrap(), Added::default());
}

fn what_goes_in_comes_out(mut a: impl Archive) {
    let (capture, sighting, mut reports) = record(3);
    // An extracted text is kept once and is there again in the reading.
    reports[0].0.extracted = true;
    reports[0].1.text = Some(reports[0].0.text.clone());
    a.add(&capture, &sighting, &reports).unwrap();
    let key = a.reports_of(&capture.sha256).unwrap()[0];
    assert_eq!(a.reports_named("خبر-3").unwrap(), [key]);
    let stored = a.report(key).unwrap().unwrap();
    assert_eq!(stored.report, reports[0].0);
    assert!(stored.current && stored.extractor == "0.1.0");
    assert_eq!(a.reading(key).unwrap().unwrap(), reports[0].1);
    assert_eq!(a.reading_by(key, &versions("0.1.0")).unwrap().unwrap(), reports[0].1);
    assert_eq!(a.reading_by(key, &versions("9")).unwrap(), None);
    assert_eq!(a.capture(&capture.sha256).unwrap().unwrap(), capture);
    let claims = a.claims(&Filter::default(), Page::default()).unwrap();
    assert_eq!(claims[0].claim, reports[0].1.claims[0]);
    assert_eq!(claims[0].report.key, key);
    assert_eq!(claims[0].versions, versions("0.1.0"));

    let nobody = Sha256::of("nobody");
    assert_eq!(a.capture(&nobody).unwrap(), None);
    assert_eq!(a.report(ReportKey(77)).unwrap(), None);
    assert_eq!(a.reading(ReportKey(77)).unwrap(), None);
    assert!(a.reports_of(&nobody).unwrap().is_empty() && a.sightings(&nobody).unwrap().is_empty());
    assert_eq!(a.known(&nobody, &versions("0.1.0")).unwrap(), Known::Unread);
}

fn parts_that_do_not_belong_together_are_refused(mut a: impl Archive) {
    let (capture, sighting, reports) = record(1);
    let (other, _, _) = record(2);
    let mut lying = capture.clone();
    lying.bytes.push(b' ');
    assert!(matches!(a.add(&lying, &sighting, &reports), Err(Error::Inconsistent { .. })));
    assert!(matches!(a.add(&other, &sighting, &reports), Err(Error::Inconsistent { .. })));
    let mut changed = reports.clone();
    changed[0].0.text.push('.');
    assert!(matches!(a.add(&capture, &sighting, &changed), Err(Error::Inconsistent { .. })));
    let mut changed = reports.clone();
    changed[0].1.id = "آخر".into();
    assert!(matches!(a.add(&capture, &sighting, &changed), Err(Error::Inconsistent { .. })));
    let missing = a.replace_readings(&capture.sha256, &reports);
    assert!(matches!(missing, Err(Error::Inconsistent { .. })));
    assert_eq!(a.counts().unwrap(), Counts::default(), "nothing was added");
}

fn rereading_keeps_the_old_and_marks_the_new(mut a: impl Archive) {
    let (old, new) = (versions("0.1.0"), versions("0.2.0"));
    for n in 0..5 {
        add(&mut a, &draft(n, 60).read(&old));
    }
    let due: Vec<_> = each_stale(&a, Stale::NotMadeBy(&new)).map(Result::unwrap).collect();
    assert_eq!(due.len(), 5);
    assert_eq!(each_stale(&a, Stale::MadeBy(std::slice::from_ref(&new))).count(), 0);
    assert_eq!(each_stale(&a, Stale::MadeBy(&[old.clone(), new.clone()])).count(), 5);
    assert!(due.is_sorted());

    // The new program finds another type in report 2, and no claim in report 3.
    let mut changed = draft(2, 60);
    changed.claims[0].0 = ClaimType::Accident;
    let changed = changed.read(&new);
    let mut silent = draft(3, 60);
    silent.claims.clear();
    let silent = silent.read(&new);
    for (capture, _, reports) in [&changed, &silent] {
        let done = a.replace_readings(&capture.sha256, reports).unwrap();
        assert_eq!(done, Replaced { reports_new: 0, readings_new: 1 });
        assert_eq!(a.replace_readings(&capture.sha256, reports).unwrap(), Replaced::default());
        assert_eq!(a.known(&capture.sha256, &new).unwrap(), Known::Current);
        assert_eq!(a.known(&capture.sha256, &old).unwrap(), Known::Otherwise);
    }
    let key = a.reports_of(&changed.0.sha256).unwrap()[0];
    let readings = a.readings(key).unwrap();
    assert_eq!(
        readings.iter().map(|r| (&r.versions, r.current)).collect::<Vec<_>>(),
        [(&old, false), (&new, true)]
    );
    assert_eq!(a.reading(key).unwrap().unwrap(), changed.2[0].1);
    assert_eq!(a.reading_by(key, &old).unwrap().unwrap().claims[0].kind, ClaimType::Disaster);
    let of = |kind| Filter { types: vec![kind], ..Filter::default() };
    assert_eq!(a.count_claims(&of(ClaimType::Accident)).unwrap(), 1);
    assert_eq!(a.count_claims(&Filter::default()).unwrap(), 4);
    assert_eq!(each_stale(&a, Stale::NotMadeBy(&new)).count(), 3);
    assert_eq!(a.versions().unwrap(), [(old.clone(), 3), (new.clone(), 2)]);
    assert_eq!(a.check().unwrap(), []);

    // Going back to the old reading brings its claims back.
    let back = draft(2, 60).read(&old);
    assert_eq!(a.replace_readings(&back.0.sha256, &back.2).unwrap(), Replaced::default());
    assert_eq!(a.count_claims(&of(ClaimType::Accident)).unwrap(), 0);
    assert_eq!(a.reading(key).unwrap().unwrap(), back.2[0].1);
    assert_eq!(a.check().unwrap(), []);
}

fn another_extraction_takes_the_place_of_the_report(mut a: impl Archive) {
    let (capture, sighting, reports) = draft(1, 60).read(&versions("0.1.0"));
    // Two reports in one capture; the newer program sees one, under another title.
    let mut second = reports[0].clone();
    second.0.id = "خبر-1-ب".into();
    second.1.id = second.0.id.clone();
    a.add(&capture, &sighting, &[reports[0].clone(), second]).unwrap();
    assert_eq!(a.count_reports(&Filter::default()).unwrap(), 2);

    let mut better = draft(1, 60).read(&versions("0.2.0")).2;
    better[0].0.title = Some("عنوان أفضل".into());
    better[0].1.title = better[0].0.title.clone();
    let done = a.replace_readings(&capture.sha256, &better).unwrap();
    assert_eq!(done, Replaced { reports_new: 1, readings_new: 1 });
    let lines = a.reports(&Filter::default(), Page::default()).unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].title.as_deref(), Some("عنوان أفضل"));
    assert_eq!(a.counts().unwrap().reports, 3, "what was extracted before is kept");
    assert_eq!(a.count_claims(&Filter::default()).unwrap(), 1);
    assert_eq!(found(&a, "أفضل"), ["خبر-1"]);
    assert_eq!(found(&a, "شهود OR مصادر").len(), 0, "OR is a word like any other");
    let url = reports[0].0.url.as_deref().unwrap();
    let pages = a.page_versions(url).unwrap();
    assert_eq!(pages.iter().filter(|p| p.current).count(), 1);
    assert_eq!(pages.len(), 3);
    assert_eq!(a.check().unwrap(), []);
}

fn a_changed_page_is_a_new_version(mut a: impl Archive) {
    let url = "https://news.example/page";
    for (n, body) in ["قتل شخصان.", "قتل ثلاثة أشخاص.", "قتل خمسة أشخاص."].iter().enumerate()
    {
        let mut r = Draft::new("صفحة", "تحديث", body).url(url).read(&versions("0.1.0"));
        r.1.retrieved_at = Some(format!("2031-05-0{}T00:00:00Z", 3 - n));
        add(&mut a, &r);
    }
    let pages = a.page_versions(url).unwrap();
    let times: Vec<_> = pages.iter().map(|p| p.retrieved_at.as_deref().unwrap()).collect();
    assert_eq!(times, ["2031-05-01T00:00:00Z", "2031-05-02T00:00:00Z", "2031-05-03T00:00:00Z"]);
    assert!(pages.iter().all(|p| p.current));
    assert!(a.page_versions("https://news.example/other").unwrap().is_empty());
}

fn content_does_not_depend_on_the_order(mut a: impl Archive, mut b: impl Archive) {
    for n in 0..40 {
        add(&mut a, &record(n));
    }
    for n in (0..40).rev() {
        add(&mut b, &record(n));
        add(&mut b, &record(39 - n / 2));
    }
    assert_eq!(a.fingerprint().unwrap(), b.fingerprint().unwrap());
    add(&mut b, &record(40));
    assert_ne!(a.fingerprint().unwrap(), b.fingerprint().unwrap());
}

fn lists_are_filtered_ordered_and_paged(mut a: impl Archive) {
    for n in 0..60 {
        add(&mut a, &record(n));
    }
    let all = Filter::default();
    let lines = a.reports(&all, Page::first(100)).unwrap();
    assert_eq!(lines.len(), 60);
    let days: Vec<_> = lines.iter().map(|l| l.published.map(|p| p.to)).collect();
    assert!(days.is_sorted_by(|x, y| x >= y), "newest first, undated last");
    let mut paged = Vec::new();
    let mut page = Page::first(7);
    loop {
        let next = a.reports(&all, page).unwrap();
        if next.is_empty() {
            break;
        }
        paged.extend(next);
        page = page.next();
    }
    assert_eq!(paged, lines);
    assert_eq!(each_report(&a, &all).map(Result::unwrap).count(), 60);
    let any: &dyn Archive = &a;
    assert_eq!(each_report(any, &all).map(Result::unwrap).count(), 60, "without knowing which archive it is");
    assert_eq!(each_claim(&a, &all).map(Result::unwrap).count(), 60);
    assert_eq!(each_reading(&a, &all).map(Result::unwrap).map(|r| r.claims.len()).sum::<usize>(), 60);

    let within = DateRange::new(date(2031, 5, 10), date(2031, 5, 12));
    for (filter, reports, claims) in [
        (Filter { published: within, ..Filter::default() }, 5, 5),
        (Filter { happened: within, ..Filter::default() }, 6, 6),
        (
            Filter { happened: DateRange { from: Some(date(2031, 6, 9)), to: None }, ..Filter::default() },
            1,
            1,
        ),
        (
            Filter { happened: DateRange { from: None, to: Some(date(2031, 4, 30)) }, ..Filter::default() },
            0,
            0,
        ),
        (Filter { types: vec![ClaimType::Airstrike], ..Filter::default() }, 15, 15),
        (Filter { types: vec![ClaimType::Airstrike, ClaimType::Aid], ..Filter::default() }, 30, 30),
        (Filter { types: vec![ClaimType::Shelling], happened: within, ..Filter::default() }, 2, 2),
        (Filter { statuses: vec![Status::Actual], ..Filter::default() }, 60, 60),
        (Filter { statuses: vec![Status::Negated], ..Filter::default() }, 0, 0),
        (Filter { background: Some(true), ..Filter::default() }, 0, 0),
        (Filter { says: vec![LinkKind::Witness], ..Filter::default() }, 60, 60),
        (Filter { says: vec![LinkKind::Media], ..Filter::default() }, 0, 0),
        (Filter { min_confidence: Some(0.8), ..Filter::default() }, 0, 0),
        (Filter { min_confidence: Some(0.75), ..Filter::default() }, 60, 60),
        (Filter { outlets: vec!["صحيفه المرفا".into()], ..Filter::default() }, 15, 15),
        (Filter { outlets: vec!["المرفأ".into()], ..Filter::default() }, 0, 0),
        (Filter { languages: vec!["ar".into()], ..Filter::default() }, 60, 60),
        (Filter { languages: vec!["fa".into(), "en".into()], ..Filter::default() }, 0, 0),
        (Filter { url: Some("https://news.example/7".into()), ..Filter::default() }, 1, 1),
        (place(PlaceFilter::Name("الحسكه".into())), 12, 12),
        (place(PlaceFilter::Name("حسك".into())), 0, 0),
        (place(PlaceFilter::Name("السنديان".into())), 12, 12),
        (place(PlaceFilter::Name("؟!".into())), 0, 0),
        (place(PlaceFilter::Name("' OR 1=1 --".into())), 0, 0),
        (place(PlaceFilter::Gazetteer("invented:2".into())), 12, 12),
        (place(PlaceFilter::Near { lat: PLACES[0].lat, lon: PLACES[0].lon, km: 1.0 }), 12, 12),
        (place(PlaceFilter::Near { lat: PLACES[0].lat, lon: PLACES[0].lon, km: 60.0 }), 24, 24),
        (place(PlaceFilter::Near { lat: f64::NAN, lon: 0.0, km: 60.0 }), 0, 0),
        (place(PlaceFilter::Near { lat: 0.0, lon: 0.0, km: 30_000.0 }), 60, 60),
    ] {
        assert_eq!(a.count_reports(&filter).unwrap(), reports, "{filter:?}");
        assert_eq!(a.reports(&filter, Page::first(100)).unwrap().len() as u64, reports, "{filter:?}");
        assert_eq!(a.count_claims(&filter).unwrap(), claims, "{filter:?}");
        assert_eq!(a.claims(&filter, Page::first(100)).unwrap().len() as u64, claims, "{filter:?}");
        assert_eq!(each_claim(&a, &filter).map(Result::unwrap).count() as u64, claims, "{filter:?}");
    }
}

fn place(place: PlaceFilter) -> Filter {
    Filter { place: Some(place), ..Filter::default() }
}

/// Few reports about little, to be searched.
fn library(a: &mut impl Archive) {
    let v = versions("0.1.0");
    let day = |d| date(2031, 5, d);
    for d in [
        Draft::new("أ", "لقاء في المدينة", "التقى أحمد الزين وجهاء القرية صباح السبت، ووعد بإصلاح الجسر.")
            .published(day(1)),
        Draft::new("ب", "إطلاق المحتجزين", "أفرجت اللجنة عن سبعة من المحتجزين في تل الريحان بعد وساطة.")
            .published(day(2))
            .outlet("صحيفة المرفأ")
            .claim(ClaimType::Release, "أفرجت", Some(day(2)), Some(0), None),
        Draft::new("ج", "غارة ليلية", "شن الطيران غارة ليلية على مشتى الزيتونة، ونفى المجلس وقوع ضحايا.")
            .published(day(3))
            .claim(ClaimType::Airstrike, "غارة", Some(day(3)), Some(4), Some(LinkKind::Unnamed)),
        Draft::new("د", "بعد الغارة", "زار احمد الحسن المستشفى بعد الغارة، وقال إن كل مُحتجَزٍ عاد إلى أهله.")
            .published(day(4)),
        Draft::new(
            "هـ",
            "Relief convoy",
            "A relief convoy reached the valley on Friday; no clashes were reported.",
        )
        .language("en"),
    ] {
        add(a, &d.read(&v));
    }
}

fn search_finds_words_in_all_their_spellings(mut a: impl Archive) {
    library(&mut a);
    let sorted = |query: &str| {
        let mut ids = found(&a, query);
        ids.sort();
        ids.join(" ")
    };
    for (query, expected) in [
        ("أحمد", "أ د"),
        ("احمد", "أ د"),
        ("أَحْمَد", "أ د"),
        ("أحـــمد", "أ د"),
        ("محتجز", "ب د"),
        ("المحتجزين", "ب د"),
        ("غارة", "ج د"),
        ("الغاره", "ج د"),
        ("\"أحمد الزين\"", "أ"),
        ("«احمد الحسن»", "د"),
        ("\"الزين أحمد\"", ""),
        ("غارة -المستشفى", "ج"),
        ("أحمد غارة", "د"),
        ("-أحمد -غارة", "ب هـ"),
        ("convoy", "هـ"),
        ("CONVOY Relief", "هـ"),
        ("conv*", "هـ"),
        ("غائبون", ""),
    ] {
        assert_eq!(sorted(query), expected, "{query}");
    }
    for nothing in ["", "   ", "\"\"", "*", "-", "؟!…", "()"] {
        let found = a.search(&SearchRequest::new(nothing)).unwrap();
        assert!(found.no_words && found.hits.is_empty(), "{nothing:?}");
    }
}

fn search_is_filtered(mut a: impl Archive) {
    library(&mut a);
    let day = |d| date(2031, 5, d);
    let range = DateRange::new(day(3), day(4));
    for (query, filter, expected) in [
        ("غارة", Filter { published: DateRange::new(day(3), day(3)), ..Filter::default() }, "ج"),
        ("أحمد", Filter { published: range, ..Filter::default() }, "د"),
        ("غارة", Filter { types: vec![ClaimType::Airstrike], ..Filter::default() }, "ج"),
        ("محتجز", Filter { types: vec![ClaimType::Airstrike], ..Filter::default() }, ""),
        ("محتجز", Filter { outlets: vec!["صحيفة المرفأ".into()], ..Filter::default() }, "ب"),
        ("غارة", place(PlaceFilter::Name("الزيتونة".into())), "ج"),
        ("محتجز", place(PlaceFilter::Near { lat: 36.2, lon: 37.1, km: 20.0 }), "ب"),
        ("غارة", Filter { happened: range, says: vec![LinkKind::Unnamed], ..Filter::default() }, "ج"),
        ("-غارة", Filter { languages: vec!["en".into()], ..Filter::default() }, "هـ"),
    ] {
        assert_eq!(found_with(&a, query, filter.clone()).join(" "), expected, "{query} {filter:?}");
    }
}

fn search_orders_pages_and_marks(mut a: impl Archive) {
    library(&mut a);
    // The same words: the newer first. In the title: before those that have it in the text alone.
    let v = versions("0.1.0");
    for (id, d) in [("قديم", 1), ("جديد", 9)] {
        let draft = Draft::new(id, "نشرة", "توقف المعمل عن العمل.").published(date(2031, 5, d));
        add(&mut a, &draft.read(&v));
    }
    assert_eq!(found(&a, "المعمل"), ["جديد", "قديم"]);
    assert_eq!(found(&a, "المحتجزين")[0], "ب");
    let page = |offset| {
        let page = Page { offset, limit: 1 };
        a.search(&SearchRequest { page, ..SearchRequest::new("المعمل") }).unwrap()
    };
    assert_eq!((page(0).total, page(1).total), (2, 2));
    assert_eq!((page(0).hits.len(), page(1).hits[0].report.id.as_str(), page(2).hits.len()), (1, "قديم", 0));

    let hit = &a.search(&SearchRequest::new("«احمد الحسن» محتجز")).unwrap().hits[0];
    let stored = a.report(hit.report.key).unwrap().unwrap().report.text;
    let text: Vec<char> = stored.chars().collect();
    let words = |spans: &[CharSpan]| {
        spans.iter().map(|s| text[s.start..s.end].iter().collect::<String>()).collect::<Vec<_>>()
    };
    assert_eq!(words(&hit.excerpt.highlights), ["احمد الحسن", "مُحتجَزٍ"]);
    assert_eq!(words(&[hit.excerpt.at])[0], hit.excerpt.text);
    let hit = &a.search(&SearchRequest::new("إطلاق")).unwrap().hits[0];
    assert_eq!(hit.title_highlights, [CharSpan { start: 0, end: 5 }]);
}

fn hostile_queries_are_queries(mut a: impl Archive) {
    library(&mut a);
    for query in [
        "\"",
        "'",
        "a\"b",
        "title:أحمد",
        "NEAR(أحمد الزين, 5)",
        "أحمد AND NOT",
        "^أحمد",
        "{title}: x",
        "أحمد OR غارة",
        "'; DROP TABLE reports; --",
        "%",
        "_",
        "\0أحمد",
        "أحمد\0\"",
        "-\"",
        "*-*",
        "(((((((((",
        "a + b",
        "\\",
        "«",
        "»»««",
        "\u{202e}أحمد",
        "𐍈𐍈",
        "ﷺ",
        "ـــ",
        "\u{64b}",
    ] {
        a.search(&SearchRequest::new(query)).unwrap_or_else(|e| panic!("{query:?}: {e}"));
    }
    let long = "غارة ".repeat(100_000);
    assert!(matches!(a.search(&SearchRequest::new(long)), Err(Error::QueryTooLong { .. })));
    let deep = format!("{}أحمد", "(".repeat(900));
    a.search(&SearchRequest::new(deep)).unwrap();
    assert_eq!(a.counts().unwrap().reports, 5);
}

fn random_queries_are_queries(mut a: impl Archive) {
    library(&mut a);
    let query = prop_oneof![
        "\\PC{0,40}",
        "[\"'*()^:+\\-«» ]{0,30}",
        "([\"«*-]?(أحمد|غارة|NOT|AND|NEAR)[\"»*)]? ?){1,8}"
    ];
    let mut runner = proptest::test_runner::TestRunner::default();
    runner
        .run(&query, |query| {
            let found = a.search(&SearchRequest::new(query.as_str()));
            prop_assert!(found.is_ok(), "{query:?}: {found:?}");
            let filter = Filter {
                outlets: vec![query.clone()],
                languages: vec![query.clone()],
                url: Some(query.clone()),
                place: Some(PlaceFilter::Name(query.clone())),
                ..Filter::default()
            };
            prop_assert!(a.count_claims(&filter).is_ok());
            prop_assert!(a.count_reports(&filter).is_ok());
            Ok(())
        })
        .unwrap();
}

fn decisions_are_kept_as_they_were_made(mut a: impl Archive) {
    let anchored = Decision {
        id: "قرار-1".into(),
        kind: DecisionKind::Reject,
        anchor: Some(Anchor {
            text_sha256: Sha256::of("نص"),
            span: Span::new(0, 4),
            quotation: "نص".into(),
            before: String::new(),
            after: String::new(),
        }),
        subjects: vec![],
        value: serde_json::json!({"لماذا": ["تكرار", 2]}),
        reason: "تكرار".into(),
        user: "مراجع".into(),
        at: "2031-05-05T10:00:00Z".into(),
    };
    let undo = Decision {
        id: "قرار-2".into(),
        kind: DecisionKind::Undo,
        anchor: None,
        subjects: vec!["قرار-1".into()],
        ..anchored.clone()
    };
    assert!(a.decide(&anchored).unwrap() && a.decide(&undo).unwrap());
    assert!(!a.decide(&anchored).unwrap(), "the same again changes nothing");
    let other = Decision { reason: "سبب آخر".into(), ..anchored.clone() };
    assert!(matches!(a.decide(&other), Err(Error::DecisionExists { .. })));
    assert_eq!(a.decisions(Page::default()).unwrap(), [anchored, undo.clone()]);
    assert_eq!(a.decisions(Page { offset: 1, limit: 9 }).unwrap(), [undo]);
}

fn a_sound_archive_checks_and_its_index_can_be_made_anew(mut a: impl Archive) {
    assert_eq!(a.check().unwrap(), []);
    library(&mut a);
    let fingerprint = a.fingerprint().unwrap();
    assert!(!a.search_is_old().unwrap());
    let mut told = Vec::new();
    a.reindex(&mut |done, of| told.push((done, of))).unwrap();
    assert_eq!(told.last(), Some(&(5, 5)));
    assert_eq!(a.check().unwrap(), []);
    assert_eq!(found(&a, "\"أحمد الزين\""), ["أ"]);
    assert_eq!(a.fingerprint().unwrap(), fingerprint);
}

fn bytes_of_all_kinds_and_large_ones_are_kept(mut a: impl Archive) {
    let sighting = Sighting { file: "كبير".into(), ..Sighting::default() };
    let mut noise: Vec<u8> = Vec::with_capacity(100 << 20);
    let mut x = 88172645463325252u64;
    while noise.len() < 100 << 20 {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        noise.extend_from_slice(&x.to_le_bytes());
    }
    for bytes in [noise, vec![b'a'; 100 << 20], vec![], vec![0, 0xff, 0xfe, b'\n']] {
        let capture = Capture::new("application/octet-stream", bytes);
        assert!(a.add(&capture, &sighting, &[]).unwrap().capture_new);
        assert!(a.capture(&capture.sha256).unwrap().unwrap() == capture);
    }
}

/// Runs every case on archives that `$make` makes, each new and empty.
macro_rules! conformance {
    ($name:ident, $make:expr) => {
        mod $name {
            use super::*;
            conformance!(@cases $make;
                adding_again_adds_a_sighting_and_nothing_else what_goes_in_comes_out
                parts_that_do_not_belong_together_are_refused rereading_keeps_the_old_and_marks_the_new
                another_extraction_takes_the_place_of_the_report a_changed_page_is_a_new_version
                lists_are_filtered_ordered_and_paged search_finds_words_in_all_their_spellings
                search_is_filtered search_orders_pages_and_marks hostile_queries_are_queries
                random_queries_are_queries decisions_are_kept_as_they_were_made
                a_sound_archive_checks_and_its_index_can_be_made_anew
                bytes_of_all_kinds_and_large_ones_are_kept);

            #[test]
            fn content_does_not_depend_on_the_order() {
                let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
                super::content_does_not_depend_on_the_order($make(here.path()), $make(there.path()));
            }
        }
    };
    (@cases $make:expr; $($case:ident)+) => {
        $(#[test]
        fn $case() {
            let folder = tempfile::tempdir().unwrap();
            super::$case($make(folder.path()));
        })+
    };
}

conformance!(sqlite, |folder: &std::path::Path| SqliteArchive::create(folder.join("isnad.db")).unwrap());
