//! For one trigger: which words of its sentence play which role.
//!
//! *Comes in*: a [`Scene`], a trigger, what the rules gave to all triggers. *Goes out*: token ranges by role. *Does not*: resolve
//! them to mentions, or look outside the sentence.

use super::deep::{self, heads::Heads};
use super::feature::Sink;
use super::own::Scorer;
use super::scene::{ANIMATE, ARTICLE, FREE, Item, PLACE, Scene, VERB};
use super::{Buffers, Models, Task, tidy};
use crate::trigger::Trigger;
use crate::view::View;
use isnad_learn::pair;
use std::ops::Range;

/// Words further than this from the trigger play no role; of all roles in the annotated texts one in three hundred does.
pub(crate) const WINDOW: usize = 36;

/// A role that words can play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Actor,
    Target,
    Place,
    Time,
    Source,
    Figure,
}

impl Role {
    /// Its number in hints: 1 to 6.
    const fn code(self) -> u64 {
        self as u64 + 1
    }
}

/// Token ranges with their roles.
pub(crate) type Cast = Vec<(Role, Range<usize>)>;

/// What the rules gave to the triggers of a sentence, by word.
pub(crate) struct Hints {
    first: usize,
    len: usize,
    /// For each trigger and word: role number ×2, +1 where the role begins there; parties and circumstances apart.
    parties: Vec<u8>,
    frame: Vec<u8>,
    /// For each word: bits of the roles that it plays for any trigger.
    any: Vec<u8>,
    /// For each word: the role number ×2 (+1 where it begins) that it was given for the trigger before, and the roles, as bits,
    /// for all triggers before.
    last: Vec<u8>,
    given: Vec<u8>,
}

impl Hints {
    pub fn new(sentence: &Range<usize>, casts: &[Cast]) -> Self {
        let len = sentence.len();
        let mut h = Hints {
            first: sentence.start,
            len,
            parties: vec![0; len * casts.len()],
            frame: vec![0; len * casts.len()],
            any: vec![0; len],
            last: vec![0; len],
            given: vec![0; len],
        };
        for (k, cast) in casts.iter().enumerate() {
            for (role, range) in cast {
                for i in range.clone().filter(|i| sentence.contains(i)) {
                    let at = i - sentence.start;
                    let code = (role.code() * 2) as u8 + u8::from(i == range.start);
                    let row = match role {
                        Role::Actor | Role::Target => &mut h.parties,
                        _ => &mut h.frame,
                    };
                    row[k * len + at] = code;
                    h.any[at] |= 1 << *role as u8;
                }
            }
        }
        h
    }

    /// Notes what was decided (in training: annotated) for a trigger, for those after it: who acted goes on acting.
    pub fn decided(&mut self, cast: &Cast) {
        self.last.fill(0);
        for (role, range) in cast {
            for i in range.clone() {
                let Some(at) = i.checked_sub(self.first).filter(|&a| a < self.len) else { continue };
                self.given[at] |= 1 << *role as u8;
                self.last[at] = (role.code() * 2) as u8 + u8::from(i == range.start);
            }
        }
    }

    fn get(row: &[u8], len: usize, k: usize, at: isize) -> u64 {
        usize::try_from(at).ok().filter(|&a| a < len).map_or(0, |a| u64::from(row[k * len + a]))
    }
}

/// The words around trigger `k` that can play a role, as indices from the sentence's first.
pub(crate) fn window(s: &Scene, t: &Trigger) -> Range<usize> {
    let at = t.tokens.start - s.first;
    at.saturating_sub(WINDOW)..(at + WINDOW).min(s.items.len())
}

