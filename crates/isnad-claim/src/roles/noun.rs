//! Roles around an event noun: genitive, nationality, prepositions, and the verbs that help it.

use super::{Reader, Roles, political};
use crate::closed::{ADJECTIVES, Closed, OBJECT, Prep};
use crate::inflect::Form;
use crate::lexicon::ActorFrame;
use crate::table::{Frame, Helper};
use crate::trigger::{Trigger, agent_after};
use isnad_model::{ClaimType, MentionKind};
use std::ops::Range;

impl Reader<'_, '_> {
    pub(super) fn of_noun(&self, k: usize, t: &Trigger, frame: &Frame, done: &[Roles]) -> Roles {
        let v = self.v;
        let (i, last) = (t.tokens.start, t.tokens.end - 1);
        let mut roles = Roles::default();
        let range = v.clause_range(last, &self.sentence);
        let end = range.end;
        let group = &v.table.groups[t.group as usize];
        let target_mask = group.target.unwrap_or(frame.target);
        let actor_frame = group.actor.unwrap_or(frame.actor);
        let mut cursor = t.tokens.end;
        if t.form == Form::Participle
            && v.article(i)
            && v.prefix(i).is_none()
            && !v.conjunction(i)
            && let Some(head) = self.chunk_ending(i)
        {
            // «القوات المتمركزة», «المدينة المحاصرة»: the noun before is meant.
            if matches!(
                t.kind,
                ClaimType::Deployment
                    | ClaimType::Protest
                    | ClaimType::Escape
                    | ClaimType::Accuse
                    | ClaimType::Displacement
            ) {
                roles.actor.push(head);
            } else {
                roles.target.push(head);
            }
            self.prepositional(t.tokens.end, end, target_mask & !OBJECT, &mut roles.target);
            return roles;
        }
        if v.pronoun(last) && actor_frame != ActorFrame::None {
            let suffers = matches!(
                t.kind,
                ClaimType::Arrest
                    | ClaimType::Release
                    | ClaimType::Killing
                    | ClaimType::Abduction
                    | ClaimType::Torture
                    | ClaimType::Transfer
                    | ClaimType::Trial
                    | ClaimType::SexualViolence
            );
            if suffers {
                roles.target.extend(self.last_target(k, done));
            } else {
                let near = self.chunk_ending(i).filter(|c| self.force(c) && v.prefix(c.start).is_none());
                roles.actor.extend(near.or_else(|| self.last_actor(k, done)));
            }
        }
        // The genitive, or adjectives of nationality.
        let mut genitive: Vec<Range<usize>> = Vec::new();
        while let Some(j) = (cursor < end).then_some(cursor) {
            if v.pronoun(last)
                || v.prefix(j).is_some()
                || v.conjunction(j)
                || v.time(j).is_some()
                || self.event_at(j)
                || !(v.nominal(j) || v.opens(j))
            {
                break;
            }
            let nationality =
                v.name(j).is_some_and(|m| m.kind == MentionKind::People) && v.article(j) == v.article(last);
            let adjective = v.name(j).is_none()
                && !v.article(j)
                && v.quantity(j).is_none()
                && v.facts(j).classes
                    & (v.table.classes.persons | v.table.classes.territory | v.table.classes.property)
                    == 0
                && (ADJECTIVES.contains(&v.a.norm(j))
                    || v.a.norm(j).ends_with("يه") && v.a.norm(j).len() >= 10 && !self.event_at(j))
                && !v.article(last);
            let accusative = v.a.norm(last).ends_with('ا')
                && v.a.norm(j).ends_with('ا')
                && v.name(j).is_none()
                && v.quantity(j).is_none();
            if (adjective || accusative) && cursor < t.tokens.end + 3 {
                cursor += 1;
                continue;
            }
            if nationality && actor_frame != ActorFrame::None {
                genitive.push(j..j + 1);
                cursor = j + 1;
                break;
            }
            if v.article(last) {
                // Only adjectives follow a noun with article: pass over one or two.
                if v.article(j) && cursor < t.tokens.end + 2 {
                    cursor += 1;
                    continue;
                }
                break;
            }
            self.phrases(j, end, &mut genitive);
            cursor = genitive.last().map_or(cursor, |g| g.end);
            break;
        }
        self.helpers(k, t, &range, &mut roles, done);
        match actor_frame {
            ActorFrame::Subject if !roles.actor.is_empty() => {
                if target_mask & OBJECT != 0 && roles.target.is_empty() {
                    roles.target = genitive;
                }
            }
            ActorFrame::None => {
                if target_mask & OBJECT != 0 {
                    roles.target = genitive;
                }
            }
            ActorFrame::Of => roles.actor = genitive,
            ActorFrame::Subject => {
                let acts = genitive.first().is_some_and(|g| self.force(g)) || acts_in_genitive(t.kind);
                if acts {
                    roles.actor = genitive;
                    // «قصف الطيران القرية»
                    if target_mask & OBJECT != 0
                        && !roles.actor.is_empty()
                        && let Some(o) = self
                            .phrase(cursor, end)
                            .filter(|o| v.prefix(o.start).is_none() && !v.conjunction(o.start))
                    {
                        roles.target.push(o);
                    }
                } else if target_mask & OBJECT != 0 && roles.target.is_empty() {
                    roles.target = genitive;
                }
            }
        }
        // «من قبل», «على يد».
        if roles.actor.is_empty()
            && actor_frame != ActorFrame::None
            && let Some(a) = agent_after(v, last, end)
        {
            self.phrases(a, end, &mut roles.actor);
        }
        // «بين X و Y» are both sides; «لـ» after an event noun is its doer where it is a force.
        let between = (last + 1..end.min(last + 4))
            .find(|&j| v.closed(j) == Closed::Prep(Prep::Between) && !v.pronoun(j));
        if let Some(b) = between.filter(|_| target_mask & Prep::Between.bit() != 0) {
            self.phrases(b + 1, end, &mut roles.actor);
        } else if roles.actor.is_empty() && actor_frame != ActorFrame::None {
            for j in last + 1..end.min(last + 4) {
                if v.prefix(j) == Some(Prep::For)
                    && let Some(p) = self.phrase(j, end)
                    && (self.force(&p)
                        || acts_in_genitive(t.kind)
                            && (v.party(j) || v.facts(j).classes & v.table.classes.persons != 0))
                {
                    self.phrases(j, end, &mut roles.actor);
                    break;
                }
            }
        }
        if roles.target.is_empty() && between.is_none() {
            let mut found = Vec::new();
            self.prepositional(t.tokens.end, end, target_mask & !OBJECT, &mut found);
            found.retain(|p| !roles.actor.contains(p));
            roles.target = found;
        }
        // «مطالبين بـ», «للتنديد بـ», «احتجاجا على»: on the last who acted.
        if roles.actor.is_empty()
            && matches!(
                t.kind,
                ClaimType::Demand
                    | ClaimType::Accuse
                    | ClaimType::Support
                    | ClaimType::Protest
                    | ClaimType::Threaten
                    | ClaimType::Reject
            )
            && (v.prefix(i) == Some(Prep::For)
                || t.form == Form::Participle && !v.article(i)
                || v.a.norm(i).ends_with('ا') && !v.article(i))
        {
            roles.actor.extend(self.last_actor(k, done));
        }
        // «… وتكسير النوافذ»: the doer of the masdar before goes on.
        if roles.actor.is_empty()
            && v.conjunction(i)
            && actor_frame == ActorFrame::Subject
            && t.form == Form::Noun
            && k > 0
            && !self.triggers[k - 1].verb
            && !political(t.kind)
        {
            roles.actor.extend(done[k - 1].actor.first().cloned());
        }
        roles
    }

