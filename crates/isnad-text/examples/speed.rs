//! How long taking a text apart takes: lines of text on stdin, microseconds a token on stdout.
//!
//! `cargo run --release -p isnad-text --example speed < texts.txt`

use isnad_text::{Analysis, normalise, number, search, time};
use std::io::Read;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut all = String::new();
    std::io::stdin().read_to_string(&mut all)?;
    let texts: Vec<&str> =
        all.split('\u{c}').flat_map(|t| t.split("\n\n")).filter(|t| !t.is_empty()).collect();
    let reference = "2015-07-20".parse().ok();
    // Tables are read once.
    let tokens: usize = texts.iter().map(|t| Analysis::new(t).len()).sum();
    let report = |what: &str, start: Instant| {
        println!(
            "{what}: {:.3} µs a token ({tokens} tokens, {} texts)",
            start.elapsed().as_secs_f64() * 1e6 / tokens as f64,
            texts.len()
        );
    };
    let start = Instant::now();
    let mut sum = 0;
    for t in &texts {
        sum += Analysis::new(t).len();
    }
    report("analysis", start);
    let analyses: Vec<_> = texts.iter().map(|t| Analysis::new(t)).collect();
    let start = Instant::now();
    let times: Vec<_> = analyses.iter().map(|a| time::find(a, reference)).collect();
    report("times", start);
    let start = Instant::now();
    for (a, t) in analyses.iter().zip(&times) {
        sum += number::find(a, t).len();
    }
    report("numbers", start);
    let start = Instant::now();
    for a in &analyses {
        sum += search::terms_of(a).len();
    }
    report("terms", start);
    let start = Instant::now();
    for t in &texts {
        sum += normalise(t).text.len();
    }
    report("normalise", start);
    println!("({sum})");
    Ok(())
}
