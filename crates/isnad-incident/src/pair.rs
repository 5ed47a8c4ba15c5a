//! What two reports have in common, as numbers for the learned weights.
//!
//! *Comes in*: two [`Evidence`]s, made ready. *Goes out*: [`WIDTH`] numbers, `NaN` where one of the two does not say. *Does not*: name
//! any word, place or actor: weights learned from one conflict hold for another.

use crate::evidence::{Days, Evidence, span_days};
use crate::rarity::Rarity;
use crate::spot::Spot;
use std::sync::Arc;

/// Numbers of a pair.
pub const WIDTH: usize = 41;

/// An evidence with what comparing needs of it, computed once.
#[derive(Debug, Clone)]
pub struct Ready<'e> {
    /// The evidence.
    pub e: Held<'e>,
    /// Words with their weights, length one over all, in order of hash.
    weights: Vec<(u32, f32)>,
    /// Its rarest words with their rarity, the rarest first.
    pub rare: Vec<(u32, f32)>,
    days: Option<(Days, bool)>,
    /// The days that its claims state, else those that bound its publication, of any width.
    bounds: Option<Days>,
    /// All days that it tells of, with its publication.
    told: Vec<Days>,
    /// Its first places that are settlements or finer, by their place among all.
    fine: Vec<usize>,
    /// Where its places are.
    points: Vec<(f64, f64)>,
    best_killed: Option<(f64, f64)>,
    /// The figures that it claims first, of killed and of injured.
    first: [Option<f64>; 2],
}

/// An evidence that is lent, or held with others.
#[derive(Debug, Clone)]
pub enum Held<'e> {
    /// Lent.
    Here(&'e Evidence),
    /// Held with others.
    Shared(Arc<Evidence>),
}

impl std::ops::Deref for Held<'_> {
    type Target = Evidence;

    fn deref(&self) -> &Evidence {
        match self {
            Held::Here(e) => e,
            Held::Shared(e) => e,
        }
    }
}

/// Rare words that are kept of a report for finding others with them.
const RARE: usize = 24;

impl<'e> Ready<'e> {
    /// Makes an evidence ready.
    pub fn new(e: &'e Evidence, rarity: &Rarity) -> Ready<'e> {
        Ready::of(Held::Here(e), rarity)
    }

    /// Makes an evidence ready that others hold too.
    pub fn shared(e: Arc<Evidence>, rarity: &Rarity) -> Ready<'static> {
        Ready::of(Held::Shared(e), rarity)
    }

    fn of(e: Held<'e>, rarity: &Rarity) -> Ready<'e> {
        let weigh = |&(w, n): &(u32, f32)| (w, (1.0 + n.ln()) * rarity.of(w));
        let mut weights: Vec<(u32, f32)> = e.words.iter().map(weigh).filter(|w| w.1 > 0.0).collect();
        let length = weights.iter().map(|w| w.1 * w.1).sum::<f32>().sqrt().max(1e-6);
        weights.iter_mut().for_each(|w| w.1 /= length);
        let mut rare: Vec<(u32, f32)> = e.words.iter().map(|w| (w.0, rarity.of(w.0))).collect();
        rare.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        rare.truncate(RARE);
        let best = |counts: &[crate::evidence::Count]| {
            counts.iter().map(|c| (c.min, c.max)).max_by(|a, b| a.0.total_cmp(&b.0))
        };
        let days = e.days();
        let bounds = days.map(|d| d.0).or(e.published);
        let told = e.stated.iter().map(|s| s.0).chain(e.published).take(8).collect();
        let fine = (0..e.places.len()).filter(|&k| e.places[k].is_fine()).take(6).collect();
        let points = e.places.iter().filter_map(|s| s.at).collect();
        let best_killed = best(&e.killed);
        let first = [&e.killed, &e.injured].map(|counts| {
            let claim = counts.iter().filter(|c| c.max.is_finite()).map(|c| c.claim).min()?;
            let most = counts.iter().filter(|c| c.claim == claim && c.max.is_finite()).map(|c| c.min);
            most.max_by(f64::total_cmp)
        });
        Ready { e, weights, rare, days, bounds, told, fine, points, best_killed, first }
    }

    fn fine(&self) -> impl Iterator<Item = &Spot> {
        self.fine.iter().map(|&k| &self.e.places[k])
    }

    /// The days of its happening, and whether its claims state them.
    pub fn days(&self) -> Option<(Days, bool)> {
        self.days
    }
}

/// Days between two spans; zero where they meet.
pub fn gap(a: Days, b: Days) -> i64 {
    if a.1 < b.0 {
        span_days((a.1, b.0))
    } else if b.1 < a.0 {
        span_days((b.1, a.0))
    } else {
        0
    }
}

/// Kilometres between two points on the globe (haversine, mean radius 6,371 km).
pub fn km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (p, q) = (a.0.to_radians(), b.0.to_radians());
    let h =
        ((q - p) / 2.0).sin().powi(2) + p.cos() * q.cos() * ((b.1 - a.1).to_radians() / 2.0).sin().powi(2);
    12_742.0 * h.sqrt().min(1.0).asin()
}

