//! The text as most checks read it: its sentences as tokens, with the part of the article they belong to.

use crate::{
    prose::{Part, Token, parts, tokens},
    sentences,
};
use document::{Anchor, BlockKind, Document};
use std::ops::Range;

pub(super) struct Text {
    pub(super) sentences: Vec<Sentence>,
}

pub(super) struct Sentence {
    pub(super) kind: BlockKind,
    pub(super) part: Part,
    pub(super) tokens: Vec<Token>,
    block: Vec<u32>,
    chars: std::rc::Rc<[char]>,
    range: Range<usize>,
}

impl Text {
    pub(super) fn of(document: &Document) -> Self {
        let mut all = Vec::new();
        for (block, part) in parts(document) {
            let text = block.text();
            let chars: std::rc::Rc<[char]> = text.chars().collect();
            all.extend(sentences(&text).into_iter().map(|range| Sentence {
                kind: block.kind,
                part,
                tokens: tokens(&chars[range.clone()], range.start),
                block: block.path.clone(),
                chars: chars.clone(),
                range,
            }));
        }
        Self { sentences: all }
    }

    /// The words of the sentences that a place touches.
    pub(super) fn sentence_at(&self, at: &Anchor) -> Option<String> {
        let (start, end) = (at.start as usize, at.end as usize);
        let touched = self
            .sentences
            .iter()
            .filter(|s| s.block == at.block && s.range.start < end && start < s.range.end)
            .filter_map(Sentence::place);
        let words: Vec<String> = touched.map(|place| place.quote).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// The sentences of what the article says, without headings.
    pub(super) fn body(&self) -> impl Iterator<Item = &Sentence> {
        self.sentences.iter().filter(|s| s.part == Part::Body && !matches!(s.kind, BlockKind::Heading(_)))
    }
}

impl Sentence {
    /// The table, row and column that it stands in.
    pub(super) fn cell(&self) -> Option<[u32; 3]> {
        match (self.kind, self.block.as_slice()) {
            (BlockKind::Cell, &[table, row, column, _]) => Some([table, row, column]),
            _ => None,
        }
    }

    /// Whether both stand in one paragraph.
    pub(super) fn beside(&self, other: &Self) -> bool {
        self.block == other.block
    }

    /// The place of all of it.
    pub(super) fn place(&self) -> Option<Anchor> {
        self.anchor(self.range.clone())
    }

    /// The place of some of its tokens.
    pub(super) fn place_of(&self, tokens: &Range<usize>) -> Option<Anchor> {
        let words = self.tokens.get(tokens.clone())?;
        self.anchor(words.first()?.at.start..words.last()?.at.end)
    }

    /// Some of its tokens as they are written.
    pub(super) fn words(&self, tokens: &Range<usize>) -> String {
        self.place_of(tokens).map(|at| at.quote).unwrap_or_default()
    }

    fn anchor(&self, span: Range<usize>) -> Option<Anchor> {
        Anchor::within(&self.chars, &self.block, span.start as u32, span.end as u32)
    }
}
