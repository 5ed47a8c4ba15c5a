//! The archive read whole: is it sound, and what does it hold.

use super::Outcome;
use super::incidents::in_step;
use super::review;
use super::rows::sha;
use super::search::ends;
use crate::pack::unpack;
use crate::{Finding, analyser};
use isnad_model::{
    Incident, Sha256,
    review::ReviewState,
    wire::{ClaimJson, ReadingJson},
};
use rusqlite::{Connection, Row};
use std::collections::BTreeSet;

/// Everything that is wrong. Reads row by row, in constant memory.
pub(super) fn check(conn: &Connection, writable: bool) -> Outcome<Vec<Finding>> {
    let mut out = Vec::new();
    file(conn, &mut out)?;
    if out.iter().any(|f| f.part == "file") {
        // What the pages hold cannot be trusted: reading rows out of them would tell one fault a hundred times.
        return Ok(out);
    }
    captures(conn, &mut out)?;
    reports(conn, &mut out)?;
    readings(conn, &mut out)?;
    incidents(conn, &mut out)?;
    desk(conn, &mut out)?;
    search(conn, writable, &mut out)?;
    Ok(out)
}

fn file(conn: &Connection, out: &mut Vec<Finding>) -> Outcome<()> {
    let mut integrity = conn.prepare("PRAGMA integrity_check(100)")?;
    let mut rows = integrity.query([])?;
    while let Some(row) = rows.next()? {
        let what: String = row.get(0)?;
        if what != "ok" {
            out.push(Finding { part: "file", what });
        }
    }
    let mut references = conn.prepare("PRAGMA foreign_key_check")?;
    let mut rows = references.query([])?;
    while let Some(row) = rows.next()? {
        let (table, row_id, target): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let row_id = row_id.map_or_else(|| "a row".to_owned(), |id| format!("row {id}"));
        out.push(Finding {
            part: "file",
            what: format!("{row_id} of {table} points to a row of {target} that is not there"),
        });
    }
    Ok(())
}

/// Calls `each` for every row.
pub(super) fn walk(
    conn: &Connection,
    sql: &str,
    mut each: impl FnMut(&Row<'_>) -> Outcome<()>,
) -> Outcome<()> {
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(row)?;
    }
    Ok(())
}

pub(super) fn blob<'r>(row: &'r Row<'_>, column: usize) -> Outcome<&'r [u8]> {
    Ok(row.get_ref(column)?.as_blob().map_err(rusqlite::Error::from)?)
}

fn captures(conn: &Connection, out: &mut Vec<Finding>) -> Outcome<()> {
    walk(conn, "SELECT sha256, length, bytes FROM captures", |row| {
        let hash = sha(row, 0)?;
        let what = match unpack(blob(row, 2)?) {
            Err(detail) => format!("capture {hash} cannot be unpacked: {detail}"),
            Ok(bytes) if Sha256::of(&bytes) != hash => {
                format!("capture {hash} holds other bytes than its hash says")
            }
            Ok(bytes) if bytes.len() as i64 != row.get::<_, i64>(1)? => {
                format!("capture {hash} holds {} bytes, and its row says otherwise", bytes.len())
            }
            Ok(_) => return Ok(()),
        };
        out.push(Finding { part: "captures", what });
        Ok(())
    })?;
    walk(
        conn,
        "SELECT sha256 FROM captures k WHERE NOT EXISTS (SELECT 1 FROM sightings s WHERE s.capture = k.id)",
        |row| {
            out.push(Finding {
                part: "captures",
                what: format!("capture {} was never sighted", sha(row, 0)?),
            });
            Ok(())
        },
    )
}

fn reports(conn: &Connection, out: &mut Vec<Finding>) -> Outcome<()> {
    walk(
        conn,
        "SELECT id, text_sha256, text, current,
             (SELECT count(*) FROM readings n WHERE n.report = r.id AND n.current = 1) FROM reports r",
        |row| {
            let (id, current, readings): (i64, bool, i64) = (row.get(0)?, row.get(3)?, row.get(4)?);
            let text = row.get_ref(2)?.as_bytes().map_err(rusqlite::Error::from)?;
            if Sha256::of(text) != sha(row, 1)? {
                let what = format!("report {id} holds another text than its hash says");
                out.push(Finding { part: "reports", what });
            }
            if readings != i64::from(current) {
                let what = format!(
                    "report {id} has {readings} current readings and must have {}",
                    u8::from(current)
                );
                out.push(Finding { part: "readings", what });
            }
            Ok(())
        },
    )?;
    walk(
        conn,
        "SELECT capture, ordinal FROM reports WHERE current = 1 GROUP BY capture, ordinal HAVING count(*) > 1",
        |row| {
            let what = format!(
                "capture number {} has several current reports at place {}",
                row.get::<_, i64>(0)?,
                row.get::<_, i64>(1)?
            );
            out.push(Finding { part: "reports", what });
            Ok(())
        },
    )
}

