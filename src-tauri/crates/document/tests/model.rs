//! The model against JSON as the editor writes it.

#![allow(clippy::needless_pass_by_value)] // JSON reads better by value.

use document::{Anchor, Block, Document, Inline, Invalid, Mark};
use serde_json::{Value, json};

fn doc(content: Value) -> Value {
    json!({ "type": "doc", "content": content })
}

fn text(text: &str) -> Value {
    json!({ "type": "text", "text": text })
}

fn paragraph(content: Value) -> Value {
    json!({ "type": "paragraph", "content": content })
}

fn cell(kind: &str, colspan: u32, rowspan: u32) -> Value {
    json!({ "type": kind, "attrs": { "colspan": colspan, "rowspan": rowspan }, "content": [{ "type": "paragraph" }] })
}

fn article() -> Value {
    doc(json!([
        { "type": "heading", "attrs": { "level": 1 }, "content": [text("Low-dose colchicine")] },
        { "type": "paragraph", "content": [
            text("Take "),
            { "type": "text", "text": "0.5 mg", "marks": [
                { "type": "link", "attrs": { "href": "https://example.org/dose" } },
                { "type": "em" }, { "type": "strong" },
            ] },
            { "type": "hard_break" },
            { "type": "text", "text": "2", "marks": [{ "type": "superscript" }] },
            { "type": "text", "text": "2", "marks": [{ "type": "subscript" }] },
            { "type": "citation", "attrs": { "keys": ["2", "3"], "mark": "[2-3]" } },
            { "type": "image", "attrs": { "digest": null, "alt": "A curve" } },
            { "type": "image", "attrs": { "digest": "a".repeat(64), "alt": "" } },
        ] },
        { "type": "bullet_list", "content": [
            { "type": "list_item", "content": [
                paragraph(json!([text("outer")])),
                { "type": "ordered_list", "attrs": { "order": 3 }, "content": [
                    { "type": "list_item", "content": [paragraph(json!([text("inner")]))] },
                ] },
            ] },
        ] },
        { "type": "blockquote", "content": [{ "type": "paragraph" }] },
        { "type": "table", "content": [
            { "type": "table_row", "content": [cell("table_header", 2, 1), cell("table_header", 1, 2)] },
            { "type": "table_row", "content": [cell("table_cell", 1, 1), cell("table_cell", 1, 1)] },
        ] },
    ]))
}

#[test]
fn the_editors_json_comes_back_as_it_was() {
    let document = Document::from_json(&article()).unwrap();
    assert_eq!(serde_json::to_value(&document).unwrap(), article());
    assert_eq!(Document::from_bytes(&document.canonical()).unwrap(), document);
}

#[test]
fn the_digest_is_that_of_the_sorted_json() {
    let document = Document::from_json(&doc(json!([paragraph(json!([text("a")]))]))).unwrap();
    let canonical =
        r#"{"content":[{"content":[{"text":"a","type":"text"}],"type":"paragraph"}],"type":"doc"}"#;
    assert_eq!(String::from_utf8(document.canonical()).unwrap(), canonical);
    assert_eq!(document.digest(), document::Digest::of(canonical.as_bytes()));
}

#[test]
fn what_the_schema_does_not_know_is_refused() {
    let marked = |mark: Value| json!({ "type": "text", "text": "a", "marks": [mark] });
    for content in [
        json!([{ "type": "iframe" }]),
        json!([{ "type": "paragraph", "attrs": { "align": "left" } }]),
        json!([paragraph(json!([{ "type": "text", "text": "a", "colour": "red" }]))]),
        json!([paragraph(json!([marked(json!({ "type": "underline" }))]))]),
        json!([paragraph(json!([marked(json!({ "type": "em", "attrs": {} }))]))]),
        json!([paragraph(json!([{ "type": "hard_break", "attrs": {} }]))]),
        json!([{ "type": "paragraph", "content": [] }]),
        json!([{ "type": "heading", "attrs": { "level": 1, "id": "x" } }]),
        json!([{ "type": "heading", "attrs": { "level": 1.5 } }]),
        json!([{ "type": "list_item", "content": [{ "type": "paragraph" }] }]),
        json!([{ "type": "bullet_list", "content": [{ "type": "paragraph", "content": [] }] }]),
    ] {
        assert!(Document::from_json(&doc(content.clone())).is_err(), "{content}");
    }
    assert!(Document::from_json(&json!({ "content": [{ "type": "paragraph" }] })).is_err());
    assert!(Document::from_json(&json!({ "type": "page", "content": [{ "type": "paragraph" }] })).is_err());
    assert!(Document::from_json(&json!(null)).is_err());
    assert!(Document::from_bytes(b"{").is_err());
}

