//! Learned models of claims: training and cross-validation.
//!
//! Texts: the annotated texts of ../shared/gold, and our own annotations of texts of ../shared (annotations/claims, which hold
//! positions and no text). All may train a model; what a figure is reported on never trained the model that it measures.

use crate::annotated::{Annotated, gold, own};
use crate::gold::run_score;
use crate::reading::{Row, read};
use crate::shared::{Shared, write_rows};
use anyhow::{Context, Result, ensure};
use isnad_claim::examples::{asked, examples};
use isnad_claim::{ClaimReader, Deep, Models, Task};
use isnad_learn::{Model, Sequence, train};
use isnad_mention::{Knowledge, MentionFinder, plain_report};
use isnad_model::{ClaimType, Sha256, Span};
use isnad_read::Reader;
use isnad_text::Analysis;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;

/// The examples of one text.
type Examples = Vec<(Task, Sequence)>;

fn make_examples(texts: &[Annotated]) -> Result<Vec<Examples>> {
    let reader = ClaimReader::by_rules()?;
    let finder = MentionFinder::new(Knowledge::shipped()?);
    Ok(texts
        .par_iter()
        .map(|t| {
            let mut report = plain_report(&t.id, &t.text);
            report.blocks = t.blocks.clone();
            let spans: Vec<Span> = t.blocks.iter().map(|b| b.span).collect();
            let analysis = Analysis::with_breaks(&report.text, &spans);
            let mentions = finder.find(&report, &analysis);
            let mut made = examples(&reader, &report, &analysis, &mentions, &t.claims);
            // Nor whom the rules wrongly take for a speaker: a speaker whose words are all carried on looks like one.
            made.retain(|(task, _)| match task {
                Task::Kind | Task::Source => t.typed,
                // Where nobody annotated what is carried, «nothing is» would be taught.
                Task::Carry => t.carried,
                _ => true,
            });
            made
        })
        .collect())
}

/// How each model is trained: passes, first step size, penalty. Chosen by cross-validation.
fn options(task: Task) -> train::Options {
    let (epochs, rate, l2) = match task {
        Task::Trigger => (4, 0.03, 2e-3),
        Task::Kind => (12, 0.05, 1e-2),
        Task::Parties | Task::Frame => (8, 0.08, 3e-2),
        Task::Status | Task::Past => (12, 0.15, 2e-3),
        Task::Source | Task::Counted => (12, 0.2, 1e-3),
        Task::Coded => (10, 0.05, 1e-2),
        Task::Carry => (12, 0.2, 1e-2),
    };
    train::Options { epochs, rate, l2, seed: 7 }
}

/// Features seen fewer times than this in training are left out: they teach a name and not a pattern.
const RARE: u32 = 2;

/// Trains one model without the features that are seen too rarely.
pub fn fit_sequences(
    labels: &[&str],
    bits: u32,
    mut sequences: Vec<Sequence>,
    options: &train::Options,
) -> Model {
    let mut counts = vec![0u32; 1 << bits];
    for f in sequences.iter().flat_map(|s| s.features.iter().flatten()) {
        counts[*f as usize] += 1;
    }
    for s in &mut sequences {
        for f in &mut s.features {
            f.retain(|&x| counts[x as usize] >= RARE);
        }
    }
    train::train(labels, bits, &sequences, options)
}

fn fit_task(task: Task, data: &[&Examples]) -> Model {
    let sequences: Vec<Sequence> =
        data.iter().flat_map(|e| e.iter().filter(|(t, _)| *t == task).map(|(_, s)| s.clone())).collect();
    fit_sequences(&task.labels(), task.bits(), sequences, &options(task))
}

/// Learns all models; `votes` are the sentences whose votes teach which claims are coded.
fn fit(data: &[&Examples], votes: &[&Vote]) -> Result<Models> {
    let mut models: Vec<Model> = Task::ALL.par_iter().map(|&t| fit_task(t, data)).collect();
    let reader = ClaimReader::with_models(Models::from_bytes(Models::write(&models))?)?;
    let finder = MentionFinder::new(Knowledge::shipped()?);
    let sequences: Vec<Sequence> = votes
        .par_iter()
        .flat_map_iter(|v| {
            let report = plain_report(&v.id, &v.text);
            let analysis = Analysis::new(&report.text);
            let mentions = finder.find(&report, &analysis);
            let asked = asked(&reader, &report, &analysis, &mentions);
            let n = asked.len().max(1) as f32;
            let label = u8::from(v.label == "yes");
            // A sentence counts as much with many claims as with one.
            asked.into_iter().map(move |f| Sequence {
                features: vec![f],
                labels: vec![label],
                weight: n.recip(),
            })
        })
        .collect();
    let task = Task::Coded;
    let coded = train::train(&task.labels(), task.bits(), &sequences, &options(task));
    models[task as usize] = coded;
    Ok(Models::from_bytes(Models::write(&models))?)
}

