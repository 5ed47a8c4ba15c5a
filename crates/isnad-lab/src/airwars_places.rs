//! Airwars: is the place of the incident among the places that were found in the text?
//!
//! What is counted: links (source, incident) whose incident has coordinates and an Arabic name, and whose source's text holds
//! that name: its words, without generic nouns («قرية», «مدينة», …) and what follows a comma, folded and without articles,
//! side by side in the folded text, each perhaps after proclitics. A link is *found* where some place or facility mention of
//! the reading has coordinates within 15 km of the incident's.
//!
//! Links that are not found are told by class: `open`, a mention that holds the name has no coordinates; `far`, it has others;
//! `silent`, no mention holds the name.

use crate::airwars::row;
use crate::reading::read;
use crate::shared::{Shared, SourceText};
use anyhow::Result;
use isnad_model::wire::{MentionJson, ReadingJson};
use isnad_read::Reader;
use isnad_text::fold_text;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// Kilometres within which a place is right.
const NEAR: f64 = 15.0;

/// Words that are not part of the name, as airwars/score.py has them.
const GENERIC: &str = "قرية مدينة بلدة منطقة ريف محيط حي مخيم طريق بلدات قرى مدن ناحية مزرعة شمال جنوب شرق غرب شرقي غربي شمالي جنوبي اطراف على في من قرب بين و";

#[derive(Deserialize)]
struct Incident {
    id: String,
    location_ar: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    sources: Vec<String>,
}

/// A source filed under an incident whose name its text holds.
struct Link<'a> {
    incident: &'a str,
    source: &'a SourceText,
    name: Vec<String>,
    at: (f64, f64),
}

/// What became of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Found,
    Open,
    Far,
    Silent,
}

fn bare(word: &str) -> &str {
    word.strip_prefix("ال").filter(|r| r.chars().count() > 2).unwrap_or(word)
}

/// Folded words without articles.
fn words(text: &str) -> Vec<String> {
    let folded = fold_text(text);
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| bare(w).to_owned())
        .collect()
}

/// The words of an incident's name.
fn name_words(name: &str, generic: &[String]) -> Vec<String> {
    let name = name.split([',', '،', '(']).next().unwrap_or("");
    words(name).into_iter().filter(|w| !generic.contains(w)).collect()
}

/// Whether `word` of a text is `want`, perhaps after proclitics.
fn is_word(word: &str, want: &str) -> bool {
    let mut rest = word;
    for _ in 0..3 {
        if rest == want || bare(rest) == want {
            return true;
        }
        match rest.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك']) {
            Some(r) => rest = r,
            None => return false,
        }
    }
    rest == want || bare(rest) == want
}

fn holds(text: &[String], name: &[String]) -> bool {
    !name.is_empty()
        && text.windows(name.len()).any(|w| {
            is_word(&w[0], &name[0]) && w[1..].iter().zip(&name[1..]).all(|(a, b)| a == b || bare(a) == b)
        })
}

fn km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (p, q) = (a.0.to_radians(), b.0.to_radians());
    let (x, y) = ((q - p) / 2.0, (b.1 - a.1).to_radians() / 2.0);
    12742.0 * (x.sin().powi(2) + p.cos() * q.cos() * y.sin().powi(2)).sqrt().min(1.0).asin()
}

fn at(m: &MentionJson) -> Option<(f64, f64)> {
    let place = m.place.as_ref()?;
    Some((place.lat?, place.lon?))
}

fn outcome(reading: &ReadingJson, name: &[String], gold: (f64, f64)) -> (Outcome, String) {
    let places = || reading.mentions.iter().filter(|m| m.place.is_some());
    if places().filter_map(at).any(|p| km(p, gold) <= NEAR) {
        return (Outcome::Found, String::new());
    }
    let named: Vec<&MentionJson> = places().filter(|m| holds(&words(&m.at.text), name)).collect();
    let nearest =
        named.iter().filter_map(|m| Some((km(at(m)?, gold), *m))).min_by(|a, b| a.0.total_cmp(&b.0));
    match (nearest, named.first()) {
        (Some((d, m)), _) => {
            let id = m.place.as_ref().and_then(|p| p.gazetteer_id.clone()).unwrap_or_default();
            (Outcome::Far, format!("«{}» {id}, {d:.0} km away", m.at.text))
        }
        (None, Some(m)) => {
            let n = m.place.as_ref().map_or(0, |p| p.candidates.len());
            (Outcome::Open, format!("«{}», {n} candidates", m.at.text))
        }
        (None, None) => (Outcome::Silent, String::new()),
    }
}

/// Reads the dev part and prints the share of links found, and the classes of those that are not.
pub fn measure(shared: &Shared, errors: usize, reader: &Reader) -> Result<()> {
    let incidents: Vec<Incident> = shared.rows("airwars/dev/incidents.jsonl")?;
    let sources: Vec<SourceText> = shared.rows("airwars/dev/sources.jsonl")?;
    let generic: Vec<String> = words(GENERIC);
    let by_id: HashMap<&str, &SourceText> = sources.iter().map(|s| (s.id.as_str(), s)).collect();
    let links: Vec<Link<'_>> = incidents
        .iter()
        .filter_map(|i| Some((i, i.location_ar.as_deref()?, (i.lat?, i.lon?))))
        .flat_map(|(i, name, at)| {
            let name = name_words(name, &generic);
            let sources = i.sources.iter().filter_map(|s| by_id.get(s.as_str()));
            sources.map(move |source| Link { incident: &i.id, source, name: name.clone(), at })
        })
        .filter(|l| holds(&words(&l.source.text), &l.name))
        .collect();
    let outcomes: Vec<(Outcome, String)> =
        links.par_iter().map(|l| outcome(&read(reader, &row(l.source)), &l.name, l.at)).collect();
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    let mut shown = 0;
    for (link, (outcome, why)) in links.iter().zip(&outcomes) {
        *counts.entry(*outcome).or_default() += 1;
        if *outcome != Outcome::Found && shown < errors {
            shown += 1;
            println!("{outcome:?}\t{}\t{}\t{}\t{why}", link.incident, link.source.id, link.name.join(" "));
        }
    }
    let count = |o: Outcome| counts.get(&o).copied().unwrap_or(0);
    println!("links whose text holds the incident's Arabic name (with coordinates): {}", links.len());
    println!(
        "a place mention within {NEAR} km: {:.4} ({}); not: open {}, far {}, silent {}",
        count(Outcome::Found) as f64 / links.len().max(1) as f64,
        count(Outcome::Found),
        count(Outcome::Open),
        count(Outcome::Far),
        count(Outcome::Silent)
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_held_with_clitics_and_without_articles() {
        let generic = words(GENERIC);
        let name = name_words("قرية تل الورد، ريف حلب", &generic);
        assert_eq!(name, ["تل", "ورد"]);
        for (text, want) in
            [("قصف بتل الورد", true), ("وتل ورد", true), ("تل النرجس ورد", false), ("تلال الورد", false)]
        {
            assert_eq!(holds(&words(text), &name), want, "{text}");
        }
        assert!(!holds(&words("نص"), &[]));
    }
}
