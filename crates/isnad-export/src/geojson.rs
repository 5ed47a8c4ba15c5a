//! A feature collection (RFC 7946), written feature by feature.

use crate::Result;
use serde_json::{Value, json};
use std::io::Write;

/// The collection that is being written.
pub struct Features<W: Write> {
    out: W,
    first: bool,
}

impl<W: Write> Features<W> {
    /// Opens the collection.
    pub fn new(mut out: W) -> Result<Self> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Features { out, first: true })
    }

    /// Adds a feature.
    pub fn add(&mut self, feature: &Value) -> Result<()> {
        self.out.write_all(if std::mem::take(&mut self.first) { b"\n" } else { b",\n" })?;
        Ok(write!(self.out, "{feature}")?)
    }

    /// Closes the collection.
    pub fn end(mut self) -> Result<()> {
        self.out.write_all(b"\n]}\n")?;
        Ok(self.out.flush()?)
    }
}

/// A feature at a point: latitude, longitude. Without one its geometry is null, as the standard asks.
pub fn point(id: &str, at: Option<(f64, f64)>, properties: Value) -> Value {
    let geometry = at.map(|(lat, lon)| json!({"type": "Point", "coordinates": [lon, lat]}));
    json!({"type": "Feature", "id": id, "geometry": geometry, "properties": properties})
}
