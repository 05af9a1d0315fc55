//! The sentence that a change stands in, with the words of both texts: enough to judge it without the text around.

use super::side::Side;
use super::twins::Twins;
use super::{Lister, describe};
use crate::comparison::{Change, Comparison, Op, Phrase, Segment};
use std::collections::BTreeMap;

/// Characters of a sentence that is shown whole.
const WHOLE: usize = 320;
/// Characters that are kept of words which stay, on either side of those that changed.
const BESIDE: usize = 90;
/// Characters that are kept of a longer run of changed words.
const CHANGED: usize = 220;

/// The excerpt of each clinical change, in their order; nothing for the others.
pub(super) fn each(comparison: &Comparison, lister: &Lister<'_>, twins: &Twins) -> Vec<Vec<Phrase>> {
    let twin: BTreeMap<usize, usize> = twins.iter().map(|(gone, come)| (*come, *gone)).collect();
    let shown = |change: &Change| {
        let mut words = sentence(comparison, lister, change);
        if let Some(other) = twin.get(&(change.id as usize)).and_then(|at| lister.changes.get(*at)) {
            let mut both = sentence(comparison, lister, other);
            both.push(Phrase { op: Op::Equal, text: " → ".to_owned(), clinical: false });
            both.append(&mut words);
            words = both;
        }
        tidied(words)
    };
    let of = |change: &Change| if change.clinical { shown(change) } else { Vec::new() };
    lister.changes.iter().map(of).collect()
}

fn sentence(comparison: &Comparison, lister: &Lister<'_>, change: &Change) -> Vec<Phrase> {
    let row = change.rows.first().and_then(|row| comparison.rows.get(*row as usize));
    let segments = row.map_or(&[][..], |row| &row.segments);
    let about = |segment: &Segment| segment.change == Some(change.id) && segment.formatting.is_none();
    let found = |segment: &Segment| about(segment) && segment.clinical;
    let ends = |wanted: &dyn Fn(&Segment) -> bool| {
        let first = segments.iter().position(wanted)?;
        Some((first, segments.iter().rposition(wanted)?))
    };
    match ends(&found).or_else(|| ends(&about)).filter(|_| change.rows.len() == 1) {
        Some(ends) => Around { segments, lister, change: change.id }.read(ends),
        None => alone(change),
    }
}

/// Of a change that no run of words shows: what it is about.
fn alone(change: &Change) -> Vec<Phrase> {
    let phrase = |op: Op, text: &str| Phrase { op, text: text.to_owned(), clinical: op != Op::Equal };
    match (change.old_text.as_str(), change.new_text.as_str()) {
        (old, "") => vec![phrase(Op::Delete, old)],
        ("", new) => vec![phrase(Op::Insert, new)],
        (_, new) => vec![phrase(Op::Equal, new)],
    }
}

/// The runs of a row, to read a sentence from.
struct Around<'a, 'b> {
    segments: &'a [Segment],
    lister: &'a Lister<'b>,
    change: u32,
}

