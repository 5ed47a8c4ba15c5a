//! The bytes as they came, and each time that they were seen.

use crate::Sha256;
use serde::{Deserialize, Serialize};

/// The bytes of one record: a page, a WARC record, a feed entry, a JSON line, a post. Never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// SHA-256 of `bytes`: the capture's identity.
    pub sha256: Sha256,
    /// What the bytes are, as an internet media type (`text/html`, `text/plain`, `application/json`, …).
    pub media_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Capture {
    /// A capture of `bytes`.
    pub fn new(media_type: impl Into<String>, bytes: Vec<u8>) -> Self {
        Capture { sha256: Sha256::of(&bytes), media_type: media_type.into(), bytes }
    }
}

/// One time that a capture was met: each is a row of its own, so that two sightings of the same bytes
/// are neither two captures nor lost.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub struct Sighting {
    /// Address that the record gives for itself.
    pub url: Option<String>,
    /// When the record says that it was fetched (RFC 3339 where the input has a time). Never taken for the date of publication.
    pub retrieved_at: Option<String>,
    /// The file as the user named it; `-` is standard input.
    pub file: String,
    /// 1-based line of a line-based input (JSON lines, CSV), else `None`.
    pub line: Option<u64>,
    /// 0-based number of the record within the file for inputs of many records that have no lines (WARC, feed, Telegram).
    pub record: Option<u64>,
}

impl std::fmt::Display for Sighting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file)?;
        match (self.line, self.record) {
            (Some(line), _) => write!(f, ":{line}"),
            (None, Some(record)) => write!(f, " (record {})", record + 1),
            _ => Ok(()),
        }
    }
}
