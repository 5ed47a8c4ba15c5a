//! Fine-tuning of the deep reader.
//!
//! *Comes in*: the encoder of ../shared/models, the annotated texts. *Goes out*: models/claims-deep.bin. *Does not*: measure; `claims
//! cross-validate` with `--deep` does. No text of the Airwars set trains it: its terms are
//! hashed features, which an encoder has not.

use crate::annotated::{Annotated, own};
use crate::shared::Shared;
use anyhow::{Context, Result, ensure};
use isnad_claim::deep::train::{Lesson, Options};
use isnad_claim::{ClaimReader, Deep};
use isnad_mention::{Knowledge, MentionFinder, plain_report};
use isnad_model::{Sha256, Span};
use isnad_text::Analysis;
use rayon::prelude::*;
use std::path::Path;

/// Layers of the encoder that are used.
const LAYERS: usize = 12;

/// What is learned at one time, beside what was written since the part before.
pub struct Part {
    /// Of the older texts every so-many-th stands between: new texts alone made it forget roles.
    every: usize,
    /// The first of these.
    first: usize,
    options: Options,
}

/// The part of a text that the encoder has not learned.
pub const UNTAUGHT: u8 = u8::MAX;

/// Of the texts of the parts before every `every`th from `first` on; passes over all; first step sizes of the layers and of the heads;
/// the seed of order and dropout.
const fn part(every: usize, first: usize, epochs: usize, rate: f32, head_rate: f32, seed: u64) -> Part {
    // With batches three times as large it learned no roles in as many passes.
    Part { every, first, options: Options { epochs, rate, head_rate, pieces: 256, dropout: 0.1, seed } }
}

/// The parts, learned one after the other; [`Annotated::part`] says which text is new in which.
pub const PARTS: [Part; 6] = [
    part(3, 0, 4, 1.3e-4, 1.6e-3, 11),
    part(3, 0, 3, 7e-5, 8e-4, 12),
    part(3, 1, 2, 5e-5, 6e-4, 13),
    part(6, 2, 2, 4e-5, 5e-4, 14),
    part(4, 3, 2, 5e-5, 6e-4, 15),
    part(5, 1, 2, 4e-5, 5e-4, 16),
];

/// What part `n` (from 1) learns.
fn texts(own: &[Annotated], n: u8) -> Vec<&Annotated> {
    let all = || own.iter().filter(|t| !t.airwars && (!t.report || !t.typed));
    let Part { every, first, .. } = PARTS[usize::from(n) - 1];
    let older = all().filter(|t| t.part < n).skip(first).step_by(every);
    older.chain(all().filter(|t| t.part == n)).collect()
}

fn lessons(deep: &Deep, texts: &[&Annotated]) -> Result<Vec<Lesson>> {
    let reader = ClaimReader::by_rules()?;
    let finder = MentionFinder::new(Knowledge::shipped()?);
    Ok(texts
        .par_iter()
        .flat_map_iter(|t| {
            let mut report = plain_report(&t.id, &t.text);
            report.blocks = t.blocks.clone();
            let spans: Vec<Span> = t.blocks.iter().map(|b| b.span).collect();
            let analysis = Analysis::with_breaks(&report.text, &spans);
            let mentions = finder.find(&report, &analysis);
            deep.lessons(&reader, &report, &analysis, &mentions, &t.claims, t.typed)
        })
        .collect())
}

fn teach(deep: &mut Deep, n: u8, texts: &[&Annotated]) -> Result<()> {
    let lessons = lessons(deep, texts)?;
    let pieces: usize = lessons.iter().map(Lesson::len).sum();
    println!("part {n}: {} texts, {} windows, {pieces} pieces", texts.len(), lessons.len());
    let start = std::time::Instant::now();
    deep.train(&lessons, &PARTS[usize::from(n) - 1].options, |epoch, loss| {
        let seconds = start.elapsed().as_secs_f64();
        println!("part {n}, pass {}: loss {loss:.4} after {seconds:.0} s", epoch + 1);
    });
    // Each part ends with what a file holds, so that the next can be trained alone.
    *deep = Deep::from_bytes(&deep.to_bytes())?;
    Ok(())
}

/// Trains on our own annotated texts and writes the model. With `begun`, the model of the first so many parts, only the others are trained.
/// Gold trains it not (those who wrote the invented texts had its dev parts before them), so that it can be measured there without folds;
/// nor do the reports that `claims cross-validate` measures.
pub fn train(shared: &Shared, begun: Option<(&Path, u8)>, parts: u8, out: &Path) -> Result<()> {
    let own = own(shared)?;
    ensure!(
        own.iter().all(|t| t.part == UNTAUGHT || usize::from(t.part) <= PARTS.len()),
        "a text is of a part that PARTS has not"
    );
    let (mut deep, done) = match begun {
        Some((file, n)) => (Deep::from_bytes(&read(file)?)?, n),
        None => {
            let file = shared.path("models/e5-small-q4-ar.bin");
            (Deep::untrained(&read(&file)?, LAYERS, 1)?, 0)
        }
    };
    ensure!(done < parts, "nothing is left to train: {done} parts are done, and {parts} were asked for");
    for n in done + 1..=parts {
        teach(&mut deep, n, &texts(&own, n))?;
    }
    let bytes = deep.to_bytes();
    std::fs::write(out, &bytes).with_context(|| format!("writing {}", out.display()))?;
    println!("{}: {} bytes, sha256 {}", out.display(), bytes.len(), Sha256::of(&bytes));
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("reading {}", file.display()))
}
