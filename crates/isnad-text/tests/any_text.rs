//! Whatever text comes, nothing panics, spans are sound, and time stays linear.

use isnad_model::Span;
use isnad_text::{Analysis, TokenKind, hidden, normalise, number, search, time};
use proptest::prelude::*;

fn check(text: &str) {
    let a = Analysis::new(text);
    let sound = |s: Span| {
        s.start <= s.end
            && text.is_char_boundary(s.start)
            && text.is_char_boundary(s.end)
            && s.end <= text.len()
    };
    let mut last = 0;
    for (i, t) in a.tokens.iter().enumerate() {
        assert!(sound(t.span) && !t.span.is_empty(), "{t:?}");
        assert!(sound(t.stem_span) && t.span.contains(t.stem_span), "{t:?}");
        assert!(t.span.start >= last);
        last = t.span.start;
        let parts = a.parts(i);
        assert_eq!(parts.first().map(|p| p.start), Some(t.span.start));
        assert_eq!(parts.last().map(|p| p.end), Some(t.span.end));
        assert!(parts.windows(2).all(|w| w[0].end == w[1].start));
        assert!(parts.iter().all(|p| sound(*p)));
        let _ = (a.word(i), a.norm(i), a.stem(i), a.light(i), a.sentence_of(i));
        if t.kind == TokenKind::Word {
            assert_eq!(a.norm(i), isnad_text::fold_text(t.span.of(text)).replace(' ', ""), "{text:?}");
        }
    }
    let mut next = 0;
    for (k, s) in a.sentences.iter().enumerate() {
        assert_eq!(s.tokens.start, next);
        assert!(s.tokens.end > next && sound(s.span));
        next = s.tokens.end;
        assert!(s.tokens.clone().all(|i| a.sentence_of(i) == k));
    }
    assert_eq!(next, a.len());
    let mut end = 0;
    let times = time::find(&a, "2021-11-28".parse().ok());
    for t in &times {
        assert!(sound(t.span) && t.tokens.start >= end && t.tokens.end > t.tokens.start, "{t:?}");
        assert!(t.value.from <= t.value.to);
        end = t.tokens.end;
    }
    let mut end = 0;
    for n in number::find(&a, &times) {
        assert!(sound(n.span) && n.tokens.start >= end && n.tokens.end > n.tokens.start, "{n:?}");
        assert!(n.counted.is_none_or(|c| c < a.len()));
        end = n.tokens.end;
    }
    let terms = search::terms(text);
    let index = search::index_text(text);
    assert_eq!(terms.len(), index.split(' ').filter(|t| !t.is_empty()).count());
    for (t, word) in terms.iter().zip(index.split(' ')) {
        assert!(sound(t.span) && t.term == word && t.term.chars().all(char::is_alphanumeric), "{t:?}");
    }
    let _ = (search::fts5(&search::query(text)), time::parse_date(text), hidden(text), normalise(text));
}

fn any_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("من"),
        Just("إلى"),
        Just("بين"),
        Just("و"),
        Just("وثلاثة"),
        Just("عشرين"),
        Just("ألف"),
        Just("مئة"),
        Just("نصف"),
        Just("5"),
        Just("2021"),
        Just("28/11/2021"),
        Just("17:53"),
        Just("الثلاثاء"),
        Just("تشرين"),
        Just("الثاني"),
        Just("نوفمبر"),
        Just("منذ"),
        Just("قبل"),
        Just("يومين"),
        Just("الأسبوع"),
        Just("الماضي"),
        Just("الساعة"),
        Just("مساء"),
        Just("أمس"),
        Just("ال"),
        Just("ليلة"),
        Just("آخر"),
        Just("الأول"),
        Just("مطلع"),
        Just("شهر"),
        Just("عام"),
        Just("هـ"),
        Just("%"),
        Just("-"),
        Just("/"),
        Just("("),
        Just(")"),
        Just("."),
        Just("\n"),
        Just("#ريف_إدلب"),
        Just("@اسم"),
        Just("جنديين"),
        Just("وبالمدينة"),
        Just("للجنة"),
        Just("عليهم"),
        Just("قصـ.ـف"),
        Just("ق.صف"),
        Just("\u{202e}"),
        Just("ﷺ"),
        Just("ﻻ"),
        Just("www.a.com/ب"),
        Just("3.5"),
        Just("م."),
    ];
    prop_oneof![
        proptest::collection::vec(word, 0..25).prop_map(|w| w.join(" ")),
        "\\PC{0,80}",
        "[ء-ي ـ.*_َُّ\u{200f}\u{200b}٠-٩0-9،؟!:/\n#@«»()-]{0,100}",
        proptest::collection::vec(any::<char>(), 0..60).prop_map(|v| v.into_iter().collect()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]
    #[test]
    fn nothing_panics_and_spans_are_sound(text in any_text()) {
        check(&text);
    }

    #[test]
    fn blocks_bound_tokens_and_sentences(text in any_text(), cuts in proptest::collection::vec(0usize..200, 0..8)) {
        let spans: Vec<Span> = cuts.chunks_exact(2).map(|c| Span::new(c[0].min(c[1]), c[0].max(c[1]))).collect();
        let a = Analysis::with_breaks(&text, &spans);
        for s in &a.sentences {
            prop_assert!(spans.iter().any(|b| b.start <= s.span.start && s.span.end <= b.end));
        }
    }
}

#[test]
fn long_monotonous_texts_take_linear_time() {
    for piece in [
        "ق.",
        "قـ ",
        "منذ ",
        "بين ",
        "صباح ",
        "و ",
        "مئة و",
        "مليون ",
        "5 ",
        "5/",
        "5-",
        "#",
        "@",
        "a.",
        "الثاني ",
        "من 5 إلى ",
        "ليل السبت ",
        "ـ",
        "\u{64b}",
        "\u{200f}",
        "www.",
        "يوم ",
        "اليوم (",
        "http://",
        "أكثر من ",
        "على الأقل ",
        "1,",
        "عشرين وثلاثة ",
        "«",
        "12:30 ",
        "هذا الأسبوع ",
        "شهر ",
        "أول ",
        "سوف ",
        "نصف ",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let start = std::time::Instant::now();
        check(&text);
        // Far above what a linear reading needs, far below what a quadratic one would.
        assert!(start.elapsed().as_secs() < 10, "{piece:?}: {:?}", start.elapsed());
    }
}
