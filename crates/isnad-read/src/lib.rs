//! The whole reading, as functions: bytes to report, report to mentions, mentions to claims.
//!
//! *Comes in*: a [`Record`] (or a [`Report`] at hand). *Goes out*: a [`Read`]: the report and its [`Reading`], and their JSON
//! form. *Does not*: touch files, network, clock or terminal; so the program, the desk, the lab and a cluster call
//! the same code. A [`Reader`] is made once and shared by all threads; the same record gives the same bytes of
//! JSON, whatever the number of threads.
//!
//! ```
//! use isnad_read::Reader;
//! let reader = Reader::new();
//! let record = isnad_page::Record::from_text(isnad_page::TextRecord {
//!     id: "r1".into(),
//!     text: "أفادت مصادر محلية بمقتل خمسة مدنيين في قصف على القرية أمس.".into(),
//!     published: Some("2026-02-11".into()),
//!     ..Default::default()
//! });
//! let json = reader.record(&record).json();
//! assert_eq!(json.claims[0].says[0].kind, isnad_model::LinkKind::Unnamed);
//! ```

mod headline;
mod tokens;

pub use isnad_claim::{ClaimCodes, claim_codes, neutral_terms};
pub use isnad_mention::{
    Actor, ActorKind, Added, Bytes, Feature, Gazetteer, GazetteerBuilder, GazetteerError, Knowledge, Place,
    PlaceRow, Registry, degrees, news_name,
};
pub use tokens::tokens_json;

use isnad_claim::{ClaimReader, Deep};
use isnad_mention::MentionFinder;
use isnad_model::{BlockKind, Problem, ProblemCode, Reading, Report, Sha256, Span, Versions, wire};
use isnad_page::{Limits, Record};
use isnad_text::Analysis;

/// Bytes of a report's own text that are read for mentions and claims. A news report has a few thousand; what is longer is
/// a book or an attack, is kept and searchable whole, and its unread part is a problem.
const READ: usize = 1_000_000;

/// Reads records. Holds the lexicons, the gazetteer and the models; about as large as these are.
pub struct Reader {
    mentions: MentionFinder,
    claims: ClaimReader,
    versions: Versions,
    limits: Limits,
}

/// A report and what was found in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The report.
    pub report: Report,
    /// What was found.
    pub reading: Reading,
}

impl Read {
    /// The JSON form of the design.
    pub fn json(&self) -> wire::ReadingJson {
        wire::ReadingJson::new(&self.report, &self.reading)
    }
}

impl Default for Reader {
    fn default() -> Self {
        Reader::new()
    }
}

impl Reader {
    /// A reader with the knowledge that ships with the program.
    pub fn new() -> Self {
        let knowledge = Knowledge::shipped().expect("the shipped knowledge is checked by a test");
        Reader::with(knowledge, None)
    }

    /// A reader with other knowledge. `mark` tells it from the shipped one in the versions of readings: a hash of what
    /// was added.
    pub fn with(knowledge: Knowledge, mark: Option<&Sha256>) -> Self {
        let claims = ClaimReader::new().expect("the shipped lexicons and models are checked by a test");
        Reader::of(knowledge, claims, mark)
    }

    /// A reader of these parts; for measuring models that are not the shipped ones.
    pub fn of(knowledge: Knowledge, claims: ClaimReader, mark: Option<&Sha256>) -> Self {
        let mut lexicon = env!("ISNAD_LEXICON").to_owned();
        if let Some(mark) = mark {
            lexicon = format!("{lexicon}+{}", mark.short(8));
        }
        Reader {
            mentions: MentionFinder::new(knowledge),
            claims,
            versions: Versions {
                program: env!("CARGO_PKG_VERSION").to_owned(),
                lexicon,
                models: env!("ISNAD_MODELS").to_owned(),
            },
            limits: Limits::default(),
        }
    }

    /// The same reader with the shipped encoder beside its linear models: better on newswire, and many times slower. Its readings say so
    /// in the version of their models.
    #[must_use]
    pub fn deep(mut self) -> Self {
        let deep = Deep::shipped().expect("the shipped encoder is checked by a test");
        self.claims = self.claims.with_deep(deep);
        self.versions.models.push_str("+deep");
        self
    }

    /// The versions that every reading of this reader carries.
    pub fn versions(&self) -> &Versions {
        &self.versions
    }

    /// The places and actors that it knows.
    pub fn knowledge(&self) -> &Knowledge {
        self.mentions.knowledge()
    }

    /// Reads one record.
    pub fn record(&self, record: &Record) -> Read {
        self.report(isnad_page::read_record(record, &self.limits))
    }

    /// Reads one report.
    pub fn report(&self, report: Report) -> Read {
        let mut reading = Reading {
            versions: self.versions.clone(),
            mentions: Vec::new(),
            claims: Vec::new(),
            wording: Vec::new(),
            problems: Vec::new(),
        };
        if let Some(language) = report.language.as_deref().filter(|l| *l != "ar") {
            // The page's reader may have said so already.
            if !report.problems.iter().any(|p| p.code == ProblemCode::LanguageNotRead) {
                let message = format!(
                    "the text is in '{language}', and claims are read in Arabic only; it is kept and searchable"
                );
                reading.problems.push(Problem::new(ProblemCode::LanguageNotRead, message));
            }
            return Read { report, reading };
        }
        let spans = self.to_read(&report, &mut reading.problems);
        let analysis = Analysis::with_breaks(&report.text, &spans);
        reading.mentions = self.mentions.find(&report, &analysis);
        let found = self.claims.read(&report, &analysis, &reading.mentions);
        reading.claims = headline::fold(&report, &analysis, found.claims);
        reading.wording = found.wording;
        if let Some(span) = found.unread {
            let message = "the report holds more claims than are read of one report; the rest was not read";
            reading.problems.push(Problem::new(ProblemCode::TooMany, message).at(span));
        }
        Read { report, reading }
    }

    /// The blocks that are read: what the report says itself, the lines that date and credit it, and the headlines of
    /// other stories, which are read apart.
    fn to_read(&self, report: &Report, problems: &mut Vec<Problem>) -> Vec<Span> {
        let mut left = READ;
        let mut out = Vec::with_capacity(report.blocks.len());
        let wanted = |k: BlockKind| {
            k.is_report()
                || k.is_link()
                || matches!(
                    k,
                    BlockKind::Byline | BlockKind::Dateline | BlockKind::SourceCredit | BlockKind::Tags
                )
        };
        for block in report.blocks.iter().filter(|b| wanted(b.kind)) {
            let mut span = block.span;
            if span.len() > left {
                let mut cut = span.start + left;
                while !report.text.is_char_boundary(cut) {
                    cut -= 1;
                }
                cut = report.text[span.start..cut].rfind(char::is_whitespace).map_or(cut, |i| span.start + i);
                let message = format!(
                    "the report is longer than {READ} bytes; the rest was not read for mentions and claims"
                );
                problems.push(
                    Problem::new(ProblemCode::ReadToLimit, message).at(Span::new(cut, report.text.len())),
                );
                span = Span::new(span.start, cut);
                out.push(span);
                break;
            }
            left -= span.len();
            out.push(span);
        }
        out
    }
}
