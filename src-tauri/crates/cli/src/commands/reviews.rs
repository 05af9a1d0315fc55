//! Signatures and discussions of an article, for those who check them elsewhere.

use crate::{
    failure::Failure,
    options::TableFormat,
    output,
    signing_in::{article, open},
};
use std::{fmt::Write as _, io::stdout, path::Path};

/// The answer is no where a signature does not verify.
pub(crate) fn signatures(board: &Path, asked: &str, json: bool) -> Result<bool, Failure> {
    let mut store = open(board)?;
    let id = article(&store, asked)?;
    let signatures = store.signatures(id)?;
    let sound = signatures.iter().all(|signed| signed.fault.is_none());
    if json {
        output::json(&signatures)?;
        return Ok(sound);
    }
    let mut text = String::new();
    for signed in &signatures {
        let _ = writeln!(
            text,
            "{}  {}  revision {}  {}\n  {}\n  key {}",
            signed.at,
            signed.verdict.label(),
            signed.revision,
            signed.name,
            signed.meaning,
            signed.public_key
        );
        if let Some(past) = &signed.past {
            let _ = writeln!(text, "  does not count now: {past}");
        }
        match &signed.fault {
            None => text.push_str("  verified\n"),
            Some(fault) => {
                let _ = writeln!(text, "  FAULT: {fault}");
            }
        }
    }
    output::text(if signatures.is_empty() { "Nobody has signed a verdict on this article." } else { &text })?;
    Ok(sound)
}

pub(crate) fn threads(board: &Path, asked: &str, format: TableFormat) -> Result<bool, Failure> {
    let mut store = open(board)?;
    let id = article(&store, asked)?;
    match format {
        TableFormat::Csv => {
            store.write_reconciliation(id, &mut stdout().lock())?;
        }
        TableFormat::Json => output::json(&store.reconciliation(id)?)?,
    }
    Ok(true)
}
