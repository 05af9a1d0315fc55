//! Where a file may be put: never over a board, and no board beside what another one left.

use crate::{Result, StoreError};
use std::{
    fs,
    io::{ErrorKind, Read as _},
    path::{Path, PathBuf},
    time::Duration,
};

/// How the files end that SQLite keeps beside a database under its name.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// How the name of a file begins and goes on that is not whole yet.
const BEGINS: &str = ".imprimatur-";
const UNFINISHED: &str = ".unfinished";

const DAY: Duration = Duration::from_hours(24);

/// The beginning of every SQLite database.
pub(crate) const DATABASE: &[u8; 16] = b"SQLite format 3\0";

/// Whether a new board may be made under this name: nothing has it, and there is none of the files that SQLite would take for the
/// new board's own, and read changes from.
pub fn for_a_board(path: &Path) -> Result<()> {
    nothing_at(path)?;
    beside(path).map_or(Ok(()), |beside| Err(StoreError::LeftBehind(beside)))
}

/// What lies beside a database under its name, if anything does.
pub(crate) fn beside(path: &Path) -> Option<PathBuf> {
    companions(path).find(|beside| taken(beside))
}

/// Whether a new file may be written under this name.
pub fn for_a_new_file(path: &Path) -> Result<()> {
    nothing_at(path)?;
    for_another_file(path)
}

/// Whether a file that is no board may be written under this name, in place of one that is there: a board, a backup or another
/// database stays, and so do the files that belong to one.
pub(crate) fn for_another_file(path: &Path) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let database = COMPANIONS.iter().find_map(|ending| name.strip_suffix(ending));
    let belongs = match database {
        Some(database) => path.is_file() || is_database(&path.with_file_name(database))?,
        None => is_database(path)?,
    };
    if belongs { Err(StoreError::OverABoard(path.to_owned())) } else { Ok(()) }
}

/// What could only be read without the changes that lie beside it: SQLite has not taken them over yet.
pub(crate) fn pending(path: &Path) -> Option<PathBuf> {
    let pending = |beside: &PathBuf| {
        !beside.as_os_str().to_string_lossy().ends_with("-shm")
            && fs::metadata(beside).is_ok_and(|found| found.len() > 0)
    };
    companions(path).find(pending)
}

/// A name in the folder of `path` for what is not whole yet. What a program that was killed left there under such a name, a day ago or
/// more, is removed.
pub(crate) fn aside(path: &Path) -> PathBuf {
    let folder = folder(path);
    let stale = |file: &fs::DirEntry| {
        let name = file.file_name();
        let ours = name.to_str().is_some_and(|name| name.starts_with(BEGINS) && name.contains(UNFINISHED));
        let age = file.metadata().and_then(|found| found.modified()).ok().and_then(|at| at.elapsed().ok());
        ours && age.is_some_and(|age| age > DAY)
    };
    for file in fs::read_dir(folder).into_iter().flatten().flatten().filter(stale) {
        let _ = fs::remove_file(file.path());
    }
    folder.join(format!("{BEGINS}{}{UNFINISHED}", uuid::Uuid::now_v7().simple()))
}

/// The folder in which a file lies.
pub(crate) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Why a file could not be written, told of the name that was asked for.
pub(crate) fn failed(path: &Path, error: std::io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            StoreError::Protected(folder(path).to_owned())
        }
        _ => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            StoreError::File { doing: format!("Writing {name}"), error }
        }
    }
}

/// Makes a board in a new file. Where that fails, nothing of it is left.
pub(crate) fn or_nothing<T>(path: &Path, make: impl FnOnce() -> Result<T>) -> Result<T> {
    let made = make();
    if made.is_err() {
        remove(path);
    }
    made
}

/// Removes a database with what belongs to it.
pub(crate) fn remove(path: &Path) {
    for file in std::iter::once(path.to_owned()).chain(companions(path)) {
        let _ = fs::remove_file(file);
    }
}

pub(crate) fn companions(path: &Path) -> impl Iterator<Item = PathBuf> {
    COMPANIONS.iter().map(move |ending| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        name.into()
    })
}

/// A link that leads nowhere has its name, too.
fn taken(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn nothing_at(path: &Path) -> Result<()> {
    if taken(path) { Err(StoreError::FileExists(path.to_owned())) } else { Ok(()) }
}

fn is_database(path: &Path) -> Result<bool> {
    // Whatever is no file, a pipe say, must not be opened to find out.
    if !path.is_file() {
        return Ok(false);
    }
    let mut beginning = [0; DATABASE.len()];
    match fs::File::open(path).and_then(|mut file| file.read_exact(&mut beginning)) {
        Ok(()) => Ok(beginning == *DATABASE),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(StoreError::File { doing: format!("Reading {}", path.display()), error }),
    }
}
