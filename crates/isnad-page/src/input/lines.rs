//! Lines of any length up to a limit, without holding what is longer.

use std::io::{self, BufRead};

/// How a line ended up.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// The line is in the buffer, without its end.
    Whole,
    /// The line was longer than the limit and was passed over.
    TooLong,
    /// There is no further line.
    End,
}

/// Reads one line into `line`.
pub fn read(reader: &mut impl BufRead, line: &mut Vec<u8>, limit: usize) -> io::Result<Line> {
    line.clear();
    let mut any = false;
    let mut over = false;
    loop {
        let part = match reader.fill_buf() {
            Ok(part) => part,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        if part.is_empty() {
            break;
        }
        any = true;
        let end = memchr::memchr(b'\n', part);
        let take = end.unwrap_or(part.len());
        if over || line.len() + take > limit {
            over = true;
            *line = Vec::new();
        } else {
            line.extend_from_slice(&part[..take]);
        }
        reader.consume(take + usize::from(end.is_some()));
        if end.is_some() {
            break;
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(match (any, over) {
        (false, _) => Line::End,
        (_, true) => Line::TooLong,
        _ => Line::Whole,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_passed_over_and_the_rest_is_read() {
        let mut r = io::BufReader::with_capacity(3, &b"one\r\nfar too long\n\nlast"[..]);
        let mut line = Vec::new();
        assert_eq!((read(&mut r, &mut line, 5).unwrap(), line.as_slice()), (Line::Whole, &b"one"[..]));
        assert_eq!(read(&mut r, &mut line, 5).unwrap(), Line::TooLong);
        assert_eq!((read(&mut r, &mut line, 5).unwrap(), line.as_slice()), (Line::Whole, &b""[..]));
        assert_eq!((read(&mut r, &mut line, 5).unwrap(), line.as_slice()), (Line::Whole, &b"last"[..]));
        assert_eq!(read(&mut r, &mut line, 5).unwrap(), Line::End);
    }
}
