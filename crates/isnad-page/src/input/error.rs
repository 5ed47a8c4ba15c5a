//! What is no record at all.

use isnad_model::Sighting;

/// Something in an input that could not be read as a record. The records after it are still read.
#[derive(Debug, thiserror::Error)]
#[error("{at}: {kind}")]
pub struct InputError {
    /// Where, for a person: file and line, or file and number of the record.
    pub at: String,
    /// What is wrong.
    #[source]
    pub kind: InputErrorKind,
}

impl InputError {
    /// An error at a place.
    pub fn new(at: &Sighting, kind: InputErrorKind) -> Self {
        InputError { at: at.to_string(), kind }
    }
}

/// What is wrong with an input.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputErrorKind {
    /// The stream itself could not be read.
    #[error("cannot be read: {0}")]
    Io(std::io::Error),
    /// Compressed data is broken, or unpacks to more than is sane.
    #[error("compressed data is broken or unpacks without end ({0}); what came before it was read")]
    Compression(String),
    /// A line or message that is not the JSON that is expected.
    #[error("not the expected JSON ({reason}); expected {expected}")]
    Json {
        /// What the parser says.
        reason: String,
        /// What should stand there.
        expected: &'static str,
    },
    /// A CSV row or header that cannot be read.
    #[error(
        "not the expected CSV ({0}); expected a header row with a column 'text', and rows with as many fields"
    )]
    Csv(String),
    /// A WARC record that cannot be read.
    #[error(
        "not a WARC record ({0}); expected 'WARC/1.0' or 'WARC/1.1', header lines with Content-Length, and that many bytes"
    )]
    Warc(String),
    /// A feed that cannot be read.
    #[error("not a feed ({0}); expected RSS or Atom")]
    Feed(String),
    /// One record is longer than the limit.
    #[error("one record is longer than {limit} bytes and was skipped; split the input")]
    TooLong {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Neither text nor a known form.
    #[error(
        "holds neither text nor a known form (a picture, a program, a PDF?); name the form with --input if it is one"
    )]
    NotText,
}

impl From<std::io::Error> for InputErrorKind {
    fn from(e: std::io::Error) -> Self {
        match e.kind() {
            std::io::ErrorKind::InvalidData => InputErrorKind::Compression(e.to_string()),
            _ => InputErrorKind::Io(e),
        }
    }
}
