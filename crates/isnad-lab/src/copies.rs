//! Copies of known origin, and grouping at scale.
//!
//! Copies are made of newspaper articles (../shared/corpora/volume, for speed and scale only) as outlets make them: under another
//! headline, cut short, with words changed, and between another page's lines.

use crate::airwars::row;
use crate::reading::{Row, read};
use crate::shared::{Shared, SourceText};
use crate::speed::articles;
use anyhow::Result;
use isnad_incident::candidates::candidates;
use isnad_incident::copies::{Text, copies, origins};
use isnad_incident::evidence::Evidence;
use isnad_incident::group::group;
use isnad_incident::pair::Ready;
use isnad_incident::partition::GROUPING;
use isnad_incident::weights::Weights;
use isnad_read::Reader;
use rayon::prelude::*;
use std::collections::HashMap;
use std::time::Instant;

/// A source of chance that gives the same numbers every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// Lines that a page puts around an article; written for this test.
const CLUTTER: [&str; 12] = [
    "الرئيسية | أخبار محلية | اقتصاد | رياضة | ثقافة",
    "شارك الخبر على فيسبوك وتويتر وواتساب",
    "اشترك في نشرتنا البريدية ليصلك كل جديد",
    "الأكثر قراءة خلال هذا الأسبوع",
    "جميع الحقوق محفوظة لصحيفة مختلقة",
    "اقرأ أيضا: افتتاح معرض الكتاب في المدينة الخيالية",
    "يستخدم هذا الموقع ملفات تعريف الارتباط لتحسين تجربتك",
    "حجم الخط: صغير، متوسط، كبير",
    "إعلان مدفوع من الراعي الرسمي للموسم",
    "تعليقات القراء تعبر عن آراء أصحابها",
    "آخر تحديث قبل ساعتين",
    "تحرير: قسم الأخبار في الصحيفة المختلقة",
];

/// A copy of `text` as an outlet makes it; `other` lends a headline and words.
fn mutated(text: &str, other: &str, chance: &mut Chance) -> String {
    let mut words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    let lent: Vec<&str> = other.split_inclusive(char::is_whitespace).collect();
    let lend = |chance: &mut Chance| lent[chance.below(lent.len())];
    let ways = 1 + chance.below(15);
    if ways & 1 != 0 {
        // Another headline.
        let cut = words.len().min(12);
        words.splice(..cut, lent.iter().take(10).copied().chain(["\n\n"]));
    }
    if ways & 2 != 0 {
        let keep = words.len() * (40 + chance.below(40)) / 100;
        words.truncate(keep.max(30));
    }
    if ways & 4 != 0 {
        // One word of fourteen is another.
        for _ in 0..words.len() / 14 {
            let at = chance.below(words.len());
            words[at] = lend(chance);
        }
    }
    let mut text = words.concat();
    if ways & 8 != 0 {
        let mut lines = |n: usize| -> String {
            (0..n).map(|_| format!("{}\n", CLUTTER[chance.below(CLUTTER.len())])).collect()
        };
        text = format!("{}{text}\n{}", lines(4), lines(6));
    }
    text
}

/// The articles that are no copies of others, with `most` mutated copies of each. With each text the number of its origin.
fn with_copies(all: &[Row], most: usize, chance: &mut Chance) -> Vec<(Row, usize)> {
    let mut out = Vec::new();
    for (k, a) in all.iter().enumerate() {
        out.push((a.clone(), k));
        for n in 0..chance.below(most + 1) {
            let other = &all[chance.below(all.len())];
            let text = mutated(&a.text, &other.text, chance);
            out.push((Row { id: format!("{}-{n}", a.id), text, title: None, ..a.clone() }, k));
        }
    }
    out
}

fn evidence(reader: &Reader, rows: &[Row]) -> Vec<Evidence> {
    rows.par_iter().map(|r| Evidence::new(&read(reader, r), &r.text)).collect()
}

fn texts(evidence: &[Evidence]) -> Vec<Text<'_>> {
    evidence.iter().map(|e| Text { shingles: &e.shingles, published: e.published.map(|p| p.0) }).collect()
}

