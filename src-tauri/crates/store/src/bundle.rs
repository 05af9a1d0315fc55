//! Exporting a bundle: one file with the events, or those of one article, their documents, and all that is needed to check
//! them without this program.

use crate::{
    CheckpointReason, ExportNote, Part, Prepared, Result, Store, StoreError, Watch, blobs, checkpoints,
    export::visible,
    log,
    query::{Teller, TrailRow},
    watch::look,
};
use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use document::Digest;
use editorial::{ArticleId, Event, MemberId, SourceId, Stream};
use ledger::{
    Hash, Note, Signature,
    bundle::{About, BundleError, create},
};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufWriter, Seek, Write},
    path::Path,
};

/// What an excerpt holds of the board itself: who was who, which keys were valid, which policy was in force.
const OF_THE_BOARD: &[&str] = &["board.", "member.", "key.", "passphrase.", "policy."];

/// What an excerpt says of the sources in it. One that does not say so lacks those that were merged into the cited ones.
pub(crate) const WITH_MERGED: &str = "cited, and merged with these";

/// How many events lie between two looks at whether to go on.
const STEP: u64 = 512;

impl Store {
    /// Writes a bundle of the whole log, or of one article with all that its events rest on, beside the file that it is
    /// meant for; `by` is who asks for it.
    pub fn prepare_bundle(
        &mut self,
        by: MemberId,
        path: &Path,
        article: Option<ArticleId>,
        now: DateTime<FixedOffset>,
        watch: &mut Watch<'_>,
    ) -> Result<Prepared> {
        let board = self.board()?;
        let asked = match article {
            None => "everything".to_owned(),
            Some(id) => format!("of {}", Stream::Article(id)),
        };
        let about = About {
            app: log::APP.to_owned(),
            asked: serde_json::json!({
                "article": article,
                "by": { "member": by, "name": board.name_of(by) },
                "events": asked,
                "sources": article.map(|_| WITH_MERGED),
            }),
            at: now.with_timezone(&Utc).to_rfc3339_opts(SecondsFormat::Millis, true),
        };
        let desk = &self.desk_key;
        let view = self.connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        let checkpoint = checkpoints::make(&view, desk, CheckpointReason::Export, now.with_timezone(&Utc))?;
        let note = Note::parse(&checkpoint.note).map_err(|error| StoreError::System(error.to_string()))?;
        let (sources, lists) = (cited(&view, article)?, lists(&view, article)?);
        let export = Export { view: &view, article, sources, lists };
        Prepared::write(path, |file| {
            let written = export.write(&mut BufWriter::new(file), about, (&note, desk), &board, watch);
            let records = written.map_err(|error| match error {
                Failure::Store(error) => error,
                Failure::Bundle(BundleError::Io(error)) => {
                    StoreError::File { doing: format!("Writing {}", path.display()), error }
                }
                Failure::Bundle(error) => StoreError::damaged(error),
            })?;
            Ok(ExportNote::new("bundle", asked, records).showing(checkpoint))
        })
    }
}

