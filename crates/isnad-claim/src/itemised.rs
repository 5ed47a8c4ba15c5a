//! Lists that say who the counted are: «6 قتلى (طفلان وسيدتان ورجلان)», «ثلاثة مدنيين، رجل وطفلان».
//!
//! *Comes in*: a [`View`], a sentence, the figures of one trigger. *Goes out*: the items of such a list as parts of the count before it.
//! *Does not*: believe a list whose items do not add up to the count, since what stands behind a comma is most often something else.

use crate::figures::{is_person, of};
use crate::view::View;
use isnad_model::Figure;
use isnad_text::number;
use std::ops::Range;

/// Most words between a count and its list: «ستة مدنيين من عائلة».
const BETWEEN: usize = 4;
/// Most items of a list.
const ITEMS: usize = 8;

/// Adds to the figures of a trigger the items of lists that add up to one of them; figures that are items already become its parts.
pub(crate) fn itemise(v: &View<'_>, sentence: &Range<usize>, figures: &mut Vec<Figure>) {
    for k in 0..figures.len() {
        let f = &figures[k];
        let Some(n) = f.min.filter(|&n| f.max == Some(n) && n >= 2.0 && f.part_of.is_none()) else {
            continue;
        };
        let behind = v.a.tokens.partition_point(|t| t.span.start < f.span.end);
        let Some(items) = list(v, behind..sentence.end, n) else { continue };
        let (what, scope) = (f.what, f.scope);
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

/// The items of the list within `r`, each with how many it is, if they add up to `whole`.
fn list(v: &View<'_>, r: Range<usize>, whole: f64) -> Option<Vec<(Range<usize>, f64)>> {
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
        let alone = v.a.norm(i) == "و";
        if !items.is_empty() && (alone || v.comma(i)) {
            i += 1;
            continue;
        }
        let first = i;
        // The first word of another clause joins nothing: «(طفلان وسيدتان) وأصيب …».
        let (n, end) = match v.quantity(i) {
            Some(q) => {
                while i < r.end && v.quantity(i) == Some(q) {
                    i += 1;
                }
                let quantity = v.mentions[q].quantity().filter(|n| n.min == n.max)?;
                let end = i;
                // The counted noun.
                if v.next(i - 1, r.end) == Some(i) && !v.conjunction(i) && v.prefix(i).is_none() {
                    i += 1;
                }
                (quantity.min?, end)
            }
            None => {
                i += 1;
                match number::is_dual(v.a, first) {
                    true => (2.0, i),
                    false if is_person(v, first) => (1.0, i),
                    false => return None,
                }
            }
        };
        sum += n;
        items.push((first..end, n));
    }
    (sum == whole && items.len() >= 2).then_some(items)
}

#[cfg(test)]
mod tests {
    use crate::testing::{report, shipped};
    use isnad_model::BlockKind;
    use isnad_text::Analysis;

    #[test]
    fn items_that_add_up_are_parts() {
        // Words; what is counted, and whether it is a part of a count before it.
        type Case<'a> = (&'a str, &'a [(&'a str, f64, bool)]);
        let cases: [Case<'_>; 6] = [
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
            ("مقتل 3 مدنيين (بينهم رجل) في قصف على قرية الورد.", &[("3", 3.0, false)]),
        ];
        let finder = isnad_mention::MentionFinder::new(isnad_mention::Knowledge::shipped().unwrap());
        for (text, want) in cases {
            let r = report(&[(BlockKind::Body, text)]);
            let analysis = Analysis::new(text);
            let claims = shipped().read(&r, &analysis, &finder.find(&r, &analysis)).claims;
            let counted = claims.iter().find(|c| !c.figures.is_empty()).unwrap_or_else(|| panic!("{text}"));
            let got: Vec<_> = counted
                .figures
                .iter()
                .map(|f| (f.span.of(text), f.min.unwrap(), f.part_of.is_some()))
                .collect();
            assert_eq!(got, want, "{text}");
        }
    }
}
