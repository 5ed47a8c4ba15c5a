//! What is asked of full-text search, and what comes back.

use crate::{Filter, Page, ReportLine};

/// A search.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchRequest {
    /// What the user typed: words (all must stand in the report), «phrases», `-word` for words that must not, `word*` for
    /// beginnings of words. No string is a fault: what is not a word is passed over.
    pub query: String,
    /// What must hold besides.
    pub filter: Filter,
    /// Which part of the list.
    pub page: Page,
}

impl SearchRequest {
    /// The first page of what `query` finds.
    pub fn new(query: impl Into<String>) -> Self {
        SearchRequest { query: query.into(), ..SearchRequest::default() }
    }
}

/// A stretch of characters (Unicode scalar values).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CharSpan {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// A piece of a report's text around the words that were sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The piece, as the report has it.
    pub text: String,
    /// Where it stands in the report's text.
    pub at: CharSpan,
    /// The words that were found in it, in characters of the **report's text** (subtract `at.start` for the piece).
    pub highlights: Vec<CharSpan>,
}

/// One report that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The report.
    pub report: ReportLine,
    /// How well it fits: larger is better; comparable within one search only.
    pub score: f64,
    /// The words that were found in the title, in characters of the title.
    pub title_highlights: Vec<CharSpan>,
    /// The best piece of the text.
    pub excerpt: Excerpt,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// How many reports in all.
    pub total: u64,
    /// The page of them that was asked for, best first, newest first where they fit equally.
    pub hits: Vec<Hit>,
    /// Whether the query held no word at all, so that nothing was sought.
    pub no_words: bool,
}
