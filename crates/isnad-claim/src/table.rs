//! The lexicons made ready: one hash table from written forms to all that is known of them.
//!
//! *Comes in*: one normalised token. *Goes out*: a [`Word`]: its facts and the clitics that had to be taken off to find
//! them. *Does not*: look at neighbours. The table is made in [`crate::build`](self).

use crate::closed::{Closed, Prep};
use crate::inflect::Form;
use crate::lexicon::{Act, ActorFrame, Reach, Rule};
use isnad_model::{ClaimType, FigureWhat, LinkKind, Status, WordingKind};
use rustc_hash::FxHashMap;

/// A compiled `[[event]]` group.
#[derive(Debug)]
pub(crate) struct Group {
    pub kind: ClaimType,
    pub when: u64,
    pub unless: u64,
    pub next: u64,
    pub unless_next: u64,
    pub switch: Vec<Switch>,
    pub only_imperfect: bool,
    pub rule: Option<Rule>,
    pub prior: f32,
    pub actor: Option<ActorFrame>,
    pub target: Option<u16>,
    pub figures: Option<FigureWhat>,
}

/// A compiled switch.
#[derive(Debug)]
pub(crate) struct Switch {
    pub when: u64,
    pub next: u64,
    pub only_imperfect: bool,
    pub kind: ClaimType,
}

/// A compiled `[type.X]`.
#[derive(Debug)]
pub(crate) struct Frame {
    pub plover: Option<String>,
    pub acled: Option<String>,
    pub actor: ActorFrame,
    pub target: u16,
    pub figures: FigureWhat,
}

/// What a phrase is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Use {
    /// Evokes the event of a group; the form of its first word.
    Event(u16, Form),
    /// No event.
    Exclude,
    /// Stands before a source.
    Prefix,
    /// Cue of status.
    Cue(Status, Reach),
    /// Cue of background.
    Background(Reach),
    /// A loaded wording.
    Wording(WordingKind),
}

/// The words after the first of a phrase.
#[derive(Debug)]
pub(crate) struct Slot {
    /// Up to five words may stand before it.
    pub gap: bool,
    /// Ids of the words that fit.
    pub words: Vec<u16>,
}

/// A compiled phrase; its first word is where it is listed.
#[derive(Debug)]
pub(crate) struct Phrase {
    pub slots: Vec<Slot>,
    pub meaning: Use,
}

/// A verb that helps an event noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Helper {
    /// «شن»: its subject is the actor.
    Light,
    /// «تعرض»: its subject is the target.
    Suffer,
    /// «طال»: its object is the target.
    Reach,
}

/// All that is known of one written form.
#[derive(Debug, Default, Clone)]
pub(crate) struct Facts {
    pub classes: u64,
    pub events: Vec<(u16, Form)>,
    pub phrases: Vec<u16>,
    pub slots: Vec<u16>,
    pub say: Option<(Act, Form)>,
    /// The verb of saying needs «أن», a colon or a quotation.
    pub weak: bool,
    pub adverb: Option<Act>,
    pub rumour: Option<LinkKind>,
    pub source: Option<LinkKind>,
    /// It refines a source to an unnamed official or to a medium.
    pub refines: Option<LinkKind>,
    pub cue: Option<(Status, Reach)>,
    pub background: Option<Reach>,
    pub wording: Option<WordingKind>,
    pub closed: Closed,
    pub helper: Option<(Helper, Form)>,
    /// Second part of «من قبل», «على يد».
    pub agent: bool,
    /// The form is listed with this preposition attached.
    pub clitic: Option<Prep>,
}

/// One token, looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Word {
    /// Index into [`Table::facts`]; [`NOTHING`] where nothing is known.
    pub facts: u32,
    /// «و», «ف».
    pub conjunction: bool,
    /// «ب», «ل», «ك».
    pub preposition: Option<Prep>,
    /// «ك» was taken off.
    pub like: bool,
    /// «ال».
    pub article: bool,
    /// «س».
    pub future: bool,
    /// A pronoun was taken off.
    pub pronoun: bool,
}

/// Index of the empty facts.
pub(crate) const NOTHING: u32 = 0;

/// The compiled lexicons.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) forms: FxHashMap<Box<str>, u32>,
    pub facts: Vec<Facts>,
    pub groups: Vec<Group>,
    pub phrases: Vec<Phrase>,
    pub frames: FxHashMap<ClaimType, Frame>,
    pub classes: Classes,
    /// Index of the first of the groups that have a type and no words, one a type in the order of [`ClaimType::ALL`].
    pub plain: u16,
    /// How many lemmas and pairs evoke events.
    pub lemmas: usize,
}

