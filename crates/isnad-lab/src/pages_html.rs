//! Measures HTML reading on the Arabic pages of ../shared/corpora/pages: body extraction beside plain trafilatura (the Rust
//! port that `isnad-page` takes its vote from), and the date of publication.
//!
//! Body figures are F1 over words as a multiset: the golds differ in how they break lines.

use anyhow::{Context, Result};
use isnad_model::BlockKind;
use isnad_page::{Body, Format, Limits, Record, TextRecord, read_record, records};
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Instant;
use trafilatura::{HtmlDateMode, Options};

/// A page with what its collection says of it.
struct Page {
    set: &'static str,
    path: PathBuf,
    url: Option<String>,
    body: Option<String>,
    with: Vec<String>,
    without: Vec<String>,
    date: Option<String>,
}

/// Prints the tables.
pub fn run(shared: &Path) -> Result<()> {
    let pages = load(&shared.join("corpora/pages"))?;
    println!(
        "{:<12} {:<34} {:>9} {:>9} {:>9} {:>9} {:>8}",
        "set", "page", "isnad f1", "p", "r", "traf. f1", "ms"
    );
    let (mut right, mut wrong, mut none) = (0, 0, 0);
    let mut dates = Vec::new();
    for page in &pages {
        let bytes = std::fs::read(&page.path).with_context(|| page.path.display().to_string())?;
        let name = page.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let started = Instant::now();
        let limits = Limits::default();
        let mut record =
            records(&name, &bytes[..], Format::Auto, &limits).next().context("an empty page")??;
        record.sighting.url = page.url.clone();
        let report = read_record(&record, &limits);
        let took = started.elapsed().as_secs_f64() * 1000.0;
        let ours: String = report
            .blocks
            .iter()
            .filter(|b| b.kind == BlockKind::Body)
            .map(|b| b.span.of(&report.text))
            .collect::<Vec<_>>()
            .join("\n");
        let theirs = plain(&record);
        if let Some(gold) = &page.body {
            let (p, r, f) = words_f1(gold, &ours);
            println!(
                "{:<12} {name:<34} {f:>9.4} {p:>9.4} {r:>9.4} {:>9.4} {took:>8.1}",
                page.set,
                words_f1(gold, &theirs).2
            );
        }
        if !page.with.is_empty() {
            let score = |text: &str| {
                let kept = page.with.iter().filter(|w| text.contains(w.as_str())).count();
                let left = page.without.iter().filter(|w| !text.contains(w.as_str())).count();
                format!("{}/{}", kept + left, page.with.len() + page.without.len())
            };
            println!(
                "{:<12} {name:<34} {:>9} {:>9} {:>9} {:>9} {took:>8.1}",
                page.set,
                score(&ours),
                "",
                "",
                score(&theirs)
            );
        }
        if let Some(want) = &page.date {
            let got = report.published.map(|p| (p.from.to_string(), p.to.to_string(), p.basis));
            match &got {
                None => none += 1,
                Some((from, to, _)) if from == want && to == want => right += 1,
                Some(_) => wrong += 1,
            }
            // Without the address, from the page alone.
            record.sighting.url = None;
            let alone = read_record(&record, &limits).published.map(|p| p.from.to_string());
            let told = got.map_or("none".to_owned(), |(f, _, b)| format!("{f} ({b})"));
            dates.push(format!(
                "{:<12} {name:<34} gold {want}  read {told:<24} without address {}",
                page.set,
                alone.unwrap_or("none".into())
            ));
        }
    }
    println!("\ndate of publication: right {right}, wrong {wrong}, none {none}");
    dates.iter().for_each(|d| println!("{d}"));
    Ok(())
}

/// What trafilatura alone keeps of the page.
fn plain(record: &Record) -> String {
    let Body::Page = record.body else { return String::new() };
    let text = isnad_page::decode::decode(&record.capture.bytes, None).text.into_owned();
    let options = Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    trafilatura::extract(&text, &options).map(|r| r.content_text).unwrap_or_default()
}

fn words_f1(gold: &str, got: &str) -> (f64, f64, f64) {
    let count = |text: &str| {
        let mut all: HashMap<String, usize> = HashMap::new();
        for w in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            *all.entry(w.to_owned()).or_default() += 1;
        }
        all
    };
    let (g, p) = (count(gold), count(got));
    let both: usize = g.iter().map(|(w, n)| (*n).min(p.get(w).copied().unwrap_or(0))).sum();
    let (ng, np) = (g.values().sum::<usize>(), p.values().sum::<usize>());
    let (precision, recall) = (both as f64 / np.max(1) as f64, both as f64 / ng.max(1) as f64);
    (precision, recall, 2.0 * both as f64 / (ng + np).max(1) as f64)
}

fn json(path: &Path) -> Result<Value> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    // The collection's own file holds NaN where it has no date.
    Ok(serde_json::from_str(&text.replace(": NaN", ": null"))?)
}

