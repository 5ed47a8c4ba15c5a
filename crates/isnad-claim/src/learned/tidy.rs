//! What a model's ranges of roles are not: cut names, bare particles, places that are verbs, the hour of speaking.
//!
//! *Comes in*: the cast of a trigger as it was decoded. *Goes out*: the same cast, its ranges set right, some gone. *Does not*: find roles, or
//! change one into another.

use super::roles::{Cast, Role};
use crate::closed::Closed;
use crate::trigger::Trigger;
use crate::view::View;
use isnad_model::{MentionKind, Resolved};
use std::ops::Range;

/// Sets the cast of a trigger right.
pub(crate) fn tidy(v: &View<'_>, sentence: &Range<usize>, t: &Trigger, cast: &mut Cast) {
    ranges(v, sentence, cast);
    when_it_was_said(v, sentence, t, cast);
}

/// Takes marks, «و» and prepositions without their noun off the ends of ranges, joins what only such a word parts, and a title with the
/// name behind it («رئيس الوزراء» «فلان» is one party, and no chain of two sources), and drops what is nothing else.
fn ranges(v: &View<'_>, sentence: &Range<usize>, cast: &mut Cast) {
    let bare = |i: usize| {
        v.punctuation(i) && !v.opens(i) && !v.close_reached(i)
            || v.a.norm(i) == "و"
            || matches!(v.closed(i), Closed::Prep(_) | Closed::That | Closed::Relative) && !v.pronoun(i)
    };
    let named = |i: usize| v.name(i).is_some_and(|m| m.kind == MentionKind::Person);
    let mut k = 1;
    while k < cast.len() {
        let (a, b) = (&cast[k - 1], &cast[k]);
        let titled = named(b.1.start)
            && !v.conjunction(b.1.start)
            && v.prefix(b.1.start).is_none()
            && !a.1.clone().any(named)
            // An outlet or a group before a person is another party.
            && !a.1.clone().all(|i| v.name(i).is_some())
            && v.nominal(a.1.end - 1);
        if a.0 == b.0 && a.1.end == b.1.start && (titled || a.1.clone().all(bare)) {
            cast[k].1.start = cast[k - 1].1.start;
            cast.remove(k - 1);
        } else {
            k += 1;
        }
    }
    for (_, r) in cast.iter_mut() {
        while r.start < r.end && (v.punctuation(r.start) && !v.opens(r.start) || v.a.norm(r.start) == "و") {
            r.start += 1;
        }
        while r.start < r.end && bare(r.end - 1) {
            r.end -= 1;
        }
    }
    whole_quotations(v, sentence, cast);
    // Neither a verb alone («أدى») nor the words of a time («تمام الساعة») are a place.
    let placeless = |i: usize| {
        let particle = v.closed(i) == Closed::Particle && !matches!(v.a.norm(i), "هنا" | "هناك");
        let hour = v.a.norm(i) == "تمام" && i + 1 < sentence.end && v.time(i + 1).is_some();
        v.name(i).is_none() && (v.verb(i) || particle || hour || v.time(i).is_some())
    };
    cast.retain(|(role, r)| r.start < r.end && !(*role == Role::Place && r.clone().all(placeless)));
}

/// How many tokens a name in quotation marks has at most.
const QUOTED_NAME: usize = 6;

/// No name in quotation marks is cut: a range that ends within one goes on to its end, and one that begins within it begins with the mark,
/// unless another range holds the beginning («عناصر تنظيم “الرمح», «المكسور”»: the second is nobody).
fn whole_quotations(v: &View<'_>, sentence: &Range<usize>, cast: &mut Cast) {
    let mark = |i: usize, marks: [char; 2]| v.punctuation(i) && v.a.word(i).starts_with(marks);
    let opening = |i: usize| mark(i, ['«', '“']);
    let closing = |i: usize| mark(i, ['»', '”']);
    for (_, r) in cast.iter_mut() {
        let open = r.clone().rev().find(|&i| opening(i) || closing(i)).filter(|&i| opening(i));
        if let Some(open) = open {
            let ahead = r.end..sentence.end.min(open + QUOTED_NAME + 2);
            let next = ahead.into_iter().find(|&i| opening(i) || closing(i) || v.stop(i));
            if let Some(end) = next.filter(|&i| closing(i)) {
                r.end = end + 1;
            }
        }
    }
    let all = cast.clone();
    cast.retain_mut(|(_, r)| {
        let first = r.clone().find(|&i| opening(i) || closing(i)).filter(|&i| closing(i));
        let Some(close) = first else { return true };
        let behind = sentence.start.max(close.saturating_sub(QUOTED_NAME + 1))..r.start;
        let Some(open) =
            behind.rev().find(|&i| opening(i) || closing(i) || v.stop(i)).filter(|&i| opening(i))
        else {
            return true;
        };
        if all.iter().any(|(_, o)| o.contains(&open)) {
            return false;
        }
        r.start = open;
        true
    });
}

