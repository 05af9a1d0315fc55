//! The record: the trail of events, and the board's members and policy.

use crate::{Result, Store, StoreError, log, project};
use chrono::NaiveDate;
use editorial::{Board, CheckInfo, Event, MemberId, Names, Policy, Right, Role, Source, SourceId, Stream};
use rusqlite::{Connection, OptionalExtension as _, ToSql};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt::Write as _};
use ts_rs::TS;

/// Which events are asked for. Every part that is given must fit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct TrailFilter {
    /// Only of this stream: `board`, `article/…`, `source/…`.
    pub stream: Option<String>,
    /// Only by this member.
    pub member: Option<MemberId>,
    /// Only of this kind (`article.submitted`), or of this group of kinds (`article`).
    pub kind: Option<String>,
    /// Not before this time: RFC 3339 or a day, in UTC.
    pub since: Option<String>,
    /// Before this time, or up to the end of this day, in UTC.
    pub until: Option<String>,
    /// Only events before this one: the page after the one that ended there. 0 for the newest.
    #[ts(type = "number")]
    pub before: u64,
    /// How many; 0 for 100.
    pub limit: u32,
}

/// A page of the trail, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Trail {
    /// How many events fit the filter.
    #[ts(type = "number")]
    pub total: u64,
    /// The page.
    pub rows: Vec<TrailRow>,
}

/// An event as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TrailRow {
    /// Its place in the log.
    #[ts(type = "number")]
    pub seq: u64,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// The actor's local time at that moment, in minutes east of UTC.
    pub offset: i32,
    /// Printed name of who did it, as it was then; "The desk" for the program itself.
    pub who: String,
    /// Who did it.
    pub member: Option<MemberId>,
    /// The role acted in; empty for the desk.
    pub role: String,
    /// What it is about: `board`, `article/…`, `source/…`.
    pub stream: String,
    /// Title of the article or source; empty for the board.
    pub title: String,
    /// Its kind.
    pub kind: String,
    /// What happened, as a clause that follows the name.
    pub told: String,
    /// Why.
    pub reason: Option<String>,
}

/// An event as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct EventView {
    /// As a sentence.
    pub row: TrailRow,
    /// The body, as it was signed.
    pub body: String,
    /// The signature, hexadecimal.
    pub signature: String,
    /// Its leaf in the tree, hexadecimal.
    pub leaf: String,
    /// The leaf before it, hexadecimal.
    pub prev: String,
}

/// The board's members, policy and rights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct BoardView {
    /// Its name.
    pub name: String,
    /// Everyone who was ever a member, active ones first, by name.
    pub members: Vec<MemberView>,
    /// The policy in force.
    pub policy: Policy,
    /// Every version of the policy, newest first.
    pub policies: Vec<PolicyView>,
    /// Who may do what.
    pub rights: Vec<RightView>,
    /// Every check there is; the policy says what those do that it names.
    pub checks: Vec<CheckInfo>,
    /// Where the file is.
    pub path: String,
    /// Whether it can only be read here.
    pub read_only: bool,
    /// Number of events in the log.
    #[ts(type = "number")]
    pub events: u64,
    /// Merkle root of the log, hexadecimal.
    pub root: String,
}

/// A version of the policy, with who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PolicyView {
    /// Text, rules and number.
    pub policy: Policy,
    /// When it came into force: RFC 3339, UTC.
    pub at: String,
    /// Printed name of who made it.
    pub who: String,
    /// Why; empty for the first.
    pub reason: String,
}

/// A member in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MemberView {
    /// Who.
    pub id: MemberId,
    /// Printed name.
    pub name: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// Whether they may sign in.
    pub active: bool,
    /// First digits of their public key.
    pub key: String,
    /// Medical specialities.
    pub specialities: Vec<String>,
    /// Whether an administrator set their passphrase and they have not chosen their own since.
    pub temporary: bool,
    /// Reviews open.
    pub reviews: u32,
    /// Those of them that are overdue.
    pub overdue: u32,
    /// Discussions that wait for their answer.
    pub answers: u32,
}

/// A right and who has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RightView {
    /// The right.
    pub right: Right,
    /// In words.
    pub label: String,
    /// The roles that have it.
    pub roles: Vec<Role>,
}

