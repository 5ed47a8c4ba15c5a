//! Where sentences end.
//!
//! *Comes in*: the tokens of one block. *Goes out*: sentences. *Does not*: look for clauses: «؛», «:» and «،» stay
//! inside.
//!
//! A sentence ends at a line end; at «؟», «!», «۔»; at «.» unless it belongs to a title or initial («د.»، «أ.د.»،
//! «J.»), a list number («1.» at the start) or touches what follows in other letters; at an ellipsis after at least
//! [`ELLIPSIS_WORDS`] words; before a bullet sign in the line. Closing quotes and brackets that touch the stop go
//! with it. A run of [`LONGEST`] tokens without an end is cut, so that nothing downstream sees a sentence without
//! bound.

use crate::{Analysis, Sentence, TokenKind};
use isnad_model::Span;

/// After so many tokens a sentence ends wherever it is.
pub const LONGEST: usize = 512;

/// An ellipsis ends a sentence that has at least so many tokens.
const ELLIPSIS_WORDS: usize = 6;

/// Single letters that are no titles: a stop after them ends.
const NOT_TITLES: &[&str] = &["و"];

fn is_bullet(word: &str) -> bool {
    let c = word.chars().next().unwrap_or(' ');
    matches!(
        c,
        '•' | '●'
            | '▪'
            | '■'
            | '◼'
            | '◾'
            | '▫'
            | '□'
            | '◆'
            | '♦'
            | '▶'
            | '►'
            | '★'
            | '⭕'
            | '📌'
            | '✅'
    ) || matches!(c, '🔴' | '🔵' | '🔻' | '🔺' | '🔹' | '🔸' | '🔶' | '🔷' | '📍' | '▶')
}

fn closes(word: &str) -> bool {
    matches!(word.chars().next(), Some('»' | '"' | '”' | '’' | '\'' | ')' | ']' | '}' | '›'))
}

/// Cuts the tokens from `first` on into sentences.
pub(crate) fn split(a: &mut Analysis<'_>, first: usize) {
    let n = a.tokens.len();
    let mut start = first;
    let mut i = first;
    while i < n {
        if i > start && (a.line_starts(i) || i - start >= LONGEST) {
            close(a, start, i);
            start = i;
        }
        // Only signs end a sentence.
        if !matches!(a.tokens[i].kind, TokenKind::Punctuation | TokenKind::Symbol) {
            i += 1;
            continue;
        }
        if i > start && a.tokens[i].kind == TokenKind::Symbol && is_bullet(a.word(i))
            || i > start && a.tokens[i].kind == TokenKind::Punctuation && matches!(a.word(i), "•" | "●")
        {
            close(a, start, i);
            start = i;
        }
        if ends(a, start, i, n) {
            let mut end = i + 1;
            while end < n
                && a.touches(end)
                && a.tokens[end].kind == TokenKind::Punctuation
                && closes(a.word(end))
            {
                end += 1;
            }
            // More enders right after («؟!») go with it.
            while end < n && a.touches(end) && matches!(a.word(end).chars().next(), Some('!' | '؟' | '?')) {
                end += 1;
            }
            close(a, start, end);
            start = end;
            i = end;
            continue;
        }
        i += 1;
    }
    if start < n {
        close(a, start, n);
    }
}

fn close(a: &mut Analysis<'_>, start: usize, end: usize) {
    let span =
        Span::new(a.tokens[start].span.start, a.tokens[end - 1].span.end.max(a.tokens[start].span.end));
    a.sentences.push(Sentence { span, tokens: start..end });
}

fn ends(a: &Analysis<'_>, start: usize, i: usize, n: usize) -> bool {
    if a.tokens[i].kind != TokenKind::Punctuation {
        return false;
    }
    let word = a.word(i);
    let next_touches = i + 1 < n && !a.line_starts(i + 1) && a.touches(i + 1);
    match word.chars().next() {
        Some('؟' | '!' | '?' | '۔') => {
            !(next_touches && matches!(a.word(i + 1), ")" | "]") && a.touches(i))
        }
        Some('…') => i - start >= ELLIPSIS_WORDS,
        Some('.') if word.len() > 1 => i - start >= ELLIPSIS_WORDS,
        Some('.') => {
            if i == start {
                return false;
            }
            let before = &a.tokens[i - 1];
            if next_touches
                && matches!(a.tokens[i + 1].kind, TokenKind::Foreign | TokenKind::Number | TokenKind::Url)
            {
                return false;
            }
            if !a.touches(i) {
                return true;
            }
            let last_of_line = i + 1 >= n || a.line_starts(i + 1);
            match before.kind {
                TokenKind::Word => {
                    let norm = a.norm(i - 1);
                    let letters = norm.len() / 2;
                    // «2003 م.» and «1443 هـ.» are no titles.
                    let after_number = i >= start + 2 && a.tokens[i - 2].kind == TokenKind::Number;
                    let title = (letters == 1 && !NOT_TITLES.contains(&norm)) || norm == "اد";
                    last_of_line || after_number || !title
                }
                // «يوم 2. أيار»: the point of an ordinal, as Germans and their translators write it.
                TokenKind::Number => {
                    last_of_line || i > start + 1 && !crate::time::is_day_of_month(a, i - 1, i + 1)
                }
                TokenKind::Foreign => {
                    let initial = a.word(i - 1).chars().count() == 1;
                    last_of_line || !initial
                }
                _ => true,
            }
        }
        _ => false,
    }
}
