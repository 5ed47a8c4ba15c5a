//! One record made ready for the archive, away from the writer.
//!
//! *Comes in*: a capture, where it was met, and what was read from it. *Goes out*: an [`Entry`]: bytes
//! packed, JSON written, search terms made. This is the costly part of adding, it touches no file, and an
//! `Entry` can be made on any thread; the one writer then only writes rows.

use crate::{Error, Result, analyser, pack::pack, queue};
use isnad_model::{
    Capture, LinkKind, Report, Sha256, Sighting, Versions,
    review::{ReviewState, ReviewedClaim},
    wire::{ClaimJson, PlaceFields, ReadingJson},
};
use sha2::Digest;

/// The most bytes that one packed column may hold: SQLite refuses a row over a thousand million.
pub const MAX_COLUMN: u64 = 900_000_000;

/// One record with what was read from it, ready to be written.
#[derive(Debug, Clone)]
pub struct Entry {
    pub(crate) sha256: Sha256,
    pub(crate) media_type: String,
    pub(crate) length: u64,
    pub(crate) packed: Vec<u8>,
    pub(crate) sighting: Sighting,
    pub(crate) reports: Vec<ReportRow>,
}

/// A report and its reading as columns.
#[derive(Debug, Clone)]
pub(crate) struct ReportRow {
    pub content: Sha256,
    pub id: String,
    pub extractor: String,
    pub extracted: bool,
    pub url: Option<String>,
    pub title: Option<String>,
    pub language: Option<String>,
    pub outlet: Option<String>,
    pub outlet_key: Option<String>,
    pub published_from: Option<String>,
    pub published_to: Option<String>,
    pub published: Option<String>,
    pub problems: String,
    pub text_sha256: Sha256,
    pub blocks: Vec<u8>,
    pub text: String,
    pub title_terms: String,
    pub text_terms: String,
    pub versions: Versions,
    pub reading: Vec<u8>,
    pub claims: Vec<ClaimRow>,
}

/// The columns of a claim by which claims are found.
#[derive(Debug, Clone)]
pub(crate) struct ClaimRow {
    pub id: String,
    pub kind: &'static str,
    pub status: &'static str,
    pub background: bool,
    pub trigger: String,
    pub from: Option<String>,
    pub to: Option<String>,
    pub says: String,
    pub confidence: f64,
    /// Its place in the review queue, before what its incident says.
    pub base: f64,
    /// Whether a person ruled on it.
    pub reviewed: bool,
    pub places: Vec<PlaceRow>,
}

/// A place as it is kept once for all claims that name it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlaceRow {
    pub name: String,
    pub key: String,
    pub gazetteer_id: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

impl Entry {
    /// Makes `capture`, met at `sighting`, with the `reports` read from it, ready.
    ///
    /// Fails where the parts do not belong together (a hash that is not of its bytes, a report of another
    /// capture, a reading of another report) or a part is larger than [`MAX_COLUMN`] when packed.
    pub fn new(capture: &Capture, sighting: &Sighting, reports: &[(Report, ReadingJson)]) -> Result<Entry> {
        if Sha256::of(&capture.bytes) != capture.sha256 {
            return Err(Error::Inconsistent {
                what: format!("the capture of {sighting} has the hash of other bytes"),
            });
        }
        let packed = pack(&capture.bytes);
        fits("capture", packed.len())?;
        Ok(Entry {
            sha256: capture.sha256,
            media_type: capture.media_type.clone(),
            length: capture.bytes.len() as u64,
            packed,
            sighting: sighting.clone(),
            reports: report_rows(&capture.sha256, reports)?,
        })
    }

    /// SHA-256 of the capture.
    pub fn capture(&self) -> Sha256 {
        self.sha256
    }
}

fn fits(what: &'static str, length: usize) -> Result<()> {
    if length as u64 > MAX_COLUMN {
        return Err(Error::TooLarge { what, length: length as u64, limit: MAX_COLUMN });
    }
    Ok(())
}

/// The rows of all reports of one capture.
pub(crate) fn report_rows(capture: &Sha256, reports: &[(Report, ReadingJson)]) -> Result<Vec<ReportRow>> {
    reports.iter().map(|(report, reading)| report_row(capture, report, reading)).collect()
}

fn report_row(capture: &Sha256, report: &Report, reading: &ReadingJson) -> Result<ReportRow> {
    let unfit = |what: &str| Err(Error::Inconsistent { what: format!("report '{}' {what}", report.id) });
    if report.capture != *capture || reading.capture != *capture {
        return unfit("is of another capture");
    }
    if Sha256::of(&report.text) != report.text_sha256 {
        return unfit("has the hash of another text");
    }
    if reading.text_sha256 != report.text_sha256 || reading.id != report.id {
        return unfit("came with the reading of another report");
    }
    if reading.text.as_ref().is_some_and(|t| *t != report.text) {
        return unfit("came with a reading that holds another text");
    }
    fits("text", report.text.len())?;

    let json =
        |what, value: serde_json::Result<Vec<u8>>| value.map_err(|source| Error::Json { what, source });
    let blocks = json("blocks", serde_json::to_vec(&report.blocks))?;
    let problems = json("problems", serde_json::to_vec(&report.problems))?;
    let published = report.published.as_ref().map(serde_json::to_string).transpose();
    let published = published.map_err(|source| Error::Json { what: "date of publication", source })?;
    let packed_reading = pack(&json("reading", reading_bytes(reading))?);
    fits("reading", packed_reading.len())?;

    Ok(ReportRow {
        content: content_hash(report, &blocks, &problems, published.as_deref()),
        id: report.id.clone(),
        extractor: reading.versions.program.clone(),
        extracted: report.extracted,
        url: report.url.clone(),
        title: report.title.clone(),
        language: report.language.clone(),
        outlet: report.outlet.clone(),
        outlet_key: report.outlet.as_deref().map(analyser::key),
        published_from: report.published.as_ref().map(|p| p.from.to_string()),
        published_to: report.published.as_ref().map(|p| p.to.to_string()),
        published,
        problems: String::from_utf8_lossy(&problems).into_owned(),
        text_sha256: report.text_sha256,
        blocks: pack(&blocks),
        text: report.text.clone(),
        title_terms: report.title.as_deref().map(analyser::index_text).unwrap_or_default(),
        text_terms: analyser::index_text(&report.text),
        versions: reading.versions.clone(),
        reading: packed_reading,
        claims: reading.claims.iter().map(ClaimRow::new).collect(),
    })
}

