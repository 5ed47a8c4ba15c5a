//! What one report brings to the comparison with others.
//!
//! *Comes in*: a reading and the report's text. *Goes out*: an [`Evidence`]: hashed words and word sequences of the report's own
//! blocks, and its happening: all its claims of harm taken together, with days, places, figures and culprits. *Does not*: look
//! at other reports, or keep any word of the text (only 32-bit hashes).
//!
//! A report tells one happening in several claims: the strike here, the dead there, the culprit in a third sentence. What one
//! claim lacks another has, so they are compared as one.

use crate::implied::implied;
use crate::rarity::hash32;
use crate::spot::{self, Spot};
use isnad_learn::string;
use isnad_model::wire::{ClaimJson, FigureJson, MentionJson, ReadingJson, SpanJson};
use isnad_model::{BlockKind, ClaimType, FigureScope, FigureWhat, MentionKind, Status};
use isnad_text::{Analysis, TokenKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Days from the first to the last, both within.
pub type Days = (Date, Date);

/// What a claim counts for a day that is within one day of publication, where one of another day counts one: of the Airwars texts that
/// state days 384 of 442 told the right one first without it, 395 with it.
const NEWS: f32 = 3.0;

/// Types of claim that tell of harm done to people or things.
pub const HARM: &[ClaimType] = &[
    ClaimType::Airstrike,
    ClaimType::Shelling,
    ClaimType::Bombing,
    ClaimType::SuicideBombing,
    ClaimType::ChemicalAttack,
    ClaimType::Attack,
    ClaimType::Clash,
    ClaimType::Killing,
    ClaimType::Casualty,
    ClaimType::Raid,
    ClaimType::Arrest,
    ClaimType::Abduction,
    ClaimType::PropertyDestruction,
];

/// Words in a sequence that tells copies.
const SHINGLE: usize = 4;

/// A figure as the report claims it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Count {
    /// Least.
    pub min: f64,
    /// Most; infinite where the words set no bound.
    pub max: f64,
    /// Place of the claim among the reading's.
    pub claim: usize,
}

/// One report for comparison with others.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The report's id.
    pub id: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// When it was published: a day, or the days that bound it ([`crate::clock`]).
    pub published: Option<Days>,
    /// Hashes of the stems of its own blocks, in order, each once, with how often they stand.
    pub words: Vec<(u32, f32)>,
    /// The same of the headline and the first sentences.
    pub first: Vec<u32>,
    /// Hashes of sequences of [`SHINGLE`] words, in order, each once.
    pub shingles: Vec<u32>,
    /// Hashes of the names of persons, organisations and groups.
    pub names: Vec<u32>,
    /// Days of the week that it names, in its beginning if there: bit 0 is Monday.
    pub weekdays: u8,
    /// Its claims of harm, by their place in the reading.
    pub claims: Vec<usize>,
    /// Days that its claims state, the weightiest first: with how many claims state them, more for the day of publication and
    /// those beside it ([`NEWS`]).
    pub stated: Vec<(Days, f32)>,
    /// Places, the weightiest first.
    pub places: Vec<Spot>,
    /// Killed, as claimed.
    pub killed: Vec<Count>,
    /// Injured, as claimed.
    pub injured: Vec<Count>,
    /// Registry ids of those who are said to have done it, each once, with how often.
    pub culprits: BTreeMap<String, f32>,
    /// Types of its claims of harm, with how often.
    pub kinds: BTreeMap<ClaimType, f32>,
}

/// Whether a claim is of harm done, not denied or feared.
pub fn is_harm(c: &ClaimJson) -> bool {
    HARM.contains(&c.kind) && matches!(c.status, Status::Actual | Status::Possible)
}

/// The hash of a name's folded words without article.
pub fn name_key(name: &str) -> u32 {
    let a = Analysis::new(name);
    let mut words: Vec<&str> = (0..a.len())
        .filter(|&i| a.tokens[i].kind == TokenKind::Word)
        .map(|i| a.norm(i))
        .map(|w| if w.len() > 8 { w.strip_prefix("ال").unwrap_or(w) } else { w })
        .collect();
    words.sort_unstable();
    hash32(&words.join(" "))
}

