//! The FANE sets (WikiFANE, NewsFANE) as running text with names.
//!
//! *Comes in*: columns of token and tag, in which «و», «ف» and the pronouns are tokens of their own, hamza is dropped and
//! «الل…» is spoiled to «الال…». *Goes out*: [`Tagged`] texts whose words are whole as in news, with a kind for each word.

use std::collections::HashMap;

/// A text of whole words, one space between them, and for each word whether it begins or goes on with a name of a kind.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Columns {
    /// The words.
    pub words: Vec<String>,
    /// One tag a word: `O`, `B-PER`, …
    pub tags: Vec<String>,
    /// The fine type that the set gives the word; empty where none.
    pub fine: Vec<String>,
    /// Bytes of «و», «ف», «ب», «ل», «ك» that the set splits from the word.
    pub prefix: Vec<usize>,
}

impl Columns {
    /// Adds a word of which no more is known.
    pub fn push(&mut self, word: String, tag: String) {
        self.words.push(word);
        self.tags.push(tag);
        self.fine.push(String::new());
        self.prefix.push(0);
    }

    /// The words joined by single spaces.
    pub fn text(&self) -> String {
        self.words.join(" ")
    }
}

/// The kind that we give to one of the fine types; `OTH` where it names something that is no actor and no place.
pub fn kind(fine: &str) -> &'static str {
    match fine {
        "Politician" | "Athlete" | "Artist" | "Other_PER" | "Religious_PER" | "Scientist"
        | "Businessperson" | "Engineer" | "Lawyer" | "Police" => "PER",
        "Nation"
        | "Population-Center"
        | "State-or-Province"
        | "GPE-Cluster"
        | "Water-Body"
        | "Continent"
        | "County-or-District"
        | "Land-Region-Natural"
        | "Celestial" => "LOC",
        "Building-Grounds" | "Airport" | "Path" | "Plant" | "Subarea-Facility" => "FAC",
        "Group" => "PPL",
        "Non-Governmental" | "Government" | "Sports" | "Media" | "Commercial" | "Educational"
        | "Medical-Science" | "Entertainment" | "Religious_ORG" => "ORG",
        _ => "OTH",
    }
}

const SUFFIXES: [&str; 14] =
    ["ه", "ها", "هم", "هما", "هن", "كم", "كما", "نا", "ي", "ني", "ن", "ك", "ة", "هات"];

fn arabic(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| matches!(c, '\u{621}'..='\u{652}' | '\u{671}'..='\u{6d3}'))
}

/// Reads one file and joins what was split.
pub fn columns(file: &str) -> Vec<Columns> {
    let mut tokens: Vec<(&str, &str)> = Vec::new();
    let mut out = Vec::new();
    let counts = vocabulary(file);
    for line in file.lines() {
        let mut parts = line.split('\t');
        let word = parts.next().unwrap_or("").trim_matches(['\u{200e}', '\u{200f}', '\u{feff}', ' ', '\r']);
        let tag = parts.next().unwrap_or("").trim();
        if word.is_empty() || tag.is_empty() {
            // A paragraph ends.
            if word.is_empty() && !tokens.is_empty() && tag.is_empty() {
                out.push(joined(&tokens, &counts));
                tokens.clear();
            }
            continue;
        }
        tokens.push((word, tag));
        // Paragraphs may be very long.
        if tokens.len() > 400 && matches!(word, "." | "!" | "؟") && tag == "O" {
            out.push(joined(&tokens, &counts));
            tokens.clear();
        }
    }
    if !tokens.is_empty() {
        out.push(joined(&tokens, &counts));
    }
    out
}

