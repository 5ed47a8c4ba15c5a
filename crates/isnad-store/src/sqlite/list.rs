//! Filters as SQL, and the lists of reports and claims. Values are always parameters, never SQL.

use super::rows::{self, ClaimsOnly, LINE, line};
use super::{Fault, Outcome, review};
use crate::{ClaimKey, DateRange, Filter, Page, PlaceFilter, ReportKey, ReportLine, StoredClaim, analyser};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// Conditions with their parameters, in order.
#[derive(Default)]
pub(super) struct Conditions {
    sql: String,
    pub params: Vec<Value>,
}

impl Conditions {
    pub(super) fn and(&mut self, condition: &str, params: impl IntoIterator<Item = Value>) {
        self.sql.push_str(if self.sql.is_empty() { "" } else { " AND " });
        self.sql.push_str(condition);
        self.params.extend(params);
    }

    /// `… IN (…)`, or nothing where the list is empty.
    fn within(&mut self, column: &str, values: impl ExactSizeIterator<Item = String>) {
        if values.len() > 0 {
            let marks = vec!["?"; values.len()].join(", ");
            self.and(&format!("{column} IN ({marks})"), values.map(Value::Text));
        }
    }

    /// The conditions as one expression; true where there are none.
    pub(super) fn sql(&self) -> &str {
        if self.sql.is_empty() { "1" } else { &self.sql }
    }
}

/// What must hold of a report `r`: that it is current, and the filter's fields of reports.
pub(super) fn of_report(filter: &Filter) -> Conditions {
    let mut all = Conditions::default();
    all.and("r.current = 1", []);
    overlaps(&mut all, filter.published, "r.published_from", "r.published_to");
    if !filter.outlets.is_empty() {
        let marks = vec!["?"; filter.outlets.len()].join(", ");
        all.and(
            &format!("r.outlet IN (SELECT name FROM outlets WHERE key IN ({marks}))"),
            filter.outlets.iter().map(|o| Value::Text(analyser::key(o))),
        );
    }
    all.within("r.language", filter.languages.iter().cloned());
    if let Some(url) = &filter.url {
        all.and(
            "(r.url = ? OR r.capture IN (SELECT capture FROM sightings WHERE url = ?))",
            [Value::Text(url.clone()), Value::Text(url.clone())],
        );
    }
    all
}

/// What must hold of a claim `c`: the filter's fields of claims.
fn of_claim(conn: &Connection, filter: &Filter) -> Outcome<Conditions> {
    let mut all = Conditions::default();
    overlaps(&mut all, filter.happened, "c.from_date", "c.to_date");
    all.within("c.type", filter.types.iter().map(|t| t.as_str().to_owned()));
    all.within("c.status", filter.statuses.iter().map(|s| s.as_str().to_owned()));
    if let Some(background) = filter.background {
        all.and("c.background = ?", [Value::Integer(background.into())]);
    }
    if !filter.says.is_empty() {
        let any = vec!["instr(c.says, ?) > 0"; filter.says.len()].join(" OR ");
        all.and(&format!("({any})"), filter.says.iter().map(|s| Value::Text(format!(",{s},"))));
    }
    if let Some(least) = filter.min_confidence {
        all.and("c.confidence >= ?", [Value::Real(f64::from(least))]);
    }
    if let Some(place) = &filter.place {
        let (places, param) = match place {
            PlaceFilter::Name(name) => {
                let key = analyser::key(name);
                // A name without a word names no place.
                let sought = if key.trim().is_empty() { "0 AND instr(key, ?)" } else { "instr(key, ?) > 0" };
                (format!("SELECT id FROM places WHERE {sought}"), Value::Text(key))
            }
            PlaceFilter::Gazetteer(id) => {
                ("SELECT id FROM places WHERE gazetteer_id = ?".to_owned(), Value::Text(id.clone()))
            }
            PlaceFilter::Near { lat, lon, km } => {
                let near = near(conn, *lat, *lon, *km)?;
                let list = near.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
                ("SELECT value FROM json_each(?)".to_owned(), Value::Text(format!("[{list}]")))
            }
        };
        all.and(&format!("c.id IN (SELECT claim FROM claim_places WHERE place IN ({places}))"), [param]);
    }
    Ok(all)
}

