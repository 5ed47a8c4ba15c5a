//! The claim stage over given texts, for counting instructions and cache misses where time says nothing:
//!
//! ```text
//! cargo build --release -p isnad-claim --example count
//! valgrind --tool=callgrind --cache-sim=yes --branch-sim=yes --toggle-collect='*count*measured*' target/release/examples/count TEXTS 100 200
//! ```
//!
//! TEXTS holds texts with a zero byte between them; the claims of so many of them are read first, then those of so many are
//! counted. With a third number these are read so many times and the seconds printed. With TEXTS alone all are read and a hash of
//! all claims is printed: equal before and after a change that is to change nothing.

use isnad_claim::ClaimReader;
use isnad_mention::{Knowledge, MentionFinder, plain_report};
use isnad_model::{Mention, Report, Sha256};
use isnad_text::Analysis;
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Prepared<'a> = (&'a Report, Analysis<'a>, Vec<Mention>);

#[inline(never)]
fn measured(reader: &ClaimReader, texts: &[Prepared<'_>]) -> usize {
    texts
        .iter()
        .map(|(report, analysis, mentions)| reader.read(report, analysis, mentions).claims.len())
        .sum()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().expect("a file of texts");
    let mut count = || arguments.next().map(|n| n.parse::<usize>().expect("a number"));
    let texts = std::fs::read_to_string(file).expect("the file can be read");
    let reports: Vec<Report> = texts.split('\0').map(|t| plain_report("r", t)).collect();
    let finder = MentionFinder::new(Knowledge::shipped().expect("the shipped data loads"));
    let reader = ClaimReader::new().expect("the shipped data loads");
    let Some((first, then)) = count().zip(count()) else {
        let mut all = String::new();
        for report in &reports {
            let analysis = Analysis::new(&report.text);
            let found = reader.read(report, &analysis, &finder.find(report, &analysis));
            all.push_str(&format!("{found:?}\n"));
        }
        println!("{}", Sha256::of(&all));
        return;
    };
    let prepared: Vec<Prepared<'_>> = (reports.iter().take(first + then))
        .map(|report| {
            let analysis = Analysis::new(&report.text);
            let mentions = finder.find(report, &analysis);
            (report, analysis, mentions)
        })
        .collect();
    let (warm, rest) = prepared.split_at(first.min(prepared.len()));
    let claims: usize = warm.iter().map(|(r, a, m)| reader.read(r, a, m).claims.len()).sum();
    println!("{claims} {}", measured(&reader, rest));
    if let Some(times) = count() {
        let start = Instant::now();
        let claims: usize = (0..times).map(|_| measured(&reader, rest)).sum();
        println!("{claims} claims of {} texts in {:.2} s", times * rest.len(), start.elapsed().as_secs_f64());
    }
}
