//! Random filters of every kind that the desk has, made of values that the archive holds.

use super::client::Desk;
use super::random::Random;
use anyhow::{Context, Result};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// The kinds of filters.
pub const KINDS: &[&str] = &[
    "text",
    "dates",
    "area",
    "type",
    "actor",
    "standing",
    "outlet",
    "conflicts",
    "review",
    "combination",
    "sort",
    "deep page",
];

/// Orders of the list.
const SORTS: &[&str] =
    &["day", "-day", "killed", "-killed", "sources", "-sources", "changed", "-changed", "doubt", "-doubt"];

/// Values to choose from.
pub struct Values {
    types: Vec<String>,
    standings: Vec<String>,
    actors: Vec<String>,
    outlets: Vec<String>,
    words: Vec<String>,
    /// How many incidents there are.
    pub total: usize,
}

/// A filter.
pub struct Filter {
    /// Its kind.
    pub kind: &'static str,
    /// What stands after the question mark, without order and page.
    pub query: String,
    /// Order and page of the list.
    pub list: String,
}

fn coded(text: impl AsRef<str>) -> String {
    utf8_percent_encode(text.as_ref(), NON_ALPHANUMERIC).to_string()
}

impl Values {
    /// Asks the desk.
    pub fn of(desk: &Desk, r: &mut Random) -> Result<Values> {
        let facets = desk.get("/api/incidents/facets")?.json().context("facets")?;
        let list = |name: &str| -> Vec<String> {
            let values = facets[name].as_array().into_iter().flatten();
            values.filter_map(|v| v["value"].as_str().map(str::to_owned)).collect()
        };
        let total = facets["total"].as_u64().unwrap_or_default() as usize;
        let mut words = Vec::new();
        for _ in 0..20 {
            let page = desk.get(&format!("/api/incidents?limit=20&offset={}", r.below(total)))?.json()?;
            for i in page["items"].as_array().into_iter().flatten() {
                words.extend(i["place"]["name"].as_str().map(str::to_owned));
                words.extend(i["title"].as_str().iter().flat_map(|t| t.split(' ')).map(str::to_owned));
                let party = |p: &Value| p["name"].as_str().map(str::to_owned);
                words.extend(i["actors"].as_array().into_iter().flatten().filter_map(party));
            }
        }
        words.retain(|w| w.chars().count() > 2);
        let values = Values {
            types: list("type"),
            standings: list("standing"),
            actors: list("actor"),
            outlets: list("outlet"),
            words,
            total,
        };
        let all = [&values.types, &values.standings, &values.actors, &values.outlets, &values.words];
        anyhow::ensure!(all.iter().all(|v| !v.is_empty()), "the archive has nothing to filter by: {facets}");
        Ok(values)
    }

    /// A filter of a kind.
    pub fn filter(&self, kind: &'static str, r: &mut Random) -> Filter {
        let mut list = "limit=50".to_owned();
        let query = match kind {
            "combination" => {
                let mut parts = Vec::new();
                for _ in 0..2 + r.below(3) {
                    parts.push(self.part(r.word(&KINDS[..9]), r));
                }
                // A part that is not repeatable stands once.
                parts.sort();
                parts.dedup_by(|a, b| a.split('=').next() == b.split('=').next());
                parts.join("&")
            }
            "sort" => {
                list = format!("sort={}&limit=50", r.of(SORTS));
                if r.chance(0.5) { self.part("type", r) } else { String::new() }
            }
            "deep page" => {
                list = format!("sort={}&limit=200&offset={}", r.of(SORTS), r.below(self.total));
                String::new()
            }
            kind => self.part(kind, r),
        };
        Filter { kind, query, list }
    }

    fn part(&self, kind: &str, r: &mut Random) -> String {
        match kind {
            "text" => {
                let mut words = r.of(&self.words).clone();
                if r.chance(0.3) {
                    words = format!("{words} {}", r.of(&self.words));
                }
                format!("q={}", coded(&words))
            }
            "dates" => {
                let from = 2015 + r.below(10);
                let to = from + r.below(3);
                let (a, b) = (1 + r.below(12), 1 + r.below(12));
                let (a, b) = if from == to { (a.min(b), a.max(b)) } else { (a, b) };
                format!("from={from}-{a:02}-01&to={to}-{b:02}-28")
            }
            "area" => {
                let (lon, lat) = (59.0 + 10.0 * r.unit(), 8.0 + 9.0 * r.unit());
                let size = 0.2 + 3.0 * r.unit();
                let corners = 3 + r.below(20);
                let points: Vec<String> = (0..corners)
                    .map(|n| {
                        let turn = n as f64 / corners as f64 * std::f64::consts::TAU;
                        let far = size * (0.6 + 0.4 * r.unit());
                        format!("{:.4},{:.4}", lon + far * turn.cos(), lat + far * turn.sin())
                    })
                    .collect();
                format!("area={}", coded(points.join(";")))
            }
            "type" => format!("type={}", r.of(&self.types)),
            "actor" => format!("actor={}", coded(r.of(&self.actors))),
            "standing" => format!("standing={}", r.of(&self.standings)),
            "outlet" => format!("outlet={}", coded(r.of(&self.outlets))),
            "conflicts" => format!("conflicts=true&min_sources={}", 1 + r.below(4)),
            _ => format!("review={}", r.of(&["todo", "done"])),
        }
    }
}

impl Filter {
    /// What the page asks for when this filter is chosen: list, map, time-line, facets.
    pub fn paths(&self, r: &mut Random) -> Vec<String> {
        let and = if self.query.is_empty() { "" } else { "&" };
        let q = &self.query;
        // The whole of the invented country, or a part of it.
        let (zoom, bbox) = if r.chance(0.6) {
            (5, "58,7,70,18".to_owned())
        } else {
            let (lon, lat) = (59.0 + 8.0 * r.unit(), 8.0 + 7.0 * r.unit());
            (8, format!("{lon:.3},{lat:.3},{:.3},{:.3}", lon + 2.0, lat + 1.5))
        };
        vec![
            format!("/api/incidents?{q}{and}{}", self.list),
            format!("/api/incidents/map?{q}{and}zoom={zoom}&bbox={bbox}"),
            format!("/api/incidents/timeline?{q}"),
            format!("/api/incidents/facets?{q}"),
        ]
    }
}
