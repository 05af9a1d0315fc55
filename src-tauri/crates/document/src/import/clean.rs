//! Text as the model wants it: no control characters, white space folded, one normal form.

use crate::{Inline, InlineKind, LEAF, Mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// NFC, control characters as spaces, invisible break hints left out. Tabs and line feeds stay.
pub(super) fn clean(text: &str) -> String {
    let kept = text.chars().filter(|c| !matches!(c, '\u{AD}' | '\u{200B}' | '\u{FEFF}')).map(|c| {
        let stays = matches!(c, '\t' | '\n') || !(c.is_control() || c == LEAF || is_separator(c));
        if stays { c } else { ' ' }
    });
    let kept: String = kept.collect();
    if is_nfc_quick(kept.chars()) == IsNormalized::Yes { kept } else { kept.nfc().collect() }
}

/// Line and paragraph separators, which editors draw as nothing.
fn is_separator(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// As [`clean`], on one line: runs of white space are one space, none at the ends.
pub(super) fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The inlines of one block while it is read: folds white space across their borders.
#[derive(Default)]
pub(super) struct Line {
    inlines: Vec<Inline>,
    /// The space due before the next word, with the marks it stood under.
    space: Option<(char, Vec<Mark>)>,
}

impl Line {
    /// Adds words, folding white space. A single no-break space between words stays one.
    pub(super) fn push(&mut self, text: &str, marks: &[Mark]) {
        let text = clean(text);
        let mut rest = text.as_str();
        while let Some(c) = rest.chars().next() {
            if c.is_whitespace() {
                self.space = Some(match self.space.take() {
                    None if matches!(c, '\u{A0}' | '\u{202F}') => (c, marks.to_vec()),
                    None => (' ', marks.to_vec()),
                    Some((_, under)) => {
                        (' ', under.into_iter().filter(|mark| marks.contains(mark)).collect())
                    }
                });
                rest = &rest[c.len_utf8()..];
            } else {
                self.settle(marks);
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                self.inlines.push(Inline::marked(&rest[..end], marks.to_vec()));
                rest = &rest[end..];
            }
        }
    }

    /// Adds text whose white space counts: line feeds become breaks.
    pub(super) fn push_verbatim(&mut self, text: &str, marks: &[Mark]) {
        self.settle(marks);
        for (n, line) in clean(text).split('\n').enumerate() {
            if n > 0 {
                self.push_break();
            }
            if !line.is_empty() {
                self.inlines.push(Inline::marked(line, marks.to_vec()));
            }
        }
    }

    /// Ends the line of text within its block.
    pub(super) fn push_break(&mut self) {
        self.space = None;
        self.inlines.push(Inline::hard_break());
    }

    /// Adds a leaf.
    pub(super) fn push_leaf(&mut self, kind: InlineKind, marks: &[Mark]) {
        self.settle(marks);
        let mut leaf = Inline { kind, marks: marks.to_vec() };
        leaf.marks.sort();
        leaf.marks.dedup();
        self.inlines.push(leaf);
    }

    /// Puts the space that is due before what comes with these marks; none begins a line.
    fn settle(&mut self, next: &[Mark]) {
        let Some((space, mut marks)) = self.space.take() else { return };
        if let Some(before) = self.inlines.last()
            && before.kind != InlineKind::HardBreak
        {
            marks.retain(|mark| next.contains(mark) && before.marks.contains(mark));
            self.inlines.push(Inline::marked(space, marks));
        }
    }

    /// The inlines, without breaks at either end, parted where two breaks follow each other.
    pub(super) fn finish(self) -> Vec<Vec<Inline>> {
        let mut out: Vec<Vec<Inline>> = vec![Vec::new()];
        let mut breaks = 0;
        for inline in self.inlines {
            if inline.kind == InlineKind::HardBreak {
                breaks += 1;
                continue;
            }
            if let Some(last) = out.last_mut() {
                match (breaks, last.is_empty()) {
                    (0, _) | (_, true) => last.push(inline),
                    (1, false) => last.extend([Inline::hard_break(), inline]),
                    (_, false) => out.push(vec![inline]),
                }
            }
            breaks = 0;
        }
        out.retain(|inlines| !inlines.is_empty());
        out
    }
}

/// The words of these inlines, a citation by its mark, an image by its description.
pub(super) fn words_of(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text { text } => out.push_str(text),
            InlineKind::HardBreak => out.push('\n'),
            InlineKind::Image { attrs } => out.push_str(&attrs.alt),
            InlineKind::Citation { attrs } => out.push_str(&attrs.mark),
        }
    }
    out
}