impl Around<'_, '_> {
    /// Where sentences begin within a run, in code points of it, and its end where one begins there. The space before
    /// its first belongs to that.
    fn begins(&self, segment: &Segment) -> Vec<u32> {
        let side = |side: &Side<'_>, span: &crate::Span| -> Vec<u32> {
            side.sentence_bounds(span).into_iter().map(|at| at - span.start).collect()
        };
        let mut starts = match (&segment.new, &segment.old) {
            (Some(span), _) => side(&self.lister.new, span),
            (None, Some(span)) => side(&self.lister.old, span),
            (None, None) => Vec::new(),
        };
        if let Some(first) = starts.first_mut()
            && segment.text.chars().take(*first as usize).all(char::is_whitespace)
        {
            *first = 0;
        }
        starts
    }

    /// Whether a run took the place of the one before it.
    fn replaces(&self, at: usize) -> bool {
        let own = |at: usize, op: Op| {
            self.segments.get(at).is_some_and(|s| s.op == op && s.change == Some(self.change))
        };
        let came = own(at, Op::Insert);
        came && at.checked_sub(1).is_some_and(|before| own(before, Op::Delete))
    }

    /// The first run of the sentence that holds a run, and where in it the sentence begins.
    fn first(&self, first: usize) -> (usize, u32) {
        let mut from = first;
        while let Some(here) = self.segments.get(from) {
            let starts = self.begins(here);
            let length = letters(here);
            let inside = if from == first { None } else { starts.iter().copied().rfind(|at| *at < length) };
            if let Some(at) = inside.filter(|_| shown(here)) {
                return (from, at);
            }
            let begins = starts.first() == Some(&0) && shown(here);
            let before = from.checked_sub(1).and_then(|before| self.segments.get(before));
            let ends = |s: &Segment| shown(s) && self.begins(s).last() == Some(&letters(s));
            let Some(before) = before else { break };
            if (begins || ends(before)) && !self.replaces(from) {
                break;
            }
            from -= 1;
        }
        (from, 0)
    }

    /// The last run of the sentence that holds a run, and where in it the next one begins.
    fn last(&self, last: usize) -> (usize, u32) {
        let mut to = last;
        while let (Some(here), Some(next)) = (self.segments.get(to), self.segments.get(to + 1)) {
            let starts = self.begins(next);
            let ended = shown(here) && self.begins(here).last() == Some(&letters(here));
            let begins = shown(next) && starts.first() == Some(&0);
            if (ended || begins) && !self.replaces(to + 1) {
                break;
            }
            to += 1;
            if let Some(at) = starts.iter().copied().find(|at| *at > 0).filter(|_| shown(next)) {
                return (to, at);
            }
        }
        (to, u32::MAX)
    }

    fn read(&self, (first, last): (usize, usize)) -> Vec<Phrase> {
        let ((from, skip), (to, keep)) = (self.first(first), self.last(last));
        let within = self.segments.iter().enumerate().take(to + 1).skip(from);
        let phrase = |(at, segment): (usize, &Segment)| Phrase {
            op: segment.op,
            text: words(segment, if at == from { skip } else { 0 }, if at == to { keep } else { u32::MAX }),
            clinical: segment.clinical && segment.change == Some(self.change),
        };
        within.filter(|(_, segment)| shown(segment)).map(phrase).collect()
    }
}

fn shown(segment: &Segment) -> bool {
    segment.op != Op::MovedAway
}

fn letters(segment: &Segment) -> u32 {
    segment.text.chars().count() as u32
}

/// Code points `from..to` of a run as a reader sees them, citation marks and images in brackets.
fn words(segment: &Segment, from: u32, to: u32) -> String {
    // A space that only the old text has parts the words before it from those that went.
    if segment.text.is_empty() {
        return " ".to_owned();
    }
    let mut leaves = segment.content.iter().filter_map(describe::leaf);
    let mut out = String::with_capacity(segment.text.len());
    for (at, c) in (0..).zip(segment.text.chars()) {
        let leaf = if c == document::LEAF { leaves.next() } else { None };
        if at >= from && at < to {
            match leaf {
                Some(leaf) => out.push_str(&leaf),
                None => out.push(c),
            }
        }
    }
    out
}

/// White space folded, neighbours of one fate joined, and a long sentence cut to what is around its words.
fn tidied(phrases: Vec<Phrase>) -> Vec<Phrase> {
    let mut out: Vec<Phrase> = Vec::new();
    for mut phrase in phrases {
        let folded = fold(&phrase.text);
        phrase.text = folded;
        match out.last_mut() {
            Some(last) if (last.op, last.clinical) == (phrase.op, phrase.clinical) => {
                last.text.push_str(&phrase.text);
            }
            _ => out.push(phrase),
        }
    }
    out.retain(|phrase| !phrase.text.is_empty());
    if let Some(first) = out.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    if let Some(last) = out.last_mut() {
        last.text = last.text.trim_end().to_owned();
    }
    if out.iter().map(|phrase| phrase.text.chars().count()).sum::<usize>() > WHOLE {
        let last = out.len().saturating_sub(1);
        for (at, phrase) in out.iter_mut().enumerate() {
            let (head, tail) = match (phrase.op, at) {
                (Op::Equal, 0) => (0, BESIDE),
                (Op::Equal, at) if at == last => (BESIDE, 0),
                (Op::Equal, _) => (BESIDE / 2, BESIDE / 2),
                _ if phrase.clinical => (CHANGED / 2, CHANGED / 2),
                _ => (BESIDE / 2, BESIDE / 2),
            };
            phrase.text = shortened(&phrase.text, head, tail);
        }
    }
    out
}

fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// Whole words of the head and the tail of a text that is longer than both by more than a word.
fn shortened(text: &str, head: usize, tail: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= head + tail + 24 {
        return text.to_owned();
    }
    let until = (0..=head).rev().find(|at| letters[*at].is_whitespace()).unwrap_or(0);
    let from = letters.len() - tail;
    let from = (from..letters.len()).find(|at| letters[*at].is_whitespace()).unwrap_or(letters.len());
    let (head, tail): (String, String) =
        (letters[..until].iter().collect(), letters[from..].iter().collect());
    format!("{head}{}…{tail}", if until == 0 { "" } else { " " })
}
