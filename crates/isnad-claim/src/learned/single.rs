//! Questions of one answer: status and background of a claim, kind of a source, what a figure counts.
//!
//! *Comes in*: a [`Scene`], a trigger, the rules' answer. *Goes out*: an answer with its probability. *Does not*: find spans.

use super::feature::Rows;
use super::roles::{Cast, Role};
use super::scene::{Item, Scene};
use super::{Buffers, Models, Task};
use crate::trigger::Trigger;
use crate::view::View;
use isnad_learn::pair;
use isnad_model::LinkKind;
use std::ops::Range;

/// Answers a question from the one position in the buffer: the index of the best label and its probability.
pub(crate) fn answer(models: &Models, task: Task, buffers: &mut Buffers) -> (usize, f32) {
    let p = models.of(task).marginals(&buffers.rows.positions(), &mut buffers.scratch);
    let best = (0..p.len()).fold(0, |b, x| if p[x] > p[b] { x } else { b });
    (best, p.get(best).copied().unwrap_or(0.0))
}

/// As [`answer`], with the encoder's opinion added where there is one.
pub(crate) fn answer_deep(models: &Models, task: Task, deep: Option<&[f32]>, buffers: &mut Buffers) -> usize {
    let model = models.of(task);
    let mut p = model.marginals(&buffers.rows.positions(), &mut buffers.scratch);
    if let Some(opinion) = deep {
        p.iter_mut().for_each(|x| *x = x.max(1e-6).ln());
        super::deep::add(&mut p, opinion, task);
    }
    (0..p.len()).fold(0, |b, x| if p[x] > p[b] { x } else { b })
}

/// At least this sure that words cannot speak, they are no source.
const MUTE: f32 = 0.6;

/// The kind of a source, from the one position in the buffer; `None` where the words cannot speak («اللحظات», «تلك التهمة»).
pub(crate) fn link_kind(models: &Models, buffers: &mut Buffers) -> Option<LinkKind> {
    let p = models.of(Task::Source).marginals(&buffers.rows.positions(), &mut buffers.scratch);
    let (kinds, none) = p.split_at_checked(LinkKind::ALL.len())?;
    let best = (0..kinds.len()).fold(0, |b, x| if kinds[x] > kinds[b] { x } else { b });
    none.iter().all(|n| *n < MUTE).then(|| LinkKind::ALL[best])
}

/// Features of the status or background of a trigger. `rule` is the rules' verdict, `cue` the words that gave it, `voice`
/// what the voice over it does, `governed` the type of a demand, threat or denial that holds it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Standing {
    pub rule: u64,
    pub cue: Option<Range<usize>>,
    pub voice: u64,
    pub governor: Option<(u64, usize)>,
    /// Token ranges of the times linked to it.
    pub times: Vec<Range<usize>>,
    /// Sentences of the report before this one, up to 6.
    pub place: u64,
}

/// Fills the buffer with the features of a trigger's status or background.
pub(crate) fn standing(v: &View<'_>, s: &Scene, t: &Trigger, x: &Standing, task: Task, rows: &mut Rows) {
    rows.start(task.bits());
    stand(v, s, t, x, rows);
    rows.end();
}

