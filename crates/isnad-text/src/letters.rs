//! One character, folded for matching.
//!
//! *Comes in*: one `char`. *Goes out*: what it is when texts are matched: a mark that does not count, an invisible
//! sign, tatweel, or the letter it stands for.
//! *Does not*: look at neighbours; that is the work of [`crate::lexer`].

use unicode_normalization::UnicodeNormalization;

/// What becomes of a character when texts are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fold {
    /// A diacritic or Quranic mark: dropped, belongs to the letter before it.
    Mark,
    /// An invisible or direction sign: dropped.
    Hidden,
    /// Tatweel: dropped.
    Tatweel,
    /// One character.
    One(char),
    /// Several letters (ligatures such as «ﻻ»); [`expand`] gives them.
    Many,
}

/// Tags of the table below; letters are stored as themselves.
const MARK: u16 = 0;
const TATWEEL: u16 = 1;
const HIDDEN: u16 = 2;

/// U+0600 to U+06FF. The block is the inner loop of everything, so it is a table made at compile time.
const ARABIC: [u16; 256] = {
    let mut table = [0u16; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = fold_arabic(0x600 + i as u16);
        i += 1;
    }
    table
};

const fn fold_arabic(c: u16) -> u16 {
    match c {
        0x61C => HIDDEN,
        0x640 => TATWEEL,
        0x610..=0x61A | 0x64B..=0x65F | 0x670 | 0x674 | 0x6D6..=0x6DC | 0x6DF..=0x6E8 | 0x6EA..=0x6ED => MARK,
        // أ إ آ ٱ and their rarer sisters
        0x622 | 0x623 | 0x625 | 0x671 | 0x672 | 0x673 | 0x675 => 0x627,
        // ؤ ٶ
        0x624 | 0x676 => 0x648,
        // ئ ى ی ۍ ے ۓ ٸ ؠ
        0x626 | 0x649 | 0x6CC | 0x6CD | 0x6D2 | 0x6D3 | 0x678 | 0x620 => 0x64A,
        // ة ھ ہ ۀ ۂ ۃ ە ۿ
        0x629 | 0x6BE | 0x6C0..=0x6C3 | 0x6D5 | 0x6FF => 0x647,
        // ک ڪ
        0x6A9 | 0x6AA => 0x643,
        // ڭ stays; ٴ is a mark. Digits of both sets:
        0x660..=0x669 => c - 0x660 + 0x30,
        0x6F0..=0x6F9 => c - 0x6F0 + 0x30,
        // ٪ ٫ ٬
        0x66A => 0x25,
        0x66B => 0x2E,
        0x66C => 0x2C,
        c => c,
    }
}

/// Marks of the letters in [`PLAIN`]: an alef of any kind, one with hamza, one of the kinds of «ة».
const ALEF: u32 = 1 << 16;
const HAMZA: u32 = 1 << 17;
const TEH: u32 = 1 << 18;

/// The two bytes of the first letter of the block, U+0600, as one number.
const FIRST: u16 = 0xD880;

/// Of those characters of the block that are one Arabic letter each the folded letter, as its two bytes of UTF-8, and its marks;
/// 0 for all others. The place is the two bytes of UTF-8 as one number, less [`FIRST`].
const PLAIN: [u32; 0x340] = {
    let mut table = [0u32; 0x340];
    let mut i = 0;
    while i < 256 {
        let folded = ARABIC[i] as u32;
        if let Some(c) = char::from_u32(folded)
            && is_arabic(c)
        {
            let marks = match 0x600 + i {
                0x623 | 0x625 => ALEF | HAMZA,
                0x622 | 0x627 | 0x671 => ALEF,
                0x629 | 0x6C3 => TEH,
                _ => 0,
            };
            table[i / 64 * 256 + i % 64] = 0xC0 | folded >> 6 | (0x80 | folded & 0x3F) << 8 | marks;
        }
        i += 1;
    }
    table
};

/// What [`PLAIN`] says of the letter that two bytes of UTF-8 stand for; 0 where they are no plain letter of the block.
#[inline]
fn plain(bytes: [u8; 2]) -> u32 {
    let at = u16::from_be_bytes(bytes).wrapping_sub(FIRST);
    PLAIN.get(usize::from(at)).copied().unwrap_or(0)
}

/// How many of the first bytes are plain letters.
#[inline]
pub(crate) fn plain_run(bytes: &[u8]) -> usize {
    bytes.as_chunks().0.iter().take_while(|&&two| plain(two) != 0).count() * 2
}

/// What [`fold_plain`] saw.
pub(crate) struct Plain {
    /// The last letter was written «ة».
    pub teh: bool,
    /// The first alef among the first five letters carries a hamza.
    pub hamza: bool,
}

