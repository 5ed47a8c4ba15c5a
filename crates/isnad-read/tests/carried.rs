//! Who speaks where a sentence does not name them: the speaker of a sentence before, by the fullest words for them.

use isnad_page::{Record, TextRecord};
use isnad_read::Reader;

/// For each claim: trigger, then its sources as «words», or «words ← what they stand for».
fn says(text: &str) -> Vec<(String, Vec<String>)> {
    let record = Record::from_text(TextRecord {
        id: "t".to_owned(),
        text: text.to_owned(),
        url: None,
        title: None,
        outlet: None,
        published: None,
        retrieved_at: None,
    });
    let isnad_read::Read { report, reading } = Reader::new().record(&record);
    let of = |s: isnad_model::Span| s.of(&report.text).to_owned();
    let link = |l: &isnad_model::Link| match l.taken_from {
        Some(from) => format!("{} ← {}", of(l.span), of(from)),
        None => of(l.span),
    };
    reading.claims.iter().map(|c| (of(c.trigger), c.says.iter().map(link).collect())).collect()
}

#[test]
fn a_speaker_goes_on_by_the_fullest_words_that_name_them() {
    let got = says(
        "قُتل ثمانية أشخاص الاثنين في تفجير قرب مبنى البلدية في الرمانة، وفق ما قال ضابط في الشرطة.\n\n\
         وقال الضابط، الذي طلب عدم ذكر اسمه، إن ثمانية قُتلوا على الفور. وأضاف أن ثلاثة من المصابين فارقوا الحياة.\n\n\
         وكشف محافظ الساحل عن توقيف سائق حاول دخول المبنى.",
    );
    let of = |trigger: &str| {
        &got.iter()
            .find(|(t, _)| t.contains(trigger))
            .unwrap_or_else(|| panic!("no claim at «{trigger}»: {got:?}"))
            .1
    };
    assert_eq!(*of("قُتلوا"), ["الضابط ← ضابط في الشرطة"]);
    // «وأضاف» names nobody: not «الضابط», who is only pointed at, but the words that say who he is.
    assert_eq!(*of("فارقوا"), ["ضابط في الشرطة"]);
    assert_eq!(*of("توقيف"), ["محافظ الساحل"]);
}

#[test]
fn a_name_may_stand_in_a_sentence_without_any_claim() {
    let got = says(
        "إصابات في بلدة الزعرورة\n\n\
         عقد مدير الصحة سالم الغرباوي مؤتمراً صحفياً في المدينة صباح الأحد.\n\n\
         وأكد الغرباوي أن خمسة من الجرحى فارقوا الحياة.",
    );
    let dead = got.iter().find(|(t, _)| t.contains("فارقوا")).unwrap_or_else(|| panic!("no claim: {got:?}"));
    assert_eq!(dead.1, ["الغرباوي ← سالم الغرباوي"]);
}

#[test]
fn nobody_speaks_for_an_outlet_that_tells_by_itself() {
    let got = says(
        "أعلنت وزارة الدفاع في سمرازان مقتل جنديين في الزعرورة.\n\nوفي الرمانة تظاهر مئات الأشخاص احتجاجاً على رفع الأسعار.",
    );
    let protest =
        got.iter().find(|(t, _)| t.contains("تظاهر")).unwrap_or_else(|| panic!("no claim: {got:?}"));
    assert!(protest.1.is_empty(), "{got:?}");
}
