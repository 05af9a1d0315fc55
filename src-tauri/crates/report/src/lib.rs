//! The record on paper: what was asked for, who signed what, and everything that happened, as a PDF that is made to
//! be kept (PDF/A-2a) and to be read aloud (PDF/UA-1).

mod draw;
mod fonts;
mod sheet;

use chrono::{DateTime, FixedOffset};
use draw::About;
use fonts::{Face, Fonts};
use sheet::{ACCENT, BLACK, Cell, LINE, Look, MEASURE, Role, SOFT, Sheets};
use store::query::{Manifestation, Report, TrailRow};

/// Why no report was made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A face that the program carries cannot be read.
    #[error("a font of the program cannot be read")]
    Font,
    /// The PDF would not be what it says it is.
    #[error("the report could not be written: {0}")]
    Pdf(String),
}

const TITLE: Look = Look { leading: 33.0, ..Look::new(Face::Semibold, 26.0, BLACK) };
const KICKER: Look = Look::new(Face::Semibold, 9.0, ACCENT);
const SECTION: Look = Look::new(Face::Semibold, 15.0, BLACK);
const DAY: Look = Look::new(Face::Semibold, 10.5, BLACK);
const TEXT: Look = Look::new(Face::Regular, 10.0, BLACK);
const QUIET: Look = Look::new(Face::Regular, 9.0, SOFT);
const SMALL: Look = Look::new(Face::Regular, 7.6, SOFT);
const STRONG: Look = Look::new(Face::Semibold, 10.0, BLACK);
const ASIDE: Look = Look::new(Face::Italic, 9.0, SOFT);

/// Writes the report as a PDF.
pub fn pdf(report: &Report, made: DateTime<FixedOffset>) -> Result<Vec<u8>, ReportError> {
    let fonts = Fonts::read()?;
    let mut sheets = Sheets::new(&fonts);
    let title = report.article.as_deref().unwrap_or(&report.board);
    cover(&mut sheets, report, title, made);
    signatures(&mut sheets, report);
    timeline(&mut sheets, report);
    proof(&mut sheets, report);
    let title = format!("Record of {title}");
    let foot =
        format!("{title} · {} events · root {}…", report.size, report.root.get(..16).unwrap_or_default());
    draw::draw(&sheets, &About { title: &title, author: &report.by, foot: &foot, made })
}

fn cover(sheets: &mut Sheets<'_>, report: &Report, title: &str, made: DateTime<FixedOffset>) {
    sheets.space(34.0);
    sheets.paragraph(KICKER, "IMPRIMATUR · THE RECORD", None);
    sheets.space(6.0);
    sheets.heading(1, TITLE, title, None);
    sheets.space(12.0);
    sheets.rule(1.2, ACCENT);
    sheets.space(8.0);
    let table = sheets.part(Role::Table("What this report holds".to_owned()), None);
    let mut facts = vec![("Board", report.board.clone()), ("Asked for", report.asked.clone())];
    if let Some((first, last)) = report.rows.first().zip(report.rows.last()) {
        facts.push(("Period", format!("{} to {} (UTC)", clock(&first.at), clock(&last.at))));
    }
    facts.extend([
        ("Events", format!("{} of the {} in the log", report.rows.len(), report.size)),
        ("Signatures", report.signatures.len().to_string()),
        ("Merkle root", report.root.clone()),
        ("Made", format!("{} by {}", made.format("%-d %B %Y, %H:%M:%S (UTC%:z)"), report.by)),
    ]);
    for (name, value) in facts {
        let cells = [(Role::Name, vec![(QUIET, name.to_owned())]), (Role::Cell, vec![(TEXT, value)])];
        sheets.row(&[(0.0, 96.0), (104.0, MEASURE - 104.0)], &cells, table, 5.0);
    }
    sheets.space(16.0);
    sheets.paragraph(ASIDE, WHAT_IT_IS, None);
}

const WHAT_IT_IS: &str = "Each event below was signed with the key of whoever is named, a member or the desk itself, and \
lies in a hash tree whose root stands above. This paper repeats the record; the record itself, and the proof of it, are in the \
board's file and in the bundle exported from it.";

fn signatures(sheets: &mut Sheets<'_>, report: &Report) {
    if report.signatures.is_empty() {
        return;
    }
    sheets.space(26.0);
    sheets.heading(2, SECTION, "Signatures", None);
    for signed in &report.signatures {
        signature(sheets, signed);
    }
}

