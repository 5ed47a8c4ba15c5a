//! The light stem, under which inflected forms of one word meet.
//!
//! *Comes in*: a stem without clitics. *Goes out*: the part of it that inflection leaves alone. *Does not*: find roots:
//! broken plurals and hollow verbs («قال», «يقول») do not meet.
//!
//! One suffix goes (plural, dual, feminine, accusative, person of the verb), then one letter of the imperfect. How often
//! the whole and the rest stand in text ([`crate::clitic::Stems`]) decides where letters alone do not: «لبنان» keeps its
//! «ان», «تموز» its «ت».

use crate::clitic::{Cut, Score, Stems, UNIT as ONE};

/// A light stem as a part of the stem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Light {
    /// Bytes before it.
    pub from: u8,
    /// Bytes after it.
    pub back: u8,
    /// «ا» stands before it: «يعلن» meets «أعلن».
    pub alef: bool,
    /// A letter of the imperfect was taken off.
    pub imperfect: bool,
}

impl Light {
    /// The light stem in its stem, without the «ا» before it.
    pub fn of(self, stem: &str) -> &str {
        stem.get(usize::from(self.from)..stem.len() - usize::from(self.back)).unwrap_or("")
    }
}

/// Letters below which a suffix stays.
const SHORTEST: usize = 3;

/// The light stem of `stem`; `teh` says that its last letter was written «ة».
pub(crate) fn stem(stem: &str, cut: &Cut, teh: bool) -> Light {
    let whole = Light { from: 0, back: 0, alef: false, imperfect: false };
    // Three letters and fewer are left alone.
    if stem.len() <= 6 || stem.len() > 60 || !stem.bytes().step_by(2).all(|b| (0xD8..=0xDB).contains(&b)) {
        return whole;
    }
    let stems = Stems::shipped();
    let known = |s: &str| stems.get(s.as_bytes());
    let to = if teh { stem.len() - 2 } else { suffix(stem, cut, &known) };
    // Both are at most sixty bytes.
    let light = Light { back: (stem.len() - to) as u8, ..whole };
    if teh || cut.clitics.article || matches!(cut.clitics.preposition, Some('ب' | 'ك')) {
        return no_alef(stem, light);
    }
    imperfect(stem, light, cut, &known)
}

/// Where the suffix of `stem` begins.
fn suffix(stem: &str, cut: &Cut, known: &impl Fn(&str) -> Option<Score>) -> usize {
    let whole = known(stem);
    for (ending, kind) in SUFFIXES {
        let Some(rest) = stem.strip_suffix(ending) else { continue };
        let letters = rest.len() / 2;
        if letters < SHORTEST {
            continue;
        }
        let part = known(rest);
        let near = |margin: Score| match (part, whole) {
            (Some(p), Some(w)) => p + margin * ONE >= w,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => letters > SHORTEST,
        };
        let goes = match kind {
            Kind::Always => true,
            Kind::Plural => part.is_some() || whole.is_none() || letters >= 5,
            Kind::Dual => whole.is_none() || (letters >= 4 && near(-1)),
            Kind::Feminine => cut.clitics.enclitic || near(2),
            Kind::Accusative => near(3),
            Kind::Construct => near(-1) && part.is_some(),
        };
        return if goes { rest.len() } else { stem.len() };
    }
    stem.len()
}

/// When a suffix goes.
#[derive(Clone, Copy)]
enum Kind {
    Always,
    Plural,
    Dual,
    Feminine,
    Accusative,
    Construct,
}

/// Longer suffixes stand before those they end in.
const SUFFIXES: [(&str, Kind); 12] = [
    ("تين", Kind::Always),
    ("تان", Kind::Always),
    ("ات", Kind::Always),
    ("ون", Kind::Plural),
    ("ين", Kind::Plural),
    ("ان", Kind::Dual),
    ("وا", Kind::Always),
    ("ه", Kind::Always),
    ("ت", Kind::Feminine),
    ("ا", Kind::Accusative),
    ("و", Kind::Construct),
    ("ي", Kind::Construct),
];

/// Takes the letter of the imperfect off.
fn imperfect(stem: &str, light: Light, cut: &Cut, known: &impl Fn(&str) -> Option<Score>) -> Light {
    let body = light.of(stem);
    let first = body.chars().next().unwrap_or(' ');
    if !matches!(first, 'ي' | 'ت' | 'ن') || body.len() < 8 {
        return no_alef(stem, light);
    }
    let rest = &body[2..];
    // «تستهدف»: no noun begins with «تست», «يست».
    let sure = cut.clitics.future
        || rest.starts_with("ست") && rest.len() >= 10
        || first == 'ي' && (stem.ends_with("ون") || stem.ends_with("وا"));
    let mut buffer = [0u8; 64];
    let mut with_alef = None;
    if rest.len() <= 60 {
        buffer[..2].copy_from_slice("ا".as_bytes());
        buffer[2..2 + rest.len()].copy_from_slice(rest.as_bytes());
        with_alef = std::str::from_utf8(&buffer[..2 + rest.len()]).ok().and_then(known);
    }
    let plain = known(rest);
    let (whole, best) = (known(body), plain.max(with_alef));
    let verb = match (best, whole) {
        _ if sure => true,
        // A letter of the imperfect on a word that stands more often without it.
        (Some(b), Some(w)) => b > w + if first == 'ي' { -2 * ONE } else { 0 },
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => first == 'ي',
    };
    if !verb {
        return light;
    }
    let taken = Light { from: light.from + 2, imperfect: true, ..light };
    // Form IV: «يعلن» is «أعلن», «يقصف» is «قصف».
    if rest.len() == 6 && with_alef > plain {
        return Light { alef: true, ..taken };
    }
    taken
}

/// «انفجر» and «ينفجر», «اعتقل» and «يعتقل» meet without the «ا».
fn no_alef(stem: &str, light: Light) -> Light {
    let body = light.of(stem);
    if body.len() >= 10 && body.starts_with('ا') { Light { from: light.from + 2, ..light } } else { light }
}

#[cfg(test)]
mod tests {
    use crate::Analysis;

    fn light(word: &str) -> String {
        Analysis::new(&format!("{word} المدينة")).light(0).to_owned()
    }

    #[test]
    fn inflected_forms_meet() {
        for forms in [
            "المحتجزين محتجز محتجزون والمحتجزات محتجزة للمحتجزين محتجزا",
            "قصفت يقصف قصفوا سيقصفون قصفه وقصف القصف تقصف",
            "المدرسة مدرستهم مدرسة مدرستين",
            "غارة الغارات غارتين وغاراتها",
            "السوريين سوريون السورية سوري",
            "أعلن يعلن أعلنت تعلن سيعلن",
            "انفجر ينفجر انفجرت",
            "استهدف يستهدف استهدفت تستهدف واستهدفوا",
            "جندي جنديين الجندي جنديان",
            "قتيل قتيلا قتيلان القتيل",
        ] {
            let lights: Vec<_> = forms.split(' ').map(|f| (f, light(f))).collect();
            assert!(lights.iter().all(|l| l.1 == lights[0].1), "{lights:?}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (a, b) in [
            ("لبنان", "لبن"),
            ("تموز", "موز"),
            ("بيت", "بي"),
            ("يوم", "وم"),
            ("عمران", "عمر"),
            ("فلسطين", "فلس"),
        ] {
            assert_ne!(light(a), light(b), "{a}");
        }
    }
}
