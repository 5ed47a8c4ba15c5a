//! Boosted regression trees for a yes-or-no question over a few dozen numbers (Friedman 2001; split gains with second-order
//! statistics as in Chen and Guestrin 2016).
//!
//! *Comes in*: rows of numbers, `NaN` where a value is unknown. *Goes out*: the log-odds of yes. *Does not*: hash or scale
//! features; training (behind `train`) uses one thread and a fixed order, so the same data gives the same model to the byte.

use serde::{Deserialize, Serialize};

/// A node of a tree: a question, or an answer where `feature` is [`LEAF`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Node {
    /// Which number is asked for.
    feature: u16,
    /// Whether rows without the value go left.
    missing_left: bool,
    /// Rows whose value is at most this go left; of a leaf what it adds to the log-odds.
    value: f32,
    /// Left child; the right one follows it.
    left: u32,
}

/// The feature of a leaf.
const LEAF: u16 = u16::MAX;

/// A sum of trees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Boosted {
    /// How many numbers a row has.
    width: usize,
    /// Log-odds before any tree.
    base: f32,
    trees: Vec<Vec<Node>>,
}

/// What is wrong with a model's file.
#[derive(Debug, thiserror::Error)]
#[error("boosted trees: {0}")]
pub struct BoostError(String);

impl Boosted {
    /// Reads a model from JSON and checks that every tree ends.
    ///
    /// # Errors
    ///
    /// Where it is no such JSON, or a node points outside its tree or backwards.
    pub fn from_json(json: &[u8]) -> Result<Boosted, BoostError> {
        let model: Boosted = serde_json::from_slice(json).map_err(|e| BoostError(e.to_string()))?;
        for tree in &model.trees {
            for (k, node) in tree.iter().enumerate() {
                let inner = node.feature != LEAF;
                let (left, k) = (node.left as usize, k);
                if inner && (left <= k || left + 1 >= tree.len() || node.feature as usize >= model.width) {
                    return Err(BoostError(format!("node {k} points to {left} of {}", tree.len())));
                }
            }
            if tree.is_empty() {
                return Err(BoostError("an empty tree".into()));
            }
        }
        Ok(model)
    }

    /// The JSON that [`Boosted::from_json`] reads.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("numbers and lists have a JSON form")
    }

    /// How many numbers a row has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Log-odds of yes for one row; numbers that the row does not have are unknown.
    pub fn score(&self, row: &[f32]) -> f32 {
        let mut sum = self.base;
        for tree in &self.trees {
            let mut at = 0usize;
            sum += loop {
                let node = tree[at];
                if node.feature == LEAF {
                    break node.value;
                }
                let x = row.get(node.feature as usize).copied().unwrap_or(f32::NAN);
                let left = if x.is_nan() { node.missing_left } else { x <= node.value };
                at = node.left as usize + usize::from(!left);
            };
        }
        sum
    }
}

#[cfg(feature = "train")]
pub use training::{BoostOptions, boost};

#[cfg(feature = "train")]
mod training {
    use super::{Boosted, LEAF, Node};

    /// How to train.
    #[derive(Debug, Clone, PartialEq)]
    pub struct BoostOptions {
        /// Trees.
        pub trees: usize,
        /// Questions on the way to an answer, at most.
        pub depth: usize,
        /// Share of each tree that is added.
        pub rate: f64,
        /// L2 penalty on answers.
        pub l2: f64,
        /// Least sum of second derivatives in an answer: about four times as many rows where the model is unsure.
        pub least: f64,
        /// Share of the features that each tree may ask for: trees that ask for different ones err differently, and their sum less.
        pub columns: f64,
        /// With another seed trees ask for other features: how far figures hang on that is told by it.
        pub seed: u64,
    }

    impl Default for BoostOptions {
        fn default() -> Self {
            BoostOptions { trees: 120, depth: 5, rate: 0.1, l2: 2.0, least: 2.0, columns: 1.0, seed: 0 }
        }
    }

    /// Values are put into so many bins; one more holds those that are unknown.
    const BINS: usize = 48;

