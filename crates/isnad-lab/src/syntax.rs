//! Training and measuring the models of syntax (`isnad_claim::Syntax`).
//!
//! Sentences: our own annotation of newswire of ../shared (annotations/syntax, positions only), and UD Arabic PUD, brought to whole
//! written words. Heads of the tagger that the parser trains on, and states that it explores, are of models that never saw the
//! sentence.

use crate::shared::{Shared, rows};
use anyhow::{Context, Result, ensure};
use isnad_claim::syntax_examples::{Attached, GoldWord, Stage, attached, examples};
use isnad_claim::{ClaimReader, POS, RELATIONS, Syntax, SyntaxTask};
use isnad_learn::{Sequence, train};
use isnad_mention::{Knowledge, MentionFinder, plain_report};
use isnad_model::{CharMap, Mention, Sha256, Span};
use isnad_text::Analysis;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;

/// An annotated sentence.
struct Sentence {
    id: String,
    text: String,
    words: Vec<GoldWord>,
    /// Of PUD, not ours.
    treebank: bool,
}

/// A row of annotations/syntax: character positions, part of speech, number of the head in the list (from 1; 0: root), relation.
#[derive(Deserialize)]
struct Placed {
    id: String,
    file: String,
    row: String,
    /// First and last character of the sentence, where the row holds more.
    at: Option<(usize, usize)>,
    text_sha256: String,
    words: Vec<(usize, usize, String, usize, String)>,
}

fn number(list: &[&str], name: &str) -> Option<u8> {
    list.iter().position(|x| *x == name).map(|k| k as u8)
}

fn own(shared: &Shared) -> Result<Vec<Sentence>> {
    #[derive(Deserialize)]
    struct Text {
        id: String,
        text: String,
    }
    let mut texts: HashMap<String, HashMap<String, String>> = HashMap::new();
    let mut out = Vec::new();
    for row in rows::<Placed>(Path::new("annotations/syntax/placed.jsonl"))? {
        if !texts.contains_key(&row.file) {
            let all = shared.rows::<Text>(&row.file)?;
            texts.insert(row.file.clone(), all.into_iter().map(|t| (t.id, t.text)).collect());
        }
        let text = texts[&row.file].get(&row.row).with_context(|| format!("{}: no such row", row.id))?;
        let text = match row.at {
            Some((a, b)) => CharMap::new(text).span(a, b).of(text),
            None => text,
        };
        ensure!(
            Sha256::of(text).to_string() == row.text_sha256,
            "{}: the text is not the one that was annotated",
            row.id
        );
        let map = CharMap::new(text);
        let words = row
            .words
            .iter()
            .map(|(a, b, pos, head, rel)| {
                Ok(GoldWord {
                    span: map.span(*a, *b),
                    pos: number(&POS, pos).with_context(|| format!("{}: {pos}", row.id))?,
                    head: head.checked_sub(1),
                    rel: number(&RELATIONS, rel).with_context(|| format!("{}: {rel}", row.id))?,
                })
            })
            .collect::<Result<_>>()?;
        out.push(Sentence { id: row.id, text: text.to_owned(), words, treebank: false });
    }
    Ok(out)
}

/// A row of the treebank.
struct Node<'a> {
    form: &'a str,
    pos: &'a str,
    head: usize,
    rel: &'a str,
    glued: bool,
}