/// A sentence of corpora/events with its votes.
#[derive(Deserialize)]
struct Vote {
    id: String,
    text: String,
    label: String,
}

/// All sentences on which voters agreed.
fn votes(shared: &Shared) -> Result<Vec<Vote>> {
    let all: Vec<Vote> = shared.rows("corpora/events/sentences.jsonl")?;
    Ok(all.into_iter().filter(|v| v.label != "ambiguous").collect())
}

fn reader(models: Models) -> Result<Reader> {
    reader_with(models, None)
}

fn reader_with(models: Models, deep: Option<Deep>) -> Result<Reader> {
    let claims = ClaimReader::with_models(models)?;
    let claims = deep.into_iter().fold(claims, ClaimReader::with_deep);
    Ok(Reader::of(Knowledge::shipped()?, claims, None))
}

fn row(t: &Annotated) -> Row {
    Row {
        id: t.id.clone(),
        text: t.text.clone(),
        published: None,
        title: None,
        url: None,
        outlet: None,
        retrieved_at: None,
    }
}

/// Folds of every cross-validation of claims.
pub const FOLDS: u8 = 5;

/// The fold of a text, by its identity.
fn fold(id: &str) -> u8 {
    Sha256::of(id).0[0] % FOLDS
}

/// Five folds over gold; our own annotations are always in training.
/// `deep` must not have been trained on what is measured; `only` measures one fold alone. The models of the folds are kept in the
/// folder `kept` and taken from it.
pub fn cross_validate(
    shared: &Shared,
    deep: Option<&Deep>,
    only: Option<u8>,
    kept: Option<&Path>,
    work: &Path,
    errors: usize,
) -> Result<()> {
    let sets = gold(shared)?;
    let extra = own(shared)?;
    println!("{} texts of our own with {} claims in every training", extra.len(), count(&extra));
    let own_examples = make_examples(&extra)?;
    let made: Vec<Vec<Examples>> = sets.iter().map(|(_, t)| make_examples(t)).collect::<Result<_>>()?;
    let mut reports = HashMap::new();
    let mut out: Vec<Vec<isnad_model::wire::ReadingJson>> = vec![Vec::new(), Vec::new()];
    let votes = votes(shared)?;
    let mut coded = Vec::new();
    for f in (0..FOLDS).filter(|&f| only.is_none_or(|o| o == f)) {
        // Our invented reports are measured too, for what is carried over sentences.
        let mine = |t: &Annotated| t.report && fold(&t.id) == f;
        let mut data: Vec<&Examples> =
            extra.iter().zip(&own_examples).filter(|(t, _)| !mine(t)).map(|(_, e)| e).collect();
        for ((_, texts), made) in sets.iter().zip(&made) {
            data.extend(texts.iter().zip(made).filter(|(t, _)| fold(&t.id) != f).map(|(_, e)| e));
        }
        let voted: Vec<&Vote> = votes.iter().filter(|v| fold(&v.id) != f).collect();
        let reader = reader_with(kept_or_fit(kept, f, &data, &voted)?, deep.cloned())?;
        let asked = |_: &&Vote| only.is_none();
        let rest: Vec<&Vote> = votes.iter().filter(asked).filter(|v| fold(&v.id) == f).collect();
        coded.par_extend(rest.par_iter().map(|v| {
            read(
                &reader,
                &Row {
                    id: v.id.clone(),
                    text: v.text.clone(),
                    published: None,
                    title: None,
                    url: None,
                    outlet: None,
                    retrieved_at: None,
                },
            )
        }));
        reports.extend(extra.iter().filter(|t| mine(t)).map(|t| (t.id.clone(), read(&reader, &row(t)))));
        for ((_, texts), out) in sets.iter().zip(&mut out) {
            let mine: Vec<&Annotated> = texts.iter().filter(|t| fold(&t.id) == f).collect();
            out.par_extend(mine.par_iter().map(|t| read(&reader, &row(t))));
        }
    }
    reliability(&sets, &out);
    for ((file, _), readings) in sets.iter().zip(out) {
        println!("# cross-validated: ../shared/{file}");
        let path = work.join(file.replace('/', "-"));
        write_rows(&path, readings)?;
        let gold = match only {
            None => shared.path(file),
            Some(f) => one_fold(shared, file, f, work)?,
        };
        run_score(shared, &gold, &path, errors)?;
    }
    if only.is_some() {
        return Ok(());
    }
    println!("# cross-validated: annotations/claims/reports.jsonl");
    crate::reports::score(shared, work, errors, "dev", &|row: &Row| reports[&row.id].clone())?;
    println!("# cross-validated: ../shared/corpora/events (human votes)");
    score_votes(shared, work, coded, errors)
}

