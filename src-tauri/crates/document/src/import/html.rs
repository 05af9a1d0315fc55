//! HTML: pages, fragments, and what Word and Google Docs put on the clipboard.
//!
//! Parsing is html5ever's, as browsers do it. Elements are read for what they mean: headings, lists, tables,
//! quotes, links, images, emphasis by element or by style. Scripts and styles are dropped, menus and buttons
//! become furniture, and where a page marks its main part, all around it does too. Any other element gives
//! its text.

mod bounded;
mod style;

use super::{
    Draft, Furniture, FurnitureKind, ImportError, Note,
    clean::{Line, one_line},
    date, furniture, image,
    list::{Container, ListLine},
    struck,
    table::{self, Cell},
};
use crate::{
    Block, Document, ImageAttrs, InlineKind, LinkAttrs, ListItem, Mark, OrderedListAttrs,
    validate::{MAX_DEPTH, allowed_address},
};
use scraper::{ElementRef, Node};
use style::Style;

/// Elements nested deeper than this give their text only.
const DEEPEST: usize = 256;

/// Reads a page or a fragment.
pub(super) fn read(source: &str) -> Result<Draft, ImportError> {
    let page = bounded::parse(source)?;
    let mut reader = Reader::default();
    if let Some(root) = page.tree.root().children().find_map(ElementRef::wrap) {
        reader.main = main_part(root);
        reader.children(root, &Context::default());
    }
    reader.flush();
    Ok(reader.finish())
}

/// Where the reader stands.
#[derive(Clone, Default)]
struct Context {
    marks: Vec<Mark>,
    /// White space counts.
    verbatim: bool,
    /// Length of the path of the block whose children are read.
    path: usize,
    in_table: bool,
    in_main: bool,
    /// Elements above.
    depth: usize,
}

#[derive(Default)]
struct Reader<'a> {
    draft: Draft,
    out: Container,
    line: Line,
    main: Option<ElementRef<'a>>,
    /// Where the main part stands among the page's blocks.
    main_at: Option<(usize, usize)>,
    /// The bullet or number that Word wrote before the paragraph being read.
    word_marker: Option<String>,
    struck: Vec<String>,
    links_left: usize,
    images_left: usize,
}

impl<'a> Reader<'a> {
    fn children(&mut self, parent: ElementRef<'a>, context: &Context) {
        for child in parent.children() {
            match child.value() {
                Node::Text(text) if context.verbatim => self.line.push_verbatim(text, &context.marks),
                Node::Text(text) => self.line.push(text, &context.marks),
                _ => {
                    if let Some(element) = ElementRef::wrap(child) {
                        self.element(element, context);
                    }
                }
            }
        }
    }

