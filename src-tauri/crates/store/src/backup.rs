//! Backups: copies of a board that were verified after they were written, and putting one back.

use crate::{Cost, Result, Store, StoreError, Verification, Watch, file, place, unwatched, verify_file};
use chrono::{DateTime, FixedOffset};
use editorial::Event;
use rusqlite::Connection;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Copies a board as it stands to a new file, whoever else has it open, and verifies the copy. Where the copying fails or is
/// stopped nothing is left; where the copy does not hold it is left, because neither does the board.
pub fn back_up_file(board: &Path, to: &Path, watch: &mut Watch<'_>) -> Result<Verification> {
    back_up(&file::look_at(board)?, to, watch)
}

/// Puts a backup back as a new board at `to`, if it holds: else nothing is made. The new board's log says so.
pub fn restore(
    backup: &Path,
    to: &Path,
    cost: Cost,
    now: DateTime<FixedOffset>,
    watch: &mut Watch<'_>,
) -> Result<Verification> {
    place::for_a_board(to)?;
    let found = verify_file(backup, &[], watch)?;
    if !found.sound {
        return Ok(found);
    }
    let copy = Unfinished::of(to)?;
    file::back_up(&file::look_at(backup)?, &copy.0)?;
    let mut store = Store::open(&copy.0, cost, now)?;
    let from = backup.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let size = u32::try_from(found.events).unwrap_or(u32::MAX);
    store.record(Event::BoardRestored { from, size, root: found.root.clone() }, None, now)?;
    // Closed, so that all of it is in the one file that gets its name.
    drop(store);
    alone(&Connection::open(&copy.0)?)?;
    copy.finish(to)?;
    Ok(found)
}

impl Store {
    /// Copies the board as it stands to a new file, by SQLite's backup way, and verifies the copy.
    pub fn back_up(&self, to: &Path) -> Result<Verification> {
        back_up(&self.connection, to, &mut unwatched)
    }
}

fn back_up(board: &Connection, to: &Path, watch: &mut Watch<'_>) -> Result<Verification> {
    place::for_a_board(to)?;
    let copy = Unfinished::of(to)?;
    file::back_up(board, &copy.0)?;
    alone(&Connection::open(&copy.0)?)?;
    let found = verify_file(&copy.0, &[], watch)?;
    copy.finish(to)?;
    Ok(found)
}

/// Makes a database that is not in use one file, without others beside it.
fn alone(connection: &Connection) -> Result<()> {
    connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    Ok(())
}

/// A file that is removed, with what SQLite puts beside it, unless it is finished.
struct Unfinished(PathBuf);

impl Unfinished {
    /// An empty file beside the name it is meant for.
    fn of(to: &Path) -> Result<Self> {
        let aside = place::aside(to);
        fs::File::create_new(&aside).map_err(|error| place::failed(to, error))?;
        Ok(Self(aside))
    }

    fn finish(self, to: &Path) -> Result<()> {
        let failed = |error| place::failed(to, error);
        fs::File::open(&self.0).and_then(|file| file.sync_all()).map_err(failed)?;
        // Not a rename, which would replace a file that came to be meanwhile.
        match fs::hard_link(&self.0, to) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(StoreError::FileExists(to.to_owned()));
            }
            // Some file systems know no links.
            Err(_) => fs::rename(&self.0, to).map_err(failed)?,
        }
        // What was verified is what will be read there only if nothing came to lie beside it meanwhile.
        place::beside(to).map_or(Ok(()), |beside| {
            let _ = fs::remove_file(to);
            Err(StoreError::LeftBehind(beside))
        })
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        place::remove(&self.0);
    }
}
