//! Training examples of syntax from annotated sentences.
//!
//! *Comes in*: a text, its analysis and mentions, and for each word of it part of speech, head and relation. *Goes out*: examples for
//! the three models. *Does not*: train.

use super::parser::{Scorer, arc_features, atoms, state_features};
use super::state::{Move, State};
use super::{NONE, Syntax, SyntaxBuffers, SyntaxTask, tagger, words};
use crate::ClaimReader;
use crate::learned::feature::Rows;
use crate::learned::read;
use crate::view::View;
use isnad_learn::Sequence;
use isnad_model::{Mention, Span};
use isnad_text::Analysis;

/// An annotated word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoldWord {
    /// Where it stands, in bytes.
    pub span: Span,
    /// Index into [`super::POS`].
    pub pos: u8,
    /// Index of its head in the list of words; `None` for the root.
    pub head: Option<usize>,
    /// Index into [`super::RELATIONS`].
    pub rel: u8,
}

/// What a parse gets right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attached {
    /// Words.
    pub words: usize,
    /// With the right part of speech.
    pub pos: usize,
    /// With the right head.
    pub heads: usize,
    /// With the right head and relation.
    pub labelled: usize,
}

/// How the examples of moves are made.
#[derive(Debug, Clone, Copy)]
pub enum Stage<'a> {
    /// By gold tags and moves that lose nothing.
    Gold,
    /// By the tags of a model that never saw the text, and moves that lose nothing.
    Tagged(&'a Syntax),
    /// By the tags and the moves of a model that never saw the text; what it should have done is the label.
    Explored(&'a Syntax),
}

/// The sentence of a text with gold by word: the words of the view that have gold, their tags, heads and relations.
struct Prepared {
    words: Vec<u16>,
    tags: Vec<u8>,
    heads: Vec<u16>,
    rels: Vec<u8>,
}

fn prepare(v: &View<'_>, gold: &[GoldWord]) -> Option<Prepared> {
    let sentence = 0..v.a.len();
    let all = words(v, &sentence);
    let mut of = vec![usize::MAX; all.len()];
    let mut at = vec![NONE; gold.len()];
    for (g, w) in gold.iter().enumerate() {
        let k = all.iter().position(|&k| {
            let span = v.a.tokens[usize::from(k)].span;
            span.start < w.span.end && w.span.start < span.end
        })?;
        if of[k] == usize::MAX {
            of[k] = g;
        }
        at[g] = k as u16 + 1;
    }
    let mut out = Prepared { tags: Vec::new(), heads: vec![NONE], rels: vec![0], words: all };
    for &g in &of {
        let w = gold.get(g)?;
        out.tags.push(w.pos);
        out.heads.push(w.head.map_or(0, |h| at[h]));
        out.rels.push(w.rel);
    }
    Some(out)
}

/// Examples of one annotated text, which is read as one sentence. `None` where its words are not those of the annotation.
pub fn examples(
    reader: &ClaimReader,
    analysis: &Analysis<'_>,
    mentions: &[Mention],
    gold: &[GoldWord],
    stage: Stage<'_>,
) -> Option<Vec<(SyntaxTask, Sequence)>> {
    let v = &View::new(analysis, &reader.table, mentions);
    let sentence = 0..analysis.len();
    let p = prepare(v, gold)?;
    let items = read::items(v, &sentence);
    let mut out = Vec::new();
    let mut rows = Rows::default();
    tagger::positions(v, &sentence, &items, &p.words, &mut rows);
    out.push((SyntaxTask::Pos, Sequence { features: rows.lists(), labels: p.tags.clone(), weight: 1.0 }));
    let mut buffers = SyntaxBuffers::default();
    let tags = match stage {
        Stage::Gold => p.tags.clone(),
        Stage::Tagged(s) | Stage::Explored(s) => tagger::tag(s, v, &sentence, &items, &p.words, &mut buffers),
    };
    let atoms = atoms(v, &sentence, &items, &p.words, &tags);
    let mut scorer = match stage {
        Stage::Explored(syntax) => Some(Scorer::new(syntax, &atoms)),
        _ => None,
    };
    let mut s = State::new(p.words.len());
    let one = |rows: &Rows, label: u8| Sequence { features: rows.lists(), labels: vec![label], weight: 1.0 };
    while !s.done() {
        let costs: Vec<(Move, usize)> =
            Move::ALL.into_iter().filter(|&m| s.may(m)).map(|m| (m, s.cost(m, &p.heads))).collect();
        let least = costs.iter().map(|c| c.1).min().unwrap_or(0);
        let best = |m: &Move| costs.iter().any(|c| c.0 == *m && c.1 == least);
        let scores = scorer.as_mut().map(|x| x.moves(&s));
        // Of moves that lose as little the model's own first choice.
        let score = |m: Move| scores.map_or(-(m as usize as f32), |x| x[m as usize]);
        let right = costs
            .iter()
            .map(|c| c.0)
            .filter(best)
            .reduce(|a, b| if score(b) > score(a) { b } else { a })
            .unwrap_or(Move::Shift);
        if costs.len() > 1 {
            rows.start(SyntaxTask::Move.bits());
            state_features(&atoms, &s, &mut rows);
            rows.end();
            out.push((SyntaxTask::Move, one(&rows, right as u8)));
        }
        let go = match scores {
            Some(_) => costs
                .iter()
                .map(|c| c.0)
                .reduce(|a, b| if score(b) > score(a) { b } else { a })
                .unwrap_or(right),
            None => right,
        };
        let mut rel = 0;
        if let Some((h, d)) = s.arc(go) {
            rel = scorer.as_ref().map_or(p.rels[usize::from(d)], |x| x.relation(&s, h, d));
            if h != 0 && p.heads[usize::from(d)] == h {
                rows.start(SyntaxTask::Relation.bits());
                arc_features(&atoms, &s, h, d, &mut rows);
                rows.end();
                out.push((SyntaxTask::Relation, one(&rows, p.rels[usize::from(d)])));
            }
        }
        s.go(go, rel);
    }
    Some(out)
}

/// Parses an annotated text and counts what is right.
pub fn attached(
    reader: &ClaimReader,
    syntax: &Syntax,
    analysis: &Analysis<'_>,
    mentions: &[Mention],
    gold: &[GoldWord],
) -> Option<Attached> {
    let v = &View::new(analysis, &reader.table, mentions);
    let sentence = 0..analysis.len();
    let p = prepare(v, gold)?;
    let items = read::items(v, &sentence);
    let tree = syntax.parse(v, &sentence, &items, &mut SyntaxBuffers::default());
    let mut out = Attached::default();
    for (n, &k) in p.words.iter().enumerate() {
        let k = usize::from(k);
        let head = match p.heads[n + 1] {
            0 => NONE,
            h => p.words[usize::from(h) - 1],
        };
        out.words += 1;
        out.pos += usize::from(tree.pos[k] == p.tags[n]);
        if tree.heads[k] == head {
            out.heads += 1;
            out.labelled += usize::from(tree.rels[k] == p.rels[n + 1]);
        }
    }
    Some(out)
}
