//! JSON lines: one object a line, {"id","text"} and what else is known.

use super::{Body, InputError, InputErrorKind, Record, lines};
use crate::Limits;
use isnad_model::{Capture, Sighting};
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use std::io::BufRead;

/// Media type of a line.
pub const MEDIA: &str = "application/json";

const EXPECTED: &str =
    "one object a line: {\"id\": …, \"text\": …} and optionally url, title, outlet, published, retrieved_at";

/// A text at hand, with what is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TextRecord {
    /// Identity.
    pub id: String,
    /// The text.
    pub text: String,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Outlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Date of publication, in any of the usual forms; may be several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// When it was fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retrieved_at: Option<String>,
}

/// A string, or what stands for one (a number, several strings); anything else is passed over.
#[derive(Debug, Default)]
pub struct Words(pub Option<String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Words;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string")
            }
            fn visit_str<E>(self, v: &str) -> Result<Words, E> {
                Ok(Words(Some(v.trim()).filter(|v| !v.is_empty()).map(str::to_owned)))
            }
            fn visit_u64<E>(self, v: u64) -> Result<Words, E> {
                Ok(Words(Some(v.to_string())))
            }
            fn visit_i64<E>(self, v: i64) -> Result<Words, E> {
                Ok(Words(Some(v.to_string())))
            }
            fn visit_f64<E>(self, v: f64) -> Result<Words, E> {
                Ok(Words(Some(v.to_string())))
            }
            fn visit_bool<E>(self, _: bool) -> Result<Words, E> {
                Ok(Words(None))
            }
            fn visit_unit<E>(self) -> Result<Words, E> {
                Ok(Words(None))
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Words, A::Error> {
                let mut all = String::new();
                while let Some(Words(part)) = seq.next_element()? {
                    let Some(part) = part else { continue };
                    if !all.is_empty() {
                        all.push(' ');
                    }
                    all.push_str(&part);
                }
                Ok(Words(Some(all).filter(|a| !a.is_empty())))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Words, A::Error> {
                while map.next_entry::<de::IgnoredAny, de::IgnoredAny>()?.is_some() {}
                Ok(Words(None))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// A line, with the names that other collections give to the same fields.
#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    id: Words,
    text: String,
    #[serde(default)]
    url: Words,
    #[serde(default)]
    title: Words,
    #[serde(default)]
    page_title: Words,
    #[serde(default)]
    outlet: Words,
    #[serde(default)]
    publisher: Words,
    #[serde(default)]
    published: Words,
    #[serde(default)]
    published_raw: Words,
    #[serde(default)]
    retrieved_at: Words,
}

/// The record of one line.
pub fn record(capture: Capture, at: Sighting) -> Result<Record, InputError> {
    let row: Row = serde_json::from_slice(&capture.bytes).map_err(|e| {
        InputError::new(&at, InputErrorKind::Json { reason: e.to_string(), expected: EXPECTED })
    })?;
    let sighting = Sighting { url: row.url.0, retrieved_at: row.retrieved_at.0, ..at };
    Ok(Record {
        id: row.id.0,
        title: row.title.0.or(row.page_title.0),
        outlet: row.outlet.0.or(row.publisher.0),
        published: row.published.0.or(row.published_raw.0),
        ..Record::new(capture, sighting, Body::Given(row.text))
    })
}

/// The record of a text at hand.
pub fn from_text(text: TextRecord) -> Record {
    // A struct of strings always has a JSON form.
    let bytes = serde_json::to_vec(&text).unwrap_or_default();
    let sighting = Sighting { url: text.url, retrieved_at: text.retrieved_at, ..Sighting::default() };
    Record {
        id: Some(text.id),
        title: text.title,
        outlet: text.outlet,
        published: text.published,
        ..Record::new(Capture::new(MEDIA, bytes), sighting, Body::Given(text.text))
    }
}

/// The lines of a stream.
pub struct JsonLines<R> {
    reader: R,
    at: Sighting,
    line: u64,
    limit: usize,
    buffer: Vec<u8>,
    done: bool,
}

impl<R: BufRead> JsonLines<R> {
    /// Lines of `reader`, which is the file of `at`.
    pub fn new(reader: R, at: Sighting, limits: &Limits) -> Self {
        JsonLines { reader, at, line: 0, limit: limits.capture, buffer: Vec::new(), done: false }
    }
}

impl<R: BufRead> Iterator for JsonLines<R> {
    type Item = Result<Record, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            self.line += 1;
            let at = Sighting { line: Some(self.line), ..self.at.clone() };
            match lines::read(&mut self.reader, &mut self.buffer, self.limit) {
                Err(e) => {
                    self.done = true;
                    return Some(Err(InputError::new(&at, e.into())));
                }
                Ok(lines::Line::End) => return None,
                Ok(lines::Line::TooLong) => {
                    return Some(Err(InputError::new(&at, InputErrorKind::TooLong { limit: self.limit })));
                }
                Ok(lines::Line::Whole) => {
                    let mark = usize::from(self.line == 1 && self.buffer.starts_with(b"\xef\xbb\xbf")) * 3;
                    let bytes = &self.buffer[mark..];
                    if bytes.trim_ascii().is_empty() {
                        continue;
                    }
                    return Some(record(Capture::new(MEDIA, bytes.to_vec()), at));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Result<Record, InputError>> {
        let at = Sighting { file: "f.jsonl".into(), ..Sighting::default() };
        JsonLines::new(text.as_bytes(), at, &Limits::default()).collect()
    }

    #[test]
    fn bad_lines_are_told_with_file_and_line_and_the_rest_is_read() {
        let all = read(
            "\u{feff}{\"id\":7,\"text\":\" x \"}\r\n\nnonsense\n{\"id\":\"b\"}\n{\"id\":\"c\",\"text\":\"y\",\"published\":null,\"extra\":{\"a\":[1]}}",
        );
        assert_eq!(all.len(), 4);
        let first = all[0].as_ref().unwrap();
        assert_eq!((first.id.as_deref(), &first.body), (Some("7"), &Body::Given(" x ".into())));
        assert_eq!(first.capture.bytes, b"{\"id\":7,\"text\":\" x \"}");
        let errors: Vec<String> =
            all.iter().filter_map(|r| r.as_ref().err()).map(ToString::to_string).collect();
        assert!(errors[0].starts_with("f.jsonl:3: not the expected JSON"), "{errors:?}");
        assert!(
            errors[1].starts_with("f.jsonl:4: ") && errors[1].contains("missing field `text`"),
            "{errors:?}"
        );
        assert_eq!(all[3].as_ref().unwrap().sighting.line, Some(5));
    }

    #[test]
    fn names_of_other_collections_are_known() {
        let all = read(
            "{\"id\":\"a\",\"text\":\"t\",\"publisher\":\"p\",\"page_title\":\"q\",\"published_raw\":[\"2024-01-02\",\"2024-01-03\"],\"retrieved_at\":\"2025-01-01T00:00:00Z\",\"url\":\"\"}",
        );
        let r = all[0].as_ref().unwrap();
        assert_eq!(
            (r.outlet.as_deref(), r.title.as_deref(), r.published.as_deref(), r.sighting.url.as_deref()),
            (Some("p"), Some("q"), Some("2024-01-02 2024-01-03"), None)
        );
    }

    #[test]
    fn a_text_at_hand_is_the_record_of_its_line() {
        let text = TextRecord {
            id: "a".into(),
            text: "ن\nص".into(),
            title: Some("ع".into()),
            ..TextRecord::default()
        };
        let made = Record::from_text(text);
        let again = Record::from_capture(made.capture.clone(), made.sighting.clone()).unwrap();
        assert_eq!(made, again);
    }

    #[test]
    fn nesting_without_end_is_an_error() {
        let deep = format!("{{\"text\":\"x\",\"a\":{}", "[".repeat(100_000));
        assert!(read(&deep)[0].is_err());
    }
}
