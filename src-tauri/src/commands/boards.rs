//! Opening boards and signing in.

use crate::{
    app::{App, Desk, now},
    error::WireError,
    proofs, recent,
};
use chrono::Utc;
use editorial::{Board, MemberId, Role};
use serde::Serialize;
use std::{
    path::{Path, PathBuf},
    time::Instant,
};
use store::{DEMO_MEMBER, DEMO_PASSPHRASE, Founder, Store};
use ts_rs::TS;

/// The board on the desk, before anybody is signed in: only what the sign-in screen needs.
#[derive(Debug, Serialize, TS)]
pub(crate) struct OpenBoard {
    /// Its name.
    name: String,
    /// Its file.
    path: String,
    /// Whether it can only be read here.
    read_only: bool,
    /// Whether something is wrong with its record.
    alarm: bool,
    /// Who may sign in, by name.
    members: Vec<SignInName>,
    /// Who is signed in.
    member: Option<MemberId>,
    /// Their roles.
    roles: Vec<Role>,
    /// Whether an administrator set their passphrase, and they are to choose their own.
    temporary: bool,
    /// On a demo board: the passphrase that every member has.
    demo: Option<&'static str>,
}

/// A member who may sign in.
#[derive(Debug, Serialize, TS)]
pub(crate) struct SignInName {
    id: MemberId,
    name: String,
    roles: Vec<Role>,
}

fn shown(app: &App, desk: &mut Desk) -> Result<OpenBoard, WireError> {
    let member = desk.session.as_ref().map(store::Session::member);
    let store = desk.store()?;
    let board = store.board()?;
    Ok(OpenBoard {
        name: board.name.clone(),
        path: store.path().display().to_string(),
        read_only: store.read_only(),
        alarm: !app.proofs.known().alarm.is_empty(),
        members: names(&board),
        member,
        roles: member
            .and_then(|id| board.members.get(&id))
            .map(|m| m.roles.iter().copied().collect())
            .unwrap_or_default(),
        temporary: member.and_then(|id| board.members.get(&id)).is_some_and(|m| m.temporary),
        demo: store.path().starts_with(demo_folder(app)).then_some(DEMO_PASSPHRASE),
    })
}

fn demo_folder(app: &App) -> PathBuf {
    app.data.join("demo")
}

fn names(board: &Board) -> Vec<SignInName> {
    let mut names: Vec<SignInName> = board
        .members
        .values()
        .filter(|m| m.active)
        .map(|m| SignInName { id: m.id, name: m.name.clone(), roles: m.roles.iter().copied().collect() })
        .collect();
    names.sort_by_key(|m| m.name.to_lowercase());
    names
}

/// Puts a board on the desk in place of the one there.
fn put(app: &App, store: Store) -> Result<OpenBoard, WireError> {
    let mut desk = app.desk();
    leave(app, &mut desk)?;
    desk.store = Some(store);
    proofs::look(app, &mut desk);
    let shown = shown(app, &mut desk)?;
    let origin = desk.store()?.seen()?.origin;
    if let Err(error) = recent::remember(&app.data, &shown.path, &shown.name, &origin, Utc::now()) {
        tracing::warn!(%error, "the list of recent boards could not be kept");
    }
    Ok(shown)
}

fn leave(app: &App, desk: &mut Desk) -> Result<(), WireError> {
    end_session(desk)?;
    proofs::keep(app, desk);
    desk.store = None;
    Ok(())
}

fn end_session(desk: &mut Desk) -> Result<(), WireError> {
    if let (Some(store), Some(session)) = (desk.store.as_mut(), desk.session.take()) {
        store.sign_out(session, now())?;
    }
    Ok(())
}

pub(crate) fn open_board(app: &App, path: String) -> Result<OpenBoard, WireError> {
    put(app, Store::open(Path::new(&path), app.cost, now())?)
}