impl Evidence {
    /// The evidence of a reading of `text`, the report's text to which the reading's positions belong.
    pub fn new(reading: &ReadingJson, text: &str) -> Evidence {
        let own = own_blocks(reading, text);
        let words = words(text, &own);
        let harm: Vec<usize> = {
            let fresh: Vec<usize> = (0..reading.claims.len())
                .filter(|&k| is_harm(&reading.claims[k]) && !reading.claims[k].background)
                .collect();
            if fresh.is_empty() {
                (0..reading.claims.len()).filter(|&k| is_harm(&reading.claims[k])).collect()
            } else {
                fresh
            }
        };
        let mut e = Evidence {
            id: reading.id.clone(),
            outlet: reading.outlet.clone(),
            published: reading.published.as_ref().map(|p| (p.from, p.to)),
            words: words.stems,
            first: words.first,
            shingles: words.shingles,
            names: names(reading),
            weekdays: words.weekdays,
            stated: Vec::new(),
            places: spot::spots(reading, &harm),
            killed: counts(reading, text, &harm, FigureWhat::Killed),
            injured: counts(reading, text, &harm, FigureWhat::Injured),
            culprits: BTreeMap::new(),
            kinds: BTreeMap::new(),
            claims: Vec::new(),
        };
        for &k in &harm {
            let c = &reading.claims[k];
            *e.kinds.entry(c.kind).or_default() += 1.0;
            for party in &c.actor {
                if let Some(id) = &party.entity {
                    *e.culprits.entry(id.clone()).or_default() += 1.0;
                }
            }
            if let Some(days) = c.time.iter().find_map(|t| Some((t.time.from?, t.time.to?))) {
                match e.stated.iter_mut().find(|s| s.0 == days) {
                    Some(s) => s.1 += 1.0,
                    None => e.stated.push((days, 1.0)),
                }
            }
        }
        // News is of these days: what it tells of an older one is what it recalls.
        if let Some((day, _)) = e.published.filter(|p| p.0 == p.1) {
            let new = |d: Days| (-1..=1).contains(&span_days((d.0, day)));
            e.stated.iter_mut().filter(|s| new(s.0)).for_each(|s| s.1 *= NEWS);
        }
        e.stated.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        e.claims = harm;
        e
    }

    /// Whether it says the name of this day of the week.
    pub fn names_day(&self, d: Date) -> bool {
        self.weekdays & (1 << d.weekday().to_monday_zero_offset()) != 0
    }

    /// The days on which its happening may have been: what its claims state, else the day it was published. With whether it
    /// is stated.
    pub fn days(&self) -> Option<(Days, bool)> {
        let fine = |s: &&(Days, f32)| span_days(s.0) <= 7;
        match self.stated.iter().find(fine) {
            Some(s) => Some((s.0, true)),
            None => self.published.filter(|p| span_days(*p) <= 7).map(|p| (p, false)),
        }
    }
}

/// Days from the first to the last, zero for one day.
pub fn span_days(d: Days) -> i64 {
    d.0.until(d.1).map_or(0, |s| i64::from(s.get_days()))
}

/// Byte spans of the blocks that are the report's own, the headline first, and whether each is a headline.
fn own_blocks(reading: &ReadingJson, text: &str) -> Vec<(std::ops::Range<usize>, bool)> {
    // Positions of the reading count characters.
    let mut wanted: Vec<(usize, usize)> = Vec::new();
    let own = |k: BlockKind| {
        matches!(
            k,
            BlockKind::Headline | BlockKind::Dek | BlockKind::Body | BlockKind::Caption | BlockKind::Tags
        )
    };
    for (n, b) in reading.blocks.iter().enumerate().filter(|b| own(b.1.kind)) {
        wanted.push((b.start, n * 2));
        wanted.push((b.end, n * 2 + 1));
    }
    wanted.sort_unstable();
    let mut bytes = vec![text.len(); reading.blocks.len() * 2];
    let mut next = wanted.into_iter().peekable();
    for (chars, (at, _)) in text.char_indices().enumerate() {
        while let Some(&(_, slot)) = next.peek().filter(|w| w.0 <= chars) {
            bytes[slot] = at;
            next.next();
        }
        if next.peek().is_none() {
            break;
        }
    }
    reading
        .blocks
        .iter()
        .enumerate()
        .filter(|b| own(b.1.kind))
        .map(|(n, b)| (bytes[n * 2]..bytes[n * 2 + 1].max(bytes[n * 2]), b.kind == BlockKind::Headline))
        .collect()
}

struct Words {
    stems: Vec<(u32, f32)>,
    first: Vec<u32>,
    shingles: Vec<u32>,
    weekdays: u8,
}

/// Words of the first block of the body that count as its beginning.
const BEGINNING: usize = 40;

