//! Tables made rectangular.

use crate::{Block, CellAttrs, TableCell, TableRow};

/// The model's own limit is wider; a table of more columns than this is a layout, or made to harm.
pub(super) const WIDEST: usize = 200;

/// A cell as a file gives it.
pub(super) struct Cell {
    pub(super) header: bool,
    /// Columns; anything out of bounds is brought within them.
    pub(super) colspan: usize,
    /// Rows; 0 reaches to the last row.
    pub(super) rowspan: usize,
    pub(super) content: Vec<Block>,
}

impl Default for Cell {
    fn default() -> Self {
        Self { header: false, colspan: 1, rowspan: 1, content: Vec::new() }
    }
}

/// The table of these rows: spans are cut where they overlap or stick out, short rows are filled up. Rows
/// that are too wide to be a table's become their cells' blocks, one after another.
pub(super) fn build(rows: Vec<Vec<Cell>>) -> Vec<Block> {
    if rows.iter().any(|row| row.len() > WIDEST) {
        return rows.into_iter().flatten().flat_map(|cell| cell.content).collect();
    }
    let height = rows.len();
    // For each column, how many rows from this one on its cell reaches down.
    let mut reach: Vec<usize> = Vec::new();
    // Each row with the number of columns that are taken in it.
    let mut out: Vec<(TableRow, usize)> = Vec::with_capacity(height);
    for (n, row) in rows.into_iter().enumerate() {
        let mut column = 0;
        let mut cells = Vec::with_capacity(row.len());
        for cell in row {
            while reach.get(column).is_some_and(|rows| *rows > 0) {
                column += 1;
            }
            let free = reach.iter().skip(column).take_while(|rows| **rows == 0).count();
            let at_edge = column + free >= reach.len();
            let room = if at_edge { WIDEST.saturating_sub(column).max(1) } else { free };
            let colspan = cell.colspan.clamp(1, room);
            let rest = height - n;
            let rowspan = if cell.rowspan == 0 { rest } else { cell.rowspan.min(rest) };
            if reach.len() < column + colspan {
                reach.resize(column + colspan, 0);
            }
            if let Some(columns) = reach.get_mut(column..column + colspan) {
                columns.fill(rowspan);
            }
            column += colspan;
            let attrs = CellAttrs { colspan: colspan as u32, rowspan: rowspan as u32 };
            cells.push(if cell.header {
                TableCell::TableHeader { attrs, content: cell.content }
            } else {
                TableCell::TableCell { attrs, content: cell.content }
            });
        }
        out.push((TableRow { content: cells }, reach.iter().filter(|rows| **rows > 0).count()));
        for rows in &mut reach {
            *rows = rows.saturating_sub(1);
        }
    }
    let width = reach.len();
    let has_words = |row: &TableRow| row.content.iter().any(|cell| !cell.content().is_empty());
    if !out.iter().any(|(row, _)| has_words(row)) {
        return Vec::new();
    }
    if width > crate::validate::WIDEST {
        let cells = out.into_iter().flat_map(|(row, _)| row.content);
        return cells.flat_map(|mut cell| std::mem::take(cell.content_mut())).collect();
    }
    // The free columns of a row stand behind its last cell, so cells put there fall into them.
    let rows = out.into_iter().map(|(mut row, taken)| {
        row.content.extend((taken..width).map(|_| TableCell::TableCell {
            attrs: CellAttrs::default(),
            content: vec![Block::paragraph(Vec::new())],
        }));
        row
    });
    vec![Block::Table { content: rows.collect() }]
}
