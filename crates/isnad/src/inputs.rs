//! What the user named on the command line, as files in a fixed order.

use std::path::{Path, PathBuf};

/// One thing to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// Standard input, written `-`.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Input {
    /// The name under which it is reported.
    pub fn name(&self) -> String {
        match self {
            Input::Stdin => "-".into(),
            Input::File(path) => path.display().to_string(),
        }
    }

    /// Size in bytes, where it is known before reading.
    pub fn size(&self) -> Option<u64> {
        match self {
            Input::Stdin => None,
            Input::File(path) => std::fs::metadata(path).ok().map(|m| m.len()),
        }
    }
}

/// Files, folders (all files below, in order of name), glob patterns and `-`, in the order given. What is not there is
/// an error beside the rest, which goes on.
pub fn expand(paths: &[String]) -> (Vec<Input>, Vec<String>) {
    let (mut out, mut errors) = (Vec::new(), Vec::new());
    for given in paths {
        if given == "-" {
            out.push(Input::Stdin);
            continue;
        }
        let path = Path::new(given);
        if path.is_dir() {
            folder(path, &mut out, &mut errors);
        } else if path.exists() {
            out.push(Input::File(path.to_owned()));
        } else if given.contains(['*', '?', '[']) {
            pattern(given, &mut out, &mut errors);
        } else {
            errors.push(format!("{given}: there is no such file or folder"));
        }
    }
    (out, errors)
}

fn folder(path: &Path, out: &mut Vec<Input>, errors: &mut Vec<String>) {
    let before = out.len();
    let visible = |e: &walkdir::DirEntry| e.depth() == 0 || !e.file_name().to_string_lossy().starts_with('.');
    for entry in walkdir::WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(visible) {
        match entry {
            Ok(e) if e.file_type().is_file() => out.push(Input::File(e.into_path())),
            Ok(_) => {}
            Err(e) => errors.push(e.to_string()),
        }
    }
    if out.len() == before {
        errors.push(format!("{}: the folder holds no files", path.display()));
    }
}

fn pattern(given: &str, out: &mut Vec<Input>, errors: &mut Vec<String>) {
    let before = out.len();
    match glob::glob(given) {
        Err(e) => errors.push(format!("{given}: not a pattern: {e}")),
        Ok(found) => {
            for path in found {
                match path {
                    Ok(path) if path.is_dir() => folder(&path, out, errors),
                    Ok(path) => out.push(Input::File(path)),
                    Err(e) => errors.push(e.to_string()),
                }
            }
            if out.len() == before {
                errors.push(format!("{given}: the pattern matches no file"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_patterns_and_files_come_in_order_and_what_is_missing_is_told() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.txt", "sub/c.html", ".hidden"] {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let at = |s: &str| dir.path().join(s).display().to_string();
        let names = |given: &[String]| {
            let (found, errors) = expand(given);
            let found: Vec<String> =
                found.iter().map(|i| i.name().replace(&dir.path().display().to_string(), "")).collect();
            (found, errors.len())
        };
        assert_eq!(names(&[at("")]).0, ["/a.txt", "/b.txt", "/sub/c.html"]);
        assert_eq!(names(&[at("*.txt")]), (vec!["/a.txt".into(), "/b.txt".into()], 0));
        assert_eq!(names(&["-".into(), at("b.txt"), at("none")]), (vec!["-".into(), "/b.txt".into()], 1));
        assert_eq!(names(&[at("*.nothing")]).1, 1);
    }
}
