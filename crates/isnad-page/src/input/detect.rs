//! Which form an input has.

use super::gunzip;
use std::io::Read;

/// The form of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// To be told from the name and the first bytes.
    Auto,
    /// One report, plain text.
    Text,
    /// One report, an HTML page.
    Html,
    /// A JSON object a line.
    Jsonl,
    /// A header row and a row a report.
    Csv,
    /// A WARC or WET archive, plain or gzip.
    Warc,
    /// RSS or Atom.
    Feed,
    /// A Telegram Desktop export (result.json).
    Telegram,
}

impl Format {
    /// Every form, with its name on the command line.
    pub const ALL: &'static [(&'static str, Format)] = &[
        ("auto", Format::Auto),
        ("text", Format::Text),
        ("html", Format::Html),
        ("jsonl", Format::Jsonl),
        ("csv", Format::Csv),
        ("warc", Format::Warc),
        ("feed", Format::Feed),
        ("telegram", Format::Telegram),
    ];
}

impl std::str::FromStr for Format {
    type Err = String;
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Format::ALL.iter().find(|(n, _)| *n == name).map(|(_, f)| *f).ok_or_else(|| {
            let names: Vec<&str> = Format::ALL.iter().map(|(n, _)| *n).collect();
            format!("'{name}' is not one of: {}", names.join(", "))
        })
    }
}

/// The form of an input that is called `name` and begins with `head` (some thousand bytes are enough). Marks that
/// cannot be mistaken go before the name, the name before the looks. Never returns [`Format::Auto`].
pub fn detect(name: &str, head: &[u8]) -> Format {
    if gunzip::is_gzip(head) {
        return detect(without_gz(name), &gzip_head(head));
    }
    if head.starts_with(b"WARC/") {
        return Format::Warc;
    }
    let start = trim_start(head);
    match extension(name).as_str() {
        "warc" | "wet" => return Format::Warc,
        "jsonl" | "ndjson" => return Format::Jsonl,
        "csv" | "tsv" => return Format::Csv,
        "html" | "htm" | "xhtml" | "shtml" => return Format::Html,
        "rss" | "atom" | "rdf" => return Format::Feed,
        "txt" | "text" => return Format::Text,
        "json" if start.starts_with(b"{") && is_telegram(head) => return Format::Telegram,
        "json" if start.starts_with(b"{") => return Format::Jsonl,
        _ => {}
    }
    if start.starts_with(b"<") {
        return if is_feed(head) {
            Format::Feed
        } else if is_html(head) {
            Format::Html
        } else {
            Format::Text
        };
    }
    if start.starts_with(b"{") {
        return if is_telegram(head) {
            Format::Telegram
        } else if is_json_object(start) {
            Format::Jsonl
        } else {
            Format::Text
        };
    }
    if is_html(head) {
        return Format::Html;
    }
    if has_text_column(start) { Format::Csv } else { Format::Text }
}

/// The name without `.gz`.
pub(super) fn without_gz(name: &str) -> &str {
    name.strip_suffix(".gz").unwrap_or(name)
}

/// What the first bytes of a gzip stream hold.
pub(super) fn gzip_head(head: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    // The stream is cut off, so an error at its end says nothing.
    let _ = flate2::bufread::MultiGzDecoder::new(head).take(super::HEAD as u64).read_to_end(&mut out);
    out
}

/// Whether bytes are neither text of any encoding nor compressed text: they hold zero bytes and no UTF-16 mark.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(super::HEAD)];
    let utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    let signed = [&b"%PDF-"[..], b"\x89PNG", b"PK\x03\x04", b"\xff\xd8\xff", b"GIF8"];
    (!utf16 && memchr::memchr(0, head).is_some()) || signed.iter().any(|s| head.starts_with(s))
}

fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or("");
    file.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default()
}

fn trim_start(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start()
}

fn contains(head: &[u8], word: &str) -> bool {
    head.windows(word.len()).any(|w| w.eq_ignore_ascii_case(word.as_bytes()))
}

fn is_feed(head: &[u8]) -> bool {
    // A page that links to its feed holds `application/rss+xml`, not the element.
    ["<rss", "<feed", "<rdf:rdf"].iter().any(|w| contains(head, w)) && !contains(head, "<html")
}

fn is_html(head: &[u8]) -> bool {
    ["<!doctype html", "<html", "<head", "<body", "<div", "<article", "<p>", "<meta"]
        .iter()
        .any(|w| contains(head, w))
}

fn is_telegram(head: &[u8]) -> bool {
    let chat = contains(head, "\"messages\"") && contains(head, "\"type\"");
    let account = contains(head, "\"chats\"") || contains(head, "\"personal_information\"");
    let first_line = head.split(|&b| b == b'\n').next().unwrap_or(head);
    // The export is printed over many lines; a JSON line holds its whole object in the first.
    chat || (account && !first_line.trim_ascii().ends_with(b"}"))
}

/// Whether it begins with `{"`, as a JSON object does.
fn is_json_object(start: &[u8]) -> bool {
    matches!(start.get(1..).map(|s| s.trim_ascii_start()).and_then(|s| s.first()), Some(b'"' | b'}'))
}

fn has_text_column(start: &[u8]) -> bool {
    let line = start.split(|&b| b == b'\n').next().unwrap_or(b"");
    line.len() < 1000
        && line.contains(&b',')
        && line
            .split(|&b| b == b',')
            .any(|c| c.trim_ascii().trim_ascii_end() == b"text" || c.trim_ascii() == b"\"text\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told() {
        let feed = b"<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel>";
        let page = b"\xef\xbb\xbf<!DOCTYPE html><html dir=rtl>";
        let export = b"{\n \"name\": \"x\",\n \"type\": \"public_channel\",\n \"id\": 1,\n \"messages\": [\n";
        let cases: &[(&str, &[u8], Format)] = &[
            ("a.txt", b"WARC/1.0\r\n", Format::Warc),
            ("a.txt", b"<p>x", Format::Text),
            ("-", b"\xd9\x82\xd8\xb5\xd9\x81", Format::Text),
            ("-", b"{\"id\":\"1\",\"text\":\"x\"}\n", Format::Jsonl),
            ("-", b"{oddly} it began", Format::Text),
            ("result.json", export, Format::Telegram),
            ("-", export, Format::Telegram),
            ("x.json", b"{\"id\":1}", Format::Jsonl),
            ("x.xml", feed, Format::Feed),
            ("-", feed, Format::Feed),
            ("noname", page, Format::Html),
            ("-", b"id,text\n1,x\n", Format::Csv),
            ("-", b"One, two, text and so on\n", Format::Text),
            ("x.CSV", b"", Format::Csv),
            ("", b"", Format::Text),
            ("folder.html/file", b"x", Format::Text),
        ];
        for (name, head, want) in cases {
            assert_eq!(detect(name, head), *want, "{name} {}", String::from_utf8_lossy(head));
        }
        assert_eq!("warc".parse(), Ok(Format::Warc));
        assert!("word".parse::<Format>().is_err_and(|e| e.contains("telegram")));
    }

    #[test]
    fn compressed_input_is_told_by_what_it_holds() {
        use std::io::Write;
        let mut z = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        z.write_all(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n").unwrap();
        assert_eq!(detect("x", &z.finish().unwrap()), Format::Warc);
    }

    #[test]
    fn pictures_and_programs_are_not_text() {
        assert!(is_binary(b"\x7fELF\0\0") && is_binary(b"%PDF-1.7"));
        assert!(!is_binary("نص".as_bytes()) && !is_binary(b"\xff\xfeA\0"));
    }
}
