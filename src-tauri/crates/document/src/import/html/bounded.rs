//! Parsing that a hostile page cannot make endless: html5ever's tree builder needs time that grows with the
//! depth of open elements, and repeats open formatting elements in every paragraph.

use crate::import::ImportError;
use html5ever::{
    ParseOpts, parse_document,
    tendril::{StrTendril, TendrilSink as _},
    tree_builder::TreeBuilderOpts,
};
use scraper::{Html, HtmlTreeSink};

/// Open elements at one time.
const DEEPEST: usize = 1_000;
/// Nodes of a page.
const MOST: usize = 1_000_000;
/// Bytes that are parsed between two looks at the number of nodes.
const STEP: usize = 512;

/// Parses a page.
pub(super) fn parse(source: &str) -> Result<Html, ImportError> {
    if depth(source) > DEEPEST {
        return Err(ImportError::Damaged("its elements are nested too deeply"));
    }
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let mut parser = parse_document(HtmlTreeSink::new(Html::new_document()), options);
    let mut rest = source;
    while !rest.is_empty() {
        let (step, after) = rest.split_at(rest.floor_char_boundary(STEP.min(rest.len())));
        parser.process(StrTendril::from(step));
        rest = after;
        if parser.tokenizer.sink.sink.0.borrow().tree.values().len() > MOST {
            return Err(ImportError::Damaged("it has more elements than an article can have"));
        }
    }
    Ok(parser.finish())
}

/// The greatest number of elements that may be open at one time, counted by their tags alone.
fn depth(source: &str) -> usize {
    let (mut open, mut deepest) = (0usize, 0);
    for (at, _) in source.match_indices('<') {
        let tag = &source[at + 1..];
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len()).min(16);
        let name = tag[..end].to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || closes_itself(&name) {
            continue;
        }
        open = if closes { open.saturating_sub(1) } else { open + 1 };
        deepest = deepest.max(open);
    }
    deepest
}

/// Elements without content, or whose end tag may be left out.
fn closes_itself(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "colgroup"
            | "dd"
            | "dt"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "li"
            | "link"
            | "meta"
            | "optgroup"
            | "option"
            | "p"
            | "param"
            | "rp"
            | "rt"
            | "source"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "track"
            | "wbr"
    )
}
