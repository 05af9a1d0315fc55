//! The inlines of a block as a sequence in which marks open and close, properly nested.

use crate::{Inline, InlineKind, Mark};

pub(super) enum Token<'a> {
    Open(&'a Mark),
    Close(&'a Mark),
    Text(&'a str),
    Break,
    /// An image or a citation mark.
    Leaf(&'a InlineKind),
}

/// Marks stay open from one run to the next where both bear them.
pub(super) fn tokens(inlines: &[Inline]) -> Vec<Token<'_>> {
    let mut out = Vec::with_capacity(inlines.len() * 2);
    let mut open: Vec<&Mark> = Vec::new();
    for inline in inlines {
        let stays = open.iter().take_while(|mark| inline.marks.contains(mark)).count();
        out.extend(open.drain(stays..).rev().map(Token::Close));
        for mark in &inline.marks {
            if !open.contains(&mark) {
                open.push(mark);
                out.push(Token::Open(mark));
            }
        }
        out.push(match &inline.kind {
            InlineKind::Text { text } => Token::Text(text),
            InlineKind::HardBreak => Token::Break,
            leaf => Token::Leaf(leaf),
        });
    }
    out.extend(open.drain(..).rev().map(Token::Close));
    out
}
