//! One of the two texts, read once: its blocks, its sentences, their words.

use super::Place;
use crate::{
    candidates::statement,
    prose::{Kind, tokens},
    sentences,
};
use document::{BlockKind, Document, LEAF, normalise_quote};
use std::{borrow::Cow, collections::HashMap, ops::Range};
use unicode_normalization::{UnicodeNormalization, is_nfc};

#[derive(Debug)]
pub(super) struct Side {
    pub(super) blocks: Vec<Block>,
    pub(super) sentences: Vec<Sentence>,
    by_path: HashMap<Vec<u32>, usize>,
}

#[derive(Debug)]
pub(super) struct Block {
    pub(super) path: Vec<u32>,
    pub(super) chars: Vec<char>,
    /// Its sentences, as indices.
    sentences: Range<usize>,
    /// The heading above it.
    pub(super) heading: Option<usize>,
    /// Where it stands in a table.
    pub(super) cell: Option<Cell>,
}

/// Where a cell's paragraph stands.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// The row's first paragraph.
    pub(super) row: usize,
    /// The first paragraph of the column.
    pub(super) column: usize,
}

#[derive(Debug)]
pub(super) struct Sentence {
    pub(super) block: usize,
    /// All of it.
    pub(super) range: Range<usize>,
    /// Without citation marks and stops at its ends; never empty.
    pub(super) statement: Range<usize>,
    /// The statement's words as they are compared.
    pub(super) quote: String,
    /// Its words and numbers in lower case.
    pub(super) words: Vec<String>,
}

/// A quote as it is compared: composed characters, one kind of quotation mark, one space. Case, minus signs,
/// hyphens and comparators are meaning and stay.
pub(super) fn fold(quote: &str) -> String {
    let composed = if is_nfc(quote) { Cow::Borrowed(quote) } else { Cow::Owned(quote.nfc().collect()) };
    let plain: String = composed
        .chars()
        .map(|c| match c {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '‚' => '\'',
            'µ' => 'μ',
            c => c,
        })
        .collect();
    normalise_quote(&plain)
}

impl Side {
    pub(super) fn of(document: &Document) -> Self {
        let mut side = Self { blocks: Vec::new(), sentences: Vec::new(), by_path: HashMap::new() };
        let mut heading = None;
        for (at, block) in document.text_blocks().into_iter().enumerate() {
            let text = block.text();
            let chars: Vec<char> = text.chars().collect();
            let first = side.sentences.len();
            for range in sentences(&text) {
                let stated = statement(&chars, range.clone());
                let statement = if stated.is_empty() { range.clone() } else { stated };
                let said = &chars[statement.clone()];
                let words = tokens(said, 0)
                    .into_iter()
                    .filter(|token| token.kind != Kind::Mark)
                    .map(|token| token.text);
                side.sentences.push(Sentence {
                    block: at,
                    quote: fold(&said.iter().collect::<String>()),
                    words: words.collect(),
                    range,
                    statement,
                });
            }
            side.by_path.insert(block.path.clone(), at);
            let cell = (block.kind == BlockKind::Cell).then(|| side.cell(at, &block.path));
            let sentences = first..side.sentences.len();
            side.blocks.push(Block { path: block.path, chars, sentences, heading, cell });
            if matches!(block.kind, BlockKind::Heading(_)) {
                heading = Some(at);
            }
        }
        side
    }

    /// Where the paragraph at this path of a cell stands, which is the next block to be read.
    fn cell(&self, at: usize, path: &[u32]) -> Cell {
        let first = |row: u32, column: u32| {
            let mut first = path.to_vec();
            if let [.., to_row, to_column, paragraph] = first.as_mut_slice() {
                (*to_row, *to_column, *paragraph) = (row, column, 0);
            }
            self.block(&first).unwrap_or(at)
        };
        match path {
            [.., row, column, _] => Cell { row: first(*row, 0), column: first(0, *column) },
            _ => Cell { row: at, column: at },
        }
    }

    /// The words of a block, sentence by sentence.
    pub(super) fn quotes(&self, block: usize) -> Vec<&str> {
        self.sentences[self.blocks[block].sentences.clone()].iter().map(|s| s.quote.as_str()).collect()
    }

