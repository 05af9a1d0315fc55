//! Replaying the rules over a log.

use super::{
    faults::{Faults, Suspect},
    guards::noted,
};
use crate::{Part, Result, StoreError, Watch, project, watch::look};
use chrono::{DateTime, Utc};
use document::{Digest, Document};
use editorial::{ArticleId, ArticleReplay, Event, History, MemberId, NoText, Past, PastActor, Stream};
use ledger::{Actor, PublicKey, Signature};
use rusqlite::Connection;
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// What is learnt while the events go by in their order: the board's history, the library's, and what else to look at.
#[derive(Default)]
pub(super) struct Scan {
    pub(super) history: History,
    /// How many events each article has.
    pub(super) articles: BTreeMap<ArticleId, u64>,
    /// The digests of documents and attachments that events name.
    pub(super) named: BTreeSet<Digest>,
    /// The events before which others were left out.
    pub(super) torn: BTreeSet<u64>,
    /// The last event.
    last: u64,
    pub(super) faults: Faults,
}

impl Scan {
    pub(super) fn take(&mut self, read: &ledger::Event) {
        if read.seq != self.last + 1 {
            self.torn.insert(read.seq);
        }
        self.last = read.seq;
        self.named.extend(read.files().filter_map(|digest| digest.parse::<Digest>().ok()));
        match read.stream.parse::<Stream>() {
            // It would be looked for under the identity's one writing, and not be found.
            Ok(stream) if stream.to_string() != read.stream => {
                not_allowed(read, "an identity is written in lower case, with hyphens", &mut self.faults);
            }
            Ok(Stream::Article(id)) => *self.articles.entry(id).or_default() += 1,
            Ok(stream) => {
                let allowed = understood(read).and_then(|(event, at)| {
                    self.history.step(&past(read, stream, &event, at)).map_err(|refusal| refusal.sentence)
                });
                if let Err(why) = allowed {
                    not_allowed(read, &why, &mut self.faults);
                }
            }
            Err(why) => not_allowed(read, &why, &mut self.faults),
        }
    }
}

/// The bytes with this digest, checked against it, where they are at hand.
pub(super) type Bytes<'a> = &'a dyn Fn(Digest) -> Option<Vec<u8>>;

type Text = std::result::Result<Rc<Document>, NoText>;

/// Replays each article's events, which `view` holds as the log's table does, with the texts among the `bytes`. Where
/// `fresh` is given, the projections are made there as a rebuild would.
pub(super) fn articles(
    view: &Connection,
    scan: &Scan,
    bytes: Bytes<'_>,
    fresh: Option<&Connection>,
    faults: &mut Faults,
    watch: &mut Watch<'_>,
) -> Result<()> {
    let of = scan.articles.len() as u64;
    for (done, (id, count)) in (0..).zip(&scan.articles) {
        look(watch, Part::Articles, done, of)?;
        article(view, scan, (*id, *count), bytes, fresh, faults)?;
    }
    if let Some((seq, refusal)) = scan.history.missing() {
        faults.add(Suspect::Rule, Some(seq), format!("after event {seq}: {refusal}"));
    }
    Ok(())
}

fn article(
    view: &Connection,
    scan: &Scan,
    (id, count): (ArticleId, u64),
    bytes: Bytes<'_>,
    fresh: Option<&Connection>,
    faults: &mut Faults,
) -> Result<()> {
    let stream = Stream::Article(id);
    // One event after another asks for the same text: every claim made in it.
    let last: RefCell<Option<(Digest, Text)>> = RefCell::default();
    let texts = |digest| {
        let mut last = last.borrow_mut();
        match &*last {
            Some((of, text)) if *of == digest => text.clone(),
            _ => {
                let text = bytes(digest).ok_or(NoText::Absent).and_then(|bytes| text(&bytes));
                last.insert((digest, text)).1.clone()
            }
        }
    };
    let mut replay = ArticleReplay::new(id, &scan.history, &verifies, &texts);
    let mut select = view.prepare_cached("SELECT body FROM event WHERE stream = ? ORDER BY seq")?;
    let mut rows = select.query([stream.to_string()])?;
    let mut found = 0;
    let torn = |replay: &ArticleReplay<'_>, before: u64, faults: &mut Faults| {
        for seq in replay.torn_out(before) {
            let sentence = format!("event {seq} took a source out of the library that an article cited");
            faults.add(Suspect::Rule, Some(seq), sentence);
        }
    };
    while let Some(row) = rows.next()? {
        let body = row.get_ref(0)?.as_str().map_err(StoreError::damaged)?;
        let read: ledger::Event = serde_json::from_str(body).map_err(StoreError::damaged)?;
        found += 1;
        torn(&replay, read.seq, faults);
        let allowed = understood(&read).and_then(|(event, at)| {
            replay.step(&past(&read, stream, &event, at)).map_err(|refusal| refusal.sentence)
        });
        if let Err(why) = allowed {
            not_allowed(&read, &why, faults);
        }
    }
    torn(&replay, u64::MAX, faults);
    if found != count {
        let sentence =
            format!("the index of events leads to {found} of the {count} events of article {id}: rebuild it");
        faults.add(Suspect::Table, None, sentence);
    }
    let end = replay.end();
    if let Some((seq, refusal)) = end.missing {
        faults.add(Suspect::Rule, Some(seq), format!("after event {seq}: {refusal}"));
    }
    if let (Some(fresh), Some(article)) = (fresh, end.article) {
        // Where its text is none, that is the fault, and the other articles are gone through none the less.
        let written = project::articles::write(fresh, view, &article, project::articles::Parts::ALL);
        noted(written, Suspect::Table, faults)?;
    }
    Ok(())
}

/// The text that these bytes are.
fn text(bytes: &[u8]) -> Text {
    let text = Document::from_bytes(bytes).map_err(|_| NoText::Other)?;
    if text.canonical() == bytes { Ok(Rc::new(text)) } else { Err(NoText::Other) }
}

fn not_allowed(read: &ledger::Event, why: &str, faults: &mut Faults) {
    let by = match &read.actor {
        Actor::Member { name, .. } => name,
        Actor::System => "the desk",
    };
    let sentence = format!("event {} ({} by {by}) was not allowed then: “{why}”", read.seq, read.kind);
    faults.add(Suspect::Rule, Some(read.seq), sentence);
}

fn understood(read: &ledger::Event) -> std::result::Result<(Event, DateTime<Utc>), String> {
    let event = Event::from_parts(&read.kind, read.v, &read.payload)?;
    let at = DateTime::parse_from_rfc3339(&read.at).map_err(|error| error.to_string())?;
    Ok((event, at.with_timezone(&Utc)))
}

fn past<'a>(read: &'a ledger::Event, stream: Stream, event: &'a Event, at: DateTime<Utc>) -> Past<'a> {
    let actor = match &read.actor {
        Actor::Member { member, name, role } => Some(PastActor { member: MemberId(*member), name, role }),
        Actor::System => None,
    };
    let (seq, action, reason) = (read.seq, read.action, read.reason.as_deref());
    Past { seq, action, actor, at, stream, event, reason }
}

/// Whether a statement's signature is by this key.
fn verifies(key: &str, message: &[u8], signature: &str) -> bool {
    let key = key.parse::<PublicKey>();
    let signature = signature.parse::<Signature>();
    matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(message, &signature))
}