    /// Learns from `rows` (all of one width) with answers and weights.
    ///
    /// Panics where the three differ in length or rows in width: the caller's own fault.
    pub fn boost(rows: &[Vec<f32>], yes: &[bool], weights: &[f32], o: &BoostOptions) -> Boosted {
        assert!(rows.len() == yes.len() && rows.len() == weights.len());
        let width = rows.first().map_or(0, Vec::len);
        let edges: Vec<Vec<f32>> = (0..width).map(|f| edges(rows, f)).collect();
        let bins: Vec<Vec<u8>> = (0..width)
            .map(|f| {
                rows.iter()
                    .map(|r| match r[f] {
                        x if x.is_nan() => BINS as u8,
                        x => edges[f].partition_point(|e| *e < x) as u8,
                    })
                    .collect()
            })
            .collect();
        let (mut total, mut positive) = (1e-9, 1e-9);
        for (y, w) in yes.iter().zip(weights) {
            total += f64::from(*w);
            positive += if *y { f64::from(*w) } else { 0.0 };
        }
        let p = (positive / total).clamp(1e-6, 1.0 - 1e-6);
        let base = (p / (1.0 - p)).ln();
        let mut scores = vec![base; rows.len()];
        let mut trees = Vec::with_capacity(o.trees);
        let mut random = 0x9e37_79b9_7f4a_7c15u64 ^ o.seed.wrapping_mul(0xd134_2543_de82_ef95);
        for _ in 0..o.trees {
            let asked: Vec<bool> = (0..width)
                .map(|_| {
                    random ^= random << 13;
                    random ^= random >> 7;
                    random ^= random << 17;
                    ((random >> 11) as f64 / (1u64 << 53) as f64) < o.columns
                })
                .collect();
            let slopes: Vec<(f64, f64)> = (0..rows.len())
                .map(|i| {
                    let p = 1.0 / (1.0 + (-scores[i]).exp());
                    let w = f64::from(weights[i]);
                    (w * (if yes[i] { 1.0 } else { 0.0 } - p), w * (p * (1.0 - p)).max(1e-9))
                })
                .collect();
            let tree = grow(&bins, &edges, &slopes, &mut scores, &asked, o);
            trees.push(tree);
        }
        Boosted { width, base: base as f32, trees }
    }

    /// Borders between the bins of feature `f`: quantiles of its known values.
    fn edges(rows: &[Vec<f32>], f: usize) -> Vec<f32> {
        let mut values: Vec<f32> = rows.iter().map(|r| r[f]).filter(|x| !x.is_nan()).collect();
        values.sort_unstable_by(f32::total_cmp);
        let n = values.len();
        let mut edges: Vec<f32> =
            if n == 0 { Vec::new() } else { (1..BINS).map(|k| values[(k * n / BINS).min(n - 1)]).collect() };
        values.dedup();
        if values.len() < BINS {
            edges = values;
            edges.pop();
        }
        edges.dedup();
        edges
    }

    fn grow(
        bins: &[Vec<u8>],
        edges: &[Vec<f32>],
        slopes: &[(f64, f64)],
        scores: &mut [f64],
        asked: &[bool],
        o: &BoostOptions,
    ) -> Vec<Node> {
        let mut tree = vec![Node { feature: LEAF, missing_left: false, value: 0.0, left: 0 }];
        let mut open: Vec<(usize, usize, Vec<u32>)> = vec![(0, 0, (0..slopes.len() as u32).collect())];
        while let Some((at, depth, rows)) = open.pop() {
            let (g, h) = rows.iter().fold((0.0, 0.0), |s, &i| {
                let (g, h) = slopes[i as usize];
                (s.0 + g, s.1 + h)
            });
            let split =
                (depth < o.depth).then(|| best(bins, edges, slopes, &rows, (g, h), asked, o)).flatten();
            let Some((feature, bin, missing_left)) = split else {
                let value = o.rate * g / (h + o.l2);
                tree[at].value = value as f32;
                for i in rows {
                    scores[i as usize] += value;
                }
                continue;
            };
            let left = tree.len();
            let empty = Node { feature: LEAF, missing_left: false, value: 0.0, left: 0 };
            tree.push(empty);
            tree.push(empty);
            tree[at] =
                Node { feature: feature as u16, missing_left, value: edges[feature][bin], left: left as u32 };
            let goes_left = |i: &u32| match bins[feature][*i as usize] {
                b if usize::from(b) == BINS => missing_left,
                b => usize::from(b) <= bin,
            };
            let (l, r): (Vec<u32>, Vec<u32>) = rows.into_iter().partition(goes_left);
            open.push((left + 1, depth + 1, r));
            open.push((left, depth + 1, l));
        }
        tree
    }

