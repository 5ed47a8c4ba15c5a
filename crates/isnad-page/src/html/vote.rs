//! Which lines a main-content extraction keeps: a vote on what is the report.
//!
//! The `trafilatura` crate reads the page once more and gives the content as text, without saying where in the page it
//! stood. A line counts as kept by the share of its runs of five words that stand in that text.

use super::flatten::{Flat, flatten};
use crate::letter;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::Hasher;
use trafilatura::{HtmlDateMode, Options, extract};

/// Words in a run.
const RUN: usize = 5;
/// Longest page that is put to the vote, in bytes of tidy HTML: the extraction takes some twenty passes over it.
const LONGEST: usize = 1_000_000;
/// Deepest page that is put to the vote: parts of the extraction call themselves for each level.
const DEEPEST: usize = 200;

fn words(text: &str) -> impl Iterator<Item = u64> {
    text.split(|c: char| !letter::alphanumeric(c)).filter(|w| !w.is_empty()).map(|w| {
        let mut h = FxHasher::default();
        h.write(w.as_bytes());
        h.finish()
    })
}

fn run(words: &[u64]) -> u64 {
    let mut h = FxHasher::default();
    words.iter().for_each(|w| h.write_u64(*w));
    h.finish()
}

/// The content that the extraction keeps, as HTML; `None` where it finds none.
fn content(body: &str) -> Option<String> {
    // The date is read elsewhere, and with more care.
    let options = Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    extract(body, &options).ok().map(|r| r.content_html)
}

/// Sets `main` of every line. `body` is the tidy page from its `<body` on.
pub fn vote(flat: &mut Flat, body: &str) {
    if body.len() > LONGEST || flat.depth > DEEPEST {
        return;
    }
    let Some(kept) = content(body) else { return };
    let kept = flatten(&dom_query::Document::from(kept));
    let all: Vec<u64> = words(&kept.text).collect();
    let runs: FxHashSet<u64> = all.windows(RUN).map(run).collect();
    let whole: FxHashSet<u64> =
        kept.lines.iter().map(|l| run(&words(l.span.of(&kept.text)).collect::<Vec<_>>())).collect();
    let mut line = Vec::new();
    for l in &mut flat.lines {
        line.clear();
        line.extend(words(l.span.of(&flat.text)));
        l.hints.main = if line.len() < RUN {
            f32::from(u8::from(!line.is_empty() && whole.contains(&run(&line))))
        } else {
            let n = line.len() - RUN + 1;
            line.windows(RUN).filter(|w| runs.contains(&run(w))).count() as f32 / n as f32
        };
    }
}
