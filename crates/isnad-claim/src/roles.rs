//! Who does it, to whom, where and when: the clause rules.
//!
//! *Comes in*: a [`View`], the triggers of one sentence. *Goes out*: [`Roles`] for each, as token ranges and mentions.
//! *Does not*: read figures or chains.
//!
//! Verbs: subject after the verb (VSO), before it (SVO, after «أن», before a relative), or that of the verb before («و»);
//! in the passive the subject suffers. Masdars: what follows in the genitive is the doer where it can act (forces, names,
//! nationalities) and the type's verb has an object elsewhere, else the one who suffers; «على», «لـ», «من قبل», «شن…»,
//! «تعرض لـ» say the rest.

mod circumstance;
mod noun;

use crate::closed::{Closed, OBJECT, Prep};
use crate::lexicon::{ActorFrame, Rule};
use crate::table::Frame;
use crate::trigger::{Trigger, agent_after};
use crate::view::View;
use isnad_model::{ClaimType, MentionKind};
use std::ops::Range;

/// At most so many coordinated parties are taken for one role.
const MOST: usize = 4;

/// What stands around one trigger.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Roles {
    /// Token ranges.
    pub actor: Vec<Range<usize>>,
    /// Token ranges.
    pub target: Vec<Range<usize>>,
    /// Indices of mentions.
    pub place: Vec<usize>,
    /// Indices of mentions.
    pub time: Vec<usize>,
}

/// Marks of tokens: an event begins; the far word of a fixed pair.
const EVENT: u8 = 1;
const APART: u8 = 2;

struct Reader<'v, 'a> {
    v: &'v View<'a>,
    sources: &'v [Range<usize>],
    sentence: Range<usize>,
    triggers: &'v [Trigger],
    /// By token of the sentence, so that a look costs no search.
    marks: Vec<u8>,
}

/// The roles of all triggers of one sentence. `sources` are the tokens that name who says it: they play no other part.
pub(crate) fn find(
    v: &View<'_>,
    sentence: &Range<usize>,
    triggers: &[Trigger],
    sources: &[Range<usize>],
) -> Vec<Roles> {
    let mut marks = vec![0; sentence.len()];
    for t in triggers {
        let within = matches!(v.table.groups[t.group as usize].rule, Some(Rule::Counted | Rule::Held));
        if t.verb || !within {
            marks[t.tokens.start - sentence.start] |= EVENT;
        }
        if let Some(far) = t.apart.and_then(|j| marks.get_mut(j - sentence.start)) {
            *far |= APART;
        }
    }
    let r = Reader { v, sources, sentence: sentence.clone(), triggers, marks };
    let mut all: Vec<Roles> = Vec::with_capacity(triggers.len());
    for (k, t) in triggers.iter().enumerate() {
        let Some(frame) = v.table.frame(t.kind) else {
            all.push(Roles::default());
            continue;
        };
        let mut roles = if t.verb { r.of_verb(k, t, frame, &all) } else { r.of_noun(k, t, frame, &all) };
        roles.actor.retain(|p| r.party(p));
        roles.target.retain(|p| r.party(p));
        let actor = roles.actor.clone();
        roles.target.retain(|p| !actor.contains(p));
        all.push(roles);
    }
    for (k, roles) in all.iter_mut().enumerate() {
        r.circumstances(k, roles, sources);
    }
    r.share_circumstances(&mut all);
    all
}

impl Reader<'_, '_> {
    /// Whether a token begins an event that no noun phrase may swallow.
    fn event_at(&self, j: usize) -> bool {
        self.mark(j) & EVENT != 0
    }

    /// Whether a token is the far word of a fixed pair («أطلق … النار»), which no noun phrase may swallow either.
    fn apart_at(&self, j: usize) -> bool {
        self.mark(j) & APART != 0
    }

    fn mark(&self, j: usize) -> u8 {
        j.checked_sub(self.sentence.start).and_then(|k| self.marks.get(k)).copied().unwrap_or(0)
    }

    fn phrase(&self, j: usize, end: usize) -> Option<Range<usize>> {
        if self.apart_at(j) {
            return None;
        }
        let stops = |j: usize| self.event_at(j) || self.apart_at(j);
        self.v.phrase(j, end, &stops).map(|e| j..e)
    }

