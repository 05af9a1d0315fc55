//! Lists from lines with levels, as plain text and Word know them.

use crate::{Block, ListItem, OrderedListAttrs};
use std::{iter::Peekable, vec::IntoIter};

/// A line that stands as an item of a list.
pub(super) struct ListLine {
    /// How far it is indented; any measure that orders.
    pub(super) level: usize,
    /// Its number, where the list is ordered.
    pub(super) number: Option<u32>,
    /// Its blocks.
    pub(super) content: Vec<Block>,
}

/// The blocks of a container while they come, items among them.
#[derive(Default)]
pub(super) struct Container {
    blocks: Vec<Block>,
    /// Items that nothing has come behind yet.
    items: Vec<ListLine>,
}

impl Container {
    pub(super) fn push(&mut self, block: Block) {
        self.settle();
        self.blocks.push(block);
    }

    pub(super) fn extend(&mut self, blocks: impl IntoIterator<Item = Block>) {
        self.settle();
        self.blocks.extend(blocks);
    }

    pub(super) fn push_item(&mut self, item: ListLine) {
        self.items.push(item);
    }

    /// The last block, unless it is a list that items may still come to.
    pub(super) fn last_mut(&mut self) -> Option<&mut Block> {
        if self.items.is_empty() { self.blocks.last_mut() } else { None }
    }

    /// Makes lists of the items; gives the number of blocks.
    pub(super) fn settle(&mut self) -> usize {
        self.blocks.extend(nest(std::mem::take(&mut self.items)));
        self.blocks.len()
    }

    pub(super) fn finish(mut self) -> Vec<Block> {
        self.settle();
        self.blocks
    }
}

/// Lists deeper than this go on at this depth.
const DEEPEST: usize = 6;

/// Consecutive lines as lists; a number out of turn begins a new list, so that none is lost.
pub(super) fn nest(lines: Vec<ListLine>) -> Vec<Block> {
    let mut lines = lines.into_iter().peekable();
    let mut out = Vec::new();
    while let Some(line) = lines.peek() {
        let level = line.level;
        out.extend(nest_level(&mut lines, level, 1));
    }
    out
}

fn nest_level(lines: &mut Peekable<IntoIter<ListLine>>, level: usize, depth: usize) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    while let Some(next) = lines.peek() {
        if next.level < level {
            break;
        }
        let deeper = next.level;
        if deeper > level
            && depth < DEEPEST
            && let Some(item) = out.last_mut().and_then(last_item)
        {
            item.content.extend(nest_level(lines, deeper, depth + 1));
            continue;
        }
        let Some(ListLine { number, content, .. }) = lines.next() else { break };
        let item = ListItem { content };
        match (out.last_mut(), number) {
            (Some(Block::BulletList { content }), None) => content.push(item),
            (Some(Block::OrderedList { attrs, content }), Some(n))
                if u64::from(attrs.order) + content.len() as u64 == u64::from(n) =>
            {
                content.push(item);
            }
            (_, None) => out.push(Block::BulletList { content: vec![item] }),
            (_, Some(order)) => {
                out.push(Block::OrderedList { attrs: OrderedListAttrs { order }, content: vec![item] });
            }
        }
    }
    out
}

fn last_item(block: &mut Block) -> Option<&mut ListItem> {
    match block {
        Block::BulletList { content } | Block::OrderedList { content, .. } => content.last_mut(),
        _ => None,
    }
}
