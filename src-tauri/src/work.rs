//! A long piece of work: how far it is, and whether it is wanted still. One at a time.

use crate::error::WireError;
use std::{
    ops::ControlFlow,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use store::{Part, Progress};

/// The work at hand, if any.
#[derive(Debug, Default)]
pub(crate) struct Work {
    /// How far it is; none while nothing is at hand.
    far: Mutex<Option<Progress>>,
    unwanted: AtomicBool,
}

/// The right to work, given back when it is dropped.
pub(crate) struct Begun<'a>(&'a Work);

impl Work {
    /// Begins work; refused as busy, in these words, while other work is at hand.
    pub(crate) fn begin(&self, busy: &str) -> Result<Begun<'_>, WireError> {
        let mut far = self.lock();
        if far.is_some() {
            return Err(WireError::new("busy", busy));
        }
        self.unwanted.store(false, Ordering::Relaxed);
        *far = Some(Progress { part: Part::Events, done: 0, of: 0 });
        Ok(Begun(self))
    }

    pub(crate) fn far(&self) -> Option<Progress> {
        *self.lock()
    }

    pub(crate) fn break_off(&self) {
        self.unwanted.store(true, Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, Option<Progress>> {
        self.far.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Begun<'_> {
    pub(crate) fn step(&self, progress: Progress) -> ControlFlow<()> {
        *self.0.lock() = Some(progress);
        if self.0.unwanted.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        *self.0.lock() = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_one_at_a_time_and_can_be_broken_off() {
        let far = |done| Progress { part: Part::Events, done, of: 9 };
        let work = Work::default();
        assert_eq!(work.far(), None);
        let begun = work.begin("Busy.").unwrap();
        assert_eq!(work.begin("Busy.").err().unwrap().message, "Busy.");
        assert!(begun.step(far(3)).is_continue());
        assert_eq!(work.far(), Some(far(3)));
        work.break_off();
        assert!(begun.step(far(4)).is_break());
        drop(begun);
        assert!(work.begin("Busy.").unwrap().step(far(1)).is_continue());
    }
}
