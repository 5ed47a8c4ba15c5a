//! Words seen before: everything about a written word that does not depend on where it stands.
//!
//! *Comes in*: a word as written. *Goes out*: its folded form and how it is cut, its light stem, its closed class. *Does not*:
//! change any answer: what is kept is a pure function of the word, compared in full, so an analysis is the same with a full
//! memo, an empty one, or none, and on any number of threads.
//!
//! Newspaper text repeats itself: nine words of ten stood in the texts before. Each thread has one table of fixed size; a
//! newer word takes the place of an older one that was not asked for again.

use crate::clitic::{self, Cut, Hints};
use crate::light::{self, Light};
use crate::pos::{self, Class};
use rustc_hash::FxHasher;
use std::cell::RefCell;
use std::hash::Hasher;
use std::sync::atomic::{AtomicU64, Ordering};

/// Pairs of slots of the table: four megabytes a thread.
const PAIRS: usize = 1 << 15;
/// Longest folded word that is kept, in bytes. Longer ones are rare and read anew.
const LONGEST: usize = 30;

/// What is known of a word out of context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// How it is cut.
    pub cut: Cut,
    /// Its light stem.
    pub light: Light,
    /// Its closed class, whole or without clitics.
    pub class: Option<Class>,
    /// Whether it is part of a number ([`crate::number`]).
    pub number: Option<crate::number::InWord>,
    /// What the grammars of numbers and times ask of it first.
    pub opens: Opens,
}

/// What the grammars of numbers and times ask of a word before they look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Opens(u8);

impl Opens {
    fn of(norm: &str, stem: &str, number: bool) -> Opens {
        let answers = [
            crate::time::in_word(norm).is_some(),
            crate::number::may_open(norm, stem, number),
            crate::time::may_open(norm, stem, number),
            crate::time::may_go_on(norm),
        ];
        Opens(answers.iter().rev().fold(0, |bits, &is| bits << 1 | u8::from(is)))
    }

    /// Whether it is part of a time ([`crate::time`]).
    pub fn is_time(self) -> bool {
        self.0 & 1 != 0
    }

    /// Whether a number may begin with it.
    pub fn number(self) -> bool {
        self.0 & 2 != 0
    }

    /// Whether a time may begin with it although it is no part of one.
    pub fn time(self) -> bool {
        self.0 & 4 != 0
    }

    /// Whether a time may begin with it.
    pub fn any_time(self) -> bool {
        self.0 & 5 != 0
    }

    /// Whether words of time without measure may go on with it behind their first word.
    pub fn goes_on(self) -> bool {
        self.0 & 8 != 0
    }
}

impl Word {
    /// Reads the folded word `norm`.
    fn read(norm: &str, teh: bool, loose: bool, hints: Hints) -> Word {
        let cut = clitic::cut(norm, teh, loose, hints);
        let stem = cut.stem(norm);
        let number = crate::number::in_word(norm);
        Word {
            cut,
            light: light::stem(stem, &cut, teh),
            class: pos::class_of(norm, stem, cut.clitics.article),
            number,
            opens: Opens::of(norm, stem, number.is_some()),
        }
    }
}

/// One line of the processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Slot {
    norm: [u8; LONGEST],
    len: u8,
    /// [`LOOSE`], [`TEH`], [`USED`], [`HAMZA`], [`GENITIVE`].
    marks: u8,
    word: Word,
    /// See [`number`].
    number: u32,
}

/// The text writes «ه» for «ة».
const LOOSE: u8 = 1;
/// The last letter was written «ة».
const TEH: u8 = 2;
/// It was asked for again since it might have gone.
const USED: u8 = 4;
/// [`Hints::hamza`].
const HAMZA: u8 = 8;
/// [`Hints::genitive`].
const GENITIVE: u8 = 16;

/// The table of one thread: each word may stand in one of two slots.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    slots: Vec<[Option<Slot>; 2]>,
}

thread_local! {
    static MEMO: RefCell<Memo> = RefCell::default();
}

