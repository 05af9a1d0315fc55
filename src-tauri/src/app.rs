//! What every command may reach: the board that is open, who is signed in, this machine's working copies.

use crate::{
    chooser::{Chooser, Chosen},
    error::WireError,
    idle::Touched,
    proofs::Proofs,
    work::Work,
};
use chrono::{DateTime, FixedOffset, Local};
use editorial::MemberId;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
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
    /// What they answered, where it is to be written.
    pub(crate) chosen: Chosen,
    /// What a passphrase costs to guess.
    pub(crate) cost: Cost,
    /// The export that is being written.
    pub(crate) work: Work,
    /// What is known of whether the open board holds.
    pub(crate) proofs: Arc<Proofs>,
    desk: Mutex<Desk>,
}

/// The board on the desk.
#[derive(Default)]
pub(crate) struct Desk {
    pub(crate) store: Option<Store>,
    pub(crate) session: Option<Session>,
    /// The last touch since they signed in.
    pub(crate) touched: Option<Touched>,
    working: Option<WorkingCopies>,
}

impl App {
    pub(crate) fn new(data: PathBuf, board: Option<PathBuf>, chooser: Box<dyn Chooser>) -> Self {
        Self {
            data,
            board,
            chooser,
            chosen: Chosen::default(),
            cost: cost(),
            work: Work::default(),
            proofs: Arc::default(),
            desk: Mutex::default(),
        }
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
        self.lock_when_idle(Instant::now())?;
        let store = self.store.as_mut().ok_or_else(|| WireError::new("no_board", "No board is open."))?;
        let session = self.session.as_ref().ok_or_else(|| WireError::new("signed_out", "Sign in first."))?;
        Ok((store, session))
    }

    /// Whoever is signed in was last seen at this moment.
    pub(crate) fn touch(&mut self, now: Instant) {
        self.touched = Some(Touched::at(now));
    }

    /// Signs out whom the window should have signed out and did not: it may hang, or be somebody's else's by now.
    fn lock_when_idle(&mut self, now: Instant) -> Result<(), WireError> {
        let (Some(store), Some(touched)) = (self.store.as_mut(), self.touched) else { return Ok(()) };
        if self.session.is_none() || !touched.overdue(store.board()?.policy.rules.idle_minutes, now) {
            return Ok(());
        }
        if let Some(session) = self.session.take() {
            store.lock_idle(session, self::now())?;
        }
        Err(WireError::new("signed_out", "The desk was locked, since nobody had touched it: sign in again."))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::idle::GRACE;
    use std::time::Duration;
    use store::{Founder, query::TrailFilter};

    #[test]
    fn a_desk_that_the_window_did_not_lock_locks_itself_and_says_so_in_the_record() {
        let folder = tempfile::tempdir().unwrap();
        let founder = Founder { name: "Ada", roles: &[], passphrase: "a quiet sunday night" };
        let mut store =
            Store::create(&folder.path().join("a.board"), "A", founder, Cost::FOR_TESTS_ONLY, now()).unwrap();
        let ada = *store.board().unwrap().members.keys().next().unwrap();
        let session = store.sign_in(ada, "a quiet sunday night", now()).unwrap();
        let mut desk = Desk { store: Some(store), session: Some(session), ..Desk::default() };
        let start = Instant::now();
        desk.touch(start);
        let limit = Duration::from_mins(15);
        desk.lock_when_idle(start + limit).unwrap();
        assert!(desk.session.is_some(), "the window has its time to keep what is unsaved");
        let refused = desk.lock_when_idle(start + limit + GRACE).unwrap_err();
        assert_eq!(refused.code, "signed_out");
        assert!(desk.session.is_none());
        assert_eq!(desk.signed_in().unwrap_err().code, "signed_out");
        let filter = TrailFilter { kind: Some("session.ended".to_owned()), ..TrailFilter::default() };
        let trail = desk.store().unwrap().trail(&filter).unwrap();
        assert_eq!(trail.rows[0].told, "was signed out: nobody had touched the desk");
    }
}
