//! What can go wrong with a board's file, and what the person can do about it.

use editorial::Refusal;
use std::path::PathBuf;

/// Everything the store can answer instead of a result. Nothing is half done: a change that fails is rolled back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The rules refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no file.
    #[error("There is no file {0}.")]
    NoFile(PathBuf),
    /// There is a file already.
    #[error("There is already a file {0}.")]
    FileExists(PathBuf),
    /// It would be written over a board, another database, or what belongs to one.
    #[error("{0} is a board or another database, or belongs to one.")]
    OverABoard(PathBuf),
    /// SQLite would read it as the changes last made to the new board.
    #[error("{0} was left behind by a board of this name.")]
    LeftBehind(PathBuf),
    /// Nothing can be written in a folder.
    #[error("No file can be written in {0}: it is write-protected.")]
    Protected(PathBuf),
    /// The last changes to a board lie beside it, and cannot be read where they are.
    #[error("The last changes to this board lie in {0}, and cannot be read where it is.")]
    Pending(PathBuf),
    /// The file is something else.
    #[error("{0} is not a board.")]
    NotABoard(PathBuf),
    /// SQLite or our own reading found damage.
    #[error("The file is damaged: {0}.")]
    Damaged(String),
    /// The file was written by a newer program.
    #[error(
        "This board was last used with a newer version of Imprimatur (form {found}; this program knows {known})."
    )]
    Newer {
        /// The file's form.
        found: u32,
        /// The newest form known here.
        known: u32,
    },
    /// The file was written by an older program and cannot be brought to the newest form where it lies.
    #[error(
        "This board was last used with an older version of Imprimatur and must be brought to the newest form, but the file or its folder is write-protected."
    )]
    OlderReadOnly,
    /// The file, or its folder, cannot be written.
    #[error("This board can only be read here: the file or its folder is write-protected.")]
    ReadOnly,
    /// Another program holds the file for longer than we wait.
    #[error("Another program is writing to this board and does not let go.")]
    Busy,
    /// The file is not where it was opened.
    #[error("The board's file is no longer where it was opened: it was moved, removed or replaced.")]
    Gone,
    /// The disk is full.
    #[error("The disk is full.")]
    DiskFull,
    /// The passphrase is wrong.
    #[error("The passphrase is wrong.")]
    WrongPassphrase,
    /// The member's key was replaced since they signed in.
    #[error("Your passphrase was reset: sign in again.")]
    KeyReplaced,
    /// Too many failures: wait.
    #[error("Too many failed attempts: wait {0} seconds.")]
    Wait(u64),
    /// The passphrase is not good enough for a new key.
    #[error("{0}")]
    WeakPassphrase(&'static str),
    /// There is no such thing.
    #[error("There is no such {0}.")]
    Unknown(&'static str),
    /// A file cannot be imported.
    #[error("{0}")]
    Import(#[source] document::import::ImportError),
    /// The person who asked for it thought better of it.
    #[error("It was broken off.")]
    BrokenOff,
    /// A file of references cannot be read.
    #[error("{0}")]
    References(#[source] references::Unreadable),
    /// A file cannot be a source's.
    #[error("{0}")]
    Unfit(#[source] document::Unfit),
    /// Reading or writing another file failed.
    #[error("{doing}: {error}.")]
    File {
        /// What was being done: "Writing report.csv".
        doing: String,
        /// The system's answer.
        error: std::io::Error,
    },
    /// SQLite failed in a way not named above.
    #[error("The board's file could not be used: {0}.")]
    Sqlite(#[source] rusqlite::Error),
    /// The system gave no random bytes, or the like.
    #[error("The desk could not do this: {0}.")]
    System(String),
}

impl StoreError {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => match refusal.code {
                editorial::RefusalCode::NotAllowed => "not_allowed",
                editorial::RefusalCode::WrongStage => "wrong_stage",
                editorial::RefusalCode::Missing => "missing",
                editorial::RefusalCode::Invalid => "invalid",
                editorial::RefusalCode::Outdated => "outdated",
                editorial::RefusalCode::Unknown => "unknown",
                editorial::RefusalCode::NoChange => "no_change",
            },
            Self::NoFile(_) => "no_file",
            Self::FileExists(_) => "file_exists",
            Self::OverABoard(_) => "over_a_board",
            Self::LeftBehind(_) => "left_behind",
            Self::Protected(_) => "protected",
            Self::Pending(_) => "pending",
            Self::NotABoard(_) => "not_a_board",
            Self::Damaged(_) => "damaged",
            Self::Newer { .. } => "newer",
            Self::OlderReadOnly => "older_read_only",
            Self::ReadOnly => "read_only",
            Self::Busy => "busy",
            Self::Gone => "gone",
            Self::DiskFull => "disk_full",
            Self::WrongPassphrase => "wrong_passphrase",
            Self::KeyReplaced => "key_replaced",
            Self::Wait(_) => "wait",
            Self::WeakPassphrase(_) => "weak_passphrase",
            Self::Unknown(_) => "unknown",
            Self::Import(_) | Self::References(_) | Self::Unfit(_) => "import",
            Self::BrokenOff => "broken_off",
            Self::File { .. } => "file",
            Self::Sqlite(_) => "sqlite",
            Self::System(_) => "system",
        }
    }

    /// What to do next, where there is something to say.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::NoFile(_) => "It may have been moved or renamed: open it from where it is now.",
            Self::FileExists(_) => "Choose another name: an existing file is never overwritten.",
            Self::OverABoard(_) => "Choose another name: nothing is written over a board.",
            Self::LeftBehind(_) => {
                "Choose another name, or move that file away first: it may hold the last changes to the board that was there."
            }
            Self::Protected(_) => "Choose a folder you may write to.",
            Self::Pending(_) => {
                "Copy the board and that file to a folder you may write to, and open the board there."
            }
            Self::NotABoard(_) => "Choose a file that was made with Imprimatur. Nothing was changed in it.",
            Self::Damaged(_) => {
                "Keep the file as it is, and open the latest backup. `imprimatur audit verify` tells what can still be proved."
            }
            Self::Newer { .. } => "Install that version. Nothing was changed in the file.",
            Self::OlderReadOnly => "Copy the file to a folder you may write to and open it there.",
            Self::ReadOnly => "Copy the file to a folder you may write to, or ask for the right to write.",
            Self::Busy => "Close other programs that use the file and try again. Nothing was changed.",
            Self::Gone => {
                "Nothing was changed, and your working copy is kept. Put the file back, or close the board and open it from where it is now."
            }
            Self::DiskFull => {
                "Free some space and try again. Nothing was changed, and your working copy is kept."
            }
            Self::KeyReplaced => "An administrator gave you a new passphrase and, with it, a new key.",
            Self::BrokenOff => "Nothing was left behind.",
            Self::File { error, .. } if error.kind() == std::io::ErrorKind::StorageFull => {
                "The disk is full. Free some space and try again."
            }
            Self::Sqlite(error)
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::SystemIoFailure) =>
            {
                "Nothing was changed. Look whether the disk is full, or is no longer there, and try again."
            }
            Self::Import(_) | Self::References(_) => "Nothing was imported, and the file is as it was.",
            _ => return None,
        })
    }

    pub(crate) fn damaged(what: impl std::fmt::Display) -> Self {
        Self::Damaged(what.to_string())
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt) => Self::damaged(error),
            Some(ErrorCode::NotADatabase) => Self::Damaged("it is not a database any more".to_owned()),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            _ => Self::Sqlite(error),
        }
    }
}

impl From<ledger::NoRandomness> for StoreError {
    fn from(error: ledger::NoRandomness) -> Self {
        Self::System(error.to_string())
    }
}

/// What this crate's functions answer.
pub type Result<T> = std::result::Result<T, StoreError>;
