//! `isnad-lab`: trains every model and measures every figure of docs/QUALITY.md. Not part of the shipped program.

mod page;
mod shared;

use clap::{Parser, Subcommand};
use shared::Shared;
use std::path::PathBuf;

#[derive(Parser)]
#[command(name = "isnad-lab", about = "Train and measure Isnad (run from the root of the repository)")]
struct Args {
    /// The folder of data sets that measuring and training need
    #[arg(long, global = true, default_value = "../shared")]
    shared: PathBuf,
    /// Where readings that are scored are written
    #[arg(long, global = true, default_value = "target/lab")]
    work: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Page anatomy: train the shipped model, or measure it by cross-validation over outlets
    Page {
        #[command(subcommand)]
        what: PageCommand,
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
        /// Show this many errors
        #[arg(long, default_value_t = 0)]
        errors: usize,
    },
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let shared = || Shared::open(&args.shared);
    std::fs::create_dir_all(&args.work)?;
    match args.command {
        Command::Page { what: PageCommand::Train } => {
            page::train_model(&shared()?, "models/page-anatomy.crf".as_ref())
        }
        Command::Page { what: PageCommand::CrossValidate { title, errors } } => {
            page::cross_validate(&shared()?, &args.work, title, errors)
        }
    }
}
