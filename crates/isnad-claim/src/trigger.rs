//! Which words evoke which event.
//!
//! *Comes in*: a [`View`] and a sentence. *Goes out*: [`Trigger`]s with type, form and the rule that chose. *Does not*: look
//! for roles.
//!
//! One token gives at most one trigger. Fixed phrases win over single words, longer ones over shorter ones; among the
//! groups of a word those whose conditions hold are weighed by their prior.

use crate::closed::{Closed, Prep};
use crate::inflect::Form;
use crate::lexicon::Rule;
use crate::table::{Facts, Group, Helper, Use};
use crate::view::View;
use isnad_model::{ClaimType, MentionKind};
use isnad_text::TokenKind;
use std::ops::Range;

/// Triggers less likely than this are left out. Chosen where precision and recall balance on development data.
pub(crate) const THRESHOLD: f32 = 0.33;

/// A word or fixed pair that evokes an event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Trigger {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it evokes.
    pub kind: ClaimType,
    /// Index of the lexicon group.
    pub group: u16,
    /// Its form.
    pub form: Form,
    /// Whether it is a finite verb here.
    pub verb: bool,
    /// Whether the verb is passive, so that its subject suffers.
    pub passive: bool,
    /// How likely such a word is a claim of the type.
    pub prior: f32,
    /// What chose the type, for a person to read.
    pub rule: &'static str,
    /// The last word of a fixed pair that stands apart from its first («أطلق … النار»).
    pub apart: Option<usize>,
}

/// Where a phrase matched.
pub(crate) struct Match {
    /// Its tokens, up to the last slot.
    pub tokens: Range<usize>,
    /// Whether all its words are adjacent.
    pub adjacent: bool,
    /// What it is for.
    pub meaning: Use,
}

/// The phrases that begin at token `i`.
pub(crate) fn phrases_at(v: &View<'_>, i: usize, end: usize, mut out: impl FnMut(Match)) {
    for &p in &v.facts(i).phrases {
        let phrase = &v.table.phrases[p as usize];
        let (mut at, mut adjacent, mut whole) = (i, true, true);
        for slot in &phrase.slots {
            let reach = if slot.gap { 6 } else { 1 };
            let mut found = None;
            let mut j = at;
            for step in 0..reach {
                let Some(k) = v.next(j, end) else { break };
                if v.stop(k) || (slot.gap && step > 0 && v.closed(k) == Closed::That) {
                    break;
                }
                if v.facts(k).slots.iter().any(|s| slot.words.contains(s)) {
                    adjacent &= step == 0;
                    found = Some(k);
                    break;
                }
                // A quotation mark inside a fixed pair does not part it.
                if !slot.gap && !v.opens(k) {
                    break;
                }
                j = k;
            }
            match found {
                Some(k) => at = k,
                None => {
                    whole = false;
                    break;
                }
            }
        }
        if whole {
            out(Match { tokens: i..at + 1, adjacent, meaning: phrase.meaning });
        }
    }
}

struct Neighbourhood {
    /// Classes in the clause.
    clause: u64,
    /// Classes among the next four words.
    next: u64,
}

fn neighbourhood(v: &View<'_>, i: usize, last: usize, sentence: &Range<usize>) -> Neighbourhood {
    let mut range = v.clause_range(i, sentence);
    // «طائرة …، قصفت»: a comma alone does not part the verb from its subject.
    if range.start == i && i > sentence.start + 1 && v.comma(i - 1) {
        range.start = v.clause_range(i - 2, sentence).start;
    }
    let clause = range.filter(|j| !(i..=last).contains(j)).fold(0, |m, j| m | v.facts(j).classes);
    let (mut next, mut j) = (0, last);
    for _ in 0..4 {
        let Some(k) = v.next(j, sentence.end) else { break };
        if v.stop(k) {
            break;
        }
        next |= v.facts(k).classes;
        j = k;
    }
    // The word's own classes count for a pair («غارة جوية»), not for a word alone.
    Neighbourhood { clause, next }
}

fn holds(g: &Group, form: Form, verb: bool, n: &Neighbourhood) -> bool {
    (g.when == 0 || n.clause & g.when != 0)
        && n.clause & g.unless == 0
        && (g.next == 0 || n.next & g.next != 0)
        && n.next & g.unless_next == 0
        && (!g.only_imperfect || (verb && form == Form::Imperfect))
}

