//! What is seen of one token, as hashes made once and combined with those of its neighbours later.

use crate::facts::Facts;
use crate::gazetteer::{Feature, Named};
use crate::index::PhraseIndex;
use crate::key::Readings;
use crate::knowledge::Knowledge;
use crate::memo::{Knows, is_named};
use crate::registry::NO_STATE;
use crate::scan::{Gap, Scan};
use isnad_text::{Analysis, Clitics, Pos, TokenKind};

/// What depends on the word alone. Equal values in two fields need not be told apart here: templates add the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Form {
    /// The folded word.
    pub word: u32,
    /// The folded word without clitics and article.
    pub stem: u32,
    /// First one to four letters of the stem.
    pub first: [u32; 4],
    /// Last one to four letters of the word.
    pub last: [u32; 4],
    /// Clitics and article.
    pub clitics: u32,
    /// What lists of given names and surnames say of it.
    pub name: u32,
    /// Whether it is a title, a generic noun, the head of an institution, a nationality.
    pub cue: u32,
}

/// What is seen of one token: for training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Atoms {
    /// What depends on the word alone.
    pub form: Form,
    /// What its neighbours see of it.
    pub seen: Seen,
}

/// What is seen of one token beside others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// See [`Form::stem`].
    pub stem: u32,
    /// See [`Form::clitics`].
    pub clitics: u32,
    /// See [`Form::name`].
    pub name: u32,
    /// See [`Form::cue`].
    pub cue: u32,
    /// Kind, part of speech, length.
    pub shape: u32,
    /// Its part in a name of the gazetteer.
    pub place: u32,
    /// Its part in a name of the registry.
    pub actor: u32,
    /// Its part in a listed name of a club, company, person, …
    pub listed: u32,
    /// Whether a quotation mark or bracket stands before it.
    pub quote: u32,
}

