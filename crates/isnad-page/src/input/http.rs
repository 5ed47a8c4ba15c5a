//! An HTTP answer as a web archive stores it: status, headers, body with its transfer and content encodings undone.

use crate::Limits;
use isnad_model::{Problem, ProblemCode};
use std::io::Read;

/// The parts of an answer that matter here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Status code; 0 where the status line cannot be read.
    pub status: u16,
    /// Content-Type as sent, in lower case.
    pub content_type: String,
    /// The body, decoded.
    pub body: Vec<u8>,
    /// What went wrong in decoding.
    pub problems: Vec<Problem>,
}

/// The value of `key` in a media type such as `text/html; charset="utf-8"`.
pub fn parameter<'m>(media_type: &'m str, key: &str) -> Option<&'m str> {
    media_type.split(';').skip(1).find_map(|p| {
        let (name, value) = p.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case(key) && !value.is_empty()).then_some(value)
    })
}

/// Reads a stored answer. Without header lines all of it is body.
pub fn answer(block: Vec<u8>, limits: &Limits) -> Answer {
    let Some((head, body_at)) = split_head(&block, limits.headers) else {
        return Answer { status: 0, content_type: String::new(), body: block, problems: Vec::new() };
    };
    let mut lines = head.split(|&b| b == b'\n').map(|l| String::from_utf8_lossy(l.trim_ascii()).into_owned());
    let status = lines.next().and_then(|l| l.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
    let (mut content_type, mut content_encoding, mut transfer) =
        (String::new(), String::new(), String::new());
    for line in lines {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = || value.trim().to_ascii_lowercase();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => content_type = value(),
            "content-encoding" => content_encoding = value(),
            "transfer-encoding" => transfer = value(),
            _ => {}
        }
    }
    let mut problems = Vec::new();
    let mut body = block;
    body.drain(..body_at);
    if transfer.contains("chunked")
        && let Some(whole) = unchunk(&body)
    {
        body = whole;
    }
    for encoding in content_encoding.rsplit(',').map(str::trim).filter(|e| !e.is_empty() && *e != "identity")
    {
        body = unpack(encoding, body, limits, &mut problems);
    }
    Answer { status, content_type, body, problems }
}

/// The header lines and where the body begins.
fn split_head(block: &[u8], limit: usize) -> Option<(&[u8], usize)> {
    if !block.starts_with(b"HTTP/") {
        return None;
    }
    let mut at = 0;
    let head = &block[..block.len().min(limit)];
    while let Some(n) = memchr::memchr(b'\n', &head[at..]) {
        let line = &head[at..at + n];
        if at > 0 && line.trim_ascii().is_empty() {
            return Some((&block[..at], at + n + 1));
        }
        at += n + 1;
    }
    None
}

/// The body without chunk sizes; `None` where it has none, since many archives store it already joined.
fn unchunk(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    loop {
        let Some(n) = memchr::memchr(b'\n', &body[at..]) else {
            return (at > 0).then_some(out);
        };
        let line = body[at..at + n].split(|&b| b == b';').next().unwrap_or(b"").trim_ascii();
        let size = std::str::from_utf8(line).ok().and_then(|l| usize::from_str_radix(l, 16).ok());
        let Some(size) = size else {
            return (at > 0).then_some(out);
        };
        at += n + 1;
        if size == 0 {
            return Some(out);
        }
        // The last chunk of a cut answer is shorter than it says.
        let end = at.saturating_add(size).min(body.len());
        out.extend_from_slice(&body[at..end]);
        at = end;
        if body[at..].starts_with(b"\r\n") {
            at += 2;
        } else if body[at..].starts_with(b"\n") {
            at += 1;
        }
    }
}

