//! Checks a bundle that a board exported: whether every event, document and signature in it is what it claims to be.
//!
//! ```text
//! imprimatur-verify BUNDLE [--checkpoint FILE]... [--key HEX]
//! imprimatur-verify --format
//! ```
//!
//! - `--checkpoint FILE`: the bundle must agree with this checkpoint, which was kept elsewhere; may be repeated.
//! - `--key HEX`: the desk's key must be this one, which you know from elsewhere.
//! - `--format` prints the description below.
//!
//! It ends with status 0 if all is sound, 1 if something is not, and 2 if it could not look. It needs neither the
//! program that made the bundle nor its database, and shares with it only the crate `ledger`. Whoever trusts that no more
//! than the rest can write another from this description:
#![doc = include_str!("../../ledger/FORMAT.md")]

use ledger::{
    Event, Note, PublicKey,
    bundle::{FORMAT, Verdict, verify_bundle},
};
use std::{
    env,
    fs::{self, File},
    io::{self, BufReader, IsTerminal as _, Write as _},
    ops::ControlFlow,
    process::ExitCode,
};

const USAGE: &str = "usage: imprimatur-verify BUNDLE [--checkpoint FILE]... [--key HEX]
       imprimatur-verify --format";

/// How many events lie between two signs of progress.
const STEP: u64 = 10_000;

fn main() -> ExitCode {
    let mut out = String::new();
    let status = match run(&mut out) {
        Ok(true) => 0,
        Ok(false) => 1,
        Err(error) => {
            out = error;
            2
        }
    };
    // Who closed the pipe has read enough.
    let _ = if status == 2 { writeln!(io::stderr(), "{out}") } else { write!(io::stdout(), "{out}") };
    ExitCode::from(status)
}

/// What is asked for.
#[derive(Default)]
struct Asked {
    bundle: String,
    checkpoints: Vec<Note>,
    key: Option<PublicKey>,
}

fn run(out: &mut String) -> Result<bool, String> {
    let mut asked = Asked::default();
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| USAGE.to_owned());
        match argument.as_str() {
            "--format" => {
                FORMAT.clone_into(out);
                return Ok(true);
            }
            "--checkpoint" => asked.checkpoints.push(read_note(&value()?)?),
            "--key" => asked.key = Some(value()?.parse().map_err(|error| format!("--key: {error}"))?),
            flag if flag.starts_with('-') => return Err(USAGE.to_owned()),
            _ if asked.bundle.is_empty() => asked.bundle = argument,
            _ => return Err(USAGE.to_owned()),
        }
    }
    if asked.bundle.is_empty() {
        return Err(USAGE.to_owned());
    }
    let file = File::open(&asked.bundle).map_err(|error| format!("{}: {error}", asked.bundle))?;
    match verify_bundle(BufReader::new(file), &asked.checkpoints, progress()) {
        Ok(verdict) => Ok(report(out, &asked, &verdict)),
        Err(error) => {
            *out = format!("NOT SOUND: {error}\n");
            Ok(false)
        }
    }
}

fn read_note(path: &str) -> Result<Note, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    // Mail and editors change line ends; what was signed has none but newlines.
    let text = text.replace("\r\n", "\n");
    Note::parse(&text).map_err(|error| format!("{path}: {error}"))
}

/// Shows a person how far it is; nothing where nobody looks.
fn progress() -> impl FnMut(&Event, u64) -> ControlFlow<()> {
    let shown = io::stderr().is_terminal();
    move |event, of| {
        let seq = event.seq;
        if shown && seq.is_multiple_of(STEP) {
            let _ = write!(io::stderr(), "\r{seq} of {of} events ");
        }
        ControlFlow::Continue(())
    }
}

/// Says what was found; true if nothing is wrong.
fn report(out: &mut String, asked: &Asked, verdict: &Verdict) -> bool {
    let Verdict { manifest, checkpoint, report, problems } = verdict;
    let desk = report.registry.desk();
    let mut wrong: Vec<String> = report.bad.iter().map(ToString::to_string).collect();
    wrong.extend(report.disagreements.iter().map(ToString::to_string));
    wrong.extend(problems.iter().map(ToString::to_string));
    if asked.key.is_some() && asked.key.as_ref() != desk {
        wrong.push("the desk's key is another than the one given".to_owned());
    }
    let mut line = |text: String| {
        // What stands in a bundle is anybody's text; no control character of it reaches the terminal.
        let clean = |c: char| if c.is_control() || is_directional(c) { '\u{fffd}' } else { c };
        out.extend(text.chars().map(clean).chain(['\n']));
    };
    line(format!("log         {}", manifest.origin));
    line(format!("made        {} by {}", manifest.at, manifest.app));
    let asked_for = |pointer: &str| manifest.asked.pointer(pointer).and_then(|said| said.as_str());
    if let Some(events) = asked_for("/events") {
        let by = asked_for("/by/name").map(|name| format!(", by {name}")).unwrap_or_default();
        line(format!("asked for   {events}{by}"));
    }
    line(format!("events      {} here, {} left out", manifest.events, manifest.omitted));
    line(format!("files       {}", manifest.files.len()));
    line(format!("checkpoint  {} events, root {}", checkpoint.size, checkpoint.root));
    line(format!("desk's key  {}", desk.map_or("none".to_owned(), ToString::to_string)));
    if report.clock_steps > 0 {
        line(format!("note        the clock went back {} times; the first:", report.clock_steps));
        for step in &report.first_clock_steps {
            line(format!("            event {}, from {} to {}", step.seq, step.from, step.to));
        }
    }
    let readable = manifest.files.iter().filter(|file| file.name.starts_with("reports/")).count();
    if readable > 0 {
        line(format!(
            "note        {readable} files under reports/ are for reading: the events and files/ are what is proven"
        ));
    }
    if manifest.omitted > 0 {
        line("note        an excerpt: what it holds is proven, not that it is all there is".to_owned());
    }
    for text in &wrong {
        line(format!("NOT SOUND   {text}"));
    }
    if wrong.is_empty() {
        line("SOUND       every event, signature and file is what it claims to be".to_owned());
        line(
            "            whether the board's rules allowed each event, `imprimatur audit verify` tells"
                .to_owned(),
        );
    }
    wrong.is_empty()
}

/// Characters that turn the direction of what follows them (Unicode Standard Annex #9).
fn is_directional(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
