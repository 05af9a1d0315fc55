//! Word's `.docx`: a ZIP of XML parts.
//!
//! Paragraphs are read by style (headings, title, quotes) and numbering (lists); runs by their properties.
//! Footnotes and endnotes become citation marks with a list at the end; tracked changes are taken as
//! accepted; what stands in headers, footers, comments, deletions and hidden text goes beside the text.

mod package;
mod styles;
mod xml;

use super::{
    Draft, Furniture, FurnitureKind, ImportError, Note,
    clean::{Line, one_line},
    date, image,
    list::{Container, ListLine},
    references, struck,
    table::{self, Cell},
};
use crate::{
    Block, CitationAttrs, ImageAttrs, Inline, InlineKind, LinkAttrs, ListItem, Mark, OrderedListAttrs,
    validate::allowed_address,
};
use package::{Package, Relations};
use styles::{Numbering, Role, Styles, numbering_of};
use xml::{Element, Node};

pub(super) fn read(bytes: &[u8]) -> Result<Draft, ImportError> {
    let mut package = Package::open(bytes)?;
    let main = package.relations("")?.of_kind("officeDocument");
    let main = main.first().map_or("word/document.xml", String::as_str).to_owned();
    let Some(document) = package.xml(&main)? else {
        return Err(ImportError::Unsupported(package.other_kind()));
    };
    let relations = package.relations(&main)?;
    let mut part = |kind: &str| -> Result<Option<Element>, ImportError> {
        relations.of_kind(kind).first().map_or(Ok(None), |name| package.xml(name))
    };
    let styles = part("styles")?.as_ref().map(Styles::of).unwrap_or_default();
    let numbering = part("numbering")?.as_ref().map(Numbering::of).unwrap_or_default();
    let footnotes = part("footnotes")?;
    let endnotes = part("endnotes")?;
    let comments = part("comments")?;

    let mut reader = Reader {
        package,
        relations,
        styles,
        numbering,
        has_title: false,
        has_references: false,
        references_level: None,
        draft: Draft::default(),
        out: Container::default(),
        line: Line::default(),
        boxes: Vec::new(),
        fields: Vec::new(),
        cited: Vec::new(),
        deleted: Vec::new(),
        hidden: Vec::new(),
        struck: Vec::new(),
        striking: false,
        changes: 0,
        images_left: 0,
    };
    if let Some(body) = document.child("body") {
        reader.look_ahead(body);
        reader.blocks(body, false);
    }
    reader.append_notes(footnotes.as_ref(), endnotes.as_ref())?;
    reader.finish(comments.as_ref())
}

/// Which of a file's two lists of notes.
#[derive(Clone, Copy, PartialEq)]
enum NoteKind {
    Foot,
    End,
}

/// A field while its runs come: what it computes, then what that gave.
struct Field {
    instruction: String,
    in_result: bool,
}

struct Reader<'a> {
    package: Package<'a>,
    relations: Relations,
    styles: Styles,
    numbering: Numbering,
    /// The title has a style of its own, and headings stand below it.
    has_title: bool,
    /// The text has its own list of references, whose numbers are not those of the notes.
    has_references: bool,
    /// The level of its heading.
    references_level: Option<u8>,
    draft: Draft,
    out: Container,
    line: Line,
    /// Text boxes of the paragraph being read; they follow it.
    boxes: Vec<Block>,
    fields: Vec<Field>,
    /// Notes in order of first reference.
    cited: Vec<(NoteKind, String)>,
    deleted: Vec<String>,
    hidden: Vec<String>,
    struck: Vec<String>,
    /// The run before was struck out too: one passage may be several runs.
    striking: bool,
    changes: usize,
    images_left: usize,
}

