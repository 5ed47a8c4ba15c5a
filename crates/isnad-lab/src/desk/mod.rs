//! The desk at scale: an archive of invented incidents, its speed, its behaviour under load, and hostile reports.

mod client;
mod draft;
mod filters;
mod generate;
mod hostile;
mod load;
mod measure;
mod payloads;
mod random;
mod story;
mod tell;
mod words;
mod world;

use anyhow::Result;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What to do.
#[derive(Subcommand)]
pub enum DeskCommand {
    /// Write an archive of invented incidents; the same seed gives the same archive
    Generate {
        /// How many incidents
        #[arg(long, default_value_t = 100_000)]
        incidents: u64,
        /// The archive to write; must not be there yet
        #[arg(long)]
        out: PathBuf,
        /// Another seed gives another world
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// How fast the desk is: the first view, and random filters of every kind
    Measure {
        #[command(flatten)]
        at: At,
        /// How many filters
        #[arg(long, default_value_t = 300)]
        filters: usize,
        /// Another seed gives other filters
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Readers and reviewers at once: no error, no decision lost
    Load {
        #[command(flatten)]
        at: At,
        /// For how long
        #[arg(long, default_value_t = 5.0)]
        minutes: f64,
        /// How many read
        #[arg(long, default_value_t = 10)]
        readers: usize,
        /// How many review
        #[arg(long, default_value_t = 2)]
        reviewers: usize,
        /// Another seed gives other filters and decisions
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Write 300 hostile reports, for a test in a browser
    Hostile {
        /// The folder to write
        #[arg(long)]
        out: PathBuf,
    },
}

/// Which desk.
#[derive(Args)]
pub struct At {
    /// The archive, over which `isnad desk` of the same build is started
    #[arg(long)]
    archive: Option<PathBuf>,
    /// A desk that runs already, such as http://127.0.0.1:7330
    #[arg(long)]
    url: Option<String>,
}

/// `isnad-lab desk`
pub fn run(what: &DeskCommand) -> Result<()> {
    match what {
        DeskCommand::Generate { incidents, out, seed } => generate::generate(*incidents, out, *seed),
        DeskCommand::Measure { at, filters, seed } => {
            measure::measure(at.archive.as_deref(), at.url.as_deref(), *filters, *seed)
        }
        DeskCommand::Load { at, minutes, readers, reviewers, seed } => {
            let who = (*readers, *reviewers);
            load::load(at.archive.as_deref(), at.url.as_deref(), *minutes, who, *seed)
        }
        DeskCommand::Hostile { out } => hostile::write(out),
    }
}
