//! Place expressions: generic nouns, directions and a name («بريف حلب الشمالي», «قرية تل الورد», «شمال غربي منبج»).
//!
//! *Comes in*: the words of a report. *Goes out*: [`PlaceHit`]s: which words, which name inside them, which places of the
//! gazetteer bear it. *Does not*: choose between them (that is `resolve`).

use crate::gazetteer::{Feature, Gazetteer, Named};
use crate::key::{Key, Reading, key};
use crate::knowledge::Knowledge;
use crate::placewords::{Noun, NounClass};
use crate::relative::Relation;
use crate::scan::{Gap, Scan};
use isnad_text::Pos;

/// Most places of one name that are weighed.
pub(crate) const MOST_CANDIDATES: usize = 48;
/// Most generic nouns and directions before a name («محيط مدينة …», «شمال غربي ناحية …»).
const MOST_NOUNS: usize = 4;
/// A town of this many people is named without further support.
const WELL_KNOWN: u32 = 20_000;

/// The same outside the countries that Arabic news tells of most: the machine-made Arabic names of small towns of Europe and
/// America equal words of every day.
const WELL_KNOWN_FAR: u32 = 300_000;

/// How much the rest of a report must speak for a name before it is taken for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Support {
    /// The words themselves say that it is a place, or everybody knows it.
    Given,
    /// Only small places bear the name, and nothing before it says that it is a place.
    Wanted,
    /// It is a common word.
    Needed,
}

/// Words that name a place, with the places that they may mean.
#[derive(Debug, Clone)]
pub(crate) struct PlaceHit {
    /// First word and one past the last.
    pub from: usize,
    pub to: usize,
    /// Letters that are no part of the first word.
    pub letters: u8,
    /// Words of the name itself.
    pub core: (usize, usize),
    /// The words that name it where the tagger has told them apart; `core` otherwise.
    pub name: Option<(usize, usize)>,
    /// Letters that are no part of the first word of the name.
    pub core_letters: u8,
    /// The generic noun nearest to the name.
    pub noun: Option<Noun>,
    /// Whether the words speak of what is around the name: a direction, «محيط», «قرب».
    pub around: bool,
    /// Whether the words speak of the countryside of the name.
    pub countryside: bool,
    /// How much the rest of the report must speak for it.
    pub weak: Support,
    /// Whether the generic noun is part of the gazetteer's name («تل رفعت», «دير الزور»).
    pub whole_name: bool,
    /// How the expression stands to the place that it names.
    pub relation: Relation,
    /// Places of that name: values of the gazetteer's index.
    pub candidates: Vec<u32>,
}

/// The place expression that begins at word `i`. `listed` says that a place ended just before, joined by «و» or a comma.
#[inline]
pub(crate) fn at(k: &Knowledge, scan: &Scan<'_, '_>, i: usize, listed: bool) -> Option<PlaceHit> {
    // Most words begin none.
    let knows = scan.words[i].knows;
    let begins = knows.noun || knows.direction || knows.place || knows.joins;
    if begins { expression(k, scan, i, listed) } else { None }
}

