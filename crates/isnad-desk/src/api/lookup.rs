//! Places and actors for a search box.

use super::line::actor_kind;
use super::params::Params;
use crate::Desk;
use crate::error::{ApiError, ApiResult};
use crate::knowledge::feature;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What is sought.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "for the document")]
pub struct PlaceParams {
    /// A name, or a part of one, in Arabic or English.
    #[param(max_length = 1000)]
    q: Option<String>,
    /// `lat,lon`: of equals the nearest to this comes first.
    #[param(
        pattern = r"^-?(90(\.0+)?|[0-8]?\d(\.\d{1,12})?),-?(180(\.0+)?|(1[0-7]\d|\d{1,2})(\.\d{1,12})?)$"
    )]
    near: Option<String>,
    /// How many at most; 20 where it is not given.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// A place of the gazetteer.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceItem {
    /// Identity.
    pub gazetteer_id: String,
    /// Arabic name.
    pub name: String,
    /// English name, where packages hold one.
    pub name_en: Option<String>,
    /// What it is.
    pub kind: String,
    /// Latitude, degrees.
    pub lat: f64,
    /// Longitude, degrees.
    pub lon: f64,
    /// Its province, Arabic; empty where it has none.
    pub province: String,
    /// Two letters of ISO 3166.
    pub country: String,
    /// People living there, where known.
    pub population: Option<u32>,
}

/// Places.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceList {
    /// The best fit first.
    pub items: Vec<PlaceItem>,
}

/// Places of a name.
#[utoipa::path(get, path = "/api/places", tag = "knowledge",
    params(PlaceParams), responses((status = 200, body = PlaceList)))]
pub async fn places(State(desk): State<Desk>, params: Params) -> ApiResult<Json<PlaceList>> {
    let q = params.text("q")?.unwrap_or_default().to_owned();
    let near = params.point("near")?;
    let limit = params.number("limit", 1, 100)?.unwrap_or(20) as usize;
    let search = move || {
        let knowledge = desk.knowledge();
        let found = knowledge.places(&q, near, limit);
        found
            .into_iter()
            .map(|p| PlaceItem {
                gazetteer_id: p.id().to_owned(),
                name: p.name().to_owned(),
                name_en: knowledge.name_en(p.id()).map(str::to_owned),
                kind: feature(p.feature()).to_owned(),
                lat: p.lat(),
                lon: p.lon(),
                province: p.province().to_owned(),
                country: p.country().to_owned(),
                population: Some(p.population()).filter(|n| *n > 0),
            })
            .collect()
    };
    let items = tokio::task::spawn_blocking(search).await.map_err(|_| ApiError::internal())?;
    Ok(Json(PlaceList { items }))
}

/// What is sought.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "for the document")]
pub struct ActorParams {
    /// A name, or a part of one, in Arabic or English.
    #[param(max_length = 1000)]
    q: Option<String>,
}

/// An actor of the registry.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActorItem {
    /// Identity.
    pub id: String,
    /// Arabic name.
    pub ar: String,
    /// English name.
    pub en: String,
    /// What it is.
    pub kind: String,
    /// Two letters of ISO 3166; empty where it is of no one country.
    pub country: String,
}

/// Actors.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActorList {
    /// The best fit first, thirty at most.
    pub items: Vec<ActorItem>,
}

/// Actors of a name.
#[utoipa::path(get, path = "/api/actors", tag = "knowledge",
    params(ActorParams), responses((status = 200, body = ActorList)))]
pub async fn actors(State(desk): State<Desk>, params: Params) -> ApiResult<Json<ActorList>> {
    let found = desk.knowledge().actors(params.text("q")?.unwrap_or_default(), 30);
    let items = found.into_iter().map(|a| ActorItem {
        id: a.id.clone(),
        ar: a.name_ar.clone(),
        en: a.name_en.clone(),
        kind: actor_kind(a.kind).to_owned(),
        country: a.country.clone(),
    });
    Ok(Json(ActorList { items: items.collect() }))
}
