//! Who, where, when and on whose word, where a claim's own sentence does not say: taken from the headline or an earlier sentence.
//!
//! *Comes in*: the sentences of a report and what each claim's own sentence gave it. *Goes out*: for a claim and a role that its
//! sentence leaves empty, the words elsewhere that fill it, each with a probability. *Does not*: overrule the sentence, look ahead,
//! or cross from one story of a page to another.
//!
//! For every empty role the words that may fill it are listed, nearest first (places and times; parties of the claims before;
//! speakers, whether or not a claim stands on their word, and the names that «المرصد», «الهمداري» may stand for), and one model
//! answers for each whether it does. Datelines, an outlet's country and whatever else stands near are among the candidates: what
//! tells them apart is learned from annotated reports. The rules' «وأضاف» (who spoke last goes on) is a feature here.

mod candidates;
mod features;

pub(crate) use candidates::alike;

use super::feature::{Features, Sink};
use super::roles::{Cast, Role};
use super::scene::Item;
use super::{Buffers, Models, Task};
use crate::chain::Voice;
use crate::trigger::Trigger;
use crate::view::View;
use candidates::sources;
use isnad_learn::{Model, row};
use isnad_model::MentionKind;
use std::ops::Range;

/// Sentences further back than this are not looked at, the headline aside.
const BACK: usize = 8;

/// A sentence that was read.
#[derive(Debug, Clone)]
struct Seen {
    tokens: Range<usize>,
    /// It is the headline, or stands like one: first, and without a stop.
    headline: bool,
    /// Names of places, whole, and times: token ranges.
    places: Vec<Range<usize>>,
    times: Vec<Range<usize>>,
    /// Who speaks in it by the rules.
    speakers: Vec<Range<usize>>,
    /// How many spoke in the sentences before it.
    spoke_before: usize,
    /// A quotation that was opened before goes on.
    quoted: bool,
}

/// A claim with what its own sentence gave.
#[derive(Debug, Clone)]
struct Told {
    sentence: usize,
    trigger: Trigger,
    item: Item,
    cast: Cast,
    status: u64,
    background: bool,
    /// Who spoke last and goes on, by the rules.
    goes_on: Vec<Range<usize>>,
    /// What it was given from elsewhere.
    carried: Vec<Candidate>,
}

/// A report, or the story behind a link, as far as it was read.
#[derive(Debug, Default)]
pub(crate) struct Story {
    sentences: Vec<Seen>,
    told: Vec<Told>,
    open_quotes: i32,
}

/// Words that may fill a role of a claim.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    pub role: Role,
    pub tokens: Range<usize>,
}

impl Story {
    /// Notes a sentence.
    pub fn sentence(&mut self, v: &View<'_>, tokens: &Range<usize>, headline: bool) {
        let stops = tokens.clone().last().is_some_and(|i| v.punctuation(i));
        let headline = headline || self.sentences.is_empty() && !stops;
        let quoted = self.open_quotes > 0;
        let (mut places, mut times): (Vec<Range<usize>>, Vec<Range<usize>>) = (Vec::new(), Vec::new());
        for i in tokens.clone() {
            let word = v.a.word(i);
            if word.starts_with(['«', '“']) {
                self.open_quotes += 1;
            } else if word.starts_with(['»', '”']) {
                self.open_quotes = (self.open_quotes - 1).max(0);
            }
            let name = v.name(i).filter(|m| matches!(m.kind, MentionKind::Place | MentionKind::Facility));
            let list = match (name.is_some(), v.time(i).is_some()) {
                (true, _) => &mut places,
                (_, true) => &mut times,
                _ => continue,
            };
            let same = |j: usize| match name {
                Some(_) => v.name_index(j) == v.name_index(i),
                None => v.time_index(j) == v.time_index(i),
            };
            match list.last_mut() {
                Some(r) if r.end == i && same(r.start) => r.end = i + 1,
                _ => list.push(i..i + 1),
            }
        }
        let spoke_before = self.sentences.last().map_or(0, |s| s.spoke_before + s.speakers.len());
        self.sentences.push(Seen {
            tokens: tokens.clone(),
            headline,
            places,
            times,
            speakers: Vec::new(),
            spoke_before,
            quoted,
        });
    }

