//! Trains and measures page anatomy.
//!
//! Data: annotations/pages (our own labels, as ids, hashes and line numbers) and ../shared/gold/pages_dev.jsonl,
//! over the texts of ../shared/airwars/dev. Folds are by outlet: no page of an outlet is read by a model that saw
//! another page of that outlet.

use crate::shared::{Shared, SourceText, fold_of, rows, write_rows};
use anyhow::{Context, Result};
use isnad_learn::{Model, Sequence, train};
use isnad_model::{BlockKind, Sha256};
use isnad_page::anatomy::{Anatomy, emptiness, features, pieces};
use serde::Deserialize;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

#[derive(Debug, Deserialize)]
struct Labels {
    id: String,
    #[serde(default)]
    text_sha256: Option<String>,
    kinds: BTreeMap<String, BlockKind>,
    #[serde(default)]
    empty: Option<bool>,
}

struct Page {
    source: SourceText,
    /// Kind of each line that is not empty.
    lines: HashMap<usize, BlockKind>,
    gold: bool,
    empty: Option<bool>,
}

/// How the page model is trained. Chosen by cross-validation.
pub fn options() -> train::Options {
    train::Options { epochs: 40, rate: 0.15, l2: 1e-3, seed: 1 }
}

const FOLDS: u64 = 5;

fn labels() -> Vec<&'static str> {
    BlockKind::ALL.iter().map(|k| k.as_str()).collect()
}

fn load(shared: &Shared) -> Result<(Vec<Page>, Vec<SourceText>)> {
    let sources: Vec<SourceText> = shared.rows("airwars/dev/sources.jsonl")?;
    let by_id: HashMap<&str, &SourceText> = sources.iter().map(|s| (s.id.as_str(), s)).collect();
    let mut pages = Vec::new();
    let mut files: Vec<(PathBuf, bool)> = vec![(shared.path("gold/pages_dev.jsonl"), true)];
    for name in ["news.jsonl", "social.jsonl"] {
        files.push((Path::new("annotations/pages").join(name), false));
    }
    for (file, gold) in files.iter().filter(|(f, _)| f.exists()) {
        for row in rows::<Labels>(file)? {
            let source = by_id
                .get(row.id.as_str())
                .with_context(|| format!("{}: no text {}", file.display(), row.id))?;
            if row.text_sha256.is_some_and(|h| h != Sha256::of(&source.text).to_string()) {
                anyhow::bail!(
                    "{}: the text of {} is another than the one that was labelled",
                    file.display(),
                    row.id
                );
            }
            let lines = row.kinds.into_iter().map(|(k, v)| Ok((k.parse()?, v))).collect::<Result<_>>()?;
            pages.push(Page { source: (*source).clone(), lines, gold: *gold, empty: row.empty });
        }
    }
    Ok((pages, sources))
}

/// The kind of each piece, from the kinds of the lines. A line that a platform's interface runs into was
/// labelled by its greater part; its other pieces have the kind that their mark stands for.
fn piece_labels(page: &Page, all: &[pieces::Piece]) -> Vec<u8> {
    use pieces::Mark;
    let mut per_line: HashMap<usize, usize> = HashMap::new();
    for p in all {
        *per_line.entry(p.line).or_default() += 1;
    }
    all.iter()
        .map(|p| {
            let line = page.lines.get(&p.line).copied().unwrap_or(BlockKind::Other);
            let kind = if per_line[&p.line] == 1 {
                line
            } else {
                match p.mark {
                    Mark::Author => BlockKind::Byline,
                    Mark::Reactions => BlockKind::Share,
                    Mark::Comments => BlockKind::Comment,
                    Mark::Stamp => BlockKind::Dateline,
                    Mark::Hashtags => BlockKind::Tags,
                    Mark::Media => BlockKind::Other,
                    Mark::None | Mark::AfterAuthor => match line {
                        BlockKind::Comment
                        | BlockKind::Share
                        | BlockKind::Dateline
                        | BlockKind::Byline
                        | BlockKind::Tags => BlockKind::Body,
                        kind => kind,
                    },
                }
            };
            BlockKind::ALL.iter().position(|k| *k == kind).unwrap_or(0) as u8
        })
        .collect()
}

