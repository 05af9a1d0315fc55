//! Writers of file formats. Each has a twin that takes [`Labels`], for texts that cite sources of the
//! board's library.
//!
//! A citation mark is written as the text of origin printed it. One that was placed at the desk prints
//! nothing of its own: its sources are shown by their labels, or else numbered in order of first citation,
//! past any number that a printed mark uses.

mod html;
mod markdown;
mod runs;
mod text;

use crate::{Block, CitationAttrs, Document, Inline, InlineKind, ListItem, OrderedListAttrs};
use std::collections::{HashMap, HashSet};

/// Gives the label under which a citation key is shown, where it has one.
pub type Labels<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Plain text: a blank line between blocks, bullets and numbers before items, a line for each row of a table
/// with tabs between the cells.
pub fn text(document: &Document) -> String {
    text_with(document, &|_| None)
}

/// As [`text`], with labels for citation keys.
pub fn text_with(document: &Document, labels: &Labels<'_>) -> String {
    text::write(&document.content, &Printed::new(document, labels))
}

/// `CommonMark` with tables, and HTML for what it has no signs for; as [`crate::import::read`] reads it.
/// Images are addressed as `attachment:` and their digest.
pub fn markdown(document: &Document) -> String {
    markdown_with(document, &|_| None)
}

/// As [`markdown`], with labels for citation keys.
pub fn markdown_with(document: &Document, labels: &Labels<'_>) -> String {
    markdown::write(&document.content, &Printed::new(document, labels))
}

/// A fragment of HTML: elements that say what a text is, everything in it escaped, no scripts and no styles.
/// Citation marks are `<span class="citation">`; images are addressed as `attachment:` and their digest.
pub fn html(document: &Document) -> String {
    html_with(document, &|_| None)
}

/// As [`html`], with labels for citation keys.
pub fn html_with(document: &Document, labels: &Labels<'_>) -> String {
    html::write(&document.content, &Printed::new(document, labels))
}

impl Document {
    /// Puts a list of references behind the text, for printing: entries by label, numbered as a list where the labels
    /// are numbers that follow each other.
    pub fn append_references(&mut self, entries: Vec<(String, Vec<Inline>)>) {
        let Some(first) = entries.first().and_then(|(label, _)| label.parse::<u32>().ok()) else {
            if !entries.is_empty() {
                self.append_entries(entries);
            }
            return;
        };
        let running = (first..).zip(&entries).all(|(number, (label, _))| *label == number.to_string());
        if !running {
            return self.append_entries(entries);
        }
        self.content.push(references_title());
        let items =
            entries.into_iter().map(|(_, inlines)| ListItem { content: vec![Block::paragraph(inlines)] });
        let attrs = OrderedListAttrs { order: first };
        self.content.push(Block::OrderedList { attrs, content: items.collect() });
        self.normalise();
    }

    fn append_entries(&mut self, entries: Vec<(String, Vec<Inline>)>) {
        self.content.push(references_title());
        for (label, inlines) in entries {
            let label = Inline::text(format!("[{label}] "));
            self.content.push(Block::paragraph([vec![label], inlines].concat()));
        }
        self.normalise();
    }
}

fn references_title() -> Block {
    Block::heading(2, vec![Inline::text("References")])
}

/// How the citation marks of a document are printed.
struct Printed(HashMap<String, String>);

impl Printed {
    fn new(document: &Document, labels: &Labels<'_>) -> Self {
        let blocks = document.text_blocks();
        let marks = || {
            blocks.iter().flat_map(|block| block.inlines).filter_map(|inline| match &inline.kind {
                InlineKind::Citation { attrs } => Some(attrs),
                _ => None,
            })
        };
        let taken: HashSet<&str> = marks()
            .filter(|attrs| !attrs.mark.is_empty())
            .flat_map(|attrs| &attrs.keys)
            .map(String::as_str)
            .collect();
        let mut free = (1u32..).map(|n| n.to_string()).filter(|number| !taken.contains(number.as_str()));
        let mut out: HashMap<String, String> = HashMap::new();
        for key in marks().filter(|attrs| attrs.mark.is_empty()).flat_map(|attrs| &attrs.keys) {
            if !out.contains_key(key) {
                let label = labels(key).or_else(|| free.next()).unwrap_or_default();
                out.insert(key.clone(), label);
            }
        }
        Self(out)
    }

    fn mark(&self, attrs: &CitationAttrs) -> String {
        if !attrs.mark.is_empty() {
            return attrs.mark.clone();
        }
        let labels: Vec<&str> =
            attrs.keys.iter().filter_map(|key| self.0.get(key)).map(String::as_str).collect();
        format!("[{}]", labels.join(", "))
    }
}
