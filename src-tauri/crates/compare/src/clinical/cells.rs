//! Cells of a table that hold nothing but a unit, a mark, a letter, or yes or no. Such a cell is data: any change of it
//! says something else of its row and column.

use super::Passage;
use super::facts::{term_at, unit_name};
use super::lexicon::{Group, hash_lower};
use crate::comparison::{Class, Finding};
use crate::stream::{Edge, Kind};
use std::ops::Range;

/// Tokens looked back over for the first row of a table.
const FAR: usize = 2000;

/// Marks of a cell of nothing else, at most: "+++".
const MARKS: usize = 4;

/// What a cell says that is data.
#[derive(Debug, PartialEq)]
enum Says {
    /// It is empty, or has a dash.
    Nothing,
    Yes,
    No,
    Unit(u64),
    Mark(u64),
}

/// What a change of cells that are data says, which may be the same in other words; nothing where it is another change.
pub(super) fn judge(old: &Passage<'_>, new: &Passage<'_>) -> Option<Vec<Finding>> {
    if let Some(ticked) = ticked(old, new) {
        return Some(vec![ticked]);
    }
    let (mut was, mut is) = (changed_cells(old)?, changed_cells(new)?);
    if was.len() != is.len() {
        // In a line of text, what stands between two marks may seem to be what moved.
        (was, is) = (whole_row(old), whole_row(new));
    }
    if was.len() != is.len() {
        return None;
    }
    let mut out = Vec::new();
    let same = |(was, is): &(&Range<usize>, &Range<usize>)| old.quote(was) == new.quote(is);
    for (was, is) in was.iter().zip(&is).filter(|pair| !same(pair)) {
        let (before, after) = (says(old, was)?, says(new, is)?);
        if before != after {
            let here = if is.is_empty() { (old, was) } else { (new, is) };
            out.push(told(here, (&old.quote(was), &new.quote(is)), &[before, after]));
        }
    }
    Some(out)
}

/// What a box says whose tick came or went: "[x] Allergies asked for".
fn ticked(old: &Passage<'_>, new: &Passage<'_>) -> Option<Finding> {
    let tick = |passage: &Passage<'_>| {
        let Range { start, end } = passage.changed;
        let boxed = start > 0 && passage.word(start - 1) == "[" && passage.word(end) == "]";
        let ticks = match (end - start, passage.word(start)) {
            (0, _) => false,
            (1, "x" | "X" | "✓" | "✔") => true,
            _ => return None,
        };
        boxed.then_some((ticks, end + 1))
    };
    let ((was, _), (is, label)) = (tick(old)?, tick(new)?);
    let edge = |at: &usize| new.tokens.get(*at).is_none_or(|token| token.edge != Edge::None);
    let end = (label..=new.tokens.len()).find(edge).unwrap_or(label);
    let how = if is { "ticked" } else { "not ticked any more" };
    (was != is).then(|| Finding::told(Class::Negation, format!("{how}: “{}”", new.quote(&(label..end)))))
}

/// What changed of each cell of one row; nothing where more than that changed, or a part of a cell only.
fn changed_cells(passage: &Passage<'_>) -> Option<Vec<Range<usize>>> {
    let Range { start, end } = passage.changed;
    let edge = |at: usize| passage.tokens.get(at).map_or(Edge::Block, |token| token.edge);
    let first = (start.saturating_sub(FAR)..=start).rev().find(|at| edge(*at) != Edge::None)?;
    let in_table = matches!(edge(first), Edge::Row | Edge::Cell);
    if !in_table || start >= passage.tokens.len() {
        return None;
    }
    let bar = |at: usize| passage.word(at) == "|";
    let mut cells = Vec::new();
    let mut from = start;
    for to in start..=end {
        let parts = to == end || (to > start && edge(to) != Edge::None);
        if !parts {
            continue;
        }
        let cell = from + usize::from(from < to && bar(from))..to;
        // All of the cell changed, or nothing of it is there.
        let begins = edge(cell.start) != Edge::None || bar(cell.start.saturating_sub(1));
        if !(cell.is_empty() || (begins && edge(cell.end) != Edge::None)) {
            return None;
        }
        cells.push(cell);
        from = to;
    }
    let rows = (start + 1..end).any(|at| edge(at) > Edge::Cell);
    (!rows).then_some(cells)
}

