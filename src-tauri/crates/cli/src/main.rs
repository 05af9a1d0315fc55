//! The `imprimatur` command: what a board needs done without a window.
//!
//! Exit codes: 0 done and sound; 1 the answer is no (a verification or check failed, the rules refused);
//! 2 the command line is wrong; 3 the file could not be used.

mod commands;
mod failure;
mod keeping;
mod options;
mod output;
mod signing_in;
mod watching;

use clap::Parser;
use failure::Failure;
use options::{Audit, Options, RecordFormat, What};
use std::process::ExitCode;

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    match run(Options::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("imprimatur: {failure}");
            ExitCode::from(failure.code())
        }
    }
}

/// Whether the answer is yes.
fn run(options: Options) -> Result<bool, Failure> {
    match options.what {
        What::Demo { file } => commands::boards::demo(&file),
        What::Create { file, name, as_member } => commands::boards::create(&file, &name, &as_member),
        What::Import { board, files, as_member } => {
            commands::boards::import(&board, &files, as_member.as_deref())
        }
        What::Articles { board, json } => commands::articles::list(&board, json),
        What::Show { board, article, revision, format } => {
            commands::articles::show(&board, &article, revision, format)
        }
        What::Compare(compare) => commands::comparing::run(&compare),
        What::Check(check) => commands::checking::run(&check),
        What::Anchors { folder, misses } => commands::checking::anchors(&folder, misses),
        What::Signatures(asked) => commands::reviews::signatures(&asked),
        What::Threads(asked) => commands::reviews::threads(&asked),
        What::Certificate(asked) => commands::record::certificate(&asked),
        What::Audit(Audit::Export(export)) if export.format == RecordFormat::Bundle => {
            commands::proof::bundle(&export)
        }
        What::Sources(sources) => commands::sources::run(sources),
        What::Audit(Audit::Export(export)) => commands::record::export(&export),
        What::Audit(Audit::Report(asked)) => commands::record::report(&asked),
        What::Audit(Audit::Schema) => commands::record::schema(),
        What::Audit(Audit::Checkpoint { board, out }) => commands::proof::checkpoint(&board, out.as_deref()),
        What::Audit(Audit::Verify(verify)) => commands::proof::verify(&verify),
        What::Rebuild { board, check, json } => commands::record::rebuild(&board, check, json),
        What::Backup { board, to } => commands::proof::backup(&board, &to),
        What::Restore { backup, to } => commands::proof::restore(&backup, &to),
    }
}
