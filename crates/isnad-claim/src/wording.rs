//! Loaded words of the outlet.
//!
//! *Comes in*: a [`View`] and a range of tokens. *Goes out*: [`Wording`]s, longest phrase first, none overlapping another.
//! *Does not*: touch types or actors: the outlet's words stay the outlet's.

use crate::table::Use;
use crate::trigger::phrases_at;
use crate::view::View;
use isnad_model::{MentionKind, Wording};
use std::ops::Range;

/// The loaded words among `tokens`.
pub(crate) fn find(v: &View<'_>, tokens: &Range<usize>, out: &mut Vec<Wording>) {
    let mut i = tokens.start;
    while i < tokens.end {
        let mut best = None;
        phrases_at(v, i, tokens.end, |m| {
            if let Use::Wording(kind) = m.meaning
                && m.adjacent
                && best.is_none_or(|(end, _)| m.tokens.end > end)
            {
                best = Some((m.tokens.end, kind));
            }
        });
        if best.is_none()
            && let Some(kind) = v.facts(i).wording
            && v.name(i).is_none_or(|m| m.kind != MentionKind::Person)
        {
            best = Some((i + 1, kind));
        }
        match best {
            Some((end, kind)) => {
                out.push(Wording { span: v.a.span_of(i..end), kind });
                i = end;
            }
            None => i += 1,
        }
    }
}
