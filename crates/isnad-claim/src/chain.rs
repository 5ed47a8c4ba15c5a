//! On whose word: attribution and its scope.
//!
//! *Comes in*: a [`View`], a sentence, its triggers. *Goes out*: [`Voice`]s: sources, cue, and the tokens that they cover;
//! for a trigger the chain, outermost first. *Does not*: know the outlet, which is the implied outermost link.
//!
//! A verb of saying covers what follows it to the end of the sentence or to the next coordinated verb of saying; where
//! nothing follows («… , قال المصدر») it covers what stands before. «بحسب», «نقلا عن» cover their sentence from outside.
//! A verb of saying inside the «أن» of another is nested. «وأضاف» without subject carries the last speaker on.

use crate::closed::{Closed, Prep};
use crate::lexicon::Act;
use crate::table::Use;
use crate::trigger::{Trigger, phrases_at};
use crate::view::View;
use isnad_model::{ClaimType, LinkKind, MentionKind};
use std::ops::Range;

/// One source, by its tokens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Source {
    pub tokens: Range<usize>,
    pub kind: LinkKind,
}

/// One act of attribution and what it covers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Voice {
    /// Outermost first; empty where a pronoun speaks and nobody was named before.
    pub sources: Vec<Source>,
    /// The word that attributes.
    pub cue: Range<usize>,
    /// Tokens that it covers.
    pub scope: Range<usize>,
    /// It wraps whatever else its scope holds.
    pub outer: bool,
    /// It is inside the voice before it.
    pub nested: bool,
    /// What it says is denied.
    pub denies: bool,
    /// What it says is doubted by the reporter.
    pub doubts: bool,
    /// For a person to read.
    pub rule: &'static str,
}

/// Most links of a chain.
const LONGEST_CHAIN: usize = 6;

/// Words after the verb before a source may stand, at most.
const REACH: usize = 14;

struct Finder<'v, 'a> {
    v: &'v View<'a>,
    sentence: Range<usize>,
    triggers: &'v [Trigger],
    /// By token of the sentence: an event begins.
    events: Vec<bool>,
}

/// The voices of one sentence. `carried` is the last speaker named before it.
pub(crate) fn find(
    v: &View<'_>,
    sentence: &Range<usize>,
    triggers: &[Trigger],
    carried: &[Source],
) -> Vec<Voice> {
    let f = Finder::new(v, sentence, triggers);
    let mut voices: Vec<Voice> = Vec::new();
    let mut i = sentence.start;
    if let Some(voice) = f.colon() {
        i = voice.scope.start;
        voices.push(voice);
    }
    let mut speaker: Vec<Source> = carried.to_vec();
    while i < sentence.end {
        let found = f
            .prefix(i)
            .or_else(|| f.rumour(i))
            .or_else(|| f.verb(i, &speaker))
            .or_else(|| f.adverb(i, &voices));
        if let Some(voice) = found {
            if !voice.sources.is_empty() && !voice.outer {
                speaker = voice.sources.clone();
            }
            i = voice.cue.end.max(i + 1);
            voices.push(voice);
        } else {
            i += 1;
        }
    }
    // A voice ends where the next one that is not inside it begins.
    for k in 0..voices.len() {
        if voices[k].outer {
            continue;
        }
        let next =
            voices[k + 1..].iter().find(|n| !n.outer && !n.nested && n.scope.start > voices[k].scope.start);
        if let Some(n) = next {
            let end = n.cue.start.min(n.scope.start);
            voices[k].scope.end = voices[k].scope.end.min(end.max(voices[k].scope.start));
        }
    }
    voices
}