/// 21 CFR 11.50: the printed name, date and time, and meaning.
fn signature(sheets: &mut Sheets<'_>, signed: &Manifestation) {
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
    if !signed.reason.is_empty() {
        sheets.paragraph(
            Look::new(Face::Italic, 10.0, BLACK),
            &format!("“{}”", signed.reason),
            Some(section),
        );
    }
    sheets.space(3.0);
    let table = sheets.part(Role::Table(format!("What {} signed", signed.name)), Some(section));
    for (name, value) in [
        ("Signed", format!("{} UTC, on their clock {}", clock(&signed.at), local(&signed.at, signed.offset))),
        ("On", format!("“{}”, revision {}", signed.title, signed.revision)),
        ("Text, SHA-256", signed.digest.clone()),
        ("Statement, SHA-256", signed.statement.clone()),
        ("Signature, ed25519", signed.signature.clone()),
        ("In the record as", format!("event {}", signed.seq)),
    ] {
        let cells = [(Role::Name, vec![(SMALL, name.to_owned())]), (Role::Cell, vec![(SMALL, value)])];
        sheets.row(&[(0.0, 96.0), (104.0, MEASURE - 104.0)], &cells, table, 1.0);
    }
}

const COLUMNS: [(f32, f32); 4] = [(0.0, 34.0), (42.0, 44.0), (94.0, 92.0), (194.0, MEASURE - 194.0)];

fn timeline(sheets: &mut Sheets<'_>, report: &Report) {
    sheets.space(26.0);
    sheets.heading(2, SECTION, "What happened", None);
    if report.rows.is_empty() {
        sheets.paragraph(TEXT, "Nothing in the record fits what was asked for.", None);
        return;
    }
    let mut day = "";
    let mut table = 0;
    for row in &report.rows {
        let today = row.at.get(..10).unwrap_or_default();
        if today != day {
            day = today;
            sheets.need(90.0);
            sheets.space(12.0);
            sheets.heading(3, DAY, &written_day(day), None);
            sheets.space(2.0);
            table = begin_table(sheets, day);
        }
        event(sheets, row, table, report.article.is_none());
    }
}

fn begin_table(sheets: &mut Sheets<'_>, day: &str) -> usize {
    let table = sheets.part(Role::Table(format!("Events of {day}")), None);
    let head = |text: &str| (Role::Head, vec![(SMALL, text.to_owned())]);
    sheets.row(&COLUMNS, &[head("Event"), head("Time, UTC"), head("Who"), head("What, and why")], table, 0.0);
    sheets.space(2.0);
    sheets.rule(0.5, LINE);
    table
}

fn event(sheets: &mut Sheets<'_>, row: &TrailRow, table: usize, with_title: bool) {
    let quiet = |text: String| vec![(Look { leading: 13.0, ..QUIET }, text)];
    let line = Look { leading: 13.0, size: 9.4, ..TEXT };
    let mut what: Cell = vec![(line, row.told.clone())];
    if let Some(reason) = &row.reason {
        what.push((Look { leading: 12.5, ..ASIDE }, format!("Reason: {reason}")));
    }
    if with_title && !row.title.is_empty() {
        what.push((SMALL, row.title.clone()));
    }
    let mut who: Cell = vec![(line, row.who.clone())];
    if !row.role.is_empty() {
        who.push((SMALL, row.role.replace('_', " ")));
    }
    let time = row.at.get(11..19).unwrap_or_default().to_owned();
    let cells = [
        (Role::Name, quiet(row.seq.to_string())),
        (Role::Cell, quiet(time)),
        (Role::Cell, who),
        (Role::Cell, what),
    ];
    sheets.row(&COLUMNS, &cells, table, 3.0);
}

fn proof(sheets: &mut Sheets<'_>, report: &Report) {
    sheets.need(150.0);
    sheets.space(26.0);
    sheets.heading(2, SECTION, "To check this report", None);
    sheets.paragraph(
        TEXT,
        &format!(
            "When it was made, the log held {} events, and the root of the tree over them was {}. A copy of these two \
             numbers kept apart from the board exposes a log that was cut, rewritten or put back to an earlier state.",
            report.size, report.root
        ),
        None,
    );
    sheets.space(4.0);
    sheets.paragraph(
        TEXT,
        "imprimatur audit verify BOARD checks the whole record, and names its size and root.",
        None,
    );
}

/// "4 March 2026".
fn written_day(day: &str) -> String {
    let read = chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d");
    read.map_or_else(|_| day.to_owned(), |day| day.format("%A, %-d %B %Y").to_string())
}

/// "2026-03-04 14:05:09" of a time as the record has it.
fn clock(at: &str) -> String {
    at.get(..19).unwrap_or(at).replace('T', " ")
}

fn local(at: &str, offset: i32) -> String {
    let there = FixedOffset::east_opt(offset * 60);
    match (DateTime::parse_from_rfc3339(at), there) {
        (Ok(utc), Some(there)) => utc.with_timezone(&there).format("%Y-%m-%d %H:%M:%S %:z").to_string(),
        _ => at.to_owned(),
    }
}