/// Why writing failed: the board's part or the file's.
enum Failure {
    Store(StoreError),
    Bundle(BundleError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<BundleError> for Failure {
    fn from(error: BundleError) -> Self {
        Self::Bundle(error)
    }
}

struct Export<'a> {
    view: &'a Connection,
    article: Option<ArticleId>,
    /// The streams of the sources that the article ever cited.
    sources: BTreeSet<String>,
    /// The events with which the lists of retractions came that the article was held against.
    lists: BTreeSet<u64>,
}

impl Export<'_> {
    /// Writes the whole bundle, and says how many events are in it.
    fn write(
        &self,
        out: &mut (impl Write + Seek),
        about: About,
        (note, desk): (&Note, &ledger::SigningKey),
        board: &editorial::Board,
        watch: &mut Watch<'_>,
    ) -> std::result::Result<u64, Failure> {
        let mut events = create(out)?;
        let (mut records, mut digests) = (0, BTreeSet::new());
        let aside = |error| StoreError::File { doing: "Writing the trail for reading".to_owned(), error };
        let mut told = BufWriter::new(tempfile::tempfile().map_err(aside)?);
        let marks = self.marks()?;
        let total = log::head(self.view)?.size();
        let mut teller = Teller::new(self.view, board);
        let mut select =
            self.view.prepare("SELECT seq, stream, kind, body, signature, leaf FROM event ORDER BY seq")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let seq = row.get::<_, i64>(0)?.cast_unsigned();
            if seq.is_multiple_of(STEP) {
                look(watch, Part::Events, seq, total)?;
            }
            let (stream, kind): (String, String) = (row.get(1)?, row.get(2)?);
            if self.holds(seq, &stream, &kind) {
                let body = row.get_ref(3)?.as_str().map_err(StoreError::damaged)?;
                events.event(body.as_bytes(), &Signature(row.get(4)?))?;
                records += 1;
                self.attached(body, &mut digests)?;
                writeln!(told, "{}", line(&teller.row(body)?)).map_err(aside)?;
            } else {
                events.omit(Hash(row.get(5)?));
            }
            if marks.contains(&seq) {
                events.mark()?;
            }
        }
        let mut files = events.end()?;
        for (done, digest) in (0..).zip(&digests) {
            look(watch, Part::Bytes, done, digests.len() as u64)?;
            let bytes = blobs::read(self.view, *digest)?;
            let bytes =
                bytes.ok_or_else(|| StoreError::damaged(format!("the bytes of {digest} are missing")))?;
            match document::Document::from_bytes(&bytes) {
                Ok(text) => {
                    files.file(&format!("files/{digest}.json"), &mut bytes.as_slice())?;
                    let read = document::write::markdown(&text);
                    files.file(&format!("reports/texts/{digest}.md"), &mut read.as_bytes())?;
                }
                Err(_) => {
                    files.file(&format!("files/{digest}{}", self.ending(*digest)?), &mut bytes.as_slice())?;
                }
            }
        }
        let mut told = told.into_inner().map_err(|error| aside(error.into_error()))?;
        told.rewind().map_err(aside)?;
        files.file("reports/trail.txt", &mut told)?;
        files.finish(about, note, desk)?;
        Ok(records)
    }

    fn holds(&self, seq: u64, stream: &str, kind: &str) -> bool {
        let Some(article) = self.article else { return true };
        self.lists.contains(&seq)
            || stream == Stream::Article(article).to_string()
            || self.sources.contains(stream)
            || (stream == "board" && OF_THE_BOARD.iter().any(|group| kind.starts_with(group)))
    }

    /// The sizes of the checkpoints that may be kept elsewhere: a gap that ends there can be compared with them.
    fn marks(&self) -> Result<BTreeSet<u64>> {
        let mut select = self.view.prepare("SELECT size FROM checkpoint")?;
        let sizes = select.query_map([], |row| row.get::<_, i64>(0).map(i64::cast_unsigned))?;
        Ok(sizes.collect::<rusqlite::Result<_>>()?)
    }

    /// Adds the digests in a payload under which bytes are kept.
    fn attached(&self, body: &str, digests: &mut BTreeSet<Digest>) -> Result<()> {
        fn each(value: &Value, found: &mut Vec<Digest>) {
            match value {
                Value::String(text) => found.extend(text.parse::<Digest>().ok()),
                Value::Array(items) => items.iter().for_each(|item| each(item, found)),
                Value::Object(members) => members.values().for_each(|member| each(member, found)),
                _ => {}
            }
        }
        let read: ledger::Event = serde_json::from_str(body).map_err(StoreError::damaged)?;
        let mut found = Vec::new();
        each(&read.payload, &mut found);
        let mut known = self.view.prepare_cached("SELECT 1 FROM blob WHERE digest = ?")?;
        for digest in found {
            if known.exists([digest.to_string()])? {
                digests.insert(digest);
            }
        }
        Ok(())
    }

    /// The ending of an attachment's name, as far as a name in a bundle may have it.
    fn ending(&self, digest: Digest) -> Result<String> {
        let name: Option<String> = self
            .view
            .query_row("SELECT name FROM blob WHERE digest = ?", [digest.to_string()], |row| row.get(0))
            .optional()?;
        let ending = name.as_deref().and_then(|name| Some(name.rsplit_once('.')?.1.to_ascii_lowercase()));
        let fit = |ending: &String| {
            (1..=8).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        Ok(ending.filter(fit).map(|ending| format!(".{ending}")).unwrap_or_default())
    }
}

