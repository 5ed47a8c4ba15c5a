//! Where the lists and the tagger speak of the same words: who is right.
//!
//! *Comes in*: the names that lists and rules found ([`Hit`]) and those of the tagger ([`Tag`]). *Goes out*: one list of hits that
//! do not overlap. The registry wins on who is meant; the tagger decides what kind of name stands there and which words belong
//! to it; a generic noun or direction before a name makes it a place whatever the tagger says.

use crate::find::{ActorHit, Hit};
use crate::gazetteer::{Feature, Gazetteer};
use crate::key::{Key, key};
use crate::knowledge::Knowledge;
use crate::persons::PersonHit;
use crate::placeexpr::{MOST_CANDIDATES, PlaceHit, Support};
use crate::placewords::NounClass;
use crate::registry::{ActorKind, AliasUse};
use crate::relative::Relation;
use crate::scan::Scan;
use crate::tagger::{Tag, TagKind};
use isnad_model::MentionKind;
use isnad_text::fold_text;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

fn from(hit: &Hit) -> usize {
    match hit {
        Hit::Actor(h) => h.from,
        Hit::Place(h) => h.from,
        Hit::People(at, _) => *at,
        Hit::Person(h) => h.from,
    }
}

/// The words of the name in a place expression: with its noun where that is part of the name («سجن …», «نهر …»).
pub(crate) fn name_words(hit: &PlaceHit) -> (usize, usize) {
    if let Some(name) = hit.name {
        return name;
    }
    let with_noun = hit.noun.is_some_and(|n| {
        matches!(n.class, NounClass::Facility | NounClass::Water) && hit.core.0 == hit.from + 1
    });
    if with_noun && !hit.around { (hit.from, hit.to) } else { hit.core }
}

/// Generic nouns before the name of an outlet, company or club, which are no part of it («صحيفة …», «شركة …»).
static OUTSIDE: LazyLock<FxHashSet<Key>> = LazyLock::new(|| {
    let nouns = "شركة صحيفة جريدة قناة وكالة مجلة فريق نادي محطة شبكة موقع إذاعة تلفزيون مجموعة";
    nouns.split(' ').map(|w| key(&fold_text(w))).collect()
});

/// The words of the name itself in an actor's name: without «صحيفة», «شركة», and without the nationality behind the name of
/// an outlet, company or club.
pub(crate) fn actor_words(k: &Knowledge, scan: &Scan<'_, '_>, hit: &ActorHit) -> (usize, usize) {
    let (mut from, mut to) = (hit.from, hit.to);
    let generic = scan.words[from].readings.iter().any(|r| !r.article && OUTSIDE.contains(&r.key));
    // «وكالة الأنباء …» and «شركة النفط …» are names with their noun.
    if generic && to > from + 1 && !scan.whole(from + 1).article {
        from += 1;
    }
    let adjective = |i: usize| scan.whole(i).article && k.registry.people(scan.words[i].key()).is_some();
    if to > from + 1 && adjective(to - 1) && !scan.whole(to - 2).article && (from > hit.from || to > from + 2)
    {
        to -= 1;
    }
    (from, to)
}

/// The hits and tags as one list in the order of the text.
pub(crate) fn settle(k: &Knowledge, scan: &Scan<'_, '_>, hits: Vec<Hit>, tags: &[Tag]) -> Vec<Hit> {
    let mut out: Vec<Hit> = Vec::with_capacity(hits.len() + tags.len());
    let mut used = vec![false; tags.len()];
    let mut next = 0;
    for hit in hits {
        let (start, end) = (from(&hit), hit.reach());
        while next < tags.len() && tags[next].to <= start {
            next += 1;
        }
        let over = next..next + tags[next..].iter().take_while(|t| t.from < end).count();
        if let Some(kept) = judge(k, scan, hit, tags, over, &mut used) {
            out.push(kept);
        }
    }
    for (tag, used) in tags.iter().zip(used) {
        if !used {
            out.extend(named(k, scan, tag));
        }
    }
    out.sort_by_key(from);
    // A name that a longer one has grown over goes.
    let mut reach = 0;
    out.retain(|h| {
        let free = from(h) >= reach;
        if free {
            reach = h.reach();
        }
        free
    });
    out
}

