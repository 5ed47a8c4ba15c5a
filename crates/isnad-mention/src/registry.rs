//! The actor registry: identities, and the names that friends and foes give them.
//!
//! *Comes in*: lexicon/actors.toml. *Goes out*: [`Registry`]: actors by id, and an index of all their names.
//! *Does not*: decide whether a name in a text is meant as the actor; that is the finder's.
//!
//! Beside the actors that are written out, every state has bodies (armed forces, police, ministries, …) that are named by
//! a noun and its adjective («الجيش» + «الأردني»). Where one of those names belongs to an actor that is written out, the
//! body *is* that actor; otherwise it has the id `<state>-<body>`.

use crate::index::{Phrase, PhraseIndex};
use crate::key::{Key, key};
use isnad_model::MentionKind;
use isnad_text::fold_text;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

/// What an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A state or its government.
    State,
    /// An organised armed force or security service.
    Force,
    /// An armed or political group.
    Group,
    /// Several of these together.
    Coalition,
    /// An organisation, party, ministry or international body.
    Organisation,
    /// A news agency.
    Agency,
    /// A monitor of human rights or of a conflict.
    Monitor,
    /// A newspaper, broadcaster or site.
    Outlet,
}

impl ActorKind {
    /// The kind of a mention of such an actor.
    pub const fn mention(self) -> MentionKind {
        match self {
            ActorKind::Force | ActorKind::Group | ActorKind::Coalition => MentionKind::Group,
            _ => MentionKind::Organisation,
        }
    }
}

/// One actor.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Identity, neutral and stable.
    pub id: String,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// What it is.
    pub kind: ActorKind,
    /// Two letters of ISO 3166; empty where it is of no one country.
    #[serde(default)]
    pub country: String,
    /// Id of the actor that it is part of or answers to; empty where none.
    #[serde(default)]
    pub parent: String,
    /// First and last year («2017-2025», «2013-»); empty where unknown.
    #[serde(default)]
    pub years: String,
    /// Names that mean it wherever they stand.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Names that others bear too: the identity holds only in a report about its country.
    #[serde(default)]
    pub in_context: Vec<String>,
    /// Names that are common words: only between quotation marks or brackets, or after a word such as «وكالة».
    #[serde(default)]
    pub marked: Vec<String>,
    /// Names that judge. They resolve, and are recorded as the report's wording.
    #[serde(default)]
    pub loaded: Vec<String>,
    /// PLOVER/CAMEO actor code; empty where none.
    #[serde(default)]
    pub plover: String,
    /// ACLED actor name; empty where none.
    #[serde(default)]
    pub acled: String,
    /// Owner or alignment of an outlet, where that is public knowledge.
    #[serde(default)]
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    state: Vec<State>,
    body: Vec<Body>,
    institution: Vec<Institution>,
    people: Vec<People>,
    actor: Vec<Actor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    id: String,
    country: String,
    name_ar: String,
    name_en: String,
    adjectives: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: String,
    kind: ActorKind,
    name_en: String,
    heads: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Institution {
    kind: ActorKind,
    heads: Vec<String>,
    stops: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    #[serde(default)]
    adjective: String,
    #[serde(default)]
    form: String,
    #[serde(default)]
    country: String,
}

/// How a name may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AliasUse {
    Plain,
    InContext,
    Marked,
    Loaded,
}

/// A name of an actor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Alias {
    pub actor: u32,
    pub usage: AliasUse,
    pub article: bool,
}

/// The form of a nationality or people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PeopleWord {
    /// Index of the state, or `NO_STATE`.
    pub state: u16,
    pub country: [u8; 2],
}

pub(crate) const NO_STATE: u16 = u16::MAX;

/// Why the registry could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegistryError {
    /// Not the TOML that it should be.
    #[error("the actor registry: {0}")]
    Form(#[from] toml::de::Error),
    /// Two actors have one id, or a parent is no actor.
    #[error("the actor registry: {0}")]
    Content(String),
}

/// All actors with their names.
#[derive(Debug, Clone)]
pub struct Registry {
    actors: Vec<Actor>,
    ids: FxHashMap<String, u32>,
    aliases: Vec<Alias>,
    index: PhraseIndex,
    /// Heads of bodies → index of body.
    heads: PhraseIndex,
    /// (state, body) → actor.
    bodies: Vec<u32>,
    body_kinds: Vec<ActorKind>,
    state_numbers: FxHashMap<[u8; 2], u16>,
    people: FxHashMap<Key, PeopleWord>,
    institutions: FxHashMap<Key, ActorKind>,
    stops: FxHashSet<Key>,
    countries: FxHashMap<[u8; 2], u32>,
}

const SHIPPED: &str = include_str!("../../../lexicon/actors.toml");

impl Registry {
    /// The registry that ships with the program.
    pub fn shipped() -> Result<Self, RegistryError> {
        Self::from_toml(SHIPPED)
    }