/// An event as a line for reading, which nothing in it can make look like two.
fn line(row: &TrailRow) -> String {
    let role = if row.role.is_empty() { String::new() } else { format!(", {}", row.role.replace('_', " ")) };
    let title = if row.title.is_empty() { String::new() } else { format!(" [{}]", row.title) };
    let reason = row.reason.as_ref().map(|reason| format!(" — {reason}")).unwrap_or_default();
    let text = format!("{:>7}  {}  {}{role} {}{title}{reason}", row.seq, row.at, row.who, row.told);
    visible(&text).replace('\n', " / ")
}

/// The streams of the sources that an article's events ever named, and of those that were ever merged with them, one after
/// the other.
fn cited(view: &Connection, article: Option<ArticleId>) -> Result<BTreeSet<String>> {
    let mut streams = BTreeSet::new();
    let Some(id) = article else { return Ok(streams) };
    let (mut any, mut named) = (false, Vec::new());
    log::stream(view, Stream::Article(id), 0, |recorded| {
        any = true;
        match recorded.event {
            Event::RevisionSaved { cites, .. } => {
                named.extend(cites);
            }
            Event::CitationAdded { source, .. } => {
                named.push(source);
            }
            _ => {}
        }
    })?;
    let merged = merged(view)?;
    while let Some(id) = named.pop() {
        if streams.insert(Stream::Source(id).to_string()) {
            named.extend(merged.get(&id).into_iter().flatten());
        }
    }
    if any { Ok(streams) } else { Err(StoreError::Unknown("article")) }
}

/// The events with which lists of retractions came that were the latest when something happened to the article, and the
/// last: what its sources had been compared with. Each list is long, and there are many in a board's life.
fn lists(view: &Connection, article: Option<ArticleId>) -> Result<BTreeSet<u64>> {
    let Some(id) = article else { return Ok(BTreeSet::new()) };
    let sql = format!(
        "SELECT seq FROM event WHERE {} AND kind = 'retractions.imported' ORDER BY seq",
        log::OF_THE_BOARD
    );
    let mut select = view.prepare(&sql)?;
    let all = select.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut between = view.prepare("SELECT 1 FROM event WHERE stream = ? AND seq > ? AND seq < ? LIMIT 1")?;
    let mut lists = BTreeSet::new();
    for (at, seq) in all.iter().enumerate() {
        let rested = match all.get(at + 1) {
            Some(next) => between.exists(params![Stream::Article(id).to_string(), seq, next])?,
            None => true,
        };
        if rested {
            lists.insert(seq.cast_unsigned());
        }
    }
    Ok(lists)
}

/// With which others each source was ever merged: a merge of either ends what was signed on both.
fn merged(view: &Connection) -> Result<BTreeMap<SourceId, Vec<SourceId>>> {
    let mut merged: BTreeMap<SourceId, Vec<SourceId>> = BTreeMap::new();
    let mut select = view.prepare(
        "SELECT stream, body FROM event WHERE stream >= 'source/' AND stream < 'source0' AND kind = 'source.merged'",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let stream = row.get_ref(0)?.as_str().map_err(StoreError::damaged)?;
        let stream = stream.parse::<Stream>().map_err(StoreError::damaged)?;
        let recorded = log::recorded(row.get_ref(1)?.as_str().map_err(StoreError::damaged)?)?;
        if let (Stream::Source(other), Event::SourceMerged { into, .. }) = (stream, recorded.event) {
            merged.entry(other).or_default().push(into);
            merged.entry(into).or_default().push(other);
        }
    }
    Ok(merged)
}
