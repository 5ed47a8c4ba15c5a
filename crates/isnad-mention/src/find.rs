//! The finder: one walk over the words of a report, then the places together.

use crate::anaphora;
use crate::gazetteer::Feature;
use crate::key::{Key, Reading};
use crate::knowledge::Knowledge;
use crate::persons::PersonHit;
use crate::placeexpr::{self, PlaceHit, Support};
use crate::placewords::NounClass;
use crate::registry::{ActorKind, AliasUse, NO_STATE, PeopleWord, code};
use crate::relative;
use crate::resolve::{self, Countries};
use crate::scan::{Gap, Scan};
use crate::{memo, settle, tagger};
use isnad_model::{Mention, MentionKind, Quantity, Report, Resolved, Span, Wording, WordingKind};
use isnad_text::number::{self, NumberKind};
use isnad_text::time::{self, TimeKind};
use isnad_text::{Analysis, Pos, fold_text};
use rustc_hash::FxHashSet;

/// Words before a name that may be a common word («وكالة سانا», «حركة فتح»).
const MARKERS: &str = "وكالة حركة حزب قناة صحيفة جريدة موقع شبكة تنظيم جبهة تلفزيون إذاعة راديو مجلة كتائب ميليشيا مليشيا قوات منظمة جماعة تحالف تيار";

/// Most words of the name of an institution after its noun.
const LONGEST_INSTITUTION: usize = 3;

/// What the finder found in a report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// Everything that is named, in the order of the text.
    pub mentions: Vec<Mention>,
    /// Names that judge the actor they mean («ميليشيا …», «الكيان …»), in the order of the text.
    pub wording: Vec<Wording>,
}

/// Finds mentions. One finder serves all threads.
#[derive(Debug, Clone)]
pub struct MentionFinder {
    knowledge: Knowledge,
    markers: FxHashSet<Key>,
    memos: memo::Memos,
}

/// An actor found at some words.
pub(crate) struct ActorHit {
    pub from: usize,
    pub to: usize,
    /// `None` where the name says what kind of body it is but not whose.
    pub actor: Option<u32>,
    /// The body of some state, where the words do not say whose.
    pub body: Option<u32>,
    pub kind: MentionKind,
    pub usage: AliasUse,
}

/// What stands at some words.
pub(crate) enum Hit {
    Actor(ActorHit),
    Place(Box<PlaceHit>),
    People(usize, u8),
    Person(PersonHit),
}

impl Hit {
    /// One past its last word.
    pub fn reach(&self) -> usize {
        match self {
            Hit::Actor(h) => h.to,
            Hit::Place(h) => h.to,
            Hit::People(at, _) => at + 1,
            Hit::Person(h) => h.to,
        }
    }
}

impl MentionFinder {
    /// A finder over this knowledge.
    pub fn new(knowledge: Knowledge) -> Self {
        let markers = MARKERS.split(' ').map(|w| crate::key::key(&fold_text(w))).collect();
        MentionFinder { knowledge, markers, memos: memo::Memos::default() }
    }

    /// What it knows.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// The mentions of a report, in the order of the text.
    pub fn find(&self, report: &Report, analysis: &Analysis<'_>) -> Vec<Mention> {
        self.find_all(report, analysis).mentions
    }

    /// The mentions of a report and the judging names among them.
    pub fn find_all(&self, report: &Report, analysis: &Analysis<'_>) -> Found {
        self.memos.with(|kept| self.find_with(report, analysis, kept))
    }

