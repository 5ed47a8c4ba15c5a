//! A headline says in short what the body says at length: its claims are the report's claims only where the body does
//! not put them forward itself.
//!
//! *Comes in*: all claims of a report. *Goes out*: the same without those of headlines and deks that a claim of the body
//! repeats. *Does not*: drop anything that the headline alone says: a figure, an actor or a place that no body claim
//! of the type has keeps the headline's claim.

use isnad_model::{BlockKind, Claim, Report, Span};
use isnad_text::Analysis;

/// Whether two spans hold a word in common, by light stem.
fn share_a_word(analysis: &Analysis<'_>, a: Span, b: Span) -> bool {
    let stems = |s: Span| analysis.tokens_in(s).map(|i| analysis.light(i)).filter(|w| w.chars().count() > 1);
    stems(a).any(|x| stems(b).any(|y| x == y))
}

/// Whether each of `short`'s spans has a word in common with one of `long`'s. What the body does not say at all, the headline
/// does not say in vain.
fn said(analysis: &Analysis<'_>, mut short: impl Iterator<Item = Span>, long: &[Span]) -> bool {
    short.all(|s| long.iter().any(|l| share_a_word(analysis, s, *l)))
}

/// Whether body claim `b` puts forward what headline claim `h` does.
fn repeats(analysis: &Analysis<'_>, b: &Claim, h: &Claim) -> bool {
    let spans = |c: &Claim| -> Vec<Span> {
        let parties = c.actor.iter().chain(&c.target).map(|p| p.span);
        let rest = c.place.iter().map(|p| p.span).chain(c.figures.iter().map(|f| f.span));
        parties.chain(rest).chain([c.trigger]).collect()
    };
    let body = spans(b);
    b.kind == h.kind
        && b.status == h.status
        && h.figures
            .iter()
            .all(|f| b.figures.iter().any(|g| g.what == f.what && g.min == f.min && g.max == f.max))
        && (said(analysis, h.actor.iter().map(|p| p.span), &body) || b.actor.is_empty() == h.actor.is_empty())
}

/// Headline claims that are compared with the body; a page with more is no page of news, and its claims are kept as they are.
const COMPARED: usize = 64;

/// Leaves out the claims of headlines that the body repeats.
pub fn fold(report: &Report, analysis: &Analysis<'_>, claims: Vec<Claim>) -> Vec<Claim> {
    let kind = |c: &Claim| report.blocks.get(c.block).map(|b| b.kind);
    let short = |c: &Claim| matches!(kind(c), Some(BlockKind::Headline | BlockKind::Dek));
    let mut left = COMPARED;
    let repeated: Vec<bool> = claims
        .iter()
        .map(|h| {
            if !short(h) || left == 0 {
                return false;
            }
            left -= 1;
            claims.iter().any(|b| kind(b) == Some(BlockKind::Body) && repeats(analysis, b, h))
        })
        .collect();
    claims.into_iter().zip(repeated).filter(|(_, r)| !r).map(|(c, _)| c).collect()
}
