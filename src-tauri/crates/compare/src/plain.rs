//! Two plain texts: what changed, as operations on their bytes.
//!
//! Markdown syntax is left as it is, blocks are parted by blank lines, table rows and list items by
//! lines. Soft line ends are white space, and white space is never a change.

use crate::align::{Alignment, NONE, align};
use crate::clinical::{Passage, findings, orders};
use crate::comparison::Class;
use crate::stream::{Edge, Stream, Token};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What happened to a run of bytes. The ranges are UTF-8 byte offsets; those of all operations that
/// have `old` tile the old text, those that have `new` tile the new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// What happened.
    pub op: Kind,
    /// Where in the old text; absent for an insertion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<[u32; 2]>,
    /// Where in the new text; absent for a deletion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<[u32; 2]>,
    /// The move it belongs to, from 1. The operations of a move stand together, where it went.
    #[serde(default, rename = "move", skip_serializing_if = "Option::is_none")]
    pub moved: Option<u32>,
    /// The clinical classes of the change it is part of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Class>,
}

/// What happened to a run of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It stands in both texts, alike but for white space.
    Equal,
    /// It is gone.
    Delete,
    /// It is new.
    Insert,
}

/// What changed from `old` to `new`, in reading order, deletions before insertions. Texts beyond 4 GiB
/// are not compared: nothing is returned for them.
pub fn operations(old: &str, new: &str) -> Vec<Operation> {
    if u32::try_from(old.len()).is_err() || u32::try_from(new.len()).is_err() {
        return Vec::new();
    }
    let (head, tail) = common_blocks(old, new);
    let middle = |text: &'_ str| head..text.len() - tail;
    let (a, b) = (Stream::of(old, middle(old)), Stream::of(new, middle(new)));
    let alignment = align(&a, &b);
    let sides = (Side::of(old, &a, middle(old)), Side::of(new, &b, middle(new)));
    let mut writer =
        Writer { old: sides.0, new: sides.1, alignment: &alignment, out: Vec::new(), tokens: Vec::new() };
    writer.write();
    let mut out = writer.out;
    let range = |from: usize, to: usize| Some([from as u32, to as u32]);
    let equal = |old, new| Operation { op: Kind::Equal, old, new, moved: None, flags: Vec::new() };
    if head > 0 {
        out.insert(0, equal(range(0, head), range(0, head)));
    }
    if tail > 0 {
        out.push(equal(range(old.len() - tail, old.len()), range(new.len() - tail, new.len())));
    }
    join_equals(&mut out);
    out
}

/// How many bytes of whole blocks two texts begin with alike, and end with alike.
fn common_blocks(old: &str, new: &str) -> (usize, usize) {
    let (a, b) = (old.as_bytes(), new.as_bytes());
    let parts = |bytes: &[u8], at: usize| at == 0 || bytes[..at].ends_with(b"\n\n");
    let alike = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let head = if alike == a.len() && alike == b.len() {
        alike
    } else {
        (0..=alike).rev().find(|at| parts(a, *at)).unwrap_or(0)
    };
    let (a, b) = (&a[head..], &b[head..]);
    let alike = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let from = |at: usize| parts(a, a.len() - at) && parts(b, b.len() - at);
    (head, (0..=alike).rev().find(|at| *at == 0 || from(*at)).unwrap_or(0))
}

/// Joins what is equal in both and stands together in both.
fn join_equals(operations: &mut Vec<Operation>) {
    operations.dedup_by(|next, before| {
        let (Some(old), Some(new)) = (before.old, before.new) else { return false };
        let follows = next.old.is_some_and(|range| range[0] == old[1])
            && next.new.is_some_and(|range| range[0] == new[1]);
        let joins = follows && before.moved.is_none() && next.moved.is_none();
        if joins {
            (before.old, before.new) =
                (next.old.map(|range| [old[0], range[1]]), next.new.map(|range| [new[0], range[1]]));
        }
        joins
    });
}

