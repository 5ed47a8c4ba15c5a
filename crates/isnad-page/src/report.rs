//! A record as a report: text, blocks, title, outlet, date, language.
//!
//! Blocks: one a line of the text (or one a piece, where a platform's interface runs into the line). Adjacent blocks of one
//! kind are not joined: a paragraph is the unit in which reports are quoted, copied and corrected.

use crate::anatomy::{Anatomy, emptiness};
use crate::published::{Sayings, published};
use crate::{Body, Limits, Record, decode, html, language, outlet};
use isnad_model::{Block, BlockKind, Problem, ProblemCode, Report, Sha256, Span};
use std::path::Path;

/// Longest title taken from metadata, in characters.
const TITLE: usize = 500;

/// Reads one record. Never fails: what is wrong is among the report's problems.
pub fn read_record(record: &Record, limits: &Limits) -> Report {
    let mut problems = record.problems.clone();
    let mut page = Page::default();
    let extracted = !matches!(record.body, Body::Plain | Body::Given(_));
    match &record.body {
        Body::Plain => {
            let decoded = decode::decode(&record.capture.bytes, record.charset());
            if decoded.replaced {
                problems.push(bad_encoding(decoded.encoding));
            }
            page.text = decoded.text.into_owned();
        }
        Body::Given(text) | Body::Assembled(text) => page.text.clone_from(text),
        Body::Page => {
            let bytes = &record.capture.bytes;
            let read = &bytes[..bytes.len().min(limits.read)];
            if read.len() < bytes.len() {
                let told = format!("The page has {} bytes; the first {} were read.", bytes.len(), read.len());
                problems.push(Problem::new(ProblemCode::ReadToLimit, told));
            }
            page = html::read(read, record.charset(), record.title.as_deref(), limits).into();
        }
        Body::Fragment(fragment) => {
            if fragment.len() > limits.read {
                let told =
                    format!("The entry has {} bytes; the first {} were read.", fragment.len(), limits.read);
                problems.push(Problem::new(ProblemCode::ReadToLimit, told));
            }
            page = html::read_fragment(cut(fragment, limits.read).0, record.title.as_deref(), limits).into();
        }
    }
    let mut text = std::mem::take(&mut page.text);
    problems.append(&mut page.problems);
    if !matches!(record.body, Body::Page | Body::Fragment(_)) {
        let (read, rest) = cut(&text, limits.read);
        page.blocks = match sentence(record, read) {
            Some(block) => vec![block],
            None => Anatomy::shipped().blocks(read, record.title.as_deref()),
        };
        if let Some(rest) = rest {
            let told = format!("The text has {} bytes; the first {} were read.", text.len(), rest.start);
            problems.push(Problem::new(ProblemCode::ReadToLimit, told).at(rest));
        }
    }
    if text.capacity() > text.len() + text.len() / 8 {
        text.shrink_to_fit();
    }
    if let Some(code) = emptiness(&text, &page.blocks) {
        let told = match code {
            ProblemCode::LoginWall => "A log-in or app prompt stands where the report should be.",
            _ => "The page holds no report.",
        };
        problems.push(Problem::new(code, told));
    }
    if let Some(at) = isnad_text::hidden(cut(&text, limits.read).0) {
        let told = "Invisible or direction-changing characters stand inside words.";
        problems.push(Problem::new(ProblemCode::HiddenCharacters, told).at(at));
    }
    let url = record.sighting.url.clone().or(page.url);
    let (date, problem) = published(&Sayings {
        given: record.published.as_deref(),
        metadata: &page.dates,
        url: url.as_deref(),
        retrieved_at: record.sighting.retrieved_at.as_deref(),
        text: &text,
        blocks: &page.blocks,
    });
    problems.extend(problem);
    let language = language::language(&report_words(&text, &page.blocks)).or(page.language);
    if language.as_deref().is_some_and(|l| l != "ar") {
        let told = "The text is not Arabic: it is kept and can be searched, and no claims are read.";
        problems.push(Problem::new(ProblemCode::LanguageNotRead, told));
    }
    let title = title(record.title.clone().or(page.title), &text, &page.blocks);
    Report {
        id: id(record),
        capture: record.capture.sha256,
        text_sha256: Sha256::of(&text),
        extracted,
        outlet: record
            .outlet
            .clone()
            .or(page.outlet)
            .or_else(|| url.as_deref().and_then(outlet::outlet_of_url))
            .or_else(|| outlet::outlet_of_blocks(&text, &page.blocks)),
        url,
        title,
        language,
        published: date,
        blocks: page.blocks,
        problems,
        text,
    }
}

