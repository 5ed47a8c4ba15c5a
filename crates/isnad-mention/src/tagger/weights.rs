//! The weights in the form in which they are looked up.
//!
//! File: the 8 bytes `ISNADTAG`, u32 number of features, f32 step, 12 × 13 f32 transitions (last row from the start), then the
//! features in ascending order: u32 hash and 12 i8 steps each; all little-endian.

use super::pairs::Pairs;
use super::templates::{EDGE, SIDE, alone, behind, cues, lists, own_marks, stem_and_list};
use super::{Atoms, Form, LABELS, Seen, TagKind, Tagged, features};
use crate::memo::Memo;
use std::ops::Range;

const MAGIC: &[u8; 8] = b"ISNADTAG";
const N: usize = LABELS.len();
/// Bits of a key that [`Weights::present`] goes by.
const PRESENT: u32 = 21;

/// One sum of steps a label. A position has fewer than a hundred features, so nothing overflows.
pub(crate) type Sum = [i16; N];

/// Why a tagger's file could not be opened.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum WeightsError {
    /// The file does not begin as it should.
    #[error("this is no tagger of Isnad: it does not begin with ISNADTAG")]
    NotAModel,
    /// The file ends too early or goes on too long.
    #[error("the tagger's file is broken: its size does not fit its number of features")]
    Broken,
}

/// One feature with its weights. An empty slot has the largest key and no weights.
#[derive(Debug, Clone, Copy)]
#[repr(C, align(16))]
struct Slot {
    key: u32,
    steps: [i8; N],
}

/// Slots of a bucket: as many as a line of the processor's cache holds.
const BUCKET: usize = 4;

/// Four slots in ascending order of their keys.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Bucket([Slot; BUCKET]);

/// The bucket at which the search for a key begins.
fn home(key: u32, size: usize) -> usize {
    ((u64::from(key) * size as u64) >> 32) as usize
}

const EMPTY: Slot = Slot { key: u32::MAX, steps: [0; N] };

/// Features that may have weights, fewer than 64.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gathered {
    keys: [u32; 64],
    n: usize,
}

impl Default for Gathered {
    fn default() -> Self {
        Gathered { keys: [0; 64], n: 0 }
    }
}

/// The trained weights: an open-addressed table from feature to one weight a label.
#[derive(Debug, Clone)]
pub struct Weights {
    /// In ascending order of keys, with empty slots between: a search ends in the bucket that holds a larger key.
    buckets: Vec<Bucket>,
    /// Buckets at which a search may begin; those behind take what is pushed over the end.
    homes: usize,
    /// One bit for the first bits of each key. Most features of a text are in no row; this small table, which stays in
    /// the cache, answers for nearly all of them.
    present: Vec<u64>,
    step: f32,
    /// From label (last: start) to label.
    transitions: [[f32; N]; N + 1],
    /// The same turned: to label, from label.
    into: [[f32; N]; N],
    /// The sums of what stands outside a sentence, as those of a word in the memo.
    edges: Sums,
    /// Weights of a token before which no cues stand.
    uncued: Sum,
    /// Weights of a token that no list holds, behind such.
    unlisted: Sum,
    /// Weights of having no marks.
    pub(super) unmarked: Sum,
}

/// Sums of weights where a word stands two tokens before, …, two tokens after.
pub(crate) type Sums = [Sum; 2 * SIDE + 1];