struct Side<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// The bytes that are looked at.
    range: Range<usize>,
}

impl<'a> Side<'a> {
    fn of(text: &'a str, stream: &'a Stream, range: Range<usize>) -> Self {
        Self { text, tokens: &stream.tokens, range }
    }

    fn passage(&self, changed: Range<usize>) -> Passage<'a> {
        Passage { text: self.text, tokens: self.tokens, changed, in_warnings: false }
    }

    /// The bytes of tokens `from..to` with the white space after each, and before the text's first.
    fn bytes(&self, from: usize, to: usize) -> [u32; 2] {
        let start = |at: usize| match at {
            0 => self.range.start as u32,
            at => self.tokens.get(at).map_or(self.range.end as u32, |t| t.start),
        };
        [start(from), start(to)]
    }
}

struct Writer<'a> {
    old: Side<'a>,
    new: Side<'a>,
    alignment: &'a Alignment,
    out: Vec<Operation>,
    /// The tokens of each operation in either text; an empty range where they are missing.
    tokens: Vec<(Range<usize>, Range<usize>)>,
}

impl Writer<'_> {
    fn write(&mut self) {
        let Alignment { to_new, to_old, old_move, new_move, .. } = self.alignment;
        let (n, m) = (self.old.tokens.len(), self.new.tokens.len());
        let first_of_move = first_of_moves(old_move);
        let (mut i, mut j) = (0, 0);
        while i < n || j < m {
            if i < n && old_move[i] != 0 {
                i += 1;
            } else if i < n && to_new[i] == NONE {
                let start = i;
                while i < n && to_new[i] == NONE && old_move[i] == 0 {
                    i += 1;
                }
                self.push(Kind::Delete, start..i, j..j, 0);
            } else if j < m && new_move[j] != 0 {
                let moved = new_move[j];
                let start = j;
                while j < m && new_move[j] == moved {
                    j += 1;
                }
                let first = first_of_move.get(moved as usize).copied().unwrap_or(n);
                let last = (first..n).find(|i| old_move[*i] != moved).unwrap_or(n);
                self.flow((first, last), (start, j), moved);
            } else if j < m && to_old[j] == NONE {
                let start = j;
                while j < m && to_old[j] == NONE && new_move[j] == 0 {
                    j += 1;
                }
                self.push(Kind::Insert, i..i, start..j, 0);
            } else {
                let start = (i, j);
                while i < n && j < m && to_new[i] == j as u32 && old_move[i] == 0 {
                    (i, j) = (i + 1, j + 1);
                }
                if start == (i, j) {
                    // Unreachable with an alignment that keeps its promises.
                    break;
                }
                self.push(Kind::Equal, start.0..i, start.1..j, 0);
            }
        }
        if self.out.is_empty() && !(self.old.range.is_empty() && self.new.range.is_empty()) {
            // Nothing but white space.
            self.push(Kind::Equal, 0..n, 0..m, 0);
        }
        self.flag();
        self.steps();
    }

    /// Judges each run of deletions and insertions.
    fn flag(&mut self) {
        let mut at = 0;
        while at < self.out.len() {
            let first = &self.out[at];
            let end = (at..self.out.len())
                .find(|k| {
                    let parted = *k > at && {
                        let (before, here) = (&self.tokens[k - 1], &self.tokens[*k]);
                        before.0.end != here.0.start || before.1.end != here.1.start
                    };
                    parted || self.out[*k].op == Kind::Equal || self.out[*k].moved != first.moved
                })
                .unwrap_or(self.out.len());
            if end == at {
                at += 1;
                continue;
            }
            let (from, to) = (&self.tokens[at], &self.tokens[end - 1]);
            let (old, new) =
                (self.old.passage(from.0.start..to.0.end), self.new.passage(from.1.start..to.1.end));
            let found = findings(&old, &new).into_iter().map(|finding| finding.class);
            let mut flags: Vec<Class> = found.filter(|class| class.clinical()).collect();
            flags.dedup();
            for operation in &mut self.out[at..end] {
                operation.flags.clone_from(&flags);
            }
            at = end;
        }
    }

    /// Tells of steps of a numbered list that stand in another order.
    fn steps(&mut self) {
        for at in 0..self.out.len() {
            let (first, tokens) = (self.out[at].moved, &self.tokens[at]);
            let begins = first.is_some() && at.checked_sub(1).is_none_or(|k| self.out[k].moved != first);
            // A list that moved as a whole keeps its order.
            let items = self.new.tokens[tokens.1.clone()].iter().filter(|token| token.edge == Edge::Item);
            let kept = |at: usize| self.alignment.to_old[at] != NONE && self.alignment.new_move[at] == 0;
            let counts = |at: usize| self.new.tokens[at].edge == Edge::Item;
            let near =
                tokens.1.start.saturating_sub(STEPS)..(tokens.1.end + STEPS).min(self.new.tokens.len());
            // Where a list moved step by step, none passed another.
            let passed =
                near.into_iter().any(|at| at >= 2 && kept(at) && counts(at - 2) && is_step(&self.new, at));
            if begins
                && passed
                && items.count() <= 1
                && is_step(&self.old, tokens.0.start)
                && is_step(&self.new, tokens.1.start)
            {
                self.out[at].flags = vec![Class::Negation];
            }
        }
    }

    /// The operations within a move.
    fn flow(&mut self, (mut i, n): (usize, usize), (mut j, m): (usize, usize), moved: u32) {
        let alignment = self.alignment;
        while i < n || j < m {
            let start = (i, j);
            while i < n && alignment.to_new[i] == NONE {
                i += 1;
            }
            if i > start.0 {
                self.push(Kind::Delete, start.0..i, j..j, moved);
            }
            while j < m && alignment.to_old[j] == NONE {
                j += 1;
            }
            if j > start.1 {
                self.push(Kind::Insert, i..i, start.1..j, moved);
            }
            let start = (i, j);
            while i < n && j < m && alignment.to_new[i] == j as u32 {
                (i, j) = (i + 1, j + 1);
            }
            if i > start.0 {
                self.push(Kind::Equal, start.0..i, start.1..j, moved);
            } else if (i < n) != (j < m) {
                break;
            }
        }
    }

    fn push(&mut self, op: Kind, old: Range<usize>, new: Range<usize>, moved: u32) {
        self.out.push(Operation {
            op,
            old: (op != Kind::Insert).then(|| self.old.bytes(old.start, old.end)),
            new: (op != Kind::Delete).then(|| self.new.bytes(new.start, new.end)),
            moved: (moved != 0).then_some(moved),
            flags: Vec::new(),
        });
        self.tokens.push((old, new));
    }
}

/// Tokens about a step that moved, in which another one that stayed is looked for.
const STEPS: usize = 60;

/// Whether what begins at a token is the item of a numbered list, and says what to do: "2. Open the airway".
fn is_step(side: &Side<'_>, at: usize) -> bool {
    let tokens = |at: usize| side.tokens.get(at);
    let counter = |at: usize| {
        tokens(at).is_some_and(|token| token.edge == Edge::Item && token.kind == crate::stream::Kind::Number)
    };
    let first = [Some(at), at.checked_sub(2)].into_iter().flatten().find(|at| counter(*at));
    first.is_some_and(|at| orders(side.text, side.tokens.get(at + 2..).unwrap_or_default()))
}

/// The first old token of each move, by its id.
fn first_of_moves(moves: &[u32]) -> Vec<usize> {
    let mut out = Vec::new();
    for (at, moved) in moves.iter().enumerate().filter(|(_, moved)| **moved != 0) {
        if out.len() <= *moved as usize {
            out.resize(*moved as usize + 1, usize::MAX);
        }
        out[*moved as usize] = at.min(out[*moved as usize]);
    }
    out
}
