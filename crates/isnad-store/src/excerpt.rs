//! The piece of a text to show for a query, and the words to mark in it.
//!
//! *Comes in*: the text as the report has it, and the parsed query. *Goes out*: characters of that very text.
//! The analyser is run over it once more, so what is marked is what the index found, vowel signs,
//! stretched letters and all.

use crate::analyser::{self, Query, Term};
use crate::{CharSpan, Excerpt};
use isnad_model::{CharMap, Span};
use rustc_hash::FxHashMap;

/// How far apart the hits of one piece may stand, in characters.
const REACH: usize = 220;
/// How long a piece is, in characters.
const LENGTH: usize = 300;
/// How far an edge may move to stand between words.
const SLACK: usize = 24;

/// One place where a part of the query stands.
#[derive(Clone, Copy)]
struct Match {
    span: Span,
    group: usize,
}

/// Where the wanted words and phrases of the query stand in `text`, in order.
fn matches(text: &str, query: &Query) -> Vec<Match> {
    let terms = analyser::terms(text);
    let mut exact: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut beginnings = Vec::new();
    for (g, group) in query.groups.iter().enumerate().filter(|(_, g)| !g.negated) {
        match &group.terms[..] {
            [only] if group.prefix => beginnings.push((only.as_str(), g)),
            [first, ..] => exact.entry(first).or_default().push(g),
            [] => {}
        }
    }
    let mut out = Vec::new();
    for (k, term) in terms.iter().enumerate() {
        for &g in exact.get(term.term.as_str()).map_or(&[][..], Vec::as_slice) {
            let group = &query.groups[g];
            if let Some(run) = terms.get(k..k + group.terms.len())
                && stands(run, &group.terms, group.prefix)
            {
                out.push(Match { span: term.span.cover(run[run.len() - 1].span), group: g });
            }
        }
        for &(beginning, g) in &beginnings {
            if term.term.starts_with(beginning) {
                out.push(Match { span: term.span, group: g });
            }
        }
    }
    out
}

/// Whether the run is the phrase, whose last word may be the beginning of one.
fn stands(run: &[Term], phrase: &[String], prefix: bool) -> bool {
    let last = phrase.len() - 1;
    run.iter().zip(phrase).enumerate().all(|(k, (have, want))| {
        if prefix && k == last { have.term.starts_with(want.as_str()) } else { have.term == *want }
    })
}

/// Spans in characters, in order, those that touch made one.
fn joined(map: &CharMap<'_>, matches: impl Iterator<Item = Match>) -> Vec<CharSpan> {
    let mut spans: Vec<CharSpan> = matches
        .map(|m| {
            let (start, end) = map.chars(m.span);
            CharSpan { start, end }
        })
        .collect();
    spans.sort_by_key(|s| (s.start, s.end));
    let mut out: Vec<CharSpan> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

/// The words of `text` that the query seeks.
pub(crate) fn highlights(text: &str, query: &Query) -> Vec<CharSpan> {
    joined(&CharMap::new(text), matches(text, query).into_iter())
}

/// The piece of `text` with the most of the query close together; of equals the first; without any, the beginning.
pub(crate) fn excerpt(text: &str, query: &Query) -> Excerpt {
    let map = CharMap::new(text);
    let all = matches(text, query);
    let at: Vec<CharSpan> = all
        .iter()
        .map(|m| {
            let (start, end) = map.chars(m.span);
            CharSpan { start, end }
        })
        .collect();
    let best = densest(&all, &at, query.groups.len());
    let (first, last) = match best {
        Some((i, j)) => (at[i].start, at[i..=j].iter().map(|s| s.end).max().unwrap_or(at[i].end)),
        None => (0, 0),
    };
    // A third of the room before the hits, the rest after them.
    let room = LENGTH.saturating_sub(last - first);
    let mut start = first.saturating_sub(room / 3);
    let mut end = (start + LENGTH).max(last).min(map.len());
    start = start.min(end.saturating_sub(LENGTH)).min(first);
    start = after_space(text, &map, start, first);
    end = before_space(text, &map, end, last);
    let piece = map.span(start, end);
    Excerpt {
        text: piece.of(text).to_owned(),
        at: CharSpan { start, end },
        highlights: joined(&map, all.into_iter().filter(|m| piece.contains(m.span))),
    }
}

/// First and last match of the stretch that holds most different parts of the query, then most of them in all.
fn densest(all: &[Match], at: &[CharSpan], groups: usize) -> Option<(usize, usize)> {
    let mut held = vec![0usize; groups];
    let (mut different, mut j) = (0, 0);
    let mut best: Option<((usize, usize), (usize, usize))> = None;
    for i in 0..all.len() {
        while j < all.len() && (j <= i || at[j].end <= at[i].start + REACH) {
            held[all[j].group] += 1;
            different += usize::from(held[all[j].group] == 1);
            j += 1;
        }
        let score = (different, j - i);
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, (i, j - 1)));
        }
        held[all[i].group] -= 1;
        different -= usize::from(held[all[i].group] == 0);
    }
    best.map(|(_, range)| range)
}