fn vocabulary(file: &str) -> HashMap<&str, u32> {
    let mut counts = HashMap::new();
    for line in file.lines() {
        let word =
            line.split('\t').next().unwrap_or("").trim_matches(['\u{200e}', '\u{200f}', '\u{feff}', ' ']);
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// Puts right what the set's normaliser did to «لل»: «الالبنانية» is «اللبنانية», «لالاتحاد» is «للاتحاد».
fn mended(word: &str, counts: &HashMap<&str, u32>) -> String {
    let count = |w: &str| counts.get(w).copied().unwrap_or(0);
    for (wrong, right) in [("الال", "الل"), ("لال", "لل")] {
        if let Some(rest) = word.strip_prefix(wrong).filter(|r| r.chars().count() >= 2) {
            // «الالماني» is right: «الماني» is a word, «لماني» is none.
            let (with, without) = (count(&format!("ال{rest}")), count(&format!("ل{rest}")));
            if wrong == "لال" || without > with {
                return format!("{right}{rest}");
            }
        }
    }
    word.to_owned()
}

/// Joins split tokens to words.
fn joined(tokens: &[(&str, &str)], counts: &HashMap<&str, u32>) -> Columns {
    let mut out = Columns::default();
    // A prefix that waits for its word, with its tag.
    let mut waiting: Option<(String, String)> = None;
    let mut last_open = false;
    for (i, &(word, tag)) in tokens.iter().enumerate() {
        let fine = tag.split_once('-').map_or("", |t| t.1);
        let tag = match tag.split_once('-') {
            Some((b, fine)) => format!("{b}-{}", kind(fine)),
            None => "O".to_owned(),
        };
        let next = tokens.get(i + 1).map_or("", |t| t.0);
        let single = match word {
            "و" | "ف" => arabic(next) && !matches!(next, "." | "،"),
            "ب" | "ل" | "ك" => {
                arabic(next) && next.chars().count() >= 2 && (word != "ك" || matches!(next, "ما" | "ان"))
            }
            _ => false,
        };
        if single && waiting.is_none() && !spelled(tokens, i) {
            waiting = Some((word.to_owned(), tag));
            continue;
        }
        if waiting.is_none()
            && last_open
            && SUFFIXES.contains(&word)
            && !spelled(tokens, i)
            && let Some(last) = out.words.last_mut()
        {
            last.push_str(word);
            continue;
        }
        last_open = arabic(word);
        let word = mended(word, counts);
        match waiting.take() {
            Some((prefix, first)) => {
                // «ل» before the article hides its alef.
                let rest = match (prefix.as_str(), word.strip_prefix("ال")) {
                    ("ل", Some(rest)) => format!("ل{rest}"),
                    _ => word,
                };
                out.prefix.push(prefix.len());
                out.fine.push(fine.to_owned());
                out.words.push(format!("{prefix}{rest}"));
                out.tags.push(if first.starts_with("B-") { first } else { tag });
            }
            None => {
                out.prefix.push(0);
                out.fine.push(fine.to_owned());
                out.words.push(word);
                out.tags.push(tag);
            }
        }
    }
    if let Some((word, tag)) = waiting {
        out.prefix.push(0);
        out.fine.push(String::new());
        out.words.push(word);
        out.tags.push(tag);
    }
    one_convention(&mut out);
    out
}

/// Generic nouns that stand before a name of this kind and are no part of it.
const OUTSIDE: [(&str, &str); 3] = [
    (
        "PER",
        "الشيخ السيد الدكتور الامير الاميرة الملك الملكة البابا الامام السلطان الرئيس الجنرال الكاردينال الاسقف المطران البطريرك الحاج المهندس الاستاذ العقيد اللواء العميد الفريق القديس اللورد السير الخليفة النبي الاميرال الكولونيل المحامي القاضي الوزير الكابتن",
    ),
    (
        "ORG",
        "شركة شركه صحيفة صحيفه جريدة قناة وكالة مجلة فريق الفريق نادي ناديي نادى محطة شبكة موقع مجموعة اذاعة",
    ),
    (
        "LOC",
        "مدينة مدينتي قرية بلدة حي مخيم اقليم محافظة محافظتي منطقة ولاية ولايتي دولة ضاحية جزيرة مملكة امارة قضاء",
    ),
];
/// Generic nouns that are part of the name of an organisation.
const INSIDE: &str =
    "منظمة منتخب منتخبي المنتخب حزب حركة تنظيم جماعة جبهة مجلس لجنة هيئة جمعية اتحاد كتائب سرايا";
/// Bodies of a state, which are found by their noun and adjective and are no names.
const BODIES: &str = "الجيش جيش الحكومة حكومة الشرطة شرطة السلطات الخارجية الداخلية";

/// The word without «و», «ف», «ب», «ل» where the rest is one of `nouns`.
fn is_one_of(word: &str, nouns: &str) -> bool {
    let one = |w: &str| nouns.split(' ').any(|n| n == w);
    one(word)
        || word.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك']).is_some_and(|w| {
            one(w)
                || w.strip_prefix(['ب', 'ل', 'ك']).is_some_and(one)
                || one(&format!("ال{}", w.strip_prefix('ل').unwrap_or(w)))
        })
}

