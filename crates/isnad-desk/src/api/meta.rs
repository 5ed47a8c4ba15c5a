//! What the archive holds, and the closed lists that the page offers.

use crate::Desk;
use crate::error::{ApiError, ApiResult};
use axum::Json;
use axum::extract::State;
use isnad_export::What;
use isnad_model::{
    BlockKind, ClaimType, ConflictKind, FigureOf, FigureScope, FigureWhat, LinkKind, PlacePrecision,
    Standing, Status, TimePrecision, WordingKind,
};
use serde::Serialize;
use utoipa::ToSchema;

/// The archive.
#[derive(Debug, Serialize, ToSchema)]
pub struct MetaArchive {
    /// Its file.
    pub path: String,
    /// The file's name without its folder.
    pub name: String,
}

/// How many rows it holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct MetaCounts {
    /// Captures.
    pub captures: u64,
    /// Sightings of captures.
    pub sightings: u64,
    /// Reports, replaced extractions included.
    pub reports: u64,
    /// Readings, old ones included.
    pub readings: u64,
    /// Claims of current readings.
    pub claims: u64,
    /// Incidents.
    pub incidents: u64,
    /// Decisions.
    pub decisions: u64,
}

/// A type of claims.
#[derive(Debug, Serialize, ToSchema)]
pub struct MetaType {
    /// Its name.
    pub id: ClaimType,
    /// PLOVER event type.
    pub plover: Option<String>,
    /// ACLED sub-event type.
    pub acled: Option<String>,
}

/// The closed lists, each in its order.
#[derive(Debug, Serialize, ToSchema)]
pub struct MetaLists {
    /// How incidents stand.
    pub standing: Vec<Standing>,
    /// How surely claims are put forward.
    pub status: Vec<Status>,
    /// How fine places are.
    pub place_precision: Vec<PlacePrecision>,
    /// How fine times are.
    pub time_precision: Vec<TimePrecision>,
    /// What links of chains are.
    pub link_kind: Vec<LinkKind>,
    /// What figures count.
    pub figure_what: Vec<FigureWhat>,
    /// Of whom.
    pub figure_of: Vec<FigureOf>,
    /// Over what.
    pub figure_scope: Vec<FigureScope>,
    /// How words are loaded.
    pub wording: Vec<WordingKind>,
    /// What blocks of a page are.
    pub block: Vec<BlockKind>,
    /// In what claims conflict.
    pub conflict: Vec<ConflictKind>,
}

/// Forms of exports.
#[derive(Debug, Serialize, ToSchema)]
pub struct MetaExports {
    /// Of incidents.
    pub incidents: Vec<String>,
    /// Of claims.
    pub claims: Vec<String>,
    /// Of reports.
    pub reports: Vec<String>,
    /// Of decisions.
    pub decisions: Vec<String>,
}

/// All of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Meta {
    /// Version of the program.
    pub version: String,
    /// The archive.
    pub archive: MetaArchive,
    /// How many rows.
    pub counts: MetaCounts,
    /// How many reports and decisions the incidents do not know of yet.
    pub behind: u64,
    /// Who rules, where a request does not say.
    pub user: String,
    /// Types of claims with their codes.
    pub types: Vec<MetaType>,
    /// The other closed lists.
    pub lists: MetaLists,
    /// Forms of exports.
    pub exports: MetaExports,
    /// When this was made, RFC 3339 in UTC.
    pub generated_at: String,
}

/// What the archive holds, and the closed lists.
#[utoipa::path(get, path = "/api/meta", tag = "archive", responses((status = 200, body = Meta)))]
pub async fn meta(State(desk): State<Desk>) -> ApiResult<Json<Meta>> {
    let (behind, c) = (desk.behind(), desk.counts());
    let forms = |what: What| what.forms().filter(|f| f.is_built()).map(|f| f.as_str().to_owned()).collect();
    Ok(Json(Meta {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        archive: MetaArchive {
            path: desk.path().display().to_string(),
            name: desk.path().file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
        },
        counts: MetaCounts {
            captures: c.captures,
            sightings: c.sightings,
            reports: c.reports,
            readings: c.readings,
            claims: c.claims,
            incidents: c.incidents,
            decisions: c.decisions,
        },
        behind,
        user: desk.user().to_owned(),
        types: ClaimType::ALL
            .iter()
            .map(|&id| {
                let (plover, acled) = desk.knowledge().codes(id);
                MetaType { id, plover, acled }
            })
            .collect(),
        lists: MetaLists {
            standing: Standing::ALL.to_vec(),
            status: Status::ALL.to_vec(),
            place_precision: PlacePrecision::ALL.to_vec(),
            time_precision: TimePrecision::ALL.to_vec(),
            link_kind: LinkKind::ALL.to_vec(),
            figure_what: FigureWhat::ALL.to_vec(),
            figure_of: FigureOf::ALL.to_vec(),
            figure_scope: FigureScope::ALL.to_vec(),
            wording: WordingKind::ALL.to_vec(),
            block: BlockKind::ALL.to_vec(),
            conflict: ConflictKind::ALL.to_vec(),
        },
        exports: MetaExports {
            incidents: forms(What::Incidents),
            claims: forms(What::Claims),
            reports: forms(What::Reports),
            decisions: forms(What::Decisions),
        },
        generated_at: super::now(),
    }))
}

/// Opens a session: a short-lived cookie for what a browser fetches without our headers (events, downloads).
#[utoipa::path(post, path = "/api/session", tag = "archive",
    params(super::OwnHeader),
    responses((status = 204, description = "The cookie is set; on loopback none is needed.")))]
pub async fn session(State(desk): State<Desk>) -> ApiResult<axum::response::Response> {
    use axum::http::{HeaderValue, StatusCode, header};
    use axum::response::IntoResponse;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if desk.session().is_closed() {
        let value = desk.session().open().map_err(|_| ApiError::internal())?;
        let cookie = format!(
            "{}={value}; HttpOnly; SameSite=Strict; Path=/api; Max-Age={}",
            crate::session::COOKIE,
            crate::session::COOKIE_LIFE.as_secs()
        );
        let cookie = HeaderValue::from_str(&cookie).map_err(|_| ApiError::internal())?;
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
