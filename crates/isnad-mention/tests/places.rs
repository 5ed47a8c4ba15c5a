//! Relative places, generic nouns that mean a place named before, and what stays open. All sentences are invented.

use isnad_mention::{Knowledge, MentionFinder, plain_report};
use isnad_model::{Block, BlockKind, Mention, PlacePrecision, PlaceValue, Span};
use isnad_text::Analysis;
use proptest::prelude::*;
use std::sync::OnceLock;

fn finder() -> &'static MentionFinder {
    static FINDER: OnceLock<MentionFinder> = OnceLock::new();
    FINDER.get_or_init(|| MentionFinder::new(Knowledge::shipped().expect("the shipped data loads")))
}

fn places(text: &str) -> Vec<Mention> {
    let mut all = finder().find(&plain_report("t", text), &Analysis::new(text));
    all.retain(|m| m.place().is_some());
    all
}

/// The place whose words hold `word`: its whole expression and value.
fn place(text: &str, word: &str) -> (String, PlaceValue) {
    let all = places(text);
    let found = all.iter().find(|m| m.span.of(text).contains(word));
    let found = found.unwrap_or_else(|| panic!("no place with «{word}» in «{text}»: {all:?}"));
    (found.extent().of(text).to_owned(), found.place().unwrap().clone())
}

const MANBIJ: (f64, f64) = (36.53, 37.95);

fn km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (y, x) = ((a.0 - b.0) * 111.2, (a.1 - b.1) * 111.2 * a.0.to_radians().cos());
    y.hypot(x)
}

#[test]
fn a_distance_and_a_direction_give_another_point() {
    // Text, words of the expression, kilometres north and east of the town.
    let table = [
        ("وقع الانفجار على بعد 10 كم شمال مدينة منبج", "على بعد 10 كم شمال مدينة منبج", 10.0, 0.0),
        ("سقطت القذيفة على بعد خمسة كيلومترات جنوبي منبج", "على بعد خمسة كيلومترات جنوبي منبج", -5.0, 0.0),
        (
            "عثر عليه على مسافة 8 كيلومترات إلى الشرق من منبج",
            "على مسافة 8 كيلومترات إلى الشرق من منبج",
            0.0,
            8.0,
        ),
        ("تمركزوا على بعد كيلومترين غرب منبج", "على بعد كيلومترين غرب منبج", 0.0, -2.0),
        ("نصبوا حاجزا 20 كم شمال غربي منبج", "20 كم شمال غربي منبج", 14.1, -14.1),
    ];
    for (text, words, north, east) in table {
        let (found, value) = place(text, "منبج");
        assert_eq!(found, words);
        assert_eq!(value.precision, PlacePrecision::Near, "{text}");
        let at = (value.lat.unwrap(), value.lon.unwrap());
        let want = (MANBIJ.0 + north / 111.2, MANBIJ.1 + east / (111.2 * MANBIJ.0.to_radians().cos()));
        assert!(km(at, want) < 2.5, "{text}: {at:?}, expected {want:?}");
        assert!(
            value.radius_km.is_some_and(|r| r >= 1.0 && r < km(at, MANBIJ).max(2.0)),
            "{text}: {value:?}"
        );
    }
}

#[test]
fn words_that_give_an_area_say_how_large() {
    let table = [
        // A direction alone: near, around the town itself.
        ("قصف مواقع شمال منبج", "منبج", PlacePrecision::Near, 10.0),
        ("اشتباكات في محيط مدينة منبج", "منبج", PlacePrecision::Near, 10.0),
        // A distance alone is a ring.
        ("يقع الحقل على بعد 40 كم من منبج", "منبج", PlacePrecision::District, 40.0),
        ("سقط الصاروخ على بعد 120 كيلومترا من منبج", "منبج", PlacePrecision::Province, 120.0),
        ("انتشروا في ريف منبج الشرقي", "منبج", PlacePrecision::District, 14.0),
    ];
    for (text, word, precision, radius) in table {
        let (_, value) = place(text, word);
        assert_eq!((value.precision, value.radius_km), (precision, Some(radius)), "{text}: {value:?}");
        assert!(km((value.lat.unwrap(), value.lon.unwrap()), MANBIJ) < 12.0, "{text}");
    }
    let (_, value) = place("هدوء حذر في ريف دمشق الشرقي", "دمشق");
    assert_eq!(value.precision, PlacePrecision::Province);
    assert!(value.lon.unwrap() > 36.3 && value.radius_km.is_some(), "east of Damascus: {value:?}");
    let (_, value) = place("قصف على ريف حمص الغربي", "حمص");
    assert!(km((value.lat.unwrap(), value.lon.unwrap()), (34.73, 36.72)) < 35.0, "not the desert: {value:?}");
    // The place itself has no radius: its precision says how fine it is.
    let (_, value) = place("وصلت القافلة إلى منبج", "منبج");
    assert_eq!((value.precision, value.radius_km), (PlacePrecision::Settlement, None));
}