/// The models of fold `f` from the folder where they are kept, else learned and, if there is such a folder, kept.
fn kept_or_fit(kept: Option<&Path>, f: u8, data: &[&Examples], votes: &[&Vote]) -> Result<Models> {
    let Some(dir) = kept else { return fit(data, votes) };
    let path = dir.join(format!("{f}.crf"));
    if path.exists() {
        println!("fold {f}: models of {}", path.display());
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        return Ok(Models::from_bytes(bytes)?);
    }
    let models = fit(data, votes)?;
    std::fs::create_dir_all(dir)?;
    std::fs::write(&path, models.to_bytes()).with_context(|| path.display().to_string())?;
    Ok(models)
}

/// Writes the rows of one fold of gold; gives the file.
fn one_fold(shared: &Shared, file: &str, f: u8, work: &Path) -> Result<std::path::PathBuf> {
    let mut rows: Vec<serde_json::Value> = shared.rows(file)?;
    rows.retain(|r| r["id"].as_str().is_some_and(|id| fold(id) == f));
    let path = work.join(format!("fold-{f}-{}", file.replace('/', "-")));
    write_rows(&path, rows)?;
    Ok(path)
}

/// As [`cross_validate`], for the sentences with human votes.
fn score_votes(
    shared: &Shared,
    work: &Path,
    readings: Vec<isnad_model::wire::ReadingJson>,
    errors: usize,
) -> Result<()> {
    let path = work.join("votes.jsonl");
    write_rows(&path, readings)?;
    let count = errors.to_string();
    let mut args = vec!["events".as_ref(), path.as_os_str()];
    if errors > 0 {
        args.extend(["--errors".as_ref(), std::ffi::OsStr::new(&count)]);
    }
    shared.score("corpora/score.py", &args)
}

/// How often claims of each confidence are right, in tenths: what a calibrated confidence is fitted to.
fn reliability(sets: &[(&str, Vec<Annotated>)], readings: &[Vec<isnad_model::wire::ReadingJson>]) {
    let mut bins = [[0.0f64; 3]; 10];
    for ((_, texts), readings) in sets.iter().zip(readings) {
        let by_id: HashMap<&str, &Annotated> = texts.iter().map(|t| (t.id.as_str(), t)).collect();
        for r in readings {
            let Some(t) = by_id.get(r.id.as_str()) else { continue };
            let map = isnad_model::CharMap::new(&t.text);
            let gold: Vec<(usize, usize, ClaimType)> = t
                .claims
                .iter()
                .map(|c| {
                    let (a, b) = map.chars(c.trigger);
                    (a, b, c.kind)
                })
                .collect();
            for c in &r.claims {
                let right =
                    gold.iter().any(|&(a, b, k)| k == c.kind && a < c.trigger.end && c.trigger.start < b);
                let bin = &mut bins[((c.confidence * 10.0) as usize).min(9)];
                bin[0] += 1.0;
                bin[1] += f64::from(u8::from(right));
                bin[2] += f64::from(c.confidence);
            }
        }
    }
    println!("# reliability: confidence, claims, mean confidence, share with the right type");
    let (mut all, mut apart) = (0.0, 0.0);
    for (k, [n, right, sum]) in bins.into_iter().enumerate().filter(|(_, b)| b[0] > 0.0) {
        println!("{:.1}  {n:>5}  {:.3}  {:.3}", k as f64 / 10.0, sum / n, right / n);
        all += n;
        apart += (right - sum).abs();
    }
    println!("expected calibration error {:.3}", apart / all);
}

fn count(texts: &[Annotated]) -> usize {
    texts.iter().map(|t| t.claims.len()).sum()
}

/// Trained on our own annotations alone, scored on gold: what a set says that no model and no threshold ever saw.
pub fn unseen(shared: &Shared, work: &Path, errors: usize) -> Result<()> {
    let extra = own(shared)?;
    ensure!(!extra.is_empty(), "annotations/claims holds no placed*.jsonl");
    println!("trained on {} texts of our own with {} claims", extra.len(), count(&extra));
    let made = make_examples(&extra)?;
    let ids: std::collections::HashSet<&str> = extra.iter().map(|t| t.id.as_str()).collect();
    let votes = votes(shared)?;
    let voted: Vec<&Vote> = votes.iter().filter(|v| ids.contains(v.id.as_str())).collect();
    let reader = reader(fit(&made.iter().collect::<Vec<_>>(), &voted)?)?;
    for (file, texts) in gold(shared)? {
        println!("# never seen: ../shared/{file}");
        let path = work.join(file.replace('/', "-"));
        let readings: Vec<_> = texts.par_iter().map(|t| read(&reader, &row(t))).collect();
        write_rows(&path, readings)?;
        run_score(shared, &shared.path(file), &path, errors)?;
    }
    Ok(())
}

