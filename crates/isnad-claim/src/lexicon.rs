//! The lexicons as they are written: TOML tables, read and checked.
//!
//! *Comes in*: the text of `lexicon/{events,attribution,status,wording}.toml`, embedded. *Goes out*: plain tables, or an
//! error that names file, entry and what is wrong with it. *Does not*: look anything up; see [`crate::table`].

use isnad_model::{ClaimType, FigureWhat, LinkKind, Status, WordingKind};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A lexicon that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LexiconError {
    /// The file is not the TOML that the reader expects.
    #[error("{file}: {source}")]
    Toml {
        /// Name of the file.
        file: &'static str,
        /// What the TOML reader met.
        source: Box<toml::de::Error>,
    },
    /// An entry that says something the reader does not know, or lacks what it needs.
    #[error("{file}: «{entry}»: {problem}")]
    Entry {
        /// Name of the file.
        file: &'static str,
        /// The entry as written.
        entry: String,
        /// What is wrong, for a linguist to read.
        problem: String,
    },
    /// The models of claims cannot be used.
    #[error("models/claims.crf: {0}")]
    Models(#[from] isnad_learn::ModelError),
}

/// `events.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Events {
    /// Phrases in which the words are no event.
    pub exclude: Vec<String>,
    /// Classes of words that conditions ask for.
    pub words: BTreeMap<String, Vec<String>>,
    /// Classes whose words are given by their base and take all endings.
    pub inflected: BTreeMap<String, Vec<String>>,
    /// Frames and codes by type.
    #[serde(rename = "type")]
    pub types: BTreeMap<ClaimType, TypeFrame>,
    /// Groups of lemmas.
    pub event: Vec<Group>,
}

/// Who the words around a trigger are to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ActorFrame {
    /// Subject of the verb, genitive of the masdar where it can act.
    Subject,
    /// Intransitive: subject and genitive are the actor.
    Of,
    /// Nobody does it: subject and genitive are the target.
    None,
}

/// `[type.X]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TypeFrame {
    /// PLOVER event type.
    pub plover: Option<String>,
    /// PLOVER mode; kept for exports to come.
    #[allow(
        dead_code,
        reason = "read by linguists and the exports of a later issue; its presence is checked here"
    )]
    pub mode: Option<String>,
    /// CAMEO root code; as `mode`.
    #[allow(dead_code, reason = "as mode")]
    pub cameo: Option<String>,
    /// ACLED event type; as `mode`.
    #[allow(dead_code, reason = "as mode")]
    pub acled_event: Option<String>,
    /// ACLED sub-event type.
    pub acled: Option<String>,
    /// Who does it.
    pub actor: ActorFrame,
    /// Where the target stands.
    pub target: Vec<String>,
    /// What a number by the trigger counts.
    pub figures: FigureWhat,
}

/// One condition under which a group's type is another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Switch {
    /// Classes of which one stands in the clause.
    #[serde(default)]
    pub when: Vec<String>,
    /// Classes of which one is among the words right after.
    #[serde(default)]
    pub next: Vec<String>,
    /// `imperfect`: only that form.
    pub form: Option<String>,
    /// The type then.
    #[serde(rename = "type")]
    pub kind: ClaimType,
}

/// Rules that need more than classes of words; each is code in [`crate::trigger`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Rule {
    /// «قتل»: killing with an agent, else casualty.
    Kill,
    /// «مقتل»: casualty, or killing with a weapon in hand («برصاص», «على يد»).
    Death,
    /// «أصاب»: of people.
    Injury,
    /// Nouns of victims: only where they are counted or denied.
    Counted,
    /// Nouns of people held: only where they are counted or a prison is named.
    Held,
    /// «دعا»: a call, not an invitation.
    Call,
    /// Never a trigger of its own: listed so that it is not taken for another lemma.
    Never,
}

/// `[[event]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    /// What its lemmas evoke.
    #[serde(rename = "type")]
    pub kind: ClaimType,
    /// «perfect imperfect masdar…».
    #[serde(default)]
    pub verbs: Vec<String>,
    /// Masdars.
    #[serde(default)]
    pub masdars: Vec<String>,
    /// «singular plural…».
    #[serde(default)]
    pub nouns: Vec<String>,
    /// Participles.
    #[serde(default)]
    pub participles: Vec<String>,
    /// Fixed pairs that begin with a noun.
    #[serde(default)]
    pub phrases: Vec<String>,
    /// Fixed pairs that begin with a verb.
    #[serde(default)]
    pub verb_phrases: Vec<String>,
    /// One of the classes stands in the clause.
    #[serde(default)]
    pub when: Vec<String>,
    /// None of the classes stands in the clause.
    #[serde(default)]
    pub unless: Vec<String>,
    /// One of the classes is among the next words.
    #[serde(default)]
    pub next: Vec<String>,
    /// None of the classes is among the next words.
    #[serde(default)]
    pub unless_next: Vec<String>,
    /// Other types under conditions.
    #[serde(default)]
    pub switch: Vec<Switch>,
    /// `imperfect`: only that form of the verbs fires.
    pub form: Option<String>,
    /// A rule beyond classes.
    pub rule: Option<Rule>,
    /// Share of uses that are claims of the type.
    pub prior: f32,
    /// Overrides the type's.
    pub actor: Option<ActorFrame>,
    /// Overrides the type's.
    pub target: Option<Vec<String>>,
    /// Overrides the type's.
    pub figures: Option<FigureWhat>,
}