fn expression(k: &Knowledge, scan: &Scan<'_, '_>, i: usize, listed: bool) -> Option<PlaceHit> {
    let mut noun: Option<Noun> = None;
    let (mut around, mut countryside) = (false, false);
    let mut letters = None;
    let mut named = None;
    let (mut definite, mut whole_name) = (false, false);
    let mut j = i;
    // Words before the name, up to a name that begins with such a word itself («تل رفعت», «سجن الصناعة»).
    while j - i < MOST_NOUNS && j + 1 < scan.words.len() && scan.words[j + 1].gap != Gap::Break {
        let Some((reading, what)) = before_name(k, scan, j, j == i) else { break };
        // «معسكر قرب بلدة …», «مسجد غربي …»: the facility has no name, the place begins after it.
        let points = match what {
            Before::Direction => true,
            Before::Noun(n) => n.class == NounClass::Around,
        };
        if points
            && noun
                .is_some_and(|n| matches!(n.class, NounClass::Facility | NounClass::Camp | NounClass::Road))
        {
            return None;
        }
        let whole = name_at(k, scan, j, j > i, noun, listed).filter(|h| h.to > j + 1);
        // «مدينة عين عيسى» is no «مدينة العين»: a longer name begins behind the noun.
        let longer = |hit: &PlaceHit| {
            let Before::Noun(n) = what else { return false };
            n.names && name_at(k, scan, j + 1, true, Some(n), listed).is_some_and(|h| h.to > hit.to)
        };
        if let Some(hit) = whole.filter(|h| !longer(h)) {
            if let Before::Noun(n) = what
                && noun.is_none()
            {
                noun = Some(n);
                countryside |= n.class == NounClass::Land
                    && hit.candidates.iter().any(|&c| k.gazetteer.place(c).feature() == Feature::Province);
            }
            whole_name = true;
            named = Some(hit);
            break;
        }
        // «قرية تل الورد»: the second noun begins the name.
        if j > i && k.places.head(reading.key, reading.article) && noun.is_some_and(|n| n.names) {
            break;
        }
        if letters.is_none() {
            letters = Some(reading.letters);
        }
        match what {
            Before::Noun(n) => {
                countryside |= n.class == NounClass::Land;
                around |= matches!(n.class, NounClass::Around | NounClass::Road);
                if n.class != NounClass::Around || noun.is_none() {
                    noun = Some(n);
                }
                definite = reading.article;
                j += 1;
                // «الريف الشمالي لمدينة …», «العاصمة السورية دمشق»
                let mut adjectives = 0;
                while reading.article
                    && adjectives < 2
                    && scan.follows(j)
                    && scan.whole(j).article
                    && (k.places.direction_adjective(scan.words[j].key())
                        || k.registry.people(scan.words[j].key()).is_some())
                {
                    adjectives += 1;
                    j += 1;
                }
            }
            Before::Direction => {
                around = true;
                j += 1;
            }
        }
    }
    let introduced = j > i;
    let mut hit = match named.or_else(|| name_at(k, scan, j, introduced, noun, listed)) {
        Some(hit) => hit,
        // «المدينة» and a word are a sentence, not a name.
        None if introduced
            && !definite
            && noun.is_some_and(|n| n.names || n.class == NounClass::District) =>
        {
            unknown_name(k, scan, j, noun)?
        }
        None => return None,
    };
    if let Some(letters) = letters {
        // A direction with nothing but a name of no weight after it is no place.
        hit.from = i;
        hit.letters = letters;
    }
    hit.noun = noun;
    hit.whole_name = whole_name;
    hit.around = around;
    hit.countryside = countryside;
    // «ريف حلب الشمالي الغربي»
    let mut adjectives = 0;
    while countryside
        && adjectives < 2
        && hit.to < scan.words.len()
        && scan.words[hit.to].gap == Gap::None
        && scan.whole(hit.to).article
        && k.places.direction_adjective(scan.words[hit.to].key())
    {
        hit.to += 1;
        adjectives += 1;
    }
    Some(hit)
}

enum Before {
    Noun(Noun),
    Direction,
}

fn before_name(k: &Knowledge, scan: &Scan<'_, '_>, j: usize, first: bool) -> Option<(Reading, Before)> {
    let word = &scan.words[j];
    if !word.arabic || !(word.knows.noun || word.knows.direction) {
        return None;
    }
    for reading in word.readings.iter() {
        // Inside the expression only «و» of «شمال وشرق» and «ل» of «الريف الشمالي لمدينة» may stand.
        if !first && reading.letters > 0 && !scan.norm(j).starts_with(['و', 'ل']) {
            continue;
        }
        if let Some(noun) = k.places.noun(reading.key)
            && (first || reading.letters <= 1)
        {
            let adjective_next = scan.whole(j + 1).article
                && (k.places.direction_adjective(scan.words[j + 1].key())
                    || k.registry.people(scan.words[j + 1].key()).is_some());
            if !reading.article || noun.article || (noun.class == NounClass::Land && adjective_next) {
                return Some((*reading, Before::Noun(noun)));
            }
        }
        if k.places.direction(reading.key) && !reading.article && (first || reading.letters <= 1) {
            return Some((*reading, Before::Direction));
        }
    }
    None
}