/// As [`fold_word`], for words of plain letters alone, as nearly all are; `None` (and nothing put out) for others.
pub(crate) fn fold_plain(word: &str, out: &mut String) -> Option<Plain> {
    let mut folded = [0; 64];
    let (pairs, rest) = word.as_bytes().as_chunks::<2>();
    let to = folded.as_chunks_mut::<2>().0.get_mut(..pairs.len()).filter(|_| rest.is_empty())?;
    let (mut last, mut changed) = (0, 0);
    for (&two, to) in pairs.iter().zip(&mut *to) {
        last = plain(two);
        if last == 0 {
            return None;
        }
        // The marks stand above the bytes of the letter.
        let letter = last as u16;
        changed |= letter ^ u16::from_le_bytes(two);
        *to = letter.to_le_bytes();
    }
    if changed == 0 {
        out.push_str(word);
    } else {
        out.push_str(std::str::from_utf8(to.as_flattened()).ok()?);
    }
    let alef = pairs.iter().take(5).map(|&two| plain(two)).find(|letter| letter & ALEF != 0);
    Some(Plain { teh: last & TEH != 0, hamza: alef.is_some_and(|letter| letter & HAMZA != 0) })
}

/// Folds one character.
#[inline]
pub(crate) fn fold(c: char) -> Fold {
    let u = c as u32;
    if u < 0x80 {
        return match u {
            0x41..=0x5A => Fold::One((u as u8 + 32) as char),
            0x09..=0x0D | 0x20..=0x7E => Fold::One(c),
            _ => Fold::Hidden,
        };
    }
    if (0x600..0x700).contains(&u) {
        return match ARABIC[(u - 0x600) as usize] {
            MARK => Fold::Mark,
            TATWEEL => Fold::Tatweel,
            HIDDEN => Fold::Hidden,
            // The table holds only valid scalar values below U+0700.
            v => Fold::One(char::from_u32(v as u32).unwrap_or(c)),
        };
    }
    fold_rare(c)
}

#[cold]
fn fold_rare(c: char) -> Fold {
    match c as u32 {
        0x85 => Fold::One(c),
        0x80..=0x9F
        | 0xAD
        | 0x34F
        | 0x180E
        | 0x200B..=0x200F
        | 0x202A..=0x202E
        | 0x2060..=0x206F
        | 0xFEFF => Fold::Hidden,
        0xFE00..=0xFE0F | 0xFFF9..=0xFFFB | 0xE0000..=0xE0FFF => Fold::Hidden,
        0xA0 | 0x1680 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000 => Fold::One(' '),
        0x897..=0x89F | 0x8CA..=0x8E1 | 0x8E3..=0x8FF | 0x10EFC..=0x10EFF => Fold::Mark,
        // Letter marks standing alone («ﹰ», «ﱞ»): with their carrier space or tatweel they say nothing.
        0xFBB2..=0xFBC2 | 0xFC5E..=0xFC63 | 0xFCF2..=0xFCF4 | 0xFE70..=0xFE7F => Fold::Mark,
        // Ornate brackets, honorific signs and sentences in one sign («ﷺ») stay as they are.
        0xFD3E..=0xFD4F | 0xFDCF | 0xFDFA | 0xFDFB | 0xFDFD..=0xFDFF => Fold::One(c),
        0xFB50..=0xFDFF | 0xFE80..=0xFEFC => {
            let mut letters = std::iter::once(c).nfkc();
            match (letters.next(), letters.next()) {
                (Some(one), None) if one != c => fold(one),
                (Some(one), None) => Fold::One(one),
                _ => Fold::Many,
            }
        }
        _ => {
            let mut low = c.to_lowercase();
            match (low.next(), low.next()) {
                (Some(one), None) => Fold::One(one),
                _ => Fold::Many,
            }
        }
    }
}

/// Calls `out` with each letter that a [`Fold::Many`] stands for.
pub(crate) fn expand(c: char, mut out: impl FnMut(char)) {
    let mut put = |d: char| {
        if let Fold::One(e) = fold(d) {
            out(e);
        }
    };
    if matches!(c as u32, 0xFB50..=0xFEFF) {
        std::iter::once(c).nfkc().for_each(&mut put);
    } else {
        c.to_lowercase().for_each(&mut put);
    }
}

/// Puts the letters of a word in Arabic script, folded, at the end of `out`; whether its last letter was written «ة».
pub(crate) fn fold_word(word: &str, out: &mut String) -> bool {
    let mut teh = false;
    for c in word.chars() {
        match fold(c) {
            Fold::One(f) if is_arabic(f) => {
                teh = matches!(c, 'ة' | 'ۃ' | 'ﺔ' | 'ﺓ');
                out.push(f);
            }
            Fold::Many => expand(c, |f| out.push(f)),
            _ => {}
        }
    }
    teh
}

