//! The articles of `tests/articles`, as they come in.

#![allow(clippy::unwrap_used)]

use document::{
    InlineKind,
    import::{self, Imported},
    write,
};
use std::{
    fmt::Write as _,
    io::Write as _,
    path::{Path, PathBuf},
};

fn read(name: &str) -> Imported {
    import::read(name, &std::fs::read(articles().join(name)).unwrap()).unwrap()
}

fn articles() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles")
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

/// A Word file of the parts in `tests/articles/NAME.docx-source`, and a picture.
fn word_file(name: &str) -> Vec<u8> {
    const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n and no more";
    let root = articles().join(name);
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                archive.start_file(path.strip_prefix(&root).unwrap().to_str().unwrap(), options).unwrap();
                archive.write_all(&std::fs::read(path).unwrap()).unwrap();
            }
        }
    }
    archive.start_file("word/media/image1.png", options).unwrap();
    archive.write_all(PICTURE).unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_word_file() {
    let file = word_file("vitamin-d.docx-source");
    insta::assert_snapshot!(shown(&import::read("vitamin-d.docx", &file).unwrap()));
}

#[test]
fn a_damaged_word_file_is_refused() {
    let file = word_file("vitamin-d.docx-source");
    for cut in [4, 30, file.len() / 2, file.len() - 1] {
        assert!(import::read("a.docx", &file[..cut]).is_err());
    }
    for at in (0..file.len()).step_by(41) {
        let mut file = file.clone();
        file[at] ^= 0x55;
        if let Ok(imported) = import::read("a.docx", &file) {
            assert_eq!(imported.document.validate(), Ok(()));
        }
    }
}

/// An archive of these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn archives_made_to_harm_are_refused() {
    let bomb = vec![b' '; 33 << 20];
    let deep = "<p>".repeat(100_000);
    let wide = "<p/>".repeat(510_000);
    let entities = r#"<!DOCTYPE d [<!ENTITY a "words"><!ENTITY b "&a;&a;">]><document><body><p><r><t>x&b;y</t></r></p></body></document>"#;
    for part in [
        bomb.as_slice(),
        deep.as_bytes(),
        format!("<document>{wide}</document>").as_bytes(),
        b"",
        b"<",
        b"\xFF\xFE",
    ] {
        let error = import::read("a.docx", &archive(&[("word/document.xml", part)])).unwrap_err();
        assert!(matches!(error, import::ImportError::Damaged(_)), "{error}");
    }
    let imported = import::read("a.docx", &archive(&[("word/document.xml", entities.as_bytes())])).unwrap();
    assert_eq!(imported.document.plain_text(), "xy\n");
    for (part, said) in
        [("xl/workbook.xml", "a spreadsheet"), ("mimetype", "an OpenDocument file"), ("a.txt", "an archive")]
    {
        let error = import::read("a.docx", &archive(&[(part, b"x")])).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn struck_out_runs_of_word_are_no_live_text() {
    let run = |properties: &str, text: &str| format!("<r><rPr>{properties}</rPr><t>{text}</t></r>");
    let document = format!(
        "<document><body><p>{}{}{}{}</p><p>{}{}</p></body></document>",
        run("", "Do "),
        run("<strike/>", "no"),
        run("<b/><dstrike/>", "t"),
        run("<strike val=\"0\"/>", " give 5 mg."),
        run("<rStyle val=\"Gone\"/>", "Never"),
        run("", "more.")
    );
    let styles = "<styles><style styleId=\"Gone\"><rPr><strike/></rPr></style></styles>";
    let relations = "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>";
    let file = archive(&[
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
    ]);
    let imported = import::read("a.docx", &file).unwrap();
    assert_eq!(imported.document.plain_text(), "Do give 5 mg.\nmore.\n");
    let notes: Vec<&str> = imported.notes.iter().map(|note| note.0.as_str()).collect();
    assert_eq!(notes, ["Struck-out words were left out: “not”, “Never”."]);
    assert!(imported.furniture.iter().any(|piece| piece.text == "not\nNever"));
}

#[test]
fn markdown_written_of_an_article_reads_as_the_same_text() {
    let article = read("semaglutide.html");
    let again = import::read("a.md", write::markdown(&article.document).as_bytes()).unwrap();
    assert_eq!(write::text(&again.document), write::text(&article.document));
    assert_eq!(again.document.text_blocks().len(), article.document.text_blocks().len());
}
