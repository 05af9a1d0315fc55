//! What is known of whether the open board holds: what a quick look found when it was opened, what the last verification
//! found, how far one is that runs; and the copies that this machine keeps outside the board.

use crate::{
    app::{App, Desk, now},
    error::WireError,
    recent,
    work::Work,
};
use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
};
use store::{Found, Keeping, Store, Suspect, Verification};

/// Of the board that is open.
#[derive(Default)]
pub(crate) struct Proofs {
    known: Mutex<Known>,
    /// A verification that runs.
    pub(crate) verifying: Work,
}

/// What is known.
#[derive(Default)]
pub(crate) struct Known {
    /// What the last verification since the board was opened found.
    pub(crate) found: Option<Verification>,
    /// What is wrong: found when the board was opened, or by the last verification, now or when it was last open here.
    pub(crate) alarm: Vec<Found>,
    /// Why the last backup that the desk began by itself failed.
    pub(crate) backup_failure: Option<WireError>,
    /// Why the checkpoints could not be copied to the folder chosen for them.
    pub(crate) elsewhere_failure: Option<WireError>,
    /// Whether a backup is being made.
    backing_up: bool,
    /// The size of the log when it was last kept.
    kept: u64,
    /// The size of the log when its checkpoints were last copied.
    copied: u64,
}

impl Proofs {
    pub(crate) fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What this machine keeps of a board.
pub(crate) fn keeping(app: &App, store: &Store) -> Result<Keeping, WireError> {
    Ok(Keeping::of(&app.data, store)?)
}

/// Looks quickly at a board that was just opened, and keeps what it is where nothing is wrong.
pub(crate) fn look(app: &App, desk: &mut Desk) {
    app.proofs.verifying.break_off();
    let mut known = Known::default();
    if let Some(store) = desk.store.as_mut() {
        known.alarm = match keeping(app, store).and_then(|keeping| Ok(keeping.glance(store)?)) {
            Ok(mut alarm) => {
                alarm.extend(another(app, store));
                alarm
            }
            Err(error) => vec![Found { what: Suspect::File, seq: None, sentence: error.message }],
        };
    }
    *app.proofs.known() = known;
    keep(app, desk);
}

/// Where another board was opened from this file before.
pub(crate) fn another(app: &App, store: &Store) -> Option<Found> {
    let origin = store.seen().ok()?.origin;
    let name = recent::another(&app.data, &store.path().display().to_string(), &origin)?;
    let sentence = format!(
        "This is another board than “{name}”, which was opened from this file before: another file was put in its place, and \
         nothing that this machine kept of the one says anything of the other."
    );
    Some(Found { what: Suspect::Checkpoint, seq: None, sentence })
}

/// Keeps what the log is now, unless something is wrong with it.
pub(crate) fn keep(app: &App, desk: &Desk) {
    let Some(store) = &desk.store else { return };
    let mut known = app.proofs.known();
    if !known.alarm.is_empty() {
        return;
    }
    let kept = store.head().map_err(WireError::from).and_then(|head| {
        let faults = if head.size() == known.kept { Vec::new() } else { keeping(app, store)?.keep(store)? };
        Ok((head.size(), faults))
    });
    match kept {
        Ok((size, faults)) if faults.is_empty() => known.kept = size,
        Ok((_, faults)) => {
            known.alarm = faults;
            return;
        }
        Err(error) => tracing::warn!(code = error.code, "this machine could not keep what the log is"),
    }
    copy(app, store, &mut known);
}

/// Copies checkpoints to the folder chosen for them. What fails is told and tried again, and keeps nobody from working.
fn copy(app: &App, store: &Store, known: &mut Known) {
    let (size, copied) = (store.head().map_or(0, |head| head.size()), known.copied);
    if size == copied {
        return;
    }
    match keeping(app, store).and_then(|keeping| Ok(keeping.copy_elsewhere(store)?)) {
        Ok(_) => (known.copied, known.elsewhere_failure) = (size, None),
        Err(error) => {
            if known.elsewhere_failure.is_none() {
                tracing::warn!(code = error.code, "the checkpoints could not be copied");
            }
            known.elsewhere_failure = Some(error);
        }
    }
}

/// Copies checkpoints to this folder from now on, or to none; they are there when this answers without a failure.
pub(crate) fn elsewhere(app: &App, desk: &Desk, to: Option<&Path>) -> Result<(), WireError> {
    let Some(store) = &desk.store else { return Ok(()) };
    keeping(app, store)?.set_elsewhere(to)?;
    let mut known = app.proofs.known();
    (known.copied, known.elsewhere_failure) = (0, None);
    copy(app, store, &mut known);
    Ok(())
}

/// Begins a backup where the policy asks for one, in the background and without keeping the desk busy.
pub(crate) fn back_up_if_due(app: &App, desk: &mut Desk) -> Result<(), WireError> {
    let Some(store) = desk.store.as_mut() else { return Ok(()) };
    let mut known = app.proofs.known();
    if store.read_only() || known.backing_up || known.backup_failure.is_some() || !known.alarm.is_empty() {
        return Ok(());
    }
    let (keeping, rules) = (keeping(app, store)?, store.board()?.policy.rules.clone());
    if !keeping.due(&rules, store.head()?.size(), now()) {
        return Ok(());
    }
    known.backing_up = true;
    let (path, proofs): (PathBuf, _) = (store.path().to_owned(), std::sync::Arc::clone(&app.proofs));
    thread::spawn(move || {
        let made = keeping.back_up(&path, &rules, now(), &mut store::unwatched);
        let mut known = proofs.known();
        known.backing_up = false;
        match made {
            Ok(backup) => tracing::info!(path = backup.path, "backed the board up"),
            Err(error) => {
                tracing::warn!(%error, "the backup failed");
                known.backup_failure = Some(error.into());
            }
        }
    });
    Ok(())
}
