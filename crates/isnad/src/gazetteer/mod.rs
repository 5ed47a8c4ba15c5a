//! `isnad gazetteer`: places of the user's own, and the reader that knows them.

mod geonames;
mod import;
mod store;
mod unpack;
mod wof;

use crate::args::{GazetteerCommand, Places, ReaderKind, Reading};
use crate::work::bar;
use anyhow::{Context, Result, bail};
use import::{Form, read};
use isnad_read::{Gazetteer, Knowledge, Reader};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use store::{Source, Store, default_dir};

/// The reader that the arguments ask for, or this kind.
pub fn reader(reading: &Reading, kind: ReaderKind) -> Result<Reader> {
    let reader = knowing(&reading.places)?;
    Ok(match reading.reader.unwrap_or(kind) {
        ReaderKind::Fast => reader,
        ReaderKind::Deep => reader.deep(),
    })
}

/// A reader with the shipped places, and with the user's own on top where there are any.
fn knowing(places: &Places) -> Result<Reader> {
    let store = match &places.gazetteer {
        Some(dir) if dir.as_os_str() == "none" => return Ok(Reader::new()),
        Some(dir) => {
            let store = Store::at(dir);
            if !store.is_there() {
                bail!(
                    "{}: there is no gazetteer here; make one with: isnad gazetteer add FILE --gazetteer {0}",
                    dir.display()
                );
            }
            store
        }
        None => match default_dir().map(|d| Store::at(&d)).filter(Store::is_there) {
            Some(store) => store,
            None => return Ok(Reader::new()),
        },
    };
    let own = store.open()?;
    let mark = own.mark();
    Ok(Reader::with(Knowledge::shipped()?.with_places(&own)?, mark.as_ref()))
}

/// The folder that a `gazetteer` command works on.
fn folder(places: &Places) -> Result<PathBuf> {
    match &places.gazetteer {
        Some(dir) if dir.as_os_str() == "none" => {
            bail!("--gazetteer none has no folder to work on: name one")
        }
        Some(dir) => Ok(dir.clone()),
        None => {
            default_dir().context("neither XDG_DATA_HOME nor HOME is set: name a folder with --gazetteer DIR")
        }
    }
}

/// Runs the command; gives the number of lines and files that could not be read.
pub fn run(command: &GazetteerCommand, quiet: bool) -> Result<u64> {
    match command {
        GazetteerCommand::Add { files, name, places } => {
            if name.is_some() && files.len() > 1 {
                bail!("--name is for one file; {} were given", files.len());
            }
            add(&Store::at(&folder(places)?), files, name.as_deref(), quiet)
        }
        GazetteerCommand::List { places } => list(&Store::at(&folder(places)?)).map(|()| 0),
        GazetteerCommand::Remove { names, places } => remove(&Store::at(&folder(places)?), names).map(|()| 0),
        GazetteerCommand::Rebuild { places } => {
            let store = Store::at(&folder(places)?);
            let _lock = store.lock()?;
            let sources = store.sources()?;
            told(&store, store.commit(&sources)?.as_ref())?;
            Ok(0)
        }
    }
}

fn add(store: &Store, files: &[PathBuf], name: Option<&str>, quiet: bool) -> Result<u64> {
    let _lock = store.lock()?;
    let mut sources = store.sources()?;
    let (mut errors, mut any) = (0, false);
    for file in files {
        match import_one(store, file, name, quiet) {
            Ok((source, bad)) => {
                errors += bad;
                any = true;
                // A newer dump takes the place of the older one of its name, and comes last.
                sources.retain(|s| s.name != source.name);
                sources.push(source);
            }
            Err(e) => {
                eprintln!("isnad: {}", crate::terminal::plain(&format!("{e:#}")));
                errors += 1;
            }
        }
    }
    if any {
        told(store, store.commit(&sources)?.as_ref())?;
    }
    Ok(errors)
}