pub(crate) fn create_board(
    app: &App,
    path: String,
    name: String,
    member: String,
    roles: Vec<Role>,
    passphrase: String,
) -> Result<OpenBoard, WireError> {
    let founder = Founder { name: &member, roles: &roles, passphrase: &passphrase };
    let path = app.chosen.take(&path)?;
    let mut store = Store::create(&path, &name, founder, app.cost, now())?;
    let founder = store.board()?.members.keys().next().copied().ok_or_else(WireError::internal)?;
    let session = store.sign_in(founder, &passphrase, now())?;
    // Where a board was lost and a new one is made under its name, nobody was deceived.
    recent::take(&app.data, &store.path().display().to_string(), &store.seen()?.origin)?;
    put(app, store)?;
    let mut desk = app.desk();
    enter(&mut desk, session);
    shown(app, &mut desk)
}

pub(crate) fn demo_board(app: &App) -> Result<OpenBoard, WireError> {
    let folder = demo_folder(app);
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(format!("demo-{}.board", now().format("%Y%m%d-%H%M%S%3f")));
    let mut store = Store::demo(&path, app.cost, now())?;
    let board = store.board()?;
    let member = board.members.values().find(|m| m.name == DEMO_MEMBER).ok_or_else(WireError::internal)?.id;
    let session = store.sign_in(member, DEMO_PASSPHRASE, now())?;
    put(app, store)?;
    let mut desk = app.desk();
    enter(&mut desk, session);
    shown(app, &mut desk)
}

pub(crate) fn current_board(app: &App) -> Result<Option<OpenBoard>, WireError> {
    let mut desk = app.desk();
    if desk.store.is_none() { Ok(None) } else { shown(app, &mut desk).map(Some) }
}

pub(crate) fn close_board(app: &App) -> Result<(), WireError> {
    leave(app, &mut app.desk())
}

pub(crate) fn sign_in(app: &App, member: MemberId, passphrase: String) -> Result<OpenBoard, WireError> {
    let mut desk = app.desk();
    let session = desk.store()?.sign_in(member, &passphrase, now())?;
    enter(&mut desk, session);
    shown(app, &mut desk)
}

/// Signs out; `idle` when nobody has touched the desk for as long as the policy allows.
pub(crate) fn sign_out(app: &App, idle: bool) -> Result<(), WireError> {
    let mut desk = app.desk();
    if !idle {
        return end_session(&mut desk);
    }
    let desk = &mut *desk;
    if let (Some(store), Some(session)) = (desk.store.as_mut(), desk.session.take()) {
        store.lock_idle(session, now())?;
    }
    Ok(())
}

fn enter(desk: &mut Desk, session: store::Session) {
    desk.session = Some(session);
    desk.touch(Instant::now());
}

pub(crate) fn change_passphrase(app: &App, old: String, new: String) -> Result<(), WireError> {
    let mut desk = app.desk();
    let (store, session) = desk.signed_in()?;
    Ok(store.change_passphrase(session, &old, &new, now())?)
}

/// What the window asks every few seconds.
#[derive(Debug, Serialize, TS)]
pub(crate) struct News {
    /// Number of events in the log: when it has grown, another window has written.
    #[ts(type = "number")]
    size: u64,
    /// Seconds until the desk locks unless it is touched; null where it never does.
    locks_in: Option<u32>,
}

/// `touched`: whether keyboard or mouse were used since the last time.
pub(crate) fn news(app: &App, touched: bool) -> Result<News, WireError> {
    let mut desk = app.desk();
    desk.reader()?;
    if touched {
        desk.touch(Instant::now());
    }
    let last = desk.touched;
    let (store, _) = desk.reader()?;
    let minutes = store.board()?.policy.rules.idle_minutes;
    let left = last.and_then(|last| last.left(minutes, Instant::now()));
    let size = store.head()?.size();
    // Asked for every few seconds, this is also where the desk looks after what it keeps.
    proofs::keep(app, &desk);
    proofs::back_up_if_due(app, &mut desk)?;
    Ok(News { size, locks_in: left.map(|left| u32::try_from(left.as_secs()).unwrap_or(u32::MAX)) })
}