/// The cells of the row that a change stands in, without the bars between them.
fn whole_row(passage: &Passage<'_>) -> Vec<Range<usize>> {
    let cells = row(passage, passage.changed.start).into_iter();
    cells.map(|cell| cell.start + usize::from(passage.word(cell.start) == "|")..cell.end).collect()
}

/// What is data in these tokens; nothing where they say more.
fn says(passage: &Passage<'_>, cell: &Range<usize>) -> Option<Says> {
    let variant = |at: usize| passage.word(at).chars().all(|c| matches!(c, '\u{fe0e}' | '\u{fe0f}'));
    let words: Vec<usize> = cell.clone().filter(|at| !variant(*at)).collect();
    let text: String = words.iter().map(|at| passage.word(*at)).collect();
    Some(match text.to_lowercase().as_str() {
        "" | "-" | "–" | "—" | "−" | "n/a" | "na" => Says::Nothing,
        "yes" | "y" | "x" | "true" | "✓" | "✔" | "☑" | "✅" | "●" | "•" | "■" | "⬤" => {
            Says::Yes
        }
        "no" | "n" | "false" | "✗" | "✘" | "☒" | "❌" | "☐" | "○" => Says::No,
        text => {
            let rule = text.chars().all(|c| matches!(c, '-' | ':'));
            let marks = words.iter().all(|at| passage.tokens[*at].kind == Kind::Punctuation);
            let letter = text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
            if let Some(unit) = unit_name(passage, cell) {
                Says::Unit(unit)
            } else if letter || (marks && words.len() <= MARKS && !rule) {
                Says::Mark(hash_lower(text))
            } else {
                return None;
            }
        }
    })
}

/// The finding, with what stands at the head of the row and of the column.
fn told(here: (&Passage<'_>, &Range<usize>), (was, is): (&str, &str), says: &[Says]) -> Finding {
    let (passage, cell) = here;
    let row = row(passage, cell.start);
    let top = first_row(passage, row.first().map_or(cell.start, |cell| cell.start));
    let at = row.iter().rposition(|of_row| of_row.start <= cell.start).unwrap_or_default();
    let head = |cells: &[Range<usize>], at: usize| {
        let cell = cells.get(at).map(|cell| passage.quote(cell)).unwrap_or_default();
        cell.trim_matches(['|', ' ']).to_owned()
    };
    let mut names = vec![head(&row, 0)];
    if top.len() == row.len() {
        names.push(head(&top, at));
    }
    names.retain(|name| !name.is_empty());
    let figures = |at: usize| {
        passage.tokens[at].kind == Kind::Number
            || term_at(passage, at, Group::DRUG.or(Group::DOSING).or(Group::GIVING).or(Group::DOSE)).is_some()
    };
    let amounts = says.iter().any(|says| matches!(says, Says::Unit(_)))
        || row.iter().chain(&top).flat_map(Clone::clone).any(figures);
    let class = if amounts { Class::Dose } else { Class::Negation };
    let what = if names.is_empty() { "cell".to_owned() } else { format!("{}:", names.join(", ")) };
    Finding::became(class, &what, None, was, is, false)
}

/// The cells of the row that a token stands in.
fn row(passage: &Passage<'_>, at: usize) -> Vec<Range<usize>> {
    let edge = |at: usize| passage.tokens.get(at).map_or(Edge::Block, |token| token.edge);
    let start = (at.saturating_sub(FAR)..=at).rev().find(|at| edge(*at) > Edge::Cell).unwrap_or(at);
    let mut cells = Vec::new();
    let mut from = start;
    for to in start + 1..=passage.tokens.len() {
        if edge(to) == Edge::None {
            continue;
        }
        cells.push(from..to);
        from = to;
        if edge(to) > Edge::Cell {
            break;
        }
    }
    cells
}

/// The cells of the first row of the table whose row begins at a token.
fn first_row(passage: &Passage<'_>, start: usize) -> Vec<Range<usize>> {
    let mut first = start;
    for at in (start.saturating_sub(FAR)..start).rev() {
        match passage.tokens[at].edge {
            Edge::Row => first = at,
            Edge::Block | Edge::Item => break,
            _ => {}
        }
    }
    if first == start { Vec::new() } else { row(passage, first) }
}
