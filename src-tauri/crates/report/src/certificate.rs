//! The certificate of an approved article: what is approved, who signed, and the checkpoint.

use crate::{
    parts::{self, ASIDE, QUIET, SECTION, TEXT, clock},
    sheet::Sheets,
};
use chrono::{DateTime, FixedOffset};
use store::query::Certificate;

const WHAT_IT_IS: &str = "The members named below signed an approval of exactly the text, claims and citations whose digests \
stand above. It held when this certificate was made; a later change of any of them ends it, which only the record shows. The \
signatures can be checked with the signed statements, which the board exports.";

/// Lays the whole certificate.
pub(crate) fn lay(sheets: &mut Sheets<'_>, certificate: &Certificate, made: DateTime<FixedOffset>) {
    parts::opening(sheets, "IMPRIMATUR · CERTIFICATE OF APPROVAL", &certificate.title);
    let next = certificate.next_review.map_or_else(
        || "none: the policy sets no date".to_owned(),
        |day| format!("due by {}", day.format("%-d %B %Y")),
    );
    let rests_on = format!(
        "{} with {}, and {}",
        many(certificate.claims, "claim"),
        many(certificate.citations, "citation"),
        many(certificate.sources, "source")
    );
    let facts = [
        ("Board", certificate.board.clone()),
        ("Approved", format!("{} UTC", clock(&certificate.approved))),
        ("Revision", format!("{}, of {}", certificate.revision, many(certificate.words as usize, "word"))),
        ("Text, SHA-256", certificate.digest.clone()),
        ("It rests on", rests_on),
        ("Claims, SHA-256", certificate.claims_digest.clone()),
        ("Policy", certificate.under.clone()),
        ("Next review", next),
        ("Article", certificate.article.to_string()),
        ("Made", parts::made(made, &certificate.by)),
    ];
    parts::facts(sheets, "What is approved", (QUIET, TEXT, 5.0), facts, None);
    sheets.space(16.0);
    sheets.paragraph(ASIDE, WHAT_IT_IS, None);
    sheets.space(20.0);
    sheets.heading(2, SECTION, "Signatures", None);
    for signed in &certificate.signatures {
        parts::signature(sheets, signed);
    }
    parts::checkpoint(sheets, &certificate.checkpoint, "certificate");
}

fn many(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