/// The chain of a trigger: sources outermost first, the innermost cue, and the index of the innermost voice.
pub(crate) fn chain<'s>(voices: &'s [Voice], t: &Trigger) -> (Vec<&'s Source>, Option<&'s Voice>) {
    let at = t.tokens.start;
    let (mut sources, mut inner): (Vec<&Source>, Option<&Voice>) = (Vec::new(), None);
    for voice in voices.iter().filter(|x| x.outer && x.scope.contains(&at) && !x.cue.contains(&at)) {
        sources.extend(&voice.sources);
        inner = inner.or(Some(voice));
    }
    let mut direct: Vec<&Voice> = Vec::new();
    for voice in voices.iter().filter(|x| !x.outer && x.scope.contains(&at)) {
        if !voice.nested {
            direct.clear();
        }
        direct.push(voice);
    }
    for voice in direct {
        sources.extend(&voice.sources);
        inner = Some(voice);
    }
    // Nobody quotes so deep; text made of nothing but verbs of saying must not make chains as long as itself.
    sources.truncate(LONGEST_CHAIN);
    let mut seen: Vec<&Source> = Vec::new();
    sources.retain(|s| {
        let fresh = !seen.iter().any(|x| x.tokens == s.tokens) && !s.tokens.contains(&at);
        seen.push(s);
        fresh
    });
    (sources, inner)
}

/// Demands, accusations and threats speak too: what stands in their complement is on the word of their actor.
pub(crate) fn speech_event(kind: ClaimType) -> bool {
    matches!(kind, ClaimType::Demand | ClaimType::Accuse | ClaimType::Threaten)
}

impl<'v, 'a> Finder<'v, 'a> {
    fn new(v: &'v View<'a>, sentence: &Range<usize>, triggers: &'v [Trigger]) -> Self {
        let mut events = vec![false; sentence.len()];
        for t in triggers.iter().filter(|t| t.kind != ClaimType::Holding) {
            events[t.tokens.start - sentence.start] = true;
        }
        Finder { v, sentence: sentence.clone(), triggers, events }
    }
}

impl Finder<'_, '_> {
    fn event_at(&self, j: usize) -> bool {
        j.checked_sub(self.sentence.start).and_then(|k| self.events.get(k)).copied().unwrap_or(false)
    }

    /// The noun phrase of a source that begins at `j`.
    fn source(&self, j: usize) -> Option<Source> {
        let v = self.v;
        if j >= self.sentence.end || v.time(j).is_some() && v.name(j).is_none() {
            return None;
        }
        let stops = |k: usize| self.event_at(k);
        let mut end = v.phrase(j, self.sentence.end, &stops)?;
        // A name ends its phrase: «العميد فلان الناطق باسم …».
        if let Some(p) = (j..end).find(|&k| v.name(k).is_some_and(|m| m.kind == MentionKind::Person)) {
            let mut e = p + 1;
            while e < end && v.name_index(e) == v.name_index(p) {
                e += 1;
            }
            end = e;
        }
        let head_kind = v.facts(j).source;
        // «مصدر طبي في مستشفى …»
        let named = (j..end).any(|k| v.name(k).is_some_and(|m| m.kind == MentionKind::Person));
        if !named
            && let Some(k) = v.next(end - 1, self.sentence.end)
            && v.a.norm(k) == "باسم"
            && let Some(n) = v.next(k, self.sentence.end)
            && let Some(e) = v.phrase(n, self.sentence.end, &stops)
        {
            end = e;
        }
        if !named
            && matches!(head_kind, Some(LinkKind::Unnamed | LinkKind::Witness | LinkKind::OfficialUnnamed))
            && let Some(k) = v.next(end - 1, self.sentence.end)
            && matches!(v.closed(k), Closed::Prep(Prep::In | Prep::From))
            && !v.pronoun(k)
            && let Some(n) = v.next(k, self.sentence.end).filter(|&n| {
                v.time(n).is_none() && !v.facts(n).agent && v.facts(n).source != Some(LinkKind::Document)
            })
            && let Some(e) = v.phrase(n, self.sentence.end, &stops)
        {
            end = e;
        }
        let kind = kind(self.v, &(j..end));
        Some(Source { tokens: j..end, kind })
    }

    /// Whether a phrase can be a source after «بحسب»: a known head or a name.
    fn plausible(&self, s: &Source) -> bool {
        let v = self.v;
        s.tokens.clone().any(|k| v.facts(k).source.is_some() || v.party(k))
    }

