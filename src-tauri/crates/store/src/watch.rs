//! Long work: how far it is, and whether it is to go on.

use crate::{Result, StoreError};
use serde::Serialize;
use std::ops::ControlFlow;
use ts_rs::TS;

/// How far a long piece of work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Progress {
    /// What is being gone through.
    pub part: Part,
    /// How much of it was.
    #[ts(type = "number")]
    pub done: u64,
    /// How much there is; 0 while that is not known.
    #[ts(type = "number")]
    pub of: u64,
}

/// What long work goes through, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Events.
    Events,
    /// Articles: rules and projections.
    Articles,
    /// Documents and attachments.
    Bytes,
    /// Pages of a report.
    Pages,
}

/// Is told now and then how far the work is, and may break it off, which then ends as [`StoreError::BrokenOff`].
pub type Watch<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;

/// A [`Watch`] that lets everything run to its end.
pub fn unwatched(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Tells the watch how far the work is.
pub(crate) fn look(watch: &mut Watch<'_>, part: Part, done: u64, of: u64) -> Result<()> {
    match watch(Progress { part, done, of }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(StoreError::BrokenOff),
    }
}
