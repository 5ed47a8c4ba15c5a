//! The words of a report in the form in which names are looked up.

use crate::index::LONGEST;
use crate::key::{Key, Reading, skip_letters};
use crate::knowledge::Knowledge;
use crate::memo::{Entry, Memo};
use isnad_model::Span;
use isnad_text::{Analysis, TokenKind};

/// A word, number or foreign word of the text. What is known of it out of context are the fields of its [`Entry`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<'a> {
    /// Its token.
    pub token: u32,
    /// What stands between it and the word before.
    pub gap: Gap,
    /// Whether it is a hashtag of its own.
    pub tagged: bool,
    entry: &'a Entry,
}

impl std::ops::Deref for Word<'_> {
    type Target = Entry;
    fn deref(&self) -> &Entry {
        self.entry
    }
}

/// What stands between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing but space (or the sign of a hashtag).
    None,
    /// A quotation mark or bracket opens or closes.
    Quote,
    /// Other punctuation, the end of a line, a sentence or a block.
    Break,
}

/// The words of a report.
pub(crate) struct Scan<'a, 't> {
    pub analysis: &'a Analysis<'t>,
    pub words: Vec<Word<'a>>,
    /// The entry of each token of the analysis in `memo`.
    pub entries: Vec<u32>,
    pub memo: &'a Memo,
}

impl<'a, 't> Scan<'a, 't> {
    pub fn new(analysis: &'a Analysis<'t>, k: &Knowledge, memo: &'a mut Memo) -> Self {
        let entries = memo.find(k, analysis);
        let memo: &'a Memo = memo;
        let mut words: Vec<Word<'a>> = Vec::with_capacity(analysis.len());
        let mut gap = Gap::Break;
        let mut sentence = usize::MAX;
        let mut tag = None;
        let mut borders = analysis.sentences.iter().map(|s| s.tokens.end).peekable();
        for (i, token) in analysis.tokens.iter().enumerate() {
            while borders.peek().is_some_and(|&end| end <= i) {
                borders.next();
                sentence = i;
            }
            if sentence == i || analysis.line_starts(i) {
                gap = Gap::Break;
            }
            match token.kind {
                TokenKind::Word | TokenKind::Number | TokenKind::Foreign => {
                    words.push(Word {
                        token: i as u32,
                        gap,
                        entry: memo.entry(entries[i]),
                        tagged: tag.is_some_and(|t: Span| {
                            t.end == token.span.end && t.end - t.start <= token.span.len() + 2
                        }),
                    });
                    gap = Gap::None;
                }
                TokenKind::Hashtag => tag = Some(token.span),
                TokenKind::Punctuation if is_quote(analysis.word(i)) => {
                    if gap == Gap::None {
                        gap = Gap::Quote;
                    }
                }
                _ => gap = Gap::Break,
            }
        }
        Scan { analysis, words, entries, memo }
    }

    /// Whether word `i + 1` stands right after word `i` (a quotation mark may be between).
    pub fn follows(&self, i: usize) -> bool {
        self.words.get(i + 1).is_some_and(|w| w.gap != Gap::Break)
    }

    /// Keys of the words after word `i` up to the next break.
    pub fn keys_after(&self, i: usize) -> impl Iterator<Item = Key> + Clone {
        self.words.iter().skip(i + 1).take(LONGEST).take_while(|w| w.gap != Gap::Break).map(|w| w.key())
    }

    /// The same with articles.
    pub fn exact_after(&self, i: usize) -> impl Iterator<Item = Key> {
        self.words.iter().skip(i + 1).take(LONGEST).take_while(|w| w.gap != Gap::Break).map(|w| w.exact)
    }

    /// The folded form of word `i`.
    pub fn norm(&self, i: usize) -> &str {
        self.analysis.norm(self.words[i].token as usize)
    }

    /// The words `from..to` in the text, without the first letters that `reading` takes off. A quotation mark that opens
    /// inside is closed.
    pub fn span(&self, from: usize, to: usize, letters: u8) -> Span {
        let text = self.analysis.text();
        let first = self.analysis.tokens[self.words[from].token as usize].span;
        let last = self.analysis.tokens[self.words[to - 1].token as usize].span;
        let start = first.start + cut(first.of(text), letters);
        let mut span = Span::new(start.min(first.end), last.end.max(first.end));
        if self.words[from + 1..to].iter().any(|w| w.gap == Gap::Quote) {
            span = closed(text, span);
        }
        span
    }

    /// Whether the words `from..to` stand between quotation marks or brackets.
    pub fn quoted(&self, from: usize, to: usize) -> bool {
        let text = self.analysis.text();
        let span = self.span(from, to, 0);
        let before = text.get(..span.start).and_then(|t| t.chars().next_back());
        let after = text.get(span.end..).and_then(|t| t.chars().next());
        before.is_some_and(is_quote_char) && after.is_some_and(is_quote_char)
    }

    /// The reading of word `i` without letters taken off.
    pub fn whole(&self, i: usize) -> Reading {
        self.words[i].readings[0]
    }
}

/// Bytes of `word` that `letters` proclitics take. Of «لل» nothing is taken, since its second «ل» is no word without the first.
fn cut(word: &str, letters: u8) -> usize {
    if letters == 0 {
        return 0;
    }
    let last = skip_letters(word, letters - 1);
    let rest = word.get(last..).unwrap_or("");
    if rest.starts_with("لل") { last } else { skip_letters(word, letters) }
}

/// The span with the quotation marks and brackets at its ends that close or open what is inside.
fn closed(text: &str, mut span: Span) -> Span {
    for (open, close) in [('(', ')'), ('«', '»'), ('“', '”'), ('[', ']'), ('"', '"')] {
        let count = |c: char| span.of(text).chars().filter(|&x| x == c).count();
        let (opened, shut) = if open == close {
            if count(open) % 2 == 0 {
                continue;
            }
            (true, true)
        } else {
            (count(open) > count(close), count(open) < count(close))
        };
        let after = text.get(span.end..).and_then(|rest| rest.chars().next());
        let before = text.get(..span.start).and_then(|t| t.chars().next_back());
        if opened && after == Some(close) {
            span.end += close.len_utf8();
        } else if shut && before == Some(open) {
            span.start -= open.len_utf8();
        } else if opened && let Some(at) = span.of(text).rfind(open).filter(|&at| at > 0) {
            // What opens inside and closes elsewhere begins something else.
            span.end = span.start + span.of(text)[..at].trim_end().len();
        }
    }
    span
}

fn is_quote(word: &str) -> bool {
    word.chars().all(is_quote_char)
}

fn is_quote_char(c: char) -> bool {
    matches!(
        c,
        '"' | '«' | '»' | '“' | '”' | '‘' | '’' | '\'' | '(' | ')' | '[' | ']' | '„' | '‟' | '‹' | '›'
    )
}
