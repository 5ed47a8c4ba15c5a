//! HTML pages: all words that a page shows, in lines, each with what it is; and what the page's head says.
//!
//! *Comes in*: bytes or a string. *Goes out*: [`Page`]. *Does not*: drop any line: the whole page is kept, so that what is a
//! menu and what is the report is a judgement that can be looked at, not a loss.
//!
//! The way of a page: [`tidy`](tidy::tidy) (harmless, linear to parse) → html5ever → [`flatten`](flatten::flatten)
//! (lines with structure) → [`vote`](vote::vote) (main content) → [`kinds`](kinds::kinds).

mod elements;
mod flatten;
mod hints;
mod kinds;
mod meta;
mod tidy;
mod vote;

pub use hints::{LineHints, Regions, Tag};
pub use meta::Meta;

use crate::anatomy::Anatomy;
use crate::anatomy::pieces::pieces;
use crate::letter;
use crate::{Limits, decode};
use dom_query::Document;
use isnad_model::{Block, BlockKind, Problem, ProblemCode, Span};
use memchr::memmem;

/// A page, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Its words, in lines.
    pub text: String,
    /// One block a line.
    pub blocks: Vec<Block>,
    /// What the structure says of each block's line, in the same order.
    pub hints: Vec<LineHints>,
    /// What its head says.
    pub meta: Meta,
    /// What was met.
    pub problems: Vec<Problem>,
}

/// Reads a page of unknown encoding. `charset` is what its transport declares, `title` what the input says its title is.
pub fn read(bytes: &[u8], charset: Option<&str>, title: Option<&str>, limits: &Limits) -> Page {
    let declared = charset.map(str::to_owned).or_else(|| declared(bytes));
    let decoded = decode::decode(bytes, declared.as_deref());
    let mut page = read_str(&decoded.text, title, limits);
    if decoded.replaced {
        page.problems.push(crate::report::bad_encoding(decoded.encoding));
    }
    page
}

/// Reads a page whose encoding is settled.
pub fn read_str(html: &str, title: Option<&str>, limits: &Limits) -> Page {
    read_tidy(tidy::tidy(html, limits), title, limits, true)
}

/// Reads a piece of HTML that is all content, such as a feed's entry: there is no vote on what its main content is.
pub fn read_fragment(html: &str, title: Option<&str>, limits: &Limits) -> Page {
    read_tidy(tidy::tidy(html, limits), title, limits, false)
}

fn read_tidy(tidy: tidy::Tidy, title: Option<&str>, limits: &Limits, whole: bool) -> Page {
    let document = Document::from(tidy.html.as_str());
    let mut flat = flatten::flatten(&document);
    let mut meta = meta::meta(&document);
    drop(document);
    meta.titles.extend(title.map(str::to_owned));
    mark_titles(&mut flat, &meta);
    if whole {
        vote::vote(&mut flat, &tidy.html[tidy.body..]);
    } else {
        flat.lines.iter_mut().for_each(|l| l.hints.main = 1.0);
    }
    let learned = learned(&flat, title.or(meta.title.as_deref()));
    let kinds = kinds::kinds(&flat, &learned);
    let mut problems = Vec::new();
    if tidy.too_deep || tidy.too_many {
        let told = if tidy.too_deep {
            format!(
                "Elements are nested deeper than {}; what lies deeper was read as part of the element above.",
                limits.depth
            )
        } else {
            format!(
                "The page has more than {} elements; the text of the rest was read without their structure.",
                limits.elements
            )
        };
        problems.push(Problem::new(ProblemCode::DepthLimit, told));
    }
    Page {
        blocks: flat.lines.iter().zip(kinds).map(|(l, kind)| Block { kind, span: l.span }).collect(),
        hints: flat.lines.iter().map(|l| l.hints).collect(),
        text: flat.text,
        meta,
        problems,
    }
}

/// The kinds that the learned reader gives the lines. Where it cuts a line into pieces, the longest speaks for it.
fn learned(flat: &flatten::Flat, title: Option<&str>) -> Vec<BlockKind> {
    let pieces = pieces(&flat.text);
    let kinds = Anatomy::shipped().kinds(&flat.text, &pieces, title);
    let mut out = vec![BlockKind::Other; flat.lines.len()];
    let mut longest = vec![0; flat.lines.len()];
    // No line is empty, so the number of a piece's line is the index of ours.
    for (piece, kind) in pieces.iter().zip(kinds) {
        if let (Some(slot), Some(length)) = (out.get_mut(piece.line), longest.get_mut(piece.line))
            && piece.span.len() > *length
        {
            (*slot, *length) = (kind, piece.span.len());
        }
    }
    out
}

/// Marks the lines that are the page's title as its metadata give it.
fn mark_titles(flat: &mut flatten::Flat, meta: &Meta) {
    let words = |s: &str| -> Vec<String> {
        s.split(|c: char| !letter::alphanumeric(c))
            .filter(|w| !w.is_empty())
            .take(80)
            .map(str::to_owned)
            .collect()
    };
    let titles: Vec<Vec<String>> =
        meta.titles.iter().chain(&meta.title).map(|t| words(t)).filter(|t| t.len() >= 2).collect();
    if titles.is_empty() {
        return;
    }
    for line in &mut flat.lines {
        let text = line.span.of(&flat.text);
        if text.len() > 1000 {
            continue;
        }
        let line_words = words(text);
        // «Title - Site» holds the line; a line may add a word or two of its own. A title of few words is often the site's
        // name alone, which stands all over the page: only a heading of the first order is taken for it.
        line.hints.title = line_words.len() >= 2
            && titles.iter().any(|t| {
                let (short, long) =
                    if t.len() <= line_words.len() { (t, &line_words) } else { (&line_words, t) };
                (t.len() > 3 || line.hints.tag == Tag::Title)
                    && short.len() * 10 >= long.len() * 6
                    && long.starts_with(short)
            });
    }
}

/// The encoding that the page's own head declares.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let at = memmem::find(&head, b"charset=")? + "charset=".len();
    let value: String = head[at..]
        .iter()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        .map(|&b| char::from(b))
        .collect();
    Some(value).filter(|v| !v.is_empty())
}

/// Where the words of a page end up in the report, for callers that look at single lines.
impl Page {
    /// The words of a block.
    pub fn words(&self, span: Span) -> &str {
        span.of(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_declared_in_the_page_hold() {
        let html = "<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1256'></head><body><p>وصل الوفد إلى المدينة</p></body></html>";
        let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(html);
        assert_eq!(read(&bytes, None, None, &Limits::default()).text, "وصل الوفد إلى المدينة");
    }

    #[test]
    fn nothing_and_nonsense_are_pages() {
        for html in ["", "<", "\0", "<html>", "<p>", "</body></html>x", "<table><table><tr>x"] {
            let page = read(html.as_bytes(), None, None, &Limits::default());
            assert_eq!(page.blocks.len(), page.hints.len());
        }
    }
}
