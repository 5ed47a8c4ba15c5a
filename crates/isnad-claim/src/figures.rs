//! How many: quantities linked to the trigger whose event they count.
//!
//! *Comes in*: a [`View`], the triggers of a sentence with their roles. *Goes out*: figures by trigger. *Does not*: read numbers
//! (mentions bring them) or add them up.

use crate::closed::Closed;
use crate::roles::Roles;
use crate::trigger::Trigger;
use crate::view::View;
use isnad_model::{ClaimType, Figure, FigureOf, FigureScope, FigureWhat, Span};
use isnad_text::{TokenKind, number};
use std::ops::Range;

/// The figures of all triggers of one sentence.
pub(crate) fn find(
    v: &View<'_>,
    sentence: &Range<usize>,
    triggers: &[Trigger],
    roles: &[Roles],
) -> Vec<Vec<Figure>> {
    let mut out: Vec<Vec<Figure>> = triggers.iter().map(|_| Vec::new()).collect();
    if triggers.is_empty() {
        return out;
    }
    let mut i = sentence.start;
    while i < sentence.end {
        let Some((q, tokens)) = v.quantity_run(i, sentence.end) else {
            i += 1;
            continue;
        };
        i = tokens.end;
        let Some(quantity) = v.mentions[q].quantity().filter(|_| !number::is_ordinal(v.a, tokens.start))
        else {
            continue;
        };
        if v.time(tokens.start).is_some() || measure(quantity.unit.as_deref()) {
            continue;
        }
        let Some(k) = owner(v, &tokens, triggers, roles) else { continue };
        let figure = counted(v, q, &tokens, sentence, &triggers[k], &out[k]);
        out[k].extend(figure);
    }
    for (k, t) in triggers.iter().enumerate() {
        if out[k].is_empty() && matches!(t.kind, ClaimType::Casualty | ClaimType::Killing) {
            out[k].extend(single(v, t, &roles[k], sentence));
        }
    }
    out
}

/// The figure of quantity mention `q`, whose words are `tokens`, for a trigger that has the figures `before` already.
pub(crate) fn counted(
    v: &View<'_>,
    q: usize,
    tokens: &Range<usize>,
    sentence: &Range<usize>,
    t: &Trigger,
    before: &[Figure],
) -> Option<Figure> {
    let mention = &v.mentions[q];
    let quantity = mention.quantity()?;
    if quantity.min.is_none() && quantity.max.is_none() {
        return None;
    }
    Some(Figure {
        span: mention.span,
        what: what(v, tokens, sentence, t),
        min: quantity.min,
        max: quantity.max,
        of: of(v, tokens, sentence),
        part_of: whole(v, tokens.start, sentence, before),
        scope: scope(v, sentence),
    })
}

/// The figure of words without a number: «مقتل جندي» is one, «جنديين» two, as are «رجل وامرأة». Parts («بينهم طفل وامرأة») are not
/// joined, so that each is one of its own.
pub(crate) fn uncounted(
    v: &View<'_>,
    tokens: &Range<usize>,
    sentence: &Range<usize>,
    t: &Trigger,
    before: &[Figure],
) -> Figure {
    let part_of = whole(v, tokens.start, sentence, before);
    let limit = if part_of.is_none() { sentence.end } else { tokens.end };
    let each = |i: usize| if number::is_dual(v.a, i) { 2.0 } else { 1.0 };
    let (mut n, mut end, mut kind) = (each(tokens.start), tokens.end, of(v, tokens, sentence));
    let joins = |i: usize| v.conjunction(i) && !v.article(i) && v.quantity(i).is_none();
    for i in tokens.start + 1..limit {
        if joins(i) && (one_person(v, i) || number::is_dual(v.a, i)) && one_person(v, tokens.start) {
            n += each(i);
            end = end.max(i + 1);
            if kind != of(v, &(i..i + 1), sentence) {
                kind = FigureOf::Mixed;
            }
        } else if i >= end {
            break;
        }
    }
    // «عاملين» may be two or more; only a noun whose plural is another is surely the dual.
    let stem = v.a.stem(tokens.start);
    let plural = stem.ends_with("ين") || stem.ends_with("ون");
    let several = n == 1.0 && plural && v.name(tokens.start).is_none();
    Figure {
        span: v.span(&(tokens.start..end)),
        what: what(v, tokens, sentence, t),
        min: Some(if several { 2.0 } else { n }),
        max: (!several).then_some(n),
        of: kind,
        part_of,
        scope: scope(v, sentence),
    }
}

