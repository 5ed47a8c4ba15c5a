//! Tokens, pieces and sentences of invented newsroom text.

use isnad_model::Span;
use isnad_text::{Analysis, TokenKind, search};

fn sentences(text: &str) -> Vec<&str> {
    Analysis::new(text).sentences.iter().map(|s| s.span.of(text)).collect()
}

#[test]
fn sentences_end_where_a_reader_ends_them() {
    for (text, want) in [
        ("قصفت طائرة البلدة. ونزح السكان.", vec!["قصفت طائرة البلدة.", "ونزح السكان."]),
        (
            "قال د. سامي إن 3.5 طن وصلت. وغادر أ.د. رامي.",
            vec!["قال د. سامي إن 3.5 طن وصلت.", "وغادر أ.د. رامي."],
        ),
        ("«لن نغادر.» هكذا قال", vec!["«لن نغادر.»", "هكذا قال"]),
        ("هل عاد؟! نعم!", vec!["هل عاد؟!", "نعم!"]),
        ("سطر أول\nسطر ثان", vec!["سطر أول", "سطر ثان"]),
        ("عاد السكان؛ ثم غادروا، إلى الشمال", vec!["عاد السكان؛ ثم غادروا، إلى الشمال"]),
        ("1. قصف القرية\n2. نزوح", vec!["1. قصف القرية", "2. نزوح"]),
        ("كان ذلك عام 2003. ثم عاد", vec!["كان ذلك عام 2003.", "ثم عاد"]),
        ("عاجل 🔴 قصف الحي 🔴 نزوح", vec!["عاجل", "🔴 قصف الحي", "🔴 نزوح"]),
        ("قال ... ثم صمت", vec!["قال ... ثم صمت"]),
        ("انتهى القصف.وعاد الناس", vec!["انتهى القصف.", "وعاد الناس"]),
    ] {
        assert_eq!(sentences(text), want, "{text}");
    }
}

#[test]
fn words_of_a_hashtag_are_tokens_after_it() {
    let text = "قصف #ريف_إدلب الجنوبي";
    let a = Analysis::new(text);
    let got: Vec<_> = a.tokens.iter().map(|t| (t.kind, t.span.of(text))).collect();
    assert_eq!(
        got,
        [
            (TokenKind::Word, "قصف"),
            (TokenKind::Hashtag, "#ريف_إدلب"),
            (TokenKind::Word, "ريف"),
            (TokenKind::Word, "إدلب"),
            (TokenKind::Word, "الجنوبي"),
        ]
    );
}

#[test]
fn tokens_of_every_kind() {
    let text = "نشر @user_1 على https://t.me/x/1، أن 12٬500 شخص (منهم Ali) و50% عبروا… 🙂 news@site.org";
    let a = Analysis::new(text);
    let of = |kind| a.tokens.iter().filter(|t| t.kind == kind).map(|t| t.span.of(text)).collect::<Vec<_>>();
    assert_eq!(of(TokenKind::Handle), ["@user_1"]);
    assert_eq!(of(TokenKind::Url), ["https://t.me/x/1", "news@site.org"]);
    assert_eq!(of(TokenKind::Number), ["12٬500", "50"]);
    assert_eq!(of(TokenKind::Foreign), ["Ali"]);
    assert_eq!(of(TokenKind::Symbol), ["🙂"]);
    assert_eq!(of(TokenKind::Punctuation), ["،", "(", ")", "%", "…"]);
    let i = a.tokens.iter().position(|t| t.kind == TokenKind::Number).unwrap();
    assert_eq!(a.norm(i), "12500");
}

#[test]
fn broken_words_are_one_token_with_the_span_as_given() {
    for given in ["قصـ.ـف", "قـ ـصـ ـف", "ق.صف", "قـ.ـصـ.ـف", "ق\u{200f}صف", "قَصْف"]
    {
        let text = format!("بعد {given} عنيف");
        let a = Analysis::new(&text);
        assert_eq!((a.len(), a.word(1), a.norm(1)), (3, given, "قصف"));
    }
}

#[test]
fn pieces_point_into_the_text_as_given() {
    let text = "وَبِالمدينةِ ومنازلهم";
    let a = Analysis::new(text);
    let parts = |i| a.parts(i).iter().map(|s| s.of(text)).collect::<Vec<_>>();
    assert_eq!(parts(0), ["وَ", "بِ", "المدينةِ"]);
    assert_eq!(parts(1), ["و", "منازل", "هم"]);
    assert_eq!(a.tokens[0].stem_span.of(text), "مدينةِ");
    assert_eq!((a.stem(1), a.tokens[1].stem_span.of(text)), ("منازل", "منازل"));
}

#[test]
fn text_outside_the_blocks_is_not_read() {
    let text = "عنوان قائمة متن النص";
    let block = |s: &str| {
        let at = text.find(s).unwrap();
        Span::new(at, at + s.len())
    };
    let a = Analysis::with_breaks(text, &[block("عنوان"), block("متن النص")]);
    assert_eq!(a.sentences.iter().map(|s| s.span.of(text)).collect::<Vec<_>>(), ["عنوان", "متن النص"]);
}

#[test]
fn search_finds_what_people_mean() {
    let text = "أطلق سراح المحتجزين في إدلب، وعددهم ١٢ شخصا، بحسب أحمد";
    let terms = search::terms(text);
    let has = |query: &str| {
        search::query(query).iter().all(|c| {
            let n = c.terms.len();
            let at = terms.windows(n).any(|w| {
                w.iter().zip(&c.terms).enumerate().all(|(k, (t, q))| {
                    if c.prefix && k + 1 == n { t.term.starts_with(q.as_str()) } else { t.term == *q }
                })
            });
            at != c.negated
        })
    };
    for query in [
        "محتجز",
        "محتجزون",
        "احمد",
        "ادلب",
        "12",
        "\"سراح محتجز\"",
        "محتج*",
        "-هدنة",
        "إدلب أحمد",
        "«في إدلب»",
    ] {
        assert!(has(query), "{query}: {:?} in {terms:?}", search::query(query));
    }
    for query in ["هدنة", "\"إدلب محتجز\"", "-محتجز"] {
        assert!(!has(query), "{query}");
    }
    let k = terms.iter().position(|t| t.term == search::query("محتجز")[0].terms[0]).unwrap();
    assert_eq!(terms[k].span.of(text), "المحتجزين");
    assert_eq!(
        search::fts5(&search::query("قصف \"ريف إدلب\" حل* -هدنة"))
            .as_deref()
            .map(|q| q.matches(" AND ").count()),
        Some(2)
    );
    assert_eq!(search::fts5(&search::query("-هدنة")), None);
}
