//! A long piece of work: how far it is, and whether it is wanted still. One at a time.

use crate::error::WireError;
use serde::Serialize;
use std::{
    ops::ControlFlow,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};
use store::Progress;
use ts_rs::TS;

/// The work at hand, if any.
#[derive(Debug, Default)]
pub(crate) struct Work {
    busy: AtomicBool,
    unwanted: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
}

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub(crate) struct Share {
    /// Pieces done: events, or pages of a report.
    #[ts(type = "number")]
    done: u64,
    /// How many there are; 0 while that is not known.
    #[ts(type = "number")]
    total: u64,
}

/// The right to work, given back when it is dropped.
pub(crate) struct Begun<'a>(&'a Work);

impl Work {
    pub(crate) fn begin(&self) -> Result<Begun<'_>, WireError> {
        if self.busy.swap(true, Ordering::AcqRel) {
            return Err(WireError::new("busy", "An export is being written already."));
        }
        self.unwanted.store(false, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        self.total.store(0, Ordering::Relaxed);
        Ok(Begun(self))
    }

    pub(crate) fn share(&self) -> Option<Share> {
        self.busy.load(Ordering::Acquire).then(|| Share {
            done: self.done.load(Ordering::Relaxed),
            total: self.total.load(Ordering::Relaxed),
        })
    }

    pub(crate) fn break_off(&self) {
        self.unwanted.store(true, Ordering::Relaxed);
    }
}

impl Begun<'_> {
    pub(crate) fn step(&self, progress: Progress) -> ControlFlow<()> {
        self.0.done.store(progress.done, Ordering::Relaxed);
        self.0.total.store(progress.total, Ordering::Relaxed);
        if self.0.unwanted.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        self.0.busy.store(false, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_one_at_a_time_and_can_be_broken_off() {
        let work = Work::default();
        assert_eq!(work.share(), None);
        let begun = work.begin().unwrap();
        assert!(work.begin().is_err());
        assert!(begun.step(Progress { done: 3, total: 9 }).is_continue());
        assert_eq!(work.share(), Some(Share { done: 3, total: 9 }));
        work.break_off();
        assert!(begun.step(Progress { done: 4, total: 9 }).is_break());
        drop(begun);
        assert!(work.begin().unwrap().step(Progress { done: 1, total: 9 }).is_continue());
    }
}
