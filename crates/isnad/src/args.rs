//! Commands and flags. One struct a command, so that help, completions and errors come from one place.

use crate::labels::Lang;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use isnad_export::{Form, What};
use isnad_model::{ClaimType, Standing, Status};
use std::path::PathBuf;

/// Read Arabic news and keep every claim with its chain of attribution.
#[derive(Parser, Debug)]
#[command(name = "isnad", version, about, propagate_version = true, arg_required_else_help = true, after_help = EXAMPLES)]
pub struct Program {
    /// Language of tables and pages (of the interface, not of the reports)
    #[arg(long, global = true, value_enum, default_value = "en", env = "ISNAD_LANG")]
    pub lang: Lang,
    /// Do not show progress
    #[arg(long, global = true)]
    pub quiet: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "Examples:
  isnad demo                                   an archive of invented reports, to look around
  isnad read page.html                         read one page and print its claims
  isnad read --format html page.txt > page.out.html
  isnad add crawl/ more.warc.gz posts.jsonl    read everything into ./isnad.db
  isnad search '\"سجن الصناعة\" فرار'            look in the archive";

/// Everything that the program does.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Read reports and print what they claim; stores nothing
    Read(Read),
    /// Read reports into the archive; doing it twice adds nothing
    Add(Add),
    /// Read the archive's captures again with this version of the program
    Reread(Reread),
    /// Check, back up or migrate the archive
    Archive(ArchiveArgs),
    /// List claims of the archive
    Claims(Claims),
    /// List reports of the archive
    Reports(Reports),
    /// List incidents: what many reports say of one happening
    Incidents(Incidents),
    /// Show one incident: sources side by side, figures, conflicts, time-line
    Incident(IncidentArgs),
    /// Search the words of the archive's reports
    Search(Search),
    /// Write incidents, claims, reports or decisions of the archive to a file
    Export(Export),
    /// Open the desk: a page over the archive, in the browser
    Desk(DeskArgs),
    /// Add places of your own: GeoNames, Who's On First, or Isnad's own TSV
    Gazetteer(GazetteerArgs),
    /// Print sentences and tokens with clitics, stems and parts of speech
    Tokens(Tokens),
    /// Make a small archive of invented reports, show it, and open the desk over it
    Demo(Demo),
}

/// How inputs are read.
#[derive(Args, Debug, Clone)]
pub struct Inputs {
    /// Files, folders, patterns, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<String>,
    /// Form of the input
    #[arg(long, value_enum, default_value = "auto")]
    pub input: InputForm,
    /// Number of threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// Which places are known.
#[derive(Args, Debug, Clone, Default)]
pub struct Places {
    /// Folder of places of your own (see isnad gazetteer), or none for the shipped ones alone [default: isnad/gazetteer in
    /// the user's data directory, where it is there]
    #[arg(long, value_name = "DIR", env = "ISNAD_GAZETTEER")]
    pub gazetteer: Option<PathBuf>,
}

/// How reports are read.
#[derive(Args, Debug, Clone)]
pub struct Reading {
    #[command(flatten)]
    pub places: Places,
    /// How claims are read [default: deep for `isnad read`, fast elsewhere]
    #[arg(long, value_enum, env = "ISNAD_READER")]
    pub reader: Option<ReaderKind>,
}

/// How claims are read.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReaderKind {
    /// Linear models: hundreds of reports a second
    Fast,
    /// An encoder beside them: finds more of who did what to whom, where, when and on whose word; some eight short reports a second on one core
    Deep,
}

/// Form of an input.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputForm {
    /// Told from name and content
    Auto,
    /// Plain text, one report a file
    Text,
    /// HTML, one report a file
    Html,
    /// JSON lines: {"id","text"} with optional url, title, outlet, published, retrieved_at. Claims are read from the text
    /// alone: let it begin with the headline
    Jsonl,
    /// CSV with a header row that names a text column
    Csv,
    /// WARC or WET, plain or gzip
    Warc,
    /// RSS or Atom
    Feed,
    /// Telegram Desktop export (result.json)
    Telegram,
}

/// `isnad read`
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  isnad read page.html
  isnad read --format jsonl --input jsonl reports.jsonl > readings.jsonl
  cat page.txt | isnad read -")]
pub struct Read {
    #[command(flatten)]
    pub inputs: Inputs,
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    pub format: ReadFormat,
    #[command(flatten)]
    pub reading: Reading,
}

