//! When the desk was last touched. Told by a clock that only goes forward: setting the workstation's clock keeps no
//! desk open.

use std::time::{Duration, Instant};

/// How much longer than the policy says the program waits for the window to lock by itself, so that it can keep
/// unsaved text first.
pub(crate) const GRACE: Duration = Duration::from_mins(1);

/// The last touch of keyboard or mouse.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Touched(Instant);

impl Touched {
    /// Touched at this moment.
    pub(crate) fn at(now: Instant) -> Self {
        Self(now)
    }

    /// What is left of the policy's minutes; `None` where it never locks.
    pub(crate) fn left(self, minutes: u32, now: Instant) -> Option<Duration> {
        let limit = Duration::from_mins(u64::from(minutes));
        (minutes > 0).then(|| limit.saturating_sub(now.saturating_duration_since(self.0)))
    }

    /// Whether the window should have locked by now, and did not.
    pub(crate) fn overdue(self, minutes: u32, now: Instant) -> bool {
        let limit = Duration::from_mins(u64::from(minutes));
        minutes > 0 && now.saturating_duration_since(self.0) >= limit + GRACE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_runs_out_and_a_touch_begins_it_anew() {
        let start = Instant::now();
        let after = |minutes: u64| start + Duration::from_mins(minutes);
        let touched = Touched::at(start);
        assert_eq!(touched.left(15, after(5)), Some(Duration::from_mins(10)));
        assert_eq!(touched.left(15, after(15)), Some(Duration::ZERO));
        assert!(!touched.overdue(15, after(15)));
        assert!(touched.overdue(15, after(16)));
        assert!(!Touched::at(after(5)).overdue(15, after(16)));
    }

    #[test]
    fn a_policy_of_no_minutes_never_locks() {
        let start = Instant::now();
        let touched = Touched::at(start);
        let next_week = start + Duration::from_hours(7 * 24);
        assert_eq!(touched.left(0, next_week), None);
        assert!(!touched.overdue(0, next_week));
    }
}
