//! The greedy parser: what it sees of a state, and how it goes on.

use super::state::{Move, State};
use super::{NONE, Syntax, SyntaxTask};
use crate::learned::feature::{Features, Sums};
use crate::learned::scene::Item;
use crate::view::View;
use isnad_learn::pair;
use std::ops::Range;

/// One word as the parser sees it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Atom {
    norm: u64,
    stem: u64,
    /// Part of speech; with clitics and article.
    pos: u64,
    full: u64,
    mention: u64,
    closed: u64,
    classes: u64,
    /// Marks between the word before and this one, as bits: comma, stop, opening, closing, other.
    marks: u64,
    /// Marks and words so far, to see at once what stands between two words.
    commas: u16,
}

/// Where no word stands.
const NOBODY: Atom =
    Atom { norm: 0, stem: 0, pos: 14, full: 14, mention: 0, closed: 0, classes: 0, marks: 0, commas: 0 };

/// The atoms of the words; the first is the root.
pub(crate) fn atoms(
    v: &View<'_>,
    sentence: &Range<usize>,
    items: &[Item],
    words: &[u16],
    tags: &[u8],
) -> Vec<Atom> {
    let mut out = vec![Atom { norm: 1, stem: 1, pos: 15, full: 15, ..Atom::default() }];
    let mut before = sentence.start;
    let mut commas = 0;
    for (&k, &tag) in words.iter().zip(tags) {
        let i = sentence.start + usize::from(k);
        let mut marks = 0;
        for j in (before..i).filter(|&j| v.punctuation(j)) {
            let bit = if v.comma(j) {
                0
            } else if v.stop(j) {
                1
            } else if v.opens(j) {
                2
            } else if v.close_reached(j) {
                3
            } else {
                4
            };
            marks |= 1 << bit;
            commas += 1;
        }
        before = i + 1;
        let item = &items[usize::from(k)];
        let pos = u64::from(tag);
        out.push(Atom {
            norm: item.norm,
            stem: item.stem,
            pos,
            full: pos | u64::from(item.form & !crate::learned::scene::VERB) << 4,
            mention: u64::from(item.mention) | u64::from(item.inside) << 4,
            closed: u64::from(item.closed),
            classes: item.classes,
            marks,
            commas,
        });
    }
    out
}

/// Whether nothing, a mark or several stand between two words.
fn marks_between(atoms: &[Atom], a: u16, b: u16) -> u64 {
    let at = |x: u16| atoms.get(usize::from(x)).map_or(0, |a| a.commas);
    u64::from(at(a).abs_diff(at(b)).min(2))
}

fn bucket(distance: u16) -> u64 {
    match distance {
        0..=4 => u64::from(distance),
        5..=6 => 5,
        7..=10 => 6,
        11..=16 => 7,
        _ => 8,
    }
}

/// The word that hangs on a node first or last on one side, and how.
fn child<'a>(atoms: &'a [Atom], s: &State, k: u16, left: bool, last: usize) -> (&'a Atom, u64) {
    let c = s.nodes.get(usize::from(k)).map_or(NONE, |q| if left { q.left[last] } else { q.right[last] });
    (get(atoms, c), s.nodes.get(usize::from(c)).map_or(31, |q| u64::from(q.rel)))
}

fn get(atoms: &[Atom], k: u16) -> &Atom {
    atoms.get(usize::from(k)).unwrap_or(&NOBODY)
}

/// What hangs on a node, as bits.
fn rels(s: &State, k: u16) -> u64 {
    s.nodes.get(usize::from(k)).map_or(0, |q| u64::from(q.rels))
}

/// How much hangs on a node.
fn counts(s: &State, k: u16) -> u64 {
    s.nodes.get(usize::from(k)).map_or(0, |q| u64::from(q.lefts.min(3)) | u64::from(q.rights.min(5)) << 2)
}

fn gap(a: u16, b: u16) -> u64 {
    if a == NONE || b == NONE { 15 } else { bucket(b.abs_diff(a)) }
}

