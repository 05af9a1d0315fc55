//! What leaves a board, by whatever command: who asks for it is known and may, and the record tells of it.

use crate::{
    failure::Failure,
    keeping::copy_elsewhere,
    output::counted,
    signing_in::{now, sign_in},
};
use report::ReportError;
use std::{io::Write as _, path::Path};
use store::{ExportNote, Exported, Prepared, Session, Shows, Store, StoreError};

/// Writes a file, and says how many records are in it.
pub(crate) fn to_file(
    store: &mut Store,
    name: Option<&str>,
    to: &Path,
    prepare: impl FnOnce(&mut Store, &Session) -> Result<Prepared, Failure>,
) -> Result<bool, Failure> {
    let exported = handed_out(store, name, Shows::Record, to, prepare)?;
    eprintln!("Wrote {} to {}.", counted(exported.records, "record", "records"), to.display());
    Ok(true)
}

/// Writes a file, and leaves it to the caller to say so.
pub(crate) fn handed_out(
    store: &mut Store,
    name: Option<&str>,
    shows: Shows,
    to: &Path,
    prepare: impl FnOnce(&mut Store, &Session) -> Result<Prepared, Failure>,
) -> Result<Exported, Failure> {
    // Nobody is asked here whether a file may go.
    store::for_a_new_file(to)?;
    signed_in(store, name, shows, |store, session| {
        let prepared = prepare(store, session)?.as_new();
        Ok(store.hand_out(session, prepared, now())?)
    })
}

/// Has a member who may export do it, and says so where that cannot be recorded.
pub(crate) fn signed_in(
    store: &mut Store,
    name: Option<&str>,
    shows: Shows,
    export: impl FnOnce(&mut Store, &Session) -> Result<Exported, Failure>,
) -> Result<Exported, Failure> {
    let session = sign_in(store, name)?;
    let exported =
        store.may_export(&session, shows).map_err(Failure::from).and_then(|()| export(store, &session));
    store.sign_out(session, now())?;
    copy_elsewhere(store);
    let exported = exported?;
    if !exported.recorded {
        eprintln!("The board can only be read here: its record does not tell of this export.");
    }
    Ok(exported)
}

/// The bytes of a PDF, or why there is none.
pub(crate) fn written(pdf: Result<Vec<u8>, ReportError>) -> Result<Vec<u8>, Failure> {
    pdf.map_err(|error| match error {
        ReportError::BrokenOff => Failure::Store(StoreError::BrokenOff),
        other => Failure::Asked(format!("No report: {other}.")),
    })
}

/// A PDF, beside its place.
pub(crate) fn prepared(
    out: &Path,
    pdf: Result<Vec<u8>, ReportError>,
    note: ExportNote,
) -> Result<Prepared, Failure> {
    let pdf = written(pdf)?;
    Ok(Prepared::write(out, |file| {
        file.write_all(&pdf)
            .map_err(|error| StoreError::File { doing: "Writing the PDF".to_owned(), error })?;
        Ok(note)
    })?)
}
