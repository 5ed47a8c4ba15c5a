//! How many, as the models see it: the figures of a trigger from the words that the model of roles takes for figures.
//!
//! *Comes in*: a range of words, the figures that the trigger has already. *Goes out*: figures more. *Does not*: read numbers (mentions
//! bring them, and `figures` knows what they may mean).

use super::roles::Cast;
use super::scene::Scene;
use super::{Buffers, Models, Task, single};
use crate::figures;
use crate::reader::Sentence;
use crate::trigger::Trigger;
use crate::view::View;
use isnad_model::{ClaimType, Figure, FigureWhat};
use std::ops::Range;

/// Adds the figures of the words `r` to those that the trigger has.
#[expect(clippy::too_many_arguments, reason = "a figure is made of all that was found")]
pub(crate) fn figures_of(
    models: &Models,
    v: &View<'_>,
    s: &Sentence,
    scene: &Scene,
    cast: &Cast,
    t: &Trigger,
    r: &Range<usize>,
    buffers: &mut Buffers,
    out: &mut Vec<Figure>,
) {
    // «وامرأة» of «رجل وامرأة» is counted already.
    let span = v.span(r);
    if out.iter().any(|f| f.span.start <= span.start && span.end <= f.span.end) {
        return;
    }
    let (mut i, mut measured) = (r.start, false);
    let before = out.len();
    while i < r.end {
        let Some((q, tokens)) = v.quantity_run(i, r.end) else {
            i += 1;
            continue;
        };
        i = tokens.end;
        // «عام 2015» says when, «14 كلم» how far, «84 عاما» how old; only a sentence is so long («15 عاما»).
        if figures::year(v, q, tokens.start) || figures::far_or_long(v, q, i) && t.kind != ClaimType::Trial {
            measured = true;
            continue;
        }
        if !isnad_text::number::is_ordinal(v.a, tokens.start) {
            let figure = figures::counted(v, q, &tokens, &s.tokens, t, out);
            out.extend(figure);
        }
    }
    // «جريحاً» of «46 جريحاً» counts nothing more.
    let counted_before = v.prev(r.start, s.tokens.start).is_some_and(|i| v.quantity(i).is_some());
    // «مجزرة» names what happened, not one of whom it happened to; «شهيداً» is one.
    let c = &v.table.classes;
    let event = t.tokens.contains(&r.start) && v.facts(r.start).classes & (c.persons | c.dead) == 0;
    if out.len() == before && !measured && !counted_before && !event {
        let figure = figures::uncounted(v, r, &s.tokens, t, out);
        out.push(figure);
    }
    for f in &mut out[before..] {
        single::counted(scene, cast, r, t, f.what as u64, &mut buffers.rows);
        let learned = FigureWhat::ALL[single::answer(models, Task::Counted, buffers).0];
        f.what = figures::settled(v, learned, f.span, t, &s.tokens);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{claims, claims_in_earnest, figures};
    use isnad_model::{FigureWhat, MentionKind};

    #[test]
    fn a_figure_joined_to_a_part_is_a_part_too() {
        let text = "قُتل عشرة أشخاص بينهم ثلاثة أطفال وامرأتان في قصف على قرية الورد أمس.";
        let claims = claims(text, &[(MentionKind::Place, "قرية الورد")]);
        let killed = claims.iter().find(|c| c.trigger.of(text) == "قُتل").unwrap();
        let figures: Vec<_> = killed.figures.iter().map(|f| (f.min, f.part_of)).collect();
        assert_eq!(figures, [(Some(10.0), None), (Some(3.0), Some(0)), (Some(2.0), Some(0))]);
    }

    #[test]
    fn persons_named_one_by_one_are_counted_together() {
        // Words; the figures of those killed: how many, and whether they are a part of those before.
        type Case<'a> = (&'a str, &'a [(&'a str, f64, bool)]);
        let cases: [Case<'_>; 6] = [
            ("قُتل رجل وامرأة في قصف على قرية الورد أمس.", &[("رجل وامرأة", 2.0, false)]),
            ("قُتل طفل ووالدته في قصف على قرية الورد أمس.", &[("طفل ووالدته", 2.0, false)]),
            ("قُتل شرطي وعنصر في قصف على قرية الورد أمس.", &[("شرطي وعنصر", 2.0, false)]),
            ("قُتل طفل وامرأتان في قصف على قرية الورد أمس.", &[("طفل", 1.0, false), ("امرأتان", 2.0, false)]),
            (
                "قُتل ثلاثة مدنيين وامرأة في قصف على قرية الورد أمس.",
                &[("ثلاثة", 3.0, false), ("وامرأة", 1.0, false)],
            ),
            (
                "قُتل عشرة أشخاص بينهم طفل في قصف على قرية الورد أمس.",
                &[("عشرة", 10.0, false), ("طفل", 1.0, true)],
            ),
        ];
        for (text, want) in cases {
            let claims = claims(text, &[(MentionKind::Place, "قرية الورد")]);
            let killed = claims.iter().find(|c| c.trigger.of(text) == "قُتل").unwrap();
            assert_eq!(figures(text, killed), want, "{text}");
        }
    }

    #[test]
    fn who_lost_their_lives_is_killed_and_an_age_is_no_figure() {
        let text = "أعلن المجلس أن أربعة من مقاتليه فقدوا حياتهم وأصيب المواطن سمير (84 عاماً) في قصف على قرية الورد أمس.";
        let claims = claims(text, &[(MentionKind::Place, "قرية الورد"), (MentionKind::Person, "سمير")]);
        let all: Vec<_> = claims.iter().flat_map(|c| &c.figures).map(|f| (f.what, f.min)).collect();
        assert_eq!(all, [(FigureWhat::Killed, Some(4.0))]);
    }

    #[test]
    fn a_day_behind_a_figure_does_not_take_it_away_and_a_year_is_none() {
        for (text, want) in [
            ("مقتل 12 يوم الجمعة في قصف على قرية الورد.", &[12.0][..]),
            ("قُتل خمسة يوم الأحد الماضي في قصف على قرية الورد.", &[5.0]),
            ("قتل 30 عام 2015 في قصف على قرية الورد.", &[30.0]),
            ("قتل مدنيون عام 2015 في قصف على قرية الورد.", &[]),
        ] {
            let claims = claims_in_earnest(text);
            let killed: Vec<_> = claims.iter().flat_map(|c| &c.figures).filter_map(|f| f.min).collect();
            assert_eq!(killed, want, "{text}");
        }
    }

    #[test]
    fn villages_are_not_persons_who_were_displaced() {
        for (text, want) in [
            ("أدى القصف إلى تهجير أهالي عشرات القرى في ريف الورد أمس.", FigureWhat::Other),
            ("مقتل خمسة بقرية القمح في ريف الورد أمس.", FigureWhat::Killed),
        ] {
            let claims = claims(text, &[(MentionKind::Place, "ريف الورد")]);
            let figures: Vec<_> = claims.iter().flat_map(|c| &c.figures).collect();
            assert!(!figures.is_empty() && figures.iter().all(|f| f.what == want), "{figures:?}");
        }
    }
}
