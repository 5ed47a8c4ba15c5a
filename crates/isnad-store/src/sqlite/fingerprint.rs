//! What an archive holds, as one hash.

use super::check::{blob, walk};
use super::{Fault, Outcome};
use crate::entry::Fields;
use crate::pack::unpack;
use isnad_model::Sha256;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

/// A hash over all rows in an order of their own, without times of adding and row numbers.
pub(super) fn fingerprint(conn: &Connection) -> Outcome<Sha256> {
    let mut all = Fields::default();
    let mut parts = [
        "SELECT url, retrieved_at, file, line, record FROM sightings WHERE capture = ?1
         ORDER BY file, line, record, url, retrieved_at",
        "SELECT ordinal, content_sha256, current, report_id, extractor, extracted, text_sha256, url, title,
             language, outlet, published_from, published_to, published, problems
         FROM reports WHERE capture = ?1 ORDER BY ordinal, content_sha256",
        "SELECT r.ordinal, r.content_sha256, v.program, v.lexicon, v.models, n.current, n.claims
         FROM reports r JOIN readings n ON n.report = r.id JOIN versions v ON v.id = n.version
         WHERE r.capture = ?1 ORDER BY r.ordinal, r.content_sha256, v.program, v.lexicon, v.models",
        "SELECT r.ordinal, c.ordinal, c.claim_id, c.type, c.status, c.background, c.trigger_text, c.from_date,
             c.to_date, c.says, c.confidence
         FROM reports r JOIN claims c ON c.report = r.id WHERE r.capture = ?1 ORDER BY r.ordinal, c.ordinal",
        "SELECT r.ordinal, c.ordinal, i.ordinal, p.name, p.gazetteer_id, p.lat, p.lon
         FROM reports r JOIN claims c ON c.report = r.id JOIN claim_places i ON i.claim = c.id
         JOIN places p ON p.id = i.place WHERE r.capture = ?1 ORDER BY r.ordinal, c.ordinal, i.ordinal",
    ]
    .into_iter()
    .map(|sql| conn.prepare(sql))
    .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut packed = conn.prepare(
        "SELECT r.blocks, NULL FROM reports r WHERE r.capture = ?1
         UNION ALL SELECT NULL, n.json FROM reports r JOIN readings n ON n.report = r.id WHERE r.capture = ?1",
    )?;
    let mut captures = conn.prepare("SELECT id, sha256, media_type, length FROM captures ORDER BY sha256")?;
    let mut rows = captures.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        add_row(&mut all, "capture", row, 1)?;
        for (n, part) in parts.iter_mut().enumerate() {
            let mut rows = part.query([id])?;
            while let Some(row) = rows.next()? {
                add_row(&mut all, PARTS[n], row, 0)?;
            }
        }
        // Packed columns count by what they unpack to, and in an order of their own.
        let mut contents = Vec::new();
        let mut rows = packed.query([id])?;
        while let Some(row) = rows.next()? {
            let column = usize::from(row.get_ref(0)? == ValueRef::Null);
            let bytes = unpack(blob(row, column)?)
                .map_err(|detail| Fault::row(format!("a column of capture number {id}"), detail))?;
            contents.push(Sha256::of(bytes));
        }
        contents.sort_unstable();
        contents.iter().for_each(|c| all.add(Some(&c.0)));
    }
    walk(conn, "SELECT decision_id, kind, text_sha256, user FROM decisions ORDER BY decision_id", |row| {
        add_row(&mut all, "decision", row, 0)
    })?;
    Ok(all.finish())
}

const PARTS: [&str; 5] = ["sighting", "report", "reading", "claim", "place"];

fn add_row(all: &mut Fields, kind: &str, row: &Row<'_>, first: usize) -> Outcome<()> {
    all.add(Some(kind.as_bytes()));
    for column in first..row.as_ref().column_count() {
        match row.get_ref(column)? {
            ValueRef::Null => all.add(None),
            ValueRef::Integer(n) => all.add(Some(&n.to_le_bytes())),
            ValueRef::Real(x) => all.add(Some(&x.to_le_bytes())),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => all.add(Some(bytes)),
        }
    }
    Ok(())
}
