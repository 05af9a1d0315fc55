//! Signatures and discussions of an article, for those who check them elsewhere.

use super::exporting::{signed_in, to_file};
use crate::{
    failure::Failure,
    options::{Signatures, TableFormat, Threads},
    output,
    signing_in::{article, now, open},
};
use std::{
    fmt::Write as _,
    io::{Write as _, stdout},
};
use store::{ExportNote, ExportedSignature, Shows};

/// The answer is no where a signature does not verify.
pub(crate) fn signatures(asked: &Signatures) -> Result<bool, Failure> {
    let mut store = open(&asked.board)?;
    let id = article(&store, &asked.article)?;
    let signatures = store.signatures(id)?;
    let sound = signatures.iter().all(|signed| signed.fault.is_none());
    let name = asked.as_member.as_deref();
    if let Some(to) = &asked.to {
        to_file(&mut store, name, to, |store, _| Ok(store.prepare_signatures(id, to)?))?;
        return Ok(sound);
    }
    let (format, answer) = if asked.json {
        ("JSON", serde_json::to_string_pretty(&signatures)?)
    } else {
        ("text", told(&signatures))
    };
    signed_in(&mut store, name, Shows::Record, |store, session| {
        let note = ExportNote::new(format, store.asked_of("signatures", id)?, signatures.len() as u64);
        Ok(store.record_export(session, note, now())?)
    })?;
    output::text(&answer)?;
    Ok(sound)
}

/// Signatures for reading.
fn told(signatures: &[ExportedSignature]) -> String {
    if signatures.is_empty() {
        return "Nobody has signed a verdict on this article.".to_owned();
    }
    let mut text = String::new();
    for signed in signatures {
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
        for remark in &signed.remarks {
            let _ = writeln!(text, "  {remark}");
        }
        match &signed.fault {
            None => text.push_str("  verified\n"),
            Some(fault) => {
                let _ = writeln!(text, "  FAULT: {fault}");
            }
        }
    }
    text
}

pub(crate) fn threads(asked: &Threads) -> Result<bool, Failure> {
    let mut store = open(&asked.board)?;
    let id = article(&store, &asked.article)?;
    let name = asked.as_member.as_deref();
    if let Some(to) = &asked.to {
        return to_file(&mut store, name, to, |store, _| Ok(store.prepare_reconciliation(id, to)?));
    }
    let rows = store.reconciliation(id)?;
    let mut table = Vec::new();
    let format = match asked.format {
        TableFormat::Csv => {
            store.write_reconciliation(id, &mut table)?;
            "CSV"
        }
        TableFormat::Json => {
            table = serde_json::to_vec_pretty(&rows)?;
            table.push(b'\n');
            "JSON"
        }
    };
    signed_in(&mut store, name, Shows::Record, |store, session| {
        let note = ExportNote::new(format, store.asked_of("discussions", id)?, rows.len() as u64);
        Ok(store.record_export(session, note, now())?)
    })?;
    stdout().lock().write_all(&table)?;
    Ok(true)
}
