//! The data sets of ../shared: where they are, and their rows.

use anyhow::{Context, Result, bail};
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder of data sets. It is not part of a user's clone.
#[derive(Debug, Clone)]
pub struct Shared(PathBuf);

impl Shared {
    /// The folder, if it is there.
    pub fn open(path: &Path) -> Result<Self> {
        if !path.join("gold/dev.jsonl").exists() {
            bail!(
                "{} is not the folder of data sets: it has no gold/dev.jsonl. Measuring needs that folder, which is not part of a clone; name it with --shared DIR. Everything else works without it.",
                path.display()
            );
        }
        Ok(Shared(path.to_owned()))
    }

    /// A file inside.
    pub fn path(&self, part: &str) -> PathBuf {
        self.0.join(part)
    }

    /// All rows of a JSON lines file inside.
    pub fn rows<T: DeserializeOwned>(&self, part: &str) -> Result<Vec<T>> {
        rows(&self.path(part))
    }

    /// Runs one of the scorers, with its output on this terminal.
    pub fn score(&self, script: &str, args: &[&std::ffi::OsStr]) -> Result<()> {
        let status = Command::new("python3")
            .arg(self.path(script))
            .args(args)
            .status()
            .context("python3 runs the scorers")?;
        if !status.success() {
            bail!("{script} ended with {status}");
        }
        Ok(())
    }

    /// What a scorer that knows `--json` says.
    pub fn scored(&self, script: &str, args: &[std::ffi::OsString]) -> Result<serde_json::Value> {
        let out = Command::new("python3")
            .arg(self.path(script))
            .args(args)
            .arg("--json")
            .stderr(Stdio::inherit())
            .output()
            .context("python3 runs the scorers")?;
        if !out.status.success() {
            bail!("{script} ended with {}", out.status);
        }
        Ok(serde_json::from_slice(&out.stdout)?)
    }
}

/// All rows of a JSON lines file.
pub fn rows<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    text.lines()
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty())
        .map(|(k, l)| serde_json::from_str(l).with_context(|| format!("{}:{}", path.display(), k + 1)))
        .collect()
}

/// One source text of the Airwars set.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct SourceText {
    /// Identity.
    pub id: String,
    /// Address.
    pub url: String,
    /// Who published it, as the set names them.
    pub publisher: String,
    /// Title of the page.
    pub page_title: String,
    /// Dates that the page gives; often several, often the crawl's own.
    pub published_raw: String,
    /// When it was crawled.
    pub retrieved_at: String,
    /// The flattened page.
    pub text: String,
}

impl SourceText {
    fn host(&self) -> String {
        let host =
            self.url.split("://").nth(1).and_then(|r| r.split('/').next()).unwrap_or("").to_lowercase();
        host.trim_start_matches("www.").trim_start_matches("m.").to_owned()
    }

    /// Whether its address is a platform's, where accounts publish.
    pub fn is_post(&self) -> bool {
        let platform = ["facebook.com", "twitter.com", "x.com", "t.me", "youtube.com", "instagram.com"];
        let host = self.host();
        platform.iter().any(|p| host.strip_suffix(p).is_some_and(|sub| sub.is_empty() || sub.ends_with('.')))
    }

    /// What stands for the outlet when data are split by outlet: the host, or on a platform or in an archive the publisher.
    pub fn site(&self) -> String {
        let host = self.host();
        if self.is_post() || host.contains("archive") {
            self.publisher.to_lowercase().trim_matches(['\'', '@', ' ']).to_owned()
        } else {
            host
        }
    }
}

/// Fold of a site: the same for every run.
pub fn fold_of(site: &str, folds: u64) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for b in site.bytes() {
        h = (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    (h ^ (h >> 29)) % folds
}

/// Writes rows as JSON lines.
pub fn write_rows<T: serde::Serialize>(path: &Path, rows: impl IntoIterator<Item = T>) -> Result<()> {
    use std::io::Write;
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    let mut out = std::io::BufWriter::new(
        std::fs::File::create(path).with_context(|| format!("writing {}", path.display()))?,
    );
    for row in rows {
        serde_json::to_writer(&mut out, &row)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}
