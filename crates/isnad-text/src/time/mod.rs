//! Time expressions.
//!
//! *Comes in*: an [`Analysis`] and, where known, the date against which «أمس» is read. *Goes out*: spans with
//! resolved days. *Does not*: find that date itself, or carry times from one sentence to another.
//!
//! A day or month without its year takes the year that puts it nearest before the reference; a weekday without a word
//! like «المقبل» is the last one up to the reference. A text that is nothing but a time tells no news: it is what a person types
//! into a filter or a calendar, and is read ahead, as those are. Behind a verb of the future («ستعقد») it is the next. What counts from something else than the time of writing («في
//! اليوم التالي», «بعد يومين من الهجوم») stays unknown. Hijri dates are reckoned by the tabular calendar
//! (leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of thirty), right to within two days.
//!
//! ```
//! use isnad_text::{Analysis, time};
//! let text = "وقع القصف مساء الثلاثاء 2 تشرين الثاني/نوفمبر";
//! let reference = "2021-11-05".parse().ok();
//! let found = time::find(&Analysis::new(text), reference);
//! assert_eq!(found[0].span.of(text), "مساء الثلاثاء 2 تشرين الثاني/نوفمبر");
//! assert_eq!(found[0].value.from.map(|d| d.to_string()).as_deref(), Some("2021-11-02"));
//! ```

mod begins;
mod calendar;
mod clock;
mod dates;
mod digits;
mod edges;
mod hijri;
mod parse;
mod ranges;
mod relative;
mod season;
mod vague;
mod weekday;
mod words;
mod years;

use crate::{Analysis, TokenKind};
use calendar::Days;
use isnad_model::{Basis, Span, TimeOfDay, TimePrecision, TimeValue};
use jiff::civil::Date;
pub use parse::{ParsedDate, parse_date};
use std::cell::OnceCell;
use std::ops::Range;
use words::{Side, Word};

/// What kind of time words these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeKind {
    /// Names a day, month or year («28 تشرين الثاني 2021», «عام 2003»); without its year it still needs a reference.
    Absolute,
    /// Counts from the time of writing («أمس», «الثلاثاء», «قبل يومين», «الأسبوع الماضي»).
    Relative,
    /// «لليوم الثاني»: the reference day, as one of a row.
    Running,
    /// How long («لمدة ثلاثة أيام», «ساعتين»): no place on the calendar.
    Duration,
    /// A clock time or part of a day alone («عند الساعة 5», «صباحا»).
    Clock,
}

/// A time expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeExpr {
    /// Bytes of the text, proclitics «و ف ب ل ك» of the first word left out.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it comes to; `from` is `None` and the precision unknown where it stays relative.
    pub value: TimeValue,
    /// What kind of time words these are.
    pub kind: TimeKind,
}

/// One word as the grammar sees it.
#[derive(Debug, Clone, Copy)]
struct Tag {
    word: Word,
    /// Where it begins in the text without «و ف ب ل ك».
    start: usize,
    article: bool,
    conjunction: bool,
    /// «ل» before it («لليوم الثاني»).
    lam: bool,
}

/// What the grammar found at a token.
#[derive(Debug, Clone, Copy)]
struct Found {
    /// Where it begins in the text.
    start: usize,
    /// The token after it.
    end: usize,
    days: Option<Days>,
    of_day: Option<TimeOfDay>,
    /// Exact to the hour.
    instant: bool,
    kind: TimeKind,
}

/// The grammar over one text.
struct Grammar<'g, 't> {
    a: &'g Analysis<'t>,
    tags: &'g [Option<Tag>],
    /// Tokens of the sentence.
    sentence: Range<usize>,
    /// End of the sentence.
    end: usize,
    reference: Option<Date>,
    /// The first token with the «س» of the future, or «سوف», in the sentence: what follows lies ahead. Looked for where it is
    /// asked for, since most sentences hold no time.
    future: OnceCell<usize>,
    /// The text is nothing but a time.
    alone: bool,
}

