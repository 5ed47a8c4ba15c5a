//! Which words evoke an event, and which.
//!
//! *Comes in*: the words of a sentence, the rules' triggers. *Goes out*: triggers with type and probability. *Does not*: look at
//! roles.

use super::deep::{self, Deep, Seen};
use super::feature::{Features, Rows, Sums};
use super::scene::{Item, VERB};
use super::{Buffers, Models, Task};
use crate::inflect::Form;
use crate::syntax::Tree;
use crate::trigger::Trigger;
use crate::view::View;
use isnad_learn::pair;
use isnad_model::ClaimType;
use isnad_text::TokenKind;
use std::ops::Range;

/// A word is a trigger where the probability that one begins there is at least this. Chosen by cross-validation on the
/// annotated texts where F1 is highest.
pub(crate) const THRESHOLD: f32 = 0.3;

/// Least probability of trigger and type together: words that surely evoke something but nothing of one sort are wrong three times in
/// four, and their roles with them. Chosen by cross-validation for both readers (0.2 and 0.3 do as well).
const LEAST: f32 = 0.25;

/// Least prior of an entry of the lexicon that asks for other words for which it wins over both models where it finds them.
const BOUND: f32 = 0.7;

/// What the rules and the lexicons say of each word of a sentence, as numbers.
pub(crate) struct Hints {
    /// For each word, the rule's trigger that begins there (1) or goes on there (2).
    part: Vec<u8>,
    /// Type of that trigger.
    kind: Vec<u8>,
    /// Its prior in tenths.
    prior: Vec<u8>,
}

impl Hints {
    pub fn new(sentence: &Range<usize>, rules: &[Trigger]) -> Self {
        let n = sentence.len();
        let mut h = Hints { part: vec![0; n], kind: vec![255; n], prior: vec![0; n] };
        for t in rules {
            for (k, i) in t.tokens.clone().enumerate() {
                let at = i - sentence.start;
                h.part[at] = if k == 0 { 1 } else { 2 };
                h.kind[at] = t.kind as u8;
                h.prior[at] = (t.prior * 10.0) as u8;
            }
        }
        h
    }
}

/// The words of a sentence, as numbers, and what hangs on what.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    pub v: &'a View<'a>,
    pub sentence: &'a Range<usize>,
    pub items: &'a [Item],
    pub tree: &'a Tree,
}

/// Whether any trigger can begin at the word.
fn open(v: &View<'_>, i: usize, item: &Item) -> bool {
    v.a.tokens[i].kind == TokenKind::Word && (item.closed == 0 || !v.facts(i).events.is_empty())
}

