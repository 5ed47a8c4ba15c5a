//! A small transformer encoder (BERT as multilingual-e5-small has it: Devlin et al. 2019, Wang et al. 2024), run on the CPU.
//!
//! *Comes in*: words of a text. *Goes out*: a vector for every token, which heads elsewhere turn into decisions. *Does not*: know
//! what is decided; isnad-claim's deep reader does. Matrix products are the crate `gemm`'s; what is done with them, forwards and
//! (behind the feature `train`) backwards, is here.

mod bytes;
mod encoder;
mod matrix;
mod ops;
mod tokenizer;
#[cfg(feature = "train")]
pub mod train;

pub use bytes::{BrokenFile, ByteReader, ByteWriter};
pub use encoder::{Encoder, Layout, Shape};
pub use matrix::{Matrix, linear};
pub use ops::{gelu, softmax};
pub use tokenizer::Tokenizer;
