//! A board's file, open: the one door through which anything is changed.

use crate::{
    CheckpointReason, Result, Session, StoreError, blobs, checkpoints, file,
    log::{self, Appender, Moment, Writer},
    place,
    session::{self, Cost},
    state::State,
    together::Together,
};
use chrono::{DateTime, FixedOffset, Utc};
use compare::Comparison;
use document::{Digest, Document};
use editorial::{
    Article, ArticleId, Board, BoardId, Command, Event, Happened, MemberId, Right, Role, Rules, Stream,
};
use ledger::{Head, SigningKey};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};
use serde::Serialize;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};
use ts_rs::TS;
use uuid::Uuid;

/// A board's file, open.
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) state: State,
    pub(crate) desk_key: SigningKey,
    path: PathBuf,
    /// The file that was opened.
    held: file::Held,
    read_only: bool,
    station: String,
    cost: Cost,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("path", &self.path)
            .field("read_only", &self.read_only)
            .finish_non_exhaustive()
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.held.let_go(&self.connection);
    }
}

/// What a command came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Outcome {
    /// The article, claim, source or member the command made, by its identity.
    pub made: Option<String>,
    /// What is no longer as it was, for the window to ask again.
    pub stale: Vec<Topic>,
}

/// What a change can make stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// The list of articles.
    Queue,
    /// Articles.
    Article,
    /// The library.
    Sources,
    /// Members and policy.
    Board,
    /// The log.
    Trail,
}

/// The first member of a new board.
#[derive(Debug, Clone, Copy)]
pub struct Founder<'a> {
    /// Printed name.
    pub name: &'a str,
    /// Roles beside administrator, which the founder always is.
    pub roles: &'a [Role],
    /// Passphrase.
    pub passphrase: &'a str,
}

impl Store {
    /// Makes a new board at `path`, with its first member, who is its administrator. Nothing is left behind
    /// when it fails.
    pub fn create(
        path: &Path,
        name: &str,
        founder: Founder<'_>,
        cost: Cost,
        now: DateTime<FixedOffset>,
    ) -> Result<Self> {
        let board_name = name.trim();
        if board_name.is_empty() || founder.name.trim().is_empty() {
            return Err(editorial::Refusal::missing("A board and its first member need names.").into());
        }
        let member_name = editorial::printed_name(founder.name)?;
        session::check_new(founder.passphrase)?;
        let connection = file::create(path)?;
        let names = (board_name, member_name.as_str());
        place::or_nothing(path, || Self::found(connection, path, names, founder, cost, now))
    }

    fn found(
        connection: Connection,
        path: &Path,
        (board_name, member_name): (&str, &str),
        founder: Founder<'_>,
        cost: Cost,
        now: DateTime<FixedOffset>,
    ) -> Result<Self> {
        let seed = ledger::random_bytes::<32>()?;
        let desk_key = SigningKey::from_seed(&seed);
        let mut store = Self {
            connection,
            state: State::default(),
            desk_key,
            path: path.to_owned(),
            held: file::Held::of(path),
            read_only: false,
            station: station(),
            cost,
        };
        let (member, key) = (MemberId(Uuid::now_v7()), session::new_key()?);
        let mut roles: BTreeSet<Role> = founder.roles.iter().copied().collect();
        roles.insert(Role::Administrator);
        let events = [
            Event::BoardCreated {
                board: BoardId(Uuid::now_v7()),
                name: board_name.to_owned(),
                desk_key: store.desk_key.public().to_string(),
            },
            Event::MemberAdded { member, name: member_name.to_owned(), roles },
            Event::KeyRegistered { member, key: key.public().to_string() },
            Event::PolicyChanged {
                version: 1,
                text: FIRST_POLICY.to_owned(),
                old: None,
                new: Rules::default(),
            },
        ];
        let happened: Vec<Happened> =
            events.into_iter().map(|event| Happened { stream: Stream::Board, event }).collect();
        let moment = store.moment(now);
        let transaction = store.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute("INSERT INTO desk_key (one, seed) VALUES (1, ?)", [&seed[..]])?;
        session::keep_key(&transaction, member, &key, founder.passphrase, cost)?;
        let mut appender = Appender::new(&transaction)?;
        appender.append(&happened, None, &Writer::desk(&store.desk_key), &moment)?;
        appender.finish()?;
        transaction.commit()?;
        Ok(store)
    }