/// The features of a state for the next move that hold as long as the same word is the top of the stack, whatever is read or hung before
/// it is the top again: on the left of a word on the stack nothing more is hung, and on the words below it nothing at all.
#[inline(always)]
fn top_features<F: Features>(atoms: &[Atom], s: &State, rows: &mut F) {
    let (s0, s1) = (s.top(0), s.top(1));
    let (x, y, z) = (get(atoms, s0), get(atoms, s1), get(atoms, s.top(2)));
    let (xl, xl_rel) = child(atoms, s, s0, true, 0);
    let (_, yl_rel) = child(atoms, s, s1, true, 0);
    let (yr, yr_rel) = child(atoms, s, s1, false, 1);
    let (far, commas_below) = (gap(s1, s0), marks_between(atoms, s1, s0));
    rows.add(0, x.norm, x.pos);
    rows.add(1, x.full, 0);
    rows.add(6, y.norm, y.pos);
    rows.add(7, y.full, 0);
    rows.add(13, y.stem, x.stem);
    rows.add(14, y.norm, x.full);
    rows.add(15, y.full, x.norm);
    rows.add(16, y.full, x.full);
    rows.add(22, pair(0, x.pos, xl_rel), xl.pos);
    rows.add(24, pair(0, y.pos, yr_rel), x.full);
    rows.add(25, pair(0, y.pos, yl_rel), x.pos);
    rows.add(27, pair(0, xl.norm, xl_rel), y.pos);
    rows.add(28, pair(0, xl.norm, xl_rel), y.stem);
    rows.add(29, pair(0, xl.norm, x.stem), y.pos);
    rows.add(31, yr.stem, pair(0, y.pos, x.pos));
    rows.add(34, rels(s, s1), pair(0, y.pos, x.full));
    rows.add(38, counts(s, s1), pair(0, y.pos, x.pos));
    rows.add(41, far, pair(0, y.full, x.full));
    rows.add(46, commas_below, pair(0, y.stem, x.pos));
    rows.add(48, y.mention | x.mention << 8, pair(0, y.pos, x.pos));
    rows.add(51, x.classes, pair(0, y.stem, x.pos));
    rows.add(55, z.full, pair(0, y.pos, x.pos));
    // Where no word is left to read there is nothing to choose.
    rows.add(57, 0, pair(0, y.pos, x.pos));
}

/// Those that hold as long as the same word is the next to be read.
#[inline(always)]
fn next_features<F: Features>(atoms: &[Atom], s: &State, rows: &mut F) {
    let [n, m, o] = [0, 1, 2].map(|k| get(atoms, s.ahead(k)));
    rows.add(2, n.norm, n.pos);
    rows.add(3, n.full, 0);
    rows.add(4, m.norm, m.pos);
    rows.add(5, m.full, 0);
    rows.add(8, o.full, m.full);
    rows.add(21, n.full, m.full);
}

