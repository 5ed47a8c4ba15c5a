//! Makes models/clitic-stems.txt: how often each stem stands in running text without its clitics.
//!
//! *Comes in*: the token columns of the FANE sets, whose «و», «ف» and pronouns are split by hand, while «ب», «ل», «ك», «س»
//! and «ال» stay on the word. *Goes out*: stems in levels of frequency. *Does not*: keep sentences or their order.
//!
//! A word that begins with «ب», «ل», «ك» or «س» is counted whole if the data show it behind «ال» or a verb prefix
//! («البلد», «يبدأ»), or do not show what is left without the letter; otherwise its rest is counted.

use isnad_text::fold_text;
use std::collections::{BTreeMap, HashMap};

/// Stems seen fewer times than this are left out.
const FEWEST: f64 = 2.0;

/// Words of closed classes that begin with these letters and are counted whole.
const CLOSED: &[&str] = &[
    "كان",
    "كانت",
    "كانوا",
    "كما",
    "كل",
    "كي",
    "كم",
    "كيف",
    "كذلك",
    "لكن",
    "لدى",
    "لدي",
    "لم",
    "لن",
    "لا",
    "لو",
    "ليس",
    "ليست",
    "لقد",
    "لما",
    "لكي",
    "بعد",
    "بعض",
    "بين",
    "بينما",
    "بل",
    "بن",
    "بنت",
    "بدون",
    "سوف",
    "سوي",
    "سواء",
];

/// Counts stems in token columns (`token<TAB>tag` lines) and writes the levels: a line `#n`, then a line of the stems
/// that were seen 2^(n/2) times or a little more.
pub fn train(columns: &[String]) -> String {
    let mut words: HashMap<String, f64> = HashMap::new();
    for line in columns.iter().flat_map(|c| c.lines()) {
        let given = line.split('\t').next().unwrap_or("").trim();
        let mut word = fold_text(given).trim().to_owned();
        if given.ends_with('ة') {
            // What was written «ة» is no pronoun; the list keeps the two apart.
            word.pop();
            word.push('ة');
        }
        if word.len() > 2
            && word.chars().all(|c| matches!(c, '\u{621}'..='\u{64a}' | 'پ' | 'چ' | 'ڤ' | 'گ' | 'ژ'))
        {
            *words.entry(word).or_default() += 1.0;
        }
    }
    let seen = |w: &str| words.get(w).copied().unwrap_or(0.0);
    let mut stems: HashMap<String, f64> = HashMap::new();
    for (word, &n) in &words {
        let mut bare = word.as_str();
        for p in ["ب", "ل", "ك", "س"] {
            if CLOSED.contains(&word.as_str()) {
                break;
            }
            let Some(rest) = word.strip_prefix(p).filter(|r| r.chars().count() >= 2) else { continue };
            let article = rest.starts_with("ال") && rest.chars().count() >= 5 && p != "ل" && p != "س";
            let joined = p == "ل" && rest.starts_with('ل') && rest.chars().count() >= 4;
            let future = p == "س";
            if future && !rest.starts_with(['ي', 'ت', 'ن', 'ا']) {
                continue;
            }
            let whole = seen(&format!("ال{word}"))
                + 0.5 * ["ي", "ت", "ن"].iter().map(|v| seen(&format!("{v}{word}"))).sum::<f64>();
            if joined {
                let with = seen(&format!("ال{rest}"));
                bare =
                    if with > 0.0 && with >= seen(&format!("ا{rest}")) { rest } else { &rest["ل".len()..] };
                break;
            }
            let split = if future { seen(rest) } else { seen(rest) + seen(&format!("ال{rest}")) };
            if (article && seen(&format!("ال{word}")) == 0.0 && split > 0.0)
                || (split >= 3.0 && whole < 0.02 * split && n < split * 2.0)
            {
                bare = rest;
            }
            break;
        }
        if let Some(rest) = bare.strip_prefix("ال").filter(|r| r.chars().count() >= 3) {
            bare = rest;
        }
        *stems.entry(bare.to_owned()).or_default() += n;
    }
    let mut levels: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for (stem, &n) in &stems {
        if n >= FEWEST {
            levels.entry((2.0 * n.log2()).floor() as u32).or_default().push(stem);
        }
    }
    let mut out = String::new();
    for (level, mut stems) in levels {
        stems.sort_unstable();
        out.push_str(&format!("#{level}\n{}\n", stems.join(" ")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_belong_to_the_word_stay() {
        let column = ["البلد", "بلد", "بلد", "بشكل", "شكل", "شكل", "الشكل", "شكل", "يبدأ", "بدأ", "بدأ"]
            .map(|w| format!("{w}\tO\n"))
            .concat();
        let stems = train(&[column]);
        for (stem, there) in [("بلد", true), ("شكل", true), ("بشكل", false), ("بدا", true)] {
            assert_eq!(stems.split_whitespace().any(|s| s == stem), there, "{stem}");
        }
    }
}
