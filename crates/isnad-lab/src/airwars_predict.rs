//! From groups to the two files that ../shared/airwars/score.py reads.

use crate::airwars_accuse::NAMES;
use crate::airwars_group::Collection;
use isnad_incident::choice::{self, Choice};
use isnad_incident::evidence::{Days, Evidence, is_harm, span_days};
use isnad_incident::incident::{Claimed, Derived, Incident, by_rule, day_votes};
use isnad_incident::mute::Times;
use isnad_incident::rarity::Rarity;
use isnad_incident::spot::Spot;
use isnad_learn::Boosted;
use isnad_model::FigureWhat;
use isnad_model::wire::ClaimJson;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Least chance of a belligerent that is given as accused; the likeliest is given from a lower one on.
const ACCUSED: f32 = 0.35;
/// Least chance of the likeliest.
const LIKELIEST: f32 = 0.2;
/// Days that publication may lie after what is told, for a report without a day of its own.
const LAG: i64 = 3;

/// A group with what it says together.
pub struct Told {
    /// Places of its reports.
    pub members: Vec<usize>,
    /// Reports that say nothing but were published at its time ([`isnad_incident::mute`]).
    pub mute: Vec<usize>,
    /// What they say.
    pub incident: Incident,
    /// Mean chances of the belligerents over its reports.
    pub chances: Vec<f32>,
}

fn speaks(e: &Evidence) -> bool {
    !e.claims.is_empty() || !e.places.is_empty()
}

/// The groups without the reports that hold nothing.
pub fn speaking(c: &Collection, groups: &[Vec<u32>]) -> Vec<Vec<usize>> {
    let of =
        |g: &Vec<u32>| g.iter().map(|&m| m as usize).filter(|&m| speaks(&c.evidence[m])).collect::<Vec<_>>();
    groups.iter().map(of).filter(|g| !g.is_empty()).collect()
}

/// What each group says. Reports that hold nothing are in no group. `weights` gives those of the choice for the group of a report.
pub fn tell<'w>(
    c: &Collection,
    groups: &[Vec<u32>],
    chances: &[Vec<f32>],
    places: &Rarity,
    weights: impl Fn(usize) -> Option<&'w Choice>,
) -> Vec<Told> {
    let mut told: Vec<Told> = speaking(c, groups)
        .into_iter()
        .map(|members| {
            let evidence: Vec<&Evidence> = members.iter().map(|&m| &c.evidence[m]).collect();
            let mut mean = vec![0.0; NAMES.len()];
            for &m in &members {
                mean.iter_mut().zip(&chances[m]).for_each(|(s, x)| *s += x / members.len() as f32);
            }
            Told {
                incident: Incident::of(&evidence, &|n| places.of(n), weights(members[0])),
                members,
                mute: Vec::new(),
                chances: mean,
            }
        })
        .collect();
    let days: Vec<(usize, Option<Days>)> =
        told.iter().map(|t| (t.members.len(), t.incident.days.as_ref().map(|d| d.value))).collect();
    let at = Times::new(&days);
    for (k, e) in c.evidence.iter().enumerate().filter(|e| !speaks(e.1)) {
        if let Some(g) = e.published.and_then(|p| at.of(p)) {
            told[g].mute.push(k);
        }
    }
    told
}

/// The names that are accused.
fn accused(chances: &[f32]) -> Vec<&'static str> {
    let best = (1..NAMES.len()).max_by(|&a, &b| chances[a].total_cmp(&chances[b])).unwrap_or(1);
    (1..NAMES.len())
        .filter(|&n| chances[n] >= ACCUSED || n == best && chances[n] >= LIKELIEST)
        .map(|n| NAMES[n])
        .collect()
}

fn day(d: Days) -> Value {
    json!([d.0, d.1])
}

fn spot(s: &Spot) -> Value {
    json!({"name": s.name, "lat": s.at.map(|a| a.0), "lon": s.at.map(|a| a.1)})
}

fn range(d: Option<Derived>) -> Option<Value> {
    d.map(|d| json!([d.low, d.high]))
}

