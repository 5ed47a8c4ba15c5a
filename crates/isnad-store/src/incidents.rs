//! What is asked of incidents, and what bringing them in step did.

use crate::DateRange;
use isnad_model::{ClaimType, IncidentLine, Standing};

/// Which incidents are asked for. Every field that is given must hold; within a list any value may.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct IncidentFilter {
    /// The day overlaps these. Incidents without a day are out where a side is given.
    pub days: DateRange,
    /// One of its places is within so many kilometres of a point: latitude, longitude, kilometres.
    pub near: Option<(f64, f64, f64)>,
    /// Words of the name of one of its places, folded.
    pub place: Option<String>,
    /// One of its claims is of one of these types.
    pub types: Vec<ClaimType>,
    /// One of these is said to have done it: a registry id, or words of the name, folded.
    pub actors: Vec<String>,
    /// It stands so.
    pub standings: Vec<Standing>,
    /// At least so many independent sources.
    pub min_sources: Option<u32>,
    /// Its claims differ in some point.
    pub conflicts: bool,
    /// A report of it holds these words, in the language of [`search`](crate::Archive::search).
    pub text: Option<String>,
}

/// What bringing incidents in step changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Grouped {
    /// Reports, or parts of them, that were compared.
    pub items: u64,
    /// Incidents that were founded.
    pub founded: u64,
    /// Incidents whose record changed.
    pub changed: u64,
    /// Incidents that ended: in another, or with their last report.
    pub ended: u64,
}

impl Grouped {
    /// Adds another's numbers.
    pub fn add(&mut self, other: Grouped) {
        self.items += other.items;
        self.founded += other.founded;
        self.changed += other.changed;
        self.ended += other.ended;
    }
}

/// One change in the list of incidents.
#[derive(Debug, Clone, PartialEq)]
pub enum LineChange {
    /// It is new, or its line is another.
    Changed(Box<IncidentLine>),
    /// The incident of this number ended: in another, or with its last report.
    Ended(i64),
}

/// The number of an incident's id: «i12» or «12».
pub fn incident_number(id: &str) -> Option<i64> {
    let digits = id.strip_prefix(['i', 'I']).unwrap_or(id);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|n| plain && *n > 0)
}

/// The id of a number.
pub(crate) fn incident_id(number: i64) -> String {
    format!("i{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_numbers() {
        for (id, n) in [
            ("i12", Some(12)),
            ("7", Some(7)),
            ("i0", None),
            ("i-3", None),
            ("+3", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(incident_number(id), n, "{id}");
        }
        assert_eq!(incident_number("99999999999999999999"), None);
        assert_eq!(incident_number(&incident_id(5)), Some(5));
    }
}
