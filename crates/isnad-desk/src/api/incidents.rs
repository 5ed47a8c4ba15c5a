//! Incidents as a list, on the map, over time, and counted.

use super::line::{Label, ListedIncident, label, listed};
use super::params::{FilterParams, PageParams, Params};
use crate::Desk;
use crate::error::{ApiError, ApiResult};
use crate::index::{Order, TimeUnit};
use axum::Json;
use axum::extract::State;
use isnad_model::{ClaimType, PlacePrecision, Standing};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Instant;
use utoipa::{IntoParams, ToSchema};

/// By what a list of incidents is sorted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "for the document")]
pub struct SortParams {
    /// By what; `-` for the most first. What has no value comes last. `-day` where it is not given.
    #[param(pattern = "^-?(day|killed|sources|changed|doubt)$")]
    sort: Option<String>,
}

/// A page of incidents.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncidentPage {
    /// How many the filter finds.
    pub total: usize,
    /// The page.
    pub items: Vec<ListedIncident>,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

/// Incidents, sorted, a page of them.
#[utoipa::path(get, path = "/api/incidents", tag = "incidents",
    params(FilterParams, SortParams, PageParams), responses((status = 200, body = IncidentPage)))]
pub async fn list(State(desk): State<Desk>, params: Params) -> ApiResult<Json<IncidentPage>> {
    let start = Instant::now();
    let filter = params.filter()?;
    let (offset, limit) = params.page()?;
    let order = match params.one("sort")? {
        None => Order::default(),
        Some(name) => Order::from_name(name).ok_or_else(|| {
            ApiError::bad("sort", format!("'sort' must be one of: {}", Order::NAMES.join(", ")))
        })?,
    };
    let (total, lines) = desk
        .over(filter, |index, found| {
            (found.total(), index.page(found, order, offset as usize, limit as usize))
        })
        .await?;
    let registry = &desk.knowledge().registry;
    let items = lines.iter().map(|l| listed(l, registry)).collect();
    Ok(Json(IncidentPage { total, items, took_ms: start.elapsed().as_secs_f64() * 1000.0 }))
}

/// Which part of the map, and from how far.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "for the document")]
pub struct MapParams {
    /// Zoom, 0 the whole world to 22; 3 where it is not given.
    #[param(minimum = 0, maximum = 22)]
    zoom: Option<f64>,
    /// `west,south,east,north` in degrees; everything where it is not given.
    #[param(pattern = r"^-?\d{1,4}(\.\d{1,12})?(,-?\d{1,4}(\.\d{1,12})?){3}$")]
    bbox: Option<String>,
}

/// One incident on the map, or several that lie too near to be told apart.
#[derive(Debug, Serialize, ToSchema)]
pub struct MapPointJson {
    /// Latitude, degrees: the middle of its incidents.
    pub lat: f64,
    /// Longitude, degrees.
    pub lon: f64,
    /// How many incidents.
    pub n: usize,
    /// Ids of the first twenty.
    pub ids: Vec<String>,
    /// The incident, where it is one.
    pub incident: Option<ListedIncident>,
    /// Sum of the best numbers of killed; null where no incident has one.
    pub killed_best: Option<f64>,
    /// How many stand how; what none stands as is left out.
    pub standings: BTreeMap<String, usize>,
    /// How fine the places are: that of the coarsest.
    pub precision: PlacePrecision,
    /// The largest radius of the places, kilometres.
    pub radius_km: Option<f64>,
}

/// The map.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncidentMap {
    /// The points, in order of their places.
    pub points: Vec<MapPointJson>,
    /// How many incidents found have no place.
    pub without_place: usize,
}

/// Incidents on the map, gathered where they lie too near to be told apart at this zoom.
#[utoipa::path(get, path = "/api/incidents/map", tag = "incidents",
    params(FilterParams, MapParams), responses((status = 200, body = IncidentMap)))]
pub async fn map(State(desk): State<Desk>, params: Params) -> ApiResult<Json<IncidentMap>> {
    let filter = params.filter()?;
    let zoom = params.parse::<f64>("zoom", "a number from 0 to 22")?.unwrap_or(3.0);
    if !(0.0..=22.0).contains(&zoom) {
        return Err(ApiError::bad("zoom", "'zoom' must be a number from 0 to 22"));
    }
    let bounds = params.bounds()?;
    let (points, without_place) = desk.over(filter, |index, found| index.map(found, zoom, bounds)).await?;
    let registry = &desk.knowledge().registry;
    let points = points.into_iter().map(|p| MapPointJson {
        lat: p.lat,
        lon: p.lon,
        n: p.n,
        ids: p.ids,
        incident: p.incident.map(|l| listed(&l, registry)),
        killed_best: p.killed_best,
        standings: Standing::ALL
            .iter()
            .zip(p.standings)
            .filter(|(_, n)| *n > 0)
            .map(|(s, n)| (s.as_str().to_owned(), n))
            .collect(),
        precision: p.precision,
        radius_km: p.radius_km,
    });
    Ok(Json(IncidentMap { points: points.collect(), without_place }))
}

