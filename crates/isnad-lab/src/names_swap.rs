//! Training texts in which names are swapped for listed names of the same kind.
//!
//! *Comes in*: annotated texts ([`Columns`]) and the lists of names that the tagger's features know. *Goes out*: copies in which
//! about half of the names are others of their kind. *Why*: the sets hold few of the names that news is made of, so a model trained on
//! them alone trusts the words that it has seen more than lists and context.

use crate::names_data::Columns;
use std::collections::HashMap;

/// The lists, and a source of chance that gives the same copies every time.
#[derive(Debug)]
pub struct Swap {
    lists: HashMap<&'static str, Vec<&'static str>>,
    random: u64,
}

impl Swap {
    /// Over the lists of gazetteer/.
    pub fn shipped() -> Self {
        let files = [
            include_str!("../../../gazetteer/organisations.tsv"),
            include_str!("../../../gazetteer/persons.tsv"),
            include_str!("../../../gazetteer/names.tsv"),
        ];
        let mut lists: HashMap<&str, Vec<&str>> = HashMap::new();
        for (n, file) in files.into_iter().enumerate() {
            for line in file.lines().filter(|l| !l.starts_with('#')) {
                let Some((kind, names)) = line.split_once('\t') else { continue };
                if n < 2 || kind == "person" {
                    lists.entry(kind).or_default().extend(names.split('|'));
                }
            }
        }
        Swap { lists, random: 0x9e37_79b9_7f4a_7c15 }
    }

    fn below(&mut self, n: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random % n.max(1) as u64) as usize
    }

    /// A name of the same kind with as many words as may be, or `None` where no list has such.
    fn other(&mut self, tag: &str, fine: &str, words: usize) -> Option<Vec<&'static str>> {
        let list = match (tag, fine) {
            ("PER", _) if self.below(3) == 0 => "person",
            ("PER", _) => "fullname",
            ("ORG", "Sports") => "club",
            ("ORG", "Commercial") => "company",
            ("ORG", "Media") => "media",
            ("ORG", "Non-Governmental" | "Government") => "body",
            _ => return None,
        };
        let len = self.lists.get(list)?.len();
        let at = self.below(len);
        let name = *self.lists.get(list)?.get(at)?;
        let mut name: Vec<&str> = name.split_whitespace().collect();
        if tag == "PER" && words == 1 {
            let family = name.pop()?;
            name = vec![family];
        }
        Some(name)
    }

    /// A copy with other names; `None` where no name was swapped.
    pub fn copy(&mut self, c: &Columns) -> Option<Columns> {
        let mut out = Columns::default();
        let mut swapped = false;
        let mut i = 0;
        while i < c.words.len() {
            let kind = c.tags[i].strip_prefix("B-").unwrap_or("");
            let mut end = i + 1;
            while !kind.is_empty() && c.tags.get(end).and_then(|t| t.strip_prefix("I-")) == Some(kind) {
                end += 1;
            }
            let other = if kind.is_empty() || self.below(2) == 0 {
                None
            } else {
                self.other(kind, &c.fine[end - 1], end - i)
            };
            let Some(name) = other else {
                for j in i..end {
                    out.push(c.words[j].clone(), c.tags[j].clone());
                }
                i = end;
                continue;
            };
            let prefix = c.words[i].get(..c.prefix[i]).unwrap_or("");
            for (n, word) in name.iter().enumerate() {
                let word = match (n, prefix.ends_with('ل'), word.strip_prefix("ال")) {
                    (0, true, Some(rest)) => format!("{prefix}ل{rest}"),
                    (0, ..) => format!("{prefix}{word}"),
                    _ => (*word).to_owned(),
                };
                out.push(word, format!("{}-{kind}", if n == 0 { 'B' } else { 'I' }));
            }
            swapped = true;
            i = end;
        }
        swapped.then_some(out)
    }
}
