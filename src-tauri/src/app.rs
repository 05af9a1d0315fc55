//! What every command may reach: the board that is open, who is signed in, this machine's working copies.

use crate::{chooser::Chooser, error::WireError};
use chrono::{DateTime, FixedOffset, Local};
use editorial::MemberId;
use std::{
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};
use store::{Cost, Session, Store, WorkingCopies};

/// The state of the running program.
pub(crate) struct App {
    /// The folder of this program's own files: the list of recent boards, working copies.
    pub(crate) data: PathBuf,
    /// The board named on the command line.
    pub(crate) board: Option<PathBuf>,
    /// Who is asked for files.
    pub(crate) chooser: Box<dyn Chooser>,
    /// What a passphrase costs to guess.
    pub(crate) cost: Cost,
    desk: Mutex<Desk>,
}

/// The board on the desk.
#[derive(Default)]
pub(crate) struct Desk {
    pub(crate) store: Option<Store>,
    pub(crate) session: Option<Session>,
    working: Option<WorkingCopies>,
}

impl App {
    pub(crate) fn new(data: PathBuf, board: Option<PathBuf>, chooser: Box<dyn Chooser>) -> Self {
        Self { data, board, chooser, cost: cost(), desk: Mutex::default() }
    }

    /// The desk, for one command at a time. A command that panicked has rolled its transaction back, so the
    /// desk is used on.
    pub(crate) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// This machine's working copies.
    pub(crate) fn working<T>(
        &self,
        desk: &mut Desk,
        work: impl FnOnce(&WorkingCopies) -> store::Result<T>,
    ) -> Result<T, WireError> {
        if desk.working.is_none() {
            std::fs::create_dir_all(&self.data)?;
            desk.working = Some(WorkingCopies::open(&self.data.join("working-copies.sqlite"))?);
        }
        match &desk.working {
            Some(working) => Ok(work(working)?),
            None => Err(WireError::internal()),
        }
    }
}

impl Desk {
    /// The open board, for those who need not be signed in.
    pub(crate) fn store(&mut self) -> Result<&mut Store, WireError> {
        self.store.as_mut().ok_or_else(|| WireError::new("no_board", "No board is open."))
    }

    /// The open board and who is signed in: nothing of a board is read or changed without.
    pub(crate) fn signed_in(&mut self) -> Result<(&mut Store, &Session), WireError> {
        let store = self.store.as_mut().ok_or_else(|| WireError::new("no_board", "No board is open."))?;
        let session = self.session.as_ref().ok_or_else(|| WireError::new("signed_out", "Sign in first."))?;
        Ok((store, session))
    }

    /// The open board and the member who is signed in.
    pub(crate) fn reader(&mut self) -> Result<(&mut Store, MemberId), WireError> {
        let (store, session) = self.signed_in()?;
        let member = session.member();
        Ok((store, member))
    }
}

/// The time, where the program is.
pub(crate) fn now() -> DateTime<FixedOffset> {
    Local::now().fixed_offset()
}

/// Tests sign in many times over, so a debug build may be told to make passphrases cheap.
fn cost() -> Cost {
    if cfg!(debug_assertions) && std::env::var_os("IMPRIMATUR_CHEAP_KEYS").is_some() {
        Cost::FOR_TESTS_ONLY
    } else {
        Cost::RECOMMENDED
    }
}
