//! Where and when: the places and times of a trigger's clause, and what triggers of one sentence share.

use super::{Reader, Roles, political};
use crate::closed::{Closed, Prep};
use std::ops::Range;

impl Reader<'_, '_> {
    /// Places and times of the trigger's clause.
    pub(super) fn circumstances(&self, k: usize, roles: &mut Roles, sources: &[Range<usize>]) {
        let v = self.v;
        let t = &self.triggers[k];
        let range = v.clause_range(t.tokens.start, &self.sentence);
        for j in range {
            if sources.iter().any(|s| s.contains(&j)) {
                continue;
            }
            if let Some(id) = v.time_index(j)
                && !roles.time.contains(&id)
            {
                roles.time.push(id);
            }
            if let (Some(m), Some(id)) = (v.place(j), v.name_index(j)) {
                let first = v.a.tokens[j].span.start <= m.span.start;
                if first && !roles.place.contains(&id) && self.located(j, roles) {
                    roles.place.push(id);
                }
            }
        }
    }

    /// Whether the place at token `j` is where it happens: after a preposition of place, beside another place, or what
    /// is hit or taken.
    fn located(&self, j: usize, roles: &Roles) -> bool {
        let v = self.v;
        if roles.actor.iter().any(|a| a.contains(&j)) {
            return false;
        }
        if matches!(v.prefix(j), Some(Prep::By | Prep::For)) {
            return true;
        }
        if roles.target.iter().any(|t| t.start == j)
            || v.prev(j, self.sentence.start)
                .is_some_and(|q| matches!(v.a.norm(q), "شهدت" | "شهد" | "وشهدت" | "تشهد" | "يشهد" | "وتشهد"))
        {
            return true;
        }
        let mut p = j;
        // Up to three words of the place's own phrase may stand before the name («في محيط مدينة …»).
        for _ in 0..4 {
            let Some(q) = v.prev(p, self.sentence.start) else { return false };
            match v.closed(q) {
                Closed::Prep(Prep::In | Prep::On | Prep::Other | Prep::To | Prep::From | Prep::Between) => {
                    return true;
                }
                Closed::No if v.place(q).is_some() => return true,
                Closed::No if v.nominal(q) && !self.event_at(q) => p = q,
                _ => return false,
            }
            if v.prefix(p) == Some(Prep::By) {
                return true;
            }
        }
        false
    }

    /// A trigger of violence, force or its outcome whose clause names no place (time) takes that of the nearest one of
    /// the sentence that has one. Politics happen nowhere unless it is said.
    pub(super) fn share_circumstances(&self, all: &mut [Roles]) {
        for time in [false, true] {
            let have: Vec<Vec<usize>> =
                all.iter().map(|r| if time { r.time.clone() } else { r.place.clone() }).collect();
            for k in 0..all.len() {
                if !have[k].is_empty() || political(self.triggers[k].kind) {
                    continue;
                }
                let most = if time { 1 } else { 2 };
                let near = (0..have.len())
                    .filter(|&o| {
                        !have[o].is_empty() && o.abs_diff(k) <= most && !political(self.triggers[o].kind)
                    })
                    .min_by_key(|&o| o.abs_diff(k));
                let Some(near) = near else { continue };
                if time {
                    all[k].time = have[near].clone();
                } else {
                    all[k].place = have[near].clone();
                }
            }
        }
    }
}
