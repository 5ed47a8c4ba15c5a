//! One sentence as the models see it: each word with its facts as numbers, and the chunks that words form.
//!
//! *Comes in*: a [`View`], a sentence, its triggers. *Goes out*: [`Scene`]. *Does not*: decide anything.

use crate::closed::{Closed, Prep};
use crate::syntax::{Order, Tree};
use crate::trigger::Trigger;
use crate::view::View;
use isnad_learn::string;
use isnad_model::{MentionKind, PlacePrecision};
use isnad_text::TokenKind;
use std::ops::Range;

/// One word as numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Item {
    /// Hash of the normalised word.
    pub norm: u64,
    /// Hash of the word without clitics and endings.
    pub stem: u64,
    /// Hash of the last two letters.
    pub tail: u64,
    /// Hash of the light stem, under which the forms of a word meet.
    pub light: u64,
    /// Closed class, 0 for open words.
    pub closed: u8,
    /// Kind of the name that covers it, 0 for none; its own numbers for time and quantity.
    pub mention: u8,
    /// It goes on with the name of the word before.
    pub inside: bool,
    /// «و», preposition, article, future, pronoun, verb, as bits.
    pub form: u8,
    /// Classes of the lexicons.
    pub classes: u64,
    /// Symbol in a path.
    pub symbol: u8,
}

/// Bits of [`Item::form`].
pub(crate) const CONJUNCTION: u8 = 1;
pub(crate) const ARTICLE: u8 = 2;
pub(crate) const VERB: u8 = 4;
pub(crate) const PRONOUN: u8 = 8;
pub(crate) const FUTURE: u8 = 16;
const BY: u8 = 32;
const FOR: u8 = 64;

/// A closed class as a number.
pub(crate) fn closed_code(c: Closed) -> u8 {
    match c {
        Closed::No => 0,
        Closed::Prep(p) => 1 + p as u8,
        Closed::That => 13,
        Closed::Relative => 14,
        Closed::Break => 15,
        Closed::Result => 16,
        Closed::While => 17,
        Closed::This => 18,
        Closed::Particle => 19,
        Closed::Part => 20,
        Closed::Beside => 21,
    }
}

fn country(v: &View<'_>, i: usize) -> bool {
    v.place(i).and_then(|m| m.place()).is_some_and(|p| p.precision == PlacePrecision::Country)
}

/// The kind of the name, time or quantity that covers word `i`, as in [`Item::mention`].
pub(crate) fn mention(v: &View<'_>, i: usize) -> u8 {
    match v.name(i).map(|m| m.kind) {
        Some(MentionKind::Person) => 1,
        Some(MentionKind::Organisation) => 2,
        Some(MentionKind::Group) => 3,
        // States act.
        Some(MentionKind::Place) if country(v, i) => 9,
        Some(MentionKind::Place) => 4,
        Some(MentionKind::Facility) => 5,
        Some(MentionKind::People) => 6,
        _ if v.time(i).is_some() => 7,
        _ if v.quantity(i).is_some() => 8,
        _ => 0,
    }
}

/// What the models see of word `i`.
pub(crate) fn item(v: &View<'_>, i: usize) -> Item {
    let token = &v.a.tokens[i];
    let norm = v.a.norm(i);
    let mention = mention(v, i);
    let bit = |on: bool, bit: u8| if on { bit } else { 0 };
    let verb = v.verb(i);
    let form = bit(v.conjunction(i), CONJUNCTION)
        | bit(v.article(i), ARTICLE)
        | bit(verb, VERB)
        | bit(v.pronoun(i), PRONOUN)
        | bit(v.word(i).future, FUTURE)
        | bit(v.prefix(i) == Some(Prep::By), BY)
        | bit(v.prefix(i) == Some(Prep::For), FOR);
    let closed = closed_code(v.closed(i));
    let symbol = match token.kind {
        TokenKind::Punctuation if v.comma(i) => 40,
        TokenKind::Punctuation if v.stop(i) => 41,
        TokenKind::Punctuation => 42,
        TokenKind::Word if verb && v.facts(i).say.is_some() => 43,
        TokenKind::Word if verb => 44,
        _ if mention == 7 => 45,
        TokenKind::Word if closed != 0 && closed != 20 => closed,
        _ => 46,
    };
    let mut tail = norm.char_indices().rev().map(|(at, _)| at);
    let tail = tail.nth(1).map_or(norm, |at| &norm[at..]);
    Item {
        norm: string(norm),
        stem: string(v.a.stem(i)),
        tail: string(tail),
        light: string(v.a.light(i)),
        closed,
        mention,
        inside: i > 0 && v.name_index(i).is_some() && v.name_index(i) == v.name_index(i - 1),
        form,
        classes: v.facts(i).classes,
        symbol,
    }
}

