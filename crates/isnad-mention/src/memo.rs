//! Words seen before: all that lists and models say of a word out of context.
//!
//! *Comes in*: a token. *Goes out*: its [`Entry`]: the keys under which it is looked up, what lists know of it, and the sums of
//! the tagger's weights that depend on it alone. *Does not*: change any answer: what is kept is a pure function of the token,
//! compared in full, so a reading is the same with a full memo, an empty one, or none.
//!
//! Newspaper text repeats itself: nine words of ten stood in the reports before.

use crate::facts::Facts;
use crate::gazetteer::joins;
use crate::key::{Key, Readings, exact};
use crate::knowledge::Knowledge;
use crate::tagger::{CLASSES, Form, Pairs, SIDE, Seen, Sums, form};
use crate::words::WordFlags;
use isnad_text::{Analysis, Clitics, TokenKind};
use rustc_hash::FxHashMap;
use std::sync::{Mutex, PoisonError};

/// Places for words; a newer one takes the place of an older one that falls into the same slot.
const SLOTS: usize = 1 << 18;
/// Words that are kept before all are forgotten: 32 MB.
const MOST: usize = 100_000;
/// Longest folded word that is shared, in bytes. Longer ones are rare and read anew.
const LONGEST: usize = 27;

/// What lists say of a word in any of its readings: what cannot begin there is not looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Knows {
    /// A name of the gazetteer begins with it.
    pub place: bool,
    /// It may be one word with the next («كفر» + «لاتة»).
    pub joins: bool,
    /// A name of the registry, a body of a state or an institution begins with it.
    pub actor: bool,
    /// A name of the registry begins with it.
    pub registered: bool,
    /// A listed name begins with it.
    pub listed: bool,
    /// It is a nationality or people.
    pub people: bool,
    /// It is a generic noun of places.
    pub noun: bool,
    /// It is a direction.
    pub direction: bool,
    /// It is a title.
    pub title: bool,
    /// It is a given name or begins one («عبد», «أبو»).
    pub name: bool,
}

/// A token as it is compared: its folded form, how it is cut and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    norm: [u8; LONGEST],
    len: u8,
    stem: (u8, u8),
    kind: TokenKind,
    clitics: Clitics,
}

impl Shape {
    fn of(a: &Analysis<'_>, i: usize) -> Option<Shape> {
        let (norm, (from, len), token) = (a.norm(i).as_bytes(), a.stem_in(i), &a.tokens[i]);
        if norm.len() > LONGEST {
            return None;
        }
        let mut bytes = [0; LONGEST];
        bytes[..norm.len()].copy_from_slice(norm);
        Some(Shape {
            norm: bytes,
            len: norm.len() as u8,
            stem: (from as u8, len as u8),
            kind: token.kind,
            clitics: token.clitics,
        })
    }

    /// Whether this is the shape of token `i`.
    fn fits(&self, a: &Analysis<'_>, i: usize) -> bool {
        let (norm, token) = (a.norm(i).as_bytes(), &a.tokens[i]);
        self.norm.get(..usize::from(self.len)) == Some(norm)
            && (usize::from(self.stem.0), usize::from(self.stem.1)) == a.stem_in(i)
            && self.kind == token.kind
            && self.clitics == token.clitics
    }
}

/// The slot of token `i`.
fn slot(a: &Analysis<'_>, i: usize) -> u32 {
    let cut = (a.stem_in(i).1 << 8 | a.tokens[i].kind as usize) as u32;
    (a.hash(i) ^ cut).wrapping_mul(0x9E37_79B1) >> (32 - SLOTS.trailing_zeros())
}

/// What is kept of a word.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Its readings, the whole word first.
    pub readings: Readings,
    /// Key of the whole word with its article.
    pub exact: Key,
    /// What is known of the whole word.
    pub flags: WordFlags,
    /// Whether it is in Arabic letters.
    pub arabic: bool,
    /// What lists say of it.
    pub knows: Knows,
    /// What the tagger sees of it beside others.
    pub seen: Seen,
    /// Number of its name and clitics together, as the tagger's form has them.
    pub class: u16,
}

impl Entry {
    /// Key of the whole word.
    pub fn key(&self) -> Key {
        self.readings[0].key
    }

    fn new(k: &Knowledge, a: &Analysis<'_>, i: usize) -> (Self, Form) {
        let token = &a.tokens[i];
        let norm = a.norm(i);
        let readings = Readings::of(norm);
        let named = is_named(token.kind);
        let mut knows = Knows::default();
        let facts = if named { Facts::all(k, &readings) } else { Default::default() };
        if named {
            knows.joins = joins(norm);
            for (r, is) in readings.iter().zip(&facts) {
                knows.place |= k.gazetteer.begins(r.key);
                knows.registered |= k.registry.index().begins(r.key);
                knows.actor |= is.head || is.institution;
                knows.listed |= k.name_lists.index().begins(r.key);
                knows.people |= is.people.is_some();
                knows.noun |= is.noun.is_some();
                knows.direction |= is.direction;
                knows.title |= is.title;
                knows.name |= is.flags.given() || k.titles.is_link(r.key);
            }
            knows.actor |= knows.registered;
        }
        let form = form(a, i, &readings, &facts);
        let entry = Entry {
            exact: exact(norm),
            flags: if named { facts[0].flags } else { k.words.flags(readings[0].key) },
            arabic: token.kind == TokenKind::Word,
            knows,
            seen: Seen::from(&form),
            class: 0,
            readings,
        };
        (entry, form)
    }
}

