//! Features: what is seen of a token and its neighbours, as hashes.
//!
//! A feature is either of one token at one distance ([`alone`]: so its weight can be summed once for a word and kept), or of
//! how a token stands in its text. Of these most come from few properties of two neighbours, one function for each kind: their
//! sums are kept too ([`super::pairs`]).

use super::{Atoms, Form, Seen};

/// Blocks of features, for measuring what each gives: bit `n` of `blocks` leaves block `n` in.
pub const BLOCKS: [&str; 9] = [
    "words",
    "stems",
    "affixes",
    "clitics and shape",
    "person lists",
    "gazetteer",
    "registry",
    "cues",
    "name lists",
];
const WORDS: u32 = 0;
const STEMS: u32 = 1;
const AFFIXES: u32 = 2;
const CLITICS: u32 = 3;
const PERSONS: u32 = 4;
const PLACES: u32 = 5;
const ACTORS: u32 = 6;
const CUES: u32 = 7;
const LISTS: u32 = 8;

/// Tokens on each side whose form counts.
pub(crate) const SIDE: usize = 2;

/// What stands outside the sentence.
pub(crate) const EDGE: Atoms = Atoms {
    form: Form { word: 1, stem: 1, first: [0; 4], last: [0; 4], clitics: 1, name: 0, cue: 0 },
    seen: Seen { stem: 1, clitics: 1, name: 0, cue: 0, shape: 1, place: 0, actor: 0, listed: 0, quote: 0 },
};

