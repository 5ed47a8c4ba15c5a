//! `isnad-lab`: trains every model and measures every figure of docs/QUALITY.md. Not part of the shipped program.
//!
//! Run from the root of the repository: `cargo run --release -p isnad-lab -- COMMAND`.

mod airwars;
mod airwars_accuse;
mod airwars_choice;
mod airwars_errors;
mod airwars_group;
mod airwars_places;
mod airwars_predict;
mod airwars_run;
mod annotated;
mod archive;
mod claims;
mod claims_deep;
mod copies;
mod corpora;
mod desk;
mod gold;
mod load;
mod mutate;
mod names;
mod names_data;
mod names_swap;
mod page;
mod pages_html;
mod reading;
mod reports;
mod shared;
mod speed;
mod syntax;
mod train_clitics;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use isnad_claim::{ClaimReader, Deep, Models};
use isnad_read::{Gazetteer, GazetteerBuilder, Knowledge, PlaceRow, Reader};
use shared::Shared;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Reading makes and frees many small things, which this allocator is made for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(name = "isnad-lab", about = "Train and measure Isnad (run from the root of the repository)")]
struct Args {
    /// The folder of data sets that measuring and training need
    #[arg(long, global = true, default_value = "../shared")]
    shared: PathBuf,
    /// Where readings that are scored are written
    #[arg(long, global = true, default_value = "target/lab")]
    work: PathBuf,
    /// A gazetteer to use besides the shipped one (TSV, or TSV.xz; `full` is ../shared's places-full.tsv.xz, which the
    /// commands of `airwars` take where it is there; `shipped` is none)
    #[arg(long, global = true)]
    gazetteer: Option<String>,
    /// Models of claims to read with instead of the shipped ones
    #[arg(long, global = true)]
    claims: Option<PathBuf>,
    /// Read with the deep reader: this encoder beside the linear models, or `shipped`
    #[arg(long, global = true)]
    deep: Option<PathBuf>,
    /// Show this many errors
    #[arg(long, global = true, default_value_t = 0)]
    errors: usize,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Page anatomy of flattened text: train, or cross-validate by outlet
    Page {
        #[command(subcommand)]
        what: PageCommand,
    },
    /// Main content and date of the HTML pages of corpora/pages; dates of the Airwars texts
    PagesHtml,
    /// Claims of the annotated texts (gold/score.py)
    Gold,
    /// Learned models of claims: train, or cross-validate on the annotated texts
    Claims {
        #[command(subcommand)]
        what: ClaimsCommand,
    },
    /// Models of syntax: train, or cross-validate on the annotated sentences
    Syntax {
        #[command(subcommand)]
        what: SyntaxCommand,
    },
    /// The seed page: blocks, claims, chains
    Seed,
    /// names, places, times, numbers, clitics, events, or all (corpora/score.py)
    Corpora {
        /// Which kind
        kind: String,
    },
    /// The Airwars set
    Airwars {
        #[command(subcommand)]
        what: AirwarsCommand,
    },
    /// Copies of known origin (mutated newspaper articles): precision and recall of pairs
    Copies {
        /// How many articles
        #[arg(long, default_value_t = 4000)]
        count: usize,
    },
    /// Groups many reports (dev texts, articles, mutated copies) and prints time and memory of each step
    Scale {
        /// How many reports
        #[arg(long, default_value_t = 50_000)]
        count: usize,
    },
    /// Count stems in the FANE sets and write models/clitic-stems.txt
    Clitics,
    /// Train the tagger of names, write models/names.tag, and measure it alone
    Names {
        #[command(flatten)]
        options: names::TrainOptions,
        /// Where to write the weights
        #[arg(long, default_value = "models/names.tag")]
        out: PathBuf,
    },
    /// Reports a second, beside trafilatura
    Speed {
        /// How many articles
        #[arg(long, default_value_t = 3000)]
        count: usize,
    },
    /// Time and memory of loading everything
    Load {
        /// Load here and print milliseconds and megabytes
        #[arg(long, hide = true)]
        alone: bool,
        /// An index of places to load too
        #[arg(long, hide = true)]
        index: Option<PathBuf>,
    },
    /// Mutated and oversized inputs: no panic, none over 5 s (with `--deep` 2 minutes), memory under 1 GB
    Mutate {
        /// How many
        #[arg(long, default_value_t = 200_000)]
        count: u64,
        /// Number of the first
        #[arg(long, default_value_t = 0)]
        from: u64,
    },
    /// The desk at scale: an archive of invented incidents
    Desk {
        #[command(subcommand)]
        what: desk::DeskCommand,
    },
    /// `isnad add` over the Airwars texts: once, twice, killed at random moments
    Kill {
        /// How many kills
        #[arg(long, default_value_t = 20)]
        kills: u32,
    },
}