/// Whether a token can be a word of a name.
pub(crate) fn is_named(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Word | TokenKind::Number | TokenKind::Foreign)
}

/// A slot that holds no word.
const UNUSED: (u32, u32) = (0, u32::MAX);

/// Words seen before.
#[derive(Debug, Clone)]
pub(crate) struct Memo {
    /// The number of a word in the analysis ([`Analysis::word_number`]) and that of its entry.
    slots: Vec<(u32, u32)>,
    /// Entries of the report that is being read stay until it is done, since its words point at them.
    entries: Vec<Entry>,
    /// What each entry is of; `None` where it is not shared.
    shapes: Vec<Option<Shape>>,
    sums: Vec<Sums>,
    /// Numbers of name and clitics together. Never forgotten, since sums are kept under them.
    classes: FxHashMap<(u32, u32), u16>,
}

impl Memo {
    pub fn new() -> Self {
        Memo {
            slots: vec![UNUSED; SLOTS],
            entries: Vec::new(),
            shapes: Vec::new(),
            sums: Vec::new(),
            classes: FxHashMap::default(),
        }
    }

    /// Forgets everything where too much is kept. Called between reports.
    fn tidy(&mut self) {
        if self.entries.len() > MOST {
            self.entries.clear();
            self.shapes.clear();
            self.sums.clear();
            self.slots.fill(UNUSED);
        }
    }

    /// The numbers of the entries of all tokens; those that are new are made.
    pub fn find(&mut self, k: &Knowledge, a: &Analysis<'_>) -> Vec<u32> {
        let mut found: Vec<u32> = (0..a.len()).map(|i| slot(a, i)).collect();
        // All that will be read is touched without a branch first, so that the processor waits for the memory of many words at
        // once and not of one after the other.
        let slots = found.iter().map(|&s| self.slots[s as usize].1 as usize);
        let touched = slots.fold(0, |x, e| {
            x ^ self.entries.get(e).map_or(0, |e| e.exact ^ u64::from(e.class))
                ^ self.sums.get(e).map_or(0, |s| (s[0][0] ^ s[SIDE][6] ^ s[2 * SIDE][11]) as u64)
        });
        std::hint::black_box(touched);
        for (i, place) in found.iter_mut().enumerate() {
            *place = self.find_one(k, a, i, *place as usize);
        }
        found
    }

    #[inline]
    fn find_one(&mut self, k: &Knowledge, a: &Analysis<'_>, i: usize, slot: usize) -> u32 {
        let ((number, entry), own) = (self.slots[slot], a.word_number(i));
        if own != 0 && own == number {
            return entry;
        }
        self.compare(k, a, i, slot)
    }

    /// The same where the numbers of the words do not tell.
    fn compare(&mut self, k: &Knowledge, a: &Analysis<'_>, i: usize, slot: usize) -> u32 {
        let new = self.entries.len() as u32;
        let (number, entry) = &mut self.slots[slot];
        if let Some(Some(shape)) = self.shapes.get(*entry as usize)
            && shape.fits(a, i)
        {
            *number = a.word_number(i);
            return *entry;
        }
        let shape = Shape::of(a, i);
        if shape.is_some() {
            (*number, *entry) = (a.word_number(i), new);
        }
        let (mut entry, form) = Entry::new(k, a, i);
        let sums = k.tagger.sums(&form);
        let next = self.classes.len().min(CLASSES - 1) as u16;
        let class = (form.name, form.clitics);
        entry.class = self.classes.get(&class).copied().unwrap_or(next);
        if usize::from(entry.class) == self.classes.len() {
            self.classes.insert(class, next);
        }
        self.entries.push(entry);
        self.shapes.push(shape);
        self.sums.push(sums);
        new
    }

    pub fn entry(&self, at: u32) -> &Entry {
        &self.entries[at as usize]
    }

    pub fn sums(&self, at: u32) -> &Sums {
        &self.sums[at as usize]
    }
}

/// What one thread keeps.
#[derive(Debug)]
pub(crate) struct Kept {
    pub words: Memo,
    pub pairs: Pairs,
}

/// Memos that no thread uses at the moment.
#[derive(Debug, Default)]
pub(crate) struct Memos(Mutex<Vec<Kept>>);

impl Clone for Memos {
    /// A clone starts without memory: its knowledge may be changed.
    fn clone(&self) -> Self {
        Memos::default()
    }
}

impl Memos {
    /// Runs `work` with a memo of its own.
    pub fn with<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut kept = free.unwrap_or_else(|| Kept { words: Memo::new(), pairs: Pairs::new() });
        kept.words.tidy();
        let done = work(&mut kept);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(kept);
        done
    }
}