/// The path from the trigger's chunk to each chunk of the sentence, as hashes: the exact path where it is short, and the set
/// of the symbols on it.
fn paths(s: &Scene, own: usize) -> Vec<(u64, u64, u8)> {
    const LONG: u8 = 7;
    let mut out = vec![(0u64, 0u64, 0u8); s.chunks.len()];
    let walk = |out: &mut Vec<(u64, u64, u8)>, order: &mut dyn Iterator<Item = usize>, side: u64| {
        let (mut hash, mut set, mut steps) = (side, 0u64, 0u8);
        for c in order {
            out[c] = (if steps <= LONG { hash } else { pair(90, side, 0) }, set | side << 60, steps.min(15));
            let symbol = u64::from(s.chunks[c].symbol);
            hash = pair(91, hash, symbol | u64::from(s.chunks[c].added) << 8);
            set |= 1 << symbol;
            steps = steps.saturating_add(1);
        }
    };
    walk(&mut out, &mut (own + 1..s.chunks.len()), 1);
    walk(&mut out, &mut (0..own).rev(), 2);
    out[own] = (pair(92, 0, 0), 0, 0);
    out
}

/// For each chunk: its rank among the chunks of its side that have one of the `bits`, counted from the trigger: 0 for those
/// that have none, 1 for the nearest.
fn ranks(s: &Scene, own: usize, bits: u8) -> Vec<u8> {
    let mut out = vec![0; s.chunks.len()];
    let mut walk = |order: &mut dyn Iterator<Item = usize>| {
        let mut n = 0u8;
        for c in order {
            if s.chunks[c].able & bits == bits {
                n = n.saturating_add(1);
                out[c] = n.min(4);
            }
        }
    };
    walk(&mut (own + 1..s.chunks.len()));
    walk(&mut (0..own).rev());
    out
}

/// Gender and number as the ending and the first letter tell them.
fn agreement(norm: &str) -> u64 {
    let w = norm.strip_prefix(['و', 'ف']).filter(|r| r.len() >= 6).unwrap_or(norm);
    let end = if w.ends_with("وا") || w.ends_with("ون") || w.ends_with("ين") {
        1
    } else if w.ends_with("ات") {
        2
    } else if w.ends_with(['ت', 'ه']) {
        3
    } else if w.ends_with("ان") {
        4
    } else {
        0
    };
    let begin = match w.chars().next() {
        Some('ي') => 1,
        Some('ت') => 2,
        _ => 0,
    };
    end | begin << 3
}

