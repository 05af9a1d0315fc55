//! Where things stand in a comparison: the two ends of a move, what heads a cell, a table's rows by cells.

use crate::comparison::{BlockRef, Change, Class, Comparison, Op, Role, Row, RowKind, Segment, Span, Table};
use std::collections::BTreeMap;

/// The rows where moved text stood and where it stands.
pub type Ends = (Option<u32>, Option<u32>);

impl Comparison {
    /// The ends of each move, by its id.
    pub fn ends(&self) -> BTreeMap<u32, Ends> {
        let mut ends: BTreeMap<u32, Ends> = BTreeMap::new();
        for row in &self.rows {
            for segment in &row.segments {
                let Some(id) = segment.move_id else { continue };
                let end = ends.entry(id).or_default();
                let end = if segment.op == Op::MovedAway { &mut end.0 } else { &mut end.1 };
                end.get_or_insert(row.id);
            }
        }
        ends
    }

    /// The heading above each row, by the row's id; its own words for a heading.
    pub fn titles(&self) -> Vec<String> {
        let mut title = String::new();
        let under = |row: &Row| {
            let block = row.new.as_ref().or(row.old.as_ref());
            if matches!(block.map(|block| block.role), Some(Role::Heading { .. })) {
                let newer = row.new.is_some();
                let stands = |s: &&Segment| if newer { s.new.is_some() } else { s.old.is_some() };
                let words: String = row.segments.iter().filter(stands).map(|s| s.text.as_str()).collect();
                title = words.replace(document::LEAF, "").split_whitespace().collect::<Vec<_>>().join(" ");
            }
            title.clone()
        };
        self.rows.iter().map(under).collect()
    }

    /// The clinical changes as they are listed.
    pub fn listed(&self) -> impl Iterator<Item = &Change> {
        self.clinical.iter().filter_map(|id| self.changes.get(*id as usize))
    }

    /// The words that head the line and the column of a row that is a cell of a table: "weak kidneys, Dose".
    pub fn heads(&self, id: u32) -> Option<String> {
        let this = self.rows.get(id as usize)?;
        let newer = this.new.is_some();
        let place = |row: &Row| match (if newer { &row.new } else { &row.old }).as_ref()?.role {
            Role::Cell { row, column, .. } => Some((row, column)),
            _ => None,
        };
        let (line, column) = place(this)?;
        let head = |at: (u32, u32)| -> Option<String> {
            let rows = &self.rows;
            let row = rows.iter().find(|row| row.table == this.table && place(row) == Some(at))?;
            let stands =
                |segment: &&Segment| if newer { segment.new.is_some() } else { segment.old.is_some() };
            let words: String = row.segments.iter().filter(stands).map(|s| s.text.as_str()).collect();
            (row.id != id && !words.trim().is_empty()).then(|| words.trim().to_owned())
        };
        let heads: Vec<_> = [(line, 0), (0, column)].into_iter().filter_map(head).collect();
        (!heads.is_empty()).then(|| heads.join(", "))
    }

    /// What became of a table itself: its rows, columns and headings.
    pub fn of_table<'a>(&'a self, table: &'a Table) -> impl Iterator<Item = &'a Change> {
        let is_here = |span: Option<&Span>, path: Option<&Vec<u32>>| {
            span.zip(path).is_some_and(|(span, path)| span.block.starts_with(path))
        };
        self.changes.iter().filter(move |change| {
            change.class == Class::Structure
                && (is_here(change.old.as_ref(), table.old.as_ref())
                    || is_here(change.new.as_ref(), table.new.as_ref()))
        })
    }
}

/// A cell's row and column in each of the two tables, where it stands there.
pub type Place = (Option<u32>, Option<u32>);

/// What stands in each cell of either table.
#[derive(Debug)]
pub struct Cells<'a> {
    old: BTreeMap<(u32, u32), Vec<&'a Row>>,
    new: BTreeMap<(u32, u32), Vec<&'a Row>>,
}

impl<'a> Cells<'a> {
    /// Gathers the rows of one table.
    pub fn of(rows: &[&'a Row]) -> Self {
        let mut cells = Self { old: BTreeMap::new(), new: BTreeMap::new() };
        for row in rows {
            // A row that moved within its table is shown where it stands now.
            let away = row.kind == RowKind::MovedFrom;
            let place = |block: Option<&BlockRef>| match block?.role {
                Role::Cell { row, column, .. } => Some((row, column)),
                _ => None,
            };
            match (place(row.new.as_ref()), place(row.old.as_ref())) {
                (Some(at), _) => cells.new.entry(at).or_default().push(*row),
                (None, Some(at)) if !away => cells.old.entry(at).or_default().push(*row),
                _ => {}
            }
        }
        cells
    }

    /// The rows of the cell at this place, in reading order.
    pub fn at(&self, old: Place, new: Place) -> Vec<&'a Row> {
        let find = |cells: &BTreeMap<(u32, u32), Vec<&'a Row>>, place: Place| {
            place.0.zip(place.1).and_then(|at| cells.get(&at).cloned()).unwrap_or_default()
        };
        let mut found = find(&self.new, new);
        found.extend(find(&self.old, old));
        found.sort_by_key(|row| row.id);
        found
    }
}