/// The features of one word for the trigger model, or (with `deep`) for the model of types.
#[inline(always)]
fn features<F: Features>(w: Words<'_>, hints: &Hints, seen: &[bool], i: usize, deep: bool, rows: &mut F) {
    let Words { v, sentence, items, tree } = w;
    let k = i - sentence.start;
    let none = Item::default();
    let at = |d: isize| k.checked_add_signed(d).and_then(|j| items.get(j)).unwrap_or(&none);
    let hint = |d: isize| {
        k.checked_add_signed(d)
            .filter(|&j| j < items.len())
            .map_or(0, |j| if hints.part[j] == 0 { 0 } else { 1 + u64::from(hints.kind[j]) })
    };
    let me = &items[k];
    let pos = v.a.tokens[i].pos as u64;
    let form = u64::from(me.form);
    let part = u64::from(hints.part[k]);
    let rule = hint(0);
    let prior = u64::from(hints.prior[k]);
    rows.add(0, part, prior);
    rows.add(1, rule, form);
    rows.add(2, me.norm, 0);
    rows.add(3, me.stem, 0);
    rows.add(4, me.stem, form);
    rows.add(5, me.norm, part);
    rows.add(6, at(-1).norm, 0);
    rows.add(7, at(1).norm, 0);
    rows.add(8, at(1).stem, at(2).stem);
    rows.add(9, at(-1).norm, me.stem);
    rows.add(10, me.stem, at(1).stem);
    rows.add(11, at(-2).norm, at(-1).norm);
    rows.add(12, form, pos);
    rows.add(13, u64::from(at(-1).closed) | u64::from(at(-1).mention) << 8, form);
    rows.add(14, u64::from(at(1).closed) | u64::from(at(1).mention) << 8, form);
    rows.add(15, u64::from(at(1).mention), rule);
    rows.add(16, u64::from(at(-1).closed), rule);
    rows.add(17, hint(-1), rule);
    rows.add(18, hint(1), rule);
    rows.add(19, hint(-2), hint(2));
    rows.add(20, u64::from(me.mention), part);
    rows.add(21, at(1).classes, part);
    rows.add(22, at(-1).classes, part);
    rows.add(23, me.tail, form & u64::from(VERB));
    rows.add(24, at(1).stem, rule);
    rows.add(25, at(-1).stem, rule);
    // A type told before in the report, without or with the article: it may only point back.
    let told = rule > 0 && seen[(rule - 1) as usize];
    rows.add(26, u64::from(told), pair(0, form, rule));
    rows.add(27, (k as u64).min(6), part);
    let say = v.facts(i).say.is_some();
    rows.add(28, u64::from(say), rule);
    let norm = v.a.norm(i);
    let mut head = norm.char_indices().map(|(p, _)| p);
    let cut = head.nth(3).map_or(norm, |p| &norm[..p]);
    rows.add(29, isnad_learn::string(cut), part);
    rows.add(30, u64::from(at(-1).symbol), u64::from(at(1).symbol) << 8 | part);
    rows.add(31, at(1).norm, part);
    rows.add(32, at(-1).norm, part);
    for (n, &(group, f)) in v.facts(i).events.iter().take(4).enumerate() {
        let g = &v.table.groups[group as usize];
        rows.add(33, g.kind as u64, f as u64);
        rows.add(34, u64::from(group), f as u64 | (part << 8));
        if n == 0 {
            rows.add(35, u64::from(group), u64::from(at(1).mention) | u64::from(at(1).closed) << 8);
        }
    }
    let tag = |d: isize| k.checked_add_signed(d).and_then(|j| tree.pos.get(j)).map_or(15, |&p| u64::from(p));
    let over = items.get(usize::from(tree.heads[k])).unwrap_or(&none);
    let rel = u64::from(tree.rels[k]);
    let over_hint = hints.kind.get(usize::from(tree.heads[k])).map_or(0, |&h| u64::from(h) + 1);
    rows.add(50, tag(0) | tag(-1) << 4 | tag(1) << 8, part);
    rows.add(51, me.stem, rel | tag(0) << 8);
    rows.add(52, rel | tag(0) << 8, rule);
    rows.add(53, over.stem, me.stem);
    rows.add(54, over.stem, rel | rule << 8);
    rows.add(55, rel | over_hint << 8, rule);
    if deep {
        for (j, _) in tree.heads.iter().enumerate().filter(|&(_, &h)| usize::from(h) == k) {
            let (c, rel) = (&items[j], u64::from(tree.rels[j]));
            rows.add(56, c.stem, rel);
            rows.add(57, c.stem, rel | rule << 8);
            rows.add(58, c.classes, rel | rule << 8);
            rows.add(59, u64::from(c.mention) | rel << 8, rule);
        }
        for d in [-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6] {
            rows.add(36, at(d).stem, 0);
            rows.add(37, at(d).stem, rule);
            let classes = at(d).classes;
            if classes != 0 {
                rows.add(38, classes, rule);
            }
            if hint(d) != 0 {
                rows.add(39, hint(d), rule);
            }
        }
        rows.add(40, rule, 0);
        rows.add(41, me.norm, at(1).norm);
    }
}

