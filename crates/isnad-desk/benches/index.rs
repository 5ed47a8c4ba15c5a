//! The index over 100,000 invented incidents, each question beside a plain scan of the lines that it replaces, in the same run. No test
//! asserts a time; the ratio is what is looked at.

use criterion::{Criterion, criterion_group, criterion_main};
use isnad_desk::index::{Filter, Index, Matches, Order};
use isnad_model::{
    Basis, ClaimType, IncidentLine, LineDay, LineParty, LinePlace, PlacePrecision, Range, Standing,
};
use isnad_read::Registry;
use jiff::civil::Date;
use std::hint::black_box;
use std::sync::Arc;

const N: i64 = 100_000;

fn line(n: i64) -> IncidentLine {
    let mix = (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let pick = |shift: u32, of: u64| (mix >> shift) % of;
    let day = Date::constant(2031, 1, 1) + jiff::Span::new().days(pick(3, 1500) as i64);
    let best = pick(17, 50) as f64;
    IncidentLine {
        id: format!("i{n}"),
        day: Some(LineDay { from: day, to: day, basis: Basis::Stated }),
        types: vec![ClaimType::ALL[pick(5, 12) as usize], ClaimType::ALL[pick(9, 12) as usize]],
        place: Some(LinePlace {
            name: format!("قرية {}", pick(11, 3000)),
            lat: Some(12.0 + pick(13, 2000) as f64 / 1000.0),
            lon: Some(63.0 + pick(15, 2000) as f64 / 1000.0),
            precision: PlacePrecision::Settlement,
            gazetteer_id: Some(format!("demo:{}", pick(11, 3000))),
            radius_km: None,
        }),
        places: 1,
        actors: vec![LineParty {
            entity: None, name: format!("كتيبة {}", pick(19, 200)), loaded: false
        }],
        targets: vec![],
        killed: Some(Range { low: best, high: best, best }),
        injured: None,
        standing: Standing::ALL[pick(21, 4) as usize],
        sources: pick(23, 6) as usize,
        reports: 3,
        copies: 1,
        conflicts: vec![],
        outlets: vec![format!("منبر {}", pick(25, 60)), format!("وكالة {}", pick(27, 60))],
        title: Some("عنوان خبر مختلق".to_owned()),
        languages: vec!["ar".to_owned()],
        claims: 4,
        reviewed: pick(29, 5) as usize,
        added_at: "2031-05-05T10:00:00Z".to_owned(),
        changed_at: "2031-05-05T10:00:00Z".to_owned(),
    }
}

fn questions(c: &mut Criterion) {
    let lines: Vec<IncidentLine> = (1..=N).map(line).collect();
    let mut index = Index::new(Arc::new(Registry::shipped().expect("shipped")));
    lines.iter().cloned().for_each(|l| index.put(l));
    let filter = Filter {
        types: 0b11,
        from: Some(Date::constant(2032, 1, 1)),
        outlets: vec!["منبر 7".to_owned(), "وكالة 9".to_owned()],
        ..Filter::default()
    };
    let everything = Matches::of(&index, &Filter::default(), None);
    let mut group = c.benchmark_group("100,000 incidents");
    group.sample_size(20);
    group.bench_function("filter, plain scan of lines", |b| {
        b.iter(|| {
            let from = Date::constant(2032, 1, 1);
            let meets = |l: &&IncidentLine| {
                l.types.iter().any(|t| ClaimType::ALL[..2].contains(t))
                    && l.day.is_some_and(|d| d.to >= from)
                    && l.outlets.iter().any(|o| o == "منبر 7" || o == "وكالة 9")
            };
            black_box(lines.iter().filter(meets).count())
        });
    });
    group.bench_function("filter", |b| b.iter(|| black_box(Matches::of(&index, &filter, None).total())));
    group.bench_function("page of all, sorted", |b| {
        b.iter(|| black_box(index.page(&everything, Order::default(), 0, 100)));
    });
    group.bench_function("page of all, plain sort of lines", |b| {
        b.iter(|| {
            let mut all: Vec<&IncidentLine> = lines.iter().collect();
            all.sort_by_key(|l| std::cmp::Reverse(l.day.map(|d| d.from)));
            all.truncate(100);
            black_box(all)
        });
    });
    group.bench_function("facets of all", |b| b.iter(|| black_box(index.facets(&everything))));
    group.bench_function("map of all, zoom 8", |b| b.iter(|| black_box(index.map(&everything, 8.0, None))));
    group.bench_function("time-line of all", |b| b.iter(|| black_box(index.timeline(&everything))));
    group.finish();
}

criterion_group!(benches, questions);
criterion_main!(benches);
