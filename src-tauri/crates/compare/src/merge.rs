//! Two texts that grew from one: what either changed alone is in the merged text, what both changed is asked for.
//!
//! The smallest thing that is merged is a sentence. Two changes in one sentence are a conflict even where
//! their words lie apart: "4.5 mg daily" made "9 mg daily" by one and "4.5 mg twice daily" by the other must
//! not become a dose that nobody wrote.

mod parts;

use crate::order::{dice, in_order};
use document::{Block, Document};
use parts::Part;
use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// Parts that share less of their words than this are not one and the same.
const ALIKE: f64 = 0.4;

/// What to take where both changed the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(rename = "MergeChoice"))]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// What I made of it.
    #[default]
    Mine,
    /// What the others made of it.
    Theirs,
    /// Mine, and theirs after it.
    Both,
    /// What it was before either.
    Base,
}

/// Something that both changed, each in another way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(rename = "MergeConflict"))]
pub struct Conflict {
    /// What it was; empty where both put something in at one place.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, unknown>"))]
    pub base: Document,
    /// What I made of it; empty where I took it out.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, unknown>"))]
    pub mine: Document,
    /// What the others made of it.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, unknown>"))]
    pub theirs: Document,
    /// The heading it stands under; empty before the first.
    pub under: String,
}

/// A merged text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// The text: every change that one of the two made alone, and in each conflict what was chosen.
    pub document: Document,
    /// What both changed, in reading order. The same for all choices.
    pub conflicts: Vec<Conflict>,
}

/// Merges what two texts made of `base`. `choices` answers the conflicts in their order; where it ends,
/// [`Choice::Mine`] is taken.
///
/// `merge(a, a, b)` and `merge(a, b, a)` are `b`; no sentence that either wrote is left out of both the merged
/// text and the conflicts.
pub fn merge(base: &Document, mine: &Document, theirs: &Document, choices: &[Choice]) -> Merged {
    let mut merger = Merger { choices, conflicts: Vec::new(), under: String::new() };
    let content = merger.parts(&base.content, &mine.content, &theirs.content);
    let mut document = Document { content };
    if document != *mine && document != *theirs {
        document.normalise();
    }
    Merged { document, conflicts: merger.conflicts }
}

struct Merger<'a> {
    choices: &'a [Choice],
    conflicts: Vec<Conflict>,
    under: String,
}