    /// A phrase and those that «و» adds.
    fn phrases(&self, j: usize, end: usize, out: &mut Vec<Range<usize>>) {
        let Some(first) = self.phrase(j, end) else { return };
        let mut at = first.end;
        out.push(first);
        while out.len() < MOST {
            let Some(k) = self.v.next(at - 1, end) else { break };
            if !self.v.conjunction(k)
                || self.event_at(k)
                || self.v.prefix(k).is_some()
                || self.v.verb(k)
                || self.v.time(k).is_some()
            {
                break;
            }
            let Some(more) = self.phrase(k, end) else { break };
            at = more.end;
            out.push(more);
        }
    }

    /// Whether a range can be a party: not a mere time, number, particle or source of quotation marks.
    fn party(&self, p: &Range<usize>) -> bool {
        let v = self.v;
        !p.is_empty()
            && v.time(p.start).is_none()
            && !p.clone().all(|i| v.punctuation(i) || v.closed(i) == Closed::This)
            && !matches!(v.a.norm(p.start), "نفسه" | "نفسها" | "ذلك" | "الذي" | "اليوم" | "امس")
    }

    /// The subject that opens the clause of the verb `i`: «أن القوات … قصفت», «وكانت القوات قد قصفت».
    fn opening(&self, i: usize) -> Option<Range<usize>> {
        let v = self.v;
        let mut range = v.clause_range(i, &self.sentence);
        if range.start == i
            && let Some(c) = v.prev(i, self.sentence.start).filter(|&c| v.comma(c) && c > self.sentence.start)
        {
            range = v.clause_range(c - 1, &self.sentence);
        }
        let mut j = range.start;
        // «قالت … إنها قصفت»: she who speaks.
        if matches!(v.a.norm(j), "انها" | "انه" | "انهم" | "انهما" | "بانها" | "بانه" | "بانهم")
        {
            let near = |k: usize| k == i || v.time(k).is_some() || v.closed(k) == Closed::Particle;
            if (j + 1..i).all(near) {
                return self.sources.iter().rev().find(|s| s.end <= j).cloned();
            }
        }
        while j < i {
            let skip = matches!(v.closed(j), Closed::That | Closed::Break | Closed::Particle | Closed::This)
                || v.punctuation(j) && !v.opens(j)
                || v.time(j).is_some();
            if !skip {
                break;
            }
            j += 1;
        }
        if j >= i || v.prefix(j).is_some() || v.opens(j) && v.close(j, i).is_none() {
            return None;
        }
        let p = self.phrase(j, i)?;
        // No other verb may stand between.
        let free = (p.end..i).all(|k| !v.verb(k) && !v.facts(k).say.is_some_and(|s| s.1.is_verb()));
        (free && !self.event_at(p.start)).then_some(p)
    }

    /// The last party that acted in the sentence before trigger `k`.
    fn last_actor(&self, k: usize, done: &[Roles]) -> Option<Range<usize>> {
        (0..k).rev().find_map(|p| done[p].actor.first().cloned())
    }

    /// The last party in the sentence before trigger `k` to whom something was done.
    fn last_target(&self, k: usize, done: &[Roles]) -> Option<Range<usize>> {
        (0..k).rev().find_map(|p| done[p].target.first().cloned())
    }

    /// The noun phrase that ends right before token `i` (the subject of SVO), within the sentence.
    fn before(&self, i: usize) -> Option<Range<usize>> {
        let v = self.v;
        let end = v.prev(i, self.sentence.start)?;
        if v.punctuation(end) && v.close_reached(end) || v.nominal(end) {
            // Walk back to the latest start from which a phrase reaches `i`.
            let low = self.sentence.start.max(i.saturating_sub(10));
            let mut best = None;
            for j in (low..i).rev() {
                if v.stop(j) || v.verb(j) && !v.nominal(j) {
                    break;
                }
                if self.event_at(j) && v.verb(j) {
                    break;
                }
                if let Some(p) = self.phrase(j, i)
                    && p.end == i
                {
                    best = Some(p);
                    // A phrase after a preposition is no subject, and neither is one inside it.
                    if j > low
                        && (matches!(v.closed(j - 1), Closed::Prep(_) | Closed::While)
                            || v.prefix(j).is_some())
                        && !matches!(v.closed(j - 1), Closed::Prep(Prep::From))
                    {
                        return None;
                    }
                    if j == low
                        || matches!(v.closed(j - 1), Closed::That | Closed::Break)
                        || v.punctuation(j - 1)
                        || v.conjunction(j)
                    {
                        break;
                    }
                }
            }
            return best.filter(|b| v.prefix(b.start).is_none() || v.article(b.start));
        }
        None
    }