impl From<&Form> for Seen {
    fn from(f: &Form) -> Seen {
        Seen { stem: f.stem, clitics: f.clitics, name: f.name, cue: f.cue, ..Seen::default() }
    }
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn fnv(h: u64, n: u64) -> u64 {
    (h ^ n).wrapping_mul(0x0000_0100_0000_01b3)
}

fn hash(s: &str) -> u32 {
    short(s.bytes().fold(SEED, |h, b| fnv(h, u64::from(b))))
}

fn short(h: u64) -> u32 {
    (h ^ (h >> 32)) as u32
}

fn clitics(c: Clitics) -> u32 {
    c.conjunction.map_or(0, u32::from)
        ^ c.preposition.map_or(0, |p| u32::from(p) << 11)
        ^ u32::from(c.article) << 28
        ^ u32::from(c.enclitic) << 29
        ^ u32::from(c.future) << 30
}

/// What is seen of all tokens of the text that `scan` was made of, in their order.
pub(crate) fn all(k: &Knowledge, scan: &Scan<'_, '_>) -> Vec<Seen> {
    let a = scan.analysis;
    let entries = scan.entries.iter().enumerate();
    let mut seen: Vec<Seen> =
        entries.map(|(i, &e)| Seen { shape: shape(a, i), ..scan.memo.entry(e).seen }).collect();
    for word in scan.words.iter().filter(|w| w.gap == Gap::Quote) {
        seen[word.token as usize].quote = 1;
    }
    lists(k, scan, &mut seen);
    seen
}

fn shape(a: &Analysis<'_>, i: usize) -> u32 {
    let token = &a.tokens[i];
    let pos = match token.pos {
        Pos::Noun => 1,
        Pos::Verb => 2,
        Pos::Adjective => 3,
        Pos::Particle => 4,
        Pos::Number => 5,
        Pos::Punctuation => 6,
        Pos::Other => 7,
    };
    let kind = match token.kind {
        TokenKind::Word => 1,
        TokenKind::Number => 2,
        TokenKind::Foreign => 3,
        TokenKind::Punctuation => 4,
        _ => 5,
    };
    // Two bytes a letter.
    let letters = (a.stem_in(i).1 / 2).min(9) as u32;
    kind | pos << 4 | letters << 8
}

/// What the tagger sees of token `i` out of context.
pub(crate) fn form(a: &Analysis<'_>, i: usize, readings: &Readings, facts: &[Facts; 4]) -> Form {
    let (norm, stem, kind) = (a.norm(i), a.stem(i), a.tokens[i].kind);
    if kind == TokenKind::Number && !norm.is_empty() {
        let word = 0x1000 + norm.len().min(5) as u32;
        return Form { word, stem: word, ..Form::default() };
    }
    // A hashtag may read like a word.
    let clitics = clitics(a.tokens[i].clitics) | u32::from(is_named(kind)) << 27;
    let mut out = Form { word: hash(norm), stem: hash(stem), clitics, ..Form::default() };
    if kind != TokenKind::Word {
        return out;
    }
    let mut h = SEED ^ u64::from(clitics >> 28 & 1);
    for (n, c) in stem.chars().take(4).enumerate() {
        h = fnv(h, u64::from(c));
        out.first[n] = short(h) | 1;
    }
    let mut h = SEED;
    for (n, c) in norm.chars().rev().take(4).enumerate() {
        h = fnv(h, u64::from(c));
        out.last[n] = short(h) | 1;
    }
    for (n, (r, is)) in readings.iter().zip(facts).enumerate() {
        let flags = is.flags.bits();
        if n == 0 || (out.name & 3 == 0 && flags & 3 != 0) {
            out.name = u32::from(flags) | (u32::from(r.letters) << 8) | 0x100_0000;
        }
    }
    for is in &facts[..readings.len()] {
        out.cue |= u32::from(is.title);
        if let Some(p) = is.people {
            out.cue |= if p.state == NO_STATE { 2 } else { 4 };
        }
        out.cue |= u32::from(is.institution) << 3;
        out.cue |= u32::from(is.head) << 4;
        out.cue |= is.noun.map_or(0, |noun| (1 + noun.class as u32) << 5);
        out.cue |= u32::from(is.direction) << 10;
        if out.cue != 0 {
            break;
        }
    }
    out
}

/// Lists: names of places, actors, clubs and so on, the longest from the left.
fn lists(k: &Knowledge, scan: &Scan<'_, '_>, seen: &mut [Seen]) {
    let (mut place_end, mut actor_end, mut listed_end) = (0, 0, 0);
    for (i, word) in scan.words.iter().enumerate() {
        let begin = word.knows;
        let begin = if word.arabic { begin } else { Knows::default() };
        if begin.place && i >= place_end {
            let found = longest_place(k, scan, i);
            place_end = mark(scan, i, found, seen, |a| &mut a.place);
        }
        if begin.registered && i >= actor_end {
            let found = longest(scan, i, k.registry.index(), |v| {
                let alias = k.registry.alias(v);
                1 + k.registry.actor(alias.actor).kind as u32 * 4 + alias.usage as u32
            });
            actor_end = mark(scan, i, found, seen, |a| &mut a.actor);
        }
        if begin.listed && i >= listed_end {
            // A common word that is also the name of a club says less.
            let common = u32::from(scan.words[i].flags.common()) << 4;
            let found = longest(scan, i, k.name_lists.index(), |v| (1 + (v & 0xff)) | common);
            listed_end = mark(scan, i, found, seen, |a| &mut a.listed);
        }
    }
}

/// Writes the code of a name into its words: alone, first, further. Gives where the name ends.
fn mark(
    scan: &Scan<'_, '_>,
    i: usize,
    found: Option<(usize, u32)>,
    seen: &mut [Seen],
    field: impl Fn(&mut Seen) -> &mut u32,
) -> usize {
    let Some((n, code)) = found else { return i };
    for j in i..i + n {
        let part = match (n, j == i) {
            (1, _) => 1,
            (_, true) => 2,
            _ => 3,
        };
        *field(&mut seen[scan.words[j].token as usize]) = code << 4 | part;
    }
    i + n
}

/// The longest name of a place that begins at word `i`: its number of words, and what its best known bearer is.
fn longest_place(k: &Knowledge, scan: &Scan<'_, '_>, i: usize) -> Option<(usize, u32)> {
    let mut best: Option<(usize, u8, Named)> = None;
    for r in scan.words[i].readings.iter() {
        if let Some((n, named)) = k.gazetteer.longest(r.key, scan.keys_after(i))
            && best.is_none_or(|(m, ..)| n > m)
        {
            best = Some((n, r.letters, named));
        }
    }
    let (n, letters, named) = best?;
    let classes = k.gazetteer.values(named).take(24).map(|v| {
        let p = k.gazetteer.place(v);
        match p.feature() {
            Feature::Country => 1,
            Feature::Province | Feature::Area => 2,
            Feature::Camp | Feature::Facility => 3,
            _ if p.population() >= 100_000 => 4,
            _ if p.population() >= 10_000 => 5,
            _ => 6,
        }
    });
    Some((n, classes.min().unwrap_or(0) | u32::from(letters) << 6))
}

/// The longest name of the index that begins at word `i`: its number of words, and the least class of those that bear it.
fn longest(
    scan: &Scan<'_, '_>,
    i: usize,
    index: &PhraseIndex,
    class: impl Fn(u32) -> u32,
) -> Option<(usize, u32)> {
    let mut best: Option<(usize, u8, &[u32])> = None;
    for r in scan.words[i].readings.iter() {
        if let Some((n, values)) = index.longest(r.key, scan.exact_after(i))
            && best.is_none_or(|(m, ..)| n > m)
        {
            best = Some((n, r.letters, values));
        }
    }
    best.map(|(n, letters, values)| {
        let code = values.iter().take(24).map(|&v| class(v)).min().unwrap_or(0);
        (n, code | u32::from(letters) << 6)
    })
}
