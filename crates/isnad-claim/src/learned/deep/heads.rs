//! What is decided from the vectors of words: small linear models on top of the encoder.
//!
//! *Comes in*: vectors of words. *Goes out*: logarithms of probabilities for the labels of a [`Task`]. *Does not*: decode.
//!
//! Triggers, types, status and background are one product each. For the roles of a trigger, each word around it is seen through
//! a hidden layer: one part adds what the trigger, the word and the distance between them say (Kiperwasser and Goldberg 2016), one part
//! multiplies what trigger and word say (as the biaffine parser of Dozat and Manning 2017 does, with few dimensions). The words of roles
//! are those of a pass in which the trigger was marked.

use crate::learned::Task;
use crate::learned::roles::WINDOW;
use isnad_encoder::{BrokenFile, ByteReader, ByteWriter, gelu, linear, softmax};
use std::ops::Range;

/// Values of the hidden layer that are sums.
pub(crate) const SUMS: usize = 128;
/// Values of the hidden layer that are products.
pub(crate) const PRODUCTS: usize = 96;
/// Values of the hidden layer between trigger and word.
pub(crate) const BETWEEN: usize = SUMS + PRODUCTS;
/// Distances from trigger to word, before it to after it.
const DISTANCES: usize = 2 * WINDOW + 1;

/// The label of [`Task::Frame`] where a figure begins; the next is that where it goes on.
const FIGURE: usize = 7;

/// How much the encoder's opinion counts between a figure and no role. Chosen on the folds of gold: figures of newswire 0.802 with none of it,
/// 0.822 with this, 0.816 with all; of short reports 0.772, 0.766, 0.760.
const OF_FIGURES: f32 = 0.6;

/// The tasks with one product, in the order of the file.
pub(crate) const SINGLE: [Task; 4] = [Task::Trigger, Task::Kind, Task::Status, Task::Past];

/// Where the weights of the heads stand.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// For each of [`SINGLE`]: weights and shifts.
    pub single: [(Range<usize>, Range<usize>); 4],
    /// What the trigger says, what the word says.
    pub trigger: Range<usize>,
    pub word: Range<usize>,
    /// What the distance says, and the shift.
    pub distance: Range<usize>,
    /// What is added to the pieces of the trigger before the upper layers look for its roles.
    pub mark: Range<usize>,
    /// Both label sets of roles, one after the other.
    pub roles: (Range<usize>, Range<usize>),
    /// How many weights there are.
    pub size: usize,
}

/// How many labels [`Task::Parties`] and [`Task::Frame`] have.
pub(crate) fn role_labels() -> [usize; 2] {
    [Task::Parties, Task::Frame].map(|t| t.labels().len())
}

impl Places {
    pub fn new(hidden: usize) -> Self {
        let mut size = 0;
        let mut take = |n: usize| {
            size += n;
            size - n..size
        };
        let single = SINGLE.map(|t| {
            let n = t.labels().len();
            (take(n * hidden), take(n))
        });
        let roles: usize = role_labels().iter().sum();
        let (trigger, word) = (take(BETWEEN * hidden), take(BETWEEN * hidden));
        let distance = take(DISTANCES * SUMS);
        let mark = take(hidden);
        let roles = (take(roles * BETWEEN), take(roles));
        Places { single, trigger, word, distance, mark, roles, size }
    }
}

/// The heads.
#[derive(Debug, Clone)]
pub(crate) struct Heads {
    pub hidden: usize,
    pub places: Places,
    pub weights: Vec<f32>,
}

/// The row of weights of a distance.
pub(crate) fn distance(trigger: usize, word: usize) -> usize {
    (word + WINDOW).saturating_sub(trigger).min(DISTANCES - 1)
}

/// Logarithms of the shares of each row of scores.
fn log_shares(scores: &mut [f32], labels: usize) {
    for row in scores.chunks_exact_mut(labels) {
        softmax(row);
        row.iter_mut().for_each(|p| *p = p.max(1e-6).ln());
    }
}

