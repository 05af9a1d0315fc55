//! The trail: events as sentences, filtered and paged.

use crate::{Result, Store, StoreError, entry::Entry, project::sources::resolved};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime};
use editorial::{Board, ClaimId, Event, MemberId, Names, Refusal, SourceId, Stream, ThreadId};
use rusqlite::{Connection, OptionalExtension as _, ToSql, params};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, cell::RefCell, collections::HashMap, fmt::Write as _};
use ts_rs::TS;
use uuid::Uuid;

/// How the program itself is named in the trail.
pub(crate) const THE_DESK: &str = "The desk";

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
    /// How many events fit the filter; counted for the first page, and 0 with those after it.
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

impl Store {
    /// A page of the trail.
    pub fn trail(&mut self, filter: &TrailFilter) -> Result<Trail> {
        let board = self.board()?;
        let condition = Condition::of(filter)?;
        let limit = if filter.limit == 0 { 100 } else { filter.limit.min(1000) };
        let paged = condition.clone().before(filter.before);
        let sql = format!(
            "SELECT e.body FROM (SELECT seq FROM trail t WHERE {} ORDER BY seq DESC LIMIT {limit}) page
             CROSS JOIN event e ON e.seq = page.seq ORDER BY page.seq DESC",
            paged.sql
        );
        let mut teller = Teller::new(&self.connection, &board);
        let mut told = Vec::new();
        {
            let mut select = self.connection.prepare_cached(&sql)?;
            let mut rows = select.query(paged.parameters().as_slice())?;
            while let Some(row) = rows.next()? {
                told.push(teller.row(row.get_ref(0)?.as_str().map_err(StoreError::damaged)?)?);
            }
        }
        let total = match filter.before {
            0 if told.len() < limit as usize => told.len() as u64,
            0 => self.count(&condition)?,
            _ => 0,
        };
        Ok(Trail { total, rows: told })
    }

    /// How many events fit the filter.
    pub(crate) fn count(&self, condition: &Condition) -> Result<u64> {
        if condition.values.is_empty() {
            return Ok(self.head()?.size());
        }
        let mut select = self
            .connection
            .prepare_cached(&format!("SELECT count(*) FROM trail t WHERE {}", condition.sql))?;
        let total: i64 = select.query_row(condition.parameters().as_slice(), |row| row.get(0))?;
        Ok(u64::try_from(total).unwrap_or(0))
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
}

/// A filter as SQL.
#[derive(Clone)]
pub(crate) struct Condition {
    sql: String,
    values: Vec<Box<str>>,
}

impl Condition {
    pub(crate) fn of(filter: &TrailFilter) -> Result<Self> {
        let mut condition = Self { sql: "1".to_owned(), values: Vec::new() };
        match filter.stream.as_deref() {
            // Half the log may be the board's own; an article's part is small, and has an index.
            Some("board") => condition.and("t.stream = (SELECT id FROM word WHERE text = ?)", "board"),
            Some(stream) => condition.and("t.seq IN (SELECT seq FROM event WHERE stream = ?)", stream),
            None => {}
        }
        if let Some(member) = filter.member {
            condition.and("t.member = (SELECT id FROM word WHERE text = ?)", &member.to_string());
        }
        match filter.kind.as_deref() {
            Some(kind) if kind.contains('.') => {
                condition.and("t.kind = (SELECT id FROM word WHERE text = ?)", kind);
            }
            Some(group) => condition
                .and("t.kind IN (SELECT id FROM word WHERE text >= ? || '.' AND text < ? || '/')", group),
            None => {}
        }
        if let Some(since) = &filter.since {
            condition.and("t.at >= CAST(? AS INTEGER)", &moment(since, Duration::zero())?.to_string());
        }
        if let Some(until) = &filter.until {
            condition.and("t.at < CAST(? AS INTEGER)", &moment(until, Duration::days(1))?.to_string());
        }
        Ok(condition)
    }

    pub(crate) fn sql(&self) -> &str {
        &self.sql
    }

