//! The parameters of a request's address, each looked at with an error that names it.

use crate::error::{ApiError, ApiResult};
use crate::index::{Area, Bounds, Filter, ReviewFilter};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use isnad_model::{ClaimType, Standing};
use jiff::civil::Date;
use serde::Deserialize;
use std::convert::Infallible;
use utoipa::IntoParams;

/// Characters of a parameter, at most.
const MOST: usize = 1000;
/// Values of a parameter that may be given several times, at most.
const MOST_VALUES: usize = 100;
/// Corners of an area, at most.
const MOST_CORNERS: usize = 200;

/// What incidents are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(
    dead_code,
    reason = "read by name, so that each error names its parameter; the struct is for the document"
)]
pub struct FilterParams {
    /// Words of names, titles and reports, in the language of search.
    #[param(max_length = 1000)]
    q: Option<String>,
    /// Not before this day, YYYY-MM-DD. Incidents without a day are out where a side is given.
    from: Option<Date>,
    /// Not after this day.
    to: Option<Date>,
    /// The place lies within this polygon: `lon,lat;lon,lat;…`, 3 to 200 corners.
    #[param(
        max_length = 12000,
        pattern = r"^-?(180(\.0+)?|(1[0-7]\d|\d{1,2})(\.\d{1,12})?),-?(90(\.0+)?|[0-8]?\d(\.\d{1,12})?)(;-?(180(\.0+)?|(1[0-7]\d|\d{1,2})(\.\d{1,12})?),-?(90(\.0+)?|[0-8]?\d(\.\d{1,12})?)){2,199}$"
    )]
    area: Option<String>,
    /// One of its claims is of one of these types.
    #[param(max_items = 100)]
    r#type: Option<Vec<ClaimType>>,
    /// One of these is said to have done it: registry ids, or words of a name.
    #[param(max_items = 100)]
    actor: Option<Vec<String>>,
    /// It stands so.
    #[param(max_items = 100)]
    standing: Option<Vec<Standing>>,
    /// One of these published a report of it.
    #[param(max_items = 100)]
    outlet: Option<Vec<String>>,
    /// Only where claims differ.
    conflicts: Option<bool>,
    /// Whether claims wait for review.
    #[param(inline)]
    review: Option<ReviewParam>,
    /// At least so many independent sources.
    #[param(minimum = 0, maximum = 1000000)]
    min_sources: Option<u32>,
    /// The best supported place: an identity of the gazetteer, or words of the name.
    #[param(max_length = 1000)]
    place: Option<String>,
}

/// Whether claims wait for review.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[allow(dead_code, reason = "for the document")]
pub enum ReviewParam {
    /// Some do.
    Todo,
    /// None does.
    Done,
}

/// Which part of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "for the document")]
pub struct PageParams {
    /// How many to pass over.
    #[param(minimum = 0, maximum = 1000000000)]
    offset: Option<u64>,
    /// How many to give at most; 50 where it is not given.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A name in the path.
#[derive(Debug, Clone)]
pub struct Name(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        match axum::extract::Path::<String>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(name)) => Ok(Name(name)),
            Err(_) => Err(ApiError::bad("path", "the address is not of UTF-8")),
        }
    }
}

impl Name {
    /// The name as the number of a report; what is no number names none.
    pub fn report(&self) -> ApiResult<isnad_store::ReportKey> {
        let plain = self.0.bytes().all(|b| b.is_ascii_digit());
        let key = self.0.parse().ok().filter(|_| plain).map(isnad_store::ReportKey);
        key.ok_or_else(|| ApiError::not_found("there is no report of this number"))
    }
}

/// The parameters as they came.
#[derive(Debug, Clone)]
pub struct Params(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Params::of(parts.uri.query().unwrap_or_default()))
    }
}