/// UD over syntactic words to ours over written words: those that no space parts are one node.
fn written(nodes: &[Node<'_>], id: &str) -> Option<Sentence> {
    let mut text = String::new();
    // For each node the written word that it is part of; a mark stands alone.
    let (mut word_of, mut words) = (Vec::new(), Vec::<(Span, Vec<usize>)>::new());
    let mut glued = false;
    for (k, n) in nodes.iter().enumerate() {
        if k > 0 && !glued {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(n.form);
        let mark = n.pos == "PUNCT" || n.pos == "SYM";
        let after_mark = k > 0 && matches!(nodes[k - 1].pos, "PUNCT" | "SYM");
        if mark {
            word_of.push(usize::MAX);
        } else if glued && !after_mark && k > 0 && !words.is_empty() {
            let last = words.len() - 1;
            words[last].0.end = text.len();
            words[last].1.push(k);
            word_of.push(last);
        } else {
            words.push((Span::new(start, text.len()), vec![k]));
            word_of.push(words.len() - 1);
        }
        glued = n.glued;
    }
    // The main part of a word hangs outside it; of several the one that is no particle, else the last.
    let main: Vec<usize> = words
        .iter()
        .map(|(_, parts)| {
            let outside = |&&k: &&usize| nodes[k].head == 0 || !parts.contains(&(nodes[k].head - 1));
            let weak = |k: usize| matches!(nodes[k].rel, "case" | "cc" | "mark" | "aux" | "compound:prt");
            let all: Vec<usize> = parts.iter().filter(outside).copied().collect();
            all.iter().copied().rfind(|&k| !weak(k)).or(all.last().copied()).unwrap_or(parts[0])
        })
        .collect();
    let has_case = |k: usize| nodes.iter().any(|n| n.head == k + 1 && n.rel.starts_with("case"));
    let mut out = Vec::new();
    for (w, &k) in main.iter().enumerate() {
        let n = &nodes[k];
        // Past marks, which are no nodes of ours.
        let mut head = n.head;
        let mut steps = 0;
        while head != 0 && word_of[head - 1] == usize::MAX && steps < nodes.len() {
            head = nodes[head - 1].head;
            steps += 1;
        }
        let head = head.checked_sub(1).map(|h| word_of[h]);
        if head == Some(w) {
            return None;
        }
        let rel = match n.rel {
            _ if head.is_none() => "root",
            "nsubj:pass" | "csubj:pass" => "pass",
            "nmod" if !has_case(k) => "idafa",
            "acl:relcl" => "acl",
            "obl:tmod" => "obl",
            "csubj" => "nsubj",
            "iobj" => "obj",
            "compound" => "flat",
            "compound:prt" => "mark",
            "cc:preconj" => "cc",
            "root" | "expl" | "dislocated" | "orphan" | "dep" => "parataxis",
            r => r,
        };
        let pos = match n.pos {
            "VERB" | "AUX" => "V",
            "NOUN" => "N",
            "PROPN" => "PN",
            "ADJ" => "ADJ",
            "NUM" => "NUM",
            "ADP" if n.rel == "mark" => "PART",
            "ADP" => "ADP",
            "PART" | "CCONJ" | "SCONJ" => "PART",
            "PRON" | "DET" => "PRON",
            "ADV" => "ADV",
            _ => "X",
        };
        out.push(GoldWord { span: words[w].0, pos: number(&POS, pos)?, head, rel: number(&RELATIONS, rel)? });
    }
    Some(Sentence { id: id.to_owned(), text, words: out, treebank: true })
}

fn treebank(shared: &Shared) -> Result<Vec<Sentence>> {
    let path = shared.path("corpora/segmentation/pud.conllu");
    let file = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let mut out = Vec::new();
    for (k, block) in file.split("\n\n").enumerate() {
        let nodes: Vec<Node<'_>> = block
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| {
                let f: Vec<&str> = l.split('\t').collect();
                (f.len() == 10 && f[0].parse::<usize>().is_ok()).then(|| {
                    Some(Node {
                        form: f[1],
                        pos: f[3],
                        head: f[6].parse().ok()?,
                        rel: f[7],
                        glued: f[9].contains("SpaceAfter=No"),
                    })
                })?
            })
            .collect();
        out.extend(written(&nodes, &format!("pud-{k}")).filter(|s| !s.words.is_empty()));
    }
    Ok(out)
}

type Example = (SyntaxTask, Sequence);

/// Reads sentences for the models.
struct Bench {
    reader: ClaimReader,
    finder: MentionFinder,
}

impl Bench {
    fn with<T>(&self, s: &Sentence, f: impl FnOnce(&Analysis<'_>, &[Mention]) -> T) -> T {
        let report = plain_report(&s.id, &s.text);
        let analysis = Analysis::new(&report.text);
        let mentions = self.finder.find(&report, &analysis);
        f(&analysis, &mentions)
    }

    fn examples(&self, s: &Sentence, stage: Stage<'_>) -> Vec<Example> {
        self.with(s, |a, m| examples(&self.reader, a, m, &s.words, stage)).unwrap_or_default()
    }
}

fn options(task: SyntaxTask) -> train::Options {
    let (epochs, rate, l2) = match task {
        SyntaxTask::Pos => (8, 0.08, 3e-3),
        SyntaxTask::Move => (8, 0.05, 3e-3),
        SyntaxTask::Relation => (8, 0.08, 3e-3),
    };
    train::Options { epochs, rate, l2, seed: 7 }
}

fn fit_task(task: SyntaxTask, data: &[&[Example]]) -> isnad_learn::Model {
    let sequences: Vec<Sequence> =
        data.iter().flat_map(|e| e.iter().filter(|(t, _)| *t == task).map(|(_, s)| s.clone())).collect();
    crate::claims::fit_sequences(&task.labels(), task.bits(), sequences, &options(task))
}

/// The file form of models trained on these examples.
fn fit_bytes(data: &[&[Example]]) -> Vec<u8> {
    let models: Vec<_> = SyntaxTask::ALL.par_iter().map(|&t| fit_task(t, data)).collect();
    Syntax::write(&models)
}

fn fit(data: &[&[Example]]) -> Result<Syntax> {
    Ok(Syntax::from_bytes(&fit_bytes(data))?)
}

fn part(id: &str, parts: u8) -> u8 {
    Sha256::of(id).0[1] % parts
}

/// Trains on these sentences: tags by jackknife, then moves that lose nothing, then states that models reach by themselves.
fn learn(bench: &Bench, sentences: &[&Sentence], rounds: usize) -> Result<Vec<u8>> {
    const PARTS: u8 = 4;
    let gold: Vec<Vec<Example>> = sentences.par_iter().map(|s| bench.examples(s, Stage::Gold)).collect();
    let others = |all: &[Vec<Example>], p: u8| -> Result<Syntax> {
        let data: Vec<&[Example]> = sentences
            .iter()
            .zip(all)
            .filter(|(s, _)| part(&s.id, PARTS) != p)
            .map(|(_, e)| e.as_slice())
            .collect();
        fit(&data)
    };
    let taggers = (0..PARTS).map(|p| others(&gold, p)).collect::<Result<Vec<_>>>()?;
    let of = |models: &[Syntax], stage: fn(&Syntax) -> Stage<'_>| -> Vec<Vec<Example>> {
        sentences.par_iter().map(|s| bench.examples(s, stage(&models[part(&s.id, PARTS) as usize]))).collect()
    };
    let mut all = of(&taggers, |s| Stage::Tagged(s));
    for _ in 0..rounds {
        let models = (0..PARTS).map(|p| others(&all, p)).collect::<Result<Vec<_>>>()?;
        let more = of(&models, |s| Stage::Explored(s));
        for (a, m) in all.iter_mut().zip(more) {
            // Tags are the same in every round.
            a.extend(m.into_iter().filter(|(t, _)| *t != SyntaxTask::Pos));
        }
    }
    let data: Vec<&[Example]> = all.iter().map(Vec::as_slice).collect();
    Ok(fit_bytes(&data))
}

/// Rounds of exploration.
const ROUNDS: usize = 2;

fn bench() -> Result<Bench> {
    Ok(Bench { reader: ClaimReader::by_rules()?, finder: MentionFinder::new(Knowledge::shipped()?) })
}

/// Five folds over our sentences and the treebank.
pub fn cross_validate(shared: &Shared) -> Result<()> {
    const FOLDS: u8 = 5;
    let bench = bench()?;
    let mut all = own(shared)?;
    all.extend(treebank(shared)?);
    let mut sums = [Attached::default(); 2];
    let mut lost = 0;
    for f in 0..FOLDS {
        let fold = |s: &Sentence| Sha256::of(&s.id).0[0] % FOLDS;
        let train: Vec<&Sentence> = all.iter().filter(|s| fold(s) != f).collect();
        let syntax = Syntax::from_bytes(&learn(&bench, &train, ROUNDS)?)?;
        for s in all.iter().filter(|s| fold(s) == f) {
            match bench.with(s, |a, m| attached(&bench.reader, &syntax, a, m, &s.words)) {
                None => lost += 1,
                Some(x) => {
                    let sum = &mut sums[usize::from(s.treebank)];
                    sum.words += x.words;
                    sum.pos += x.pos;
                    sum.heads += x.heads;
                    sum.labelled += x.labelled;
                }
            }
        }
    }
    for (name, s) in ["our newswire sentences", "UD Arabic PUD"].iter().zip(sums) {
        let share = |n: usize| n as f64 / s.words.max(1) as f64;
        println!(
            "{name}: {} words, part of speech {:.3}, head {:.3}, head and relation {:.3}",
            s.words,
            share(s.pos),
            share(s.heads),
            share(s.labelled)
        );
    }
    println!("{lost} sentences whose words are not those of the annotation");
    Ok(())
}

/// Trains on everything and writes models/syntax.crf.
pub fn train_all(shared: &Shared) -> Result<()> {
    let bench = bench()?;
    let mut all = own(shared)?;
    all.extend(treebank(shared)?);
    let bytes = learn(&bench, &all.iter().collect::<Vec<_>>(), ROUNDS)?;
    let out = Path::new("models/syntax.crf");
    std::fs::write(out, &bytes).with_context(|| format!("writing {}", out.display()))?;
    println!(
        "{}: {} bytes from {} sentences with {} words, sha256 {}",
        out.display(),
        bytes.len(),
        all.len(),
        all.iter().map(|s| s.words.len()).sum::<usize>(),
        Sha256::of(&bytes)
    );
    Ok(())
}