    /// «مصادر محلية: …» at the head of a sentence.
    fn colon(&self) -> Option<Voice> {
        let v = self.v;
        let end = self.sentence.end.min(self.sentence.start + 12);
        let colon = (self.sentence.start..end).find(|&j| v.punctuation(j) && v.a.word(j).starts_with(':'))?;
        let mut j = self.sentence.start;
        while j < colon && !v.nominal(j) {
            j += 1;
        }
        // «عاجل | …»
        if let Some(bar) =
            (j..colon).rev().find(|&k| v.punctuation(k) && v.a.word(k).starts_with(['|', '-', '/']))
        {
            j = bar + 1;
        }
        if (j..colon).any(|k| v.verb(k) || self.event_at(k)) {
            return None;
        }
        let s = self.source(j).filter(|s| self.plausible(s) && s.tokens.end == colon)?;
        Some(Voice {
            cue: s.tokens.clone(),
            sources: vec![s],
            scope: colon + 1..self.sentence.end,
            outer: false,
            nested: false,
            denies: false,
            doubts: false,
            rule: "source before a colon",
        })
    }

    /// «بحسب», «نقلا عن», «حسبما أفادت».
    fn prefix(&self, i: usize) -> Option<Voice> {
        let v = self.v;
        let mut end = None;
        phrases_at(v, i, self.sentence.end, |m| {
            if m.meaning == Use::Prefix {
                end = end.max(Some(m.tokens.end));
            }
        });
        let end = end?;
        let mut j = end;
        // «وفقا لـ»: the clitic belongs to the source.
        let mut cue = i..end;
        for _ in 0..4 {
            if j >= self.sentence.end {
                return None;
            }
            let closed = v.closed(j);
            if matches!(v.facts(j).say, Some((_, form)) if form.is_verb())
                || matches!(v.a.norm(j), "ما" | "به" | "عنه" | "لما")
                || matches!(closed, Closed::Prep(Prep::About | Prep::For | Prep::By))
            {
                cue.end = j + 1;
                j += 1;
            } else {
                break;
            }
        }
        let s = self.source(j).filter(|s| self.plausible(s))?;
        // «الجزيرة نقلا عن …»: who passes it on stands right before.
        let mut sources = Vec::new();
        if v.a.norm(i).contains("نقلا") && i > self.sentence.start {
            let before = (self.sentence.start.max(i.saturating_sub(6))..i)
                .find_map(|k| self.source(k).filter(|s| s.tokens.end == i && self.plausible(s)));
            sources.extend(before);
        }
        sources.push(s);
        Some(Voice {
            sources,
            cue,
            scope: self.sentence.clone(),
            outer: true,
            nested: false,
            denies: false,
            doubts: false,
            rule: "words before a source",
        })
    }

    /// «أنباء عن», «معلومات من … تؤكد».
    fn rumour(&self, i: usize) -> Option<Voice> {
        let v = self.v;
        let kind = v.facts(i).rumour?;
        let j = v.next(i, self.sentence.end)?;
        let mut kind = kind;
        let mut tokens = i..i + 1;
        let mut at = j;
        if v.closed(j) == Closed::Prep(Prep::From)
            && let Some(n) = v.next(j, self.sentence.end)
            && let Some(e) = v.phrase(n, self.sentence.end, &|k| self.event_at(k) || v.facts(k).say.is_some())
        {
            tokens.end = e;
            kind = (n..e).find_map(|k| v.facts(k).refines).unwrap_or(kind);
            at = v.next(e - 1, self.sentence.end)?;
        } else if v.refining(j) {
            tokens.end = j + 1;
            at = v.next(j, self.sentence.end)?;
        }
        // Adjectives and relatives («والتي») before the verb of the rumour.
        for _ in 0..3 {
            if v.closed(at) == Closed::Relative
                || v.article(at)
                || v.closed(at) == Closed::No
                    && v.nominal(at)
                    && v.facts(at).say.is_none()
                    && !self.event_at(at)
            {
                at = v.next(at, self.sentence.end)?;
            }
        }
        let speaks = v.closed(at) == Closed::That
            || v.closed(at) == Closed::Prep(Prep::About)
            || v.facts(at).say.is_some();
        if !speaks {
            return None;
        }
        let cue = if v.facts(at).say.is_some() { at..at + 1 } else { i..i + 1 };
        let end = self.clause_end(at);
        Some(Voice {
            sources: vec![Source { tokens, kind }],
            cue: cue.clone(),
            scope: at.max(cue.end)..end,
            outer: false,
            nested: false,
            denies: false,
            doubts: false,
            rule: "a rumour is its own source",
        })
    }