impl Params {
    /// Takes a query apart.
    pub fn of(query: &str) -> Self {
        Params(url::form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// Words; empty ones are as good as none.
    pub fn text(&self, name: &str) -> ApiResult<Option<&str>> {
        Ok(self.one(name)?.filter(|v| !v.trim().is_empty()))
    }

    /// The value of a parameter that is given once.
    pub fn one(&self, name: &str) -> ApiResult<Option<&str>> {
        let mut all = self.0.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str());
        let first = all.next();
        if all.next().is_some() {
            return Err(ApiError::bad(name, format!("'{name}' is given more than once")));
        }
        first.map(|v| bounded(name, v)).transpose()
    }

    /// All values of a parameter.
    pub fn all(&self, name: &str) -> ApiResult<Vec<&str>> {
        self.several(name, MOST_VALUES)
    }

    /// All values of a parameter that may be given so many times.
    pub fn several(&self, name: &str, most: usize) -> ApiResult<Vec<&str>> {
        let all = self.0.iter().filter(|(n, _)| n == name);
        let all: Vec<&str> = all.map(|(_, v)| bounded(name, v)).collect::<ApiResult<_>>()?;
        if all.len() > most {
            return Err(ApiError::bad(name, format!("'{name}' may be given {most} times at most")));
        }
        Ok(all)
    }

    /// A value that can be read from its words.
    pub fn parse<T: std::str::FromStr>(&self, name: &str, expected: &str) -> ApiResult<Option<T>> {
        let Some(value) = self.one(name)? else { return Ok(None) };
        value.parse().map(Some).map_err(|_| ApiError::bad(name, format!("'{name}' must be {expected}")))
    }

    /// A whole number within bounds.
    pub fn number(&self, name: &str, least: u64, most: u64) -> ApiResult<Option<u64>> {
        let expected = format!("a whole number from {least} to {most}");
        match self.parse::<u64>(name, &expected)? {
            Some(n) if n < least || n > most => {
                Err(ApiError::bad(name, format!("'{name}' must be {expected}")))
            }
            n => Ok(n),
        }
    }

    /// A day.
    pub fn date(&self, name: &str) -> ApiResult<Option<Date>> {
        let Some(value) = self.one(name)? else { return Ok(None) };
        // Other forms that the library takes («20310505», with a time) are no days of this interface.
        let plain = value.len() == 10 && value.bytes().filter(|b| *b == b'-').count() == 2;
        let day = value.parse().ok().filter(|_| plain);
        day.map(Some).ok_or_else(|| ApiError::bad(name, format!("'{name}' must be a day, YYYY-MM-DD")))
    }

    /// Which part of a list: offset and limit.
    pub fn page(&self) -> ApiResult<(u64, u32)> {
        let offset = self.number("offset", 0, 1_000_000_000)?.unwrap_or(0);
        let limit = self.number("limit", 1, 200)?.unwrap_or(50);
        Ok((offset, limit as u32))
    }

    /// Types of claims.
    pub fn types(&self) -> ApiResult<Vec<ClaimType>> {
        let one = |v: &str| {
            ClaimType::from_name(v)
                .ok_or_else(|| ApiError::bad("type", "'type' must be a type of claims; /api/meta lists them"))
        };
        self.all("type")?.into_iter().map(one).collect()
    }

    /// `review`.
    pub fn review(&self) -> ApiResult<Option<ReviewFilter>> {
        match self.one("review")? {
            None => Ok(None),
            Some("todo") => Ok(Some(ReviewFilter::Todo)),
            Some("done") => Ok(Some(ReviewFilter::Done)),
            Some(_) => Err(ApiError::bad("review", "'review' must be todo or done")),
        }
    }

    /// A place as `name=lat,lon`.
    pub fn point(&self, name: &str) -> ApiResult<Option<(f64, f64)>> {
        let Some(value) = self.one(name)? else { return Ok(None) };
        match numbers(value, ',')?.as_slice() {
            &[lat, lon] if lat.abs() <= 90.0 && lon.abs() <= 180.0 => Ok(Some((lat, lon))),
            _ => Err(ApiError::bad(name, format!("'{name}' must be latitude,longitude in degrees"))),
        }
    }

    /// `bbox`.
    pub fn bounds(&self) -> ApiResult<Option<Bounds>> {
        let Some(value) = self.one("bbox")? else { return Ok(None) };
        match numbers(value, ',').unwrap_or_default().as_slice() {
            // A map that was turned may name its sides the other way.
            &[west, south, east, north] => {
                Ok(Some(Bounds { west, south: south.min(north), east, north: south.max(north) }))
            }
            _ => Err(ApiError::bad("bbox", "'bbox' must be west,south,east,north in degrees")),
        }
    }

    /// The filter of incidents.
    pub fn filter(&self) -> ApiResult<Filter> {
        let standing = |v: &str| {
            let at = Standing::ALL.iter().position(|s| s.as_str() == v);
            at.map(|n| 1u8 << n)
                .ok_or_else(|| ApiError::bad("standing", "'standing' must be one that /api/meta lists"))
        };
        let standings = self.all("standing")?.into_iter().map(standing).collect::<ApiResult<Vec<u8>>>()?;
        let types = self.types()?;
        let bits = types
            .iter()
            .filter_map(|t| ClaimType::ALL.iter().position(|a| a == t))
            .fold(0, |m, n| m | 1 << n);
        let owned =
            |all: Vec<&str>| all.into_iter().filter(|v| !v.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        Ok(Filter {
            q: self.text("q")?.map(str::to_owned),
            from: self.date("from")?,
            to: self.date("to")?,
            area: self.area()?,
            types: bits,
            actors: owned(self.all("actor")?),
            standings: standings.into_iter().fold(0, |m, s| m | s),
            outlets: owned(self.all("outlet")?),
            conflicts: self.parse::<bool>("conflicts", "true or false")?.unwrap_or(false),
            review: self.review()?,
            min_sources: self.number("min_sources", 0, 1_000_000)?.map(|n| n as u32),
            place: self.text("place")?.map(str::to_owned),
        })
    }

    fn area(&self) -> ApiResult<Option<Area>> {
        // Longer than other parameters: two hundred corners.
        let Some((_, value)) = self.0.iter().find(|(n, _)| n == "area") else {
            return Ok(None);
        };
        let wrong = || {
            let message =
                format!("'area' must be lon,lat;lon,lat;… with 3 to {MOST_CORNERS} corners in degrees");
            ApiError::bad("area", message)
        };
        let mut corners = Vec::new();
        for corner in value.split(';').take(MOST_CORNERS + 1) {
            match numbers(corner, ',').map_err(|_| wrong())?.as_slice() {
                &[lon, lat] if lat.abs() <= 90.0 && lon.abs() <= 180.0 => corners.push((lon, lat)),
                _ => return Err(wrong()),
            }
        }
        if !(3..=MOST_CORNERS).contains(&corners.len()) {
            return Err(wrong());
        }
        Ok(Some(Area::new(corners)))
    }
}

fn bounded<'v>(name: &str, value: &'v str) -> ApiResult<&'v str> {
    if value.chars().nth(MOST).is_some() {
        return Err(ApiError::bad(name, format!("'{name}' may have {MOST} characters at most")));
    }
    Ok(value)
}

