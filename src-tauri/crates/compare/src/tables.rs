//! Tables: columns beside columns, rows beside rows, and only then the words, cell by cell.

use crate::align::{Alignment, NONE, Refiner};
use crate::article::Article;
use crate::comparison::{BlockRef, Comparison, Line, LineKind, Table};
use crate::order::{dice, in_order};
use std::collections::BTreeMap;
use std::ops::Range;

/// Two tables that correspond, and their rows and columns that do.
#[derive(Debug)]
pub(crate) struct Pairing {
    old: usize,
    new: usize,
    /// Rows and columns of either.
    old_size: (usize, usize),
    new_size: (usize, usize),
    rows: Pairs,
    /// Rows that stand in another order.
    moved: Pairs,
    columns: Pairs,
}

/// Pairs the tables of two articles that the alignment brought together, and realigns their words cell
/// by cell.
pub(crate) fn align(old: &Article, new: &Article, alignment: &mut Alignment) -> Vec<Pairing> {
    let (olds, news) = (grids(old), grids(new));
    let mut out: Vec<Pairing> = Vec::new();
    let mut refiner = Refiner::default();
    for (at, grid) in news.iter().enumerate() {
        let source = source_of(grid, alignment, old).filter(|k| !out.iter().any(|pairing| pairing.old == *k));
        let Some(k) = source else { continue };
        let source = &olds[k];
        let columns = columns(source, grid);
        let (rows, moved) = rows(source, grid, &columns);
        if in_place(&source.tokens, &grid.tokens, alignment) {
            alignment.forget(&source.tokens, &grid.tokens);
            for (i, j) in rows.iter().chain(&moved) {
                if moved.contains(&(*i, *j)) {
                    alignment.record_move(&source.row(*i), &grid.row(*j));
                }
                for (a, b) in &columns {
                    if let (Some(from), Some(to)) = (source.cell(*i, *a), grid.cell(*j, *b)) {
                        refiner.cell(&from.tokens, &to.tokens, &old.stream, &new.stream, alignment);
                    }
                }
            }
        }
        let (old_size, new_size) = ((source.rows, source.columns), (grid.rows, grid.columns));
        out.push(Pairing { old: k, new: at, old_size, new_size, rows, moved, columns });
    }
    alignment.settle();
    out
}

impl Pairing {
    /// The text blocks of corresponding cells, old and new.
    pub(crate) fn cells<'a>(
        &'a self,
        old: &'a Article,
        new: &'a Article,
    ) -> impl Iterator<Item = (u32, u32)> + 'a {
        let rows = self.rows.iter().chain(&self.moved);
        let (olds, news) = (blocks_of(old, self.old), blocks_of(new, self.new));
        rows.flat_map(|row| self.columns.iter().map(move |column| (row, column))).flat_map(
            move |((i, j), (a, b))| {
                let blocks = |by_cell: &BTreeMap<(u32, u32), Vec<u32>>, row: usize, column: usize| {
                    by_cell.get(&(row as u32, column as u32)).cloned().unwrap_or_default()
                };
                blocks(&olds, *i, *a).into_iter().zip(blocks(&news, *j, *b))
            },
        )
    }

    /// The same, from the new text to the old one.
    pub(crate) fn flipped(self) -> Self {
        let flip = |pairs: Pairs| {
            let mut pairs: Pairs = pairs.into_iter().map(|(a, b)| (b, a)).collect();
            pairs.sort_unstable();
            pairs
        };
        Self {
            old: self.new,
            new: self.old,
            old_size: self.new_size,
            new_size: self.old_size,
            rows: flip(self.rows),
            moved: flip(self.moved),
            columns: flip(self.columns),
        }
    }
}

/// Fills in [`Comparison::tables`], and which of them each row is part of.
pub(crate) fn name(comparison: &mut Comparison, old: &Article, new: &Article, pairings: &[Pairing]) {
    comparison.tables = tables(old, new, pairings);
    let by_path = |side: fn(&Table) -> Option<&Vec<u32>>| -> BTreeMap<Vec<u32>, u32> {
        (0u32..).zip(&comparison.tables).filter_map(|(at, table)| Some((side(table)?.clone(), at))).collect()
    };
    let (olds, news) = (by_path(|table| table.old.as_ref()), by_path(|table| table.new.as_ref()));
    let find = |tables: &BTreeMap<Vec<u32>, u32>, block: Option<&BlockRef>| {
        let path = &block?.path;
        (1..path.len()).find_map(|len| tables.get(&path[..len]).copied())
    };
    for row in &mut comparison.rows {
        row.table = find(&news, row.new.as_ref()).or_else(|| find(&olds, row.old.as_ref()));
    }
}