    /// The statement that reads body, signature and leaf of what fits, oldest first.
    pub(crate) fn bodies(&self) -> String {
        if self.values.is_empty() {
            return "SELECT body, signature, leaf FROM event ORDER BY seq".to_owned();
        }
        format!(
            "SELECT e.body, e.signature, e.leaf FROM trail t CROSS JOIN event e ON e.seq = t.seq
             WHERE {} ORDER BY t.seq",
            self.sql
        )
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

/// Milliseconds since 1970 of a time as RFC 3339, or of a day in UTC and so much after its beginning.
fn moment(text: &str, after: Duration) -> Result<i64> {
    let text = text.trim();
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok((day.and_time(NaiveTime::MIN).and_utc() + after).timestamp_millis());
    }
    match DateTime::parse_from_rfc3339(text) {
        Ok(time) => Ok(time.timestamp_millis()),
        Err(_) => Err(Refusal::invalid(format!(
            "“{text}” is no day and no time: write 2026-01-31, or 2026-01-31T09:30:00Z."
        ))
        .into()),
    }
}

/// Tells events as sentences, and remembers the names it looked up.
pub(crate) struct Teller<'a> {
    connection: &'a Connection,
    board: &'a Board,
    titles: HashMap<String, String>,
    /// What each source was called, from which event on.
    sources: RefCell<HashMap<SourceId, Vec<(u64, String)>>>,
    /// The event that is being told, and its action.
    seq: u64,
    action: String,
    words: RefCell<Words>,
}

/// The words of claims and discussions, by identity.
#[derive(Default)]
struct Words {
    known: HashMap<Uuid, String>,
    /// The stream of the event that is being told.
    stream: String,
    /// Whether all of that stream's were looked up.
    looked_up: bool,
}

impl Words {
    /// Remembers what the event says of a claim or discussion that it makes.
    fn remember(&mut self, event: &Event) {
        let (id, words) = match event {
            Event::ClaimMade { claim, anchor, .. } => (claim.0, &anchor.quote),
            Event::ThreadOpened { thread, text, .. } => (thread.0, text),
            _ => return,
        };
        if self.known.len() >= NAMES {
            self.known.clear();
        }
        self.known.insert(id, words.clone());
    }
}

/// How many events of an action are looked through for what brought another about.
const LOOKED_BACK: u32 = 1000;

/// Beyond so many names all are forgotten: memory stays small however long the log is.
const NAMES: usize = 10_000;

impl<'a> Teller<'a> {
    pub(crate) fn new(connection: &'a Connection, board: &'a Board) -> Self {
        Self {
            connection,
            board,
            titles: HashMap::new(),
            sources: RefCell::default(),
            seq: 0,
            action: String::new(),
            words: RefCell::default(),
        }
    }

    pub(crate) fn row(&mut self, body: &str) -> Result<TrailRow> {
        let entry = Entry::read(body)?;
        let told = self.told(&entry)?;
        let title = self.title(&entry.stream)?.to_owned();
        Ok(TrailRow {
            seq: entry.seq()?,
            who: entry.actor.name.map_or_else(|| THE_DESK.to_owned(), Cow::into_owned),
            member: entry.actor.member,
            role: entry.actor.role.unwrap_or_default().into_owned(),
            title,
            at: entry.at.into_owned(),
            offset: entry.offset,
            stream: entry.stream.into_owned(),
            kind: entry.kind.into_owned(),
            told,
            reason: entry.reason.map(Cow::into_owned),
        })
    }

    /// What happened, as a clause that follows the name.
    pub(crate) fn told(&mut self, entry: &Entry<'_>) -> Result<String> {
        let event = entry.event()?;
        self.seq = entry.seq()?;
        self.action.clear();
        self.action.push_str(&entry.action);
        let words = self.words.get_mut();
        words.remember(&event);
        if words.stream != entry.stream {
            words.stream.clear();
            words.stream.push_str(&entry.stream);
            words.looked_up = false;
        }
        Ok(event.told(entry.actor.member, self))
    }

    /// The words of a claim or discussion of the stream that is being told. A page or an excerpt may hold what was said of
    /// it, and not its beginning.
    fn words(&self, id: Uuid) -> Option<String> {
        let mut words = self.words.borrow_mut();
        if !words.known.contains_key(&id) && !words.looked_up {
            words.looked_up = true;
            for event in self.beginnings(&words.stream).unwrap_or_default() {
                words.remember(&event);
            }
        }
        words.known.get(&id).cloned()
    }

    /// The events of an article that made its claims and opened its discussions.
    fn beginnings(&self, stream: &str) -> Result<Vec<Event>> {
        let mut select = self.connection.prepare_cached(
            "SELECT body FROM event WHERE stream = ? AND kind IN ('claim.made', 'thread.opened') ORDER BY seq",
        )?;
        let mut rows = select.query([stream])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            let body = row.get_ref(0)?.as_str().map_err(StoreError::damaged)?;
            events.push(Entry::read(body)?.event()?);
        }
        Ok(events)
    }

