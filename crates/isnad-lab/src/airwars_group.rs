//! Reports of the Airwars set as a collection: read, compared, grouped; the weights of pairs, learned in folds of groups of
//! incidents that share a source.

use crate::airwars::row;
use crate::reading::read;
use crate::shared::SourceText;
use isnad_incident::candidates::candidates;
use isnad_incident::clock::Clock;
use isnad_incident::evidence::Evidence;
use isnad_incident::group::{Options, group};
use isnad_incident::pair::{Ready, features};
use isnad_incident::rarity::Rarity;
use isnad_incident::second::Around;
use isnad_incident::serial::{Serial, serial};
use isnad_incident::weights::NEVER;
use isnad_learn::{BoostOptions, Boosted, boost};
use isnad_model::wire::ReadingJson;
use isnad_read::Reader;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the researchers coded of an incident, as far as it trains.
#[derive(Debug, Clone, Deserialize)]
pub struct Coded {
    /// The day.
    pub date: Date,
    /// Least and most of the civilians killed.
    pub civilians_killed: (Option<f64>, Option<f64>),
    /// Least and most of the civilians injured.
    pub civilians_injured: (Option<f64>, Option<f64>),
    /// The reports that it was coded from.
    pub sources: Vec<String>,
    /// Who is accused.
    pub belligerents: Vec<String>,
    /// How it was graded.
    pub assessment: Option<String>,
}

/// Source texts, read.
pub struct Collection {
    /// As given.
    pub sources: Vec<SourceText>,
    /// As read.
    pub readings: Vec<ReadingJson>,
    /// For comparison.
    pub evidence: Vec<Evidence>,
}

impl Collection {
    /// Reads the texts.
    pub fn read(sources: Vec<SourceText>, reader: &Reader) -> Collection {
        let (readings, evidence) = sources
            .par_iter()
            .map(|s| {
                let mut row = row(s);
                let mut reading = read(reader, &row);
                let mut evidence = Evidence::new(&reading, &row.text);
                // A wall or an empty shell: what its title says is all there is.
                if evidence.claims.is_empty() && evidence.places.is_empty() {
                    row.text = title(s);
                    let second = read(reader, &row);
                    let of_title = Evidence::new(&second, &row.text);
                    if of_title.words.len() > 2 {
                        reading = ReadingJson { published: reading.published.or(second.published), ..second };
                        evidence =
                            Evidence { published: evidence.published.or(of_title.published), ..of_title };
                    }
                }
                (reading, evidence)
            })
            .unzip();
        Collection { sources, readings, evidence }
    }

    /// Numbers of addresses with their days: as published, else as coded where `with` lets a report in.
    fn dated(&self, of: &[Vec<u32>], coded: &[Coded], with: impl Fn(usize) -> bool) -> Vec<(Serial, Date)> {
        (0..self.sources.len())
            .filter_map(|k| {
                let number = serial(&self.sources[k].url)?;
                let published = self.evidence[k].published.filter(|p| p.0 == p.1).map(|p| p.0);
                let coded = || match of[k][..] {
                    [i] if with(k) => Some(coded[i as usize].date),
                    _ => None,
                };
                Some((number, published.or_else(coded)?))
            })
            .collect()
    }

    /// The clock of its reports' addresses.
    pub fn clock(&self, of: &[Vec<u32>], coded: &[Coded]) -> Clock {
        Clock::learn(self.dated(of, coded, |_| true))
    }

    /// Dates undated reports by the clock of those of other folds.
    pub fn date_unseen(&mut self, of: &[Vec<u32>], coded: &[Coded], fold: &[usize], folds: usize) {
        let clocks: Vec<Clock> =
            (0..folds).map(|f| Clock::learn(self.dated(of, coded, |k| fold[k] != f))).collect();
        for (k, e) in self.evidence.iter_mut().enumerate() {
            clocks[fold[k]].date(e, &self.sources[k].url);
        }
    }

    /// Dates undated reports by a clock and by the numbers of its own dated reports.
    pub fn date(&mut self, clock: &Clock) {
        let clock = clock.with(self.dated(&vec![Vec::new(); self.sources.len()], &[], |_| false));
        for (s, e) in self.sources.iter().zip(&mut self.evidence) {
            clock.date(e, &s.url);
        }
    }

    /// How rare words are, counted over its reports.
    pub fn rarity(&self) -> Rarity {
        let words: Vec<Vec<u32>> =
            self.evidence.iter().map(|e| e.words.iter().map(|w| w.0).collect()).collect();
        Rarity::count(words.iter().map(Vec::as_slice))
    }

