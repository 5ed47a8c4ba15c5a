//! RSS and Atom: each entry a record.
//!
//! The capture of an entry is a smallest feed: the root's own tag with its namespaces, the feed's title, and the entry
//! with its own bytes (in UTF-8). What changes with every download of the feed (build dates) is left out, so that the same entry is
//! the same capture.

use super::{Body, InputError, InputErrorKind, Record, read_whole};
use crate::{Limits, decode};
use isnad_model::{Capture, Sighting};
use memchr::memmem;
use std::io::Read;
use std::ops::Range;

/// Media type of an RSS feed with one entry.
pub const RSS: &str = "application/rss+xml";
/// Media type of an Atom feed with one entry.
pub const ATOM: &str = "application/atom+xml";

/// How many entries of one feed are read.
const MOST: usize = 100_000;

/// The entries of a feed.
pub fn entries<'r>(
    reader: impl Read,
    at: Sighting,
    limits: &Limits,
) -> Box<dyn Iterator<Item = Result<Record, InputError>> + Send + 'r> {
    let captures = read_whole(reader, &at, limits).and_then(|bytes| captures(&bytes, &at));
    match captures {
        Err(e) => Box::new(std::iter::once(Err(e))),
        Ok(captures) => Box::new(
            captures
                .into_iter()
                .enumerate()
                .map(move |(k, capture)| record(capture, Sighting { record: Some(k as u64), ..at.clone() })),
        ),
    }
}

/// A tag: where it stands, its name, and whether it closes.
struct Tag<'t> {
    at: Range<usize>,
    /// Name with its prefix.
    name: &'t str,
    closes: bool,
    empty: bool,
}

impl Tag<'_> {
    fn local(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or(self.name)
    }
}

/// The tags of an XML text, without those inside CDATA sections and comments.
struct Tags<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Tags<'t> {
    type Item = Tag<'t>;

    fn next(&mut self) -> Option<Tag<'t>> {
        loop {
            let start = self.at + memchr::memchr(b'<', &self.text.as_bytes()[self.at..])?;
            let rest = &self.text[start..];
            let end_of =
                |mark: &str| memmem::find(rest.as_bytes(), mark.as_bytes()).map(|k| start + k + mark.len());
            if rest.starts_with("<![CDATA[") {
                self.at = end_of("]]>")?;
                continue;
            }
            if rest.starts_with("<!--") {
                self.at = end_of("-->")?;
                continue;
            }
            let end = end_of(">")?;
            self.at = end;
            let inner = self.text[start + 1..end - 1].trim_end();
            let closes = inner.starts_with('/');
            let inner = inner.trim_start_matches('/');
            let name = inner.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or("");
            if name.starts_with(['!', '?']) || name.is_empty() {
                continue;
            }
            return Some(Tag { at: start..end, name, closes, empty: inner.ends_with('/') });
        }
    }
}

fn captures(bytes: &[u8], at: &Sighting) -> Result<Vec<Capture>, InputError> {
    let fail = |why: &str| InputError::new(at, InputErrorKind::Feed(why.into()));
    let decoded = decode::decode(bytes, declared(bytes));
    let text = &*decoded.text;
    let mut tags = Tags { text, at: 0 };
    let root = tags.next().ok_or_else(|| fail("there is no element"))?;
    let (media, rdf) = match root.local().to_ascii_lowercase().as_str() {
        "rss" => (RSS, false),
        "rdf" => (RSS, true),
        "feed" => (ATOM, false),
        other => return Err(fail(&format!("the root is <{}>", other.chars().take(40).collect::<String>()))),
    };
    let entry_name = if media == ATOM { "entry" } else { "item" };
    let (mut title, mut title_start, mut entry, mut out) = (None, None, None, Vec::new());
    let mut depth = 0usize;
    for tag in tags {
        let local = tag.local();
        match entry {
            Some((start, level)) if tag.closes && depth == level && local == entry_name => {
                out.push(start..tag.at.end);
                entry = None;
                if out.len() >= MOST {
                    break;
                }
            }
            Some(_) => {}
            None if local == entry_name && !tag.closes && !tag.empty => {
                entry = Some((tag.at.start, depth + 1))
            }
            // The feed's own title stands before its entries and not inside its picture.
            None if local == "title" && title.is_none() && depth <= 1 && out.is_empty() => {
                match title_start {
                    None if !tag.closes => title_start = Some(tag.at.start),
                    _ => {}
                }
            }
            None => {}
        }
        if tag.closes {
            if let (Some(start), "title") = (title_start, local)
                && title.is_none()
            {
                title = Some(start..tag.at.end);
            }
            depth = depth.saturating_sub(1);
        } else if !tag.empty {
            depth += 1;
        }
    }
    if out.is_empty() && entry.is_some() {
        return Err(fail("the first entry is not closed"));
    }
    let root_tag = &text[root.at.clone()];
    let title = title.map(|t| &text[t]).filter(|t| t.len() < 4096).unwrap_or("");
    let (open, close) = match (media, rdf) {
        (ATOM, _) => (format!("{root_tag}{title}"), format!("</{}>", root.name)),
        (_, true) => (format!("{root_tag}<channel>{title}</channel>"), format!("</{}>", root.name)),
        _ => (format!("{root_tag}<channel>{title}"), format!("</channel></{}>", root.name)),
    };
    Ok(out
        .into_iter()
        .map(|e| Capture::new(media, format!("{open}{}{close}", &text[e]).into_bytes()))
        .collect())
}

