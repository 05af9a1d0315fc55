//! The reference list: its section, its entries.

use super::{
    Reference,
    clean::{one_line, words_of},
};
use crate::{Block, Inline, InlineKind, Mark};
use std::ops::Range;

/// Whether a heading is that of a reference list.
pub(super) fn is_title(title: &str) -> bool {
    const TITLES: [&str; 14] = [
        "bibliography",
        "citations",
        "endnotes",
        "footnotes",
        "further reading and references",
        "literature",
        "literature cited",
        "reference list",
        "references",
        "references and notes",
        "references cited",
        "sources",
        "sources and references",
        "works cited",
    ];
    let plain = title.trim().trim_end_matches(':').trim_start_matches(|c: char| !c.is_alphabetic());
    TITLES.contains(&plain.to_lowercase().as_str())
}

/// The top-level blocks of the last reference list, its heading left out.
pub(super) fn section(blocks: &[Block]) -> Option<Range<usize>> {
    let heading = |block: &Block| match block {
        Block::Heading { attrs, content } => Some((attrs.level, words_of(content))),
        _ => None,
    };
    let at = blocks.iter().rposition(|block| heading(block).is_some_and(|(_, title)| is_title(&title)))?;
    let level = blocks.get(at).and_then(heading)?.0;
    let end = blocks
        .iter()
        .skip(at + 1)
        .position(|block| heading(block).is_some_and(|(other, _)| other <= level))
        .map_or(blocks.len(), |count| at + 1 + count);
    Some(at + 1..end)
}

/// The entries of a reference list: items of lists by their number, other lines by the label they begin
/// with, or else by their place.
pub(super) fn entries(blocks: &[Block]) -> Vec<Reference> {
    let mut out: Vec<Reference> = Vec::new();
    let mut labelled = false;
    for block in blocks {
        match block {
            Block::OrderedList { attrs, content } => {
                for (n, item) in (0u32..).zip(content) {
                    let label = attrs.order.saturating_add(n).to_string();
                    out.extend(entry(Some(label), &item.content));
                }
            }
            Block::BulletList { content } => {
                for item in content {
                    let label = (out.len() + 1).to_string();
                    out.extend(entry(Some(label), &item.content));
                }
            }
            Block::Paragraph { content } => {
                for inlines in content.split(|inline| inline.kind == InlineKind::HardBreak) {
                    let Some(mut found) = entry(None, &[Block::paragraph(inlines.to_vec())]) else {
                        continue;
                    };
                    let own = !found.label.is_empty();
                    match out.last_mut() {
                        // Where entries bear labels, a line without one goes on with the entry above.
                        Some(last) if labelled && !own => {
                            last.text = format!("{} {}", last.text, found.text);
                            last.url = last.url.take().or(found.url);
                        }
                        _ if !own && found.text.ends_with(':') => {}
                        _ => {
                            if !own {
                                found.label = (out.len() + 1).to_string();
                            }
                            out.push(found);
                        }
                    }
                    labelled |= own;
                }
            }
            Block::Heading { .. } | Block::Blockquote { .. } | Block::Table { .. } => {}
        }
    }
    out
}

fn entry(label: Option<String>, blocks: &[Block]) -> Option<Reference> {
    let inlines = || {
        blocks.iter().flat_map(|block| match block {
            Block::Paragraph { content } => content.as_slice(),
            _ => &[],
        })
    };
    let words = words_of(&inlines().cloned().collect::<Vec<Inline>>());
    let words = one_line(&words);
    let (own, rest) = own_label(&words).unwrap_or((String::new(), &words));
    if rest.is_empty() {
        return None;
    }
    let linked = inlines().flat_map(|inline| &inline.marks).find_map(|mark| match mark {
        Mark::Link { attrs } if attrs.href.starts_with("http") => Some(attrs.href.clone()),
        _ => None,
    });
    Some(Reference {
        label: if own.is_empty() { label.unwrap_or_default() } else { own },
        text: rest.to_owned(),
        url: linked.or_else(|| url(rest)),
    })
}

/// The label an entry begins with (`[3]`, `3.`, `3)`, `(3)`, `³`, `[^a]:`), and what follows it.
pub(super) fn own_label(text: &str) -> Option<(String, &str)> {
    let cut = |label: &str, rest: &'_ str| -> Option<String> {
        let known = label.len() <= 40
            && !label.is_empty()
            && (label.chars().all(|c| c.is_ascii_digit()) && label.len() <= 3 && !label.starts_with('0')
                || label.starts_with(['^', '@']) && label.len() > 1);
        (known && (rest.is_empty() || rest.starts_with([' ', ':', '\u{A0}'])))
            .then(|| label.trim_start_matches('^').to_owned())
    };
    let bracketed = |open: char, close: char| {
        let (label, rest) = text.strip_prefix(open)?.split_once(close)?;
        Some((cut(label, rest)?, rest.trim_start_matches(':').trim_start()))
    };
    if let Some(found) = bracketed('[', ']').or_else(|| bracketed('(', ')')) {
        return Some(found);
    }
    let raised: String = text.chars().map_while(super::citation::lowered).collect();
    if !raised.is_empty() {
        let rest = text.trim_start_matches(|c| super::citation::lowered(c).is_some()).trim_start();
        return Some((raised, rest));
    }
    let (label, rest) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let rest = rest.strip_prefix(['.', ')']).unwrap_or(rest);
    Some((cut(label, rest)?, rest.trim_start()))
}

/// The first web address or DOI in the text.
pub(super) fn url(text: &str) -> Option<String> {
    let end = |from: &str| -> String {
        let end = from.find(|c: char| c.is_whitespace() || "<>\"\u{201d}".contains(c)).unwrap_or(from.len());
        from[..end].trim_end_matches(['.', ',', ';', ')', ']']).to_owned()
    };
    if let Some(at) = text.find("https://").or_else(|| text.find("http://")) {
        return Some(end(&text[at..]));
    }
    let doi = text.match_indices("10.").find_map(|(at, _)| {
        let rest = &text[at..];
        let digits = rest[3..].bytes().take(10).take_while(u8::is_ascii_digit).count();
        let suffix = rest[3 + digits..].strip_prefix('/')?;
        let known = (4..=9).contains(&digits);
        (known && !suffix.starts_with(char::is_whitespace) && !suffix.is_empty()).then(|| end(rest))
    })?;
    Some(format!("https://doi.org/{doi}"))
}