/// Features of every word of the window for one trigger.
#[inline(always)]
pub(crate) fn positions<S: Sink>(
    v: &View<'_>,
    s: &Scene,
    hints: &Hints,
    k: usize,
    t: &Trigger,
    rows: &mut S,
) {
    let at = t.tokens.start - s.first;
    let own = usize::from(s.chunk_of[at]);
    let paths = paths(s, own);
    let kind = t.kind as u64;
    let me = &s.items[at];
    let form = t.form as u64 | u64::from(t.passive) << 4 | u64::from(me.form & !VERB) << 8;
    let none = Item::default();
    let free = ranks(s, own, FREE);
    let animate = ranks(s, own, ANIMATE);
    let free_animate = ranks(s, own, FREE | ANIMATE);
    let places = ranks(s, own, PLACE);
    let verb = if t.verb { 64 | agreement(v.a.norm(t.tokens.start)) } else { 0 };
    let joined = u64::from(v.conjunction(t.tokens.start));
    let ways = s.tree.ways(at, &s.order);
    let held = u64::from(s.hanging[at]);
    let hung = u64::from(s.tree.rels[at]);
    let over = s.items.get(usize::from(s.tree.heads[at])).unwrap_or(&none);
    for i in window(s, t) {
        let item = &s.items[i];
        let c = usize::from(s.chunk_of[i]);
        let chunk = &s.chunks[c];
        let p = u64::from(i > chunk.start) | u64::from(i + 1 == chunk.end) << 1;
        let head = &s.items[chunk.start];
        let side = if i < at { 2 } else { u64::from(i > at) };
        let (path, set, steps) = paths[c];
        let gov = u64::from(chunk.governor);
        let name = u64::from(item.mention) | u64::from(item.inside) << 4;
        let between = s.triggers_before[i].abs_diff(s.triggers_before[at]).min(4) as u64;
        let before = if i > 0 { &s.items[i - 1] } else { &none };
        let after = s.items.get(i + 1).unwrap_or(&none);
        let get = |at: isize| {
            Hints::get(&hints.parties, hints.len, k, at) | Hints::get(&hints.frame, hints.len, k, at) << 4
        };
        let (hint, hint_before, hint_after) = (get(i as isize), get(i as isize - 1), get(i as isize + 1));
        let sp = side | p << 2;
        // Verbs, particles and marks play no role of themselves: few features tell whether a quotation or a name runs over them.
        if item.symbol != 46 && item.symbol != 45 && c != own && item.mention == 0 {
            rows.add(0, hint, p);
            rows.add(2, pair(0, hint, hint_before), hint_after);
            rows.add(13, item.norm, 0);
            rows.add(26, u64::from(item.form), u64::from(item.symbol) | p << 8);
            rows.add(62, u64::from(before.symbol) | u64::from(after.symbol) << 8, p);
            rows.end();
            continue;
        }
        // How it stands in the tree: the way to the head of its phrase, whether it begins the phrase, the way to itself.
        let top = usize::from(ways.phrase[i]);
        let way = ways.to[top];
        let begins = i == 0 || ways.phrase[i - 1] != ways.phrase[i];
        let ends = ways.phrase.get(i + 1).is_none_or(|&x| x != ways.phrase[i]);
        let q = u64::from(begins) | u64::from(ends) << 1 | u64::from(i == top) << 2;
        // What depends on the word, its side and `q` alone is the same for most triggers of the sentence.
        if !rows.known(i, side | q << 2) {
            let (rel, pos) = (u64::from(s.tree.rels[i]), u64::from(s.tree.pos[i]));
            let pos_at = |k: usize| s.tree.pos.get(k).map_or(15, |&x| u64::from(x));
            let governor = s.items.get(usize::from(s.tree.heads[i])).unwrap_or(&none);
            rows.add(13, item.norm, 0);
            rows.add(14, item.stem, gov);
            rows.add(16, before.norm, p);
            rows.add(17, after.norm, p);
            rows.add(18, head.stem, p);
            rows.add(20, name, sp);
            rows.add(22, pair(0, name, sp), gov);
            rows.add(26, u64::from(item.form), u64::from(item.symbol) | p << 8);
            rows.add(
                30,
                u64::from(before.symbol) | u64::from(before.mention) << 8,
                u64::from(item.symbol) | p << 8,
            );
            rows.add(
                31,
                u64::from(after.symbol) | u64::from(after.mention) << 8,
                u64::from(item.symbol) | p << 8,
            );
            rows.add(32, c as u64 & !(u64::MAX << 2), sp);
            rows.add(33, u64::from(chunk.symbol), pair(0, gov, sp));
            rows.add(34, before.stem, item.stem);
            rows.add(
                55,
                u64::from(before.form & ARTICLE)
                    | u64::from(item.form & ARTICLE) << 2
                    | u64::from(before.mention) << 8,
                u64::from(item.mention) | p << 8 | u64::from(before.symbol) << 16,
            );
            rows.add(63, item.light, gov);
            rows.add(65, head.light, sp);
            rows.add(78, pos | pos_at(i.wrapping_sub(1)) << 4 | pos_at(i + 1) << 8, q);
            rows.add(79, rel | pos << 8, pair(0, governor.stem, q));
            let mut bits = item.classes;
            while bits != 0 {
                rows.add(23, u64::from(bits.trailing_zeros()), sp);
                bits &= bits - 1;
            }
            rows.note();
        }
        let distance = (i.abs_diff(at) as u64).min(31);
        let distance = if distance > 12 { 12 + distance / 8 } else { distance };
        rows.add(0, hint, p);
        rows.add(1, hint, kind);
        rows.add(2, pair(0, hint, hint_before), hint_after);
        rows.add(4, u64::from(hints.any[i]), hint | p << 8);
        rows.add(5, path, p);
        rows.add(6, path, p | kind << 8);
        rows.add(7, path, p | form << 8);
        rows.add(8, set, sp);
        rows.add(9, pair(0, gov, sp), kind);
        rows.add(10, pair(0, gov, sp), form);
        rows.add(11, distance, sp);
        rows.add(12, u64::from(steps), sp | kind << 8);
        rows.add(15, item.stem, kind);
        rows.add(19, head.stem, kind | side << 8);
        rows.add(21, pair(0, name, sp), kind);
        rows.add(64, item.light, kind);
        rows.add(66, me.light, pair(0, gov, sp));
        let able = u64::from(chunk.able);
        rows.add(53, able, pair(0, kind, sp));
        rows.add(54, able, pair(0, form, sp));

        rows.add(70, way.exact, q);
        rows.add(71, way.exact, q | kind << 4);
        rows.add(72, way.exact, pair(0, form, q));
        rows.add(73, ways.to[i].exact, kind);
        rows.add(74, way.exact, pair(0, held, q));
        rows.add(75, pair(0, way.exact, hung), pair(0, over.stem, q));
        rows.add(76, u64::from(way.up) | u64::from(way.down) << 32, q | kind << 4);
        rows.add(77, u64::from(way.up) | u64::from(way.down) << 32, pair(0, form, q));
        rows.add(80, way.exact, pair(0, s.items[top].stem, q));
        rows.add(81, way.exact, pair(0, u64::from(s.items[top].mention), q));
        rows.add(82, way.exact, hint);
        rows.add(83, u64::from(way.steps), pair(0, side, q));
        rows.add(24, head.classes, kind | sp << 8);
        rows.add(25, between, sp);
        rows.add(27, me.stem, pair(0, gov, sp));
        rows.add(28, me.stem, pair(0, name, sp));
        rows.add(29, item.tail, sp | kind << 8);
        rows.add(35, u64::from(chunk.added), pair(0, hint, sp));
        let rank = u64::from(free[c]) | u64::from(animate[c]) << 4 | u64::from(free_animate[c]) << 8;
        rows.add(39, rank, sp);
        rows.add(40, pair(0, rank, sp), kind);
        rows.add(41, pair(0, rank, sp), form);
        rows.add(42, u64::from(free_animate[c]), pair(0, sp, between));
        rows.add(43, u64::from(places[c]), pair(0, gov, sp));
        rows.add(44, u64::from(places[c]), pair(0, between, sp | kind << 8));
        let nearer = s.starts.iter().any(|&x| x != at && x.abs_diff(i) < at.abs_diff(i));
        rows.add(45, u64::from(nearer) | between << 1, sp | u64::from(item.mention) << 8);
        let mut bits = item.classes;
        while bits != 0 {
            rows.add(52, u64::from(bits.trailing_zeros()), pair(0, kind, sp));
            bits &= bits - 1;
        }
        if t.verb {
            let own = agreement(v.a.norm(s.first + chunk.start));
            rows.add(46, pair(0, verb, own), pair(0, rank, sp));
        }
        // The likely subject of the trigger, and of the verb that governs it.
        let subject = s.subjects[own].is_some_and(|x| usize::from(x) == c);
        let governing = s.verb_before[own];
        let governs = governing.and_then(|g| s.subjects[usize::from(g)]).is_some_and(|x| usize::from(x) == c);
        if subject || governs {
            let both = u64::from(subject) | u64::from(governs) << 1;
            let far = governing.map_or(15, |g| (own - usize::from(g)).min(6)) as u64;
            let own_gov = u64::from(s.chunks[own].governor);
            rows.add(56, both, p | kind << 4);
            rows.add(57, both, pair(0, form, p));
            rows.add(58, both, pair(0, far, own_gov | p << 8));
            rows.add(59, both, pair(0, u64::from(chunk.able), p));
            rows.add(60, both, pair(0, rank, p));
            if let Some(g) = governing {
                rows.add(61, s.items[s.chunks[usize::from(g)].start].stem, both | p << 4);
            }
        }
        let last = u64::from(hints.last[i]);
        let given = u64::from(hints.given[i]);
        if given != 0 {
            rows.add(47, last, joined | kind << 1);
            rows.add(48, last, pair(0, form, joined));
            rows.add(49, given, pair(0, hint, p));
            rows.add(50, given, pair(0, between, kind));
            rows.add(51, last, pair(0, rank, between));
        }
        if hint != 0 {
            rows.add(36, hint, pair(0, path, p));
            rows.add(37, hint, name | sp << 8);
            rows.add(38, hint, between | u64::from(steps) << 4);
        }
        rows.end();
    }
}