/// `start`, or the first place after white space at most [`SLACK`] further on, not past `limit`.
fn after_space(text: &str, map: &CharMap<'_>, start: usize, limit: usize) -> usize {
    if start == 0 {
        return 0;
    }
    let before = map.span(start - 1, limit.min(start + SLACK));
    let mut unmarked = None;
    for (k, c) in before.of(text).chars().enumerate() {
        if c.is_whitespace() {
            return start + k;
        }
        if k > 0 && unmarked.is_none() && !is_mark(c) {
            unmarked = Some(start - 1 + k);
        }
    }
    unmarked.unwrap_or(limit)
}

/// `end`, or the last place before white space at most [`SLACK`] back, not before `limit`.
fn before_space(text: &str, map: &CharMap<'_>, end: usize, limit: usize) -> usize {
    if end >= map.len() {
        return map.len();
    }
    let from = limit.max(end.saturating_sub(SLACK));
    let stretch = map.span(from, end + 1);
    let mut space = None;
    let mut unmarked = None;
    for (k, c) in stretch.of(text).chars().enumerate() {
        if c.is_whitespace() {
            space = Some(from + k);
        }
        if !is_mark(c) {
            unmarked = Some(from + k);
        }
    }
    space.or(unmarked).unwrap_or(end)
}

/// Whether the character belongs to the one before it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6ed}' | '\u{200c}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str, spans: &[CharSpan]) -> Vec<String> {
        spans.iter().map(|s| text.chars().skip(s.start).take(s.end - s.start).collect()).collect()
    }

    #[test]
    fn marks_the_text_as_it_is_written() {
        let text = "التقى أَحْمَد العلي وفدا من المحتجزيـــن السابقين";
        for (query, found) in [
            ("احمد", vec!["أَحْمَد"]),
            ("محتجز", vec!["المحتجزيـــن"]),
            ("\"أحمد العلي\"", vec!["أَحْمَد العلي"]),
            ("احمد -وفد", vec!["أَحْمَد"]),
            ("غائب", vec![]),
        ] {
            let query = analyser::parse(query).unwrap();
            assert_eq!(words(text, &highlights(text, &query)), found);
        }
    }

    #[test]
    fn the_piece_stands_where_the_words_stand_together() {
        let filler = "تحدثت الصحيفة عن أحوال السوق في المدينة القديمة ".repeat(20);
        let text = format!("{filler}وصل القصف. {filler}اشتد القصف على البلدة ليلا. {filler}");
        let query = analyser::parse("القصف البلدة").unwrap();
        let piece = excerpt(&text, &query);
        assert!(piece.text.contains("اشتد القصف على البلدة"), "{}", piece.text);
        assert_eq!(words(&text, &piece.highlights), ["القصف", "البلدة"]);
        assert!(piece.text.chars().count() <= LENGTH);
        assert!(!piece.text.starts_with(char::is_whitespace));
    }

    proptest! {
        #[test]
        fn pieces_are_of_the_text_whatever_it_is(text in "[اأبتثجسقصف و\u{64e}\u{640}ab\n \u{10348}]{0,900}", query in "[ابسق ]{1,12}") {
            let query = analyser::parse(&query).unwrap();
            let piece = excerpt(&text, &query);
            let cut: String = text.chars().skip(piece.at.start).take(piece.at.end - piece.at.start).collect();
            prop_assert_eq!(&cut, &piece.text);
            prop_assert!(piece.text.chars().count() <= LENGTH.max(900));
            for h in &piece.highlights {
                prop_assert!(piece.at.start <= h.start && h.start < h.end && h.end <= piece.at.end);
            }
        }
    }
}
