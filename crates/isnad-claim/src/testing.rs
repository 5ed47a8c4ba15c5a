//! Reading a sentence in a test: names are given by hand, numbers and times come from `isnad-text`.

use crate::{ClaimReader, Found};
use isnad_mention::{Knowledge, MentionFinder};
use isnad_model::{
    Basis, Block, BlockKind, Claim, Mention, MentionKind, PlacePrecision, PlaceValue, Quantity, Report,
    Resolved, Sha256, Span,
};
use isnad_text::{Analysis, number, time};
use std::sync::OnceLock;

/// The rules alone, which most tests here are about.
pub(crate) fn reader() -> &'static ClaimReader {
    static READER: OnceLock<ClaimReader> = OnceLock::new();
    READER.get_or_init(|| match ClaimReader::by_rules() {
        Ok(r) => r,
        Err(e) => panic!("{e}"),
    })
}

/// The reader that ships: rules and models.
pub(crate) fn shipped() -> &'static ClaimReader {
    static READER: OnceLock<ClaimReader> = OnceLock::new();
    READER.get_or_init(|| match ClaimReader::new() {
        Ok(r) => r,
        Err(e) => panic!("{e}"),
    })
}

/// A report of these blocks, joined by line ends.
pub(crate) fn report(blocks: &[(BlockKind, &str)]) -> Report {
    let (mut text, mut spans) = (String::new(), Vec::new());
    for (kind, words) in blocks {
        if !text.is_empty() {
            text.push('\n');
        }
        let start = text.len();
        text.push_str(words);
        spans.push(Block { kind: *kind, span: Span::new(start, text.len()) });
    }
    Report {
        id: "t".into(),
        capture: Sha256::of(&text),
        text_sha256: Sha256::of(&text),
        text,
        extracted: false,
        url: None,
        title: None,
        language: Some("ar".into()),
        outlet: None,
        published: None,
        blocks: spans,
        problems: vec![],
    }
}

/// Names wherever they stand, and all numbers and times of the text.
pub(crate) fn mentions(text: &str, names: &[(MentionKind, &str)]) -> Vec<Mention> {
    let a = Analysis::new(text);
    let mut out = Vec::new();
    for (kind, name) in names {
        for (at, _) in text.match_indices(name) {
            let value = match kind {
                MentionKind::Place | MentionKind::Facility => Resolved::Place(PlaceValue {
                    name: (*name).into(),
                    lat: None,
                    lon: None,
                    gazetteer_id: None,
                    precision: PlacePrecision::Unknown,
                    radius_km: None,
                    candidates: vec![],
                    source: None,
                }),
                _ => Resolved::None,
            };
            out.push(Mention {
                kind: *kind,
                span: Span::new(at, at + name.len()),
                within: None,
                entity: None,
                value,
            });
        }
    }
    let times = time::find(&a, None);
    for n in number::find(&a, &times) {
        let value = Resolved::Quantity(Quantity { min: n.min, max: n.max, unit: None });
        out.push(Mention { kind: MentionKind::Quantity, span: n.span, within: None, entity: None, value });
    }
    for t in times {
        let mut value = t.value;
        value.basis = Basis::Stated;
        out.push(Mention {
            kind: MentionKind::Time,
            span: t.span,
            within: None,
            entity: None,
            value: Resolved::Time(value),
        });
    }
    out.sort_by_key(|m| m.span);
    out
}

/// Reads one sentence as the body of a report.
pub(crate) fn read(text: &str, names: &[(MentionKind, &str)]) -> Found {
    let report = report(&[(BlockKind::Body, text)]);
    reader().read(&report, &Analysis::new(&report.text), &mentions(text, names))
}

/// The claims of a sentence as the shipped reader reads it in the body of a report.
pub(crate) fn claims(text: &str, names: &[(MentionKind, &str)]) -> Vec<Claim> {
    let report = report(&[(BlockKind::Body, text)]);
    shipped().read(&report, &Analysis::new(text), &mentions(text, names)).claims
}

/// The same, with names, numbers and units found as a report's are.
pub(crate) fn claims_in_earnest(text: &str) -> Vec<Claim> {
    static FINDER: OnceLock<MentionFinder> = OnceLock::new();
    let finder = FINDER.get_or_init(|| match Knowledge::shipped() {
        Ok(k) => MentionFinder::new(k),
        Err(e) => panic!("{e}"),
    });
    let (report, analysis) = (report(&[(BlockKind::Body, text)]), Analysis::new(text));
    shipped().read(&report, &analysis, &finder.find(&report, &analysis)).claims
}

/// The figures of a claim: words, least, and whether each is a part of another.
pub(crate) fn figures<'t>(text: &'t str, c: &Claim) -> Vec<(&'t str, f64, bool)> {
    c.figures.iter().map(|f| (f.span.of(text), f.min.unwrap_or(f64::NAN), f.part_of.is_some())).collect()
}

/// A claim in one line: `type trigger | actors | targets | places | figures | says | status`.
pub(crate) fn line(text: &str, c: &Claim) -> String {
    let list = |v: Vec<Span>| v.iter().map(|s| s.of(text)).collect::<Vec<_>>().join("+");
    let figures: Vec<String> = c
        .figures
        .iter()
        .map(|f| format!("{} {} {:?}", f.span.of(text), f.what, f.min.unwrap_or(-1.0)))
        .collect();
    let says: Vec<String> = c.says.iter().map(|l| format!("{} {}", l.span.of(text), l.kind)).collect();
    format!(
        "{} {} | {} | {} | {} | {} | {} | {}{}",
        c.kind,
        c.trigger.of(text),
        list(c.actor.iter().map(|p| p.span).collect()),
        list(c.target.iter().map(|p| p.span).collect()),
        list(c.place.iter().map(|p| p.span).collect()),
        figures.join("+"),
        says.join(">"),
        c.status,
        if c.background { " background" } else { "" }
    )
}

/// The claims of a sentence, a line each.
pub(crate) fn lines(text: &str, names: &[(MentionKind, &str)]) -> Vec<String> {
    read(text, names).claims.iter().map(|c| line(text, c)).collect()
}