    fn element(&mut self, element: ElementRef<'a>, context: &Context) {
        let name = element.value().name();
        let style = Style::of(element.attr("style").unwrap_or_default());
        let mut inner = context.clone();
        inner.depth += 1;
        if inner.depth > DEEPEST {
            for text in element.text() {
                self.line.push(text, &context.marks);
            }
            return;
        }
        style.apply(name, &mut inner.marks);
        if is_current_stage(element) {
            inner.marks.push(Mark::Strong);
        }
        if self.main == Some(element) {
            self.flush();
            let from = self.out.settle();
            inner.in_main = true;
            self.children(element, &inner);
            self.flush();
            let to = self.out.settle();
            self.main_at = (context.path == 0).then_some((from, to));
            return;
        }
        if style.hidden || element.attr("hidden").is_some() {
            return self.aside(element, FurnitureKind::Hidden, &inner);
        }
        if style.struck || matches!(name, "del" | "s" | "strike") {
            return self.strike(element, &inner);
        }
        if style.word_list_marker {
            self.word_marker = Some(element.text().collect());
            return;
        }
        match name {
            "head" => self.head(element),
            "script" | "style" | "title" | "desc" | "metadata" | "template" | "link" | "meta" | "base" => {}
            "br" => self.line.push_break(),
            "hr" => self.flush(),
            "img" => self.image(element, &inner),
            "input" => self.input(element, &inner),
            "nav" | "button" | "select" | "textarea" | "dialog" | "datalist" => {
                self.aside(element, FurnitureKind::Navigation, &inner);
            }
            "footer" if !context.in_main => self.aside(element, FurnitureKind::Navigation, &inner),
            _ if is_menu(element) => self.aside(element, FurnitureKind::Navigation, &inner),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(element, &inner),
            "ul" | "menu" | "dir" => self.list(element, None, &inner),
            "ol" => {
                let start = element.attr("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
                self.list(element, Some(start), &inner);
            }
            "table" => self.table(element, &inner),
            "blockquote" => self.quote(element, &inner),
            "pre" | "listing" | "xmp" | "plaintext" => {
                self.flush();
                inner.verbatim = true;
                self.children(element, &inner);
                self.flush();
            }
            "a" => {
                match element.attr("href").map(str::trim) {
                    Some(href) if allowed_address(href) => {
                        inner.marks.retain(|mark| !matches!(mark, Mark::Link { .. }));
                        inner.marks.push(Mark::Link { attrs: LinkAttrs { href: href.to_owned() } });
                    }
                    Some(_) => self.links_left += 1,
                    None => {}
                }
                self.children(element, &inner);
            }
            "dt" => {
                inner.marks.push(Mark::Strong);
                self.block(element, &inner);
            }
            _ if style.word_list_level.is_some() => {
                self.word_item(element, style.word_list_level.unwrap_or(1), &inner);
            }
            _ if is_block(name) => self.block(element, &inner),
            _ => self.children(element, &inner),
        }
    }

    /// Ends the paragraph that is being read.
    fn flush(&mut self) {
        for inlines in std::mem::take(&mut self.line).finish() {
            self.out.push(Block::paragraph(inlines));
        }
    }

    fn block(&mut self, element: ElementRef<'a>, context: &Context) {
        self.flush();
        self.children(element, context);
        self.flush();
    }

    /// The blocks of an element that holds its own.
    fn inside(&mut self, element: ElementRef<'a>, context: &Context) -> Vec<Block> {
        self.contained(|reader| reader.children(element, context))
    }

    fn contained(&mut self, read: impl FnOnce(&mut Self)) -> Vec<Block> {
        let line = std::mem::take(&mut self.line);
        let outer = std::mem::take(&mut self.out);
        read(self);
        self.flush();
        self.line = line;
        std::mem::replace(&mut self.out, outer).finish()
    }

    /// Puts what an element holds beside the text.
    fn aside(&mut self, element: ElementRef<'a>, kind: FurnitureKind, context: &Context) {
        let blocks = self.inside(element, context);
        put_aside(&mut self.draft.furniture, kind, blocks);
    }

    /// Keeps struck-out words out of the text.
    fn strike(&mut self, element: ElementRef<'a>, context: &Context) {
        let content = self.inside(element, context);
        self.struck.push(text_of(content));
    }

    fn heading(&mut self, element: ElementRef<'a>, context: &Context) {
        self.flush();
        let level = element.value().name().bytes().last().map_or(1, |digit| digit.saturating_sub(b'0'));
        for block in self.inside(element, context) {
            self.out.push(match block {
                Block::Paragraph { content } => Block::heading(level, content),
                other => other,
            });
        }
    }

    fn quote(&mut self, element: ElementRef<'a>, context: &Context) {
        if context.path + 2 > MAX_DEPTH {
            return self.block(element, context);
        }
        self.flush();
        let content = self.inside(element, &Context { path: context.path + 1, ..context.clone() });
        if !content.is_empty() {
            self.out.push(Block::Blockquote { content });
        }
    }

    fn list(&mut self, element: ElementRef<'a>, start: Option<u32>, context: &Context) {
        if context.path + 3 > MAX_DEPTH {
            return self.block(element, context);
        }
        self.flush();
        let inner = Context { path: context.path + 2, ..context.clone() };
        let mut lists: Vec<(u32, Vec<ListItem>)> = vec![(start.unwrap_or(1), Vec::new())];
        for child in element.children() {
            let item = ElementRef::wrap(child);
            let is_list = item.is_some_and(|item| ["ul", "ol", "menu", "dir"].contains(&item.value().name()));
            let mut content = self.contained(|reader| match (item, child.value()) {
                (Some(item), _) if item.value().name() == "li" => reader.children_of_item(item, &inner),
                (Some(item), _) => reader.element(item, &inner),
                (None, Node::Text(text)) => reader.line.push(text, &inner.marks),
                _ => {}
            });
            if content.is_empty() {
                continue;
            }
            if let Some(Block::Heading { content: inlines, .. }) = content.first_mut() {
                let inlines = std::mem::take(inlines);
                content[0] = Block::paragraph(inlines);
            }
            let value: Option<u32> =
                item.and_then(|item| item.attr("value")).and_then(|value| value.trim().parse().ok());
            let Some((order, items)) = lists.last_mut() else { continue };
            let due = u64::from(*order) + items.len() as u64;
            match (items.last_mut(), value.filter(|value| u64::from(*value) != due)) {
                // A list that stands in a list rather than in an item belongs to the item before it.
                (Some(last), _) if is_list => last.content.extend(content),
                (None, Some(value)) => {
                    *order = value;
                    items.push(ListItem { content });
                }
                (Some(_), Some(value)) => lists.push((value, vec![ListItem { content }])),
                (_, None) => items.push(ListItem { content }),
            }
        }
        for (order, content) in lists.into_iter().filter(|(_, items)| !items.is_empty()) {
            self.out.push(match start {
                None => Block::BulletList { content },
                Some(_) => Block::OrderedList { attrs: OrderedListAttrs { order }, content },
            });
        }
    }

    /// The children of an item, with the marks its own style gives.
    fn children_of_item(&mut self, item: ElementRef<'a>, context: &Context) {
        let mut inner = context.clone();
        inner.depth += 1;
        let style = Style::of(item.attr("style").unwrap_or_default());
        if style.struck && inner.depth <= DEEPEST {
            return self.strike(item, &inner);
        }
        style.apply("li", &mut inner.marks);
        if is_current_stage(item) {
            inner.marks.push(Mark::Strong);
        }
        if inner.depth > DEEPEST {
            item.text().for_each(|text| self.line.push(text, &context.marks));
        } else {
            self.children(item, &inner);
        }
    }

    /// A paragraph of Word's that is an item of a list.
    fn word_item(&mut self, element: ElementRef<'a>, level: usize, context: &Context) {
        self.flush();
        let content = self.inside(element, context);
        let marker = self.word_marker.take().unwrap_or_default();
        if !content.is_empty() {
            self.out.push_item(ListLine { level, number: number_of(&marker), content });
        }
    }

    fn table(&mut self, element: ElementRef<'a>, context: &Context) {
        let layout = matches!(element.attr("role"), Some("presentation" | "none"));
        if context.in_table || layout || context.path + 4 > MAX_DEPTH {
            return self.block(element, context);
        }
        let rows = rows_of(element);
        if rows.iter().map(|(_, cells)| cells.len()).sum::<usize>() <= 1 {
            return self.block(element, context);
        }
        self.flush();
        let caption = element.child_elements().filter(|child| child.value().name() == "caption");
        for caption in caption {
            self.block(caption, context);
        }
        let inner = Context { path: context.path + 3, in_table: true, ..context.clone() };
        let mut built = Vec::with_capacity(rows.len());
        for (in_head, cells) in rows {
            let cells = cells.into_iter().map(|cell| {
                let span = |name| cell.attr(name).and_then(|span| span.trim().parse::<usize>().ok());
                Cell {
                    header: in_head || cell.value().name() == "th",
                    colspan: span("colspan").unwrap_or(1),
                    rowspan: span("rowspan").unwrap_or(1),
                    content: self.inside(cell, &inner),
                }
            });
            built.push(cells.collect());
        }
        self.out.extend(table::build(built));
    }

    fn image(&mut self, element: ElementRef<'a>, context: &Context) {
        let source = element.attr("src").unwrap_or_default().trim();
        let alt = element.attr("alt").unwrap_or_default();
        let is_dot = |name| matches!(element.attr(name), Some("0" | "1" | "1px"));
        if alt.is_empty() && is_dot("width") && is_dot("height") {
            return;
        }
        let alt = one_line(alt);
        let digest = if let Some(image) = image::from_data_url(source) {
            let digest = image.digest;
            self.draft.keep_image(image);
            Some(digest)
        } else if let Some(digest) = source.strip_prefix(image::ATTACHMENT) {
            digest.parse().ok()
        } else {
            self.images_left += 1;
            None
        };
        let alt = if alt.is_empty() && digest.is_none() { file_name(source) } else { alt };
        self.line.push_leaf(InlineKind::Image { attrs: ImageAttrs { digest, alt } }, &context.marks);
    }

    fn input(&mut self, element: ElementRef<'a>, context: &Context) {
        match element.attr("type").map(str::to_ascii_lowercase).as_deref() {
            Some("checkbox" | "radio") => {
                let ticked = element.attr("checked").is_some();
                self.line.push(if ticked { "[x] " } else { "[ ] " }, &context.marks);
            }
            Some("hidden") => {}
            _ => {
                let words = ["value", "placeholder"].into_iter().filter_map(|name| element.attr(name));
                let text = words.collect::<Vec<_>>().join(" ");
                put_text_aside(&mut self.draft.furniture, FurnitureKind::Navigation, &text);
            }
        }
    }

    /// The page's own title and date.
    fn head(&mut self, head: ElementRef<'a>) {
        for element in head.child_elements() {
            match element.value().name() {
                "title" => {
                    let title: String = element.text().collect();
                    let title = one_line(&title);
                    self.draft.page_title = Some(title).filter(|title| !title.is_empty());
                }
                "meta" => {
                    let name = element.attr("name").or(element.attr("property")).unwrap_or_default();
                    let is_date = ["article:modified_time", "date", "dcterms.modified", "last-modified"]
                        .contains(&name.to_ascii_lowercase().as_str());
                    if is_date && let Some(content) = element.attr("content") {
                        self.draft.metadata.last_updated =
                            self.draft.metadata.last_updated.take().or_else(|| date::first_date(content));
                    }
                }
                _ => {}
            }
        }
    }

    fn finish(mut self) -> Draft {
        let mut blocks = std::mem::take(&mut self.out).finish();
        if let Some((from, to)) = self.main_at.filter(|(from, to)| to <= &blocks.len() && from < to) {
            let after = blocks.split_off(to);
            let mut main = blocks.split_off(from);
            let around = |blocks: Vec<Block>, draft: &mut Draft| {
                let (titles, rest): (Vec<Block>, Vec<Block>) = blocks.into_iter().partition(is_title);
                put_aside(&mut draft.furniture, FurnitureKind::Navigation, rest);
                titles
            };
            let mut all = around(blocks, &mut self.draft);
            all.append(&mut main);
            all.extend(around(after, &mut self.draft));
            blocks = all;
        }
        self.draft.blocks = blocks;
        struck::put_aside(&mut self.draft, &self.struck);
        let notes = &mut self.draft.notes;
        let said = |count: usize, one: &str, many: &str| match count {
            1 => Some(Note(format!("1 {one}"))),
            0 => None,
            n => Some(Note(format!("{n} {many}"))),
        };
        notes.extend(said(
            self.links_left,
            "link leads to a place that an article cannot link to; its words were kept.",
            "links lead to places that an article cannot link to; their words were kept.",
        ));
        notes.extend(said(
            self.images_left,
            "image is only referred to and was not brought in; its description was kept.",
            "images are only referred to and were not brought in; their descriptions were kept.",
        ));
        self.draft
    }
}

/// The element that holds what the page is about, if it says so and most words are there.
fn main_part(root: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let all = || root.descendent_elements();
    let main = all().find(|element| element.value().name() == "main" || element.attr("role") == Some("main"));
    let mut articles = all().filter(|element| element.value().name() == "article");
    let only_article = articles.next().filter(|_| articles.next().is_none());
    let part = main.or(only_article)?;
    let words = |element: ElementRef<'_>| -> usize {
        element.text().map(|text| text.split_whitespace().count()).sum()
    };
    let body = all().find(|element| element.value().name() == "body")?;
    (words(part) * 5 >= words(body) * 2).then_some(part)
}