/// Finite numbers, separated.
fn numbers(text: &str, by: char) -> ApiResult<Vec<f64>> {
    let one = |p: &str| p.trim().parse::<f64>().ok().filter(|n| n.is_finite());
    let all: Option<Vec<f64>> = text.split(by).take(5).map(one).collect();
    all.ok_or_else(|| ApiError::bad("number", "a number was expected"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_hold_is_named() {
        for (query, field) in [
            ("from=2031", "from"),
            ("from=20310505", "from"),
            ("to=2031-13-01", "to"),
            ("from=2031-01-01&from=2031-01-02", "from"),
            ("type=airstryke", "type"),
            ("standing=fair", "standing"),
            ("conflicts=1", "conflicts"),
            ("review=all", "review"),
            ("min_sources=-1", "min_sources"),
            ("area=1,2;3,4", "area"),
            ("area=1,2;3,4;5,x", "area"),
            ("area=1,2;3,4;5,91", "area"),
            ("area=1,2;3,4;NaN,1", "area"),
        ] {
            let e = Params::of(query).filter().unwrap_err();
            assert_eq!(e.body.field.as_deref(), Some(field), "{query}");
        }
        let long = format!("q={}", "x".repeat(2000));
        assert!(Params::of(&long).filter().is_err());
        let many = vec!["actor=a"; 101].join("&");
        assert!(Params::of(&many).filter().is_err());
        for query in ["limit=0", "limit=201", "limit=x", "offset=-1"] {
            assert!(Params::of(query).page().is_err(), "{query}");
        }
        for query in ["bbox=1,2,3", "bbox=1,2,3,x", "bbox=0,0,inf,1"] {
            assert!(Params::of(query).bounds().is_err(), "{query}");
        }
    }

    #[test]
    fn a_filter_is_read() {
        let f = Params::of(
            "q=%D8%B3%D9%88%D9%82&type=airstrike&type=shelling&standing=Fair&conflicts=true&area=1,2;3,4;5,6&unknown=1",
        );
        let f = f.filter().unwrap();
        assert_eq!(f.q.as_deref(), Some("سوق"));
        assert_eq!(f.types.count_ones(), 2);
        assert!(f.conflicts && f.area.is_some() && f.standings != 0);
        assert_eq!(Params::of("q=&actor=&place=").filter().unwrap(), Filter::default());
        assert!(Params::of("from=").filter().is_err());
    }
}
