//! The mention stage over invented articles: the demo's plain-text reports and places of the real gazetteer.
//!
//! Splitting the same text at white space is measured beside it, so that the ratio can be read on any machine.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use isnad_mention::{Gazetteer, GazetteerBuilder, Knowledge, MentionFinder, plain_report};
use isnad_text::Analysis;
use std::hint::black_box;

const DEMO: [&str; 4] = [
    include_str!("../../../demo/reports/04-nawafidh-prison.txt"),
    include_str!("../../../demo/reports/05-zamhan-prison.txt"),
    include_str!("../../../demo/reports/11-saed-market.txt"),
    include_str!("../../../demo/reports/15-shiraa-protest.txt"),
];

/// An invented dispatch that names many places, near and far, and tells of them by their relations.
const PLACES: &str = "أفادت مصادر محلية بسقوط قذائف على قرية تل الورد بريف منبج الشرقي، على بعد خمسة كيلومترات جنوب جرابلس. \
وقال ناشط في الباب إن الطريق بين بلدتي سرمدا والدانا مقطوع، وإن أهالي المدينة نزحوا نحو إعزاز وعفرين. \
وفي دير الزور تجددت الاشتباكات قرب الشحيل والبصيرة وذيبان، فيما وصلت قافلة من القامشلي والحسكة إلى مخيم الهول. \
وأعلنت قوات سوريا الديمقراطية توقيف ثلاثة أشخاص في الرقة، ونفت الخارجية التركية وجود قتلى في شمال سوريا.\n";

fn bench(c: &mut Criterion) {
    let finder = MentionFinder::new(Knowledge::shipped().expect("the shipped data loads"));
    let places = PLACES.repeat(5);
    let texts: Vec<&str> = DEMO.iter().copied().chain([places.as_str()]).collect();
    let reports: Vec<_> = texts.iter().map(|t| plain_report("b", t)).collect();
    let analyses: Vec<_> = texts.iter().map(|t| Analysis::new(t)).collect();

    let mut group = c.benchmark_group("mention");
    group.throughput(Throughput::Elements(texts.len() as u64));
    group.bench_function("split at white space", |b| {
        b.iter(|| texts.iter().map(|t| black_box(t).split_whitespace().count()).sum::<usize>())
    });
    group.bench_function("find", |b| {
        b.iter(|| {
            let pairs = reports.iter().zip(&analyses);
            pairs.map(|(r, a)| finder.find(black_box(r), a).len()).sum::<usize>()
        })
    });
    group.bench_function("analyse and find", |b| {
        b.iter(|| {
            reports.iter().map(|r| finder.find(r, &Analysis::new(black_box(&r.text))).len()).sum::<usize>()
        })
    });
    group.finish();

    let mut group = c.benchmark_group("gazetteer");
    group.bench_function("load the shipped one", |b| b.iter(|| Gazetteer::shipped().map(|g| g.len())));
    let mut builder = GazetteerBuilder::new();
    Gazetteer::packaged_rows().for_each(|row| {
        builder.add(&row).expect("the packaged rows are few");
    });
    let image = std::sync::Arc::new(builder.finish());
    group.bench_function("open an index", |b| {
        b.iter(|| Gazetteer::open(isnad_mention::Bytes::shared(image.clone())).map(|g| g.len()))
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
