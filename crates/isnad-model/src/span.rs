//! Where something stands in a report's text.

use serde::{Deserialize, Serialize};

/// A half-open range of **bytes** of one report's text, always at character borders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end` in bytes. Panics if `end < start`: that is a fault in the caller, never in the text.
    pub const fn new(start: usize, end: usize) -> Self {
        assert!(start <= end);
        Span { start, end }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words of `text` under this span; empty where the span is not of this text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside this span.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether byte position `at` lies inside.
    pub const fn holds(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The bytes that both share, if any.
    pub fn intersect(self, other: Span) -> Option<Span> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Span { start, end })
    }

    /// The same length, `by` bytes further on: from positions inside a part to positions in the whole.
    pub const fn shift(self, by: usize) -> Span {
        Span { start: self.start + by, end: self.end + by }
    }

    /// The span without white space (and invisible direction marks) at its ends.
    pub fn trimmed(self, text: &str) -> Span {
        let part = self.of(text);
        let out = |c: char| {
            c.is_whitespace()
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        };
        let left = part.trim_start_matches(out);
        let start = self.start + (part.len() - left.len());
        Span { start, end: start + left.trim_end_matches(out).len() }
    }
}

/// Turns byte positions of one text into character positions and back, in constant time and a ninth of
/// the text's size.
///
/// Holds the byte offset of every 64th character, so a look-up walks at most 63 characters.
#[derive(Debug, Clone)]
pub struct CharMap<'t> {
    text: &'t str,
    marks: Vec<usize>,
    chars: usize,
}

const STEP: usize = 64;

impl<'t> CharMap<'t> {
    /// Reads the text once.
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut chars = 0;
        for (at, _) in text.char_indices() {
            if chars % STEP == 0 {
                marks.push(at);
            }
            chars += 1;
        }
        CharMap { text, marks, chars }
    }

    /// Number of characters (Unicode scalar values) of the text.
    pub fn len(&self) -> usize {
        self.chars
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.chars == 0
    }

    /// The character position of byte position `byte`. A position inside a character counts as its start;
    /// one past the end counts as the end.
    pub fn char_at(&self, byte: usize) -> usize {
        if byte >= self.text.len() {
            return self.chars;
        }
        let k = self.marks.partition_point(|&m| m <= byte) - 1;
        let from = self.marks[k];
        k * STEP
            + self.text[from..].char_indices().take_while(|&(i, c)| from + i + c.len_utf8() <= byte).count()
    }

    /// The byte position of character `ch`; past the end, the text's length.
    pub fn byte_at(&self, ch: usize) -> usize {
        if ch >= self.chars {
            return self.text.len();
        }
        let from = self.marks[ch / STEP];
        self.text[from..].char_indices().nth(ch % STEP).map_or(self.text.len(), |(i, _)| from + i)
    }

    /// A byte span as (start, end) in characters.
    pub fn chars(&self, span: Span) -> (usize, usize) {
        (self.char_at(span.start), self.char_at(span.end))
    }

    /// A pair of character positions as a byte span. Positions past the end are cut to it.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.byte_at(start.min(end)), self.byte_at(end.max(start)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn positions_survive_both_ways(text in "\\PC{0,200}|[ء-ي ٠-٩]{0,300}") {
            let map = CharMap::new(&text);
            prop_assert_eq!(map.len(), text.chars().count());
            for (n, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(map.char_at(at), n);
                prop_assert_eq!(map.byte_at(n), at);
            }
            prop_assert_eq!(map.char_at(text.len()), map.len());
            prop_assert_eq!(map.byte_at(map.len()), text.len());
        }

        #[test]
        fn cover_holds_both_and_intersection_is_in_both(a in 0usize..50, b in 0usize..50, c in 0usize..50, d in 0usize..50) {
            let (x, y) = (Span::new(a.min(b), a.max(b)), Span::new(c.min(d), c.max(d)));
            prop_assert!(x.cover(y).contains(x) && x.cover(y).contains(y));
            prop_assert_eq!(x.overlaps(y) , y.overlaps(x));
            if let Some(i) = x.intersect(y) {
                prop_assert!(x.contains(i) && y.contains(i) && x.overlaps(y));
            }
        }
    }

    #[test]
    fn trims_space_and_direction_marks() {
        let text = " \u{200f}قتل ";
        assert_eq!(Span::new(0, text.len()).trimmed(text).of(text), "قتل");
    }

    #[test]
    fn a_span_of_another_text_is_empty_and_does_not_panic() {
        assert_eq!(Span::new(1, 3).of("قتل"), "");
        assert_eq!(Span::new(10, 30).of("قتل"), "");
    }
}
