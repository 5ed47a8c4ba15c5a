//! How surely, and whether as news or as history.
//!
//! *Comes in*: a [`View`], a sentence, a trigger, the voice that covers it. *Goes out*: status and background with the words
//! that gave them. *Does not*: weigh one report against another.

use crate::chain::Voice;
use crate::closed::Closed;
use crate::inflect::Form;
use crate::lexicon::Reach;
use crate::table::Use;
use crate::trigger::{Trigger, phrases_at};
use crate::view::View;
use isnad_model::{Status, TimeValue};
use std::ops::Range;

/// A cue of background reaches at most so many tokens.
const LONGEST_RECALL: usize = 80;

/// A cue found in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cue {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The status, or `None` for background.
    pub status: Option<Status>,
    /// How far.
    pub reach: Reach,
}

/// The cues of one sentence, in order.
pub(crate) fn cues(v: &View<'_>, sentence: &Range<usize>) -> Vec<Cue> {
    let mut out = Vec::new();
    for i in sentence.clone() {
        let mut phrase = false;
        phrases_at(v, i, sentence.end, |m| match m.meaning {
            Use::Cue(status, reach) if m.adjacent => {
                phrase = true;
                out.push(Cue { tokens: m.tokens, status: Some(status), reach });
            }
            Use::Background(reach) if m.adjacent => {
                phrase = true;
                out.push(Cue { tokens: m.tokens, status: None, reach });
            }
            Use::Exclude if m.adjacent => phrase = true,
            _ => {}
        });
        let f = v.facts(i);
        if let Some((status, reach)) = f.cue.filter(|_| !phrase) {
            out.push(Cue { tokens: i..i + 1, status: Some(status), reach });
        }
        if let Some(reach) = f.background.filter(|_| !phrase) {
            out.push(Cue { tokens: i..i + 1, status: None, reach });
        }
    }
    out
}

/// The status of trigger `k` and the cue that gave it.
pub(crate) fn status(
    v: &View<'_>,
    k: usize,
    triggers: &[Trigger],
    cues: &[Cue],
    voice: Option<&Voice>,
) -> (Status, Option<Range<usize>>) {
    let t = &triggers[k];
    let at = t.tokens.start;
    if t.verb && v.word(at).future {
        return (Status::Future, Some(at..at + 1));
    }
    // «الهجوم» is taken for granted; «بالإفراج» is not.
    let granted = !t.verb && v.article(at) && v.prefix(at).is_none();
    // The nearest cue before it wins.
    for cue in cues.iter().rev().filter(|c| c.tokens.end <= at) {
        let Some(status) = cue.status else { continue };
        let between = cue.tokens.end..at;
        if granted && cue.reach != Reach::Itself || between.len() > 14 || between.clone().any(|j| v.stop(j)) {
            continue;
        }
        // A cause is not what is denied or hoped for.
        if between.clone().any(|j| matches!(v.a.norm(j), "جراء" | "نتيجه" | "بسبب" | "اثر" | "عقب"))
        {
            continue;
        }
        let others = triggers.iter().any(|o| between.contains(&o.tokens.start) && o.tokens.start != at);
        let same_clause = v.clause(cue.tokens.start) == v.clause(at);
        // One «أن» may stand between the cue and its clause («من المتوقع أن تنسحب»).
        let breaks = between
            .clone()
            .filter(|&j| v.clause(j) != v.clause(j.saturating_sub(1)) && j > cue.tokens.end)
            .filter(|&j| v.closed(j) != Closed::That)
            .count()
            + usize::from(
                v.clause(at) != v.clause(at.saturating_sub(1))
                    && v.closed(at) != Closed::That
                    && !between.is_empty()
                    && v.conjunction(at),
            );
        let reaches = match cue.reach {
            Reach::Itself => between.is_empty(),
            Reach::Imperfect => {
                between.len() <= 1 && t.form == Form::Imperfect && t.verb
                    || between.len() == 1 && v.verb(cue.tokens.end) && imperfect(v, cue.tokens.end)
            }
            Reach::Next => between.len() <= 4 && !others && breaks == 0,
            Reach::Clause => {
                (same_clause || breaks == 0)
                    && between.len() <= 10
                    && !between.clone().any(|j| v.comma(j) && j + 1 < at && v.verb(j + 1))
            }
            Reach::That => true,
            Reach::Time | Reach::Opening => false,
        };
        if reaches {
            return (status, Some(cue.tokens.clone()));
        }
    }
    match voice {
        // What a denial takes for granted («في الهجوم») is not denied.
        Some(x) if x.denies && (t.verb || !v.article(at)) => (Status::Negated, Some(x.cue.clone())),
        Some(x) if x.doubts => (Status::Possible, Some(x.cue.clone())),
        _ => (Status::Actual, None),
    }
}

fn imperfect(v: &View<'_>, i: usize) -> bool {
    v.a.norm(i).starts_with(['ي', 'ت'])
}

/// Whether trigger `k` is recalled as history, and the words that say so. `times` are the times linked to it.
pub(crate) fn background(
    v: &View<'_>,
    sentence: &Range<usize>,
    k: usize,
    triggers: &[Trigger],
    cues: &[Cue],
    times: &[usize],
) -> Option<Range<usize>> {
    let t = &triggers[k];
    let at = t.tokens.start;
    for &m in times {
        let mention = &v.mentions[m];
        let words = mention.span.of(v.a.text());
        if long_ago(words, mention.time()) {
            let first = v.a.tokens.partition_point(|x| x.span.end <= mention.span.start);
            let last = v.a.tokens.partition_point(|x| x.span.start < mention.span.end);
            return Some(first..last.max(first + 1));
        }
    }
    for cue in cues.iter().filter(|c| c.status.is_none() && c.tokens.start < at) {
        let reaches = match cue.reach {
            Reach::That => at - cue.tokens.end <= LONGEST_RECALL,
            // «كانت القوات قد قصفت»: «قد» follows within the clause.
            Reach::Opening => {
                cue.tokens.start <= sentence.start + 2
                    && (cue.tokens.end..at).any(|j| v.a.norm(j) == "قد")
                    && (cue.tokens.end..at).len() < 16
            }
            _ => false,
        };
        if reaches && !(cue.tokens.end..at).any(|j| v.stop(j)) {
            return Some(cue.tokens.clone());
        }
    }
    None
}

/// Words of time that place an event a month or more back: a named year, «العام الماضي», «قبل سنوات».
fn long_ago(words: &str, value: Option<&TimeValue>) -> bool {
    let folded = isnad_text::fold_text(words);
    let has = |w: &str| folded.split_whitespace().any(|x| x == w || x.strip_prefix("ال") == Some(w));
    let year = folded
        .split(|c: char| !c.is_ascii_digit())
        .any(|d| d.len() == 4 && (d.starts_with("19") || d.starts_with("20")));
    let units =
        ["عام", "سنه", "سنوات", "اعوام", "عامين", "سنتين", "عقود", "قرن", "شهر", "اشهر", "شهرين", "شهور"]
            .iter()
            .any(|w| has(w));
    let past = ["ماضي", "ماضيه", "قبل", "منذ", "فايت", "منصرم"].iter().any(|w| has(w));
    let _ = value;
    year || (units && past)
}