/// Precision against recall of the roles: added to the score of «no role» at every word. Chosen by cross-validation.
const BIAS: f32 = -1.0;

/// Decodes all roles of one trigger; with `deep`, heads of the encoder and the sentence's words as it sees
/// them where this trigger is marked, its opinion is added.
pub(crate) fn decode(
    (models, deep): (&Models, Option<(&Heads, &[f32])>),
    v: &View<'_>,
    s: &Scene,
    hints: &Hints,
    k: usize,
    t: &Trigger,
    buffers: &mut Buffers,
) -> Cast {
    const PARTIES: [Role; 2] = [Role::Actor, Role::Target];
    const FRAME: [Role; 4] = [Role::Place, Role::Time, Role::Source, Role::Figure];
    let mut out = Cast::new();
    buffers.scores.clear();
    buffers.own.sentence(k, hints.first, hints.len);
    let mut scorer =
        Scorer::<{ Task::Parties.bits() }>::new(&models.roles, &mut buffers.own, &mut buffers.scores);
    positions(v, s, hints, k, t, &mut scorer);
    let around = window(s, t);
    let first = hints.first + around.start;
    let opinion = deep.map(|(heads, words)| heads.roles(words, t.tokens.start - s.first, around));
    for (n, (task, roles)) in
        [(Task::Parties, &PARTIES[..]), (Task::Frame, &FRAME[..])].into_iter().enumerate()
    {
        let model = models.of(task);
        models.roles.of(n, model.labels().len(), &buffers.scores, buffers.scratch.emissions());
        if let Some(opinion) = &opinion {
            deep::add(buffers.scratch.emissions(), &opinion[n], task);
        }
        let labels = model.decode_emitted(buffers.scores.len(), BIAS, &mut buffers.scratch);
        let mut open: Option<(usize, usize)> = None;
        for (at, &label) in labels.iter().chain([&0]).enumerate() {
            let (role, begins) = match label {
                0 => (None, false),
                l => (Some((l as usize - 1) / 2), l % 2 == 1),
            };
            if let Some((r, start)) = open
                && (begins || role != Some(r))
            {
                out.push((roles[r], first + start..first + at));
                open = None;
            }
            if let (Some(r), None) = (role, open) {
                open = Some((r, at));
            }
        }
    }
    let sentence = s.first..s.first + s.items.len();
    tidy::tidy(v, &sentence, t, &mut out);
    out
}

/// The labels of the window for training.
#[cfg(feature = "train")]
pub(crate) fn labels(s: &Scene, t: &Trigger, task: Task, cast: &Cast) -> Vec<u8> {
    let w = window(s, t);
    let mut out = vec![0u8; w.len()];
    for (role, range) in cast {
        let base = match (task, role) {
            (Task::Parties, Role::Actor) | (Task::Frame, Role::Place) => 1,
            (Task::Parties, Role::Target) | (Task::Frame, Role::Time) => 3,
            (Task::Frame, Role::Source) => 5,
            (Task::Frame, Role::Figure) => 7,
            _ => continue,
        };
        for i in range.clone() {
            let Some(at) = (i - s.first).checked_sub(w.start).filter(|&a| a < out.len()) else { continue };
            if out[at] == 0 {
                out[at] = base + u8::from(i > range.start);
            }
        }
    }
    out
}
