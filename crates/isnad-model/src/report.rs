//! One news text out of a capture, as typed blocks.

use crate::{Basis, Sha256, Span, TimePrecision};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

closed_list! {
    /// What a line or paragraph is on its page. The words are those of the annotation guideline for pages.
    pub enum BlockKind {
        /// The title of this report, each time it stands.
        Headline = "headline",
        /// A summary or sub-headline of this report.
        Dek = "dek",
        /// Author, «إعداد», the outlet named as author.
        Byline = "byline",
        /// Place and agency before the text, date or time stamps.
        Dateline = "dateline",
        /// The report itself, sub-headings inside it included.
        Body = "body",
        /// Words under a picture or video of this report.
        Caption = "caption",
        /// «المصدر: …», «وكالات».
        SourceCredit = "source_credit",
        /// Read-also links, headlines of other stories, a second report on the page.
        Related = "related",
        /// Hashtags, keywords, sections that the report is filed under.
        Tags = "tags",
        /// Share buttons, reaction counts, font-size tools.
        Share = "share",
        /// Navigation, search boxes, language pickers, breadcrumbs.
        Menu = "menu",
        /// Readers' comments and the comment form.
        Comment = "comment",
        /// The notice about cookies.
        CookieNotice = "cookie_notice",
        /// «عاجل» and its line.
        Ticker = "ticker",
        /// Log-in or app prompts instead of or around the content.
        LoginWall = "login_wall",
        /// Subscribe, follow us, apps, advertising.
        Promo = "promo",
        /// Copyright, about, contact, terms.
        Footer = "footer",
        /// None of the others.
        Other = "other",
    }
}

impl BlockKind {
    /// Whether the block is part of what the report itself says, so that its claims are the report's claims.
    pub const fn is_report(self) -> bool {
        matches!(self, BlockKind::Headline | BlockKind::Dek | BlockKind::Body | BlockKind::Caption)
    }

    /// Whether the block points to another story: it is read on its own, apart from the report.
    pub const fn is_link(self) -> bool {
        matches!(self, BlockKind::Related | BlockKind::Ticker)
    }
}

/// One block of a report: a run of its text of one kind. Blocks stand in the order of the text and do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
}

closed_list! {
    /// What went wrong or was cut short while reading. Codes are stable; docs/PROBLEMS.md lists them.
    pub enum ProblemCode {
        /// The page holds no report (an empty shell, interface words only).
        EmptyPage = "empty_page",
        /// The page holds a log-in or app prompt instead of a report.
        LoginWall = "login_wall",
        /// The text is not Arabic: it is kept and can be searched, and no claims are read.
        LanguageNotRead = "language_not_read",
        /// The input is longer than the limit; the span that was not read is given where the text holds it.
        ReadToLimit = "read_to_limit",
        /// HTML nested deeper than the limit; what lies deeper was flattened.
        DepthLimit = "depth_limit",
        /// Bytes that are not valid in the declared or sniffed encoding were replaced.
        BadEncoding = "bad_encoding",
        /// A record of a known form lacks what it needs, or its form is broken; the rest of the input was read.
        BadRecord = "bad_record",
        /// Compressed data is broken or unpacks to more than the limit.
        BadCompression = "bad_compression",
        /// No date of publication could be found, so relative times stay relative.
        NoDate = "no_date",
        /// Two places of the page give dates of publication that exclude each other; the stronger basis was taken.
        DateConflict = "date_conflict",
        /// Invisible or direction-changing characters stand inside words.
        HiddenCharacters = "hidden_characters",
        /// The report holds more of something (sentences, mentions, claims) than the limit; the rest was not read.
        TooMany = "too_many",
    }
}

/// Something that the reader met and the user should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable code.
    pub code: ProblemCode,
    /// One sentence for a person: what was met, what was expected, what to do. Holds no text of the report.
    pub message: String,
    /// Where, if it is in the report's text.
    pub span: Option<Span>,
}

impl Problem {
    /// A problem of the whole report.
    pub fn new(code: ProblemCode, message: impl Into<String>) -> Self {
        Problem { code, message: message.into(), span: None }
    }

    /// The same, at a place of the text.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }
}

/// When the report was published, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// First possible day.
    pub from: Date,
    /// Last possible day (the same as `from` where the day is known).
    pub to: Date,
    /// How fine the value is.
    pub precision: TimePrecision,
    /// What it was taken from.
    pub basis: Basis,
    /// The words of the report's text that give it, where it was taken from the text.
    pub span: Option<Span>,
}

/// One news text, immutable, with its parts told apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Identity within an input: the `id` of a JSON line, else derived from file name or capture.
    pub id: String,
    /// The capture it was read from.
    pub capture: Sha256,
    /// The text. For plain text and JSON lines as given; for HTML, WARC and feeds as extracted.
    pub text: String,
    /// SHA-256 of the UTF-8 bytes of `text`.
    pub text_sha256: Sha256,
    /// Whether `text` was extracted (HTML, WARC, feed) and is not the input itself.
    pub extracted: bool,
    /// Address of the report.
    pub url: Option<String>,
    /// Title, from metadata or the headline block.
    pub title: Option<String>,
    /// BCP 47 code of the main language (`ar`, `fa`, `en`, …); `None` where there is too little text to tell.
    pub language: Option<String>,
    /// Name of the outlet, from metadata, the page or its host.
    pub outlet: Option<String>,
    /// Date of publication; `None` is unknown.
    pub published: Option<Published>,
    /// The blocks, in order of the text.
    pub blocks: Vec<Block>,
    /// What was met on the way.
    pub problems: Vec<Problem>,
}

impl Report {
    /// The index of the block that holds byte position `at`.
    pub fn block_at(&self, at: usize) -> Option<usize> {
        let k = self.blocks.partition_point(|b| b.span.end <= at);
        (k < self.blocks.len() && self.blocks[k].span.holds(at)).then_some(k)
    }

    /// The words of the first headline block.
    pub fn headline(&self) -> Option<&str> {
        self.blocks.iter().find(|b| b.kind == BlockKind::Headline).map(|b| b.span.of(&self.text).trim())
    }
}
