//! Sources at the desk: references are pasted and brought in, and a passage of a source's PDF becomes what a citation
//! says, and is shown again from the claim.

use crate::{
    boards::{FOUNDER, PASSPHRASE, founded, made, now, open},
    launch::Home,
    window::{Window, css, named},
};
use editorial::{ArticleId, CitationTerms, ClaimId, Command, Origin, Relation, Source, SourceId, SourceKind};
use serde_json::json;
use std::{fs, path::Path};

/// A format as it is pasted, by its name in the dialog, with one entry that is whole and one that cannot be read.
const PASTED: [(&str, &str, &str); 5] = [
    (
        "RIS",
        "Colchicine after stents",
        "TY  - JOUR\nTI  - Colchicine after stents\nAU  - Winter, L.\nPY  - 2021\nDO  - 10.1000/stents.1\nER  - \n\nTY  - JOUR\nAU  - Nobody, N.\nER  - \n",
    ),
    (
        "BibTeX",
        "Gout in winter",
        "@article{w20,\n  title = {Gout in winter},\n  author = {Winter, L. and Somer, A.},\n  journal = {The Joint Review},\n  year = {2020}\n}\n\n@article{n20,\n  author = {Nobody, N.}\n}\n",
    ),
    (
        "nbib",
        "Weak kidneys and strong doses",
        "PMID- 31234567\nTI  - Weak kidneys and strong doses.\nFAU - Winter, Lea\nJT  - The Joint review\nDP  - 2019 Mar\n\nPMID- 31234568\nFAU - Nobody, Nemo\n",
    ),
    (
        "CSL-JSON",
        "A label of colchicine",
        r#"[{"id":"a","type":"article-journal","title":"A label of colchicine","issued":{"date-parts":[[2018,5]]}},{"id":"b","type":"article-journal","author":[{"family":"Nobody"}]}]"#,
    ),
    (
        "EndNote",
        "A handbook of joints",
        "<?xml version=\"1.0\"?><xml><records><record><ref-type name=\"Book\">6</ref-type><titles><title>A handbook of joints</title></titles><dates><year>2017</year></dates></record><record><ref-type name=\"Book\">6</ref-type><titles><title></title></titles></record></records></xml>",
    ),
];

#[test]
fn references_of_every_format_are_pasted_and_brought_in() {
    let home = Home::new();
    let board = home.path("team.board");
    founded(&board);
    let window = home.launch().board(&board).start();
    window.sign_in(FOUNDER, PASSPHRASE);
    window.go("#/sources");
    window.see_text("empty", "The library is empty");
    for (done, (format, title, text)) in PASTED.into_iter().enumerate() {
        window.press("i");
        paste(&window, "references-pasted", text);
        window.click("references-look");
        window.see_text("import-references", format);
        window.see_text("import-references", "2 entries");
        window.see_text("reference-new", title);
        assert_eq!((window.count("reference-new"), window.count("reference-bad")), (1, 1), "{format}");
        window.see_text("reference-bad", "title");
        window.click(named("Cannot be read 1"));
        window.gone("reference-new");
        window.click("references-go");
        window.gone("import-references");
        window.see_text("sources-total", &format!("{} source", done + 1));
        window.see_text("sources-list", title);
    }

    // What is known already is no new source.
    window.press("i");
    paste(&window, "references-pasted", PASTED[0].2);
    window.press("Ctrl+Enter");
    window.see_text("reference-known", "In the library already.");
    assert_eq!(window.attribute("references-go", "aria-disabled").as_deref(), Some("true"));
}

/// Scanned pages and fonts that are not in the file need more than pdf.js alone, and the window's rules must let it in.
#[test]
fn a_scanned_page_and_words_in_a_font_of_elsewhere_are_shown() {
    let home = Home::new();
    let (board, paper) = (home.path("team.board"), home.path("scan.pdf"));
    fs::write(&paper, scanned()).expect("a file");
    let (_, source) = cited(&board);
    let window = home.launch().board(&board).answers(&[paper.to_str().expect("a path of text")]).start();
    window.sign_in(FOUNDER, PASSPHRASE);

    window.go(&format!("#/source/{source}"));
    window.click("source-attach");
    window.see_text("source-file", "scan.pdf");
    window.click("source-read");
    window.see_text(css("[data-testid=pdf-page] .textLayer"), "痛风");
    let shades = "const canvas = document.querySelector('[data-testid=pdf-page] canvas'); \
         const shade = (x) => canvas.getContext('2d').getImageData(canvas.width * x, canvas.height / 2, 1, 1).data[0]; \
         return [shade(0.25), shade(0.75)];";
    window.until("a scan whose right half is black", |window| {
        let seen = window.script(shades);
        if seen == json!([255, 0]) { Ok(()) } else { Err(seen.to_string()) }
    });
}

