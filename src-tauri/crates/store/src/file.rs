//! Opening a board's file: what it is, what form it has, whether it can be written.

use crate::{Result, StoreError, place, project};
use rusqlite::{
    Connection, OpenFlags,
    config::DbConfig,
    hooks::{AuthAction, AuthContext, Authorization},
};
use std::{
    fs,
    ops::Range,
    path::{Path, PathBuf},
    time::Duration,
};

/// "IMPR": how SQLite files of ours are told from others.
const APPLICATION_ID: i32 = 0x494D_5052;

/// Every form a board's file has had; the file's `user_version` is the number of those it has been through.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_board.sql"),
    include_str!("migrations/0002_no_index_of_articles_by_time.sql"),
    include_str!("migrations/0003_texts_by_number.sql"),
];

/// The newest form.
pub(crate) const FORM: u32 = MIGRATIONS.len() as u32;

/// Which file of the disk a name leads to, as far as the system tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Identity(u64, u64);

impl Identity {
    /// None where there is no file.
    #[cfg(unix)]
    pub(crate) fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(path).ok().map(|found| Self(found.dev(), found.ino()))
    }

    /// Elsewhere an open file can be neither removed nor replaced.
    #[cfg(not(unix))]
    pub(crate) fn of(path: &Path) -> Option<Self> {
        path.exists().then_some(Self(0, 0))
    }
}

/// The file that was opened under a name, and what SQLite keeps beside it.
#[derive(Debug)]
pub(crate) struct Held {
    path: PathBuf,
    file: Option<Identity>,
    beside: Vec<(PathBuf, Identity)>,
}

impl Held {
    pub(crate) fn of(path: &Path) -> Self {
        let beside = place::companions(path)
            .filter_map(|beside| Identity::of(&beside).map(|identity| (beside, identity)))
            .collect();
        Self { path: path.to_owned(), file: Identity::of(path), beside }
    }

    /// Whether the name still leads to the file that was opened.
    pub(crate) fn is_there(&self) -> bool {
        Identity::of(&self.path) == self.file
    }

    /// Before the file is closed: where another one has its name by now, SQLite would leave beside that one what belongs to this,
    /// and whoever opens it next would read the changes of the one into the other. They go to the file they are of.
    pub(crate) fn let_go(&self, connection: &Connection) {
        if self.is_there() || !self.path.exists() {
            return;
        }
        let written =
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0));
        match written {
            Ok(false) => {
                let ours = |(beside, was): &&(PathBuf, Identity)| Identity::of(beside) == Some(*was);
                for (beside, _) in self.beside.iter().filter(ours) {
                    let _ = fs::remove_file(beside);
                }
            }
            Ok(true) => tracing::warn!("a file that was replaced is in use elsewhere"),
            Err(error) => {
                tracing::warn!(%error, "the last changes of a file that was replaced could not be written");
            }
        }
    }
}

/// A connection to a board's file.
pub(crate) struct Opened {
    pub(crate) connection: Connection,
    pub(crate) read_only: bool,
    /// The form the file had before it was migrated just now.
    pub(crate) migrated_from: Option<u32>,
}

/// Makes a new file of the newest form. It must not exist.
pub(crate) fn create(path: &Path) -> Result<Connection> {
    place::for_a_board(path)?;
    fs::File::create_new(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => StoreError::FileExists(path.to_owned()),
        _ => place::failed(path, error),
    })?;
    place::or_nothing(path, || {
        let mut connection = Connection::open(path)?;
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        prepare(&connection, true)?;
        migrate(&connection, 0..FORM)?;
        guard(&mut connection)?;
        Ok(connection)
    })
}

/// A board of the newest form in a file that nobody else sees and that goes when it is closed: what a rebuild is
/// made in. Not in memory, which a board need not fit into.
pub(crate) fn aside() -> Result<Connection> {
    aside_as(FORM)
}

/// The same, in the form that another file has.
pub(crate) fn aside_like(other: &Connection) -> Result<Connection> {
    aside_as(form(other)?)
}

fn aside_as(form: u32) -> Result<Connection> {
    let connection = Connection::open("")?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.pragma_update(None, "journal_mode", "OFF")?;
    migrate(&connection, 0..form)?;
    Ok(connection)
}

/// Opens an existing file: for writing where that is possible, else for reading.
pub(crate) fn open(path: &Path) -> Result<Opened> {
    if !path.is_file() {
        return Err(StoreError::NoFile(path.to_owned()));
    }
    looks_like_a_board(path)?;
    match open_writable(path) {
        Err(StoreError::ReadOnly) => open_readable(path),
        other => other,
    }
}

/// The first bytes of a SQLite file say that it is one, and whose (offset 68, big-endian).
fn looks_like_a_board(path: &Path) -> Result<()> {
    use std::io::Read as _;
    let read = || -> std::io::Result<[u8; 100]> {
        let mut header = [0; 100];
        fs::File::open(path)?.read_exact(&mut header)?;
        Ok(header)
    };
    let header = match read() {
        Ok(header) => header,
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            return Err(StoreError::NotABoard(path.to_owned()));
        }
        Err(error) => return Err(StoreError::File { doing: format!("Reading {}", path.display()), error }),
    };
    if header.starts_with(place::DATABASE) && header[68..72] == APPLICATION_ID.to_be_bytes() {
        Ok(())
    } else {
        Err(StoreError::NotABoard(path.to_owned()))
    }
}