impl Weights {
    /// Reads the file form.
    ///
    /// # Errors
    /// [`WeightsError`] where the bytes are not a whole file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(WeightsError::NotAModel)?;
        let mut words = rest.chunks_exact(4).map(|c| [c[0], c[1], c[2], c[3]]);
        let count = u32::from_le_bytes(words.next().ok_or(WeightsError::Broken)?) as usize;
        let step = f32::from_le_bytes(words.next().ok_or(WeightsError::Broken)?);
        let mut transitions = [[0.0; N]; N + 1];
        for t in transitions.iter_mut().flatten() {
            *t = f32::from_le_bytes(words.next().ok_or(WeightsError::Broken)?);
        }
        let rows = rest.get(8 + 4 * N * (N + 1)..).ok_or(WeightsError::Broken)?;
        if rows.len() != count.saturating_mul(4 + N) {
            return Err(WeightsError::Broken);
        }
        // Two thirds full: few keys are pushed into the next bucket.
        let homes = count * 3 / 8 + 2;
        let mut slots: Vec<Slot> = Vec::with_capacity(homes * BUCKET + 64);
        let mut table = Weights {
            buckets: Vec::new(),
            homes,
            present: vec![0; 1 << (PRESENT - 6)],
            step,
            transitions,
            into: std::array::from_fn(|to| std::array::from_fn(|from| transitions[from][to])),
            edges: Sums::default(),
            uncued: Sum::default(),
            unlisted: Sum::default(),
            unmarked: Sum::default(),
        };
        for row in rows.chunks_exact(4 + N) {
            let key = u32::from_le_bytes([row[0], row[1], row[2], row[3]]);
            let home = home(key, homes) * BUCKET;
            if home > slots.len() {
                slots.resize(home, EMPTY);
            } else if slots.last().is_some_and(|last| last.key >= key) {
                return Err(WeightsError::Broken);
            }
            let mut slot = Slot { key, ..EMPTY };
            for (s, &b) in slot.steps.iter_mut().zip(&row[4..]) {
                *s = b as i8;
            }
            slots.push(slot);
            let bit = key >> (32 - PRESENT);
            table.present[(bit >> 6) as usize] |= 1 << (bit & 63);
        }
        // A search ends at an empty slot behind all.
        slots.resize((slots.len().max(homes * BUCKET) / BUCKET + 1) * BUCKET, EMPTY);
        table.buckets = slots.as_chunks().0.iter().map(|four| Bucket(*four)).collect();
        table.edges = table.sums(&EDGE.form);
        table.uncued = table.sum(|out| cues(0, 0, u32::MAX, out));
        table.unlisted = table.sum(|out| lists(0, 0, u32::MAX, out));
        table.unmarked = table.sum(|out| own_marks(&EDGE.seen, u32::MAX, out));
        Ok(table)
    }

    /// The file form of `rows` (feature, one step a label), which are sorted here.
    pub fn write(step: f32, transitions: &[f32], mut rows: Vec<(u32, [i8; N])>) -> Vec<u8> {
        rows.sort_unstable();
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&(rows.len() as u32).to_le_bytes());
        out.extend_from_slice(&step.to_le_bytes());
        for t in transitions {
            out.extend_from_slice(&t.to_le_bytes());
        }
        for (key, steps) in rows {
            out.extend_from_slice(&key.to_le_bytes());
            out.extend(steps.iter().map(|&s| s as u8));
        }
        out
    }

    /// Number of features with weights.
    pub fn len(&self) -> usize {
        self.buckets.iter().flat_map(|b| &b.0).filter(|s| s.key != EMPTY.key).count()
    }

    /// Whether no feature has any weight.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The steps of a feature; none where it is in no row. Only a key that was pushed over the end of its bucket takes a branch
    /// that the processor does not guess, and what is read for one key is not waited for before the next is looked for.
    #[inline]
    fn steps(&self, key: u32) -> &[i8; N] {
        let mut at = home(key, self.homes);
        while let Some(Bucket(slots)) = self.buckets.get(at) {
            let below = slots.iter().map(|s| usize::from(s.key < key)).sum::<usize>();
            if let Some(slot) = slots.get(below) {
                return if slot.key == key { &slot.steps } else { &EMPTY.steps };
            }
            at += 1;
        }
        &EMPTY.steps
    }

    /// Adds the weights of a feature to `sum`.
    #[inline]
    pub(crate) fn add(&self, key: u32, sum: &mut Sum) {
        add(sum, &self.steps(key).map(i16::from));
    }

    /// The weights of features together.
    #[inline]
    pub(crate) fn sum(&self, features: impl FnOnce(&mut dyn FnMut(u32))) -> Sum {
        let (mut sum, mut kept) = (Sum::default(), Gathered::default());
        features(&mut |f| self.gather(&mut kept, f));
        self.add_all(&kept, &mut sum);
        sum
    }

    /// The sums of a form, with what it says of a token behind it that is in no list.
    pub(crate) fn sums(&self, form: &Form) -> Sums {
        let (mut sums, mut kept) = (Sums::default(), Gathered::default());
        for (at, sum) in sums.iter_mut().enumerate() {
            kept.n = 0;
            alone(form, at, u32::MAX, |f| self.gather(&mut kept, f));
            self.add_all(&kept, sum);
        }
        add(&mut sums[SIDE - 1], &self.sum(|out| stem_and_list(form.stem, 0, u32::MAX, out)));
        sums
    }

    fn may_hold(&self, key: u32) -> bool {
        let bit = key >> (32 - PRESENT);
        self.present[(bit >> 6) as usize] >> (bit & 63) & 1 == 1
    }

    /// Keeps a feature that may have weights. Those that have none are passed over without a branch, since no processor
    /// guesses which they are.
    #[inline]
    pub(crate) fn gather(&self, kept: &mut Gathered, key: u32) {
        kept.keys[kept.n & 63] = key;
        kept.n += usize::from(self.may_hold(key));
    }

    /// Adds the weights of what was gathered.
    #[inline]
    pub(crate) fn add_all(&self, kept: &Gathered, sum: &mut Sum) {
        for &key in kept.keys.iter().take(kept.n) {
            self.add(key, sum);
        }
    }

    /// The best labels of a sentence, from all its features: for measuring single blocks of features.
    pub fn decode(&self, sentence: &[Atoms], blocks: u32) -> Vec<u8> {
        let mut path = Path::default();
        for t in 0..sentence.len() {
            let mut sum = Sum::default();
            features(sentence, t, blocks, |f| self.add(f, &mut sum));
            path.step(self, &sum);
        }
        path.labels(self)
    }

    /// The sums of all forms of a sentence: each word gives its own to its neighbours' places, so that it is looked up once. The
    /// place of token `t` is `t + 2 * SIDE`; those before and behind take what falls outside.
    fn forms(&self, tokens: &[usize], entries: &[u32], memo: &Memo, places: &mut Vec<Sum>) {
        places.clear();
        places.resize(tokens.len() + 4 * SIDE, Sum::default());
        let edges = std::iter::repeat_n(&self.edges, SIDE);
        let words = tokens.iter().map(|&token| memo.sums(entries[token]));
        for (n, sums) in edges.clone().chain(words).chain(edges).enumerate() {
            // The first of its sums is for two places behind it, the last for two before.
            if let Some(places) = places.get_mut(n..n + sums.len()) {
                places.iter_mut().rev().zip(sums).for_each(|(place, sum)| add(place, sum));
            }
        }
    }

    /// The same of the tokens `tokens` with what `memo` and `pairs` keep; `seen` and `entries` are of all tokens of the text.
    pub(crate) fn decode_with(
        &self,
        tokens: &[usize],
        (seen, entries): (&[Seen], &[u32]),
        (memo, pairs): (&Memo, &mut Pairs),
        path: &mut Path,
    ) {
        path.clear();
        self.forms(tokens, entries, memo, &mut path.sums);
        let entry = |i: usize| tokens.get(i).map(|&token| entries[token]);
        let at = |i: Option<usize>| i.and_then(|i| tokens.get(i)).map_or(&EDGE.seen, |&token| &seen[token]);
        let class = |i: usize| entry(i).map_or(0, |e| memo.entry(e).class);
        let mut kept = Gathered::default();
        let mut own = class(0);
        let mut joint = pairs.of(self, (&EDGE.seen, at(Some(0))), (0, own));
        for t in 0..tokens.len() {
            let (p, c) = (at(t.checked_sub(1)), at(Some(t)));
            let mut sum = joint.behind;
            let next = class(t + 1);
            joint = pairs.of(self, (c, at(Some(t + 1))), (own, next));
            own = next;
            add(&mut sum, &joint.ahead);
            add(&mut sum, &path.sums[t + 2 * SIDE]);
            kept.n = 0;
            behind(p, c, u32::MAX, |f| self.gather(&mut kept, f));
            if c.listed != 0 {
                stem_and_list(p.stem, c.listed, u32::MAX, |f| self.gather(&mut kept, f));
                // The sums of the token before hold what it says where this one is in no list.
                let unlisted = self.sum(|out| stem_and_list(p.stem, 0, u32::MAX, out));
                add(&mut sum, &unlisted.map(|s| -s));
            }
            if p.listed | c.listed != 0 {
                lists(p.listed, c.listed, u32::MAX, |f| self.gather(&mut kept, f));
            } else {
                add(&mut sum, &self.unlisted);
            }
            let first = at(t.checked_sub(2)).cue;
            if first | p.cue != 0 {
                cues(first, p.cue, u32::MAX, |f| self.gather(&mut kept, f));
            } else {
                add(&mut sum, &self.uncued);
            }
            self.add_all(&kept, &mut sum);
            path.step(self, &sum);
        }
    }
}

