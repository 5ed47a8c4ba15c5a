//! Arabic text, made ready for reading: normalisation, sentences, tokens, clitics, stems.
//!
//! *Comes in*: a `&str`. *Goes out*: an [`Analysis`]: tokens and sentences whose spans are **bytes of the text
//! as given**, with normalised forms for matching; [`search`] terms for the archive.
//! *Does not*: know anything of news, names or events. Output is never normalised: normalised forms are for
//! matching only.
//!
//! ```
//! use isnad_text::Analysis;
//! let text = "وَقَصَفَتِ الطائراتُ #ريف_إدلب أمس.";
//! let a = Analysis::new(text);
//! assert_eq!(a.word(0), "وَقَصَفَتِ");
//! assert_eq!((a.norm(0), a.stem(0), a.light(0)), ("وقصفت", "قصفت", "قصف"));
//! assert_eq!(a.parts(0).iter().map(|p| p.of(text)).collect::<Vec<_>>(), ["وَ", "قَصَفَتِ"]);
//! assert_eq!(a.sentences.len(), 1);
//! ```

mod analysis;
mod clitic;
mod ends;
mod hidden;
mod letters;
mod lexer;
mod light;
mod memo;
mod normal;
pub mod number;
mod pos;
pub mod search;
mod sentence;
pub mod time;

pub use analysis::{Analysis, Parts};
pub use hidden::hidden;
pub use normal::{Normalised, OffsetMap, fold_text, normalise};
pub use sentence::LONGEST as LONGEST_SENTENCE;

use isnad_model::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A word in Arabic letters (self-censored dots and tatweel inside it included).
    Word,
    /// Digits of either set, with separators inside («12٬500», «3.5»).
    Number,
    /// A word in other letters.
    Foreign,
    /// One punctuation mark or a run of the same mark.
    Punctuation,
    /// `#` and its words: the span holds the whole tag; its words are tokens of their own after it is split.
    Hashtag,
    /// An address or e-mail.
    Url,
    /// `@name`.
    Handle,
    /// Emoji and other symbols.
    Symbol,
}

/// The clitics of a word. All single-letter forms are in normalised letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Clitics {
    /// «و» or «ف».
    pub conjunction: Option<char>,
    /// «ب», «ل», «ك».
    pub preposition: Option<char>,
    /// «س» of the future.
    pub future: bool,
    /// «ال» (also inside «لل»).
    pub article: bool,
    /// Whether a pronoun follows («ـه», «ـها», «ـهم», …).
    pub enclitic: bool,
}

/// Part of speech, coarse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pos {
    /// Noun, masdar, participle, proper noun.
    Noun,
    /// Finite verb.
    Verb,
    /// Adjective.
    Adjective,
    /// Closed class: preposition, conjunction, particle, pronoun, relative.
    Particle,
    /// Number.
    Number,
    /// Punctuation and symbols.
    Punctuation,
    /// Not told.
    Other,
}

/// One token. Its strings are reached through the [`Analysis`] that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text as given, clitics included.
    pub span: Span,
    /// Bytes of the text as given without proclitics, article and enclitic.
    pub stem_span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Its clitics.
    pub clitics: Clitics,
    /// Part of speech.
    pub pos: Pos,
}

/// One sentence: a run of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of the text as given.
    pub span: Span,
    /// Indices into [`Analysis::tokens`].
    pub tokens: std::ops::Range<usize>,
}
