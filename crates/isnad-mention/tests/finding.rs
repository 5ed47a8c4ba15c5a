//! What is found in invented sentences, as tables, and what holds for any text.

use isnad_mention::{Gazetteer, Knowledge, MentionFinder, plain_report};
use isnad_model::MentionKind::{Facility, Group, Organisation, People, Person, Place};
use isnad_model::{Mention, MentionKind, PlacePrecision, WordingKind};
use isnad_text::Analysis;
use proptest::prelude::*;
use std::sync::OnceLock;

fn finder() -> &'static MentionFinder {
    static FINDER: OnceLock<MentionFinder> = OnceLock::new();
    FINDER.get_or_init(|| MentionFinder::new(Knowledge::shipped().expect("the shipped data loads")))
}

fn mentions(text: &str) -> Vec<Mention> {
    finder().find(&plain_report("t", text), &Analysis::new(text))
}

/// Names only, as (kind, words, identity).
fn names(text: &str) -> Vec<(MentionKind, &str, Option<String>)> {
    mentions(text)
        .into_iter()
        .filter(|m| !matches!(m.kind, MentionKind::Time | MentionKind::Quantity))
        .map(|m| (m.kind, m.span.of(text), m.entity))
        .collect()
}

fn place(text: &str) -> isnad_model::PlaceValue {
    let all = mentions(text);
    all.iter().find_map(|m| m.place().cloned()).unwrap_or_else(|| panic!("no place in «{text}»"))
}

