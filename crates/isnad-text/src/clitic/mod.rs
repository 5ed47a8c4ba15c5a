//! Where a word's clitics end and its stem begins.
//!
//! *Comes in*: one normalised word. *Goes out*: its cut. *Does not*: see the sentence; a word is always cut the same
//! way. Closed-class words are cut by table; of the rest every lawful cut is scored by how often its clitics and its
//! stem stand in running text ([`stems`]), and the best is taken.

mod closed;
mod stems;

use crate::Clitics;
use stems::ONE;
pub(crate) use stems::{ONE as UNIT, Score, Stems};

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

impl Cut {
    /// What is left of the normalised word.
    pub fn stem(self, word: &str) -> &str {
        let from = usize::from(self.proclitics) + usize::from(self.article);
        word.get(from..word.len().saturating_sub(usize::from(self.enclitic))).unwrap_or("")
    }
}

/// What the letters as written say of a word beyond its folded form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub(crate) struct Hints {
    /// Its first alef carries a hamza: it is no article («ألبوم»), and behind «و», «ب», «ل», «ك» it begins a word of its own
    /// («وأضاف», «بأسرع»).
    pub hamza: bool,
    /// It ends in «ٍ»: a genitive, which a preposition before its letters explains («كعارضٍ»).
    pub genitive: bool,
}

impl Hints {
    /// The hints of a word as written.
    pub fn of(given: &str) -> Hints {
        let alef = given.chars().take(5).find(|c| matches!(c, 'ا' | 'أ' | 'إ' | 'آ' | 'ٱ'));
        Hints { hamza: matches!(alef, Some('أ' | 'إ')), genitive: given.ends_with('\u{64d}') }
    }
}

/// What a hint adds to the score of the cut that it speaks for.
const HINT: Score = cost(-450);
/// The imperfect behind «س» where its letters leave little else: «سيست…», «ستت…».
const SURE_FUTURE: Score = cost(40);

/// Logarithm of how much rarer a clitic is than none.
const fn cost(hundredths: Score) -> Score {
    -hundredths * ONE / 100
}

const CONJUNCTIONS: [(&str, char, Score); 2] = [("و", 'و', cost(270)), ("ف", 'ف', cost(560))];
const PREPOSITIONS: [(&str, char, Score); 3] =
    [("ب", 'ب', cost(340)), ("ل", 'ل', cost(340)), ("ك", 'ك', cost(430))];
const FUTURE: Score = cost(260);
const ENCLITICS: [(&str, Score); 10] = [
    ("ها", cost(380)),
    ("ه", cost(400)),
    ("هم", cost(480)),
    ("هما", cost(600)),
    ("هن", cost(750)),
    ("نا", cost(560)),
    ("كم", cost(700)),
    ("كما", cost(850)),
    ("ني", cost(600)),
    ("ك", cost(720)),
];

/// Logarithm of the frequency that a stem unknown to the list is taken to have, by its letters.
const UNKNOWN: [Score; 12] = [
    cost(2000),
    cost(1200),
    cost(500),
    cost(180),
    cost(190),
    cost(220),
    cost(270),
    cost(340),
    cost(440),
    cost(560),
    cost(700),
    cost(850),
];

/// A word of the list under an inflection that is not in it.
const INFLECTED: Score = cost(230);
/// Nearly every word that begins with «ال» has the article.
const NO_ARTICLE: Score = cost(450);

const SUFFIXES: [&[u8]; 11] = [
    "ات".as_bytes(),
    "ون".as_bytes(),
    "ين".as_bytes(),
    "تين".as_bytes(),
    "ان".as_bytes(),
    "ية".as_bytes(),
    "وا".as_bytes(),
    "ة".as_bytes(),
    "ت".as_bytes(),
    "ا".as_bytes(),
    "ي".as_bytes(),
];

/// The last letters of [`SUFFIXES`] and of [`ENCLITICS`].
const SUFFIX_ENDS: [[u8; 2]; 5] = letters(["ت", "ن", "ة", "ا", "ي"]);
const ENCLITIC_ENDS: [[u8; 2]; 6] = letters(["ا", "ه", "م", "ن", "ي", "ك"]);

/// The two bytes of each letter.
const fn letters<const N: usize>(of: [&str; N]) -> [[u8; 2]; N] {
    let mut bytes = [[0; 2]; N];
    let mut n = 0;
    while n < N {
        let letter = of[n].as_bytes();
        bytes[n] = [letter[0], letter[1]];
        n += 1;
    }
    bytes
}