/// How wide a bin is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum UnitJson {
    /// A day.
    Day,
    /// A week from Saturday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// A bin of the time-line.
#[derive(Debug, Serialize, ToSchema)]
pub struct BinJson {
    /// First day.
    pub from: Date,
    /// Last day within.
    pub to: Date,
    /// How many incidents begin in it.
    pub n: usize,
    /// Sum of their best numbers of killed; null where no incident has one.
    pub killed_best: Option<f64>,
}

/// The time-line.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineJson {
    /// How wide bins are.
    pub unit: UnitJson,
    /// The bins, in order, with empty ones between.
    pub bins: Vec<BinJson>,
    /// How many incidents found have no day.
    pub undated: usize,
}

/// Incidents over time.
#[utoipa::path(get, path = "/api/incidents/timeline", tag = "incidents",
    params(FilterParams), responses((status = 200, body = TimelineJson)))]
pub async fn timeline(State(desk): State<Desk>, params: Params) -> ApiResult<Json<TimelineJson>> {
    let line = desk.over(params.filter()?, |index, found| index.timeline(found)).await?;
    let unit = match line.unit {
        TimeUnit::Day => UnitJson::Day,
        TimeUnit::Week => UnitJson::Week,
        TimeUnit::Month => UnitJson::Month,
        TimeUnit::Year => UnitJson::Year,
    };
    let bin = |b: crate::index::Bin| BinJson { from: b.from, to: b.to, n: b.n, killed_best: b.killed_best };
    Ok(Json(TimelineJson { unit, bins: line.bins.into_iter().map(bin).collect(), undated: line.undated }))
}

/// A value and how many incidents have it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetValue<T> {
    /// The value.
    pub value: T,
    /// How many.
    pub n: usize,
}

/// An actor and how many incidents name it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActorValue {
    /// Identity in the registry; of one that is not registered the words.
    pub value: String,
    /// Its name in the registry.
    pub label: Option<Label>,
    /// The words of one of the reports.
    pub name: String,
    /// How many.
    pub n: usize,
}

/// Counts for every filter, each with its own condition left out.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetsJson {
    /// By type, the commonest first.
    pub r#type: Vec<FacetValue<ClaimType>>,
    /// By standing, in the order of the list.
    pub standing: Vec<FacetValue<Standing>>,
    /// By actor, the fifty commonest.
    pub actor: Vec<ActorValue>,
    /// By outlet, the fifty commonest.
    pub outlet: Vec<FacetValue<String>>,
    /// With conflicts.
    pub conflicts: usize,
    /// With claims that wait for review.
    pub to_review: usize,
    /// That the filter finds.
    pub total: usize,
}

/// How many incidents each value of a filter would give.
#[utoipa::path(get, path = "/api/incidents/facets", tag = "incidents",
    params(FilterParams), responses((status = 200, body = FacetsJson)))]
pub async fn facets(State(desk): State<Desk>, params: Params) -> ApiResult<Json<FacetsJson>> {
    let f = desk.over(params.filter()?, |index, found| index.facets(found)).await?;
    let registry = &desk.knowledge().registry;
    Ok(Json(FacetsJson {
        r#type: (f.types.into_iter())
            .filter_map(|c| Some(FacetValue { value: ClaimType::from_name(&c.value)?, n: c.n }))
            .collect(),
        standing: (f.standings.into_iter())
            .filter_map(|c| Some(FacetValue { value: Standing::from_name(&c.value)?, n: c.n }))
            .collect(),
        actor: (f.actors.into_iter())
            .map(|(c, name)| ActorValue {
                label: label(registry, Some(&c.value)),
                value: c.value,
                name,
                n: c.n,
            })
            .collect(),
        outlet: f.outlets.into_iter().map(|c| FacetValue { value: c.value, n: c.n }).collect(),
        conflicts: f.conflicts,
        to_review: f.to_review,
        total: f.total,
    }))
}
