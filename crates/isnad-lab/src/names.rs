//! Trains the tagger of names, and measures it alone on CLEANANERCorp's dev part.
//!
//! Train: WikiFANE and NewsFANE (CC BY-SA 3.0). The measured file trains nothing.

use crate::names_data::{Columns, columns};
use crate::names_swap::Swap;
use crate::shared::Shared;
use anyhow::{Context, Result};
use isnad_learn::{Sequence, train};
use isnad_mention::Knowledge;
use isnad_mention::tagger::{self, Atoms, LABELS, TagKind, Weights};
use isnad_text::Analysis;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// How to train.
#[derive(Debug, Clone, clap::Args)]
pub struct TrainOptions {
    /// Passes over the data
    #[arg(long, default_value_t = 6)]
    epochs: usize,
    /// Weight of a newswire sentence against one of the encyclopaedia
    #[arg(long, default_value_t = 3.0)]
    news: f32,
    /// Features seen in fewer sentences are left out
    #[arg(long, default_value_t = 10)]
    fewest: u32,
    /// Strength of the L2 penalty
    #[arg(long, default_value_t = 3e-4)]
    l2: f32,
    /// First step size
    #[arg(long, default_value_t = 0.1)]
    rate: f32,
    /// Blocks of features to leave out, by name
    #[arg(long)]
    without: Vec<String>,
    /// Features whose largest weight is below this are left out of the file
    #[arg(long, default_value_t = 0.2)]
    prune: f32,
    /// Added to the score of every word outside names, in training's last step: below zero more names are found
    #[arg(long, default_value_t = -0.2, allow_hyphen_values = true)]
    outside: f32,
    /// Copies of each newswire text in which names are swapped for listed ones of their kind
    #[arg(long, default_value_t = 4)]
    news_copies: usize,
    /// The same of the encyclopaedia
    #[arg(long, default_value_t = 2)]
    wiki_copies: usize,
    /// Weight of a copy against its original
    #[arg(long, default_value_t = 1.0)]
    copy_weight: f32,
    /// Share of the words whose identity is hidden in a second copy of the data, so that context, affixes and lists learn to
    /// do without it
    #[arg(long, default_value_t = 0.2)]
    hidden: f64,
    /// Show the errors
    #[arg(long)]
    show: bool,
    /// Use every n-th text of the encyclopaedia only
    #[arg(long, default_value_t = 1)]
    wiki_every: usize,
}

/// One sentence for training.
struct Example {
    atoms: Vec<Atoms>,
    labels: Vec<u8>,
    weight: f32,
}

fn examples(k: &Knowledge, texts: &[Columns], weight: f32) -> Vec<Example> {
    let label: HashMap<&str, u8> = LABELS.iter().enumerate().map(|(n, &l)| (l, n as u8)).collect();
    let mut out = Vec::new();
    for c in texts {
        let text = c.text();
        let mut starts = Vec::with_capacity(c.words.len());
        let mut at = 0;
        for w in &c.words {
            starts.push(at);
            at += w.len() + 1;
        }
        let analysis = Analysis::new(&text);
        let atoms = tagger::atoms(k, &analysis);
        for tokens in tagger::sentences(&analysis) {
            let mut labels = Vec::with_capacity(tokens.len());
            for &t in &tokens {
                let span = analysis.tokens[t].span;
                let w = starts.partition_point(|&s| s <= span.start).saturating_sub(1);
                let tag = c.tags[w].as_str();
                let tag = match tag {
                    "B-PPL" | "I-PPL" => "PPL".to_owned(),
                    // A word of several tokens begins once.
                    _ if tag.starts_with("B-") && span.start > starts[w] => format!("I{}", &tag[1..]),
                    _ => tag.to_owned(),
                };
                labels.push(label.get(tag.as_str()).copied().unwrap_or(0));
            }
            out.push(Example { atoms: tokens.iter().map(|&t| atoms[t]).collect(), labels, weight });
        }
    }
    out
}

/// The sentence with the identity of some words hidden.
fn hide(e: &Example, share: f64) -> Example {
    let mut atoms = e.atoms.clone();
    let mut random = 0x9e37_79b9_7f4a_7c15u64;
    for (t, a) in atoms.iter_mut().enumerate() {
        random = (random ^ u64::from(a.form.word) ^ (t as u64) << 40).wrapping_mul(0xd6e8_feb8_6659_fd93);
        random ^= random >> 32;
        if ((random >> 11) as f64) < share * (1u64 << 53) as f64 {
            (a.form.word, a.form.stem, a.seen.stem) = (2, 2, 2);
        }
    }
    Example { atoms, labels: e.labels.clone(), weight: e.weight }
}