/// Both ranges share a day. Unknown dates share none.
pub(super) fn overlaps(all: &mut Conditions, range: DateRange, from: &str, to: &str) {
    if let Some(first) = range.from {
        all.and(&format!("{to} >= ?"), [Value::Text(first.to_string())]);
    }
    if let Some(last) = range.to {
        all.and(&format!("{from} <= ?"), [Value::Text(last.to_string())]);
    }
}

/// Kilometres of one degree of latitude.
const KM_PER_DEGREE: f64 = 111.195;

/// The places within `km` of a point.
fn near(conn: &Connection, lat: f64, lon: f64, km: f64) -> Outcome<Vec<i64>> {
    let places = "SELECT id, lat, lon FROM places WHERE lat BETWEEN ?1 AND ?2 AND lon IS NOT NULL";
    near_where(conn, places, (lat, lon, km))
}

/// The first column of the rows within some kilometres of a point. `sql` gives number, latitude and longitude of the rows between two
/// latitudes.
pub(super) fn near_where(conn: &Connection, sql: &str, (lat, lon, km): (f64, f64, f64)) -> Outcome<Vec<i64>> {
    if !(lat.is_finite() && lon.is_finite() && km >= 0.0) {
        return Ok(Vec::new());
    }
    let reach = km / KM_PER_DEGREE + 1e-9;
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([lat - reach, lat + reach])?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        if distance(lat, lon, row.get(1)?, row.get(2)?) <= km {
            ids.push(row.get(0)?);
        }
    }
    Ok(ids)
}

