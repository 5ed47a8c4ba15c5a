//! The mention stage over given texts, for counting instructions and cache misses where time says nothing:
//!
//! ```text
//! cargo build --release -p isnad-mention --example count
//! valgrind --tool=callgrind --cache-sim=yes --branch-sim=yes --toggle-collect='*count*measured*' target/release/examples/count TEXTS 800 200
//! ```
//!
//! TEXTS holds texts with a zero byte between them; so many of them are read first to fill the memos, then so many are counted.
//! With TEXTS alone all are read and a hash of all mentions is printed: equal before and after a change that is to change nothing.

use isnad_mention::{Knowledge, MentionFinder, plain_report};
use isnad_model::{Report, Sha256};
use isnad_text::Analysis;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[inline(never)]
fn measured(finder: &MentionFinder, reports: &[Report]) -> usize {
    reports.iter().map(|r| finder.find(r, &Analysis::new(&r.text)).len()).sum()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().expect("a file of texts");
    let mut count = || arguments.next().map(|n| n.parse::<usize>().expect("a number"));
    let texts = std::fs::read_to_string(file).expect("the file can be read");
    let reports: Vec<Report> = texts.split('\0').map(|t| plain_report("r", t)).collect();
    let finder = MentionFinder::new(Knowledge::shipped().expect("the shipped data loads"));
    if let (Some(first), Some(then)) = (count(), count()) {
        let (warm, rest) = reports.split_at(first.min(reports.len()));
        let mentions = warm.iter().map(|r| finder.find(r, &Analysis::new(&r.text)).len()).sum::<usize>();
        println!("{mentions} {}", measured(&finder, &rest[..then.min(rest.len())]));
        return;
    }
    let mut all = String::new();
    for r in &reports {
        let found = finder.find_all(r, &Analysis::new(&r.text));
        all.push_str(&format!("{found:?}\n"));
    }
    println!("{}", Sha256::of(&all));
}
