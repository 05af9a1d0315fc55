//! The reference list: its section, its entries.

use super::{
    Reference,
    citation::lowered,
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
/// with or that stands alone above them, or else by their place.
pub(super) fn entries(blocks: &[Block]) -> Vec<Reference> {
    let mut out: Vec<Reference> = Vec::new();
    // Where entries bear labels, a line without one goes on with the entry above.
    let mut labelled = false;
    // Behind a list that has its own numbers or bullets, a line without a label is no entry: it closes the article.
    let mut listed = false;
    for block in blocks {
        match block {
            Block::OrderedList { attrs, content } => {
                listed = true;
                for (n, item) in (0u32..).zip(content) {
                    let number = attrs.order.saturating_add(n).to_string();
                    out.push(entry(number, &paragraphs(&item.content)));
                }
            }
            Block::BulletList { content } => {
                listed = true;
                for item in content {
                    out.push(entry((out.len() + 1).to_string(), &paragraphs(&item.content)));
                }
            }
            Block::Paragraph { content } => {
                for inlines in content.split(|inline| inline.kind == InlineKind::HardBreak) {
                    let found = entry(String::new(), inlines);
                    let own = !found.label.is_empty();
                    match out.last_mut() {
                        Some(last) if labelled && !own => {
                            last.text = one_line(&format!("{} {}", last.text, found.text));
                            last.url = last.url.take().or(found.url);
                        }
                        _ if own => out.push(found),
                        _ if listed => {}
                        _ if found.text.ends_with(':') => {}
                        _ => out.push(Reference { label: (out.len() + 1).to_string(), ..found }),
                    }
                    labelled |= own;
                }
            }
            Block::Heading { .. } | Block::Blockquote { .. } | Block::Table { .. } => {}
        }
    }
    out.retain(|entry| !entry.text.is_empty());
    out
}

fn paragraphs(blocks: &[Block]) -> Vec<Inline> {
    let texts = blocks.iter().filter_map(|block| match block {
        Block::Paragraph { content } => Some(content.as_slice()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join(&[Inline::hard_break()][..])
}

/// An entry with its own label, or else with the one given.
fn entry(label: String, inlines: &[Inline]) -> Reference {
    let words = one_line(&words_of(inlines));
    // "³ Okafor A" is "3 Okafor A".
    let raised: String = words.chars().map_while(lowered).collect();
    let words = match words.trim_start_matches(|c| lowered(c).is_some()) {
        rest if raised.is_empty() => rest.to_owned(),
        rest => format!("{raised} {}", rest.trim_start()),
    };
    let alone = words.len() <= 3 && words.parse::<u16>().is_ok_and(|number| number > 0);
    let (own, text) = if alone { (words.as_str(), "") } else { own_label(&words).unwrap_or(("", &words)) };
    let linked = inlines.iter().flat_map(|inline| &inline.marks).find_map(|mark| match mark {
        Mark::Link { attrs } if attrs.href.starts_with("http") => Some(attrs.href.clone()),
        _ => None,
    });
    Reference {
        label: if own.is_empty() { label } else { own.to_owned() },
        text: text.to_owned(),
        url: linked.or_else(|| url(text)),
    }
}

/// The label an entry begins with (`[3]`, `3.`, `3)`, `3`, `(3)`, `[^a]:`), and what follows it.
fn own_label(text: &str) -> Option<(&str, &str)> {
    let bracketed = |open: char, close: char| {
        let (label, rest) = text.strip_prefix(open)?.split_once(close)?;
        let rest = rest.trim_start_matches(':');
        is_label(label, rest).then(|| (label.trim_start_matches('^'), rest.trim_start()))
    };
    let plain = || {
        let (label, rest) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
        let rest = rest.strip_prefix(['.', ')']).unwrap_or(rest);
        is_label(label, rest).then(|| (label, rest.trim_start()))
    };
    bracketed('[', ']').or_else(|| bracketed('(', ')')).or_else(plain)
}

/// A number, or a name behind `^` or `@`, that a space follows.
fn is_label(label: &str, rest: &str) -> bool {
    let number = (1..=3).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_digit())
        && !label.starts_with('0');
    let name = (2..=40).contains(&label.len()) && label.starts_with(['^', '@']);
    (number || name) && (rest.is_empty() || rest.starts_with([' ', '\u{A0}']))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The entries of a plain text's reference list.
    fn read(text: &str) -> Vec<(String, String, Option<String>)> {
        let blocks = crate::import::text::read(&format!("A title\n\nSome words.\n\nReferences\n\n{text}"));
        let section = section(&blocks).unwrap();
        entries(&blocks[section]).into_iter().map(|entry| (entry.label, entry.text, entry.url)).collect()
    }

    fn entry(label: &str, text: &str) -> (String, String, Option<String>) {
        (label.to_owned(), text.to_owned(), None)
    }

    #[test]
    fn entries_are_told_apart_by_their_labels() {
        let two = [entry("1", "Okafor A. On pain."), entry("2", "Berg T. On sleep.")];
        for text in [
            "1. Okafor A. On pain.\n2. Berg T. On sleep.",
            "1. Okafor A. On pain.\n\n2. Berg T. On sleep.",
            "[1] Okafor A. On pain.\n[2] Berg T. On sleep.",
            "[1] Okafor A. On pain.\n\n[2] Berg T. On sleep.",
            "(1) Okafor A. On pain.\n(2) Berg T. On sleep.",
            "¹ Okafor A. On pain.\n² Berg T. On sleep.",
            "1 Okafor A. On pain.\n2 Berg T. On sleep.",
            "1\nOkafor A.\nOn pain.\n2\nBerg T.\nOn sleep.",
            "1\n\nOkafor A. On pain.\n\n2\n\nBerg T. On sleep.",
            "• Okafor A. On pain.\n• Berg T. On sleep.",
            "Okafor A. On pain.\n\nBerg T. On sleep.",
        ] {
            assert_eq!(read(text), two, "{text}");
        }
        assert_eq!(read("[^a]: Okafor A. On pain."), [entry("a", "Okafor A. On pain.")]);
        assert_eq!(read("These were used:\n\nOkafor A. On pain."), [entry("1", "Okafor A. On pain.")]);
    }

    #[test]
    fn a_line_behind_the_list_closes_the_article() {
        let text = "# A title\n\n## References\n\n1. Okafor A. On pain.\n\nThis does not replace advice.";
        let blocks = crate::import::read("a.md", text.as_bytes()).unwrap().document.content;
        let read = entries(&blocks[section(&blocks).unwrap()]);
        assert_eq!(read.len(), 1, "{read:?}");
    }

    #[test]
    fn addresses_are_found() {
        let url = |text: &str| read(text).into_iter().find_map(|(_, _, url)| url);
        assert_eq!(url("1. Okafor A. https://example.org/a(b)."), Some("https://example.org/a(b".to_owned()));
        assert_eq!(url("1. Okafor A. doi:10.1000/abc.5."), Some("https://doi.org/10.1000/abc.5".to_owned()));
        assert_eq!(url("1. Okafor A. Version 10.5 of 2020/21."), None);
    }
}
