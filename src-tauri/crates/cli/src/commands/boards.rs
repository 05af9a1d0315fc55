//! Making boards, importing articles.

use crate::{
    failure::Failure,
    output,
    signing_in::{new_passphrase, now, open, sign_in},
};
use std::path::{Path, PathBuf};
use store::{Cost, DEMO_MEMBER, DEMO_PASSPHRASE, FileImported, Founder, Store, StoreError};

pub(crate) fn demo(file: &Path) -> Result<bool, Failure> {
    Store::demo(file, Cost::RECOMMENDED, now())?;
    output::text(&format!(
        "Made {}. Every member's passphrase is “{DEMO_PASSPHRASE}”; sign in as {DEMO_MEMBER} to find a review waiting.",
        file.display()
    ))?;
    Ok(true)
}

pub(crate) fn create(file: &Path, name: &str, founder: &str) -> Result<bool, Failure> {
    // Before a passphrase is asked for.
    store::for_a_board(file)?;
    let passphrase = new_passphrase()?;
    let founder = Founder { name: founder, roles: &[], passphrase: &passphrase };
    Store::create(file, name, founder, Cost::RECOMMENDED, now())?;
    output::text(&format!(
        "Made {}. {} is its administrator, and brings the other members in under Board in the window.",
        file.display(),
        founder.name.trim()
    ))?;
    Ok(true)
}

pub(crate) fn import(board: &Path, files: &[PathBuf], name: Option<&str>) -> Result<bool, Failure> {
    let mut store = open(board)?;
    let session = sign_in(&mut store, name)?;
    let imported = store.import_files(&session, files, now());
    store.sign_out(session, now())?;
    let mut all = true;
    for (file, imported) in files.iter().zip(imported?) {
        match imported {
            Ok(FileImported { outcome, notes }) => {
                output::text(&format!("{}  {}", outcome.made.unwrap_or_default(), file.display()))?;
                output::notes(file, &notes);
            }
            Err(StoreError::File { error, .. }) => {
                all = false;
                eprintln!("imprimatur: Reading {}: {error}.", file.display());
            }
            Err(error) => {
                all = false;
                eprintln!("imprimatur: {}: {error}", file.display());
            }
        }
    }
    Ok(all)
}