/// How far behind a verb of the future a time may stand and still be of the future.
const FUTURE_REACH: usize = 15;

/// All time expressions of a text, in order, none overlapping another. Days are resolved against `reference`, the day
/// on which the text was written; without it what needs it stays relative.
pub fn find(a: &Analysis<'_>, reference: Option<Date>) -> Vec<TimeExpr> {
    let mut tags: Vec<Option<Tag>> = vec![None; a.len()];
    for (i, forms) in a.forms.iter().enumerate() {
        // The analysis asked [`in_word`] once for all words that are written so.
        if forms.opens.is_time() {
            tags[i] = tag(a, i);
        }
    }
    let alone = is_alone(a, &tags);
    read(a, &tags, reference, alone)
}

/// Whether the text holds nothing but words of time, numbers and the particles between them.
fn is_alone(a: &Analysis<'_>, tags: &[Option<Tag>]) -> bool {
    let [sentence] = a.sentences.as_slice() else { return false };
    sentence.tokens.len() <= 12
        && sentence.tokens.clone().all(|i| {
            tags[i].is_some()
                || matches!(a.tokens[i].kind, TokenKind::Punctuation | TokenKind::Number)
                || a.norm(i).len() < 3
                || matches!(
                    a.norm(i),
                    "في" | "من"
                        | "الي"
                        | "حتي"
                        | "بين"
                        | "علي"
                        | "الذي"
                        | "اللي"
                        | "القبل"
                        | "الاخيره"
                        | "الموافق"
                        | "الجديد"
                        | "عطله"
                        | "بقيه"
                        | "باقي"
                        | "فصل"
                        | "الربع"
                        | "الثلث"
                        | "عيد"
                        | "راس"
                        | "كريسماس"
                        | "الكريسماس"
                        | "الميلاد"
                        | "الفطر"
                        | "الاضحي"
                        | "الان"
                        | "حالا"
                        | "القليله"
                )
                || crate::number::read(a, i).is_some()
        })
}

fn read(a: &Analysis<'_>, tags: &[Option<Tag>], reference: Option<Date>, alone: bool) -> Vec<TimeExpr> {
    let mut out: Vec<TimeExpr> = Vec::new();
    for sentence in &a.sentences {
        let g = Grammar {
            a,
            tags,
            sentence: sentence.tokens.clone(),
            end: sentence.tokens.end,
            reference,
            future: OnceCell::new(),
            alone,
        };
        let mut found: Vec<(usize, Found)> = Vec::new();
        let mut i = sentence.tokens.start;
        while i < g.end {
            match if g.may_begin(i) { g.at(i) } else { None } {
                Some(f) => {
                    g.join(&mut found, i, f);
                    i = f.end.max(i + 1);
                }
                None => i += 1,
            }
        }
        out.extend(found.into_iter().map(|(first, f)| g.expression(first, f)));
    }
    out
}

/// The meaning of token `i`, its proclitics and article taken off.
fn tag(a: &Analysis<'_>, i: usize) -> Option<Tag> {
    let InWord { word, taken, article, conjunction, lam } = in_word(a.norm(i))?;
    let start = if taken == 0 { a.tokens[i].span.start } else { a.original(i, taken) };
    Some(Tag { word, start, article, conjunction, lam })
}

/// A folded word as part of a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InWord {
    word: Word,
    /// Bytes of the proclitics before it.
    taken: usize,
    article: bool,
    conjunction: bool,
    lam: bool,
}