/// Trains on everything, or on all but the texts of the Airwars set (so that what is measured there trained nothing), and writes
/// the models.
pub fn train(shared: &Shared, without_airwars: bool, out: &Path) -> Result<()> {
    let mut texts = own(shared)?;
    for (_, more) in gold(shared)? {
        texts.extend(more);
    }
    texts.retain(|t| !(without_airwars && t.airwars));
    let made = make_examples(&texts)?;
    let votes = votes(shared)?;
    let bytes = fit(&made.iter().collect::<Vec<_>>(), &votes.iter().collect::<Vec<_>>())?.to_bytes();
    std::fs::write(out, &bytes).with_context(|| format!("writing {}", out.display()))?;
    println!(
        "{}: {} bytes from {} texts with {} claims, sha256 {}",
        out.display(),
        bytes.len(),
        texts.len(),
        count(&texts),
        Sha256::of(&bytes)
    );
    Ok(())
}

/// How well each question is answered where the triggers are given: five folds over gold.
pub fn probe(shared: &Shared) -> Result<()> {
    let mut sets = gold(shared)?.to_vec();
    let (reports, extra): (Vec<_>, Vec<_>) = own(shared)?.into_iter().partition(|t| t.report);
    sets.push(("annotations/claims/reports.jsonl", reports));
    let extra = make_examples(&extra)?;
    let made: Vec<Vec<Examples>> = sets.iter().map(|(_, t)| make_examples(t)).collect::<Result<_>>()?;
    for task in [
        Task::Parties,
        Task::Frame,
        Task::Status,
        Task::Past,
        Task::Source,
        Task::Counted,
        Task::Kind,
        Task::Carry,
    ] {
        // By set and label of the span: right, found, gold.
        let mut counts: Vec<std::collections::BTreeMap<String, [usize; 3]>> = vec![Default::default(); 3];
        let folds: Vec<_> = (0..FOLDS)
            .into_par_iter()
            .map(|f| {
                let mut data: Vec<&Examples> = extra.iter().collect();
                for ((_, texts), made) in sets.iter().zip(&made) {
                    data.extend(texts.iter().zip(made).filter(|(t, _)| fold(&t.id) != f).map(|(_, e)| e));
                }
                fit_task(task, &data)
            })
            .collect();
        let mut scratch = isnad_learn::Scratch::default();
        let labels = task.labels();
        for (((_, texts), made), counts) in sets.iter().zip(&made).zip(&mut counts) {
            for (t, e) in texts.iter().zip(made) {
                let model = &folds[fold(&t.id) as usize];
                for (_, s) in e.iter().filter(|(k, _)| *k == task) {
                    let bias = if s.labels.len() > 1 { -1.0 } else { 0.0 };
                    let got = model.decode_with(&s.features, bias, &mut scratch);
                    let (want, got) = (spans(&labels, &s.labels), spans(&labels, &got));
                    for (l, a, b) in &want {
                        counts.entry(l.clone()).or_default()[2] += 1;
                        let hit = got.iter().any(|(m, c, d)| {
                            let common = b.min(d).saturating_sub(*a.max(c));
                            m == l && common * 2 >= (b - a).max(d - c)
                        });
                        counts.entry(l.clone()).or_default()[0] += usize::from(hit);
                    }
                    for (l, _, _) in &got {
                        counts.entry(l.clone()).or_default()[1] += 1;
                    }
                }
            }
        }
        for (counts, name) in counts.iter().zip(["news", "short", "reports"]) {
            let mut line = format!("{task:?} {name}:");
            let mut all = [0; 3];
            for (l, c) in counts {
                for k in 0..3 {
                    all[k] += c[k];
                }
                if counts.len() < 9 {
                    line += &format!(" {l} {:.3}", 2.0 * c[0] as f64 / (c[1] + c[2]).max(1) as f64);
                }
            }
            println!("{line} all {:.3}", 2.0 * all[0] as f64 / (all[1] + all[2]).max(1) as f64);
        }
    }
    Ok(())
}

fn spans(labels: &[&str], seq: &[u8]) -> Vec<(String, usize, usize)> {
    if seq.len() == 1 {
        return vec![(labels[seq[0] as usize].to_owned(), 0, 1)];
    }
    let mut out: Vec<(String, usize, usize)> = Vec::new();
    for (k, &l) in seq.iter().enumerate() {
        let name = labels[l as usize];
        if let Some(role) = name.strip_prefix("B-") {
            out.push((role.to_owned(), k, k + 1));
        } else if let Some(role) = name.strip_prefix("I-") {
            match out.last_mut().filter(|o| o.0 == role && o.2 == k) {
                Some(o) => o.2 = k + 1,
                None => out.push((role.to_owned(), k, k + 1)),
            }
        }
    }
    out
}