    /// The noun that a relative before the verb `i` speaks of.
    fn antecedent(&self, i: usize) -> Option<Range<usize>> {
        let v = self.v;
        let p = v.prev(i, self.sentence.start)?;
        if v.closed(p) != Closed::Relative {
            return None;
        }
        let mut q = p;
        // A comma may stand between.
        if let Some(c) = v.prev(q, self.sentence.start)
            && v.comma(c)
        {
            q = c;
        }
        self.chunk_ending(q)
    }

    /// The longest phrase that ends right before `q`, prepositions before it allowed.
    fn chunk_ending(&self, q: usize) -> Option<Range<usize>> {
        let low = self.sentence.start.max(q.saturating_sub(8));
        let mut best = None;
        for j in (low..q).rev() {
            if self.v.stop(j) || self.event_at(j) {
                break;
            }
            match self.phrase(j, q) {
                Some(p) if p.end == q => best = Some(p),
                _ if best.is_some() => break,
                _ => {}
            }
        }
        best
    }

    fn of_verb(&self, k: usize, t: &Trigger, frame: &Frame, done: &[Roles]) -> Roles {
        let v = self.v;
        let i = t.tokens.start;
        let mut roles = Roles::default();
        let range = v.clause_range(i, &self.sentence);
        // Relative and «أن» clauses after the verb are other clauses; the verb's own arguments stand before them.
        let end = range.end;
        let group = &v.table.groups[t.group as usize];
        let target_mask = group.target.unwrap_or(frame.target);
        let transitive = target_mask & OBJECT != 0;
        let mut cursor = t.tokens.end;
        // First bare phrase after the verb.
        let first = self.bare_after(&mut cursor, end, 4);
        let mut coordinated = Vec::new();
        if let Some(p) = &first {
            self.phrases(p.start, end, &mut coordinated);
            cursor = coordinated.last().map_or(cursor, |c| c.end);
        }
        let antecedent = self.antecedent(i);
        let subject_before = if v.conjunction(i) {
            None
        } else {
            antecedent.clone().or_else(|| self.opening(i)).or_else(|| self.before(i))
        };
        let word = v.a.norm(i);
        let plural = word.ends_with("وا") || word.ends_with("ون") || word.ends_with('و');
        let none = group.actor.unwrap_or(frame.actor) == ActorFrame::None;
        let agent = if t.verb && transitive { agent_after(v, i, end) } else { None };
        // «خطف تسعة جنود»: victims alone after a verb that needs a doer.
        let victims = matches!(
            t.kind,
            ClaimType::Abduction | ClaimType::Arrest | ClaimType::Killing | ClaimType::Release
        ) && first.as_ref().is_some_and(|p| {
            (v.quantity(p.start).is_some()
                || v.facts(p.start).classes & v.table.classes.persons != 0
                    && !v.article(p.start)
                    && !v.party(p.start))
                && !self.force(p)
        }) && !v.pronoun(i)
            && subject_before.is_none()
            && !(v.conjunction(i) && self.last_actor(k, done).is_some())
            && self.bare_after(&mut cursor.clone(), end, 6).is_none();
        if none && !transitive {
            // «انفجرت عبوة»: what stands beside the verb neither acts nor suffers.
        } else if t.passive || none || agent.is_some() && !v.pronoun(i) || victims {
            if plural || first.is_none() {
                roles.target.extend(subject_before.clone().or_else(|| self.inherited(k, done)));
            } else {
                roles.target = coordinated;
            }
            if roles.target.is_empty() {
                roles.target.extend(subject_before);
            }
            if let Some(a) = agent {
                self.phrases(a, end, &mut roles.actor);
            }
            if none {
                roles.actor.clear();
            }
        } else if v.pronoun(i) && transitive {
            // «استهدفتها القوات»
            roles.actor = coordinated;
            roles.target.extend(antecedent.or_else(|| self.last_target(k, done)));
            if roles.actor.is_empty() {
                roles.actor.extend(self.inherited_actor(k, done));
            }
        } else {
            let object_like = first
                .as_ref()
                .is_some_and(|p| v.quantity(p.start).is_some() || (v.closed(p.start) == Closed::Part));
            let subject_known =
                subject_before.is_some() && (plural || antecedent.is_some() || transitive || first.is_none());
            if let (true, Some(s)) = (subject_known, subject_before) {
                roles.actor.push(s);
                if transitive {
                    roles.target = coordinated;
                }
            } else if plural
                || first.is_none()
                || (v.conjunction(i)
                    && transitive
                    && self.last_actor(k, done).is_some()
                    && (object_like
                        || first
                            .as_ref()
                            .is_some_and(|p| !self.force(p) && !v.article(p.start) && word.ends_with('ت'))))
            {
                roles.actor.extend(self.inherited_actor(k, done));
                if transitive {
                    roles.target = coordinated;
                }
            } else {
                roles.actor = coordinated;
                if transitive && let Some(o) = self.bare_after(&mut cursor, end, 6) {
                    self.phrases(o.start, end, &mut roles.target);
                }
            }
        }
        if roles.target.is_empty() || !transitive {
            self.prepositional(t.tokens.end, end, target_mask, &mut roles.target);
        }
        roles
    }

