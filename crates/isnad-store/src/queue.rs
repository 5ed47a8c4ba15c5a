//! In what order claims are reviewed: the doubtful and important first.
//!
//! *Comes in*: a claim, and whether its incident is in conflict. *Goes out*: two numbers, whose product is the priority. *Does not*: know what was
//! reviewed. docs/REVIEW.md gives the weights; they are a choice, not measured.

use isnad_incident::evidence::HARM;
use isnad_model::wire::ClaimJson;
use isnad_model::{ClaimType, FigureWhat};

/// Types that tell of people killed or of what kills.
const DEADLY: &[ClaimType] = &[
    ClaimType::Airstrike,
    ClaimType::Shelling,
    ClaimType::Bombing,
    ClaimType::SuicideBombing,
    ClaimType::ChemicalAttack,
    ClaimType::Attack,
    ClaimType::Killing,
    ClaimType::Casualty,
];

/// A claim of what kills, of other harm, and of anything else.
const TYPES: [f32; 3] = [3.0, 2.0, 1.0];
/// It counts killed or injured.
const FIGURES: f32 = 1.5;
/// Its incident is in conflict.
pub(crate) const CONFLICT: f32 = 1.5;
/// It is recalled as history.
const BACKGROUND: f32 = 0.25;

/// How unsure the reader is: 1 at even odds, 0 where it is certain either way.
pub(crate) fn doubt(confidence: f32) -> f32 {
    let p = if confidence.is_finite() { confidence.clamp(0.0, 1.0) } else { 0.5 };
    4.0 * p * (1.0 - p)
}

/// How much depends on the claim.
pub(crate) fn importance(claim: &ClaimJson, in_conflict: bool) -> f32 {
    let of_type = if DEADLY.contains(&claim.kind) {
        TYPES[0]
    } else if HARM.contains(&claim.kind) {
        TYPES[1]
    } else {
        TYPES[2]
    };
    let counts = claim.figures.iter().any(|f| matches!(f.what, FigureWhat::Killed | FigureWhat::Injured));
    let times = |holds: bool, weight: f32| if holds { weight } else { 1.0 };
    of_type * times(counts, FIGURES) * times(in_conflict, CONFLICT) * times(claim.background, BACKGROUND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn even_odds_are_the_greatest_doubt() {
        for (confidence, want) in
            [(0.5, 1.0), (0.0, 0.0), (1.0, 0.0), (0.75, 0.75), (7.0, 0.0), (f32::NAN, 1.0)]
        {
            assert_eq!(doubt(confidence), want, "{confidence}");
        }
    }
}