/// Features of how a trigger stands in its sentence.
fn stand(v: &View<'_>, s: &Scene, t: &Trigger, x: &Standing, rows: &mut Rows) {
    let at = t.tokens.start - s.first;
    let none = Item::default();
    let get = |d: isize| at.checked_add_signed(d).and_then(|j| s.items.get(j)).unwrap_or(&none);
    let kind = t.kind as u64;
    let form = t.form as u64 | u64::from(get(0).form) << 8;
    rows.add(0, x.rule, 0);
    rows.add(1, x.rule, kind);
    rows.add(2, x.rule, form);
    rows.add(3, kind, form);
    rows.add(4, form, 0);
    rows.add(5, get(0).norm, 0);
    rows.add(6, get(0).stem, form);
    rows.add(7, x.voice, x.rule);
    rows.add(8, x.voice, form);
    rows.add(9, x.place, 0);
    for d in 1..=4 {
        rows.add(10, get(-d).norm, 0);
        rows.add(11, get(-d).norm, form & 7);
        rows.add(12, get(-d).norm, d as u64);
        rows.add(13, get(d).norm, d as u64);
    }
    rows.add(14, get(-1).norm, get(-2).norm);
    rows.add(15, u64::from(get(-1).closed) | u64::from(get(-2).closed) << 8, form);
    rows.add(16, get(-1).stem, get(0).stem);
    if let Some(c) = &x.cue {
        let first = s.items.get(c.start.wrapping_sub(s.first)).unwrap_or(&none);
        rows.add(17, first.norm, x.rule);
        rows.add(18, (t.tokens.start.abs_diff(c.end) as u64).min(8), x.rule);
    }
    if let Some((governor, distance)) = x.governor {
        rows.add(19, governor, (distance as u64 / 3).min(4));
        rows.add(20, governor, form);
        rows.add(21, governor, kind);
    }
    // The nearest verb or particle before it in the sentence, and «أن» between.
    let back = (0..at).rev().take(20);
    let mut that = 0;
    for j in back {
        let i = &s.items[j];
        if i.closed == 13 {
            that = 1;
        }
        if i.form & super::scene::VERB != 0 || i.closed == 19 {
            rows.add(22, i.norm, that);
            rows.add(23, i.stem, form);
            break;
        }
    }
    rows.add(24, that, form);
    let first = s.items.first().unwrap_or(&none);
    let second = s.items.get(1).unwrap_or(&none);
    rows.add(25, first.norm, 0);
    rows.add(26, first.norm, second.norm);
    rows.add(27, u64::from(first.mention), second.form.into());
    for r in &x.times {
        for i in r.clone() {
            if let Some(item) = i.checked_sub(s.first).and_then(|k| s.items.get(k)) {
                rows.add(28, item.norm, 0);
                rows.add(29, item.stem, kind);
                let w = v.a.norm(i);
                let year = w.len() == 4 && (w.starts_with("19") || w.starts_with("20"));
                rows.add(30, u64::from(year), 0);
            }
        }
    }
    rows.add(31, (x.times.len() as u64).min(2), x.rule);
    // Words of the whole sentence that tell time and mood.
    for i in &s.items {
        if i.mention == 7 || i.closed == 19 || i.closed == 17 || i.closed == 15 {
            rows.add(32, i.norm, 0);
        }
    }
    // What it hangs on, and the particles that hang on it and on that.
    let (rel, tag) = (u64::from(s.tree.rels[at]), u64::from(s.tree.pos[at]));
    let over = usize::from(s.tree.heads[at]);
    let above = s.tree.heads.get(over).map_or(usize::MAX, |&h| usize::from(h));
    let item = |k: usize| s.items.get(k).unwrap_or(&none);
    let over_rel = s.tree.rels.get(over).map_or(31, |&r| u64::from(r));
    rows.add(34, item(over).stem, rel);
    rows.add(35, item(over).stem, rel | form << 8);
    rows.add(36, rel | over_rel << 8, form);
    rows.add(37, item(above).stem, rel | over_rel << 8);
    rows.add(38, rel | tag << 8, x.rule);
    for (j, &h) in s.tree.heads.iter().enumerate() {
        let (h, r) = (usize::from(h), u64::from(s.tree.rels[j]));
        let particle = matches!(s.tree.pos[j], 6 | 8) || s.items[j].closed != 0;
        if h == at {
            rows.add(39, s.items[j].norm, r);
            if particle {
                rows.add(40, s.items[j].norm, form);
            }
        } else if h == over && particle {
            rows.add(41, s.items[j].norm, rel);
        }
    }
    let close = at.saturating_sub(10)..(at + 4).min(s.items.len());
    for i in &s.items[close] {
        rows.add(33, i.stem, 0);
    }
}