/// Letters before the imperfect, with «ا» of the first person and of the imperative.
fn is_verb_prefix(lead: &[u8]) -> bool {
    ["ي", "ت", "ن", "ا"].iter().any(|p| p.as_bytes() == lead)
}

/// The logarithm of the frequency of a stem that is not in the list: short and very long ones are rare, and so are
/// those that look as if a clitic were on them.
fn unknown(stem: &[u8]) -> Score {
    let base = UNKNOWN[(stem.len() / 2).min(UNKNOWN.len() - 1)];
    let first = match &stem[..2] {
        s if s == "و".as_bytes() => cost(300),
        s if s == "ل".as_bytes() => cost(50),
        _ if stem.len() >= 12
            && (stem.starts_with("بال".as_bytes()) || stem.starts_with("كال".as_bytes())) =>
        {
            cost(350)
        }
        _ if stem.len() >= 12 && stem.starts_with("فال".as_bytes()) => cost(450),
        _ => 0,
    };
    let ends = |e: &str| stem.ends_with(e.as_bytes());
    let last = if ends("ها") || ends("هما") {
        cost(520)
    } else if ends("هم") {
        cost(450)
    } else if ends("ه") {
        cost(420)
    } else if ends("هن") {
        cost(450)
    } else if ends("نا") {
        cost(100)
    } else {
        0
    };
    base + first + last
}

/// The score of a stem whose «ة» is kept.
fn stem_score(stems: &Stems, stem: &[u8], before_pronoun: bool, loose: bool) -> Score {
    let letters = stem.len() / 2;
    let mut best = unknown(stem);
    if let Some(s) = stems.get(stem) {
        best = best.max(s);
    }
    let mut buffer = [0u8; 64];
    if stem.starts_with("لل".as_bytes()) {
        best += cost(800);
    }
    if !before_pronoun && letters >= 3 && stem.ends_with("ه".as_bytes()) && stem.len() <= 60 {
        // «ه» written for «ة».
        let body = stem.len() - 2;
        buffer[..body].copy_from_slice(&stem[..body]);
        buffer[body..body + 2].copy_from_slice("ة".as_bytes());
        if let Some(s) = stems.get(&buffer[..body + 2]) {
            best = best.max(s + if loose { cost(100) } else { cost(600) });
        }
    }
    if before_pronoun && letters >= 3 && stem.len() <= 60 {
        // What the last letter becomes before a pronoun: ة ت, ى ا, ء ئ or ؤ.
        let (body, last) = stem.split_at(stem.len() - 2);
        let changed: &[u8] = if last == "ت".as_bytes() {
            "ة".as_bytes()
        } else if last == "ا".as_bytes() {
            "ي".as_bytes()
        } else if (last == "ي".as_bytes() || last == "و".as_bytes()) && body.ends_with("ا".as_bytes()) {
            "ء".as_bytes()
        } else {
            &[]
        };
        if !changed.is_empty() {
            buffer[..body.len()].copy_from_slice(body);
            buffer[body.len()..body.len() + 2].copy_from_slice(changed);
            if let Some(s) = stems.get(&buffer[..body.len() + 2]) {
                best = best.max(s);
            }
        }
    }
    if best > 0 || letters < 4 {
        return best;
    }
    // Inflection that the list does not hold: one suffix, one verb prefix.
    let lead = is_verb_prefix(&stem[..2]);
    let mut seen = |part: &[u8], more: Score| {
        if part.len() >= 6
            && let Some(s) = stems.get(part)
        {
            best = best.max(s + INFLECTED + more);
        }
    };
    if lead {
        seen(&stem[2..], 0);
    }
    if before_pronoun && stem.ends_with("و".as_bytes()) {
        seen(&stem[..stem.len() - 2], 0);
    }
    // Few letters end a suffix: asked once for all of them.
    let ends = stem.last_chunk().is_some_and(|last| SUFFIX_ENDS.contains(last));
    for &suffix in if ends { &SUFFIXES[..] } else { &[] } {
        if let Some(part) = stem.strip_suffix(suffix) {
            seen(part, 0);
            if lead && part.len() >= 2 {
                seen(&part[2..], cost(60));
            }
        }
    }
    best
}

