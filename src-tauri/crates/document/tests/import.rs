//! What holds for any input: no panic, a valid document, every word kept.

#![allow(clippy::unwrap_used)]

use document::{
    import::{self, Imported},
    write,
};
use proptest::{collection::vec, prelude::*, sample::select};
use std::{collections::HashMap, io::Write as _};
use unicode_normalization::UnicodeNormalization as _;

const ARTICLES: [(&str, &str); 3] = [
    ("colchicine.txt", include_str!("articles/colchicine.txt")),
    ("melatonin.md", include_str!("articles/melatonin.md")),
    ("semaglutide.html", include_str!("articles/semaglutide.html")),
];

/// Runs of letters and digits.
fn words(text: &str) -> Vec<String> {
    let text: String = text.nfc().filter(|c| !matches!(c, '\u{AD}' | '\u{200B}' | '\u{FEFF}')).collect();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// All words of what was imported, wherever they went.
fn kept(imported: &Imported) -> String {
    let furniture = imported.furniture.iter().map(|piece| piece.text.as_str());
    let text = write::text(&imported.document);
    furniture
        .chain([text.as_str(), imported.metadata.title.as_deref().unwrap_or("")])
        .collect::<Vec<_>>()
        .join("\n")
}

/// The words of the source that are not among those kept, counting each as often as it stands there.
fn lost(source: &str, imported: &Imported) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for word in words(&kept(imported)) {
        *counts.entry(word).or_default() += 1;
    }
    words(source)
        .into_iter()
        .filter(|word| match counts.get_mut(word) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        })
        .collect()
}

fn imports(name: &str, bytes: &[u8]) -> Option<Imported> {
    let imported = match import::read(name, bytes) {
        Ok(imported) => imported,
        Err(error) => {
            assert!(!error.to_string().contains("structure"), "{name}");
            return None;
        }
    };
    assert_eq!(imported.document.validate(), Ok(()), "{name}");
    write::markdown(&imported.document);
    write::html(&imported.document);
    Some(imported)
}

/// Lines as pages and papers have them, and others made to be misread.
fn line() -> impl Strategy<Value = String> {
    let whole = vec![
        "",
        "",
        "",
        "Submitted",
        "Under Review",
        "Approved",
        "Article Review Status",
        "Last updated: June 2, 2025",
        "Personalize",
        "Which best describes you?",
        "Have a follow-up question?",
        "From the Guidelines",
        "References",
        "Professional Medical Disclaimer",
        "Medical Advisory BoardAll articles are reviewed by our board",
        "======",
        "------",
        "| a | b |",
        "| --- | --- |",
        "a\tb\tc",
        "1. Smith J. Title. 2020;3:4.",
        "[2] Jones K. doi:10.1000/x",
        "Draft → Submitted → Approved",
        "Status: Draft",
        "Share",
        "• ",
        "-",
        "1.",
        "[^a]: A note",
        "[b]: http://x.org 'T'",
        "[1]: http://x.org",
        "```",
        "> quoted",
        "<div>",
        "<!-- note",
        "-->",
        "Updated: soon 2 2 2 2 2 2",
    ];
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,9}",
        1 => "[0-9]{1,4}",
        2 => select(vec![
            "•", "-", "*", "1.", "2)", "[1]", "[2-4]", "(3)", "3.", "4,", "¹²", "patients 3.", "study 1,", "n = 3", "#",
            "2.5 mg", "\t", "|", "**", "<b>", "</b>", "&amp;", "[^a]", "\u{A0}", "\u{AD}", "e\u{301}", "\u{FFFC}", "\u{7}",
            "a-", "CAPITALS", ":", "10,000", "Fig.3", "pain.3", "🙂", "日本",
        ]).prop_map(str::to_owned),
    ];
    let mixed = (select(vec!["", "", "  ", "    ", "\t"]), vec(piece, 0..14))
        .prop_map(|(indent, pieces)| format!("{indent}{}", pieces.join(" ")));
    prop_oneof![1 => select(whole).prop_map(str::to_owned), 2 => mixed]
}

fn lines() -> impl Strategy<Value = String> {
    (vec(line(), 1..24), select(vec!["\n", "\n\n", "\r\n", "\r"])).prop_map(|(lines, end)| lines.join(end))
}

/// An article with pieces cut out, doubled and put in.
fn mutated(
    articles: &[(&'static str, &'static str)],
) -> impl Strategy<Value = (&'static str, String)> + use<> {
    let change = (any::<prop::sample::Index>(), 0..40usize, line(), any::<bool>());
    (select(articles.to_vec()), vec(change, 1..12)).prop_map(|((name, text), changes)| {
        let mut text: Vec<char> = text.chars().collect();
        for (at, len, put, cut) in changes {
            let at = at.index(text.len().max(1)).min(text.len());
            let end = (at + len).min(text.len());
            let doubled: Vec<char> = text[at..end].to_vec();
            let put: Vec<char> = put.chars().chain(doubled).collect();
            text.splice(at..if cut { end } else { at }, put);
        }
        (name, text.into_iter().collect())
    })
}

