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

use super::feature::Rows;
use super::roles::{Cast, Role};
use super::scene::{ARTICLE, Item, PRONOUN, VERB};
use super::{Buffers, Models, Task};
use crate::chain::Voice;
use crate::trigger::Trigger;
use crate::view::View;
use isnad_learn::{pair, string};
use isnad_model::{MentionKind, Resolved};
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
        self.sentences.push(Seen {
            tokens: tokens.clone(),
            headline,
            places,
            times,
            speakers: Vec::new(),
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

    /// Notes what claim `k` was given (in training: annotated) from elsewhere, for the claims after it.
    pub fn carried(&mut self, k: usize, c: Candidate) {
        self.told[k].carried.push(c);
    }

    /// The roles of claim `k` that its sentence leaves empty, with what may fill them, and the features of each.
    pub fn questions(&self, v: &View<'_>, k: usize, rows: &mut Rows) -> Vec<Candidate> {
        rows.start(Task::Carry.bits());
        let mut out = Vec::new();
        let me = &self.told[k];
        let back = me.sentence.saturating_sub(BACK);
        let mut earlier: Vec<usize> = (back..me.sentence).rev().collect();
        earlier.extend((back > 0 && self.sentences[0].headline).then_some(0));
        if earlier.is_empty() {
            return out;
        }
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
                            let there =
                                self.told[..k].iter().filter(|t| t.sentence == s).flat_map(|t| &t.cast);
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
                self.features(v, k, role, rank, n, &tokens, rows);
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
        let before = |s: usize| self.told[..k].iter().rev().filter(move |t| t.sentence == s);
        for only_named in [true, false] {
            if only_named && words.is_none() {
                me.goes_on.iter().for_each(&mut *add);
                continue;
            }
            for &s in earlier {
                let seen = &self.sentences[s];
                for t in before(s) {
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

    #[expect(clippy::too_many_arguments, reason = "all that is known of the candidate")]
    fn features(
        &self,
        v: &View<'_>,
        k: usize,
        role: Role,
        rank: usize,
        n: usize,
        at: &Range<usize>,
        rows: &mut Rows,
    ) {
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
        let first = own.tokens.clone().find(|&i| !v.punctuation(i)).unwrap_or(own.tokens.start);
        let opening = string(v.a.norm(first));
        let head = super::scene::item(v, at.start);
        let sort = u64::from(head.mention) | (at.len() as u64).min(4) << 4;
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
        rows.add(21, r, head.stem);
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
            rows.add(30, refers, head.stem);
            rows.add(31, opening, apart);
            let says = own.tokens.clone().take(6).any(|i| v.facts(i).say.is_some());
            rows.add(32, u64::from(says), apart);
            rows.add(33, u64::from(own.quoted), apart);
            let last = self.told[..k].last().map_or(0, |t| {
                let mut sources = t.cast.iter().filter(|(x, _)| *x == role);
                1 + u64::from(sources.any(|(_, x)| alike(v, x, at)))
                    + 2 * u64::from(t.sentence == me.sentence)
            });
            rows.add(34, last, apart);
            let own = me.cast.iter().find(|(x, _)| *x == role).map(|(_, x)| x);
            let words = own.or(me.goes_on.iter().find(|r| bare(v, r)));
            let stands = words.map_or(0, |w| 1 + u64::from(stands_for(v, w, at)));
            let goes_on =
                (me.goes_on.len() as u64).min(2) | u64::from(me.goes_on.iter().any(|r| r == at)) << 2;
            let manner = u64::from(bare(v, at)) | goes_on << 1 | stands << 4 | u64::from(own.is_some()) << 6;
            let said = u64::from(there.speakers.iter().any(|r| r.start < at.end && at.start < r.end));
            rows.add(60, manner, 0);
            rows.add(61, manner, apart);
            rows.add(62, manner, pair(0, rank, sort));
            rows.add(63, said, pair(0, manner, used));
            rows.add(64, goes_on, pair(0, opening, rank));
            rows.add(65, manner, opening);
            let open = own_speakers(&self.sentences[me.sentence]);
            rows.add(66, open, pair(0, goes_on, apart));
            rows.add(67, open, pair(0, goes_on, u64::from(self.sentences[me.sentence].quoted)));
            let only = self.sentences[..me.sentence].iter().map(|s| s.speakers.len()).sum::<usize>();
            rows.add(68, (only as u64).min(4), pair(0, rank, goes_on));
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
        for i in own.tokens.clone().take(40) {
            if v.article(i)
                && (v.facts(i).classes & v.table.classes.territory != 0 || v.facts(i).source.is_some())
            {
                rows.add(35, r, string(v.a.norm(i)));
            }
        }
    }
}

/// The sources that a claim's own sentence gave it.
fn sources(t: &Told) -> impl Iterator<Item = Range<usize>> + '_ {
    t.cast.iter().filter(|(r, _)| *r == Role::Source).map(|(_, r)| r.clone())
}

fn own_speakers(s: &Seen) -> u64 {
    (s.speakers.len() as u64).min(2)
}

/// Whether the words say no more than a noun with its article («المرصد») or one name («الهمداري»).
fn bare(v: &View<'_>, r: &Range<usize>) -> bool {
    r.len() == 1 && (v.article(r.start) || v.name(r.start).is_some_and(|m| m.kind == MentionKind::Person))
}

/// Whether `words`, a bare noun or name, may stand for the longer `full` («المرصد» for «مرصد الضفتين»).
fn stands_for(v: &View<'_>, words: &Range<usize>, full: &Range<usize>) -> bool {
    full.len() > words.len() && words.clone().all(|i| full.clone().any(|j| v.a.stem(i) == v.a.stem(j)))
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
    let shared = short.clone().filter(|&i| long.clone().any(|j| v.a.stem(i) == v.a.stem(j))).count();
    shared * 2 >= long.len() && shared > 0
}

/// How sure the model must be. Chosen by cross-validation: below it more is carried wrongly than rightly; a wrong place or speaker
/// costs a reader more than a missing one.
const THRESHOLD: f32 = 0.6;

/// How sure it must be that somebody speaks for a sentence in which no word says that anybody does: an invented source is worse
/// than none.
const UNSAID: f32 = 0.85;

/// Fills the empty roles of claim `k`: role, words, and whether they stand in the headline.
pub(crate) fn fill(
    models: &Models,
    v: &View<'_>,
    story: &Story,
    k: usize,
    buffers: &mut Buffers,
) -> Vec<(Candidate, bool)> {
    let asked = story.questions(v, k, &mut buffers.rows);
    if asked.is_empty() {
        return Vec::new();
    }
    let rows = std::mem::take(&mut buffers.rows);
    let mut sure: Vec<(Candidate, f32)> = Vec::new();
    for (candidate, row) in asked.into_iter().zip(rows.positions()) {
        let p = models.of(Task::Carry).marginals(&[row], &mut buffers.scratch);
        let p = p.get(1).copied().unwrap_or(0.0);
        let told = &story.told[k];
        let unsaid =
            candidate.role == Role::Source && told.goes_on.is_empty() && sources(told).next().is_none();
        if p >= if unsaid { UNSAID } else { THRESHOLD } {
            sure.push((candidate, p));
        }
    }
    buffers.rows = rows;
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
