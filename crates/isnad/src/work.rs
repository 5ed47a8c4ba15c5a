//! From inputs to records, in batches small enough for memory and large enough for all cores.

use crate::args::{InputForm, Inputs};
use crate::inputs::{Input, expand};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use isnad_page::{Format, Limits, Record};
use std::fs::File;
use std::io::{IsTerminal, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Records of a batch, at most.
const BATCH: usize = 256;
/// Bytes of the captures of a batch, at most (one record may be larger).
const BATCH_BYTES: usize = 32 << 20;

/// What went wrong on the way, told at once and counted for the exit code.
#[derive(Debug, Default)]
pub struct Tally {
    /// Records that were read.
    pub records: u64,
    /// Inputs and records that could not be read.
    pub errors: u64,
}

/// Counts the bytes that are read, for the progress bar.
struct Counting<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// A progress bar over bytes on standard error, or nothing where no terminal is there.
pub fn bar(total: u64, quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(total);
    let style = ProgressStyle::with_template("{bar:32} {bytes}/{total_bytes} {msg} ({eta} left)");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

fn format(form: InputForm) -> Format {
    match form {
        InputForm::Auto => Format::Auto,
        InputForm::Text => Format::Text,
        InputForm::Html => Format::Html,
        InputForm::Jsonl => Format::Jsonl,
        InputForm::Csv => Format::Csv,
        InputForm::Warc => Format::Warc,
        InputForm::Feed => Format::Feed,
        InputForm::Telegram => Format::Telegram,
    }
}

/// Sets the number of threads for all that follows.
pub fn threads(n: Option<u16>) -> Result<()> {
    if let Some(n) = n {
        rayon::ThreadPoolBuilder::new().num_threads(n.into()).build_global()?;
    }
    Ok(())
}

/// Hands over all records of all inputs in batches, in order. What cannot be read is told on standard error and counted.
pub fn each_batch(
    inputs: &Inputs,
    quiet: bool,
    mut take: impl FnMut(Vec<Record>) -> Result<()>,
) -> Result<Tally> {
    threads(inputs.threads)?;
    let (found, missing) = expand(&inputs.paths);
    let mut tally = Tally::default();
    let progress = bar(found.iter().filter_map(Input::size).sum(), quiet);
    let complain = |what: &str| progress.suspend(|| eprintln!("isnad: {}", crate::terminal::plain(what)));
    for what in &missing {
        complain(what);
        tally.errors += 1;
    }
    let (mut batch, mut bytes) = (Vec::new(), 0);
    let read = Arc::new(AtomicU64::new(0));
    for input in &found {
        let name = input.name();
        let source: Box<dyn Read + Send> = match input {
            Input::Stdin => Box::new(std::io::stdin()),
            Input::File(path) => match File::open(path) {
                Ok(file) => Box::new(file),
                Err(e) => {
                    complain(&format!("{name}: cannot be opened: {e}"));
                    tally.errors += 1;
                    continue;
                }
            },
        };
        let reader = Counting { inner: source, read: Arc::clone(&read) };
        for record in isnad_page::records(&name, reader, format(inputs.input), &Limits::default()) {
            progress.set_position(read.load(Ordering::Relaxed));
            match record {
                Ok(record) => {
                    bytes += record.capture.bytes.len();
                    batch.push(record);
                    tally.records += 1;
                }
                Err(e) => {
                    complain(&e.to_string());
                    tally.errors += 1;
                }
            }
            if batch.len() >= BATCH || bytes >= BATCH_BYTES {
                take(std::mem::take(&mut batch))?;
                bytes = 0;
            }
        }
    }
    if !batch.is_empty() {
        take(batch)?;
    }
    progress.finish_and_clear();
    Ok(tally)
}