impl Reader<'_> {
    fn look_ahead(&mut self, body: &Element) {
        for paragraph in body.elements().filter(|element| element.name == "p") {
            self.has_title |= self.role(paragraph) == Role::Title;
            self.has_references |= references::is_title(&paragraph.text());
        }
    }

    fn role(&self, paragraph: &Element) -> Role {
        let properties = paragraph.child("pPr");
        let style = properties.and_then(|properties| properties.val("pStyle"));
        self.styles.role(style, properties.and_then(|properties| properties.val("outlineLvl")))
    }

    /// The blocks among the children of an element.
    fn blocks(&mut self, parent: &Element, in_table: bool) {
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => self.paragraph(element, in_table),
                "tbl" if !in_table => self.table(element),
                "del" | "moveFrom" => self.delete(element),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.blocks(chosen, in_table);
                    }
                }
                "pPr" | "rPr" | "tcPr" | "trPr" | "tblPr" | "sectPr" | "sdtPr" | "tblGrid" => {}
                name => {
                    self.changes += usize::from(matches!(name, "ins" | "moveTo"));
                    self.blocks(element, in_table);
                }
            }
        }
    }

    fn contained(&mut self, element: &Element, in_table: bool) -> Vec<Block> {
        let outer = std::mem::take(&mut self.out);
        let line = std::mem::take(&mut self.line);
        let boxes = std::mem::take(&mut self.boxes);
        self.blocks(element, in_table);
        self.line = line;
        self.boxes = boxes;
        std::mem::replace(&mut self.out, outer).finish()
    }

    fn paragraph(&mut self, paragraph: &Element, in_table: bool) {
        self.striking = false;
        self.inlines(paragraph, &[]);
        let texts = std::mem::take(&mut self.line).finish();
        let boxes = std::mem::take(&mut self.boxes);
        if !texts.is_empty() {
            let properties = paragraph.child("pPr");
            let style = properties.and_then(|properties| properties.val("pStyle"));
            let list = properties
                .and_then(numbering_of)
                .or_else(|| self.styles.numbering(style))
                .filter(|(list, _)| !list.is_empty());
            let below = u8::from(self.has_title);
            match (self.role(paragraph), list) {
                (Role::Title, _) => self.out.extend(texts.into_iter().map(|text| Block::heading(1, text))),
                (Role::Heading(level), _) => {
                    let level = level.saturating_add(below).min(6);
                    if references::is_title(&paragraph.text()) {
                        self.references_level = Some(level);
                    }
                    self.out.extend(texts.into_iter().map(|text| Block::heading(level, text)));
                }
                (_, Some((list, level))) => {
                    let number = self.numbering.next(&list, level);
                    let content = texts.into_iter().map(Block::paragraph).collect();
                    self.out.push_item(ListLine { level, number, content });
                }
                (Role::Quote, None) if !in_table => {
                    let quoted = texts.into_iter().map(Block::paragraph);
                    match self.out.last_mut() {
                        Some(Block::Blockquote { content }) => content.extend(quoted),
                        _ => self.out.push(Block::Blockquote { content: quoted.collect() }),
                    }
                }
                _ => self.out.extend(texts.into_iter().map(Block::paragraph)),
            }
        }
        if !boxes.is_empty() {
            self.out.extend(boxes);
        }
    }

    fn inlines(&mut self, parent: &Element, marks: &[Mark]) {
        for element in parent.elements() {
            match element.name.as_str() {
                "r" => self.run(element, marks),
                "hyperlink" => {
                    let address = element
                        .attr("id")
                        .and_then(|id| self.relations.address(id))
                        .map(str::to_owned)
                        .or_else(|| element.attr("anchor").map(|anchor| format!("#{anchor}")));
                    self.inlines(element, &with_link(marks, address.as_deref()));
                }
                "fldSimple" => {
                    let address = element.attr("instr").and_then(address_of_field);
                    self.inlines(element, &with_link(marks, address.as_deref()));
                }
                "del" | "moveFrom" => self.delete(element),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.inlines(chosen, marks);
                    }
                }
                "oMath" => self.line.push(&element.text(), marks),
                "pPr" | "rPr" | "sdtPr" => {}
                name => {
                    self.changes += usize::from(matches!(name, "ins" | "moveTo"));
                    self.inlines(element, marks);
                }
            }
        }
    }

    fn delete(&mut self, element: &Element) {
        self.changes += 1;
        self.deleted.push(element.text());
    }

    fn run(&mut self, run: &Element, around: &[Mark]) {
        let mut marks = around.to_vec();
        if let Some(properties) = run.child("rPr") {
            let (bold, italic) = self.styles.emphasis(properties.val("rStyle"));
            if properties.is_on("b").unwrap_or(bold) {
                marks.push(Mark::Strong);
            }
            if properties.is_on("i").unwrap_or(italic) {
                marks.push(Mark::Em);
            }
            match properties.val("vertAlign") {
                Some("superscript") => marks.push(Mark::Superscript),
                Some("subscript") => marks.push(Mark::Subscript),
                _ => {}
            }
            if properties.is_on("vanish") == Some(true) {
                self.hidden.push(run.text());
                return;
            }
            let by_style = self.styles.struck(properties.val("rStyle"));
            let by_run = properties.is_on("strike").or(properties.is_on("dstrike"));
            if by_run.unwrap_or(by_style) {
                match self.struck.last_mut().filter(|_| self.striking) {
                    Some(passage) => passage.push_str(&run.text()),
                    None => self.struck.push(run.text()),
                }
                self.striking = true;
                return;
            }
        }
        self.striking = false;
        let address = self.fields.iter().rev().find(|field| field.in_result);
        let address = address.and_then(|field| address_of_field(&field.instruction));
        let marks = with_link(&marks, address.as_deref());
        self.run_content(run, &marks);
    }

    fn run_content(&mut self, parent: &Element, marks: &[Mark]) {
        for element in parent.elements() {
            match element.name.as_str() {
                "t" => {
                    for child in &element.children {
                        if let Node::Text(text) = child {
                            self.line.push(text, marks);
                        }
                    }
                }
                "delText" => self.deleted.push(element.text()),
                "tab" | "ptab" => self.line.push(" ", marks),
                "br" if matches!(element.attr("type"), Some("page" | "column")) => self.line.push(" ", marks),
                "br" | "cr" => self.line.push_break(),
                "noBreakHyphen" => self.line.push("\u{2011}", marks),
                "sym" => {
                    let code = element.attr("char").and_then(|code| u32::from_str_radix(code, 16).ok());
                    let symbol =
                        code.and_then(char::from_u32).filter(|c| !('\u{E000}'..='\u{F8FF}').contains(c));
                    self.line.push(symbol.unwrap_or('\u{FFFD}').encode_utf8(&mut [0; 4]), marks);
                }
                "footnoteReference" => self.cite(NoteKind::Foot, element),
                "endnoteReference" => self.cite(NoteKind::End, element),
                "fldChar" => self.field(element),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut() {
                        field.instruction.push_str(&element.text());
                    }
                }
                "drawing" | "pict" | "object" => self.drawing(element, marks),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.run_content(chosen, marks);
                    }
                }
                "rPr" => {}
                _ => self.run_content(element, marks),
            }
        }
    }

    fn field(&mut self, element: &Element) {
        match element.attr("fldCharType") {
            Some("begin") => self.fields.push(Field { instruction: String::new(), in_result: false }),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                }
            }
            _ => {
                self.fields.pop();
            }
        }
    }

    /// The label of a note that the text refers to.
    fn label(&self, at: usize) -> String {
        if self.has_references { format!("note{}", at + 1) } else { (at + 1).to_string() }
    }

    fn cite(&mut self, kind: NoteKind, element: &Element) {
        let Some(id) = element.attr("id") else { return };
        let known = self.cited.iter().position(|(other, cited)| *other == kind && cited == id);
        let at = known.unwrap_or_else(|| {
            self.cited.push((kind, id.to_owned()));
            self.cited.len() - 1
        });
        let attrs = CitationAttrs { keys: vec![self.label(at)], mark: (at + 1).to_string() };
        self.line.push_leaf(InlineKind::Citation { attrs }, &[Mark::Superscript]);
    }

    /// Images and text boxes.
    fn drawing(&mut self, drawing: &Element, marks: &[Mark]) {
        let alt = drawing.find("docPr").and_then(|properties| properties.attr("descr"));
        let alt =
            alt.or_else(|| drawing.find("shape").and_then(|shape| shape.attr("alt"))).unwrap_or_default();
        let alt = one_line(alt);
        let mut parts = Vec::new();
        drawing.all("blip", &mut parts);
        drawing.all("imagedata", &mut parts);
        for part in parts {
            let name = part
                .attr("embed")
                .or(part.attr("id"))
                .and_then(|id| self.relations.part(id))
                .map(str::to_owned);
            let bytes = name.and_then(|name| self.package.bytes(&name).ok().flatten());
            let image = bytes.and_then(image::from_bytes);
            self.images_left += usize::from(image.is_none());
            let digest = image.map(|image| {
                let digest = image.digest;
                self.draft.keep_image(image);
                digest
            });
            self.line.push_leaf(InlineKind::Image { attrs: ImageAttrs { digest, alt: alt.clone() } }, marks);
        }
        let mut boxes = Vec::new();
        drawing.all("txbxContent", &mut boxes);
        for text in boxes {
            let blocks = self.contained(text, true);
            self.boxes.extend(blocks);
        }
    }

    fn table(&mut self, table: &Element) {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        // For each column, the row and cell that reaches down in it.
        let mut above: Vec<Option<(usize, usize)>> = Vec::new();
        let mut elements = Vec::new();
        table.rows(&mut elements);
        for row in elements {
            let at = rows.len();
            let mut cells: Vec<Cell> = Vec::new();
            let mut column = 0;
            let properties = row.child("trPr");
            let header = properties.and_then(|properties| properties.is_on("tblHeader")).unwrap_or(false);
            let before =
                properties.and_then(|properties| properties.val("gridBefore")?.parse().ok()).unwrap_or(0);
            if before > 0 {
                cells.push(Cell { colspan: before, ..Cell::default() });
                column += before.min(table::WIDEST);
            }
            let mut parts = Vec::new();
            row.cells(&mut parts);
            for part in parts {
                let properties = part.child("tcPr");
                let colspan: usize =
                    properties.and_then(|properties| properties.val("gridSpan")?.parse().ok()).unwrap_or(1);
                let colspan = colspan.clamp(1, table::WIDEST);
                let merge = properties.and_then(|properties| properties.child("vMerge"));
                let content = self.contained(part, true);
                let origin = above.get(column).copied().flatten().filter(|(row, cell)| {
                    rows.get(*row)
                        .and_then(|row| row.get(*cell))
                        .is_some_and(|cell| row_after(*row, cell) == at)
                });
                let goes_on = merge.is_some_and(|merge| merge.attr("val") != Some("restart"));
                if let Some((row, cell)) = origin.filter(|_| goes_on)
                    && let Some(cell) = rows.get_mut(row).and_then(|row| row.get_mut(cell))
                {
                    cell.rowspan += 1;
                    cell.content.extend(content);
                } else {
                    if above.len() < column + colspan {
                        above.resize(column + colspan, None);
                    }
                    let reaches = merge.is_some().then_some((at, cells.len()));
                    for slot in above.iter_mut().skip(column).take(colspan) {
                        *slot = reaches;
                    }
                    cells.push(Cell { header, colspan, rowspan: 1, content });
                }
                column += colspan;
            }
            rows.push(cells);
        }
        if rows.iter().map(Vec::len).sum::<usize>() <= 1 {
            self.out.extend(rows.into_iter().flatten().flat_map(|cell| cell.content));
            return;
        }
        self.out.extend(table::build(rows));
    }

    /// Puts the notes that the text refers to at its end, the others beside it.
    fn append_notes(&mut self, foot: Option<&Element>, end: Option<&Element>) -> Result<(), ImportError> {
        let mut items = Vec::new();
        let mut paragraphs = Vec::new();
        let mut at = 0;
        // Notes may refer to notes, so the list can grow while it is read.
        while let Some((kind, id)) = self.cited.get(at).cloned() {
            let (part, name) = match kind {
                NoteKind::Foot => (foot, "footnotes"),
                NoteKind::End => (end, "endnotes"),
            };
            let note = part.and_then(|part| part.elements().find(|note| note.attr("id") == Some(&id)));
            let path = self.relations.of_kind(name).first().cloned().unwrap_or_default();
            let relations = self.package.relations(&path)?;
            let outer = std::mem::replace(&mut self.relations, relations);
            let content = note.map(|note| self.contained(note, true)).unwrap_or_default();
            self.relations = outer;
            if self.has_references {
                let words = words_of_blocks(&content);
                self.draft.metadata.references.push(super::Reference {
                    label: self.label(at),
                    text: words.clone(),
                    url: references::url(&words),
                });
                let label = Inline::text(format!("{}. ", at + 1));
                let mut content = content.into_iter();
                let mut first = match content.next() {
                    Some(Block::Paragraph { content }) => content,
                    _ => Vec::new(),
                };
                first.insert(0, label);
                paragraphs.push(Block::paragraph(first));
                paragraphs.extend(content);
            } else {
                items.push(ListItem { content });
            }
            at += 1;
        }
        if !items.is_empty() {
            self.out.push(Block::heading(2, vec![Inline::text("References")]));
            self.out.push(Block::OrderedList { attrs: OrderedListAttrs { order: 1 }, content: items });
        }
        if !paragraphs.is_empty() {
            // Beside the list of references, not below it.
            let level = self.references_level.unwrap_or(2);
            self.out.push(Block::heading(level, vec![Inline::text("Notes")]));
            self.out.extend(paragraphs);
        }
        for (kind, part) in [(NoteKind::Foot, foot), (NoteKind::End, end)] {
            for note in part.into_iter().flat_map(Element::elements) {
                let cited =
                    self.cited.iter().any(|(other, id)| *other == kind && note.attr("id") == Some(id));
                if !cited {
                    self.hidden.push(note.text());
                }
            }
        }
        Ok(())
    }

    fn finish(mut self, comments: Option<&Element>) -> Result<Draft, ImportError> {
        let mut draft = self.draft;
        struck::put_aside(&mut draft, &self.struck);
        draft.blocks = self.out.finish();
        let mut aside = |kind, texts: Vec<String>| {
            let mut seen: Vec<String> = Vec::new();
            for text in texts {
                let text = one_line(&text);
                let again = kind == FurnitureKind::Navigation && seen.contains(&text);
                if !text.is_empty() && !again {
                    seen.push(text);
                }
            }
            if !seen.is_empty() {
                draft.furniture.push(Furniture { kind, text: seen.join("\n") });
            }
        };
        let mut running = Vec::new();
        for name in [self.relations.of_kind("header"), self.relations.of_kind("footer")].concat() {
            running.extend(self.package.xml(&name)?.map(|part| part.text()));
        }
        aside(FurnitureKind::Navigation, running);
        aside(FurnitureKind::Hidden, self.deleted);
        aside(FurnitureKind::Hidden, self.hidden);
        let comments: Vec<String> =
            comments.into_iter().flat_map(Element::elements).map(Element::text).collect();
        let count = comments.len();
        aside(FurnitureKind::Hidden, comments);
        let mut said = |count: usize, one: &str, many: &str| match count {
            0 => {}
            1 => draft.notes.push(Note(format!("1 {one}"))),
            n => draft.notes.push(Note(format!("{n} {many}"))),
        };
        said(
            self.changes,
            "tracked change was taken as accepted; deleted words stand beside the text.",
            "tracked changes were taken as accepted; deleted words stand beside the text.",
        );
        said(count, "comment stands beside the text.", "comments stand beside the text.");
        said(
            self.images_left,
            "image is of a kind that cannot be shown and was not brought in.",
            "images are of kinds that cannot be shown and were not brought in.",
        );
        let properties = self.package.relations("")?.of_kind("core-properties");
        if let Some(core) = properties.first().map_or(Ok(None), |name| self.package.xml(name))? {
            draft.page_title =
                core.child("title").map(|title| one_line(&title.text())).filter(|t| !t.is_empty());
            draft.metadata.last_updated =
                core.child("modified").and_then(|date| date::first_date(&date.text()));
        }
        Ok(draft)
    }
}

/// The row below a cell's last.
fn row_after(row: usize, cell: &Cell) -> usize {
    row + cell.rowspan
}

fn words_of_blocks(blocks: &[Block]) -> String {
    let document = crate::Document { content: blocks.to_vec() };
    one_line(&document.plain_text())
}

/// Of two ways to draw the same thing, the one whose words can be read.
fn chosen(alternatives: &Element) -> Option<&Element> {
    alternatives.child("Choice").or_else(|| alternatives.child("Fallback"))
}

fn with_link(marks: &[Mark], address: Option<&str>) -> Vec<Mark> {
    let mut marks = marks.to_vec();
    if let Some(href) = address.map(str::trim).filter(|href| allowed_address(href)) {
        marks.retain(|mark| !matches!(mark, Mark::Link { .. }));
        marks.push(Mark::Link { attrs: LinkAttrs { href: href.to_owned() } });
    }
    marks
}

/// `HYPERLINK "https://…"` or `HYPERLINK \l "place"`.
fn address_of_field(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?;
    let quoted = rest.split('"').nth(1)?;
    let local = rest.split('"').next().is_some_and(|before| before.contains("\\l"));
    Some(if local { format!("#{quoted}") } else { quoted.to_owned() })
}
