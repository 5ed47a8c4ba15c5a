//! Who is accused, in the names of Airwars' belligerents, and how Airwars would grade an incident.
//!
//! Airwars files the strikes of the Syrian state under its campaign on Russia in Syria, and operations of the Syrian Democratic Forces
//! now under the coalition's, now under the YPG's name. Which party of a report stands for which name is learned from the dev
//! part: a multinomial logistic model over hashed features of the parties that the report names. It serves the comparison with
//! Airwars alone and is no part of the program.

use crate::airwars_group::{Coded, Collection};
use isnad_learn::{Hasher, Model, Scratch, Sequence, train};
use isnad_model::MentionKind;
use isnad_text::Analysis;

/// The names, the first for reports that accuse none of the others.
pub const NAMES: [&str; 7] = [
    "",
    "Russian Military",
    "Turkish Military",
    "U.S.-led Coalition",
    "YPG",
    "Israeli Military",
    "Iranian Military",
];

/// Rows of the model: 2^14.
const BITS: u32 = 14;

/// The features of a report.
fn features(c: &Collection, k: usize) -> Vec<u32> {
    let (reading, e) = (&c.readings[k], &c.evidence[k]);
    let mut out = vec![Hasher::new("bias").index(BITS)];
    let mut add = |space: &str, value: &str| out.push(Hasher::new(space).str(value).index(BITS));
    for id in e.culprits.keys() {
        add("culprit", id);
    }
    for &k in &e.claims {
        let claim = &reading.claims[k];
        for party in &claim.actor {
            let a = Analysis::new(&party.at.text);
            (0..a.len()).for_each(|i| add("actor", a.light(i)));
        }
        add("kind", claim.kind.as_str());
        for party in claim.target.iter().filter_map(|t| t.entity.as_deref()) {
            add("target", party);
        }
    }
    let own = |at: usize| {
        reading.blocks.iter().any(|b| {
            b.start <= at
                && at < b.end
                && matches!(
                    b.kind,
                    isnad_model::BlockKind::Headline
                        | isnad_model::BlockKind::Body
                        | isnad_model::BlockKind::Dek
                        | isnad_model::BlockKind::Caption
                )
        })
    };
    for m in reading.mentions.iter().filter(|m| own(m.at.start)) {
        if matches!(m.kind, MentionKind::Group | MentionKind::Organisation | MentionKind::People) {
            match &m.entity {
                Some(id) => add("mention", id),
                None => {
                    let a = Analysis::new(&m.at.text);
                    (0..a.len()).for_each(|i| add("name", a.light(i)));
                }
            }
        }
    }
    for w in &e.first {
        out.push(Hasher::new("first").num(u64::from(*w)).index(BITS));
    }
    if let Some(year) = e.published.map(|p| p.0.year()) {
        out.push(Hasher::new("year").num(year as u64).index(BITS));
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Features of all reports.
pub fn all_features(c: &Collection) -> Vec<Vec<u32>> {
    (0..c.sources.len()).map(|k| features(c, k)).collect()
}

/// Learns from the reports that `with` lets in.
pub fn learn(rows: &[Vec<u32>], of: &[Vec<u32>], coded: &[Coded], with: impl Fn(usize) -> bool) -> Model {
    let mut data = Vec::new();
    for (k, row) in rows.iter().enumerate().filter(|r| with(r.0) && r.1.len() > 3) {
        for &i in &of[k] {
            let names = &coded[i as usize].belligerents;
            for name in names {
                let label = NAMES.iter().position(|n| n == name).unwrap_or(0) as u8;
                data.push(Sequence {
                    features: vec![row.clone()],
                    labels: vec![label],
                    weight: 1.0 / names.len() as f32,
                });
            }
        }
    }
    train::train(&NAMES, BITS, &data, &train::Options { epochs: 12, ..train::Options::default() })
}

/// Chances of all names for one report.
pub fn chances(model: &Model, row: &[u32], scratch: &mut Scratch) -> Vec<f32> {
    model.marginals(&[row.to_vec()], scratch).to_vec()
}