/// The hash of a folded token.
pub(crate) fn hash(folded: &str) -> u32 {
    let mut h = FxHasher::default();
    h.write(folded.as_bytes());
    (h.finish() >> 32) as u32
}

/// A number for a word that is kept, which no other word in any thread bears: who keeps more of words can tell by it that two
/// are equal, without comparing them. 0, which says nothing, after four thousand million words.
fn number() -> u32 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    u32::try_from(LAST.fetch_add(1, Ordering::Relaxed) + 1).unwrap_or(0)
}

impl Memo {
    /// Runs `work` with the thread's memo.
    pub fn with<T>(work: impl FnOnce(&mut Memo) -> T) -> T {
        MEMO.with(|m| match m.try_borrow_mut() {
            Ok(mut memo) => work(&mut memo),
            // Never so today; a reading inside a reading does without.
            Err(_) => work(&mut Memo::default()),
        })
    }

    /// Touches the slots of words with these hashes, so that the processor waits for the memory of all at once and not of one
    /// after the other.
    pub fn touch(&mut self, hashes: impl Iterator<Item = u32>) {
        if self.slots.is_empty() {
            self.slots.resize(PAIRS, [None; 2]);
        }
        let len = |slot: &Option<Slot>| slot.map_or(0, |s| s.len);
        let touched = hashes.fold(0, |x, h| {
            let pair = &self.slots[h as usize % PAIRS];
            x ^ len(&pair[0]) ^ len(&pair[1])
        });
        std::hint::black_box(touched);
    }

    /// Reads a folded word, whose hash is `hash`, and gives its number (see [`number`]), 0 where it has none. `teh` says that its last letter was written «ة», `loose` that the text
    /// writes «ه» for «ة».
    pub fn word(&mut self, hash: u32, folded: &str, teh: bool, loose: bool, hints: Hints) -> (Word, u32) {
        if folded.len() > LONGEST || self.slots.is_empty() {
            return (Word::read(folded, teh, loose, hints), 0);
        }
        let mark = |is: bool, mark: u8| if is { mark } else { 0 };
        let marks =
            mark(loose, LOOSE) | mark(teh, TEH) | mark(hints.hamza, HAMZA) | mark(hints.genitive, GENITIVE);
        let pair = &mut self.slots[hash as usize % PAIRS];
        for slot in pair.iter_mut().flatten() {
            if usize::from(slot.len) == folded.len()
                && slot.marks & !USED == marks
                && slot.norm.get(..folded.len()) == Some(folded.as_bytes())
            {
                slot.marks |= USED;
                return (slot.word, slot.number);
            }
        }
        let word = Word::read(folded, teh, loose, hints);
        let used = |slot: &Option<Slot>| slot.is_some_and(|s| s.marks & USED != 0);
        let at = usize::from(used(&pair[0]) && !used(&pair[1]));
        pair.iter_mut().flatten().for_each(|s| s.marks &= !USED);
        let mut norm = [0; LONGEST];
        norm[..folded.len()].copy_from_slice(folded.as_bytes());
        let number = number();
        pair[at] = Some(Slot { norm, len: folded.len() as u8, marks, word, number });
        (word, number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_slot_is_one_line() {
        assert_eq!(size_of::<Option<Slot>>(), 64);
    }

    proptest! {
        #[test]
        fn a_full_memo_changes_nothing(words in proptest::collection::vec("[وفبلكسا]{0,2}[ء-يًّـﻻﷲ]{1,9}(ة|ها|ين)?", 1..60), loose: bool) {
            let mut memo = Memo::default();
            let mut buffer = String::new();
            for word in words.iter().chain(&words) {
                buffer.clear();
                let teh = crate::letters::fold_word(word, &mut buffer);
                let hash = hash(&buffer);
                memo.touch([hash].into_iter());
                let hints = Hints::of(word);
                prop_assert_eq!(memo.word(hash, &buffer, teh, loose, hints).0, Word::read(&buffer, teh, loose, hints));
            }
        }
    }
}
