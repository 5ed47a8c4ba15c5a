//! Who, where, when and how many: the names, places, times and quantities of a report.
//!
//! *Comes in*: a [`Report`](isnad_model::Report), its [`Analysis`](isnad_text::Analysis), and [`Knowledge`] (gazetteer, actor
//! registry, words around names). *Goes out*: [`Mention`](isnad_model::Mention)s with identities and values, and the names
//! among them that judge. *Does not*: know what happened; read files; or guess: a place that stays open keeps its
//! candidates and has no coordinates.
//!
//! The way of a report: `scan` gives each word integer keys (with and without clitics); one walk asks the indices of actors,
//! places and names for the longest name at each word (`placeexpr` adds generic nouns and directions, `persons` titles);
//! [`tagger`] reads the same words with a learned model, and `settle` decides where the two differ; `resolve` settles all places
//! together; times and numbers come from `isnad-text`.
//!
//! A mention's span covers whole words, clitics included («بدمشق»), and the name alone; where the name stands in a longer
//! expression («قرية …», «صحيفة …»), [`Mention::within`](isnad_model::Mention::within) holds that.
//!
//! ```
//! use isnad_mention::{Knowledge, MentionFinder};
//! use isnad_model::{Block, BlockKind, MentionKind, Report, Sha256, Span};
//! use isnad_text::Analysis;
//!
//! let finder = MentionFinder::new(Knowledge::shipped()?);
//! let text = "انسحبت قسد من قرية تل الورد بريف الحسكة";
//! let report = isnad_mention::plain_report("r", text);
//! let mentions = finder.find(&report, &Analysis::new(text));
//! let words: Vec<_> = mentions.iter().map(|m| m.span.of(text)).collect();
//! assert_eq!(words, ["قسد", "تل الورد", "الحسكة"]);
//! assert_eq!(mentions[1].extent().of(text), "قرية تل الورد");
//! assert_eq!(mentions[0].entity.as_deref(), Some("sdf"));
//! assert!(mentions[1].place().unwrap().lat.is_none(), "an invented village has no coordinates");
//! # Ok::<(), isnad_mention::KnowledgeError>(())
//! ```

mod anaphora;
mod facts;
mod find;
mod gazetteer;
mod index;
mod key;
mod knowledge;
mod memo;
mod persons;
mod placeexpr;
mod placeweight;
mod placewords;
mod registry;
mod relative;
mod resolve;
mod scan;
mod settle;
pub mod tagger;
mod words;

pub use find::{Found, MentionFinder};
pub use gazetteer::{
    Added, Bytes, COLUMNS, Feature, Gazetteer, GazetteerBuilder, GazetteerError, Place, PlaceRow, degrees,
    news_name,
};
pub use knowledge::{Knowledge, KnowledgeError};
pub use registry::{Actor, ActorKind, Registry, RegistryError};

use isnad_model::{Block, BlockKind, Report, Sha256, Span};

/// A report that is all body, without date or outlet: for tests, examples and measuring sentences out of context.
pub fn plain_report(id: &str, text: &str) -> Report {
    Report {
        id: id.to_owned(),
        capture: Sha256::of(text),
        text_sha256: Sha256::of(text),
        text: text.to_owned(),
        extracted: false,
        url: None,
        title: None,
        language: Some("ar".to_owned()),
        outlet: None,
        published: None,
        blocks: vec![Block { kind: BlockKind::Body, span: Span::new(0, text.len()) }],
        problems: Vec::new(),
    }
}
