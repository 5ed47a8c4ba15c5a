//! The commands over the Airwars set: all that is learned across reports, trained, cross-validated, and used on a file.

use crate::airwars_accuse as accuse;
use crate::airwars_choice as choice;
use crate::airwars_group::{Coded, Collection, Folds, Looks, Pairs, folds, grouped, options, train};
use crate::airwars_predict as predict;
use crate::shared::{Shared, write_rows};
use anyhow::{Context, Result};
use isnad_incident::choice::Choice;
use isnad_incident::clock::Clock;
use isnad_incident::partition::{GROUPING, partition};
use isnad_incident::rarity::Rarity;
use isnad_incident::weights::Weights;
use isnad_learn::{BoostOptions, Boosted, Model, Scratch, boost};
use isnad_read::Reader;
use rayon::prelude::*;
use std::collections::HashMap;

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
        for told in predict::tell(c, &[members], chances, places, |_| None) {
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
    let mut c = Collection::read(shared.rows("airwars/dev/sources.jsonl")?, reader);
    let (words, places) = (c.rarity(), c.places());
    let (of, fold) = folds(&c, &coded, 5);
    let clock = c.clock(&of, &coded);
    // As unseen reports are dated, not by themselves.
    c.date_unseen(&of, &coded, &fold, 5);
    let p = Pairs::new(&c, &words, &places);
    let o = options(0);
    let pairs = train(&p, &p.rows, &of, |_, _| true, &o);
    // The second look learns from what unseen pairs scored at the first.
    let folds = Folds { of: &of, fold: &fold, n: 5 };
    let (_, (scores, rows)) = Looks::learn(&c, &words, &p, folds, &o);
    let second = train(&p, &rows, &of, |_, _| true, &o);
    let groups = predict::speaking(&c, &grouped(&c, &p, &scores, GROUPING));
    let choice = choice::learn(&choice::examples(&c, &groups, &coded), 0, |_| true);
    let rows = accuse::all_features(&c);
    // The gradings see chances as unseen reports have them.
    let models: Vec<Model> =
        (0..5).into_par_iter().map(|f| accuse::learn(&rows, &of, &coded, |k| fold[k] != f)).collect();
    let mut scratch = Scratch::default();
    let chances: Vec<Vec<f32>> =
        (0..rows.len()).map(|k| accuse::chances(&models[fold[k]], &rows[k], &mut scratch)).collect();
    let grades = learn_grades(&c, &coded, &chances, &places, |_| true);
    let parties = accuse::learn(&rows, &of, &coded, |_| true);
    let weights = Weights { words, places, pairs, second, choice };
    let [rare, json, second, choice] = weights.to_bytes();
    let grades: Vec<serde_json::Value> =
        grades.iter().map(|g| serde_json::from_slice(&g.to_json())).collect::<Result<_, _>>()?;
    for (file, bytes) in [
        ("models/incidents.rare", rare),
        ("models/clock.json", clock.to_json()),
        ("models/incidents.json", json),
        ("models/incidents-second.json", second),
        ("models/incidents-choice.json", choice),
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
    let mut c = Collection::read(crate::shared::rows(sources)?, reader);
    let weights = Weights::shipped()?;
    c.date(&Clock::shipped()?);
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
    let told = predict::tell(&c, &groups, &chances, &weights.places, |_| Some(&weights.choice));
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
    write_rows(&out.join("incidents.jsonl"), graded)?;
    write_rows(&out.join("rows.jsonl"), (0..c.sources.len()).map(|k| predict::row(c, k)))
}

/// Texts read and compared, as unseen reports are dated.
struct Compared {
    c: Collection,
    p: Pairs,
    /// Features of the parties of each report.
    parties: Vec<Vec<u32>>,
}

/// Cross-validates everything that is learned across reports, and scores it with score.py: once with each of `seeds` seeds of the
/// trees. What is used on a fold is learned from the other folds as `learner` reads them, else as the reader does.
pub fn cross_validate(
    shared: &Shared,
    work: &std::path::Path,
    reader: &Reader,
    learner: Option<&Reader>,
    seeds: std::ops::Range<u64>,
) -> Result<()> {
    const FOLDS: usize = 5;
    let coded: Vec<Coded> = shared.rows("airwars/dev/incidents.jsonl")?;
    let read = |reader| -> Result<Collection> {
        Ok(Collection::read(shared.rows("airwars/dev/sources.jsonl")?, reader))
    };
    let used = read(reader)?;
    let (of, fold) = folds(&used, &coded, FOLDS);
    let learned = learner.map(read).transpose()?;
    let counted = learned.as_ref().unwrap_or(&used);
    let (words, places) = (counted.rarity(), counted.places());
    let compared = |mut c: Collection| {
        c.date_unseen(&of, &coded, &fold, FOLDS);
        Compared { p: Pairs::new(&c, &words, &places), parties: accuse::all_features(&c), c }
    };
    let used = compared(used);
    let learned = learned.map(compared);
    let l = learned.as_ref().unwrap_or(&used);
    let models: Vec<Model> = (0..FOLDS)
        .into_par_iter()
        .map(|f| accuse::learn(&l.parties, &of, &coded, |k| fold[k] != f))
        .collect();
    let mut scratch = Scratch::default();
    let mut chances = |rows: &[Vec<u32>]| -> Vec<Vec<f32>> {
        (0..rows.len()).map(|k| accuse::chances(&models[fold[k]], &rows[k], &mut scratch)).collect()
    };
    let (there, here) = (chances(&l.parties), chances(&used.parties));
    let grades: Vec<Vec<Boosted>> =
        (0..FOLDS).map(|f| learn_grades(&l.c, &coded, &there, &places, |k| fold[k] != f)).collect();
    let out = work.join("airwars-cv");
    std::fs::create_dir_all(&out)?;
    let mut figures = Vec::new();
    for seed in seeds {
        let folds = Folds { of: &of, fold: &fold, n: FOLDS };
        let (looks, (scores, _)) = Looks::learn(&l.c, &words, &l.p, folds, &options(seed));
        let groups_there = grouped(&l.c, &l.p, &scores, GROUPING);
        let examples = choice::examples(&l.c, &predict::speaking(&l.c, &groups_there), &coded);
        let choices: Vec<Choice> =
            (0..FOLDS).into_par_iter().map(|f| choice::learn(&examples, seed, |k| fold[k] != f)).collect();
        let groups = match &learned {
            None => groups_there,
            Some(_) => {
                let scores = looks.scores(&used.c, &words, &used.p, &fold);
                grouped(&used.c, &used.p, &scores, GROUPING)
            }
        };
        let told = predict::tell(&used.c, &groups, &here, &places, |k| Some(&choices[fold[k]]));
        let looked = told
            .iter()
            .enumerate()
            .map(|(n, t)| predict::candidates(&used.c, n, t, &choices[fold[t.members[0]]]));
        write_rows(&out.join("candidates.jsonl"), looked)?;
        write(&used.c, &told, &here, &out, |t| {
            predict::grade(&grades[fold[t.members[0]]], &predict::grading(&used.c, t))
        })?;
        let args = [shared.path("airwars/dev").into_os_string(), out.clone().into_os_string()];
        figures.push(shared.scored("airwars/score.py", &args)?);
    }
    mean(&figures);
    Ok(())
}

/// Prints the mean of what score.py says of several runs, with the least and the most where there are some.
fn mean(runs: &[serde_json::Value]) {
    let Some(first) = runs.first().and_then(|r| r.as_object()) else { return };
    for (what, figures) in first {
        let all = figures.as_object().into_iter().flatten().map(|(name, _)| {
            let of: Vec<f64> = runs.iter().filter_map(|r| r[what][name].as_f64()).collect();
            let mean = of.iter().sum::<f64>() / of.len() as f64;
            let (least, most) = of.iter().fold((f64::MAX, f64::MIN), |m, &x| (m.0.min(x), m.1.max(x)));
            if least == most {
                format!("{name} {least}")
            } else {
                format!("{name} {mean:.4} ({least} to {most})")
            }
        });
        println!("{what:10} {}", all.collect::<Vec<_>>().join("  "));
    }
}

/// Predicts the dev part with the shipped weights, which were trained on it, and scores it: an upper bound, and a check of the
/// files. Measured is [`cross_validate`].
pub fn score(shared: &Shared, work: &std::path::Path, reader: &Reader) -> Result<()> {
    let out = work.join("airwars");
    predict_file(&shared.path("airwars/dev/sources.jsonl"), &out, reader)?;
    shared.score("airwars/score.py", &[shared.path("airwars/dev").as_os_str(), out.as_os_str()])
}