fn load(folder: &Path) -> Result<Vec<Page>> {
    let mut out = Vec::new();
    let blank = |set, path: PathBuf| Page {
        set,
        path,
        url: None,
        body: None,
        with: vec![],
        without: vec![],
        date: None,
    };
    let string = |v: &Value| v.as_str().map(str::to_owned);
    let strings = |v: &Value| v.as_array().into_iter().flatten().filter_map(string).collect::<Vec<_>>();
    let n4k = json(&folder.join("newspaper4k/arabic_article.json"))?;
    out.push(Page {
        body: string(&n4k["text"]),
        ..blank("newspaper4k", folder.join("newspaper4k/arabic_article.html"))
    });
    let goose = json(&folder.join("goose/test_cnn_arabic.json"))?;
    out.push(Page {
        body: string(&goose["expected"]["cleaned_text"]),
        ..blank("goose", folder.join("goose/test_cnn_arabic.html"))
    });
    let fundus = &json(&folder.join("fundus/LBCGroup.json"))?["V1"];
    let sections = fundus["body"]["sections"].as_array().into_iter().flatten();
    let body: Vec<String> = strings(&fundus["body"]["summary"])
        .into_iter()
        .chain(sections.flat_map(|s| [strings(&s["headline"]), strings(&s["paragraphs"])].concat()))
        .collect();
    out.push(Page {
        body: Some(body.join("\n")),
        date: string(&fundus["publishing_date"]).and_then(|d| d.get(..10).map(str::to_owned)),
        ..blank("fundus", folder.join("fundus/LBCGroup_2026_01_08.html.gz"))
    });
    let trafilatura = json(&folder.join("trafilatura/evaldata.json"))?;
    let page = trafilatura
        .as_object()
        .into_iter()
        .flatten()
        .find(|(_, v)| v["file"] == "assabah.com.tn.article.html");
    if let Some((_, v)) = page {
        let mut page = blank("trafilatura", folder.join("trafilatura/assabah.com.tn.article.html"));
        (page.with, page.without) = (strings(&v["with"]), strings(&v["without"]));
        out.push(page);
    }
    let htmldate = json(&folder.join("htmldate/eval_mediacloud_2020.json"))?;
    for (url, v) in htmldate.as_object().into_iter().flatten() {
        let path = folder.join("htmldate").join(v["file"].as_str().unwrap_or("-"));
        if path.exists() {
            out.push(Page { url: Some(url.clone()), date: string(&v["date"]), ..blank("htmldate", path) });
        }
    }
    Ok(out)
}

/// The date of publication on ../shared/airwars/dev, against the coded day of the incident that a source was filed under:
/// most sources are published on that day or in the three days after it.
pub fn airwars_dates(shared: &Path) -> Result<()> {
    let rows = |name: &str| -> Result<Vec<Value>> {
        let text = std::fs::read_to_string(shared.join("airwars/dev").join(name))?;
        text.lines().map(|l| Ok(serde_json::from_str(l)?)).collect()
    };
    let days: HashMap<String, jiff::civil::Date> = rows("incidents.jsonl")?
        .iter()
        .filter_map(|i| Some((i["id"].as_str()?.to_owned(), i["date"].as_str()?.get(..10)?.parse().ok()?)))
        .collect();
    let mut table: HashMap<(String, String), usize> = HashMap::new();
    for source in rows("sources.jsonl")? {
        let field = |k: &str| source[k].as_str().filter(|s| !s.is_empty()).map(str::to_owned);
        let record = Record::from_text(TextRecord {
            id: field("id").unwrap_or_default(),
            text: field("text").unwrap_or_default(),
            url: field("url"),
            title: field("page_title"),
            outlet: field("publisher"),
            published: field("published_raw"),
            retrieved_at: field("retrieved_at"),
        });
        let report = read_record(&record, &Limits::default());
        let coded: Vec<jiff::civil::Date> = source["incidents"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|i| days.get(i.as_str()?).copied())
            .collect();
        let conflict = report.problems.iter().any(|p| p.code == isnad_model::ProblemCode::DateConflict);
        let (basis, far) = match report.published {
            None => ("none".to_owned(), String::new()),
            Some(p) => {
                let off = |d: &jiff::civil::Date| d.until(p.from).map_or(9999, |s| s.get_days());
                let far = coded.iter().map(off).min_by_key(|d| d.abs()).unwrap_or(9999);
                let fits = coded.iter().any(|d| p.from <= *d && *d <= p.to);
                let class = match far {
                    _ if fits => "same day",
                    0..=3 => "within 3 days",
                    4..=14 => "within 14 days",
                    15.. => "later",
                    _ => "earlier",
                };
                (format!("{}{}", p.basis, if conflict { " (conflict)" } else { "" }), class.to_owned())
            }
        };
        *table.entry((basis, far)).or_default() += 1;
    }
    let mut table: Vec<_> = table.into_iter().collect();
    table.sort();
    for ((basis, far), n) in table {
        println!("{basis:<24} {far:<16} {n:>6}");
    }
    Ok(())
}