impl Merger<'_> {
    /// Merges three sequences: what stands in all three stays, and what lies between is settled.
    fn parts<T: Part>(&mut self, base: &[T], mine: &[T], theirs: &[T]) -> Vec<T> {
        let settled = settle(base, mine, theirs);
        if let Some(settled) = settled {
            self.pass(settled);
            return settled.to_vec();
        }
        let (to_mine, to_theirs) = (same(base, mine), same(base, theirs));
        let synced = (0..base.len()).filter_map(|at| Some((at, to_mine[at]?, to_theirs[at]?)));
        let mut out = Vec::new();
        let (mut b, mut m, mut t) = (0, 0, 0);
        for (at, in_mine, in_theirs) in synced.chain([(base.len(), mine.len(), theirs.len())]) {
            out.extend(self.between(&base[b..at], &mine[m..in_mine], &theirs[t..in_theirs]));
            if let Some(part) = base.get(at) {
                self.pass(std::slice::from_ref(part));
                out.push(part.clone());
            }
            (b, m, t) = (at + 1, in_mine + 1, in_theirs + 1);
        }
        out
    }

    /// Merges what lies between: parts that became each other one by one, what is left as a whole.
    fn between<T: Part>(&mut self, base: &[T], mine: &[T], theirs: &[T]) -> Vec<T> {
        if let Some(settled) = settle(base, mine, theirs) {
            self.pass(settled);
            return settled.to_vec();
        }
        let (in_mine, in_theirs) = (alike(base, mine), alike(base, theirs));
        let find = |pairs: &[(usize, usize)], at: usize| {
            pairs.iter().find(|(b, _)| *b == at).map(|(_, other)| *other)
        };
        let met = (0..base.len()).filter_map(|at| Some((at, find(&in_mine, at)?, find(&in_theirs, at)?)));
        let mut out = Vec::new();
        let (mut b, mut m, mut t) = (0, 0, 0);
        for (at, i, j) in met.chain([(base.len(), mine.len(), theirs.len())]) {
            out.extend(self.whole(&base[b..at], &mine[m..i], &theirs[t..j]));
            if let (Some(was), Some(one), Some(other)) = (base.get(at), mine.get(i), theirs.get(j)) {
                out.extend(self.one(was, one, other));
            }
            (b, m, t) = (at + 1, i + 1, j + 1);
        }
        out
    }

    /// A part that both still have.
    fn one<T: Part>(&mut self, base: &T, mine: &T, theirs: &T) -> Vec<T> {
        let slices = [base, mine, theirs].map(std::slice::from_ref);
        if let Some(settled) = settle(slices[0], slices[1], slices[2]) {
            self.pass(settled);
            return settled.to_vec();
        }
        match T::within(base, mine, theirs, self) {
            Some(merged) => {
                self.pass(slices[1]);
                vec![merged]
            }
            None => self.ask(slices[0], slices[1], slices[2]),
        }
    }

    fn whole<T: Part>(&mut self, base: &[T], mine: &[T], theirs: &[T]) -> Vec<T> {
        match settle(base, mine, theirs) {
            Some(settled) => {
                self.pass(settled);
                settled.to_vec()
            }
            None => self.ask(base, mine, theirs),
        }
    }

    /// A conflict, and what was chosen.
    fn ask<T: Part>(&mut self, base: &[T], mine: &[T], theirs: &[T]) -> Vec<T> {
        let choice = self.choices.get(self.conflicts.len()).copied().unwrap_or_default();
        self.conflicts.push(Conflict {
            base: T::document(base),
            mine: T::document(mine),
            theirs: T::document(theirs),
            under: self.under.clone(),
        });
        let chosen = match choice {
            Choice::Mine => mine.to_vec(),
            Choice::Theirs => theirs.to_vec(),
            Choice::Base => base.to_vec(),
            Choice::Both => mine.iter().chain(theirs).cloned().collect(),
        };
        self.pass(mine);
        chosen
    }

    /// Notes the headings that were passed. Where the texts differ they are mine, whatever is chosen: what a
    /// conflict stands under must not hang on how an earlier one was answered.
    fn pass<T: Part>(&mut self, parts: &[T]) {
        if let Some(heading) = parts.iter().filter_map(Part::heading).next_back() {
            self.under = heading;
        }
    }
}

/// What two made of a stretch, where at most one of them changed it or both did the same.
fn settle<'a, T: PartialEq>(base: &[T], mine: &'a [T], theirs: &'a [T]) -> Option<&'a [T]> {
    if base == mine || mine == theirs {
        Some(theirs)
    } else if base == theirs {
        Some(mine)
    } else {
        None
    }
}

/// For each part of one sequence, where it stands unchanged in the other.
fn same<T: Part>(base: &[T], other: &[T]) -> Vec<Option<usize>> {
    let mut out = vec![None; base.len()];
    for op in capture_diff_slices(Algorithm::Patience, base, other) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            for k in 0..len {
                out[old_index + k] = Some(new_index + k);
            }
        }
    }
    out
}

/// The parts of two sequences that became each other, in order.
fn alike<T: Part>(base: &[T], other: &[T]) -> Vec<(usize, usize)> {
    let (olds, news): (Vec<_>, Vec<_>) =
        (base.iter().map(Part::words).collect(), other.iter().map(Part::words).collect());
    in_order(base.len(), other.len(), |i, j| {
        if base[i] == other[j] {
            return 2.0;
        }
        let alike = dice(&olds[i], &news[j]);
        if base[i].is_kin(&other[j]) && alike >= ALIKE { alike } else { 0.0 }
    })
}

/// A document of these blocks alone.
fn document_of(content: Vec<Block>) -> Document {
    let mut document = Document { content };
    document.normalise();
    document
}

/// The range of each sentence of a text, in code points.
fn sentences(text: &str) -> Vec<Range<usize>> {
    use crate::stream::{Edge, Literal, Shape, Stream};
    let mut stream = Stream::default();
    stream.read(text, 0, Shape::Block(Edge::Block), &mut Literal);
    let starts = stream.tokens.iter().filter(|token| token.edge >= Edge::Sentence);
    let mut cuts: Vec<usize> = starts.map(|token| text[..token.start as usize].chars().count()).collect();
    if let Some(first) = cuts.first_mut() {
        *first = 0;
    }
    cuts.push(text.chars().count());
    cuts.windows(2).map(|pair| pair[0]..pair[1]).filter(|range| !range.is_empty()).collect()
}
