//! One analyser for search and for matching.
//!
//! *Comes in*: a text or a query. *Goes out*: terms with their spans; a parsed query.
//! *Does not*: know an index. Terms hold letters and digits only, so a full-text table with the plain `unicode61`
//! tokenizer keeps each in one piece.

use crate::{Analysis, TokenKind};
use isnad_model::Span;
use std::fmt::Write;

/// One term of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What is indexed.
    pub term: String,
    /// Where its token stands in the text.
    pub span: Span,
}

/// One part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Terms that must stand one after another; one for a plain word.
    pub terms: Vec<String>,
    /// The last term is a beginning («محتج*»).
    pub prefix: bool,
    /// What holds this must not be found («-هدنة»).
    pub negated: bool,
}

/// Whether the `unicode61` tokenizer of any version keeps a character inside a word.
fn is_plain(c: char) -> bool {
    matches!(c as u32,
        0x30..=0x39 | 0x61..=0x7A | 0xDF..=0xF6 | 0xF8..=0x24F | 0x3AC..=0x3CE | 0x430..=0x481 | 0x561..=0x586
        | 0x5D0..=0x5EA | 0x621..=0x63F | 0x641..=0x64A | 0x671..=0x6D3 | 0x6FA..=0x6FC | 0x750..=0x77F
        | 0x905..=0x939 | 0xE01..=0xE30 | 0x10D0..=0x10F0 | 0x3041..=0x3096 | 0x30A1..=0x30FA | 0x4E00..=0x9FCC
        | 0xAC00..=0xD7A3)
}

/// Letters and digits of `form` as one term. What a full-text index might take for a border is written as its number,
/// so that the k-th word of the index stays the k-th term.
fn clean(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    for c in form.chars() {
        if is_plain(c) {
            out.push(c);
        } else if c.is_alphanumeric() {
            let _ = write!(out, "x{:x}", c as u32);
        }
    }
    out
}

/// The terms of an analysed text, in order, one for each word, number and foreign word.
pub fn terms_of(a: &Analysis<'_>) -> Vec<Term> {
    let mut out = Vec::with_capacity(a.len());
    for i in 0..a.len() {
        let term = match a.tokens[i].kind {
            TokenKind::Word => clean(a.light(i)),
            TokenKind::Number | TokenKind::Foreign => clean(a.norm(i)),
            TokenKind::Url | TokenKind::Handle => clean(a.norm(i)),
            TokenKind::Hashtag | TokenKind::Punctuation | TokenKind::Symbol => continue,
        };
        if !term.is_empty() {
            out.push(Term { term, span: a.tokens[i].span });
        }
    }
    out
}

/// The terms of a text.
pub fn terms(text: &str) -> Vec<Term> {
    terms_of(&Analysis::new(text))
}

/// The terms of a text joined by spaces: what is stored in the full-text column. The k-th word of it is the k-th
/// of [`terms`].
pub fn index_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for t in terms(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&t.term);
    }
    out
}

/// Parses what a person types: words, "phrases", `-` before what must not be there, `*` after a beginning.
pub fn query(text: &str) -> Vec<Clause> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let negated = rest.starts_with(['-', '−', '–']);
        if negated {
            rest = rest.trim_start_matches(['-', '−', '–']);
        }
        let (body, quoted, after) = match rest.chars().next() {
            Some(open @ ('"' | '«' | '“' | '”' | '„')) => {
                let inner = &rest[open.len_utf8()..];
                let end = inner.find(['"', '»', '“', '”']).unwrap_or(inner.len());
                let after = inner[end..].chars().next().map_or(inner.len(), |c| end + c.len_utf8());
                (&inner[..end], true, &inner[after..])
            }
            _ => {
                let end = rest
                    .find(|c: char| c.is_whitespace() || matches!(c, '"' | '«' | '“'))
                    .unwrap_or(rest.len());
                (&rest[..end], false, &rest[end..])
            }
        };
        let prefix = if quoted { after.starts_with('*') } else { body.ends_with('*') };
        let body = body.trim_end_matches('*');
        let terms: Vec<String> = if prefix && !quoted {
            // A beginning is taken as typed, folded but not stemmed.
            let folded = clean(&crate::fold_text(body));
            if folded.is_empty() { Vec::new() } else { vec![folded] }
        } else {
            terms(body).into_iter().map(|t| t.term).collect()
        };
        if !terms.is_empty() {
            out.push(Clause { terms, prefix, negated });
        }
        rest = after.trim_start_matches('*').trim_start();
    }
    out
}

/// A query in the language of SQLite's FTS5; `None` where nothing is sought (no words, or only negated ones).
pub fn fts5(clauses: &[Clause]) -> Option<String> {
    let mut out = String::new();
    for negated in [false, true] {
        for c in clauses.iter().filter(|c| c.negated == negated) {
            if negated && out.is_empty() {
                return None;
            }
            if !out.is_empty() {
                out.push_str(if negated { " NOT " } else { " AND " });
            }
            // Terms hold letters and digits only: no quote can be among them.
            let _ = write!(out, "\"{}\"{}", c.terms.join(" "), if c.prefix { "*" } else { "" });
        }
        if !negated && !out.is_empty() {
            out = format!("({out})");
        }
    }
    (!out.is_empty()).then_some(out)
}
