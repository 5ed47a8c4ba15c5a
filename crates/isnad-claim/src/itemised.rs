//! Lists that say who the counted are: «6 قتلى (طفلان وسيدتان ورجلان)», «ثلاثة مدنيين، رجل وطفلان».
//!
//! *Comes in*: a [`View`], a sentence, the figures of one trigger. *Goes out*: the items of such a list as parts of the count before it.
//! *Does not*: believe a list whose items do not add up to the count, since what stands behind a comma is most often something else.

use crate::figures::{is_person, of, said};
use crate::trigger::Trigger;
use crate::view::View;
use isnad_model::{Figure, FigureWhat};
use isnad_text::number;
use std::ops::Range;

/// Most words between a count and its list: «ستة مدنيين من عائلة».
const BETWEEN: usize = 4;
/// Most items of a list.
const ITEMS: usize = 8;

/// Adds to the figures of a trigger the items of lists that add up to one of them; figures that are items already become its parts.
pub(crate) fn itemise(v: &View<'_>, sentence: &Range<usize>, t: &Trigger, figures: &mut Vec<Figure>) {
    for k in 0..figures.len() {
        let f = &figures[k];
        let Some(n) = f.min.filter(|&n| f.max == Some(n) && n >= 2.0 && f.part_of.is_none()) else {
            continue;
        };
        let (what, scope) = (f.what, f.scope);
        let behind = v.a.tokens.partition_point(|t| t.span.start < f.span.end);
        let Some(items) = list(v, behind..sentence.end, t, (n, what)) else { continue };
        for (tokens, n) in items {
            let span = v.span(&tokens);
            let mut known = false;
            for (_, old) in figures.iter_mut().enumerate().filter(|(j, _)| *j != k) {
                if old.span.start < span.end && span.start < old.span.end {
                    old.part_of = old.part_of.or(Some(k));
                    known = true;
                }
            }
            // «رجل» is one of them: the list says who he is, not how many.
            if !known && n > 1.0 {
                let of = of(v, &tokens, sentence);
                figures.push(Figure { span, what, min: Some(n), max: Some(n), of, part_of: Some(k), scope });
            }
        }
    }
}

/// The items of the list within `r`, each with how many it is, if they add up to the whole, of which what it counts is given too.
fn list(
    v: &View<'_>,
    r: Range<usize>,
    t: &Trigger,
    (whole, what): (f64, FigureWhat),
) -> Option<Vec<(Range<usize>, f64)>> {
    let opens = |i: usize| {
        matches!(v.a.word(i), "(" | ":" | "،" | "-" | "–")
            || matches!(v.a.norm(i), "هم" | "وهم" | "هما" | "وهما")
    };
    let mut i = r.clone().take(BETWEEN + 1).find(|&i| opens(i))?;
    while i < r.end && opens(i) {
        i += 1;
    }
    let (mut items, mut sum) = (Vec::new(), 0.0);
    while i < r.end && items.len() < ITEMS && sum < whole {
        let mut joined = v.conjunction(i);
        while i < r.end && !items.is_empty() && (v.a.norm(i) == "و" || v.comma(i)) {
            (joined, i) = (true, i + 1);
        }
        // «ثلاثة مدنيين، وطفلين ورجل» tells of more, and what nothing joins to a list is none of it.
        if i >= r.end || joined == items.is_empty() {
            return None;
        }
        let (tokens, n) = match v.quantity_run(i, r.end) {
            Some((q, tokens)) => {
                let quantity = v.mentions[q].quantity().filter(|n| n.min == n.max)?;
                // «عشرة ضحايا: ستة قتلى وأربعة جرحى» are no ten dead.
                if said(v, &tokens, r.end, t).is_some_and(|w| w != what) {
                    return None;
                }
                (tokens, quantity.min?)
            }
            None if number::is_dual(v.a, i) => (i..i + 1, 2.0),
            None if is_person(v, i) => (i..i + 1, 1.0),
            None => return None,
        };
        i = tokens.end;
        // The counted noun.
        let noun = v.next(i - 1, r.end) == Some(i) && !v.conjunction(i) && v.prefix(i).is_none();
        if v.quantity(tokens.start).is_some() && noun {
            i += 1;
        }
        sum += n;
        items.push((tokens, n));
    }
    (sum == whole && items.len() >= 2).then_some(items)
}

#[cfg(test)]
mod tests {
    use crate::testing::{claims_in_earnest, figures};

    #[test]
    fn items_that_add_up_are_parts() {
        // Words; what is counted, and whether it is a part of a count before it.
        type Case<'a> = (&'a str, &'a [(&'a str, f64, bool)]);
        let cases: [Case<'_>; 8] = [
            (
                "ارتفعت حصيلة القصف على الورد إلى 6 قتلى مدنيين (طفلان وسيدتان ورجلان) جميعهم من عائلة واحدة.",
                &[("6", 6.0, false), ("طفلان", 2.0, true), ("سيدتان", 2.0, true), ("رجلان", 2.0, true)],
            ),
            (
                "إصابة أربعة أشخاص (الأب وثلاث بنات) في قصف على قرية الورد.",
                &[("أربعة", 4.0, false), ("ثلاث", 3.0, true)],
            ),
            ("مقتل 3 مدنيين، رجل وطفلين، في قصف على قرية الورد.", &[("3", 3.0, false), ("طفلين", 2.0, true)]),
            // They do not add up: figures that the models found stay no parts.
            (
                "مقتل 5 مدنيين (طفلان وسيدتان) في قصف على قرية الورد.",
                &[("5", 5.0, false), ("طفلان", 2.0, false), ("سيدتان", 2.0, false)],
            ),
            ("مقتل 3 مدنيين، وإصابة طفلين ورجل في قصف على قرية الورد.", &[("3", 3.0, false)]),
            // More, and not who they were; and others than the whole.
            ("مقتل 3 مدنيين، وطفلين وامرأة في قصف على قرية الورد.", &[("3", 3.0, false)]),
            ("سقوط 10 قتلى: ستة قتلى وأربعة جرحى في قصف على قرية الورد.", &[("10", 10.0, false)]),
            ("مقتل 3 مدنيين (بينهم رجل) في قصف على قرية الورد.", &[("3", 3.0, false)]),
        ];
        for (text, want) in cases {
            let claims = claims_in_earnest(text);
            let counted = claims.iter().find(|c| !c.figures.is_empty()).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(figures(text, counted), want, "{text}");
        }
    }
}