    pub(super) fn block(&self, path: &[u32]) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    /// The folded words of a span; `None` where there is no such span.
    pub(super) fn quote(&self, block: usize, span: &Range<usize>) -> Option<String> {
        let chars = self.blocks[block].chars.get(span.clone())?;
        Some(fold(&chars.iter().collect::<String>()))
    }

    /// How many characters of a span are more than white space and leaves.
    pub(super) fn ink(&self, block: usize, span: Range<usize>) -> usize {
        self.blocks[block].chars.get(span).unwrap_or_default().iter().filter(|c| is_ink(**c)).count()
    }

    /// The place of the `n`th such character (from 0) from `from` on.
    pub(super) fn at_ink(&self, block: usize, from: usize, n: usize) -> Option<usize> {
        let chars = &self.blocks[block].chars;
        (from..chars.len()).filter(|at| is_ink(chars[*at])).nth(n)
    }

    /// The sentences that a span of a block touches.
    pub(super) fn sentences_at(&self, block: usize, span: &Range<usize>) -> Range<usize> {
        let all = self.blocks[block].sentences.clone();
        let within = &self.sentences[all.clone()];
        let from = within.partition_point(|s| s.range.end <= span.start);
        let to = within.partition_point(|s| s.range.start < span.end);
        all.start + from..all.start + to.max(from)
    }

    /// Where sentences of one block begin and end.
    pub(super) fn extent(&self, sentences: &Range<usize>) -> Range<usize> {
        self.sentences[sentences.start].range.start..self.sentences[sentences.end - 1].range.end
    }

    /// Every place in the text where these words stand.
    pub(super) fn find(&self, quote: &str) -> Vec<Place> {
        let all = |block: usize| 0..self.blocks[block].chars.len();
        (0..self.blocks.len())
            .flat_map(|block| {
                self.find_in(block, &all(block), quote).into_iter().map(move |span| Place { block, span })
            })
            .collect()
    }

    /// Every place within a span of a block where these words stand as whole words.
    pub(super) fn find_in(&self, block: usize, within: &Range<usize>, quote: &str) -> Vec<Range<usize>> {
        let quote: Vec<char> = quote.chars().filter(|c| !c.is_whitespace()).collect();
        let chars = &self.blocks[block].chars;
        let Some(first) = quote.first() else { return Vec::new() };
        let within = within.start..within.end.min(chars.len());
        within
            .clone()
            .filter(|at| same(chars[*at], *first) && !(joins(*first) && *at > 0 && joins(chars[*at - 1])))
            .filter_map(|at| {
                let end = matched(chars, at, within.end, &quote)?;
                let cut = joins(chars[end - 1]) && chars.get(end).is_some_and(|c| joins(*c));
                // "4.5" is not in "14.5", nor in "4.55" or "4.5.1".
                let number = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
                let longer = number(end - 1) && matches!(chars.get(end), Some('.' | ',')) && number(end + 1)
                    || number(at) && at > 1 && matches!(chars[at - 1], '.' | ',') && number(at - 2);
                (!cut && !longer).then_some(at..end)
            })
            .collect()
    }
}

fn is_ink(c: char) -> bool {
    !c.is_whitespace() && c != LEAF
}

fn joins(c: char) -> bool {
    c.is_alphanumeric()
}

fn same(c: char, folded: char) -> bool {
    c == folded
        || match folded {
            '"' => matches!(c, '“' | '”' | '„' | '«' | '»'),
            '\'' => matches!(c, '‘' | '’' | '‚'),
            'μ' => c == 'µ',
            _ => false,
        }
}

/// The end of `quote` (without white space) at `at`, white space and leaves in the text passed over.
fn matched(chars: &[char], at: usize, end: usize, quote: &[char]) -> Option<usize> {
    let mut place = at;
    for wanted in quote {
        while place < end && !is_ink(chars[place]) {
            place += 1;
        }
        if place >= end || !same(chars[place], *wanted) {
            return None;
        }
        place += 1;
    }
    Some(place)
}