/// Undoes one content encoding, as far as it goes.
fn unpack(encoding: &str, body: Vec<u8>, limits: &Limits, problems: &mut Vec<Problem>) -> Vec<u8> {
    let bound = (body.len() as u64)
        .saturating_mul(limits.expansion)
        .max(limits.expansion_free)
        .min(limits.capture as u64);
    let mut out = Vec::new();
    let result = match encoding {
        // Stored already unpacked, as many crawlers do without touching the header.
        "gzip" | "x-gzip" if !body.starts_with(&[0x1f, 0x8b]) => return body,
        "gzip" | "x-gzip" => {
            flate2::read::MultiGzDecoder::new(&body[..]).take(bound + 1).read_to_end(&mut out).map(|_| ())
        }
        "deflate" => inflate(&body, bound, &mut out),
        "br" => brotli_decompressor::Decompressor::new(&body[..], 4096)
            .take(bound + 1)
            .read_to_end(&mut out)
            .map(|_| ()),
        _ => {
            problems.push(Problem::new(
                ProblemCode::BadCompression,
                format!(
                    "The answer is packed as '{encoding}', which is not known; expected gzip, deflate or br."
                ),
            ));
            return body;
        }
    };
    if out.is_empty() && result.is_err() && looks_plain(&body) {
        return body;
    }
    if out.len() as u64 > bound {
        out.truncate(bound as usize);
        problems.push(Problem::new(
            ProblemCode::BadCompression,
            format!("The answer unpacks to more than {bound} bytes; the rest was not read."),
        ));
    } else if let Err(e) = result {
        problems.push(Problem::new(
            ProblemCode::BadCompression,
            format!("The packed answer is broken ({e}); what came before was read."),
        ));
    }
    out
}

/// `deflate` is zlib by the standard and raw deflate by custom.
fn inflate(body: &[u8], bound: u64, out: &mut Vec<u8>) -> std::io::Result<()> {
    let zlib = flate2::read::ZlibDecoder::new(body).take(bound + 1).read_to_end(out);
    if zlib.is_err() && out.is_empty() {
        return flate2::read::DeflateDecoder::new(body).take(bound + 1).read_to_end(out).map(|_| ());
    }
    zlib.map(|_| ())
}

fn looks_plain(body: &[u8]) -> bool {
    let head = &body[..body.len().min(1024)];
    let start = head.trim_ascii_start();
    start.starts_with(b"<") || !head.utf8_chunks().any(|c| c.invalid().len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn read(block: &[u8]) -> Answer {
        answer(block.to_vec(), &Limits::default())
    }

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut z = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        z.write_all(bytes).unwrap();
        z.finish().unwrap()
    }

    #[test]
    fn chunks_and_encodings_are_undone() {
        let chunked = b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; Charset=windows-1256\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n<p>ab\r\n2\r\ncd\r\n0\r\n\r\n";
        let a = read(chunked);
        assert_eq!((a.status, a.body.as_slice()), (200, &b"<p>abcd"[..]));
        assert_eq!(parameter(&a.content_type, "charset"), Some("windows-1256"));
        for (name, packed) in [
            ("gzip", gz(b"<p>x")),
            ("deflate", {
                let mut z = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
                z.write_all(b"<p>x").unwrap();
                z.finish().unwrap()
            }),
            ("deflate", {
                let mut z = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
                z.write_all(b"<p>x").unwrap();
                z.finish().unwrap()
            }),
            // Stored unpacked under the old header.
            ("gzip", b"<p>x".to_vec()),
            ("br", b"<p>x".to_vec()),
        ] {
            let block =
                [format!("HTTP/1.1 200 OK\nContent-Encoding: {name}\n\n").as_bytes(), &packed].concat();
            let a = read(&block);
            assert_eq!((a.body.as_slice(), a.problems.len()), (&b"<p>x"[..], 0), "{name}");
        }
    }

    #[test]
    fn a_header_of_chunks_over_a_joined_body_is_no_harm() {
        let a = read(b"HTTP/1.1 200\nTransfer-Encoding: chunked\n\n<p>x</p>\n");
        assert_eq!(a.body, b"<p>x</p>\n");
    }

    #[test]
    fn a_bomb_is_cut_and_told() {
        let packed = gz(&vec![b' '; 60_000_000]);
        let a = read(&[&b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"[..], &packed].concat());
        assert!(a.body.len() <= 16_000_000 && a.problems[0].code == ProblemCode::BadCompression);
    }

    #[test]
    fn what_is_no_answer_is_body() {
        assert_eq!(read(b"<html>").body, b"<html>");
        assert_eq!(read(b"HTTP/1.1 200 OK").body, b"HTTP/1.1 200 OK");
    }
}
