//! Signatures as they leave the database: statement, signature and public key, and nothing else is needed to check one.

use crate::{ExportNote, Prepared, Result, Store, StoreError, query::ResetKeys};
use editorial::{ArticleId, Board, SignedVerdict, Verdict};
use ledger::{PublicKey, Signature};
use serde::Serialize;
use std::{io::Write as _, path::Path};

/// A verdict's signature with everything that it takes to verify it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportedSignature {
    /// Printed name of the signer, as it was signed.
    pub name: String,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// The verdict.
    pub verdict: Verdict,
    /// What the signature means, in the words that were signed.
    pub meaning: String,
    /// The revision.
    pub revision: u32,
    /// The bytes that were signed: RFC 8785 JSON in UTF-8.
    pub statement: String,
    /// The ed25519 signature (RFC 8032) over these bytes, hexadecimal.
    pub signature: String,
    /// The public key that the log registered for the signer, hexadecimal.
    pub public_key: String,
    /// What is wrong with it; `None` where it verifies, and the log registered the key for this member.
    pub fault: Option<String>,
    /// Why it does not count for what is the newest text now; `None` where it does.
    pub past: Option<String>,
    /// What a reader must know beside it, a sentence each.
    pub remarks: Vec<String>,
}

impl Store {
    /// Every signature on the article's texts, oldest first, each verified.
    pub fn signatures(&mut self, id: ArticleId) -> Result<Vec<ExportedSignature>> {
        let (board, article) = (self.board()?, self.article(id)?);
        let keys = ResetKeys::read(&self.connection)?;
        Ok(article
            .verdicts
            .iter()
            .map(|signed| {
                exported(&board, signed, article.past(signed), keys.remarks(&board, &article, signed))
            })
            .collect())
    }

    /// Writes the signatures as JSON, with all that it takes to verify them, beside the file that they are meant for.
    pub fn prepare_signatures(&mut self, id: ArticleId, path: &Path) -> Result<Prepared> {
        let (asked, signatures) = (self.asked_of("signatures", id)?, self.signatures(id)?);
        Prepared::write(path, |file| {
            let json =
                serde_json::to_vec_pretty(&signatures).map_err(|e| StoreError::System(e.to_string()))?;
            let failed = |error| StoreError::File { doing: "Writing the signatures".to_owned(), error };
            file.write_all(&json).map_err(failed)?;
            Ok(ExportNote::new("JSON", asked, signatures.len() as u64))
        })
    }
}

fn exported(
    board: &Board,
    signed: &SignedVerdict,
    past: Option<String>,
    remarks: Vec<String>,
) -> ExportedSignature {
    let read: serde_json::Value = serde_json::from_str(&signed.statement).unwrap_or_default();
    let word = |field: &str| read[field].as_str().unwrap_or_default().to_owned();
    let keys = board.members.get(&signed.by).map_or(&[][..], |member| &member.keys);
    let named = word("key");
    let key = keys.iter().find(|key| **key == named);
    let verified = |key: &String| {
        let (Ok(key), Ok(signature)) = (key.parse::<PublicKey>(), signed.signature.parse::<Signature>())
        else {
            return false;
        };
        key.verify(signed.statement.as_bytes(), &signature)
    };
    let fault = match key {
        None => Some("The statement names a key that the log never registered for its signer.".to_owned()),
        Some(key) if !verified(key) => {
            Some("The signature does not fit the statement and the key.".to_owned())
        }
        Some(_) => None,
    };
    ExportedSignature {
        name: word("name"),
        at: word("at"),
        verdict: signed.verdict,
        meaning: word("meaning"),
        revision: signed.revision,
        statement: signed.statement.clone(),
        signature: signed.signature.clone(),
        public_key: key.cloned().unwrap_or(named),
        fault,
        past,
        remarks,
    }
}