/// The day for a claim of a report that states none: the report's, else the group's.
fn fallback(e: &Evidence, incident: &Incident) -> Option<Days> {
    let group = incident.days.as_ref().map(|d| d.value);
    if let Some((d, true)) = e.days() {
        return Some(d);
    }
    let Some(p) = e.published else { return group };
    // What is published may be of the days before; the group knows which.
    match group {
        Some(g) if g.1 <= p.1 && span_days((g.0.min(p.1), p.1)) <= LAG + span_days(p) => Some(g),
        _ => Incident::of(&[e], &|_| 0.0, None).days.map(|d| d.value),
    }
}

/// Rows of claims.jsonl of one group.
pub fn claims(c: &Collection, told: &Told, chances: &[Vec<f32>]) -> Vec<Value> {
    let mut out = Vec::new();
    let (group_killed, group_injured) =
        (range(told.incident.killed_range), range(told.incident.injured_range));
    let places: Vec<Value> = told.incident.places.iter().map(|v| spot(&v.value)).collect();
    for &k in &told.mute {
        // All that is known of it is its group's.
        out.push(
            json!({"source": c.sources[k].id, "date": told.incident.days.as_ref().map(|d| day(d.value)),
            "places": places, "killed": group_killed, "injured": group_injured,
            "accused": accused(&told.chances), "taken_from": "group"}),
        );
    }
    for &k in &told.members {
        let (reading, e) = (&c.readings[k], &c.evidence[k]);
        let days = fallback(e, &told.incident);
        let fine: Vec<Value> = e.places.iter().filter(|s| s.is_fine()).take(4).map(spot).collect();
        let own: Vec<Value> =
            if fine.is_empty() { e.places.iter().take(3).map(spot).collect() } else { fine };
        let group: Vec<Value> = told.incident.places.iter().map(|v| spot(&v.value)).collect();
        let coarse = !e.places.iter().any(Spot::is_fine);
        let places = if own.is_empty() || coarse { [own, group.clone()].concat() } else { own };
        let all = |counts: &[isnad_incident::evidence::Count]| {
            by_rule(&counts.iter().enumerate().map(|(by, &count)| Claimed { by, count }).collect::<Vec<_>>())
        };
        let (killed, injured) = (range(all(&e.killed)), range(all(&e.injured)));
        let accused = accused(&chances[k]);
        let source = &c.sources[k].id;
        let row = |date: Option<Days>, places: &[Value], killed: &Option<Value>, injured: &Option<Value>| {
            json!({"source": source, "date": date.map(day), "places": places, "killed": killed,
                   "injured": injured, "accused": accused})
        };
        // The happening as a whole.
        out.push(row(days, &places, &killed, &injured));
        // What it leaves open, its group may say.
        let of_group = told.incident.days.as_ref().map(|d| d.value);
        if told.members.len() > 1 && of_group.is_some() {
            let all: Vec<Value> = group.iter().chain(&places).cloned().collect();
            let (killed_there, injured_there) =
                (killed.clone().or(group_killed.clone()), injured.clone().or(group_injured.clone()));
            let mut borrowed = row(of_group, &all, &killed_there, &injured_there);
            borrowed["taken_from"] = json!("group");
            out.push(borrowed);
        }
        for claim in reading.claims.iter().filter(|c| is_harm(c)) {
            let stated = claim.time.iter().find_map(|t| Some((t.time.from?, t.time.to?)));
            let at: Vec<Value> = claim
                .place
                .iter()
                .map(|p| json!({"name": p.place.name, "lat": p.place.lat, "lon": p.place.lon}))
                .collect();
            if stated.is_none() && at.is_empty() {
                continue;
            }
            let figure = |what: FigureWhat| count(claim, what);
            out.push(row(
                stated.or(days),
                if at.is_empty() { &places } else { &at },
                &figure(FigureWhat::Killed).or_else(|| killed.clone()),
                &figure(FigureWhat::Injured).or_else(|| injured.clone()),
            ));
        }
    }
    out
}

fn count(c: &ClaimJson, what: FigureWhat) -> Option<Value> {
    c.figures.iter().find(|f| f.what == what).map(|f| json!([f.min, f.max.or(f.min)]))
}