/// What becomes of a hit over which the tags `over` lie.
fn judge(
    k: &Knowledge,
    scan: &Scan<'_, '_>,
    hit: Hit,
    tags: &[Tag],
    over: std::ops::Range<usize>,
    used: &mut [bool],
) -> Option<Hit> {
    let kinds = |kind: TagKind| tags[over.clone()].iter().any(|t| t.kind == kind);
    match hit {
        Hit::Actor(mut a) => {
            let listed = a.actor.is_some() || a.body.is_some();
            if !listed && !kinds(TagKind::Organisation) && !kinds(TagKind::Facility) {
                return None;
            }
            for n in over {
                // The tagger sees where an institution that no list holds ends.
                if tags[n].kind == TagKind::Organisation && !listed {
                    return None;
                }
                if tags[n].kind == TagKind::Organisation && tags[n].from <= a.from && tags[n].to >= a.to {
                    // Behind a name that the registry has only what can belong to it: «الجيش الوطني السوري», not «ميليشيا قسد شابا».
                    let more = (a.to..tags[n].to).take_while(|&j| scan.whole(j).article).count();
                    let to = if a.actor.is_some() { a.to + more } else { tags[n].to };
                    (a.from, a.to) = (tags[n].from, to);
                }
                used[n] = true;
            }
            Some(Hit::Actor(a))
        }
        Hit::Place(mut p) => {
            let introduced = p.noun.is_some() || p.around;
            if over.is_empty() || over.clone().all(|n| tags[n].kind == TagKind::Other) {
                return Some(Hit::Place(p));
            }
            // A team may bear a country's name; the country is still what is named.
            let country = over.clone().all(|n| (tags[n].from, tags[n].to) == p.core)
                && p.candidates.first().is_some_and(|&c| k.gazetteer.place(c).feature() == Feature::Country);
            if introduced || country || kinds(TagKind::Place) || kinds(TagKind::Facility) {
                for n in over {
                    let t = tags[n];
                    let place = matches!(t.kind, TagKind::Place | TagKind::Facility);
                    if place && t.from >= p.from && t.to == p.core.1 {
                        p.name = Some((t.from, t.to));
                    }
                    if !introduced
                        && matches!(t.kind, TagKind::Place | TagKind::Facility)
                        && t.from <= p.core.0
                        && t.to >= p.core.1
                    {
                        p.from = p.from.min(t.from);
                        p.to = p.to.max(t.to);
                        p.core = (t.from, t.to);
                    }
                    used[n] = true;
                }
                return Some(Hit::Place(p));
            }
            None
        }
        Hit::People(at, letters) => {
            if kinds(TagKind::Person)
                || kinds(TagKind::Organisation)
                || kinds(TagKind::Place)
                || kinds(TagKind::Facility)
            {
                return None;
            }
            for n in over {
                used[n] = true;
            }
            Some(Hit::People(at, letters))
        }
        Hit::Person(p) => over.is_empty().then_some(Hit::Person(p)),
    }
}

/// A name that only the tagger sees.
fn named(k: &Knowledge, scan: &Scan<'_, '_>, tag: &Tag) -> Option<Hit> {
    Some(match tag.kind {
        TagKind::Person => {
            // «الشيخ …»: the title is no part of the name.
            let mut from = tag.from;
            while from + 1 < tag.to && scan.whole(from).article && k.titles.is_title(scan, from) {
                from += 1;
            }
            Hit::Person(PersonHit { from, to: tag.to, letters: 0 })
        }
        TagKind::Organisation => {
            let readings = scan.words[tag.from].readings.iter();
            let group =
                readings.filter_map(|r| k.registry.institution(r.key)).any(|kind| kind == ActorKind::Group);
            Hit::Actor(ActorHit {
                from: tag.from,
                to: tag.to,

                actor: None,
                body: None,
                kind: if group { MentionKind::Group } else { MentionKind::Organisation },
                usage: AliasUse::Plain,
            })
        }
        TagKind::Place | TagKind::Facility => {
            let (core_letters, candidates) = listed(k, scan, tag);
            Hit::Place(Box::new(PlaceHit {
                from: tag.from,
                to: tag.to,
                letters: core_letters,
                core: (tag.from, tag.to),
                core_letters,
                noun: None,
                around: false,
                countryside: false,
                weak: Support::Given,
                whole_name: true,
                relation: Relation::default(),
                name: None,
                candidates,
            }))
        }
        TagKind::People if tag.to == tag.from + 1 => Hit::People(tag.from, 0),
        TagKind::People | TagKind::Other => return None,
    })
}

/// The places of the gazetteer that bear exactly the tagged name, and the letters before it.
fn listed(k: &Knowledge, scan: &Scan<'_, '_>, tag: &Tag) -> (u8, Vec<u32>) {
    let rest = (tag.from + 1..tag.to).map(|i| scan.words[i].key());
    for reading in scan.words[tag.from].readings.iter() {
        if let Some((n, named)) = k.gazetteer.longest(reading.key, rest.clone())
            && n == tag.to - tag.from
        {
            let values = k.gazetteer.values(named).take(MOST_CANDIDATES);
            let mut candidates: Vec<u32> = values.map(Gazetteer::without_article).collect();
            candidates.dedup();
            return (reading.letters, candidates);
        }
    }
    (0, Vec::new())
}