#[derive(Subcommand)]
enum PageCommand {
    /// Train on all labelled pages and write models/page-anatomy.crf
    Train,
    /// Five folds by outlet: block kinds, body extraction, empty pages
    CrossValidate {
        /// Give the reader the page's title too
        #[arg(long)]
        title: bool,
    },
}

#[derive(Subcommand)]
enum SyntaxCommand {
    /// Train on all annotated sentences and write models/syntax.crf
    Train,
    /// Five folds: parts of speech, heads, relations
    CrossValidate,
}

#[derive(Subcommand)]
enum ClaimsCommand {
    /// Train on all annotated texts and write models/claims.crf
    Train {
        /// Leave out the texts of the Airwars set: for `--claims FILE airwars train` and `cross-validate`
        #[arg(long)]
        without_airwars: bool,
        /// Where to write the models
        #[arg(long, default_value = "models/claims.crf")]
        out: PathBuf,
    },
    /// Five folds over gold, our own annotations always in training; gold/score.py on all folds together
    CrossValidate {
        /// Measure this fold alone
        #[arg(long, value_name = "K", value_parser = clap::value_parser!(u8).range(..i64::from(claims::FOLDS)))]
        fold: Option<u8>,
        /// Keep the trained models of the folds in this folder and take those that are there already: for measuring what does not
        /// change training. Empty it when annotations, features or settings of training change
        #[arg(long, value_name = "DIR")]
        folds: Option<PathBuf>,
    },
    /// Fine-tune the encoder on our own annotated texts and write models/claims-deep.bin (two hours on two cores)
    DeepTrain {
        /// Begin with this model, which has learned the first DONE parts
        #[arg(long, value_name = "FILE", requires = "done")]
        begun: Option<PathBuf>,
        /// How many parts the model that it begins with has learned
        #[arg(long, value_name = "DONE", requires = "begun",
              value_parser = clap::value_parser!(u8).range(1..claims_deep::PARTS.len() as i64))]
        done: Option<u8>,
        /// Train as far as this part
        #[arg(long, value_name = "N", default_value_t = claims_deep::PARTS.len() as u8,
              value_parser = clap::value_parser!(u8).range(1..=claims_deep::PARTS.len() as i64))]
        parts: u8,
        /// Where to write the model
        #[arg(long, default_value = "models/claims-deep.bin")]
        out: PathBuf,
    },
    /// How well each question is answered where the triggers are given (five folds)
    Probe,
    /// Our invented reports: what stands in the sentence, and what is carried from earlier
    Reports {
        /// `dev` (may be looked at, and trains the models) or `held`
        #[arg(long, default_value = "held")]
        part: String,
    },
    /// Train on our own annotations alone and score on gold
    Unseen,
}

#[derive(Subcommand)]
enum AirwarsCommand {
    /// Read SOURCES.jsonl and write claims.jsonl and incidents.jsonl into OUT_DIR
    Predict {
        /// Source texts in the form of ../shared/airwars/dev/sources.jsonl
        sources: PathBuf,
        /// Folder to write to
        out: PathBuf,
    },
    /// Grouping alone, with several settings
    Explore,
    /// Group the dev part in ten random orders: is the partition the same?
    Orders,
    /// Learn from the dev part what is learned across reports, and write it into models/. With `--claims FILE` of `claims train
    /// --without-airwars`: what is learned is used on texts that no model of claims saw, so it is learned from such readings
    Train,
    /// Five-fold over groups of incidents that share a source: weights of pairs, parties and grades are learned on four folds
    /// and used on the fifth
    CrossValidate {
        /// Learn from the other folds as these models of claims read them, not as those of `--claims` do
        #[arg(long, value_name = "FILE")]
        learn_from: Option<PathBuf>,
        /// Do it with so many seeds of the trees, and give the mean figures
        #[arg(long, value_name = "N", default_value_t = 1)]
        seeds: u64,
        /// The first seed
        #[arg(long, value_name = "N", default_value_t = 0)]
        seed: u64,
    },
    /// Predict on the dev part and score it (airwars/score.py)
    Score,
    /// Links whose text holds the incident's Arabic place name: is a place mention within 15 km of its coordinates?
    Places,
}