/// Bits of the classes that rules name.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Classes {
    pub agent: u64,
    pub persons: u64,
    pub army: u64,
    pub killer: u64,
    pub prison: u64,
    pub violence: u64,
    pub dead: u64,
    pub territory: u64,
    pub property: u64,
    pub aircraft: u64,
}

impl Table {
    /// Looks up one normalised token. `teh` says that it was written with «ة» at its end.
    pub fn look(&self, norm: &str, teh: bool) -> Word {
        let mut word = Word::default();
        // Letters outside the basic Arabic block are longer than two bytes or shorter: such words are no entries.
        if let Some(&f) = self.forms.get(norm) {
            word.facts = f;
            return word;
        }
        let mut bare: [(&str, Word); 8] = [("", word); 8];
        let mut n = 0;
        let after = |s: &'_ str, p: &str| s.strip_prefix(p).map(str::len);
        let tail = |len: usize| &norm[norm.len() - len..];
        let letters = |len: usize| len / 2;
        let mut bases: [(usize, bool); 2] = [(norm.len(), false); 2];
        let mut count = 1;
        for c in ["و", "ف"] {
            if let Some(len) = after(norm, c).filter(|&l| letters(l) >= 2) {
                bases[1] = (len, true);
                count = 2;
            }
        }
        for &(len, conjunction) in &bases[..count] {
            let s = tail(len);
            let mut add = |len: usize, f: &dyn Fn(&mut Word)| {
                if n < bare.len() && letters(len) >= 2 {
                    let mut w = Word { conjunction, ..word };
                    f(&mut w);
                    bare[n] = (tail(len), w);
                    n += 1;
                }
            };
            if conjunction {
                add(len, &|_| {});
            }
            if let Some(l) = after(s, "ال") {
                add(l, &|w| w.article = true);
            } else if let Some(l) = after(s, "لل") {
                add(l, &|w| {
                    w.article = true;
                    w.preposition = Some(Prep::For);
                });
            } else if let Some(l) = after(s, "بال") {
                add(l, &|w| {
                    w.article = true;
                    w.preposition = Some(Prep::By);
                });
            } else if let Some(l) = after(s, "كال") {
                add(l, &|w| {
                    w.article = true;
                    w.like = true;
                });
            } else if let Some(l) = after(s, "س") {
                if s[s.len() - l..].starts_with(['ي', 'ت', 'ن', 'ا']) {
                    add(l, &|w| w.future = true);
                }
            } else if let Some(l) = after(s, "ب").filter(|&l| letters(l) >= 3) {
                add(l, &|w| w.preposition = Some(Prep::By));
            } else if let Some(l) = after(s, "ل").filter(|&l| letters(l) >= 3) {
                add(l, &|w| w.preposition = Some(Prep::For));
            } else if let Some(l) = after(s, "ك").filter(|&l| letters(l) >= 4) {
                add(l, &|w| w.like = true);
            }
        }
        for (s, w) in &bare[..n] {
            if let Some(&f) = self.forms.get(*s) {
                return Word { facts: f, ..*w };
            }
        }
        if teh {
            return word;
        }
        for suffix in ["هما", "هم", "ها", "هن", "نا", "ه"] {
            let Some(whole) = norm.strip_suffix(suffix) else { continue };
            let cut = norm.len() - whole.len();
            let whole_word = [(norm, word)];
            for (s, w) in whole_word.iter().chain(&bare[..n]).filter(|(_, w)| !w.article) {
                let Some(stem) = s.get(..s.len().saturating_sub(cut)).filter(|s| letters(s.len()) >= 2)
                else {
                    continue;
                };
                if let Some(&f) = self.forms.get(stem) {
                    return Word { facts: f, pronoun: true, ..*w };
                }
            }
            break;
        }
        word
    }

    /// The facts of a word.
    pub fn facts(&self, w: Word) -> &Facts {
        &self.facts[w.facts as usize]
    }

    /// The group of a type that has no words of its own.
    pub fn plain_group(&self, kind: ClaimType) -> u16 {
        self.plain + kind as u16
    }

    /// The frame of a type.
    pub fn frame(&self, kind: ClaimType) -> Option<&Frame> {
        self.frames.get(&kind)
    }
}