/// What a verb of saying does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Act {
    /// Puts forward.
    Say,
    /// Puts forward; the speaker may be carried over.
    Carry,
    /// Passes on.
    Relay,
    /// Denies.
    Deny,
    /// Puts forward, with the reporter's doubt.
    Claim,
    /// Takes a deed upon itself.
    Admit,
}

/// `attribution.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Attribution {
    /// Verbs of saying.
    pub verb: Vec<SayVerbs>,
    /// Words before a source.
    pub prefix: Vec<Prefixes>,
    /// Nouns that are the source themselves.
    pub rumour: Vec<Rumours>,
    /// Head nouns of sources.
    pub source: Vec<Sources>,
}

/// `[[verb]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SayVerbs {
    /// What they do.
    pub act: Act,
    /// They attribute only where «أن», a colon or a quotation follows.
    #[serde(default)]
    pub weak: bool,
    /// «perfect imperfect».
    pub verbs: Vec<String>,
    /// «مشيرا».
    #[serde(default)]
    pub adverbs: Vec<String>,
    /// «إعلان».
    #[serde(default)]
    pub masdars: Vec<String>,
}

/// `[[prefix]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Prefixes {
    /// «بحسب».
    pub phrases: Vec<String>,
}

/// `[[rumour]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rumours {
    /// What kind of source it is.
    pub kind: LinkKind,
    /// «أنباء».
    pub nouns: Vec<String>,
}

/// `[[source]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sources {
    /// What kind of source it is.
    pub kind: LinkKind,
    /// «singular plural…».
    pub nouns: Vec<String>,
    /// Words after it that make it an unnamed official.
    #[serde(default)]
    pub official: Vec<String>,
    /// Words after it that make it a medium.
    #[serde(default)]
    pub media: Vec<String>,
}

/// How far a cue reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Reach {
    /// A trigger among the next few words.
    Next,
    /// All triggers after it in the clause.
    Clause,
    /// All triggers after it in the sentence.
    That,
    /// The next word.
    #[serde(rename = "self")]
    Itself,
    /// The next word, if it is an imperfect.
    Imperfect,
    /// The clause whose time it is.
    Time,
    /// The sentence that it opens.
    Opening,
}

/// `status.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusFile {
    /// Cues of status.
    pub cue: Vec<Cues>,
    /// Cues of background.
    pub background: Vec<Background>,
}

/// `[[cue]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cues {
    /// The status.
    pub status: Status,
    /// How far.
    pub reach: Reach,
    /// Words and phrases.
    pub words: Vec<String>,
}

/// `[[background]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Background {
    /// How far.
    pub reach: Reach,
    /// Words and phrases.
    pub words: Vec<String>,
}

/// `wording.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordingFile {
    /// Entries.
    pub word: Vec<Loaded>,
}

/// `[[word]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Loaded {
    /// How it is loaded.
    pub kind: WordingKind,
    /// What a neutral writer would put.
    pub neutral: String,
    /// Written forms; those of several words are fixed phrases.
    pub forms: Vec<String>,
}

/// The four files.
pub(crate) struct Files {
    pub events: Events,
    pub attribution: Attribution,
    pub status: StatusFile,
    pub wording: WordingFile,
}

fn parse<T: for<'a> Deserialize<'a>>(file: &'static str, text: &str) -> Result<T, LexiconError> {
    toml::from_str(text).map_err(|source| LexiconError::Toml { file, source: Box::new(source) })
}

impl Files {
    /// The lexicons that the program carries.
    pub fn embedded() -> Result<Self, LexiconError> {
        Ok(Files {
            events: parse("lexicon/events.toml", EVENTS)?,
            attribution: parse("lexicon/attribution.toml", ATTRIBUTION)?,
            status: parse("lexicon/status.toml", STATUS)?,
            wording: parse("lexicon/wording.toml", WORDING)?,
        })
    }
}

const EVENTS: &str = include_str!("../../../lexicon/events.toml");
const ATTRIBUTION: &str = include_str!("../../../lexicon/attribution.toml");
const STATUS: &str = include_str!("../../../lexicon/status.toml");
const WORDING: &str = include_str!("../../../lexicon/wording.toml");

/// The texts of the lexicons, for the version of a reading.
pub fn sources() -> [&'static str; 4] {
    [EVENTS, ATTRIBUTION, STATUS, WORDING]
}

/// The codes of a type of claims in other schemes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimCodes {
    /// The type.
    pub kind: isnad_model::ClaimType,
    /// PLOVER event type.
    pub plover: Option<String>,
    /// ACLED sub-event type.
    pub acled: Option<String>,
}

/// The codes of all types, as lexicon/events.toml gives them.
pub fn claim_codes() -> Vec<ClaimCodes> {
    let files = Files::embedded().ok();
    let frames = files.map(|f| f.events.types).unwrap_or_default();
    let mut all: Vec<ClaimCodes> =
        frames.into_iter().map(|(kind, t)| ClaimCodes { kind, plover: t.plover, acled: t.acled }).collect();
    all.sort_by_key(|c| c.kind);
    all
}

/// Loaded words, each form as lexicon/wording.toml writes it, with what a neutral writer would put.
pub fn neutral_terms() -> Vec<(String, String)> {
    let words = Files::embedded().map(|f| f.wording.word).unwrap_or_default();
    words.into_iter().flat_map(|w| w.forms.into_iter().map(move |f| (f, w.neutral.clone()))).collect()
}