fn sequence(text: &str, title: Option<&str>, labels: &[u8], all: &[pieces::Piece], weight: f32) -> Sequence {
    Sequence { features: features::features(text, all, title), labels: labels.to_vec(), weight }
}

/// Training sequences of these pages: as they are, and in copies with invented page furniture set in.
fn sequences(pages: &[&Page], furniture: &[Furniture]) -> Vec<Sequence> {
    let mut out = Vec::new();
    let mut random = Random(0x1234_5678_9abc_def1);
    for page in pages {
        let title = page.source.page_title.as_str();
        let all = pieces::pieces(&page.source.text);
        let labels = piece_labels(page, &all);
        // Read with and without the title, since an input may or may not give one.
        for title in [None, Some(title)] {
            out.push(sequence(&page.source.text, title, &labels, &all, 0.5));
        }
        for _ in 0..COPIES {
            let copy = furnished(page, furniture, &mut random);
            let all = pieces::pieces(&copy.source.text);
            let labels = piece_labels(&copy, &all);
            out.push(sequence(&copy.source.text, None, &labels, &all, COPY_WEIGHT));
        }
    }
    out
}

/// Copies of each page with invented furniture, and how much each counts.
const COPIES: usize = 2;
const COPY_WEIGHT: f32 = 0.35;

/// Invented lines of one kind (annotations/pages/invented-lines.toml).
#[derive(Debug, Deserialize)]
struct Furniture {
    name: BlockKind,
    r#where: Vec<String>,
    lines: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct FurnitureFile {
    kind: Vec<Furniture>,
}

fn furniture() -> Result<Vec<Furniture>> {
    let path = "annotations/pages/invented-lines.toml";
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {path}"))?;
    Ok(toml::from_str::<FurnitureFile>(&text).with_context(|| path.to_owned())?.kind)
}

struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// A copy of the page with two to five invented lines where such lines stand.
fn furnished(page: &Page, furniture: &[Furniture], random: &mut Random) -> Page {
    let mut lines: Vec<(String, Option<BlockKind>)> = page
        .source
        .text
        .split('\n')
        .enumerate()
        .map(|(k, l)| (l.to_owned(), page.lines.get(&k).copied()))
        .collect();
    let spaced = lines.iter().filter(|l| l.0.trim().is_empty()).count() * 3 > lines.len();
    for _ in 0..2 + random.next(4) {
        let f = &furniture[random.next(furniture.len())];
        let words = f.lines[random.next(f.lines.len())].clone();
        let at_kind = |kind: BlockKind, last: bool| {
            let mut hits = lines.iter().enumerate().filter(|(_, l)| l.1 == Some(kind)).map(|(k, _)| k);
            if last { hits.next_back() } else { hits.next() }
        };
        let at = match f.r#where[random.next(f.r#where.len())].as_str() {
            "top" => Some(0),
            "end" => Some(lines.len()),
            "head" => at_kind(BlockKind::Headline, false).map(|k| k + 1),
            "after" => at_kind(BlockKind::Body, true).map(|k| k + 1),
            _ => match (at_kind(BlockKind::Body, false), at_kind(BlockKind::Body, true)) {
                (Some(a), Some(b)) if b > a => Some(a + 1 + random.next(b - a)),
                _ => None,
            },
        };
        let Some(at) = at else { continue };
        lines.insert(at, (words, Some(f.name)));
        if spaced {
            lines.insert(at, (String::new(), None));
            if at + 2 < lines.len() {
                lines.insert(at + 2, (String::new(), None));
            }
        }
    }
    let mut source = page.source.clone();
    source.text = lines.iter().map(|l| l.0.as_str()).collect::<Vec<_>>().join("\n");
    let kinds = lines.iter().enumerate().filter_map(|(k, l)| Some((k, l.1?))).collect();
    Page { source, lines: kinds, gold: page.gold, empty: page.empty }
}

