//! What is exported and in which forms: names, file endings, media types.

use std::fmt;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// Incidents.
    Incidents,
    /// Claims of current readings.
    Claims,
    /// Reports with their current readings.
    Reports,
    /// Decisions.
    Decisions,
}

impl What {
    /// All of them.
    pub const ALL: &'static [What] = &[What::Incidents, What::Claims, What::Reports, What::Decisions];

    /// Its name on the command line and in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            What::Incidents => "incidents",
            What::Claims => "claims",
            What::Reports => "reports",
            What::Decisions => "decisions",
        }
    }

    /// What it is, on one line of help.
    pub const fn about(self) -> &'static str {
        match self {
            What::Incidents => "Incidents",
            What::Claims => "Claims of current readings",
            What::Reports => "Reports with their current readings",
            What::Decisions => "Decisions",
        }
    }

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|w| w.as_str() == name)
    }

    /// Whether it is written in this form.
    pub const fn has(self, form: Form) -> bool {
        use Form::{Csv, Geojson, Gold, Jsonl, Parquet};
        match self {
            What::Incidents => !matches!(form, Gold),
            What::Claims => matches!(form, Jsonl | Csv | Geojson | Parquet),
            What::Reports => matches!(form, Jsonl | Csv),
            What::Decisions => matches!(form, Jsonl | Csv | Gold),
        }
    }

    /// The forms that it is written in.
    pub fn forms(self) -> impl Iterator<Item = Form> {
        Form::ALL.iter().copied().filter(move |f| self.has(*f))
    }
}

/// Form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// One JSON object a line.
    Jsonl,
    /// CSV with a header.
    Csv,
    /// GeoJSON (RFC 7946).
    Geojson,
    /// The columns of ACLED's export, as CSV.
    Acled,
    /// The columns of UCDP GED, as CSV.
    Ucdp,
    /// PLOVER events as POLECAT has them, one JSON object a line.
    Plover,
    /// FollowTheMoney entities, one JSON object a line.
    Ftm,
    /// CSV with a row of HXL hashtags.
    Hxl,
    /// Parquet.
    Parquet,
    /// Sentences that were reviewed, as annotated texts, one JSON object a line.
    Gold,
}

impl Form {
    /// All forms.
    pub const ALL: &'static [Form] = &[
        Form::Jsonl,
        Form::Csv,
        Form::Geojson,
        Form::Acled,
        Form::Ucdp,
        Form::Plover,
        Form::Ftm,
        Form::Hxl,
        Form::Parquet,
        Form::Gold,
    ];

    /// The forms that something is written in.
    pub fn of(what: What) -> impl Iterator<Item = Form> {
        what.forms()
    }

    /// Its name on the command line and in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Form::Jsonl => "jsonl",
            Form::Csv => "csv",
            Form::Geojson => "geojson",
            Form::Acled => "acled",
            Form::Ucdp => "ucdp",
            Form::Plover => "plover",
            Form::Ftm => "ftm",
            Form::Hxl => "hxl",
            Form::Parquet => "parquet",
            Form::Gold => "gold",
        }
    }

    /// What it is, on one line of help.
    pub const fn about(self) -> &'static str {
        match self {
            Form::Jsonl => "One JSON object a line",
            Form::Csv => {
                "CSV with a header; cells that a spreadsheet would run as formulas are made plain text"
            }
            Form::Geojson => "GeoJSON (RFC 7946)",
            Form::Acled => "The columns of ACLED's export, as CSV",
            Form::Ucdp => "The columns of UCDP GED, as CSV",
            Form::Plover => "PLOVER events as POLECAT has them, one JSON object a line",
            Form::Ftm => "FollowTheMoney entities, one JSON object a line",
            Form::Hxl => "CSV with a row of HXL hashtags",
            Form::Parquet => "Parquet, where the program was built with it",
            Form::Gold => "Sentences that a person reviewed, with their claims, as training data",
        }
    }

    /// The form of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|f| f.as_str() == name)
    }

    /// Media type, with the encoding where it is text.
    pub const fn media_type(self) -> &'static str {
        match self {
            Form::Jsonl | Form::Plover | Form::Ftm | Form::Gold => "application/x-ndjson; charset=utf-8",
            Form::Csv | Form::Acled | Form::Ucdp | Form::Hxl => "text/csv; charset=utf-8; header=present",
            Form::Geojson => "application/geo+json",
            Form::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// Ending of a file's name, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Form::Jsonl => "jsonl",
            Form::Csv => "csv",
            Form::Geojson => "geojson",
            Form::Acled => "acled.csv",
            Form::Ucdp => "ucdp.csv",
            Form::Hxl => "hxl.csv",
            Form::Plover => "plover.jsonl",
            Form::Ftm => "ftm.jsonl",
            Form::Parquet => "parquet",
            Form::Gold => "gold.jsonl",
        }
    }

    /// Whether this build can write it.
    pub const fn is_built(self) -> bool {
        cfg!(feature = "parquet") || !matches!(self, Form::Parquet)
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The name of a file that holds it: «incidents.acled.csv».
pub fn file_name(what: What, form: Form) -> String {
    format!("{what}.{}", form.extension())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for what in What::ALL {
            assert_eq!(What::from_name(what.as_str()), Some(*what));
            assert!(what.has(Form::Jsonl) && what.has(Form::Csv));
        }
        for form in Form::ALL {
            assert_eq!(Form::from_name(form.as_str()), Some(*form));
            assert!(What::ALL.iter().any(|w| w.has(*form)), "{form}");
        }
        assert_eq!(file_name(What::Incidents, Form::Acled), "incidents.acled.csv");
        assert!(!What::Reports.has(Form::Acled));
    }
}