fn readings(conn: &Connection, out: &mut Vec<Finding>) -> Outcome<()> {
    let mut tell = |what: String| out.push(Finding { part: "readings", what });
    let mut kept =
        conn.prepare("SELECT claim_id, type, reviewed FROM claims WHERE report = ?1 ORDER BY ordinal")?;
    walk(
        conn,
        "SELECT n.id, n.report, n.current, n.claims, r.text_sha256, n.json
         FROM readings n JOIN reports r ON r.id = n.report",
        |row| {
            let (id, report): (i64, i64) = (row.get(0)?, row.get(1)?);
            let json = match unpack(blob(row, 5)?) {
                Ok(json) => json,
                Err(detail) => {
                    tell(format!("reading {id} cannot be unpacked: {detail}"));
                    return Ok(());
                }
            };
            let reading: ReadingJson = match serde_json::from_slice(&json) {
                Ok(reading) => reading,
                Err(detail) => {
                    tell(format!("reading {id} is not the JSON of a reading: {detail}"));
                    return Ok(());
                }
            };
            if reading.text_sha256 != sha(row, 4)? {
                tell(format!("reading {id} is of another text than report {report} holds"));
            }
            if reading.claims.len() as i64 != row.get::<_, i64>(3)? {
                tell(format!(
                    "reading {id} holds {} claims, and its row says otherwise",
                    reading.claims.len()
                ));
            }
            let rows = kept
                .query_map([report], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
                .collect::<rusqlite::Result<Vec<(String, String, bool)>>>()?;
            if row.get(2)? && rows != claims(conn, report, reading.claims)? {
                tell(format!("the claims of report {report} are not those of its current reading {id}"));
            }
            Ok(())
        },
    )?;
    walk(
        conn,
        "SELECT DISTINCT c.report FROM claims c WHERE NOT EXISTS
             (SELECT 1 FROM readings n WHERE n.report = c.report AND n.current = 1)",
        |row| {
            let what = format!("report {} has claims and no current reading", row.get::<_, i64>(0)?);
            out.push(Finding { part: "claims", what });
            Ok(())
        },
    )
}

/// What the rows of a report's claims must hold: id, type, and whether a person ruled.
fn claims(conn: &Connection, report: i64, read: Vec<ClaimJson>) -> Outcome<Vec<(String, String, bool)>> {
    let row = |c: &ClaimJson, ruled| (c.id.clone(), c.kind.as_str().to_owned(), ruled);
    Ok(match review::overlay(conn, report)? {
        None => read.iter().map(|c| row(c, false)).collect(),
        Some((reviewed, _)) => {
            reviewed.claims.iter().map(|c| row(&c.claim, c.review.state != ReviewState::Unreviewed)).collect()
        }
    })
}

/// What is undone, and the lines of incidents.
fn desk(conn: &Connection, out: &mut Vec<Finding>) -> Outcome<()> {
    if review::undone(conn)? != review::undone_by_log(conn)? {
        let what = "what is noted as undone is not what the log says".to_owned();
        out.push(Finding { part: "decisions", what });
    }
    walk(
        conn,
        "SELECT e.id FROM incidents e LEFT JOIN incident_lines l ON l.incident = e.id
         WHERE (e.json IS NULL) != (l.json IS NULL)
             OR (e.json IS NULL) = (e.id IN (SELECT id FROM incident_search_docsize))",
        |row| {
            let id: i64 = row.get(0)?;
            let what =
                format!("incident {id} has a record without line or listed names, or these without a record");
            out.push(Finding { part: "incidents", what });
            Ok(())
        },
    )
}

fn incidents(conn: &Connection, out: &mut Vec<Finding>) -> Outcome<()> {
    let mut tell = |what: String| out.push(Finding { part: "incidents", what });
    let mut kept = conn.prepare(
        "SELECT i.number, ifnull(m.claim_id, '') FROM items i
         LEFT JOIN incident_members m ON m.item = i.number AND m.incident = i.incident
         WHERE i.incident = ?1 ORDER BY 1, 2",
    )?;
    let settled = !conn.prepare("SELECT 1 FROM reviews_due")?.exists([])?;
    walk(conn, "SELECT id, json FROM incidents WHERE json IS NOT NULL", |row| {
        let id: i64 = row.get(0)?;
        let json = unpack(blob(row, 1)?).and_then(|json| {
            serde_json::from_slice::<Incident>(&json)
                .map_err(|e| format!("it is not the JSON of an incident: {e}"))
        });
        let incident = match json {
            Ok(incident) => incident,
            Err(detail) => {
                tell(format!(
                    "incident {id} cannot be read: {detail}; `isnad incidents --rebuild` makes it anew"
                ));
                return Ok(());
            }
        };
        let rows = kept
            .query_map([id], |r| Ok((format!("{:016x}", r.get::<_, i64>(0)?), r.get::<_, String>(1)?)))?
            .collect::<rusqlite::Result<BTreeSet<_>>>()?;
        let held: BTreeSet<(String, String)> = incident
            .members
            .iter()
            .flat_map(|m| {
                let none = m.claims.is_empty().then(|| (m.item.clone(), String::new()));
                m.claims.iter().map(|c| (m.item.clone(), c.id.clone())).chain(none)
            })
            .collect();
        if rows != held {
            tell(format!("the members of incident {id} are not those of its record"));
        }
        // How many claims are ruled on may have changed since, where an update is due.
        if settled && !in_step(conn, id, &incident)? {
            tell(format!("the line of incident {id} is not what its record says"));
        }
        Ok(())
    })?;
    walk(
        conn,
        "SELECT i.number FROM items i JOIN incidents e ON e.id = i.incident WHERE e.json IS NULL",
        |row| {
            tell(format!("item {} is in an incident that has ended", row.get::<_, i64>(0)?));
            Ok(())
        },
    )?;
    walk(
        conn,
        "SELECT p.item FROM item_pairs p WHERE NOT EXISTS
             (SELECT 1 FROM item_pairs q WHERE q.item = p.other AND q.other = p.item AND q.first = p.first
                 AND q.score = p.score)
         UNION ALL SELECT k.item FROM item_keys k WHERE NOT EXISTS
             (SELECT 1 FROM items i WHERE i.number = k.item)
         UNION ALL SELECT i.number FROM items i WHERE NOT EXISTS
             (SELECT 1 FROM item_rows r WHERE r.item = i.number)",
        |row| {
            tell(format!("item {} has a pair or key that is not sound", row.get::<_, i64>(0)?));
            Ok(())
        },
    )
}

fn search(conn: &Connection, writable: bool, out: &mut Vec<Finding>) -> Outcome<()> {
    let mut tell = |what: String| out.push(Finding { part: "search", what });
    if is_old(conn)? {
        tell("the index was made by another analyser: `isnad reread` makes it anew".into());
        return Ok(());
    }
    // The index's own check is an INSERT; an archive that is open for reading can only be compared.
    if writable && let Err(e) = conn.execute("INSERT INTO search (search) VALUES ('integrity-check')", []) {
        tell(format!("the index is damaged: {e}"));
    }
    let (last, indexed) = ends(conn)?;
    if writable && last != indexed {
        tell(format!("the index ends at report {indexed}, and the last report is {last}"));
    }
    walk(
        conn,
        "SELECT d.id FROM search_docsize d WHERE NOT EXISTS (SELECT 1 FROM reports r WHERE r.id = d.id)",
        |row| {
            tell(format!("the index holds report {}, which is not there", row.get::<_, i64>(0)?));
            Ok(())
        },
    )?;
    let mut sizes = conn.prepare("SELECT sz FROM search_docsize WHERE id = ?1")?;
    walk(conn, "SELECT id, ifnull(title, ''), text FROM reports", |row| {
        let id: i64 = row.get(0)?;
        if id > indexed {
            return Ok(());
        }
        let words = |column: usize| -> Outcome<u64> {
            let text = row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?;
            Ok(analyser::index_text(text).split_ascii_whitespace().count() as u64)
        };
        let expected = [words(1)?, words(2)?];
        let mut found = sizes.query([id])?;
        match found.next()? {
            None => tell(format!("report {id} is not in the index")),
            Some(size) if varints(blob(size, 0)?) != expected => {
                tell(format!("the index holds other words for report {id} than its text has"));
            }
            Some(_) => {}
        }
        Ok(())
    })
}

/// Whether the index was made by another analyser.
pub(super) fn is_old(conn: &Connection) -> Outcome<bool> {
    let mut statement = conn.prepare_cached("SELECT value FROM meta WHERE key = 'analyser'")?;
    let mut rows = statement.query([])?;
    Ok(match rows.next()? {
        Some(row) => row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)? != analyser::mark(),
        None => true,
    })
}

/// SQLite's numbers of seven bits a byte, greatest first. (The ninth byte, for numbers over 2⁵⁶, does not occur in counts of words.)
fn varints(bytes: &[u8]) -> Vec<u64> {
    let mut out = Vec::new();
    let mut n = 0u64;
    for &b in bytes {
        n = n << 7 | u64::from(b & 0x7f);
        if b & 0x80 == 0 {
            out.push(n);
            n = 0;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_seven_bits_a_byte() {
        assert_eq!(varints(&[0, 5, 0x81, 0x00, 0x82, 0x2c]), [0, 5, 128, 300]);
    }
}
