//! Text folded for matching, with the way back.
//!
//! *Comes in*: any text. *Goes out*: [`Normalised`]: the folded text and a map between its bytes and the bytes as
//! given. *Does not*: serve for output; what people see is always the text as given.
//!
//! Folded are: tatweel, diacritics and Quranic marks (dropped); invisible and direction signs (dropped); أإآٱ to ا,
//! ؤ to و, ئ and ى to ي, ة to ه (ء stays); Persian, Urdu and Kurdish letters that look alike (ک ی ھ ە …; گ پ چ ڤ
//! stay); presentation forms; digits of both sets to ASCII; capitals to small letters; words that censorship broke
//! («قصـ.ـف») joined, by the rules at the head of `lexer.rs`.
//!
//! ```
//! use isnad_text::normalise;
//! let n = normalise("قَصـ.ـفٌ على إدلب");
//! assert_eq!(n.text, "قصف علي ادلب");
//! let at = n.text.find("ادلب").unwrap();
//! assert_eq!(n.original(at..n.text.len()).of("قَصـ.ـفٌ على إدلب"), "إدلب");
//! ```

use crate::TokenKind;
use crate::letters::{Class, Fold, class, expand, fold};
use crate::lexer::Lexer;
use isnad_model::Span;
use std::ops::Range;

/// A folded text and the map to the text it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalised {
    /// The folded text.
    pub text: String,
    /// Positions both ways.
    pub map: OffsetMap,
}

/// A stretch of the folded text and the stretch of the original that it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    norm: usize,
    norm_end: usize,
    from: usize,
    from_end: usize,
    /// Every character has the same length on both sides; otherwise the run is one character (or ligature)
    /// with the marks that follow it, and positions inside it count as its border.
    even: bool,
}

/// Byte positions of a folded text against those of its original.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OffsetMap {
    runs: Vec<Run>,
    norm_len: usize,
    from_len: usize,
}

impl OffsetMap {
    fn push(&mut self, norm: usize, norm_end: usize, from: usize, from_end: usize, one: bool) {
        let even = one && norm_end - norm == from_end - from;
        if even
            && let Some(last) =
                self.runs.last_mut().filter(|r| r.even && r.norm_end == norm && r.from_end == from)
        {
            (last.norm_end, last.from_end) = (norm_end, from_end);
            return;
        }
        self.runs.push(Run { norm, norm_end, from, from_end, even });
    }

    /// The marks of the last character reach to `from_end`.
    fn extend_last(&mut self, char_norm: usize, char_from: usize, from_end: usize) {
        let Some(last) = self.runs.last_mut() else { return };
        if last.even && last.norm < char_norm {
            let norm_end = last.norm_end;
            (last.norm_end, last.from_end) = (char_norm, char_from);
            self.runs.push(Run { norm: char_norm, norm_end, from: char_from, from_end, even: false });
        } else {
            last.from_end = from_end;
            last.even = false;
        }
    }

    /// The bytes of the original from which the bytes `range` of the folded text came: from the first character's
    /// first byte to the end of the last character's marks. An empty range gives an empty span at its place.
    pub fn original(&self, range: Range<usize>) -> Span {
        let start = self.start_of(range.start);
        if range.is_empty() {
            return Span::new(start, start);
        }
        let k = self.runs.partition_point(|r| r.norm_end < range.end.min(self.norm_len));
        let end = match self.runs.get(k) {
            Some(r) if r.even => r.from + (range.end.clamp(r.norm, r.norm_end) - r.norm),
            Some(r) => r.from_end,
            None => self.from_len,
        };
        Span::new(start, end.max(start))
    }

    fn start_of(&self, norm: usize) -> usize {
        let k = self.runs.partition_point(|r| r.norm_end <= norm);
        match self.runs.get(k) {
            Some(r) if r.even => r.from + (norm.max(r.norm) - r.norm),
            Some(r) => r.from,
            None => self.from_len,
        }
    }

    /// The bytes of the folded text that came from `span` of the original; empty where all of it was dropped.
    pub fn folded(&self, span: Span) -> Range<usize> {
        let k = self.runs.partition_point(|r| r.from_end <= span.start);
        let start = match self.runs.get(k) {
            Some(r) if r.even => r.norm + (span.start.max(r.from) - r.from),
            Some(r) => r.norm,
            None => self.norm_len,
        };
        let k = self.runs.partition_point(|r| r.from_end < span.end);
        let end = match self.runs.get(k) {
            Some(r) if r.even => r.norm + (span.end.clamp(r.from, r.from_end) - r.from),
            Some(r) if span.end > r.from => r.norm_end,
            Some(r) => r.norm,
            None => self.norm_len,
        };
        if span.is_empty() { start..start } else { start..end.max(start) }
    }
}

impl Normalised {
    /// [`OffsetMap::original`].
    pub fn original(&self, range: Range<usize>) -> Span {
        self.map.original(range)
    }

    /// [`OffsetMap::folded`].
    pub fn folded(&self, span: Span) -> Range<usize> {
        self.map.folded(span)
    }
}

/// Folds a text.
pub fn normalise(text: &str) -> Normalised {
    let mut out = Normalised { text: String::with_capacity(text.len()), map: OffsetMap::default() };
    let mut at = 0;
    let mut tag_end = 0;
    for raw in Lexer::new(text, 0, text.len()) {
        copy(text, at, raw.start.max(at), false, &mut out);
        if raw.kind == TokenKind::Hashtag {
            // Its words come next; the sign itself is copied as a gap.
            tag_end = raw.end;
            at = raw.start;
            continue;
        }
        let joined = raw.kind == TokenKind::Word && raw.start >= tag_end;
        copy(text, raw.start, raw.end, joined, &mut out);
        at = raw.end;
    }
    copy(text, at, text.len(), false, &mut out);
    out.map.norm_len = out.text.len();
    out.map.from_len = text.len();
    out
}