    /// Where the matter of a rumour ends: at «وسط», «إلى جانب», a contrast or a stop.
    fn clause_end(&self, at: usize) -> usize {
        let v = self.v;
        (at + 1..self.sentence.end)
            .find(|&j| {
                v.stop(j)
                    || v.closed(j) == Closed::Beside
                    || matches!(v.a.norm(j), "لكن" | "فيما" | "بينما")
                    || v.comma(j)
            })
            .unwrap_or(self.sentence.end)
    }

    /// «قال», «أعلنت … أن».
    fn verb(&self, i: usize, speaker: &[Source]) -> Option<Voice> {
        let v = self.v;
        let facts = v.facts(i);
        let (act, form) = facts.say?;
        let verbal = form.is_verb();
        if v.article(i) || v.word(i).preposition.is_some() || (verbal && v.name(i).is_some()) {
            return None;
        }
        let limit = self.sentence.end.min(i + REACH);
        // Where the complement begins.
        let complement = (i + 1..limit).find(|&j| {
            v.closed(j) == Closed::That && !matches!(v.a.norm(j), "لان" | "لانه" | "الا")
                || v.punctuation(j) && v.a.word(j).starts_with(':')
                || v.opens(j) && j > i + 1
                || j > i + 1 && matches!(v.facts(j).say, Some((_, f)) if f.is_verb())
        });
        let complement = complement.filter(|&c| !matches!(v.facts(c).say, Some((_, f)) if f.is_verb()));
        if (facts.weak || !verbal) && complement.is_none() {
            return None;
        }
        if !verbal {
            return None;
        }
        let next = v.next(i, self.sentence.end);
        let mut sources = Vec::new();
        let mut end_of_source = i + 1;
        if let Some(mut j) = next {
            // «قال أمس فلان», «قال لـ»
            while j < limit && v.time(j).is_some() {
                j += 1;
            }
            if j < limit
                && v.prefix(j).is_none()
                && !matches!(v.closed(j), Closed::That | Closed::Prep(_))
                && !(v.opens(j) && complement == Some(j))
                && !self.event_at(j)
                && let Some(s) = self.source(j)
                && complement.is_none_or(|c| s.tokens.end <= c || s.tokens.start < c)
            {
                end_of_source = s.tokens.end;
                sources.push(s);
            }
        }
        // «وكان … قد أبلغ محاميه أن»: who speaks stands before, who hears after.
        if v.prev(i, self.sentence.start).is_some_and(|p| v.a.norm(p) == "قد")
            && let Some(s) = self.subject_before(i)
        {
            sources.clear();
            sources.push(s);
        }
        // «المصدر» is the source named before.
        if let [one] = sources.as_mut_slice()
            && one.tokens.len() == 1
            && v.article(one.tokens.start)
            && v.facts(one.tokens.start).source == Some(LinkKind::Unnamed)
            && let Some(named) = speaker.first().filter(|s| {
                s.tokens.start >= self.sentence.start
                    && v.facts(s.tokens.start).source == Some(LinkKind::Unnamed)
            })
        {
            *one = named.clone();
        }
        let explicit = !sources.is_empty();
        if !explicit && !v.conjunction(i) {
            // The subject stands before the verb.
            if let Some(s) = self.subject_before(i) {
                sources.push(s);
            }
        }
        if act == Act::Relay {
            let about =
                (end_of_source..limit).find(|&j| v.closed(j) == Closed::Prep(Prep::About) && !v.pronoun(j));
            let further = about.and_then(|j| self.source(j + 1));
            if further.is_none() && complement.is_none() {
                return None;
            }
            sources.extend(further);
        }
        let carried = sources.is_empty();
        if carried {
            sources.extend(speaker.iter().cloned());
        }
        // Nothing follows: the clause before was what is said.
        let follows = complement.is_some()
            || (end_of_source..self.sentence.end).any(|j| !v.punctuation(j) && v.time(j).is_none());
        let trailing = complement.is_none()
            && i > self.sentence.start + 3
            && !self.triggers.iter().any(|t| t.tokens.start >= end_of_source);
        let scope = if trailing || !follows { self.sentence.start..i } else { i + 1..self.sentence.end };
        let prev = v.prev(i, self.sentence.start);
        let nested = !trailing
            && !v.conjunction(i)
            && prev.is_some_and(|p| !v.stop(p) && !v.comma(p))
            && self.inside_that(i);
        Some(Voice {
            sources,
            cue: i..i + 1,
            scope,
            outer: trailing,
            nested,
            denies: act == Act::Deny,
            doubts: act == Act::Claim,
            rule: if carried { "verb of saying, the speaker before goes on" } else { "verb of saying" },
        })
    }

