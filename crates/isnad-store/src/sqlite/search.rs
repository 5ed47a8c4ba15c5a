//! Full-text search: the index kept in step with the reports, and queries over it.
//!
//! The index is made from the reports and can be made again, so it does not ride in the transaction of every
//! report, where it would cost more than all else: words of new reports wait in memory and go in by the
//! hundred, before any search, and at the end. Row numbers of reports only grow, so what is missing after a
//! crash is what lies beyond the index's last row, and the next opening for writing puts it in.

use super::write::Unindexed;
use super::{Outcome, list, open::set_meta, rows};
use crate::analyser::{self, Query};
use crate::excerpt;
use crate::{Found, Hit, SearchRequest};
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use rustc_hash::FxHashMap;

/// Words of reports that wait to go into the index.
#[derive(Default)]
pub(super) struct Waiting {
    terms: FxHashMap<i64, (String, String)>,
    bytes: usize,
}

/// How many reports wait at most, and how many bytes of words.
const MOST_WAITING: usize = 256;
const MOST_BYTES: usize = 8 << 20;

impl Waiting {
    pub(super) fn push(&mut self, new: Unindexed) {
        self.bytes += new.title_terms.len() + new.text_terms.len();
        self.terms.insert(new.report, (new.title_terms, new.text_terms));
    }

    pub(super) fn is_full(&self) -> bool {
        self.terms.len() >= MOST_WAITING || self.bytes >= MOST_BYTES
    }
}

/// How many reports one transaction puts in when many are missing.
const BATCH: i64 = 1000;