/// All others.
#[inline(always)]
fn pair_features<F: Features>(atoms: &[Atom], s: &State, rows: &mut F) {
    let (s0, s1, b0) = (s.top(0), s.top(1), s.ahead(0));
    let (x, y, z) = (get(atoms, s0), get(atoms, s1), get(atoms, s.top(2)));
    let (n, m, o) = (get(atoms, b0), get(atoms, s.ahead(1)), get(atoms, s.ahead(2)));
    let (xl, _) = child(atoms, s, s0, true, 0);
    let (xr, xr_rel) = child(atoms, s, s0, false, 1);
    let (nl, nl_rel) = child(atoms, s, b0, true, 0);
    let (near, far) = (gap(s0, b0), gap(s1, s0));
    let (commas, commas_below) = (marks_between(atoms, s0, b0), marks_between(atoms, s1, s0));
    rows.add(9, x.stem, n.stem);
    rows.add(10, x.norm, n.full);
    rows.add(11, x.full, n.norm);
    rows.add(12, x.full, n.full);
    rows.add(17, pair(0, x.full, n.full), m.full);
    rows.add(18, pair(0, y.full, x.full), n.full);
    rows.add(19, pair(0, z.pos, y.pos), pair(0, x.pos, n.pos));
    rows.add(20, pair(0, x.pos, n.pos), pair(0, m.pos, o.pos));
    rows.add(23, pair(0, x.pos, xr_rel), n.full);
    rows.add(26, pair(0, n.pos, nl_rel), x.pos);
    rows.add(30, xr.stem, pair(0, x.pos, n.pos));
    rows.add(32, nl.norm, pair(0, n.pos, x.pos));
    rows.add(33, nl.norm, pair(0, n.pos, x.stem));
    rows.add(35, rels(s, s0), pair(0, x.pos, n.full));
    rows.add(36, rels(s, s0), pair(0, y.pos, x.pos));
    rows.add(37, counts(s, s0), pair(0, x.pos, n.pos));
    rows.add(39, counts(s, b0), pair(0, x.pos, n.pos));
    rows.add(40, near, pair(0, x.full, n.full));
    rows.add(42, far, pair(0, y.pos, pair(0, x.pos, n.pos)));
    rows.add(43, n.marks, pair(0, x.pos, n.full));
    rows.add(44, commas, pair(0, x.full, n.full));
    rows.add(45, commas_below | n.marks << 2, pair(0, y.full, x.full));
    rows.add(47, x.mention | n.mention << 8, n.marks);
    rows.add(49, x.closed | n.closed << 8, pair(0, x.pos, n.pos));
    rows.add(50, y.closed | x.closed << 8, n.pos);
    rows.add(52, x.classes, pair(0, x.full, n.full));
    rows.add(53, y.norm, pair(0, x.pos, n.pos));
    rows.add(54, pair(0, y.stem, xl.norm), n.pos);
    rows.add(56, m.marks, pair(0, x.pos, n.pos));
    rows.add(58, (s.stack.len() as u64).min(8), n.full);
}

/// The features of a state for the next move.
#[cfg(feature = "train")]
pub(crate) fn state_features<F: Features>(atoms: &[Atom], s: &State, rows: &mut F) {
    top_features(atoms, s, rows);
    next_features(atoms, s, rows);
    pair_features(atoms, s, rows);
}

/// The features of an arc for its relation.
#[inline(always)]
pub(crate) fn arc_features<F: Features>(atoms: &[Atom], s: &State, head: u16, dep: u16, rows: &mut F) {
    let get = |k: u16| atoms.get(usize::from(k)).unwrap_or(&NOBODY);
    let (h, d) = (get(head), get(dep));
    let node = |k: u16| s.nodes.get(usize::from(k));
    let child = |k: u16, left: bool, last: usize| {
        get(node(k).map_or(NONE, |q| if left { q.left[last] } else { q.right[last] }))
    };
    let side = u64::from(dep < head);
    let rels = node(head).map_or(0, |q| u64::from(q.rels));
    let own = node(dep).map_or(0, |q| u64::from(q.rels));
    let first = child(dep, true, 0);
    let around = |k: u16, by: i32| get((i32::from(k) + by).clamp(0, i32::from(NONE)) as u16);
    let gap = bucket(head.abs_diff(dep));
    rows.add(0, pair(0, h.full, d.full), side);
    rows.add(1, h.norm, pair(0, d.full, side));
    rows.add(2, d.norm, pair(0, h.full, side));
    rows.add(3, h.stem, d.stem);
    rows.add(4, d.norm, side);
    rows.add(5, d.stem, pair(0, h.pos, side));
    rows.add(6, first.norm, pair(0, h.pos, d.pos));
    rows.add(7, first.norm, pair(0, h.stem, d.pos));
    rows.add(8, rels, pair(0, h.pos, d.full));
    rows.add(9, own, pair(0, h.pos, d.full));
    rows.add(10, own, pair(0, d.pos, side));
    rows.add(11, gap, pair(0, h.full, pair(0, d.full, side)));
    rows.add(12, d.mention | h.mention << 8, pair(0, h.pos, d.pos));
    rows.add(13, d.closed | h.closed << 8, pair(0, d.pos, side));
    rows.add(14, d.classes, pair(0, h.full, side));
    rows.add(15, around(dep, -1).norm, pair(0, h.pos, d.pos));
    rows.add(16, around(dep, 1).full, pair(0, h.pos, d.full));
    rows.add(17, around(dep, -1).full, pair(0, h.pos, d.full));
    rows.add(18, marks_between(atoms, head, dep), pair(0, h.full, d.full));
    rows.add(19, d.marks, pair(0, h.pos, d.full));
    rows.add(20, around(head, 1).full, pair(0, h.pos, d.pos));
    rows.add(21, u64::from(head == 0), d.pos);
    rows.add(22, h.closed, pair(0, h.norm, d.pos));
    rows.add(23, rels, pair(0, h.norm, d.full));
}