/// The reading's JSON without the text, which its report holds already.
fn reading_bytes(reading: &ReadingJson) -> serde_json::Result<Vec<u8>> {
    if reading.text.is_none() {
        return serde_json::to_vec(reading);
    }
    let without = ReadingJson { text: None, ..reading.clone() };
    serde_json::to_vec(&without)
}

/// The identity of what was extracted: the same in every version of the program that extracts the same.
fn content_hash(report: &Report, blocks: &[u8], problems: &[u8], published: Option<&str>) -> Sha256 {
    let mut hash = Fields::default();
    hash.add(Some(report.id.as_bytes()));
    hash.add(Some(&report.text_sha256.0));
    hash.add(Some(&[u8::from(report.extracted)]));
    for field in [&report.url, &report.title, &report.language, &report.outlet] {
        hash.add(field.as_deref().map(str::as_bytes));
    }
    hash.add(published.map(str::as_bytes));
    hash.add(Some(blocks));
    hash.add(Some(problems));
    hash.finish()
}

/// A hash over a row of fields, in which neither the border of two fields nor null and empty can be confused.
#[derive(Default)]
pub(crate) struct Fields(sha2::Sha256);

impl Fields {
    pub(crate) fn add(&mut self, field: Option<&[u8]>) {
        match field {
            None => self.0.update([0]),
            Some(bytes) => {
                self.0.update([1]);
                self.0.update((bytes.len() as u64).to_le_bytes());
                self.0.update(bytes);
            }
        }
    }

    pub(crate) fn finish(self) -> Sha256 {
        Sha256(self.0.finalize().into())
    }
}

impl ClaimRow {
    pub(crate) fn new(claim: &ClaimJson) -> Self {
        // The first time that has a day stands for the claim; a claim without one is undated.
        let time = claim.time.iter().map(|t| &t.time).find(|t| t.from.is_some() || t.to.is_some());
        let from = time.and_then(|t| t.from.or(t.to));
        let to = time.and_then(|t| t.to.or(t.from));
        let mut places: Vec<PlaceRow> = Vec::with_capacity(claim.place.len());
        for place in &claim.place {
            let row = PlaceRow::new(&place.place);
            if !places.contains(&row) {
                places.push(row);
            }
        }
        ClaimRow {
            id: claim.id.clone(),
            kind: claim.kind.as_str(),
            status: claim.status.as_str(),
            background: claim.background,
            trigger: claim.trigger.text.clone(),
            from: from.map(|d| d.to_string()),
            to: to.map(|d| d.to_string()),
            says: kinds(claim.says.iter().map(|l| l.kind)),
            confidence: f64::from(claim.confidence),
            base: f64::from(queue::doubt(claim.confidence) * queue::importance(claim, false)),
            reviewed: false,
            places,
        }
    }

    pub(crate) fn reviewed(claim: &ReviewedClaim) -> Self {
        let reviewed = claim.review.state != ReviewState::Unreviewed;
        ClaimRow { reviewed, ..ClaimRow::new(&claim.claim) }
    }
}

/// Kinds of links as `,kind,kind,`, so that one can be sought with its borders.
fn kinds(links: impl Iterator<Item = LinkKind>) -> String {
    let mut out = String::new();
    for kind in links {
        if out.is_empty() {
            out.push(',');
        }
        out.push_str(kind.as_str());
        out.push(',');
    }
    out
}

impl PlaceRow {
    pub(crate) fn new(place: &PlaceFields) -> Self {
        // A coordinate without the other, or not a number, is none.
        let at = place.lat.zip(place.lon).filter(|(lat, lon)| lat.is_finite() && lon.is_finite());
        PlaceRow {
            name: place.name.clone(),
            key: analyser::key(&place.name),
            gazetteer_id: place.gazetteer_id.clone(),
            lat: at.map(|a| a.0),
            lon: at.map(|a| a.1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sqlite_cannot_hold_is_told_before() {
        assert!(fits("capture", MAX_COLUMN as usize).is_ok());
        let error = fits("capture", MAX_COLUMN as usize + 1).unwrap_err();
        assert!(matches!(error, Error::TooLarge { what: "capture", length: 900_000_001, limit: MAX_COLUMN }));
    }

    #[test]
    fn fields_are_told_apart() {
        let hash = |fields: &[Option<&str>]| {
            let mut all = Fields::default();
            fields.iter().for_each(|f| all.add(f.map(str::as_bytes)));
            all.finish()
        };
        assert_ne!(hash(&[Some("ab"), Some("c")]), hash(&[Some("a"), Some("bc")]));
        assert_ne!(hash(&[Some("")]), hash(&[None]));
        assert_ne!(hash(&[None, Some("")]), hash(&[Some(""), None]));
    }

    #[test]
    fn kinds_are_sought_with_their_borders() {
        assert_eq!(kinds([].into_iter()), "");
        assert_eq!(kinds([LinkKind::Media, LinkKind::Unnamed].into_iter()), ",media,unnamed,");
    }
}
