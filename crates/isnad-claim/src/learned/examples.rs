//! Training examples from annotated texts.
//!
//! *Comes in*: a report, its analysis and mentions, and the claims that an annotator found, as spans. *Goes out*: one
//! sequence of features and labels for each question. *Does not*: train (isnad-lab does, with `isnad_learn::train`).

use super::roles::{self, Cast, Role};
use super::scene::Scene;
use super::{Buffers, Task, carry, read, single, trigger};
use crate::ClaimReader;
use crate::chain;
use crate::reader;
use crate::view::View;
use isnad_learn::Sequence;
use isnad_model::{BlockKind, ClaimType, FigureWhat, LinkKind, Mention, Report, Span, Status};
use isnad_text::Analysis;
use std::ops::Range;

/// A claim as an annotator gave it. All spans are bytes of the report's text.
#[derive(Debug, Clone)]
pub struct GoldClaim {
    /// The words that evoke the event.
    pub trigger: Span,
    /// Type.
    pub kind: ClaimType,
    /// Status.
    pub status: Status,
    /// Whether it is recalled as history.
    pub background: bool,
    /// Who does it.
    pub actor: Vec<Span>,
    /// To whom.
    pub target: Vec<Span>,
    /// Where.
    pub place: Vec<Span>,
    /// When.
    pub time: Vec<Span>,
    /// How many.
    pub figures: Vec<(Span, FigureWhat)>,
    /// On whose word.
    pub says: Vec<(Span, LinkKind)>,
}

/// What the deep reader learns from one sentence.
#[derive(Debug, Clone)]
pub struct Taught {
    /// Tokens of the report.
    pub tokens: Range<usize>,
    /// The label of [`Task::Trigger`] of each.
    pub triggers: Vec<u8>,
    /// Its triggers.
    pub questions: Vec<Question>,
}

/// What is asked of one trigger.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its first word, counted from the sentence's first.
    pub at: usize,
    /// Type.
    pub kind: u8,
    /// Status.
    pub status: u8,
    /// Whether it is recalled as history.
    pub background: bool,
    /// The first word around it that can play a role, counted from the sentence's first.
    pub first: usize,
    /// The label of [`Task::Parties`] of each word from there.
    pub parties: Vec<u8>,
    /// As `parties`, of [`Task::Frame`].
    pub frame: Vec<u8>,
}

/// Makes the examples of one annotated report. `mentions` must have been found in it.
pub fn examples(
    reader: &ClaimReader,
    report: &Report,
    analysis: &Analysis<'_>,
    mentions: &[Mention],
    gold: &[GoldClaim],
) -> Vec<(Task, Sequence)> {
    make(reader, report, analysis, mentions, gold, false).0
}

/// What the deep reader learns from one annotated report, and all its sentences, read or not.
pub(crate) fn taught(
    reader: &ClaimReader,
    report: &Report,
    analysis: &Analysis<'_>,
    mentions: &[Mention],
    gold: &[GoldClaim],
) -> (Vec<Range<usize>>, Vec<Taught>) {
    let (_, taught, sentences) = make(reader, report, analysis, mentions, gold, true);
    (sentences, taught)
}

/// The examples, what is taught, and all sentences.
type Made = (Vec<(Task, Sequence)>, Vec<Taught>, Vec<Range<usize>>);