type MoveSums<'a> = Sums<'a, { SyntaxTask::Move.bits() }, 4>;

/// Scores the moves and relations of one sentence. What holds for a word as long as it stands where it stands is summed once: half of
/// the features of a move, most of which are asked for twice and more. Weights are whole numbers, so that the sum is the same to the bit.
pub(crate) struct Scorer<'a> {
    syntax: &'a Syntax,
    atoms: &'a [Atom],
    /// By word: the sums of [`top_features`].
    top: Vec<Option<[i32; 4]>>,
    /// The sums of [`next_features`], and for which word.
    next: (u16, [i32; 4]),
}

impl<'a> Scorer<'a> {
    /// A scorer of a sentence; `atoms` begins with the root.
    pub fn new(syntax: &'a Syntax, atoms: &'a [Atom]) -> Self {
        Scorer { syntax, atoms, top: vec![None; atoms.len()], next: (NONE, [0; 4]) }
    }

    /// The scores of the moves in a state. From state to state one moves on; where only one move is allowed they mean nothing.
    pub fn moves(&mut self, s: &State) -> [f32; 3] {
        let Scorer { syntax, atoms, top, next } = self;
        let mut sums = MoveSums::new(&syntax.moves);
        let of_top = top[usize::from(s.top(0))].get_or_insert_with(|| {
            top_features(atoms, s, &mut sums);
            sums.take()
        });
        if next.0 != s.next {
            next_features(atoms, s, &mut sums);
            *next = (s.next, sums.take());
        }
        pair_features(atoms, s, &mut sums);
        let mut all = sums.take();
        for (sum, (a, b)) in all.iter_mut().zip(of_top.iter().zip(next.1)) {
            *sum += a + b;
        }
        let scores = syntax.moves.scaled(&all);
        let bias = syntax.of(SyntaxTask::Move).first();
        std::array::from_fn(|k| scores[k] + bias[k])
    }

    /// The relation of an arc.
    pub fn relation(&self, s: &State, head: u16, dep: u16) -> u8 {
        if head == 0 {
            return 0;
        }
        let mut sums = Sums::<{ SyntaxTask::Relation.bits() }, 32>::new(&self.syntax.relations);
        arc_features(self.atoms, s, head, dep, &mut sums);
        let scores = self.syntax.relations.scaled(&sums.take());
        let bias = self.syntax.of(SyntaxTask::Relation).first();
        let best =
            |best: usize, l: usize| if scores[l] + bias[l] > scores[best] + bias[best] { l } else { best };
        // 0 is the root's own.
        (2..bias.len()).fold(1, best) as u8
    }
}

/// Parses a sentence; `atoms` begins with the root.
pub(crate) fn parse(syntax: &Syntax, atoms: &[Atom]) -> State {
    let mut scorer = Scorer::new(syntax, atoms);
    let mut s = State::new(atoms.len() - 1);
    while !s.done() {
        let allowed = Move::ALL.map(|m| s.may(m));
        let only = allowed.iter().filter(|&&a| a).count() == 1;
        let m = if only {
            Move::ALL.into_iter().find(|&m| s.may(m)).unwrap_or(Move::Shift)
        } else {
            let scores = scorer.moves(&s);
            let best = |b: Move, m: Move| {
                let better = !s.may(b) || scores[m as usize] > scores[b as usize];
                if s.may(m) && better { m } else { b }
            };
            Move::ALL.into_iter().fold(Move::Shift, best)
        };
        let rel = match s.arc(m) {
            Some((h, d)) => scorer.relation(&s, h, d),
            None => 0,
        };
        s.go(m, rel);
    }
    s
}
