//! The rows gathered into pieces, and what did not change folded with what it holds named.

use compare::{Comparison, Line, LineKind, Op, Role, Row, RowKind};
use std::collections::{BTreeMap, BTreeSet};

/// What is laid in one: a text block with its counterpart, or a whole table.
pub(super) struct Piece<'a> {
    pub(super) rows: Vec<&'a Row>,
    /// Index in [`Comparison::tables`].
    pub(super) table: Option<u32>,
    changed: bool,
    /// Level of a heading.
    level: Option<u8>,
}

pub(super) enum Entry<'e, 'a> {
    Piece(&'e Piece<'a>),
    /// Pieces that did not change, in words.
    Fold(String),
}

pub(super) struct Stretches<'a> {
    pieces: Vec<Piece<'a>>,
    titles: Vec<String>,
}

/// Whether anything became of the row.
pub(super) fn changed(row: &Row) -> bool {
    let touched = row
        .segments
        .iter()
        .any(|segment| segment.op != Op::Equal || segment.formatting.is_some() || segment.move_id.is_some());
    row.kind != RowKind::Equal || !row.changes.is_empty() || touched
}

fn level(row: &Row) -> Option<u8> {
    match row.new.as_ref().or(row.old.as_ref())?.role {
        Role::Heading { level } => Some(level),
        _ => None,
    }
}

impl<'a> Stretches<'a> {
    pub(super) fn of(comparison: &'a Comparison) -> Self {
        let mut pieces: Vec<Piece<'a>> = Vec::new();
        let mut drawn: BTreeMap<u32, usize> = BTreeMap::new();
        for row in &comparison.rows {
            if let Some(piece) = row.table.and_then(|at| drawn.get(&at)).and_then(|at| pieces.get_mut(*at)) {
                piece.rows.push(row);
                piece.changed |= changed(row);
                continue;
            }
            let table = row.table.and_then(|at| comparison.tables.get(at as usize));
            let touched = |line: &Line| line.kind != LineKind::Kept;
            let lines = table.is_some_and(|table| table.rows.iter().chain(&table.columns).any(touched));
            if let Some(at) = row.table {
                drawn.insert(at, pieces.len());
            }
            let level = if row.table.is_none() { level(row) } else { None };
            pieces.push(Piece { rows: vec![row], table: row.table, changed: changed(row) || lines, level });
        }
        Self { pieces, titles: comparison.titles() }
    }

    /// The heading above a row.
    pub(super) fn title(&self, row: u32) -> &str {
        self.titles.get(row as usize).map_or("", String::as_str)
    }

    /// What to lay: folded are stretches of at least two pieces that did not change, but for headings over changes.
    pub(super) fn entries(&self) -> Vec<Entry<'_, 'a>> {
        let over = self.headings_over_changes();
        let mut entries = Vec::new();
        let mut stretch: Vec<&Piece<'a>> = Vec::new();
        for (at, piece) in self.pieces.iter().enumerate() {
            if piece.changed || over.contains(&at) {
                self.close(&mut stretch, &mut entries);
                entries.push(Entry::Piece(piece));
            } else {
                stretch.push(piece);
            }
        }
        self.close(&mut stretch, &mut entries);
        entries
    }

    fn headings_over_changes(&self) -> BTreeSet<usize> {
        let mut over = BTreeSet::new();
        let mut open: Vec<(u8, usize)> = Vec::new();
        for (at, piece) in self.pieces.iter().enumerate() {
            if let Some(level) = piece.level {
                open.retain(|(above, _)| *above < level);
                open.push((level, at));
            }
            if piece.changed {
                over.extend(open.iter().map(|(_, heading)| *heading));
            }
        }
        over
    }

    fn close<'e>(&'e self, stretch: &mut Vec<&'e Piece<'a>>, entries: &mut Vec<Entry<'e, 'a>>) {
        match stretch.as_slice() {
            [] => {}
            [only] => entries.push(Entry::Piece(only)),
            many => entries.push(Entry::Fold(self.holds(many))),
        }
        stretch.clear();
    }

    /// "4 paragraphs and 1 table in “Dosage”, unchanged."
    fn holds(&self, stretch: &[&Piece<'a>]) -> String {
        const KINDS: [&str; 4] = ["heading", "paragraph", "list item", "table"];
        let kind = |piece: &Piece<'_>| match (piece.table, piece.level, piece.rows.first()) {
            (Some(_), ..) => 3,
            (_, Some(_), _) => 0,
            (.., Some(row))
                if matches!(row.new.as_ref().map(|block| block.role), Some(Role::ListItem { .. })) =>
            {
                2
            }
            _ => 1,
        };
        let mut counts = [0_usize; 4];
        stretch.iter().for_each(|piece| counts[kind(piece)] += 1);
        // A heading goes without saying where what stands under it is named.
        if counts[1..].iter().any(|count| *count > 0) {
            counts[0] = 0;
        }
        let named: Vec<String> = KINDS
            .iter()
            .zip(counts)
            .filter(|(_, count)| *count > 0)
            .map(|(name, count)| format!("{count} {name}{}", if count == 1 { "" } else { "s" }))
            .collect();
        let what = match named.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            named => named.concat(),
        };
        let title = |piece: Option<&&Piece<'_>>| {
            piece.and_then(|piece| piece.rows.first()).map_or("", |row| self.title(row.id))
        };
        let place = match (title(stretch.first()), title(stretch.last())) {
            ("", "") => String::new(),
            ("", last) => format!(", up to “{last}”"),
            (first, last) if first == last => format!(" in “{first}”"),
            (first, last) => format!(", from “{first}” to “{last}”"),
        };
        format!("[{what}{place}: unchanged]")
    }
}
