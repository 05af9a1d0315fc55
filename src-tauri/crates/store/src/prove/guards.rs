//! What stands around the log in the file: the guards of its table, the pages of the database, the keys at rest.

use super::faults::{Faults, Suspect};
use crate::{Result, StoreError, file, project};
use editorial::{Board, MemberId};
use ledger::{PublicKey, SigningKey, WrappedKey};
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::{BTreeMap, BTreeSet};

/// Compares tables, indices and triggers with those of a new board of the same form: without its guards, a table can be changed by anyone, and
/// with other columns it can say anything.
pub(super) fn schema(view: &Connection, faults: &mut Faults) -> Result<()> {
    let (found, meant) = (objects(view)?, objects(&file::aside_like(view)?)?);
    for (object, sql) in &meant {
        let (kind, name) = object;
        match found.get(object) {
            None => faults.add(Suspect::File, None, format!("the {kind} “{name}” was taken away")),
            Some(other) if other != sql => {
                faults.add(Suspect::File, None, format!("the {kind} “{name}” was changed"));
            }
            Some(_) => {}
        }
    }
    for (kind, name) in found.keys().filter(|object| !meant.contains_key(*object)) {
        faults.add(
            Suspect::File,
            None,
            format!("there is a {kind} “{name}” that does not belong to a board"),
        );
    }
    Ok(())
}

/// What was written to make each, by kind and name: a trigger may have the name of a table, and a file that was tampered with
/// may hold two of one name.
type Objects = BTreeMap<(String, String), Vec<Option<String>>>;

fn objects(connection: &Connection) -> Result<Objects> {
    // The tables of SQLite's own statistics come and go.
    let mut select = connection.prepare(
        "SELECT type, name, sql FROM sqlite_schema
         WHERE NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4')) ORDER BY type, name, sql",
    )?;
    let mut rows = select.query([])?;
    let mut objects = Objects::new();
    while let Some(row) = rows.next()? {
        objects.entry((row.get(0)?, row.get(1)?)).or_default().push(row.get(2)?);
    }
    Ok(objects)
}

/// Has SQLite check its own pages, and that the indices of the projections lead to all of their rows: what is compared with a
/// rebuild is read without them. (The indices of the log are compared with what they must lead to, which takes less time.)
/// What can be read is judged on, so that damage is a fault among others.
pub(super) fn pages(view: &Connection, faults: &mut Faults) {
    let checked = |check: &str| -> rusqlite::Result<Vec<String>> {
        let mut check = view.prepare(check)?;
        check.query_map([], |row| row.get(0))?.collect()
    };
    let indices = project::TABLES.iter().map(|(table, _)| format!("PRAGMA integrity_check({table})"));
    let mut found = BTreeSet::new();
    for check in std::iter::once("PRAGMA quick_check(5)".to_owned()).chain(indices) {
        match checked(&check) {
            Ok(lines) => found.extend(lines.into_iter().filter(|line| line != "ok")),
            Err(error) => drop(found.insert(error.to_string())),
        }
    }
    for line in found {
        faults.add(Suspect::File, None, format!("SQLite finds the file damaged: {}", line.trim()));
    }
}

/// Tables of one row hold no other, from which something else might be read one day.
pub(super) fn only_rows(view: &Connection, faults: &mut Faults) -> Result<()> {
    for table in ["head", "desk_key"] {
        let rows: u32 = view.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        if rows > 1 {
            faults.add(
                Suspect::File,
                None,
                format!("the table “{table}” holds {rows} rows, and may hold one"),
            );
        }
    }
    Ok(())
}

/// Compares the keys at rest with those the log names: with others, nobody could sign in, or what is signed would not hold.
pub(super) fn keys(
    view: &Connection,
    desk: Option<&PublicKey>,
    board: &Board,
    faults: &mut Faults,
) -> Result<()> {
    let seed: Option<[u8; 32]> =
        view.query_row("SELECT seed FROM desk_key", [], |row| row.get(0)).optional()?;
    if seed.map(|seed| SigningKey::from_seed(&seed).public()).as_ref() != desk {
        faults.add(Suspect::Key, None, "the desk's key in the file is not the one the log names");
    }
    let mut select = view.prepare("SELECT member, record FROM member_key")?;
    let rows = select.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let mut kept: BTreeMap<String, String> = rows.collect::<rusqlite::Result<_>>()?;
    for member in board.members.values() {
        let record = kept.remove(&member.id.to_string());
        let Some(key) = &member.key else { continue };
        let wrapped = record.and_then(|record| serde_json::from_str::<WrappedKey>(&record).ok());
        let held = wrapped
            .as_ref()
            .filter(|wrapped| MemberId(wrapped.member()) == member.id && wrapped.key().to_string() == *key);
        let wrong = match held {
            None => "is missing, or not the one the log names",
            Some(wrapped) if !wrapped.is_whole() => "is not as it was written, and no passphrase opens it",
            Some(_) => continue,
        };
        faults.add(Suspect::Key, None, format!("the stored key of {} {wrong}", member.name));
    }
    for stranger in kept.keys() {
        faults.add(Suspect::Key, None, format!("there is a key of {stranger}, who is no member"));
    }
    Ok(())
}

/// What cannot be read while looking is a fault like others; what stops the looking is not.
pub(super) fn noted(outcome: Result<()>, what: Suspect, faults: &mut Faults) -> Result<()> {
    match outcome {
        Err(error @ (StoreError::BrokenOff | StoreError::Busy)) => Err(error),
        Err(error) => {
            faults.add(what, None, error);
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}