#[test]
fn a_passage_of_a_pdf_becomes_the_words_of_a_citation_and_is_shown_again() {
    let home = Home::new();
    let (board, paper) = (home.path("team.board"), home.path("trial.pdf"));
    fs::write(&paper, pdf(&PAPER)).expect("a file");
    let (article, source) = cited(&board);
    let window = home.launch().board(&board).answers(&[paper.to_str().expect("a path of text")]).start();
    window.sign_in(FOUNDER, PASSPHRASE);

    window.go(&format!("#/source/{source}"));
    window.click("source-attach");
    window.see_text("source-file", "PDF, 3 pages");
    window.click("source-read");
    window.see_text(css("[data-testid=pdf-page] .textLayer"), "Thirty arms of one trial");
    window.see_text("source-reference", "Thirty arms of one trial");

    window.go(&format!("#/article/{article}"));
    window.see("column");
    window.press("j");
    window.see("claim-card");
    window.press("f");
    window.see_text("source-pane", "Thirty arms of one trial");
    let page = |number: u32| format!("[data-testid=source-pane] [data-page='{number}'] .textLayer");
    window.see(css("[data-testid=source-pane] [data-page='3']"));
    window.script("document.querySelector('[data-page=\"3\"]').scrollIntoView()");
    window.see_text(css(&page(3)), "The mean fall was 12 points");
    select(&window, &page(3), "The mean fall", "ment, and", "ment");
    window.see_text("quote-passage", "Cite these words");
    window.press("q");
    let quote = "The mean fall was 12 points after two weeks of treatment";
    window.see_text("citation", quote);
    window.see_text("citation", "p. 3");
    window.press("Escape");
    window.gone("source-pane");

    // From the claim, one key; and the same while claims are checked one by one.
    let lines = ["The mean fall was 12 points after two weeks of treat-", "ment, and it stayed."];
    window.press("f");
    shown_again(&window, &lines);
    window.gone("passage-missing");
    window.press("Escape");
    window.press("Shift+C");
    window.see("checking-claim");
    window.press("f");
    shown_again(&window, &lines);
    drop::<Window>(window);

    let mut store = open(&board);
    let claims = store.article(article).expect("the article").claims.clone();
    let terms = &claims.values().next().expect("a claim").citations[0].terms;
    assert_eq!((terms.quote.as_str(), terms.locator.as_str()), (quote, "p. 3"));
    let passage = terms.passage.as_ref().expect("its place");
    assert_eq!(passage.page, 3);
    assert!(passage.start < passage.end);
}

/// Waits until a mark lies within the pane over each line on which these words stand.
fn shown_again(window: &Window, lines: &[&str]) {
    window.until("the passage to be marked", |window| {
        let marked = window.script(
            "const pane = document.querySelector('[data-testid=file-pages]')?.getBoundingClientRect();
             return [...document.querySelectorAll('[data-testid=passage]')].map((mark) => {
                 const { x, y, width, height, top, bottom } = mark.getBoundingClientRect();
                 const under = document.elementsFromPoint(x + width / 2, y + height / 2);
                 const words = under.find((element) => element.matches('.textLayer span'));
                 return top >= pane.top && bottom <= pane.bottom ? words?.textContent : null;
             })",
        );
        if marked == json!(lines) { Ok(()) } else { Err(format!("marked are {marked}")) }
    });
}

/// Selects on a page from the first letter of a line to the last of some words in another, with the mouse.
fn select(window: &Window, page: &str, line: &str, other: &str, words: &str) {
    let script = format!(
        "const spans = [...document.querySelectorAll(`{page} span`)];
         const at = (text) => spans.find(({{ textContent }}) => textContent.startsWith(text))?.firstChild;
         const [first, last] = [at({line:?}), at({other:?})];
         if (first === undefined || last === undefined) return null;
         const [from, to] = [first, last].map((node) => {{
             const range = document.createRange();
             range.setStart(node, 0);
             range.setEnd(node, node === last ? {words:?}.length : 1);
             return range.getBoundingClientRect();
         }});
         return [from.left + 1, from.top + from.height / 2, to.right, to.top + to.height / 2]"
    );
    let points = window.until("the lines", |window| {
        let points = window.script(&script);
        let point = |at: usize| points[at].as_f64().ok_or_else(|| points.to_string());
        Ok([point(0)?, point(1)?, point(2)?, point(3)?])
    });
    window.drag((points[0], points[1]), (points[2], points[3]));
}

