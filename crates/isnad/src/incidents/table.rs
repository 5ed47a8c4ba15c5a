//! Incidents as rows for a terminal.

use crate::labels::{self, Lang};
use crate::table::{add, finish, table};
use crate::terminal::{cell, plain};
use isnad_model::{FigureOf, FigureWhat, Incident, IncidentParty, Range};
use isnad_read::Registry;

/// The name of a party: as the registry has it, else the words of the claim.
pub(super) fn party(p: &IncidentParty, registry: &Registry, lang: Lang) -> String {
    // Words that judge are shown as the quotation that they are.
    let words = || if p.loaded { format!("«{}»", plain(&p.name)) } else { plain(&p.name) };
    name_of(p.entity.as_deref(), registry, lang).unwrap_or_else(words)
}

/// The registry's name of an identity.
pub(super) fn name_of(entity: Option<&str>, registry: &Registry, lang: Lang) -> Option<String> {
    let actor = registry.get(entity?)?;
    let name = lang.pick(&actor.name_ar, &actor.name_en);
    (!name.is_empty()).then(|| name.clone())
}

/// A range as a person would write it: «14», or «5–27 (27)» with what most say.
pub(super) fn range(r: &Range) -> String {
    if r.low == r.high { format!("{}", r.best) } else { format!("{}–{} ({})", r.low, r.high, r.best) }
}

pub(super) fn days(i: &Incident) -> String {
    i.day.as_ref().map_or_else(
        || "?".to_owned(),
        |d| if d.from == d.to { d.from.to_string() } else { format!("{}…{}", d.from, d.to) },
    )
}

/// The words of a standing.
pub(super) fn standing(i: &Incident, lang: Lang) -> &'static str {
    let (ar, en) = labels::standing(i.standing);
    lang.pick(ar, en)
}

/// Rows of incidents with the columns that fit.
pub fn rows(found: &[Incident], registry: &Registry, width: usize, lang: Lang) -> String {
    let names = [
        lang.pick("الواقعة", "incident"),
        lang.pick("اليوم والمكان", "day, place"),
        lang.pick("ما جرى ومن", "what, who"),
        lang.pick("القتلى والجرحى", "killed, injured"),
        lang.pick("السند", "standing"),
    ];
    let mut t = table(&names, lang);
    let free = width.saturating_sub(names.len() * 2 + 6);
    let share = |percent: usize| (free * percent / 100).max(8);
    for i in found {
        let place = i.places.first().map_or_else(|| "?".to_owned(), |p| plain(&p.name));
        let what: Vec<&str> = i
            .types
            .iter()
            .take(2)
            .map(|t| {
                let (ar, en) = labels::claim_type(*t);
                lang.pick(ar, en)
            })
            .collect();
        let who: Vec<String> = i.actors.iter().take(2).map(|p| party(p, registry, lang)).collect();
        let mut what = cell(&what.join(lang.pick("، ", ", ")), share(28), 1);
        if !who.is_empty() {
            what.push('\n');
            what.push_str(&cell(&who.join(" / "), share(28), 2));
        }
        let count = |of| {
            i.figures(of, FigureOf::Unknown).map(|f| {
                let (ar, en) = labels::figure(of);
                format!("{} {}", range(&f.range), lang.pick(ar, en))
            })
        };
        let counts: Vec<String> =
            [FigureWhat::Killed, FigureWhat::Injured].into_iter().filter_map(count).collect();
        let sources = labels::SOURCES.count(i.sources, lang);
        let mut stands = cell(standing(i, lang), share(22), 1);
        stands.push('\n');
        stands.push_str(&cell(&sources, share(22), 1));
        if !i.conflicts.is_empty() {
            stands.push('\n');
            stands.push_str(&cell(&labels::CONFLICTS.count(i.conflicts.len(), lang), share(22), 1));
        }
        let row = vec![
            i.id.clone(),
            format!("{}\n{}", cell(&days(i), share(26), 1), cell(&place, share(26), 2)),
            what,
            counts.iter().map(|c| cell(c, share(24), 1)).collect::<Vec<_>>().join("\n"),
            stands,
        ];
        add(&mut t, row, lang);
    }
    finish(t, lang)
}