/// Whether a word means one person: «رجل», «والدته».
fn one_person(v: &View<'_>, i: usize) -> bool {
    let w = v.a.stem(i);
    let listed = |w: &str| PERSONS.contains(&w);
    listed(w) || w.strip_suffix('ا').is_some_and(listed) || KIN.contains(&w) && v.pronoun(i)
}

/// The same, or one of a family by what he is to it: «الأب».
pub(crate) fn is_person(v: &View<'_>, i: usize) -> bool {
    one_person(v, i) || v.article(i) && matches!(v.a.stem(i), "اب" | "ام" | "والد" | "والده" | "جد" | "جده")
}

/// Units of length, folded: «14 كلم» says how far.
const LENGTHS: [&str; 9] = ["كلم", "كم", "كيلومتر", "كيلومترا", "كيلومترات", "متر", "مترا", "امتار", "ميلا"];

/// Units of time, folded: «84 عاما» says how old, or how long.
const SPANS: [&str; 19] = [
    "سنه",
    "سنوات",
    "عاما",
    "عام",
    "اعوام",
    "يوما",
    "ايام",
    "ساعه",
    "ساعات",
    "شهرا",
    "اشهر",
    "شهور",
    "دقيقه",
    "دقايق",
    "اسابيع",
    "اسبوعا",
    "شهر",
    "يوم",
    "اسبوع",
];

/// Other units that measure and do not count.
const MEASURES: [&str; 10] = ["دولار", "دولارا", "يورو", "%", "درجه", "مليون", "ليره", "بالميه", "طن", "طنا"];

/// Whether quantity `q`, whose words end before token `end`, says how far, how old or how long: by its unit, or the word behind it.
pub(crate) fn far_or_long(v: &View<'_>, q: usize, end: usize) -> bool {
    let unit = v.mentions[q].quantity().and_then(|n| n.unit.as_deref()).map(isnad_text::fold_text);
    let first = unit.as_deref().and_then(|u| u.split_whitespace().next());
    let behind = (end < v.a.tokens.len()).then(|| v.a.norm(end));
    // «مقتل خمسة يوم الجمعة», «… عام 2015» say when.
    let number = |i: usize| v.a.tokens[i].kind == TokenKind::Number;
    let dated = (end..v.a.tokens.len().min(end + 2)).any(|i| v.time(i).is_some() || i > end && number(i));
    let date = |w: &str| dated && matches!(w, "يوم" | "عام" | "شهر" | "اسبوع" | "سنه");
    first.into_iter().chain(behind).any(|w| LENGTHS.contains(&w) || SPANS.contains(&w) && !date(w))
}

/// Whether quantity `q`, whose words begin at token `first`, is the number of a year: «عام 2015».
pub(crate) fn year(v: &View<'_>, q: usize, first: usize) -> bool {
    let n = v.mentions[q].quantity().and_then(|n| n.min);
    n.is_some_and(|n| (1900.0..2100.0).contains(&n))
        && first > 0
        && matches!(v.a.stem(first - 1), "عام" | "سنه")
}

/// Whether a unit measures and does not count.
fn measure(unit: Option<&str>) -> bool {
    unit.is_some_and(|u| {
        let u = isnad_text::fold_text(u);
        [&LENGTHS[..], &SPANS, &MEASURES].iter().any(|list| list.contains(&u.as_ref()))
    })
}

/// The trigger that a quantity belongs to: the one whose role holds it, else the nearest before it in its clause, else the
/// nearest after.
fn owner(v: &View<'_>, q: &Range<usize>, triggers: &[Trigger], roles: &[Roles]) -> Option<usize> {
    let inside = |p: &Range<usize>| p.start <= q.start && q.start < p.end;
    let held = |k: &usize| {
        triggers[*k].tokens.contains(&q.start) || roles[*k].target.iter().chain(&roles[*k].actor).any(inside)
    };
    if let Some(k) =
        (0..triggers.len()).filter(held).min_by_key(|&k| triggers[k].tokens.start.abs_diff(q.start))
    {
        return Some(k);
    }
    let clause = v.clause(q.start);
    let before = (0..triggers.len())
        .rev()
        .find(|&k| triggers[k].tokens.end <= q.start && v.clause(triggers[k].tokens.start) == clause);
    if let Some(k) = before.filter(|&k| q.start - triggers[k].tokens.end <= 8) {
        return Some(k);
    }
    (0..triggers.len()).find(|&k| triggers[k].tokens.start >= q.end && triggers[k].tokens.start - q.end <= 3)
}

