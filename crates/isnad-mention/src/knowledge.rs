//! Everything that the finder knows, loaded once and shared by all threads.

use crate::gazetteer::{Gazetteer, GazetteerError};
use crate::persons::Titles;
use crate::placewords::PlaceWords;
use crate::registry::{Registry, RegistryError};
use crate::tagger::{NameLists, Weights, WeightsError};
use crate::words::Words;

/// Gazetteer, actor registry, and the words around names.
#[derive(Debug, Clone)]
pub struct Knowledge {
    /// Named places.
    pub gazetteer: Gazetteer,
    /// Actors.
    pub registry: Registry,
    pub(crate) places: PlaceWords,
    pub(crate) words: Words,
    pub(crate) titles: Titles,
    pub(crate) tagger: Weights,
    pub(crate) name_lists: NameLists,
}

/// Why knowledge could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KnowledgeError {
    /// The gazetteer.
    #[error(transparent)]
    Gazetteer(#[from] GazetteerError),
    /// The actor registry.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The tagger of names.
    #[error("models/names.tag: {0}")]
    Tagger(#[from] WeightsError),
    /// The words around place names.
    #[error("lexicon/places.toml: {0}")]
    PlaceWords(#[from] toml::de::Error),
}

impl Knowledge {
    /// What ships with the program. Tests read it, so in a program that was built it does not fail.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        Ok(Knowledge {
            gazetteer: Gazetteer::shipped()?,
            registry: Registry::shipped()?,
            places: PlaceWords::shipped()?,
            words: Words::shipped(),
            titles: Titles::new(),
            tagger: Weights::from_bytes(include_bytes!("../../../models/names.tag"))?,
            name_lists: NameLists::shipped(),
        })
    }

    /// The same with more places: `more` over what is there, except that the shipped override list stays in force.
    pub fn with_places(mut self, more: &Gazetteer) -> Result<Self, KnowledgeError> {
        self.gazetteer = self.gazetteer.merged(more)?;
        Ok(self)
    }
}
