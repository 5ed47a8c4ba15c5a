//! Rows of the archive in the forms that people take elsewhere: JSON lines and CSV.

use crate::Result;
use crate::clean::safe_cell;
use isnad_store::{ReportLine, StoredClaim};
use serde_json::{Value, json};
use std::io::Write;

/// A figure's value as a person writes it: 4, 4–6, 20+, up to 9.
pub fn range(min: Option<f64>, max: Option<f64>) -> String {
    match (min, max) {
        (Some(a), Some(b)) if a == b => format!("{a}"),
        (Some(a), Some(b)) => format!("{a}–{b}"),
        (Some(a), None) => format!("{a}+"),
        (None, Some(b)) => format!("≤{b}"),
        (None, None) => String::new(),
    }
}

/// Columns of claims.
pub const CLAIM_COLUMNS: &[&str] = &[
    "claim_id",
    "report_id",
    "capture_sha256",
    "url",
    "outlet",
    "published_from",
    "published_to",
    "published_basis",
    "type",
    "status",
    "background",
    "trigger",
    "actor",
    "target",
    "place",
    "place_precision",
    "lat",
    "lon",
    "gazetteer_id",
    "time",
    "time_from",
    "time_to",
    "time_precision",
    "time_basis",
    "killed",
    "injured",
    "figures",
    "says",
    "says_kinds",
    "cue",
    "confidence",
    "start",
    "end",
    "text_sha256",
];

/// A claim as cells, in the order of [`CLAIM_COLUMNS`].
pub fn claim_cells(s: &StoredClaim) -> Vec<String> {
    let c = &s.claim;
    let r = &s.report;
    let published = r.published.as_ref();
    let join = |parts: Vec<String>| parts.join(" | ");
    let opt = |o: Option<String>| o.unwrap_or_default();
    let place = c.place.first().map(|p| &p.place);
    let time = c.time.iter().find(|t| t.time.from.is_some()).or(c.time.first()).map(|t| &t.time);
    let count = |what| {
        let of = c.figures.iter().find(|f| f.what == what && f.part_of.is_none());
        of.map(|f| range(f.min, f.max)).unwrap_or_default()
    };
    let figures = c
        .figures
        .iter()
        .map(|f| format!("{} {} {} «{}»", range(f.min, f.max), f.what, f.of, f.at.text))
        .collect();
    vec![
        c.id.clone(),
        r.id.clone(),
        r.capture.to_string(),
        opt(r.url.clone()),
        opt(r.outlet.clone()),
        opt(published.map(|p| p.from.to_string())),
        opt(published.map(|p| p.to.to_string())),
        opt(published.map(|p| p.basis.to_string())),
        c.kind.to_string(),
        c.status.to_string(),
        c.background.to_string(),
        c.trigger.text.clone(),
        join(c.actor.iter().map(|p| p.at.text.clone()).collect()),
        join(c.target.iter().map(|p| p.at.text.clone()).collect()),
        join(c.place.iter().map(|p| p.at.text.clone()).collect()),
        opt(place.map(|p| p.precision.to_string())),
        opt(place.and_then(|p| p.lat).map(|v| v.to_string())),
        opt(place.and_then(|p| p.lon).map(|v| v.to_string())),
        opt(place.and_then(|p| p.gazetteer_id.clone())),
        join(c.time.iter().map(|t| t.at.text.clone()).collect()),
        opt(time.and_then(|t| t.from).map(|d| d.to_string())),
        opt(time.and_then(|t| t.to).map(|d| d.to_string())),
        opt(time.map(|t| t.precision.to_string())),
        opt(time.map(|t| t.basis.to_string())),
        count(isnad_model::FigureWhat::Killed),
        count(isnad_model::FigureWhat::Injured),
        join(figures),
        join(c.says.iter().map(|l| l.at.text.clone()).collect()),
        join(c.says.iter().map(|l| l.kind.to_string()).collect()),
        opt(c.cue.as_ref().map(|s| s.text.clone())),
        c.confidence.to_string(),
        c.trigger.start.to_string(),
        c.trigger.end.to_string(),
        r.text_sha256.to_string(),
    ]
}

/// Columns of reports.
pub const REPORT_COLUMNS: &[&str] = &[
    "report_id",
    "capture_sha256",
    "text_sha256",
    "url",
    "title",
    "outlet",
    "language",
    "published_from",
    "published_to",
    "published_precision",
    "published_basis",
    "claims",
];

/// A report as cells, in the order of [`REPORT_COLUMNS`].
pub fn report_cells(r: &ReportLine) -> Vec<String> {
    let p = r.published.as_ref();
    let opt = |o: Option<String>| o.unwrap_or_default();
    vec![
        r.id.clone(),
        r.capture.to_string(),
        r.text_sha256.to_string(),
        opt(r.url.clone()),
        opt(r.title.clone()),
        opt(r.outlet.clone()),
        opt(r.language.clone()),
        opt(p.map(|p| p.from.to_string())),
        opt(p.map(|p| p.to.to_string())),
        opt(p.map(|p| p.precision.to_string())),
        opt(p.map(|p| p.basis.to_string())),
        r.claims.to_string(),
    ]
}

/// A report as JSON.
pub fn report_json(r: &ReportLine) -> Value {
    json!({
        "report": r.id, "capture": r.capture, "text_sha256": r.text_sha256, "url": r.url, "title": r.title,
        "outlet": r.outlet, "language": r.language, "claims": r.claims,
        "published": r.published.as_ref().map(|p| json!({"from": p.from, "to": p.to, "precision": p.precision, "basis": p.basis})),
    })
}

/// A claim as JSON, with the report that it stands in.
pub fn claim_json(s: &StoredClaim) -> Result<Value> {
    let mut claim = serde_json::to_value(&s.claim)?;
    claim["report"] = report_json(&s.report);
    claim["versions"] = serde_json::to_value(&s.versions)?;
    Ok(claim)
}

/// A CSV writer that makes every text cell safe.
pub struct Csv<W: Write>(csv::Writer<W>);

impl<W: Write> Csv<W> {
    /// Writes the header row.
    pub fn new(out: W, columns: &[&str]) -> Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(columns)?;
        Ok(Csv(writer))
    }

    /// Writes one row.
    pub fn row(&mut self, cells: &[String]) -> Result<()> {
        Ok(self.0.write_record(cells.iter().map(|c| safe_cell(c)))?)
    }

    /// What was written.
    pub fn into_bytes(self) -> Result<W> {
        self.0.into_inner().map_err(|e| e.into_error().into())
    }

    /// Writes what is still held back.
    pub fn finish(mut self) -> Result<()> {
        Ok(self.0.flush()?)
    }
}