impl Heads {
    /// Scores of the labels of one of [`SINGLE`] for each row of `words`.
    pub fn scores(&self, task: usize, words: &[f32], out: &mut Vec<f32>) {
        let (w, b) = &self.places.single[task];
        linear(words, self.hidden, &self.weights[w.clone()], &self.weights[b.clone()], out);
    }

    /// As [`Heads::scores`], as logarithms of probabilities.
    pub fn single(&self, task: Task, words: &[f32]) -> Vec<f32> {
        let k = SINGLE.iter().position(|t| *t == task).unwrap_or(0);
        let mut out = Vec::new();
        self.scores(k, words, &mut out);
        log_shares(&mut out, task.labels().len());
        out
    }

    /// What each row says to the hidden layer, as a trigger or as a word.
    pub fn between(&self, rows: &[f32], which: &Range<usize>, out: &mut Vec<f32>) {
        linear(rows, self.hidden, &self.weights[which.clone()], &[0.0; BETWEEN], out);
    }

    /// The hidden layer before its gate for a word at a distance from the trigger.
    pub fn sum(&self, trigger: &[f32], word: &[f32], distance: usize, out: &mut Vec<f32>) {
        let at = self.places.distance.start + distance * SUMS;
        let d = &self.weights[at..at + SUMS];
        out.extend(trigger.iter().zip(word).zip(d).map(|((a, b), c)| a + b + c));
        out.extend(trigger[SUMS..].iter().zip(&word[SUMS..]).map(|(a, b)| a * b));
    }

    /// Logarithms of the probabilities of roles for the words `window` of a sentence, whose vectors `words` holds as they are where the
    /// word `at`, the trigger, is marked.
    pub fn roles(&self, words: &[f32], at: usize, window: Range<usize>) -> [Vec<f32>; 2] {
        let h = self.hidden;
        let (mut mine, mut theirs, mut z) = (Vec::new(), Vec::new(), Vec::new());
        self.between(&words[at * h..(at + 1) * h], &self.places.trigger, &mut mine);
        self.between(&words[window.start * h..window.end * h], &self.places.word, &mut theirs);
        for (i, word) in window.zip(theirs.chunks_exact(BETWEEN)) {
            self.sum(&mine, word, distance(at, i), &mut z);
        }
        z.chunks_exact_mut(BETWEEN).flat_map(|z| &mut z[..SUMS]).for_each(|v| *v = gelu(*v));
        let mut scores = Vec::new();
        let (w, b) = &self.places.roles;
        linear(&z, BETWEEN, &self.weights[w.clone()], &self.weights[b.clone()], &mut scores);
        let labels = role_labels();
        let all = labels[0] + labels[1];
        let mut out = [Vec::new(), Vec::new()];
        for row in scores.chunks_exact(all) {
            out[0].extend_from_slice(&row[..labels[0]]);
            out[1].extend_from_slice(&row[labels[0]..]);
        }
        for (o, n) in out.iter_mut().zip(labels) {
            o.chunks_exact_mut(n).for_each(softmax);
        }
        // Which words are a figure the linear models know as well: between a figure and no role the encoder is heard in part.
        for row in out[1].chunks_exact_mut(labels[1]) {
            let either = (row[0] + row[FIGURE] + row[FIGURE + 1]).powf(1.0 - OF_FIGURES);
            for label in [0, FIGURE, FIGURE + 1] {
                row[label] = either * row[label].powf(OF_FIGURES);
            }
        }
        out.iter_mut().flatten().for_each(|p| *p = p.max(1e-6).ln());
        out
    }

    pub fn read(hidden: usize, r: &mut ByteReader<'_>) -> Result<Self, BrokenFile> {
        let places = Places::new(hidden);
        if r.size()? != places.size {
            return Err(BrokenFile("its heads have other labels"));
        }
        let weights = r.floats(places.size)?;
        Ok(Heads { hidden, places, weights })
    }

    pub fn write(&self, w: &mut ByteWriter) {
        w.size(self.weights.len());
        w.floats(&self.weights);
    }
}