    /// How rare names of places are.
    pub fn places(&self) -> Rarity {
        let names: Vec<Vec<u32>> = self
            .evidence
            .iter()
            .map(|e| e.places.iter().map(|s| s.key).collect::<BTreeSet<_>>().into_iter().collect())
            .collect();
        Rarity::count(names.iter().map(Vec::as_slice))
    }
}

/// The words of a page's title, else of its address, without what the platforms add.
fn title(s: &SourceText) -> String {
    let arabic = |t: &str| {
        t.split_whitespace().filter(|w| w.chars().any(|c| ('\u{621}'..='\u{64a}').contains(&c))).count()
    };
    let mut title = s.page_title.as_str();
    for end in [" Facebook", " | Facebook", " / X", " on X"] {
        title = title.split(end).next().unwrap_or(title);
    }
    if arabic(title) >= 4 {
        return title.to_owned();
    }
    let address =
        percent_encoding::percent_decode_str(&s.url).decode_utf8_lossy().replace(['-', '_', '/'], " ");
    if arabic(&address) >= 4 { address } else { String::new() }
}

/// How the weights of pairs are learned: chosen among a handful by cross-validation. Trees that may each ask for other numbers err less
/// together.
pub fn options(seed: u64) -> BoostOptions {
    BoostOptions { trees: 120, depth: 6, least: 6.0, columns: 0.3, seed, ..BoostOptions::default() }
}

/// Pairs of a collection with what they have in common.
pub struct Pairs {
    /// The pairs.
    pub pairs: Vec<(u32, u32)>,
    /// A row each.
    pub rows: Vec<Vec<f32>>,
}

impl Pairs {
    /// Finds and compares the pairs.
    pub fn new(c: &Collection, words: &Rarity, places: &Rarity) -> Pairs {
        let ready: Vec<Ready<'_>> = c.evidence.par_iter().map(|e| Ready::new(e, words)).collect();
        let pairs = candidates(&ready, words);
        let rows = pairs
            .par_iter()
            .map(|&(a, b)| features(&ready[a as usize], &ready[b as usize], words, &|n| places.of(n)))
            .collect();
        Pairs { pairs, rows }
    }
}

/// The incidents of each source, and the fold of each: sources that share an incident stay together.
pub fn folds(c: &Collection, coded: &[Coded], n: usize) -> (Vec<Vec<u32>>, Vec<usize>) {
    let at: HashMap<&str, usize> = c.sources.iter().enumerate().map(|(k, s)| (s.id.as_str(), k)).collect();
    let mut of = vec![Vec::new(); c.sources.len()];
    let mut parent: Vec<usize> = (0..c.sources.len()).collect();
    fn root(parent: &mut [usize], mut k: usize) -> usize {
        while parent[k] != k {
            parent[k] = parent[parent[k]];
            k = parent[k];
        }
        k
    }
    for (n, i) in coded.iter().enumerate() {
        let members: Vec<usize> = i.sources.iter().filter_map(|s| at.get(s.as_str()).copied()).collect();
        for &m in &members {
            of[m].push(n as u32);
            let (a, b) = (root(&mut parent, members[0]), root(&mut parent, m));
            parent[a.max(b)] = a.min(b);
        }
    }
    // The largest first, each into the smallest fold.
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for k in 0..c.sources.len() {
        groups.entry(root(&mut parent, k)).or_default().push(k);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort_by_key(|g| (std::cmp::Reverse(g.len()), g[0]));
    let (mut fold, mut sizes) = (vec![0; c.sources.len()], vec![0; n]);
    for g in groups {
        let f = (0..n).min_by_key(|&f| (sizes[f], f)).unwrap_or(0);
        sizes[f] += g.len();
        g.iter().for_each(|&k| fold[k] = f);
    }
    (of, fold)
}

/// Learns weights from the rows of the pairs that `with` lets in.
pub fn train(
    p: &Pairs,
    rows: &[Vec<f32>],
    of: &[Vec<u32>],
    with: impl Fn(u32, u32) -> bool,
    o: &BoostOptions,
) -> Boosted {
    let (mut kept, mut yes) = (Vec::new(), Vec::new());
    for (row, &(a, b)) in rows.iter().zip(&p.pairs).filter(|(row, _)| !row.is_empty()) {
        if with(a, b) {
            kept.push(row.clone());
            yes.push(of[a as usize].iter().any(|i| of[b as usize].contains(i)));
        }
    }
    let weights = vec![1.0; kept.len()];
    boost(&kept, &yes, &weights, o)
}

/// The folds of a collection.
#[derive(Clone, Copy)]
pub struct Folds<'a> {
    /// The incidents of each source.
    pub of: &'a [Vec<u32>],
    /// The fold of each source.
    pub fold: &'a [usize],
    /// How many folds there are.
    pub n: usize,
}

