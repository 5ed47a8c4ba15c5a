//! The review queue: claims that nobody ruled on, the most doubtful and important first.

use super::rows::{LINE, line};
use super::{Fault, Outcome, review};
use crate::incidents::incident_id;
use crate::queue::{CONFLICT, doubt, importance};
use crate::{Page, QueueFilter, QueueLine, ReportKey};
use isnad_model::review::{Review, ReviewedClaim};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

/// The incident of a claim `?2` of a report `?1`, with how many conflicts it has.
const INCIDENT: &str =
    "SELECT e.id, e.conflicts FROM items i JOIN incident_members m ON m.item = i.number AND m.claim_id = ?2
     JOIN incidents e ON e.id = m.incident WHERE i.report = ?1 ORDER BY e.conflicts DESC, e.id LIMIT 1";

fn incident(conn: &Connection, report: i64, claim: &str) -> Outcome<Option<(i64, i64)>> {
    Ok(conn
        .prepare_cached(INCIDENT)?
        .query_row(params![report, claim], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?)
}

/// Gives the claims of a report their places in the queue, as their incidents are now.
pub(super) fn weigh(conn: &Connection, report: i64) -> Outcome<()> {
    let rows = conn
        .prepare_cached("SELECT id, claim_id, base, priority FROM claims WHERE report = ?1")?
        .query_map([report], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?
        .collect::<rusqlite::Result<Vec<(i64, String, f64, f64)>>>()?;
    for (id, claim, base, was) in rows {
        let conflict = incident(conn, report, &claim)?.is_some_and(|i| i.1 > 0);
        let priority = if conflict { base * f64::from(CONFLICT) } else { base };
        if priority != was {
            conn.prepare_cached("UPDATE claims SET priority = ?2 WHERE id = ?1")?
                .execute(params![id, priority])?;
        }
    }
    Ok(())
}

/// What must hold of a claim, as SQL over `claims`; `None` where nothing can.
fn conditions(conn: &Connection, of: &QueueFilter) -> Outcome<Option<(String, Vec<Value>)>> {
    // Without it the planner, which knows nothing of how many wait, may sort all of a type.
    let mut from = "claims INDEXED BY claims_queue";
    let (mut sql, mut params) = (String::from("reviewed = 0"), Vec::new());
    if !of.types.is_empty() {
        let marks = vec!["?"; of.types.len()].join(", ");
        // The plus keeps the index of types out.
        sql.push_str(&format!(" AND +type IN ({marks})"));
        params.extend(of.types.iter().map(|t| Value::Text(t.as_str().to_owned())));
    }
    if let Some(report) = of.report {
        from = "claims";
        sql.push_str(" AND report = ?");
        params.push(Value::Integer(report.0));
    }
    if let Some(id) = &of.incident {
        let Some(number) = super::incidents::resolve(conn, id)? else { return Ok(None) };
        from = "claims";
        sql.push_str(
            " AND id IN (SELECT c.id FROM incident_members m JOIN items i ON i.number = m.item
                 JOIN claims c ON c.report = i.report AND c.claim_id = m.claim_id WHERE m.incident = ?)",
        );
        params.push(Value::Integer(number));
    }
    Ok(Some((format!("{from} WHERE {sql}"), params)))
}

pub(super) fn list(conn: &Connection, of: &QueueFilter, page: Page) -> Outcome<Vec<QueueLine>> {
    let Some((from, params)) = conditions(conn, of)? else { return Ok(Vec::new()) };
    let offset = i64::try_from(page.offset).unwrap_or(i64::MAX);
    let sql = format!(
        "WITH next (id) AS (SELECT id FROM {from} ORDER BY priority DESC, id LIMIT {} OFFSET {offset})
         SELECT {LINE}, c.ordinal FROM next x JOIN claims c ON c.id = x.id JOIN reports r ON r.id = c.report
         JOIN captures k ON k.id = r.capture ORDER BY c.priority DESC, c.id",
        page.limit
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut found = statement.query(params_from_iter(params))?;
    let mut out: Vec<QueueLine> = Vec::new();
    let mut last: Option<(ReportKey, Vec<ReviewedClaim>)> = None;
    while let Some(row) = found.next()? {
        let report = line(row)?;
        let claims = match last.take() {
            Some((key, claims)) if key == report.key => claims,
            _ => claims(conn, report.key)?,
        };
        let ordinal: i64 = row.get(10)?;
        let claim = usize::try_from(ordinal).ok().and_then(|k| claims.get(k)).cloned().ok_or_else(|| {
            Fault::row(format!("the reading of report {}", report.key.0), format!("has no claim {ordinal}"))
        })?;
        let home = incident(conn, report.key.0, &claim.claim.id)?;
        last = Some((report.key, claims));
        out.push(QueueLine {
            doubt: doubt(claim.claim.confidence),
            importance: importance(&claim.claim, home.is_some_and(|i| i.1 > 0)),
            incident: home.map(|i| incident_id(i.0)),
            report,
            claim,
        });
    }
    Ok(out)
}

fn claims(conn: &Connection, report: ReportKey) -> Outcome<Vec<ReviewedClaim>> {
    if let Some((reviewed, _)) = review::overlay(conn, report.0)? {
        return Ok(reviewed.claims);
    }
    let read = super::list::as_read(conn, report)?;
    let plain = |claim| ReviewedClaim { claim, review: Review::default(), read: None };
    Ok(read.claims.into_iter().map(plain).collect())
}

pub(super) fn count(conn: &Connection, of: &QueueFilter) -> Outcome<u64> {
    let Some((from, params)) = conditions(conn, of)? else { return Ok(0) };
    let n: i64 = conn
        .prepare_cached(&format!("SELECT count(*) FROM {from}"))?
        .query_row(params_from_iter(params), |r| r.get(0))?;
    Ok(n.max(0) as u64)
}