/// The meaning of a folded word, its proclitics and article taken off.
pub(crate) fn in_word(norm: &str) -> Option<InWord> {
    let make = |word, taken: usize, article, conjunction, lam| {
        Some(InWord { word, taken, article, conjunction, lam })
    };
    if !words::may_mean(norm) {
        return None;
    }
    if let Some(word) = words::word(norm) {
        return make(word, 0, false, false, false);
    }
    let first = norm.chars().next()?;
    if !matches!(first, 'و' | 'ف' | 'ب' | 'ل' | 'ك' | 'ا') {
        return None;
    }
    let (mut rest, mut taken, mut conjunction, mut lam) = (norm, 0, false, false);
    if matches!(first, 'و' | 'ف') {
        (rest, taken, conjunction) = (&rest[2..], 2, true);
        if let Some(word) = words::word(rest) {
            return make(word, taken, false, true, false);
        }
    }
    if rest.starts_with(['ب', 'ل', 'ك']) {
        lam = rest.starts_with('ل');
        let joined = rest.starts_with("لل");
        rest = &rest[2..];
        taken += 2;
        if joined {
            return words::word(&rest[2..]).and_then(|w| make(w, taken, true, conjunction, true));
        }
        if let Some(word) = words::word(rest) {
            // «باب», «لاول»: short words behind a letter are other words.
            return if rest.len() < 6 { None } else { make(word, taken, false, conjunction, lam) };
        }
    }
    let bare = rest.strip_prefix("ال")?;
    make(words::word(bare)?, taken, true, conjunction, lam)
}

/// Whether an expression may begin with this folded word, whose stem is `stem`, without a meaning of its own.
/// `number` says that it is a word of a number.
pub(crate) fn may_open(norm: &str, stem: &str, number: bool) -> bool {
    number
        || matches!(stem, "بين" | "من" | "في" | "الان" | "اونه" | "بقيه" | "باقي" | "عطله" | "حتي")
        || matches!(norm, "بقيه" | "باقي" | "عطله" | "العطله" | "الربع" | "الثلث")
        || relative::heads_amount(norm)
        || ranges::heads_items(norm)
        || season::heads_feast(norm)
        || vague::heads_phrase(norm)
}

/// Whether words of time without measure may go on with this folded word behind their first word.
pub(crate) fn may_go_on(norm: &str) -> bool {
    vague::goes_on(norm)
}

/// Whether the word behind the «س» begins as verbs of the future do: «سيعود», and not «سانا», the name of an agency.
fn is_future(a: &Analysis<'_>, i: usize) -> bool {
    let word = a.tokens[i].span.of(a.text());
    let verb = word.split_once('س').and_then(|(_, rest)| rest.chars().next());
    matches!(verb, Some('ي' | 'ت' | 'ن' | 'أ'))
}

/// Whether tokens `day` and `month` are digits from 1 to 31 and the plain name of a Gregorian month.
pub(crate) fn is_day_of_month(a: &Analysis<'_>, day: usize, month: usize) -> bool {
    a.norm(day).parse::<u8>().is_ok_and(|d| (1..=31).contains(&d))
        && matches!(words::word(a.norm(month)), Some(Word::Month(_, false)))
}

impl Grammar<'_, '_> {
    /// Whether a time at token `i` lies ahead of the reference.
    fn ahead(&self, i: usize) -> bool {
        self.alone || self.future() < i && i - self.future() <= FUTURE_REACH
    }

    fn future(&self) -> usize {
        let ahead = |&i: &usize| {
            self.a.tokens[i].clitics.future && is_future(self.a, i) || matches!(self.a.stem(i), "سوف")
        };
        *self.future.get_or_init(|| self.sentence.clone().find(ahead).unwrap_or(usize::MAX))
    }

    fn norm(&self, i: usize) -> &str {
        if i < self.end { self.a.norm(i) } else { "" }
    }

    fn tag(&self, i: usize) -> Option<Tag> {
        if i < self.end { self.tags[i] } else { None }
    }

    fn word(&self, i: usize) -> Option<Word> {
        self.tag(i).map(|t| t.word)
    }

    fn is_number(&self, i: usize) -> bool {
        i < self.end && self.a.tokens[i].kind == TokenKind::Number
    }

    fn start(&self, i: usize) -> usize {
        self.tag(i).map_or_else(
            || match crate::number::read(self.a, i) {
                Some(r) => r.start,
                None => self.a.tokens.get(i).map_or(self.a.text().len(), |t| t.span.start),
            },
            |t| t.start,
        )
    }

