//! CSV: a header row that names the columns, then a row a report.

use super::{Body, InputError, InputErrorKind, Record, lines};
use crate::{Limits, decode};
use isnad_model::{Capture, Problem, ProblemCode, Sighting};
use std::io::BufRead;

/// Media type of a header with one row.
pub const MEDIA: &str = "text/csv";

/// The record of a capture that holds the header and one row.
pub fn record(capture: Capture, at: Sighting) -> Result<Record, InputError> {
    let fail = |why: String| InputError::new(&at, InputErrorKind::Csv(why));
    let decoded = decode::decode(&capture.bytes, None);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(decoded.text.as_bytes()))
        .from_reader(decoded.text.as_bytes());
    let header = reader.headers().map_err(|e| fail(e.to_string()))?.clone();
    let row = reader.records().next().ok_or_else(|| fail("the row is empty".into()))?.map_err(|e| match e
        .kind()
    {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            fail(format!("the row has {len} fields, the header {expected_len}"))
        }
        _ => fail(e.to_string()),
    })?;
    let field = |names: &[&str]| {
        names
            .iter()
            .filter_map(|n| header.iter().position(|h| h.trim().eq_ignore_ascii_case(n)))
            .find_map(|k| row.get(k).filter(|v| !v.trim().is_empty()))
            .map(str::to_owned)
    };
    if !header.iter().any(|h| h.trim().eq_ignore_ascii_case("text")) {
        return Err(fail("the header has no column 'text'".into()));
    }
    let trimmed = |names: &[&str]| field(names).map(|v| v.trim().to_owned());
    let mut problems = Vec::new();
    if decoded.replaced {
        let told =
            format!("Bytes of the row are not valid {}; U+FFFD stands in their place.", decoded.encoding);
        problems.push(Problem::new(ProblemCode::BadEncoding, told));
    }
    let (text, id) = (field(&["text"]).unwrap_or_default(), trimmed(&["id"]));
    let (title, outlet) = (trimmed(&["title", "page_title"]), trimmed(&["outlet", "publisher"]));
    let published = trimmed(&["published", "published_raw"]);
    let sighting =
        Sighting { url: trimmed(&["url"]), retrieved_at: trimmed(&["retrieved_at"]), ..at.clone() };
    drop(decoded);
    Ok(Record { id, title, outlet, published, problems, ..Record::new(capture, sighting, Body::Given(text)) })
}

/// The sign between columns: the one of comma, semicolon and tab that the header has most of.
fn delimiter(bytes: &[u8]) -> u8 {
    let header = bytes.split(|&b| b == b'\n').next().unwrap_or(b"");
    // The last of equals wins, so comma stands last.
    [b'\t', b';', b','].into_iter().max_by_key(|d| header.iter().filter(|b| *b == d).count()).unwrap_or(b',')
}

/// The rows of a stream.
pub struct Table<R> {
    reader: R,
    at: Sighting,
    limit: usize,
    /// The header row as it stands, with its end.
    header: Vec<u8>,
    /// Lines read so far.
    line: u64,
    done: bool,
}

/// One row, which may hold line ends inside quotes.
enum Row {
    Whole(Vec<u8>),
    TooLong,
    End,
}

impl<R: BufRead> Table<R> {
    /// Rows of `reader`, which is the file of `at`.
    pub fn new(reader: R, at: Sighting, limits: &Limits) -> Self {
        Table { reader, at, limit: limits.capture, header: Vec::new(), line: 0, done: false }
    }