/// Trains on the FANE sets and gives the file's bytes.
pub fn train_weights(shared: &Shared, k: &Knowledge, o: &TrainOptions) -> Result<(Vec<u8>, u32)> {
    let read = |name: &str| -> Result<Vec<Columns>> {
        let path = shared.path(&format!("corpora/names/{name}"));
        Ok(columns(&std::fs::read_to_string(&path).with_context(|| path.display().to_string())?))
    };
    let news = read("NewsFANE_filtered.txt")?;
    let wiki: Vec<Columns> = read("WikiFANE_Gold_2014_500K.txt")?.into_iter().step_by(o.wiki_every).collect();
    let mut data = examples(k, &news, o.news);
    data.extend(examples(k, &wiki, 1.0));
    let mut swap = Swap::shipped();
    for (texts, copies, weight) in [(&news, o.news_copies, o.news), (&wiki, o.wiki_copies, 1.0)] {
        for _ in 0..copies {
            let swapped: Vec<Columns> = texts.iter().filter_map(|c| swap.copy(c)).collect();
            data.extend(examples(k, &swapped, weight * o.copy_weight));
        }
    }
    if o.hidden > 0.0 {
        let copies: Vec<Example> = data.iter().map(|e| hide(e, o.hidden)).collect();
        data.extend(copies);
    }
    let mut blocks = u32::MAX;
    for w in &o.without {
        let n = tagger::BLOCKS.iter().position(|b| b == w).with_context(|| format!("no block '{w}'"))?;
        blocks &= !(1 << n);
    }
    println!("{} sentences, {} tokens", data.len(), data.iter().map(|e| e.labels.len()).sum::<usize>());
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for e in &data {
        for t in 0..e.atoms.len() {
            tagger::features(&e.atoms, t, blocks, |f| *counts.entry(f).or_default() += 1);
        }
    }
    let mut kept: Vec<u32> = counts.iter().filter(|(_, n)| **n >= o.fewest).map(|(&f, _)| f).collect();
    kept.sort_unstable();
    println!("{} features, of which {} were seen {} times or more", counts.len(), kept.len(), o.fewest);
    drop(counts);
    let ids: HashMap<u32, u32> = kept.iter().enumerate().map(|(n, &f)| (f, n as u32)).collect();
    let bits = (kept.len().max(2) as f64).log2().ceil() as u32;
    let sequences: Vec<Sequence> = data
        .iter()
        .map(|e| Sequence {
            features: (0..e.atoms.len())
                .map(|t| {
                    let mut list = Vec::with_capacity(50);
                    tagger::features(&e.atoms, t, blocks, |f| list.extend(ids.get(&f)));
                    list
                })
                .collect(),
            labels: e.labels.clone(),
            weight: e.weight,
        })
        .collect();
    drop(ids);
    drop(data);
    let options = train::Options { epochs: o.epochs, rate: o.rate, l2: o.l2, seed: 1 };
    let start = std::time::Instant::now();
    let model = train::train(&LABELS, bits, &sequences, &options);
    println!("trained in {:.0} s", start.elapsed().as_secs_f64());
    let row = |n: usize| model.weights(n as u32);
    let largest = (0..kept.len()).flat_map(row).fold(0f32, |m, w| m.max(w.abs()));
    let step = largest / 127.0;
    let rows: Vec<(u32, [i8; LABELS.len()])> = kept
        .iter()
        .enumerate()
        .filter_map(|(n, &f)| {
            let ws = row(n);
            let spread = ws.iter().fold(0f32, |m, w| m.max(w.abs()));
            let mut steps = [0i8; LABELS.len()];
            for (s, w) in steps.iter_mut().zip(ws) {
                *s = (w / step).round().clamp(-127.0, 127.0) as i8;
            }
            (spread >= o.prune && steps.iter().any(|&s| s != 0)).then_some((f, steps))
        })
        .collect();
    println!("{} features kept, largest weight {largest:.2}", rows.len());
    let mut transitions = model.transitions().to_vec();
    transitions.iter_mut().step_by(LABELS.len()).for_each(|t| *t += o.outside);
    Ok((Weights::write(step, &transitions, rows), blocks))
}