/// Sentences without a word of the lexicon make lessons and examples where `all`.
fn make(
    reader: &ClaimReader,
    report: &Report,
    analysis: &Analysis<'_>,
    mentions: &[Mention],
    gold: &[GoldClaim],
    all: bool,
) -> Made {
    let (mut lessons, mut sentences) = (Vec::new(), Vec::new());
    let view = View::new(analysis, &reader.table, mentions);
    let mut out = Vec::new();
    let mut buffers = Buffers::default();
    reader::walk(report, analysis, |block, tokens, thread| {
        let v = &view;
        sentences.push(tokens.clone());
        thread.story.sentence(v, &tokens, report.blocks[block].kind == BlockKind::Headline);
        if thread.seen.is_empty() {
            thread.seen = trigger::nothing_told();
        }
        let touched = |span: Span| read::touched(v, span);
        let mut own: Vec<(Range<usize>, &GoldClaim)> = gold
            .iter()
            .map(|g| (touched(g.trigger), g))
            .filter(|(r, _)| !r.is_empty() && tokens.contains(&r.start))
            .map(|(r, g)| (r.start..r.end.min(tokens.end), g))
            .collect();
        own.sort_by_key(|(r, _)| r.start);
        own.dedup_by(|b, a| b.0.start < a.0.end);
        let mut rules = Vec::new();
        crate::trigger::find(v, &tokens, &mut rules);
        // As in fast reading; the encoder reads and learns these sentences too.
        if rules.is_empty() && !all {
            let s = reader::by_rules(v, tokens, &thread.speaker, Some(Vec::new()));
            thread.story.voices(&s.voices);
            reader::carry(&s, thread);
            return;
        }
        let items = read::items(v, &tokens);
        let hints = trigger::Hints::new(&tokens, &rules);
        let tree = reader.syntax.parse(v, &tokens, &items, &mut buffers.syntax);
        let words = trigger::Words { v, sentence: &tokens, items: &items, tree: &tree };
        trigger::positions(words, &hints, &thread.seen, &mut buffers.rows);
        let mut labels = vec![0u8; tokens.len()];
        for (r, _) in &own {
            for i in r.clone() {
                labels[i - tokens.start] = if i == r.start { 1 } else { 2 };
            }
        }
        lessons.push(Taught { tokens: tokens.clone(), triggers: labels.clone(), questions: Vec::new() });
        out.push((Task::Trigger, Sequence { features: buffers.rows.lists(), labels, weight: 1.0 }));
        let one = |buffers: &Buffers, label: u8| Sequence {
            features: buffers.rows.lists(),
            labels: vec![label],
            weight: 1.0,
        };
        for (r, g) in &own {
            trigger::kind_position(words, &hints, &thread.seen, r.start, &mut buffers.rows);
            out.push((Task::Kind, one(&buffers, g.kind as u8)));
        }
        let triggers = own.iter().map(|(r, g)| trigger::make(v, &rules, r.clone(), g.kind, 1.0)).collect();
        let s = reader::by_rules(v, tokens, &thread.speaker, Some(triggers));
        thread.story.voices(&s.voices);
        reader::carry(&s, thread);
        trigger::told(&mut thread.seen, &s.triggers);
        if own.is_empty() {
            return;
        }
        let scene = Scene::new(v, &s.tokens, &s.triggers, items, tree);
        let spoke: Vec<Range<usize>> =
            own.iter().flat_map(|(_, g)| &g.says).map(|(span, _)| touched(*span)).collect();
        let mut mute: Vec<Range<usize>> = Vec::new();
        let mut hints = roles::Hints::new(&s.tokens, &read::casts(v, &s));
        for (k, (_, g)) in own.iter().enumerate() {
            let t = &s.triggers[k];
            let inside = |span: &Span| {
                let r = touched(*span);
                (!r.is_empty() && s.tokens.contains(&r.start)).then(|| r.start..r.end.min(s.tokens.end))
            };
            let mut cast = Cast::new();
            let mut add = |role: Role, spans: &mut dyn Iterator<Item = &Span>| {
                cast.extend(spans.filter_map(inside).map(|r| (role, r)));
            };
            add(Role::Actor, &mut g.actor.iter());
            add(Role::Target, &mut g.target.iter());
            add(Role::Place, &mut g.place.iter());
            add(Role::Time, &mut g.time.iter());
            add(Role::Source, &mut g.says.iter().map(|(s, _)| s));
            add(Role::Figure, &mut g.figures.iter().map(|(s, _)| s));
            let spoken = chain::chain(&s.voices, t).0;
            let far = |x: &&&chain::Source| !s.tokens.contains(&x.tokens.start);
            let goes_on = spoken.iter().filter(far).map(|x| x.tokens.clone()).collect();
            let standing = (g.status as u64, g.background);
            let known = thread.story.claim(v, t, cast.clone(), goes_on, standing);
            buffers.rows.start(Task::Carry.bits());
            let asked = thread.story.questions(v, known, &mut buffers.rows);
            for (c, row) in asked.iter().zip(buffers.rows.positions()) {
                let mut wanted: Box<dyn Iterator<Item = Span>> = match c.role {
                    Role::Actor => Box::new(g.actor.iter().copied()),
                    Role::Target => Box::new(g.target.iter().copied()),
                    Role::Place => Box::new(g.place.iter().copied()),
                    Role::Time => Box::new(g.time.iter().copied()),
                    _ => Box::new(g.says.iter().map(|s| s.0)),
                };
                let yes = wanted.any(|span| carry::alike(v, &touched(span), &c.tokens));
                if yes {
                    thread.story.carried(known, c.clone());
                }
                out.push((
                    Task::Carry,
                    Sequence { features: vec![row.to_vec()], labels: vec![u8::from(yes)], weight: 1.0 },
                ));
            }
            buffers.rows.start(Task::Parties.bits());
            roles::positions(v, &scene, &hints, k, t, &mut buffers.rows);
            if let Some(lesson) = lessons.last_mut() {
                lesson.questions.push(Question {
                    at: t.tokens.start - scene.first,
                    kind: g.kind as u8,
                    status: g.status as u8,
                    background: g.background,
                    first: roles::window(&scene, t).start,
                    parties: roles::labels(&scene, t, Task::Parties, &cast),
                    frame: roles::labels(&scene, t, Task::Frame, &cast),
                });
            }
            for task in [Task::Parties, Task::Frame] {
                let labels = roles::labels(&scene, t, task, &cast);
                out.push((task, Sequence { features: buffers.rows.lists(), labels, weight: 1.0 }));
            }

            hints.decided(&cast);
            let [status, past] = read::standings(v, &s, k, thread.sentences, &cast);
            single::standing(v, &scene, t, &status, Task::Status, &mut buffers.rows);
            out.push((Task::Status, one(&buffers, g.status as u8)));
            single::standing(v, &scene, t, &past, Task::Past, &mut buffers.rows);
            out.push((Task::Past, one(&buffers, u8::from(g.background))));
            for (span, kind) in &g.says {
                let Some(r) = inside(span) else { continue };
                let rule = chain::speaker(v, &r).kind;
                single::source(v, &scene, &r, rule as u64, &mut buffers.rows);
                out.push((Task::Source, one(&buffers, *kind as u8)));
            }
            // What the rules take for a speaker and no annotator does, for any claim of the sentence.
            for x in chain::chain(&s.voices, t).0 {
                let r = &x.tokens;
                let meets = |o: &Range<usize>| o.start < r.end && r.start < o.end;
                let here = s.tokens.contains(&r.start) && r.end <= s.tokens.end;
                if here && !spoke.iter().any(meets) && !mute.contains(r) {
                    mute.push(r.clone());
                    single::source(v, &scene, r, chain::speaker(v, r).kind as u64, &mut buffers.rows);
                    out.push((Task::Source, one(&buffers, LinkKind::ALL.len() as u8)));
                }
            }
            for (span, what) in &g.figures {
                let Some(r) = inside(span) else { continue };
                let rule = crate::figures::uncounted(v, &r, &s.tokens, t, &[]).what;
                single::counted(&scene, &cast, &r, t, rule as u64, &mut buffers.rows);
                out.push((Task::Counted, one(&buffers, *what as u8)));
            }
        }
    });
    (out, lessons, sentences)
}

thread_local! {
    static NOTED: std::cell::RefCell<Option<Vec<Vec<u32>>>> = const { std::cell::RefCell::new(None) };
}

/// Keeps the features of a question that is asked while [`asked`] reads.
pub(crate) fn note(rows: &super::feature::Rows) {
    NOTED.with_borrow_mut(|n| {
        if let Some(n) = n {
            n.extend(rows.lists());
        }
    });
}

/// Reads a report and gives the features of every claim that [`Task::Coded`] was asked about.
pub fn asked(
    reader: &ClaimReader,
    report: &Report,
    analysis: &Analysis<'_>,
    mentions: &[Mention],
) -> Vec<Vec<u32>> {
    NOTED.set(Some(Vec::new()));
    reader.read(report, analysis, mentions);
    NOTED.take().unwrap_or_default()
}
