//! The words of a row as runs: with their marks, citations and images.

use crate::{
    fonts::Face,
    runs::{Run, Sign},
    sheet::Look,
};
use compare::{Op, Row, Segment};
use document::{InlineKind, Mark};

/// The text as it stands, or stood.
pub(super) fn text(row: &Row) -> String {
    let newer = row.new.is_some();
    let stands = |segment: &&Segment| if newer { segment.new.is_some() } else { segment.old.is_some() };
    row.segments.iter().filter(stands).map(|segment| segment.text.as_str()).collect()
}

/// A remark as a sentence.
pub(super) fn sentence(remark: &str) -> String {
    let mut letters = remark.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    let stop = if remark.ends_with(['.', '”']) { "" } else { "." };
    format!("{}{stop}", first.chain(letters).collect::<String>())
}

/// In one line, with what is no word named.
pub(super) fn tidy(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(document::LEAF, "[mark]")
}

pub(super) fn runs(segment: &Segment, look: Look, runs: &mut Vec<Run>) {
    // A space that only the old text has parts the words before it from those that went.
    if segment.text.is_empty() && segment.old_text.is_some() {
        runs.push(Run { look, raise: 0.0, sign: Sign::None, fate: None, text: " ".to_owned() });
    }
    for inline in &segment.content {
        let mut run = Run { look, raise: 0.0, sign: Sign::None, fate: None, text: String::new() };
        for mark in &inline.marks {
            match mark {
                Mark::Em => run.look.face = Face::Italic,
                Mark::Strong => run.look.face = Face::Semibold,
                Mark::Superscript => raised(&mut run, 0.33),
                Mark::Subscript => raised(&mut run, -0.16),
                Mark::Link { .. } => {}
            }
        }
        run.text = match &inline.kind {
            InlineKind::Text { text } => text.clone(),
            // A line break that came or went has to be seen.
            InlineKind::HardBreak if segment.op == Op::Equal => "\n".to_owned(),
            InlineKind::HardBreak => "¶\n".to_owned(),
            InlineKind::Citation { attrs } => {
                raised(&mut run, 0.33);
                if attrs.mark.is_empty() { attrs.keys.join(",") } else { attrs.mark.clone() }
            }
            InlineKind::Image { attrs } => format!("[image: {}]", attrs.alt),
        };
        runs.push(run);
    }
}

fn raised(run: &mut Run, by: f32) {
    run.raise = run.look.size * by;
    run.look.size *= 0.72;
}
