//! What the model of carried roles sees of one candidate.
//!
//! *Comes in*: a [`Story`], a claim, a candidate for one of its roles. *Goes out*: feature rows. *Does not*: list candidates.

use super::candidates::{alike, bare, stands_for};
use super::{BACK, Candidate, Story};
use crate::learned::feature::Features;
use crate::learned::roles::Role;
use crate::learned::scene::{ARTICLE, PRONOUN, VERB, mention};
use crate::view::View;
use isnad_learn::{pair, string};
use isnad_model::Resolved;
use std::ops::Range;

/// What is the same for all candidates of a claim.
pub(super) struct Asked {
    /// The claim.
    k: usize,
    /// Hash of the first word of its sentence.
    opening: u64,
    /// Hashes of the words of its sentence that point back.
    pointing: Vec<u64>,
    /// Whether the sentence begins with somebody saying something.
    says: bool,
}

impl Story {
    /// What is the same for all candidates of claim `k`.
    pub(super) fn asked(&self, v: &View<'_>, k: usize) -> Asked {
        let own = &self.sentences[self.told[k].sentence];
        let first = own.tokens.clone().find(|&i| !v.punctuation(i)).unwrap_or(own.tokens.start);
        let points = |&i: &usize| {
            let facts = v.facts(i);
            (facts.classes & v.table.classes.territory != 0 || facts.source.is_some()) && v.article(i)
        };
        Asked {
            k,
            opening: string(v.a.norm(first)),
            pointing: own.tokens.clone().take(40).filter(points).map(|i| string(v.a.norm(i))).collect(),
            says: own.tokens.clone().take(6).any(|i| v.facts(i).say.is_some()),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "all that is known of the candidate")]
    pub(super) fn features<F: Features>(
        &self,
        v: &View<'_>,
        asked: &Asked,
        role: Role,
        rank: usize,
        n: usize,
        at: &Range<usize>,
        rows: &mut F,
    ) {
        let Asked { k, opening, .. } = *asked;
        let me = &self.told[k];
        let own = &self.sentences[me.sentence];
        let from = self.sentences[..me.sentence].partition_point(|s| s.tokens.end <= at.start);
        let there = &self.sentences[from];
        let r = role as u64;
        let kind = me.trigger.kind as u64;
        let apart = (me.sentence - from) as u64;
        let apart = match apart {
            0..=3 => apart,
            4..=6 => 4,
            _ => 5,
        } | u64::from(there.headline) << 3;
        let form = u64::from(me.item.form & (ARTICLE | VERB | PRONOUN));
        let held = me.cast.iter().fold(0u64, |bits, (r, _)| bits | 1 << *r as u64);
        let rank = rank as u64;
        // What the claims before made of the same words.
        let mut used = 0u64;
        let mut by = 63u64;
        let mut state = 0;
        for t in self.told[..k].iter().rev().take_while(|t| t.sentence + BACK >= me.sentence) {
            let roles = t.cast.iter().filter(|(_, x)| x.start < at.end && at.start < x.end);
            for (role, _) in roles {
                used |= 1 << *role as u64;
                if by == 63 {
                    (by, state) = (t.trigger.kind as u64, t.status | u64::from(t.background) << 3);
                }
            }
        }
        let same = u64::from(by == kind);
        let standing = me.status | u64::from(me.background) << 3;
        let has = |list: &Vec<Range<usize>>| (list.len() as u64).min(2);
        let mentions = has(&own.places) | has(&own.times) << 2;
        let head = string(v.a.stem(at.start));
        let sort = u64::from(mention(v, at.start)) | (at.len() as u64).min(4) << 4;
        let nth = self.told[..k].iter().rev().take_while(|t| t.sentence == me.sentence).count() as u64;
        rows.add(0, r, 0);
        rows.add(1, r, kind);
        rows.add(2, r, apart);
        rows.add(3, pair(0, r, apart), kind);
        rows.add(4, pair(0, r, by), kind);
        rows.add(5, pair(0, r, used), 0);
        rows.add(6, pair(0, r, used), pair(0, kind, same));
        rows.add(7, pair(0, r, form), same);
        rows.add(8, pair(0, r, form), kind);
        rows.add(9, r, me.item.stem);
        rows.add(10, r, held);
        rows.add(11, pair(0, r, held), kind);
        rows.add(12, pair(0, r, mentions), 0);
        rows.add(13, pair(0, r, mentions), apart);
        rows.add(14, pair(0, r, same), apart);
        rows.add(15, pair(0, r, rank), (n as u64).min(4));
        rows.add(16, pair(0, r, rank), apart);
        rows.add(17, r, opening);
        rows.add(18, pair(0, r, standing), state);
        rows.add(19, pair(0, r, standing), apart);
        rows.add(20, pair(0, r, u64::from(v.a.line_starts(own.tokens.start))), apart);
        rows.add(21, r, head);
        rows.add(22, r, sort);
        rows.add(23, pair(0, r, sort), apart);
        rows.add(24, pair(0, r, u64::from(own.quoted)), u64::from(there.quoted));
        rows.add(25, pair(0, r, nth.min(3)), apart);
        rows.add(26, pair(0, r, u64::from(own.headline)), u64::from(there.headline));
        if let Some(Resolved::Place(p)) = v.place(at.start).map(|m| &m.value) {
            rows.add(27, r, p.precision as u64);
            rows.add(28, pair(0, r, p.precision as u64), pair(0, kind, apart));
        }
        if role == Role::Source {
            let refers =
                me.cast.iter().find(|(x, _)| *x == role).map_or(0, |(_, x)| string(v.a.norm(x.start)));
            rows.add(29, refers, 0);
            rows.add(30, refers, head);
            rows.add(31, opening, apart);
            rows.add(32, u64::from(asked.says), apart);
            rows.add(33, u64::from(own.quoted), apart);
            let last = self.told[..k].last().map_or(0, |t| {
                let mut sources = t.cast.iter().filter(|(x, _)| *x == role);
                1 + u64::from(sources.any(|(_, x)| alike(v, x, at)))
                    + 2 * u64::from(t.sentence == me.sentence)
            });
            rows.add(34, last, apart);
            let named = me.cast.iter().find(|(x, _)| *x == role).map(|(_, x)| x);
            let words = named.or(me.goes_on.iter().find(|r| bare(v, r)));
            let stands = words.map_or(0, |w| 1 + u64::from(stands_for(v, w, at)));
            let goes_on =
                (me.goes_on.len() as u64).min(2) | u64::from(me.goes_on.iter().any(|r| r == at)) << 2;
            let manner =
                u64::from(bare(v, at)) | goes_on << 1 | stands << 4 | u64::from(named.is_some()) << 6;
            let said = u64::from(there.speakers.iter().any(|r| r.start < at.end && at.start < r.end));
            rows.add(60, manner, 0);
            rows.add(61, manner, apart);
            rows.add(62, manner, pair(0, rank, sort));
            rows.add(63, said, pair(0, manner, used));
            rows.add(64, goes_on, pair(0, opening, rank));
            rows.add(65, manner, opening);
            let open = (own.speakers.len() as u64).min(2);
            rows.add(66, open, pair(0, goes_on, apart));
            rows.add(67, open, pair(0, goes_on, u64::from(own.quoted)));
            rows.add(68, (own.spoke_before as u64).min(4), pair(0, rank, goes_on));
        }
        // Reports with a headline and paragraphs carry more than posts of one line.
        let titled = u64::from(self.sentences[0].headline) | (me.sentence as u64).min(3) << 1;
        rows.add(40, pair(0, r, titled), 0);
        rows.add(41, pair(0, r, titled), kind);
        rows.add(42, pair(0, r, titled), used);
        rows.add(43, pair(0, r, titled), apart);
        rows.add(44, pair(0, r, titled), pair(0, rank, apart));
        rows.add(45, pair(0, r, titled & 1), pair(0, form, same));
        rows.add(46, pair(0, r, titled & 1), held);
        rows.add(47, pair(0, r, titled & 1), pair(0, used, by));
        let before = self.told[..k].iter().rev().find(|t| t.sentence < me.sentence);
        let before_kind = before.map_or(63, |t| t.trigger.kind as u64);
        rows.add(48, pair(0, r, before_kind), kind);
        rows.add(49, pair(0, r, before_kind), pair(0, apart, titled & 1));
        let has = before.map_or(0, |t| {
            u64::from(t.cast.iter().any(|(_, x)| alike(v, x, at)))
                | u64::from(t.carried.iter().any(|c| alike(v, &c.tokens, at))) << 1
        });
        rows.add(50, pair(0, r, has), apart);
        rows.add(51, pair(0, r, has), kind);
        // The claim before in the same sentence: what holds for one often holds for the next.
        let beside = self.told[..k].last().filter(|t| t.sentence == me.sentence);
        let shared = beside.map_or(0, |t| {
            let role = |c: &&Candidate| c.role == role;
            1 + u64::from(t.carried.iter().any(|c| role(&c) && alike(v, &c.tokens, at)))
                + 2 * u64::from(t.carried.iter().any(|c| role(&c)))
        });
        rows.add(52, pair(0, r, shared), 0);
        rows.add(53, pair(0, r, shared), pair(0, kind, titled & 1));
        // Words of the sentence that point back.
        for &word in &asked.pointing {
            rows.add(35, r, word);
        }
    }
}
