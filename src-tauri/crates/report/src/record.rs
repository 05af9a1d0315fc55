//! The report: cover, signatures, timeline, checkpoint.

use crate::{
    parts::{self, ASIDE, DAY, QUIET, SECTION, SMALL, STRONG, TEXT, clock},
    sheet::{Cell, LINE, Look, MEASURE, Role, Sheets},
};
use chrono::{DateTime, FixedOffset};
use store::query::{Report, TrailRow};

/// Lays the whole report.
pub(crate) fn lay(sheets: &mut Sheets<'_>, report: &Report, title: &str, made: DateTime<FixedOffset>) {
    cover(sheets, report, title, made);
    signatures(sheets, report);
    timeline(sheets, report);
    parts::checkpoint(sheets, &report.checkpoint, "report");
}

fn cover(sheets: &mut Sheets<'_>, report: &Report, title: &str, made: DateTime<FixedOffset>) {
    parts::opening(sheets, "IMPRIMATUR · THE RECORD", title);
    let mut facts = vec![("Board", report.board.clone()), ("Asked for", report.asked.clone())];
    if let Some((first, last)) = report.rows.first().zip(report.rows.last()) {
        facts.push(("Period", format!("{} to {} (UTC)", clock(&first.at), clock(&last.at))));
    }
    facts.extend(report.standing.clone().map(|standing| ("The article", standing)));
    facts.extend([
        ("Events", format!("{} of the {} in the log", report.rows.len(), report.checkpoint.size)),
        ("Signatures", report.signatures.len().to_string()),
        ("Merkle root", report.checkpoint.root.clone()),
        ("Made", parts::made(made, &report.by)),
    ]);
    parts::facts(sheets, "What this report holds", (QUIET, TEXT, 5.0), facts, None);
    sheets.space(16.0);
    if report.faults.is_empty() {
        sheets.paragraph(ASIDE, WHAT_IT_IS, None);
        return;
    }
    sheets.heading(2, SECTION, "This record does not hold", None);
    for fault in &report.faults {
        sheets.paragraph(STRONG, fault, None);
    }
    sheets.space(6.0);
    sheets.paragraph(TEXT, WHAT_IT_IS_NOT, None);
}

const WHAT_IT_IS: &str = "When this report was made, each event below was as it was signed with the key of whoever is named, a \
member or the desk itself. The root stands for the whole record, which was not verified for this report: that no event is \
missing is proven by verifying the board's file, or the bundle exported from it.";

const WHAT_IT_IS_NOT: &str = "What stands below was in the board's file when this report was made, and is no proof that it \
happened. Compare the file with a backup and with checkpoints kept elsewhere.";

fn signatures(sheets: &mut Sheets<'_>, report: &Report) {
    if report.signatures.is_empty() {
        return;
    }
    sheets.space(26.0);
    sheets.heading(2, SECTION, "Signatures", None);
    for signed in &report.signatures {
        parts::signature(sheets, signed);
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
        event(sheets, row, table, report);
    }
}

fn begin_table(sheets: &mut Sheets<'_>, day: &str) -> usize {
    let table = sheets.part(Role::Table(format!("Events of {day}")), None);
    let head = |text: &str| (Role::Head, vec![(SMALL, text.to_owned()).into()]);
    sheets.row(&COLUMNS, &[head("Event"), head("Time, UTC"), head("Who"), head("What, and why")], table, 0.0);
    sheets.space(2.0);
    sheets.rule(0.5, LINE);
    table
}

fn event(sheets: &mut Sheets<'_>, row: &TrailRow, table: usize, report: &Report) {
    let quiet = |text: String| vec![(Look { leading: 13.0, ..QUIET }, text).into()];
    let line = Look { leading: 13.0, size: 9.4, ..TEXT };
    let mut what = Cell::new();
    if report.altered.contains(&row.seq) {
        what.push((STRONG, "Not as it was signed. In the file stands:".to_owned()).into());
    }
    what.push((line, row.told.clone()).into());
    if let Some(reason) = &row.reason {
        what.push((Look { leading: 12.5, ..ASIDE }, format!("Reason: {reason}")).into());
    }
    if report.article.is_none() && !row.title.is_empty() {
        what.push((SMALL, row.title.clone()).into());
    }
    let mut who: Cell = vec![(line, row.who.clone()).into()];
    if !row.role.is_empty() {
        who.push((SMALL, row.role.replace('_', " ")).into());
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

/// "4 March 2026".
fn written_day(day: &str) -> String {
    let read = chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d");
    read.map_or_else(|_| day.to_owned(), |day| day.format("%A, %-d %B %Y").to_string())
}
