//! Web archives: WARC (the pages as they were sent) and WET (the pages as flattened text).
//!
//! A small reader of our own. fastwarc 2 was looked at and left: it needs a seekable source (standard input is none), its
//! records cannot cross threads, one broken record ends its stream, and compressed data may unpack without
//! bound. Here a broken record is an error, and reading goes on at the next gzip member or `WARC/` line.
//!
//! The capture of a response is its body, with transfer and content encodings undone, and the charset of the HTTP header in its
//! media type: the same page out of two crawls is then one capture. WARC-Date is when the page was fetched, never when
//! it was published.

use super::gunzip::Members;
use super::http;
use super::{Body, InputError, InputErrorKind, Record, lines};
use crate::Limits;
use isnad_model::{Capture, Problem, ProblemCode, Sighting};
use std::io::{self, Read};

/// Media type of a page that came as flattened text.
const CONVERSION: &str = "text/plain; charset=utf-8; variant=wet";

/// Whether a capture of this media type came as flattened text.
pub fn is_conversion(media_type: &str) -> bool {
    http::parameter(media_type, "variant") == Some("wet")
}

/// The records of an archive that hold a page.
pub struct Warc<S> {
    source: S,
    at: Sighting,
    limits: Limits,
    /// Number of the next record of any kind.
    number: u64,
    /// Whether the last record was broken, so that what is passed over now is told only once.
    lost: bool,
    done: bool,
    line: Vec<u8>,
}

/// What a record says of itself.
#[derive(Debug, Default)]
struct Header {
    kind: String,
    uri: Option<String>,
    date: Option<String>,
    content_type: String,
    length: Option<u64>,
}

impl<S: Members> Warc<S> {
    /// The records of `source`, which is the file of `at`.
    pub fn new(source: S, at: Sighting, limits: &Limits) -> Self {
        Warc { source, at, limits: *limits, number: 0, lost: false, done: false, line: Vec::new() }
    }

    fn here(&self) -> Sighting {
        Sighting { record: Some(self.number), ..self.at.clone() }
    }

    /// An error here; what follows is passed over up to the next record.
    fn broken(&mut self, kind: InputErrorKind) -> Option<InputError> {
        let at = self.here();
        let told = std::mem::replace(&mut self.lost, true);
        (!told).then(|| InputError::new(&at, kind))
    }

    /// After an error of the stream itself: on to the next member, if there is one.
    fn failed(&mut self, e: io::Error) -> Option<InputError> {
        let compressed = e.kind() == io::ErrorKind::InvalidData;
        let error = self.broken(e.into());
        self.done = !compressed || !matches!(self.source.next_member(), Ok(true));
        error
    }

    /// The first line of the next record; `None` at the end.
    fn first_line(&mut self) -> io::Result<Option<Result<(), InputErrorKind>>> {
        loop {
            let read = lines::read(&mut self.source, &mut self.line, self.limits.headers)?;
            match read {
                lines::Line::End => return Ok(None),
                lines::Line::Whole if self.line.starts_with(b"WARC/") => return Ok(Some(Ok(()))),
                lines::Line::Whole if self.line.trim_ascii().is_empty() => {}
                _ if self.lost => {}
                _ => {
                    let kind =
                        InputErrorKind::Warc("something else stands where a record should begin".into());
                    return Ok(Some(Err(kind)));
                }
            }
        }
    }