/// What a chunk is governed by, and its place.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Chunk {
    /// First word, counted from the sentence's first.
    pub start: usize,
    /// One past the last word.
    pub end: usize,
    /// Symbol in a path.
    pub symbol: u8,
    /// The preposition that governs it: of the word before, or attached; handed on by «و». 0 for none.
    pub governor: u8,
    /// It is added to the chunk before by «و».
    pub added: bool,
    /// What it can be, as bits: a noun phrase that nothing governs, one that can act, one that is or holds a place.
    pub able: u8,
}

/// Bits of [`Chunk::able`].
pub(crate) const FREE: u8 = 1;
pub(crate) const ANIMATE: u8 = 2;
pub(crate) const PLACE: u8 = 4;

/// A sentence.
pub(crate) struct Scene {
    /// Index of the sentence's first token.
    pub first: usize,
    /// Its words.
    pub items: Vec<Item>,
    /// Its chunks, in order, without gaps.
    pub chunks: Vec<Chunk>,
    /// The chunk of each word.
    pub chunk_of: Vec<u16>,
    /// How many triggers begin before each word.
    pub triggers_before: Vec<u16>,
    /// Where the triggers begin, from the sentence's first.
    pub starts: Vec<usize>,
    /// For each chunk that is a verb, the chunk that is likely its subject.
    pub subjects: Vec<Option<u16>>,
    /// For each chunk, the nearest verb chunk before it in its clause or the one that governs the clause.
    pub verb_before: Vec<Option<u16>>,
    /// What hangs on what.
    pub tree: Tree,
    /// Its words from the root down.
    pub order: Order,
    /// The relations of what hangs on each word, as bits.
    pub hanging: Vec<u32>,
}

