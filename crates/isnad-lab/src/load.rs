//! How long loading everything takes, and how much memory: lexicons, gazetteers, models.
//!
//! The measured process is a fresh one of this program that does nothing else. A gazetteer besides the shipped one is opened
//! from an index as `isnad gazetteer add` writes it, made before and read whole (the program maps it, which takes less).

use anyhow::{Context, Result, ensure};
use isnad_read::{Gazetteer, Knowledge, Reader};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Times that the process is started; the slowest is given too.
const TIMES: usize = 7;

/// Writes the index of `more`, starts fresh processes and prints what they took.
pub fn measure(work: &Path, more: Option<&[u8]>) -> Result<()> {
    let index = work.join("load-places.idx");
    let mut arguments = vec!["load".to_owned(), "--alone".to_owned()];
    if let Some(image) = more {
        std::fs::write(&index, image)?;
        println!("index: {:.1} MB", image.len() as f64 / 1e6);
        arguments.push("--index".to_owned());
        arguments.push(index.display().to_string());
    }
    let mut took: Vec<(f64, f64)> = Vec::new();
    for _ in 0..TIMES {
        let out = Command::new(std::env::current_exe()?).args(&arguments).output()?;
        ensure!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        let mut numbers = text.split_whitespace().map(str::parse::<f64>);
        let mut next = || numbers.next().context("two numbers were expected")?.context("a number");
        took.push((next()?, next()?));
    }
    took.sort_by(|a, b| a.0.total_cmp(&b.0));
    let memory = took.iter().map(|t| t.1).fold(0.0, f64::max);
    println!(
        "loading everything: {:.0} ms (median of {TIMES}; slowest {:.0}), peak memory {memory:.0} MB",
        took[TIMES / 2].0,
        took[TIMES - 1].0
    );
    Ok(())
}

/// Loads everything and prints milliseconds and megabytes.
pub fn alone(index: Option<&Path>) -> Result<()> {
    let start = Instant::now();
    let reader = match index {
        None => Reader::new(),
        Some(path) => {
            let own = Gazetteer::open(std::fs::read(path)?.into())?;
            let mark = own.mark();
            Reader::with(Knowledge::shipped()?.with_places(&own)?, mark.as_ref())
        }
    };
    let ms = start.elapsed().as_secs_f64() * 1000.0;
    std::hint::black_box(&reader);
    println!("{ms} {}", peak().context("/proc/self/status tells the peak of memory on Linux only")?);
    Ok(())
}

/// The most memory that this process ever had, in megabytes.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}
