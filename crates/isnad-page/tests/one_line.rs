//! A sentence that someone gave is no page with parts.

use isnad_model::BlockKind;
use isnad_page::{Limits, Record, TextRecord, read_record};

fn kinds(text: &str, url: Option<&str>) -> Vec<BlockKind> {
    let record = Record::from_text(TextRecord {
        id: "x".into(),
        text: text.into(),
        url: url.map(str::to_owned),
        ..Default::default()
    });
    read_record(&record, &Limits::default()).blocks.iter().map(|b| b.kind).collect()
}

#[test]
fn one_line_without_address_is_the_report() {
    assert_eq!(kinds("أمس", None), [BlockKind::Body]);
    assert_eq!(kinds("  تسجيل الدخول  ", None), [BlockKind::Body]);
    assert_ne!(kinds("تسجيل الدخول", Some("https://news.example/a")), [BlockKind::Body]);
    assert!(kinds("", None).is_empty());
    assert!(kinds("الرئيسية\nتسجيل الدخول\nحقوق النشر محفوظة", None).iter().all(|k| *k != BlockKind::Body));
}
