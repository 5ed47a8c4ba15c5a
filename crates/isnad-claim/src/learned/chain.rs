//! On whose word, as the models see it: the links of a claim's chain.
//!
//! *Comes in*: the sources that the model of roles found for a trigger, and the rules' chain. *Goes out*: [`Link`]s with their kinds,
//! outermost first. *Does not*: look for speakers in other sentences (`carry` does), but says whom «المصدر» points back to.

use super::read::touched;
use super::roles::{Cast, Role};
use super::scene::Scene;
use super::{Buffers, Models, single};
use crate::chain::{self, Source};
use crate::reader;
use crate::view::View;
use isnad_model::{Link, LinkKind};
use std::ops::Range;

/// The chain: sources that the model found in the sentence, in the rules' order where these know them, else in the order of
/// the text; where it found none, the rules' chain (a speaker carried over from before, for one).
pub(crate) fn says(
    models: &Models,
    v: &View<'_>,
    scene: &Scene,
    rules: &[&Source],
    fallback: &[&Source],
    cast: &Cast,
    buffers: &mut Buffers,
) -> Vec<Link> {
    let mut found: Vec<&Range<usize>> =
        cast.iter().filter(|(r, _)| *r == Role::Source).map(|(_, r)| r).collect();
    let meets = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let rank = |r: &Range<usize>| rules.iter().position(|x| meets(&x.tokens, r)).unwrap_or(rules.len());
    found.sort_by_key(|r| (rank(r), r.start));
    let mut links: Vec<Link> = Vec::new();
    let mut kind = |r: &Range<usize>| {
        if nameless(v, r) {
            return Some(LinkKind::Unnamed);
        }
        let rule = chain::speaker(v, r).kind;
        single::source(v, scene, r, rule as u64, &mut buffers.rows);
        let learned = single::link_kind(models, buffers)?;
        Some(never_named(v, r, learned))
    };
    if found.is_empty() {
        // A lost source is worse than a doubtful one: what the rules found stands, unless it cannot speak.
        let sentence = scene.first..scene.first + scene.items.len();
        for x in fallback {
            // A speaker carried over from before was asked about in its own sentence.
            let here = sentence.contains(&x.tokens.start) && x.tokens.end <= sentence.end;
            if !here || kind(&x.tokens).is_some() {
                links.push(reader::link(v, &x.tokens, never_named(v, &x.tokens, x.kind)));
            }
        }
        return links;
    }
    for r in found {
        if let Some(kind) = kind(r) {
            links.push(reader::link(v, r, kind));
        }
    }
    links
}

/// Words of a source that say nothing of who it is: «المصدر», «المصادر نفسها».
fn nameless(v: &View<'_>, r: &Range<usize>) -> bool {
    let head = v.a.norm(r.start);
    (head.ends_with("المصدر") || head.ends_with("المصادر"))
        && r.clone().skip(1).all(|i| !v.refining(i) && v.name(i).is_none())
        && r.len() <= 2
}

/// «مصادر أهلية لـ “أثر برس”» are nobody's name, whatever stands behind them.
fn never_named(v: &View<'_>, r: &Range<usize>, kind: LinkKind) -> LinkKind {
    if kind != LinkKind::NamedPerson || !matches!(v.a.stem(r.start), "مصدر" | "مصادر") {
        return kind;
    }
    r.clone().nth(1).and_then(|i| v.facts(i).refines).unwrap_or(LinkKind::Unnamed)
}

/// Says of a source whose words point back whom they stand for; words that say nothing of who it is are of that one's kind.
pub(crate) fn stands_for(v: &View<'_>, words: &mut Link, named: &Link) {
    if nameless(v, &touched(v, words.span)) {
        words.kind = named.kind;
    }
    words.entity = words.entity.take().or_else(|| named.entity.clone());
    words.taken_from = Some(named.span);
}

/// «المصدر» for which nobody was found by the model of carried roles is the source that was last called so with words of its own («مصدر
/// عسكري»), which `named` holds.
pub(crate) fn points_back(v: &View<'_>, named: &mut Option<Link>, says: &mut [Link]) {
    for link in says {
        let r = touched(v, link.span);
        if r.is_empty() {
            continue;
        }
        if nameless(v, &r) {
            let free = link.taken_from.is_none();
            if let Some(named) = named.as_ref().filter(|n| free && n.span.end <= link.span.start) {
                stands_for(v, link, named);
            }
        } else if matches!(v.a.stem(r.start), "مصدر" | "مصادر") {
            *named = Some(link.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::claims;
    use isnad_model::{LinkKind, MentionKind};

    #[test]
    fn the_source_is_of_the_kind_of_the_one_it_points_back_to() {
        let text = "قال مصدر عسكري إن مسلحين قتلوا ثلاثة جنود في قرية الورد أمس. وأضاف المصدر أن الطائرات قصفت القرية.";
        let claims = claims(text, &[(MentionKind::Place, "قرية الورد")]);
        let strike = claims.iter().find(|c| c.trigger.of(text) == "قصفت").unwrap();
        let says: Vec<_> =
            strike.says.iter().map(|l| (l.span.of(text), l.kind, l.taken_from.map(|s| s.of(text)))).collect();
        assert_eq!(says, [("المصدر", LinkKind::OfficialUnnamed, Some("مصدر عسكري"))]);
    }

    #[test]
    fn sources_are_nobodys_name_whoever_they_spoke_to() {
        let text = "أكدت مصادر أهلية لـ “ورد برس” أن مسلحين قتلوا ثلاثة جنود في قرية الورد أمس.";
        let names = [(MentionKind::Person, "ورد برس"), (MentionKind::Place, "قرية الورد")];
        let claims = claims(text, &names);
        let killing = claims.iter().find(|c| c.trigger.of(text) == "قتلوا").unwrap();
        assert!(!killing.says.is_empty());
        assert!(killing.says.iter().all(|l| l.kind != LinkKind::NamedPerson), "{:?}", killing.says);
    }

    #[test]
    fn a_source_without_name_or_office_is_unnamed() {
        for (speaker, want) in [
            ("المصدر", LinkKind::Unnamed),
            ("المصدر نفسه", LinkKind::Unnamed),
            ("المصادر", LinkKind::Unnamed),
            ("المصدر الأمني", LinkKind::OfficialUnnamed),
        ] {
            let text = format!("وقال {speaker} إن مسلحين قتلوا ثلاثة جنود في قرية الورد أمس.");
            let found = claims(&text, &[(MentionKind::Place, "قرية الورد")]);
            let killing = found.iter().find(|c| c.trigger.of(&text) == "قتلوا").unwrap();
            let kinds: Vec<LinkKind> = killing.says.iter().map(|l| l.kind).collect();
            assert_eq!(kinds, [want], "{speaker}");
        }
    }
}
