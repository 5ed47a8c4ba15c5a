//! Makes the archives of `tests/fixtures` that are not there: one of each schema that shipped, of invented
//! reports. A fixture is made once, when its schema ships, and never again.
//!
//! `cargo run -p isnad-store --example make_fixtures`

use isnad_store::{Archive, SCHEMA, SqliteArchive};
use std::path::Path;

#[path = "../tests/support/mod.rs"]
mod support;
#[path = "../tests/support/v1.rs"]
mod v1;

use support::{Record, record};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let records: Vec<_> = (0..6).map(record).collect();
    let first = folder.join("v1.db");
    if !first.exists() {
        v1::write(&first, &records)?;
    }
    let newest = folder.join(format!("v{SCHEMA}.db"));
    if !newest.exists() {
        // A copy, since an archive in use has its log beside it.
        let scratch = tempfile::tempdir()?;
        let mut archive = SqliteArchive::create(scratch.path().join("isnad.db"))?;
        for (capture, sighting, reports) in &records {
            archive.add(capture, sighting, reports)?;
        }
        archive.backup(&newest)?;
    }
    Ok(())
}
