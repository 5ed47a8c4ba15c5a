//! «المدينة», «البلدة», «السجن»: a generic noun with the article and without a name, which means a place named before.
//!
//! *Comes in*: the words, the place expressions, and the mentions of a report. *Goes out*: mentions with the value of the
//! place that is meant, and where it was taken from. *Does not*: guess: the noun is resolved only where exactly one place of
//! that very kind stands in the report's own text before it. «مدينة» is also the kind of a town that is named without it.

use crate::gazetteer::Feature;
use crate::key::{Key, Reading, key};
use crate::knowledge::Knowledge;
use crate::placeexpr::PlaceHit;
use crate::placewords::NounClass;
use crate::relative;
use crate::scan::{Gap, Scan};
use isnad_model::{Block, Mention, MentionKind, PlacePrecision, PlaceValue, Report, Resolved, Source, Span};
use isnad_text::TokenKind;
use std::sync::LazyLock;

/// A town of this many people is a city without being called one.
const CITY: u32 = 50_000;

struct Words {
    city: Key,
    prison: Key,
    /// «القاعدة» is an organisation, «الحي» an adjective, «النقطة» anything.
    never: [Key; 4],
    /// Before «السجن» that is a sentence of a court.
    sentence: [Key; 6],
    /// After it.
    term: [Key; 4],
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    city: key("مدينه"),
    prison: key("سجن"),
    never: ["قاعده", "نقطه", "مركز", "محور"].map(key),
    sentence: ["حكم", "احكام", "عقوبه", "بعقوبه", "الحكم", "يواجه"].map(key),
    term: ["لمده", "مده", "مدي", "سنوات"].map(key),
});

/// A place that was named, as what a later noun may mean.
struct Antecedent<'h> {
    hit: &'h PlaceHit,
    span: Span,
    value: PlaceValue,
    kind: MentionKind,
}

/// Adds the mentions to `mentions`, whose place mentions are those of `hits`.
pub(crate) fn add(
    k: &Knowledge,
    scan: &Scan<'_, '_>,
    report: &Report,
    hits: &[PlaceHit],
    mentions: &mut Vec<Mention>,
) {
    let mut taken: Vec<Span> = Vec::new();
    let mut new = Vec::new();
    let mut known: Option<Vec<Antecedent<'_>>> = None;
    for i in 0..scan.words.len() {
        let Some((noun, reading)) = generic(k, scan, i) else { continue };
        let at = scan.span(i, i + 1, reading.letters);
        if !own(&report.blocks, at.start) {
            continue;
        }
        let known = known.get_or_insert_with(|| {
            taken = mentions
                .iter()
                .filter(|m| !matches!(m.kind, MentionKind::Time | MentionKind::Quantity))
                .map(|m| m.span)
                .collect();
            taken.sort_unstable();
            antecedents(scan, report, hits, mentions)
        });
        let Some(meant) = meant(k, scan, known, noun, i) else { continue };
        let (from, _, around) = before(k, scan, i, reading);
        let span = scan.span(from, i + 1, 0);
        let next = taken.partition_point(|s| s.end <= span.start);
        if taken.get(next).is_some_and(|s| s.overlaps(span)) {
            continue;
        }
        let mut mention = Mention::new(if around { MentionKind::Place } else { meant.kind }, span);
        mention.value = Resolved::Place(value(k, meant, around));
        new.push(mention);
    }
    mentions.append(&mut new);
}

/// Whether a position is in the report's own text, not in a headline of another story.
fn own(blocks: &[Block], at: usize) -> bool {
    let n = blocks.partition_point(|b| b.span.end <= at);
    blocks.get(n).is_some_and(|b| b.span.holds(at) && b.kind.is_report())
}

/// The generic noun with the article that word `i` is, where it may stand for a name.
fn generic(k: &Knowledge, scan: &Scan<'_, '_>, i: usize) -> Option<(Key, Reading)> {
    let word = &scan.words[i];
    if !word.knows.noun {
        return None;
    }
    let reading =
        *word.readings.iter().find(|r| r.article && word.arabic && k.places.noun(r.key).is_some())?;
    let noun = k.places.noun(reading.key)?;
    let class = matches!(
        noun.class,
        NounClass::Village
            | NounClass::Town
            | NounClass::City
            | NounClass::Quarter
            | NounClass::Camp
            | NounClass::District
            | NounClass::Province
            | NounClass::Facility
    );
    if !class || WORDS.never.contains(&reading.key) {
        return None;
    }
    // «المدينة القديمة», «القرية التي …»: another is told apart from the one that was named.
    let next = scan.words.get(i + 1).filter(|w| w.gap == Gap::None);
    if next.is_some_and(|w| w.readings[0].article || !w.arabic) {
        return None;
    }
    // «البث الحي»: an adjective.
    let last = i.checked_sub(1).filter(|_| word.gap == Gap::None);
    if reading.letters == 0
        && last.is_some_and(|l| scan.whole(l).article && !k.places.preposition(scan.words[l].key()))
    {
        return None;
    }
    if reading.key == WORDS.prison {
        // «الحكم عليه بالسجن», «السجن لمدة عام»
        let after = next.is_some_and(|w| WORDS.term.contains(&w.key()) || is_number(scan, i + 1));
        let court = last.is_some_and(|l| WORDS.sentence.contains(&scan.words[l].key()));
        if after || court || scan.norm(i).starts_with("بال") || scan.norm(i).starts_with("وبال") {
            return None;
        }
    }
    Some((reading.key, reading))
}

