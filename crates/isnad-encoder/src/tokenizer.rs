//! Words into pieces: a unigram model (Kudo 2018) over the vocabulary of an encoder.
//!
//! *Comes in*: a word and whether white space stands before it. *Goes out*: the numbers of its pieces. *Does not*: find words. Marks of
//! vowels and «ـ» are left out, since the texts that the vocabulary comes from seldom write them.

use crate::bytes::{BrokenFile, ByteReader, ByteWriter};
use rustc_hash::FxHashMap;

/// What SentencePiece writes for a space.
const SPACE: char = '\u{2581}';

/// A vocabulary.
#[derive(Debug, Clone)]
pub struct Tokenizer {
    pieces: FxHashMap<Box<str>, (u32, f32)>,
    /// In the order of their numbers, for the file form.
    listed: Vec<(Box<str>, f32)>,
    /// What a character is written as instead.
    written: FxHashMap<char, Box<str>>,
    /// Numbers of the first and last piece of a text and of what is unknown.
    pub first: u32,
    /// As `first`.
    pub last: u32,
    unknown: u32,
    unknown_score: f32,
    longest: usize,
}

impl Tokenizer {
    /// A vocabulary of pieces with their logarithmic probabilities.
    pub fn new(
        listed: Vec<(Box<str>, f32)>,
        written: FxHashMap<char, Box<str>>,
        (first, last, unknown): (u32, u32, u32),
    ) -> Self {
        let least = listed.iter().map(|p| p.1).fold(0.0, f32::min);
        let longest = listed.iter().map(|p| p.0.chars().count()).max().unwrap_or(0);
        let mut pieces = FxHashMap::default();
        for (k, (piece, score)) in listed.iter().enumerate() {
            if !piece.is_empty() && k as u32 != unknown {
                pieces.entry(piece.clone()).or_insert((k as u32, *score));
            }
        }
        Tokenizer { pieces, listed, written, first, last, unknown, unknown_score: least - 10.0, longest }
    }

    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.listed.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Adds the pieces of one word to `out`. Linear in the length of the word, times the longest piece.
    pub fn word(&self, word: &str, space: bool, out: &mut Vec<u32>) {
        let mut text = String::with_capacity(word.len() + 3);
        if space {
            text.push(SPACE);
        }
        for c in word.chars().filter(|c| !matches!(c, '\u{64b}'..='\u{652}' | '\u{640}' | '\u{670}')) {
            match self.written.get(&c) {
                Some(w) => text.extend(w.chars().map(|c| if c == ' ' { SPACE } else { c })),
                None => text.push(c),
            }
        }
        let ends: Vec<usize> = text.char_indices().map(|(k, _)| k).chain([text.len()]).collect();
        let n = ends.len() - 1;
        // For each end: the best score, the piece that ends there, where it begins.
        let mut best = vec![(f32::NEG_INFINITY, self.unknown, 0usize); n + 1];
        best[0].0 = 0.0;
        for i in 0..n {
            for e in i + 1..=n.min(i + self.longest) {
                if let Some(&(id, score)) = self.pieces.get(&text[ends[i]..ends[e]]) {
                    let s = best[i].0 + score;
                    if s > best[e].0 {
                        best[e] = (s, id, i);
                    }
                }
            }
            let s = best[i].0 + self.unknown_score;
            if s > best[i + 1].0 {
                best[i + 1] = (s, self.unknown, i);
            }
        }
        let start = out.len();
        let mut i = n;
        while i > 0 {
            out.push(best[i].1);
            i = best[i].2;
        }
        out[start..].reverse();
    }

    pub(crate) fn read(r: &mut ByteReader<'_>) -> Result<Self, BrokenFile> {
        let text = |r: &mut ByteReader<'_>| -> Result<Box<str>, BrokenFile> {
            let n = r.size()?;
            std::str::from_utf8(r.take(n)?).map(Into::into).map_err(|_| BrokenFile("a piece is no text"))
        };
        let ids = (r.u32()?, r.u32()?, r.u32()?);
        let n = r.size()?;
        let mut listed = Vec::new();
        for _ in 0..n {
            listed.push((text(r)?, r.floats(1)?[0]));
        }
        let n = r.size()?;
        let mut written = FxHashMap::default();
        for _ in 0..n {
            let c = char::from_u32(r.u32()?).ok_or(BrokenFile("a character is none"))?;
            written.insert(c, text(r)?);
        }
        Ok(Tokenizer::new(listed, written, ids))
    }

    pub(crate) fn write(&self, w: &mut ByteWriter) {
        for id in [self.first, self.last, self.unknown] {
            w.size(id as usize);
        }
        let text = |w: &mut ByteWriter, t: &str| {
            w.size(t.len());
            w.bytes.extend(t.bytes());
        };
        w.size(self.listed.len());
        for (piece, score) in &self.listed {
            text(w, piece);
            w.floats(&[*score]);
        }
        let mut written: Vec<_> = self.written.iter().collect();
        written.sort();
        w.size(written.len());
        for (c, t) in written {
            w.size(*c as usize);
            text(w, t);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Tokenizer {
        let listed = [
            ("<s>", 0.0),
            ("</s>", 0.0),
            ("<unk>", 0.0),
            ("▁قصف", -3.0),
            ("▁ال", -2.0),
            ("قصف", -4.0),
            ("▁القصف", -9.5),
            ("ت", -3.0),
        ];
        let listed = listed.map(|(p, s)| (p.into(), s)).to_vec();
        let written = [('\u{fefb}', "لا".into())].into_iter().collect();
        Tokenizer::new(listed, written, (0, 1, 2))
    }

    #[test]
    fn the_likeliest_pieces_are_taken() {
        let t = small();
        let of = |word: &str, space| {
            let mut out = Vec::new();
            t.word(word, space, &mut out);
            out
        };
        assert_eq!(of("قصف", true), [3]);
        assert_eq!(of("القصف", true), [4, 5], "-6 is more than -9.5");
        assert_eq!(of("قَصَفَت", false), [5, 7], "marks of vowels are left out");
        assert_eq!(of("xقصف", false), [2, 5], "one unknown character, one piece");
        assert!(of("", false).is_empty());
    }

    #[test]
    fn the_file_form_goes_both_ways() {
        let t = small();
        let mut w = ByteWriter::default();
        t.write(&mut w);
        let back = Tokenizer::read(&mut ByteReader::new(&w.bytes)).unwrap();
        let mut again = ByteWriter::default();
        back.write(&mut again);
        assert_eq!(w.bytes, again.bytes);
        for n in 0..w.bytes.len() {
            assert!(Tokenizer::read(&mut ByteReader::new(&w.bytes[..n])).is_err());
        }
    }

    proptest::proptest! {
        #[test]
        fn any_word_gives_pieces(word in ".*", space: bool) {
            let mut out = Vec::new();
            small().word(&word, space, &mut out);
            proptest::prop_assert!(out.len() <= 2 * word.chars().count() + 1);
        }
    }
}
