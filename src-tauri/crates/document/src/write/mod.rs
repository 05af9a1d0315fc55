//! Writers of file formats. Each has a twin that takes [`Labels`], for texts that cite sources of the
//! board's library.

use crate::Document;

/// Gives the label under which a citation key is shown, for marks that print none of their own; where it
/// gives none, the key is numbered in order of first citation.
pub type Labels<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Plain text: a blank line between blocks, bullets, numbers, tables as rows of cells parted by tabs.
pub fn text(document: &Document) -> String {
    text_with(document, &|_| None)
}

/// As [`text`], with labels for citation keys.
pub fn text_with(document: &Document, labels: &Labels<'_>) -> String {
    let _ = labels;
    document.plain_text()
}

/// `CommonMark` with tables, super- and subscript, as [`crate::import::read`] reads it.
pub fn markdown(document: &Document) -> String {
    markdown_with(document, &|_| None)
}

/// As [`markdown`], with labels for citation keys.
pub fn markdown_with(document: &Document, labels: &Labels<'_>) -> String {
    let _ = labels;
    document.plain_text()
}

/// A fragment of HTML: semantic elements, everything escaped.
pub fn html(document: &Document) -> String {
    html_with(document, &|_| None)
}

/// As [`html`], with labels for citation keys.
pub fn html_with(document: &Document, labels: &Labels<'_>) -> String {
    let _ = labels;
    document.plain_text()
}