fn switched(g: &Group, form: Form, n: &Neighbourhood) -> (ClaimType, &'static str) {
    for s in &g.switch {
        if (s.when == 0 || n.clause & s.when != 0)
            && (s.next == 0 || n.next & s.next != 0)
            && (!s.only_imperfect || form == Form::Imperfect)
        {
            return (s.kind, "lexicon, by other words of the clause");
        }
    }
    (g.kind, "lexicon")
}

/// The triggers of one sentence, in order.
pub(crate) fn find(v: &View<'_>, sentence: &Range<usize>, out: &mut Vec<Trigger>) {
    let mut i = sentence.start;
    let mut closed_until = i;
    while i < sentence.end {
        let facts = v.facts(i);
        if v.a.tokens[i].kind != TokenKind::Word || (facts.events.is_empty() && facts.phrases.is_empty()) {
            i += 1;
            continue;
        }
        // Fixed phrases first.
        let mut best: Option<(Match, Trigger)> = None;
        let mut excluded = 0;
        phrases_at(v, i, sentence.end, |m| match m.meaning {
            Use::Exclude => excluded = excluded.max(m.tokens.end),
            Use::Event(group, form) => {
                let last = if m.adjacent { m.tokens.end } else { i + 1 };
                let n = neighbourhood(v, i, last - 1, sentence);
                let g = &v.table.groups[group as usize];
                let verb = form.is_verb() && (v.verb(i) || m.adjacent);
                if !holds(g, form, verb, &n) || (form.is_verb() && v.article(i)) {
                    return;
                }
                let (kind, rule) = switched(g, form, &n);
                let longer =
                    best.as_ref().is_none_or(|(b, t)| (m.tokens.len(), g.prior) > (b.tokens.len(), t.prior));
                if longer {
                    let t = Trigger {
                        tokens: i..last,
                        kind,
                        group,
                        form,
                        verb,
                        passive: form == Form::Passive,
                        prior: g.prior,
                        rule,
                        apart: (!m.adjacent).then_some(m.tokens.end - 1),
                    };
                    best = Some((m, t));
                }
            }
            _ => {}
        });
        closed_until = closed_until.max(excluded);
        if let Some((m, t)) = best.filter(|(m, _)| m.tokens.end > excluded)
            && t.prior >= THRESHOLD
        {
            // The words of the pair evoke nothing further, except an event noun that a support verb governs.
            let next = if m.adjacent { m.tokens.end } else { t.tokens.end };
            closed_until = closed_until.max(if m.adjacent { next } else { i + 1 });
            out.push(t);
            i = next;
            continue;
        }
        if i < closed_until || named(v, i) || v.time(i).is_some_and(|m| m.span.len() < 40) {
            i += 1;
            continue;
        }
        if let Some(t) = single(v, i, facts, sentence) {
            out.push(t);
        }
        i += 1;
    }
    drop_echoes(v, sentence, out);
}

/// A word inside a longer name («حركة المقاومة») is no event.
fn named(v: &View<'_>, i: usize) -> bool {
    v.name(i).is_some_and(|m| {
        let own = v.a.tokens[i].span;
        let longer = m.span.end > own.end || m.span.start + 8 < own.start;
        longer && !matches!(m.kind, MentionKind::People)
            || matches!(m.kind, MentionKind::Person | MentionKind::Group | MentionKind::Organisation)
    })
}

fn single(v: &View<'_>, i: usize, facts: &Facts, sentence: &Range<usize>) -> Option<Trigger> {
    let word = v.word(i);
    let verb = v.verb(i);
    let n = neighbourhood(v, i, i, sentence);
    let mut best: Option<Trigger> = None;
    for &(group, form) in &facts.events {
        let g = &v.table.groups[group as usize];
        if form.is_verb() != verb {
            // Known as one, stands as the other.
            continue;
        }
        if verb && (word.article || word.preposition == Some(Prep::By)) {
            continue;
        }
        if !verb && word.future {
            continue;
        }
        if !holds(g, form, verb, &n) {
            continue;
        }
        let (mut kind, mut rule) = switched(g, form, &n);
        let mut prior = g.prior;
        let mut passive = form == Form::Passive;
        if let Some(r) = g.rule {
            match apply(v, r, i, verb, sentence, &n, kind, form) {
                None => continue,
                Some(choice) => {
                    kind = choice.kind;
                    rule = choice.rule;
                    passive |= choice.passive;
                    prior *= choice.weight;
                }
            }
        }
        // The group that asks for more, and finds it, is the surer one.
        let asked = u32::from(g.when != 0) + u32::from(g.next != 0);
        prior += 0.02 * asked as f32;
        if prior >= THRESHOLD && best.as_ref().is_none_or(|b| prior > b.prior) {
            best = Some(Trigger {
                tokens: i..i + 1,
                kind,
                group,
                form,
                verb,
                passive,
                prior: prior.min(1.0),
                rule,
                apart: None,
            });
        }
    }
    best
}