/// Whether a folded character is a letter of the Arabic script.
#[inline]
pub(crate) const fn is_arabic(c: char) -> bool {
    matches!(c as u32,
        0x621..=0x63F | 0x641..=0x64A | 0x66E | 0x66F | 0x671..=0x673 | 0x675..=0x6D3 | 0x6D5 | 0x6EE | 0x6EF
        | 0x6FA..=0x6FC | 0x6FF | 0x750..=0x77F | 0x870..=0x887 | 0x889..=0x88E | 0x8A0..=0x8C9)
}

/// What a character is to the reader of words. `None` for what is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Letter of the Arabic script (ligatures included).
    Arabic,
    /// Decimal digit, ASCII after folding.
    Digit,
    /// Letter or digit of another script, or a combining mark on one.
    Foreign,
    /// White space that is not a line end.
    Space,
    /// Line or paragraph end.
    Line,
    /// Punctuation.
    Punctuation,
    /// Anything else.
    Symbol,
    /// Mark, invisible or tatweel.
    Dropped,
}

/// Classes one character.
#[inline]
pub(crate) fn class(c: char) -> Class {
    match fold(c) {
        Fold::Mark | Fold::Hidden | Fold::Tatweel => Class::Dropped,
        Fold::Many => {
            if matches!(c as u32, 0xFB50..=0xFEFF) {
                Class::Arabic
            } else {
                Class::Foreign
            }
        }
        Fold::One(f) => class_folded(f),
    }
}

#[inline]
fn class_folded(f: char) -> Class {
    let u = f as u32;
    if u < 0x80 {
        return match f {
            '0'..='9' => Class::Digit,
            'a'..='z' => Class::Foreign,
            '\n' | '\r' | '\u{b}' | '\u{c}' => Class::Line,
            ' ' | '\t' => Class::Space,
            '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~' => Class::Symbol,
            _ => Class::Punctuation,
        };
    }
    if is_arabic(f) {
        return Class::Arabic;
    }
    match u {
        0x85 | 0x2028 | 0x2029 => Class::Line,
        0x60C
        | 0x60D
        | 0x61B
        | 0x61D..=0x61F
        | 0x66D
        | 0x6D4
        | 0xAB
        | 0xBB
        | 0xA1
        | 0xBF
        | 0xB7
        | 0xA7
        | 0xB6 => Class::Punctuation,
        0x2010..=0x2027 | 0x2030..=0x205E | 0x3001..=0x3003 | 0x3008..=0x3011 | 0xFD3E | 0xFD3F => {
            Class::Punctuation
        }
        0xFF01..=0xFF0F | 0xFF1A..=0xFF20 | 0xFF3B..=0xFF40 | 0xFF5B..=0xFF65 => Class::Punctuation,
        0x300..=0x36F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF => Class::Foreign,
        _ if f.is_alphanumeric() => Class::Foreign,
        _ if f.is_whitespace() => Class::Space,
        _ => Class::Symbol,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_twice_changes_nothing_for_any_character() {
        for c in '\0'..=char::MAX {
            match fold(c) {
                Fold::One(d) => assert_eq!(fold(d), Fold::One(d), "{c:?} {:x}", c as u32),
                Fold::Many => {
                    let mut n = 0;
                    expand(c, |d| {
                        n += 1;
                        assert_eq!(fold(d), Fold::One(d), "{c:?} {:x}", c as u32);
                        let want = class(c);
                        assert_eq!(class(d), want, "{c:?} {:x}", c as u32);
                    });
                    assert!(n > 0, "{c:?} {:x}", c as u32);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn plain_letters_are_those_that_fold_to_one_letter() {
        for c in '\0'..=char::MAX {
            let word = c.to_string();
            let (mut one, mut other) = (String::new(), String::new());
            let plain = ('\u{600}'..'\u{700}').contains(&c) && class(c) == Class::Arabic;
            assert_eq!(plain_run(word.as_bytes()) > 0, plain, "{c:?}");
            let folded = fold_plain(&word, &mut one);
            assert_eq!(folded.is_some(), plain, "{c:?}");
            if let Some(seen) = folded {
                assert_eq!((seen.teh, &one), (fold_word(&word, &mut other), &other), "{c:?}");
                assert_eq!(seen.hamza, crate::clitic::Hints::of(&word).hamza, "{c:?}");
            }
        }
    }

    #[test]
    fn letters_of_sister_scripts_meet() {
        for (a, b) in
            [('أ', 'ا'), ('ة', 'ه'), ('ى', 'ي'), ('ی', 'ي'), ('ک', 'ك'), ('ھ', 'ه'), ('ە', 'ه'), ('ﻗ', 'ق')]
        {
            assert_eq!(fold(a), Fold::One(b));
        }
        for stays in ['گ', 'پ', 'چ', 'ڤ', 'ء', 'ژ'] {
            assert_eq!(fold(stays), Fold::One(stays));
        }
        let mut s = String::new();
        expand('ﻷ', |c| s.push(c));
        assert_eq!(s, "لا");
    }
}