/// The encoding that the XML declaration names.
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(200)];
    let head = &head[..memmem::find(head, b"?>")?];
    let at = memmem::find(head, b"encoding")? + "encoding".len();
    let value = std::str::from_utf8(&head[at..]).ok()?;
    value.split(['"', '\'']).nth(1)
}

/// The record of a feed with one entry.
pub fn record(capture: Capture, at: Sighting) -> Result<Record, InputError> {
    let fail = |why: String| InputError::new(&at, InputErrorKind::Feed(why));
    let feed = feed_rs::parser::parse(&capture.bytes[..]).map_err(|e| fail(e.to_string()))?;
    let outlet = feed.title.map(|t| t.content.trim().to_owned()).filter(|t| !t.is_empty());
    let entry = feed.entries.into_iter().next().ok_or_else(|| fail("there is no entry".into()))?;
    let title = entry.title.map(|t| t.content.trim().to_owned()).filter(|t| !t.is_empty());
    let content = entry
        .content
        .and_then(|c| c.body)
        .filter(|b| !b.trim().is_empty())
        .or(entry.summary.map(|s| s.content))
        .unwrap_or_default();
    if title.is_none() && content.trim().is_empty() {
        return Err(fail("the entry has neither title nor content".into()));
    }
    let url = entry
        .links
        .iter()
        .find(|l| l.rel.as_deref().is_none_or(|r| r == "alternate"))
        .or(entry.links.first())
        .map(|l| l.href.trim().to_owned())
        .filter(|u| !u.is_empty());
    let text = String::from_utf8_lossy(&capture.bytes);
    // Dates and id in the entry's own words: the parser gives up on dates in Arabic, and makes up ids by chance.
    let published = element(&text, &["pubDate", "published", "date", "issued", "updated", "modified"]);
    let id = element(&text, &["guid", "id"]).or_else(|| url.clone());
    let heading = title.as_deref().map(|t| format!("<h1>{t}</h1>\n")).unwrap_or_default();
    let sighting = Sighting { url, ..at.clone() };
    let body = Body::Fragment(format!("<article>{heading}{content}</article>"));
    Ok(Record { id, title, outlet, published, ..Record::new(capture, sighting, body) })
}

/// The words of the first element in the entry of one of these names, in order of the names.
fn element(text: &str, names: &[&str]) -> Option<String> {
    let mut found: Vec<Option<String>> = vec![None; names.len()];
    let mut open: Option<(usize, usize)> = None;
    let mut inside = false;
    for tag in (Tags { text, at: 0 }) {
        let local = tag.local();
        inside |= matches!(local, "item" | "entry");
        if let Some((k, start)) = open.take()
            && tag.closes
            && found[k].is_none()
        {
            let words = text[start..tag.at.start].trim();
            let words =
                words.strip_prefix("<![CDATA[").and_then(|w| w.strip_suffix("]]>")).unwrap_or(words).trim();
            found[k] = Some(words.to_owned()).filter(|w| !w.is_empty() && w.len() < 1000);
        }
        if inside
            && !tag.closes
            && let Some(k) = names.iter().position(|n| *n == local)
        {
            open = Some((k, tag.at.end));
        }
    }
    found.into_iter().flatten().next()
}

