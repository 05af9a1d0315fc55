//! The whole verification of a board.

use super::{
    ClockBack, Verification, Witnesses, different,
    faults::{Faults, Suspect},
    glance::as_before,
    guards::{self, noted},
    rules::{self, Scan},
};
use crate::{Part, Result, Watch, blobs, checkpoints, file, log, project, state::State, watch::look};
use ledger::{Checkpoint, Expected, Note, Record, Report};
use rusqlite::Connection;

/// How many events lie between two looks at whether to go on.
const STEP: u64 = 512;

/// How many of the clock's steps back are listed.
const CLOCK: usize = 20;

/// Checks the board as this connection sees it, within one transaction of the caller.
pub(super) fn verify(view: &Connection, outside: &Witnesses, watch: &mut Watch<'_>) -> Result<Verification> {
    let mut scan = Scan::default();
    let mut faults = Faults::default();
    let mut told = Told { unchecked: outside.unread.clone(), ..Told::default() };
    noted(guards::schema(view, &mut faults), Suspect::File, &mut faults)?;
    if let Err(error) = file::tables(view) {
        faults.add(Suspect::File, None, error);
        told.unchecked
            .push("anything more: what should be tables may answer anything, without an end".to_owned());
        return Ok(found(String::new(), None, told, faults));
    }
    guards::pages(view, &mut faults);
    noted(guards::only_rows(view, &mut faults), Suspect::File, &mut faults)?;
    let origin = checkpoints::origin(view).ok().flatten().unwrap_or_default();

    let mut report = None;
    let read = events(view, &outside.notes, &mut scan, &mut faults, watch).map(|read| report = Some(read));
    noted(read, Suspect::File, &mut faults)?;
    if let Some(report) = &report {
        faults.of_the_log(report);
        told.log(report, &outside.notes, &faults);
    }
    if let Some(seen) = &outside.seen {
        let before = faults.about(Suspect::Checkpoint);
        let compared = as_before(view, seen, &mut faults);
        noted(compared, Suspect::File, &mut faults)?;
        // The leaf that was seen stands for the events before it only where they lead to it.
        if faults.about(Suspect::Checkpoint) == before && report.as_ref().is_some_and(|log| log.bad.is_none())
        {
            told.checked.push(format!("{} events seen here before: all there", seen.size));
        }
    }
    match &report {
        Some(report) if report.bad.is_none() => {
            let followed = follows(view, &mut scan, &mut faults, watch);
            let gone_through = followed.is_ok();
            noted(followed, Suspect::Table, &mut faults)?;
            if gone_through && faults.about(Suspect::Rule) == 0 {
                told.checked
                    .push(format!("{} events: each allowed by the rules at its point", report.head.size()));
            }
            if faults.about(Suspect::Table) == 0 {
                told.checked
                    .push(format!("{} tables: equal to a rebuild from the log", project::TABLES.len()));
            }
            let keys = guards::keys(view, report.registry.desk(), &scan.history.board(), &mut faults);
            noted(keys, Suspect::Key, &mut faults)?;
        }
        _ => told.unchecked.push("rules and projections: they follow from a log that holds".to_owned()),
    }
    let mut bytes = Bytes::default();
    let read = bytes.check(view, &scan, &mut faults, watch);
    noted(read, Suspect::Bytes, &mut faults)?;
    if faults.about(Suspect::Bytes) == 0 {
        let unnamed = match bytes.unnamed {
            // What the events behind a bad one name was not read.
            _ if report.as_ref().is_none_or(|log| log.bad.is_some()) => String::new(),
            0 => String::new(),
            unnamed => format!(" ({unnamed} of them named by no event: nothing rests on these)"),
        };
        told.checked.push(format!("{} documents and attachments: their digests{unnamed}", bytes.done));
    }
    Ok(found(origin, report, told, faults))
}

/// What was gone through, and what was not: a line stands under what was checked only if it was, and holds.
#[derive(Default)]
struct Told {
    checked: Vec<String>,
    unchecked: Vec<String>,
}

impl Told {
    /// Of the events, and of the checkpoints that were kept outside. Behind a bad record nothing can be told of either.
    fn log(&mut self, report: &Report, outside: &[Note], faults: &Faults) {
        const WHAT: &str = "canonical form, sequence, chain, tree, signatures, keys";
        let bad = report.bad.as_ref().map(|bad| bad.seq);
        match bad {
            None => self.checked.push(format!("{} events: {WHAT}", report.head.size())),
            Some(1) => self.unchecked.push("any event: the first is bad".to_owned()),
            Some(bad) => {
                self.checked.push(format!("{} before event {bad}: {WHAT}", many(bad - 1, "event")));
                self.unchecked.push(format!("the events after event {bad}: nothing follows from a bad one"));
            }
        }
        let reached = |note: &&Note| {
            let claimed = Checkpoint::claimed(note).map_or(0, |claimed| claimed.size);
            bad.is_none_or(|bad| claimed < bad)
        };
        let compared = outside.iter().filter(reached).count() as u64;
        if compared > 0 && faults.about(Suspect::Checkpoint) == 0 {
            let kept = many(compared, "checkpoint");
            self.checked.push(format!("{kept} kept outside this file: agreement with the log"));
        }
        let beyond = outside.len() as u64 - compared;
        if let Some(bad) = bad.filter(|_| beyond > 0) {
            let kept = many(beyond, "checkpoint");
            self.unchecked.push(format!("{kept} kept outside this file: over events from event {bad} on"));
        }
    }
}

fn found(origin: String, report: Option<Report>, told: Told, faults: Faults) -> Verification {
    let bad = faults.first_bad();
    let faults = faults.sorted();
    let (head, steps, clock) = report.map(clock_of).unwrap_or_default();
    Verification {
        sound: faults.is_empty(),
        origin,
        events: head.size(),
        root: head.root().to_string(),
        checked: told.checked,
        unchecked: told.unchecked,
        faults,
        bad,
        clock_steps: steps,
        clock,
    }
}

fn many(count: u64, what: &str) -> String {
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
        let note = Note::parse(&text).and_then(|note| Checkpoint::claimed(&note).map(|c| (c, note)));
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