/// Takes away when something was said, where the words after «أن» say that it happened on another day: «أكد المصدر اليوم أن الطيران قصف
/// أمس …». A date that was said with the speaking and holds for «صباح اليوم» behind «أن» stays.
fn when_it_was_said(v: &View<'_>, sentence: &Range<usize>, t: &Trigger, cast: &mut Cast) {
    let that = |mut words: Range<usize>| words.find(|&i| v.closed(i) == Closed::That);
    let times: Vec<usize> = cast.iter().filter(|(r, _)| *r == Role::Time).map(|(_, r)| r.start).collect();
    cast.retain(|(role, r)| {
        if *role != Role::Time || times.len() < 2 {
            return true;
        }
        let Some(complement) = that(r.end..t.tokens.start) else { return true };
        let said = (sentence.start..r.start).rev().find(|&i| v.facts(i).say.is_some());
        let frame = said.is_some_and(|i| that(i..r.start).is_none());
        let days = |i: usize| match v.time(i).map(|m| &m.value) {
            Some(Resolved::Time(t)) => t.from.zip(t.to),
            _ => None,
        };
        let another = |x: usize| match (days(r.start), days(x)) {
            (Some(a), Some(b)) => a.1 < b.0 || b.1 < a.0,
            (None, None) => true,
            _ => false,
        };
        !(frame && times.iter().any(|&x| x > complement && another(x)))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{mentions, reader};
    use isnad_text::Analysis;

    #[test]
    fn a_name_in_quotation_marks_is_not_cut() {
        type Case<'a> = (&'a str, &'a [(&'a str, usize)], &'a [&'a str]);
        let cases: [Case<'_>; 5] = [
            // Words; ranges that the model gave, as first word and length; what becomes of them.
            (
                "أضرم عناصر تنظيم “الرمح المكسور” النار في المهجع",
                &[("عناصر", 4), ("المكسور", 2)],
                &["عناصر تنظيم “الرمح المكسور”"],
            ),
            ("قالت حركة «سهل القمح» إنها لا تعلم", &[("سهل", 3)], &["«سهل القمح»"]),
            ("وقال «لم نقصف القرية ولا البلدة ولا الطريق ولا الجسر»", &[("البلدة", 1)], &["البلدة"]),
            // Nothing is looked for in another sentence.
            ("«القرية. وقصفت البلدة» أمس", &[("البلدة", 2)], &["البلدة»"]),
            // A quotation that runs on is no name.
            ("وقال «القرية لم تقصف بالأمس ولا اليوم ولا غدا ولا بعده»", &[("«", 2)], &["«القرية"]),
        ];
        for (text, given, want) in cases {
            let analysis = Analysis::new(text);
            let v = View::new(&analysis, &reader().table, &[]);
            let mut cast: Cast = given
                .iter()
                .map(|&(first, n)| {
                    let at = (0..analysis.tokens.len()).find(|&i| analysis.word(i) == first).unwrap_or(0);
                    (Role::Actor, at..at + n)
                })
                .collect();
            let last = analysis.sentences.last().map_or(0..0, |s| s.tokens.clone());
            whole_quotations(&v, &last, &mut cast);
            let got: Vec<&str> = cast.iter().map(|(_, r)| v.span(r).of(text)).collect();
            assert_eq!(got, want, "{text}");
        }
    }

    #[test]
    fn when_it_was_said_is_not_when_it_happened() {
        // Words; times that the model gave to «قصف»; which stay.
        let cases: [(&str, &[&str], &[&str]); 4] = [
            ("أكد المصدر اليوم أن الطيران قصف القرية أمس", &["اليوم", "أمس"], &["أمس"]),
            ("أكد المصدر أن الطيران قصف القرية اليوم", &["اليوم"], &["اليوم"]),
            // The only time there is stays.
            ("أكد المصدر اليوم أن الطيران قصف القرية", &["اليوم"], &["اليوم"]),
            ("قصف الطيران القرية اليوم وأمس", &["اليوم", "وأمس"], &["اليوم", "وأمس"]),
        ];
        for (text, times, want) in cases {
            let analysis = Analysis::new(text);
            let v = View::new(&analysis, &reader().table, &[]);
            let at = |w: &str| (0..analysis.tokens.len()).find(|&i| analysis.word(i) == w).unwrap_or(0);
            let mut found = Vec::new();
            crate::trigger::find(&v, &(0..analysis.tokens.len()), &mut found);
            let t = found.iter().find(|t| analysis.word(t.tokens.start) == "قصف").unwrap();
            let mut cast: Cast = times.iter().map(|w| (Role::Time, at(w)..at(w) + 1)).collect();
            when_it_was_said(&v, &(0..analysis.tokens.len()), t, &mut cast);
            let got: Vec<&str> = cast.iter().map(|(_, r)| analysis.word(r.start)).collect();
            assert_eq!(got, want, "{text}");
        }
    }

    #[test]
    fn neither_a_verb_nor_a_time_is_a_place() {
        // Words; names in them; the range that the model gave; whether it stays.
        let cases = [
            ("القصف أدى لمقتل مدني", &[][..], "أدى", false),
            ("قصفت القرية في تمام الساعة الثامنة", &[], "تمام", false),
            ("قصفت القرية عند دوار القمح", &[], "دوار", true),
            ("قصفت تمام القديمة", &["تمام"], "تمام", true),
        ];
        for (text, names, given, stays) in cases {
            let analysis = Analysis::new(text);
            let names: Vec<(MentionKind, &str)> = names.iter().map(|n| (MentionKind::Place, *n)).collect();
            let found = mentions(text, &names);
            let v = View::new(&analysis, &reader().table, &found);
            let at = (0..analysis.tokens.len()).find(|&i| analysis.word(i) == given).unwrap_or(0);
            let mut cast: Cast = vec![(Role::Place, at..at + 1)];
            ranges(&v, &(0..analysis.tokens.len()), &mut cast);
            assert_eq!(!cast.is_empty(), stays, "{text}");
        }
    }

    #[test]
    fn a_title_and_the_name_behind_it_are_one_party() {
        type Case<'a> = (&'a str, &'a [&'a str], &'a [&'a [&'a str]], &'a [&'a str]);
        let cases: [Case<'_>; 5] = [
            // Words; names in them; ranges that the model gave, as words; what becomes of them.
            (
                "قال رئيس البلدية سمير التلاوي",
                &["سمير التلاوي"],
                &[&["رئيس", "البلدية"], &["سمير", "التلاوي"]],
                &["رئيس البلدية سمير التلاوي"],
            ),
            // Two persons stay two.
            (
                "قال رئيس البلدية وسمير التلاوي",
                &["سمير التلاوي"],
                &[&["رئيس", "البلدية"], &["وسمير", "التلاوي"]],
                &["رئيس البلدية", "وسمير التلاوي"],
            ),
            (
                "التقى سمير التلاوي نبيل القطراني",
                &["سمير التلاوي", "نبيل القطراني"],
                &[&["سمير", "التلاوي"], &["نبيل", "القطراني"]],
                &["سمير التلاوي", "نبيل القطراني"],
            ),
            // An outlet that somebody spoke to is no title.
            (
                "قال لصحيفة النورس سمير التلاوي",
                &["صحيفة النورس", "سمير التلاوي"],
                &[&["لصحيفة", "النورس"], &["سمير", "التلاوي"]],
                &["لصحيفة النورس", "سمير التلاوي"],
            ),
            // A verb is no title.
            (
                "الوزير يهاجم سمير التلاوي",
                &["سمير التلاوي"],
                &[&["يهاجم"], &["سمير", "التلاوي"]],
                &["يهاجم", "سمير التلاوي"],
            ),
        ];
        for (text, persons, given, want) in cases {
            let analysis = Analysis::new(text);
            let kind = |n: &str| {
                if n.starts_with("صحيفة") { MentionKind::Organisation } else { MentionKind::Person }
            };
            let names: Vec<(MentionKind, &str)> = persons.iter().map(|n| (kind(n), *n)).collect();
            let found = mentions(text, &names);
            let v = View::new(&analysis, &reader().table, &found);
            let mut cast: Cast = given
                .iter()
                .map(|words| {
                    let first =
                        (0..analysis.tokens.len()).find(|&i| analysis.word(i) == words[0]).unwrap_or(0);
                    (Role::Source, first..first + words.len())
                })
                .collect();
            ranges(&v, &(0..analysis.tokens.len()), &mut cast);
            let got: Vec<&str> = cast.iter().map(|(_, r)| v.span(r).of(text)).collect();
            assert_eq!(got, want, "{text}");
        }
    }
}
