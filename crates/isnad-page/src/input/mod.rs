//! A stream of bytes as records.
//!
//! Every capture is a whole small document of its own form: a line of JSON, a CSV header with one row, a feed with one
//! entry, an export with one message, a page. So a capture out of the archive can be read again years later by
//! [`Record::from_capture`], without the file that it came from, and two sightings of one entry in two downloads of
//! a feed are one capture.

mod detect;
mod elements;
mod error;
mod feed;
mod gunzip;
mod http;
mod json;
mod lines;
mod table;
mod telegram;
mod warc;

pub use detect::{Format, detect};
pub use error::{InputError, InputErrorKind};
pub use json::TextRecord;

use crate::Limits;
use isnad_model::{Capture, Problem, Sighting};
use std::io::{BufRead, Cursor, Read};

/// How many bytes of the head of an input are looked at to tell its form.
const HEAD: usize = 8 << 10;

/// Where a record's text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// The capture's bytes are the text, in an encoding that is to be told.
    Plain,
    /// The text was given as such (JSON lines, CSV): positions count in it.
    Given(String),
    /// The text was put together from the capture (WET, Telegram): a reading carries it.
    Assembled(String),
    /// The capture's bytes are an HTML page.
    Page,
    /// A piece of HTML out of the capture (feed entry).
    Fragment(String),
}

/// One record of an input: its bytes, where it was met, and what the input says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The bytes.
    pub capture: Capture,
    /// Where they were met.
    pub sighting: Sighting,
    /// The id that the input gives.
    pub id: Option<String>,
    /// Where the text is.
    pub body: Body,
    /// Title, as the input gives it.
    pub title: Option<String>,
    /// Outlet, as the input gives it.
    pub outlet: Option<String>,
    /// Date of publication in the input's own words: one date or several.
    pub published: Option<String>,
    /// What went wrong on the way here.
    pub problems: Vec<Problem>,
}

impl Record {
    /// A record of a text at hand, as if it were a line of JSON.
    pub fn from_text(text: TextRecord) -> Self {
        json::from_text(text)
    }

    /// The record that `capture` holds, as it was when it was first read: captures are whole documents of their
    /// own form, and `media_type` says which.
    ///
    /// # Errors
    /// The capture is not of the form that its media type names.
    pub fn from_capture(capture: Capture, sighting: Sighting) -> Result<Self, InputError> {
        let kind = capture.media_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        match kind.as_str() {
            json::MEDIA => json::record(capture, sighting),
            table::MEDIA => table::record(capture, sighting),
            feed::RSS | feed::ATOM => feed::record(capture, sighting),
            telegram::MEDIA => telegram::record(capture, sighting),
            "text/html" | "application/xhtml+xml" => Ok(Record::new(capture, sighting, Body::Page)),
            "text/plain" if warc::is_conversion(&capture.media_type) => {
                let text = String::from_utf8_lossy(&capture.bytes).into_owned();
                Ok(Record::new(capture, sighting, Body::Assembled(text)))
            }
            "text/plain" => Ok(Record::new(capture, sighting, Body::Plain)),
            _ => Err(InputError::new(&sighting, InputErrorKind::NotText)),
        }
    }

    /// The encoding that the transport or the input declares.
    pub fn charset(&self) -> Option<&str> {
        http::parameter(&self.capture.media_type, "charset")
    }

    fn new(capture: Capture, sighting: Sighting, body: Body) -> Self {
        Record {
            capture,
            sighting,
            id: None,
            body,
            title: None,
            outlet: None,
            published: None,
            problems: Vec::new(),
        }
    }
}

/// The records of an input, in order. `name` is the file as the user named it. Memory is bounded by
/// [`Limits::capture`], however long the input is.
///
/// Compressed input (gzip) of any form is read as what it holds.
pub fn records<'r>(
    name: &str,
    reader: impl Read + Send + 'r,
    format: Format,
    limits: &Limits,
) -> Box<dyn Iterator<Item = Result<Record, InputError>> + Send + 'r> {
    let at = Sighting { file: name.to_owned(), ..Sighting::default() };
    let mut reader: Box<dyn BufRead + Send + 'r> =
        Box::new(std::io::BufReader::with_capacity(64 << 10, reader));
    let mut head = match take_head(&mut reader) {
        Ok(head) => head,
        Err(e) => return one(Err(InputError::new(&at, e.into()))),
    };
    let mut name = name.to_owned();
    if gunzip::is_gzip(&head) {
        let inner = detect::gzip_head(&head);
        let format = if format == Format::Auto { detect(detect::without_gz(&name), &inner) } else { format };
        let compressed = Cursor::new(head).chain(reader);
        if format == Format::Warc {
            return Box::new(warc::Warc::new(gunzip::Gunzip::new(compressed, limits), at, limits));
        }
        reader =
            Box::new(std::io::BufReader::with_capacity(64 << 10, gunzip::Gunzip::new(compressed, limits)));
        head = match take_head(&mut reader) {
            Ok(head) => head,
            Err(e) => return one(Err(InputError::new(&at, e.into()))),
        };
        name = detect::without_gz(&name).to_owned();
    }
    let format = if format == Format::Auto { detect(&name, &head) } else { format };
    let empty = head.is_empty();
    let reader = Cursor::new(head).chain(reader);
    match format {
        // An empty file of records holds none; an empty file that is one record is an empty page.
        _ if empty && !matches!(format, Format::Auto | Format::Text | Format::Html) => {
            Box::new(std::iter::empty())
        }
        Format::Auto | Format::Text => one(whole(reader, at, "text/plain", Body::Plain, limits)),
        Format::Html => one(whole(reader, at, "text/html", Body::Page, limits)),
        Format::Jsonl => Box::new(json::JsonLines::new(reader, at, limits)),
        Format::Csv => Box::new(table::Table::new(reader, at, limits)),
        Format::Warc => Box::new(warc::Warc::new(gunzip::Plain(reader), at, limits)),
        Format::Feed => feed::entries(reader, at, limits),
        Format::Telegram => Box::new(telegram::Telegram::new(reader, at, limits)),
    }
}

fn one<'r>(
    record: Result<Record, InputError>,
) -> Box<dyn Iterator<Item = Result<Record, InputError>> + Send + 'r> {
    Box::new(std::iter::once(record))
}

fn take_head(reader: &mut (impl BufRead + ?Sized)) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// All bytes, or an error where they are more than the limit.
fn read_whole(reader: impl Read, at: &Sighting, limits: &Limits) -> Result<Vec<u8>, InputError> {
    let mut bytes = Vec::new();
    reader
        .take(limits.capture as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| InputError::new(at, e.into()))?;
    if bytes.len() > limits.capture {
        return Err(InputError::new(at, InputErrorKind::TooLong { limit: limits.capture }));
    }
    Ok(bytes)
}

/// A file that is one record.
fn whole(
    reader: impl Read,
    at: Sighting,
    media: &str,
    body: Body,
    limits: &Limits,
) -> Result<Record, InputError> {
    let bytes = read_whole(reader, &at, limits)?;
    if detect::is_binary(&bytes) {
        return Err(InputError::new(&at, InputErrorKind::NotText));
    }
    Ok(Record::new(Capture::new(media, bytes), at, body))
}
