//! The integer key under which a word of a name is looked up, and the ways a written word may carry it.
//!
//! A key is the hash of the folded word without its article («الشدادي» and «شدادي» share one) and with one form of
//! «أبو». Single-letter proclitics are not part of a name, but no rule can tell «بغداد» from «ب» + «غداد»: so a word
//! gives several [`Reading`]s, and the longest name wins, with as few letters taken off as possible.

/// Hash of one word of a name.
pub(crate) type Key = u64;

/// FNV-1a. Written out because data/words.bin holds its values, so it must never change.
pub(crate) fn hash(word: &str) -> Key {
    word.bytes().fold(0xCBF2_9CE4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3))
}

/// Adds `key` to the hash of the words before it.
pub(crate) fn chain(sequence: u64, key: Key) -> u64 {
    (sequence.rotate_left(23) ^ key).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The word without its article, and whether it had one.
fn bare(word: &str) -> (&str, bool) {
    match word.strip_prefix("ال") {
        Some(rest) if rest.len() >= 4 => (rest, true),
        _ => (word, false),
    }
}

/// The key of a folded word.
pub(crate) fn key(word: &str) -> Key {
    match bare(word).0 {
        "ابي" | "ابا" => hash("ابو"),
        w => hash(w),
    }
}

/// The key of a folded word with its article.
pub(crate) fn exact(word: &str) -> Key {
    match word {
        "ابي" | "ابا" => hash("ابو"),
        w => hash(w),
    }
}

/// One way to read a written word: without its first letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    pub key: Key,
    /// Letters taken off as proclitics.
    pub letters: u8,
    /// Whether the article stood before what is left.
    pub article: bool,
    /// Whether one of the letters taken off was a preposition («ب», «ل», «ك»).
    pub preposition: bool,
}

/// The readings of a word; the whole word first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Readings {
    list: [Reading; 4],
    len: usize,
}

impl std::ops::Deref for Readings {
    type Target = [Reading];
    fn deref(&self) -> &[Reading] {
        &self.list[..self.len]
    }
}

impl Readings {
    /// The readings of a folded word.
    pub(crate) fn of(word: &str) -> Self {
        let whole = Reading { key: key(word), letters: 0, article: bare(word).1, preposition: false };
        let mut readings = Readings { list: [whole; 4], len: 1 };
        readings.strip_preposition(word, 0);
        if let Some(rest) = word.strip_prefix(['و', 'ف']).filter(|r| r.len() >= 4) {
            readings.push(Reading { key: key(rest), letters: 1, article: bare(rest).1, preposition: false });
            readings.strip_preposition(rest, 1);
        }
        readings
    }

    fn strip_preposition(&mut self, word: &str, letters: u8) {
        if let Some(rest) = word.strip_prefix("لل").filter(|r| r.len() >= 4) {
            // «للعراق» hides the alef of the article.
            self.push(Reading { key: hash(rest), letters: letters + 1, article: true, preposition: true });
        } else if let Some(rest) = word.strip_prefix(['ب', 'ل', 'ك']).filter(|r| r.len() >= 6) {
            self.push(Reading {
                key: key(rest),
                letters: letters + 1,
                article: bare(rest).1,
                preposition: true,
            });
        }
    }

    fn push(&mut self, reading: Reading) {
        if self.len < self.list.len() {
            self.list[self.len] = reading;
            self.len += 1;
        }
    }
}

/// `char::is_alphabetic`, with the letters that reports are written in answered before its tables are asked.
fn letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64a}' | 'a'..='z' | 'A'..='Z') || !c.is_ascii() && c.is_alphabetic()
}

/// The byte of `word` (as given) at which its letter number `letters` begins; marks and tatweel are no letters.
pub(crate) fn skip_letters(word: &str, letters: u8) -> usize {
    let mut left = letters;
    for (at, c) in word.char_indices() {
        if matches!(c, '\u{0640}' | '\u{064b}'..='\u{065f}' | '\u{0670}') || !letter(c) {
            continue;
        }
        if left == 0 {
            return at;
        }
        left -= 1;
    }
    word.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_take_off_conjunction_preposition_and_article() {
        let has = |word: &str, name: &str| Readings::of(word).iter().any(|r| r.key == key(name));
        for (word, name) in [
            ("بحلب", "حلب"),
            ("وحلب", "حلب"),
            ("وبحلب", "حلب"),
            ("للعراق", "العراق"),
            ("وللعراق", "العراق"),
            ("بغداد", "بغداد"),
            ("والرقه", "الرقه"),
            ("بالرقه", "الرقه"),
            ("ابي", "ابو"),
        ] {
            assert!(has(word, name), "{word} {name}");
        }
        assert!(!has("حلبجه", "حلب"));
    }

    #[test]
    fn letters_are_skipped_over_marks() {
        assert_eq!(&"بـِحلب"[skip_letters("بـِحلب", 1)..], "حلب");
        assert_eq!(skip_letters("حلب", 0), 0);
        assert_eq!(skip_letters("ب", 3), 2);
    }
}
