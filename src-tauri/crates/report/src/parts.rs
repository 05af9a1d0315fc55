//! What reports and certificates have in common.

use crate::{
    fonts::Face,
    sheet::{ACCENT, BLACK, LINE, Look, MEASURE, Role, SOFT, Sheets},
};
use chrono::{DateTime, FixedOffset};
use qrcodegen::{QrCode, QrCodeEcc};
use store::{KeptCheckpoint, query::Manifestation};

const TITLE: Look = Look { leading: 33.0, ..Look::new(Face::Semibold, 26.0, BLACK) };
const KICKER: Look = Look::new(Face::Semibold, 9.0, ACCENT);
pub(crate) const SECTION: Look = Look::new(Face::Semibold, 15.0, BLACK);
pub(crate) const DAY: Look = Look::new(Face::Semibold, 10.5, BLACK);
pub(crate) const TEXT: Look = Look::new(Face::Regular, 10.0, BLACK);
pub(crate) const QUIET: Look = Look::new(Face::Regular, 9.0, SOFT);
pub(crate) const SMALL: Look = Look::new(Face::Regular, 7.6, SOFT);
pub(crate) const STRONG: Look = Look::new(Face::Semibold, 10.0, BLACK);
pub(crate) const ASIDE: Look = Look::new(Face::Italic, 9.0, SOFT);

/// The side of a QR code's module, in points: 0.8 mm, which a telephone reads from paper.
const MODULE: f32 = 2.2;

/// How the document begins: what it is, and of what.
pub(crate) fn opening(sheets: &mut Sheets<'_>, kind: &str, title: &str) {
    sheets.space(34.0);
    sheets.paragraph(KICKER, kind, None);
    sheets.space(6.0);
    sheets.heading(1, TITLE, title, None);
    sheets.space(12.0);
    sheets.rule(1.2, ACCENT);
    sheets.space(8.0);
}

/// A table of names and values, in these two looks and with so much between them.
pub(crate) fn facts(
    sheets: &mut Sheets<'_>,
    summary: &str,
    (name_look, value_look, above): (Look, Look, f32),
    facts: impl IntoIterator<Item = (&'static str, String)>,
    within: Option<usize>,
) {
    let table = sheets.part(Role::Table(summary.to_owned()), within);
    for (name, value) in facts {
        let cells = [
            (Role::Name, vec![(name_look, name.to_owned()).into()]),
            (Role::Cell, value.lines().map(|line| (value_look, line.to_owned()).into()).collect()),
        ];
        sheets.row(&[(0.0, 96.0), (104.0, MEASURE - 104.0)], &cells, table, above);
    }
}

/// When a document was made.
pub(crate) fn moment(at: DateTime<FixedOffset>) -> String {
    at.format("%-d %B %Y, %H:%M:%S (UTC%:z)").to_string()
}

/// When and by whom a document was made.
pub(crate) fn made(at: DateTime<FixedOffset>, by: &str) -> String {
    format!("{} by {by}", moment(at))
}

/// 21 CFR 11.50: the printed name, date and time, and meaning.
pub(crate) fn signature(sheets: &mut Sheets<'_>, signed: &Manifestation) {
    sheets.need(170.0);
    sheets.space(10.0);
    sheets.rule(0.5, LINE);
    sheets.space(5.0);
    let section = sheets.part(Role::Section, None);
    sheets.heading(3, STRONG, &format!("{}, {}", signed.name, signed.role.replace('_', " ")), Some(section));
    let mut verdict = signed.verdict.chars();
    let verdict = verdict.next().map(|first| first.to_uppercase().chain(verdict).collect::<String>());
    let meaning = format!("{}: {}", verdict.unwrap_or_default(), signed.meaning);
    sheets.paragraph(TEXT, &meaning, Some(section));
    let past = signed.past.iter().map(|why| format!("Does not count now: {why}."));
    for line in past.chain(signed.remarks.iter().cloned()) {
        sheets.paragraph(STRONG, &line, Some(section));
    }
    if !signed.reason.is_empty() {
        sheets.paragraph(
            Look::new(Face::Italic, 10.0, BLACK),
            &format!("“{}”", signed.reason),
            Some(section),
        );
    }
    sheets.space(3.0);
    let found = if signed.findings.is_empty() { "nothing".to_owned() } else { signed.findings.join("\n") };
    let base = match (signed.base, signed.acknowledged) {
        (None, _) => "no earlier revision".to_owned(),
        (Some(base), 0) => format!("revision {base}"),
        (Some(base), 1) => format!("revision {base}, taking note of 1 clinical change"),
        (Some(base), changes) => format!("revision {base}, taking note of {changes} clinical changes"),
    };
    let values = [
        ("Signed", format!("{} UTC, on their clock {}", clock(&signed.at), local(&signed.at, signed.offset))),
        ("On", format!("“{}”, revision {}", signed.title, signed.revision)),
        ("Text, SHA-256", signed.digest.clone()),
        ("Claims, SHA-256", signed.claims.clone()),
        ("Under", signed.under.clone()),
        ("Having compared with", base),
        ("Having read", format!("{} of {} sections, by their marks", signed.read, signed.sections)),
        ("Found by checks then", found),
        ("Statement, SHA-256", signed.statement.clone()),
        ("Signature, ed25519", signed.signature.clone()),
        ("In the record as", format!("event {}", signed.seq)),
    ];
    facts(sheets, &format!("What {} signed", signed.name), (SMALL, SMALL, 1.0), values, Some(section));
}

/// The signed note itself, as text and to be read by a camera: paper is a place outside the database.
pub(crate) fn checkpoint(sheets: &mut Sheets<'_>, checkpoint: &KeptCheckpoint, what: &str) {
    let code = QrCode::encode_text(&checkpoint.note, QrCodeEcc::Medium).ok();
    sheets.need(code.as_ref().map_or(150.0, |code| 210.0 + code.size() as f32 * MODULE));
    sheets.space(26.0);
    sheets.heading(2, SECTION, "The checkpoint", None);
    let told = format!(
        "When this {what} was made, the log held {} events. This is what the desk signed of it: the log’s name, its \
         size, the root of the tree over it and, after an empty line, the signature. Kept apart from the board, it \
         exposes a log that was cut, rewritten or put back to an earlier state.",
        checkpoint.size
    );
    sheets.paragraph(TEXT, &told, None);
    sheets.space(6.0);
    let lines: Vec<&str> = checkpoint.note.lines().filter(|line| !line.is_empty()).collect();
    sheets.verbatim(SMALL, &lines);
    if let Some(code) = code {
        sheets.space(8.0);
        sheets.code(code, MODULE, "The same lines, with the empty one, as a QR code");
    }
    sheets.space(6.0);
    sheets.paragraph(
        TEXT,
        "imprimatur audit verify BOARD --checkpoint FILE compares a board with these lines in a file.",
        None,
    );
}

/// "2026-03-04 14:05:09" of a time as the record has it.
pub(crate) fn clock(at: &str) -> String {
    at.get(..19).unwrap_or(at).replace('T', " ")
}

fn local(at: &str, offset: i32) -> String {
    let there = offset.checked_mul(60).and_then(FixedOffset::east_opt);
    match (DateTime::parse_from_rfc3339(at), there) {
        (Ok(utc), Some(there)) => utc.with_timezone(&there).format("%Y-%m-%d %H:%M:%S %:z").to_string(),
        _ => at.to_owned(),
    }
}
