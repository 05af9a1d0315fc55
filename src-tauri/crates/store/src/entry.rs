//! A body of the log, read where it lies: the envelope borrowed, the payload unread until asked for.

use crate::{Result, StoreError};
use editorial::{Event, MemberId};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The envelope of an event.
#[derive(Debug, Deserialize)]
pub(crate) struct Entry<'a> {
    #[serde(borrow)]
    pub(crate) action: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) actor: Actor<'a>,
    #[serde(borrow)]
    pub(crate) app: Cow<'a, str>,
    /// RFC 3339, UTC, milliseconds.
    #[serde(borrow)]
    pub(crate) at: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) kind: Cow<'a, str>,
    /// The actor's local time at `at`, in minutes east of UTC.
    pub(crate) offset: i32,
    #[serde(borrow)]
    pub(crate) payload: &'a RawValue,
    #[serde(borrow, default)]
    pub(crate) reason: Option<Cow<'a, str>>,
    #[serde(borrow)]
    seq: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) station: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) stream: Cow<'a, str>,
    v: u32,
}

/// Who acted; no member for the desk itself.
#[derive(Debug, Deserialize)]
pub(crate) struct Actor<'a> {
    pub(crate) member: Option<MemberId>,
    #[serde(borrow, default)]
    pub(crate) name: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(crate) role: Option<Cow<'a, str>>,
}

impl<'a> Entry<'a> {
    pub(crate) fn read(body: &'a str) -> Result<Self> {
        serde_json::from_str(body).map_err(StoreError::damaged)
    }

    pub(crate) fn seq(&self) -> Result<u64> {
        self.seq.parse().map_err(StoreError::damaged)
    }

    /// What happened.
    pub(crate) fn event(&self) -> Result<Event> {
        Event::read(&self.kind, self.v, self.payload)
            .map_err(|e| StoreError::damaged(format!("event {}: {e}", self.seq)))
    }
}
