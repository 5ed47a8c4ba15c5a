//! Fine-tuning of the deep reader.
//!
//! *Comes in*: the encoder of ../shared/models, the annotated texts. *Goes out*: models/claims-deep.bin. *Does not*: measure; `claims
//! cross-validate` with `--deep` does. No text of the Airwars set trains it: its terms are
//! hashed features, which an encoder has not.

use crate::annotated::{Annotated, own};
use crate::shared::Shared;
use anyhow::{Context, Result};
use isnad_claim::deep::train::{Lesson, Options};
use isnad_claim::{ClaimReader, Deep};
use isnad_mention::{Knowledge, MentionFinder, plain_report};
use isnad_model::{Sha256, Span};
use isnad_text::Analysis;
use rayon::prelude::*;
use std::path::Path;

/// Layers of the encoder that are used.
const LAYERS: usize = 6;

/// How it is trained. With batches three times as large it learned no roles in as many passes.
const FIRST: Options =
    Options { epochs: 4, rate: 2e-4, head_rate: 2e-3, pieces: 256, dropout: 0.1, seed: 11 };

/// How it then learns what was annotated later, with every third text of the first part between: new texts alone made it forget roles.
const SECOND: Options =
    Options { epochs: 2, rate: 7e-5, head_rate: 7e-4, pieces: 256, dropout: 0.1, seed: 12 };

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

fn teach(deep: &mut Deep, part: &str, texts: &[&Annotated], options: &Options) -> Result<()> {
    let lessons = lessons(deep, texts)?;
    let pieces: usize = lessons.iter().map(Lesson::len).sum();
    println!("{part} part: {} texts, {} windows, {pieces} pieces", texts.len(), lessons.len());
    let start = std::time::Instant::now();
    deep.train(&lessons, options, |epoch, loss| {
        let seconds = start.elapsed().as_secs_f64();
        println!("{part} part, pass {}: loss {loss:.4} after {seconds:.0} s", epoch + 1);
    });
    // Both parts end with what a file holds, so that the second can be trained alone.
    *deep = Deep::from_bytes(&deep.to_bytes())?;
    Ok(())
}

/// Trains on our own annotated texts and writes the model. `begun` is a file of the first part, which `first_only` writes. Gold trains it
/// not, so that it can be measured there without folds; nor do the reports that `claims cross-validate` measures.
pub fn train(shared: &Shared, begun: Option<&Path>, first_only: bool, out: &Path) -> Result<()> {
    let own = own(shared)?;
    let (new, old): (Vec<&Annotated>, Vec<&Annotated>) =
        own.iter().filter(|t| !t.airwars && (!t.report || !t.typed)).partition(|t| t.last);
    let path = match begun {
        Some(file) => file.to_owned(),
        None => shared.path("models/e5-small-q4-ar.bin"),
    };
    let bytes = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
    let mut deep = match begun {
        Some(_) => Deep::from_bytes(&bytes)?,
        None => {
            let mut deep = Deep::untrained(&bytes, LAYERS, 1)?;
            teach(&mut deep, "first", &old, &FIRST)?;
            deep
        }
    };
    if !first_only {
        let texts: Vec<&Annotated> = old.into_iter().step_by(3).chain(new).collect();
        teach(&mut deep, "second", &texts, &SECOND)?;
    }
    let bytes = deep.to_bytes();
    std::fs::write(out, &bytes).with_context(|| format!("writing {}", out.display()))?;
    println!("{}: {} bytes, sha256 {}", out.display(), bytes.len(), Sha256::of(&bytes));
    Ok(())
}
