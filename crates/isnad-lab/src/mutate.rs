//! Hostile input: mutated records of every form through the whole reading, with time and memory watched.
//!
//! Seeds are the demo's reports and forms made here. A panic, a reading over five seconds or memory over one gigabyte fails.

use anyhow::{Context, Result, bail};
use isnad_page::{Format, Limits, records};
use isnad_read::Reader;
use rayon::prelude::*;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A small generator of numbers: the same run for the same seed.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

fn seeds(demo: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut out = Vec::new();
    let mut stack = vec![demo.to_owned()];
    while let Some(folder) = stack.pop() {
        let mut entries: Vec<_> = std::fs::read_dir(&folder)
            .with_context(|| {
                format!("{} is not there: run from the root of the repository", folder.display())
            })?
            .filter_map(|e| Some(e.ok()?.path()))
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                stack.push(path);
            } else {
                out.push((path.display().to_string(), std::fs::read(&path)?));
            }
        }
    }
    let html = out.iter().find(|s| s.0.ends_with(".html")).context("the demo holds a page")?.1.clone();
    out.push(("made.warc".into(), warc(&html)));
    out.push(("made.warc.gz".into(), gzip(&warc(&html))));
    out.push((
        "made.csv".into(),
        "id,text,url\n1,\"قصف على القرية, صباح اليوم\",https://a.example/1\n2,نص,\n".into(),
    ));
    Ok(out)
}

fn warc(html: &[u8]) -> Vec<u8> {
    let mut http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".to_vec();
    http.extend_from_slice(html);
    let mut out = Vec::new();
    for k in 0..2 {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{k}>\r\nWARC-Date: 2026-02-11T00:00:00Z\r\nWARC-Target-URI: https://a.example/{k}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            http.len()
        );
        out.extend_from_slice(head.as_bytes());
        out.extend_from_slice(&http);
        out.extend_from_slice(b"\r\n\r\n");
    }
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).and_then(|()| out.finish()).unwrap_or_default()
}