impl Store {
    /// A page of the trail.
    pub fn trail(&mut self, filter: &TrailFilter) -> Result<Trail> {
        let board = self.board()?;
        let condition = Condition::of(filter);
        let total: i64 = self
            .connection
            .prepare_cached(&format!("SELECT count(*) FROM event WHERE {}", condition.sql))?
            .query_row(condition.parameters().as_slice(), |row| row.get(0))?;
        let limit = if filter.limit == 0 { 100 } else { filter.limit.min(1000) };
        let paged = condition.before(filter.before);
        let sql = format!("SELECT body FROM event WHERE {} ORDER BY seq DESC LIMIT {limit}", paged.sql);
        let mut teller = Teller::new(&self.connection, &board);
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = select.query(paged.parameters().as_slice())?;
        let mut told = Vec::new();
        while let Some(row) = rows.next()? {
            told.push(teller.row(row.get_ref(0)?.as_str().map_err(StoreError::damaged)?)?);
        }
        Ok(Trail { total: u64::try_from(total).unwrap_or(0), rows: told })
    }

    /// An event as it is recorded.
    pub fn event(&mut self, seq: u64) -> Result<EventView> {
        let board = self.board()?;
        let read = |seq: u64| {
            self.connection
                .prepare_cached("SELECT body, signature, leaf FROM event WHERE seq = ?")?
                .query_row([seq.cast_signed()], |row| {
                    Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(2)?))
                })
                .optional()
        };
        let (body, signature, leaf) = read(seq)?.ok_or(StoreError::Unknown("event"))?;
        let prev =
            if seq > 1 { read(seq - 1)?.map_or_else(Vec::new, |(.., leaf)| leaf) } else { vec![0; 32] };
        let row = Teller::new(&self.connection, &board).row(&body)?;
        Ok(EventView { row, body, signature: hex(&signature), leaf: hex(&leaf), prev: hex(&prev) })
    }

    /// The board's members, policy and rights.
    pub fn board_view(&mut self, today: NaiveDate) -> Result<BoardView> {
        let board = self.board()?;
        let head = self.head()?;
        let mut open: BTreeMap<String, (u32, u32, u32)> = BTreeMap::new();
        {
            let mut select = self.connection.prepare_cached(
                "SELECT p.member, sum(p.review = 'open' AND a.stage = 'under_review'),
                        sum(p.review = 'open' AND a.stage = 'under_review' AND p.due < ?), sum(p.answers)
                 FROM part p JOIN article a ON a.id = p.article WHERE a.stage <> 'withdrawn' GROUP BY p.member",
            )?;
            let mut rows = select.query([today.to_string()])?;
            let number = |row: &rusqlite::Row<'_>, at| -> Result<u32> {
                Ok(row.get::<_, Option<u32>>(at)?.unwrap_or(0))
            };
            while let Some(row) = rows.next()? {
                open.insert(row.get(0)?, (number(row, 1)?, number(row, 2)?, number(row, 3)?));
            }
        }
        let mut members: Vec<MemberView> = board
            .members
            .values()
            .map(|m| (m, open.get(&m.id.to_string()).copied().unwrap_or_default()))
            .map(|(m, (reviews, overdue, answers))| MemberView {
                id: m.id,
                name: m.name.clone(),
                roles: m.roles.iter().copied().collect(),
                active: m.active,
                key: m.key.as_deref().and_then(|key| key.get(..16)).unwrap_or_default().to_owned(),
                specialities: m.specialities.iter().cloned().collect(),
                temporary: m.temporary,
                reviews,
                overdue,
                answers,
            })
            .collect();
        members.sort_by_key(|m| (!m.active, m.name.to_lowercase()));
        let rights = Right::ALL
            .iter()
            .map(|right| RightView {
                right: *right,
                label: right.label().to_owned(),
                roles: right.roles().to_vec(),
            })
            .collect();
        Ok(BoardView {
            name: board.name.clone(),
            members,
            policy: board.policy.clone(),
            policies: self.policies(&board)?,
            rights,
            checks: editorial::checks(),
            path: self.path().display().to_string(),
            read_only: self.read_only(),
            events: head.size(),
            root: head.root().to_string(),
        })
    }
}

