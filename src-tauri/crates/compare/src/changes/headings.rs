//! Figures of a table that stand below or beside another heading now: the headings of two columns or of two rows were
//! exchanged, and what stands in them was not.

use super::side::{Cells, Side};
use super::{Lister, set_findings};
use crate::clinical;
use crate::comparison::{Class, Comparison, Finding, Line};

/// A row or a column.
#[derive(Clone, Copy)]
enum Axis {
    Row,
    Column,
}

impl Axis {
    /// Which row or column a cell is in, and how far into it.
    const fn of(self, (row, column): (u32, u32)) -> (u32, u32) {
        match self {
            Self::Row => (row, column),
            Self::Column => (column, row),
        }
    }

    const fn heading(self, line: u32) -> (u32, u32) {
        match self {
            Self::Row => (line, 0),
            Self::Column => (0, line),
        }
    }
}

/// Says so where the headings changed.
pub(super) fn judge(comparison: &Comparison, lister: &mut Lister<'_>) {
    for table in &comparison.tables {
        let (Some(old), Some(new)) = (&table.old, &table.new) else { continue };
        let (was, is) = (lister.old.cells(old), lister.new.cells(new));
        for (axis, lines) in [(Axis::Column, &table.columns), (Axis::Row, &table.rows)] {
            for (a, b) in lines.iter().filter_map(|line| Some((line.old?, line.new?))) {
                let Some(description) = exchanged(axis, (a, b), lines, &was, &is) else { continue };
                let Some(class) = figures(axis, b, &is, &lister.new) else { continue };
                let heading = is.get(&axis.heading(b)).map(|(path, _)| path);
                let on = |change: &&mut crate::Change| {
                    change.class < Class::Moved && change.new.as_ref().map(|span| &span.block) == heading
                };
                if let Some(change) = lister.changes.iter_mut().find(on) {
                    let mut findings = std::mem::take(&mut change.findings);
                    findings.retain(|finding| finding.class.clinical());
                    findings.push(Finding::told(class, description));
                    findings.sort_by_key(|finding| finding.class);
                    set_findings(change, findings);
                }
            }
        }
    }
}

/// What is said of a row or column that bears another's heading now.
fn exchanged(axis: Axis, (a, b): (u32, u32), lines: &[Line], was: &Cells, is: &Cells) -> Option<String> {
    let text = |cells: &Cells, line: u32| cells.get(&axis.heading(line)).map(|(_, text)| text.clone());
    let (before, after) = (text(was, a)?, text(is, b)?);
    let another = lines
        .iter()
        .filter_map(|line| line.old)
        .any(|other| other != a && text(was, other).as_ref() == Some(&after));
    (before != after && another && !after.is_empty())
        .then(|| format!("the figures of “{before}” stand with “{after}” now"))
}

/// What the figures of a row or column are; nothing where it has none.
fn figures(axis: Axis, line: u32, cells: &Cells, side: &Side<'_>) -> Option<Class> {
    let inside =
        cells.iter().filter(|(at, _)| matches!(axis.of(**at), (of, depth) if of == line && depth > 0));
    inside.filter_map(|(_, (path, _))| clinical::figures(&side.block(path)?)).min()
}
