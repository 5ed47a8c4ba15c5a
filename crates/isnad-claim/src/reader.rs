//! The stages put together.

use crate::chain::{self, Source, Voice};
use crate::figures;
use crate::lexicon::{Files, LexiconError};
use crate::roles::{self, Roles};
use crate::status;
use crate::table::Table;
use crate::trigger::{self, Trigger};
use crate::view::View;
use crate::wording;
use isnad_model::{
    Claim, ClaimType, Figure, Link, LinkKind, Mention, Party, PlaceRole, Report, Resolved, Span, Status,
    TimeRole, Why, Wording,
};
use isnad_text::Analysis;
use std::ops::Range;

/// Reads claims. Make one and share it: it holds the lexicons and no state of a report.
#[derive(Debug)]
pub struct ClaimReader {
    table: Table,
}

/// What one report puts forward.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// Claims, in order of their triggers.
    pub claims: Vec<Claim>,
    /// Loaded words, in order of the text.
    pub wording: Vec<Wording>,
    /// What was not read because the report holds more than [`MOST_CLAIMS`] claims: for a problem `too_many`.
    pub unread: Option<Span>,
}

/// A report is read up to so many claims. The longest reports of monitors hold a few hundred.
pub const MOST_CLAIMS: usize = 10_000;

/// What one sentence gives, before it becomes claims.
struct Sentence {
    tokens: Range<usize>,
    triggers: Vec<Trigger>,
    voices: Vec<Voice>,
    roles: Vec<Roles>,
    figures: Vec<Vec<Figure>>,
    cues: Vec<status::Cue>,
}

impl ClaimReader {
    /// A reader over the embedded lexicons. An error names the entry that cannot be used; the lexicons that ship are
    /// checked by the tests of this crate.
    pub fn new() -> Result<Self, LexiconError> {
        Ok(ClaimReader { table: Table::new(&Files::embedded()?)? })
    }

    /// How many lemmas and fixed pairs evoke events.
    pub fn lemmas(&self) -> usize {
        self.table.lemmas
    }

    /// Reads the claims and loaded words of a report. Every span lies in `report.text` and begins and ends with a word.
    /// `analysis` must be of `report.text`, and `mentions` found in it.
    pub fn read(&self, report: &Report, analysis: &Analysis<'_>, mentions: &[Mention]) -> Found {
        let view = View::new(analysis, &self.table, mentions);
        let mut found = Found::default();
        let mut speaker: Vec<Source> = Vec::new();
        let mut speaker_block = None;
        for s in &analysis.sentences {
            let Some(first) = analysis.tokens.get(s.tokens.start) else { continue };
            let Some(block) = report.block_at(first.span.start) else { continue };
            if found.claims.len() >= MOST_CLAIMS {
                found.unread = Some(Span::new(first.span.start, report.text.len()));
                break;
            }
            let kind = report.blocks[block].kind;
            if !kind.is_report() && !kind.is_link() {
                continue;
            }
            // A speaker goes on only within the report proper, never through a link.
            if kind.is_link() || speaker_block == Some(true) {
                speaker.clear();
            }
            speaker_block = Some(kind.is_link());
            wording::find(&view, &s.tokens, &mut found.wording);
            let mut sentence = self.sentence(&view, s.tokens.clone(), &speaker);
            if let Some(last) = sentence.voices.iter().rev().find(|x| !x.outer && !x.sources.is_empty()) {
                speaker.clone_from(&last.sources);
            }
            for k in 0..sentence.triggers.len() {
                if repeats(&view, block, &sentence, k, &found.claims) {
                    continue;
                }
                found.claims.push(claim(&view, block, &mut sentence, k));
            }
        }
        found
    }

    fn sentence(&self, v: &View<'_>, tokens: Range<usize>, speaker: &[Source]) -> Sentence {
        let mut triggers = Vec::new();
        trigger::find(v, &tokens, &mut triggers);
        let mut voices = chain::find(v, &tokens, &triggers, speaker);
        // A word of saying is no event («أقر بـ» aside, which the lexicon of events does not list).
        let sources: Vec<Range<usize>> =
            voices.iter().flat_map(|x| x.sources.iter().map(|s| s.tokens.clone())).collect();
        triggers.retain(|t| {
            !voices.iter().any(|x| x.cue.contains(&t.tokens.start)) && !inside_source(&sources, t)
        });
        let roles = roles::find(v, &tokens, &triggers, &sources);
        speech(v, &tokens, &triggers, &roles, &mut voices);
        let figures = figures::find(v, &tokens, &triggers, &roles);
        let cues = status::cues(v, &tokens);
        Sentence { tokens, triggers, voices, roles, figures, cues }
    }
}

/// «القصف» without party or figure of its own, after a claim of its type: it only points back.
fn repeats(v: &View<'_>, block: usize, s: &Sentence, k: usize, before: &[Claim]) -> bool {
    let t = &s.triggers[k];
    let first = t.tokens.start;
    !t.verb
        && t.tokens.len() == 1
        && v.article(first)
        && s.roles[k].actor.is_empty()
        && s.roles[k].target.is_empty()
        && s.figures[k].is_empty()
        && before.iter().rev().take(4).any(|c| c.kind == t.kind && c.block == block)
}

