//! The stages put together.

use crate::chain::{self, Source, Voice};
use crate::figures;
use crate::learned::deep::{Deep, Opinion};
use crate::learned::{self, Buffers, Models};
use crate::lexicon::{Files, LexiconError};
use crate::roles::{self, Roles};
use crate::status;
use crate::syntax::Syntax;
use crate::table::Table;
use crate::trigger::{self, Trigger};
use crate::view::View;
use crate::wording;
use isnad_model::{
    BlockKind, Claim, ClaimType, Figure, Link, LinkKind, Mention, Party, PlaceRole, Report, Resolved, Span,
    Status, TimeRole, Why, Wording,
};
use isnad_text::Analysis;
use std::ops::Range;

/// Reads claims. Make one and share it: it holds the lexicons and models and no state of a report.
#[derive(Debug)]
pub struct ClaimReader {
    pub(crate) table: Table,
    pub(crate) syntax: Syntax,
    pub(crate) models: Option<Models>,
    pub(crate) deep: Option<Deep>,
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

/// A sentence longer than this is cut for the models, whose time for the roles grows with words times triggers.
const LONGEST_SENTENCE: usize = 400;

/// What one sentence gives, before it becomes claims.
pub(crate) struct Sentence {
    pub tokens: Range<usize>,
    pub triggers: Vec<Trigger>,
    pub voices: Vec<Voice>,
    pub roles: Vec<Roles>,
    pub figures: Vec<Vec<Figure>>,
    pub cues: Vec<status::Cue>,
}

/// What goes on from sentence to sentence.
#[derive(Default)]
pub(crate) struct Thread {
    /// The last speaker.
    pub speaker: Vec<Source>,
    /// The last source that was called «مصدر» or «مصادر» with words of its own.
    pub source: Option<Link>,
    /// Types told before, by number; empty before the first sentence.
    pub seen: Vec<bool>,
    /// Sentences read.
    pub sentences: usize,
    /// What was read, for the roles that later sentences leave empty.
    pub story: learned::carry::Story,
}

impl ClaimReader {
    /// A reader over the embedded lexicons and models. An error names the entry that cannot be used; the lexicons that ship
    /// are checked by the tests of this crate.
    pub fn new() -> Result<Self, LexiconError> {
        let models = Models::shipped()?;
        Ok(ClaimReader { models: Some(models), ..Self::by_rules()? })
    }

    /// A reader by the lexicons and rules alone: what the models learn on top of.
    ///
    /// # Errors
    /// As [`ClaimReader::new`].
    pub fn by_rules() -> Result<Self, LexiconError> {
        let table = Table::new(&Files::embedded()?)?;
        Ok(ClaimReader { table, syntax: Syntax::shipped()?, models: None, deep: None })
    }

    /// A reader with other models.
    ///
    /// # Errors
    /// As [`ClaimReader::new`].
    pub fn with_models(models: Models) -> Result<Self, LexiconError> {
        Ok(ClaimReader { models: Some(models), ..Self::by_rules()? })
    }

    /// The same reader with an encoder beside its linear models.
    #[must_use]
    pub fn with_deep(self, deep: Deep) -> Self {
        ClaimReader { deep: Some(deep), ..self }
    }