    fn row(&mut self) -> std::io::Result<Row> {
        let (mut row, mut line, mut open, mut over) = (Vec::new(), Vec::new(), false, false);
        loop {
            match lines::read(&mut self.reader, &mut line, self.limit)? {
                lines::Line::End if over => return Ok(Row::TooLong),
                lines::Line::End if row.is_empty() => return Ok(Row::End),
                lines::Line::End => return Ok(Row::Whole(row)),
                lines::Line::TooLong => over = true,
                lines::Line::Whole => {
                    open ^= line.iter().filter(|&&b| b == b'"').count() % 2 == 1;
                    if row.len() + line.len() > self.limit {
                        // A quote that is never closed: what follows are rows again.
                        (over, open, row) = (true, false, Vec::new());
                    } else {
                        row.extend_from_slice(&line);
                        row.push(b'\n');
                    }
                }
            }
            self.line += 1;
            if over {
                return Ok(Row::TooLong);
            }
            if !open {
                return Ok(Row::Whole(row));
            }
        }
    }

    fn step(&mut self) -> Option<Result<Record, InputError>> {
        loop {
            let at = Sighting { line: Some(self.line + 1), ..self.at.clone() };
            let error = |kind| Some(Err(InputError::new(&at, kind)));
            match self.row() {
                Err(e) => {
                    self.done = true;
                    return error(e.into());
                }
                Ok(Row::End) => return None,
                Ok(Row::TooLong) => return error(InputErrorKind::TooLong { limit: self.limit }),
                Ok(Row::Whole(row)) if row.trim_ascii().is_empty() => {}
                Ok(Row::Whole(row)) if self.header.is_empty() => {
                    let row = row.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&row);
                    let names = String::from_utf8_lossy(row).to_ascii_lowercase();
                    let has_text = names
                        .trim()
                        .split([',', ';', '\t'])
                        .any(|n| n.trim().trim_matches('"').trim() == "text");
                    if !has_text {
                        self.done = true;
                        return error(InputErrorKind::Csv("the first row has no column 'text'".into()));
                    }
                    self.header = row.to_vec();
                }
                Ok(Row::Whole(row)) => {
                    let bytes = [self.header.as_slice(), &row].concat();
                    return Some(record(Capture::new(MEDIA, bytes), at));
                }
            }
        }
    }
}

impl<R: BufRead> Iterator for Table<R> {
    type Item = Result<Record, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done { None } else { self.step() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Vec<Result<Record, InputError>> {
        let at = Sighting { file: "f.csv".into(), ..Sighting::default() };
        Table::new(text, at, &Limits::default()).collect()
    }

    #[test]
    fn rows_may_hold_line_ends_and_errors_name_the_line() {
        let all =
            read("id,Text,url\r\n1,\"سطر\nسطر \"\"آخر\"\"\",http://a.example\r\n2,x\r\n3,y,\r\n".as_bytes());
        assert_eq!(all.len(), 3);
        let first = all[0].as_ref().unwrap();
        assert_eq!(first.body, Body::Given("سطر\nسطر \"آخر\"".into()));
        assert_eq!((first.sighting.line, first.sighting.url.as_deref()), (Some(2), Some("http://a.example")));
        let wrong = all[1].as_ref().unwrap_err().to_string();
        assert!(wrong.starts_with("f.csv:4: ") && wrong.contains("2 fields, the header 3"), "{wrong}");
        assert_eq!(all[2].as_ref().unwrap().id.as_deref(), Some("3"));
        let again = Record::from_capture(first.capture.clone(), first.sighting.clone()).unwrap();
        assert_eq!(again.body, first.body);
    }

    #[test]
    fn other_separators_and_encodings() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode("id;text\n1;وصل الوفد إلى المدينة في الصباح\n");
        assert_eq!(
            read(&bytes)[0].as_ref().unwrap().body,
            Body::Given("وصل الوفد إلى المدينة في الصباح".into())
        );
        assert_eq!(read(b"text\tid\na, b\t1\n")[0].as_ref().unwrap().body, Body::Given("a, b".into()));
    }

    #[test]
    fn a_header_without_text_is_one_error() {
        let all = read(b"id,words\n1,x\n2,y\n");
        assert!(all.len() == 1 && all[0].as_ref().unwrap_err().to_string().contains("f.csv:1"));
    }
}
