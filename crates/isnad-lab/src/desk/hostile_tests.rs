use super::*;
use isnad_export::{Form, Incidents, Lookup, Of, Rows};
use isnad_page::{Format, Limits, records};
use isnad_read::{Gazetteer, Knowledge, Reader, Registry};
use isnad_store::{Archive, Entry, Filter, IncidentFilter, SqliteArchive};
use std::collections::BTreeSet;

const PLACES: &[u8] = include_bytes!("../../../../demo/places.tsv");
const ACTORS: &str = include_str!("../../../../demo/actors.toml");

#[test]
fn there_are_three_hundred_and_always_the_same() {
    let (one, two) = (files(), files());
    assert_eq!(one.len(), 300);
    let names: BTreeSet<&str> = one.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names.len(), 300);
    assert!(one.iter().zip(&two).all(|(a, b)| a.name == b.name && a.bytes == b.bytes));
    assert!(names.iter().all(|n| n.len() <= 255 && !n.contains(['/', '\0'])));
    let broken = one.iter().filter(|f| std::str::from_utf8(&f.bytes).is_err());
    assert_eq!(broken.count(), 5);
}

/// An archive of all of them, read as `isnad add` reads.
fn archive(path: &std::path::Path) -> (SqliteArchive, Lookup) {
    let places = Gazetteer::from_tsv(PLACES).unwrap();
    let mut knowledge = Knowledge::shipped().unwrap().with_places(&places).unwrap();
    knowledge.registry = Registry::shipped_with(ACTORS).unwrap();
    let reader = Reader::with(knowledge, None);
    let mut archive = SqliteArchive::create(path).unwrap();
    let mut reports = 0;
    for f in files() {
        for record in records(&f.name, f.bytes.as_slice(), Format::Auto, &Limits::default()) {
            // What cannot be read is told and passed over, as by the program.
            let Ok(record) = record else { continue };
            let read = reader.record(&record);
            let json = read.json();
            let entry = Entry::new(&record.capture, &record.sighting, &[(read.report, json)]).unwrap();
            reports += archive.add_entry(&entry).unwrap().readings_new;
        }
    }
    assert!(reports > 250, "only {reports} reports");
    archive.update_incidents(&mut |_, _| {}).unwrap();
    (archive, Lookup::new(Registry::shipped_with(ACTORS).unwrap(), places))
}

/// Whether a spreadsheet could take a cell for a formula, or a terminal for a command.
fn fault(cell: &str) -> Option<&'static str> {
    let hidden = |c: char| {
        c.is_whitespace()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
    };
    let shown = cell.trim_start_matches(hidden);
    // A number may be negative.
    if cell.parse::<f64>().is_err() && shown.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        return Some("a formula");
    }
    if cell.chars().any(char::is_control) {
        return Some("a control character");
    }
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    cell.chars().any(turns).then_some("a direction override")
}

#[test]
fn no_export_holds_a_formula_or_a_control_character() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, lookup) = archive(&folder.path().join("hostile.db"));
    let (incidents, rows) = (IncidentFilter::default(), Filter::default());
    let all = [
        Of::Incidents(Incidents::Filter(&incidents), &lookup),
        Of::Claims(Rows::Filter(&rows)),
        Of::Reports(Rows::Filter(&rows)),
        Of::Decisions,
    ];
    for of in all {
        for form in of.what().forms().filter(|f| f.is_built()) {
            let mut out = Vec::new();
            isnad_export::write(&archive, of, form, &mut out).unwrap();
            if form == Form::Parquet {
                continue;
            }
            let text = String::from_utf8(out).unwrap();
            if form.extension().ends_with("csv") {
                let mut csv = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
                let mut n = 0;
                for row in csv.records() {
                    n += 1;
                    for cell in &row.unwrap() {
                        let what = fault(cell);
                        let shown: String = cell.chars().take(80).collect();
                        assert!(
                            what.is_none(),
                            "{} as {form}, row {n}: {} in {shown:?}",
                            of.what(),
                            what.unwrap()
                        );
                    }
                }
                assert!(n > 4 || of.what() == isnad_export::What::Decisions, "{form} has {n} rows");
            } else {
                // JSON writes controls as escapes; between its objects there are line breaks alone.
                assert!(text.chars().all(|c| c == '\n' || c == '\u{7f}' || !c.is_ascii_control()), "{form}");
            }
        }
    }
}
