//! Copies: reports whose words another report had.
//!
//! *Comes in*: for each report the hashes of its word sequences and when it was published. *Goes out*: for each report the one that it
//! is a copy of, if it is, and what parts of others it took over. *Does not*: decide whose words they were first: where the dates
//! do not say, the report that holds more of the other is taken for the source.
//!
//! A copy is a report most of whose word sequences stand in one other report: the same wire under another headline, cut short,
//! edited, or with another outlet's clutter around it. A lifted paragraph makes a part and no copy. Every eighth hash («0 mod p»,
//! Broder 1997) is sorted into one list, so that time and memory stay near-linear; what shares such a hash is compared in full.

use jiff::civil::Date;

/// One report's side of the comparison.
#[derive(Debug, Clone, Copy)]
pub struct Text<'t> {
    /// Hashes of word sequences, in order, each once.
    pub shingles: &'t [u32],
    /// The day of publication.
    pub published: Option<Date>,
}

/// What a report took over.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// From which report.
    pub from: u32,
    /// Share of this report's word sequences that stand there.
    pub share: f32,
}

/// One hash of so many is listed.
const SAMPLE: u32 = 8;
/// A report is a copy where this share of its word sequences stands in another.
pub const COPY: f32 = 0.4;
/// A part where this share does.
pub const PART: f32 = 0.12;
/// Fewer word sequences say nothing.
const LEAST: usize = 8;
/// Reports with one hash in common that are compared with each other; the rest of a longer list is compared with the first.
const LONGEST: usize = 48;

/// For each report what it took over, the largest share first. A report is a copy of the first where the share is at least
/// [`COPY`]; following copies ends, since none is a copy of what came after it.
pub fn copies(texts: &[Text<'_>]) -> Vec<Vec<Taken>> {
    let mut listed: Vec<(u32, u32)> = Vec::new();
    for (k, t) in texts.iter().enumerate().filter(|t| t.1.shingles.len() >= LEAST) {
        let all = t.shingles.len() < 4 * SAMPLE as usize;
        listed.extend(
            t.shingles.iter().filter(|h| all || mixed(**h).is_multiple_of(SAMPLE)).map(|h| (*h, k as u32)),
        );
    }
    listed.sort_unstable();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for run in listed.chunk_by(|a, b| a.0 == b.0) {
        let (head, tail) = run.split_at(run.len().min(LONGEST));
        for (n, a) in head.iter().enumerate() {
            pairs.extend(head[n + 1..].iter().map(|b| (a.1, b.1)));
        }
        pairs.extend(tail.iter().map(|b| (head[0].1, b.1)));
        // Boilerplate is shared by many: its pairs are thrown out as they come, so that memory stays bounded.
        if pairs.len() > 1 << 24 {
            pairs.sort_unstable();
            pairs.dedup();
        }
    }
    drop(listed);
    pairs.sort_unstable();
    pairs.dedup();
    let mut taken: Vec<Vec<Taken>> = vec![Vec::new(); texts.len()];
    for (a, b) in pairs {
        let (x, y) = (&texts[a as usize], &texts[b as usize]);
        let n = common(x.shingles, y.shingles) as f32;
        let (of_a, of_b) = (n / x.shingles.len() as f32, n / y.shingles.len() as f32);
        // The later took from the earlier; of one day or without dates the one that has less of its own.
        let later_is_a = match (x.published, y.published) {
            (Some(p), Some(q)) if p != q => p > q,
            _ => (of_a, a) > (of_b, b),
        };
        let (copy, from, share) = if later_is_a { (a, b, of_a) } else { (b, a, of_b) };
        if share >= PART {
            taken[copy as usize].push(Taken { from, share });
        }
    }
    taken.iter_mut().for_each(|t| t.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.from.cmp(&b.from))));
    taken
}

/// The report at the beginning of each report's chain of copies: itself where it is none.
pub fn origins(taken: &[Vec<Taken>]) -> Vec<u32> {
    let source = |k: u32| taken[k as usize].first().filter(|t| t.share >= COPY).map(|t| t.from);
    (0..taken.len() as u32)
        .map(|k| {
            let mut at = k;
            // Chains of undated reports could turn back; no chain is longer than the reports.
            let mut left = 64;
            while let Some(from) = source(at).filter(|_| left > 0) {
                (at, left) = (from, left - 1);
            }
            at
        })
        .collect()
}

fn mixed(h: u32) -> u32 {
    (h ^ (h >> 15)).wrapping_mul(0x2c1b_3c6d) >> 12
}

/// How many two ordered lists share.
fn common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (n, i, j) = (n + 1, i + 1, j + 1),
        }
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hashes(from: u32, n: u32) -> Vec<u32> {
        let mut h: Vec<u32> = (from..from + n).map(|k| k.wrapping_mul(0x9E37_79B9)).collect();
        h.sort_unstable();
        h
    }

    #[test]
    fn copies_follow_their_origin_and_parts_do_not() {
        let day = |d: i8| Some(jiff::civil::date(2026, 3, d));
        let wire = hashes(0, 300);
        let short = hashes(0, 120);
        let wrapped = {
            let mut w = [hashes(0, 280), hashes(10_000, 200)].concat();
            w.sort_unstable();
            w
        };
        let other = {
            let mut o = [hashes(20_000, 240), hashes(100, 60)].concat();
            o.sort_unstable();
            o
        };
        let texts = [
            Text { shingles: &short, published: day(2) },
            Text { shingles: &wire, published: day(1) },
            Text { shingles: &wrapped, published: day(3) },
            Text { shingles: &other, published: day(3) },
            Text { shingles: &[], published: None },
        ];
        let taken = copies(&texts);
        assert_eq!(origins(&taken), [1, 1, 1, 3, 4]);
        assert!(taken[3].iter().any(|t| t.from == 1 && t.share > PART && t.share < COPY), "{:?}", taken[3]);
    }

    proptest! {
        #[test]
        fn every_chain_ends_at_a_report_that_is_no_copy_or_in_its_own_circle(
            starts in prop::collection::vec((0u32..400, 10u32..200, prop::option::of(1i8..5)), 0..12)
        ) {
            let sets: Vec<Vec<u32>> = starts.iter().map(|s| hashes(s.0, s.1)).collect();
            let texts: Vec<Text<'_>> = sets
                .iter()
                .zip(&starts)
                .map(|(h, s)| Text { shingles: h, published: s.2.map(|d| jiff::civil::date(2026, 1, d)) })
                .collect();
            let taken = copies(&texts);
            prop_assert!(taken.iter().flatten().all(|t| (PART..=1.0).contains(&t.share)));
            prop_assert_eq!(origins(&taken).len(), texts.len());
        }
    }
}
