//! The learned half: linear models that weigh what the rules found against the words around it.
//!
//! *Comes in*: a [`View`](crate::view::View), the rules' triggers, voices, roles and figures. *Goes out*: triggers with type and
//! probability; for each trigger the words of its roles, sources and figures; status, background, kinds of source and figure.
//! *Does not*: read lexicons itself. The rules' verdicts are features here, so that a model never has to learn again what the
//! lexicons say, and can overrule them where the words around speak against.
//!
//! Ten models, all of `isnad-learn`: `trigger` (which words evoke an event: O, B, I), `kind` (which event), `parties` and
//! `frame` (for one trigger, which words of its sentence are actor and target; place, time, source and figure), `status`, `past`
//! (background), `source` and `counted` (kind of a source, of a figure), `coded` (whether an event coder codes
//! it), `carry` (which words of earlier sentences fill an empty role). Chains over words are decoded per trigger, as
//! semantic role labelling without a parse does (Hacioglu et al. 2004). models/claims.md has data and figures.

pub(crate) mod carry;
mod chain;
pub mod deep;
#[cfg(feature = "train")]
pub mod examples;
pub(crate) mod feature;
mod figures;
mod own;
pub(crate) mod read;
pub(crate) mod roles;
pub(crate) mod scene;
pub(crate) mod single;
mod tidy;
pub(crate) mod trigger;

use isnad_learn::{Model, ModelError, Packed, Scratch, Stored};
use isnad_model::{ClaimType, FigureWhat, LinkKind, Status};
use std::borrow::Cow;

/// What the models write into, used again from sentence to sentence.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    pub rows: feature::Rows,
    pub scratch: Scratch,
    pub scores: Vec<[f32; 16]>,
    pub few: Vec<[f32; 4]>,
    pub many: Vec<[f32; 64]>,
    pub pairs: Vec<[f32; 2]>,
    pub own: own::Own,
    pub syntax: crate::syntax::SyntaxBuffers,
}

/// One question that a model answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Task {
    /// Which words evoke an event.
    Trigger,
    /// Which event.
    Kind,
    /// Actor and target of a trigger.
    Parties,
    /// Place, time, source and figures of a trigger.
    Frame,
    /// Status of a claim.
    Status,
    /// Background or news.
    Past,
    /// Kind of a source; «none» where the words cannot speak.
    Source,
    /// What a figure counts.
    Counted,
    /// Whether an event coder codes the claim as an ASSAULT or a PROTEST: news of a definite event, not history, supposition,
    /// a name of a kind of deed.
    Coded,
    /// Whether words of the headline or an earlier sentence fill a role that the claim's own sentence leaves empty.
    Carry,
}

impl Task {
    /// All tasks, in the order of the file of models.
    pub const ALL: [Task; 10] = [
        Task::Trigger,
        Task::Kind,
        Task::Parties,
        Task::Frame,
        Task::Status,
        Task::Past,
        Task::Source,
        Task::Counted,
        Task::Coded,
        Task::Carry,
    ];

    /// The labels of its model.
    pub fn labels(self) -> Vec<&'static str> {
        match self {
            Task::Trigger => vec!["O", "B", "I"],
            Task::Kind => ClaimType::ALL.iter().map(|k| k.as_str()).collect(),
            Task::Parties => vec!["O", "B-actor", "I-actor", "B-target", "I-target"],
            Task::Frame => vec![
                "O", "B-place", "I-place", "B-time", "I-time", "B-source", "I-source", "B-figure", "I-figure",
            ],
            Task::Status => Status::ALL.iter().map(|k| k.as_str()).collect(),
            Task::Past => vec!["news", "background"],
            Task::Coded | Task::Carry => vec!["no", "yes"],
            Task::Source => LinkKind::ALL.iter().map(|k| k.as_str()).chain(["none"]).collect(),
            Task::Counted => FigureWhat::ALL.iter().map(|k| k.as_str()).collect(),
        }
    }

    /// Logarithm of the number of feature rows of its model.
    pub const fn bits(self) -> u32 {
        match self {
            Task::Trigger => 19,
            Task::Parties | Task::Frame => 20,
            Task::Kind => 17,
            Task::Status | Task::Past | Task::Source | Task::Counted | Task::Coded | Task::Carry => 15,
        }
    }
}

/// The models of all tasks.
#[derive(Debug, Clone)]
pub struct Models {
    /// The file form that they came from.
    source: Cow<'static, [u8]>,
    /// By task; those that are packed below without their weights.
    models: Vec<Model>,
    /// [`Task::Parties`] and [`Task::Frame`].
    roles: Packed<16>,
    /// [`Task::Trigger`].
    triggers: Packed<4>,
    /// [`Task::Kind`].
    kinds: Packed<64>,
}

static SHIPPED: &[u8] = include_bytes!("../../../../models/claims.crf");

const MAGIC: &[u8; 8] = b"ISNADCLM";

impl Models {
    /// The models that ship with the program.
    ///
    /// # Errors
    /// As [`Models::from_bytes`]; not for the bytes that are built in.
    pub fn shipped() -> Result<Models, ModelError> {
        Models::read(Cow::Borrowed(SHIPPED))
    }

    /// Reads the file form: `ISNADCLM`, then for each of [`Task::ALL`] a little-endian u32 length and that many bytes of its
    /// model.
    ///
    /// # Errors
    /// [`ModelError`] where the bytes are not the models of this version.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Models, ModelError> {
        Models::read(Cow::Owned(bytes))
    }

    fn read(source: Cow<'static, [u8]>) -> Result<Models, ModelError> {
        let parts = isnad_learn::stored_models(MAGIC, &source, Task::ALL.len())?;
        let stored = parts.iter().map(|p| Stored::parse(p)).collect::<Result<Vec<_>, _>>()?;
        for (task, m) in Task::ALL.into_iter().zip(&stored) {
            if m.bits() != task.bits() || !m.labels().iter().map(String::as_str).eq(task.labels()) {
                return Err(ModelError::Broken("a model of claims has other labels or sizes"));
            }
        }
        let packed = [Task::Trigger, Task::Kind, Task::Parties, Task::Frame];
        let models = Task::ALL
            .into_iter()
            .map(|t| match packed.contains(&t) {
                true => Ok(stored[t as usize].lean()),
                false => Model::from_bytes(parts[t as usize]),
            })
            .collect::<Result<Vec<_>, _>>()?;
        let get = |task: Task| &stored[task as usize];
        let wide = || ModelError::Broken("models of claims have too many labels");
        let roles = Packed::new(&[get(Task::Parties), get(Task::Frame)]).ok_or_else(wide)?;
        let triggers = Packed::new(&[get(Task::Trigger)]).ok_or_else(wide)?;
        let kinds = Packed::new(&[get(Task::Kind)]).ok_or_else(wide)?;
        drop(stored);
        Ok(Models { models, roles, triggers, kinds, source })
    }

    pub(crate) fn of(&self, task: Task) -> &Model {
        &self.models[task as usize]
    }

    /// The file form.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.source.to_vec()
    }

    /// The file form of trained models, one a task in the order of [`Task::ALL`].
    #[cfg(feature = "train")]
    pub fn write(models: &[Model]) -> Vec<u8> {
        isnad_learn::write_models(MAGIC, models)
    }
}