    /// The same reader with other models of syntax.
    #[must_use]
    pub fn with_syntax(self, syntax: Syntax) -> Self {
        ClaimReader { syntax, ..self }
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
        let mut buffers = Buffers::default();
        let mut opinion = self.deep.as_ref().map(|deep| {
            let mut sentences = Vec::new();
            walk(report, analysis, |_, tokens, _| sentences.push(tokens));
            Opinion::new(deep, analysis, &sentences)
        });
        walk(report, analysis, |block, tokens, thread| {
            if found.claims.len() >= MOST_CLAIMS {
                let start = analysis.tokens[tokens.start].span.start;
                found.unread.get_or_insert(Span::new(start, report.text.len()));
                return;
            }
            wording::find(&view, &tokens, &mut found.wording);
            match &self.models {
                None => {
                    let mut sentence = by_rules(&view, tokens, &thread.speaker, None);
                    carry(&sentence, thread);
                    for k in 0..sentence.triggers.len() {
                        if !repeats(&view, block, &sentence, k, &found.claims) {
                            found.claims.push(claim(&view, block, &mut sentence, k));
                        }
                    }
                }
                Some(models) => {
                    learned::read::sentence(
                        (models, &self.syntax, opinion.as_mut()),
                        &view,
                        (block, report.blocks[block].kind == BlockKind::Headline),
                        tokens,
                        thread,
                        &mut buffers,
                        &mut found.claims,
                    );
                }
            }
        });
        found
    }
}

/// Walks over the sentences that are read, with what goes on from one to the next. A speaker goes on only within the
/// report proper, never through a link.
pub(crate) fn walk(
    report: &Report,
    analysis: &Analysis<'_>,
    mut each: impl FnMut(usize, Range<usize>, &mut Thread),
) {
    let mut thread = Thread::default();
    let mut was_link = None;
    for s in &analysis.sentences {
        let Some(first) = analysis.tokens.get(s.tokens.start) else { continue };
        let Some(block) = report.block_at(first.span.start) else { continue };
        let kind = report.blocks[block].kind;
        if !kind.is_report() && !kind.is_link() {
            continue;
        }
        if kind.is_link() || was_link == Some(true) {
            thread = Thread::default();
        }
        was_link = Some(kind.is_link());
        let mut start = s.tokens.start;
        while start < s.tokens.end {
            let end = s.tokens.end.min(start + LONGEST_SENTENCE);
            each(block, start..end, &mut thread);
            thread.sentences += 1;
            start = end;
        }
    }
}

/// Hands the last speaker of a sentence on.
pub(crate) fn carry(sentence: &Sentence, thread: &mut Thread) {
    if let Some(last) = sentence.voices.iter().rev().find(|x| !x.outer && !x.sources.is_empty()) {
        thread.speaker.clone_from(&last.sources);
    }
}

/// What the rules find in a sentence; with `given`, for these triggers instead of their own.
pub(crate) fn by_rules(
    v: &View<'_>,
    tokens: Range<usize>,
    speaker: &[Source],
    given: Option<Vec<Trigger>>,
) -> Sentence {
    let own = given.is_none();
    let mut triggers = given.unwrap_or_else(|| {
        let mut out = Vec::new();
        trigger::find(v, &tokens, &mut out);
        out
    });
    let mut voices = chain::find(v, &tokens, &triggers, speaker);
    let sources: Vec<Range<usize>> =
        voices.iter().flat_map(|x| x.sources.iter().map(|s| s.tokens.clone())).collect();
    // A word of saying is no event («أقر بـ» aside, which the lexicon of events does not list).
    if own {
        triggers.retain(|t| {
            !voices.iter().any(|x| x.cue.contains(&t.tokens.start)) && !inside_source(&sources, t)
        });
    }
    let roles = roles::find(v, &tokens, &triggers, &sources);
    speech(v, &tokens, &triggers, &roles, &mut voices);
    let figures = figures::find(v, &tokens, &triggers, &roles);
    let cues = status::cues(v, &tokens);
    Sentence { tokens, triggers, voices, roles, figures, cues }
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

/// The rule of [`speech`].
pub(crate) const COMPLEMENT: &str = "the complement of a demand, an accusation or a threat";

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
            rule: COMPLEMENT,
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
    let says: Vec<Link> = sources.iter().map(|x| link(v, &x.tokens, x.kind)).collect();
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

pub(crate) fn entity(v: &View<'_>, tokens: &Range<usize>) -> Option<String> {
    tokens.clone().find_map(|i| v.name(i).and_then(|m| m.entity.clone()))
}

pub(crate) fn party(v: &View<'_>, tokens: &Range<usize>) -> Party {
    Party { span: v.span(tokens), entity: entity(v, tokens) }
}

/// A source named by these words.
pub(crate) fn link(v: &View<'_>, tokens: &Range<usize>, kind: LinkKind) -> Link {
    Link { span: v.span(tokens), kind, entity: entity(v, tokens), taken_from: None }
}

/// The whole words that a mention touches.
fn words(v: &View<'_>, m: &Mention) -> Option<Span> {
    let tokens = &v.a.tokens;
    let extent = m.extent();
    let first = tokens.partition_point(|t| t.span.end <= extent.start);
    let last = tokens.partition_point(|t| t.span.start < extent.end);
    (first < last).then(|| tokens[first].span.cover(tokens[last - 1].span))
}

pub(crate) fn place(v: &View<'_>, m: usize) -> Option<PlaceRole> {
    let m = v.mentions.get(m)?;
    Some(PlaceRole { span: words(v, m)?, value: m.place()?.clone() })
}

pub(crate) fn time(v: &View<'_>, m: usize) -> Option<TimeRole> {
    let m = v.mentions.get(m)?;
    match &m.value {
        Resolved::Time(value) => Some(TimeRole { span: words(v, m)?, value: value.clone() }),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
