//! The boards opened on this machine, remembered between starts.
//!
//! A convenience and no record: what cannot be read is an empty list, and of two windows writing at once one wins.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use std::{
    fs, io,
    path::{Path, PathBuf},
};
use ts_rs::TS;

/// A board opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct RecentBoard {
    /// Its file.
    pub(crate) path: String,
    /// Its name when it was last opened.
    pub(crate) name: String,
    /// When it was last opened (RFC 3339, UTC).
    pub(crate) opened: String,
    /// Whether its file is gone.
    #[serde(default)]
    pub(crate) missing: bool,
}

/// As many as the welcome screen shows without scrolling.
const KEPT: usize = 8;

fn file(data: &Path) -> PathBuf {
    data.join("recent.json")
}

/// The boards opened before, the latest first.
pub(crate) fn read(data: &Path) -> Vec<RecentBoard> {
    let Ok(bytes) = fs::read(file(data)) else { return Vec::new() };
    let mut boards: Vec<RecentBoard> = serde_json::from_slice(&bytes).unwrap_or_else(|error| {
        tracing::warn!(%error, "the list of recent boards is unreadable");
        Vec::new()
    });
    for board in &mut boards {
        board.missing = !Path::new(&board.path).exists();
    }
    boards
}

/// Puts a board that was opened first in the list.
pub(crate) fn remember(data: &Path, path: &str, name: &str, now: DateTime<Utc>) -> io::Result<()> {
    let opened = now.to_rfc3339_opts(SecondsFormat::Secs, true);
    let board = RecentBoard { path: path.to_owned(), name: name.to_owned(), opened, missing: false };
    let others = read(data).into_iter().filter(|other| other.path != path);
    write(data, &std::iter::once(board).chain(others).take(KEPT).collect::<Vec<_>>())
}

/// Written aside and moved into place, so that a reader never sees half a list.
fn write(data: &Path, boards: &[RecentBoard]) -> io::Result<()> {
    fs::create_dir_all(data)?;
    let aside = data.join(format!("recent.{}.tmp", std::process::id()));
    fs::write(&aside, serde_json::to_vec_pretty(boards)?)?;
    fs::rename(aside, file(data))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: u32) -> DateTime<Utc> {
        DateTime::from_timestamp(i64::from(second), 0).unwrap()
    }

    #[test]
    fn the_latest_board_comes_first_and_once() {
        let data = tempfile::tempdir().unwrap();
        remember(data.path(), "/a", "A", at(1)).unwrap();
        remember(data.path(), "/b", "B", at(2)).unwrap();
        remember(data.path(), "/a", "A, renamed", at(3)).unwrap();
        let boards = read(data.path());
        assert_eq!(boards.iter().map(|board| board.name.as_str()).collect::<Vec<_>>(), ["A, renamed", "B"]);
        assert_eq!((boards[0].opened.as_str(), boards[0].missing), ("1970-01-01T00:00:03Z", true));
    }

    #[test]
    fn old_boards_fall_off_the_list() {
        let data = tempfile::tempdir().unwrap();
        for number in 0..20 {
            remember(data.path(), &format!("/{number}"), "Board", at(number)).unwrap();
        }
        let boards = read(data.path());
        assert_eq!((boards.len(), boards[0].path.as_str()), (KEPT, "/19"));
    }

    #[test]
    fn a_damaged_list_is_an_empty_one() {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(read(data.path()), []);
        fs::write(file(data.path()), b"{ nonsense").unwrap();
        assert_eq!(read(data.path()), []);
        remember(data.path(), "/a", "A", at(1)).unwrap();
        assert_eq!(read(data.path()).len(), 1);
    }
}
