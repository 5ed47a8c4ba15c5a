//! The user's gazetteer on disk: the lists that were imported, and the index built from all of them.
//!
//! The folder holds `sources.json` (what was imported, in order), `sources/NAME.tsv` (its rows in our own form, or for
//! alternate names lines of geonameid and name) and `places.idx` (the index, which readings map into memory). Files are
//! replaced whole, under a lock, so that a reader sees the old state or the new one.

use super::import::Form;
use super::unpack::write_atomically;
use anyhow::{Context, Result, bail};
use isnad_read::{Bytes, Gazetteer, GazetteerBuilder, GazetteerError, PlaceRow};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One imported file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Name under which it is listed and removed.
    pub name: String,
    pub form: Form,
    /// The file as it was given.
    pub file: String,
    /// Places, or for alternate names names.
    pub rows: u64,
    /// Day of the import, UTC.
    pub added: String,
}

/// The folder.
pub struct Store {
    dir: PathBuf,
}

impl Store {
    pub fn at(dir: &Path) -> Self {
        Store { dir: dir.to_owned() }
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn index(&self) -> PathBuf {
        self.dir.join("places.idx")
    }

    pub fn rows_of(&self, name: &str) -> PathBuf {
        self.dir.join("sources").join(format!("{name}.tsv"))
    }

    /// Whether an index is there.
    pub fn is_there(&self) -> bool {
        self.index().exists()
    }

    /// Keeps other imports out until it is dropped.
    pub fn lock(&self) -> Result<File> {
        let making = || format!("{}: cannot be made", self.dir.display());
        std::fs::create_dir_all(self.dir.join("sources")).with_context(making)?;
        let file = File::create(self.dir.join("lock")).with_context(making)?;
        file.lock().with_context(|| format!("{}: cannot be locked", self.dir.display()))?;
        Ok(file)
    }

    /// What was imported, in order.
    pub fn sources(&self) -> Result<Vec<Source>> {
        let path = self.dir.join("sources.json");
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).with_context(|| {
                format!("{}: is damaged; remove the folder and add the files again", path.display())
            }),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(e) => Err(e).with_context(|| format!("{}: cannot be read", path.display())),
        }
    }

    /// Builds the index from these sources and then makes them the current ones.
    pub fn commit(&self, sources: &[Source]) -> Result<Option<Gazetteer>> {
        if sources.is_empty() {
            for path in [self.index(), self.dir.join("sources.json")] {
                if path.exists() {
                    std::fs::remove_file(&path)
                        .with_context(|| format!("{}: cannot be removed", path.display()))?;
                }
            }
            return Ok(None);
        }
        let image = self.build(sources)?;
        write_atomically(&self.index(), |out| Ok(out.write_all(&image)?))?;
        write_atomically(&self.dir.join("sources.json"), |out| {
            Ok(serde_json::to_writer_pretty(out, sources)?)
        })?;
        Ok(Some(Gazetteer::open(image.into())?))
    }

    fn build(&self, sources: &[Source]) -> Result<Vec<u8>> {
        let mut builder = GazetteerBuilder::new();
        let (names, places): (Vec<&Source>, Vec<&Source>) =
            sources.iter().partition(|s| s.form == Form::AlternateNames);
        for source in places {
            self.each_line(source, |line| {
                let row = PlaceRow::parse(line).map_err(anyhow::Error::msg)?;
                Ok(_ = builder.add(&row)?)
            })?;
        }
        // A name of a place that only the shipped list holds takes that place along.
        let mut wanted: HashSet<String> = HashSet::new();
        for source in &names {
            self.each_line(source, |line| {
                if let Some((id, _)) = line.split_once('\t')
                    && !builder.has_geonameid(id)
                {
                    wanted.insert(id.to_owned());
                }
                Ok(())
            })?;
        }
        for row in Gazetteer::packaged_rows().filter(|r| wanted.contains(r.geonameid)) {
            builder.add(&row)?;
        }
        for source in names {
            self.each_line(source, |line| {
                if let Some((id, name)) = line.split_once('\t') {
                    builder.add_name_of(id, name)?;
                }
                Ok(())
            })?;
        }
        Ok(builder.finish())
    }

    fn each_line(&self, source: &Source, mut take: impl FnMut(&str) -> Result<()>) -> Result<()> {
        let path = self.rows_of(&source.name);
        let file = File::open(&path)
            .with_context(|| format!("{}: cannot be opened; add {} again", path.display(), source.file))?;
        for (n, line) in BufReader::new(file).lines().enumerate() {
            line.map_err(anyhow::Error::from)
                .and_then(|l| take(&l))
                .with_context(|| format!("{}:{}", path.display(), n + 1))?;
        }
        Ok(())
    }

    /// Opens the index: maps it, and looks at its header only.
    pub fn open(&self) -> Result<Gazetteer> {
        let path = self.index();
        let file = File::open(&path).with_context(|| format!("{}: cannot be opened", path.display()))?;
        let bytes = Bytes::shared(Arc::new(
            map(&file).with_context(|| format!("{}: cannot be mapped", path.display()))?,
        ));
        match Gazetteer::open(bytes) {
            Ok(g) => Ok(g),
            Err(e @ GazetteerError::NotAnIndex { .. }) => {
                bail!("{}: {e}; make it anew with: isnad gazetteer rebuild", path.display())
            }
            Err(e) => Err(e.into()),
        }
    }
}

/// Maps a file for reading.
#[expect(
    unsafe_code,
    reason = "a mapped file is how an index opens in milliseconds; there is no safe call for it"
)]
fn map(file: &File) -> std::io::Result<memmap2::Mmap> {
    // SAFETY: the bytes may change under us only if the file is changed in place. We never do that (it is replaced whole,
    // by renaming), the folder is the user's own, and every access to the bytes is checked and copies what it reads.
    unsafe { memmap2::Mmap::map(file) }
}

/// The user's data directory for places: `$XDG_DATA_HOME/isnad/gazetteer`, or what stands for it.
pub fn default_dir() -> Option<PathBuf> {
    let var = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let base = var("XDG_DATA_HOME")
        .or_else(|| var("HOME").map(|h| h.join(".local/share")))
        .or_else(|| var("LOCALAPPDATA"))?;
    Some(base.join("isnad").join("gazetteer"))
}