struct Choice {
    kind: ClaimType,
    passive: bool,
    weight: f32,
    rule: &'static str,
}

#[expect(clippy::too_many_arguments, reason = "one rule sees all that is known of the word")]
fn apply(
    v: &View<'_>,
    rule: Rule,
    i: usize,
    verb: bool,
    sentence: &Range<usize>,
    n: &Neighbourhood,
    kind: ClaimType,
    form: Form,
) -> Option<Choice> {
    let c = &v.table.classes;
    let keep = |kind, passive, rule| Some(Choice { kind, passive, weight: 1.0, rule });
    match rule {
        Rule::Never => None,
        Rule::Kill if verb => {
            let agent = has_agent(v, i, sentence);
            let weapon = n.clause & c.killer != 0;
            let active = form != Form::Passive && is_active(v, i, sentence);
            if active {
                keep(ClaimType::Killing, false, "«قتل» with a subject that kills")
            } else if agent || weapon {
                keep(ClaimType::Killing, true, "«قتل» with agent or weapon in the clause")
            } else {
                keep(ClaimType::Casualty, true, "«قتل» in the passive, no agent")
            }
        }
        Rule::Kill => keep(ClaimType::Killing, false, "masdar of killing"),
        Rule::Death => {
            let killing = has_agent(v, i, sentence) || n.clause & c.killer != 0 && n.clause & c.violence == 0;
            let kind = if killing { ClaimType::Killing } else { ClaimType::Casualty };
            keep(kind, false, "death, killing where an agent or weapon stands in the clause")
        }
        Rule::Injury if verb => {
            if form == Form::Passive || v.pronoun(i) {
                return keep(kind, true, "people hurt");
            }
            let hurt =
                (n.next & c.persons != 0 || next_is_quantity(v, i, sentence)) && n.next & c.property == 0;
            hurt.then_some(Choice { kind, passive: false, weight: 0.9, rule: "people hurt" })
        }
        Rule::Injury => {
            let people = n.next & c.persons != 0
                || next_is_quantity(v, i, sentence)
                || v.pronoun(i)
                || n.clause & (c.violence | c.dead) != 0;
            people.then_some(Choice { kind, passive: false, weight: 1.0, rule: "people hurt" })
        }
        Rule::Counted => {
            if verb {
                return None;
            }
            let before = v.prev(i, sentence.start);
            let counted = v.quantity(i).is_some()
                || before.is_some_and(|b| {
                    v.quantity(b).is_some()
                        || v.closed(b) == Closed::Part
                            && matches!(v.a.norm(b), "عدد" | "عشرات" | "ميات" | "الاف")
                        || matches!(
                            v.a.stem(b),
                            "سقوط"
                                | "وقوع"
                                | "حصيله"
                                | "تسجيل"
                                | "دون"
                                | "اي"
                                | "بدون"
                                | "ارتفاع"
                                | "عدد"
                        )
                        || matches!(v.a.norm(b), "اي" | "دون" | "عدد" | "سقوط" | "وقوع" | "حصيله")
                });
            let weight = if counted {
                1.4
            } else if v.conjunction(i) && n.clause & c.dead != 0 {
                0.8
            } else {
                0.0
            };
            (weight > 0.0).then_some(Choice { kind, passive: false, weight, rule: "victims counted" })
        }
        Rule::Held => {
            if verb {
                return None;
            }
            let counted =
                v.quantity(i).is_some() || v.prev(i, sentence.start).is_some_and(|b| v.quantity(b).is_some());
            let weight = if counted && !v.article(i) {
                1.6
            } else if n.next & c.prison != 0 {
                1.5
            } else {
                0.0
            };
            (weight > 0.0).then_some(Choice {
                kind,
                passive: false,
                weight,
                rule: "people held, counted or by place",
            })
        }
        Rule::Call => {
            // «دعا إلى», «طالب بـ»; an invitation takes a person and «إلى» a feast, which no rule here tells.
            keep(kind, false, "lexicon")
        }
    }
}

fn next_is_quantity(v: &View<'_>, i: usize, sentence: &Range<usize>) -> bool {
    v.next(i, sentence.end).is_some_and(|j| v.quantity(j).is_some() || v.closed(j) == Closed::Part)
}