/// The last report, and the last that is in the index.
pub(super) fn ends(conn: &Connection) -> rusqlite::Result<(i64, i64)> {
    conn.prepare_cached(
        "SELECT ifnull((SELECT max(id) FROM reports), 0), ifnull((SELECT max(id) FROM search_docsize), 0)",
    )?
    .query_row([], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// Puts up to [`BATCH`] missing reports in; whether more are missing. Runs inside the caller's transaction.
pub(super) fn index_some(conn: &Connection, waiting: &mut Waiting) -> Outcome<bool> {
    let (last, indexed) = ends(conn)?;
    if last <= indexed {
        return Ok(false);
    }
    let ids = conn
        .prepare_cached("SELECT id FROM reports WHERE id > ?1 ORDER BY id LIMIT ?2")?
        .query_map([indexed, BATCH], |r| r.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut insert = conn.prepare_cached("INSERT INTO search (rowid, title, body) VALUES (?1, ?2, ?3)")?;
    let mut text = conn.prepare_cached("SELECT ifnull(title, ''), text FROM reports WHERE id = ?1")?;
    for id in &ids {
        match waiting.terms.get(id) {
            Some((title, body)) => insert.execute(params![id, title, body])?,
            None => {
                let (title, body) = text.query_row([id], |r| {
                    let title = analyser::index_text(r.get_ref(0)?.as_str()?);
                    Ok((title, analyser::index_text(r.get_ref(1)?.as_str()?)))
                })?;
                insert.execute(params![id, title, body])?
            }
        };
    }
    Ok(ids.last().is_some_and(|&id| id < last))
}

/// Empties the index and folds all names anew, as a first step of making it again. Runs inside the caller's
/// transaction; what follows is [`index_some`] until nothing is missing, which a crash only interrupts.
pub(super) fn start_anew(conn: &Connection) -> Outcome<()> {
    conn.execute("INSERT INTO search (search) VALUES ('delete-all')", [])?;
    for (select, update) in [
        ("SELECT name, name FROM outlets", "UPDATE outlets SET key = ?2 WHERE name = ?1"),
        ("SELECT id, name FROM places", "UPDATE places SET key = ?2 WHERE id = ?1"),
    ] {
        let names = conn
            .prepare(select)?
            .query_map([], |r| Ok((r.get::<_, Value>(0)?, r.get::<_, String>(1)?)))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut update = conn.prepare(update)?;
        for (id, name) in names {
            update.execute(params![id, analyser::key(&name)])?;
        }
    }
    conn.execute("INSERT INTO incident_search (incident_search) VALUES ('delete-all')", [])?;
    super::incidents::make_all(conn)?;
    set_meta(conn, "analyser", &analyser::mark())?;
    Ok(())
}

/// A word in the title counts as this many in the text.
const TITLE_WEIGHT: f64 = 3.0;

/// An FTS5 expression: every word as a quoted string, so that none is syntax.
fn expression<'q>(groups: impl Iterator<Item = &'q analyser::Group>, glue: &str) -> String {
    let mut out = String::new();
    for group in groups {
        if !out.is_empty() {
            out.push_str(glue);
        }
        out.push('"');
        for (k, term) in group.terms.iter().enumerate() {
            if k > 0 {
                out.push(' ');
            }
            out.extend(term.chars().flat_map(|c| std::iter::repeat_n(c, if c == '"' { 2 } else { 1 })));
        }
        out.push('"');
        if group.prefix {
            out.push('*');
        }
    }
    out
}

/// One word or phrase as an FTS5 expression.
pub(super) fn phrase(group: &analyser::Group) -> String {
    expression(std::iter::once(group), "")
}

/// What a query asks of the index.
fn matching(query: &Query) -> (Option<String>, Option<String>) {
    let wanted = expression(query.groups.iter().filter(|g| !g.negated), " AND ");
    let unwanted = expression(query.groups.iter().filter(|g| g.negated), " OR ");
    ((!wanted.is_empty()).then_some(wanted), (!unwanted.is_empty()).then_some(unwanted))
}

/// The rows of reports that hold the words of a query, as SQL with its parameters; none where it holds no word.
pub(super) fn matching_reports(query: &str) -> Outcome<(String, Vec<Value>)> {
    let (wanted, unwanted) = matching(&analyser::parse(query)?);
    let without = "SELECT id FROM reports WHERE current = 1 AND id NOT IN
         (SELECT rowid FROM search WHERE search MATCH ?)";
    Ok(match (wanted, unwanted) {
        (None, None) => ("SELECT 0 WHERE 0".to_owned(), Vec::new()),
        (Some(wanted), None) => {
            ("SELECT rowid FROM search WHERE search MATCH ?".to_owned(), vec![Value::Text(wanted)])
        }
        (Some(wanted), Some(unwanted)) => (
            "SELECT rowid FROM search WHERE search MATCH ?".to_owned(),
            vec![Value::Text(format!("({wanted}) NOT ({unwanted})"))],
        ),
        (None, Some(unwanted)) => (without.to_owned(), vec![Value::Text(unwanted)]),
    })
}

pub(super) fn search(conn: &Connection, request: &SearchRequest) -> Outcome<Found> {
    let query = analyser::parse(&request.query)?;
    let (wanted, unwanted) = matching(&query);
    let mut all = list::of_report_and_claims(conn, &request.filter)?;
    let (from, score) = match (wanted, unwanted) {
        (None, None) => return Ok(Found { no_words: true, ..Found::default() }),
        (Some(wanted), unwanted) => {
            let expression = match unwanted {
                Some(unwanted) => format!("({wanted}) NOT ({unwanted})"),
                None => wanted,
            };
            all.and("search MATCH ?", [Value::Text(expression)]);
            // Rounded, so that what differs only by the rounding of sums counts as equal.
            let score = format!("round(-bm25(search, {TITLE_WEIGHT:?}, 1.0), 4)");
            ("search CROSS JOIN reports r ON r.id = search.rowid", score)
        }
        (None, Some(unwanted)) => {
            all.and("r.id NOT IN (SELECT rowid FROM search WHERE search MATCH ?)", [Value::Text(unwanted)]);
            ("reports r", "0.0".to_owned())
        }
    };
    let condition = all.sql().to_owned();
    let total: i64 = conn
        .prepare_cached(&format!("SELECT count(*) FROM {from} WHERE {condition}"))?
        .query_row(params_from_iter(all.params.iter()), |r| r.get(0))?;

    let offset = i64::try_from(request.page.offset).unwrap_or(i64::MAX);
    let sql = format!(
        "WITH hits (id, score) AS (
             SELECT r.id, {score} AS score FROM {from} WHERE {condition}
             ORDER BY score DESC, r.published_to DESC, r.id DESC LIMIT {} OFFSET {offset}
         )
         SELECT {line}, h.score, r.text FROM hits h JOIN reports r ON r.id = h.id
         JOIN captures k ON k.id = r.capture ORDER BY h.score DESC, r.published_to DESC, r.id DESC",
        request.page.limit,
        line = rows::LINE,
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut found = statement.query(params_from_iter(all.params.iter()))?;
    let mut hits = Vec::new();
    while let Some(row) = found.next()? {
        let report = rows::line(row)?;
        let text = row.get_ref(11)?.as_str().map_err(rusqlite::Error::from)?;
        let title_highlights = report.title.as_deref().map(|t| excerpt::highlights(t, &query));
        hits.push(Hit {
            score: row.get(10)?,
            title_highlights: title_highlights.unwrap_or_default(),
            excerpt: excerpt::excerpt(text, &query),
            report,
        });
    }
    Ok(Found { total: total.max(0) as u64, hits, no_words: false })
}