/// Cuts one word. `teh` says that its last letter was written «ة», which is no pronoun; `loose` that the text writes
/// «ه» for «ة», so that a last «ه» is often no pronoun either.
pub(crate) fn cut(word: &str, teh: bool, loose: bool, hints: Hints) -> Cut {
    // Letters outside the Arabic block («ݣ») have other lengths; such words are taken whole.
    if word.len() < 4 || word.len() > 60 || !word.bytes().step_by(2).all(|b| (0xD8..=0xDB).contains(&b)) {
        return Cut::default();
    }
    if let Some(cut) = closed::cut(word).filter(|c| !teh || c.enclitic == 0) {
        return cut;
    }
    let first = &word[..2];
    let leads = matches!(first, "و" | "ف" | "ب" | "ل" | "ك" | "س" | "ا");
    let trails = !teh
        && ["ه", "ها", "هم", "هما", "هن", "نا", "كم", "كما", "ني", "ك"].iter().any(|e| word.ends_with(e));
    if !leads && !trails {
        return Cut::default();
    }
    let mut buffer = [0u8; 60];
    let mut word = word;
    if teh {
        let body = word.len() - 2;
        buffer[..body].copy_from_slice(&word.as_bytes()[..body]);
        buffer[body..body + 2].copy_from_slice("ة".as_bytes());
        word = std::str::from_utf8(&buffer[..body + 2]).unwrap_or(word);
    }
    let stems = Stems::shipped();
    let mut best = (Score::MIN, Cut::default());
    proclitics(word, |cut, rest, score| {
        // «أل…» is no article.
        if hints.hamza && cut.article == 4 {
            return;
        }
        let explained = cut.clitics.preposition.is_some() && hints.genitive
            || cut.proclitics > 0 && hints.hamza && cut.article == 0 && rest.starts_with('ا');
        // What looks like the article is known to be none.
        let bare = hints.hamza && cut.article == 0 && rest.starts_with("ال");
        let score = score + if explained { HINT } else { 0 } - if bare { NO_ARTICLE } else { 0 };
        // `rest` is the word after its proclitics and its article.
        let whole = score + stem_score(stems, rest.as_bytes(), false, loose);
        if whole > best.0 {
            best = (whole, cut);
        }
        let ends = rest.as_bytes().last_chunk().is_some_and(|last| ENCLITIC_ENDS.contains(last));
        if teh || cut.article > 0 || !ends {
            return;
        }
        for (e, more) in ENCLITICS {
            let Some(stem) = rest.strip_suffix(e).filter(|s| s.len() >= 4) else { continue };
            if stem.len() == 4 && !closed::takes_pronoun(stem) {
                continue;
            }
            let score = score + more + stem_score(stems, stem.as_bytes(), true, loose);
            if score > best.0 {
                let mut cut = cut;
                cut.clitics.enclitic = true;
                cut.enclitic = e.len() as u8;
                best = (score, cut);
            }
        }
    });
    best.1
}

/// Calls `out` with every lawful way to take proclitics and article off.
fn proclitics(word: &str, mut out: impl FnMut(Cut, &str, Score)) {
    let mut after_conjunction = |cut: Cut, rest: &str, score: Score| {
        articles(cut, rest, score, &mut out);
        for (p, c, more) in PREPOSITIONS {
            let Some(r) =
                rest.strip_prefix(p).filter(|r| r.len() >= 6 || (r.len() == 4 && closed::takes_pronoun(r)))
            else {
                continue;
            };
            let mut cut = cut;
            cut.clitics.preposition = Some(c);
            cut.proclitics += 2;
            let score = score + more;
            if c == 'ل' && r.starts_with('ل') && r.len() >= 6 {
                // «للسلطة» is ل + السلطة; «للجنة» lost one ل more.
                let bare = &r[2..];
                let stems = Stems::shipped();
                let lam = stem_score(stems, r.as_bytes(), false, false)
                    > stem_score(stems, bare.as_bytes(), false, false);
                cut.clitics.article = true;
                cut.article = if lam { 0 } else { 2 };
                out(cut, if lam { r } else { bare }, score + NO_ARTICLE / 8);
            } else if c == 'ل' && r.starts_with("ال") {
                // ل + ال is always written لل; here ا belongs to the stem («لالتقاط»).
                out(cut, r, score);
            } else {
                articles(cut, r, score, &mut out);
            }
        }
        if let Some(r) = rest
            .strip_prefix('س')
            .filter(|r| r.len() >= 6 && is_verb_prefix(&r.as_bytes()[..2]) && !r.starts_with("ال"))
        {
            let mut cut = cut;
            cut.clitics.future = true;
            cut.proclitics += 2;
            let sure = r.len() >= 10
                && ["يست", "تست", "نست", "يت", "تت", "نت", "ين", "تن"].iter().any(|p| r.starts_with(p));
            out(cut, r, score + if sure { SURE_FUTURE } else { FUTURE });
        }
    };
    after_conjunction(Cut::default(), word, 0);
    for (p, c, more) in CONJUNCTIONS {
        if let Some(rest) = word.strip_prefix(p).filter(|r| r.len() >= 4) {
            let mut cut = Cut::default();
            cut.clitics.conjunction = Some(c);
            cut.proclitics = 2;
            after_conjunction(cut, rest, more);
        }
    }
}