    /// The shipped registry with more actors: `more` holds `[[actor]]` tables in the form of lexicon/actors.toml.
    pub fn shipped_with(more: &str) -> Result<Self, RegistryError> {
        Self::from_toml(&format!("{SHIPPED}\n{more}"))
    }

    /// Reads a registry in the form of lexicon/actors.toml.
    pub fn from_toml(text: &str) -> Result<Self, RegistryError> {
        let file: File = toml::from_str(text)?;
        let mut actors = file.actor;
        let mut countries = FxHashMap::default();
        let written = actors.len();
        let mut people = FxHashMap::default();
        for p in &file.people {
            let word = PeopleWord { state: NO_STATE, country: code(&p.country) };
            if !p.form.is_empty() {
                people.insert(key(&fold_text(&p.form)), word);
            }
            add_forms(&mut people, &p.adjective, word);
        }
        for (n, state) in file.state.iter().enumerate() {
            let word = PeopleWord { state: n as u16, country: code(&state.country) };
            for adjective in &state.adjectives {
                add_forms(&mut people, adjective, word);
            }
            countries.insert(code(&state.country), actors.len() as u32);
            actors.push(Actor {
                id: state.id.clone(),
                name_ar: state.name_ar.clone(),
                name_en: state.name_en.clone(),
                kind: ActorKind::State,
                country: state.country.clone(),
                parent: String::new(),
                years: String::new(),
                aliases: vec![],
                in_context: vec![],
                marked: vec![],
                loaded: vec![],
                plover: String::new(),
                acled: String::new(),
                note: String::new(),
            });
        }
        let mut aliases = Vec::new();
        let mut pairs: Vec<(Phrase, u32)> = Vec::new();
        for (n, actor) in actors.iter().enumerate().take(written) {
            let plain = std::iter::once(&actor.name_ar).chain(&actor.aliases).map(|a| (a, AliasUse::Plain));
            let rest = (actor.in_context.iter().map(|a| (a, AliasUse::InContext)))
                .chain(actor.marked.iter().map(|a| (a, AliasUse::Marked)))
                .chain(actor.loaded.iter().map(|a| (a, AliasUse::Loaded)));
            for (name, usage) in plain.chain(rest) {
                let folded = fold_text(name);
                let Some(phrase) = Phrase::exact(&folded) else {
                    return Err(RegistryError::Content(format!(
                        "the name '{name}' of {} is empty or too long",
                        actor.id
                    )));
                };
                pairs.push((phrase, aliases.len() as u32));
                aliases.push(Alias { actor: n as u32, usage, article: folded.starts_with("ال") });
            }
        }
        let index = PhraseIndex::build(pairs);

        let mut head_pairs = Vec::new();
        let mut bodies = Vec::new();
        for (b, body) in file.body.iter().enumerate() {
            head_pairs.extend(body.heads.iter().filter_map(|h| Some((Phrase::of(&fold_text(h))?, b as u32))));
        }
        for state in &file.state {
            for body in &file.body {
                let known = body.heads.iter().flat_map(|h| {
                    state.adjectives.iter().flat_map(move |a| [format!("{h} ال{a}"), format!("{h} ال{a}ة")])
                });
                let same = known
                    .filter_map(|name| {
                        let values = index.get(Phrase::exact(&fold_text(&name))?.hash);
                        values.first().map(|&v| &aliases[v as usize])
                    })
                    .find(|a| a.usage == AliasUse::Plain);
                bodies.push(match same {
                    Some(alias) => alias.actor,
                    None => {
                        actors.push(Actor {
                            id: format!("{}-{}", state.id, body.id),
                            name_ar: match state.adjectives.first() {
                                Some(a) => format!("{} ({a})", body.heads[0]),
                                None => body.heads[0].clone(),
                            },
                            name_en: body.name_en.replace("{en}", &state.name_en),
                            kind: body.kind,
                            country: state.country.clone(),
                            parent: state.id.clone(),
                            years: String::new(),
                            aliases: vec![],
                            in_context: vec![],
                            marked: vec![],
                            loaded: vec![],
                            plover: String::new(),
                            acled: String::new(),
                            note: String::new(),
                        });
                        actors.len() as u32 - 1
                    }
                });
            }
        }
        let mut ids = FxHashMap::default();
        for (n, actor) in actors.iter().enumerate() {
            if ids.insert(actor.id.clone(), n as u32).is_some() {
                return Err(RegistryError::Content(format!("two actors have the id '{}'", actor.id)));
            }
        }
        if let Some(a) = actors.iter().find(|a| !a.parent.is_empty() && !ids.contains_key(&a.parent)) {
            return Err(RegistryError::Content(format!(
                "the parent '{}' of '{}' is no actor",
                a.parent, a.id
            )));
        }
        Ok(Registry {
            actors,
            ids,
            aliases,
            index,
            heads: PhraseIndex::build(head_pairs),
            bodies,
            body_kinds: file.body.iter().map(|b| b.kind).collect(),
            state_numbers: file.state.iter().enumerate().map(|(n, s)| (code(&s.country), n as u16)).collect(),
            people,
            institutions: (file.institution.iter())
                .flat_map(|x| x.heads.iter().map(|h| (key(&fold_text(h)), x.kind)))
                .collect(),
            stops: file.institution.iter().flat_map(|x| &x.stops).map(|w| key(&fold_text(w))).collect(),
            countries,
        })
    }