fn mix(id: u32, a: u32, b: u32) -> u32 {
    // One wide multiplication, its halves folded.
    let h = (u64::from(a) << 32 | u64::from(b)) ^ (u64::from(id) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let wide = u128::from(h) * 0xd6e8_feb8_6659_fd93_u128;
    let h = (wide as u64) ^ ((wide >> 64) as u64);
    ((h ^ (h >> 32)) as u32).max(1)
}

/// Features of a form that stands `at` (0: two tokens before, 2: here, 4: two tokens after).
pub(crate) fn alone(x: &Form, at: usize, blocks: u32, mut out: impl FnMut(u32)) {
    let d = at as u32;
    let mut put = |block: u32, id: u32, a: u32| {
        if blocks >> block & 1 == 1 {
            out(mix(id * 8 + d, a, 0));
        }
    };
    put(WORDS, 1, x.word);
    if !(1..=3).contains(&at) {
        return;
    }
    put(STEMS, 2, x.stem);
    put(CLITICS, 3, x.clitics);
    if x.name != 0 {
        put(PERSONS, 4, x.name);
    }
    if x.cue != 0 {
        put(CUES, 5, x.cue);
    }
    for n in 0..4 {
        if x.last[n] != 0 && (at == SIDE || n == 1 || n == 2) {
            put(AFFIXES, 10 + n as u32, x.last[n]);
        }
        if x.first[n] != 0 && at == SIDE {
            put(AFFIXES, 20 + n as u32, x.first[n]);
        }
    }
}

/// Features of a token that come from its shape and that of the token before it.
pub(crate) fn shapes(before: u32, shape: u32, blocks: u32, mut out: impl FnMut(u32)) {
    let mut put = pairs(blocks, &mut out);
    put(CLITICS, 50, before, 0);
    put(CLITICS, 51, shape, 0);
    put(CLITICS, 144, before, shape);
}

/// The feature of a token that comes from the shape of the token after it.
pub(crate) fn shape_after(after: u32, blocks: u32, mut out: impl FnMut(u32)) {
    pairs(blocks, &mut out)(CLITICS, 52, after, 0);
}

/// The feature of a token that comes from what lists of names say of it and of the token before it.
pub(crate) fn names(before: u32, name: u32, blocks: u32, mut out: impl FnMut(u32)) {
    pairs(blocks, &mut out)(PERSONS, 137, before, name);
}

/// The same of the token after it.
pub(crate) fn name_after(name: u32, after: u32, blocks: u32, mut out: impl FnMut(u32)) {
    pairs(blocks, &mut out)(PERSONS, 138, name, after);
}

/// Features of a token that come from the marks ([`Seen::is_marked`]) of the token before it (`d` 0) or after it (2).
pub(crate) fn marks(d: u32, x: &Seen, blocks: u32, mut out: impl FnMut(u32)) {
    let mut put = pairs(blocks, &mut out);
    if x.place != 0 {
        put(PLACES, 70 + d, x.place, 0);
    }
    if x.actor != 0 {
        put(ACTORS, 80 + d, x.actor, 0);
    }
    if x.listed != 0 {
        put(LISTS, 85 + d, x.listed, 0);
    }
    if x.quote != 0 {
        put(CUES, 90 + d, x.quote, 0);
    }
}

/// Features of a token that come from its own marks, or from having none.
pub(crate) fn own_marks(c: &Seen, blocks: u32, mut out: impl FnMut(u32)) {
    marks(1, c, blocks, &mut out);
    let mut put = pairs(blocks, &mut out);
    put(CLITICS, 0, 0, 0);
    if c.place != 0 {
        put(PLACES, 139, c.clitics, c.place);
        put(PLACES, 140, c.name, c.place);
    }
    // That a name is in no list says as much as that it is in one.
    put(LISTS, 147, c.listed, c.place);
}

/// The feature of a token that comes from the lists that hold it and the token before it.
pub(crate) fn lists(before: u32, listed: u32, blocks: u32, mut out: impl FnMut(u32)) {
    pairs(blocks, &mut out)(LISTS, 148, before, listed);
}

/// The feature of a token that comes from the stem before it and from the lists that hold the token (`listed`, 0: none).
pub(crate) fn stem_and_list(stem: u32, listed: u32, blocks: u32, mut out: impl FnMut(u32)) {
    pairs(blocks, &mut out)(LISTS, 146, stem, listed);
}

/// The feature of a token that comes from the cues of the two tokens before it.
pub(crate) fn cues(first: u32, second: u32, blocks: u32, mut out: impl FnMut(u32)) {
    pairs(blocks, &mut out)(CUES, 136, first, second);
}

/// Features of a token that come from the token before it: what is not of the kinds above.
pub(crate) fn behind(p: &Seen, c: &Seen, blocks: u32, mut out: impl FnMut(u32)) {
    let mut put = pairs(blocks, &mut out);
    put(STEMS, 130, p.stem, c.stem);
    put(PERSONS, 145, p.stem, c.name);
    if p.cue != 0 {
        put(CUES, 134, p.cue, c.name);
        put(CUES, 135, p.cue, c.place);
    }
    if c.place != 0 {
        put(PLACES, 141, p.stem, c.place);
    }
}

/// Puts out the features of those blocks that are wanted.
fn pairs(blocks: u32, out: &mut impl FnMut(u32)) -> impl FnMut(u32, u32, u32, u32) {
    move |block, id, a, b| {
        if blocks >> block & 1 == 1 {
            out(mix(1000 + id, a, b));
        }
    }
}

/// Features of how token `t` stands among its neighbours.
fn here(sentence: &[Atoms], t: usize, blocks: u32, mut out: impl FnMut(u32)) {
    let at = |d: isize| t.checked_add_signed(d).and_then(|i| sentence.get(i)).map_or(&EDGE.seen, |a| &a.seen);
    let (p, c, n) = (at(-1), at(0), at(1));
    shapes(p.shape, c.shape, blocks, &mut out);
    shape_after(n.shape, blocks, &mut out);
    names(p.name, c.name, blocks, &mut out);
    name_after(c.name, n.name, blocks, &mut out);
    marks(0, p, blocks, &mut out);
    own_marks(c, blocks, &mut out);
    marks(2, n, blocks, &mut out);
    lists(p.listed, c.listed, blocks, &mut out);
    stem_and_list(p.stem, c.listed, blocks, &mut out);
    cues(at(-2).cue, p.cue, blocks, &mut out);
    behind(p, c, blocks, &mut out);
}

/// Calls `out` with each feature of position `t` of a sentence.
pub fn features(sentence: &[Atoms], t: usize, blocks: u32, mut out: impl FnMut(u32)) {
    for at in 0..=2 * SIDE {
        let x = (t + at).checked_sub(SIDE).and_then(|i| sentence.get(i)).unwrap_or(&EDGE);
        alone(&x.form, at, blocks, &mut out);
    }
    here(sentence, t, blocks, out);
}
