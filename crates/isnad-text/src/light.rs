//! The light stem, under which inflected forms of one word meet.

use crate::clitic::Cut;

/// The part of a stem (bytes from, to) that stays when inflection is taken off.
pub(crate) fn stem(stem: &str, cut: &Cut) -> (usize, usize) {
    let (mut a, mut b) = (0, stem.len());
    if !stem.bytes().all(|b| b >= 0x80) {
        return (a, b);
    }
    let letters = |a: usize, b: usize| (b - a) / 2;
    for s in ["تين", "تان", "ات", "ون", "ين", "ان", "وا", "تا", "ه", "ت", "ا"] {
        if stem.ends_with(s) && letters(a, b - s.len()) >= 3 {
            b -= s.len();
            break;
        }
    }
    if !cut.clitics.article
        && stem.starts_with(['ي', 'ت', 'ن'])
        && letters(a + 2, b) >= 3
        && (stem.ends_with("ون") || cut.clitics.future || stem.starts_with('ي'))
    {
        a += 2;
    }
    (a, b)
}
