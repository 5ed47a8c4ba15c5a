//! Learned models of claims: training and cross-validation.
//!
//! Texts: the annotated texts of ../shared/gold, and our own annotations of texts of ../shared (annotations/claims, which hold
//! positions and no text). All may train a model; what a figure is reported on never trained the model that it measures.

use crate::gold::run_score;
use crate::reading::{Row, read};
use crate::shared::{Shared, rows, write_rows};
use anyhow::{Context, Result, bail, ensure};
use isnad_claim::examples::{GoldClaim, asked, examples};
use isnad_claim::{ClaimReader, Models, Task};
use isnad_learn::{Model, Sequence, train};
use isnad_mention::{Knowledge, MentionFinder, plain_report};
use isnad_model::{Block, BlockKind, ClaimType, FigureWhat, LinkKind, Sha256, Span, Status};
use isnad_read::Reader;
use isnad_text::Analysis;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;

/// An annotated text with the spans of its claims.
#[derive(Clone)]
pub struct Annotated {
    /// Identity.
    pub id: String,
    /// The text.
    pub text: String,
    /// Where the report's own words stand.
    blocks: Vec<Block>,
    claims: Vec<GoldClaim>,
    /// One of our invented reports, which say what is carried over sentences.
    report: bool,
    /// A text of ../shared/airwars.
    airwars: bool,
    /// Its types teach the model of types.
    typed: bool,
}

#[derive(Deserialize)]
struct Quoted {
    id: String,
    text: String,
    #[serde(default)]
    body: Body,
    claims: Vec<QuotedClaim>,
}

/// First and last characters of the body: missing where the whole text is body, null where there is none.
#[derive(Default, Deserialize)]
#[serde(from = "Option<(String, String)>")]
enum Body {
    #[default]
    Whole,
    None,
    Between(String, String),
}

impl From<Option<(String, String)>> for Body {
    fn from(marks: Option<(String, String)>) -> Self {
        marks.map_or(Body::None, |(a, b)| Body::Between(a, b))
    }
}

#[derive(Deserialize)]
struct QuotedClaim {
    trigger: String,
    #[serde(default)]
    occ: usize,
    #[serde(rename = "type")]
    kind: ClaimType,
    status: Status,
    background: bool,
    actor: Vec<String>,
    target: Vec<String>,
    place: Vec<String>,
    time: Vec<String>,
    figures: Vec<QuotedFigure>,
    says: Vec<QuotedSource>,
    /// What stands in the headline or an earlier sentence (our own reports).
    #[serde(default)]
    carried: Carried,
}

/// Values by role that a claim takes from elsewhere.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Carried {
    actor: Vec<Elsewhere>,
    target: Vec<Elsewhere>,
    place: Vec<Elsewhere>,
    time: Vec<Elsewhere>,
    says: Vec<Elsewhere>,
}

#[derive(Deserialize)]
struct Elsewhere {
    quote: String,
    occ: usize,
    kind: Option<LinkKind>,
}

#[derive(Deserialize)]
struct QuotedFigure {
    quote: String,
    what: FigureWhat,
}

#[derive(Deserialize)]
struct QuotedSource {
    quote: String,
    kind: LinkKind,
}

/// The occurrence of `words` in `text` that is nearest to `at`.
fn nearest(text: &str, words: &str, at: usize) -> Option<Span> {
    (!words.is_empty()).then_some(())?;
    text.match_indices(words).map(|(k, _)| Span::new(k, k + words.len())).min_by_key(|s| s.start.abs_diff(at))
}

