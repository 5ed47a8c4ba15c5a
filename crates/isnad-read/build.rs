//! Hashes the lexicons, gazetteers and models that are built into the program, so that every reading can say by
//! which knowledge it was made.

use sha2::{Digest, Sha256};
use std::path::Path;

fn hash(folders: &[&str]) -> String {
    let mut sum = Sha256::new();
    for folder in folders {
        let path = Path::new("../..").join(folder);
        println!("cargo::rerun-if-changed={}", path.display());
        let mut files: Vec<_> = std::fs::read_dir(&path)
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
            .filter_map(|e| Some(e.ok()?.path()))
            .filter(|p| p.is_file() && p.extension().is_some_and(|e| e != "md" && e != "py"))
            .collect();
        files.sort();
        for file in files {
            sum.update(file.file_name().map(|n| n.as_encoded_bytes()).unwrap_or_default());
            sum.update(std::fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display())));
        }
    }
    sum.finalize().iter().take(6).map(|b| format!("{b:02x}")).collect()
}

fn main() {
    println!("cargo::rustc-env=ISNAD_LEXICON={}", hash(&["lexicon", "gazetteer"]));
    println!("cargo::rustc-env=ISNAD_MODELS={}", hash(&["models"]));
}