/// The sum of `worth` over what two ordered lists share.
fn shared(a: &[u32], b: &[u32], mut worth: impl FnMut(u32) -> f32) -> (usize, f32) {
    let (mut i, mut j, mut n, mut sum) = (0, 0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                sum += worth(a[i]);
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    (n, sum)
}

fn cosine(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += a[i].1 * b[j].1;
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    sum
}

fn apart(a: Option<(f64, f64)>, b: Option<(f64, f64)>) -> f32 {
    match (a, b) {
        (Some(a), Some(b)) if a.0 <= b.1 && b.0 <= a.1 => 0.0,
        (Some(a), Some(b)) => ((a.0 - b.1).abs().min((b.0 - a.1).abs()) / a.0.max(b.0).max(1.0)) as f32,
        _ => f32::NAN,
    }
}

/// Whether any of `a`'s counts meets one of `b`'s; `NaN` where one has none.
fn meet(a: &[crate::evidence::Count], b: &[crate::evidence::Count]) -> f32 {
    if a.is_empty() || b.is_empty() {
        return f32::NAN;
    }
    let meets = a.iter().any(|x| b.iter().any(|y| x.min <= y.max && y.min <= x.max));
    f32::from(u8::from(meets))
}

/// What is common to two reports. `words` gives how rare a word is, `names` how rare a name of a place.
pub fn features(a: &Ready<'_>, b: &Ready<'_>, words: &Rarity, names: &dyn Fn(u32) -> f32) -> Vec<f32> {
    let mut x = vec![f32::NAN; WIDTH];
    let both = |p: f32, q: f32| if p < q { (p, q) } else { (q, p) };
    // Days.
    if let (Some((p, s)), Some((q, t))) = (a.days, b.days) {
        x[0] = gap(p, q) as f32;
        x[1] = f32::from(u8::from(s)) + f32::from(u8::from(t));
    } else {
        x[1] = -1.0 - f32::from(u8::from(a.days.is_none() && b.days.is_none()));
    }
    if let (Some(p), Some(q)) = (a.e.published, b.e.published) {
        x[2] = gap(p, q) as f32;
    }
    // Places.
    let mut nearest = f64::INFINITY;
    for p in a.fine() {
        for q in b.fine() {
            if let (Some(s), Some(t)) = (p.at, q.at) {
                nearest = nearest.min(km(s, t));
            }
        }
    }
    if nearest.is_finite() {
        x[3] = nearest as f32;
    }
    if let (Some(p), Some(q)) = (a.fine().find_map(|s| s.at), b.fine().find_map(|s| s.at)) {
        x[4] = km(p, q) as f32;
    }
    if !a.e.places.is_empty() && !b.e.places.is_empty() {
        let (mut best, mut sum) = (0.0f32, 0.0);
        for p in &a.e.places {
            if b.e.places.iter().any(|q| q.key == p.key) {
                let rare = names(p.key);
                (best, sum) = (best.max(rare), sum + rare);
            }
        }
        (x[5], x[6]) = (best, sum);
        let first = |e: &Evidence| e.places.first().map(|s| s.key);
        x[7] = f32::from(u8::from(first(&a.e) == first(&b.e)));
    }
    (x[8], x[9]) = both(a.fine.len() as f32, b.fine.len() as f32);
    // Words.
    x[10] = cosine(&a.weights, &b.weights);
    let (n, sum) = shared(&a.e.first, &b.e.first, |w| words.of(w));
    x[11] = sum;
    x[12] = n as f32 / (a.e.first.len().min(b.e.first.len()).max(1)) as f32;
    let mut rare: Vec<f32> = Vec::new();
    for (w, r) in &a.rare {
        if b.rare.iter().any(|v| v.0 == *w) {
            rare.push(*r);
        }
    }
    x[13] = rare.first().copied().unwrap_or(0.0);
    x[14] = rare.iter().take(5).sum();
    let (n, _) = shared(&a.e.shingles, &b.e.shingles, |_| 0.0);
    let (s, l) = both(a.e.shingles.len() as f32, b.e.shingles.len() as f32);
    x[15] = n as f32 / s.max(1.0);
    x[16] = n as f32 / (s + l - n as f32).max(1.0);
    (x[17], x[18]) = both(a.weights.len() as f32, b.weights.len() as f32);
    let (n, sum) = shared(&a.e.names, &b.e.names, |w| words.of(w));
    (x[19], x[20]) = (n as f32, sum);
    // Figures.
    x[21] = meet(&a.e.killed, &b.e.killed);
    x[22] = apart(a.best_killed, b.best_killed);
    x[23] = meet(&a.e.injured, &b.e.injured);
    // Culprits and types.
    if !a.e.culprits.is_empty() && !b.e.culprits.is_empty() {
        let n = a.e.culprits.keys().filter(|k| b.e.culprits.contains_key(*k)).count();
        x[24] = n as f32 / a.e.culprits.len().min(b.e.culprits.len()) as f32;
    }
    if !a.e.kinds.is_empty() && !b.e.kinds.is_empty() {
        let n = a.e.kinds.keys().filter(|k| b.e.kinds.contains_key(*k)).count();
        x[25] = n as f32 / a.e.kinds.len().min(b.e.kinds.len()) as f32;
    }
    // One names a day of the week, the other is dated.
    x[26] = weekday(a, b).max(weekday(b, a));
    // Bounds of any width, and all days that either tells of.
    if let (Some(p), Some(q)) = (a.bounds, b.bounds) {
        x[27] = gap(p, q) as f32;
        x[28] = span_days(p).max(span_days(q)) as f32;
    }
    let (da, db) = (&a.told, &b.told);
    if let Some(least) = da.iter().flat_map(|p| db.iter().map(|q| gap(*p, *q))).min() {
        x[29] = least as f32;
    }
    if a.e.weekdays != 0 && b.e.weekdays != 0 && (a.days.is_none() || b.days.is_none()) {
        x[30] = (a.e.weekdays & b.e.weekdays).count_ones() as f32
            / (a.e.weekdays | b.e.weekdays).count_ones() as f32;
    }
    // All places, and where the weightiest of any precision is.
    let (pa, pb) = (&a.points, &b.points);
    let nearest = pa.iter().flat_map(|p| pb.iter().map(|q| km(*p, *q))).min_by(f64::total_cmp);
    if let Some(nearest) = nearest {
        x[31] = nearest as f32;
    }
    if let (Some(p), Some(q)) = (pa.first(), pb.first()) {
        x[32] = km(*p, *q) as f32;
    }
    // Of how much each tells: a round-up has something in common with many.
    (x[33], x[34]) = both(a.e.claims.len() as f32, b.e.claims.len() as f32);
    x[35] = both(a.e.places.len() as f32, b.e.places.len() as f32).1;
    if let (Some(p), Some(q)) = (&a.e.outlet, &b.e.outlet) {
        x[36] = f32::from(u8::from(p == q));
    }
    // The same large number is seldom of two happenings.
    let same = |of: fn(&Evidence) -> &Vec<crate::evidence::Count>| {
        let most = of(&a.e).iter().filter(|c| of(&b.e).iter().any(|d| d.min == c.min)).map(|c| c.min);
        most.fold(0.0, f64::max) as f32
    };
    x[37] = same(|e| &e.killed).max(same(|e| &e.injured));
    // Sites count evenly, so bounds are nearer to each other where their middles are.
    if let (Some(p), Some(q)) = (a.bounds, b.bounds) {
        x[38] = ((span_days((p.0, q.0)) + span_days((p.1, q.1))) as f32 / 2.0).abs();
    }
    // What each claims first, the total most often.
    for (k, (p, q)) in a.first.iter().zip(&b.first).enumerate() {
        if let (Some(p), Some(q)) = (p, q) {
            x[39 + k] = ((p + 1.0) / (q + 1.0)).ln().abs() as f32;
        }
    }
    x
}

/// Whether the day of `dated` is a day of the week that `other`, which has no date, names; `NaN` where it cannot be said.
fn weekday(dated: &Ready<'_>, other: &Ready<'_>) -> f32 {
    let (Some((d, _)), None) = (dated.days, other.days) else { return f32::NAN };
    if other.e.weekdays == 0 || d.0 != d.1 {
        return f32::NAN;
    }
    let bit = 1u8 << (d.0.weekday().to_monday_zero_offset() as u8);
    f32::from(u8::from(other.e.weekdays & bit != 0))
}
