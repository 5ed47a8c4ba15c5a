//! The mention stage and the whole reading over newspaper articles of ../shared/corpora/volume, on one core.
//!
//! Splitting the same articles at white space is measured beside it, so that the ratio can be read on any machine. Criterion
//! reads the same articles again and again, so the memos know their words: `isnad-lab speed` reads 3,000 articles once, from
//! cold, and is the harder measure. Where ../shared is not there (or ISNAD_SHARED names no such folder) nothing is measured,
//! and it says so.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use isnad_mention::{MentionFinder, plain_report};
use isnad_text::Analysis;
use std::hint::black_box;
use std::io::Read;
use std::path::PathBuf;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// So many articles: those that `isnad-lab speed` takes.
const ARTICLES: usize = 3000;

/// Every sixth of them is read, about a million letters. The first five hundred would be twice as long as articles are on average (4,758
/// letters to 2,260).
const STEP: usize = 6;

/// The first articles with at least 200 characters, in the order of the files.
fn articles() -> Option<Vec<String>> {
    let shared = std::env::var_os("ISNAD_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let mut files: Vec<_> = std::fs::read_dir(shared.join("corpora/volume/saudinewsnet"))
        .ok()?
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "zip"))
        .collect();
    files.sort();
    let mut out = Vec::new();
    for file in files {
        let mut zip = zip::ZipArchive::new(std::fs::File::open(file).ok()?).ok()?;
        for k in 0..zip.len() {
            let mut text = String::new();
            zip.by_index(k).ok()?.read_to_string(&mut text).ok()?;
            let all: Vec<serde_json::Value> = serde_json::from_str(&text).ok()?;
            for article in all {
                let of = |key: &str| article[key].as_str().unwrap_or("").trim().to_owned();
                if of("content").chars().count() >= 200 {
                    out.push(format!("{}\n\n{}", of("title"), of("content")));
                }
                if out.len() == ARTICLES {
                    return Some(out);
                }
            }
        }
    }
    Some(out)
}

/// Claims of a text, read as a line of JSON is.
fn read(reader: &isnad_read::Reader, text: &str) -> usize {
    let record = isnad_page::Record::from_text(isnad_page::TextRecord {
        id: "v".to_owned(),
        text: text.to_owned(),
        url: None,
        title: None,
        outlet: None,
        published: None,
        retrieved_at: None,
    });
    reader.record(&record).json().claims.len()
}

fn bench(c: &mut Criterion) {
    let Some(all) = articles().filter(|a| !a.is_empty()) else {
        eprintln!(
            "corpora/volume is not there: set ISNAD_SHARED to the folder of shared data sets. Nothing measured."
        );
        return;
    };
    let texts: Vec<String> = all.into_iter().step_by(STEP).collect();
    let finder = MentionFinder::new(isnad_read::Knowledge::shipped().expect("the shipped data loads"));
    let reader = isnad_read::Reader::new();
    let reports: Vec<_> = texts.iter().map(|t| plain_report("v", t)).collect();

    let mut group = c.benchmark_group("volume");
    group.throughput(Throughput::Elements(texts.len() as u64)).sample_size(20);
    group.bench_function("split at white space", |b| {
        b.iter(|| texts.iter().map(|t| black_box(t).split_whitespace().count()).sum::<usize>())
    });
    group.bench_function("text to mentions", |b| {
        b.iter(|| {
            reports.iter().map(|r| finder.find(r, &Analysis::new(black_box(&r.text))).len()).sum::<usize>()
        })
    });
    group.bench_function("whole reading", |b| {
        b.iter(|| texts.iter().map(|t| read(&reader, black_box(t))).sum::<usize>())
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
