//! What is said beside the text: above a block where it came from and what became of it, and in place of text that moved
//! away where it stands now.

use crate::comparison::{Class, Comparison, Elsewhere, Move, Note, Op, Row, Segment};
use crate::places::Ends;
use std::collections::{BTreeMap, BTreeSet};

/// Words of a passage that are enough to know it by.
const OPENING: usize = 7;

/// Writes [`Row::note`] and [`Segment::elsewhere`].
pub(crate) fn write(comparison: &mut Comparison) {
    let notes = Notes {
        titles: comparison.titles(),
        ends: comparison.ends(),
        spread: spread(&comparison.rows),
        comparison,
    };
    let mut told = BTreeSet::new();
    let above: Vec<Option<Note>> = comparison.rows.iter().map(|row| notes.above(row, &mut told)).collect();
    let instead: Vec<Vec<Option<Elsewhere>>> = comparison.rows.iter().map(|row| notes.instead(row)).collect();
    for (row, (above, instead)) in comparison.rows.iter_mut().zip(above.into_iter().zip(instead)) {
        row.note = above;
        for (segment, instead) in row.segments.iter_mut().zip(instead) {
            segment.elsewhere = instead;
        }
    }
}

/// Over how many rows the text of each move stands now.
fn spread(rows: &[Row]) -> BTreeMap<u32, usize> {
    let mut out: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for row in rows {
        for id in row.segments.iter().filter(|s| s.op != Op::MovedAway).filter_map(|s| s.move_id) {
            out.entry(id).or_default().insert(row.id);
        }
    }
    out.into_iter().map(|(id, rows)| (id, rows.len())).collect()
}

struct Notes<'a> {
    comparison: &'a Comparison,
    titles: Vec<String>,
    ends: BTreeMap<u32, Ends>,
    spread: BTreeMap<u32, usize>,
}

impl Notes<'_> {
    fn moved(&self, id: u32) -> Option<&Move> {
        self.comparison.moves.get((id as usize).checked_sub(1)?)
    }

    /// A row as seen from another.
    fn place(&self, there: Option<u32>, here: u32) -> String {
        let Some(there) = there else { return "elsewhere".to_owned() };
        let way = if there > here { "further down" } else { "further up" };
        let title = |row: u32| self.titles.get(row as usize).map_or("", String::as_str);
        if there == here {
            "another place in this paragraph".to_owned()
        } else if title(there) == title(here) {
            format!("{way} in this section")
        } else if title(there).is_empty() {
            "the beginning".to_owned()
        } else {
            format!("“{}”, {way}", title(there))
        }
    }

    /// The one line above a row. A move over many rows is told of above the first.
    fn above(&self, row: &Row, told: &mut BTreeSet<u32>) -> Option<Note> {
        let mut note = Note { text: String::new(), changes: Vec::new(), from: Vec::new() };
        let mut said: Vec<String> = Vec::new();
        for change in row.changes.iter().filter_map(|id| self.comparison.changes.get(*id as usize)) {
            note.changes.push(change.id);
            said.push(change.description.clone());
        }
        if row.table.is_none() {
            said.extend(self.arrivals(row, told, &mut note));
        }
        note.text = said.join("; ");
        let first = note.text.chars().next()?;
        note.text.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
        Some(note)
    }

    fn arrivals(&self, row: &Row, told: &mut BTreeSet<u32>, note: &mut Note) -> Option<String> {
        let arrived = |segment: &&Segment| segment.op != Op::MovedAway && segment.move_id.is_some();
        // Moves that come from one place are one passage to the reader.
        let mut passages: Vec<(Option<u32>, Vec<u32>, String)> = Vec::new();
        for segment in row.segments.iter().filter(arrived) {
            let Some(id) = segment.move_id else { continue };
            let fresh = told.insert(id);
            let from = self.ends.get(&id).and_then(|ends| ends.0);
            match passages.iter_mut().find(|(other, ids, _)| *other == from && (fresh || ids.contains(&id))) {
                Some((_, ids, text)) => {
                    ids.extend(fresh.then_some(id));
                    text.push_str(&segment.text);
                }
                None if fresh => passages.push((from, vec![id], segment.text.clone())),
                None => {}
            }
        }
        let whole = row.segments.iter().filter(|s| s.op == Op::Equal && !s.text.trim().is_empty());
        let whole = whole.clone().all(|s| s.move_id.is_some()) && passages.len() == 1;
        let said: Vec<String> = passages
            .iter()
            .map(|(from, ids, text)| {
                let edited = ids.iter().any(|id| self.moved(*id).is_some_and(|moved| moved.edited));
                let edited = if edited { ", and edited" } else { "" };
                let rows = ids.iter().filter_map(|id| self.spread.get(id)).copied().max().unwrap_or(1);
                let place = self.place(*from, row.id);
                match (whole, rows) {
                    (true, 1) => format!("moved here from {place}{edited}"),
                    (true, rows) => {
                        format!("moved here with the {} below from {place}{edited}", paragraphs(rows - 1))
                    }
                    _ => format!("“{}” moved here from {place}{edited}", opening(text)),
                }
            })
            .collect();
        let ids: BTreeSet<u32> = passages.iter().flat_map(|(_, ids, _)| ids.iter().copied()).collect();
        let of = |class: Class| class == Class::Moved || class == Class::Warning;
        let changes = self.comparison.changes.iter().filter(|change| {
            of(change.class)
                && change.move_id.is_some_and(|id| ids.contains(&id))
                && change.old_text == change.new_text
        });
        note.changes.extend(changes.map(|change| change.id));
        note.from.extend(passages.iter().filter_map(|(from, ..)| *from));
        (!said.is_empty()).then(|| said.join("; "))
    }

    /// What stands in place of each run that moved away.
    fn instead(&self, row: &Row) -> Vec<Option<Elsewhere>> {
        let to = |segment: &Segment| {
            let id = segment.move_id.filter(|_| segment.op == Op::MovedAway)?;
            Some(self.ends.get(&id).and_then(|ends| ends.1))
        };
        let mut out = Vec::with_capacity(row.segments.len());
        for (at, segment) in row.segments.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| row.segments.get(before));
            let Some(there) = to(segment).filter(|there| before.and_then(to) != Some(*there)) else {
                out.push(None);
                continue;
            };
            let run = || row.segments[at..].iter().take_while(|segment| to(segment) == Some(there));
            let moves = run().filter_map(|segment| self.moved(segment.move_id?));
            let how = if moves.clone().any(|moved| moved.edited) { "edited there" } else { "unchanged" };
            let text: String = run().map(|segment| segment.text.as_str()).collect();
            let place = self.place(there, row.id);
            let text = format!("Moved to {place}, {how}: “{}”", opening(&text));
            out.push(Some(Elsewhere { row: there, text }));
        }
        out
    }
}

fn paragraphs(count: usize) -> String {
    if count == 1 { "paragraph".to_owned() } else { format!("{count} paragraphs") }
}

/// The first words of a passage.
fn opening(text: &str) -> String {
    let text = text.replace(document::LEAF, "");
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.get(..OPENING) {
        Some(first) if words.len() > OPENING + 1 => format!("{} …", first.join(" ")),
        _ => words.join(" "),
    }
}