/// What was found on a page, or nothing yet.
#[derive(Debug, Default)]
struct Page {
    text: String,
    blocks: Vec<Block>,
    title: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
    dates: Vec<String>,
    language: Option<String>,
    problems: Vec<Problem>,
}

impl From<html::Page> for Page {
    fn from(p: html::Page) -> Self {
        Page {
            text: p.text,
            blocks: p.blocks,
            title: p.meta.title,
            outlet: p.meta.outlet,
            url: p.meta.url,
            dates: p.meta.dates,
            language: p.meta.language,
            problems: p.problems,
        }
    }
}

pub(crate) fn bad_encoding(encoding: &str) -> Problem {
    let told = format!("Some bytes are not valid {encoding}; U+FFFD stands in their place.");
    Problem::new(ProblemCode::BadEncoding, told)
}

/// The first `limit` bytes at a character's border, and where the rest stands.
fn cut(text: &str, limit: usize) -> (&str, Option<Span>) {
    if text.len() <= limit {
        return (text, None);
    }
    let mut end = limit;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (&text[..end], Some(Span::new(end, text.len())))
}

/// A text of one line that came without address and title is no page with parts, but a sentence or flash that someone gave: it
/// is what it says.
fn sentence(record: &Record, text: &str) -> Option<Block> {
    const LONGEST: usize = 600;
    let words = text.trim();
    let start = text.len() - text.trim_start().len();
    let given = matches!(record.body, Body::Plain | Body::Given(_));
    let plain = given && record.sighting.url.is_none() && record.title.is_none() && words.len() <= LONGEST;
    let one = !words.is_empty() && !words.contains('\n');
    (plain && one).then(|| Block { kind: BlockKind::Body, span: Span::new(start, start + words.len()) })
}

/// The words by which the language is told: those of the report where there are any, else all.
fn report_words(text: &str, blocks: &[Block]) -> String {
    const ENOUGH: usize = 30_000;
    let mut out = String::new();
    for b in blocks.iter().filter(|b| b.kind.is_report()) {
        out.push_str(cut(b.span.of(text), ENOUGH).0);
        out.push('\n');
        if out.len() > ENOUGH {
            return out;
        }
    }
    if out.trim().is_empty() { cut(text, ENOUGH).0.to_owned() } else { out }
}

/// The report's title: as the input or the page's head gives it, but without the site's name after it, and the headline
/// instead where the head gives the site's name alone.
fn title(given: Option<String>, text: &str, blocks: &[Block]) -> Option<String> {
    let tidy = |t: &str| {
        let words = t.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(words.chars().take(TITLE).collect::<String>()).filter(|t| !t.is_empty())
    };
    let mut headlines =
        blocks.iter().filter(|b| b.kind == BlockKind::Headline).filter_map(|b| tidy(b.span.of(text)));
    let Some(given) = given.as_deref().and_then(tidy) else { return headlines.next() };
    let few = given.split(' ').count() <= 3;
    headlines
        .find(|h| {
            let rest = given.strip_prefix(h.as_str()).map(str::trim_start);
            let named = rest.is_some_and(|r| r.starts_with(['|', '-', '–', '—', '»', '•', ':']));
            named || (few && h.split(' ').count() >= 5)
        })
        .or(Some(given))
}

/// The id that the input gives, else the name of a file that is one report, else the capture's hash.
fn id(record: &Record) -> String {
    if let Some(id) = &record.id {
        return id.clone();
    }
    let s = &record.sighting;
    if s.line.is_none() && s.record.is_none() && !s.file.is_empty() && s.file != "-" {
        let name = Path::new(&s.file).file_name().map(|n| n.to_string_lossy());
        // Only the form's own ending is cut off: a name may hold other dots.
        let name = name.map(|n| n.trim_end_matches(".gz").to_owned()).unwrap_or_default();
        let stem = match name.rsplit_once('.') {
            Some((stem, end))
                if !stem.is_empty() && end.len() <= 5 && end.bytes().all(|b| b.is_ascii_alphanumeric()) =>
            {
                stem
            }
            _ => &name,
        };
        if !stem.is_empty() {
            return stem.to_owned();
        }
    }
    record.capture.sha256.short(16)
}