/// Puts all names under one convention: «شركة» and «مدينة» stay outside, «منظمة» and «حزب» inside.
fn one_convention(c: &mut Columns) {
    for i in 0..c.words.len() {
        let next = c.tags.get(i + 1).cloned().unwrap_or_default();
        if c.tags[i] == "O" && matches!(next.as_str(), "B-ORG" | "B-LOC") && is_one_of(&c.words[i], INSIDE) {
            let team = c.words[i].ends_with("منتخب");
            if next == "B-ORG" || team {
                c.tags[i] = "B-ORG".to_owned();
                let mut j = i + 1;
                while j < c.tags.len() && (j == i + 1 || c.tags[j].starts_with("I-")) {
                    c.tags[j] = "I-ORG".to_owned();
                    j += 1;
                }
            }
            continue;
        }
        let Some(kind) = c.tags[i].strip_prefix("B-").map(str::to_owned) else { continue };
        let longer = next == format!("I-{kind}");
        if kind == "ORG" && longer && is_one_of(&c.words[i], BODIES) {
            let mut j = i;
            while j < c.tags.len() && (j == i || c.tags[j].starts_with("I-")) {
                c.tags[j] = "O".to_owned();
                j += 1;
            }
            continue;
        }
        let outside = OUTSIDE.iter().any(|(k, nouns)| *k == kind && is_one_of(&c.words[i], nouns));
        let news = c.words.get(i + 1).is_some_and(|w| w.starts_with("الانباء") || w.starts_with("الأنباء"));
        if outside && longer && !news {
            c.tags[i] = "O".to_owned();
            // «صحيفة " …»: the quotation mark is no part of it either.
            let mut j = i + 1;
            while c.words.get(j).is_some_and(|w| matches!(w.as_str(), "\"" | "(" | "«"))
                && c.tags[j].starts_with("I-")
            {
                c.tags[j] = "O".to_owned();
                j += 1;
            }
            if c.tags.get(j).is_some_and(|t| t.starts_with("I-")) {
                c.tags[j] = format!("B-{kind}");
            }
        }
    }
}

/// «د ب ا»: letters of an abbreviation, which stay apart.
fn spelled(tokens: &[(&str, &str)], i: usize) -> bool {
    let one = |k: usize| tokens.get(k).is_some_and(|t| t.0.chars().count() == 1 && arabic(t.0) && t.1 != "O");
    one(i) && ((i > 0 && one(i - 1)) || one(i + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clitics_are_joined_to_whole_words() {
        let file = "\u{200e}زار\tO\n\u{200e}و\tO\n\u{200e}بيت\tO\n\u{200e}ه\tO\n\u{200e}و\tO\n\u{200e}تلستان\tB-Nation\n.\tO\n";
        let c = columns(file);
        assert_eq!(c[0].words, ["زار", "وبيته", "وتلستان", "."]);
        assert_eq!(c[0].tags, ["O", "O", "B-LOC", "O"]);
    }

    #[test]
    fn spoiled_articles_are_mended() {
        let counts = HashMap::from([("لبنانية", 3), ("الماني", 2)]);
        assert_eq!(mended("الالبنانية", &counts), "اللبنانية");
        assert_eq!(mended("الالماني", &counts), "الالماني");
        assert_eq!(mended("لالاتحاد", &counts), "للاتحاد");
    }
}