/// All tables of both articles in reading order, and what became of their rows and columns.
fn tables(old: &Article, new: &Article, pairings: &[Pairing]) -> Vec<Table> {
    let only = |old: Option<&Vec<u32>>, new: Option<&Vec<u32>>| Table {
        old: old.cloned(),
        new: new.cloned(),
        rows: Vec::new(),
        columns: Vec::new(),
    };
    let mut out = Vec::new();
    let mut gone = 0;
    let is_gone = |k: usize| !pairings.iter().any(|p| p.old == k);
    for (at, path) in new.tables.iter().enumerate() {
        let Some(pairing) = pairings.iter().find(|p| p.new == at) else {
            out.push(only(None, Some(path)));
            continue;
        };
        while gone < pairing.old {
            if is_gone(gone) {
                out.push(only(old.tables.get(gone), None));
            }
            gone += 1;
        }
        out.push(Table {
            rows: lines(&pairing.rows, &pairing.moved, pairing.old_size.0, pairing.new_size.0),
            columns: lines(&pairing.columns, &[], pairing.old_size.1, pairing.new_size.1),
            ..only(old.tables.get(pairing.old), Some(path))
        });
    }
    out.extend((gone..old.tables.len()).filter(|k| is_gone(*k)).map(|k| only(old.tables.get(k), None)));
    out
}

/// The text blocks of each cell of a table, by row and column.
fn blocks_of(article: &Article, table: usize) -> BTreeMap<(u32, u32), Vec<u32>> {
    let mut out: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
    for (block, laid) in (0u32..).zip(&article.blocks) {
        if let (Some(cell), true) = (laid.cell, laid.table == Some(table as u32)) {
            out.entry(cell).or_default().push(block);
        }
    }
    out
}

/// A table as a grid of cells.
struct Grid {
    tokens: Range<usize>,
    /// Sorted by row, then column.
    cells: Vec<Cell>,
    rows: usize,
    columns: usize,
}

struct Cell {
    row: usize,
    column: usize,
    tokens: Range<usize>,
    /// Its tokens' hashes, sorted.
    words: Vec<u64>,
}

impl Grid {
    fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.cells
            .binary_search_by_key(&(row, column), |cell| (cell.row, cell.column))
            .ok()
            .map(|at| &self.cells[at])
    }

    /// The tokens of a row.
    fn row(&self, row: usize) -> Range<usize> {
        let start = self.cells.partition_point(|cell| cell.row < row);
        let end = self.cells.partition_point(|cell| cell.row <= row);
        match self.cells.get(start..end) {
            Some([first, .., last]) => first.tokens.start..last.tokens.end,
            Some([only]) => only.tokens.clone(),
            _ => 0..0,
        }
    }
}

fn grids(article: &Article) -> Vec<Grid> {
    let mut out: Vec<Grid> = article
        .tables
        .iter()
        .map(|_| Grid { tokens: 0..0, cells: Vec::new(), rows: 0, columns: 0 })
        .collect();
    for laid in &article.blocks {
        let (Some(table), Some((row, column))) = (laid.table, laid.cell) else { continue };
        let Some(grid) = out.get_mut(table as usize) else { continue };
        let (row, column) = (row as usize, column as usize);
        if grid.cells.is_empty() {
            grid.tokens = laid.tokens.clone();
        }
        grid.tokens.end = laid.tokens.end;
        (grid.rows, grid.columns) = (grid.rows.max(row + 1), grid.columns.max(column + 1));
        let words = article.stream.tokens[laid.tokens.clone()].iter().map(|t| t.hash);
        match grid.cells.last_mut() {
            Some(cell) if (cell.row, cell.column) == (row, column) => {
                cell.tokens.end = laid.tokens.end;
                cell.words.extend(words);
            }
            _ => grid.cells.push(Cell { row, column, tokens: laid.tokens.clone(), words: words.collect() }),
        }
    }
    for cell in out.iter_mut().flat_map(|grid| &mut grid.cells) {
        cell.words.sort_unstable();
    }
    out
}

/// The old table that most of a new table's words come from.
fn source_of(grid: &Grid, alignment: &Alignment, old: &Article) -> Option<usize> {
    let mut counts = BTreeMap::<u32, usize>::new();
    for j in grid.tokens.clone() {
        let from = alignment.to_old[j];
        if from != NONE {
            let block = old.block_of[from as usize];
            if let Some(table) = old.blocks[block as usize].table {
                *counts.entry(table).or_default() += 1;
            }
        }
    }
    counts
        .into_iter()
        .max_by_key(|(table, count)| (*count, std::cmp::Reverse(*table)))
        .map(|(table, _)| table as usize)
}