impl Quoted {
    fn spans(self) -> Result<Annotated> {
        let text = self.text;
        let mut claims = Vec::new();
        for c in self.claims {
            let (at, _) = text
                .match_indices(&c.trigger)
                .nth(c.occ)
                .with_context(|| format!("{}: «{}» does not stand in the text", self.id, c.trigger))?;
            let all = |quotes: &[String]| -> Vec<Span> {
                quotes.iter().filter_map(|q| nearest(&text, q, at)).collect()
            };
            let far = |list: &[Elsewhere]| -> Vec<Span> {
                let find = |e: &Elsewhere| {
                    text.match_indices(&e.quote).nth(e.occ).map(|(k, q)| Span::new(k, k + q.len()))
                };
                list.iter().filter_map(find).collect()
            };
            let mut claim = GoldClaim {
                trigger: Span::new(at, at + c.trigger.len()),
                kind: c.kind,
                status: c.status,
                background: c.background,
                actor: all(&c.actor),
                target: all(&c.target),
                place: all(&c.place),
                time: all(&c.time),
                figures: c
                    .figures
                    .iter()
                    .filter_map(|f| Some((nearest(&text, &f.quote, at)?, f.what)))
                    .collect(),
                says: c.says.iter().filter_map(|s| Some((nearest(&text, &s.quote, at)?, s.kind))).collect(),
            };
            claim.actor.extend(far(&c.carried.actor));
            claim.target.extend(far(&c.carried.target));
            claim.place.extend(far(&c.carried.place));
            claim.time.extend(far(&c.carried.time));
            let kinds = c.carried.says.iter().map(|e| e.kind.unwrap_or(LinkKind::Unnamed));
            claim.says.extend(far(&c.carried.says).into_iter().zip(kinds));
            claims.push(claim);
        }
        let body = |span| vec![Block { kind: BlockKind::Body, span }];
        let blocks = match &self.body {
            Body::Whole => body(Span::new(0, text.len())),
            Body::None => Vec::new(),
            Body::Between(first, last) => {
                match (text.find(first.as_str()), text.rfind(last.as_str()).map(|k| k + last.len())) {
                    (Some(a), Some(b)) if a < b => body(Span::new(a, b)),
                    _ => bail!("{}: the marks of its body do not stand in the text", self.id),
                }
            }
        };
        let airwars = self.id.starts_with("source-");
        Ok(Annotated { id: self.id, text, blocks, claims, report: false, airwars, typed: true })
    }
}

fn quoted(rows: Vec<Quoted>) -> Result<Vec<Annotated>> {
    rows.into_iter().map(Quoted::spans).collect()
}