/// Folds `text[start..end]` onto `out`; of a word only the letters.
fn copy(text: &str, start: usize, end: usize, letters_only: bool, out: &mut Normalised) {
    let mut last: Option<(usize, usize)> = None;
    for (i, c) in text[start..end].char_indices() {
        let (from, from_end) = (start + i, start + i + c.len_utf8());
        let norm = out.text.len();
        match fold(c) {
            Fold::Hidden | Fold::Tatweel => {
                last = None;
                continue;
            }
            Fold::Mark => {
                if let Some((norm, from)) = last {
                    out.map.extend_last(norm, from, from_end);
                }
                continue;
            }
            _ if letters_only && class(c) != Class::Arabic => {
                last = None;
                continue;
            }
            Fold::One(f) => out.text.push(f),
            Fold::Many => expand(c, |f| out.text.push(f)),
        }
        out.map.push(norm, out.text.len(), from, from_end, !matches!(fold(c), Fold::Many));
        last = Some((norm, from));
    }
}

/// Folds one word or name for use as a key: as [`normalise`] does, without the map.
pub fn fold_text(text: &str) -> String {
    normalise(text).text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_as_the_table_says() {
        for (given, want) in [
            ("كتــــاب", "كتاب"),
            ("قُتِلَ", "قتل"),
            ("أإآٱ ؤ ئ ء ى ة", "اااا و ي ء ي ه"),
            ("کردی", "كردي"),
            ("١٢٣ ۴۵", "123 45"),
            ("قصـ.ـف", "قصف"),
            ("قـ.ـصـ.ـف", "قصف"),
            ("قـ ـصـ ـف", "قصف"),
            ("ق.صف المدينة", "قصف المدينه"),
            ("ش*هيد", "شهيد"),
            ("اسـ ـتـ ـهـ ـداف", "استهداف"),
            ("ال.احتلال", "الاحتلال"),
            ("د.محمد", "د.محمد"),
            ("د. محمد", "د. محمد"),
            ("أ.ف.ب", "افب"),
            ("انتهى القصف.وعاد الناس", "انتهي القصف.وعاد الناس"),
            ("نجا منهم.لم يصب", "نجا منهم.لم يصب"),
            ("http://ق.صف", "http://ق.صف"),
            ("12.5 و3.4", "12.5 و3.4"),
            ("ﻗﺼﻒ ﻻ", "قصف لا"),
            ("ق\u{200f}صف\u{202c}", "قصف"),
            ("1443 هـ الموافق", "1443 ه الموافق"),
            ("#ريف_إدلب", "#ريف_ادلب"),
            ("ABC Ünal", "abc ünal"),
        ] {
            assert_eq!(normalise(given).text, want, "{given}");
        }
    }

    #[test]
    fn ways_back_take_marks_along() {
        let text = "قَصَفَ الجَيشُ";
        let n = normalise(text);
        assert_eq!(n.text, "قصف الجيش");
        let (q, j) = (0..6, 7..n.text.len());
        assert_eq!(n.original(q.clone()).of(text), "قَصَفَ");
        assert_eq!(n.original(j.clone()).of(text), "الجَيشُ");
        assert_eq!(n.folded(n.original(q.clone())), q);
        assert_eq!(n.folded(n.original(j.clone())), j);
    }

    pub(crate) fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            "\\PC{0,60}",
            "[ء-ي ـ.*_َُّ\u{200f}\u{200b}٠-٩0-9،؟!\n#@«»-]{0,80}",
            "[دقصفامو.ـ *_\u{64b}\u{200d}]{0,40}",
            "[ا-ي]{1,3}(\\.[ا-ي]{1,3}){0,6}",
            "(http://|www\\.|a\\.com|#|@|\u{200d}|ق\\.|صف|ـ|[a-z]|\\.|ﻻ|ﷺ|ﹰ| ){0,12}",
            proptest::collection::vec(any::<char>(), 0..40).prop_map(|v| v.into_iter().collect()),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn folding_twice_changes_nothing(text in any_text()) {
            let once = normalise(&text).text;
            let twice = normalise(&once).text;
            prop_assert_eq!(once, twice);
        }

        #[test]
        fn offsets_survive_both_ways(text in any_text()) {
            let n = normalise(&text);
            let mut before = 0;
            for (i, c) in n.text.char_indices() {
                let s = n.original(i..i + c.len_utf8());
                prop_assert!(text.is_char_boundary(s.start) && text.is_char_boundary(s.end));
                prop_assert!(s.start >= before && s.end > s.start);
                before = s.start;
                let back = n.folded(s);
                prop_assert!(back.start <= i && back.end >= i + c.len_utf8(), "{:?} {:?}", i, back);
                prop_assert!(n.text.is_char_boundary(back.start) && n.text.is_char_boundary(back.end));
                prop_assert_eq!(n.original(back), s);
            }
            let mut last = 0;
            for (i, c) in text.char_indices() {
                let r = n.folded(Span::new(i, i + c.len_utf8()));
                prop_assert!(n.text.is_char_boundary(r.start) && n.text.is_char_boundary(r.end));
                prop_assert!(r.start >= last);
                last = r.start;
            }
            if !n.text.is_empty() {
                prop_assert_eq!(n.folded(n.original(0..n.text.len())), 0..n.text.len());
            }
        }
    }
}
