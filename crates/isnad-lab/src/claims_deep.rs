//! Fine-tuning of the deep reader.
//!
//! *Comes in*: the encoder of ../shared/models, the annotated texts. *Goes out*: models/claims-deep.bin. *Does not*: measure; `claims
//! cross-validate` with `--deep` does. No text of the Airwars set trains it: its terms are
//! hashed features, which an encoder has not.

use crate::annotated::{Annotated, gold, own};
use crate::claims::fold;
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

/// How it is trained on annotated texts of others. With batches three times as large it learned no roles in as many passes.
const FIRST: Options =
    Options { epochs: 5, rate: 2e-4, head_rate: 2e-3, pieces: 256, dropout: 0.1, from: 0, seed: 11 };

/// How it then learns posts and whole reports, of which there are few, with every third text of the first part between them: a second
/// training on new texts alone lost roles (actors of newswire 0.599 to 0.557 in one fold).
const SECOND: Options =
    Options { epochs: 2, rate: 7e-5, head_rate: 7e-4, pieces: 256, dropout: 0.1, from: 0, seed: 12 };

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
        println!(
            "{part} part, pass {}: loss {loss:.4} after {:.0} s",
            epoch + 1,
            start.elapsed().as_secs_f64()
        );
    });
    // Both parts begin with what a file holds, so that the second can be trained alone.
    *deep = Deep::from_bytes(&deep.to_bytes())?;
    Ok(())
}

/// What of the texts trains.
pub struct Part<'a> {
    /// A file of the first part to begin with.
    pub begun: Option<&'a Path>,
    /// Train the first part only.
    pub first_only: bool,
    /// The fold of gold that is left out, for `claims cross-validate --deep DIR`.
    pub without: Option<u8>,
}

/// Trains on our own annotated texts and on the newswire of gold, and writes the model. The reports that `claims cross-validate`
/// measures train it not.
pub fn train(shared: &Shared, part: &Part<'_>, out: &Path) -> Result<()> {
    let own = own(shared)?;
    let old: Vec<&Annotated> = own.iter().filter(|t| !t.airwars && !t.report && !t.post).collect();
    let mut deep = match part.begun {
        Some(file) => Deep::from_bytes(&std::fs::read(file)?)?,
        None => {
            let path = shared.path("models/e5-small-q4-ar.bin");
            let bytes = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            let mut deep = Deep::untrained(&bytes, LAYERS, 1)?;
            teach(&mut deep, "first", &old, &FIRST)?;
            deep
        }
    };
    if !part.first_only {
        let sets = gold(shared)?;
        let new = own.iter().filter(|t| t.post || t.report && !t.typed);
        let newswire = sets.iter().flat_map(|(_, texts)| texts).filter(|t| !t.airwars);
        let taught = newswire.filter(|t| part.without != Some(fold(&t.id)));
        let texts: Vec<&Annotated> = old.iter().copied().step_by(3).chain(new).chain(taught).collect();
        teach(&mut deep, "second", &texts, &SECOND)?;
    }
    let bytes = deep.to_bytes();
    std::fs::write(out, &bytes).with_context(|| format!("writing {}", out.display()))?;
    println!("{}: {} bytes, sha256 {}", out.display(), bytes.len(), Sha256::of(&bytes));
    Ok(())
}
