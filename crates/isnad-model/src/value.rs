//! Resolved values: times, places, quantities, each with its precision and what it rests on.

use crate::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

closed_list! {
    /// What a value rests on.
    pub enum Basis {
        /// The words of the claim or mention itself.
        Stated = "stated",
        /// Metadata of the page, feed entry or JSON line.
        Metadata = "metadata",
        /// The address of the page.
        Url = "url",
        /// A dateline or time stamp in the text.
        Dateline = "dateline",
        /// Carried over from another place of the same report (`from` says which).
        Carried = "carried",
        /// Borrowed from another report of the same incident (`from` says which).
        Borrowed = "borrowed",
    }
}

closed_list! {
    /// How fine a time is.
    pub enum TimePrecision {
        /// A clock time.
        Instant = "instant",
        /// Morning, noon, evening, night of a known day.
        PartOfDay = "part_of_day",
        /// A day.
        Day = "day",
        /// A week or a few days.
        Week = "week",
        /// A month.
        Month = "month",
        /// A year.
        Year = "year",
        /// Left relative or open.
        Unknown = "unknown",
    }
}

closed_list! {
    /// How fine a place is.
    pub enum PlacePrecision {
        /// A building or coordinates that the text gives.
        Exact = "exact",
        /// A quarter of a town.
        Quarter = "quarter",
        /// A village, town or city.
        Settlement = "settlement",
        /// Near a known place, in a direction or at a distance from it.
        Near = "near",
        /// A district or sub-district (admin2, admin3).
        District = "district",
        /// A governorate or province (admin1), or the countryside of one.
        Province = "province",
        /// A region of several provinces.
        Region = "region",
        /// A country.
        Country = "country",
        /// Not settled: candidates, no coordinates.
        Unknown = "unknown",
    }
}

/// Where an inferred value was taken from. Rule 1 of the design: a value that is not stated in the claim
/// itself says from what it was inferred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The other report, by id; `None` is this report.
    pub report: Option<String>,
    /// Where in that report's text, in bytes.
    pub span: Span,
}

/// Words for a part of a day. Kept beside the day because a claim of «فجر الثلاثاء» is of that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeOfDay {
    /// First hour, 0 to 23, local time of the place.
    pub from_hour: u8,
    /// Last hour, 0 to 23; smaller than `from_hour` where the part runs over midnight.
    pub to_hour: u8,
}

/// A time as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeValue {
    /// First day; `None` where the time stays relative.
    pub from: Option<Date>,
    /// Last day within.
    pub to: Option<Date>,
    /// How fine it is.
    pub precision: TimePrecision,
    /// What it rests on.
    pub basis: Basis,
    /// Part of the day, where said.
    pub time_of_day: Option<TimeOfDay>,
    /// Where it was taken from, if not from the words themselves.
    pub source: Option<Source>,
}

/// One place that a name may mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Identity in the gazetteer.
    pub gazetteer_id: String,
    /// The gazetteer's name.
    pub name: String,
    /// Latitude in degrees, WGS 84.
    pub lat: f64,
    /// Longitude in degrees, WGS 84.
    pub lon: f64,
    /// Relative weight among the candidates of one mention; they add up to 1.
    pub score: f32,
}

/// A place as far as it is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceValue {
    /// The name under which it was looked up, without generic noun or clitics.
    pub name: String,
    /// Latitude in degrees, WGS 84; `None` where the place is not settled.
    pub lat: Option<f64>,
    /// Longitude in degrees, WGS 84; `None` where the place is not settled.
    pub lon: Option<f64>,
    /// Identity in the gazetteer, where settled.
    pub gazetteer_id: Option<String>,
    /// How fine it is.
    pub precision: PlacePrecision,
    /// Kilometres around the point within which it lies, where the words give an area («شمال …», «على بعد …»).
    pub radius_km: Option<f64>,
    /// What else it may be, best first; holds the chosen one too where there was a choice.
    pub candidates: Vec<Candidate>,
    /// Where it was taken from, if not from the words themselves («المدينة»).
    pub source: Option<Source>,
}

/// A number as claimed. `min == max` is exact or approximate; an open side is unknown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// Smallest value that the words allow.
    pub min: Option<f64>,
    /// Largest value that the words allow.
    pub max: Option<f64>,
    /// What is counted, as the text says it («قتيلا», «دولار», «%»), if it does.
    pub unit: Option<String>,
}
