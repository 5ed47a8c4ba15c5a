//! Reports of the Airwars set as a collection: read, compared, grouped; the weights of pairs, trained and cross-validated over
//! groups of incidents that share a source.

use crate::airwars::row;
use crate::airwars_accuse as accuse;
use crate::airwars_predict as predict;
use crate::reading::read;
use crate::shared::{Shared, SourceText, write_rows};
use anyhow::{Context, Result};
use isnad_incident::candidates::candidates;
use isnad_incident::evidence::Evidence;
use isnad_incident::group::{Options, group};
use isnad_incident::pair::{Ready, features};
use isnad_incident::partition::{GROUPING, partition};
use isnad_incident::rarity::Rarity;
use isnad_incident::weights::Weights;
use isnad_learn::{BoostOptions, Boosted, Model, Scratch, boost};
use isnad_model::wire::ReadingJson;
use isnad_read::Reader;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the researchers coded of an incident, as far as it trains.
#[derive(Debug, Clone, Deserialize)]
pub struct Coded {
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

/// Learns the weights from the pairs that `with` lets in.
pub fn train(p: &Pairs, of: &[Vec<u32>], with: impl Fn(u32, u32) -> bool, o: &BoostOptions) -> Boosted {
    let (mut rows, mut yes) = (Vec::new(), Vec::new());
    for (row, &(a, b)) in p.rows.iter().zip(&p.pairs) {
        if with(a, b) {
            rows.push(row.clone());
            yes.push(of[a as usize].iter().any(|i| of[b as usize].contains(i)));
        }
    }
    let weights = vec![1.0; rows.len()];
    boost(&rows, &yes, &weights, o)
}

/// Scores of all pairs, each by a model that saw no pair with either of the two.
pub fn unseen_scores(p: &Pairs, of: &[Vec<u32>], fold: &[usize], n: usize, o: &BoostOptions) -> Vec<f32> {
    let models: Vec<Boosted> = (0..n)
        .into_par_iter()
        .map(|f| train(p, of, |a, b| fold[a as usize] != f && fold[b as usize] != f, o))
        .collect();
    p.pairs
        .par_iter()
        .zip(&p.rows)
        .map(|(&(a, b), row)| {
            // Of two folds each model saw one of the two reports, but never the pair.
            let (f, g) = (fold[a as usize], fold[b as usize]);
            (models[f].score(row) + models[g].score(row)) / 2.0
        })
        .collect()
}

/// Groups by scores.
pub fn grouped(c: &Collection, p: &Pairs, scores: &[f32], o: Options) -> Vec<Vec<u32>> {
    let pairs: Vec<(u32, u32, f32)> = p.pairs.iter().zip(scores).map(|(&(a, b), &s)| (a, b, s)).collect();
    group(c.sources.len(), &pairs, &[], o)
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

/// Looks at grouping alone on the dev part.
pub fn explore(shared: &Shared, reader: &Reader) -> Result<()> {
    let coded: Vec<Coded> = shared.rows("airwars/dev/incidents.jsonl")?;
    let c = Collection::read(shared.rows("airwars/dev/sources.jsonl")?, reader);
    let (words, places) = (c.rarity(), c.places());
    let p = Pairs::new(&c, &words, &places);
    let (of, fold) = folds(&c, &coded, 5);
    let yes = |a: u32, b: u32| of[a as usize].iter().any(|i| of[b as usize].contains(i));
    let hits = p.pairs.iter().filter(|(a, b)| yes(*a, *b)).count();
    let mut all = 0;
    for a in 0..of.len() as u32 {
        all += (a + 1..of.len() as u32).filter(|&b| yes(a, b)).count();
    }
    println!("{} pairs, {hits} of {all} gold pairs among them", p.pairs.len());
    let scores = unseen_scores(&p, &of, &fold, 5, &BoostOptions::default());
    missed(&c, &p, &of, &scores);
    let mut best = (0.0, String::new());
    for unknown in [0.0, -1.0, -2.0, -3.0] {
        for shift in [0.0, 0.5, 1.0, 1.5, 2.0] {
            let groups = grouped(&c, &p, &scores, Options { shift, unknown });
            let (a, b, f) = pair_f1(&groups, &of);
            if f > best.0 {
                best = (
                    f,
                    format!(
                        "unknown {unknown} shift {shift}: {} groups, p {a:.3} r {b:.3} f1 {f:.3}",
                        groups.len()
                    ),
                );
            }
        }
    }
    println!("{}", best.1);
    Ok(())
}

/// What keeps gold pairs from being found.
pub fn missed(c: &Collection, p: &Pairs, of: &[Vec<u32>], scores: &[f32]) {
    let known: HashMap<(u32, u32), f32> = p.pairs.iter().copied().zip(scores.iter().copied()).collect();
    let mut counts: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    for a in 0..of.len() as u32 {
        for b in a + 1..of.len() as u32 {
            if !of[a as usize].iter().any(|i| of[b as usize].contains(i)) {
                continue;
            }
            let (x, y) = (&c.evidence[a as usize], &c.evidence[b as usize]);
            let of_one = |e: &Evidence| {
                let text = match e.words.len() {
                    0..15 => "empty",
                    15..60 => "short",
                    _ => "long",
                };
                format!(
                    "{text} {} {}",
                    if e.days().is_some() { "dated" } else { "undated" },
                    if e.places.iter().any(|s| s.is_fine()) { "placed" } else { "unplaced" }
                )
            };
            let (mut s, mut t) = (of_one(x), of_one(y));
            if t < s {
                std::mem::swap(&mut s, &mut t);
            }
            let n = counts.entry(format!("{s} | {t}")).or_default();
            match known.get(&(a, b)) {
                None => n.0 += 1,
                Some(s) if *s < 0.0 => n.1 += 1,
                Some(_) => n.2 += 1,
            }
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|c| std::cmp::Reverse(c.1.0 + c.1.1));
    println!("gold pairs: no candidate, below zero, above zero");
    for (what, n) in counts.iter().take(14) {
        println!("  {:5} {:5} {:5}  {what}", n.0, n.1, n.2);
    }
}

/// Learns the gradings from the coded incidents with all sources where `with` says so.
fn learn_grades(
    c: &Collection,
    coded: &[Coded],
    chances: &[Vec<f32>],
    places: &Rarity,
    with: impl Fn(usize) -> bool,
) -> Vec<Boosted> {
    let at: HashMap<&str, u32> =
        c.sources.iter().enumerate().map(|(k, s)| (s.id.as_str(), k as u32)).collect();
    let (mut rows, mut grades) = (Vec::new(), Vec::new());
    for i in coded {
        let members: Vec<u32> = i.sources.iter().filter_map(|s| at.get(s.as_str()).copied()).collect();
        if members.is_empty() || !members.iter().all(|&m| with(m as usize)) {
            continue;
        }
        for told in predict::tell(c, &[members], chances, places) {
            if let Some(grade) = &i.assessment {
                rows.push(predict::grading(c, &told));
                grades.push(grade.clone());
            }
        }
    }
    let o = BoostOptions { trees: 40, depth: 3, least: 4.0, ..BoostOptions::default() };
    let weights = vec![1.0; rows.len()];
    predict::GRADES
        .iter()
        .map(|g| boost(&rows, &grades.iter().map(|x| x == g).collect::<Vec<_>>(), &weights, &o))
        .collect()
}

/// Where the lab's own models of the Airwars set are: its parties, and its gradings.
const PARTIES: &str = "models/airwars-parties.crf";
const GRADES: &str = "models/airwars-grades.json";

/// Learns from the whole dev part what is learned across reports, and writes it.
pub fn train_all(shared: &Shared, reader: &Reader) -> Result<()> {
    let coded: Vec<Coded> = shared.rows("airwars/dev/incidents.jsonl")?;
    let c = Collection::read(shared.rows("airwars/dev/sources.jsonl")?, reader);
    let (words, places) = (c.rarity(), c.places());
    let p = Pairs::new(&c, &words, &places);
    let (of, fold) = folds(&c, &coded, 5);
    let pairs = train(&p, &of, |_, _| true, &BoostOptions::default());
    let rows = accuse::all_features(&c);
    // The gradings see chances as unseen reports have them.
    let models: Vec<Model> =
        (0..5).into_par_iter().map(|f| accuse::learn(&rows, &of, &coded, |k| fold[k] != f)).collect();
    let mut scratch = Scratch::default();
    let chances: Vec<Vec<f32>> =
        (0..rows.len()).map(|k| accuse::chances(&models[fold[k]], &rows[k], &mut scratch)).collect();
    let grades = learn_grades(&c, &coded, &chances, &places, |_| true);
    let parties = accuse::learn(&rows, &of, &coded, |_| true);
    let weights = Weights { words, places, pairs };
    let (rare, json) = weights.to_bytes();
    let grades: Vec<serde_json::Value> =
        grades.iter().map(|g| serde_json::from_slice(&g.to_json())).collect::<Result<_, _>>()?;
    for (file, bytes) in [
        ("models/incidents.rare", rare),
        ("models/incidents.json", json),
        (PARTIES, parties.to_bytes()),
        (GRADES, serde_json::to_vec(&grades)?),
    ] {
        println!("{file}: {} bytes", bytes.len());
        std::fs::write(file, bytes)?;
    }
    Ok(())
}

/// Reads SOURCES.jsonl and writes claims.jsonl and incidents.jsonl into `out`, with the shipped weights.
pub fn predict_file(sources: &std::path::Path, out: &std::path::Path, reader: &Reader) -> Result<()> {
    let c = Collection::read(crate::shared::rows(sources)?, reader);
    let weights = Weights::shipped()?;
    let groups: Vec<Vec<u32>> = partition(&c.evidence, &weights, &[], GROUPING)
        .into_iter()
        .map(|g| g.into_iter().map(|k| k as u32).collect())
        .collect();
    let read = |file: &str| {
        std::fs::read(file).with_context(|| format!("{file}: run from the root of the repository"))
    };
    let parties = Model::from_bytes(&read(PARTIES)?)?;
    let grades: Vec<serde_json::Value> = serde_json::from_slice(&read(GRADES)?)?;
    let grades: Vec<Boosted> =
        grades.iter().map(|g| Boosted::from_json(g.to_string().as_bytes())).collect::<Result<_, _>>()?;
    let mut scratch = Scratch::default();
    let rows = accuse::all_features(&c);
    let chances: Vec<Vec<f32>> = rows.iter().map(|r| accuse::chances(&parties, r, &mut scratch)).collect();
    let told = predict::tell(&c, &groups, &chances, &weights.places);
    write(&c, &told, &chances, out, |t| predict::grade(&grades, &predict::grading(&c, t)))
}

/// Writes the two files.
fn write(
    c: &Collection,
    told: &[predict::Told],
    chances: &[Vec<f32>],
    out: &std::path::Path,
    grade: impl Fn(&predict::Told) -> Option<&'static str>,
) -> Result<()> {
    std::fs::create_dir_all(out)?;
    write_rows(&out.join("claims.jsonl"), told.iter().flat_map(|t| predict::claims(c, t, chances)))?;
    let graded = told.iter().enumerate().map(|(n, t)| predict::incident(c, n, t, grade(t)));
    write_rows(&out.join("incidents.jsonl"), graded)
}

/// Cross-validates everything that is learned across reports, and scores it with score.py.
pub fn cross_validate(shared: &Shared, work: &std::path::Path, reader: &Reader) -> Result<()> {
    const FOLDS: usize = 5;
    let coded: Vec<Coded> = shared.rows("airwars/dev/incidents.jsonl")?;
    let c = Collection::read(shared.rows("airwars/dev/sources.jsonl")?, reader);
    let (words, places) = (c.rarity(), c.places());
    let p = Pairs::new(&c, &words, &places);
    let (of, fold) = folds(&c, &coded, FOLDS);
    let scores = unseen_scores(&p, &of, &fold, FOLDS, &BoostOptions::default());
    let groups = grouped(&c, &p, &scores, GROUPING);
    let rows = accuse::all_features(&c);
    let models: Vec<Model> =
        (0..FOLDS).into_par_iter().map(|f| accuse::learn(&rows, &of, &coded, |k| fold[k] != f)).collect();
    let mut scratch = Scratch::default();
    let chances: Vec<Vec<f32>> =
        (0..rows.len()).map(|k| accuse::chances(&models[fold[k]], &rows[k], &mut scratch)).collect();
    let grades: Vec<Vec<Boosted>> =
        (0..FOLDS).map(|f| learn_grades(&c, &coded, &chances, &places, |k| fold[k] != f)).collect();
    let told = predict::tell(&c, &groups, &chances, &places);
    let out = work.join("airwars-cv");
    write(&c, &told, &chances, &out, |t| {
        predict::grade(&grades[fold[t.members[0]]], &predict::grading(&c, t))
    })?;
    shared.score("airwars/score.py", &[shared.path("airwars/dev").as_os_str(), out.as_os_str()])
}

/// Predicts the dev part with the shipped weights, which were trained on it, and scores it: an upper bound, and a check of the
/// files. Measured is [`cross_validate`].
pub fn score(shared: &Shared, work: &std::path::Path, reader: &Reader) -> Result<()> {
    let out = work.join("airwars");
    predict_file(&shared.path("airwars/dev/sources.jsonl"), &out, reader)?;
    shared.score("airwars/score.py", &[shared.path("airwars/dev").as_os_str(), out.as_os_str()])
}

/// Groups the dev part in ten random orders: the partition must be the same.
pub fn orders(shared: &Shared, reader: &Reader) -> Result<()> {
    let c = Collection::read(shared.rows("airwars/dev/sources.jsonl")?, reader);
    let weights = Weights::shipped()?;
    let named = |evidence: &[Evidence]| {
        let mut groups: Vec<Vec<String>> = partition(evidence, &weights, &[], GROUPING)
            .into_iter()
            .map(|g| {
                let mut ids: Vec<String> = g.into_iter().map(|k| evidence[k].id.clone()).collect();
                ids.sort();
                ids
            })
            .collect();
        groups.sort();
        groups
    };
    let want = named(&c.evidence);
    let mut random = 0x9e37_79b9_7f4a_7c15u64;
    for n in 1..=10 {
        let mut shuffled = c.evidence.clone();
        for k in (1..shuffled.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            shuffled.swap(k, (random % (k as u64 + 1)) as usize);
        }
        anyhow::ensure!(named(&shuffled) == want, "order {n} gives another partition");
    }
    println!("{} reports in {} groups, the same in ten random orders", c.evidence.len(), want.len());
    Ok(())
}