    /// Verbs that stand beside the event noun: «شنت القوات غارات», «هجوم شنه», «تعرضت المدينة لقصف», «قصف طال».
    fn helpers(&self, k: usize, t: &Trigger, range: &Range<usize>, roles: &mut Roles, done: &[Roles]) {
        let v = self.v;
        let i = t.tokens.start;
        // Before.
        for j in (range.start.max(i.saturating_sub(9))..i).rev() {
            let Some((helper, form)) = v.facts(j).helper else { continue };
            if !form.is_verb() || !v.verb(j) && helper != Helper::Suffer {
                continue;
            }
            let mut cursor = j + 1;
            // A phrase that touches the event noun belongs to it («نفذت عملية إنزال»).
            let touching = v.prefix(i).is_none();
            let whole = |p: &Range<usize>| v.article(p.end - 1) || v.name(p.end - 1).is_some();
            let after = self
                .bare_after(&mut cursor, i, 4)
                .filter(|p| p.end < i || p.end == i && (!touching || whole(p)));
            let who = after
                .or_else(|| self.antecedent(j))
                .or_else(|| if v.conjunction(j) { None } else { self.opening(j) })
                .or_else(|| if v.conjunction(j) { None } else { self.before(j) })
                .or_else(|| self.last_actor(k, done).filter(|_| helper == Helper::Light));
            match helper {
                Helper::Light if roles.actor.is_empty() => roles.actor.extend(who),
                Helper::Suffer if roles.target.is_empty() && v.prefix(i) == Some(Prep::For) => {
                    roles.target.extend(who)
                }
                _ => {}
            }
            break;
        }
        // After.
        for j in t.tokens.end..self.sentence.end.min(t.tokens.end + 7) {
            if v.stop(j) {
                break;
            }
            let Some((helper, form)) = v.facts(j).helper else { continue };
            if !form.is_verb() || !v.verb(j) || v.conjunction(j) {
                continue;
            }
            let end = v.clause_range(j, &self.sentence).end;
            match helper {
                Helper::Light if v.pronoun(j) && roles.actor.is_empty() => {
                    self.phrases(j + 1, end, &mut roles.actor);
                }
                Helper::Reach if roles.target.is_empty() && !v.pronoun(j) => {
                    self.phrases(j + 1, end, &mut roles.target);
                }
                _ => {}
            }
            break;
        }
    }
}

/// Types whose masdar's genitive is its doer rather than what it is done to.
fn acts_in_genitive(kind: ClaimType) -> bool {
    use ClaimType::*;
    matches!(
        kind,
        Clash
            | Withdrawal
            | Deployment
            | AirActivity
            | Protest
            | Riot
            | Strike
            | Meet
            | Agree
            | Demand
            | Reject
            | Threaten
            | Escape
            | Displacement
            | Return
            | PrisonUnrest
            | Cooperate
            | Concede
            | Control
    )
}