/// The weights of both looks, each fold's learned from pairs of which neither report is of it.
pub struct Looks {
    first: Vec<Boosted>,
    second: Vec<Boosted>,
}

/// Scores of all pairs at the second look, and its rows, which are empty where the first settled it.
pub type Scored = (Vec<f32>, Vec<Vec<f32>>);

/// Scores of all pairs that have a row, each by models that saw no pair with both of the two; `else_` for those without.
fn unseen(p: &Pairs, rows: &[Vec<f32>], else_: &[f32], models: &[Boosted], fold: &[usize]) -> Vec<f32> {
    p.pairs
        .par_iter()
        .zip(rows)
        .zip(else_)
        .map(|((&(a, b), row), &other)| {
            if row.is_empty() {
                return other;
            }
            // Of two folds each model saw one of the two reports, but never the pair.
            let (f, g) = (fold[a as usize], fold[b as usize]);
            (models[f].score(row) + models[g].score(row)) / 2.0
        })
        .collect()
}

impl Looks {
    /// Learns both, the second from what unseen pairs scored at the first; with these scores, and the rows of the second.
    pub fn learn(
        c: &Collection,
        words: &Rarity,
        p: &Pairs,
        Folds { of, fold, n }: Folds<'_>,
        o: &BoostOptions,
    ) -> (Looks, Scored) {
        let models = |rows: &[Vec<f32>]| -> Vec<Boosted> {
            (0..n)
                .into_par_iter()
                .map(|f| train(p, rows, of, |a, b| fold[a as usize] != f && fold[b as usize] != f, o))
                .collect()
        };
        let first = models(&p.rows);
        let scores = unseen(p, &p.rows, &vec![0.0; p.rows.len()], &first, fold);
        let rows = second_rows(c, words, p, &scores);
        let second = models(&rows);
        let scores = unseen(p, &rows, &scores, &second, fold);
        (Looks { first, second }, (scores, rows))
    }

    /// Scores of all pairs of the same reports in another reading.
    pub fn scores(&self, c: &Collection, words: &Rarity, p: &Pairs, fold: &[usize]) -> Vec<f32> {
        let first = unseen(p, &p.rows, &vec![0.0; p.rows.len()], &self.first, fold);
        unseen(p, &second_rows(c, words, p, &first), &first, &self.second, fold)
    }
}

/// The rows of the second look.
fn second_rows(c: &Collection, words: &Rarity, p: &Pairs, first: &[f32]) -> Vec<Vec<f32>> {
    let ready: Vec<Ready<'_>> = c.evidence.par_iter().map(|e| Ready::new(e, words)).collect();
    let around = Around::new(&ready, p.pairs.iter().zip(first).map(|(&(a, b), &s)| (a, b, s)));
    p.pairs
        .par_iter()
        .zip(&p.rows)
        .zip(first)
        .map(|((&(a, b), row), &score)| {
            if score < NEVER {
                return Vec::new();
            }
            let mut x = row.clone();
            around.add(a, b, score, &mut x);
            x
        })
        .collect()
}

/// Groups by scores.
pub fn grouped(c: &Collection, p: &Pairs, scores: &[f32], o: Options) -> Vec<Vec<u32>> {
    let pairs: Vec<(u32, u32, f32)> = p.pairs.iter().zip(scores).map(|(&(a, b), &s)| (a, b, s)).collect();
    let days: Vec<_> = c.evidence.iter().map(|e| e.days().map(|d| d.0)).collect();
    group(&days, &pairs, &[], o)
}

/// Precision, recall and F1 over pairs of sources of one incident each, as score.py counts them.
pub fn pair_f1(groups: &[Vec<u32>], of: &[Vec<u32>]) -> (f64, f64, f64) {
    let (mut both, mut predicted) = (0u64, 0u64);
    let mut gold: HashMap<u32, u64> = HashMap::new();
    of.iter().filter(|i| i.len() == 1).for_each(|i| *gold.entry(i[0]).or_default() += 1);
    for g in groups {
        let mut counts: HashMap<u32, u64> = HashMap::new();
        let mut n = 0u64;
        for &m in g {
            if let [i] = of[m as usize][..] {
                n += 1;
                *counts.entry(i).or_default() += 1;
            }
        }
        predicted += n * n.saturating_sub(1) / 2;
        both += counts.values().map(|c| c * (c - 1) / 2).sum::<u64>();
    }
    let gold: u64 = gold.values().map(|c| c * (c - 1) / 2).sum();
    let (p, r) = (both as f64 / predicted.max(1) as f64, both as f64 / gold.max(1) as f64);
    (p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
}