/// How `read` prints.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadFormat {
    /// A table of claims for each report
    Table,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
    /// One page that opens from disk, every claim marked in its text
    Html,
}

/// Where the archive is.
#[derive(Args, Debug, Clone)]
pub struct At {
    /// The archive
    #[arg(long, value_name = "FILE", default_value = "isnad.db", env = "ISNAD_ARCHIVE")]
    pub archive: PathBuf,
}

/// `isnad add`
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  isnad add crawl/
  isnad add --archive syria.db 'pages/*.html' feed.xml
  isnad add --input jsonl - < reports.jsonl")]
pub struct Add {
    #[command(flatten)]
    pub inputs: Inputs,
    #[command(flatten)]
    pub at: At,
    #[command(flatten)]
    pub reading: Reading,
}

/// `isnad reread`
#[derive(Args, Debug)]
pub struct Reread {
    #[command(flatten)]
    pub at: At,
    /// Only readings made by a program version older than this
    #[arg(long, value_name = "VERSION")]
    pub older_than: Option<String>,
    #[command(flatten)]
    pub reading: Reading,
    /// Number of threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// `isnad archive`
#[derive(Args, Debug)]
pub struct ArchiveArgs {
    /// What to do
    #[command(subcommand)]
    pub what: ArchiveCommand,
}

/// What to do with the archive.
#[derive(Subcommand, Debug)]
pub enum ArchiveCommand {
    /// Check that nothing is broken: structure, hashes, search index
    Check {
        #[command(flatten)]
        at: At,
    },
    /// Write a copy, while others may read
    Backup {
        /// The copy; must not be there yet
        #[arg(value_name = "FILE")]
        to: PathBuf,
        #[command(flatten)]
        at: At,
    },
    /// Bring an archive of an older version to this one, after a backup beside it
    Migrate {
        #[command(flatten)]
        at: At,
    },
}

/// What to look for.
#[derive(Args, Debug, Clone, Default)]
pub struct Filters {
    /// Published (reports) or happened (claims) on or after this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<jiff::civil::Date>,
    /// Published or happened on or before this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: Option<jiff::civil::Date>,
    /// Outlet
    #[arg(long)]
    pub outlet: Option<String>,
    /// Place named in a claim
    #[arg(long)]
    pub place: Option<String>,
    /// Type of claim
    #[arg(long = "type", value_name = "TYPE", value_parser = one_of(ClaimType::ALL.iter().map(|t| t.as_str()).collect()))]
    pub kind: Option<String>,
    /// Status of claim
    #[arg(long, value_parser = one_of(Status::ALL.iter().map(|t| t.as_str()).collect()))]
    pub status: Option<String>,
    /// Most rows to print
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: u32,
    /// Rows to pass over first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: u32,
}

fn one_of(values: Vec<&'static str>) -> PossibleValuesParser {
    values.into()
}

/// What is exported, by name.
fn whats() -> impl TypedValueParser<Value = What> {
    let values = What::ALL.iter().map(|w| PossibleValue::new(w.as_str()).help(w.about()));
    PossibleValuesParser::new(values).try_map(|name| What::from_name(&name).ok_or("there is no such thing"))
}

/// Forms of exports, by name.
fn forms() -> impl TypedValueParser<Value = Form> {
    let values = Form::ALL.iter().map(|f| PossibleValue::new(f.as_str()).help(f.about()));
    PossibleValuesParser::new(values).try_map(|name| Form::from_name(&name).ok_or("there is no such form"))
}

/// How rows are printed.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFormat {
    /// A table
    Table,
    /// One JSON object a line
    Jsonl,
    /// CSV with a header
    Csv,
}

/// `isnad claims`
#[derive(Args, Debug)]
#[command(after_help = "Example:
  isnad claims --type airstrike --from 2026-07-01 --place المدينة")]
pub struct Claims {
    #[command(flatten)]
    pub filters: Filters,
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    pub format: RowFormat,
    #[command(flatten)]
    pub at: At,
}

/// `isnad reports`
#[derive(Args, Debug)]
pub struct Reports {
    #[command(flatten)]
    pub filters: Filters,
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    pub format: RowFormat,
    #[command(flatten)]
    pub at: At,
}

/// A point and how far from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// Latitude, degrees.
    pub lat: f64,
    /// Longitude, degrees.
    pub lon: f64,
    /// Kilometres.
    pub km: f64,
}

