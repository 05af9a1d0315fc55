//! Whether the record holds, and what is kept of it elsewhere: verification, checkpoints, backups.

use crate::{
    app::{App, now},
    commands::{record::auditor, require},
    error::WireError,
    proofs, recent,
};
use editorial::Right;
use serde::Serialize;
use std::path::Path;
use store::{
    Backup, Found, KeptCheckpoint, LastVerified, Progress, Suspect, Verification, restore, unwatched,
};
use ts_rs::TS;

/// What is known of whether the open board holds.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Proof {
    /// How far a verification is that runs.
    running: Option<Progress>,
    /// What the last verification since the board was opened found.
    found: Option<Verification>,
    /// The last verification on record.
    last: Option<LastVerified>,
    /// What is wrong.
    alarm: Vec<Found>,
    /// Why the checkpoints could not be copied to the folder chosen for them.
    elsewhere_failure: Option<WireError>,
    /// Events in the log.
    #[ts(type = "number")]
    events: u64,
}

/// What is kept outside the board.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Safekeeping {
    /// The folder on this machine.
    folder: String,
    /// The backups in it, the newest first.
    backups: Vec<Backup>,
    /// The checkpoints in the board's file, copies of which are in the folder; the newest first.
    checkpoints: Vec<KeptCheckpoint>,
    /// Why the last backup that the desk began by itself failed.
    failure: Option<WireError>,
    /// The folder to which this machine copies every checkpoint as well.
    elsewhere: Option<String>,
    /// Why that failed.
    elsewhere_failure: Option<WireError>,
}

pub(crate) fn proof(app: &App) -> Result<Proof, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    let (last, events) = (store.last_verified()?, store.head()?.size());
    let known = app.proofs.known();
    Ok(Proof {
        running: app.proofs.verifying.far(),
        found: known.found.clone(),
        last,
        alarm: known.alarm.clone(),
        elsewhere_failure: known.elsewhere_failure.clone(),
        events,
    })
}

/// Reads the file by a way of its own, so that the desk can be used meanwhile.
pub(crate) fn verify_board(app: &App) -> Result<Verification, WireError> {
    let (path, keeping, another) = {
        let mut desk = app.desk();
        let (store, session) = desk.signed_in()?;
        auditor(store, session)?;
        (store.path().to_owned(), proofs::keeping(app, store)?, proofs::another(app, store))
    };
    let work = app.proofs.verifying.begin("A verification is under way.")?;
    let mut found = keeping.verify(&path, &mut |progress| work.step(progress))?;
    drop(work);
    found.sound &= another.is_none();
    found.faults.extend(another);
    let mut desk = app.desk();
    if desk.store.as_ref().is_none_or(|store| store.path() != path) {
        return Ok(found);
    }
    if let Err(error) = keeping.set_alarm(&found.faults) {
        tracing::warn!(%error, "what was found could not be kept");
    }
    {
        let mut known = app.proofs.known();
        known.alarm.clone_from(&found.faults);
        known.found = Some(found.clone());
    }
    if let Ok((store, session)) = desk.signed_in() {
        store.verified(session, &found, now())?;
    }
    proofs::keep(app, &desk);
    Ok(found)
}

pub(crate) fn stop_verification(app: &App) -> Result<(), WireError> {
    app.desk().reader()?;
    app.proofs.verifying.break_off();
    Ok(())
}

pub(crate) fn save_checkpoint(app: &App, path: String) -> Result<KeptCheckpoint, WireError> {
    let mut desk = app.desk();
    let (store, session) = desk.signed_in()?;
    auditor(store, session)?;
    let path = app.chosen.take(&path)?;
    let made = store.checkpoint(now())?;
    made.save(&path)?;
    if let Err(error) = proofs::keeping(app, store)?.keep(store) {
        tracing::warn!(%error, "the checkpoint could not be copied");
    }
    Ok(made)
}

pub(crate) fn safekeeping(app: &App) -> Result<Safekeeping, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    let keeping = proofs::keeping(app, store)?;
    let known = app.proofs.known();
    Ok(Safekeeping {
        folder: keeping.folder().display().to_string(),
        backups: keeping.backups(),
        checkpoints: store.checkpoints()?,
        failure: known.backup_failure.clone(),
        elsewhere: keeping.elsewhere().map(|folder| folder.display().to_string()),
        elsewhere_failure: known.elsewhere_failure.clone(),
    })
}

/// A folder is a matter of the machine and not of the board, so that choosing one is no event.
pub(crate) fn copy_checkpoints(app: &App, folder: Option<String>) -> Result<(), WireError> {
    let mut desk = app.desk();
    let (store, member) = desk.reader()?;
    require(
        store,
        member,
        Right::KeepPolicy,
        "Only an administrator may choose where checkpoints are copied.",
    )?;
    let folder = folder.map(|folder| app.chosen.take(&folder)).transpose()?;
    proofs::elsewhere(app, &desk, folder.as_deref())
}

pub(crate) fn back_up_now(app: &App) -> Result<Backup, WireError> {
    let (path, keeping, rules) = {
        let mut desk = app.desk();
        let (store, session) = desk.signed_in()?;
        auditor(store, session)?;
        let rules = store.board()?.policy.rules.clone();
        (store.path().to_owned(), proofs::keeping(app, store)?, rules)
    };
    let made = keeping.back_up(&path, &rules, now(), &mut unwatched)?;
    app.proofs.known().backup_failure = None;
    Ok(made)
}

/// Makes a new file of a backup, and touches nothing that is open. So it asks for nobody's right.
pub(crate) fn restore_board(app: &App, backup: String, path: String) -> Result<Verification, WireError> {
    let path = app.chosen.take(&path)?;
    Ok(restore(Path::new(&backup), &path, app.cost, now(), &mut unwatched)?)
}

/// Takes the log as it is for the one to compare with from now on: whoever may audit knows why it is another.
pub(crate) fn accept_log(app: &App) -> Result<(), WireError> {
    let mut desk = app.desk();
    let (store, session) = desk.signed_in()?;
    auditor(store, session)?;
    let alarm = app.proofs.known().alarm.clone();
    if alarm.iter().any(|fault| fault.what != Suspect::Checkpoint) {
        return Err(WireError::new(
            "not_allowed",
            "A record that does not hold in itself cannot be taken as it is.",
        ));
    }
    store.accept(session, &alarm, now())?;
    let keeping = proofs::keeping(app, store)?;
    keeping.start_over()?;
    recent::take(&app.data, &store.path().display().to_string(), &store.seen()?.origin)?;
    let faults = store.glance(None)?.faults;
    app.proofs.known().alarm = faults;
    proofs::keep(app, &desk);
    Ok(())
}