/// The features of one word for the trigger model.
#[inline(always)]
fn position<F: Features>(w: Words<'_>, hints: &Hints, seen: &[bool], i: usize, rows: &mut F) {
    let k = i - w.sentence.start;
    let item = &w.items[k];
    if open(w.v, i, item) {
        features(w, hints, seen, i, false, rows);
    } else {
        rows.add(60, u64::from(item.symbol), 0);
        rows.add(61, u64::from(hints.part[k]), 0);
    }
}

/// The words of a sentence as positions for the trigger model, for training.
#[cfg(feature = "train")]
pub(crate) fn positions(w: Words<'_>, hints: &Hints, seen: &[bool], rows: &mut Rows) {
    rows.start(Task::Trigger.bits());
    for i in w.sentence.clone() {
        position(w, hints, seen, i, rows);
        rows.end();
    }
}

/// The one position of a trigger for the model of types.
pub(crate) fn kind_position(w: Words<'_>, hints: &Hints, seen: &[bool], i: usize, rows: &mut Rows) {
    rows.start(Task::Kind.bits());
    features(w, hints, seen, i, true, rows);
    rows.end();
}

/// A trigger at these tokens with this type: the rules' own where they agree, else one of the type's plain group.
pub(crate) fn make(
    v: &View<'_>,
    rules: &[Trigger],
    tokens: Range<usize>,
    kind: ClaimType,
    p: f32,
) -> Trigger {
    let same = rules.iter().find(|t| t.tokens.start < tokens.end && tokens.start < t.tokens.end);
    if let Some(t) = same.filter(|t| t.kind == kind) {
        return Trigger { tokens, prior: p, ..t.clone() };
    }
    let i = tokens.start;
    let facts = v.facts(i);
    let of_kind = facts.events.iter().find(|e| v.table.groups[e.0 as usize].kind == kind);
    let verb = same.map_or_else(|| v.verb(i), |t| t.verb);
    let form = match (of_kind, same) {
        (Some(e), _) if e.1.is_verb() == verb => e.1,
        (_, Some(t)) => t.form,
        _ if !verb => Form::Noun,
        _ if v.a.norm(i).trim_start_matches('و').starts_with(['ي', 'ت', 'ن']) => Form::Imperfect,
        _ => Form::Perfect,
    };
    let passive = same.is_some_and(|t| t.passive) && matches!(kind, ClaimType::Casualty | ClaimType::Killing)
        || form == Form::Passive
        || verb && kind == ClaimType::Casualty;
    Trigger {
        tokens,
        kind,
        group: of_kind.map_or_else(|| v.table.plain_group(kind), |e| e.0),
        form,
        verb,
        passive,
        prior: p,
        rule: if same.is_some() { "learned, against the lexicon's first choice" } else { "learned" },
        apart: same.and_then(|t| t.apart),
    }
}

