//! Classes of cue words (lexicon/page-cues.toml) found in a piece: features of the model, never rules.

use crate::letter;
use isnad_text::fold_text;
use rustc_hash::FxHashMap as HashMap;
use serde::Deserialize;
use std::sync::OnceLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    class: Vec<Class>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Class {
    name: String,
    phrases: Vec<String>,
}

/// The longest phrase, in words.
const LONGEST: usize = 6;

/// Phrases by their words, each with the classes that hold it as bits.
pub struct Cues {
    phrases: HashMap<String, u32>,
    /// By first word: the words of the longest phrase that begins with it.
    firsts: HashMap<String, usize>,
    classes: usize,
}

/// The words of `text` in the form in which cues and features are compared.
pub fn words(text: &str) -> Vec<String> {
    fold_text(text)
        .split(|c: char| !letter::alphanumeric(c) && !matches!(c, '#' | '@' | '_' | '\''))
        .filter(|w| !w.is_empty())
        .map(|w| {
            w.chars()
                .map(|c| match c {
                    '0'..='9' => '0',
                    '\u{620}'..='\u{64a}' | 'a'..='z' => c,
                    _ => c.to_lowercase().next().unwrap_or(c),
                })
                .collect()
        })
        .collect()
}

impl Cues {
    /// The classes that ship with the program.
    pub fn shipped() -> &'static Cues {
        static ONCE: OnceLock<Cues> = OnceLock::new();
        ONCE.get_or_init(|| {
            Cues::parse(include_str!("../../../../lexicon/page-cues.toml")).expect("checked by a test")
        })
    }

    /// Reads the lexicon's form.
    ///
    /// # Errors
    /// What is wrong with it, for a person.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let file: File = toml::from_str(toml).map_err(|e| format!("lexicon/page-cues.toml: {e}"))?;
        if file.class.len() > 32 {
            return Err("lexicon/page-cues.toml: more than 32 classes".into());
        }
        let mut phrases: HashMap<String, u32> = HashMap::default();
        let mut firsts: HashMap<String, usize> = HashMap::default();
        for (k, class) in file.class.iter().enumerate() {
            for phrase in &class.phrases {
                let ws = words(phrase);
                if ws.is_empty() || ws.len() > LONGEST {
                    return Err(format!(
                        "lexicon/page-cues.toml: class {}: '{phrase}' has {} words, expected 1 to {LONGEST}",
                        class.name,
                        ws.len()
                    ));
                }
                *phrases.entry(ws.join(" ")).or_default() |= 1 << k;
                let longest = firsts.entry(ws[0].clone()).or_default();
                *longest = ws.len().max(*longest);
            }
        }
        Ok(Cues { phrases, firsts, classes: file.class.len() })
    }

    /// Number of classes.
    pub fn len(&self) -> usize {
        self.classes
    }

    /// Whether there is no class.
    pub fn is_empty(&self) -> bool {
        self.classes == 0
    }

    /// The classes found in `words` as bits, and how many words belong to a phrase of each class.
    pub fn find(&self, words: &[String]) -> (u32, Vec<u16>) {
        let mut bits = 0;
        let mut covered = vec![0u16; self.classes];
        let mut key = String::new();
        for start in 0..words.len() {
            let Some(&longest) = self.firsts.get(&words[start]) else { continue };
            key.clear();
            for (n, w) in words[start..].iter().take(longest).enumerate() {
                if n > 0 {
                    key.push(' ');
                }
                key.push_str(w);
                if let Some(&classes) = self.phrases.get(&key) {
                    bits |= classes;
                    for (k, c) in covered.iter_mut().enumerate() {
                        if classes >> k & 1 == 1 {
                            *c = c.saturating_add(n as u16 + 1);
                        }
                    }
                }
            }
        }
        (bits, covered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_classes_are_sound_and_match_folded_words() {
        let cues = Cues::shipped();
        assert!(cues.len() > 15 && !cues.is_empty());
        let class = |text: &str| cues.find(&words(text)).0;
        assert_eq!(class("إقرأ أيضاً: خبر") & class("اقرأ ايضا"), class("اقرأ ايضا"));
        assert_eq!(class("النجار والحداد"), 0);
    }

    #[test]
    fn a_phrase_too_long_is_told() {
        let wrong = "[[class]]\nname = \"x\"\nphrases = [\"a b c d e f g\"]\n";
        assert!(Cues::parse(wrong).is_err_and(|e| e.contains("7 words")));
    }
}