/// The two annotated sets of ../shared/gold.
fn gold(shared: &Shared) -> Result<[(&'static str, Vec<Annotated>); 2]> {
    Ok([
        ("gold/dev.jsonl", quoted(shared.rows("gold/dev.jsonl")?)?),
        ("gold/airwars_dev.jsonl", quoted(shared.rows("gold/airwars_dev.jsonl")?)?),
    ])
}

/// A row of annotations/claims: where the text stands in ../shared, its hash, and positions in characters.
#[derive(Deserialize)]
struct Placed {
    id: String,
    /// File of ../shared.
    file: String,
    /// Value of `id` of the row that holds the text, in a file of JSON lines.
    row: Option<String>,
    /// Characters of the file, elsewhere.
    at: Option<(usize, usize)>,
    text_sha256: String,
    /// Characters from the first to the last word that a claim of a crawled page uses: the page's other lines are not read.
    extent: Option<(usize, usize)>,
    claims: Vec<PlacedClaim>,
}

type Place = (usize, usize);

/// First and last character, what is counted, smallest and largest value.
type PlacedFigure = (usize, usize, FigureWhat, Option<f64>, Option<f64>);

#[derive(Deserialize)]
struct PlacedClaim {
    trigger: Place,
    #[serde(rename = "type")]
    kind: ClaimType,
    status: Status,
    background: bool,
    actor: Vec<Place>,
    target: Vec<Place>,
    place: Vec<Place>,
    time: Vec<Place>,
    figures: Vec<PlacedFigure>,
    says: Vec<(usize, usize, LinkKind)>,
}

/// Our own annotations of texts of ../shared.
fn own(shared: &Shared) -> Result<Vec<Annotated>> {
    #[derive(Deserialize)]
    struct Text {
        id: String,
        text: String,
    }
    let mut out = Vec::new();
    let mut files: HashMap<String, HashMap<String, String>> = HashMap::new();
    let mut whole: HashMap<String, Vec<char>> = HashMap::new();
    // The invented reports whose part is `dev`; the other half is for measuring. Those who wrote the second file doubted many
    // types (annotations/claims/README.md), so it teaches all but these.
    #[derive(Deserialize)]
    struct Part {
        part: String,
    }
    for (file, typed) in
        [("annotations/claims/reports.jsonl", true), ("annotations/claims/reports-2.jsonl", false)]
    {
        for line in std::fs::read_to_string(file)?.lines() {
            if serde_json::from_str::<Part>(line)?.part == "dev" {
                out.push(Annotated { report: true, typed, ..serde_json::from_str::<Quoted>(line)?.spans()? });
            }
        }
    }
    let mut names: Vec<_> = std::fs::read_dir("annotations/claims")?.filter_map(Result::ok).collect();
    names.sort_by_key(std::fs::DirEntry::file_name);
    for entry in names {
        let path = entry.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
        if !name.starts_with("placed") || !name.ends_with(".jsonl") {
            continue;
        }
        for row in rows::<Placed>(&path)? {
            let text = match (&row.row, row.at) {
                (Some(id), _) => {
                    let texts = match files.get(&row.file) {
                        Some(t) => t,
                        None => {
                            let all = shared.rows::<Text>(&row.file)?;
                            let all = all.into_iter().map(|t| (t.id, t.text)).collect();
                            files.entry(row.file.clone()).or_insert(all)
                        }
                    };
                    texts.get(id).with_context(|| format!("{}: no row {id} in {}", row.id, row.file))?.clone()
                }
                (None, Some((a, b))) => {
                    if !whole.contains_key(&row.file) {
                        let text = std::fs::read_to_string(shared.path(&row.file))?;
                        whole.insert(row.file.clone(), text.chars().collect());
                    }
                    whole[&row.file]
                        .get(a..b)
                        .with_context(|| format!("{}: {} is too short", row.id, row.file))?
                        .iter()
                        .collect()
                }
                _ => bail!("{}: neither `row` nor `at`", row.id),
            };
            ensure!(
                Sha256::of(&text).to_string() == row.text_sha256,
                "{}: the text in {} is not the one that was annotated",
                row.id,
                row.file
            );
            out.push(row.annotated(text)?);
        }
    }
    Ok(out)
}

impl Placed {
    fn annotated(self, text: String) -> Result<Annotated> {
        let mut starts: Vec<usize> = text.char_indices().map(|(k, _)| k).collect();
        starts.push(text.len());
        let id = self.id.clone();
        let span = |(a, b): Place| -> Result<Span> {
            match (starts.get(a), starts.get(b)) {
                (Some(&a), Some(&b)) if a < b => Ok(Span::new(a, b)),
                _ => bail!("{id}: characters {a} to {b} are not in the text"),
            }
        };
        let all = |places: &[Place]| places.iter().map(|&p| span(p)).collect::<Result<Vec<Span>>>();
        let mut claims = Vec::new();
        for c in &self.claims {
            claims.push(GoldClaim {
                trigger: span(c.trigger)?,
                kind: c.kind,
                status: c.status,
                background: c.background,
                actor: all(&c.actor)?,
                target: all(&c.target)?,
                place: all(&c.place)?,
                time: all(&c.time)?,
                figures: c
                    .figures
                    .iter()
                    .map(|&(a, b, what, ..)| Ok((span((a, b))?, what)))
                    .collect::<Result<_>>()?,
                says: c.says.iter().map(|&(a, b, kind)| Ok((span((a, b))?, kind))).collect::<Result<_>>()?,
            });
        }
        let mut body = self.extent.map_or(Ok(Span::new(0, text.len())), span)?;
        body.start = text[..body.start].rfind('\n').map_or(0, |k| k + 1);
        body.end = text[body.end..].find('\n').map_or(text.len(), |k| body.end + k);
        let blocks = vec![Block { kind: BlockKind::Body, span: body }];
        let airwars = self.file.starts_with("airwars/");
        Ok(Annotated { id: self.id, text, blocks, claims, report: false, airwars, typed: true })
    }
}

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
            made.retain(|(task, _)| t.typed || !matches!(task, Task::Kind | Task::Source));
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
    Ok(Reader::of(Knowledge::shipped()?, ClaimReader::with_models(models)?, None))
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

/// The fold of a text, by its identity.
fn fold(id: &str, folds: u8) -> u8 {
    Sha256::of(id).0[0] % folds
}

/// Five folds over gold; our own annotations are always in training.
pub fn cross_validate(shared: &Shared, work: &Path, errors: usize) -> Result<()> {
    const FOLDS: u8 = 5;
    let sets = gold(shared)?;
    let extra = own(shared)?;
    println!("{} texts of our own with {} claims in every training", extra.len(), count(&extra));
    let own_examples = make_examples(&extra)?;
    let made: Vec<Vec<Examples>> = sets.iter().map(|(_, t)| make_examples(t)).collect::<Result<_>>()?;
    let mut reports = HashMap::new();
    let mut out: Vec<Vec<isnad_model::wire::ReadingJson>> = vec![Vec::new(), Vec::new()];
    let votes = votes(shared)?;
    let mut coded = Vec::new();
    for f in 0..FOLDS {
        // Our invented reports are measured too, for what is carried over sentences.
        let mine = |t: &Annotated| t.report && fold(&t.id, FOLDS) == f;
        let mut data: Vec<&Examples> =
            extra.iter().zip(&own_examples).filter(|(t, _)| !mine(t)).map(|(_, e)| e).collect();
        for ((_, texts), made) in sets.iter().zip(&made) {
            data.extend(texts.iter().zip(made).filter(|(t, _)| fold(&t.id, FOLDS) != f).map(|(_, e)| e));
        }
        let voted: Vec<&Vote> = votes.iter().filter(|v| fold(&v.id, FOLDS) != f).collect();
        let reader = reader(fit(&data, &voted)?)?;
        let rest: Vec<&Vote> = votes.iter().filter(|v| fold(&v.id, FOLDS) == f).collect();
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
            let mine: Vec<&Annotated> = texts.iter().filter(|t| fold(&t.id, FOLDS) == f).collect();
            out.par_extend(mine.par_iter().map(|t| read(&reader, &row(t))));
        }
    }
    reliability(&sets, &out);
    for ((file, _), readings) in sets.iter().zip(out) {
        println!("# cross-validated: ../shared/{file}");
        let path = work.join(file.replace('/', "-"));
        write_rows(&path, readings)?;
        run_score(shared, &shared.path(file), &path, errors)?;
    }
    println!("# cross-validated: annotations/claims/reports.jsonl");
    crate::reports::score(shared, work, errors, "dev", &|row: &Row| reports[&row.id].clone())?;
    println!("# cross-validated: ../shared/corpora/events (human votes)");
    score_votes(shared, work, coded, errors)
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
    const FOLDS: u8 = 5;
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
                    data.extend(
                        texts.iter().zip(made).filter(|(t, _)| fold(&t.id, FOLDS) != f).map(|(_, e)| e),
                    );
                }
                fit_task(task, &data)
            })
            .collect();
        let mut scratch = isnad_learn::Scratch::default();
        let labels = task.labels();
        for (((_, texts), made), counts) in sets.iter().zip(&made).zip(&mut counts) {
            for (t, e) in texts.iter().zip(made) {
                let model = &folds[fold(&t.id, FOLDS) as usize];
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