fn is_number(scan: &Scan<'_, '_>, i: usize) -> bool {
    scan.analysis.tokens[scan.words[i].token as usize].kind == TokenKind::Number
}

/// Words before the noun that belong to the expression («شمال غربي المدينة», «محيط السجن»): the first, the letters that
/// are no part of it, and whether there are any.
fn before(k: &Knowledge, scan: &Scan<'_, '_>, i: usize, reading: Reading) -> (usize, u8, bool) {
    let (mut from, mut letters) = (i, reading.letters);
    while from > 0 && i - from < 3 && scan.words[from].gap == Gap::None && letters == 0 {
        let word = &scan.words[from - 1];
        let found = word.readings.iter().find(|r| {
            !r.article
                && (k.places.direction(r.key)
                    || k.places.noun(r.key).is_some_and(|n| n.class == NounClass::Around))
        });
        let Some(r) = found.filter(|_| word.arabic) else { break };
        from -= 1;
        letters = r.letters;
    }
    (from, letters, from < i)
}

/// The places that were named, in the order of the text.
fn antecedents<'h>(
    scan: &Scan<'_, '_>,
    report: &Report,
    hits: &'h [PlaceHit],
    mentions: &[Mention],
) -> Vec<Antecedent<'h>> {
    let mut places: Vec<&Mention> = mentions.iter().filter(|m| m.place().is_some()).collect();
    places.sort_by_key(|m| m.extent());
    hits.iter()
        .filter_map(|hit| {
            let extent = scan.span(hit.from, hit.to, 0);
            let mention = places.get(places.binary_search_by_key(&extent, |m| m.extent()).ok()?)?;
            own(&report.blocks, extent.start).then(|| {
                let value = mention.place().cloned();
                value.map(|value| Antecedent { hit, span: mention.span, value, kind: mention.kind })
            })?
        })
        .collect()
}

/// The one place that the noun `noun` at word `i` may mean.
fn meant<'a, 'h>(
    k: &Knowledge,
    scan: &Scan<'_, '_>,
    known: &'a [Antecedent<'h>],
    noun: Key,
    i: usize,
) -> Option<&'a Antecedent<'h>> {
    let earlier = || known.iter().take_while(|a| a.hit.to <= i);
    let called = |a: &Antecedent<'_>| {
        let (first, core, end) = (a.hit.from, a.hit.core.0, a.hit.core.1.min(a.hit.to));
        // «العاصمة دمشق», but not «الحي» in the name itself.
        (first..end).any(|w| scan.words[w].readings.iter().any(|r| r.key == noun && (w < core || !r.article)))
    };
    if let Some(found) = only(earlier().filter(|a| called(a))) {
        return found;
    }
    if noun != WORDS.city {
        return None;
    }
    only(earlier().filter(|a| a.hit.noun.is_none() && !a.hit.countryside && is_city(k, a))).flatten()
}

/// `Some(Some(the one))`, `Some(None)` where there are several, `None` where there is none.
fn only<'a, 'h: 'a>(all: impl Iterator<Item = &'a Antecedent<'h>>) -> Option<Option<&'a Antecedent<'h>>> {
    let mut found: Option<&Antecedent<'_>> = None;
    for a in all {
        let same = |b: &Antecedent<'_>| match (&a.value.gazetteer_id, &b.value.gazetteer_id) {
            (Some(x), Some(y)) => x == y,
            _ => a.value.name == b.value.name,
        };
        if found.is_some_and(|b| !same(b)) {
            return Some(None);
        }
        // The last one is where the reader looks for it.
        found = Some(a);
    }
    found.map(Some)
}

fn settled<'k>(k: &'k Knowledge, a: &Antecedent<'_>) -> Option<crate::gazetteer::Place<'k>> {
    let id = a.value.gazetteer_id.as_deref()?;
    a.hit.candidates.iter().map(|&c| k.gazetteer.place(c)).find(|p| p.id() == id)
}

fn is_city(k: &Knowledge, a: &Antecedent<'_>) -> bool {
    settled(k, a)
        .is_some_and(|p| p.feature() == Feature::Settlement && (p.is_seat() || p.population() >= CITY))
}

/// The value of the place itself, whatever was said of its surroundings where it was named.
fn value(k: &Knowledge, a: &Antecedent<'_>, around: bool) -> PlaceValue {
    let mut value = a.value.clone();
    if let Some(place) = settled(k, a) {
        (value.lat, value.lon) = (Some(place.lat()), Some(place.lon()));
        value.precision = place.feature().precision();
        value.radius_km = None;
        if around && matches!(value.precision, PlacePrecision::Settlement | PlacePrecision::Quarter) {
            value.precision = PlacePrecision::Near;
            value.radius_km = Some(relative::near(place.population()));
        }
    }
    value.source = Some(Source { report: None, span: a.span });
    value
}