impl Store {
    /// Every version of the policy, newest first.
    fn policies(&self, board: &Board) -> Result<Vec<PolicyView>> {
        let mut select = self
            .connection
            .prepare_cached("SELECT body FROM event WHERE kind = 'policy.changed' ORDER BY seq DESC")?;
        let mut rows = select.query([])?;
        let mut teller = Teller::new(&self.connection, board);
        let mut policies = Vec::new();
        while let Some(row) = rows.next()? {
            let body = row.get_ref(0)?.as_str().map_err(StoreError::damaged)?;
            if let Event::PolicyChanged { version, text, new, .. } = log::recorded(body)?.event {
                let told = teller.row(body)?;
                policies.push(PolicyView {
                    policy: Policy { version, text, rules: new },
                    at: told.at,
                    who: told.who,
                    reason: told.reason.unwrap_or_default(),
                });
            }
        }
        Ok(policies)
    }
}

/// A filter as SQL.
#[derive(Clone)]
pub(crate) struct Condition {
    pub(crate) sql: String,
    values: Vec<Box<str>>,
}

impl Condition {
    pub(crate) fn of(filter: &TrailFilter) -> Self {
        let mut condition = Self { sql: "1".to_owned(), values: Vec::new() };
        if let Some(stream) = &filter.stream {
            condition.and("stream = ?", stream);
        }
        if let Some(member) = filter.member {
            condition.and("member = ?", &member.to_string());
        }
        if let Some(kind) = &filter.kind {
            if kind.contains('.') {
                condition.and("kind = ?", kind);
            } else {
                condition.and("kind >= ? || '.'", kind);
                condition.and("kind < ? || '/'", kind);
            }
        }
        if let Some(since) = &filter.since {
            condition.and("at >= ?", since);
        }
        if let Some(until) = &filter.until {
            // "Z" comes after every digit and colon of a time on that day.
            let end = if until.len() == 10 { format!("{until}Z") } else { until.clone() };
            condition.and("at < ?", &end);
        }
        condition
    }

    fn and(&mut self, sql: &str, value: &str) {
        self.values.push(value.into());
        let numbered = sql.replace('?', &format!("?{}", self.values.len()));
        let _ = write!(self.sql, " AND {numbered}");
    }

    fn before(mut self, seq: u64) -> Self {
        if seq > 0 {
            let _ = write!(self.sql, " AND seq < {seq}");
        }
        self
    }

    pub(crate) fn parameters(&self) -> Vec<&dyn ToSql> {
        self.values.iter().map(|value| value as &dyn ToSql).collect()
    }
}

/// Tells events as sentences, and remembers the names it looked up.
pub(crate) struct Teller<'a> {
    connection: &'a Connection,
    board: &'a Board,
    titles: BTreeMap<String, String>,
}

impl<'a> Teller<'a> {
    pub(crate) fn new(connection: &'a Connection, board: &'a Board) -> Self {
        Self { connection, board, titles: BTreeMap::new() }
    }

    pub(crate) fn row(&mut self, body: &str) -> Result<TrailRow> {
        let read: ledger::Event = serde_json::from_str(body).map_err(StoreError::damaged)?;
        let recorded = log::recorded(body)?;
        let (who, member, role) = match read.actor {
            ledger::Actor::Member { member, name, role } => (name, Some(MemberId(member)), role),
            ledger::Actor::System => ("The desk".to_owned(), None, String::new()),
        };
        let told = recorded.event.told(self);
        let title = self.title(&read.stream)?;
        Ok(TrailRow {
            seq: read.seq,
            at: read.at,
            offset: read.offset,
            who,
            member,
            role,
            stream: read.stream,
            title,
            kind: read.kind,
            told,
            reason: read.reason,
        })
    }

    fn title(&mut self, stream: &str) -> Result<String> {
        if let Some(title) = self.titles.get(stream) {
            return Ok(title.clone());
        }
        let sql = match stream.parse::<Stream>() {
            Ok(Stream::Article(_)) => "SELECT title FROM article WHERE id = ?",
            Ok(Stream::Source(_)) => "SELECT title FROM source WHERE id = ?",
            _ => return Ok(String::new()),
        };
        let id = stream.split_once('/').map_or("", |(_, id)| id);
        let title: Option<String> =
            self.connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
        let title = title.unwrap_or_default();
        self.titles.insert(stream.to_owned(), title.clone());
        Ok(title)
    }
}

impl Names for Teller<'_> {
    fn member(&self, id: MemberId) -> String {
        self.board.name_of(id).to_owned()
    }

    fn source(&self, id: SourceId) -> String {
        let details = project::sources::details(self.connection, id).ok().flatten();
        details.as_ref().map_or_else(|| "a source since removed".to_owned(), Source::short)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