/// Fills the buffer with the features of whether an event coder codes a claim. `found` holds, as bits, which roles the claim
/// has; `first` tells whether it is the sentence's first of its code.
#[expect(clippy::too_many_arguments, reason = "all that is known of the claim")]
pub(crate) fn coded(
    v: &View<'_>,
    s: &Scene,
    t: &Trigger,
    x: &Standing,
    found: u64,
    status: u64,
    background: bool,
    rows: &mut Rows,
) {
    rows.start(Task::Coded.bits());
    stand(v, s, t, x, rows);
    let kind = t.kind as u64;
    let state = status | u64::from(background) << 4;
    let sure = (t.prior * 10.0) as u64;
    rows.add(40, found, 0);
    rows.add(41, found, kind);
    rows.add(42, state, 0);
    rows.add(43, state, found);
    rows.add(44, sure, 0);
    rows.add(45, sure, kind);
    for bit in 0..8 {
        if found & 1 << bit != 0 {
            rows.add(46, bit, 0);
            rows.add(47, bit, kind);
            rows.add(48, bit, state);
        }
    }
    let others = s.starts.len() as u64;
    rows.add(49, others.min(6), 0);
    rows.add(50, (s.items.len() as u64 / 8).min(8), 0);
    rows.add(51, kind, u64::from(t.verb) | u64::from(t.passive) << 1);
    let me = &s.items[t.tokens.start - s.first];
    rows.add(52, kind, me.form.into());
    rows.add(53, u64::from(t.tokens.start == s.first), kind);
    rows.end();
}

/// Fills the buffer with the features of a source's kind.
pub(crate) fn source(v: &View<'_>, s: &Scene, r: &Range<usize>, rule: u64, rows: &mut Rows) {
    rows.start(Task::Source.bits());
    let none = Item::default();
    rows.add(0, rule, 0);
    let len = (r.len() as u64).min(6);
    rows.add(1, rule, len);
    let at = |i: usize| i.checked_sub(s.first).and_then(|k| s.items.get(k)).unwrap_or(&none);
    let head = at(r.start);
    rows.add(2, head.norm, 0);
    rows.add(3, head.stem, len.min(2));
    rows.add(4, u64::from(head.form), head.mention.into());
    let mut kinds = 0u64;
    for i in r.clone() {
        rows.add(5, at(i).stem, 0);
        rows.add(6, at(i).norm, rule);
        rows.add(7, at(i).tail, 0);
        kinds |= 1 << at(i).mention;
        if let Some(k) = v.facts(i).source {
            rows.add(8, k as u64, u64::from(i == r.start));
        }
        if let Some(k) = v.facts(i).refines {
            rows.add(9, k as u64, 0);
        }
    }
    rows.add(10, kinds, len);
    rows.add(11, kinds, rule);
    if r.start > s.first {
        rows.add(12, at(r.start - 1).norm, 0);
        rows.add(13, at(r.start - 1).stem, kinds);
    }
    rows.add(14, at(r.end).norm, 0);
    rows.add(15, head.stem, at(r.start + 1).stem);
    rows.end();
}

/// Fills the buffer with the features of what a figure counts: of `cast` those words that it stands in say whom («على يد عشرة متمردين» are
/// fighters, whatever they did).
pub(crate) fn counted(s: &Scene, cast: &Cast, r: &Range<usize>, t: &Trigger, rule: u64, rows: &mut Rows) {
    rows.start(Task::Counted.bits());
    let none = Item::default();
    let at = |i: usize| i.checked_sub(s.first).and_then(|k| s.items.get(k)).unwrap_or(&none);
    let kind = t.kind as u64;
    rows.add(0, rule, 0);
    rows.add(1, rule, kind);
    rows.add(2, kind, t.form as u64);
    let me = at(t.tokens.start);
    rows.add(3, me.stem, 0);
    rows.add(4, me.norm, rule);
    for i in r.start.saturating_sub(3)..r.end + 3 {
        let side = if i < r.start { 0 } else { 1 + u64::from(i >= r.end) };
        rows.add(5, at(i).stem, side);
        rows.add(6, at(i).stem, pair(0, kind, side));
        rows.add(7, at(i).norm, side);
        if at(i).classes != 0 {
            rows.add(8, at(i).classes, pair(0, kind, side));
        }
    }
    rows.add(9, at(r.end).stem, me.stem);
    let holds = |(_, p): &&(Role, Range<usize>)| p.start <= r.start && r.start < p.end;
    let party = cast.iter().filter(|(role, _)| matches!(role, Role::Actor | Role::Target)).find(holds);
    let party = party.map_or(0, |(role, _)| 1 + *role as u64);
    rows.add(10, party, kind);
    rows.add(11, party, rule);
    rows.end();
}