/// What it counts: by the counted noun, else by the trigger.
fn what(v: &View<'_>, q: &Range<usize>, sentence: &Range<usize>, t: &Trigger) -> FigureWhat {
    if let Some(w) = said(v, q, sentence.end, t) {
        return w;
    }
    let group = &v.table.groups[t.group as usize];
    let by_type = v.table.frame(t.kind).map_or(FigureWhat::Other, |f| f.figures);
    // A group's own figures hold for its own type only («قتل» may be casualty or killing).
    group.figures.filter(|_| group.kind == t.kind).unwrap_or(by_type)
}

/// What the counted noun says that the words `q` of a figure count: «3 قتلى», «غارتين».
pub(crate) fn said(v: &View<'_>, q: &Range<usize>, end: usize, t: &Trigger) -> Option<FigureWhat> {
    let noun = |i: usize| -> Option<FigureWhat> {
        Some(match v.a.stem(i) {
            "قتيل" | "قتيلا" | "قتلي" | "قتيلين" | "شهيد" | "شهيدا" | "شهداء" | "شهيدين" | "ضحيه"
            | "ضحايا" | "جثه" | "جثث" => FigureWhat::Killed,
            "جريح" | "جريحا" | "جرحي" | "جريحين" | "مصاب" | "مصابا" | "مصابين" | "اصابه" | "اصابات" => {
                FigureWhat::Injured
            }
            "صاروخ" | "صاروخا" | "صواريخ" | "قذيفه" | "قذايف" | "غاره" | "غارات" | "صاروخين" | "غارتين"
            | "قذيفتين" | "برميل" | "براميل" | "طايره" | "طايرات" | "عبوه" | "عبوات" => {
                FigureWhat::Weapons
            }
            "متظاهر" | "متظاهرا" | "متظاهرين" | "محتج" | "محتجين" => {
                match t.kind {
                    ClaimType::Protest | ClaimType::Riot | ClaimType::Clash => FigureWhat::Participants,
                    _ => return None,
                }
            }
            _ => return None,
        })
    };
    let after = v.next(q.end - 1, end).filter(|&j| !v.conjunction(j) && v.prefix(j).is_none());
    q.clone().chain(after).find_map(noun)
}

/// What a figure counts, where words beside it leave no doubt of that whatever the model `learned`: a wrong number of dead is the worst
/// of all errors.
pub(crate) fn settled(
    v: &View<'_>,
    learned: FigureWhat,
    span: Span,
    t: &Trigger,
    sentence: &Range<usize>,
) -> FigureWhat {
    match learned {
        FigureWhat::Killed | FigureWhat::Injured | FigureWhat::Displaced
            if counts_places(v, span, sentence) =>
        {
            FigureWhat::Other
        }
        FigureWhat::Injured if died(v, t, sentence) => FigureWhat::Killed,
        what => what,
    }
}

/// Whether what is counted are places («عشرات القرى», «خمسة منازل»), which nobody kills, hurts or displaces: that is done to
/// who lives there.
fn counts_places(v: &View<'_>, span: Span, sentence: &Range<usize>) -> bool {
    const PLACES: [&str; 19] = [
        "قري",
        "قريه",
        "قريتين",
        "بلدات",
        "بلده",
        "بلدتين",
        "مدن",
        "مدينتين",
        "مناطق",
        "منطقه",
        "منازل",
        "منزلا",
        "منزلين",
        "بيوت",
        "بيتا",
        "مخيمات",
        "موقع",
        "موقعا",
        "مواقع",
    ];
    let end = v.a.tokens.partition_point(|t| t.span.start < span.end);
    let first = v.a.tokens.partition_point(|t| t.span.end <= span.start);
    // «مقتل خمسة بقرية …» says where.
    let counted = |i: usize| v.word(i).preposition.is_none() && !v.conjunction(i);
    (first..sentence.end.min(end + 1)).any(|i| PLACES.contains(&v.a.stem(i)) && (i < end || counted(i)))
}

/// Whether the words behind the trigger say that people died («فقدوا حياتهم», «لقي حتفه»), whatever else is told near them.
fn died(v: &View<'_>, t: &Trigger, sentence: &Range<usize>) -> bool {
    let behind = t.tokens.start + 1..sentence.end.min(t.tokens.start + 4);
    matches!(t.kind, ClaimType::Casualty | ClaimType::Killing)
        && t.verb
        && behind
            .map(|i| v.a.norm(i))
            .any(|w| w.starts_with("حيات") || w.starts_with("حتف") || w.starts_with("مصرع"))
}