    /// Notes who speaks in the last sentence.
    pub fn voices(&mut self, voices: &[Voice]) {
        let Some(last) = self.sentences.last_mut() else { return };
        for source in voices.iter().flat_map(|x| &x.sources) {
            let here = last.tokens.contains(&source.tokens.start) && source.tokens.end <= last.tokens.end;
            if here && !last.speakers.contains(&source.tokens) {
                last.speakers.push(source.tokens.clone());
            }
        }
    }

    /// Notes a claim of the last sentence; `goes_on` is who speaks for it by the rules although another sentence names them.
    pub fn claim(
        &mut self,
        v: &View<'_>,
        trigger: &Trigger,
        cast: Cast,
        goes_on: Vec<Range<usize>>,
        (status, background): (u64, bool),
    ) -> usize {
        let sentence = self.sentences.len().saturating_sub(1);
        let item = super::scene::item(v, trigger.tokens.start);
        self.told.push(Told {
            sentence,
            trigger: trigger.clone(),
            item,
            cast,
            status,
            background,
            goes_on,
            carried: Vec::new(),
        });
        self.told.len() - 1
    }

    /// The claims of a sentence. They stand in its order, so that a long report costs no walk over all of them.
    fn told_in(&self, sentence: usize) -> &[Told] {
        let from = self.told.partition_point(|t| t.sentence < sentence);
        let len = self.told[from..].partition_point(|t| t.sentence == sentence);
        &self.told[from..from + len]
    }

    /// Notes what claim `k` was given (in training: annotated) from elsewhere, for the claims after it.
    pub fn carried(&mut self, k: usize, c: Candidate) {
        self.told[k].carried.push(c);
    }
}

/// How sure the model must be. Chosen by cross-validation: below it more is carried wrongly than rightly; a wrong place or speaker
/// costs a reader more than a missing one.
const fn threshold(role: Role) -> f32 {
    match role {
        Role::Time => 0.9,
        Role::Place => 0.7,
        _ => 0.6,
    }
}

/// How sure it must be that somebody speaks for a sentence in which no word says that anybody does: an invented source is worse
/// than none.
const UNSAID: f32 = 0.97;

/// Scores the candidates as their features come.
struct Scorer<'a> {
    model: &'a Model,
    scores: [f32; 2],
    all: &'a mut Vec<[f32; 2]>,
}

impl Features for Scorer<'_> {
    #[inline(always)]
    fn add(&mut self, namespace: u64, a: u64, b: u64) {
        let feature = row(namespace, a, b, const { Task::Carry.bits() });
        self.model.add_to_pair(feature, &mut self.scores);
    }
}

impl Sink for Scorer<'_> {
    fn known(&mut self, _: usize, _: u64) -> bool {
        false
    }

    fn note(&mut self) {}

    fn end(&mut self) {
        self.all.push(std::mem::take(&mut self.scores));
    }
}

/// Fills the empty roles of claim `k`: role, words, and whether they stand in the headline.
pub(crate) fn fill(
    models: &Models,
    v: &View<'_>,
    story: &Story,
    k: usize,
    buffers: &mut Buffers,
) -> Vec<(Candidate, bool)> {
    let told = &story.told[k];
    let model = models.of(Task::Carry);
    let mut scorer = Scorer { model, scores: [0.0; 2], all: &mut buffers.pairs };
    scorer.all.clear();
    let asked = story.questions(v, k, &mut scorer);
    let mut sure: Vec<(Candidate, f32)> = Vec::new();
    for (candidate, &scores) in asked.into_iter().zip(&buffers.pairs) {
        let unsaid =
            candidate.role == Role::Source && told.goes_on.is_empty() && sources(told).next().is_none();
        let least = if unsaid { UNSAID } else { threshold(candidate.role) };
        if let Some(p) = model.second_of_pair(scores, least) {
            sure.push((candidate, p));
        }
    }
    sure.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut out: Vec<(Candidate, bool)> = Vec::new();
    for (c, _) in sure {
        let most = if c.role == Role::Time { 1 } else { 2 };
        if out.iter().filter(|(o, _)| o.role == c.role).count() < most
            && !out.iter().any(|(o, _)| alike(v, &o.tokens, &c.tokens))
        {
            let s = story.sentences.partition_point(|s| s.tokens.end <= c.tokens.start);
            let headline = story.sentences.get(s).is_some_and(|s| s.headline);
            out.push((c, headline));
        }
    }
    out
}