    /// What the action of the event that is being told did to sources before it; of several, to those that the article
    /// uses.
    fn before(&self) -> Result<Vec<String>> {
        let mut select = self
            .connection
            .prepare_cached("SELECT body FROM event WHERE seq < ? ORDER BY seq DESC LIMIT ?")?;
        let mut rows = select.query(params![self.seq.cast_signed(), LOOKED_BACK])?;
        let mut done = Vec::new();
        while let Some(row) = rows.next()? {
            let body = row.get_ref(0)?.as_str().map_err(StoreError::damaged)?;
            let entry = Entry::read(body)?;
            if *entry.action != *self.action {
                break;
            }
            if let Ok(Stream::Source(id)) = entry.stream.parse() {
                let event = entry.event()?;
                let name = match event {
                    Event::SourceChanged { .. } | Event::SourceMerged { .. } => String::new(),
                    _ => format!(" of {}", self.source(id)),
                };
                let told = event.told(entry.actor.member, self);
                done.push((id, format!("event {}{name}: {told}", entry.seq()?)));
            }
        }
        if done.len() > 1 {
            let mut used =
                self.connection.prepare_cached("SELECT 1 FROM used WHERE source = ? AND article = ?")?;
            let words = self.words.borrow();
            let article = words.stream.strip_prefix("article/").unwrap_or_default();
            let mut kept = Vec::new();
            for (id, told) in done {
                if used.exists(params![resolved(self.connection, id)?.to_string(), article])? {
                    kept.push((id, told));
                }
            }
            done = kept;
        }
        Ok(done.into_iter().rev().map(|(_, told)| told).collect())
    }

    /// What a source was called, from which event on.
    fn called(&self, id: SourceId) -> Result<Vec<(u64, String)>> {
        let mut select = self.connection.prepare_cached(
            "SELECT body FROM event WHERE stream = ? AND kind IN ('source.added', 'source.changed') ORDER BY seq",
        )?;
        let mut rows = select.query([Stream::Source(id).to_string()])?;
        let mut called = Vec::new();
        while let Some(row) = rows.next()? {
            let body = row.get_ref(0)?.as_str().map_err(StoreError::damaged)?;
            let entry = Entry::read(body)?;
            if let Event::SourceAdded { details, .. } | Event::SourceChanged { new: details, .. } =
                entry.event()?
            {
                called.push((entry.seq()?, details.short()));
            }
        }
        Ok(called)
    }

    /// The title, today, of what a stream is about; empty for the board.
    pub(crate) fn title(&mut self, stream: &str) -> Result<&str> {
        if !self.titles.contains_key(stream) {
            if self.titles.len() >= NAMES {
                self.titles.clear();
            }
            let title = self.look_up(stream)?;
            self.titles.insert(stream.to_owned(), title);
        }
        Ok(self.titles.get(stream).map_or("", String::as_str))
    }

    fn look_up(&self, stream: &str) -> Result<String> {
        let sql = match stream.parse::<Stream>() {
            Ok(Stream::Article(_)) => "SELECT title FROM article WHERE id = ?",
            Ok(Stream::Source(_)) => "SELECT title FROM source WHERE id = ?",
            _ => return Ok(String::new()),
        };
        let id = stream.split_once('/').map_or("", |(_, id)| id);
        let title: Option<String> =
            self.connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
        Ok(title.unwrap_or_default())
    }
}

impl Names for Teller<'_> {
    fn member(&self, id: MemberId) -> String {
        self.board.name_of(id).to_owned()
    }

    fn source(&self, id: SourceId) -> String {
        let mut sources = self.sources.borrow_mut();
        if sources.len() >= NAMES {
            sources.clear();
        }
        let called = sources.entry(id).or_insert_with(|| self.called(id).unwrap_or_default());
        // As it was called then: what the record says of the past does not change with the library.
        let then = called.iter().rev().find(|(from, _)| *from <= self.seq);
        then.map_or_else(|| "a source unknown then".to_owned(), |(_, name)| name.clone())
    }

    fn claim(&self, id: ClaimId) -> Option<String> {
        self.words(id.0)
    }

    fn thread(&self, id: ThreadId) -> Option<String> {
        self.words(id.0)
    }

    fn done_to_sources(&self) -> Vec<String> {
        self.before().unwrap_or_default()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
