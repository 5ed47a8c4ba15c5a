//! Days of a group as candidates.

use crate::evidence::{Days, Evidence, span_days};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Numbers of a candidate.
pub const WIDTH: usize = 20;
/// Most days that are candidates: those with most votes.
const MOST: usize = 24;

/// What speaks for a day: votes, and places of the evidences that give them.
pub type Votes = BTreeMap<Date, (f32, Vec<usize>)>;

/// The rows of the days with votes, the most voted first.
pub fn rows(group: &[&Evidence], votes: &Votes) -> Vec<(Date, Vec<f32>)> {
    let exact: Vec<Date> =
        group.iter().filter_map(|e| e.published).filter(|p| p.0 == p.1).map(|p| p.0).collect();
    let bounds: Vec<Days> = group.iter().filter_map(|e| e.published).filter(|p| p.0 != p.1).collect();
    let (first, last) = (exact.iter().min().copied(), exact.iter().max().copied());
    let mut order: Vec<(Date, f32)> = votes.iter().map(|(d, v)| (*d, v.0)).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    order.truncate(MOST);
    let all: f32 = votes.values().map(|v| v.0).sum();
    let best = order.first().map_or(1.0, |o| o.1);
    let n = group.len() as f32;
    let days = |from: Date, to: Date| span_days((from, to)) as f32;
    let told = group.iter().filter(|e| e.weekdays != 0).count() as f32;
    order
        .iter()
        .enumerate()
        .map(|(rank, &(d, v))| {
            let out = |k: i64| exact.iter().filter(|p| span_days((d, **p)) == k).count() as f32;
            let (mut saying, mut share, mut most, mut fresh) = (0.0f32, 0.0f32, 0.0f32, 0.0f32);
            for e in group {
                let sum: f32 = e.stated.iter().map(|s| s.1).sum();
                for s in e.stated.iter().filter(|s| s.0.0 <= d && d <= s.0.1 && span_days(s.0) <= 2) {
                    saying += 1.0;
                    share += s.1 / sum;
                    most = most.max(s.1 / sum);
                    let soon = e
                        .published
                        .is_none_or(|p| span_days((d, p.1)) >= 0 && span_days((d, p.0)) <= 3 || p.0 != p.1);
                    fresh += f32::from(u8::from(soon));
                }
            }
            let named = group.iter().filter(|e| e.names_day(d)).count() as f32;
            let off = bounds.iter().map(|b| {
                let half = (span_days(*b) as f32 / 2.0).max(1.0);
                ((days(b.0, d) - span_days(*b) as f32 / 2.0) / half).abs()
            });
            let near = off.fold(f32::NAN, f32::min);
            let stating = group.iter().filter(|e| !e.stated.is_empty()).count() as f32;
            vec![
                v / best,
                v / all.max(1e-6),
                rank as f32,
                saying / n,
                saying,
                share,
                most,
                fresh,
                out(0),
                out(1),
                out(2),
                out(-1),
                (out(0) + out(1) + out(2)) / (exact.len() as f32).max(1.0),
                first.map_or(f32::NAN, |f| days(d, f)),
                last.map_or(f32::NAN, |f| days(d, f)),
                if told > 0.0 { named / told } else { f32::NAN },
                near,
                n,
                exact.len() as f32,
                stating,
            ]
        })
        .inspect(|row| debug_assert_eq!(row.len(), WIDTH))
        .zip(&order)
        .map(|(row, o)| (o.0, row))
        .collect()
}