    /// «الماضي», «اللي فات», «الذي يليه»: the side, and the token after.
    fn side_at(&self, i: usize) -> Option<(Side, usize)> {
        if let Some(side) = self.side(i) {
            return Some((side, i + 1));
        }
        if !matches!(self.norm(i), "الذي" | "التي" | "اللي" | "الي" | "يلي") {
            return None;
        }
        let side = match self.norm(i + 1) {
            "فات" | "فاتت" | "مضي" | "مضت" | "راح" | "راحت" | "سبق" | "سبقت" | "انقضي" => {
                Side::Past
            }
            "جاي" | "جايه" | "الجاي" | "قادم" => Side::Future,
            "يلي" | "يليه" | "يليها" | "تلاه" | "تلاها" | "تلته" | "تلتها" => {
                Side::Following
            }
            _ => return None,
        };
        Some((side, i + 2))
    }

    fn side(&self, i: usize) -> Option<Side> {
        match self.word(i) {
            Some(Word::Side(side)) => Some(side),
            _ => None,
        }
    }

    /// The longest expression that begins at token `i`.
    fn at(&self, i: usize) -> Option<Found> {
        let one = self.single(i);
        let range = self.range(i, one);
        let best = match (one, range) {
            (Some(x), Some(y)) if y.end > x.end => Some(y),
            (None, y) => y,
            (x, _) => x,
        };
        best.map(|f| self.inside(f).unwrap_or(f))
    }

    /// One expression that is no range.
    fn single(&self, i: usize) -> Option<Found> {
        self.part_of_day(i)
            .or_else(|| self.clock(i))
            .or_else(|| self.within(i))
            .or_else(|| self.several(i))
            .or_else(|| self.date(i))
            .or_else(|| self.edge(i))
            .or_else(|| self.relative(i))
    }

    /// Adds `f`, which begins at token `i`, or joins it to the expression before it: a clock time or part of a day with
    /// the day beside it.
    fn join(&self, found: &mut Vec<(usize, Found)>, i: usize, f: Found) {
        if let Some((_, last)) = found.last_mut() {
            let between = last.end..i;
            let near = between.len() <= 2
                && between.clone().all(|k| {
                    matches!(
                        self.a.word(k),
                        "،" | ","
                            | "-"
                            | "–"
                            | "("
                            | "/"
                            | "|"
                            | "من"
                            | "في"
                            | "عند"
                            | "يوم"
                            | "حوالي"
                            | "نحو"
                    )
                });
            let clock = |x: &Found| x.kind == TimeKind::Clock && x.days.is_none();
            let dated =
                |x: &Found| matches!(x.kind, TimeKind::Absolute | TimeKind::Relative) && x.of_day.is_none();
            if near && (clock(last) && dated(&f) || dated(last) && clock(&f)) {
                let (day, time) = if clock(last) { (f, *last) } else { (*last, f) };
                let single = day.days.is_none_or(|d| d.from == d.to);
                if single {
                    *last = Found {
                        start: last.start,
                        end: f.end,
                        days: day.days,
                        of_day: time.of_day,
                        instant: time.instant,
                        kind: day.kind,
                    };
                    return;
                }
            }
        }
        found.push((i, f));
    }

    fn expression(&self, first: usize, f: Found) -> TimeExpr {
        let precision = match f.days {
            None => TimePrecision::Unknown,
            Some(d) if d.precision == TimePrecision::Day && f.instant => TimePrecision::Instant,
            Some(d) if d.precision == TimePrecision::Day && f.of_day.is_some() => TimePrecision::PartOfDay,
            Some(d) => d.precision,
        };
        TimeExpr {
            span: Span::new(f.start, self.a.tokens[f.end - 1].span.end.max(f.start)),
            tokens: first..f.end,
            value: TimeValue {
                from: f.days.map(|d| d.from),
                to: f.days.map(|d| d.to),
                precision,
                basis: Basis::Stated,
                time_of_day: f.of_day,
                source: None,
            },
            kind: f.kind,
        }
    }
}

#[cfg(test)]
mod tests;