fn fit(pages: &[&Page], furniture: &[Furniture]) -> Model {
    let model = train::train(&labels(), features::BITS, &sequences(pages, furniture), &options());
    // Measured as shipped: with the rounded weights.
    Model::from_bytes(&model.to_bytes()).expect("a model just written")
}

/// Trains on all labelled pages and writes the model.
pub fn train_model(shared: &Shared, out: &Path) -> Result<()> {
    let (pages, _) = load(shared)?;
    let all: Vec<&Page> = pages.iter().collect();
    let model = fit(&all, &furniture()?);
    let bytes = model.to_bytes();
    std::fs::write(out, &bytes).with_context(|| format!("writing {}", out.display()))?;
    let lines: usize = pages.iter().map(|p| p.lines.len()).sum();
    println!(
        "{}: {} bytes, {} rows in use, from {} pages with {} lines, sha256 {}",
        out.display(),
        bytes.len(),
        model.rows_in_use(),
        pages.len(),
        lines,
        Sha256::of(&bytes)
    );
    Ok(())
}

fn char_blocks(text: &str, blocks: &[isnad_model::Block]) -> Vec<serde_json::Value> {
    let map = isnad_model::CharMap::new(text);
    blocks
        .iter()
        .map(|b| {
            let (start, end) = map.chars(b.span);
            json!({"kind": b.kind, "start": start, "end": end})
        })
        .collect()
}

#[derive(Debug, Deserialize)]
struct GoldBody {
    id: String,
    text: String,
    body: Option<(String, String)>,
}

/// Cross-validates by outlet: block kinds on the gold pages, body extraction and empty pages on the gold texts.
pub fn cross_validate(shared: &Shared, work: &Path, with_title: bool, errors: usize) -> Result<()> {
    let (pages, sources) = load(shared)?;
    let by_id: HashMap<&str, &SourceText> = sources.iter().map(|s| (s.id.as_str(), s)).collect();
    let furniture = furniture()?;
    let models: Vec<Anatomy> = {
        use rayon::prelude::*;
        (0..FOLDS)
            .into_par_iter()
            .map(|f| {
                let seen: Vec<&Page> =
                    pages.iter().filter(|p| fold_of(&p.source.site(), FOLDS) != f).collect();
                Anatomy::new(fit(&seen, &furniture)).expect("labels are block kinds")
            })
            .collect()
    };
    let read = |s: &SourceText| {
        let title = with_title.then_some(s.page_title.as_str());
        models[fold_of(&s.site(), FOLDS) as usize].blocks(&s.text, title)
    };
    let out = work.join("page-readings.jsonl");
    for (name, gold) in
        [("gold pages (../shared/gold/pages_dev.jsonl)", true), ("our own labelled pages", false)]
    {
        let set: Vec<&Page> = pages.iter().filter(|p| p.gold == gold).collect();
        if set.is_empty() {
            continue;
        }
        println!(
            "# {name}: {} pages, model never saw the outlet, title {}",
            set.len(),
            if with_title { "given" } else { "not given" }
        );
        let labelled = work.join("page-labels.jsonl");
        write_rows(&labelled, set.iter().map(|p| json!({"id": p.source.id, "kinds": p.lines.iter().map(|(k, v)| (k.to_string(), v)).collect::<BTreeMap<_, _>>()})))?;
        write_rows(
            &out,
            set.iter()
                .map(|p| json!({"id": p.source.id, "blocks": char_blocks(&p.source.text, &read(&p.source))})),
        )?;
        let sources_path = shared.path("airwars/dev/sources.jsonl");
        let count = errors.to_string();
        let mut args: Vec<&OsStr> = vec![labelled.as_os_str(), sources_path.as_os_str(), out.as_os_str()];
        if errors > 0 {
            args.extend([OsStr::new("--errors"), OsStr::new(&count)]);
        }
        shared.score("gold/score_pages.py", &args)?;
    }
    let told: Vec<(bool, bool, &str)> = pages
        .iter()
        .filter_map(|p| {
            Some((p.empty?, emptiness(&p.source.text, &read(&p.source)).is_some(), p.source.id.as_str()))
        })
        .collect();
    let count = |f: fn(&(bool, bool, &str)) -> bool| told.iter().filter(|t| f(t)).count();
    let (want, got, both) = (count(|t| t.0), count(|t| t.1), count(|t| t.0 && t.1));
    println!(
        "# empty pages among our own {} labelled posts: labelled {want}, told {got}, both {both}, f1 {:.4}",
        told.len(),
        2.0 * both as f64 / (want + got).max(1) as f64
    );
    for t in told.iter().filter(|t| t.0 != t.1).take(errors) {
        println!("{} {} {}", t.0, t.1, t.2);
    }
    println!(
        "# body extraction and empty pages (../shared/gold/airwars_dev.jsonl), model never saw the outlet"
    );
    let gold: Vec<GoldBody> = shared.rows("gold/airwars_dev.jsonl")?;
    body_figures(&gold, |g| by_id.get(g.id.as_str()).map(|s| read(s)).unwrap_or_default(), errors);
    Ok(())
}