/// The name of the gazetteer that begins at word `j`.
fn name_at(
    k: &Knowledge,
    scan: &Scan<'_, '_>,
    j: usize,
    introduced: bool,
    noun: Option<Noun>,
    listed: bool,
) -> Option<PlaceHit> {
    let word = scan.words.get(j).filter(|w| w.knows.place || w.knows.joins)?;
    let mut best: Option<(usize, Reading, Named)> = None;
    for reading in word.readings.iter() {
        if introduced && reading.letters > 0 && !reading.preposition {
            continue;
        }
        // «قرية كدورة» begins with its own letter: nothing is «like Dora» after the noun that introduces a name.
        if introduced && reading.letters > 0 && scan.norm(j).starts_with('ك') {
            continue;
        }
        let found = k.gazetteer.longest(reading.key, scan.keys_after(j));
        if let Some((n, values)) = found
            && best.is_none_or(|(m, r, _)| n > m || (n == m && reading.letters < r.letters))
        {
            best = Some((n, *reading, values));
        }
    }
    // «كفر لاتة» where the gazetteer writes «كفرلاتة».
    if word.knows.joins && scan.follows(j) && best.is_none_or(|(n, ..)| n < 2) {
        let joined = crate::key::chain(0, key(&format!("{}{}", scan.norm(j), scan.norm(j + 1))));
        if let Some(values) = k.gazetteer.exactly(joined) {
            best = Some((2, scan.whole(j), values));
        }
    }
    let (mut n, reading, mut values) = best?;
    // «الباب شرقي حلب» is no «باب شرقي»: the direction belongs to what stands behind it.
    let last = j + n - 1;
    if n > 1
        && scan.follows(last)
        && k.places.direction(scan.words[last].key())
        && !scan.whole(last).article
        && leads(k, scan, last + 1)
        && let Some((m, shorter)) = k.gazetteer.longest(reading.key, scan.keys_after(j).take(n - 2))
    {
        (n, values) = (m, shorter);
    }
    // «أم», «جديد», «معارة» alone are names somewhere; before another word they begin a longer one.
    if n == 1
        && k.places.head(reading.key, reading.article)
        && scan.follows(j)
        && scan.words[j + 1].gap == Gap::None
        && !scan.words[j + 1].flags.common()
    {
        return None;
    }
    let mut candidates: Vec<u32> = Vec::with_capacity(8);
    for v in k.gazetteer.values(values) {
        let place = Gazetteer::without_article(v);
        if candidates.len() < MOST_CANDIDATES
            && article_fits(reading, v, introduced, n, scan.norm(j))
            && !candidates.contains(&place)
        {
            candidates.push(place);
        }
    }
    if candidates.is_empty() || !accepted(k, scan, j, n, reading, &candidates, introduced, noun, listed) {
        return None;
    }
    Some(PlaceHit {
        from: j,
        to: j + n,
        letters: reading.letters,
        core: (j, j + n),
        core_letters: reading.letters,
        noun: None,
        around: false,
        countryside: false,
        whole_name: false,
        relation: Relation::default(),
        name: None,
        weak: if introduced {
            Support::Given
        } else if n == 1 && is_common(k, reading.key) {
            // A well-known name that got here has a preposition or the like before it.
            if k.places.well_known(reading.key) { Support::Wanted } else { Support::Needed }
        } else if candidates.iter().any(|&c| is_well_known(k, c)) {
            Support::Given
        } else {
            Support::Wanted
        },
        candidates,
    })
}

/// Whether a direction may stand before word `j`: a name or a generic noun, without a preposition.
fn leads(k: &Knowledge, scan: &Scan<'_, '_>, j: usize) -> bool {
    let key = scan.whole(j).key;
    k.places.noun(key).is_some() || k.gazetteer.longest(key, scan.keys_after(j)).is_some()
}

/// Whether the article in the text and in the gazetteer may differ here.
fn article_fits(reading: Reading, value: u32, introduced: bool, words: usize, norm: &str) -> bool {
    match (reading.article, Gazetteer::has_article(value)) {
        (true, false) => introduced || words > 1,
        (false, true) => introduced || words > 1 || norm.chars().count() >= 5,
        _ => true,
    }
}

