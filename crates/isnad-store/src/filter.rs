//! Which reports or claims are asked for.

use crate::ReportKey;
use isnad_model::{ClaimType, LinkKind, Status};
use jiff::civil::Date;

/// Days from `from` to `to`, both within; an open side is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateRange {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl DateRange {
    /// Both sides given.
    pub const fn new(from: Date, to: Date) -> Self {
        DateRange { from: Some(from), to: Some(to) }
    }

    /// Whether neither side is given, so that everything is within, dated or not.
    pub const fn is_open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

/// Where a claim's event is said to have happened. Any place of the claim may match, not only the first.
#[derive(Debug, Clone, PartialEq)]
pub enum PlaceFilter {
    /// The words of the place's name, folded by the search analyser; «الحسكة» finds «ريف الحسكة», «حلب» does not find «حلبجة».
    Name(String),
    /// The gazetteer's identity.
    Gazetteer(String),
    /// Within `km` kilometres of a point in degrees, WGS 84. Places without coordinates are never near.
    Near {
        /// Latitude, −90 to 90.
        lat: f64,
        /// Longitude, −180 to 180.
        lon: f64,
        /// Distance on the sphere.
        km: f64,
    },
}

/// What must hold. Every field that is given must hold; within a list any value may. Fields of claims must
/// hold of one and the same claim; for reports and search it means: of at least one claim of the report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// The report's date of publication overlaps these days. Undated reports are out where a side is given.
    pub published: DateRange,
    /// Names of outlets, folded by the search analyser.
    pub outlets: Vec<String>,
    /// BCP 47 codes.
    pub languages: Vec<String>,
    /// Address of the report, as its record gave it.
    pub url: Option<String>,
    /// The claim's time overlaps these days. Undated claims are out where a side is given.
    pub happened: DateRange,
    /// Where it happened.
    pub place: Option<PlaceFilter>,
    /// What happened.
    pub types: Vec<ClaimType>,
    /// How surely.
    pub statuses: Vec<Status>,
    /// Whether recalled as history.
    pub background: Option<bool>,
    /// A link of the claim's chain is one of these.
    pub says: Vec<LinkKind>,
    /// At least this sure, 0 to 1.
    pub min_confidence: Option<f32>,
}

impl Filter {
    /// Whether any field of claims is given.
    pub fn asks_of_claims(&self) -> bool {
        !self.happened.is_open()
            || self.place.is_some()
            || !self.types.is_empty()
            || !self.statuses.is_empty()
            || self.background.is_some()
            || !self.says.is_empty()
            || self.min_confidence.is_some()
    }
}

/// Which claims of the review queue are asked for. Every field that is given must hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QueueFilter {
    /// They are of one of these types.
    pub types: Vec<ClaimType>,
    /// They stand in this report.
    pub report: Option<ReportKey>,
    /// They belong to this incident, redirects followed.
    pub incident: Option<String>,
}

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How many to pass over.
    pub offset: u64,
    /// How many to give at most.
    pub limit: u32,
}

impl Page {
    /// The first `limit`.
    pub const fn first(limit: u32) -> Self {
        Page { offset: 0, limit }
    }

    /// The page after this one.
    pub const fn next(self) -> Self {
        Page { offset: self.offset.saturating_add(self.limit as u64), limit: self.limit }
    }
}

impl Default for Page {
    fn default() -> Self {
        Page::first(50)
    }
}