/// Puts a text into a field at once, as from the clipboard.
fn paste(window: &Window, testid: &str, text: &str) {
    window.see(testid);
    window.script(&format!(
        "const field = document.querySelector('[data-testid={testid}]');
         field.focus();
         field.value = {};
         field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));",
        json!(text)
    ));
}

const PAPER: [&[&str]; 3] = [
    &["Thirty arms of one trial", "", "L. Winter and A. Somer", "", "Pain was measured in thirty arms."],
    &["Methods", "", "Every arm took part for six weeks and was asked about its pain on each day of them."],
    &[
        "Results",
        "",
        "The mean fall was 12 points after two weeks of treat-",
        "ment, and it stayed.",
        "No arm was lost.",
    ],
];

/// A PDF with these lines on its pages, in one of the fonts that a file need not bring along.
fn pdf(pages: &[&[&str]]) -> Vec<u8> {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    let written =
        |lines: &&[&str]| format!("BT /F1 11 Tf 16 TL 72 760 Td\n({}) Tj\nET", lines.join(") Tj T*\n("));
    pdf_of("/Font << /F1 3 0 R >>", &[font.to_owned()], &pages.iter().map(written).collect::<Vec<_>>())
}

/// A page as a scanner makes it, its right half black, under words in a Chinese font that it does not bring along.
fn scanned() -> Vec<u8> {
    let fonts = [
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 \
         /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ];
    let bits = "3317fffffff0010010>";
    let image = format!(
        "<< /Type /XObject /Subtype /Image /Width 16 /Height 16 /BitsPerComponent 1 /ColorSpace /DeviceGray \
         /Filter [/ASCIIHexDecode /CCITTFaxDecode] /DecodeParms [null << /K -1 /Columns 16 /Rows 16 >>] \
         /Length {} >>\nstream\n{bits}\nendstream",
        bits.len()
    );
    let objects: Vec<_> = fonts.into_iter().map(str::to_owned).chain([image]).collect();
    let page = "q 595 0 0 842 0 0 cm /I1 Do Q BT /F1 24 Tf 72 760 Td <75DB98CE> Tj ET".to_owned();
    pdf_of("/Font << /F1 3 0 R >> /XObject << /I1 6 0 R >>", &objects, &[page])
}

/// A PDF of these pages and of what they use, whose first object is number 3.
fn pdf_of(resources: &str, used: &[String], pages: &[String]) -> Vec<u8> {
    let first = 3 + used.len();
    let kids: Vec<_> = (0..pages.len()).map(|at| format!("{} 0 R", first + 2 * at)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
    ];
    objects.extend_from_slice(used);
    for (at, content) in pages.iter().enumerate() {
        let content_at = first + 2 * at + 1;
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content_at} 0 R \
             /Resources << {resources} >> >>"
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = vec!["%PDF-1.4\n".to_owned()];
    let size_of = |file: &[String]| file.iter().map(String::len).sum::<usize>();
    let mut places = vec!["0000000000 65535 f \n".to_owned()];
    for (at, object) in objects.iter().enumerate() {
        places.push(format!("{:010} 00000 n \n", size_of(&file)));
        file.push(format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let (table, size) = (size_of(&file), places.len());
    file.push(format!("xref\n0 {size}\n{}", places.concat()));
    file.push(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    file.concat().into_bytes()
}

/// A board with an article of one claim, for which a source is cited.
fn cited(board: &Path) -> (ArticleId, SourceId) {
    let (mut store, ada) = founded(board);
    let text = "In thirty arms the drug lowered pain by 12 of 100 points.";
    let document = json!({ "type": "doc", "content": [
        { "type": "paragraph", "content": [{ "type": "text", "text": text }] }] });
    let title = "Pain in thirty arms".to_owned();
    let article: ArticleId =
        made(&mut store, &ada, &Command::CreateArticle { title, origin: Origin::default(), document });
    let details = Source::new(SourceKind::JournalArticle, "Thirty arms of one trial");
    let source: SourceId = made(&mut store, &ada, &Command::AddSource { details });
    let end = u32::try_from(text.chars().count()).expect("a short sentence") - 1;
    let claim: ClaimId =
        made(&mut store, &ada, &Command::MakeClaim { article, revision: 1, block: vec![0], start: 0, end });
    let terms = CitationTerms::new(Relation::Supports);
    let cite = Command::AddCitation { article, claim, source, terms };
    store.dispatch(&ada, &cite, None, now()).expect("a citation");
    (article, source)
}
