//! Boards for the window to open, made without it.

use crate::launch::Home;
use chrono::{DateTime, FixedOffset, Local};
use editorial::{Command, Role};
use std::path::{Path, PathBuf};
use store::{Cost, Founder, Session, Store};

/// The passphrase of everybody on a board that was [`founded`].
pub(crate) const PASSPHRASE: &str = "a quiet sunday night";

/// The member who founds it, an editor.
pub(crate) const FOUNDER: &str = "Ada";

pub(crate) fn now() -> DateTime<FixedOffset> {
    Local::now().fixed_offset()
}

pub(crate) fn open(board: &Path) -> Store {
    Store::open(board, Cost::FOR_TESTS_ONLY, now()).expect("a board")
}

/// A board of one member, who is signed in.
pub(crate) fn founded(board: &Path) -> (Store, Session) {
    let founder = Founder { name: FOUNDER, roles: &[Role::Editor], passphrase: PASSPHRASE };
    let mut store = Store::create(board, "Team", founder, Cost::FOR_TESTS_ONLY, now()).expect("a board");
    let ada = store.board().expect("the board").members.keys().next().copied().expect("a founder");
    let ada = store.sign_in(ada, PASSPHRASE, now()).expect("a session");
    (store, ada)
}

/// Gives a command, and the identity of what it made.
pub(crate) fn made<T: std::str::FromStr<Err: std::fmt::Debug>>(
    store: &mut Store,
    who: &Session,
    command: &Command,
) -> T {
    let outcome = store.dispatch(who, command, None, now()).expect("an outcome");
    outcome.made.expect("something made").parse().expect("an identity")
}

/// The demo board.
pub(crate) fn demo_board(home: &Home) -> PathBuf {
    let file = home.path("demo.board");
    Store::demo(&file, Cost::FOR_TESTS_ONLY, now()).expect("a demo board");
    file
}
