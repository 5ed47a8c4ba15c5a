//! The archive's one door to the search analyser of `isnad-text`.

use isnad_model::Span;

/// One word of a text as it is sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    pub term: String,
    pub span: Span,
}

fn fold(word: &str) -> String {
    let mut w: String = word
        .chars()
        .filter(|c| !matches!(c, '\u{64b}'..='\u{652}' | '\u{640}' | '\u{670}'))
        .map(|c| match c {
            'أ' | 'إ' | 'آ' => 'ا',
            'ى' => 'ي',
            'ة' => 'ه',
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect();
    for p in ["وال", "بال", "فال", "كال", "ال", "لل"] {
        if let Some(r) = w.strip_prefix(p)
            && r.chars().count() >= 3
        {
            w = r.to_owned();
            break;
        }
    }
    for s in ["ين", "ون", "ات", "ها", "هم"] {
        if let Some(r) = w.strip_suffix(s)
            && r.chars().count() >= 3
        {
            w = r.to_owned();
            break;
        }
    }
    w
}

pub(crate) fn terms(text: &str) -> Vec<Term> {
    let mut out = vec![];
    let mut start = None;
    for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric() || matches!(c, '\u{64b}'..='\u{652}' | '\u{640}' | '\u{670}');
        match (inside, start) {
            (true, None) => start = Some(i),
            (false, Some(s)) => {
                out.push(Term { term: fold(&text[s..i]), span: Span::new(s, i) });
                start = None;
            }
            _ => {}
        }
    }
    out
}

pub(crate) fn index_text(text: &str) -> String {
    terms(text).into_iter().map(|t| t.term).collect::<Vec<_>>().join(" ")
}

/// A name folded for comparison, with a space at either end, so that a part of it is sought by whole words.
pub(crate) fn key(name: &str) -> String {
    format!(" {} ", index_text(name))
}

/// One part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// One word, or the words of a phrase. Never empty.
    pub terms: Vec<String>,
    pub negated: bool,
    /// Whether the last word may go on.
    pub prefix: bool,
}

/// A query as its parts; the wanted ones must all stand in a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Query {
    pub groups: Vec<Group>,
}

pub(crate) fn parse(query: &str) -> crate::Result<Query> {
    let mut groups = vec![];
    for (n, part) in query.split(['"', '«', '»']).enumerate() {
        if n % 2 == 1 {
            let terms: Vec<_> = terms(part).into_iter().map(|t| t.term).collect();
            if !terms.is_empty() {
                groups.push(Group { terms, negated: false, prefix: false });
            }
            continue;
        }
        for word in part.split_whitespace() {
            let negated = word.starts_with('-');
            let prefix = word.ends_with('*');
            let terms: Vec<_> = terms(word).into_iter().map(|t| t.term).collect();
            if !terms.is_empty() {
                groups.push(Group { terms, negated, prefix });
            }
        }
    }
    Ok(Query { groups })
}

pub(crate) fn mark() -> String {
    isnad_model::Sha256::of(index_text("المحتجزين والأطفال ١٢")).short(16)
}
