//! Reads JSON lines {"id","text"} from standard input and prints one reading a line in the program's wire form: for
//! measuring the claims alone, with every text taken as the body of its report.
//!
//! A line may say where its body stands: `"body": [first characters, last characters]`, or null where there is none;
//! with `--body` only that is read, as if the page's parts had been told apart without error.
//!
//! `--time` reads everything first and prints to standard error how long mentions and claims took.

use isnad_claim::ClaimReader;
use isnad_mention::{Knowledge, MentionFinder, plain_report};
use isnad_model::wire::ReadingJson;
use isnad_model::{Block, BlockKind, Reading, Span, Versions};
use isnad_text::Analysis;
use std::io::{BufRead, BufWriter, Write};
use std::time::{Duration, Instant};

#[derive(serde::Deserialize)]
struct Line {
    id: String,
    text: String,
    #[serde(default)]
    body: Option<(String, String)>,
}

/// The span from the first occurrence of the body's first characters to the last one of its last characters.
fn body(text: &str, marks: &Option<(String, String)>) -> Vec<Block> {
    let Some((first, last)) = marks else { return Vec::new() };
    let (Some(start), Some(end)) = (text.find(first.as_str()), text.rfind(last.as_str())) else {
        return Vec::new();
    };
    let end = end + last.len();
    if start < end { vec![Block { kind: BlockKind::Body, span: Span::new(start, end) }] } else { Vec::new() }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let body_only = std::env::args().any(|a| a == "--body");
    let timed = std::env::args().any(|a| a == "--time");
    let reader = ClaimReader::new()?;
    let finder = MentionFinder::new(Knowledge::shipped()?);
    let versions = Versions { program: "example".into(), lexicon: "example".into(), models: "none".into() };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut texts, mut analysing, mut naming, mut claiming) =
        (0u32, Duration::ZERO, Duration::ZERO, Duration::ZERO);
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let Line { id, text, body: marks } = serde_json::from_str(&line)?;
        let mut report = plain_report(&id, &text);
        if body_only {
            report.blocks = body(&text, &marks);
        }
        let spans: Vec<Span> = report.blocks.iter().map(|b| b.span).collect();
        let start = Instant::now();
        let analysis = Analysis::with_breaks(&report.text, &spans);
        let analysed = Instant::now();
        let mentions = finder.find(&report, &analysis);
        let named = Instant::now();
        let found = reader.read(&report, &analysis, &mentions);
        claiming += named.elapsed();
        naming += named - analysed;
        analysing += analysed - start;
        texts += 1;
        if timed {
            continue;
        }
        let reading = Reading {
            versions: versions.clone(),
            mentions,
            claims: found.claims,
            wording: found.wording,
            problems: vec![],
        };
        serde_json::to_writer(&mut out, &ReadingJson::new(&report, &reading))?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    if timed {
        let rate = |d: Duration| f64::from(texts) / d.as_secs_f64();
        eprintln!(
            "{texts} texts; a second: text {:.0}, mentions {:.0}, claims {:.0}",
            rate(analysing),
            rate(naming),
            rate(claiming)
        );
    }
    Ok(())
}
