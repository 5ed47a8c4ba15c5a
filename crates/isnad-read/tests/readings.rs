//! Whole readings of invented reports, as snapshots: a change of any lexicon, model or rule shows here what it does.
//! After a wanted change: `cargo insta review`, or INSTA_UPDATE=always for this test.

use isnad_model::wire::{ClaimJson, ReadingJson, SpanJson};
use isnad_page::{Format, Limits, records};
use isnad_read::Reader;
use std::fmt::Write;

fn list<'a>(name: &str, spans: impl Iterator<Item = &'a SpanJson>) -> String {
    let all: Vec<&str> = spans.map(|s| s.text.as_str()).collect();
    if all.is_empty() { String::new() } else { format!(" {name}={}", all.join(" + ")) }
}

fn claim(c: &ClaimJson) -> String {
    let background = if c.background { " background" } else { "" };
    let mut out = format!("{} {}{background} «{}»", c.kind, c.status, c.trigger.text);
    out += &list("actor", c.actor.iter().map(|p| &p.at));
    out += &list("target", c.target.iter().map(|p| &p.at));
    out += &list("place", c.place.iter().map(|p| &p.at));
    for t in &c.time {
        let _ = write!(out, " time={}:{}", t.at.text, t.time.from.map_or("?".into(), |d| d.to_string()));
    }
    for f in &c.figures {
        let _ = write!(out, " {}={:?}..{:?}", f.what, f.min, f.max);
    }
    for l in &c.says {
        let _ = write!(out, " says={} ({})", l.at.text, l.kind);
    }
    out
}

fn compact(r: &ReadingJson) -> String {
    let published = r.published.as_ref().map(|p| format!("{} {}", p.from, p.basis));
    let mut out = format!("outlet={:?} published={published:?}\n", r.outlet);
    let kinds: Vec<&str> = r.blocks.iter().map(|b| b.kind.as_str()).collect();
    let _ = writeln!(out, "{}", kinds.join(" "));
    for c in &r.claims {
        let _ = writeln!(out, "{}", claim(c));
    }
    for l in &r.links {
        for c in &l.claims {
            let _ = writeln!(out, "link: {}", claim(c));
        }
    }
    out
}

fn read(name: &str, bytes: &[u8]) -> String {
    let reader = Reader::new();
    let all: Vec<String> = records(name, bytes, Format::Auto, &Limits::default())
        .map(|r| compact(&reader.record(&r.expect("the demo's records are sound")).json()))
        .collect();
    all.join("\n")
}

#[test]
fn a_flattened_page_with_its_furniture() {
    insta::assert_snapshot!(read("06.txt", include_bytes!("../../../demo/reports/06-qimam-prison.txt")));
}

#[test]
fn an_html_page_with_metadata() {
    insta::assert_snapshot!(read("12.html", include_bytes!("../../../demo/reports/12-marsad-market.html")));
}

#[test]
fn a_feed() {
    insta::assert_snapshot!(read(
        "17.xml",
        include_bytes!("../../../demo/reports/17-madaran-protest.rss.xml")
    ));
}

#[test]
fn a_telegram_export() {
    let bytes = include_bytes!("../../../demo/reports/18-telegram-adasat-sanbar/result.json");
    insta::assert_snapshot!(read("result.json", bytes));
}