#[test]
fn between_two_neighbours_is_near_both_and_between_two_states_is_no_place() {
    let text = "استهدف الطيران الطريق بين بلدتي سرمدا والدانا";
    for word in ["سرمدا", "الدانا"] {
        let (_, value) = place(text, word);
        assert_eq!(value.precision, PlacePrecision::Near, "{value:?}");
        assert!(value.radius_km.is_some_and(|r| (2.0..15.0).contains(&r)), "{value:?}");
    }
    let (_, value) = place("مباحثات بين لبنان وسوريا", "لبنان");
    assert_eq!((value.precision, value.radius_km), (PlacePrecision::Country, None));
    let (_, value) = place("رحلات بين حلب ودمشق", "حلب");
    assert_eq!(value.radius_km, None, "too far apart to be a place between");
}

#[test]
fn no_relation_is_seen_where_there_is_none() {
    for text in ["قطعوا 10 كم ثم وصلوا منبج", "بعد 3 أيام وصلوا إلى منبج", "اشترى 5 كم من القماش. منبج هادئة"]
    {
        let (words, value) = place(text, "منبج");
        assert_eq!((words.as_str(), value.radius_km), ("منبج", None), "{text}");
    }
}

#[test]
fn a_noun_with_the_article_means_the_one_place_of_its_kind() {
    // Text, the words that mean a place named before, and that place's name.
    let table = [
        ("قصفت الطائرات مدينة منبج. ونزح سكان المدينة ليلا", "المدينة", "منبج"),
        ("انفجار في منبج. وأغلقت المحال وسط المدينة أبوابها", "وسط المدينة", "منبج"),
        ("سقطت قذائف على بلدة سرمدا. وقال شهود إن البلدة بلا كهرباء", "البلدة", "سرمدا"),
        ("أفرج سجن الصناعة عن محتجزين. ويقع السجن في حي مكتظ", "السجن", "الصناعة"),
        ("توتر في مخيم الهول. وانتشرت قوات حول المخيم", "المخيم", "الهول"),
        ("وصل الوفد إلى العاصمة دمشق. ويغادر العاصمة غدا", "العاصمة", "دمشق"),
        ("اقتحموا قرية تل الورد. ثم غادروا القرية", "القرية", "تل الورد"),
    ];
    for (text, words, name) in table {
        let all = places(text);
        let found =
            all.iter().find(|m| m.span.of(text) == words).unwrap_or_else(|| panic!("{text}: {all:?}"));
        let value = found.place().unwrap();
        let source = value.source.as_ref().unwrap_or_else(|| panic!("{text}: where from?"));
        assert!(source.span.of(text).contains(name) && source.span.end <= found.span.start, "{text}");
        let named = all.iter().find(|m| m.span == source.span).unwrap().place().unwrap();
        assert_eq!(value.gazetteer_id, named.gazetteer_id, "{text}");
        assert_eq!(value.lat, named.lat, "{text}: open stays open");
    }
}