/// Whole articles take longer: a quarter of the cases.
fn fewer() -> ProptestConfig {
    let all = ProptestConfig::default();
    ProptestConfig { failure_persistence: None, cases: all.cases / 4, ..all }
}

proptest! {
    #![proptest_config(fewer())]

    #[test]
    fn mutated_articles_are_read((name, text) in mutated(&ARTICLES)) {
        imports(name, text.as_bytes());
    }

    #[test]
    fn mutated_text_keeps_every_word((name, text) in mutated(&ARTICLES[..1])) {
        let imported = imports(name, text.as_bytes()).unwrap();
        prop_assert_eq!(lost(&text, &imported), Vec::<String>::new());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..400), name in select(vec!["a.txt", "a.md", "a.html", "a.docx", ""])) {
        imports(name, &bytes);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}|[ -~\n]{0,300}", name in select(vec!["a.txt", "a.md", "a.html", ""])) {
        imports(name, text.as_bytes());
    }

    #[test]
    fn plain_text_keeps_every_word(text in lines()) {
        if let Some(imported) = imports("a.txt", text.as_bytes()) {
            prop_assert_eq!(lost(&text, &imported), Vec::<String>::new(), "\n{}", write::text(&imported.document));
        } else {
            // So many bells are in no text.
            let bells = text.matches('\u{7}').count();
            prop_assert!(words(&text).is_empty() || bells > 3);
        }
    }

    /// Emphasis parts words and entities change them, so that a word of the source need only stand somewhere
    /// in the letters and digits of what was kept.
    #[test]
    fn markdown_keeps_every_word(text in lines()) {
        if let Some(imported) = imports("a.md", text.as_bytes()) {
            let mut kept = kept(&imported);
            for mark in imported.document.text_blocks().iter().flat_map(|block| block.inlines).flat_map(|i| &i.marks) {
                if let document::Mark::Link { attrs } = mark {
                    kept.push_str(&attrs.href);
                }
            }
            let kept: String = words(&kept).concat();
            // The number of an item without any words numbers nothing.
            let is_marker = |word: &str| word.trim_matches(|c: char| c.is_ascii_digit()).len() <= 1;
            let text = text.split(['\n', '\r']).filter(|line| !line.split_whitespace().all(is_marker));
            let text = text.collect::<Vec<_>>().join("\n");
            for word in words(&text.replace("&amp;", "&").replace("<div>", "").replace("<b>", "").replace("</b>", "")) {
                prop_assert!(kept.contains(&word), "{} in\n{}\n{:?}", word, write::markdown(&imported.document), imported.furniture);
            }
        }
    }

    #[test]
    fn word_keeps_every_word(body in vec(word_block(2), 0..6)) {
        let (body, text): (Vec<String>, Vec<String>) = body.into_iter().unzip();
        let (body, text) = (body.concat(), text.join(" "));
        if let Some(imported) = imports("a.docx", &word_file(&body)) {
            prop_assert_eq!(lost(&text, &imported), Vec::<String>::new(), "{}\n{}", body, write::html(&imported.document));
        } else {
            prop_assert!(words(&text).is_empty(), "{}", body);
        }
    }

    #[test]
    fn html_keeps_every_word(page in element(4)) {
        let (page, text) = page;
        if let Some(imported) = imports("a.html", page.as_bytes()) {
            prop_assert_eq!(lost(&text, &imported), Vec::<String>::new(), "{}\n{}", page, write::html(&imported.document));
        } else {
            prop_assert!(words(&text).is_empty(), "{}", page);
        }
    }
}

/// A piece of a page, and its words.
fn element(depth: u32) -> BoxedStrategy<(String, String)> {
    let word = prop_oneof![
        3 => "[a-z]{1,8}",
        1 => select(vec!["Submitted", "Approved", "Personalize", "3", "[4]", "(5)", "patients 6.", "References"]).prop_map(str::to_owned),
    ];
    let text = vec(word, 1..6).prop_map(|words| (words.join(" "), words.join(" ")));
    if depth == 0 {
        return text.boxed();
    }
    let tag = select(vec![
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "thead",
        "caption",
        "blockquote",
        "b",
        "i",
        "sup",
        "sub",
        "span",
        "a href='/x'",
        "a href='https://x.org'",
        "a href='#r'",
        "pre",
        "dl",
        "dt",
        "dd",
        "nav",
        "main",
        "article",
        "footer",
        "section",
        "button",
        "del",
        "s",
        "p style='text-decoration:line-through'",
        "div hidden",
        "td colspan=3",
        "td rowspan=2",
        "th rowspan=0",
        "p style='mso-list:l0 level2 lfo1'",
        "span style='font-weight:bold'",
        "ol start=4",
        "li value=9",
        "font",
        "x-y",
    ]);
    let children = vec(element(depth - 1), 0..4);
    prop_oneof![
        1 => text,
        4 => (tag, children, prop::bool::weighted(0.9)).prop_map(|(tag, children, closed)| {
            let name = tag.split(' ').next().unwrap_or_default();
            let (inside, text): (Vec<String>, Vec<String>) = children.into_iter().unzip();
            let end = if closed { format!("</{name}>") } else { String::new() };
            (format!("<{tag}> {} {end} ", inside.join(" ")), text.join(" "))
        }),
    ]
    .boxed()
}

