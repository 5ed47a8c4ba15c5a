//! The words of Isnad as plain types.
//!
//! *Comes in*: nothing. *Goes out*: the types that every other crate speaks, and their JSON forms.
//! *Does not*: hold any algorithm over text; it never reads a file, a clock or the network.
//!
//! Inside the program every position is a [`Span`] of **bytes** of one report's text. In JSON every
//! position counts **Unicode scalar values** of that text. [`CharMap`] turns one into the other, and only
//! [`wire`] uses it, so the two are never mixed.
//!
//! ```
//! use isnad_model::{CharMap, Span};
//! let text = "قصف 3 قرى";
//! let map = CharMap::new(text);
//! let span = Span::new(0, "قصف".len());
//! assert_eq!(span.of(text), "قصف");
//! assert_eq!(map.chars(span), (0, 3));
//! ```

#[macro_use]
mod closed;
mod capture;
mod claim;
mod decision;
mod hash;
mod incident;
mod line;
mod mention;
mod reading;
mod report;
pub mod review;
mod span;
mod value;
pub mod wire;

pub use capture::{Capture, Sighting};
pub use claim::{
    Claim, ClaimType, Figure, FigureOf, FigureScope, FigureWhat, Link, LinkKind, Party, PlaceRole, Status,
    TimeRole, Why,
};
pub use decision::{Anchor, Decision, DecisionKind};
pub use hash::Sha256;
pub use incident::{
    Borrowed, Change, ChangeKind, Conflict, ConflictKind, FigureValue, Figures, Incident, IncidentDay,
    IncidentParty, IncidentPlace, Member, MemberClaim, Point, Range, Reason, ReasonCode, Side, Standing,
    Step, StepKind,
};
pub use line::{IncidentLine, LineDay, LineParty, LinePlace};
pub use mention::{Mention, MentionKind, Resolved};
pub use reading::{Reading, Versions, Wording, WordingKind};
pub use report::{Block, BlockKind, Problem, ProblemCode, Published, Report};
pub use span::{CharMap, Span};
pub use value::{
    Basis, Candidate, PlacePrecision, PlaceValue, Quantity, Source, TimeOfDay, TimePrecision, TimeValue,
};
