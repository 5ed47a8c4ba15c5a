//! The archive under load: `isnad add` over the Airwars texts, once, twice, and killed at random moments.

use crate::shared::Shared;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn program() -> Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name("isnad");
    if !path.exists() {
        bail!("{} is not there: build it first (cargo build --release -p isnad)", path.display());
    }
    Ok(path)
}

fn add(sources: &Path, archive: &Path) -> Result<Child> {
    Ok(Command::new(program()?)
        .args(["--quiet", "add", "--input", "jsonl", "--archive"])
        .arg(archive)
        .arg(sources)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?)
}

/// Waits for the child and returns its peak memory in MB.
fn finish(mut child: Child) -> Result<f64> {
    let mut peak = 0.0f64;
    loop {
        if let Some(kb) = peak_kb(child.id()) {
            peak = peak.max(kb / 1024.0);
        }
        if let Some(status) = child.try_wait()? {
            if !status.success() {
                let mut told = String::new();
                if let Some(mut e) = child.stderr.take() {
                    std::io::Read::read_to_string(&mut e, &mut told)?;
                }
                bail!("isnad add ended with {status}: {told}");
            }
            return Ok(peak);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Peak resident memory of a process in kB, where /proc tells.
pub fn peak_kb(pid: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// What `isnad archive check` says.
fn check(archive: &Path) -> Result<String> {
    let out = Command::new(program()?).args(["archive", "check", "--archive"]).arg(archive).output()?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    if !out.status.success() {
        bail!("check of {}: {text}{}", archive.display(), String::from_utf8_lossy(&out.stderr));
    }
    let counts = text.lines().next().context("check prints counts")?;
    let content = text.lines().nth(1).context("check prints the content's hash")?;
    let counts = counts.split_once(": ").map_or(counts, |c| c.1);
    Ok(format!("{counts}; {content}"))
}

/// Adds once, again, and with `kills` kills at random moments; all must hold the same.
pub fn kill(shared: &Shared, work: &Path, kills: u32) -> Result<()> {
    let sources = shared.path("airwars/dev/sources.jsonl");
    let fresh = |name: &str| -> Result<PathBuf> {
        let path = work.join(name);
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
        }
        Ok(path)
    };
    let clean = fresh("clean.db")?;
    let start = Instant::now();
    let peak = finish(add(&sources, &clean)?)?;
    let took = start.elapsed();
    let want = check(&clean)?;
    println!("clean run: {:.1} s, peak memory {peak:.0} MB\n  {want}", took.as_secs_f64());
    finish(add(&sources, &clean)?)?;
    let again = check(&clean)?;
    println!(
        "second run: {}",
        if again == want { "adds nothing".to_owned() } else { format!("DIFFERS\n  {again}") }
    );
    let killed = fresh("killed.db")?;
    let mut random = 0x2545_f491_4f6c_dd1du64;
    for k in 0..kills {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        // Moments spread over the whole of a clean run, so that early and late ones are met.
        let moment = took.mul_f64((random % 1000) as f64 / 1000.0 * (f64::from(k) + 1.0) / f64::from(kills));
        let mut child = add(&sources, &killed)?;
        std::thread::sleep(moment);
        child.kill()?;
        child.wait()?;
        let held = if killed.exists() {
            check(&killed).unwrap_or_else(|e| format!("(cannot be checked yet: {e})"))
        } else {
            "nothing yet".into()
        };
        println!("killed after {:>5} ms: {held}", moment.as_millis());
    }
    finish(add(&sources, &killed)?)?;
    let held = check(&killed)?;
    println!("finished: {held}");
    if held != want || again != want {
        bail!("the archives differ");
    }
    println!("after {kills} kills the archive holds exactly what a clean run holds");
    Ok(())
}