#[cfg(test)]
mod tests {
    use crate::{Body, Format, InputError, Limits, Record, records};

    fn read(text: &[u8]) -> Vec<Result<Record, InputError>> {
        records("feed.xml", text, Format::Auto, &Limits::default()).collect()
    }

    const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>وكالة المثال</title><lastBuildDate>Sun, 03 Mar 2024 10:00:00 +0000</lastBuildDate>
<image><title>صورة</title></image>
<item><title>خبر أول</title><link>http://a.example/1</link><guid>g1</guid><pubDate>Sat, 02 Mar 2024 10:00:00 +0300</pubDate>
<description>ملخص</description><content:encoded><![CDATA[<p>نص <b>الخبر</b></p><item>]]></content:encoded></item>
<item><title><![CDATA[خبر ثان]]></title><pubDate>السبت 2 آذار 2024</pubDate><description>&lt;p&gt;نص&lt;/p&gt;</description></item>
</channel></rss>"#;

    #[test]
    fn entries_of_rss_with_arabic_dates() {
        let all: Vec<Record> = read(RSS.as_bytes()).into_iter().map(Result::unwrap).collect();
        assert_eq!(all.len(), 2);
        let r = &all[0];
        assert_eq!(
            (r.id.as_deref(), r.outlet.as_deref(), r.title.as_deref(), r.sighting.url.as_deref()),
            (Some("g1"), Some("وكالة المثال"), Some("خبر أول"), Some("http://a.example/1"))
        );
        assert_eq!(r.published.as_deref(), Some("Sat, 02 Mar 2024 10:00:00 +0300"));
        assert_eq!(all[1].published.as_deref(), Some("السبت 2 آذار 2024"));
        let Body::Fragment(html) = &r.body else { panic!("{:?}", r.body) };
        assert!(html.contains("<h1>خبر أول</h1>") && html.contains("<p>نص <b>الخبر</b></p>"));
        for r in &all {
            assert_eq!(&Record::from_capture(r.capture.clone(), r.sighting.clone()).unwrap(), r);
        }
        // Another download, other build date: the same captures.
        let later = RSS.replace("03 Mar", "04 Mar");
        let again: Vec<Record> = read(later.as_bytes()).into_iter().map(Result::unwrap).collect();
        assert_eq!(again[0].capture, all[0].capture);
    }

    #[test]
    fn entries_of_atom_and_rdf() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>المثال</title><updated>2024-03-02T00:00:00Z</updated>
<entry><id>x1</id><title>خبر</title><link href="http://a.example/2"/><updated>2024-03-02T10:00:00Z</updated><published>2024-03-01T10:00:00Z</published><content type="html">&lt;p&gt;نص&lt;/p&gt;</content></entry></feed>"#;
        let all = read(atom.as_bytes());
        let r = all[0].as_ref().unwrap();
        assert_eq!((r.id.as_deref(), r.published.as_deref()), (Some("x1"), Some("2024-03-01T10:00:00Z")));
        let rdf = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://a.example"><title>المثال</title></channel><item rdf:about="http://a.example/3"><title>خبر</title><link>http://a.example/3</link><dc:date>2024-03-01</dc:date><description>نص</description></item></rdf:RDF>"#;
        let all = read(rdf.as_bytes());
        let r = all[0].as_ref().unwrap();
        assert_eq!((r.published.as_deref(), r.outlet.as_deref()), (Some("2024-03-01"), Some("المثال")));
    }

    #[test]
    fn declared_encodings_hold_and_broken_feeds_are_errors() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(RSS);
        let bytes = String::from_utf8_lossy(b"")
            .into_owned()
            .into_bytes()
            .into_iter()
            .chain(bytes.iter().copied())
            .collect::<Vec<u8>>();
        let at = bytes.windows(5).position(|w| w == b"UTF-8").unwrap();
        let bytes = [&bytes[..at], b"windows-1256", &bytes[at + 5..]].concat();
        assert_eq!(read(&bytes)[0].as_ref().unwrap().title.as_deref(), Some("خبر أول"));
        assert!(read(b"<?xml version=\"1.0\"?><rss><channel><item><title>x")[0].is_err());
        assert!(
            records("x.rss", &b"<html></html>"[..], Format::Auto, &Limits::default())
                .next()
                .unwrap()
                .is_err()
        );
    }
}