/// Which of the figures before holds the one that begins at token `first`: «عشرة بينهم ثلاثة أطفال وامرأتان».
fn whole(v: &View<'_>, first: usize, sentence: &Range<usize>, before: &[Figure]) -> Option<usize> {
    let last = before.last()?;
    if includes(v, first, sentence) {
        return Some(before.len() - 1);
    }
    // «وامرأتان» right behind «ثلاثة أطفال» is one of the same.
    let near =
        v.prev(first, sentence.start).and_then(|p| v.prev(p, sentence.start)).unwrap_or(sentence.start);
    let joined = v.conjunction(first) && last.span.end > v.a.tokens[near].span.start;
    last.part_of.filter(|_| joined)
}

fn includes(v: &View<'_>, first: usize, sentence: &Range<usize>) -> bool {
    let Some(p) = v.prev(first, sentence.start) else { return false };
    v.a.norm(p).starts_with("بينهم") || v.a.norm(p).starts_with("بينهن") || v.a.norm(p) == "منهم"
}

/// Of whom: by the words `q` of a figure and the one behind it.
pub(crate) fn of(v: &View<'_>, q: &Range<usize>, sentence: &Range<usize>) -> FigureOf {
    let after = v.next(q.end - 1, sentence.end);
    for i in q.clone().chain(after) {
        let s = v.a.stem(i);
        let starts = |p: &[&str]| p.iter().any(|w| s.starts_with(w));
        if starts(&["طفل", "اطفال", "رضيع"]) {
            return FigureOf::Child;
        }
        if starts(&["امراه", "امراتين", "نساء", "سيده", "سيدتين"]) {
            return FigureOf::Woman;
        }
        if starts(&["مدني", "مواطن"]) {
            return FigureOf::Civilian;
        }
        if starts(&[
            "جندي",
            "جنود",
            "مسلح",
            "عنصر",
            "عناصر",
            "مقاتل",
            "ضابط",
            "ضباط",
            "شرطي",
            "ارهابي",
            "عسكري",
        ]) {
            return FigureOf::Fighter;
        }
    }
    FigureOf::Unknown
}

fn scope(v: &View<'_>, sentence: &Range<usize>) -> FigureScope {
    for i in sentence.clone() {
        if v.a.norm(i) == "منذ"
            && v.next(i, sentence.end)
                .is_some_and(|j| matches!(v.a.stem(j), "بدايه" | "بدء" | "اندلاع" | "مطلع"))
        {
            return FigureScope::Cumulative;
        }
        if v.a.norm(i) == "خلال"
            && v.next(i, sentence.end)
                .is_some_and(|j| matches!(v.a.stem(j), "شهر" | "عام" | "سنه" | "اسبوع" | "العام" | "الشهر"))
        {
            return FigureScope::Period;
        }
    }
    FigureScope::Event
}

/// Words for one person, folded; the models saw the rules with these.
const PERSONS: [&str; 40] = [
    "شخص",
    "شخصا",
    "مدني",
    "مدنيا",
    "مدنيه",
    "طفل",
    "طفلا",
    "طفله",
    "امراه",
    "سيده",
    "رجل",
    "رجلا",
    "شاب",
    "شابا",
    "شابه",
    "فتاه",
    "فتي",
    "رضيع",
    "مسن",
    "مسنه",
    "مواطن",
    "مواطنا",
    "عنصر",
    "جندي",
    "جنديا",
    "مسلح",
    "شرطي",
    "ضابط",
    "مقاتل",
    "فلسطيني",
    "قيادي",
    "صحافي",
    "صحفي",
    "عامل",
    "سايق",
    "اخر",
    "متظاهر",
    "عسكري",
    "مسعف",
    "نازح",
];

/// Words for one of somebody's family, folded.
const KIN: [&str; 14] = [
    "والد",
    "والدت",
    "زوج",
    "زوجت",
    "ابن",
    "ابنت",
    "شقيق",
    "شقيقت",
    "اخ",
    "اخت",
    "حفيد",
    "حفيدت",
    "طفل",
    "طفلت",
];

/// «مقتل جندي» is one: a singular person without number, article or name as victim.
fn single(v: &View<'_>, t: &Trigger, roles: &Roles, sentence: &Range<usize>) -> Option<Figure> {
    let p = roles.target.first()?;
    let i = p.start;
    if v.article(i)
        || v.closed(i) != Closed::No
        || v.party(i)
        || v.facts(i).classes & v.table.classes.persons == 0
    {
        return None;
    }
    PERSONS.contains(&v.a.stem(i)).then(|| Figure {
        span: v.a.tokens[i].span,
        what: what(v, &(i..i + 1), sentence, t),
        min: Some(1.0),
        max: Some(1.0),
        of: of(v, &(i..i + 1), sentence),
        part_of: None,
        scope: scope(v, sentence),
    })
}