fn words(text: &str, own: &[(std::ops::Range<usize>, bool)]) -> Words {
    let mut counted: BTreeMap<u32, f32> = BTreeMap::new();
    let (mut first, mut shingles) = (Vec::new(), Vec::new());
    // Those of the beginning, and of all.
    let (mut early, mut weekdays) = (0, 0);
    let mut body = 0;
    for (range, headline) in own {
        let a = Analysis::new(text.get(range.clone()).unwrap_or(""));
        let mut row: Vec<u64> = Vec::new();
        for (i, token) in a.tokens.iter().enumerate() {
            if !matches!(token.kind, TokenKind::Word | TokenKind::Number | TokenKind::Foreign) {
                continue;
            }
            let norm = a.norm(i);
            row.push(string(norm));
            let named = weekday(norm);
            weekdays |= named;
            early |= if *headline || body < BEGINNING { named } else { 0 };
            let light = a.light(i);
            if light.len() < 4 && token.kind == TokenKind::Word {
                continue;
            }
            let stem = hash32(light);
            *counted.entry(stem).or_default() += 1.0;
            if *headline || body < BEGINNING {
                first.push(stem);
            }
            body += usize::from(!headline);
        }
        shingles.extend(row.windows(SHINGLE).map(|w| {
            w.iter().fold(0u64, |h, x| (h.rotate_left(5) ^ x).wrapping_mul(0x517c_c1b7_2722_0a95)) as u32
        }));
    }
    first.sort_unstable();
    first.dedup();
    shingles.sort_unstable();
    shingles.dedup();
    let weekdays = if early == 0 { weekdays } else { early };
    Words { stems: counted.into_iter().collect(), first, shingles, weekdays }
}

/// The bit of a day of the week, by its folded form, perhaps after proclitics. Always with its article, since without it
/// «أحد» is one of them and «اثنين» are two.
fn weekday(norm: &str) -> u8 {
    let Some(at) = norm.find("ال").filter(|at| *at <= 4) else { return 0 };
    match &norm[at..] {
        "الاثنين" | "الاتنين" => 1,
        "الثلاثاء" | "الثلاثا" => 1 << 1,
        "الاربعاء" | "الاربعا" => 1 << 2,
        "الخميس" => 1 << 3,
        "الجمعه" => 1 << 4,
        "السبت" => 1 << 5,
        "الاحد" => 1 << 6,
        _ => 0,
    }
}