impl Scene {
    /// Sees a sentence with these triggers.
    pub fn new(
        v: &View<'_>,
        sentence: &Range<usize>,
        triggers: &[Trigger],
        items: Vec<Item>,
        tree: Tree,
    ) -> Self {
        let first = sentence.start;
        let mut mark = vec![0u8; sentence.len()];
        for t in triggers {
            for (k, i) in t.tokens.clone().enumerate() {
                mark[i - first] = if k == 0 { 1 } else { 2 };
            }
            if let Some(far) = t.apart.and_then(|j| mark.get_mut(j - first)) {
                *far = 3;
            }
        }
        let mut triggers_before = Vec::with_capacity(sentence.len());
        let mut count = 0;
        for &m in &mark {
            triggers_before.push(count);
            count += u16::from(m == 1);
        }
        let mut chunks: Vec<Chunk> = Vec::new();
        let mut chunk_of = Vec::with_capacity(sentence.len());
        let stops = |j: usize| mark[j - first] != 0;
        let mut i = sentence.start;
        while i < sentence.end {
            let k = i - first;
            let item = &items[k];
            let (mut end, mut symbol) = (i + 1, item.symbol);
            if mark[k] == 1 {
                while end < sentence.end && mark[end - first] == 2 {
                    end += 1;
                }
                symbol = if item.form & VERB != 0 { 47 } else { 48 };
            } else if mark[k] == 3 {
                symbol = 49;
            } else if symbol == 46 || symbol == 45 {
                end = if symbol == 45 {
                    (i + 1..sentence.end)
                        .find(|&j| v.time_index(j) != v.time_index(i) || stops(j))
                        .unwrap_or(sentence.end)
                } else {
                    v.phrase(i, sentence.end, &stops).unwrap_or(end).max(i + 1)
                };
            }
            let before = chunks.last().copied();
            let attached = match item.form & (BY | FOR) {
                0 => 0,
                BY => 1 + Prep::By as u8,
                _ => 1 + Prep::For as u8,
            };
            let added = item.form & CONJUNCTION != 0;
            let governor = if attached != 0 {
                attached
            } else {
                match before {
                    Some(b) if (1..=12).contains(&b.symbol) || b.symbol == 17 => b.symbol,
                    // A time between preposition and noun, or «و»: the governor goes on.
                    Some(b) if added && b.symbol == symbol => b.governor,
                    _ => 0,
                }
            };
            for _ in i..end {
                chunk_of.push(chunks.len() as u16);
            }
            let held = &items[k..end - first];
            let noun = symbol == 46;
            let mut able = if noun && governor == 0 { FREE } else { 0 };
            let c = &v.table.classes;
            if held.iter().any(|x| {
                matches!(x.mention, 1 | 2 | 3 | 6)
                    || x.classes & (c.persons | c.army | c.agent) != 0
                    || x.mention == 9
            }) {
                able |= ANIMATE;
            }
            if held.iter().any(|x| matches!(x.mention, 4 | 5 | 9) || x.classes & c.territory != 0) {
                able |= PLACE;
            }
            chunks.push(Chunk { start: k, end: end - first, symbol, governor, added, able });
            i = end;
        }
        let (subjects, verb_before) = subjects(&chunks, &items);
        let starts = triggers.iter().map(|t| t.tokens.start - first).collect();
        let (order, hanging) = (tree.order(), tree.relations());
        Scene {
            first,
            items,
            chunks,
            chunk_of,
            triggers_before,
            starts,
            subjects,
            verb_before,
            tree,
            order,
            hanging,
        }
    }
}

/// The likely subject of every verb: the first free noun phrase after it (VSO) before another verb or a clause begins, else the
/// one right before it (SVO), else for a relative clause the phrase before the relative, else whoever was the subject of the verb
/// before («و», «أن», «لـ»): who acts goes on acting. A guess for the models to weigh, no verdict.
fn subjects(chunks: &[Chunk], items: &[Item]) -> (Vec<Option<u16>>, Vec<Option<u16>>) {
    const VERBS: [u8; 3] = [43, 44, 47];
    const RELATIVE: u8 = 14;
    let mut out: Vec<Option<u16>> = vec![None; chunks.len()];
    let mut before = vec![None; chunks.len()];
    let mut last: Option<u16> = None;
    for c in 0..chunks.len() {
        before[c] = last;
        let chunk = &chunks[c];
        if !VERBS.contains(&chunk.symbol) {
            continue;
        }
        let free = |k: usize| chunks[k].able & FREE != 0;
        let after = (c + 1..chunks.len().min(c + 6))
            .take_while(|&k| !VERBS.contains(&chunks[k].symbol) && !(13..=15).contains(&chunks[k].symbol))
            .take_while(|&k| chunks[k].symbol != 41)
            .find(|&k| free(k) && chunks[k].able & ANIMATE != 0);
        let verb = &items[chunk.start];
        // «وأضاف», «يقومون»: a verb in the plural has its subject before it or in itself.
        let mut back = (0..c).rev().take(8);
        let behind =
            back.find(|&k| !(chunks[k].symbol == 45 || chunks[k].symbol == 19 || chunks[k].symbol == 40));
        let relative = behind
            .filter(|&k| chunks[k].symbol == RELATIVE)
            .and_then(|k| (0..k).rev().take(4).find(|&n| chunks[n].symbol == 46 || chunks[n].symbol == 48));
        let preceding = behind.filter(|&k| free(k) && verb.form & CONJUNCTION == 0);
        let inherited = last.and_then(|v| out[v as usize]);
        out[c] = relative
            .or(preceding.filter(|&k| chunks[k].able & ANIMATE != 0))
            .or(after)
            .or(preceding)
            .map(|k| k as u16)
            .or(inherited);
        last = Some(c as u16);
    }
    (out, before)
}
