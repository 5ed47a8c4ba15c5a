//! Reads JSON lines {"id","text"} from standard input and prints one reading a line in the program's wire form: for
//! measuring the claims alone, with every text taken as the body of its report.
//!
//! `--time` reads everything first and prints to standard error how long mentions and claims took.

use isnad_claim::ClaimReader;
use isnad_mention::{Knowledge, MentionFinder, plain_report};
use isnad_model::wire::ReadingJson;
use isnad_model::{Reading, Versions};
use isnad_text::Analysis;
use std::io::{BufRead, BufWriter, Write};
use std::time::{Duration, Instant};

#[derive(serde::Deserialize)]
struct Line {
    id: String,
    text: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let timed = std::env::args().any(|a| a == "--time");
    let reader = ClaimReader::new()?;
    let finder = MentionFinder::new(Knowledge::shipped()?);
    let versions = Versions { program: "example".into(), lexicon: "example".into(), models: "none".into() };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut texts, mut analysing, mut naming, mut claiming) = (0u32, Duration::ZERO, Duration::ZERO, Duration::ZERO);
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let Line { id, text } = serde_json::from_str(&line)?;
        let report = plain_report(&id, &text);
        let start = Instant::now();
        let analysis = Analysis::new(&report.text);
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
        let reading = Reading { versions: versions.clone(), mentions, claims: found.claims, wording: found.wording, problems: vec![] };
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
