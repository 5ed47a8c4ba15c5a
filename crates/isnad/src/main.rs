//! The program `isnad`: commands, progress, exit codes. What reports say is found by `isnad-read`, kept by `isnad-store`.
//!
//! Exit code 0: all done; 1: something could not be read or done (told on standard error, the rest went on);
//! 2: wrong use.

mod add;
mod archive;
mod args;
mod demo;
mod desk;
mod export;
mod gazetteer;
mod html;
mod incidents;
mod inputs;
mod labels;
mod read;
mod table;
mod terminal;
mod work;

use args::{Command, Program};
use clap::Parser;
use std::process::ExitCode;

/// Reading makes and frees many small things, which this allocator is made for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn run(program: &Program) -> anyhow::Result<u64> {
    let (lang, quiet) = (program.lang, program.quiet);
    let tally = match &program.command {
        Command::Read(a) => read::read(a, lang, quiet)?,
        Command::Add(a) => add::add(a, lang, quiet)?,
        Command::Reread(a) => add::reread(a, lang, quiet)?,
        Command::Tokens(a) => read::tokens(a, quiet)?,
        Command::Archive(a) => return archive::maintain(a).map(|()| 0),
        Command::Claims(a) => return archive::claims(a, lang).map(|()| 0),
        Command::Reports(a) => return archive::reports(a, lang).map(|()| 0),
        Command::Incidents(a) => return incidents::incidents(a, lang, quiet).map(|()| 0),
        Command::Incident(a) => return incidents::incident(a, lang).map(|()| 0),
        Command::Search(a) => return archive::search(a, lang).map(|()| 0),
        Command::Export(a) => return export::export(a, lang).map(|()| 0),
        Command::Gazetteer(a) => return gazetteer::run(&a.what, quiet),
        Command::Desk(a) => return desk::desk(a, lang).map(|()| 0),
        Command::Demo(a) => return demo::demo(a, lang).map(|()| 0),
    };
    Ok(tally.errors)
}

/// Whether the error is only that the reader of our output has gone (`isnad … | head`).
fn pipe_closed(error: &anyhow::Error) -> bool {
    let closed = |e: &std::io::Error| e.kind() == std::io::ErrorKind::BrokenPipe;
    error.chain().any(|e| {
        let csv = e.downcast_ref::<csv::Error>().map(csv::Error::kind);
        e.downcast_ref::<std::io::Error>().is_some_and(closed)
            || matches!(csv, Some(csv::ErrorKind::Io(e)) if closed(e))
    })
}

fn main() -> ExitCode {
    match run(&Program::parse()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(n) => {
            eprintln!("isnad: {n} {} could not be read (see above)", if n == 1 { "input" } else { "inputs" });
            ExitCode::FAILURE
        }
        Err(error) if pipe_closed(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("isnad: {error:#}");
            ExitCode::FAILURE
        }
    }
}