/// The triggers of a sentence. `seen` tells which types the report told before.
pub(crate) fn find(
    models: &Models,
    w: Words<'_>,
    rules: &[Trigger],
    seen: &[bool],
    deep: Option<(&Deep, &Seen)>,
    buffers: &mut Buffers,
) -> Vec<Trigger> {
    let Words { v, sentence, items, .. } = w;
    let hints = Hints::new(sentence, rules);
    let Buffers { rows, scratch, few, many, .. } = buffers;
    let mut sums = Sums::<{ Task::Trigger.bits() }, 4>::new(&models.triggers);
    few.clear();
    for i in sentence.clone() {
        position(w, &hints, seen, i, &mut sums);
        few.push(models.triggers.scaled(&sums.take()));
    }
    models.triggers.of(0, 3, few, scratch.emissions());
    if let Some((d, s)) = deep {
        deep::add(scratch.emissions(), &d.heads.single(Task::Trigger, s.words()), Task::Trigger);
    }
    let p = models.of(Task::Trigger).marginals_emitted(sentence.len(), scratch);
    let mut out = Vec::new();
    let mut k = 0;
    while k < sentence.len() {
        let scored = p[k * 3 + 1];
        let mut begins = scored;
        if hints.part[k] == 1 && !taught(models, &items[k]) {
            // A word of the lexicon that training never showed: the lexicon's prior counts as much as the model.
            begins = begins.max((f32::from(hints.prior[k]) / 10.0 + scored) / 2.0);
        }
        if deep.is_some() {
            // A word of the lexicon that evokes an event only beside certain others («يضم … سجناء»), and stands beside them: the encoder
            // mostly saw it without them.
            let here = |t: &&Trigger| {
                t.tokens.start == sentence.start + k && v.table.groups[t.group as usize].next != 0
            };
            let prior = rules.iter().find(here).map_or(0.0, |t| t.prior);
            if prior >= BOUND {
                begins = begins.max((prior + scored) / 2.0);
            }
            // One that is as sure and stands beside none of them («يضم الوفد ستة وزراء») evokes nothing.
            let events = &v.facts(sentence.start + k).events;
            let asks = |&(g, _): &(u16, Form)| {
                let group = &v.table.groups[usize::from(g)];
                group.next != 0 && group.prior >= BOUND
            };
            if hints.part[k] == 0 && !events.is_empty() && events.iter().all(asks) {
                begins = 0.0;
            }
        }
        if begins < THRESHOLD {
            k += 1;
            continue;
        }
        let start = k;
        k += 1;
        while k < sentence.len() && p[k * 3 + 2] > 0.5 {
            k += 1;
        }
        let i = sentence.start + start;
        kind_position(w, &hints, seen, i, rows);
        many.clear();
        many.push(models.kinds.score(rows.all()));
        models.kinds.of(0, ClaimType::ALL.len(), many, scratch.emissions());
        if let Some((d, s)) = deep {
            deep::add(scratch.emissions(), &d.heads.single(Task::Kind, s.word(&d.heads, start)), Task::Kind);
        }
        let kinds = models.of(Task::Kind).marginals_emitted(1, scratch);
        let best = choose(v, rules, i, &kinds);
        let mut tokens = i..sentence.start + k;
        // A fixed pair of the lexicon that begins here is one trigger.
        if let Some(pair) = rules.iter().find(|t| t.tokens.start == i && t.kind as usize == best) {
            tokens.end = tokens.end.max(pair.tokens.end);
            k = k.max(tokens.end - sentence.start);
        }
        let sure = begins * kinds[best];
        if sure < LEAST {
            continue;
        }
        out.push(make(v, rules, tokens, ClaimType::ALL[best], sure));
    }
    out
}

/// Whether the training texts held the word.
fn taught(models: &Models, item: &Item) -> bool {
    let row = isnad_learn::row(3, item.stem, 0, Task::Trigger.bits());
    models.triggers.knows(row)
}

/// The type of a trigger at token `i`: the likeliest, but one that the lexicon does not know for the word only where the model is
/// sure of it.
fn choose(v: &View<'_>, rules: &[Trigger], i: usize, kinds: &[f32]) -> usize {
    let best =
        |of: &mut dyn Iterator<Item = usize>| of.reduce(|b, x| if kinds[x] > kinds[b] { x } else { b });
    let any = best(&mut (0..kinds.len())).unwrap_or(0);
    let listed = v.facts(i).events.iter().flat_map(|&(g, _)| {
        let g = &v.table.groups[g as usize];
        std::iter::once(g.kind).chain(g.switch.iter().map(|s| s.kind))
    });
    let ruled = rules.iter().filter(|t| t.tokens.contains(&i)).map(|t| t.kind);
    let known = best(&mut listed.chain(ruled).map(|k| k as usize));
    match known {
        Some(known) if kinds[any] < SURE => known,
        _ => any,
    }
}

/// From this probability on the model may give a word a type that the lexicon does not.
const SURE: f32 = 0.6;

/// Marks the types of triggers as told.
pub(crate) fn told(seen: &mut [bool], triggers: &[Trigger]) {
    for t in triggers {
        seen[t.kind as usize] = true;
    }
}

/// A fresh list for [`told`].
pub(crate) fn nothing_told() -> Vec<bool> {
    vec![false; ClaimType::ALL.len()]
}
