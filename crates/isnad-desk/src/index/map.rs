//! Incidents as points of a map, gathered on a grid that is as coarse as the map is far.

use super::{Index, Matches};
use isnad_model::{IncidentLine, PlacePrecision, Standing};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Ids that a point names, at most.
const MOST_IDS: usize = 20;
/// Side of a cell, in pixels of the map's screen.
const CELL: f64 = 56.0;
/// Side of the whole world at zoom 0, in pixels.
const WORLD: f64 = 512.0;

/// A part of the map, in degrees. West may be greater than east: then it crosses the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// West.
    pub west: f64,
    /// South.
    pub south: f64,
    /// East.
    pub east: f64,
    /// North.
    pub north: f64,
}

impl Bounds {
    fn holds(&self, lat: f64, lon: f64) -> bool {
        let across = if self.west <= self.east {
            lon >= self.west && lon <= self.east
        } else {
            lon >= self.west || lon <= self.east
        };
        across && lat >= self.south && lat <= self.north
    }
}

/// One incident, or several that lie so near that they are drawn as one.
#[derive(Debug, Clone)]
pub struct MapPoint {
    /// Latitude, degrees: the middle of its incidents.
    pub lat: f64,
    /// Longitude, degrees.
    pub lon: f64,
    /// How many.
    pub n: usize,
    /// Ids of the first twenty.
    pub ids: Vec<String>,
    /// The incident, where it is one.
    pub incident: Option<Arc<IncidentLine>>,
    /// Sum of the best numbers of killed; none where no incident has one.
    pub killed_best: Option<f64>,
    /// How many of each standing, by the order of the list.
    pub standings: [usize; Standing::ALL.len()],
    /// How fine their places are: that of the coarsest.
    pub precision: PlacePrecision,
    /// The largest radius of their places, kilometres.
    pub radius_km: Option<f64>,
}

/// A place on the square of the Mercator projection, both 0 to 1.
fn mercator(lat: f64, lon: f64) -> (f64, f64) {
    let sin = lat.to_radians().sin().clamp(-0.9999, 0.9999);
    let y = 0.5 - ((1.0 + sin) / (1.0 - sin)).ln() / (4.0 * std::f64::consts::PI);
    ((lon + 180.0) / 360.0, y)
}

/// Kilometres between two points of (latitude, longitude) in degrees.
pub(crate) fn km_between(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let (dlat, dlon) = ((lat_b - lat_a) / 2.0, (b.1 - a.1).to_radians() / 2.0);
    let h = dlat.sin().powi(2) + lat_a.cos() * lat_b.cos() * dlon.sin().powi(2);
    2.0 * 6371.0 * h.sqrt().clamp(0.0, 1.0).asin()
}

struct Cell {
    lat: f64,
    lon: f64,
    n: usize,
    rows: [u32; MOST_IDS],
    killed: f64,
    counted: bool,
    standings: [usize; Standing::ALL.len()],
    precision: PlacePrecision,
    radius: f64,
}

impl Index {
    /// The incidents found as points at a zoom (0 the whole world, 22 a house), within `bounds` where given, and how many of all found
    /// have no place. Points are in order of their places, so that the same question has the same answer.
    pub fn map(&self, found: &Matches, zoom: f64, bounds: Option<Bounds>) -> (Vec<MapPoint>, usize) {
        let cells_across = (WORLD * zoom.clamp(0.0, 22.0).exp2() / CELL).max(1.0);
        let mut cells: FxHashMap<(u32, u32), Cell> = FxHashMap::default();
        let mut without = 0;
        for n in found.rows(0) {
            let row = &self.rows[n];
            if !(row.lat.is_finite() && row.lon.is_finite()) {
                without += 1;
                continue;
            }
            if bounds.is_some_and(|b| !b.holds(row.lat, row.lon)) {
                continue;
            }
            let (x, y) = mercator(row.lat, row.lon);
            let key = ((x * cells_across) as u32, (y * cells_across) as u32);
            let cell = cells.entry(key).or_insert(Cell {
                lat: 0.0,
                lon: 0.0,
                n: 0,
                rows: [0; MOST_IDS],
                killed: 0.0,
                counted: false,
                standings: [0; Standing::ALL.len()],
                precision: PlacePrecision::Exact,
                radius: 0.0,
            });
            if cell.n < MOST_IDS {
                cell.rows[cell.n] = n as u32;
            }
            cell.n += 1;
            cell.lat += row.lat;
            cell.lon += row.lon;
            if !row.killed.is_nan() {
                cell.killed += f64::from(row.killed);
                cell.counted = true;
            }
            let standing = (row.standing.trailing_zeros() as usize).min(Standing::ALL.len() - 1);
            cell.standings[standing] += 1;
            if let Some(place) = &self.lines[n].place {
                cell.precision =
                    if cell.n == 1 { place.precision } else { cell.precision.max(place.precision) };
                cell.radius = cell.radius.max(place.radius_km.unwrap_or(0.0));
            }
        }
        let mut all: Vec<((u32, u32), Cell)> = cells.into_iter().collect();
        all.sort_unstable_by_key(|(key, _)| (key.1, key.0));
        let points = all.into_iter().map(|(_, cell)| self.point(&cell)).collect();
        (points, without)
    }

    fn point(&self, cell: &Cell) -> MapPoint {
        let rows = &cell.rows[..cell.n.min(MOST_IDS)];
        let line = |n: &u32| &self.lines[*n as usize];
        MapPoint {
            lat: cell.lat / cell.n as f64,
            lon: cell.lon / cell.n as f64,
            n: cell.n,
            ids: rows.iter().map(|n| line(n).id.clone()).collect(),
            incident: rows.first().filter(|_| cell.n == 1).map(|n| Arc::clone(line(n))),
            killed_best: cell.counted.then_some(cell.killed),
            standings: cell.standings,
            precision: cell.precision,
            radius_km: (cell.radius > 0.0).then_some(cell.radius),
        }
    }
}