/// LAT,LON,KM as numbers.
fn near(text: &str) -> Result<Near, String> {
    let parts: Vec<f64> = text
        .split(',')
        .map(|p| p.trim().parse::<f64>().map_err(|_| format!("'{}' is not a number", p.trim())))
        .collect::<Result<_, _>>()?;
    match parts.as_slice() {
        &[lat, lon, km] if lat.abs() <= 90.0 && lon.abs() <= 180.0 && km >= 0.0 && km.is_finite() => {
            Ok(Near { lat, lon, km })
        }
        [_, _, _] => Err("latitude is -90 to 90, longitude -180 to 180, kilometres 0 or more".to_owned()),
        _ => Err("give latitude, longitude and kilometres, such as 36.2,37.15,20".to_owned()),
    }
}

/// Which incidents.
#[derive(Args, Debug, Clone, Default)]
pub struct IncidentFilters {
    /// Happened on or after this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<jiff::civil::Date>,
    /// Happened on or before this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: Option<jiff::civil::Date>,
    /// Words of the name of one of its places
    #[arg(long)]
    pub place: Option<String>,
    /// Type of one of its claims
    #[arg(long = "type", value_name = "TYPE", value_parser = one_of(ClaimType::ALL.iter().map(|t| t.as_str()).collect()))]
    pub kind: Option<String>,
    #[command(flatten)]
    pub more: IncidentMore,
}

/// What is asked of incidents beside day, place and type.
#[derive(Args, Debug, Clone, Default)]
pub struct IncidentMore {
    /// Within so many kilometres of a point
    #[arg(long, value_name = "LAT,LON,KM", value_parser = near, allow_hyphen_values = true)]
    pub near: Option<Near>,
    /// Who is said to have done it: a name or its words, or an identity of the registry
    #[arg(long)]
    pub actor: Option<String>,
    /// How it stands
    #[arg(long, value_parser = one_of(Standing::ALL.iter().map(|t| t.as_str()).collect()), ignore_case = true)]
    pub standing: Option<String>,
    /// At least so many independent sources
    #[arg(long, value_name = "N")]
    pub min_sources: Option<u32>,
    /// Only where claims differ: figures, who did it, denials, places, days
    #[arg(long)]
    pub conflicts: bool,
    /// Words of one of its reports, as isnad search takes them
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub text: Option<String>,
}

/// How incidents are printed.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncidentFormat {
    /// For a terminal
    Table,
    /// JSON
    Json,
    /// One JSON object a line
    Jsonl,
}

/// `isnad incidents`
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  isnad incidents --from 2026-04-01 --min-sources 2
  isnad incidents --near 12.39,64.1,20 --conflicts
  isnad incidents --rebuild                      group all reports anew; ids stay")]
pub struct Incidents {
    #[command(flatten)]
    pub filters: IncidentFilters,
    /// Most rows to print
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: u32,
    /// Rows to pass over first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: u32,
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    pub format: IncidentFormat,
    /// Compare and group all reports anew; incidents that still have their reports keep their ids
    #[arg(long)]
    pub rebuild: bool,
    #[command(flatten)]
    pub at: At,
}

/// `isnad incident`
#[derive(Args, Debug)]
#[command(after_help = "Example:
  isnad incident i12")]
pub struct IncidentArgs {
    /// The incident's id, as isnad incidents lists it; one that was merged leads to where it went
    #[arg(value_name = "ID")]
    pub id: String,
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    pub format: IncidentFormat,
    #[command(flatten)]
    pub at: At,
}

/// `isnad search`
#[derive(Args, Debug)]
#[command(after_help = "Words are found in all their forms: أحمد finds احمد, المحتجزين finds محتجز.
\"quotation marks\" ask for words side by side, -word leaves out, word* finds beginnings.")]
pub struct Search {
    /// Words to look for
    #[arg(required = true, value_name = "QUERY", allow_hyphen_values = true)]
    pub query: String,
    #[command(flatten)]
    pub filters: Filters,
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    pub format: RowFormat,
    #[command(flatten)]
    pub at: At,
}

/// `isnad export`
#[derive(Args, Debug)]
#[command(after_help = "Example:
  isnad export --what claims --as csv --output claims.csv
  isnad export --what incidents --as acled --min-sources 2 -o events.csv
  isnad export --what incidents --as geojson --near 12.39,64.1,20 -o map.geojson
