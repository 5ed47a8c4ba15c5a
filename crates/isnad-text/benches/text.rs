//! A generated report of newspaper length: taken apart, and its times, numbers and search terms.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use isnad_text::{Analysis, normalise, number, search, time};
use std::hint::black_box;

/// About 2,500 characters of invented news.
fn report() -> String {
    [
        "أعلنت وزارة الصحة مساء الثلاثاء 2 تشرين الثاني/نوفمبر مقتل ثلاثة وعشرين شخصا وإصابة أكثر من 50 آخرين في قصف على المدينة. ",
        "وقال متحدث باسم الدفاع المدني إن فرقه انتشلت جثتين من تحت الأنقاض، بينما لا يزال البحث جاريا عن خمسة مفقودين. ",
        "ونزحت نحو 400 عائلة خلال الساعات الـ24 الماضية إلى القرى المجاورة، وفق مصادر محلية لم تسمها. ",
        "وكانت القوات قد سيطرت الأسبوع الماضي على التلال المطلة على الطريق، لتستهدفها بعد ذلك بقذائف المدفعية.\n",
    ]
    .concat()
    .repeat(6)
}

fn bench(c: &mut Criterion) {
    let text = report();
    let a = Analysis::new(&text);
    let reference = "2021-11-05".parse().ok();
    let times = time::find(&a, reference);
    let mut group = c.benchmark_group("text");
    group.throughput(Throughput::Elements(a.len() as u64));
    group.bench_function("analysis", |b| b.iter(|| Analysis::new(black_box(&text)).len()));
    group.bench_function("normalise", |b| b.iter(|| normalise(black_box(&text)).text.len()));
    group.bench_function("times", |b| b.iter(|| time::find(black_box(&a), reference).len()));
    group.bench_function("numbers", |b| b.iter(|| number::find(black_box(&a), &times).len()));
    group.bench_function("terms", |b| b.iter(|| search::terms_of(black_box(&a)).len()));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
