//! Linear-chain models over hashed features, and boosted trees over a few numbers ([`Boosted`]).
//!
//! *Comes in*: for each position of a sequence (lines of a page, words of a sentence, letters of a word) the
//! indices of its active features. *Goes out*: the best label sequence (Viterbi) or the probability of every
//! label at every position (forward–backward). With the feature `train`, also the model itself.
//! *Does not*: know what a label or a feature means; each room makes its own features with [`Hasher`].
//!
//! The model is a conditional random field (Lafferty, McCallum, Pereira 2001) whose features are hashed into a
//! table of 2^bits rows (Weinberger et al. 2009), so that no word of a training text stands in the weights.
//!
//! ```
//! use isnad_learn::{train, Hasher, Scratch, Sequence};
//! let feature = |word: &str| vec![Hasher::new("word").str(word).index(10)];
//! let sequence = |words: [&str; 2]| Sequence {
//!     features: words.iter().map(|w| feature(w)).collect(),
//!     labels: vec![0, 1],
//!     weight: 1.0,
//! };
//! let model = train::train(&["A", "B"], 10, &[sequence(["in", "out"])], &train::Options::default());
//! let labels = model.decode(&[feature("in"), feature("out")], &mut Scratch::default());
//! assert_eq!(labels, [0, 1]);
//! ```

mod boost;
mod hash;
mod infer;
mod lanes;
mod model;
mod packed;
#[cfg(feature = "train")]
pub mod train;

pub use boost::{BoostError, Boosted};
#[cfg(feature = "train")]
pub use boost::{BoostOptions, boost};
pub use hash::{Hasher, beginnings, pair, row, string};
pub use infer::Scratch;
pub use model::{Model, ModelError, Stored, stored_models, write_models};
pub use packed::{Adding, BATCH, Packed};

/// One labelled sequence.
#[derive(Debug, Clone)]
pub struct Sequence {
    /// For each position the rows of its active features, each below 2^bits of the model.
    pub features: Vec<Vec<u32>>,
    /// For each position its label, an index into the model's labels.
    pub labels: Vec<u8>,
    /// How much the sequence counts in training; 1 is usual.
    pub weight: f32,
}