#[test]
fn a_noun_with_the_article_stays_a_noun_where_it_cannot_be_told() {
    for (text, words) in [
        ("وصلت المساعدات إلى المدينة", "المدينة"),
        ("انفجاران في بلدة سرمدا وبلدة الدانا. وقال شاهد إن البلدة هادئة", "البلدة"),
        ("في مدينة منبج أغلقت المدينة الجامعية", "المدينة"),
        ("هرب من سجن الصناعة. وحكم عليه بالسجن لمدة عام", "السجن"),
        ("قاتل تنظيم القاعدة قرب قاعدة حميميم. ونفت القاعدة ذلك", "القاعدة"),
        ("في حي غويران تابع الناس البث الحي", "الحي"),
        ("القرية هادئة. وقصفوا قرية تل الورد", "القرية"),
    ] {
        let all = places(text);
        assert!(all.iter().all(|m| m.place().unwrap().source.is_none()), "{text} «{words}»: {all:?}");
    }
}

#[test]
fn the_headline_may_name_the_place_and_a_link_may_not() {
    let (head, body) = ("قصف على بلدة سرمدا", "قال شهود إن البلدة بلا ماء");
    let text = format!("{head}\n{body}");
    let mut report = plain_report("t", &text);
    let at = head.len() + 1;
    for (kind, found) in [(BlockKind::Headline, true), (BlockKind::Related, false)] {
        report.blocks = vec![
            Block { kind, span: Span::new(0, head.len()) },
            Block { kind: BlockKind::Body, span: Span::new(at, text.len()) },
        ];
        let all = finder().find(&report, &Analysis::new(&text));
        let inferred = all.iter().any(|m| m.place().is_some_and(|p| p.source.is_some()));
        assert_eq!(inferred, found, "{kind:?}: {all:?}");
    }
}

#[test]
fn what_stays_open_has_no_point_however_it_is_said() {
    for text in
        ["قصف على شمال قرية تل النرجس", "على بعد 5 كم جنوب قرية تل النرجس", "بين قريتي تل النرجس وتل الزنبق"]
    {
        let (_, value) = place(text, "النرجس");
        assert_eq!(
            (value.lat, value.radius_km, value.precision),
            (None, None, PlacePrecision::Unknown),
            "{text}"
        );
    }
}

/// Words that the rules for places look for, to be strung together in any order.
const PARTS: &str = "(\\PC|[ء-ي]{1,7} |على |بعد |مسافة |3 |عشرة |كم |كيلومترين |شمال |الشرقي |إلى |من |بين |وحلب |بلدتي |قرية |ريف |دمشق |منبج |المدينة |وبالقرية |السجن |محيط |سجن |عمان |#|_|\\n|،|ـ|ً|«|»){0,70}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_string_at_all_gives_spans_on_borders(text in any::<String>()) {
        sound(&text)?;
    }

    #[test]
    fn any_order_of_words_gives_spans_on_borders(text in PARTS) {
        sound(&text)?;
    }
}

/// Every span lies inside the text and on the borders of characters; every value is what its kind may have.
fn sound(text: &str) -> Result<(), TestCaseError> {
    let all = finder().find(&plain_report("t", text), &Analysis::new(text));
    for m in &all {
        prop_assert!(text.get(m.span.start..m.span.end).is_some_and(|w| !w.is_empty()), "{m:?}");
        let Some(place) = m.place() else { continue };
        prop_assert_eq!(place.lat.is_some(), place.lon.is_some());
        prop_assert_eq!(place.lat.is_none(), place.precision == PlacePrecision::Unknown);
        prop_assert!(place.lat.is_none_or(|d| d.abs() <= 90.0));
        prop_assert!(place.radius_km.is_none_or(|r| r.is_finite() && r >= 1.0 && place.lat.is_some()));
        if let Some(source) = &place.source {
            prop_assert!(text.get(source.span.start..source.span.end).is_some());
            prop_assert!(all.iter().any(|n| n.span == source.span), "the source is a mention: {:?}", source);
        }
    }
    Ok(())
}

#[test]
fn a_name_after_its_noun_keeps_its_first_letter() {
    let (found, value) = place("سقطت قذيفتان على قرية كحماة الصغيرة مساء أمس", "كحماة");
    assert!(found.starts_with("قرية كحماة"), "{found}");
    assert_ne!(value.name, "حماة");
    assert_eq!(value.lat, None, "no gazetteer has it: {value:?}");
}