/// Precision and recall of pairs of copies.
pub fn measure(shared: &Shared, reader: &Reader, count: usize) -> Result<()> {
    let all = articles(shared, count)?;
    // The papers copy each other too: only one of each natural group stays, or true copies would count as false.
    let found = evidence(reader, &all);
    let natural = copies(&texts(&found));
    let alone: Vec<Row> =
        all.iter().zip(&natural).filter(|(_, t)| t.is_empty()).map(|(r, _)| r.clone()).collect();
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let made = with_copies(&alone, 4, &mut chance);
    let rows: Vec<Row> = made.iter().map(|m| m.0.clone()).collect();
    let found = evidence(reader, &rows);
    let now = Instant::now();
    let origin = origins(&copies(&texts(&found)));
    let took = now.elapsed();
    let mut groups: HashMap<u32, Vec<usize>> = HashMap::new();
    origin.iter().enumerate().for_each(|(k, o)| groups.entry(*o).or_default().push(k));
    let pairs = |n: u64| n * n.saturating_sub(1) / 2;
    let (mut both, mut predicted) = (0, 0);
    for g in groups.values() {
        predicted += pairs(g.len() as u64);
        let mut of: HashMap<usize, u64> = HashMap::new();
        g.iter().for_each(|&k| *of.entry(made[k].1).or_default() += 1);
        both += of.values().map(|&n| pairs(n)).sum::<u64>();
    }
    let mut of: HashMap<usize, u64> = HashMap::new();
    made.iter().for_each(|m| *of.entry(m.1).or_default() += 1);
    let gold: u64 = of.values().map(|&n| pairs(n)).sum();
    println!(
        "{} articles, {} without natural copies, {} texts with mutated ones: pairs of copies p {:.4} r {:.4} ({gold} pairs), {} ms",
        all.len(),
        alone.len(),
        made.len(),
        both as f64 / predicted.max(1) as f64,
        both as f64 / gold.max(1) as f64,
        took.as_millis()
    );
    Ok(())
}

/// Peak memory of this process in MB.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// Groups `count` reports: the dev texts of the Airwars set, articles, and mutated copies of both, and prints how long each step
/// takes.
pub fn scale(shared: &Shared, reader: &Reader, count: usize) -> Result<()> {
    let sources: Vec<SourceText> = shared.rows("airwars/dev/sources.jsonl")?;
    let mut base: Vec<Row> = sources.iter().map(row).filter(|r| r.text.len() > 200).collect();
    base.extend(articles(shared, 31_030.min(count / 2))?);
    let mut chance = Chance(7);
    let mut rows: Vec<Row> = base.clone();
    while rows.len() < count {
        let (a, b) = (chance.below(base.len()), chance.below(base.len()));
        let text = mutated(&base[a].text, &base[b].text, &mut chance);
        rows.push(Row { id: format!("m{}", rows.len()), text, ..base[a].clone() });
    }
    rows.truncate(count);
    let mut now = Instant::now();
    let mut step = |what: &str| {
        println!("{what}: {:.1} s, peak {:.0} MB", now.elapsed().as_secs_f64(), peak());
        now = Instant::now();
    };
    // Reading is not part of grouping.
    let found = evidence(reader, &rows);
    drop(rows);
    step("reading");
    let taken = copies(&texts(&found));
    step("copies");
    let weights = Weights::shipped()?;
    let ready: Vec<Ready<'_>> = found.par_iter().map(|e| Ready::new(e, &weights.words)).collect();
    step("weighing words");
    let pairs = candidates(&ready, &weights.words);
    step(&format!("{} candidates", pairs.len()));
    let mut scored = weights.scores(&ready, &pairs);
    drop(pairs);
    scored.retain(|p| p.2 > GROUPING.unknown);
    step("both looks");
    let days: Vec<_> = ready.iter().map(|r| r.days().map(|d| d.0)).collect();
    let groups = group(&days, &scored, &[], GROUPING);
    step(&format!("{} groups", groups.len()));
    println!("{} reports, {} copies", found.len(), taken.iter().filter(|t| !t.is_empty()).count());
    Ok(())
}