/// A run of Word's, or what holds runs, and its words.
fn word_inline(depth: u32) -> BoxedStrategy<(String, String)> {
    let properties =
        select(vec!["", "<b/>", "<i/>", "<vanish/>", "<vertAlign val='superscript'/>", "<b val='0'/>"]);
    let run = (properties, "[a-z]{1,6}|[1-9]")
        .prop_map(|(properties, word)| (format!("<r><rPr>{properties}</rPr><t> {word} </t></r>"), word));
    let deleted =
        "[a-z]{1,6}".prop_map(|word| (format!("<del><r><delText> {word} </delText></r></del>"), word));
    if depth == 0 {
        return run.boxed();
    }
    let holder =
        select(vec!["ins", "hyperlink anchor='x'", "sdt", "smartTag", "fldSimple instr='PAGE'", "moveTo"]);
    let held = (holder, vec(word_inline(depth - 1), 0..3)).prop_map(|(holder, inside)| {
        let name = holder.split(' ').next().unwrap_or_default();
        let (inside, words): (Vec<String>, Vec<String>) = inside.into_iter().unzip();
        (format!("<{holder}>{}</{name}>", inside.concat()), words.join(" "))
    });
    prop_oneof![3 => run, 1 => deleted, 1 => held].boxed()
}

/// A block of Word's and its words.
fn word_block(depth: u32) -> BoxedStrategy<(String, String)> {
    let properties = select(vec![
        "",
        "<pStyle val='Title'/>",
        "<pStyle val='Heading2'/>",
        "<numPr><ilvl val='1'/><numId val='1'/></numPr>",
        "<numPr><numId val='2'/></numPr>",
        "<outlineLvl val='3'/>",
    ]);
    let paragraph = (properties, vec(word_inline(2), 0..4)).prop_map(|(properties, inside)| {
        let (inside, words): (Vec<String>, Vec<String>) = inside.into_iter().unzip();
        (format!("<p><pPr>{properties}</pPr>{}</p>", inside.concat()), words.join(" "))
    });
    if depth == 0 {
        return paragraph.boxed();
    }
    let cell = (
        select(vec!["", "<gridSpan val='2'/>", "<vMerge/>", "<vMerge val='restart'/>"]),
        vec(word_block(depth - 1), 0..2),
    );
    let table = vec(vec(cell, 0..3), 0..4).prop_map(|rows| {
        let (mut out, mut words) = ("<tbl>".to_owned(), Vec::new());
        for row in rows {
            out.push_str("<tr>");
            for (properties, inside) in row {
                let (inside, text): (Vec<String>, Vec<String>) = inside.into_iter().unzip();
                out.extend(["<tc><tcPr>", properties, "</tcPr>", &inside.concat(), "</tc>"]);
                words.extend(text);
            }
            out.push_str("</tr>");
        }
        (out + "</tbl>", words.join(" "))
    });
    prop_oneof![3 => paragraph, 1 => table].boxed()
}