/// The rule that a document breaks.
fn broken(content: Value) -> &'static str {
    match Document::from_json(&doc(content.clone())) {
        Err(Invalid::Rule { rule, .. }) => rule,
        other => panic!("{content} gave {other:?}"),
    }
}

#[test]
fn broken_rules_are_named() {
    let item = |content: Value| json!([{ "type": "bullet_list", "content": [{ "type": "list_item", "content": content }] }]);
    let inline = |inline: Value| json!([paragraph(json!([inline]))]);
    let link = |href: &str| {
        inline(
            json!({ "type": "text", "text": "a", "marks": [{ "type": "link", "attrs": { "href": href } }] }),
        )
    };
    let table = |rows: Value| json!([{ "type": "table", "content": rows }]);
    let row = |cells: Value| json!({ "type": "table_row", "content": cells });

    assert_eq!(broken(json!([])), "a document has at least one block");
    assert_eq!(
        broken(json!([{ "type": "heading", "attrs": { "level": 0 } }])),
        "a heading's level is 1 to 6"
    );
    assert_eq!(
        broken(json!([{ "type": "heading", "attrs": { "level": 7 } }])),
        "a heading's level is 1 to 6"
    );
    assert_eq!(broken(json!([{ "type": "bullet_list", "content": [] }])), "a list has at least one item");
    assert_eq!(broken(item(json!([]))), "a list item begins with a paragraph");
    assert_eq!(
        broken(item(json!([{ "type": "heading", "attrs": { "level": 2 } }]))),
        "a list item begins with a paragraph"
    );
    assert_eq!(
        broken(json!([{ "type": "blockquote", "content": [] }])),
        "a block quote has at least one block"
    );
    assert_eq!(broken(inline(text(""))), "a text is not empty");
    assert_eq!(broken(inline(text("a\u{7}b"))), "a text holds no control characters");
    assert_eq!(broken(inline(text("a\u{FFFC}b"))), "a text holds no control characters");
    assert_eq!(
        broken(json!([paragraph(json!([text("a"), text("b")]))])),
        "neighbouring texts with equal marks are one"
    );
    let unsorted = json!([{ "type": "strong" }, { "type": "em" }]);
    assert_eq!(
        broken(inline(json!({ "type": "text", "text": "a", "marks": unsorted }))),
        "marks are sorted and distinct"
    );
    let twice = json!([{ "type": "em" }, { "type": "em" }]);
    assert_eq!(
        broken(inline(json!({ "type": "text", "text": "a", "marks": twice }))),
        "marks are sorted and distinct"
    );
    let two_links = json!([
        { "type": "link", "attrs": { "href": "https://a.example" } },
        { "type": "link", "attrs": { "href": "https://b.example" } },
    ]);
    assert_eq!(
        broken(inline(json!({ "type": "text", "text": "a", "marks": two_links }))),
        "a text has one link at most"
    );
    for href in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "//example.org",
        "/a",
        "",
        "java\nscript:x",
    ] {
        assert_eq!(
            broken(link(href)),
            "a link leads to a web address, a mail address or a place in the article",
            "{href}"
        );
    }
    assert_eq!(
        broken(link("https://example.org/\na")),
        "a link leads to a web address, a mail address or a place in the article"
    );
    let citation = |keys: Value, mark: &str| {
        inline(json!({ "type": "citation", "attrs": { "keys": keys, "mark": mark } }))
    };
    assert_eq!(broken(citation(json!([]), "")), "a citation mark cites something");
    assert_eq!(broken(citation(json!([""]), "")), "a citation mark cites something");
    assert_eq!(broken(citation(json!(["1"]), "[\n1]")), "a citation mark holds no control characters");
    assert_eq!(broken(citation(json!(["1\u{0}"]), "[1]")), "a citation mark holds no control characters");
    let image = json!({ "type": "image", "attrs": { "digest": null, "alt": "a\nb" } });
    assert_eq!(broken(inline(image)), "an image's description holds no control characters");

    let uneven = json!([row(json!([cell("table_cell", 2, 1)])), row(json!([cell("table_cell", 1, 1)]))]);
    assert_eq!(broken(table(uneven)), "all rows of a table are equally wide");
    let sticking_out = json!([row(json!([cell("table_cell", 1, 2)]))]);
    assert_eq!(broken(table(sticking_out)), "all rows of a table are equally wide");
    let overlapping = json!([
        row(json!([cell("table_cell", 1, 1), cell("table_cell", 1, 2)])),
        row(json!([cell("table_cell", 2, 1)])),
    ]);
    assert_eq!(broken(table(overlapping)), "all rows of a table are equally wide");
    assert_eq!(
        broken(table(json!([row(json!([cell("table_cell", 0, 1)]))]))),
        "all rows of a table are equally wide"
    );
    assert_eq!(
        broken(table(json!([row(json!([cell("table_cell", 4_000_000_000u32, 1)]))]))),
        "all rows of a table are equally wide"
    );
    assert_eq!(broken(table(json!([]))), "all rows of a table are equally wide");
    let hollow = json!({ "type": "table_cell", "attrs": { "colspan": 1, "rowspan": 1 }, "content": [] });
    assert_eq!(broken(table(json!([row(json!([hollow]))]))), "a cell has at least one block");
    let nested = json!({ "type": "table_cell", "attrs": { "colspan": 1, "rowspan": 1 },
        "content": table(json!([row(json!([cell("table_cell", 1, 1)]))])) });
    assert_eq!(broken(table(json!([row(json!([nested]))]))), "a table does not stand in a table");
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| {
        let quote = |inner: Value| json!({ "type": "blockquote", "content": [inner] });
        doc(json!([(0..depth).fold(json!({ "type": "paragraph" }), |inner, _| quote(inner))]))
    };
    assert!(Document::from_json(&nested(23)).is_ok());
    assert!(matches!(Document::from_json(&nested(24)), Err(Invalid::Rule { .. })));
    assert!(Document::from_json(&nested(60)).is_err());
    let brackets = "[".repeat(100_000);
    assert!(Document::from_bytes(brackets.as_bytes()).is_err());
}

