//! Which of the days and figures that reports of a group give are its happening's: learned weights over candidates.
//!
//! *Comes in*: the evidences of a group with what votes say of each candidate. *Goes out*: a row of numbers for each candidate, and its
//! log-odds. *Does not*: make up a value: only what some report says, or the day of its publication, is a candidate; or see any
//! name, word or number of the texts but how large a figure is.
//!
//! Made by `isnad-lab airwars train`; models/incidents.md says from what.

pub mod days;
pub mod figures;

use isnad_learn::{BoostError, Boosted};

/// The weights of each question.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Of days.
    pub days: Boosted,
    /// Of figures of killed and injured.
    pub figures: Boosted,
}

/// What is wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum ChoiceError {
    /// It is no list of trees.
    #[error("no list of two models: {0}")]
    Form(String),
    /// Of the trees.
    #[error("{0}")]
    Trees(#[from] BoostError),
    /// Trees ask for another number of features than there are.
    #[error("trees over {0} numbers and not {1}: train them anew")]
    Width(usize, usize),
}

impl Choice {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// Where it is broken or was made for other features.
    pub fn from_json(json: &[u8]) -> Result<Choice, ChoiceError> {
        let [days, figures]: [serde_json::Value; 2] =
            serde_json::from_slice(json).map_err(|e| ChoiceError::Form(e.to_string()))?;
        let trees = |value: serde_json::Value, width: usize| {
            let trees = Boosted::from_json(value.to_string().as_bytes())?;
            if trees.width() == width { Ok(trees) } else { Err(ChoiceError::Width(trees.width(), width)) }
        };
        Ok(Choice { days: trees(days, days::WIDTH)?, figures: trees(figures, figures::WIDTH)? })
    }

    /// The file that [`Choice::from_json`] reads.
    pub fn to_json(&self) -> Vec<u8> {
        let all = [&self.days, &self.figures].map(Boosted::to_json);
        [b"[", all.join(&b","[..]).as_slice(), b"]"].concat()
    }
}

/// The chance that log-odds say.
pub(crate) fn chance(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}