/// Numbers from which the grading is learned.
pub fn grading(c: &Collection, told: &Told) -> Vec<f32> {
    let outlets: BTreeSet<String> = told.members.iter().map(|&m| c.sources[m].site()).collect();
    let mut x = vec![
        told.members.len() as f32,
        outlets.len() as f32,
        told.incident.culprits.len() as f32,
        told.incident.culprits.first().map_or(0.0, |v| v.votes),
        told.incident.culprits.get(1).map_or(0.0, |v| v.votes),
        by_rule(&told.incident.killed).map_or(f32::NAN, |d| d.best as f32),
        by_rule(&told.incident.injured).map_or(f32::NAN, |d| d.best as f32),
    ];
    x.extend(&told.chances);
    x
}

/// A row of incidents.jsonl.
pub fn incident(c: &Collection, n: usize, told: &Told, assessment: Option<&str>) -> Value {
    let sources: Vec<&str> =
        told.members.iter().chain(&told.mute).map(|&m| c.sources[m].id.as_str()).collect();
    let places: Vec<Value> = told.incident.places.iter().map(|v| spot(&v.value)).collect();
    json!({
        "id": n, "sources": sources, "date": told.incident.days.as_ref().map(|d| day(d.value)), "places": places,
        "killed": range(told.incident.killed_range), "injured": range(told.incident.injured_range),
        "accused": accused(&told.chances), "assessment": assessment,
    })
}

/// The candidates of a group with their log-odds, for looking at errors.
pub fn candidates(c: &Collection, n: usize, told: &Told, choice: &Choice) -> Value {
    let group: Vec<&Evidence> = told.members.iter().map(|&m| &c.evidence[m]).collect();
    let days = choice::days::rows(&group, &day_votes(&group));
    let days: Vec<Value> = days.iter().map(|(d, row)| json!([d, choice.days.score(row), row[0]])).collect();
    let figures = |claimed: &[Claimed], killed: bool| -> Vec<Value> {
        choice::figures::rows(claimed, killed)
            .iter()
            .map(|(f, row)| {
                json!([
                    f.min,
                    Some(f.max).filter(|m| m.is_finite()),
                    choice.figures.score(row),
                    row[4],
                    row[12]
                ])
            })
            .collect()
    };
    json!({"id": n, "days": days, "killed": figures(&told.incident.killed, true),
           "injured": figures(&told.incident.injured, false),
           "rule": [range(by_rule(&told.incident.killed)), range(by_rule(&told.incident.injured))]})
}

/// What is known of one report, for looking at errors.
pub fn row(c: &Collection, k: usize) -> Value {
    let (reading, e) = (&c.readings[k], &c.evidence[k]);
    let places: Vec<Value> = e
        .places
        .iter()
        .map(|s| json!([s.name, s.at.map(|a| [a.0, a.1]), s.precision.as_str(), s.weight]))
        .collect();
    let counts = |of: &[isnad_incident::evidence::Count]| -> Vec<Value> {
        of.iter().map(|c| json!([c.min, Some(c.max).filter(|m| m.is_finite())])).collect()
    };
    let uncounted: Vec<Value> = e
        .claims
        .iter()
        .map(|&n| &reading.claims[n])
        .filter(|c| c.figures.is_empty())
        .map(|c| json!([c.kind, c.trigger.text, c.target.iter().map(|t| &t.at.text).collect::<Vec<_>>()]))
        .collect();
    json!({
        "uncounted": uncounted,
        "source": c.sources[k].id, "published": reading.published, "days": e.published.map(day), "stated": e.stated,
        "places": places, "killed": counts(&e.killed), "injured": counts(&e.injured), "words": e.words.len(),
        "claims": e.claims.len(), "all": reading.claims.len(), "kinds": e.kinds, "weekdays": e.weekdays,
    })
}

/// Gradings that are learned, by one model each.
pub const GRADES: [&str; 2] = ["Contested", "Fair"];

/// The grade of the best score.
pub fn grade(models: &[Boosted], x: &[f32]) -> Option<&'static str> {
    let scores: Vec<f32> = models.iter().map(|m| m.score(x)).collect();
    (0..GRADES.len().min(scores.len())).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).map(|n| GRADES[n])
}
