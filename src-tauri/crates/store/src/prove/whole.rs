//! The whole verification of a board.

use super::{
    ClockBack, Verification, different,
    faults::{Faults, Suspect},
    guards::{self, noted},
    rules::{self, Scan},
};
use crate::{Part, Result, Watch, blobs, checkpoints, file, log, project, state::State, watch::look};
use ledger::{Expected, Note, Record, Report};
use rusqlite::Connection;

/// How many events lie between two looks at whether to go on.
const STEP: u64 = 512;

/// How many of the clock's steps back are listed.
const CLOCK: usize = 20;

/// Checks the board as this connection sees it, within one transaction of the caller.
pub(super) fn verify(view: &Connection, outside: &[Note], watch: &mut Watch<'_>) -> Result<Verification> {
    let mut scan = Scan::default();
    let mut faults = Faults::default();
    noted(guards::schema(view, &mut faults), Suspect::File, &mut faults)?;
    if let Err(error) = file::tables(view) {
        faults.add(Suspect::File, None, error);
        let checked =
            vec!["nothing more: what should be tables may answer anything, without an end".to_owned()];
        return Ok(found(String::new(), None, checked, faults));
    }
    guards::pages(view, &mut faults);
    noted(guards::only_rows(view, &mut faults), Suspect::File, &mut faults)?;
    let origin = checkpoints::origin(view).ok().flatten().unwrap_or_default();

    let mut report = None;
    let read = events(view, outside, &mut scan, &mut faults, watch).map(|read| report = Some(read));
    noted(read, Suspect::File, &mut faults)?;
    let mut checked = Vec::new();
    if let Some(report) = &report {
        let events = report.head.size();
        faults.of_the_log(report);
        checked.push(format!("{events} events: canonical form, sequence, chain, tree, signatures, keys"));
        if !outside.is_empty() {
            checked.push(format!(
                "{} kept elsewhere: agreement with the log",
                many(outside.len(), "checkpoint")
            ));
        }
        if report.bad.is_none() {
            let followed = follows(view, &mut scan, &mut faults, watch);
            noted(followed, Suspect::Table, &mut faults)?;
            checked.push(format!("{events} events: each allowed by the rules at its point"));
            checked.push(format!("{} tables: equal to a rebuild from the log", project::TABLES.len()));
            let keys = guards::keys(view, report.registry.desk(), &scan.history.board(), &mut faults);
            noted(keys, Suspect::Key, &mut faults)?;
        } else {
            checked.push("not the rules and projections: they follow from a log that holds".to_owned());
        }
    }
    let mut bytes = Bytes::default();
    let read = bytes.check(view, &scan, &mut faults, watch);
    noted(read, Suspect::Bytes, &mut faults)?;
    let unnamed = match bytes.unnamed {
        0 => String::new(),
        unnamed => format!(" ({unnamed} of them named by no event: nothing rests on these)"),
    };
    checked.push(format!("{} documents and attachments: their digests{unnamed}", bytes.done));

    Ok(found(origin, report, checked, faults))
}

fn found(origin: String, report: Option<Report>, checked: Vec<String>, faults: Faults) -> Verification {
    let bad = faults.first_bad();
    let faults = faults.sorted();
    let (head, steps, clock) = report.map(clock_of).unwrap_or_default();
    Verification {
        sound: faults.is_empty(),
        origin,
        events: head.size(),
        root: head.root().to_string(),
        checked,
        faults,
        bad,
        clock_steps: steps,
        clock,
    }
}