#[test]
fn normalising_brings_the_invariants_about() {
    let mut document = Document {
        content: vec![
            Block::paragraph(vec![
                Inline::text("a"),
                Inline::text(""),
                Inline::text("b"),
                Inline { marks: vec![Mark::Strong, Mark::Em, Mark::Em], ..Inline::text("c") },
            ]),
            Block::BulletList { content: vec![document::ListItem { content: Vec::new() }] },
            Block::BulletList { content: Vec::new() },
            Block::Blockquote { content: Vec::new() },
        ],
    };
    document.normalise();
    assert_eq!(document.validate(), Ok(()));
    assert_eq!(document.content.len(), 3);
    assert_eq!(document.plain_text(), "abc\n\n\n");
    let mut empty = Document { content: Vec::new() };
    empty.normalise();
    assert_eq!(empty, Document::default());
}

#[test]
fn text_blocks_have_paths_and_positions() {
    let document = Document::from_json(&article()).unwrap();
    let paths: Vec<Vec<u32>> = document.text_blocks().into_iter().map(|block| block.path).collect();
    assert_eq!(paths.first(), Some(&vec![0]));
    assert!(paths.contains(&vec![2, 0, 1, 0, 0]));
    assert!(paths.contains(&vec![4, 1, 0, 0]));
    for block in document.text_blocks() {
        let found = document.text_block(&block.path).unwrap();
        assert_eq!((found.kind, found.inlines), (block.kind, block.inlines));
    }
    for path in
        [&[][..], &[9], &[2], &[2, 0], &[2, 0, 1], &[2, 0, 1, 0], &[1, 0], &[4, 1], &[4, 1, 0], &[4, 1, 9, 0]]
    {
        assert!(document.text_block(path).is_none(), "{path:?}");
    }
    let anchor = Anchor::new(&document, &[1], 5, 11).unwrap();
    assert_eq!((anchor.quote.as_str(), anchor.prefix.as_str()), ("0.5 mg", "Take"));
    assert!(Anchor::new(&document, &[1], 11, 12).is_none(), "a line break is no quote");
    assert!(Anchor::new(&document, &[1], 5, 500).is_none());
}
