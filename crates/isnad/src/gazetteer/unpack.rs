//! Lines of a file of places, plain or packed (.xz, .gz, .zip), with their numbers.
//!
//! *Does not*: hold a file in memory. A line longer than [`LONGEST_LINE`] is passed over and told; unpacking ends at
//! [`MOST_BYTES`].

use anyhow::{Context, Result, bail};
use indicatif::ProgressBar;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

/// Bytes of a line, at most. The longest of GeoNames has about 20,000.
pub const LONGEST_LINE: usize = 1 << 20;
/// Bytes of an unpacked file, at most. GeoNames' allCountries.txt has 1.6 GB.
pub const MOST_BYTES: u64 = 16 << 30;
/// KiB that the dictionary of an .xz file may take.
const XZ_MEMORY: u32 = 160 << 10;

/// A line that could not be given: it is too long, or not UTF-8.
pub type LineResult<'a> = std::result::Result<&'a str, String>;

/// Hands over each line with its number, from 1.
pub fn each_line(
    path: &Path,
    progress: &ProgressBar,
    mut take: impl FnMut(usize, LineResult<'_>) -> Result<()>,
) -> Result<()> {
    let file = File::open(path).with_context(|| format!("{}: cannot be opened", path.display()))?;
    progress.set_length(file.metadata().map(|m| m.len()).unwrap_or(0));
    progress.set_position(0);
    let mut head = [0; 6];
    let n = (&file).read(&mut head).unwrap_or(0);
    let head = &head[..n];
    let read =
        || -> Result<_> { Ok(progress.wrap_read(BufReader::with_capacity(1 << 16, File::open(path)?))) };
    let packed = |what: &str| format!("{}: cannot be unpacked as {what}", path.display());
    if head.starts_with(b"\xfd7zXZ\0") {
        lines(lzma_rust2::XzReader::new_mem_limit(read()?, true, XZ_MEMORY), take)
            .with_context(|| packed("xz"))
    } else if head.starts_with(b"\x1f\x8b") {
        lines(flate2::read::MultiGzDecoder::new(read()?), take).with_context(|| packed("gzip"))
    } else if head.starts_with(b"PK\x03\x04") {
        let mut zip =
            zip::ZipArchive::new(BufReader::new(File::open(path)?)).with_context(|| packed("zip"))?;
        let name = table_of(&mut zip, path).with_context(|| packed("zip"))?;
        let entry = zip.by_name(&name).with_context(|| packed("zip"))?;
        progress.set_length(entry.size());
        lines(progress.wrap_read(entry), take).with_context(|| packed("zip"))
    } else if head.starts_with(b"BZh") {
        bail!("{}: bzip2 is not read; unpack it with bunzip2 first", path.display())
    } else {
        lines(read()?, &mut take).with_context(|| format!("{}: cannot be read", path.display()))
    }
}

/// The table among the entries of a zip: the largest .txt, .tsv or .csv that is no readme.
fn table_of(zip: &mut zip::ZipArchive<BufReader<File>>, path: &Path) -> Result<String> {
    let mut best: Option<(u64, String)> = None;
    for n in 0..zip.len() {
        let entry = zip.by_index(n)?;
        let name = entry.name()?.into_owned();
        let lower = name.to_lowercase();
        let table = [".txt", ".tsv", ".csv"].iter().any(|e| lower.ends_with(e));
        if table && !lower.contains("readme") && best.as_ref().is_none_or(|b| entry.size() > b.0) {
            best = Some((entry.size(), name));
        }
    }
    match best {
        Some((_, name)) => Ok(name),
        None => bail!("{}: there is no .txt, .tsv or .csv file in it", path.display()),
    }
}

fn lines(read: impl Read, mut take: impl FnMut(usize, LineResult<'_>) -> Result<()>) -> Result<()> {
    let mut read = BufReader::with_capacity(1 << 16, read.take(MOST_BYTES));
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        let n = (&mut read).take(LONGEST_LINE as u64 + 1).read_until(b'\n', &mut line)?;
        if n == 0 {
            break;
        }
        number += 1;
        if line.len() > LONGEST_LINE && line.last() != Some(&b'\n') {
            skip_line(&mut read)?;
            take(number, Err(format!("the line is longer than {LONGEST_LINE} bytes")))?;
            continue;
        }
        while line.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
            line.pop();
        }
        let from = if number == 1 && line.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        match std::str::from_utf8(&line[from..]) {
            Ok(text) => take(number, Ok(text))?,
            Err(e) => take(
                number,
                Err(format!("the bytes are not UTF-8 (byte {} of the line)", e.valid_up_to() + 1)),
            )?,
        }
    }
    if read.get_ref().limit() == 0 {
        bail!("it is larger than {} GiB unpacked; the rest was not read", MOST_BYTES >> 30);
    }
    Ok(())
}

/// Passes over what is left of a line.
fn skip_line(read: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let buffer = read.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let (n, done) = match buffer.iter().position(|&b| b == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), false),
        };
        read.consume(n);
        if done {
            return Ok(());
        }
    }
}

/// Writes a file beside its place and then puts it there, so that a reader sees the old one or the new one, whole.
pub fn write_atomically(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".new-{}", std::process::id()));
    let beside = std::path::PathBuf::from(name);
    let done: Result<()> = (|| {
        let mut out = std::io::BufWriter::new(File::create(&beside)?);
        write(&mut out)?;
        out.into_inner().map_err(|e| e.into_error())?.sync_all()?;
        std::fs::rename(&beside, path)?;
        Ok(())
    })();
    if done.is_err() {
        _ = std::fs::remove_file(&beside);
    }
    done.with_context(|| format!("{}: cannot be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_broken_lines_are_told_and_the_rest_goes_on() {
        let mut bytes = b"\xef\xbb\xbfone\r\n".to_vec();
        bytes.extend(vec![b'x'; LONGEST_LINE + 10]);
        bytes.extend(b"\nb\xffd\nlast");
        let mut seen = Vec::new();
        lines(&bytes[..], |n, l| {
            seen.push((n, l.map(str::to_owned).map_err(|_| ())));
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, [(1, Ok("one".into())), (2, Err(())), (3, Err(())), (4, Ok("last".into()))]);
    }
}