/// Adds label by label.
#[inline]
pub(super) fn add(sum: &mut Sum, more: &Sum) {
    sum.iter_mut().zip(more).for_each(|(s, m)| *s += m);
}

/// The best path through the labels so far (Viterbi 1967): for each token the score of the best path that ends there with each
/// label. Which label was before is found on the way back, for the labels of the path alone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Path {
    scores: Vec<[f32; N]>,
    /// Sums of the forms of the sentence, see [`Weights::forms`]; here to be used again for the next.
    sums: Vec<Sum>,
}

impl Path {
    fn clear(&mut self) {
        self.scores.clear();
    }

    fn step(&mut self, weights: &Weights, sum: &Sum) {
        let mut next = weights.transitions[N];
        if let Some(last) = self.scores.last() {
            next = [f32::NEG_INFINITY; N];
            // Label after label from one, so that the inner loop runs over neighbours in memory.
            for (score, row) in last.iter().zip(&weights.transitions) {
                for (n, t) in next.iter_mut().zip(row) {
                    let s = score + t;
                    *n = if s > *n { s } else { *n };
                }
            }
        }
        for (n, s) in next.iter_mut().zip(sum) {
            *n += f32::from(*s) * weights.step;
        }
        self.scores.push(next);
    }

    /// The labels of the best path. Of equal paths the one of the lower label wins, on any machine.
    pub(crate) fn labels(&self, weights: &Weights) -> Vec<u8> {
        let mut labels = vec![0; self.scores.len()];
        let mut after: Option<usize> = None;
        for (label, scores) in labels.iter_mut().zip(&self.scores).rev() {
            let mut scores = *scores;
            if let Some(l) = after {
                scores.iter_mut().zip(&weights.into[l]).for_each(|(s, t)| *s += t);
            }
            let best = scores.iter().fold(f32::NEG_INFINITY, |best, &s| if s > best { s } else { best });
            let l = scores.iter().position(|&s| s == best).unwrap_or(0);
            *label = l as u8;
            after = Some(l);
        }
        labels
    }
}