    /// The subject of an event before, which «و» carries on.
    fn inherited_actor(&self, k: usize, done: &[Roles]) -> Option<Range<usize>> {
        self.last_actor(k, done)
    }

    fn inherited(&self, k: usize, done: &[Roles]) -> Option<Range<usize>> {
        let p = k.checked_sub(1)?;
        let r = done.get(p)?;
        if self.triggers[p].passive || !self.triggers[p].verb {
            r.target.first().cloned()
        } else {
            r.actor.first().cloned()
        }
    }

    /// The next phrase without preposition among `most` steps from `cursor`; prepositional phrases, times and adverbs
    /// are passed over.
    fn bare_after(&self, cursor: &mut usize, end: usize, most: usize) -> Option<Range<usize>> {
        let v = self.v;
        let mut steps = 0;
        while *cursor < end && steps < most {
            let j = *cursor;
            if v.stop(j) || self.event_at(j) && v.verb(j) || v.conjunction(j) && steps > 0 {
                return None;
            }
            if v.time(j).is_some() || v.comma(j) || self.apart_at(j) {
                *cursor += 1;
                continue;
            }
            steps += 1;
            match v.closed(j) {
                _ if v.quantity(j).is_some() => {}
                Closed::Prep(_) | Closed::While if !v.pronoun(j) => {
                    let k = v.next(j, end)?;
                    *cursor = self.phrase(k, end).map_or(k + 1, |p| p.end);
                    continue;
                }
                Closed::No | Closed::Part | Closed::This => {}
                Closed::Relative | Closed::That | Closed::Break | Closed::Result => return None,
                _ => {
                    *cursor += 1;
                    continue;
                }
            }
            let p = if v.punctuation(j) && !v.opens(j) { None } else { self.phrase(j, end) };
            match p {
                Some(p) if v.prefix(j).is_none() => {
                    if self.event_at(j) {
                        return None;
                    }
                    return Some(p);
                }
                Some(p) => *cursor = p.end,
                None => *cursor += 1,
            }
        }
        None
    }

    /// Phrases after the prepositions of the frame.
    fn prepositional(&self, from: usize, end: usize, mask: u16, out: &mut Vec<Range<usize>>) {
        let v = self.v;
        let mut j = from;
        while j < end && j < from + 12 {
            if v.stop(j) || (self.event_at(j) && j > from) {
                return;
            }
            let named = match v.closed(j) {
                Closed::Prep(p) if !v.pronoun(j) && mask & p.bit() != 0 => v.next(j, end),
                _ => v.prefix(j).filter(|p| mask & p.bit() != 0 && v.nominal(j)).map(|_| j),
            };
            // «من قبل» names the doer, «على يد» as well.
            if let Some(n) = named.filter(|&n| !v.facts(n).agent && v.time(n).is_none()) {
                self.phrases(n, end, out);
                if !out.is_empty() {
                    return;
                }
            }
            j += 1;
        }
    }

    /// Whether a phrase names who can act with force: a force, aircraft, group, organisation, nationality.
    fn force(&self, p: &Range<usize>) -> bool {
        let v = self.v;
        let c = &v.table.classes;
        if v.quantity(p.start).is_some() {
            return false;
        }
        v.facts(p.start).classes & (c.army | c.aircraft) != 0 && v.facts(p.start).classes & c.persons == 0
            || v.name(p.start).is_some_and(|m| {
                matches!(m.kind, MentionKind::Group | MentionKind::Organisation | MentionKind::People)
            })
            || matches!(v.a.stem(p.start), "نظام" | "احتلال" | "تنظيم" | "ميليشيا" | "طيران" | "جيش" | "تحالف")
    }
}

/// Events of politics and speech.
fn political(kind: ClaimType) -> bool {
    use ClaimType::*;
    matches!(
        kind,
        Agree
            | ViolateAgreement
            | Support
            | Aid
            | Cooperate
            | Concede
            | Demand
            | Accuse
            | Reject
            | Threaten
            | Sanction
            | PoliticalChange
            | Trial
    )
}
