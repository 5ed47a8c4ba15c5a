//! Bytes to text: which encoding, and what could not be decoded.
//!
//! *Comes in*: bytes and, where something declares one, an encoding's name. *Goes out*: a string and whether bytes had to be
//! replaced. *Does not*: look inside HTML ([`crate::html`] finds the declaration in a page's head).
//!
//! Order: byte order mark, valid UTF-8, what is declared, what the letters look like. Valid UTF-8 goes before a
//! declaration because text of a single-byte encoding that has Arabic letters is never valid UTF-8 by chance, while
//! many Arabic pages still declare windows-1256 and are written in UTF-8.

use crate::letter;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_6, UTF_8, WINDOWS_1252, WINDOWS_1256};
use std::borrow::Cow;

/// A decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// The text, without a byte order mark.
    pub text: Cow<'b, str>,
    /// The encoding that was used.
    pub encoding: &'static str,
    /// Whether bytes were not valid in it, so that U+FFFD stands in their place.
    pub replaced: bool,
}

/// How many bytes are looked at to guess an encoding.
const SAMPLE: usize = 64 << 10;

/// Decodes `bytes`. `declared` is an encoding's label (`windows-1256`), if the input or its transport gives one.
pub fn decode<'b>(bytes: &'b [u8], declared: Option<&str>) -> Decoded<'b> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..]);
    }
    if valid_utf8(bytes) {
        return with(UTF_8, bytes);
    }
    // A declaration of UTF-8 that most of the text keeps to holds: a few bad bytes do not make it another encoding.
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    match declared {
        // UTF-8 that it is not, or the Western default that servers send unasked.
        Some(encoding) if encoding == UTF_8 && !mostly_utf8(bytes) => with(guess(bytes), bytes),
        Some(encoding) if encoding == WINDOWS_1252 => with(arabic(bytes).unwrap_or(encoding), bytes),
        Some(encoding) => with(encoding, bytes),
        None if mostly_utf8(bytes) => with(UTF_8, bytes),
        None => with(guess(bytes), bytes),
    }
}

fn with<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Decoded<'b> {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: encoding.name(), replaced }
}

/// Whether the bytes are UTF-8, but for a character that is cut off at the end.
fn valid_utf8(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(e) => e.error_len().is_none() && e.valid_up_to() > 0,
    }
}

/// Whether there are many more whole multi-byte characters than broken ones in the sample.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in sample.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 4 * broken
}

/// The encoding that the bytes look like.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    // The detector takes short Arabic for other single-byte encodings: if one of the two Arabic encodings gives
    // words that Arabic is full of, it is that one.
    arabic(sample).unwrap_or_else(|| detector.guess(None, Utf8Detection::Deny))
}

/// The Arabic single-byte encoding in which the bytes are Arabic, if there is one.
fn arabic(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    [WINDOWS_1256, ISO_8859_6]
        .into_iter()
        .map(|e| (arabic_score(e, sample), e))
        .filter(|&(score, _)| score > 0.1)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, e)| e)
}

/// How much the sample looks like Arabic in this encoding: the share of frequent words among its words, less what
/// no Arabic text holds; 0 where it is not Arabic at all.
fn arabic_score(encoding: &'static Encoding, sample: &[u8]) -> f64 {
    const FREQUENT: &[&str] =
        &["في", "من", "على", "إلى", "الى", "أن", "ان", "عن", "التي", "الذي", "مع", "هذا", "قال", "كما"];
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let (mut letters, mut arabic, mut odd) = (0usize, 0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        letters += usize::from(letter::alphabetic(c));
        arabic += usize::from(matches!(c, '\u{621}'..='\u{64a}'));
        odd +=
            usize::from(c == '\u{fffd}' || c.is_control() || matches!(c, 'À'..='ÿ' | '\u{679}'..='\u{6d3}'));
    }
    if arabic < 4 || (arabic as f64) < 0.7 * letters as f64 {
        return 0.0;
    }
    let words: Vec<&str> =
        text.split(|c: char| !letter::alphabetic(c)).filter(|w| !w.is_empty() && !w.is_ascii()).collect();
    let known = words
        .iter()
        .filter(|w| FREQUENT.contains(w) || (w.starts_with("ال") && w.chars().count() > 3))
        .count();
    if known == 0 {
        return 0.0;
    }
    (known as f64 / words.len() as f64 - odd as f64 / (arabic + odd) as f64).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SENTENCE: &str =
        "قال الناطق باسم البلدية إن الطريق إلى القرية مفتوح منذ الصباح، وإن العمل في الجسر لم ينته بعد.";

    #[test]
    fn arabic_encodings_are_told_with_and_without_a_declaration() {
        for encoding in [WINDOWS_1256, ISO_8859_6] {
            let bytes = encoding.encode(SENTENCE).0.into_owned();
            let guessed = decode(&bytes, None);
            assert_eq!(guessed.text, SENTENCE, "{}", encoding.name());
            assert_eq!(decode(&bytes, Some(encoding.name())).text, SENTENCE);
            assert_eq!(decode(&bytes, Some("utf-8")).text, SENTENCE, "a wrong declaration of UTF-8");
        }
        assert_eq!(
            decode(SENTENCE.as_bytes(), Some("windows-1256")).text,
            SENTENCE,
            "a wrong declaration of another"
        );
    }

    #[test]
    fn byte_order_marks_go_first() {
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(SENTENCE.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&utf16, Some("windows-1256")).text, SENTENCE);
        let utf8 = [b"\xef\xbb\xbf", SENTENCE.as_bytes()].concat();
        assert_eq!(decode(&utf8, None).text, SENTENCE);
    }

    #[test]
    fn a_few_bad_bytes_leave_utf8_what_it_is() {
        let mut bytes = SENTENCE.as_bytes().to_vec();
        bytes.insert(0, 0xff);
        let d = decode(&bytes, None);
        assert!(d.replaced && d.encoding == "UTF-8" && d.text.ends_with(SENTENCE));
    }

    #[test]
    fn french_stays_french() {
        let text =
            "Le général a déclaré à la presse qu'un été très chaud était à prévoir près de la frontière.";
        let bytes = WINDOWS_1252.encode(text).0.into_owned();
        assert_eq!(decode(&bytes, None).text, text);
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes in proptest::collection::vec(any::<u8>(), 0..300), label in "[a-z0-9-]{0,12}") {
            let d = decode(&bytes, Some(&label));
            prop_assert!(d.text.len() <= 3 * bytes.len() + 3);
        }
    }
}