    /// The question that splits `rows` best: feature, last bin that goes left, where the unknown go.
    fn best(
        bins: &[Vec<u8>],
        edges: &[Vec<f32>],
        slopes: &[(f64, f64)],
        rows: &[u32],
        all: (f64, f64),
        asked: &[bool],
        o: &BoostOptions,
    ) -> Option<(usize, usize, bool)> {
        let quality = |g: f64, h: f64| g * g / (h + o.l2);
        let whole = quality(all.0, all.1);
        let mut found: Option<(f64, (usize, usize, bool))> = None;
        for (f, bins) in bins.iter().enumerate().filter(|f| asked[f.0]) {
            let mut sums = [(0.0, 0.0); BINS + 1];
            for &i in rows {
                let (g, h) = slopes[i as usize];
                let s = &mut sums[bins[i as usize] as usize];
                *s = (s.0 + g, s.1 + h);
            }
            let unknown = sums[BINS];
            for missing_left in [false, true] {
                let mut left = if missing_left { unknown } else { (0.0, 0.0) };
                for (bin, sum) in sums.iter().enumerate().take(edges[f].len()) {
                    left = (left.0 + sum.0, left.1 + sum.1);
                    let right = (all.0 - left.0, all.1 - left.1);
                    if left.1 < o.least || right.1 < o.least {
                        continue;
                    }
                    let gain = quality(left.0, left.1) + quality(right.0, right.1) - whole;
                    if gain > 1e-6 && found.is_none_or(|b| gain > b.0 + 1e-9) {
                        found = Some((gain, (f, bin, missing_left)));
                    }
                }
            }
        }
        found.map(|f| f.1)
    }
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;

    /// Rows of three numbers: yes where the first is above a half and the second is below it, or the third is unknown.
    fn sample(n: u64) -> (Vec<Vec<f32>>, Vec<bool>) {
        let mut random = 7u64;
        let mut next = || {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 40) as f32 / (1u64 << 24) as f32
        };
        (0..n)
            .map(|_| {
                let (a, b, c) = (next(), next(), next());
                let unknown = c < 0.1;
                (vec![a, b, if unknown { f32::NAN } else { c }], (a > 0.5 && b < 0.5) || unknown)
            })
            .unzip()
    }

    #[test]
    fn learns_a_rule_of_several_parts_and_what_is_missing() {
        let (rows, yes) = sample(4000);
        let model = boost(&rows, &yes, &vec![1.0; rows.len()], &BoostOptions::default());
        let (test, truth) = sample(6000);
        let right = test.iter().zip(&truth).filter(|(r, y)| (model.score(r) > 0.0) == **y).count();
        assert!(right > 5800, "{right} of 6000");
        let again = boost(&rows, &yes, &vec![1.0; rows.len()], &BoostOptions::default());
        assert_eq!(model.to_json(), again.to_json());
        assert_eq!(Boosted::from_json(&model.to_json()).unwrap(), model);
    }

    #[test]
    fn another_seed_gives_another_model_and_the_same_seed_the_same() {
        let (rows, yes) = sample(2000);
        let with = |seed| {
            let o = BoostOptions { trees: 20, columns: 0.5, seed, ..BoostOptions::default() };
            boost(&rows, &yes, &vec![1.0; rows.len()], &o)
        };
        let all = [with(0), with(1), with(2)];
        assert!(all[0] != all[1] && all[1] != all[2]);
        assert_eq!(all[1].to_json(), with(1).to_json());
    }

    #[test]
    fn a_file_that_runs_in_circles_is_an_error() {
        let bad =
            r#"{"width":1,"base":0.0,"trees":[[{"feature":0,"missing_left":false,"value":0.0,"left":0}]]}"#;
        assert!(Boosted::from_json(bad.as_bytes()).is_err());
        assert!(Boosted::from_json(b"{}").is_err());
    }

    #[test]
    fn no_rows_give_a_model_that_says_nothing() {
        let model = boost(&[], &[], &[], &BoostOptions { trees: 3, ..BoostOptions::default() });
        assert!(model.score(&[]).is_finite());
    }
}
