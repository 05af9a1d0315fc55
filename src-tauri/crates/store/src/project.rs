//! Projections: tables derived from the log, for lists, search and where-used.
//!
//! Each is a function of an article's or source's state, so that writing them after a command and
//! rebuilding them from the log cannot differ.

pub(crate) mod articles;
pub(crate) mod sources;

use crate::{Result, state::State};
use editorial::{Event, Happened, Stream};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// Brings the projections of everything these events touched up to date.
pub(crate) fn touched(connection: &Connection, state: &mut State, happened: &[Happened]) -> Result<()> {
    let articles: BTreeSet<_> = happened
        .iter()
        .filter_map(|h| match h.stream {
            Stream::Article(id) => Some(id),
            _ => None,
        })
        .collect();
    for id in articles {
        let article = state.article(connection, id)?;
        let events = happened.iter().filter(|h| h.stream == Stream::Article(id));
        articles::write(connection, &article, articles::Parts::touched_by(events.map(|h| &h.event)))?;
    }
    for happened in happened {
        if let Stream::Source(id) = happened.stream {
            match &happened.event {
                Event::SourceAdded { details } | Event::SourceChanged { new: details, .. } => {
                    sources::write(connection, id, details)?;
                }
                Event::SourceRemoved { .. } => sources::remove(connection, id)?,
                _ => {}
            }
        }
    }
    Ok(())
}
