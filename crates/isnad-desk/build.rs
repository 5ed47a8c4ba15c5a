//! Builds the page from `web/` with npm, and embeds it.
//!
//! The sources are copied to the folder for outputs and built there, so that the source tree stays as it is. `npm ci` runs only
//! where package-lock.json changed. Without `web/`, without npm, where npm fails, or with `ISNAD_NO_WEB=1`, the program is built without the
//! page, with a warning, and says itself what is missing.

use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// What is not a source.
const NO_SOURCE: &[&str] = &["node_modules", "dist", "test-results", "playwright-report", ".vite", "e2e"];

fn main() {
    println!("cargo::rerun-if-env-changed=ISNAD_NO_WEB");
    println!("cargo::rerun-if-changed=build.rs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let web = root.join("web");
    let built = if env::var_os("ISNAD_NO_WEB").is_some_and(|v| v == "1") {
        Err("ISNAD_NO_WEB=1 is set".to_owned())
    } else {
        watch(&web);
        build(&web, &out.join("web")).map_err(|e| e.to_string())
    };
    let files = match built {
        Ok(dist) => embed(&dist).unwrap_or_else(|e| {
            println!("cargo::warning=the page of the desk cannot be embedded: {e}");
            Vec::new()
        }),
        Err(why) => {
            println!(
                "cargo::warning=the desk is built without its page: {why}. It needs Node 20 and npm; \
                 then: touch crates/isnad-desk/build.rs && cargo build"
            );
            Vec::new()
        }
    };
    let mut code = String::from("static FILES: &[File] = &[\n");
    let all: Vec<&str> = files.iter().map(|(path, ..)| path.as_str()).collect();
    for (path, file, hash) in &files {
        // What scripts/compress.mjs wrote beside a file is that file in another encoding, and none of its own.
        if path
            .rsplit_once('.')
            .is_some_and(|(of, e)| matches!(e, "br" | "gz") && all.binary_search(&of).is_ok())
        {
            continue;
        }
        let packed = |ending: &str| {
            let there = all.binary_search(&format!("{path}.{ending}").as_str()).is_ok();
            if there {
                format!("Some(include_bytes!({:?}))", format!("{file}.{ending}"))
            } else {
                "None".to_owned()
            }
        };
        let (br, gz) = (packed("br"), packed("gz"));
        let _ = writeln!(
            code,
            "    File {{ path: {path:?}, bytes: include_bytes!({file:?}), br: {br}, gz: {gz}, hash: {hash:?} }},"
        );
    }
    code.push_str("];\n");
    fs::write(out.join("page.rs"), code).expect("the folder for outputs can be written");
}

/// Runs again where a source changes; where there is no folder yet, when it comes. The folder itself is not watched: npm works in it.
fn watch(web: &Path) {
    let Ok(entries) = fs::read_dir(web) else {
        println!("cargo::rerun-if-changed={}", web.display());
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if !NO_SOURCE.contains(&name.to_string_lossy().as_ref()) {
            println!("cargo::rerun-if-changed={}", entry.path().display());
        }
    }
}

fn build(web: &Path, work: &Path) -> io::Result<PathBuf> {
    if !web.join("package-lock.json").is_file() {
        return Err(io::Error::other("crates/isnad-desk/web holds no package-lock.json"));
    }
    fs::create_dir_all(work)?;
    // Sources that went away must not stay in the copy.
    for entry in fs::read_dir(work)?.flatten() {
        let name = entry.file_name();
        if name == "node_modules" || name == ".locked" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    copy(web, work)?;
    let lock = hash(&fs::read(web.join("package-lock.json"))?);
    let locked = work.join(".locked");
    if fs::read_to_string(&locked).ok().as_deref() != Some(&lock) || !work.join("node_modules").is_dir() {
        npm(work, &["ci", "--no-audit", "--no-fund", "--ignore-scripts"])?;
        fs::write(&locked, &lock)?;
    }
    npm(work, &["run", "build"])?;
    let dist = work.join("dist");
    if !dist.join("index.html").is_file() {
        return Err(io::Error::other("npm run build made no dist/index.html"));
    }
    Ok(dist)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if NO_SOURCE.contains(&name.to_string_lossy().as_ref()) {
            continue;
        }
        let target = to.join(&name);
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn npm(folder: &Path, args: &[&str]) -> io::Result<()> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let done = Command::new(program)
        .args(args)
        .current_dir(folder)
        .output()
        .map_err(|e| io::Error::other(format!("npm cannot be run ({e})")))?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(if done.stderr.is_empty() { &done.stdout } else { &done.stderr })
        .into_owned();
    // npm tells its whole usage after what is wrong; builders tell what is wrong at the end.
    let told = said.lines().map(|l| l.trim_start_matches("npm error").trim());
    let told: Vec<&str> = told.filter(|l| !l.is_empty() && !l.starts_with("npm warn")).collect();
    let usage = told.iter().position(|l| l.starts_with("Usage:")).unwrap_or(told.len());
    let told = &told[usage.saturating_sub(8)..usage];
    Err(io::Error::other(format!("npm {} failed: {}", args.join(" "), told.join(" | "))))
}

/// Path below the root, absolute path, and hash of every file, in order of path.
fn embed(dist: &Path) -> io::Result<Vec<(String, String, String)>> {
    let mut out = Vec::new();
    let mut folders = vec![dist.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                folders.push(path);
                continue;
            }
            let below = path.strip_prefix(dist).map_err(io::Error::other)?;
            let below: Vec<String> =
                below.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
            let etag = hash(&fs::read(&path)?)[..16].to_owned();
            out.push((below.join("/"), path.to_string_lossy().into_owned(), etag));
        }
    }
    out.sort();
    Ok(out)
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}