/// Whether a name of the gazetteer is meant as a place here. A name with a generic noun or direction before it always is;
/// what else is needed grows with how common the word is and falls with how well known the place is.
#[allow(clippy::too_many_arguments)]
fn accepted(
    k: &Knowledge,
    scan: &Scan<'_, '_>,
    j: usize,
    n: usize,
    reading: Reading,
    candidates: &[u32],
    introduced: bool,
    noun: Option<Noun>,
    listed: bool,
) -> bool {
    let word = &scan.words[j];
    let flags = k.words.flags(reading.key);
    let preceding = j.checked_sub(1).filter(|_| word.gap != Gap::Break);
    let supported = reading.preposition
        || listed
        || word.tagged
        || preceding.is_some_and(|p| {
            let mut readings = scan.words[p].readings.iter();
            readings.any(|r| k.places.preposition(r.key) || (!r.article && k.places.event(r.key)))
        });
    let strong = candidates.iter().any(|&c| is_well_known(k, c));
    let letters = scan.norm(j).chars().count() - reading.letters as usize;
    if n > 1 {
        return introduced || strong || supported || !flags.common() || letters >= 5;
    }
    let token = &scan.analysis.tokens[word.token as usize];
    // «قرية في ريف …», «بلدة بريف …»
    if letters < 3 || matches!(token.pos, Pos::Particle | Pos::Number) || k.places.preposition(word.key()) {
        return false;
    }
    if reading.letters == 0
        && word.readings[1..].iter().any(|r| k.places.noun(r.key).is_some() || k.places.direction(r.key))
    {
        return false;
    }
    let common = is_common(k, reading.key) || flags.person();
    if introduced {
        // «وسط», «داخل», «مناطق» and a common word make no place («داخل المدينة»).
        let weak_noun = noun.is_none_or(|n| {
            matches!(
                n.class,
                NounClass::Around
                    | NounClass::District
                    | NounClass::Country
                    | NounClass::Land
                    | NounClass::Road
            )
        });
        return !(common && weak_noun)
            || (strong && k.places.well_known(reading.key))
            || (strong && !k.places.common(reading.key) && flags.person());
    }
    // «كبيرة» is a word, and not «ك» before a place.
    if reading.letters > 0 && word.flags.common() {
        return false;
    }
    if reading.letters > 0 && letters < 4 && !strong {
        return false;
    }
    if common {
        let seat = letters >= 4 && candidates.iter().any(|&c| is_seat(k, c));
        return strong
            && supported
            && (k.places.well_known(reading.key)
                || (!k.places.common(reading.key) && (!flags.common() || seat)));
    }
    if strong {
        return true;
    }
    // A small place without a generic noun: `resolve` keeps it only where it fits the rest of the report.
    letters >= 4 && (supported || reading.letters == 0) && !token.clitics.enclitic
}

/// Whether a word is seldom a place.
fn is_common(k: &Knowledge, key: Key) -> bool {
    k.words.flags(key).common() || k.places.common(key)
}

/// Whether a place is the seat of a province of the region, which news names even where its name is a word of every day.
fn is_seat(k: &Knowledge, candidate: u32) -> bool {
    let p = k.gazetteer.place(candidate);
    p.is_seat() && p.population() >= WELL_KNOWN && crate::placeweight::REGION.contains(&p.country_code())
}

/// Whether a place is named without further support.
fn is_well_known(k: &Knowledge, candidate: u32) -> bool {
    let p = k.gazetteer.place(candidate);
    let people = if crate::placeweight::is_near(p.country_code()) { WELL_KNOWN } else { WELL_KNOWN_FAR };
    p.population() >= people
        || p.is_own()
        || matches!(p.feature(), Feature::Country | Feature::Area | Feature::Province | Feature::Camp)
}

/// A name that no gazetteer holds, after a generic noun that introduces one: «قرية تل الورد».
fn unknown_name(k: &Knowledge, scan: &Scan<'_, '_>, j: usize, noun: Option<Noun>) -> Option<PlaceHit> {
    let word = scan.words.get(j).filter(|w| w.arabic)?;
    let token = &scan.analysis.tokens[word.token as usize];
    let reading = scan.whole(j);
    let quoted = word.gap == Gap::Quote;
    let settlement = noun.is_some_and(|n| {
        matches!(
            n.class,
            NounClass::Village | NounClass::Town | NounClass::City | NounClass::Camp | NounClass::Quarter
        )
    });
    let head = k.places.head(reading.key, reading.article);
    if noun.is_some_and(|n| !n.names) && !head {
        return None;
    }
    let common = word.flags.common() && !head && !quoted;
    let adjective = k.registry.people(reading.key).is_some() || k.places.adjective(reading.key);
    if adjective
        || common
        || k.places.noun(reading.key).is_some() && !head
        || matches!(token.pos, Pos::Particle | Pos::Number | Pos::Verb)
        || (scan.norm(j).chars().count() < 3 && !head)
        || scan.norm(j).starts_with("لل")
        || scan.norm(j).starts_with("بال")
        || (token.clitics.conjunction.is_some() && !quoted)
        || !(settlement || reading.article || quoted || head)
    {
        return None;
    }
    let mut to = j + 1;
    if head && scan.follows(j) && scan.words[to].arabic && scan.words[to].gap == Gap::None {
        to += 1;
    }
    while to < scan.words.len()
        && scan.words[to].gap == Gap::None
        && scan.whole(to).article
        && k.places.adjective(scan.words[to].key())
    {
        to += 1;
    }
    Some(PlaceHit {
        from: j,
        to,
        letters: 0,
        core: (j, to),
        core_letters: 0,
        noun,
        around: false,
        countryside: false,
        whole_name: false,
        relation: Relation::default(),
        name: None,
        weak: Support::Given,
        candidates: Vec::new(),
    })
}
