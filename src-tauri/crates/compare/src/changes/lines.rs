//! Whole tables, rows and columns that came or went are one change each.

use super::side::Side;
use super::{Draft, Lister, describe};
use crate::comparison::{Class, Comparison, Finding, LineKind, Op, Row, RowKind, Span, Table};
use std::collections::BTreeMap;

/// A table, or a line of one, that came or went or moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    table: u32,
    part: Part,
    /// Whether it came; else it went.
    came: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Whole,
    Row(u32),
    Column(u32),
}

/// The lines that changed as a whole, and the rows that show them.
pub(super) struct Lines {
    /// By row: the line it is part of.
    of_row: BTreeMap<u32, Line>,
    rows: BTreeMap<Line, Vec<u32>>,
}

impl Lines {
    pub(super) fn of(comparison: &Comparison, old: &Side<'_>, new: &Side<'_>) -> Self {
        let mut lines = Self { of_row: BTreeMap::new(), rows: BTreeMap::new() };
        for row in &comparison.rows {
            let Some(table) =
                row.table.and_then(|at| comparison.tables.get(at as usize).map(|table| (at, table)))
            else {
                continue;
            };
            if let Some(line) = line_of(row, table, old, new) {
                lines.of_row.insert(row.id, line);
            }
        }
        lines
    }

    /// Whether a row is part of such a line, and leaves its words to it.
    pub(super) fn take(&mut self, row: &Row) -> bool {
        let whole = row.segments.iter().all(|segment| segment.move_id.is_none());
        let Some(line) = self.of_row.get(&row.id).filter(|_| whole) else { return false };
        self.rows.entry(*line).or_default().push(row.id);
        true
    }

    /// A change for each line, and for each row of a table that moved.
    pub(super) fn add(self, comparison: &mut Comparison, lister: &mut Lister<'_>) {
        for (line, rows) in self.rows {
            let draft = draft(line, &rows, comparison, lister);
            let change = lister.add(draft);
            for row in rows {
                if let Some(row) = comparison.rows.get_mut(row as usize) {
                    row.segments.iter_mut().for_each(|segment| segment.change = Some(change));
                }
            }
        }
    }
}

fn line_of(row: &Row, (at, table): (u32, &Table), old: &Side<'_>, new: &Side<'_>) -> Option<Line> {
    let (came, side, block, path) = match row.kind {
        RowKind::Inserted => (true, new, row.new.as_ref()?, table.new.as_ref()?),
        RowKind::Removed => (false, old, row.old.as_ref()?, table.old.as_ref()?),
        _ => return None,
    };
    let line = |part: Part| Some(Line { table: at, part, came });
    if table.old.is_none() || table.new.is_none() {
        return line(Part::Whole);
    }
    let kind = if came { LineKind::Inserted } else { LineKind::Removed };
    let has = |lines: &[crate::Line], index: u32| {
        lines.iter().any(|line| line.kind == kind && (if came { line.new } else { line.old }) == Some(index))
    };
    let (row_index, column) = side.cell(&block.path)?;
    debug_assert!(block.path.starts_with(path));
    if has(&table.rows, row_index) {
        line(Part::Row(row_index))
    } else if has(&table.columns, column) {
        line(Part::Column(column))
    } else {
        None
    }
}

fn draft(line: Line, rows: &[u32], comparison: &Comparison, lister: &Lister<'_>) -> Draft {
    let how = if line.came { "added" } else { "removed" };
    let what = match line.part {
        Part::Whole => format!("table {how}"),
        Part::Row(at) => format!("table row {} {how}", at + 1),
        Part::Column(at) => format!("table column {} {how}", at + 1),
    };
    let members = || rows.iter().filter_map(|id| comparison.rows.get(*id as usize));
    let cells: Vec<String> = members().map(|row| describe::shown(&row.segments, false)).collect();
    let text =
        cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" | ");
    let mut findings: Vec<Finding> = Vec::new();
    for row in members().filter(|row| !row.segments.is_empty()) {
        findings.extend(lister.words(row, 0, row.segments.len()).findings);
    }
    findings.retain(|finding| finding.class.clinical());
    findings.sort_by_key(|finding| finding.class);
    let description = if text.is_empty() { what } else { format!("{what}: {}", describe::short(&text)) };
    findings.push(Finding::told(Class::Structure, description));
    let leaves = describe::leaves(members().flat_map(|row| &row.segments));
    let spans = members().next().map(|row| {
        let segment = row.segments.iter().find(|s| matches!(s.op, Op::Delete | Op::Insert));
        (segment.and_then(|s| s.old.clone()), segment.and_then(|s| s.new.clone()))
    });
    let place = |path: Option<&Vec<u32>>| path.map(|block| Span { block: block.clone(), start: 0, end: 0 });
    let table = comparison.tables.get(line.table as usize);
    let (old, new) = spans.unwrap_or_default();
    Draft {
        rows: rows.to_vec(),
        spans: (
            old.or_else(|| place(table.and_then(|t| t.old.as_ref()))),
            new.or_else(|| place(table.and_then(|t| t.new.as_ref()))),
        ),
        old_text: if line.came { String::new() } else { text.clone() },
        new_text: if line.came { text } else { String::new() },
        leaves,
        findings,
        move_id: None,
    }
}