/// Whether two tables stand at the same place: a pair of the main flow holds them together, and nothing
/// beyond either moved along with a part of it.
fn in_place(old: &Range<usize>, new: &Range<usize>, alignment: &Alignment) -> bool {
    let alone = |tokens: &Range<usize>, moves: &[u32]| {
        let parted = |inside: usize, beyond: Option<usize>| {
            beyond.and_then(|at| moves.get(at)).is_none_or(|moved| *moved == 0 || *moved != moves[inside])
        };
        parted(tokens.start, tokens.start.checked_sub(1)) && parted(tokens.end - 1, Some(tokens.end))
    };
    let held = |i: usize| alignment.old_move[i] == 0 && new.contains(&(alignment.to_new[i] as usize));
    old.clone().any(held) && alone(old, &alignment.old_move) && alone(new, &alignment.new_move)
}

/// Columns that correspond: those whose heading or whose cells are alike.
fn columns(old: &Grid, new: &Grid) -> Vec<(usize, usize)> {
    let bag = |grid: &Grid, column: usize| {
        let cells = grid.cells.iter().filter(|cell| cell.column == column);
        let mut bag: Vec<u64> = cells.flat_map(|cell| cell.words.iter().copied()).collect();
        bag.sort_unstable();
        bag
    };
    let (olds, news): (Vec<_>, Vec<_>) =
        ((0..old.columns).map(|k| bag(old, k)).collect(), (0..new.columns).map(|k| bag(new, k)).collect());
    let heading =
        |grid: &Grid, column: usize| grid.cell(0, column).map(|cell| cell.words.clone()).unwrap_or_default();
    let (old_heads, new_heads): (Vec<_>, Vec<_>) = (
        (0..old.columns).map(|k| heading(old, k)).collect(),
        (0..new.columns).map(|k| heading(new, k)).collect(),
    );
    // Tables of the same width keep their columns unless the words say otherwise.
    let same_width = old.columns == new.columns;
    in_order(old.columns, new.columns, |a, b| {
        let alike = dice(&olds[a], &news[b]) + dice(&old_heads[a], &new_heads[b]);
        if alike >= 0.5 {
            alike
        } else if same_width && a == b {
            0.1
        } else {
            0.0
        }
    })
}

type Pairs = Vec<(usize, usize)>;

/// Rows that correspond in order, and rows that correspond but stand elsewhere now.
fn rows(old: &Grid, new: &Grid, columns: &[(usize, usize)]) -> (Pairs, Pairs) {
    let empty: &[u64] = &[];
    let words = |grid: &'_ Grid, row: usize, column: usize| -> Vec<u64> {
        grid.cell(row, column).map_or(empty, |cell| &cell.words).to_vec()
    };
    let alike = |i: usize, j: usize| {
        let (mut sum, mut all) = (0.0, 0.0);
        for (n, (a, b)) in columns.iter().enumerate() {
            let (was, is) = (words(old, i, *a), words(new, j, *b));
            // The first column names the row.
            let weight = if n == 0 { columns.len().max(2) as f64 / 2.0 } else { 1.0 };
            all += weight;
            sum += weight * dice(&was, &is);
        }
        if all > 0.0 { sum / all } else { 0.0 }
    };
    let pairs = in_order(old.rows, new.rows, |i, j| {
        let alike = alike(i, j);
        if alike > 0.34 { alike } else { 0.0 }
    });
    let mut moved = Vec::new();
    let free_new: Vec<usize> = (0..new.rows).filter(|j| !pairs.iter().any(|p| p.1 == *j)).collect();
    for i in (0..old.rows).filter(|i| !pairs.iter().any(|p| p.0 == *i)) {
        let candidates = free_new.iter().filter(|j| !moved.iter().any(|(_, taken)| taken == *j));
        let best =
            candidates.map(|j| (alike(i, *j), *j)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((alike, j)) = best
            && alike >= 0.6
        {
            moved.push((i, j));
        }
    }
    (pairs, moved)
}

/// Rows or columns in reading order: those that are gone before those that took their place.
fn lines(pairs: &[(usize, usize)], moved: &[(usize, usize)], olds: usize, news: usize) -> Vec<Line> {
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    let between = |out: &mut Vec<Line>, i: Range<usize>, j: Range<usize>| {
        for old in i.filter(|i| !moved.iter().any(|m| m.0 == *i)) {
            out.push(Line { kind: LineKind::Removed, old: Some(old as u32), new: None });
        }
        for new in j {
            let from = moved.iter().find(|m| m.1 == new).map(|m| m.0 as u32);
            let kind = if from.is_some() { LineKind::Moved } else { LineKind::Inserted };
            out.push(Line { kind, old: from, new: Some(new as u32) });
        }
    };
    for (old, new) in pairs {
        between(&mut out, i..*old, j..*new);
        out.push(Line { kind: LineKind::Kept, old: Some(*old as u32), new: Some(*new as u32) });
        (i, j) = (old + 1, new + 1);
    }
    between(&mut out, i..olds, j..news);
    out
}