#[test]
fn actors_places_and_persons() {
    type Row<'a> = (&'a str, &'a [(MentionKind, &'a str, Option<&'a str>)]);
    let table: &[Row] = &[
        ("اندلعت مواجهات بحلب", &[(Place, "بحلب", None)]),
        ("وحلب هادئة اليوم", &[(Place, "وحلب", None)]),
        ("وصل الوفد إلى حلبجة", &[(Place, "حلبجة", None)]),
        (
            "قصفت القوات التركية ريف حلب الشمالي",
            &[(Group, "القوات التركية", Some("turkish-military")), (Place, "حلب", None)],
        ),
        ("نفى الجيش التونسي الخبر", &[(Group, "الجيش التونسي", Some("tunisia-military"))]),
        (
            "هرب سجناء من سجن الصناعة في حي غويران",
            &[(Facility, "سجن الصناعة", None), (Place, "غويران", None)],
        ),
        ("قال المرصد السوري لحقوق الإنسان ذلك", &[(Organisation, "المرصد السوري لحقوق الإنسان", Some("sohr"))]),
        ("اعتقلت ميليشيا قسد شابا", &[(Group, "ميليشيا قسد", Some("sdf"))]),
        ("التقى الرئيس الأمريكي وفدا", &[(People, "الأمريكي", None)]),
        ("التقى الوزير سامر الحريري نظيره", &[(Person, "سامر الحريري", None)]),
        ("في تل رفعت وتل تمر", &[(Place, "تل رفعت", None), (Place, "وتل تمر", None)]),
        ("دخلت روسيا على الخط", &[(Place, "روسيا", Some("russia"))]),
        ("في #دير_الزور اليوم", &[(Place, "دير_الزور", None)]),
        ("دعم للتحالف الدولي", &[(Group, "للتحالف الدولي", Some("coalition-inherent-resolve"))]),
        ("حركة «حماس» ترد", &[(Group, "حركة «حماس»", Some("hamas"))]),
    ];
    let mut wrong = Vec::new();
    for (text, want) in table {
        let got = names(text);
        let got: Vec<_> = got.iter().map(|(k, w, e)| (*k, *w, e.as_deref())).collect();
        if &got != want {
            wrong.push(format!("«{text}»: {got:?} instead of {want:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn words_that_only_look_like_names() {
    for text in [
        "كانت خسائر كبيرة",
        "بلدة في الجنوب لم تذكر",
        "معسكر قرب الحدود",
        "حشد شعبي كبير",
        "على الجميع أن يعلم",
        "وصلت المدينة وقتلوا فيها",
        "أطلقت الشرطة قنابل مسيلة للدموع",
        "أصيب بعيار ناري في الصدر",
        "اتهموا شهودا بتحقيق مآرب ضيقة",
        "كان أكثر حزما ورفعوا علمين",
    ] {
        let found = names(text);
        assert!(found.iter().all(|n| !matches!(n.0, Place | Facility | Person | Group)), "{text}: {found:?}");
    }
}

#[test]
fn places_settle_together() {
    let table = [
        ("قصف على تل أبيض", 36.70, 38.96, PlacePrecision::Settlement),
        ("اشتباكات في محيط مدينة منبج", 36.53, 37.95, PlacePrecision::Near),
        ("في ريف الحسكة", 36.5, 40.75, PlacePrecision::Province),
        ("أعلنت الحكومة الليبية في العاصمة طرابلس", 32.9, 13.2, PlacePrecision::Settlement),
        ("في لبنان وصلت المساعدات إلى طرابلس وعكار", 33.9, 35.9, PlacePrecision::Country),
        ("وصل إلى عمان وزير الخارجية الأردني", 31.95, 35.93, PlacePrecision::Settlement),
        ("وصل إلى عُمان وزير الخارجية", 20.6, 56.1, PlacePrecision::Region),
        // The noun begins no other name («مدينة العين») where a longer one stands behind it.
        ("سقط صاروخ في مدينة عين ترما", 33.51, 36.35, PlacePrecision::Settlement),
        ("قصف مدينة عين عيسى", 36.39, 38.86, PlacePrecision::Settlement),
    ];
    for (text, lat, lon, precision) in table {
        let value = place(text);
        let (la, lo) = (value.lat.expect(text), value.lon.expect(text));
        assert!((la - lat).abs() < 0.6 && (lo - lon).abs() < 0.6, "{text}: {value:?}");
        assert_eq!(value.precision, precision, "{text}");
    }
    let lebanon = "في لبنان وصلت المساعدات إلى طرابلس وعكار";
    let tripoli = mentions(lebanon).into_iter().find(|m| m.span.of(lebanon) == "طرابلس").unwrap();
    assert!(
        (tripoli.place().unwrap().lat.unwrap() - 34.43).abs() < 0.1,
        "the country decides between two of one name"
    );
}

#[test]
fn what_stays_open_has_candidates_and_no_point() {
    let rows = "id\tgeonameid\twikidata\ttype\tcc\tadm1_ar\tlat\tlon\tpop\tnames_ar\tname_en\n\
        x:1\t\t\tlocality\tSY\t\t36.1\t37.1\t0\tتل الورد\t\n\
        x:2\t\t\tlocality\tSY\t\t34.0\t36.1\t0\tتل الورد\t\n";
    let more = Gazetteer::from_tsv(rows.as_bytes()).unwrap();
    let finder = MentionFinder::new(Knowledge::shipped().unwrap().with_places(&more).unwrap());
    let read = |text: &str| {
        let found = finder.find(&plain_report("t", text), &Analysis::new(text));
        found.iter().find(|m| m.span.of(text).contains("الورد")).unwrap().place().unwrap().clone()
    };
    let open = read("انفجار في قرية تل الورد");
    assert_eq!((open.lat, open.precision, open.candidates.len()), (None, PlacePrecision::Unknown, 2));
    let near = read("انفجار في قرية تل الورد قرب مدينة حلب");
    assert_eq!(near.gazetteer_id.as_deref(), Some("x:1"), "{near:?}");
    let unheard = place("قصف على قرية تل النرجس");
    assert_eq!((unheard.lat, unheard.name.as_str(), unheard.candidates.len()), (None, "تل النرجس", 0));
}

#[test]
fn a_namesake_abroad_is_none_of_a_report() {
    let rows = "id\tgeonameid\twikidata\ttype\tcc\tadm1_ar\tlat\tlon\tpop\tnames_ar\tname_en\n\
        x:1\t\t\tlocality\tIR\t\t36.5\t52.4\t200000\tالقيقب\t\n\
        x:2\t\t\tlocality\tEG\t\t31.2\t29.9\t9000\tالباب شرقي\t\n";
    let more = Gazetteer::from_tsv(rows.as_bytes()).unwrap();
    let finder = MentionFinder::new(Knowledge::shipped().unwrap().with_places(&more).unwrap());
    // What is found with a word, and where.
    type Case<'a> = (&'a str, &'a str, &'a str, Option<(f64, f64)>);
    let cases: [Case<'_>; 4] = [
        ("نقل الجرحى إلى مستشفى القيقب بمدينة منبج شرق حلب", "القيقب", "مستشفى القيقب", None),
        ("وصل الوفد إلى مدينة القيقب في إيران", "القيقب", "القيقب", Some((36.5, 52.4))),
        // The direction belongs to what stands behind it.
        ("سقط قتلى بقصف على مدينة الباب شرقي حلب", "الباب", "الباب", Some((36.37, 37.52))),
        ("قصف في الباب شرقي مدينة حلب", "الباب", "الباب", Some((36.37, 37.52))),
    ];
    for (text, word, want, at) in cases {
        let found = finder.find(&plain_report("t", text), &Analysis::new(text));
        let m = found.iter().find(|m| m.place().is_some() && m.span.of(text).contains(word)).expect(text);
        let p = m.place().unwrap();
        assert_eq!(m.span.of(text), want, "{text}");
        match at {
            None => assert_eq!(p.lat, None, "{text}: {p:?}"),
            Some((lat, lon)) => {
                let near = |a: Option<f64>, b: f64| a.is_some_and(|a| (a - b).abs() < 0.1);
                assert!(near(p.lat, lat) && near(p.lon, lon), "{text}: {p:?}");
            }
        }
    }
}

#[test]
fn judging_names_are_wording_and_resolve() {
    let text = "قالت الوكالة إن مرتزقة قسد انسحبوا";
    let found = finder().find_all(&plain_report("t", text), &Analysis::new(text));
    assert_eq!(found.wording.len(), 1);
    assert_eq!(found.wording[0].kind, WordingKind::Pejorative);
    assert!(found.mentions.iter().any(|m| m.entity.as_deref() == Some("sdf")));
}

#[test]
fn a_name_that_many_bear_needs_its_country() {
    let identity = |text: &str| names(text).into_iter().find(|n| n.1 == "الجيش الوطني").unwrap().2;
    assert_eq!(identity("سيطر الجيش الوطني على القرية").as_deref(), None);
    assert_eq!(identity("في سوريا سيطر الجيش الوطني على بلدة بريف حلب").as_deref(), Some("sna"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_text_gives_sound_spans(text in "(\\PC|[ء-ي]{1,6} |قرية |ريف |الرئيس |بحلب |#|«|»|\\(|\\n|ـ|ً){0,60}") {
        let all = mentions(&text);
        for m in &all {
            prop_assert!(text.get(m.span.start..m.span.end).is_some_and(|w| !w.is_empty()));
        }
        for (n, a) in all.iter().enumerate() {
            for b in &all[n + 1..] {
                prop_assert!(a.kind != b.kind || !a.span.overlaps(b.span), "{a:?} {b:?}");
            }
        }
        prop_assert_eq!(&all, &mentions(&text));
    }
}
