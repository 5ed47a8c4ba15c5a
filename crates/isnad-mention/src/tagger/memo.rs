//! Words seen before: their forms, and the sums of the weights that depend on the word alone.
//!
//! Newspaper text repeats itself: most words of a report stood in the reports before. What is kept is a pure function of
//! the word, so a reading is the same with a full memo, an empty one, or none.

use super::atoms::{Begins, Form};
use super::templates::{SIDE, alone};
use super::weights::{Gathered, Sum};
use crate::knowledge::Knowledge;
use rustc_hash::FxHasher;
use std::hash::Hasher;
use std::sync::{Mutex, PoisonError};

/// Places for words; a newer one takes the place of an older one that falls into the same slot.
const SLOTS: usize = 1 << 16;
/// Words that are kept before all are forgotten: 8 MB.
const MOST: usize = 36_000;

/// What is kept of a word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Entry {
    key: u64,
    pub form: Form,
    pub begins: Begins,
    /// Sums of weights where it stands two tokens before, …, two tokens after.
    pub sums: [Sum; 2 * SIDE + 1],
}

/// Words seen before.
#[derive(Debug, Clone)]
pub(crate) struct Memo {
    slots: Vec<u32>,
    /// Entries of the report that is being read stay until it is done, since its sentences point at them.
    entries: Vec<Entry>,
}

impl Memo {
    pub fn new() -> Self {
        Memo { slots: vec![u32::MAX; SLOTS], entries: Vec::new() }
    }

    /// Forgets everything where too much is kept. Called between reports.
    pub fn tidy(&mut self) {
        if self.entries.len() > MOST {
            self.entries.clear();
            self.slots.fill(u32::MAX);
        }
    }

    /// The number of the entry of a word; `make` makes it where it is new.
    pub fn find(
        &mut self,
        k: &Knowledge,
        norm: &str,
        stem: &str,
        marks: u32,
        make: impl FnOnce(u32) -> (Form, Begins),
    ) -> u32 {
        let mut h = FxHasher::default();
        h.write(norm.as_bytes());
        h.write(stem.as_bytes());
        h.write_u32(marks);
        let key = h.finish();
        let slot = &mut self.slots[(key >> 40) as usize % SLOTS];
        if let Some(e) = self.entries.get(*slot as usize)
            && e.key == key
        {
            return *slot;
        }
        let (form, begins) = make(marks);
        let mut entry = Entry { key, form, begins, ..Entry::default() };
        for (at, sum) in entry.sums.iter_mut().enumerate() {
            let mut kept = Gathered::default();
            alone(&form, at, u32::MAX, |f| k.tagger.gather(&mut kept, f));
            k.tagger.add_all(&kept, sum);
        }
        *slot = self.entries.len() as u32;
        self.entries.push(entry);
        *slot
    }

    pub fn entry(&self, at: u32) -> &Entry {
        &self.entries[at as usize]
    }
}

/// Memos that no thread uses at the moment.
#[derive(Debug, Default)]
pub(crate) struct Memos(Mutex<Vec<Memo>>);

impl Clone for Memos {
    /// A clone starts without memory: its knowledge may be changed.
    fn clone(&self) -> Self {
        Memos::default()
    }
}

impl Memos {
    /// Runs `work` with a memo of its own.
    pub fn with<T>(&self, work: impl FnOnce(&mut Memo) -> T) -> T {
        let mut memo = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_else(Memo::new);
        memo.tidy();
        let done = work(&mut memo);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(memo);
        done
    }
}