/// Imports one file into the folder of sources.
fn import_one(store: &Store, file: &Path, name: Option<&str>, quiet: bool) -> Result<(Source, u64)> {
    if !file.exists() {
        bail!("{}: there is no such file", file.display());
    }
    let form = import::form(file)?;
    let name = source_name(name, file)?;
    let progress = bar(0, quiet);
    progress.set_message(name.clone());
    let rows = store.rows_of(&name);
    let raw = rows.with_extension(format!("raw-{}", std::process::id()));
    let done = (|| {
        let mut counts = import::Counts::default();
        let mut provinces = std::collections::HashMap::new();
        unpack::write_atomically(&raw, |out| {
            (counts, provinces) = read(file, form, out, &progress)?;
            Ok(())
        })?;
        if counts.kept == 0 {
            bail!(
                "{}: no place with an Arabic name in it ({} rows without, {} of other kinds, {} bad)",
                file.display(),
                counts.without_arabic,
                counts.other_kinds,
                counts.bad
            );
        }
        unpack::write_atomically(&rows, |out| {
            for line in BufReader::new(std::fs::File::open(&raw)?).lines() {
                let line = line?;
                match form {
                    Form::GeoNames | Form::WhosOnFirst => {
                        writeln!(out, "{}", import::with_province(&line, &provinces))?
                    }
                    Form::Own | Form::AlternateNames => writeln!(out, "{line}")?,
                }
            }
            Ok(())
        })?;
        Ok(counts)
    })();
    _ = std::fs::remove_file(&raw);
    progress.finish_and_clear();
    let counts = done?;
    println!(
        "{name}: {} {} ({}); passed over: {} without an Arabic name, {} of kinds that are not kept, {} bad",
        counts.kept,
        if form == Form::AlternateNames { "names" } else { "places" },
        form.label(),
        counts.without_arabic,
        counts.other_kinds,
        counts.bad
    );
    let added = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    Ok((Source { name, form, file: file.display().to_string(), rows: counts.kept, added }, counts.bad))
}

/// The name under which a file is kept: as given, or the file's own without its endings.
fn source_name(given: Option<&str>, file: &Path) -> Result<String> {
    let own = file.canonicalize().ok().and_then(|f| Some(f.file_name()?.to_string_lossy().into_owned()));
    let name = match given {
        Some(name) => name.to_owned(),
        None => {
            let own = own.unwrap_or_default();
            own.split('.').next().unwrap_or("").chars().filter(|c| is_name(*c)).take(80).collect()
        }
    };
    if name.is_empty() || !name.chars().all(is_name) || name.chars().count() > 80 {
        bail!("'{name}' cannot name a list: letters, digits, - and _ are allowed; give one with --name");
    }
    Ok(name)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

fn remove(store: &Store, names: &[String]) -> Result<()> {
    let _lock = store.lock()?;
    let mut sources = store.sources()?;
    for name in names {
        if !sources.iter().any(|s| s.name == *name) {
            let known: Vec<&str> = sources.iter().map(|s| s.name.as_str()).collect();
            let known = if known.is_empty() { "nothing".to_owned() } else { known.join(", ") };
            bail!("'{name}' was not added; there is: {known}");
        }
    }
    sources.retain(|s| !names.contains(&s.name));
    let index = store.commit(&sources)?;
    for name in names {
        let path = store.rows_of(name);
        std::fs::remove_file(&path).with_context(|| format!("{}: cannot be removed", path.display()))?;
        println!("{name}: removed");
    }
    told(store, index.as_ref())
}

fn list(store: &Store) -> Result<()> {
    let shipped = Gazetteer::shipped()?;
    println!("shipped: {} places, {} names", shipped.len(), shipped.names());
    for s in store.sources()? {
        let what = if s.form == Form::AlternateNames { "names" } else { "places" };
        println!("{}: {} {what} ({}), added {} from {}", s.name, s.rows, s.form.label(), s.added, s.file);
    }
    if !store.is_there() {
        println!("no places of your own in {}", store.dir().display());
        return Ok(());
    }
    let own = store.open()?;
    if !own.is_whole() {
        bail!("{}: the index is damaged; make it anew with: isnad gazetteer rebuild", store.dir().display());
    }
    told(store, Some(&own))
}

/// Says what the index holds.
fn told(store: &Store, index: Option<&Gazetteer>) -> Result<()> {
    let dir = store.dir().display();
    match index {
        Some(g) => println!(
            "{dir}: {} places, {} names, version {}; used by read, add and reread",
            g.len(),
            g.names(),
            g.mark().map_or(String::new(), |m| m.short(8))
        ),
        None => println!("{dir}: no places of your own any more"),
    }
    Ok(())
}
