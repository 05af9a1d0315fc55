//! The boards opened on this machine, remembered between starts.
//!
//! A convenience and no record: what cannot be read is an empty list, and of two windows writing at once one wins.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use std::{
    fs, io,
    path::{Path, PathBuf},
};
use store::{Backup, Keeping};
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
    /// Which board it is, as its checkpoints name it; empty where that was not kept.
    #[serde(default)]
    #[ts(skip)]
    pub(crate) origin: String,
    /// Whether its file is gone.
    #[serde(default)]
    pub(crate) missing: bool,
    /// Where it is gone, the newest backup that this machine keeps of it.
    #[serde(skip_deserializing)]
    pub(crate) backup: Option<Backup>,
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
        let lost = board.missing && !board.origin.is_empty();
        board.backup = lost
            .then(|| Keeping::of_log(data, &board.origin))
            .and_then(|kept| kept.backups().into_iter().next());
    }
    boards
}

/// Puts a board that was opened first in the list. Which board was opened from its file before stays, until another one is
/// taken for it.
pub(crate) fn remember(
    data: &Path,
    path: &str,
    name: &str,
    origin: &str,
    now: DateTime<Utc>,
) -> io::Result<()> {
    let opened = now.to_rfc3339_opts(SecondsFormat::Secs, true);
    let (before, others): (Vec<_>, Vec<_>) = read(data).into_iter().partition(|other| other.path == path);
    let before = before.into_iter().map(|board| board.origin).find(|before| !before.is_empty());
    let origin = before.unwrap_or_else(|| origin.to_owned());
    let board = RecentBoard {
        path: path.to_owned(),
        name: name.to_owned(),
        opened,
        origin,
        missing: false,
        backup: None,
    };
    write(data, &std::iter::once(board).chain(others).take(KEPT).collect::<Vec<_>>())
}

/// The name under which another board than this one was opened from the file, if one was.
pub(crate) fn another(data: &Path, path: &str, origin: &str) -> Option<String> {
    let is_another =
        |board: &RecentBoard| board.path == path && !board.origin.is_empty() && board.origin != origin;
    read(data).into_iter().find(is_another).map(|board| board.name)
}

/// Takes this board for the one that is opened from its file from now on.
pub(crate) fn take(data: &Path, path: &str, origin: &str) -> io::Result<()> {
    let mut boards = read(data);
    for board in boards.iter_mut().filter(|board| board.path == path) {
        origin.clone_into(&mut board.origin);
    }
    write(data, &boards)
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
        remember(data.path(), "/a", "A", "one", at(1)).unwrap();
        remember(data.path(), "/b", "B", "two", at(2)).unwrap();
        remember(data.path(), "/a", "A, renamed", "one", at(3)).unwrap();
        let boards = read(data.path());
        assert_eq!(boards.iter().map(|board| board.name.as_str()).collect::<Vec<_>>(), ["A, renamed", "B"]);
        assert_eq!((boards[0].opened.as_str(), boards[0].missing), ("1970-01-01T00:00:03Z", true));
    }

    #[test]
    fn another_board_in_the_place_of_one_is_told_until_it_is_taken() {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(another(data.path(), "/a", "one"), None);
        remember(data.path(), "/a", "A", "one", at(1)).unwrap();
        assert_eq!(another(data.path(), "/a", "one"), None);
        for second in 2..4 {
            assert_eq!(another(data.path(), "/a", "two").as_deref(), Some("A"));
            remember(data.path(), "/a", "A", "two", at(second)).unwrap();
        }
        assert_eq!(another(data.path(), "/b", "two"), None);
        take(data.path(), "/a", "two").unwrap();
        assert_eq!(another(data.path(), "/a", "two"), None);
        assert_eq!(another(data.path(), "/a", "one").as_deref(), Some("A"));
    }

    #[test]
    fn old_boards_fall_off_the_list() {
        let data = tempfile::tempdir().unwrap();
        for number in 0..20 {
            remember(data.path(), &format!("/{number}"), "Board", "one", at(number)).unwrap();
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
        remember(data.path(), "/a", "A", "one", at(1)).unwrap();
        assert_eq!(read(data.path()).len(), 1);
    }
}
