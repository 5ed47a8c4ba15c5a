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
#[cfg(feature = "train")]
pub mod examples;
pub(crate) mod feature;
pub(crate) mod read;
pub(crate) mod roles;
pub(crate) mod scene;
pub(crate) mod single;
pub(crate) mod trigger;

use isnad_learn::{Model, ModelError, Packed, Scratch};
use isnad_model::{ClaimType, FigureWhat, LinkKind, Status};

/// What the models write into, used again from sentence to sentence.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    pub rows: feature::Rows,
    pub scratch: Scratch,
    pub scores: Vec<[f32; 16]>,
    pub few: Vec<[f32; 4]>,
    pub many: Vec<[f32; 64]>,
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
    /// Kind of a source.
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
            Task::Source => LinkKind::ALL.iter().map(|k| k.as_str()).collect(),
            Task::Counted => FigureWhat::ALL.iter().map(|k| k.as_str()).collect(),
        }
    }

    /// Logarithm of the number of feature rows of its model.
    pub const fn bits(self) -> u32 {
        match self {
            Task::Trigger => 19,
            Task::Parties | Task::Frame => 20,
            Task::Kind => 18,
            Task::Status | Task::Past | Task::Source | Task::Counted | Task::Coded | Task::Carry => 15,
        }
    }
}

/// The models of all tasks.
#[derive(Debug, Clone)]
pub struct Models {
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
    /// From one model a task, in the order of [`Task::ALL`].
    ///
    /// # Errors
    /// The task whose model is missing or has other labels or sizes than this version reads.
    pub fn new(models: Vec<Model>) -> Result<Models, Task> {
        for (k, task) in Task::ALL.into_iter().enumerate() {
            let fits = models.get(k).is_some_and(|m| {
                m.bits() == task.bits() && m.labels().iter().map(String::as_str).eq(task.labels())
            });
            if !fits {
                return Err(task);
            }
        }
        let get = |task: Task| &models[task as usize];
        let roles = Packed::new(&[get(Task::Parties), get(Task::Frame)]).ok_or(Task::Parties)?;
        let triggers = Packed::new(&[get(Task::Trigger)]).ok_or(Task::Trigger)?;
        let kinds = Packed::new(&[get(Task::Kind)]).ok_or(Task::Kind)?;
        Ok(Models { models, roles, triggers, kinds })
    }

    /// The same models with another one for one task.
    ///
    /// # Errors
    /// As [`Models::new`].
    pub fn replace(self, task: Task, model: Model) -> Result<Models, Task> {
        let mut models = self.models;
        models[task as usize] = model;
        Models::new(models)
    }

    /// The models that ship with the program.
    pub fn shipped() -> Result<Models, ModelError> {
        Models::from_bytes(SHIPPED)
    }

    pub(crate) fn of(&self, task: Task) -> &Model {
        &self.models[task as usize]
    }

    /// The file form: `ISNADCLM`, then for each task a little-endian u32 length and that many bytes of its model.
    pub fn to_bytes(&self) -> Vec<u8> {
        isnad_learn::write_models(MAGIC, &self.models)
    }

    /// Reads the file form.
    ///
    /// # Errors
    /// [`ModelError`] where the bytes are not the models of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Models, ModelError> {
        Models::new(isnad_learn::read_models(MAGIC, bytes, Task::ALL.len())?)
            .map_err(|_| ModelError::Broken("a model of claims has other labels or sizes"))
    }
}