The flags from --near on choose incidents; forms other than jsonl, csv, geojson and parquet are of incidents.")]
pub struct Export {
    /// What to write
    #[arg(long, value_parser = whats(), default_value = "claims")]
    pub what: What,
    /// Form
    #[arg(long = "as", value_parser = forms(), default_value = "jsonl")]
    pub form: Form,
    /// File to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub filters: Filters,
    #[command(flatten)]
    pub more: IncidentMore,
    #[command(flatten)]
    pub at: At,
}

/// `isnad gazetteer`
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  isnad gazetteer add SY.zip IQ.zip                GeoNames, as downloaded (names in Arabic letters are kept)
  isnad gazetteer add allCountries.zip alternateNamesV2.zip
  isnad gazetteer add whosonfirst-data-admin-sy-latest.db
  isnad gazetteer add my-places.tsv                columns: id geonameid wikidata type cc adm1_ar lat lon pop names_ar name_en
  isnad gazetteer list
Then read again what is in an archive: isnad reread")]
pub struct GazetteerArgs {
    /// What to do
    #[command(subcommand)]
    pub what: GazetteerCommand,
}

/// What to do with the places of one's own.
#[derive(Subcommand, Debug)]
pub enum GazetteerCommand {
    /// Import files; a file of the same name takes the place of the older one
    Add {
        /// GeoNames dumps (19 columns, or alternateNamesV2), Who's On First (GeoJSON, a folder of it, or SQLite), Isnad TSV;
        /// plain, .xz, .gz or .zip
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Name of the list [default: the file's, without endings]
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        places: Places,
    },
    /// List what was imported, and check the index
    List {
        #[command(flatten)]
        places: Places,
    },
    /// Take imported lists out again
    Remove {
        /// Names, as list gives them
        #[arg(required = true, value_name = "NAME")]
        names: Vec<String>,
        #[command(flatten)]
        places: Places,
    },
    /// Make the index anew from what was imported
    Rebuild {
        #[command(flatten)]
        places: Places,
    },
}

/// `isnad tokens`
#[derive(Args, Debug)]
pub struct Tokens {
    #[command(flatten)]
    pub inputs: Inputs,
}

/// `isnad desk`
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  isnad desk                                     over ./isnad.db, for this machine alone
  isnad desk --archive syria.db --user 'R. K.'   the name stands on every decision
  isnad desk --no-open --port 8080
  isnad desk --listen 192.168.1.5                for others too: with the token that is printed
The page shows incidents as list, map and time-line, one incident with its sources, reports with their claims marked, and a queue
for review; files can be dropped on it. It fetches nothing from elsewhere. Ctrl-C closes it.")]
pub struct DeskArgs {
    #[command(flatten)]
    pub at: At,
    /// Port [default: 7330, or the next free one]
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// Listen on this address of the machine, so that others reach the desk; a token is then needed [default: this machine alone]
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<std::net::IpAddr>,
    /// Open no browser
    #[arg(long)]
    pub no_open: bool,
    /// Who rules: the name that decisions bear [default: the login name]
    #[arg(long, value_name = "NAME", env = "ISNAD_USER")]
    pub user: Option<String>,
    #[command(flatten)]
    pub reading: Reading,
}

/// `isnad demo`
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  isnad demo              tables in the terminal, then the desk in the browser, until Ctrl-C
  isnad demo --no-desk    the tables alone")]
pub struct Demo {
    /// Open no browser
    #[arg(long)]
    pub no_open: bool,
    /// Only print; open no desk
    #[arg(long)]
    pub no_desk: bool,
    /// Port of the desk [default: 7340, or the next free one]
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// Keep the demo's archive in this file [default: a temporary one]
    #[arg(long, value_name = "FILE")]
    pub archive: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn points_have_three_numbers() {
        assert_eq!(near("36.2, 37.15,20"), Ok(Near { lat: 36.2, lon: 37.15, km: 20.0 }));
        assert_eq!(near("-33.9,-18.4,0.5"), Ok(Near { lat: -33.9, lon: -18.4, km: 0.5 }));
        for wrong in ["", "36.2,37.15", "36.2,37.15,x", "91,0,1", "0,181,1", "0,0,-1", "nan,0,1", "0,0,inf"] {
            assert!(near(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn flags_are_consistent() {
        Program::command().debug_assert();
    }
}