fn is_title(block: &Block) -> bool {
    matches!(block, Block::Heading { attrs, .. } if attrs.level == 1)
}

/// The rows of a table: whether each stands in its head, and its cells.
fn rows_of(table: ElementRef<'_>) -> Vec<(bool, Vec<ElementRef<'_>>)> {
    let mut out = Vec::new();
    for child in table.child_elements() {
        match child.value().name() {
            "tr" => out.push((false, row_cells(child))),
            part @ ("thead" | "tbody" | "tfoot") => {
                let rows = child.child_elements().filter(|row| row.value().name() == "tr");
                out.extend(rows.map(|row| (part == "thead", row_cells(row))));
            }
            _ => {}
        }
    }
    out.retain(|(_, cells)| !cells.is_empty());
    out
}

fn row_cells(row: ElementRef<'_>) -> Vec<ElementRef<'_>> {
    row.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th")).collect()
}

/// A step of a stepper that the page sets off.
fn is_current_stage(element: ElementRef<'_>) -> bool {
    let marked = matches!(element.attr("aria-current"), Some("step" | "true"))
        || element
            .value()
            .classes()
            .any(|class| matches!(class, "active" | "current" | "is-active" | "is-current" | "selected"));
    marked && {
        let text: String = element.text().take(8).collect();
        furniture::is_stage(text.trim())
    }
}

fn is_menu(element: ElementRef<'_>) -> bool {
    matches!(
        element.attr("role"),
        Some(
            "navigation"
                | "search"
                | "contentinfo"
                | "dialog"
                | "alertdialog"
                | "menu"
                | "menubar"
                | "toolbar"
                | "tablist"
        )
    )
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "frameset"
            | "header"
            | "hgroup"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "optgroup"
            | "option"
            | "p"
            | "search"
            | "section"
            | "summary"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
    )
}

