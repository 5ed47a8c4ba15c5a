//! What happened in the invented world, and who tells of it how: truth first, then reports that follow, copy, differ and deny.

use super::random::Random;
use super::words::{ACTS, Act};
use super::world::World;
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// First day of the ten years.
const FIRST: Date = date(2015, 1, 1);
/// How many days there are.
const DAYS: usize = 3652;
/// How many of a thousand incidents have one report, two, …
const REPORTS: [usize; 12] = [420, 240, 130, 80, 45, 30, 18, 12, 9, 7, 5, 4];

/// A happening.
#[derive(Clone)]
pub struct Happening {
    /// Its number, from 0.
    pub number: u64,
    /// What was done.
    pub act: &'static Act,
    /// When.
    pub day: Date,
    /// Where: a place of the world.
    pub place: usize,
    /// Whether any report names the place.
    pub placed: bool,
    /// Who did it.
    pub actor: usize,
    /// Who else is said to have done it.
    pub other: usize,
    /// To what.
    pub target: &'static str,
    /// The reports.
    pub told: Vec<Told>,
}

/// How one report tells it.
#[derive(Clone)]
pub struct Told {
    /// The outlet.
    pub outlet: usize,
    /// Days after the happening.
    pub lag: i64,
    /// Killed, as it says; `None` where it does not say.
    pub killed: Option<u32>,
    /// Injured, as it says.
    pub injured: Option<u32>,
    /// Whom it names for it.
    pub blames: Option<usize>,
    /// Whether it holds the denial of whom it names.
    pub denies: bool,
    /// Whether whom it names tells it itself.
    pub admits: bool,
    /// Whether it says the day.
    pub dated: bool,
    /// The report of the same happening whose words it took.
    pub copy_of: Option<usize>,
}

/// The happening of a number. It depends on seed and number alone, so that they can be made on many threads.
pub fn happening(world: &World, seed: u64, number: u64) -> Happening {
    let mut r = Random::new(seed.wrapping_mul(0x9e37).wrapping_add(number.wrapping_mul(2)));
    let all: usize = ACTS.iter().map(|a| a.weight).sum();
    let mut left = r.below(all);
    let act = ACTS
        .iter()
        .find(|a| {
            let found = left < a.weight;
            left = left.saturating_sub(a.weight);
            found
        })
        .unwrap_or(&ACTS[0]);
    // Some places see much more than others.
    let place = ((r.unit() * r.unit()) * world.places.len() as f64) as usize;
    let able: Vec<usize> = (0..world.actors.len()).filter(|a| world.actors[*a].flies == act.flies).collect();
    let actor = *r.of(&able);
    let other = *r.of(&able);
    let killed = act.kills.then(|| deaths(&mut r));
    let injured = act.kills.then(|| deaths(&mut r) * 2 + r.below(4) as u32);
    let day = FIRST.checked_add((r.below(DAYS) as i64).days()).unwrap_or(FIRST);
    let mut happening = Happening {
        number,
        act,
        day,
        place,
        placed: !r.chance(0.03),
        actor,
        other,
        target: r.word(act.targets),
        told: Vec::new(),
    };
    let of_a_thousand = r.below(REPORTS.iter().sum());
    let mut sum = 0;
    let count = REPORTS.iter().take_while(|n| {
        sum += **n;
        sum <= of_a_thousand
    });
    let count = count.count() + 1;
    for k in 0..count {
        let next = tell(world, &mut r, &happening, k, (killed, injured));
        happening.told.push(next);
    }
    happening
}

/// Few killed in most, many in few.
fn deaths(r: &mut Random) -> u32 {
    let u = r.unit();
    (3.2 * (1.0 / (1.0 - u * 0.995) - 1.0).powf(0.62)) as u32
}

fn tell(
    world: &World,
    r: &mut Random,
    h: &Happening,
    k: usize,
    (killed, injured): (Option<u32>, Option<u32>),
) -> Told {
    let outlet = r.below(world.outlets.len());
    let lag = if r.chance(0.7) { 0 } else { 1 + r.below(3) as i64 };
    // A copy takes all from one before it but the outlet and the headline.
    if k > 0 && r.chance(0.18) {
        let from = r.below(k);
        let origin = h.told[from].copy_of.unwrap_or(from);
        let told = &h.told[origin];
        return Told { outlet, lag: told.lag.max(lag), copy_of: Some(origin), ..told.clone() };
    }
    // Figures grow in the days after, and now and then are quite another.
    let vary = |r: &mut Random, n: Option<u32>| {
        let n = n? + lag as u32;
        match r.below(10) {
            0 => None,
            1 => Some(n + 1 + r.below(3 + n as usize) as u32),
            2 => Some(n / 2),
            _ => Some(n),
        }
    };
    let blames = match r.below(20) {
        0..=3 => None,
        4 => Some(h.other),
        _ => Some(h.actor),
    };
    let admits = blames.is_some() && h.act.kills && r.chance(0.02);
    Told {
        outlet,
        lag,
        killed: vary(r, killed).filter(|n| *n > 0),
        injured: vary(r, injured).filter(|n| *n > 0),
        blames,
        denies: blames.is_some() && !admits && r.chance(0.05),
        admits,
        dated: r.chance(0.7),
        copy_of: None,
    }
}