/// Kilometres between two points of a sphere, by haversines: right over the date line and at the poles.
fn distance(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    let (a, b) = (lat1.to_radians(), lat2.to_radians());
    let (dlat, dlon) = (b - a, (lon2 - lon1).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + a.cos() * b.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * KM_PER_DEGREE.to_degrees() * h.sqrt().min(1.0).asin()
}

/// What must hold of a report `r` for every field of the filter.
pub(super) fn of_report_and_claims(conn: &Connection, filter: &Filter) -> Outcome<Conditions> {
    let mut all = of_report(filter);
    if filter.asks_of_claims() {
        let claims = of_claim(conn, filter)?;
        all.and(&format!("r.id IN (SELECT c.report FROM claims c WHERE {})", claims.sql()), claims.params);
    }
    Ok(all)
}

/// How a list goes on.
pub(super) enum Part {
    /// A page of what is newest first.
    Newest(Page),
    /// In order of adding, after a row.
    After(Option<i64>, u32),
}

impl Part {
    pub(super) fn tail(&self, all: &mut Conditions, id: &str, date: &str) -> String {
        match *self {
            Part::Newest(page) => {
                let offset = i64::try_from(page.offset).unwrap_or(i64::MAX);
                format!("ORDER BY {date} DESC, {id} DESC LIMIT {} OFFSET {offset}", page.limit)
            }
            Part::After(after, limit) => {
                if let Some(after) = after {
                    all.and(&format!("{id} > ?"), [Value::Integer(after)]);
                }
                format!("ORDER BY {id} LIMIT {limit}")
            }
        }
    }
}

pub(super) fn reports(conn: &Connection, filter: &Filter, part: &Part) -> Outcome<Vec<ReportLine>> {
    let mut all = of_report_and_claims(conn, filter)?;
    let tail = part.tail(&mut all, "r.id", "r.published_to");
    let sql = format!(
        "SELECT {LINE} FROM reports r JOIN captures k ON k.id = r.capture WHERE {} {tail}",
        all.sql()
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(all.params), line)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn count_reports(conn: &Connection, filter: &Filter) -> Outcome<u64> {
    let all = of_report_and_claims(conn, filter)?;
    let sql = format!("SELECT count(*) FROM reports r WHERE {}", all.sql());
    let n: i64 = conn.prepare_cached(&sql)?.query_row(params_from_iter(all.params), |r| r.get(0))?;
    Ok(n.max(0) as u64)
}

/// Conditions on a claim `c` and its report `r`, which is joined.
fn on_claims(conn: &Connection, filter: &Filter) -> Outcome<Conditions> {
    let mut all = of_report(filter);
    let claims = of_claim(conn, filter)?;
    if filter.asks_of_claims() {
        all.and(claims.sql(), claims.params.iter().cloned());
    }
    Ok(all)
}

pub(super) fn claims(conn: &Connection, filter: &Filter, part: &Part) -> Outcome<Vec<StoredClaim>> {
    let mut all = on_claims(conn, filter)?;
    let tail = part.tail(&mut all, "c.id", "c.to_date");
    let sql = format!(
        "SELECT {LINE}, c.id, c.ordinal FROM claims c CROSS JOIN reports r ON r.id = c.report
         JOIN captures k ON k.id = r.capture WHERE {} {tail}",
        all.sql()
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut found = statement.query(params_from_iter(all.params))?;
    let mut out = Vec::new();
    // Neighbours in a list are often of one report.
    let mut last: Option<(ReportKey, ClaimsOnly)> = None;
    while let Some(row) = found.next()? {
        let report = line(row)?;
        let read = match last.take() {
            Some((key, read)) if key == report.key => read,
            _ => current_claims(conn, report.key)?,
        };
        let ordinal: i64 = row.get(11)?;
        let claim = usize::try_from(ordinal).ok().and_then(|k| read.claims.get(k)).ok_or_else(|| {
            Fault::row(format!("the reading of report {}", report.key.0), format!("has no claim {ordinal}"))
        })?;
        out.push(StoredClaim {
            key: ClaimKey(row.get(10)?),
            claim: claim.clone(),
            versions: read.versions.clone(),
            report: report.clone(),
        });
        last = Some((report.key, read));
    }
    Ok(out)
}

/// The claims of the current reading as people left them.
fn current_claims(conn: &Connection, report: ReportKey) -> Outcome<ClaimsOnly> {
    let mut read = as_read(conn, report)?;
    if let Some((reviewed, _)) = review::overlay(conn, report.0)? {
        read.claims = reviewed.claims.into_iter().map(|c| c.claim).collect();
    }
    Ok(read)
}

/// The claims of the current reading as the program made it.
pub(super) fn as_read(conn: &Connection, report: ReportKey) -> Outcome<ClaimsOnly> {
    let mut statement = conn.prepare_cached("SELECT json FROM readings WHERE report = ?1 AND current = 1")?;
    let mut found = statement.query([report.0])?;
    let row = found
        .next()?
        .ok_or_else(|| Fault::row(format!("report {}", report.0), "has claims and no current reading"))?;
    rows::claims_of(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)
        .map_err(|detail| Fault::row(format!("the reading of report {}", report.0), detail))
}

pub(super) fn count_claims(conn: &Connection, filter: &Filter) -> Outcome<u64> {
    let all = on_claims(conn, filter)?;
    let sql = format!("SELECT count(*) FROM claims c JOIN reports r ON r.id = c.report WHERE {}", all.sql());
    let n: i64 = conn.prepare_cached(&sql)?.query_row(params_from_iter(all.params), |r| r.get(0))?;
    Ok(n.max(0) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_globe() {
        for (a, b, km) in [
            ((33.5138, 36.2765), (36.2021, 37.1343), 309.0), // Damascus, Aleppo
            ((0.0, 179.9), (0.0, -179.9), 22.2),
            ((90.0, 0.0), (90.0, 120.0), 0.0),
        ] {
            let d = distance(a.0, a.1, b.0, b.1);
            assert!((d - km).abs() < 2.0, "{a:?} {b:?}: {d}");
        }
    }
}