    fn header(&mut self) -> io::Result<Result<Header, InputErrorKind>> {
        let mut header = Header::default();
        let mut total = 0;
        loop {
            let wrong = |what: &str| Ok(Err(InputErrorKind::Warc(what.into())));
            match lines::read(&mut self.source, &mut self.line, self.limits.headers)? {
                lines::Line::End => return wrong("the header lines are cut off"),
                lines::Line::TooLong => return wrong("a header line is too long"),
                lines::Line::Whole => {}
            }
            total += self.line.len();
            if total > self.limits.headers {
                return wrong("the header lines are too long");
            }
            if self.line.is_empty() {
                return Ok(Ok(header));
            }
            let line = String::from_utf8_lossy(&self.line);
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => header.kind = value.to_ascii_lowercase(),
                // Some writers put the address in angle brackets, as the standard once did.
                "warc-target-uri" => {
                    header.uri = Some(value.trim_start_matches('<').trim_end_matches('>').to_owned());
                }
                "warc-date" => header.date = Some(value.to_owned()),
                "content-type" => header.content_type = value.to_ascii_lowercase(),
                "content-length" => header.length = value.parse().ok(),
                _ => {}
            }
        }
    }

    /// The next record of any kind: `None` inside where it holds no page.
    fn step(&mut self) -> io::Result<Option<Result<Option<Record>, InputErrorKind>>> {
        let Some(first) = self.first_line()? else { return Ok(None) };
        let header = match first {
            Ok(()) => self.header()?,
            Err(kind) => Err(kind),
        };
        let header = match header {
            Ok(header) => header,
            Err(kind) => return Ok(Some(Err(kind))),
        };
        let Some(length) = header.length else {
            return Ok(Some(Err(InputErrorKind::Warc("Content-Length is missing or is no number".into()))));
        };
        let web = header.uri.as_deref().is_some_and(|u| u.starts_with("http"));
        let wanted = match header.kind.as_str() {
            "response" => {
                web && (header.content_type.is_empty() || header.content_type.starts_with("application/http"))
            }
            "conversion" => header.content_type.is_empty() || header.content_type.starts_with("text/plain"),
            "resource" => {
                header.content_type.starts_with("text/html") || header.content_type.starts_with("text/plain")
            }
            _ => false,
        };
        self.lost = false;
        if !wanted || length > self.limits.capture as u64 {
            io::copy(&mut (&mut self.source).take(length), &mut io::sink())?;
            let too_long = InputErrorKind::TooLong { limit: self.limits.capture };
            return Ok(Some(if wanted { Err(too_long) } else { Ok(None) }));
        }
        let mut block = Vec::new();
        (&mut self.source).take(length).read_to_end(&mut block)?;
        let cut = (block.len() as u64) < length;
        let mut record = self.record(header, block);
        if cut && let Some(r) = &mut record {
            let told =
                format!("The record is cut off: {length} bytes were expected. What is there was read.");
            r.problems.push(Problem::new(ProblemCode::BadRecord, told));
        }
        Ok(Some(Ok(record)))
    }

    fn record(&self, header: Header, block: Vec<u8>) -> Option<Record> {
        let sighting = Sighting { url: header.uri, retrieved_at: header.date, ..self.here() };
        let page = |media: &str| {
            let charset =
                http::parameter(media, "charset").map(|c| format!("; charset={c}")).unwrap_or_default();
            if media.starts_with("text/plain") {
                (format!("text/plain{charset}"), Body::Plain)
            } else {
                (format!("text/html{charset}"), Body::Page)
            }
        };
        match header.kind.as_str() {
            "conversion" => {
                let text = String::from_utf8_lossy(&block).into_owned();
                Some(Record::new(Capture::new(CONVERSION, block), sighting, Body::Assembled(text)))
            }
            "resource" => {
                let (media, body) = page(&header.content_type);
                Some(Record::new(Capture::new(media, block), sighting, body))
            }
            _ => {
                let answer = http::answer(block, &self.limits);
                // Redirections, refusals and pictures are no reports.
                let good = answer.status == 0 || (200..300).contains(&answer.status);
                let text = ["text/html", "application/xhtml", "text/plain"]
                    .iter()
                    .any(|t| answer.content_type.starts_with(t))
                    || (answer.content_type.is_empty() && answer.body.trim_ascii_start().starts_with(b"<"));
                if !good || !text || answer.body.trim_ascii().is_empty() {
                    return None;
                }
                let (media, body) = page(&answer.content_type);
                let mut record = Record::new(Capture::new(media, answer.body), sighting, body);
                record.problems = answer.problems;
                Some(record)
            }
        }
    }
}

