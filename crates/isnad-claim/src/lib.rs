//! What a report puts forward, and on whose word.
//!
//! *Comes in*: a [`Report`] with its blocks, its [`Analysis`], its mentions. *Goes out*: [`Found`]: claims, each with type,
//! status, roles, place, time, figures, chain and the words that gave them, and the loaded words of the outlet.
//! *Does not*: read other reports, resolve places or dates (mentions bring them), or copy the outlet's wording into types.
//!
//! Rules over lexicons, one module a stage: [`trigger`](self) finds the words that evoke events, `roles` who and whom,
//! where and when, `figures` how many, `chain` on whose word, `status` how surely, `wording` the loaded words. Each is a
//! function of the [`View`](self) of a text, so that a learned model can take its place.
//!
//! Links to other stories (`related`, `ticker`) are read as little texts of their own: their claims carry their own
//! block, and neither speaker nor role crosses from or to the report.
//!
//! ```
//! use isnad_claim::ClaimReader;
//! use isnad_model::{Block, BlockKind, ClaimType, Report, Sha256, Span};
//! use isnad_text::Analysis;
//!
//! let text = "قالت الشرطة إن مسلحين خطفوا ثلاثة عمال".to_owned();
//! # let report = Report { id: "r".into(), capture: Sha256::of(&text), text_sha256: Sha256::of(&text),
//! #     blocks: vec![Block { kind: BlockKind::Body, span: Span::new(0, text.len()) }], extracted: false, url: None,
//! #     title: None, language: None, outlet: None, published: None, problems: vec![], text: text.clone() };
//! let reader = ClaimReader::new()?;
//! let analysis = Analysis::new(&report.text);
//! let found = reader.read(&report, &analysis, &[]);
//! assert_eq!(found.claims[0].kind, ClaimType::Abduction);
//! assert_eq!(found.claims[0].says[0].span.of(&report.text), "الشرطة");
//! # Ok::<(), isnad_claim::LexiconError>(())
//! ```

mod build;
mod chain;
mod closed;
mod figures;
mod inflect;
mod itemised;
mod learned;
mod lexicon;
mod reader;
mod roles;
mod status;
mod syntax;
mod table;
#[cfg(test)]
mod testing;
mod trigger;
mod view;
mod wording;

pub use learned::deep::{self, Deep};
#[cfg(feature = "train")]
pub use learned::examples;
pub use learned::{Models, Task};
pub use lexicon::{ClaimCodes, LexiconError, claim_codes, neutral_terms, sources as lexicon_sources};
pub use reader::{ClaimReader, Found, MOST_CLAIMS};
#[cfg(feature = "train")]
pub use syntax::examples as syntax_examples;
pub use syntax::{POS, RELATIONS, Syntax, SyntaxTask};

#[allow(unused_imports, reason = "named in the head of the crate")]
use isnad_model::Report;
#[allow(unused_imports, reason = "named in the head of the crate")]
use isnad_text::Analysis;