fn mutate(seeds: &[(String, Vec<u8>)], n: u64) -> (String, Vec<u8>) {
    let mut r = Random(n.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    for _ in 0..4 {
        r.next(2);
    }
    let (name, seed) = &seeds[r.next(seeds.len())];
    let mut bytes = seed.clone();
    for _ in 0..=r.next(4) {
        let at = r.next(bytes.len());
        match r.next(9) {
            0 => bytes.truncate(at),
            1 => {
                let other = &seeds[r.next(seeds.len())].1;
                let from = r.next(other.len());
                let to = from + r.next((other.len() - from).min(4000));
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            2 => {
                for _ in 0..=r.next(30) {
                    let k = r.next(bytes.len());
                    if let Some(b) = bytes.get_mut(k) {
                        *b = r.next(256) as u8;
                    }
                }
            }
            3 => {
                let tag = ["<div>", "<table><tr><td>", "<b><i>", "{\"a\":[", "[[[[", "\"", "<!--"][r.next(7)];
                bytes.splice(at..at, tag.repeat(r.next(600)).into_bytes());
            }
            4 => {
                let end = (at + r.next(2000)).min(bytes.len());
                bytes.drain(at..end);
            }
            5 => {
                let end = (at + r.next(300)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part.repeat(r.next(20)));
            }
            6 => {
                let odd = [
                    "\u{202e}",
                    "\u{200f}",
                    "ـ",
                    "\u{feff}",
                    "\0",
                    "\r",
                    "٠",
                    "\u{1}",
                    "ق.ص.ف",
                    "«",
                    "\u{fdfa}",
                    "&#x202e;",
                    "&#0;",
                    "\u{10ffff}",
                ];
                bytes.splice(at..at, odd[r.next(odd.len())].repeat(r.next(400)).into_bytes());
            }
            7 => {
                let cue = [
                    "قال ",
                    "مليون ",
                    "و",
                    "ال",
                    "بين ",
                    "27 ديسمبر ",
                    "منذ ",
                    "نقلا عن ",
                    "بريف ",
                    "\n",
                    ". ",
                ];
                let run: String = (0..r.next(400)).map(|_| cue[r.next(cue.len())]).collect();
                bytes.splice(at..at, run.into_bytes());
            }
            _ => bytes = bytes.iter().rev().copied().collect(),
        }
        if bytes.len() > 200_000 {
            bytes.truncate(200_000);
        }
    }
    (name.clone(), bytes)
}

/// Reads one input in every way that fits it; returns the time of the slowest record.
fn read(reader: &Reader, name: &str, bytes: &[u8], form: Format) -> Duration {
    let mut worst = Duration::ZERO;
    let start = Instant::now();
    for record in records(name, bytes, form, &Limits::default()) {
        if let Ok(record) = record {
            let json = reader.record(&record).json();
            std::hint::black_box(serde_json::to_string(&json).map(|s| s.len()).unwrap_or(0));
        }
        worst = worst.max(start.elapsed());
    }
    worst.max(start.elapsed())
}

/// Reads `count` mutated inputs from number `from` on, then the few that are large by design.
/// None may take longer than `most`.
pub fn run(reader: &Reader, count: u64, from: u64, most: Duration) -> Result<()> {
    let seeds = seeds(Path::new("demo"))?;
    let (slowest, failed) = (AtomicU64::new(0), AtomicU64::new(0));
    let watch = |what: &dyn Fn() -> String, f: &mut dyn FnMut() -> Duration| match catch_unwind(
        AssertUnwindSafe(f),
    ) {
        Ok(took) => {
            let ms = took.as_millis() as u64;
            slowest.fetch_max(ms, Ordering::Relaxed);
            if took > most {
                failed.fetch_add(1, Ordering::Relaxed);
                println!("{}: {ms} ms", what());
            }
        }
        Err(_) => {
            failed.fetch_add(1, Ordering::Relaxed);
            println!("{}: panic", what());
        }
    };
    let forms = [
        Format::Auto,
        Format::Auto,
        Format::Html,
        Format::Text,
        Format::Warc,
        Format::Feed,
        Format::Telegram,
        Format::Jsonl,
        Format::Csv,
    ];
    let start = Instant::now();
    (from..from + count).into_par_iter().for_each(|n| {
        let (name, bytes) = mutate(&seeds, n);
        let form = forms[n as usize % forms.len()];
        watch(&|| format!("input {n}"), &mut || read(reader, &name, &bytes, form));
    });
    println!(
        "{count} mutated inputs in {:.0} s, slowest {} ms, {} failed",
        start.elapsed().as_secs_f64(),
        slowest.swap(0, Ordering::Relaxed),
        failed.load(Ordering::Relaxed)
    );
    for (name, make) in large() {
        let bytes = make();
        let before = failed.load(Ordering::Relaxed);
        watch(&|| name.to_owned(), &mut || read(reader, name, &bytes, Format::Auto));
        let peak = crate::archive::peak_kb(std::process::id()).unwrap_or(0.0) / 1024.0;
        let told = if failed.load(Ordering::Relaxed) > before { "FAILED" } else { "ok" };
        println!(
            "{told} {name}: {} MB in, {} ms, peak memory so far {peak:.0} MB",
            bytes.len() >> 20,
            slowest.swap(0, Ordering::Relaxed)
        );
    }
    let peak = crate::archive::peak_kb(std::process::id()).unwrap_or(0.0) / 1024.0;
    if failed.load(Ordering::Relaxed) > 0 || peak > 1024.0 {
        bail!("{} inputs failed; peak memory {peak:.0} MB", failed.load(Ordering::Relaxed));
    }
    println!("no panic, none over {} s, peak memory {peak:.0} MB", most.as_secs());
    Ok(())
}

type Make = Box<dyn Fn() -> Vec<u8>>;

/// Inputs that are large or deep by design, made one at a time, so that memory is that of the reading.
fn large() -> Vec<(&'static str, Make)> {
    const WORDS: &str = "قصف على أطراف القرية ";
    fn nested(tag: &'static str, n: usize) -> Make {
        Box::new(move || {
            let (open, close) = (format!("<{tag}>").repeat(n), format!("</{tag}>").repeat(n));
            format!("<html><body>{open}نص{close}").into_bytes()
        })
    }
    fn repeated(before: &'static str, part: &'static str, n: usize, after: &'static str) -> Make {
        Box::new(move || {
            let mut out = Vec::with_capacity(before.len() + part.len() * n + after.len());
            out.extend_from_slice(before.as_bytes());
            (0..n).for_each(|_| out.extend_from_slice(part.as_bytes()));
            out.extend_from_slice(after.as_bytes());
            out
        })
    }
    let line = 50_000_000 / WORDS.len();
    vec![
        ("line.txt", repeated("", WORDS, line, "")),
        ("line.jsonl", repeated("{\"id\":\"1\",\"text\":\"", WORDS, line, "\"}")),
        ("words.txt", repeated("", "و", 10_000_000, "")),
        ("lines.txt", repeated("", "قصف\n", 3_000_000, "")),
        ("deep-div.html", nested("div", 300_000)),
        ("deep-b.html", nested("b", 300_000)),
        ("deep-table.html", nested("table><tr><td", 100_000)),
        ("open.html", repeated("", "<a href=x>", 500_000, "")),
        ("attributes.html", repeated("<div ", "a=b ", 2_000_000, ">نص</div>")),
        ("entities.html", repeated("<p>", "&amp;", 2_000_000, "</p>")),
        ("deep.json", repeated("{\"messages\":", "[", 5_000_000, "")),
        ("deep.xml", repeated("<rss><channel>", "<a>", 1_000_000, "")),
        ("bomb.warc.gz", Box::new(bomb)),
        ("zeros.bin", repeated("", "\0", 20 << 20, "")),
        ("quotes.csv", repeated("id,text\n1,\"", "\"\"", 5_000_000, "")),
    ]
}

/// A WARC record of a thousand million bytes in a gzip member of a few million.
fn bomb() -> Vec<u8> {
    let size = 1_000_000_000usize;
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2026-02-11T00:00:00Z\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {size}\r\n\r\n"
    );
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let part = vec![b'a'; 1 << 20];
    let _ = out.write_all(head.as_bytes());
    for _ in 0..size >> 20 {
        let _ = out.write_all(&part);
    }
    out.finish().unwrap_or_default()
}