/// The rows of the gazetteer that is asked for besides the shipped one.
fn places(args: &Args) -> Result<Option<Vec<u8>>> {
    const FULL: &str = "gazetteer/places-full.tsv.xz";
    let there = matches!(args.command, Command::Airwars { .. }) && args.shared.join(FULL).exists();
    let given = match &args.gazetteer {
        Some(given) => given.as_str(),
        None if there => "full",
        None => return Ok(None),
    };
    let path = match given {
        "shipped" => return Ok(None),
        "full" => Shared::open(&args.shared)?.path(FULL),
        path => PathBuf::from(path),
    };
    let packed = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
    if path.extension().is_none_or(|e| e != "xz") {
        return Ok(Some(packed));
    }
    let mut bytes = Vec::new();
    lzma_rust2::XzReader::new(&packed[..], true)
        .read_to_end(&mut bytes)
        .context("unpacking the gazetteer")?;
    Ok(Some(bytes))
}

/// The index of rows, as `isnad gazetteer add` makes it.
fn image(rows: &[u8]) -> Result<Vec<u8>> {
    let mut builder = GazetteerBuilder::new();
    let lines = std::str::from_utf8(rows)?.lines();
    for (n, line) in lines.enumerate().filter(|(_, l)| !PlaceRow::is_no_row(l)) {
        let row = PlaceRow::parse(line).map_err(|e| anyhow::anyhow!("line {}: {e}", n + 1))?;
        builder.add(&row)?;
    }
    Ok(builder.finish())
}

/// The encoder that was asked for.
fn deep(args: &Args) -> Result<Option<Deep>> {
    let Some(file) = &args.deep else { return Ok(None) };
    if file.as_os_str() == "shipped" {
        return Ok(Some(Deep::shipped()?));
    }
    let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    Ok(Some(Deep::from_bytes(&bytes).with_context(|| format!("reading {}", file.display()))?))
}

/// The reader that was asked for.
fn reader(args: &Args) -> Result<Reader> {
    reading_with(args, args.claims.as_deref())
}

/// The shipped reader, or one with other models of claims or more places.
fn reading_with(args: &Args, claims: Option<&Path>) -> Result<Reader> {
    let claims = match claims {
        Some(file) => ClaimReader::with_models(Models::from_bytes(std::fs::read(file)?)?)?,
        None => ClaimReader::new()?,
    };
    let claims = deep(args)?.into_iter().fold(claims, ClaimReader::with_deep);
    let Some(rows) = places(args)? else { return Ok(Reader::of(Knowledge::shipped()?, claims, None)) };
    let own = Gazetteer::open(image(&rows)?.into())?;
    let mark = own.mark();
    Ok(Reader::of(Knowledge::shipped()?.with_places(&own)?, claims, mark.as_ref()))
}

