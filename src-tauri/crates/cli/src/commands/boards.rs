//! Making the demo board, importing articles.

use crate::{
    failure::Failure,
    output,
    signing_in::{now, open, sign_in},
};
use std::path::{Path, PathBuf};
use store::{Cost, DEMO_MEMBER, DEMO_PASSPHRASE, Store};

pub(crate) fn demo(file: &Path) -> Result<bool, Failure> {
    Store::demo(file, Cost::RECOMMENDED, now())?;
    output::text(&format!(
        "Made {}. Every member's passphrase is “{DEMO_PASSPHRASE}”; sign in as {DEMO_MEMBER} to find a review waiting.",
        file.display()
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
            Ok(imported) => {
                output::text(&format!("{}  {}", imported.made.unwrap_or_default(), file.display()))?;
            }
            Err(error) => {
                all = false;
                eprintln!("imprimatur: {}: {error}", file.display());
            }
        }
    }
    Ok(all)
}