    /// Opens an existing board: for writing where the file allows it, else for reading.
    pub fn open(path: &Path, cost: Cost, now: DateTime<FixedOffset>) -> Result<Self> {
        let opened = file::open(path)?;
        let seed: Option<[u8; 32]> =
            opened.connection.query_row("SELECT seed FROM desk_key", [], |row| row.get(0)).optional()?;
        let seed = seed.ok_or_else(|| StoreError::damaged("the desk's key is missing"))?;
        let mut store = Self {
            connection: opened.connection,
            state: State::default(),
            desk_key: SigningKey::from_seed(&seed),
            path: path.to_owned(),
            held: file::Held::of(path),
            read_only: opened.read_only,
            station: station(),
            cost,
        };
        if store.board()?.id.is_none() {
            return Err(StoreError::damaged("its log has no beginning"));
        }
        if let Some(from) = opened.migrated_from {
            store.record(Event::BoardMigrated { from, to: file::FORM }, None, now)?;
        }
        Ok(store)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the board can be written, and is still the file that its name leads to: what is written to a file that was
    /// removed or replaced is lost when it is closed.
    pub(crate) fn writable(&self) -> Result<()> {
        if self.read_only {
            return Err(StoreError::ReadOnly);
        }
        if self.held.is_there() { Ok(()) } else { Err(StoreError::Gone) }
    }

    /// Whether the board can only be read here.
    pub fn read_only(&self) -> bool {
        self.read_only
    }

    /// The board.
    pub fn board(&mut self) -> Result<Arc<Board>> {
        self.state.see(log::head(&self.connection)?.size());
        self.state.board(&self.connection)
    }

    /// An article.
    pub fn article(&mut self, id: ArticleId) -> Result<Arc<Article>> {
        self.state.see(log::head(&self.connection)?.size());
        self.state.article(&self.connection, id)
    }

    /// The text of a revision.
    pub fn document(&self, digest: Digest) -> Result<Document> {
        blobs::document(&self.connection, digest)
    }

    /// An attachment's name and bytes.
    pub fn attachment(&self, digest: Digest) -> Result<(String, Vec<u8>)> {
        let name: Option<String> = self
            .connection
            .query_row("SELECT name FROM blob WHERE digest = ?", [digest.to_string()], |row| row.get(0))
            .optional()?;
        let bytes = blobs::read(&self.connection, digest)?;
        name.zip(bytes).ok_or(StoreError::Unknown("attachment"))
    }

    /// Keeps a file under its digest, for an article or source that will name it.
    pub fn attach(&mut self, name: &str, bytes: &[u8]) -> Result<Digest> {
        self.writable()?;
        blobs::attach(&self.connection, name, bytes)
    }

    /// Where the log stands.
    pub fn head(&self) -> Result<Head> {
        log::head(&self.connection)
    }

    /// What changed between two revisions of an article.
    pub fn comparison(&mut self, id: ArticleId, from: u32, to: u32) -> Result<Comparison> {
        let article = self.article(id)?;
        compare_revisions(&self.connection, &article, from, to)
    }

    /// Signs a member in, or records that it was refused.
    pub fn sign_in(
        &mut self,
        member: MemberId,
        passphrase: &str,
        now: DateTime<FixedOffset>,
    ) -> Result<Session> {
        let board = self.board()?;
        let who =
            board.members.get(&member).filter(|m| m.active).ok_or(StoreError::Unknown("active member"))?;
        let utc = now.with_timezone(&Utc);
        let wait = session::delay(&self.connection, member, utc)?;
        if wait > 0 {
            return Err(StoreError::Wait(wait));
        }
        match session::unwrap_key(&self.connection, member, passphrase) {
            Ok(key) if who.key.as_deref() == Some(key.public().to_string().as_str()) => {
                let session = Session { member, key };
                if !self.read_only {
                    session::forget_failures(&self.connection, member)?;
                    self.record(Event::SessionStarted { member }, Some(&session), now)?;
                }
                Ok(session)
            }
            Ok(_) => Err(StoreError::damaged("the member's stored key is not the one the log registers")),
            Err(StoreError::WrongPassphrase) => {
                self.refused(member, now)?;
                Err(StoreError::WrongPassphrase)
            }
            Err(other) => Err(other),
        }
    }

    fn refused(&mut self, member: MemberId, now: DateTime<FixedOffset>) -> Result<()> {
        if self.read_only {
            return Ok(());
        }
        let utc = now.with_timezone(&Utc);
        session::count_failure(&self.connection, member, utc)?;
        let wait = u32::try_from(session::delay(&self.connection, member, utc)?).unwrap_or(u32::MAX);
        self.record(Event::SessionRefused { member, wait }, None, now)
    }

    /// Signs a member out.
    pub fn sign_out(&mut self, session: Session, now: DateTime<FixedOffset>) -> Result<()> {
        self.end(session, false, now)
    }

    /// Signs a member out because nobody has touched the desk for as long as the policy allows.
    pub fn lock_idle(&mut self, session: Session, now: DateTime<FixedOffset>) -> Result<()> {
        self.end(session, true, now)
    }

    #[allow(clippy::needless_pass_by_value, reason = "the key is dropped, and wiped, with the session")]
    fn end(&mut self, session: Session, idle: bool, now: DateTime<FixedOffset>) -> Result<()> {
        if self.read_only {
            return Ok(());
        }
        let board = self.board()?;
        // A key that was taken away signs nothing more; the desk tells the end of its session.
        let by = holds(&board, &session).is_ok().then_some(&session);
        self.record(Event::SessionEnded { member: session.member, idle }, by, now)
    }

    /// Changes a member's own passphrase. The key stays the same; only what it is wrapped in changes. A wrong present
    /// passphrase counts as a failed sign-in.
    pub fn change_passphrase(
        &mut self,
        session: &Session,
        old: &str,
        new: &str,
        now: DateTime<FixedOffset>,
    ) -> Result<()> {
        self.writable()?;
        let board = self.board()?;
        holds(&board, session)?;
        session::check_new(new)?;
        if old == new {
            return Err(editorial::Refusal::no_change("The new passphrase is the present one.").into());
        }
        self.asked_again(session, Some(old), now)?;
        session::keep_key(&self.connection, session.member, &session.key, new, self.cost)?;
        self.record(Event::PassphraseChanged { member: session.member }, Some(session), now)
    }

    /// Writes an event of the board itself: what the desk noticed, or what a member did that changes nothing else.
    pub(crate) fn record(
        &mut self,
        event: Event,
        session: Option<&Session>,
        now: DateTime<FixedOffset>,
    ) -> Result<()> {
        self.writable()?;
        let board = self.board()?;
        let moment = self.moment(now);
        let writer = match session {
            Some(session) => {
                let member = holds(&board, session)?;
                let any = member.roles.iter().next_back().copied().unwrap_or(Role::Editor);
                let role = match &event {
                    Event::LogVerified { .. } | Event::LogAccepted { .. } => {
                        board.role_of(member.id, Right::Audit)?
                    }
                    Event::LogExported { .. } => board.role_of(member.id, Right::Audit).unwrap_or(any),
                    Event::SourceLookedUp { .. } => board.role_of(member.id, Right::Annotate)?,
                    _ => any,
                };
                Writer::member(member.id, &member.name, role, &session.key)
            }
            None => Writer::desk(&self.desk_key),
        };
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let exported = matches!(event, Event::LogExported { .. });
        let mut appender = Appender::new(&transaction)?;
        appender.append(&[Happened { stream: Stream::Board, event }], None, &writer, &moment)?;
        appender.finish()?;
        if exported {
            let at = now.with_timezone(&Utc);
            checkpoints::keep(&transaction, &self.desk_key, CheckpointReason::Export, at)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Records that a member looked a source up over the network; `found` is its title.
    pub fn record_look_up(
        &mut self,
        session: &Session,
        (service, asked): (&str, String),
        found: Option<String>,
        now: DateTime<FixedOffset>,
    ) -> Result<()> {
        editorial::may_look_up(&*self.board()?, session.member)?;
        let event = Event::SourceLookedUp { service: service.to_owned(), asked, found };
        self.record(event, Some(session), now)
    }

    /// Does what a member asks for, or says why not. Rules, log and projections agree, or nothing happened.
    ///
    /// `secret` is the passphrase where the command asks for one: the member's own to sign a verdict, the other
    /// member's to add them or to reset theirs.
    pub fn dispatch(
        &mut self,
        session: &Session,
        command: &Command,
        secret: Option<&str>,
        now: DateTime<FixedOffset>,
    ) -> Result<Outcome> {
        if command.asks_passphrase() {
            self.writable()?;
            self.asked_again(session, secret, now)?;
        }
        let new_key = match command {
            Command::AddMember { .. } | Command::ResetPassphrase { .. } => {
                session::check_new(secret.unwrap_or_default())?;
                Some(session::new_key()?)
            }
            _ => None,
        };
        self.together(now, |together| together.carry_out(session, command, secret, new_key.as_ref()))
    }

    /// 21 CFR 11.200(a)(1): two components at each signing.
    fn asked_again(
        &mut self,
        session: &Session,
        secret: Option<&str>,
        now: DateTime<FixedOffset>,
    ) -> Result<()> {
        let secret = secret.ok_or_else(|| editorial::Refusal::missing("Give your passphrase to sign."))?;
        let wait = session::delay(&self.connection, session.member, now.with_timezone(&Utc))?;
        if wait > 0 {
            return Err(StoreError::Wait(wait));
        }
        let unwrapped = session::unwrap_key(&self.connection, session.member, secret).and_then(|key| {
            let same = key.public() == session.key.public();
            same.then_some(()).ok_or_else(|| {
                StoreError::damaged("the member's stored key is not the one they signed in with")
            })
        });
        if matches!(unwrapped, Err(StoreError::WrongPassphrase)) {
            self.refused(session.member, now)?;
        }
        unwrapped
    }

    /// Carries out what `work` asks for in one transaction and as one action: all of it, or nothing.
    pub fn together<T>(
        &mut self,
        now: DateTime<FixedOffset>,
        work: impl FnOnce(&mut Together<'_>) -> Result<T>,
    ) -> Result<T> {
        self.writable()?;
        let moment = self.moment(now);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut together = Together::new(&transaction, &mut self.state, moment, self.cost)?;
        let done = work(&mut together).and_then(|done| {
            if together.finish()? {
                let at = now.with_timezone(&Utc);
                checkpoints::keep(&transaction, &self.desk_key, CheckpointReason::Approval, at)?;
            }
            Ok(done)
        });
        let done = done.and_then(|done| transaction.commit().map_err(StoreError::from).map(|()| done));
        if done.is_err() {
            self.state.forget();
        }
        done
    }

    fn moment(&self, at: DateTime<FixedOffset>) -> Moment {
        Moment { at, action: Uuid::now_v7(), station: self.station.clone() }
    }
}

/// The member whose session this is, if its key is still the one that the log registers: a reset in another window ends this
/// one, and an event signed with another key would spoil the log.
pub(crate) fn holds<'b>(board: &'b Board, session: &Session) -> Result<&'b editorial::Member> {
    let key = session.key.public().to_string();
    let member = board.members.get(&session.member);
    member.filter(|member| member.key.as_ref() == Some(&key)).ok_or(StoreError::KeyReplaced)
}

pub(crate) fn compare_revisions(
    connection: &Connection,
    article: &Article,
    from: u32,
    to: u32,
) -> Result<Comparison> {
    let text = |number| {
        let revision = article.revision(number).ok_or(StoreError::Unknown("revision"))?;
        blobs::document(connection, revision.digest)
    };
    Ok(compare::compare(&text(from)?, &text(to)?))
}

/// The workstation's name, as the log records it.
fn station() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok())
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "unknown".to_owned())
}

const FIRST_POLICY: &str = "Every article is reviewed by members of the board who did not write it. \
Each statement of fact is traced to a source. An article is approved when the required number of board members \
has signed the same text, and comes back for review when its time has come.";
