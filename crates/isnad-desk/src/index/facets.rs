//! How many incidents each value of a filter would give.

use super::filter::fails;
use super::{Index, Matches};
use isnad_model::{ClaimType, Standing};

/// Values of a long list that are told, at most.
const MOST: usize = 50;

/// A value with how many incidents have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The value: a name of a closed list, an identity of the registry, or words.
    pub value: String,
    /// How many.
    pub n: usize,
}

/// Counts for every filter, each with its own condition left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// By type, the commonest first.
    pub types: Vec<Counted>,
    /// By standing, in the order of the list.
    pub standings: Vec<Counted>,
    /// By actor, the commonest first, with the words of one of its incidents.
    pub actors: Vec<(Counted, String)>,
    /// By outlet, the commonest first.
    pub outlets: Vec<Counted>,
    /// With conflicts.
    pub conflicts: usize,
    /// With claims that wait for review.
    pub to_review: usize,
    /// That meet all conditions.
    pub total: usize,
}

/// The numbers with the highest counts, the highest first; of equals in order of number.
fn top(counts: &[u32]) -> Vec<(usize, usize)> {
    let mut all: Vec<(usize, usize)> =
        counts.iter().enumerate().filter(|(_, n)| **n > 0).map(|(v, n)| (v, *n as usize)).collect();
    let order = |a: &(usize, usize), b: &(usize, usize)| b.1.cmp(&a.1).then(a.0.cmp(&b.0));
    if all.len() > MOST {
        all.select_nth_unstable_by(MOST, order);
        all.truncate(MOST);
    }
    all.sort_unstable_by(order);
    all
}

impl Index {
    /// Counts over what was found.
    pub fn facets(&self, found: &Matches) -> Facets {
        let mut types = [0u32; 64];
        let mut standings = [0u32; 8];
        let mut actors = vec![0u32; self.parties.len()];
        let mut outlets = vec![0u32; self.outlets.len()];
        let (mut conflicts, mut to_review) = (0, 0);
        for (row, &mask) in self.rows.iter().zip(found.masks()) {
            // Of a row that fails two conditions no facet can count anything.
            if mask & mask.wrapping_sub(1) != 0 {
                continue;
            }
            if mask & !fails::TYPE == 0 {
                let mut rest = row.types;
                while rest != 0 {
                    types[rest.trailing_zeros() as usize] += 1;
                    rest &= rest - 1;
                }
            }
            if mask & !fails::STANDING == 0 {
                standings[(row.standing.trailing_zeros() & 7) as usize] += 1;
            }
            if mask & !fails::ACTOR == 0 {
                row.actors.iter().for_each(|&a| actors[a as usize] += 1);
            }
            if mask & !fails::OUTLET == 0 {
                row.outlets.iter().for_each(|&o| outlets[o as usize] += 1);
            }
            conflicts += usize::from(mask & !fails::CONFLICTS == 0 && row.conflicts != 0);
            to_review += usize::from(mask & !fails::REVIEW == 0 && row.reviewed < row.claims);
        }
        let named = |all: Vec<(usize, usize)>, name: &dyn Fn(usize) -> String| {
            all.into_iter().map(|(v, n)| Counted { value: name(v), n }).collect()
        };
        Facets {
            types: named(top(&types), &|v| {
                ClaimType::ALL.get(v).map_or_else(String::new, |t| t.as_str().to_owned())
            }),
            standings: Standing::ALL
                .iter()
                .zip(standings)
                .filter(|(_, n)| *n > 0)
                .map(|(s, n)| Counted { value: s.as_str().to_owned(), n: n as usize })
                .collect(),
            actors: top(&actors)
                .into_iter()
                .map(|(v, n)| {
                    let party = &self.parties[v];
                    let value = party.entity.as_ref().unwrap_or(&party.name).to_string();
                    (Counted { value, n }, party.name.to_string())
                })
                .collect(),
            outlets: named(top(&outlets), &|v| self.outlets.name(v as u32).to_owned()),
            conflicts,
            to_review,
            total: found.total(),
        }
    }
}
