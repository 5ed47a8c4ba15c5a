//! Reads JSON lines {"id","text","published"?} and prints {"id","mentions":[…]}: for measuring mentions alone.
//!
//! usage: mentions [--places FILE.tsv] [--token-spans] [--repeat N] < IN.jsonl > OUT.jsonl
//!
//! `--places` adds a gazetteer of the user's own. `--token-spans` widens names to whole tokens, which is how ANERcorp
//! counts («لبنان» in «ولبنان»). `--repeat` reads everything N times and prints the speed.

use isnad_mention::{Gazetteer, Knowledge, MentionFinder, plain_report};
use isnad_model::wire::{MentionJson, ReadingJson};
use isnad_model::{Basis, MentionKind, Published, Reading, TimePrecision, Versions};
use isnad_text::Analysis;
use std::io::{BufRead, Write};
use std::time::Instant;

#[derive(serde::Deserialize)]
struct Input {
    id: String,
    text: String,
    published: Option<String>,
}

#[derive(serde::Serialize)]
struct Output {
    id: String,
    mentions: Vec<MentionJson>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| args.iter().position(|a| a == name).and_then(|i| args.get(i + 1));
    let began = Instant::now();
    let mut knowledge = Knowledge::shipped()?;
    if let Some(path) = value("--places") {
        knowledge = knowledge.with_places(&Gazetteer::from_tsv(&std::fs::read(path)?)?)?;
    }
    let finder = MentionFinder::new(knowledge);
    eprintln!("loaded in {:?}: {} places", began.elapsed(), finder.knowledge().gazetteer.len());
    let token_spans = args.iter().any(|a| a == "--token-spans");
    let repeat: usize = value("--repeat").map_or(Ok(1), |n| n.parse())?;

    let inputs = std::io::stdin()
        .lock()
        .lines()
        .map(|l| Ok(serde_json::from_str(&l?)?))
        .collect::<Result<Vec<Input>, Box<dyn std::error::Error>>>()?;
    let reports: Vec<_> = inputs
        .iter()
        .map(|input| {
            let mut report = plain_report(&input.id, &input.text);
            let date = input.published.as_deref().and_then(|p| p.get(..10)).and_then(|d| d.parse().ok());
            report.published = date.map(|d| Published {
                from: d,
                to: d,
                precision: TimePrecision::Day,
                basis: Basis::Metadata,
                span: None,
            });
            report
        })
        .collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let began = Instant::now();
    for round in 0..repeat {
        for report in &reports {
            let analysis = Analysis::new(&report.text);
            let found = finder.find_all(report, &analysis);
            if round > 0 {
                std::hint::black_box(&found);
                continue;
            }
            let mut mentions = found.mentions;
            if token_spans {
                for m in mentions
                    .iter_mut()
                    .filter(|m| !matches!(m.kind, MentionKind::Time | MentionKind::Quantity))
                {
                    if let Some(t) = analysis.tokens.iter().find(|t| t.span.holds(m.span.start)) {
                        m.span.start = m.span.start.min(t.span.start);
                    }
                }
            }
            let reading = Reading {
                versions: Versions { program: String::new(), lexicon: String::new(), models: String::new() },
                mentions,
                claims: vec![],
                wording: found.wording,
                problems: vec![],
            };
            let json = ReadingJson::new(report, &reading);
            serde_json::to_writer(&mut out, &Output { id: json.id, mentions: json.mentions })?;
            out.write_all(b"\n")?;
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    let bytes: usize = reports.iter().map(|r| r.text.len()).sum::<usize>() * repeat;
    eprintln!(
        "{:.0} texts/s, {:.1} MB/s",
        (reports.len() * repeat) as f64 / seconds,
        bytes as f64 / seconds / 1e6
    );
    Ok(())
}