/// Trains and writes, or only measures.
pub fn run(shared: &Shared, o: &TrainOptions, out: &Path) -> Result<()> {
    let k = Knowledge::shipped()?;
    let (bytes, blocks) = train_weights(shared, &k, o)?;
    std::fs::write(out, &bytes)?;
    println!("{}: {} bytes", out.display(), bytes.len());
    measure(shared, &k, &Weights::from_bytes(&bytes)?, blocks, o.show)
}

/// Scores the tagger alone as corpora/score.py scores a reading.
pub fn measure(shared: &Shared, k: &Knowledge, weights: &Weights, blocks: u32, show: bool) -> Result<()> {
    let file = std::fs::read_to_string(shared.path("corpora/names/cleananercorp_dev.txt"))?;
    let mut sentences: Vec<Columns> = vec![Columns::default()];
    for line in file.lines() {
        let parts: Vec<&str> = line.split_whitespace().collect();
        let Some(last) = sentences.last_mut() else { break };
        if let [word, tag] = parts[..] {
            last.words.push(word.to_owned());
            last.tags.push(tag.to_owned());
            if ".؟!".contains(word) && tag == "O" {
                sentences.push(Columns::default());
            }
        } else if !last.words.is_empty() {
            sentences.push(Columns::default());
        }
    }
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for c in sentences.iter().filter(|c| !c.words.is_empty()) {
        let mut gold: HashSet<(usize, usize, &str)> = HashSet::new();
        let mut starts = Vec::new();
        let (mut at, mut open): (usize, Option<(usize, usize, &str)>) = (0, None);
        for (w, tag) in c.words.iter().zip(&c.tags) {
            starts.push(at);
            let kind = tag.split_once('-').map(|t| t.1);
            match (&mut open, kind) {
                (Some(o), Some(k)) if tag.starts_with('I') && o.2 == k => o.1 = at + w.len(),
                (_, Some(k)) => {
                    gold.extend(open.take());
                    open = Some((at, at + w.len(), k));
                }
                (_, None) => gold.extend(open.take()),
            }
            at += w.len() + 1;
        }
        gold.extend(open);
        gold.retain(|g| g.2 != "MISC");
        let text = c.text();
        let analysis = Analysis::new(&text);
        let atoms = tagger::atoms(k, &analysis);
        let mut found = HashSet::new();
        let mut tagged = Vec::new();
        for tokens in tagger::sentences(&analysis) {
            let sentence: Vec<Atoms> = tokens.iter().map(|&t| atoms[t]).collect();
            tagger::Tagged::of(&tokens, &weights.decode(&sentence, blocks), &mut tagged);
        }
        for t in tagged {
            let kind = match t.kind {
                TagKind::Person => "PERS",
                TagKind::Organisation => "ORG",
                TagKind::Place | TagKind::Facility => "LOC",
                _ => continue,
            };
            let span = (
                analysis.tokens[t.tokens.start].span.start,
                analysis.tokens[t.tokens.end - 1].span.end,
                kind,
            );
            found.insert(span);
        }
        for g in &gold {
            let c = counts.entry(g.2).or_default();
            c[0] += usize::from(found.contains(g));
            c[1] += 1;
        }
        for f in &found {
            counts.entry(f.2).or_default()[2] += 1;
        }
        if show {
            let mut wrong: Vec<(usize, usize, &str, &str)> = Vec::new();
            wrong.extend(gold.difference(&found).map(|g| (g.0, g.1, "missed", g.2)));
            wrong.extend(found.difference(&gold).map(|f| (f.0, f.1, "spurious", f.2)));
            wrong.sort_unstable();
            for (a, b, what, kind) in wrong {
                let from = text[..a].char_indices().rev().nth(25).map_or(0, |x| x.0);
                let to = text[b..].char_indices().nth(20).map_or(text.len(), |x| b + x.0);
                println!(
                    "{what}\t{kind}\t{}\t… {} [{}] {}",
                    &text[a..b],
                    &text[from..a],
                    &text[a..b],
                    &text[b..to]
                );
            }
        }
    }
    let mut total = [0; 3];
    for (kind, c) in &counts {
        print_line(kind, c);
        (0..3).for_each(|i| total[i] += c[i]);
    }
    print_line("all", &total);
    Ok(())
}

fn print_line(kind: &str, [m, g, p]: &[usize; 3]) {
    let (pr, r) = (*m as f64 / (*p).max(1) as f64, *m as f64 / (*g).max(1) as f64);
    println!("{kind:5} p {pr:.4} r {r:.4} f1 {:.4} ({g} gold)", 2.0 * pr * r / (pr + r).max(1e-9));
}