fn articles(cut: Cut, rest: &str, score: Score, out: &mut impl FnMut(Cut, &str, Score)) {
    match rest.strip_prefix("ال").filter(|r| r.len() >= 4) {
        Some(stem) => {
            let mut with = cut;
            with.clitics.article = true;
            with.article = 4;
            out(with, stem, score);
            if rest.len() <= 14 {
                out(cut, rest, score + NO_ARTICLE);
            }
        }
        None => out(cut, rest, score),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_and_pronouns_pass_the_tests_that_are_asked_first() {
        let last = |word: &[u8]| *word.last_chunk::<2>().expect("a letter");
        assert!(SUFFIXES.iter().all(|s| SUFFIX_ENDS.contains(&last(s))));
        assert!(ENCLITICS.iter().all(|e| ENCLITIC_ENDS.contains(&last(e.0.as_bytes()))));
    }

    fn shown(word: &str) -> String {
        let norm = crate::fold_text(word);
        let c = cut(&norm, word.ends_with('ة'), false, Hints::of(word));
        let (a, b) = (c.proclitics as usize, norm.len() - c.enclitic as usize);
        let mut out: Vec<&str> = (0..a / 2).map(|k| &norm[k * 2..k * 2 + 2]).collect();
        let stem = format!("{}-{}", &norm[a..a + c.article as usize], &norm[a + c.article as usize..b]);
        out.push(stem.trim_start_matches('-'));
        if b < norm.len() {
            out.push(&norm[b..]);
        }
        out.join("+")
    }

    #[test]
    fn words_are_cut_as_grammar_has_it() {
        for (word, want) in [
            ("والقصف", "و+ال-قصف"),
            ("وبالمدينة", "و+ب+ال-مدينه"),
            ("للمدنيين", "ل+ل-مدنيين"),
            ("للجنة", "ل+لجنه"),
            ("وزير", "وزير"),
            ("ووزير", "و+وزير"),
            ("سيقصفون", "س+يقصفون"),
            ("وسيتم", "و+س+يتم"),
            ("منازلهم", "منازل+هم"),
            ("مدرستها", "مدرست+ها"),
            ("بينهم", "بين+هم"),
            ("عليه", "علي+ه"),
            ("إليها", "الي+ها"),
            ("به", "ب+ه"),
            ("ولهم", "و+ل+هم"),
            ("لأنه", "ل+ان+ه"),
            ("بأن", "ب+ان"),
            ("فإن", "ف+ان"),
            ("كذلك", "كذلك"),
            ("بغداد", "بغداد"),
            ("لبنان", "لبنان"),
            ("كركوك", "كركوك"),
            ("فرنسا", "فرنسا"),
            ("سوريا", "سوريا"),
            ("الله", "الله"),
            ("التي", "التي"),
            ("والذين", "و+الذين"),
            ("قذيفة", "قذيفه"),
            ("ببيان", "ب+بيان"),
            ("لوكالة", "ل+وكاله"),
            ("فقط", "فقط"),
            ("وكالة", "وكاله"),
            ("ولاية", "ولايه"),
            ("بعد", "بعد"),
            ("ذلك", "ذلك"),
            ("بأسرع", "ب+اسرع"),
            ("وأضاف", "و+اضاف"),
            ("كأس", "كاس"),
            ("وكأنه", "و+كان+ه"),
            ("ألبومات", "البومات"),
            ("كمراقبٍ", "ك+مراقب"),
            ("سيستعيدون", "س+يستعيدون"),
            ("بحلول", "ب+حلول"),
            ("وباستمرار", "و+ب+استمرار"),
        ] {
            assert_eq!(shown(word), want, "{word}");
        }
    }
}
