//! A sentence read by rules and models together.
//!
//! *Comes in*: a [`View`], a sentence, what goes on from the sentence before. *Goes out*: its claims. *Does not*: train.

use super::chain::{points_back, says, stands_for};
use super::deep::{Deep, Opinion, Seen};
use super::figures::figures_of;
use super::roles::{self, Cast, Role};
use super::scene::{Item, Scene, item};
use super::single::{self, Standing};
use super::{Buffers, Models, Task, carry, trigger};
use crate::chain::{self, Source};
use crate::itemised::itemise;
use crate::reader::{self, Sentence, Thread};
use crate::status;
use crate::syntax::Syntax;
use crate::trigger::Trigger;
use crate::view::View;
use isnad_model::{
    Basis, Claim, ClaimType, Link, PlacePrecision, PlaceRole, PlaceValue, Resolved, Span, Status,
    TimePrecision, TimeRole, TimeValue, Why,
};
use std::ops::Range;

/// Reads one sentence.
pub(crate) fn sentence(
    (models, syntax, opinion): (&Models, &Syntax, Option<&mut Opinion<'_>>),
    v: &View<'_>,
    (block, headline): (usize, bool),
    tokens: Range<usize>,
    thread: &mut Thread,
    buffers: &mut Buffers,
    out: &mut Vec<Claim>,
) {
    thread.story.sentence(v, &tokens, headline);
    if thread.seen.is_empty() {
        thread.seen = trigger::nothing_told();
    }
    let mut rules = Vec::new();
    crate::trigger::find(v, &tokens, &mut rules);
    let seen = opinion.and_then(|o| o.sentence(&tokens));
    // Most sentences of a newspaper tell of no event of ours: without any word of the lexicon the linear models find almost nothing, and
    // only the encoder looks further.
    if rules.is_empty() && seen.is_none() {
        let s = reader::by_rules(v, tokens, &thread.speaker, Some(Vec::new()));
        thread.story.voices(&s.voices);
        reader::carry(&s, thread);
        return;
    }
    let items = items(v, &tokens);
    let tree = syntax.parse(v, &tokens, &items, &mut buffers.syntax);
    let words = trigger::Words { v, sentence: &tokens, items: &items, tree: &tree };
    let deep = seen.as_ref().map(|(d, s)| (*d, s));
    let triggers = trigger::find(models, words, &rules, &thread.seen, deep, buffers);
    let s = reader::by_rules(v, tokens, &thread.speaker, Some(triggers));
    thread.story.voices(&s.voices);
    reader::carry(&s, thread);
    trigger::told(&mut thread.seen, &s.triggers);
    if s.triggers.is_empty() {
        return;
    }
    let scene = Scene::new(v, &s.tokens, &s.triggers, items, tree);
    let mut hints = roles::Hints::new(&s.tokens, &casts(v, &s));
    let marked = deep.map(|(d, seen)| {
        (&d.heads, seen.marked(d, s.triggers.iter().map(|t| t.tokens.start - s.tokens.start)))
    });
    for (k, t) in s.triggers.iter().enumerate() {
        let here = marked.as_ref().and_then(|(heads, words)| Some((*heads, words.get(k)?.as_slice())));
        let cast = roles::decode((models, here), v, &scene, &hints, k, t, buffers);
        hints.decided(&cast);
        let mut own = cast.clone();
        let mut claim = claim(models, deep, v, block, &s, &scene, thread.sentences, k, cast, buffers);
        // The rules' chain stands where the model finds none: then nobody else need be looked for, but those whom the rules
        // take from another sentence are a guess that the model of carried roles may better.
        let here = v.span(&s.tokens);
        let near = |l: &Link| here.start <= l.span.start && l.span.end <= here.end;
        if !own.iter().any(|(r, _)| *r == Role::Source) {
            own.extend(claim.says.iter().filter(|l| near(l)).map(|l| (Role::Source, touched(v, l.span))));
        }
        let goes_on = claim.says.iter().filter(|l| !near(l)).map(|l| touched(v, l.span)).collect();
        let k = thread.story.claim(v, t, own, goes_on, (claim.status as u64, claim.background));
        let filled = carry::fill(models, v, &thread.story, k, buffers);
        if filled.iter().any(|(c, _)| c.role == Role::Source) {
            claim.says.retain(near);
        }
        for (c, headline) in filled {
            carried(v, &c, headline, (out, here), &mut claim);
            thread.story.carried(k, c);
        }
        points_back(v, &mut thread.source, &mut claim.says);
        out.push(claim);
    }
}

/// A carried source is looked for in so many claims before, for what was made of it there: the eight sentences that are looked
/// at hold fewer, and a speaker of the headline who goes on stands in one of them.
const NEAR: usize = 256;

/// Adds to a claim what its own sentence, which is `here`, does not say. `before` holds the report's claims so far.
fn carried(
    v: &View<'_>,
    c: &carry::Candidate,
    headline: bool,
    (before, here): (&[Claim], Span),
    claim: &mut Claim,
) {
    let r = &c.tokens;
    let field = match c.role {
        Role::Actor => {
            claim.actor.push(reader::party(v, r));
            "actor"
        }
        Role::Target => {
            claim.target.push(reader::party(v, r));
            "target"
        }
        Role::Place => {
            claim.place.push(place_of(v, r));
            "place"
        }
        Role::Time => {
            if !r.clone().any(|i| v.time(i).is_some()) {
                return;
            }
            claim.time.push(time_of(v, r));
            "time"
        }
        Role::Source => {
            let span = v.span(r);
            if claim.says.iter().any(|l| l.span == span) {
                return;
            }
            let known = before.iter().rev().take(NEAR).flat_map(|c| &c.says).find(|l| l.span == span);
            let link = known.cloned().unwrap_or_else(|| reader::link(v, r, chain::speaker(v, r).kind));
            let words = |own: &&mut Link| {
                own.taken_from.is_none() && here.start <= own.span.start && own.span.end <= here.end
            };
            match claim.says.iter_mut().find(words) {
                // «المصادر» of its own sentence: the one named before.
                Some(own) => stands_for(v, own, &link),
                None => claim.says.push(Link { taken_from: None, ..link }),
            }
            "says"
        }
        Role::Figure => return,
    };
    let rule = if headline { "carried from the headline" } else { "carried from an earlier sentence" };
    claim.why.push(Why { field: field.into(), span: v.span(r), rule: rule.into() });
}

/// A claim is coded where the model of human votes gives it at least this. Chosen by cross-validation.
const CODED: f32 = 0.3;

/// The words of a sentence as numbers.
pub(crate) fn items(v: &View<'_>, tokens: &Range<usize>) -> Vec<Item> {
    tokens.clone().map(|i| item(v, i)).collect()
}

/// The token range of a mention.
fn mention_tokens(v: &View<'_>, m: usize) -> Range<usize> {
    touched(v, v.mentions[m].span)
}

/// The tokens that a span touches.
pub(crate) fn touched(v: &View<'_>, span: Span) -> Range<usize> {
    let first = v.a.tokens.partition_point(|t| t.span.end <= span.start);
    let last = v.a.tokens.partition_point(|t| t.span.start < span.end);
    first..last.max(first)
}

/// What the rules give to each trigger.
pub(crate) fn casts(v: &View<'_>, s: &Sentence) -> Vec<Cast> {
    (0..s.triggers.len())
        .map(|k| {
            let r = &s.roles[k];
            let mut cast = Cast::new();
            cast.extend(r.actor.iter().map(|p| (Role::Actor, p.clone())));
            cast.extend(r.target.iter().map(|p| (Role::Target, p.clone())));
            cast.extend(r.place.iter().map(|&m| (Role::Place, mention_tokens(v, m))));
            cast.extend(r.time.iter().map(|&m| (Role::Time, mention_tokens(v, m))));
            let (sources, _) = chain::chain(&s.voices, &s.triggers[k]);
            cast.extend(sources.iter().map(|x| (Role::Source, x.tokens.clone())));
            for f in &s.figures[k] {
                let first = v.a.tokens.partition_point(|t| t.span.end <= f.span.start);
                let last = v.a.tokens.partition_point(|t| t.span.start < f.span.end);
                cast.push((Role::Figure, first..last));
            }
            cast
        })
        .collect()
}

/// What the rules say of a trigger's status and background, for the models.
pub(crate) fn standings(
    v: &View<'_>,
    s: &Sentence,
    k: usize,
    sentences: usize,
    cast: &Cast,
) -> [Standing; 2] {
    let t = &s.triggers[k];
    let (_, inner) = chain::chain(&s.voices, t);
    let (rule, cue) = status::status(v, k, &s.triggers, &s.cues, inner);
    let voice =
        inner.map_or(0, |x| 1 + u64::from(x.denies) + 2 * u64::from(x.doubts) + 4 * u64::from(x.nested));
    // The nearest demand, promise or threat before it in the sentence.
    let governor = s.triggers[..k].iter().rev().find(|g| {
        matches!(
            g.kind,
            ClaimType::Demand
                | ClaimType::Threaten
                | ClaimType::Accuse
                | ClaimType::Reject
                | ClaimType::Agree
                | ClaimType::Concede
                | ClaimType::Support
        )
    });
    let governor = governor.map(|g| (g.kind as u64, t.tokens.start.saturating_sub(g.tokens.end)));
    let times: Vec<Range<usize>> =
        cast.iter().filter(|(r, _)| *r == Role::Time).map(|(_, r)| r.clone()).collect();
    let ids: Vec<usize> = times.iter().filter_map(|r| r.clone().find_map(|i| v.time_index(i))).collect();
    let past = status::background(v, &s.tokens, k, &s.triggers, &s.cues, &ids);
    let place = (sentences as u64).min(6);
    [
        Standing { rule: rule as u64, cue, voice, governor, times: times.clone(), place },
        Standing { rule: u64::from(past.is_some()), cue: past, voice, governor, times, place },
    ]
}

#[expect(clippy::too_many_arguments, reason = "a claim is made of all that was found")]
fn claim(
    models: &Models,
    deep: Option<(&Deep, &Seen)>,
    v: &View<'_>,
    block: usize,
    s: &Sentence,
    scene: &Scene,
    sentences: usize,
    k: usize,
    cast: Cast,
    buffers: &mut Buffers,
) -> Claim {
    let t = &s.triggers[k];
    let (sources, inner) = chain::chain(&s.voices, t);
    let trigger = v.span(&t.tokens);
    let mut why = vec![Why { field: "type".into(), span: trigger, rule: t.rule.into() }];
    let [of_status, of_past] = standings(v, s, k, sentences, &cast);
    single::standing(v, scene, t, &of_status, Task::Status, &mut buffers.rows);
    let word = t.tokens.start - scene.first;
    let opinion = |task: Task| deep.map(|(d, seen)| d.heads.single(task, seen.word(&d.heads, word)));
    let heard = opinion(Task::Status);
    let status = Status::ALL[single::answer_deep(models, Task::Status, heard.as_deref(), buffers)];
    single::standing(v, scene, t, &of_past, Task::Past, &mut buffers.rows);
    let heard = opinion(Task::Past);
    let background = single::answer_deep(models, Task::Past, heard.as_deref(), buffers) == 1;
    if let Some(c) = of_status.cue.as_ref().filter(|_| status != Status::Actual) {
        why.push(Why { field: "status".into(), span: v.span(c), rule: format!("cue of «{status}»") });
    } else if status != Status::Actual {
        why.push(Why {
            field: "status".into(),
            span: trigger,
            rule: format!("learned: «{status}» by the words around"),
        });
    }
    if background {
        let span = of_past.cue.as_ref().or(of_past.times.first()).map_or(trigger, |c| v.span(c));
        why.push(Why { field: "background".into(), span, rule: "recalled as history".into() });
    }
    if let Some(x) = inner {
        why.push(Why { field: "says".into(), span: v.span(&x.cue), rule: x.rule.into() });
    }
    let frame = v.table.frame(t.kind);
    // Whether what is demanded or threatened is on the word of who does so is left to the model: the rule is right one time in four.
    let fallback: &[&Source] = match inner {
        Some(x) if x.rule == reader::COMPLEMENT => &[],
        _ => &sources,
    };
    let says = says(models, v, scene, &sources, fallback, &cast, buffers);
    let (mut actor, mut target, mut place, mut time) = (vec![], vec![], vec![], vec![]);
    let mut figures = Vec::new();
    for (role, r) in &cast {
        let field = match role {
            Role::Actor => {
                actor.push(reader::party(v, r));
                "actor"
            }
            Role::Target => {
                target.push(reader::party(v, r));
                "target"
            }
            Role::Place => {
                place.push(place_of(v, r));
                "place"
            }
            Role::Time => {
                time.push(time_of(v, r));
                "time"
            }
            Role::Figure => {
                figures_of(models, v, s, scene, &cast, t, r, buffers, &mut figures);
                continue;
            }
            Role::Source => continue,
        };
        why.push(Why { field: field.into(), span: v.span(r), rule: learned_rule(v, scene, t, r) });
    }
    itemise(v, &s.tokens, t, &mut figures);
    let plover = frame.and_then(|f| f.plover.clone());
    let voted = plover.as_deref().is_some_and(|p| matches!(p, "ASSAULT" | "PROTEST"));
    let plover = plover.filter(|_| {
        if !voted {
            return true;
        }
        let has =
            [!actor.is_empty(), !target.is_empty(), !place.is_empty(), !time.is_empty(), !figures.is_empty()];
        let found =
            has.iter().chain([&!says.is_empty()]).enumerate().fold(0, |m, (k, &b)| m | u64::from(b) << k);
        single::coded(v, scene, t, &of_past, found, status as u64, background, &mut buffers.rows);
        #[cfg(feature = "train")]
        super::examples::note(&buffers.rows);
        let (label, p) = single::answer(models, Task::Coded, buffers);
        let yes = if label == 1 { p } else { 1.0 - p };
        yes >= CODED
    });
    let cue = of_status.cue.as_ref().filter(|_| status != Status::Actual);
    let cue = cue.or(inner.map(|x| &x.cue)).map(|c| v.span(c));
    Claim {
        block,
        kind: t.kind,
        status,
        background,
        trigger,
        actor,
        target,
        place,
        time,
        figures,
        says,
        cue,
        plover,
        acled: frame.and_then(|f| f.acled.clone()),
        confidence: calibrated(t.prior, deep.is_some()),
        why,
    }
}

/// Confidence of a claim: the models' probability of trigger and type, turned into the share of claims with that probability
/// whose trigger and type were right in cross-validation (isotonic knots; docs/QUALITY.md has the reliability table).
fn calibrated(p: f32, deep: bool) -> f32 {
    const FAST: [(f32, f32); 15] = [
        (0.0, 0.05),
        (0.051, 0.072),
        (0.167, 0.242),
        (0.277, 0.352),
        (0.356, 0.43),
        (0.471, 0.536),
        (0.629, 0.715),
        (0.762, 0.735),
        (0.833, 0.867),
        (0.885, 0.905),
        (0.919, 0.915),
        (0.949, 0.954),
        (0.972, 0.972),
        (0.984, 0.978),
        (1.0, 0.988),
    ];
    // The sum of two opinions is surer than it should be.
    const DEEP: [(f32, f32); 13] = [
        (0.0, 0.17),
        (0.175, 0.22),
        (0.32, 0.38),
        (0.464, 0.465),
        (0.625, 0.515),
        (0.8, 0.59),
        (0.885, 0.715),
        (0.919, 0.745),
        (0.95, 0.8),
        (0.976, 0.85),
        (0.992, 0.909),
        (0.997, 0.934),
        (1.0, 0.972),
    ];
    between(if deep { &DEEP } else { &FAST }, p)
}

/// The value at `x` of a line through the knots, and of its ends beyond them.
fn between(knots: &[(f32, f32)], x: f32) -> f32 {
    let above = knots.iter().position(|k| k.0 >= x).unwrap_or(knots.len() - 1).max(1);
    let ((x0, y0), (x1, y1)) = (knots[above - 1], knots[above]);
    y0 + (y1 - y0) * ((x - x0) / (x1 - x0)).clamp(0.0, 1.0)
}

/// How a role hangs on its trigger, for a person to read.
fn learned_rule(v: &View<'_>, scene: &Scene, t: &Trigger, r: &Range<usize>) -> String {
    let side = if r.start < t.tokens.start { "before" } else { "after" };
    let chunk = scene.chunks[usize::from(scene.chunk_of[r.start - scene.first])];
    let governor = (chunk.governor != 0 && chunk.start > 0)
        .then(|| v.a.word(scene.first + chunk.start - 1))
        .filter(|_| (1..=12).contains(&scene.items[chunk.start.saturating_sub(1)].closed));
    match governor {
        Some(w) => format!("learned: {side} the trigger, after «{w}»"),
        None => format!("learned: {side} the trigger"),
    }
}

/// The place that the words name; without a known name in them its identity is open.
fn place_of(v: &View<'_>, r: &Range<usize>) -> PlaceRole {
    let named = r.clone().filter_map(|i| v.place(i).and_then(|m| m.place()));
    let settled = |p: &&PlaceValue| p.lat.is_some();
    let mut all = named.clone();
    let value = all.find(settled).or_else(|| named.clone().next()).cloned();
    PlaceRole {
        span: v.span(r),
        value: value.unwrap_or_else(|| PlaceValue {
            name: v.span(r).of(v.a.text()).to_owned(),
            lat: None,
            lon: None,
            gazetteer_id: None,
            precision: PlacePrecision::Unknown,
            radius_km: None,
            source: None,
            candidates: vec![],
        }),
    }
}

/// The time that the words tell; where they name none that can be reckoned («لأربعة أيام», «بعد حلول الليل») its days are open.
fn time_of(v: &View<'_>, r: &Range<usize>) -> TimeRole {
    let told = r.clone().find_map(|i| v.time(i)).map(|m| &m.value);
    let value = match told {
        Some(Resolved::Time(value)) => value.clone(),
        _ => TimeValue {
            from: None,
            to: None,
            precision: TimePrecision::Unknown,
            basis: Basis::Stated,
            time_of_day: None,
            source: None,
        },
    };
    TimeRole { span: v.span(r), value }
}