fn main() -> Result<()> {
    let args = Args::parse();
    let shared = || Shared::open(&args.shared);
    std::fs::create_dir_all(&args.work)?;
    let (work, errors): (&Path, usize) = (&args.work, args.errors);
    match &args.command {
        Command::Page { what: PageCommand::Train } => {
            page::train_model(&shared()?, "models/page-anatomy.crf".as_ref())
        }
        Command::Page { what: PageCommand::CrossValidate { title } } => {
            page::cross_validate(&shared()?, work, *title, errors)
        }
        Command::PagesHtml => {
            shared()?;
            pages_html::run(&args.shared)?;
            pages_html::airwars_dates(&args.shared)
        }
        Command::Claims { what } => match what {
            ClaimsCommand::Train { without_airwars, out } => claims::train(&shared()?, *without_airwars, out),
            ClaimsCommand::CrossValidate { fold, folds } => {
                let kept = folds.as_deref();
                claims::cross_validate(&shared()?, deep(&args)?.as_ref(), *fold, kept, work, errors)
            }
            ClaimsCommand::DeepTrain { begun, done, parts, out } => {
                claims_deep::train(&shared()?, begun.as_deref().zip(*done), *parts, out)
            }
            ClaimsCommand::Probe => claims::probe(&shared()?),
            ClaimsCommand::Reports { part } => {
                let reader = reader(&args)?;
                reports::score(&shared()?, work, errors, part, &|row| reading::read(&reader, row))
            }
            ClaimsCommand::Unseen => claims::unseen(&shared()?, work, errors),
        },
        Command::Syntax { what: SyntaxCommand::Train } => syntax::train_all(&shared()?),
        Command::Syntax { what: SyntaxCommand::CrossValidate } => syntax::cross_validate(&shared()?),
        Command::Gold => gold::score(&shared()?, work, errors, &reader(&args)?),
        Command::Seed => gold::seed(&shared()?, work, errors, &reader(&args)?),
        Command::Corpora { kind } => corpora::score(&shared()?, work, kind, errors, &reader(&args)?),
        Command::Airwars { what: AirwarsCommand::Predict { sources, out } } => {
            airwars_run::predict_file(sources, out, &reader(&args)?)
        }
        Command::Airwars { what: AirwarsCommand::Explore } => {
            airwars_errors::explore(&shared()?, &reader(&args)?)
        }
        Command::Airwars { what: AirwarsCommand::Orders } => {
            airwars_errors::orders(&shared()?, &reader(&args)?)
        }
        Command::Airwars { what: AirwarsCommand::Train } => {
            airwars_run::train_all(&shared()?, &reader(&args)?)
        }
        Command::Airwars { what: AirwarsCommand::CrossValidate { learn_from, seeds, seed } } => {
            let other = learn_from.as_ref().map(|file| reading_with(&args, Some(file))).transpose()?;
            let seeds = *seed..seed + seeds;
            airwars_run::cross_validate(&shared()?, work, &reader(&args)?, other.as_ref(), seeds)
        }
        Command::Airwars { what: AirwarsCommand::Score } => {
            airwars_run::score(&shared()?, work, &reader(&args)?)
        }
        Command::Airwars { what: AirwarsCommand::Places } => {
            airwars_places::measure(&shared()?, errors, &reader(&args)?)
        }
        Command::Copies { count } => copies::measure(&shared()?, &reader(&args)?, *count),
        Command::Scale { count } => copies::scale(&shared()?, &reader(&args)?, *count),
        Command::Clitics => {
            let shared = shared()?;
            let names = ["WikiFANE_Gold_2014_500K.txt", "NewsFANE_filtered.txt"];
            let read = |n: &&str| std::fs::read_to_string(shared.path(&format!("corpora/names/{n}")));
            let columns = names.iter().map(read).collect::<std::io::Result<Vec<_>>>()?;
            std::fs::write("models/clitic-stems.txt", train_clitics::train(&columns))?;
            Ok(())
        }
        Command::Names { options, out } => names::run(&shared()?, options, out),
        Command::Speed { count } => speed::measure(&shared()?, work, *count),
        Command::Load { alone: true, index } => load::alone(index.as_deref()),
        Command::Load { alone: false, .. } => {
            let image = places(&args)?.map(|rows| image(&rows)).transpose()?;
            load::measure(work, image.as_deref())
        }
        Command::Mutate { count, from } => {
            // The deep reader takes more than a minute for the longest text that it reads, on a busy machine.
            let most = Duration::from_secs(if args.deep.is_some() { 120 } else { 5 });
            mutate::run(&reader(&args)?, *count, *from, most)
        }
        Command::Desk { what } => desk::run(what),
        Command::Kill { kills } => archive::kill(&shared()?, work, *kills),
    }
}
