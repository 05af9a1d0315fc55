//! Where a span of one text stands in the other.

use crate::comparison::{Comparison, Op, Span};
use std::collections::BTreeMap;

/// Where a span stands in the other text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// The smallest span of one block that holds all that was kept there. Where the kept text lies in
    /// several blocks, the block that holds most of it.
    pub span: Span,
    /// Code points of the original that were kept within `span`, white space left out.
    pub kept: u32,
    /// Code points of the original, white space left out.
    pub of: u32,
    /// Whether all words were kept, in one block, in order, with nothing put between.
    pub whole: bool,
    /// Whether any of it stands in a passage that moved.
    pub moved: bool,
}

/// Positions of one text in the other, both ways. Made by [`Comparison::map`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PositionMap {
    forward: Way,
    backward: Way,
}

/// The pieces that make up each block of one text, in order.
type Way = BTreeMap<Vec<u32>, Vec<Piece>>;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    from: u32,
    /// For each code point, whether it is more than white space.
    ink: Vec<bool>,
    /// Where it stands in the other text; of the same length wherever there is ink.
    to: Option<Span>,
    moved: bool,
}

impl Comparison {
    /// The map of positions between the two documents.
    pub fn map(&self) -> PositionMap {
        let mut map = PositionMap::default();
        for segment in self.rows.iter().flat_map(|row| &row.segments) {
            let moved = segment.move_id.is_some();
            let piece = |from: &Span, text: &str, to: Option<&Span>| Piece {
                from: from.start,
                ink: text.chars().map(|c| !c.is_whitespace()).collect(),
                to: to.cloned(),
                moved,
            };
            let mut add =
                |way: fn(&mut PositionMap) -> &mut Way, from: &Span, text: &str, to: Option<&Span>| {
                    way(&mut map).entry(from.block.clone()).or_default().push(piece(from, text, to));
                };
            match (segment.op, &segment.old, &segment.new) {
                (Op::Equal, Some(old), Some(new)) => {
                    let was = segment.old_text.as_ref().unwrap_or(&segment.text);
                    add(|map| &mut map.forward, old, was, Some(new));
                    add(|map| &mut map.backward, new, &segment.text, Some(old));
                }
                (Op::Delete, Some(old), _) => add(|map| &mut map.forward, old, &segment.text, None),
                (Op::Insert, _, Some(new)) => add(|map| &mut map.backward, new, &segment.text, None),
                // What moved is told run by run where it stands now.
                _ => {}
            }
        }
        for pieces in map.forward.values_mut().chain(map.backward.values_mut()) {
            pieces.sort_by_key(|piece| piece.from);
        }
        map
    }
}

impl PositionMap {
    /// Where code points `start..end` of the old block at `block` stand in the new document; `None` where
    /// nothing of them was kept.
    pub fn to_new(&self, block: &[u32], start: u32, end: u32) -> Option<Mapped> {
        across(self.forward.get(block)?, start, end)
    }

    /// As [`Self::to_new`], from the new document to the old one.
    pub fn to_old(&self, block: &[u32], start: u32, end: u32) -> Option<Mapped> {
        across(self.backward.get(block)?, start, end)
    }
}

/// What was kept in one block: its span, how much, whether any of it moved.
struct Kept {
    span: Span,
    ink: u32,
    moved: bool,
}

fn across(pieces: &[Piece], start: u32, end: u32) -> Option<Mapped> {
    let first = pieces.partition_point(|piece| piece.from + piece.ink.len() as u32 <= start);
    let mut found: Vec<Kept> = Vec::new();
    let (mut of, mut whole, mut after) = (0, true, None::<&Span>);
    for piece in pieces.iter().skip(first).take_while(|piece| piece.from < end) {
        let low = (start.max(piece.from) - piece.from) as usize;
        let high = ((end.min(piece.from + piece.ink.len() as u32)) - piece.from) as usize;
        let Some(ink) = piece.ink.get(low..high) else { continue };
        let count = ink.iter().filter(|ink| **ink).count() as u32;
        of += count;
        let Some(to) = &piece.to else {
            whole &= count == 0;
            continue;
        };
        whole &= after.is_none_or(|before| before.block == to.block && before.end == to.start);
        after = Some(to);
        if count == 0 {
            continue;
        }
        let lead = ink.iter().take_while(|ink| !**ink).count();
        let trail = ink.iter().rev().take_while(|ink| !**ink).count();
        let span = Span {
            block: to.block.clone(),
            start: to.start + (low + lead) as u32,
            end: to.start + (high - trail) as u32,
        };
        match found.iter_mut().find(|kept| kept.span.block == span.block) {
            Some(kept) => {
                kept.span.start = kept.span.start.min(span.start);
                kept.span.end = kept.span.end.max(span.end);
                kept.ink += count;
                kept.moved |= piece.moved;
            }
            None => found.push(Kept { span, ink: count, moved: piece.moved }),
        }
    }
    whole &= found.len() == 1;
    let best = found.into_iter().rev().max_by_key(|kept| kept.ink)?;
    Some(Mapped { span: best.span, kept: best.ink, of, whole, moved: best.moved })
}