    fn inside_that(&self, i: usize) -> bool {
        let v = self.v;
        (self.sentence.start.max(i.saturating_sub(8))..i).any(|j| v.closed(j) == Closed::That)
    }

    /// The source that ends right before the verb `i`, at the head of its clause.
    fn subject_before(&self, i: usize) -> Option<Source> {
        let v = self.v;
        let low = self.sentence.start.max(i.saturating_sub(9));
        let mut q = i;
        // «كان الجيش قد أعلن»
        while let Some(p) = v.prev(q, low).filter(|&p| {
            matches!(v.a.norm(p), "قد" | "لم" | "لا" | "لن") || v.time(p).is_some() && v.name(p).is_none()
        }) {
            q = p;
        }
        let relative = v.prev(i, low).filter(|&p| v.closed(p) == Closed::Relative);
        if let Some(p) = relative {
            q = p;
        }
        (low..q).find_map(|k| {
            let head = k == low && low == self.sentence.start
                || k > 0
                    && (v.closed(k - 1) == Closed::That
                        || v.closed(k - 1) == Closed::Break
                        || v.punctuation(k - 1))
                || v.conjunction(k)
                || k > 0 && matches!(v.a.norm(k - 1), "كان" | "كانت" | "وكان" | "وكانت" | "كانوا")
                || relative.is_some();
            if !head || !v.nominal(k) && !v.opens(k) {
                return None;
            }
            self.source(k).filter(|s| s.tokens.end == q && self.plausible(s))
        })
    }

    /// «مشيرا إلى»: the speaker of the voice before goes on.
    fn adverb(&self, i: usize, voices: &[Voice]) -> Option<Voice> {
        let v = self.v;
        let act = v.facts(i).adverb?;
        let sources = voices.iter().rev().find(|x| !x.outer && !x.sources.is_empty())?.sources.clone();
        Some(Voice {
            sources,
            cue: i..i + 1,
            scope: i + 1..self.sentence.end,
            outer: false,
            nested: false,
            denies: act == Act::Deny,
            doubts: act == Act::Claim,
            rule: "the same speaker goes on",
        })
    }
}

/// What kind of source a party is that speaks through an event («طالب المتظاهرون بـ»).
pub(crate) fn speaker(v: &View<'_>, p: &Range<usize>) -> Source {
    Source { tokens: p.clone(), kind: kind(v, p) }
}

/// What kind of source a phrase is.
fn kind(v: &View<'_>, p: &Range<usize>) -> LinkKind {
    let head = (p.start..p.end)
        .find(|&k| !v.punctuation(k) && !matches!(v.closed(k), Closed::Part | Closed::This | Closed::Prep(_)))
        .unwrap_or(p.start);
    let lexicon = v.facts(head).source;
    let person = p.clone().any(|k| v.name(k).is_some_and(|m| m.kind == MentionKind::Person));
    match lexicon {
        Some(k @ (LinkKind::Media | LinkKind::Document | LinkKind::Witness)) => k,
        Some(_) if person => LinkKind::NamedPerson,
        Some(LinkKind::Unnamed) => {
            p.clone().skip(1).find_map(|k| v.facts(k).refines).unwrap_or(LinkKind::Unnamed)
        }
        Some(LinkKind::NamedPerson) if p.len() == 1 => LinkKind::Unnamed,
        Some(k) => k,
        None if person => LinkKind::NamedPerson,
        None => match v.name(head).map(|m| m.kind) {
            Some(
                MentionKind::Organisation | MentionKind::Group | MentionKind::Place | MentionKind::Facility,
            ) => LinkKind::NamedOrg,
            Some(MentionKind::People) => LinkKind::Unnamed,
            _ if !v.article(head) && v.unknown(head) && !v.a.norm(head).ends_with("ون") => {
                LinkKind::NamedPerson
            }
            _ => LinkKind::Unnamed,
        },
    }
}