fn many(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

pub(super) fn clock_of(report: Report) -> (ledger::Head, u64, Vec<ClockBack>) {
    let listed = report.first_clock_steps.into_iter().take(CLOCK);
    let clock = listed.map(|step| ClockBack { seq: step.seq, from: step.from, to: step.to }).collect();
    (report.head, report.clock_steps, clock)
}

/// Goes through the log once.
fn events(
    view: &Connection,
    outside: &[Note],
    scan: &mut Scan,
    faults: &mut Faults,
    watch: &mut Watch<'_>,
) -> Result<Report> {
    let head = log::head(view);
    if let Err(error) = &head {
        faults.add(Suspect::Head, None, error);
    }
    let mut checkpoints = kept_checkpoints(view, faults)?;
    checkpoints.extend_from_slice(outside);
    let expected = Expected { head: head.ok(), checkpoints };
    let of: i64 = view.query_row("SELECT count(*) FROM event", [], |row| row.get(0))?;
    let of = of.cast_unsigned();
    let mut select = view.prepare("SELECT seq, body, signature, leaf FROM event ORDER BY seq")?;
    let records = select.query_map([], |row| {
        Ok(Record {
            seq: row.get::<_, i64>(0)?.cast_unsigned(),
            body: row.get::<_, String>(1)?.into_bytes(),
            signature: row.get(2)?,
            leaf: Some(row.get(3)?),
        })
    })?;
    let watched = (0..).zip(records).map(|(done, record): (u64, _)| {
        if done.is_multiple_of(STEP) {
            look(watch, Part::Events, done, of)?;
        }
        Ok(record?)
    });
    ledger::verify(watched, &expected, |event| scan.take(event))
}

/// The checkpoints kept in the file. What cannot be read as one is a fault, and so is one under another's size.
fn kept_checkpoints(view: &Connection, faults: &mut Faults) -> Result<Vec<Note>> {
    let mut select = view.prepare("SELECT size, note FROM checkpoint ORDER BY size")?;
    let mut rows = select.query([])?;
    let mut notes = Vec::new();
    while let Some(row) = rows.next()? {
        let (size, text): (i64, String) = (row.get(0)?, row.get(1)?);
        let note = Note::parse(&text).and_then(|note| ledger::Checkpoint::claimed(&note).map(|c| (c, note)));
        match note {
            Ok((claimed, note)) if claimed.size == size.cast_unsigned() => notes.push(note),
            Ok((claimed, _)) => {
                let sentence = format!("the kept checkpoint over {size} events is one over {}", claimed.size);
                faults.add(Suspect::Checkpoint, None, sentence);
            }
            Err(error) => {
                let sentence = format!("the kept checkpoint over {size} events cannot be read: {error}");
                faults.add(Suspect::Checkpoint, None, sentence);
            }
        }
    }
    Ok(notes)
}

/// What follows from a log that holds: that its events were allowed, and the projections.
fn follows(view: &Connection, scan: &mut Scan, faults: &mut Faults, watch: &mut Watch<'_>) -> Result<()> {
    for found in std::mem::take(&mut scan.faults).sorted() {
        faults.add(found.what, found.seq, &found.sentence);
    }
    let fresh = file::aside()?;
    project::trail::all(view, &fresh)?;
    // Sources come first: an article's rows know how they stand.
    for (id, shelf) in scan.history.shelves() {
        project::sources::write(&fresh, view, id, shelf)?;
    }
    // What is not as it was kept is found with the other bytes.
    let bytes = |digest| blobs::read(view, digest).ok().flatten();
    rules::articles(view, scan, &bytes, Some(&fresh), faults, watch)?;
    for (table, rows) in different(view, &fresh)? {
        let sentence = format!("the table “{table}” differs from the log in {rows} rows: rebuild it");
        faults.add(Suspect::Table, None, sentence);
    }
    // The desk finds the board's events by an index, which may lead elsewhere than the log.
    if *State::default().board(view)? != *scan.history.board() {
        faults.add(Suspect::Table, None, "the index of events leads to another board than the log");
    }
    Ok(())
}

/// Documents and attachments as they are looked at.
#[derive(Default)]
struct Bytes {
    done: u64,
    /// How many no event names: attached for something that was not carried out, or put there by others.
    unnamed: u64,
}

impl Bytes {
    /// Documents and attachments against their digests, and none that the log names missing.
    fn check(
        &mut self,
        view: &Connection,
        scan: &Scan,
        faults: &mut Faults,
        watch: &mut Watch<'_>,
    ) -> Result<()> {
        let of: i64 = view.query_row("SELECT count(*) FROM blob", [], |row| row.get(0))?;
        let mut missing = scan.named.clone();
        blobs::each(view, |digest, bytes| {
            look(watch, Part::Bytes, self.done, of.cast_unsigned())?;
            self.done += 1;
            self.unnamed += u64::from(!scan.named.contains(&digest));
            missing.remove(&digest);
            if let Err(error) = bytes {
                faults.add(Suspect::Bytes, None, error);
            }
            Ok(())
        })?;
        for digest in missing {
            faults.add(Suspect::Bytes, None, format!("the bytes that the log names {digest} are missing"));
        }
        Ok(())
    }
}