/// Character F1 of the body, and how well empty pages are told.
fn body_figures(gold: &[GoldBody], read: impl Fn(&GoldBody) -> Vec<isnad_model::Block>, errors: usize) {
    let (mut want_all, mut got_all, mut both_all, mut page_f1) = (0usize, 0usize, 0usize, 0.0);
    let (mut empty_want, mut empty_got, mut empty_both, mut scored) = (0, 0, 0, 0);
    let mut worst = Vec::new();
    for g in gold {
        let blocks = read(g);
        let told_empty = emptiness(&g.text, &blocks).is_some();
        empty_want += usize::from(g.body.is_none());
        empty_got += usize::from(told_empty);
        empty_both += usize::from(g.body.is_none() && told_empty);
        if told_empty != g.body.is_none() {
            worst.push((-1.0, g.id.clone()));
        }
        let Some((first, last)) = &g.body else { continue };
        // The body is the last full copy: a teaser before it is the page's headline.
        let Some(end) = g.text.rfind(last.as_str()).map(|e| e + last.len()) else { continue };
        let Some(start) = g.text[..end].rfind(first.as_str()) else { continue };
        let visible = |s: &str| s.chars().filter(|c| !c.is_whitespace()).count();
        let want = visible(&g.text[start..end]);
        let (mut got, mut both) = (0, 0);
        for b in blocks.iter().filter(|b| b.kind == BlockKind::Body) {
            got += visible(b.span.of(&g.text));
            if let Some(i) = b.span.intersect(isnad_model::Span::new(start, end)) {
                both += visible(i.of(&g.text));
            }
        }
        scored += 1;
        want_all += want;
        got_all += got;
        both_all += both;
        let f1 = if want + got == 0 { 0.0 } else { 2.0 * both as f64 / (want + got) as f64 };
        page_f1 += f1;
        worst.push((f1, g.id.clone()));
    }
    let (p, r) = (both_all as f64 / got_all.max(1) as f64, both_all as f64 / want_all.max(1) as f64);
    println!(
        "body: {scored} texts, characters p {p:.4} r {r:.4} f1 {:.4}, mean f1 of a text {:.4}",
        2.0 * p * r / (p + r).max(1e-9),
        page_f1 / scored.max(1) as f64
    );
    println!(
        "empty pages: gold {empty_want}, told {empty_got}, both {empty_both}, f1 {:.4}",
        2.0 * empty_both as f64 / (empty_want + empty_got).max(1) as f64
    );
    worst.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (f1, id) in worst.iter().take(errors) {
        println!("{f1:.3} {id}");
    }
}
