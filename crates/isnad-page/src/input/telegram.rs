//! Telegram Desktop exports (result.json), of one chat or of a whole account.
//!
//! The capture of a message is a smallest export: the chat's name, kind and id, and the one message with its own bytes.

use super::elements::{Element, Elements};
use super::json::Words;
use super::{Body, InputError, InputErrorKind, Record};
use crate::Limits;
use isnad_model::{Capture, Sighting};
use serde::Deserialize;
use std::io::BufRead;

/// Media type of an export with one message.
pub const MEDIA: &str = "application/vnd.telegram-export+json";

const EXPECTED: &str =
    "an export of Telegram Desktop (result.json): objects with \"messages\", each with \"text\" and \"date\"";

#[derive(Deserialize)]
struct Export {
    #[serde(default)]
    name: Words,
    #[serde(default)]
    id: Words,
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    id: Words,
    #[serde(default, rename = "type")]
    kind: Words,
    #[serde(default)]
    date: Words,
    #[serde(default)]
    text: Text,
}

/// A message's text: a string, or strings and marked strings.
#[derive(Deserialize, Default)]
#[serde(untagged)]
enum Text {
    #[default]
    None,
    One(String),
    Many(Vec<Part>),
    Other(serde::de::IgnoredAny),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Part {
    Plain(String),
    Marked { text: String },
    Other(serde::de::IgnoredAny),
}

impl Text {
    fn joined(self) -> String {
        match self {
            Text::None | Text::Other(_) => String::new(),
            Text::One(text) => text,
            Text::Many(parts) => parts
                .into_iter()
                .map(|p| match p {
                    Part::Plain(text) | Part::Marked { text } => text,
                    Part::Other(_) => String::new(),
                })
                .collect(),
        }
    }
}

/// The record of a capture that holds one message; its text is empty where the message has none.
pub fn record(capture: Capture, at: Sighting) -> Result<Record, InputError> {
    message(capture, at).map(|(record, _)| record)
}

/// The record, and whether the message is a report at all: it has text and is no notice of the service.
fn message(capture: Capture, at: Sighting) -> Result<(Record, bool), InputError> {
    let fail = |reason: String| InputError::new(&at, InputErrorKind::Json { reason, expected: EXPECTED });
    let export: Export = serde_json::from_slice(&capture.bytes).map_err(|e| fail(e.to_string()))?;
    let Some(message) = export.messages.into_iter().next() else {
        return Err(fail("there is no message".into()));
    };
    let service = message.kind.0.as_deref().is_some_and(|k| k != "message");
    let text = message.text.joined();
    let report = !service && !text.trim().is_empty();
    let chat = export.id.0.or_else(|| export.name.0.clone());
    let id = match (chat, message.id.0) {
        (Some(chat), Some(id)) => Some(format!("{chat}/{id}")),
        (None, id) => id,
        (Some(_), None) => None,
    };
    // The post's own time: it is publication, not the time of the export.
    let record = Record {
        id,
        outlet: export.name.0,
        published: message.date.0,
        ..Record::new(capture, at, Body::Assembled(text))
    };
    Ok((record, report))
}

/// The messages of an export.
pub struct Telegram<R> {
    elements: Elements<R>,
    at: Sighting,
    number: u64,
    limit: usize,
    done: bool,
}

impl<R: BufRead> Telegram<R> {
    /// Messages of `reader`, which is the file of `at`.
    pub fn new(reader: R, at: Sighting, limits: &Limits) -> Self {
        Telegram {
            elements: Elements::new(reader, limits.capture),
            at,
            number: 0,
            limit: limits.capture,
            done: false,
        }
    }
}

impl<R: BufRead> Iterator for Telegram<R> {
    type Item = Result<Record, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let at = Sighting { record: Some(self.number), ..self.at.clone() };
            let element = match self.elements.next_element() {
                Ok(Some(element)) => element,
                Ok(None) if self.elements.found => return None,
                end => {
                    self.done = true;
                    let reason = end.err().map_or("no messages in it".into(), |e| e.to_string());
                    return Some(Err(InputError::new(
                        &at,
                        InputErrorKind::Json { reason, expected: EXPECTED },
                    )));
                }
            };
            self.number += 1;
            let Element::Raw(raw) = element else {
                return Some(Err(InputError::new(&at, InputErrorKind::TooLong { limit: self.limit })));
            };
            let chat = self.elements.chat();
            let mut bytes = b"{".to_vec();
            for (key, value) in [("name", chat.name), ("type", chat.kind), ("id", chat.id)] {
                if let Some(value) = value {
                    bytes.extend_from_slice(format!("\"{key}\":{value},").as_bytes());
                }
            }
            bytes.extend_from_slice(b"\"messages\":[");
            bytes.extend_from_slice(&raw);
            bytes.extend_from_slice(b"]}");
            match message(Capture::new(MEDIA, bytes), at) {
                Ok((_, false)) => {}
                Ok((record, true)) => return Some(Ok(record)),
                Err(e) => return Some(Err(e)),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Result<Record, InputError>> {
        let at = Sighting { file: "result.json".into(), ..Sighting::default() };
        Telegram::new(text.as_bytes(), at, &Limits::default()).collect()
    }

    #[test]
    fn posts_come_out_and_notices_do_not() {
        let all = read(
            r#"{ "name": "شبكة المثال", "type": "public_channel", "id": 77,
            "messages": [
              {"id": 1, "type": "service", "date": "2024-03-01T10:00:00", "actor": "x", "text": ""},
              {"id": 2, "type": "message", "date": "2024-03-02T11:00:00", "text": "خبر أول"},
              {"id": 3, "type": "message", "date": "2024-03-03T11:00:00", "text": ["خبر ", {"type":"bold","text":"ثان"}, " #وسم"]},
              {"id": 4, "type": "message", "date": "2024-03-04T11:00:00", "text": ""},
              {"id": 5, "type": "message", "text": {"odd": [1]}},
              {"id": 6, "type": "message", "text": broken},
              {"id": 7, "type": "message", "date": "2024-03-05T11:00:00", "text": "خبر ثالث"}
            ]}"#,
        );
        assert_eq!(all.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, false, true]);
        let second = all[1].as_ref().unwrap();
        assert_eq!(second.body, Body::Assembled("خبر ثان #وسم".into()));
        assert_eq!(
            (
                second.id.as_deref(),
                second.outlet.as_deref(),
                second.published.as_deref(),
                second.sighting.record
            ),
            (Some("77/3"), Some("شبكة المثال"), Some("2024-03-03T11:00:00"), Some(2))
        );
        assert_eq!(&Record::from_capture(second.capture.clone(), second.sighting.clone()).unwrap(), second);
    }

    #[test]
    fn other_json_is_an_error() {
        assert!(read("{\"id\": 1}")[0].is_err());
    }
}