/// Runs of labels as names; positions are those of the sentence.
pub fn runs(labels: &[u8], mut out: impl FnMut(Range<usize>, TagKind)) {
    let mut open: Option<(usize, TagKind)> = None;
    for (t, &l) in labels.iter().enumerate() {
        let kind = TagKind::of(l);
        let goes_on = open.is_some_and(|(_, k)| Some(k) == kind && l != k.first());
        if !goes_on {
            if let Some((from, k)) = open.take() {
                out(from..t, k);
            }
            open = kind.map(|k| (t, k));
        }
    }
    if let Some((from, k)) = open {
        out(from..labels.len(), k);
    }
}

impl Tagged {
    /// The names of one sentence whose tokens are `tokens`.
    pub fn of(tokens: &[usize], labels: &[u8], out: &mut Vec<Tagged>) {
        runs(labels, |r, kind| {
            if let (Some(&a), Some(&b)) = (tokens.get(r.start), tokens.get(r.end - 1)) {
                out.push(Tagged { tokens: a..b + 1, kind });
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use crate::scan::Scan;
    use crate::tagger::{Pairs, atoms};
    use isnad_text::Analysis;
    use proptest::prelude::*;
    use std::sync::OnceLock;

    fn knowledge() -> &'static Knowledge {
        static SHIPPED: OnceLock<Knowledge> = OnceLock::new();
        SHIPPED.get_or_init(|| Knowledge::shipped().expect("the shipped data loads"))
    }

    #[test]
    fn the_file_form_reads_back_and_broken_files_are_told() {
        let transitions = vec![0.5; N * (N + 1)];
        let bytes = Weights::write(0.1, &transitions, vec![(7, [1; N]), (3, [-2; N]), (u32::MAX, [5; N])]);
        let read = Weights::from_bytes(&bytes).unwrap();
        assert_eq!(read.len(), 2);
        let mut sum = Sum::default();
        let mut kept = Gathered::default();
        [3, 7, 8].into_iter().for_each(|f| read.gather(&mut kept, f));
        read.add_all(&kept, &mut sum);
        assert_eq!(sum, [-1; N]);
        assert_eq!(Weights::from_bytes(b"hello").unwrap_err(), WeightsError::NotAModel);
        for cut in MAGIC.len()..bytes.len() {
            assert_eq!(Weights::from_bytes(&bytes[..cut]).unwrap_err(), WeightsError::Broken);
        }
    }

    #[test]
    fn runs_begin_where_their_label_says() {
        let mut got = Vec::new();
        // A name that goes on without a beginning begins there.
        runs(&[0, 1, 2, 1, 4, 4, 0, 9, 9], |r, k| got.push((r, k)));
        use TagKind::{Organisation, People, Person};
        assert_eq!(
            got,
            [(1..3, Person), (3..4, Person), (4..6, Organisation), (7..8, People), (8..9, People)]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]
        #[test]
        fn a_full_memo_changes_nothing(texts in proptest::collection::vec("(\\PC|[ء-ي]{1,6} |قال |الرئيس |في |#|\\.|\"|12){0,40}", 1..6)) {
            let k = knowledge();
            let (mut memo, mut pairs) = (Memo::new(), Pairs::new());
            for text in &texts {
                let analysis = Analysis::new(text);
                let scan = Scan::new(&analysis, k, &mut memo);
                let seen = crate::tagger::atoms::all(k, &scan);
                let tokens: Vec<usize> = (0..seen.len()).collect();
                let mut path = Path::default();
                k.tagger.decode_with(&tokens, (&seen, &scan.entries), (scan.memo, &mut pairs), &mut path);
                prop_assert_eq!(path.labels(&k.tagger), k.tagger.decode(&atoms(k, &analysis), u32::MAX));
            }
        }
    }
}