fn names(reading: &ReadingJson) -> Vec<u32> {
    let own = |start: usize| {
        reading.blocks.iter().find(|b| b.start <= start && start < b.end).is_some_and(|b| {
            matches!(b.kind, BlockKind::Headline | BlockKind::Dek | BlockKind::Body | BlockKind::Caption)
        })
    };
    let named = |k| matches!(k, MentionKind::Person | MentionKind::Organisation | MentionKind::Group);
    let mut names: Vec<u32> = reading
        .mentions
        .iter()
        .filter(|m| named(m.kind) && own(m.at.start))
        .map(|m| m.entity.as_deref().map_or_else(|| name_key(&m.at.text), hash32))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Words after which parts of what was told are counted, folded, perhaps after proclitics: «عشرة، بينهم ثلاثة أطفال».
const AMONG: &[&str] = &[
    "بينهم",
    "بينهما",
    "بينهن",
    "بينها",
    "منهم",
    "منهما",
    "منهن",
    "منها",
    "ضمنهم",
    "ضمنها",
    "معظمهم",
    "معظمها",
    "اغلبهم",
    "اغلبها",
    "غالبيتهم",
    "غالبيتها",
    "احدهم",
    "احداهم",
    "احداهن",
];
/// Whether a figure after these words is a part of what was told before them.
fn among(between: &str) -> bool {
    let a = Analysis::new(between);
    (0..a.len()).filter(|&i| a.tokens[i].kind == TokenKind::Word).any(|i| {
        let norm = a.norm(i);
        AMONG.iter().any(|w| norm.strip_suffix(*w).is_some_and(|p| matches!(p, "" | "و" | "ف" | "ب")))
    })
}

/// Whether a figure's words are nothing but the number of a year of our time: «في اليوم الأول من 2024 ... ضحايا مدنيون».
fn is_year(words: &str) -> bool {
    words.len() == 4 && words.parse::<u16>().is_ok_and(|n| (1990..=2035).contains(&n))
}

/// Characters behind a number that are looked at for the word of an age.
const AFTER: usize = 12;

/// Whether what stands behind a number makes it an age or a time: «/18/ عام», «(35) سنة».
fn is_age(after: &str) -> bool {
    let a = Analysis::new(after);
    let word = (0..a.len()).find(|&i| a.tokens[i].kind == TokenKind::Word);
    word.is_some_and(|i| is_years(a.norm(i)))
}

/// Whether a folded word counts years.
pub(crate) fn is_years(norm: &str) -> bool {
    ["عام", "عاما", "سنه", "سنوات", "سنين", "اعوام", "ربيعا"].contains(&norm)
}

fn counts(reading: &ReadingJson, text: &str, harm: &[usize], what: FigureWhat) -> Vec<Count> {
    let mut out: Vec<Count> = Vec::new();
    let named = |role: &SpanJson| {
        let within = |m: &&MentionJson| role.start <= m.at.start && m.at.end <= role.end;
        let mut persons = reading.mentions.iter().filter(|m| m.kind == MentionKind::Person).filter(within);
        persons.next().is_some() && persons.next().is_none()
    };
    for &claim in harm {
        let c = &reading.claims[claim];
        let own = |f: &&FigureJson| f.what == what && f.scope == FigureScope::Event && f.part_of.is_none();
        let mut figures: Vec<(f64, f64, &SpanJson)> = c
            .figures
            .iter()
            .filter(own)
            .filter(|f| !is_year(&f.at.text))
            // «/18/ عام»: an age.
            .filter(|f| !is_age(&text.chars().skip(f.at.end).take(AFTER).collect::<String>()))
            // «-5 بينهم»: the stroke of a list.
            .filter_map(|f| Some((f.min?.abs(), f.max.unwrap_or(f.min?).abs(), &f.at)))
            .collect();
        if figures.len() > 1 {
            figures.sort_by_key(|f| f.2.start);
            let mut kept: Vec<(f64, f64, &SpanJson)> = Vec::new();
            let mut parts = false;
            for (n, f) in figures.iter().enumerate() {
                if let Some(before) = n.checked_sub(1).map(|b| &figures[b]) {
                    let length = f.2.start.saturating_sub(before.2.end);
                    let between: String = text.chars().skip(before.2.end).take(length).collect();
                    parts |= among(&between);
                }
                // «14 killed, among them 2 women and 3 children»: none of what follows comes to the whole.
                if !(parts && kept.iter().any(|k| k.0 >= f.0)) {
                    kept.push(*f);
                }
            }
            figures = kept;
        }
        out.extend(figures.iter().map(|&(min, max, _)| Count { min, max, claim }));
        // «أصيب طفل وامرأة»: each of several targets has a figure of its own; together they are the claim's, unless one of them is
        // the sum of the others.
        let holder = |at: usize| c.target.iter().position(|t| t.at.start <= at && at < t.at.end);
        let mut holders: Vec<usize> = figures.iter().filter_map(|f| holder(f.2.start)).collect();
        let n = holders.len();
        holders.dedup();
        let (min, max) = figures.iter().fold((0.0, 0.0), |s, f| (s.0 + f.0, s.1 + f.1));
        let whole = figures.iter().any(|f| n > 2 && f.0 * 2.0 == min);
        if !whole && n > 1 && n == figures.len() && holders.len() == n {
            out.push(Count { min, max, claim });
        }
        if let Some((of, n, more)) = implied(&reading.claims[claim], &named)
            && of == what
        {
            let max = if more { f64::INFINITY } else { n.into() };
            out.push(Count { min: n.into(), max, claim });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_no_figures() {
        for (after, age) in
            [("/ عام وإصابة", true), (") سنة", true), (" عاما", true), (" مدنيين", false), ("", false)]
        {
            assert_eq!(is_age(after), age, "{after}");
        }
    }

    #[test]
    fn years_are_no_figures() {
        assert!(is_year("2024") && !is_year("204") && !is_year("2500") && !is_year("2,024"));
    }

    #[test]
    fn parts_are_told_from_more() {
        for (between, part) in [
            (" قتيلاً في القرية بينهم ", true),
            ("، من بينهم ", true),
            (" ومنهم ", true),
            (" مدنيين، معظمهم ", true),
            (" و", false),
            (" رجال إضافة إلى ", false),
            ("، كما أصيب بين المنازل ", false),
            ("", false),
        ] {
            assert_eq!(among(between), part, "{between}");
        }
    }
}
