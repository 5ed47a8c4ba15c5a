//! How often stems stand in running text, for choosing among the ways to cut a word.

use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Made by `isnad-lab` (`train_clitics`); see models/clitic-stems.md.
const DATA: &str = include_str!("../../../../models/clitic-stems.txt");

/// Natural logarithm of a frequency, in 1/64.
pub(crate) type Score = i32;

/// One unit of natural logarithm.
pub(crate) const ONE: Score = 64;

/// What closed-class words count at least.
const CLOSED: i16 = 5 * ONE as i16;

/// The stems and the logarithm of their frequency.
pub(crate) struct Stems(FxHashMap<&'static [u8], i16>);

impl Stems {
    /// The shipped list, read once.
    pub fn shipped() -> &'static Stems {
        static STEMS: OnceLock<Stems> = OnceLock::new();
        STEMS.get_or_init(|| Stems::read(DATA))
    }

    fn read(data: &'static str) -> Stems {
        let mut map = FxHashMap::with_capacity_and_hasher(data.len() / 9, Default::default());
        let mut score = 0i16;
        for line in data.lines() {
            if let Some(level) = line.strip_prefix('#').and_then(|n| n.parse::<i16>().ok()) {
                // Level n stands for 2^(n/2).
                score = (f32::from(level) * 0.346_57 * ONE as f32) as i16;
                continue;
            }
            for stem in line.split(' ').filter(|s| !s.is_empty()) {
                map.insert(stem.as_bytes(), score);
            }
        }
        for word in super::closed::whole() {
            let known = map.entry(word.as_bytes()).or_insert(0);
            *known = (*known).max(CLOSED);
        }
        Stems(map)
    }

    /// Whether `body` with «ة» after it is known.
    pub fn knows_with_teh(&self, body: &str) -> bool {
        let mut key = [0u8; 60];
        let end = body.len() + 2;
        if end > key.len() {
            return false;
        }
        key[..body.len()].copy_from_slice(body.as_bytes());
        key[body.len()..end].copy_from_slice("ة".as_bytes());
        self.get(&key[..end]).is_some()
    }

    /// Logarithm of a stem's frequency, if it is known.
    #[inline]
    pub fn get(&self, stem: &[u8]) -> Option<Score> {
        self.0.get(stem).map(|&s| Score::from(s))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_list_is_sound() {
        let stems = Stems::shipped();
        assert!(stems.0.len() > 10_000);
        for line in DATA.lines() {
            assert!(
                line.strip_prefix('#').map_or_else(
                    || line.split(' ').all(|s| crate::fold_text(s) == s.replace('ة', "ه") && s.len() >= 4),
                    |n| n.parse::<u8>().is_ok()
                ),
                "{line}"
            );
        }
        assert!(stems.get("شكل".as_bytes()) > stems.get("قصف".as_bytes()));
    }
}
