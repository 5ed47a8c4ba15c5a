//! Readings of invented sentences, a table a stage. A line is
//! `type trigger | actors | targets | places | figures | says | status`.

use crate::testing::{line, lines, mentions, read, reader, report, shipped};
use isnad_model::{BlockKind, MentionKind, MentionKind::*, WordingKind};
use isnad_text::Analysis;
use proptest::prelude::*;

type Case = (&'static str, &'static [(MentionKind, &'static str)], &'static [&'static str]);

fn check(cases: &[Case]) {
    for (text, names, want) in cases {
        assert_eq!(lines(text, names), *want, "{text}");
    }
}

#[test]
fn triggers_take_their_type_from_the_clause() {
    check(&[
        (
            "أغارت طائرات مسيرة على مستودع في بلدة الورد",
            &[(Place, "بلدة الورد")],
            &["airstrike أغارت | طائرات مسيرة | مستودع | بلدة الورد |  |  | actual"],
        ),
        (
            "قصفت مدفعية الجيش أطراف قرية الصفصاف",
            &[],
            &["shelling قصفت | مدفعية الجيش | أطراف قرية الصفصاف |  |  |  | actual"],
        ),
        ("فجر انتحاري نفسه أمام بوابة المعسكر", &[], &["suicide_bombing فجر | انتحاري |  |  |  |  | actual"]),
        (
            "أطلق مجهولون النار على حاجز للشرطة",
            &[],
            &["attack أطلق | مجهولون | حاجز للشرطة |  |  |  | actual"],
        ),
        ("أطلقت الوزارة حملة تطعيم جديدة", &[], &[]),
        (
            "قتل عشرة مدنيين بينهم ثلاثة أطفال في غارة على السوق",
            &[],
            &[
                "casualty قتل |  | عشرة مدنيين |  | عشرة killed 10.0+ثلاثة killed 3.0 |  | actual",
                "airstrike غارة |  | السوق |  |  |  | actual",
            ],
        ),
        (
            "قتل ثلاثة أشخاص برصاص مسلحين مجهولين قرب بلدة الورد",
            &[(Place, "بلدة الورد")],
            &["killing قتل |  | ثلاثة أشخاص | بلدة الورد | ثلاثة killed 3.0 |  | actual"],
        ),
        (
            "لقي ستة عمال مصرعهم في حادث سير على طريق الساحل",
            &[],
            &[
                "casualty لقي |  | ستة عمال |  | ستة killed 6.0 |  | actual",
                "accident حادث سير |  |  |  |  |  | actual",
            ],
        ),
    ]);
}

#[test]
fn roles_stand_before_and_after() {
    check(&[
        (
            "اختطف مسلحون مجهولون مهندسا من منزله في مدينة السهل",
            &[(Place, "مدينة السهل")],
            &["abduction اختطف | مسلحون مجهولون | مهندسا | مدينة السهل |  |  | actual"],
        ),
        (
            "اختطف مهندس في مدينة السهل على يد مجهولين",
            &[(Place, "مدينة السهل")],
            &["abduction اختطف | مجهولين | مهندس | مدينة السهل |  |  | actual"],
        ),
        (
            "استهداف طيران الشمال مدرسة في قرية الصفصاف",
            &[(Place, "قرية الصفصاف")],
            &["airstrike استهداف | طيران الشمال | مدرسة | قرية الصفصاف |  |  | actual"],
        ),
        (
            "نفذت كتائب النهر هجوما على قاعدة السد",
            &[(Group, "كتائب النهر"), (Facility, "قاعدة السد")],
            &["attack هجوما | كتائب النهر | قاعدة السد | قاعدة السد |  |  | actual"],
        ),
        (
            "أصيب ثلاثة عمال جراء قصف شنه جيش الشمال على قرية الصفصاف",
            &[(Group, "جيش الشمال"), (Place, "قرية الصفصاف")],
            &[
                "casualty أصيب |  | ثلاثة عمال | قرية الصفصاف | ثلاثة injured 3.0 |  | actual",
                "shelling قصف | جيش الشمال | قرية الصفصاف | قرية الصفصاف |  |  | actual",
            ],
        ),
        (
            "تعرضت قرية الصفصاف لقصف مدفعي من قبل قوات الشمال",
            &[(Group, "قوات الشمال"), (Place, "قرية الصفصاف")],
            &["shelling لقصف مدفعي | قوات الشمال | قرية الصفصاف | قرية الصفصاف |  |  | actual"],
        ),
        (
            "انسحبت القوات التي سيطرت على البلدة",
            &[],
            &[
                "withdrawal انسحبت | القوات |  |  |  |  | actual",
                "capture_territory سيطرت | القوات | البلدة |  |  |  | actual",
            ],
        ),
        (
            "اندلعت اشتباكات عنيفة بين فصيل الشمال وكتائب النهر",
            &[(Group, "فصيل الشمال"), (Group, "كتائب النهر")],
            &["clash اشتباكات | فصيل الشمال+وكتائب النهر |  |  |  |  | actual"],
        ),
        (
            "قالت كتائب النهر إنها داهمت منزلا في مدينة السهل واعتقلت شخصين",
            &[(Group, "كتائب النهر"), (Place, "مدينة السهل")],
            &[
                "raid داهمت | كتائب النهر | منزلا | مدينة السهل |  | كتائب النهر named_org | actual",
                "arrest واعتقلت | كتائب النهر | شخصين | مدينة السهل | شخصين detained 2.0 | كتائب النهر named_org | actual",
            ],
        ),
        (
            "وتجمع أمس مئات المتظاهرين الغاضبين في ساحة النهر وأحرقوا الإطارات",
            &[],
            &[
                "protest وتجمع | مئات المتظاهرين الغاضبين |  |  | مئات participants 200.0 |  | actual",
                "property_destruction وأحرقوا | مئات المتظاهرين الغاضبين | الإطارات |  |  |  | actual",
            ],
        ),
    ]);
}

#[test]
fn figures_count_what_their_noun_says() {
    check(&[
        (
            "مقتل جندي وإصابة 3 آخرين بانفجار لغم",
            &[],
            &[
                "casualty مقتل |  | جندي |  | جندي killed 1.0 |  | actual",
                "casualty وإصابة |  | 3 آخرين |  | 3 injured 3.0 |  | actual",
                "bombing بانفجار لغم |  |  |  |  |  | actual",
            ],
        ),
        (
            "سقوط أكثر من 20 قذيفة على أحياء المدينة",
            &[],
            &["shelling سقوط |  | أحياء المدينة |  | أكثر من 20 weapons 20.0 |  | actual"],
        ),
    ]);
    let text = "قتل عشرة مدنيين بينهم ثلاثة أطفال في غارة على السوق";
    let figures = &read(text, &[]).claims[0].figures;
    assert_eq!(figures[1].part_of, Some(0));
    assert_eq!((figures[0].of.as_str(), figures[1].of.as_str()), ("civilian", "child"));
}

#[test]
fn status_follows_the_reach_of_its_cue() {
    check(&[
        (
            "لم تسجل أي إصابات جراء سقوط القذيفة",
            &[],
            &["casualty إصابات |  |  |  |  |  | negated", "shelling سقوط القذيفة |  |  |  |  |  | actual"],
        ),
        (
            "هدد المتحدث بقصف المطار",
            &[],
            &[
                "threaten هدد | المتحدث |  |  |  |  | actual",
                "shelling بقصف |  | المطار |  |  | المتحدث official_unnamed | future",
            ],
        ),
        ("من المتوقع أن تنسحب القوات غدا", &[], &["withdrawal تنسحب | القوات |  |  |  |  | future"]),
        ("سيقصف الجيش المواقع", &[], &["shelling سيقصف | الجيش | المواقع |  |  |  | future"]),
        ("أحبطت الشرطة تفجير سيارة مفخخة", &[], &["bombing تفجير سيارة مفخخة |  |  |  |  |  | negated"]),
        (
            "وكانت القوات قد داهمت البلدة في وقت سابق",
            &[],
            &["raid داهمت | القوات | البلدة |  |  |  | actual background"],
        ),
        (
            "خطف تسعة جنود عام 2005",
            &[],
            &["abduction خطف |  | تسعة جنود |  | تسعة abducted 9.0 |  | actual background"],
        ),
    ]);
}

#[test]
fn chains_name_who_says_it_outermost_first() {
    check(&[
        (
            "قال مصدر أمني إن مسلحين هاجموا حاجزا للجيش",
            &[],
            &["attack هاجموا | مسلحين | حاجزا للجيش |  |  | مصدر أمني official_unnamed | actual"],
        ),
        (
            "وذكرت صحيفة النهار نقلا عن مسؤول محلي أن اشتباكات اندلعت في السوق",
            &[],
            &["clash اشتباكات |  |  |  |  | صحيفة النهار media>مسؤول محلي official_unnamed | actual"],
        ),
        (
            "اعتقلت القوات شابين من حي النخيل، بحسب ناشطين",
            &[(Place, "حي النخيل")],
            &["arrest اعتقلت | القوات | شابين | حي النخيل | شابين detained 2.0 | ناشطين witness | actual"],
        ),
        (
            "مصادر محلية: قصف عنيف على أطراف البلدة",
            &[],
            &["shelling قصف عنيف |  | أطراف البلدة |  |  | مصادر محلية unnamed | actual"],
        ),
        ("نفت الوزارة اعتقال أي صحافي", &[], &["arrest اعتقال |  |  |  |  | الوزارة named_org | negated"]),
        (
            "وسط أنباء عن فرار سجناء من السجن المركزي",
            &[],
            &["escape فرار | سجناء |  |  |  | أنباء unnamed | actual"],
        ),
        (
            "معلومات من الجانب الحدودي تؤكد انسحاب القوات",
            &[],
            &["withdrawal انسحاب | القوات |  |  |  | معلومات من الجانب الحدودي official_unnamed | actual"],
        ),
    ]);
}

#[test]
fn a_speaker_goes_on_but_never_through_a_link() {
    let body = [
        (BlockKind::Body, "قال قائد الحرس إن مسلحين خطفوا عاملا."),
        (BlockKind::Body, "وأضاف أن القوات داهمت القرية."),
        (BlockKind::Related, "وأضاف أن الجيش قصف السد"),
    ];
    let report = report(&body);
    let found = reader().read(
        &report,
        &Analysis::with_breaks(&report.text, &report.blocks.iter().map(|b| b.span).collect::<Vec<_>>()),
        &[],
    );
    let got: Vec<(usize, Vec<&str>)> = found
        .claims
        .iter()
        .map(|c| (c.block, c.says.iter().map(|l| l.span.of(&report.text)).collect()))
        .collect();
    assert_eq!(got, [(0, vec!["قائد الحرس"]), (1, vec!["قائد الحرس"]), (2, vec![])]);
}

#[test]
fn blocks_that_are_neither_report_nor_link_say_nothing() {
    let report =
        report(&[(BlockKind::Comment, "قصفت الطائرات القرية"), (BlockKind::Menu, "مقتل خمسة مدنيين")]);
    assert!(reader().read(&report, &Analysis::new(&report.text), &[]).claims.is_empty());
}

#[test]
fn loaded_words_are_recorded_and_types_stay_neutral() {
    let text = "استشهد ثلاثة عمال برصاص قوات الاحتلال، وتحييد إرهابي";
    let found = read(text, &[]);
    let words: Vec<(&str, WordingKind)> = found.wording.iter().map(|w| (w.span.of(text), w.kind)).collect();
    assert_eq!(
        words,
        [
            ("استشهد", WordingKind::Honorific),
            ("قوات الاحتلال", WordingKind::Label),
            ("وتحييد", WordingKind::Euphemism),
            ("إرهابي", WordingKind::Label),
        ]
    );
}

#[test]
fn every_claim_says_which_words_gave_it() {
    let text = "نفت الوزارة اعتقال أي صحافي";
    let claim = &read(text, &[]).claims[0];
    let why: Vec<(&str, &str)> = claim.why.iter().map(|w| (w.field.as_str(), w.span.of(text))).collect();
    assert_eq!(why, [("type", "اعتقال"), ("status", "نفت"), ("says", "نفت")]);
}

const WORDS: &[&str] = &[
    "قصفت",
    "الطائرات",
    "بلدة",
    "الورد",
    "مقتل",
    "ثلاثة",
    "مدنيين",
    "قال",
    "إن",
    "أن",
    "«",
    "»",
    "،",
    ".",
    ":",
    "و",
    "من",
    "قبل",
    "على",
    "يد",
    "في",
    "لم",
    "قد",
    "الذي",
    "وأضاف",
    "بحسب",
    "مصدر",
    "أمني",
    "نقلا",
    "عن",
    "شن",
    "هجوما",
    "أمس",
    "20",
    "#ريف_السهل",
    "اعتقلتهم",
    "الإرهابي",
    "كانت",
    "بين",
    "\n",
    "ـ",
    "😀",
    "(",
];

proptest! {
    #[test]
    fn spans_lie_in_the_text_and_end_with_words(
        picks in prop::collection::vec(0..WORDS.len(), 0..60),
        noise in "\\PC{0,20}",
    ) {
        let mut text: String = picks.iter().map(|&i| WORDS[i]).collect::<Vec<_>>().join(" ");
        text.push_str(&noise);
        let report = report(&[(BlockKind::Body, &text)]);
        let a = Analysis::new(&report.text);
        let m = mentions(&report.text, &[(Place, "بلدة الورد"), (Group, "الطائرات")]);
        let edge = |at: usize, start: bool| a.tokens.iter().any(|t| if start { t.span.start == at } else { t.span.end == at });
        for reader in [reader(), shipped()] {
        let found = reader.read(&report, &a, &m);
        for c in &found.claims {
            prop_assert!(!line(&text, c).is_empty());
            let spans = std::iter::once(c.trigger)
                .chain(c.actor.iter().map(|p| p.span))
                .chain(c.target.iter().map(|p| p.span))
                .chain(c.place.iter().map(|p| p.span))
                .chain(c.time.iter().map(|p| p.span))
                .chain(c.says.iter().map(|p| p.span))
                .chain(c.cue)
                .chain(c.why.iter().map(|w| w.span));
            for s in spans {
                prop_assert!(s.start < s.end && s.end <= text.len());
                prop_assert!(edge(s.start, true) && edge(s.end, false), "{:?} in {:?}", s.of(&text), text);
            }
            for f in &c.figures {
                prop_assert!(f.span.start < f.span.end && text.get(f.span.start..f.span.end).is_some());
            }
        }
        prop_assert!(found.wording.windows(2).all(|w| w[0].span.end <= w[1].span.start));
        }
    }
}

fn shipped_lines(text: &str, names: &[(MentionKind, &str)]) -> Vec<String> {
    let report = report(&[(BlockKind::Body, text)]);
    let found = shipped().read(&report, &Analysis::new(&report.text), &mentions(text, names));
    found.claims.iter().map(|c| line(text, c)).collect()
}

#[test]
fn the_shipped_models_read_plain_sentences() {
    let cases: &[Case] = &[
        (
            "أفادت مصادر محلية بمقتل خمسة مدنيين في قصف على القرية أمس",
            &[],
            &[
                "casualty بمقتل | | خمسة مدنيين | القرية | خمسة killed 5.0 | مصادر محلية unnamed | actual",
                "shelling قصف | | القرية | القرية | | مصادر محلية unnamed | actual",
            ],
        ),
        (
            "اعتقلت قوات الأمن عشرين متظاهرا في ساحة التحرير",
            &[(Place, "ساحة التحرير")],
            &["arrest اعتقلت | قوات الأمن | عشرين متظاهرا | ساحة التحرير | عشرين detained 20.0 | | actual"],
        ),
        ("افتتح المعرض السنوي للكتاب أبوابه أمام الزوار", &[], &[]),
    ];
    for (text, names, want) in cases {
        let squeeze = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
        let got: Vec<String> = shipped_lines(text, names).iter().map(|l| squeeze(l)).collect();
        assert_eq!(got, *want, "{text}");
    }
}

#[test]
fn a_broken_file_of_models_is_told() {
    use crate::{ClaimReader, Models, Syntax, SyntaxTask, Task};
    use isnad_learn::{Model, ModelError, write_models};
    let empty = || Task::ALL.iter().map(|t| Model::empty(&t.labels(), t.bits())).collect::<Vec<_>>();
    let bytes = write_models(b"ISNADCLM", &empty());
    let models = Models::from_bytes(bytes.clone()).unwrap();
    assert_eq!(models.to_bytes(), bytes);
    for cut in [0, 4, 12, bytes.len() / 2, bytes.len() - 1] {
        assert!(Models::from_bytes(bytes[..cut].to_vec()).is_err());
    }
    assert!(matches!(Models::from_bytes(b"ISNADCRF".to_vec()), Err(ModelError::NotAModel)));
    let mut swapped = empty();
    swapped.swap(0, 1);
    let swapped = Models::from_bytes(write_models(b"ISNADCLM", &swapped));
    assert!(matches!(swapped, Err(ModelError::Broken(_))));
    // Models that learned nothing break nothing.
    let parser: Vec<_> = SyntaxTask::ALL.iter().map(|t| Model::empty(&t.labels(), t.bits())).collect();
    let syntax = write_models(b"ISNADSYN", &parser);
    assert!(Syntax::from_bytes(&syntax[..syntax.len() - 1]).is_err());
    assert!(Syntax::from_bytes(&write_models(b"ISNADSYN", &parser[1..])).is_err());
    let reader = ClaimReader::with_models(models).unwrap().with_syntax(Syntax::from_bytes(&syntax).unwrap());
    let report = report(&[(BlockKind::Body, "قصفت مدفعية الجيش القرية")]);
    let found = reader.read(&report, &Analysis::new(&report.text), &[]);
    assert!(found.claims.iter().all(|c| c.trigger.end <= report.text.len()));
}
