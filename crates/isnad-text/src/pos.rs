//! Part of speech, coarse, by closed classes and the shape of words.

use crate::{Analysis, Pos, TokenKind};

const PARTICLES: &[&str] = &[
    "في",
    "من",
    "علي",
    "الي",
    "عن",
    "مع",
    "ان",
    "لان",
    "لكن",
    "قد",
    "لم",
    "لن",
    "لا",
    "ما",
    "هل",
    "الذي",
    "التي",
    "الذين",
    "هذا",
    "هذه",
    "ذلك",
    "تلك",
    "هو",
    "هي",
    "هم",
    "ثم",
    "او",
    "ام",
    "بل",
    "حتي",
    "منذ",
    "بعد",
    "قبل",
    "عند",
    "بين",
    "اذا",
    "لو",
    "كما",
    "حيث",
];

/// Tags all tokens.
pub(crate) fn tag(a: &mut Analysis<'_>) {
    for i in 0..a.tokens.len() {
        let pos = match a.tokens[i].kind {
            TokenKind::Number => Pos::Number,
            TokenKind::Punctuation | TokenKind::Symbol => Pos::Punctuation,
            TokenKind::Word if PARTICLES.contains(&a.stem(i)) || PARTICLES.contains(&a.norm(i)) => {
                Pos::Particle
            }
            TokenKind::Word if a.tokens[i].clitics.future => Pos::Verb,
            TokenKind::Word if a.tokens[i].clitics.article => Pos::Noun,
            _ => Pos::Other,
        };
        a.tokens[i].pos = pos;
    }
}
