//! Both tables in one grid, cell by cell.

use super::{HEAD, LINED, Laying, stretch, words};
use crate::{
    fonts::Face,
    parts::{ASIDE, SMALL},
    runs::Para,
    sheet::{ACCENT, Cell, LINE, Look, MEASURE, Role, SOFT, Sheets},
};
use compare::{Cells, LineKind, Row};

/// For what became of a line.
const FATE: f32 = 30.0;
const GAP: f32 = 8.0;

const fn fate(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Kept => "",
        LineKind::Inserted => "new",
        LineKind::Removed => "deleted",
        LineKind::Moved => "moved",
    }
}

pub(super) fn lay(laying: &Laying<'_>, sheets: &mut Sheets<'_>, at: u32) {
    let comparison = laying.comparison;
    let Some(table) = comparison.tables.get(at as usize) else { return };
    let rows: Vec<&Row> = comparison.rows.iter().filter(|row| row.table == Some(at)).collect();
    let cells = Cells::of(&rows);
    let grid: Vec<Vec<Vec<&Row>>> = table
        .rows
        .iter()
        .map(|line| {
            let cell = |column: &compare::Line| cells.at((line.old, column.old), (line.new, column.new));
            table.columns.iter().map(cell).collect()
        })
        .collect();
    let columns = columns(&grid, table.columns.len());
    sheets.space(9.0);
    let since = sheets.here(70.0);
    for change in comparison.of_table(table) {
        sheets.paragraph(ASIDE, &words::sentence(&change.description), None);
    }
    sheets.space(3.0);
    sheets.rule(0.5, LINE);
    let part = sheets.part(Role::Table("A table of both texts".to_owned()), None);
    let fates: Vec<&str> = table.columns.iter().map(|column| fate(column.kind)).collect();
    if fates.iter().any(|fate| !fate.is_empty()) {
        let heads =
            fates.iter().chain(&[""]).map(|fate| (Role::Head, vec![(HEAD, (*fate).to_owned()).into()]));
        sheets.row(&columns, &heads.collect::<Vec<_>>(), part, 2.0);
    }
    for (line, found) in table.rows.iter().zip(&grid) {
        let mut laid: Vec<(Role, Cell)> = found.iter().map(|rows| cell(rows)).collect();
        laid.push((Role::Cell, vec![(SMALL, fate(line.kind).to_owned()).into()]));
        sheets.row(&columns, &laid, part, 3.0);
        sheets.space(3.0);
        sheets.rule(0.4, LINE);
    }
    if rows.iter().any(|row| laying.is_grave(row)) {
        sheets.bar(since, 2.6, ACCENT);
    } else if rows.iter().any(|row| stretch::changed(row)) {
        sheets.bar(since, 0.8, SOFT);
    }
    sheets.space(5.0);
}

fn cell(rows: &[&Row]) -> (Role, Cell) {
    let is_head = |row: &&Row| {
        let block = row.new.as_ref().or(row.old.as_ref());
        matches!(block.map(|block| block.role), Some(compare::Role::Cell { header: true, .. }))
    };
    let head = rows.iter().any(is_head);
    let look =
        Look { size: 9.0, leading: 12.5, face: if head { Face::Semibold } else { Face::Regular }, ..LINED };
    let para = |row: &&Row| Para::Runs(look.leading, super::runs(row, look));
    (if head { Role::Head } else { Role::Cell }, rows.iter().map(para).collect())
}

/// Places and widths of the columns, wider where more stands in them, and of the one for what became of a line.
fn columns(grid: &[Vec<Vec<&Row>>], count: usize) -> Vec<(f32, f32)> {
    let longest = |column: usize| {
        let cells = grid.iter().filter_map(|line| line.get(column));
        let of = |row: &&Row| row.segments.iter().map(|segment| segment.text.chars().count()).sum::<usize>();
        let letters = cells.map(|rows| rows.iter().map(of).sum::<usize>());
        // The root: a long text takes more lines sooner than it takes the width that a number needs.
        (letters.max().unwrap_or(0).clamp(4, 400) as f32).sqrt()
    };
    let wanted: Vec<f32> = (0..count).map(longest).collect();
    let room = MEASURE - FATE - GAP * count as f32;
    let all: f32 = wanted.iter().sum();
    let mut x = 0.0;
    let mut columns: Vec<(f32, f32)> = wanted
        .into_iter()
        .map(|wanted| {
            let width = room * wanted / all;
            let column = (x, width);
            x += width + GAP;
            column
        })
        .collect();
    columns.push((MEASURE - FATE, FATE));
    columns
}