fn word_file(body: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(format!("<document><body>{body}</body></document>").as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn files_that_are_not_text_are_refused_by_name() {
    for (bytes, said) in [
        (&b"%PDF-1.7"[..], "a PDF file"),
        (b"{\\rtf1 x}", "an RTF file"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1", "a Word file of before 2007"),
    ] {
        let error = import::read("article.txt", bytes).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
    for empty in ["", " \n\t\n", "---", "\u{FEFF}"] {
        assert_eq!(import::read("a.txt", empty.as_bytes()).unwrap_err(), import::ImportError::NoText);
    }
    let large = vec![b'a'; import::MAX_BYTES + 1];
    assert_eq!(import::read("a.txt", &large).unwrap_err(), import::ImportError::TooLarge);
}

#[test]
fn bytes_that_are_no_text_are_refused_whatever_they_are_called() {
    // Every byte a file can hold, in no order that a format begins with; then the same without NUL.
    let bytes: Vec<u8> = (0..40_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let without_nul: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    for name in ["a.md", "a.txt", "a.html", "a.pdf", "a"] {
        for bytes in [bytes.as_slice(), &without_nul, b"Take 5 mg.\0", b"T\0a\0k\0e\0 \x005\0 \0m\0g\0"] {
            let error = import::read(name, bytes).unwrap_err();
            assert_eq!(error, import::ImportError::Unsupported("a file without text"), "{name}");
        }
    }
    for pdf in [&b"%PDF-1.7"[..], b"\r\n%PDF-1.4\n", b"\xEF\xBB\xBF%PDF-1.4\n"] {
        assert_eq!(import::read("a.md", pdf).unwrap_err(), import::ImportError::Pdf);
    }
}

#[test]
fn texts_of_other_encodings_and_with_stray_controls_are_read() {
    for text in [
        &b"Two \xB5g \x96 not three \x93mg\x94, says M\xFCller."[..],
        b"\xFF\xFE2\0 \0\xB5\0g\0",
        b"A page.\x0CAnother.\x0BA line.",
        b"The end of a file of long ago.\x1A",
    ] {
        assert!(import::read("a.txt", text).is_ok(), "{text:?}");
    }
}

#[test]
fn struck_out_words_are_no_live_text() {
    for (name, text) in [
        ("a.md", "Do ~~not~~ give 5 mg."),
        ("a.md", "Do <del>not</del> give 5 mg."),
        ("a.html", "<p>Do <s>not</s> give 5 mg.</p>"),
        ("a.html", "<p>Do <strike>not</strike> give 5 mg.</p>"),
        ("a.html", "<p>Do <span style='text-decoration: line-through'>not</span> give 5 mg.</p>"),
    ] {
        let imported = import::read(name, text.as_bytes()).unwrap();
        assert_eq!(write::text(&imported.document).trim(), "Do give 5 mg.", "{text}");
        let notes: Vec<&str> = imported.notes.iter().map(|note| note.0.as_str()).collect();
        assert_eq!(notes, ["Struck-out words were left out: “not”."], "{text}");
        assert!(kept(&imported).contains("not"), "{text}");
    }
    let item =
        import::read("a.html", b"<ul><li style='text-decoration:line-through'>Old</li><li>New</li></ul>");
    assert_eq!(write::text(&item.unwrap().document).trim(), "• New");
}

/// Inputs that made other readers slow or overflowed their stacks.
#[test]
fn a_definition_after_a_fence_within_html_is_kept() {
    let imported = imports("a.md", b"<div>\n```\n\n[b]: http://x.org 'Told'").unwrap();
    assert!(kept(&imported).contains("Told"), "{}", kept(&imported));
    let code = imports("a.md", b"Words.\n\n```\n[b]: http://x.org\n```").unwrap();
    assert!(kept(&code).contains("[b]: http://x.org"), "{}", kept(&code));
    assert!(!kept(&code).contains('\\'));
}

#[test]
fn hostile_inputs_end() {
    let n = 4_000;
    for (name, text) in [
        ("a.html", "<div>".repeat(n)),
        ("a.html", "<b>".repeat(n)),
        ("a.html", "<b><p>".repeat(900)),
        ("a.html", "<ul><li>".repeat(900)),
        ("a.html", "<blockquote>".repeat(900)),
        ("a.html", "<table><tr><td>".repeat(200)),
        ("a.html", format!("<table>{}</table>", "<tr><td colspan=1000 rowspan=60000>a<td>b".repeat(300))),
        ("a.html", format!("<table><tr>{}</table>", "<td>a".repeat(n))),
        ("a.html", "<a href=x>".repeat(2_000)),
        ("a.html", "&#x41;".repeat(n)),
        ("a.md", ">".repeat(n)),
        ("a.md", "- ".repeat(n)),
        ("a.md", "[".repeat(n)),
        ("a.md", "*a_ ".repeat(n / 4)),
        ("a.md", "[^1]".repeat(2_000) + "\n\n[^1]: x[^1]"),
        ("a.md", "[1]: x\n".repeat(n / 10)),
        ("a.txt", "1, ".repeat(n)),
        ("a.txt", "a 1, 2. ".repeat(n / 4)),
        ("a.txt", "[1".repeat(n)),
        ("a.txt", "(1 ".repeat(n)),
        ("a.txt", "¹".repeat(n)),
        ("a.txt", "a.1".repeat(n)),
        ("a.txt", "10.".repeat(n) + "\n\nReferences\n\n" + &"10.".repeat(n)),
        ("a.txt", "  ".repeat(n) + "a"),
        ("a.txt", (0..2_000).map(|n| " ".repeat(n) + "• x\n").collect()),
        ("a.txt", "x\n".repeat(n)),
        ("a.txt", "Under Review\n".repeat(n)),
        ("a.txt", "- x\n\n".repeat(n)),
    ] {
        imports(name, text.as_bytes());
    }
}
