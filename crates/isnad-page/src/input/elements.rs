//! Walks a JSON document of any size and hands out the elements of its `messages` arrays one by one, raw.
//!
//! Only brackets, strings and keys are followed: whether an element is sound JSON is found out when it is parsed.

use std::io::{self, BufRead};

/// How deep brackets may nest around the messages.
const DEPTH: usize = 64;
/// How much of a string is kept.
const KEPT: usize = 4 << 10;

/// What stands around a message: the fields of its chat.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chat {
    /// Its name, as a JSON value.
    pub name: Option<String>,
    /// Its kind, as a JSON value.
    pub kind: Option<String>,
    /// Its id, as a JSON value.
    pub id: Option<String>,
}

/// One element.
#[derive(Debug, PartialEq, Eq)]
pub enum Element {
    /// The element's own bytes.
    Raw(Vec<u8>),
    /// It is longer than the limit and was passed over.
    TooLong,
}

/// The walk.
pub struct Elements<R> {
    reader: R,
    limit: usize,
    /// Objects and arrays that are open; arrays have an empty chat.
    open: Vec<Chat>,
    key: Option<String>,
    inside: bool,
    /// Whether an array of messages was met.
    pub found: bool,
}

impl<R: BufRead> Elements<R> {
    /// The elements in `reader`, none longer than `limit` bytes.
    pub fn new(reader: R, limit: usize) -> Self {
        Elements { reader, limit, open: Vec::new(), key: None, inside: false, found: false }
    }

    /// The chat that the last element is of.
    pub fn chat(&self) -> Chat {
        self.open.last().cloned().unwrap_or_default()
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let b = self.reader.fill_buf()?.first().copied();
        if b.is_some() {
            self.reader.consume(1);
        }
        Ok(b)
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.reader.fill_buf()?.first().copied() {
                Some(b) if b.is_ascii_whitespace() => self.reader.consume(1),
                other => return Ok(other),
            }
        }
    }

    /// The rest of a string after its opening quote, as a JSON value; `None` where it is too long to keep.
    fn string(&mut self) -> io::Result<Option<String>> {
        let (mut out, mut escaped, mut long) = (vec![b'"'], false, false);
        while let Some(b) = self.byte()? {
            if out.len() < KEPT {
                out.push(b)
            } else {
                long = true
            }
            match b {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => break,
                _ => {}
            }
        }
        Ok(String::from_utf8(out).ok().filter(|_| !long))
    }

    /// An element after its opening bracket.
    fn element(&mut self, first: u8) -> io::Result<Element> {
        let (mut out, mut depth, mut quoted, mut escaped, mut over) =
            (vec![first], 1usize, false, false, false);
        while depth > 0 {
            let part = self.reader.fill_buf()?;
            if part.is_empty() {
                break;
            }
            let mut n = 0;
            for &b in part {
                n += 1;
                match b {
                    _ if escaped => escaped = false,
                    b'\\' if quoted => escaped = true,
                    b'"' => quoted = !quoted,
                    b'{' | b'[' if !quoted => depth += 1,
                    b'}' | b']' if !quoted => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
            over |= out.len() + n > self.limit;
            if over {
                out = Vec::new();
            } else {
                out.extend_from_slice(&part[..n]);
            }
            self.reader.consume(n);
        }
        Ok(if over { Element::TooLong } else { Element::Raw(out) })
    }

    /// The next element.
    pub fn next_element(&mut self) -> io::Result<Option<Element>> {
        while let Some(b) = self.peek()? {
            self.reader.consume(1);
            if self.inside {
                match b {
                    b'{' => return self.element(b).map(Some),
                    b']' => self.inside = false,
                    b'"' => drop(self.string()?),
                    _ => {}
                }
                continue;
            }
            match b {
                b'[' if self.key.as_deref() == Some("\"messages\"") => {
                    self.key = None;
                    (self.inside, self.found) = (true, true);
                }
                b'{' | b'[' => {
                    if self.open.len() >= DEPTH {
                        return Err(io::Error::other("brackets are nested too deep"));
                    }
                    self.key = None;
                    self.open.push(Chat::default());
                }
                b'}' | b']' => {
                    self.key = None;
                    self.open.pop();
                }
                b'"' => {
                    let value = self.string()?;
                    if self.peek()? == Some(b':') {
                        self.reader.consume(1);
                        self.key = value;
                    } else {
                        self.value(value);
                    }
                }
                b',' => self.key = None,
                b'-' | b'0'..=b'9' => {
                    let mut number = String::from(char::from(b));
                    while let Some(&b) = self.reader.fill_buf()?.first()
                        && (b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-'))
                    {
                        self.reader.consume(1);
                        if number.len() < 40 {
                            number.push(char::from(b));
                        }
                    }
                    self.value(Some(number));
                }
                _ => {}
            }
        }
        Ok(None)
    }

    fn value(&mut self, value: Option<String>) {
        let (Some(key), Some(chat)) = (self.key.take(), self.open.last_mut()) else { return };
        match key.as_str() {
            "\"name\"" => chat.name = value,
            "\"type\"" => chat.kind = value,
            "\"id\"" => chat.id = value,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_of_all_chats_come_with_their_chat() {
        let text = r#"{"about":"x: {[","chats":{"list":[{"name":"a \"b\"","id":-5,"messages":[{"id":1,"t":"}]"},{"id":2}]},
            {"name":"c","messages":[{"long":"0123456789012345678901234567890123456789"},{"id":3}]}]}}"#;
        let mut e = Elements::new(io::BufReader::with_capacity(5, text.as_bytes()), 30);
        let mut all = Vec::new();
        while let Some(x) = e.next_element().unwrap() {
            all.push((e.chat().name.unwrap_or_default(), x));
        }
        let raw = |s: &str| Element::Raw(s.as_bytes().to_vec());
        assert_eq!(
            all,
            [
                ("\"a \\\"b\\\"\"".into(), raw(r#"{"id":1,"t":"}]"}"#)),
                ("\"a \\\"b\\\"\"".into(), raw(r#"{"id":2}"#)),
                ("\"c\"".into(), Element::TooLong),
                ("\"c\"".into(), raw(r#"{"id":3}"#)),
            ]
        );
    }

    #[test]
    fn depth_is_bounded() {
        assert!(Elements::new("[".repeat(1000).as_bytes(), 9).next_element().is_err());
    }
}
