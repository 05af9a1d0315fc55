//! The articles of `tests/articles`, as they come in.

use document::{
    InlineKind,
    import::{self, Imported},
    write,
};
use std::fmt::Write as _;

fn read(name: &str) -> Imported {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles").join(name);
    import::read(name, &std::fs::read(path).unwrap()).unwrap()
}

/// Everything of an import, as one text.
fn shown(imported: &Imported) -> String {
    let mut out = write::markdown(&imported.document);
    let metadata = &imported.metadata;
    writeln!(out, "\n==== metadata").unwrap();
    writeln!(out, "title: {}", metadata.title.as_deref().unwrap_or("-")).unwrap();
    writeln!(out, "last updated: {}", metadata.last_updated.as_deref().unwrap_or("-")).unwrap();
    writeln!(out, "stage: {}", metadata.stage_of_origin.as_deref().unwrap_or("-")).unwrap();
    for reference in &metadata.references {
        let url = reference.url.as_deref().unwrap_or("-");
        writeln!(out, "reference {}: {} <{url}>", reference.label, reference.text).unwrap();
    }
    writeln!(out, "\n==== citations").unwrap();
    for block in imported.document.text_blocks() {
        for inline in block.inlines {
            if let InlineKind::Citation { attrs } = &inline.kind {
                writeln!(out, "{} {:?} at {:?}", attrs.mark, attrs.keys, block.path).unwrap();
            }
        }
    }
    for furniture in &imported.furniture {
        writeln!(out, "\n==== {:?}\n{}", furniture.kind, furniture.text).unwrap();
    }
    writeln!(out, "\n==== notes").unwrap();
    for note in &imported.notes {
        writeln!(out, "{}", note.0).unwrap();
    }
    writeln!(out, "\n==== {} images", imported.images.len()).unwrap();
    out
}

#[test]
fn a_page_copied_as_text() {
    insta::assert_snapshot!(shown(&read("colchicine.txt")));
}

#[test]
fn a_markdown_file() {
    insta::assert_snapshot!(shown(&read("melatonin.md")));
}

#[test]
fn a_web_page() {
    insta::assert_snapshot!(shown(&read("semaglutide.html")));
}

#[test]
fn markdown_written_of_an_article_reads_as_the_same_text() {
    let article = read("semaglutide.html");
    let again = import::read("a.md", write::markdown(&article.document).as_bytes()).unwrap();
    assert_eq!(write::text(&again.document), write::text(&article.document));
    assert_eq!(again.document.text_blocks().len(), article.document.text_blocks().len());
}