/// The number in a marker such as `3.` or `c)`; bullets have none.
fn number_of(marker: &str) -> Option<u32> {
    let marker = marker.trim_matches(|c: char| c.is_whitespace() || c == '\u{A0}');
    let label = marker.strip_suffix(['.', ')'])?.trim_start_matches('(');
    if let Ok(number) = label.parse() {
        return Some(number);
    }
    let mut letters = label.chars();
    match (letters.next().map(|c| c.to_ascii_lowercase()), letters.next()) {
        (Some(letter @ 'a'..='z'), None) => Some(u32::from(letter) - u32::from('a') + 1),
        _ => None,
    }
}

fn file_name(source: &str) -> String {
    let path = source.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    if source.starts_with("data:") {
        String::new()
    } else {
        super::clean::clean(name).chars().take(80).collect()
    }
}

fn put_aside(furniture: &mut Vec<Furniture>, kind: FurnitureKind, content: Vec<Block>) {
    put_text_aside(furniture, kind, &text_of(content));
}

fn text_of(content: Vec<Block>) -> String {
    let mut document = Document { content };
    document.normalise();
    crate::write::text(&document)
}

fn put_text_aside(furniture: &mut Vec<Furniture>, kind: FurnitureKind, text: &str) {
    let text = text.trim();
    if !text.is_empty() {
        furniture.push(Furniture { kind, text: text.to_owned() });
    }
}
