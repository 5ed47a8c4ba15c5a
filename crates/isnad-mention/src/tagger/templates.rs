//! Features: what is seen of a token and its neighbours, as hashes.
//!
//! A feature is either of one token at one distance ([`alone`]: so its weight can be summed once for a word and kept), or of
//! how a token stands in its text ([`here`]).

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

/// Features of how token `t` stands among its neighbours.
pub(crate) fn here(sentence: &[impl AsRef<Seen>], t: usize, blocks: u32, mut out: impl FnMut(u32)) {
    let at =
        |d: isize| t.checked_add_signed(d).and_then(|i| sentence.get(i)).map_or(&EDGE.seen, AsRef::as_ref);
    let (p, c, n) = (at(-1), at(0), at(1));
    let mut put = |block: u32, id: u32, a: u32, b: u32| {
        if blocks >> block & 1 == 1 {
            out(mix(1000 + id, a, b));
        }
    };
    put(CLITICS, 0, 0, 0);
    for (d, x) in [p, c, n].into_iter().enumerate() {
        let d = d as u32;
        put(CLITICS, 50 + d, x.shape, 0);
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
    put(STEMS, 130, p.stem, c.stem);
    put(CUES, 136, at(-2).cue, p.cue);
    put(CLITICS, 144, p.shape, c.shape);
    put(PERSONS, 145, p.stem, c.name);
    put(PERSONS, 137, p.name, c.name);
    put(PERSONS, 138, c.name, n.name);
    if p.cue != 0 {
        put(CUES, 134, p.cue, c.name);
        put(CUES, 135, p.cue, c.place);
    }
    if c.place != 0 {
        put(PLACES, 139, c.clitics, c.place);
        put(PLACES, 140, c.name, c.place);
        put(PLACES, 141, p.stem, c.place);
    }
    // That a name is in no list says as much as that it is in one.
    put(LISTS, 146, p.stem, c.listed);
    put(LISTS, 147, c.listed, c.place);
    put(LISTS, 148, p.listed, c.listed);
}

/// Calls `out` with each feature of position `t` of a sentence.
pub fn features(sentence: &[Atoms], t: usize, blocks: u32, mut out: impl FnMut(u32)) {
    for at in 0..=2 * SIDE {
        let x = (t + at).checked_sub(SIDE).and_then(|i| sentence.get(i)).unwrap_or(&EDGE);
        alone(&x.form, at, blocks, &mut out);
    }
    here(sentence, t, blocks, out);
}
