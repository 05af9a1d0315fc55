//! Changes in words: one line for each, and the sentence that counts them.

use crate::comparison::{BlockRef, Change, Class, Count, Formatting, Op, Role, Segment, Summary};
use document::{Inline, InlineKind};
use std::collections::BTreeMap;

/// The text of the segments of one fate as a reader sees it, citation marks and images in brackets.
pub(super) fn shown<'a>(segments: impl IntoIterator<Item = &'a Segment>, old: bool) -> String {
    let mut out = String::new();
    for segment in segments {
        match (&segment.old_text, old) {
            (Some(text), true) => out.push_str(text),
            _ => segment.content.iter().for_each(|inline| match &inline.kind {
                InlineKind::Text { text } => out.push_str(text),
                InlineKind::HardBreak => out.push('\n'),
                InlineKind::Image { .. } | InlineKind::Citation { .. } => out.extend(leaf(inline)),
            }),
        }
    }
    out
}

/// A citation mark or an image as a reader sees it; nothing for text.
pub(super) fn leaf(inline: &Inline) -> Option<String> {
    match &inline.kind {
        InlineKind::Image { attrs } => Some(format!("[{}]", attrs.alt)),
        InlineKind::Citation { attrs } if attrs.mark.is_empty() => Some("[…]".to_owned()),
        InlineKind::Citation { attrs } => Some(attrs.mark.clone()),
        InlineKind::Text { .. } | InlineKind::HardBreak => None,
    }
}

/// What the leaves of the segments of one fate point at, to tell apart what reads alike.
pub(super) fn leaves<'a>(segments: impl IntoIterator<Item = &'a Segment>) -> String {
    let mut out = String::new();
    for inline in segments.into_iter().flat_map(|segment| &segment.content) {
        match &inline.kind {
            InlineKind::Citation { attrs } => out.extend([attrs.keys.join(",").as_str(), ";"]),
            InlineKind::Image { attrs } => {
                out.extend([attrs.digest.map(|digest| digest.to_string()).unwrap_or_default().as_str(), ";"]);
            }
            InlineKind::Text { .. } | InlineKind::HardBreak => {}
        }
    }
    out
}

/// The citation marks of the segments of one fate, as they are printed.
pub(super) fn citations(segments: &[Segment], op: Op) -> String {
    let inlines = segments.iter().filter(|segment| segment.op == op).flat_map(|segment| &segment.content);
    let marks = inlines.filter_map(|inline| match &inline.kind {
        InlineKind::Citation { attrs } if attrs.mark.is_empty() => Some("[…]"),
        InlineKind::Citation { attrs } => Some(attrs.mark.as_str()),
        _ => None,
    });
    marks.collect::<Vec<_>>().join(" ")
}

/// The words of a text, the middle left out of a long one.
pub(super) fn short(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [a, b, c, d, _, _, _, .., y, z] => format!("“{a} {b} {c} {d} … {y} {z}”"),
        words => format!("“{}”", words.join(" ")),
    }
}

/// One line for words that changed.
pub(super) fn wording(old: &str, new: &str) -> String {
    match (old.trim().is_empty(), new.trim().is_empty()) {
        (false, false) => format!("{} → {}", short(old), short(new)),
        (false, true) => format!("{} removed", short(old)),
        _ => format!("{} added", short(new)),
    }
}

/// What a block is.
pub(super) fn place(place: &BlockRef) -> String {
    let what = match place.role {
        Role::Heading { level } => format!("heading level {level}"),
        Role::Paragraph => "paragraph".to_owned(),
        Role::ListItem { depth, ordered, first } => {
            let list = if ordered { "numbered list" } else { "bullet list" };
            let which = if first { "item" } else { "further paragraph" };
            format!("{which} of a {list}, depth {depth}")
        }
        Role::Cell { header: true, .. } => "heading cell".to_owned(),
        Role::Cell { .. } => "cell".to_owned(),
    };
    if place.quoted > 0 { format!("{what}, quoted") } else { what }
}

/// How formatting changed.
pub(super) fn formatting(formatting: &Formatting) -> String {
    let list =
        |names: &[String], how: &str| (!names.is_empty()).then(|| format!("{} {how}", names.join(", ")));
    [list(&formatting.removed, "removed"), list(&formatting.added, "added")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// Counts changes by class.
pub(super) fn summary(changes: &[Change]) -> Summary {
    let mut counts: BTreeMap<Class, u32> = BTreeMap::new();
    for change in changes {
        let mut classes: Vec<Class> = change.findings.iter().map(|f| f.class).collect();
        classes.sort_unstable();
        classes.dedup();
        if change.clinical {
            classes.retain(|class| class.clinical());
        }
        for class in classes {
            *counts.entry(class).or_default() += 1;
        }
    }
    let counts: Vec<Count> = counts.into_iter().map(|(class, count)| Count { class, count }).collect();
    let sentence = if counts.is_empty() {
        "No changes".to_owned()
    } else {
        counts
            .iter()
            .map(|c| format!("{} {}", c.count, noun(c.class, c.count)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (clinical, total) = (changes.iter().filter(|c| c.clinical).count() as u32, changes.len() as u32);
    Summary { counts, clinical, total, sentence, caution: caution(clinical, total) }
}

fn caution(clinical: u32, total: u32) -> String {
    let lists = "Clinical changes are found by lists of words, which cannot know them all";
    match (clinical, total - clinical) {
        (0, 0) => String::new(),
        (_, 0) => format!("{lists}."),
        (0, 1) => format!("{lists}: read the one change there is."),
        (0, others) => format!("{lists}: read the {others} changes."),
        (_, 1) => format!("{lists}: read the other change too."),
        (_, others) => format!("{lists}: read the other {others} changes too."),
    }
}

const fn noun(class: Class, count: u32) -> &'static str {
    let one = count == 1;
    let (single, plural) = match class {
        Class::Dose => ("dose", "doses"),
        Class::Negation => ("negation", "negations"),
        Class::Warning => ("warning removed", "warnings removed"),
        Class::Drug => ("drug name", "drug names"),
        Class::Number => ("number", "numbers"),
        Class::Population => ("population", "populations"),
        Class::Certainty => ("certainty", "certainty"),
        Class::Citation => ("citation", "citations"),
        Class::Reference => ("reference", "references"),
        Class::Wording => ("wording", "wording"),
        Class::Moved => ("moved", "moved"),
        Class::Structure => ("structure", "structure"),
        Class::Formatting => ("formatting", "formatting"),
    };
    if one { single } else { plural }
}