    /// All actors: those written out, the states, and the bodies of states.
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// The actor of this id.
    pub fn get(&self, id: &str) -> Option<&Actor> {
        self.ids.get(id).map(|&n| &self.actors[n as usize])
    }

    /// The state of a country, by two letters of ISO 3166.
    pub fn state_of(&self, country: &str) -> Option<&Actor> {
        self.countries.get(&code(country)).map(|&n| &self.actors[n as usize])
    }

    /// The actor that bears exactly this name, however it is spelt; of names that several bear, the first.
    pub fn named(&self, name: &str) -> Option<&Actor> {
        let phrase = Phrase::exact(&fold_text(name))?;
        self.index.get(phrase.hash).first().map(|&v| self.actor(self.aliases[v as usize].actor))
    }

    pub(crate) fn actor(&self, n: u32) -> &Actor {
        &self.actors[n as usize]
    }

    pub(crate) fn index(&self) -> &PhraseIndex {
        &self.index
    }

    pub(crate) fn alias(&self, value: u32) -> Alias {
        self.aliases[value as usize]
    }

    pub(crate) fn heads(&self) -> &PhraseIndex {
        &self.heads
    }

    pub(crate) fn body(&self, state: u16, body: u32) -> Option<u32> {
        self.bodies.get(state as usize * self.body_kinds.len() + body as usize).copied()
    }

    /// What a noun begins, if it begins the name of an institution or group.
    pub(crate) fn institution(&self, key: Key) -> Option<ActorKind> {
        self.institutions.get(&key).copied()
    }

    /// Whether a word ends such a name.
    pub(crate) fn stops(&self, key: Key) -> bool {
        self.stops.contains(&key)
    }

    /// The body number `body` of the state of a country.
    pub(crate) fn body_of(&self, country: [u8; 2], body: u32) -> Option<u32> {
        self.body(*self.state_numbers.get(&country)?, body)
    }

    /// What a body is.
    pub(crate) fn body_kind(&self, body: u32) -> ActorKind {
        self.body_kinds.get(body as usize).copied().unwrap_or(ActorKind::Organisation)
    }

    pub(crate) fn people(&self, key: Key) -> Option<PeopleWord> {
        self.people.get(&key).copied()
    }
}

pub(crate) fn code(country: &str) -> [u8; 2] {
    if let [a, b] = country.as_bytes() { [*a, *b] } else { [0; 2] }
}

/// The forms of a nisba: masculine and feminine, dual, sound plurals.
fn add_forms(people: &mut FxHashMap<Key, PeopleWord>, adjective: &str, word: PeopleWord) {
    if adjective.is_empty() {
        return;
    }
    let folded = fold_text(adjective);
    for ending in ["", "ه", "ون", "ين", "ات", "ان", "تان", "تين", "ا"] {
        people.entry(key(&format!("{folded}{ending}"))).or_insert(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_registry_is_sound() {
        let registry = Registry::shipped().unwrap();
        let written =
            registry.actors().iter().filter(|a| !a.aliases.is_empty() || !a.plover.is_empty()).count();
        assert!(written >= 250, "{written}");
        for (name, id) in [
            ("قسد", "sdf"),
            ("مجموعات سوريا الديمقراطية", "sdf"),
            ("ميليشيا قسد", "sdf"),
            ("داعش", "islamic-state"),
            ("تنظيم الدولة", "islamic-state"),
            ("المرصد السوري لحقوق الانسان", "sohr"),
        ] {
            assert_eq!(registry.named(name).map(|a| a.id.as_str()), Some(id), "{name}");
        }
    }

    #[test]
    fn no_name_is_a_judgement_and_an_identity_at_once() {
        let registry = Registry::shipped().unwrap();
        for actor in registry.actors() {
            for loaded in &actor.loaded {
                assert!(!actor.aliases.contains(loaded) && actor.name_ar != *loaded, "{loaded}");
            }
            assert!(
                actor.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                actor.id
            );
        }
    }

    #[test]
    fn a_body_of_a_state_is_the_actor_that_is_written_out() {
        let registry = Registry::shipped().unwrap();
        assert!(registry.get("turkey-military").is_none());
        assert!(registry.get("tunisia-military").is_some());
    }
}