    fn find_with(&self, report: &Report, analysis: &Analysis<'_>, kept: &mut memo::Kept) -> Found {
        let k = &self.knowledge;
        let scan = Scan::new(analysis, k, &mut kept.words);
        let tags = tagger::tags(k, &scan, &mut kept.pairs);
        let hits = settle::settle(k, &scan, self.walk(&scan), &tags);

        let mut countries = Countries::default();
        if let Some(outlet) = report.outlet.as_deref().and_then(|o| k.registry.named(o)) {
            countries.vote(code(&outlet.country), 0.5);
        }
        for hit in &hits {
            match hit {
                Hit::People(at, letters) => {
                    if let Some(p) = self.people_at(&scan, *at).filter(|p| p.1 == *letters) {
                        countries.vote(p.0.country, 0.5);
                    }
                }
                Hit::Actor(a) if a.usage != AliasUse::InContext => {
                    if let Some(actor) = a.actor {
                        countries.vote(code(&k.registry.actor(actor).country), 0.5);
                    }
                }
                _ => {}
            }
        }

        // Times, numbers and nouns that stand for names come on top.
        let mut found = Found { mentions: Vec::with_capacity(hits.len() * 2 + 16), ..Found::default() };
        let mut places = Vec::with_capacity(hits.len());
        let mut rest = Vec::with_capacity(hits.len());
        for hit in hits {
            match hit {
                Hit::Place(p) => places.push(*p),
                other => rest.push(other),
            }
        }
        relative::find(k, &scan, &mut places);
        let hashes: Vec<u64> = places
            .iter()
            .map(|p| {
                resolve::core_hash((p.core.0..p.core.1).map(|i| {
                    if i == p.core.0 { reading_of(&scan, i, p.core_letters).key } else { scan.words[i].key() }
                }))
            })
            .collect();
        let names: Vec<&str> = places
            .iter()
            .map(|p| scan.span(p.core.0, p.core.1, p.core_letters).of(analysis.text()))
            .collect();
        let values = resolve::values(k, &places, &names, &hashes, &mut countries);
        for (hit, value) in places.iter().zip(values) {
            if hit.weak != Support::Given && value.lat.is_none() {
                continue;
            }
            let (from, to) = settle::name_words(hit);
            let mut mention = Mention::new(self.place_kind(hit), scan.span(from, to, 0));
            let expression = scan.span(hit.from, hit.to, 0);
            mention.within = (expression != mention.span).then_some(expression);
            if hit.noun.is_none()
                && !hit.around
                && let Some(country) = value.gazetteer_id.as_deref().and_then(|id| id.strip_prefix("cc:"))
            {
                mention.entity = k.registry.state_of(country).map(|a| a.id.clone());
            }
            mention.value = Resolved::Place(value);
            found.mentions.push(mention);
        }
        // Few: looking through them is faster than hashing.
        let mut surnames: Vec<Key> = Vec::new();
        for hit in &rest {
            match hit {
                Hit::Actor(a) => self.push_actor(&scan, a, &countries, &mut found),
                Hit::People(at, _) => {
                    found.mentions.push(Mention::new(MentionKind::People, scan.span(*at, at + 1, 0)))
                }
                Hit::Person(p) => {
                    if p.to > p.from + 1 && scan.words[p.to - 1].flags.surname_only() {
                        surnames.push(scan.words[p.to - 1].key());
                    }
                    found.mentions.push(Mention::new(MentionKind::Person, scan.span(p.from, p.to, 0)));
                }
                Hit::Place(_) => {}
            }
        }
        self.later_surnames(&scan, &surnames, &mut found);
        self.times_and_numbers(report, analysis, &mut found);
        anaphora::add(k, &scan, report, &places, &mut found.mentions);
        found.mentions.sort_by_cached_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.kind));
        found.wording.sort_by_key(|w| w.span);
        found
    }

    /// Names, leftmost first and of those the longest. What lies inside a longer name is not a name of its own.
    fn walk(&self, scan: &Scan<'_, '_>) -> Vec<Hit> {
        let k = &self.knowledge;
        let mut hits = Vec::new();
        let (mut i, mut title, mut place_ended) = (0, 0usize, usize::MAX);
        while i < scan.words.len() {
            let word = &scan.words[i];
            if word.gap == Gap::Break {
                title = 0;
            }
            let listed = place_ended == i && scan.norm(i).starts_with('و');
            let knows = word.knows;
            let mut best: Option<Hit> =
                if knows.actor { self.actor_at(scan, i).map(Hit::Actor) } else { None };
            let longer = |best: &Option<Hit>, to: usize| best.as_ref().is_none_or(|b| to > b.reach());
            if let Some(p) = placeexpr::at(k, scan, i, listed)
                && longer(&best, p.to)
            {
                best = Some(Hit::Place(Box::new(p)));
            }
            if let Some((_, letters)) = self.people_at(scan, i)
                && (longer(&best, i + 1)
                    || (matches!(best, Some(Hit::Place(_))) && self.reads_as_adjective(scan, i)))
            {
                best = Some(Hit::People(i, letters));
            }
            let between =
                title > 0 && (matches!(best, Some(Hit::People(..))) || k.titles.is_between(word.key()));
            if !between
                && let Some(p) = k.titles.name_at(scan, &k.words, i, title > 0 && word.gap == Gap::None)
                && longer(&best, p.to)
            {
                best = Some(Hit::Person(p));
            }
            if knows.title {
                title = 6;
            } else if !between {
                title = 0;
            } else {
                title -= 1;
            }
            match best {
                Some(hit) => {
                    let to = hit.reach();
                    if matches!(hit, Hit::Place(_)) {
                        place_ended = to;
                    }
                    hits.push(hit);
                    i = to;
                }
                None => i += 1,
            }
        }
        hits
    }

    /// «سورية» after an indefinite noun of women's gender is the adjective, not the country.
    fn reads_as_adjective(&self, scan: &Scan<'_, '_>, i: usize) -> bool {
        // «روسياً» with its vowel sign is an adjective too.
        if scan.analysis.word(scan.words[i].token as usize).ends_with(['\u{64b}', 'ً'])
            || scan.analysis.word(scan.words[i].token as usize).ends_with("ًا")
        {
            return true;
        }
        i > 0
            && scan.words[i].gap == Gap::None
            && scan.norm(i).ends_with('ه')
            && scan.norm(i - 1).ends_with('ه')
            && !scan.whole(i - 1).article
            && self.knowledge.places.noun(scan.words[i - 1].key()).is_none()
    }

    #[inline]
    fn people_at(&self, scan: &Scan<'_, '_>, i: usize) -> Option<(PeopleWord, u8)> {
        let word = &scan.words[i];
        if !(word.knows.people && word.arabic) {
            return None;
        }
        word.readings.iter().find_map(|r| Some((self.knowledge.registry.people(r.key)?, r.letters)))
    }

    fn actor_at(&self, scan: &Scan<'_, '_>, i: usize) -> Option<ActorHit> {
        let registry = &self.knowledge.registry;
        let mut best: Option<ActorHit> = None;
        for reading in scan.words[i].readings.iter() {
            if let Some((n, values)) = registry.index().longest(reading.key, scan.exact_after(i)) {
                let usable = |v: &&u32| {
                    let alias = registry.alias(**v);
                    alias.article == reading.article
                        && (alias.usage != AliasUse::Marked || self.is_marked(scan, i, i + n))
                };
                if best.as_ref().is_none_or(|b| i + n > b.to)
                    && let Some(&v) = values.iter().find(usable)
                    && (n > 1 || reading.letters == 0 || scan.norm(i).chars().count() >= 5)
                {
                    let alias = registry.alias(v);
                    let kind = registry.actor(alias.actor).kind.mention();
                    best = Some(ActorHit {
                        from: i,
                        to: i + n,
                        actor: Some(alias.actor),
                        body: None,
                        kind,
                        usage: alias.usage,
                    });
                }
            }
            if let Some(hit) = self.body_at(scan, i, *reading)
                && best.as_ref().is_none_or(|b| hit.to > b.to)
            {
                best = Some(hit);
            }
            if let Some(hit) = self.institution_at(scan, i, *reading)
                && best.as_ref().is_none_or(|b| hit.to > b.to && b.actor.is_none())
            {
                best = Some(hit);
            }
        }
        best
    }

    /// «مجلس القضاء الأعلى», «شركة «…»»: an institution or group that no entry holds.
    fn institution_at(&self, scan: &Scan<'_, '_>, i: usize, reading: Reading) -> Option<ActorHit> {
        let registry = &self.knowledge.registry;
        let kind = registry.institution(reading.key).filter(|_| !reading.article)?.mention();
        let end = (i + 1..scan.words.len().min(i + 1 + LONGEST_INSTITUTION))
            .find(|&j| {
                scan.words[j].gap != Gap::None
                    || !scan.whole(j).article
                    || registry.stops(scan.words[j].key())
            })
            .unwrap_or(scan.words.len().min(i + 1 + LONGEST_INSTITUTION));
        let mut to = end;
        // «حركة «…»»: the name stands between quotation marks.
        if to == i + 1 && scan.words.get(to).is_some_and(|w| w.gap == Gap::Quote) {
            let shut = (to + 1..scan.words.len().min(to + 1 + LONGEST_INSTITUTION))
                .find(|&j| scan.words[j].gap != Gap::None);
            to = shut.filter(|&j| scan.quoted(i + 1, j))?;
        }
        (to > i + 1).then_some(ActorHit {
            from: i,
            to,
            actor: None,
            body: None,
            kind,
            usage: AliasUse::Plain,
        })
    }

    /// «الجيش» + «الأردني»: a body of a state. Without the adjective («مجلس الوزراء») it is a body of the report's country.
    fn body_at(&self, scan: &Scan<'_, '_>, i: usize, reading: Reading) -> Option<ActorHit> {
        let registry = &self.knowledge.registry;
        let (n, values) = registry.heads().longest(reading.key, scan.keys_after(i))?;
        let body = *values.first()?;
        let at = i + n;
        let kind = registry.body_kind(body).mention();
        let alone = (n > 1 && scan.whole(at - 1).article).then_some(ActorHit {
            from: i,
            to: at,
            actor: None,
            body: Some(body),
            kind,
            usage: AliasUse::InContext,
        });
        let Some(adjective) = scan.words.get(at).filter(|w| w.gap == Gap::None) else { return alone };
        let Some(people) = registry.people(adjective.key()) else { return alone };
        // «الجيش تركي» is a sentence; «وزير الخارجية المصري» is a minister: article and gender agree.
        let article = scan.whole(at - 1).article || (n == 1 && reading.article);
        let women = |j: usize| scan.norm(j).ends_with('ه') || scan.norm(j).ends_with("ات");
        let fits = women(at) == women(i) || (n > 1 && women(at) == women(at - 1));
        if article != scan.whole(at).article || !fits {
            return alone;
        }
        let actor = if people.state == NO_STATE { None } else { registry.body(people.state, body) };
        let kind = actor.map_or(kind, |a| registry.actor(a).kind.mention());
        Some(ActorHit { from: i, to: at + 1, actor, body: None, kind, usage: AliasUse::Plain })
    }

    fn is_marked(&self, scan: &Scan<'_, '_>, from: usize, to: usize) -> bool {
        scan.quoted(from, to)
            || (from > 0
                && scan.words[from].gap != Gap::Break
                && scan.words[from - 1].readings.iter().any(|r| self.markers.contains(&r.key)))
    }

    fn push_actor(&self, scan: &Scan<'_, '_>, hit: &ActorHit, countries: &Countries, found: &mut Found) {
        let span = scan.span(hit.from, hit.to, 0);
        let (from, to) = settle::actor_words(&self.knowledge, scan, hit);
        let mut mention = Mention::new(hit.kind, scan.span(from, to, 0));
        mention.within = (mention.span != span).then_some(span);
        if let Some(body) = hit.body
            && let Some((country, share)) = countries.first()
            && share >= 0.5
        {
            let registry = &self.knowledge.registry;
            mention.entity = registry.body_of(country, body).map(|a| registry.actor(a).id.clone());
        }
        if let Some(actor) = hit.actor.map(|a| self.knowledge.registry.actor(a)) {
            let fits = hit.usage != AliasUse::InContext || countries.share(code(&actor.country)) >= 0.2;
            if fits {
                mention.entity = Some(actor.id.clone());
            }
        }
        if hit.usage == AliasUse::Loaded {
            found.wording.push(Wording { span, kind: WordingKind::Pejorative });
        }
        found.mentions.push(mention);
    }

    /// A surname alone, after the full name stood in the report.
    fn later_surnames(&self, scan: &Scan<'_, '_>, surnames: &[Key], found: &mut Found) {
        if surnames.is_empty() {
            return;
        }
        let mut taken: Vec<Span> = found.mentions.iter().map(|m| m.span).collect();
        taken.sort_unstable();
        for (i, word) in scan.words.iter().enumerate() {
            let flags = word.flags;
            if !word.readings.iter().any(|r| surnames.contains(&r.key)) {
                continue;
            }
            let span = scan.span(i, i + 1, 0);
            let at = taken.partition_point(|s| s.end <= span.start);
            let free = taken.get(at).is_none_or(|s| !s.overlaps(span));
            if free && !flags.common() && scan.norm(i).chars().count() >= 4 {
                found.mentions.push(Mention::new(MentionKind::Person, span));
            }
        }
    }

    fn place_kind(&self, hit: &PlaceHit) -> MentionKind {
        let noun = hit.noun.is_some_and(|n| matches!(n.class, NounClass::Facility | NounClass::Camp));
        let first = hit.candidates.first().map(|&c| self.knowledge.gazetteer.place(c).feature());
        let named = hit.noun.is_none() || hit.whole_name;
        let facility = if named { matches!(first, Some(Feature::Facility | Feature::Camp)) } else { noun };
        if facility && !hit.around { MentionKind::Facility } else { MentionKind::Place }
    }

    fn times_and_numbers(&self, report: &Report, analysis: &Analysis<'_>, found: &mut Found) {
        let reference = report.published.as_ref().filter(|p| p.from == p.to).map(|p| p.from);
        let times = time::find(analysis, reference);
        for t in &times {
            let mut mention = Mention::new(MentionKind::Time, t.span);
            mention.value = Resolved::Time(t.value.clone());
            if t.kind != TimeKind::Duration || t.value.from.is_some() {
                found.mentions.push(mention);
            }
        }
        for n in number::find(analysis, &times) {
            let unit = match (n.kind, n.counted) {
                (NumberKind::Percent, None) => Some("%".to_owned()),
                (NumberKind::Ordinal, _) => None,
                (_, Some(i)) if matches!(analysis.tokens[i].pos, Pos::Particle | Pos::Punctuation) => None,
                (_, Some(i)) => Some(analysis.word(i).to_owned()),
                (_, None) => None,
            };
            let mut mention = Mention::new(MentionKind::Quantity, n.span);
            mention.value = Resolved::Quantity(Quantity { min: n.min, max: n.max, unit });
            found.mentions.push(mention);
        }
    }

    /// Whether an identity is a force, group or coalition: one that can act with arms.
    pub fn is_armed(&self, entity: &str) -> bool {
        self.knowledge
            .registry
            .get(entity)
            .is_some_and(|a| matches!(a.kind, ActorKind::Force | ActorKind::Group | ActorKind::Coalition))
    }
}

/// The reading of word `i` that takes off `letters`.
fn reading_of(scan: &Scan<'_, '_>, i: usize, letters: u8) -> Reading {
    let readings = &scan.words[i].readings;
    *readings.iter().find(|r| r.letters == letters).unwrap_or(&readings[0])
}
