//! Where a word's clitics end and its stem begins.

use crate::Clitics;

/// How a word is cut, in bytes of its normalised form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Cut {
    pub clitics: Clitics,
    /// Bytes of «و ف ب ل ك س», two each.
    pub proclitics: u8,
    /// Bytes of «ال», or of the «ل» that is left of it in «لل…».
    pub article: u8,
    /// Bytes of the pronoun.
    pub enclitic: u8,
}

/// Words that begin with a letter that looks like a conjunction.
const WHOLE: &[&str] = &[
    "وزير",
    "وزاره",
    "وكاله",
    "وفد",
    "وفق",
    "وسط",
    "وصل",
    "وضع",
    "وقع",
    "وقف",
    "وقت",
    "ولايه",
    "وطن",
    "وحده",
    "واحد",
    "واشنطن",
    "وجه",
    "وجود",
    "وقال",
    "ورشه",
    "وقود",
    "ولد",
    "وزراء",
    "ورد",
    "واقع",
    "وثيقه",
    "وباء",
    "والد",
    "والده",
];

/// Cuts one word. `teh` says that its last letter was written «ة».
pub(crate) fn cut(word: &str, teh: bool) -> Cut {
    let mut cut = Cut::default();
    let letters = |s: &str| s.len() / 2;
    let mut rest = word;
    if !word.bytes().all(|b| b >= 0x80) || WHOLE.contains(&word) {
        return cut;
    }
    if let Some(r) = rest.strip_prefix('و').filter(|r| letters(r) >= 3) {
        cut.clitics.conjunction = Some('و');
        cut.proclitics += 2;
        rest = r;
    } else if let Some(r) = rest.strip_prefix('ف').filter(|r| r.starts_with("ال") && letters(r) >= 5) {
        cut.clitics.conjunction = Some('ف');
        cut.proclitics += 2;
        rest = r;
    }
    for p in ['ب', 'ل', 'ك'] {
        if let Some(r) = rest.strip_prefix(p)
            && letters(r) >= 4
            && (p == 'ل' && r.starts_with('ل') || p != 'ل' && r.starts_with("ال"))
        {
            cut.clitics.preposition = Some(p);
            cut.proclitics += 2;
            rest = r;
            if p == 'ل' {
                cut.clitics.article = true;
                cut.article = 2;
                rest = &rest[2..];
            }
            break;
        }
    }
    if let Some(r) = rest.strip_prefix("ال").filter(|r| letters(r) >= 2 && cut.article == 0) {
        cut.clitics.article = true;
        cut.article = 4;
        rest = r;
    } else if let Some(r) = rest.strip_prefix('س')
        && letters(r) >= 4
        && r.starts_with(['ي', 'ت', 'ن'])
        && cut.article == 0
    {
        cut.clitics.future = true;
        cut.proclitics += 2;
        rest = r;
    }
    if !teh && !cut.clitics.article {
        for e in ["هما", "هم", "ها", "هن", "ه", "نا"] {
            if rest.strip_suffix(e).is_some_and(|r| letters(r) >= 3) {
                cut.clitics.enclitic = true;
                cut.enclitic = e.len() as u8;
                break;
            }
        }
    }
    cut
}