impl<S: Members> Iterator for Warc<S> {
    type Item = Result<Record, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.step() {
                Err(e) => {
                    if let Some(error) = self.failed(e) {
                        return Some(Err(error));
                    }
                }
                Ok(None) => self.done = true,
                Ok(Some(Err(kind))) => {
                    let error = match kind {
                        // The record was passed over whole: the next begins where it should.
                        InputErrorKind::TooLong { .. } => Some(InputError::new(&self.here(), kind)),
                        kind => self.broken(kind),
                    };
                    self.number += 1;
                    if let Some(error) = error {
                        return Some(Err(error));
                    }
                }
                Ok(Some(Ok(record))) => {
                    self.number += 1;
                    if let Some(record) = record {
                        return Some(Ok(record));
                    }
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::{Body, Format, InputError, Limits, Record, records};
    use std::io::Write;

    fn entry(kind: &str, uri: &str, content_type: &str, block: &str) -> Vec<u8> {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <{uri}>\r\nWARC-Date: 2024-05-06T07:08:09Z\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
        .into_bytes()
    }

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut z = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        z.write_all(bytes).unwrap();
        z.finish().unwrap()
    }

    fn page(uri: &str, body: &str) -> Vec<u8> {
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n{body}");
        entry("response", uri, "application/http; msgtype=response", &block)
    }

    fn read(bytes: &[u8]) -> Vec<Result<Record, InputError>> {
        records("a.warc", bytes, Format::Auto, &Limits::default()).collect()
    }

    #[test]
    fn pages_come_out_plain_and_compressed_and_the_rest_is_passed_over() {
        let parts = [
            entry("warcinfo", "", "application/warc-fields", "software: x"),
            page("http://a.example/1", "<p>one"),
            entry("request", "http://a.example/1", "application/http", "GET / HTTP/1.1\r\n\r\n"),
            entry(
                "response",
                "http://a.example/2",
                "application/http",
                "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\ngone",
            ),
            entry("conversion", "http://a.example/3", "text/plain", "سطر\nسطر"),
        ];
        let plain = parts.concat();
        let members: Vec<u8> = parts.iter().flat_map(|p| gz(p)).collect();
        for bytes in [plain.clone(), members, gz(&plain)] {
            let all: Vec<Record> = read(&bytes).into_iter().map(Result::unwrap).collect();
            assert_eq!(all.len(), 2);
            assert_eq!(all[0].sighting.url.as_deref(), Some("http://a.example/1"));
            assert_eq!(all[0].sighting.retrieved_at.as_deref(), Some("2024-05-06T07:08:09Z"));
            assert_eq!((all[0].capture.bytes.as_slice(), all[0].sighting.record), (&b"<p>one"[..], Some(1)));
            assert_eq!(all[0].charset(), Some("utf-8"));
            assert_eq!(all[1].body, Body::Assembled("سطر\nسطر".into()));
            for r in all {
                assert_eq!(Record::from_capture(r.capture.clone(), r.sighting.clone()).unwrap(), r);
            }
        }
    }

    #[test]
    fn broken_records_are_told_once_and_the_rest_is_read() {
        let bad = b"WARC/1.0\r\nWARC-Type: response\r\n\r\nno length\r\nmore\r\n\r\n".to_vec();
        let all =
            read(&[page("http://a.example/1", "<p>one"), bad, page("http://a.example/2", "<p>two")].concat());
        assert_eq!(all.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
        assert!(all[1].as_ref().unwrap_err().to_string().starts_with("a.warc (record 2): not a WARC record"));
        let mut broken = gz(&page("http://a.example/1", &"words ".repeat(300)));
        let n = broken.len();
        broken[n / 2] ^= 0x55;
        let all = read(
            &[gz(&page("http://a.example/0", "<p>0")), broken, gz(&page("http://a.example/2", "<p>two"))]
                .concat(),
        );
        assert_eq!(all.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    }

    #[test]
    fn a_record_that_is_cut_off_is_read_as_far_as_it_goes() {
        let whole = page("http://a.example/1", "<p>one two three");
        let all = read(&whole[..whole.len() - 9]);
        assert_eq!(all[0].as_ref().unwrap().problems.len(), 1);
    }

    #[test]
    fn a_bomb_is_an_error_and_what_follows_is_read() {
        let bomb = gz(&page("http://a.example/1", &"\0".repeat(80_000_000)));
        let all = read(&[bomb, gz(&page("http://a.example/2", "<p>two"))].concat());
        assert_eq!(all.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, true]);
    }
}
