//! The words that may fill a role which a claim's sentence leaves empty, the likelier first.
//!
//! *Comes in*: a [`Story`] and one of its claims. *Goes out*: [`Candidate`]s, each with its features. *Does not*: choose.

use super::{BACK, Candidate, Story, Told};
use crate::learned::feature::Sink;
use crate::learned::roles::Role;
use crate::view::View;
use isnad_model::MentionKind;
use std::ops::Range;

impl Story {
    /// The roles of claim `k` that its sentence leaves empty, with what may fill them, and to `rows` the features of each.
    pub fn questions<S: Sink>(&self, v: &View<'_>, k: usize, rows: &mut S) -> Vec<Candidate> {
        let mut out = Vec::new();
        let me = &self.told[k];
        let back = me.sentence.saturating_sub(BACK);
        let mut earlier: Vec<usize> = (back..me.sentence).rev().collect();
        earlier.extend((back > 0 && self.sentences[0].headline).then_some(0));
        if earlier.is_empty() {
            return out;
        }
        let asked = self.asked(v, k);
        for role in [Role::Place, Role::Time, Role::Actor, Role::Target, Role::Source] {
            let held = me.cast.iter().filter(|(r, _)| *r == role);
            let refers = |r: &Range<usize>| role == Role::Source && bare(v, r);
            if held.clone().any(|(_, r)| !refers(r)) {
                continue;
            }
            let most = match role {
                Role::Place => 5,
                Role::Time => 3,
                Role::Source => 6,
                _ => 4,
            };
            let mut found: Vec<Range<usize>> = Vec::new();
            let mut add = |r: &Range<usize>| {
                let known = found.iter().any(|f| alike(v, f, r));
                if !known && found.len() < most {
                    found.push(r.clone());
                }
            };
            match role {
                Role::Place | Role::Time => {
                    for &s in &earlier {
                        let seen = &self.sentences[s];
                        let list = if role == Role::Place { &seen.places } else { &seen.times };
                        for r in list {
                            // «المدخل الغربي لبلدة …»: as a claim there has it.
                            let there = self.told_in(s).iter().flat_map(|t| &t.cast);
                            let whole =
                                there.filter(|(x, c)| *x == role && c.start < r.end && r.start < c.end);
                            add(whole.map(|(_, c)| c).next().unwrap_or(r));
                        }
                    }
                }
                Role::Source => self.speakers(v, k, &earlier, &mut add),
                _ => {
                    for t in self.told[..k].iter().rev() {
                        if t.sentence < me.sentence && earlier.contains(&t.sentence) {
                            let fits = |r: Role| matches!(r, Role::Actor | Role::Target);
                            t.cast.iter().filter(|(r, _)| fits(*r)).for_each(|(_, r)| add(r));
                        } else if t.sentence + BACK < me.sentence {
                            break;
                        }
                    }
                }
            }
            let n = found.len();
            for (rank, tokens) in found.into_iter().enumerate() {
                self.features(v, &asked, role, rank, n, &tokens, rows);
                rows.end();
                out.push(Candidate { role, tokens });
            }
        }
        out
    }

    /// Who may speak for claim `k`, the likelier first: who goes on by the rules, names that words of its own sentence may stand
    /// for, then who spoke before.
    fn speakers(&self, v: &View<'_>, k: usize, earlier: &[usize], add: &mut dyn FnMut(&Range<usize>)) {
        let me = &self.told[k];
        let words = sources(me).chain(me.goes_on.iter().cloned()).find(|r| bare(v, r));
        let named = |r: &Range<usize>| words.as_ref().is_none_or(|w| stands_for(v, w, r));
        for only_named in [true, false] {
            if only_named && words.is_none() {
                me.goes_on.iter().for_each(&mut *add);
                continue;
            }
            for &s in earlier {
                let seen = &self.sentences[s];
                for t in self.told_in(s).iter().rev() {
                    let given = t.carried.iter().filter(|c| c.role == Role::Source).map(|c| c.tokens.clone());
                    sources(t).chain(given).filter(|r| !only_named || named(r)).for_each(|r| add(&r));
                }
                seen.speakers.iter().rev().filter(|r| !only_named || named(r)).for_each(&mut *add);
                if only_named {
                    for r in persons_and_bodies(v, &seen.tokens).filter(&named) {
                        add(&r);
                    }
                }
            }
        }
    }
}

/// The sources that a claim's own sentence gave it.
pub(super) fn sources(t: &Told) -> impl Iterator<Item = Range<usize>> + '_ {
    t.cast.iter().filter(|(r, _)| *r == Role::Source).map(|(_, r)| r.clone())
}

/// Whether the words say no more than a noun with its article («المرصد») or one name («الهمداري»).
pub(super) fn bare(v: &View<'_>, r: &Range<usize>) -> bool {
    r.len() == 1 && (v.article(r.start) || v.name(r.start).is_some_and(|m| m.kind == MentionKind::Person))
}

/// Whether `words`, a bare noun or name, may stand for the longer `full` («المرصد» for «مرصد الضفتين»).
pub(super) fn stands_for(v: &View<'_>, words: &Range<usize>, full: &Range<usize>) -> bool {
    full.len() > words.len() && words.clone().all(|i| full.clone().any(|j| v.a.same_stem(i, j)))
}

/// Names of persons, organisations and groups, whole.
fn persons_and_bodies<'a>(v: &'a View<'_>, tokens: &Range<usize>) -> impl Iterator<Item = Range<usize>> + 'a {
    let end = tokens.end;
    tokens.clone().filter_map(move |i| {
        let kind = v.name(i)?.kind;
        let first = i == 0 || v.name_index(i - 1) != v.name_index(i);
        let speaks = matches!(kind, MentionKind::Person | MentionKind::Organisation | MentionKind::Group);
        let to = (i..end).find(|&j| v.name_index(j) != v.name_index(i)).unwrap_or(end);
        (first && speaks).then_some(i..to)
    })
}

/// Whether the words of one range are those of the other, for the most part.
pub(crate) fn alike(v: &View<'_>, a: &Range<usize>, b: &Range<usize>) -> bool {
    if a.start < b.end && b.start < a.end {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = short.clone().filter(|&i| long.clone().any(|j| v.a.same_stem(i, j))).count();
    shared * 2 >= long.len() && shared > 0
}
