//! Reads any bytes as records of a form, and checks what must hold of every report.

use isnad_page::{Format, Limits, Record, read_record, records};

/// Panics where a report does not hold together, or where a capture is not read again as it was read first.
pub fn read(bytes: &[u8], format: Format) {
    let limits = Limits::default();
    for record in records("input", bytes, format, &limits).flatten() {
        let report = read_record(&record, &limits);
        let mut at = 0;
        for block in &report.blocks {
            assert!(block.span.start >= at && !block.span.is_empty());
            assert!(report.text.get(block.span.start..block.span.end).is_some());
            at = block.span.end;
        }
        for problem in &report.problems {
            assert!(problem.span.is_none_or(|s| report.text.get(s.start..s.end).is_some()));
        }
        let again = Record::from_capture(record.capture.clone(), record.sighting.clone()).expect("a capture is read again");
        assert_eq!(again.body, record.body);
    }
}