fn inside_source(sources: &[Range<usize>], t: &Trigger) -> bool {
    sources.iter().any(|s| s.contains(&t.tokens.start)) && !t.verb && t.kind != ClaimType::Holding
}

/// Demands, accusations and threats open a voice of their own over what follows them.
fn speech(
    v: &View<'_>,
    tokens: &Range<usize>,
    triggers: &[Trigger],
    roles: &[Roles],
    voices: &mut Vec<Voice>,
) {
    let mut cues = vec![false; tokens.len()];
    for x in voices.iter() {
        cues[x.cue.start - tokens.start] = true;
    }
    for (k, t) in triggers.iter().enumerate() {
        if !chain::speech_event(t.kind) {
            continue;
        }
        let Some(actor) = roles[k].actor.first() else { continue };
        let end = (t.tokens.end..tokens.end)
            .find(|&j| v.stop(j) || v.conjunction(j) && v.verb(j) || cues[j - tokens.start])
            .unwrap_or(tokens.end);
        voices.push(Voice {
            sources: vec![chain::speaker(v, actor)],
            cue: t.tokens.clone(),
            scope: t.tokens.end..end,
            outer: false,
            nested: true,
            denies: false,
            doubts: false,
            rule: "the complement of a demand, an accusation or a threat",
        });
    }
}

/// Claims of one sentence know their words; this makes one of them.
fn claim(v: &View<'_>, block: usize, s: &mut Sentence, k: usize) -> Claim {
    let t = &s.triggers[k];
    let roles = &s.roles[k];
    let (sources, inner) = chain::chain(&s.voices, t);
    let (status, status_cue) = status::status(v, k, &s.triggers, &s.cues, inner);
    let background = status::background(v, &s.tokens, k, &s.triggers, &s.cues, &roles.time);
    let trigger = v.span(&t.tokens);
    let mut why = vec![Why { field: "type".into(), span: trigger, rule: t.rule.into() }];
    if let Some(c) = &status_cue {
        why.push(Why { field: "status".into(), span: v.span(c), rule: format!("cue of «{status}»") });
    }
    if let Some(c) = &background {
        why.push(Why { field: "background".into(), span: v.span(c), rule: "recalled as history".into() });
    }
    if let Some(x) = inner {
        why.push(Why { field: "says".into(), span: v.span(&x.cue), rule: x.rule.into() });
    }
    let frame = v.table.frame(t.kind);
    let says: Vec<Link> = sources
        .iter()
        .map(|x| Link { span: v.span(&x.tokens), kind: x.kind, entity: entity(v, &x.tokens) })
        .collect();
    let actor: Vec<Party> = roles.actor.iter().map(|p| party(v, p)).collect();
    let target: Vec<Party> = roles.target.iter().map(|p| party(v, p)).collect();
    let cue =
        status_cue.as_ref().filter(|_| status != Status::Actual).or(inner.map(|x| &x.cue)).map(|c| v.span(c));
    let confidence = confidence(t, &actor, &target, status, &says);
    Claim {
        block,
        kind: t.kind,
        status,
        background: background.is_some(),
        trigger,
        actor,
        target,
        place: roles.place.iter().filter_map(|&m| place(v, m)).collect(),
        time: roles.time.iter().filter_map(|&m| time(v, m)).collect(),
        figures: std::mem::take(&mut s.figures[k]),
        says,
        cue,
        plover: frame.and_then(|f| f.plover.clone()),
        acled: frame.and_then(|f| f.acled.clone()),
        confidence,
        why,
    }
}

/// How sure: the lexicon's share of true uses of the word, a little less where no party was found and where the sentence
/// hedges. Not yet calibrated.
fn confidence(t: &Trigger, actor: &[Party], target: &[Party], status: Status, says: &[Link]) -> f32 {
    let mut c = t.prior.clamp(0.05, 0.97);
    if actor.is_empty() && target.is_empty() {
        c *= 0.9;
    }
    if status == Status::Possible {
        c *= 0.95;
    }
    if says.iter().any(|s| s.kind == LinkKind::Unnamed) {
        c *= 0.98;
    }
    c
}

fn entity(v: &View<'_>, tokens: &Range<usize>) -> Option<String> {
    tokens.clone().find_map(|i| v.name(i).and_then(|m| m.entity.clone()))
}

fn party(v: &View<'_>, tokens: &Range<usize>) -> Party {
    Party { span: v.span(tokens), entity: entity(v, tokens) }
}

/// The whole words that a mention touches.
fn words(v: &View<'_>, m: &Mention) -> Option<Span> {
    let tokens = &v.a.tokens;
    let first = tokens.partition_point(|t| t.span.end <= m.span.start);
    let last = tokens.partition_point(|t| t.span.start < m.span.end);
    (first < last).then(|| tokens[first].span.cover(tokens[last - 1].span))
}

fn place(v: &View<'_>, m: usize) -> Option<PlaceRole> {
    let m = v.mentions.get(m)?;
    Some(PlaceRole { span: words(v, m)?, value: m.place()?.clone() })
}

fn time(v: &View<'_>, m: usize) -> Option<TimeRole> {
    let m = v.mentions.get(m)?;
    match &m.value {
        Resolved::Time(value) => Some(TimeRole { span: words(v, m)?, value: value.clone() }),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