/// «من قبل», «على يد», «على أيدي» in the clause after it.
fn has_agent(v: &View<'_>, i: usize, sentence: &Range<usize>) -> bool {
    let end = v.clause_range(i, sentence).end;
    agent_after(v, i, end).is_some()
}

/// The token after «من قبل», «على يد» between `i` and `end`.
pub(crate) fn agent_after(v: &View<'_>, i: usize, end: usize) -> Option<usize> {
    (i + 1..end.saturating_sub(1)).find_map(|j| {
        let prep = matches!(v.closed(j), Closed::Prep(Prep::From | Prep::On)) && !v.pronoun(j);
        let noun = v.next(j, end)?;
        let agent = v.facts(noun).agent && !v.article(noun);
        // «من قبل أن», «من جانب آخر» name nobody.
        let named = v.next(noun, end).filter(|&k| {
            v.nominal(k) && v.time(k).is_none() && !matches!(v.a.norm(k), "اخر" | "اخري" | "اخرى" | "واحد")
        });
        (prep && agent).then_some(named).flatten()
    })
}

/// Whether the verb of killing at `i` has a subject that kills: an object pronoun, a force or name right after, or
/// victims right after a plural that refers back.
fn is_active(v: &View<'_>, i: usize, sentence: &Range<usize>) -> bool {
    if v.pronoun(i) {
        return true;
    }
    let c = &v.table.classes;
    let end = v.clause_range(i, sentence).end;
    let Some(j) = v.next(i, end) else { return false };
    let plural = v.a.norm(i).ends_with("وا") || v.a.norm(i).ends_with("ون");
    if plural {
        return v.quantity(j).is_some()
            || v.facts(j).classes & c.persons != 0 && !v.article(j)
            || v.nominal(j)
                && v.prefix(j).is_none()
                && !v.article(j)
                && v.time(j).is_none()
                && (v.name(j).is_some() || v.a.norm(j).ends_with('ا'));
    }
    if v.quantity(j).is_some() || matches!(v.closed(j), Closed::Part) {
        // «قوات … قتلت 11 مسلحا»: the feminine singular after its subject.
        return v.a.norm(i).ends_with('ت')
            && v.prev(i, sentence.start).is_some_and(|p| v.nominal(p) && !v.punctuation(p))
            && v.facts(j).classes & c.persons == 0
            && v.clause_range(i, sentence).start < i;
    }
    let force = v.facts(j).classes & (c.army | c.aircraft) != 0
        || v.name(j).is_some_and(|m| matches!(m.kind, MentionKind::Group | MentionKind::Organisation));
    if force {
        // The force may itself be the victim: then no other victim follows.
        return (j + 1..end).any(|k| {
            v.quantity(k).is_some() || (v.facts(k).classes & c.persons != 0 && v.clause(k) == v.clause(i))
        });
    }
    false
}

/// An event noun and a verb of reaching beside it are one event («قصف استهدف»): the verb goes. So do people held right
/// after the word that says what became of them.
fn drop_echoes(v: &View<'_>, sentence: &Range<usize>, out: &mut Vec<Trigger>) {
    let mut k = 1;
    while k < out.len() {
        let (a, b) = (&out[k - 1], &out[k]);
        let same_sentence = a.tokens.start >= sentence.start;
        let gap = b.tokens.start - a.tokens.end;
        let violent = |t: ClaimType| {
            matches!(
                t,
                ClaimType::Attack
                    | ClaimType::Airstrike
                    | ClaimType::Shelling
                    | ClaimType::Bombing
                    | ClaimType::SuicideBombing
                    | ClaimType::ChemicalAttack
            )
        };
        let reach = |t: &Trigger| {
            matches!(v.facts(t.tokens.start).helper, Some((Helper::Reach, f)) if f.is_verb()) && t.verb
        };
        // «فرار سبعة سجناء»: they are no longer held.
        let let_go = matches!(
            a.kind,
            ClaimType::Escape
                | ClaimType::Release
                | ClaimType::Arrest
                | ClaimType::Transfer
                | ClaimType::Torture
                | ClaimType::Killing
                | ClaimType::Trial
                | ClaimType::PrisonUnrest
        );
        if same_sentence && gap <= 4 && b.kind == ClaimType::Holding && !b.verb && let_go {
            out.remove(k);
            continue;
        }
        if same_sentence
            && gap <= 7
            && !a.verb
            && reach(b)
            && !v.conjunction(b.tokens.start)
            && violent(a.kind)
            && violent(b.kind)
            && !(a.tokens.end..b.tokens.start).any(|j| v.stop(j) || v.comma(j))
        {
            out.remove(k);
        } else {
            k += 1;
        }
    }
}