fn open_writable(path: &Path) -> Result<Opened> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        return Err(StoreError::ReadOnly);
    }
    prepare(&connection, true)?;
    let form = form(&connection)?;
    let migrated_from = (form < FORM).then_some(form);
    if let Some(form) = migrated_from {
        let names = std::iter::once(String::new()).chain((2..).map(|n: u32| format!("-{n}")));
        let mut copies = names.map(|n| path.with_extension(format!("form-{form}{n}.backup")));
        let copy = copies.find(|copy| !copy.exists()).unwrap_or_default();
        tracing::info!(form, copy = %copy.display(), "bringing the board to the newest form");
        place::for_a_board(&copy)?;
        let aside = place::aside(&copy);
        place::or_nothing(&aside, || {
            back_up(&connection, &aside)?;
            fs::File::open(&aside)
                .and_then(|file| file.sync_all())
                .and_then(|()| fs::rename(&aside, &copy))
                .map_err(|error| place::failed(&copy, error))
        })?;
        migrate(&connection, form..FORM)?;
    }
    probe(&connection)?;
    guard(&mut connection)?;
    Ok(Opened { connection, read_only: false, migrated_from })
}

/// A file whose folder cannot be written has no place for SQLite's shared memory, so it is opened as one that nobody changes:
/// which leaves out what lies beside it, so that there must be nothing.
fn readable(path: &Path) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    match Connection::open_with_flags(path, flags).and_then(|c| prepare_read(&c).map(|()| c)) {
        Ok(connection) => Ok(connection),
        Err(_) => {
            if let Some(pending) = place::pending(path) {
                return Err(StoreError::Pending(pending));
            }
            let escaped = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
            let connection = Connection::open_with_flags(format!("file:{escaped}?immutable=1"), flags)?;
            prepare_read(&connection)?;
            Ok(connection)
        }
    }
}

fn open_readable(path: &Path) -> Result<Opened> {
    let connection = readable(path)?;
    let form = form(&connection)?;
    if form < FORM {
        return Err(StoreError::OlderReadOnly);
    }
    tables(&connection)?;
    Ok(Opened { connection, read_only: true, migrated_from: None })
}

/// Opens a file to look at it and change nothing, whatever it holds.
pub(crate) fn look_at(path: &Path) -> Result<Connection> {
    if !path.is_file() {
        return Err(StoreError::NoFile(path.to_owned()));
    }
    looks_like_a_board(path)?;
    let connection = readable(path)?;
    form(&connection)?;
    Ok(connection)
}

fn prepare_read(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
}

fn prepare(connection: &Connection, durable: bool) -> Result<()> {
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    if durable {
        connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
    }
    cache(connection, CACHE)?;
    connection.set_prepared_statement_cache_capacity(128);
    // Otherwise every statement with a range is planned anew for each value that is bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// KiB of pages that are kept for whoever works at a board.
pub(crate) const CACHE: u32 = 32_000;

/// KiB of pages for whoever passes over a board once: so few that they stay in the processor's own memory.
pub(crate) const PASSING_CACHE: u32 = 1000;

/// Keeps so many KiB of pages from now on.
pub(crate) fn cache(connection: &Connection, kib: u32) -> Result<()> {
    Ok(connection.pragma_update(None, "cache_size", -i64::from(kib))?)
}

fn form(connection: &Connection) -> Result<u32> {
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    match u32::try_from(found) {
        Ok(found) if found > FORM => Err(StoreError::Newer { found, known: FORM }),
        Ok(found) => Ok(found),
        Err(_) => Err(StoreError::Damaged(format!("its form is {found}, which no board has"))),
    }
}

/// Takes a file through these migrations, counted from 0.
fn migrate(connection: &Connection, which: Range<u32>) -> Result<()> {
    for (number, sql) in (1u32..).zip(MIGRATIONS).filter(|(number, _)| which.contains(&(number - 1))) {
        connection
            .execute_batch(&format!("BEGIN IMMEDIATE; {sql}\nPRAGMA user_version = {number}; COMMIT;"))?;
    }
    Ok(())
}

/// Damage that the header does not show, and a disk or folder that cannot be written, are better found now
/// than in the middle of the work.
fn probe(connection: &Connection) -> Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK;")?;
    tables(connection)
}

/// That what a board is read from are its tables. A view in the place of one can answer anything, and never come to an end.
pub(crate) fn tables(connection: &Connection) -> Result<()> {
    let projections = project::TABLES.iter().map(|(name, _)| *name);
    let names: Vec<&str> = ["event", "head", "checkpoint", "blob", "member_key", "desk_key"]
        .into_iter()
        .chain(projections)
        .collect();
    let sql = format!(
        "SELECT count(*) FILTER (WHERE type = 'table'), count(*) FILTER (WHERE type = 'view')
         FROM sqlite_schema WHERE name IN ('{}')",
        names.join("', '")
    );
    let (tables, views): (u32, u32) = connection.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if (tables as usize, views) == (names.len(), 0) {
        Ok(())
    } else {
        Err(StoreError::Damaged("its tables are not those of a board".to_owned()))
    }
}

/// From here on this connection cannot take the guards of the log away. Others can, with other programs:
/// that is what verification is for.
fn guard(connection: &mut Connection) -> Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.authorizer(Some(|context: AuthContext<'_>| match context.action {
        AuthAction::Update { table_name: "event", .. }
        | AuthAction::Delete { table_name: "event" }
        | AuthAction::DropTrigger { .. }
        | AuthAction::DropTable { .. }
        | AuthAction::AlterTable { .. }
        | AuthAction::Attach { .. } => Authorization::Deny,
        _ => Authorization::Allow,
    }))?;
    Ok(())
}

/// A copy by SQLite's backup way, which sees every committed change and no half of one, to a file that is empty or not there.
pub(crate) fn back_up(connection: &Connection, to: &Path) -> Result<()> {
    let mut copy = Connection::open(to)?;
    rusqlite::backup::Backup::new(connection, &mut copy)?.run_to_completion(256, Duration::ZERO, None)?;
    Ok(())
}
