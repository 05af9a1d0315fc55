//! Markdown: parsed by comrak, put on as HTML, and read as that; so that raw HTML in it is read by the same
//! rules as a page's.
//!
//! Before that, what HTML would lose is made text: footnotes become `[^label]` with their definitions in a
//! section "References", link definitions that nothing uses and numbered ones stay lines, tags that HTML
//! does not know stay words. Front matter, comments and the titles of links are kept beside the text.

use super::{Draft, Furniture, FurnitureKind, ImportError, date, html, references};
use comrak::{
    Arena, Node, Options,
    nodes::{AstNode, NodeHeading, NodeValue},
    parse_document,
};
use std::collections::{HashMap, HashSet};

pub(super) fn read(source: &str) -> Result<Draft, ImportError> {
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    let (front, body) = front_matter(&source);
    let body = keep_definitions(body);
    let arena = Arena::new();
    let options = options();
    let root = parse_document(&arena, &body, &options);
    let beside = prepare(&arena, root);
    let mut page = String::with_capacity(body.len() * 2);
    comrak::format_html(root, &options, &mut page)
        .map_err(|_| ImportError::Damaged("it cannot be laid out"))?;
    let mut draft = html::read(&page)?;
    if let Some(front) = front {
        read_front_matter(front, &mut draft);
    }
    let text = beside.join("\n");
    if !text.trim().is_empty() {
        draft.furniture.push(Furniture { kind: FurnitureKind::Hidden, text });
    }
    Ok(draft)
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.footnotes = true;
    extension.strikethrough = true;
    extension.subscript = true;
    extension.superscript = true;
    extension.table = true;
    extension.tasklist = true;
    options.parse.leave_footnote_definitions = true;
    // The page goes to our own reader and nowhere else.
    options.render.r#unsafe = true;
    options
}

/// The lines between `---` at the very beginning, and the rest.
fn front_matter(source: &str) -> (Option<&str>, &str) {
    let source = source.strip_prefix('\u{FEFF}').unwrap_or(source);
    let mut lines = source.split_inclusive('\n');
    if lines.next().map(str::trim_end) != Some("---") {
        return (None, source);
    }
    let mut at = source.find('\n').map_or(source.len(), |end| end + 1);
    let from = at;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            let (front, rest) = (&source[from..at], &source[at + line.len()..]);
            return if front.contains(':') { (Some(front), rest) } else { (None, source) };
        }
        at += line.len();
    }
    (None, source)
}

/// Reads the title and the date; keeps all of it beside the text.
fn read_front_matter(front: &str, draft: &mut Draft) {
    for line in front.lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        match key.trim().to_ascii_lowercase().as_str() {
            "title" if !value.is_empty() => draft.page_title = Some(super::clean::clean(value)),
            "lastmod" | "last_updated" | "last-updated" | "updated" | "date" => {
                let date = date::first_date(value);
                draft.metadata.last_updated = draft.metadata.last_updated.take().or(date);
            }
            _ => {}
        }
    }
    let text = super::clean::clean(front.trim());
    draft.furniture.insert(0, Furniture { kind: FurnitureKind::Hidden, text });
}

/// Escapes definitions of links that `CommonMark` would swallow unseen: those that nothing uses, and those with
/// a number for a label, which are entries of a reference list.
fn keep_definitions(source: &str) -> String {
    let uses = bracketed(source);
    let mut out = String::with_capacity(source.len() + 16);
    let mut defined = HashSet::new();
    let verbatim = if source.lines().any(|line| defined_label(line).is_some()) {
        verbatim(source)
    } else {
        HashSet::new()
    };
    let mut escaped = false;
    for (at, line) in (1..).zip(source.split_inclusive('\n')) {
        let stays = defined_label(line).is_some_and(|label| {
            let uses = uses.get(label.as_str()).copied().unwrap_or_default();
            let is_number = !label.is_empty() && label.chars().all(|c| c.is_ascii_digit());
            // Of several definitions only the first counts.
            let again = !defined.insert(label);
            again || if is_number { !uses.behind_text } else { !uses.any }
        });
        if let Some((indent, rest)) = line.split_once('[').filter(|_| stays && !verbatim.contains(&at)) {
            // Entries that follow each other are paragraphs of their own.
            if std::mem::replace(&mut escaped, true) {
                out.push('\n');
            }
            out.push_str(indent);
            out.push_str("\\[");
            out.push_str(rest);
        } else {
            escaped = false;
            out.push_str(line);
        }
    }
    out
}

/// The lines, from 1, that are code or HTML and mean what stands there.
fn verbatim(source: &str) -> HashSet<usize> {
    let arena = Arena::new();
    let mut lines = HashSet::new();
    for node in parse_document(&arena, source, &options()).descendants() {
        let data = node.data.borrow();
        if matches!(data.value, NodeValue::CodeBlock(_) | NodeValue::HtmlBlock(_)) {
            lines.extend(data.sourcepos.start.line..=data.sourcepos.end.line);
        }
    }
    lines
}

/// The label of a link definition, as labels are compared.
fn defined_label(line: &str) -> Option<String> {
    let (label, rest) = line.trim_start_matches(' ').strip_prefix('[')?.split_once(']')?;
    (rest.starts_with(':') && !label.starts_with('^')).then(|| label.trim().to_lowercase())
}

#[derive(Clone, Copy, Default)]
struct Uses {
    /// At all.
    any: bool,
    /// As in `[words][label]`.
    behind_text: bool,
}

/// What stands in brackets, other than to be defined.
fn bracketed(source: &str) -> HashMap<String, Uses> {
    const LONGEST_LABEL: usize = 999;
    let mut out: HashMap<String, Uses> = HashMap::new();
    for line in source.lines() {
        let first = line.len() - line.trim_start().len();
        for (at, _) in line.match_indices('[') {
            let rest = &line[at + 1..];
            let end =
                rest.find(['[', ']']).filter(|end| *end <= LONGEST_LABEL && rest[*end..].starts_with(']'));
            let Some(end) = end else { continue };
            let uses = out.entry(rest[..end].trim().to_lowercase()).or_default();
            uses.any |= !(at == first && rest[end..].starts_with("]:"));
            uses.behind_text |= line[..at].ends_with(']');
        }
    }
    out
}

/// Makes text of what HTML would lose; gives what belongs beside the text.
fn prepare<'a>(arena: &'a Arena<'a>, root: Node<'a>) -> Vec<String> {
    let mut beside = Vec::new();
    let mut definitions = Vec::new();
    let nodes: Vec<Node<'a>> = root.descendants().collect();
    for node in nodes {
        let value = &mut node.data_mut().value;
        match value {
            NodeValue::HtmlBlock(html) => html.literal = only_tags(&html.literal, &mut beside),
            NodeValue::HtmlInline(html) => *html = only_tags(html, &mut beside),
            NodeValue::Link(link) | NodeValue::Image(link) if !link.title.is_empty() => {
                beside.push(super::clean::clean(&link.title));
            }
            NodeValue::CodeBlock(code) if !code.info.is_empty() => {
                beside.push(super::clean::clean(&code.info));
            }
            NodeValue::FootnoteReference(reference) => {
                *value = NodeValue::Text(format!("[^{}]", reference.name).into());
            }
            NodeValue::FootnoteDefinition(definition) => {
                definitions.push((node, format!("[^{}]: ", definition.name)));
            }
            _ => {}
        }
    }
    // "[1]: https://…", kept from being swallowed as the definition of a link.
    let numbered = root.children().filter(|node| {
        matches!(node.data().value, NodeValue::Paragraph)
            && defined_label(&node.collect_text()).is_some_and(|label| label.parse::<u16>().is_ok())
    });
    definitions.extend(numbered.map(|paragraph| (paragraph, String::new())));
    append_definitions(arena, root, &definitions);
    beside
}

/// Puts definitions, each with the label that must be set before it, at the end, in the reference list.
fn append_definitions<'a>(arena: &'a Arena<'a>, root: Node<'a>, definitions: &[(Node<'a>, String)]) {
    let new = |value: NodeValue| -> Node<'a> { arena.alloc(AstNode::from(value)) };
    let text = |text: String| new(NodeValue::Text(text.into()));
    if definitions.is_empty() {
        return;
    }
    let is_heading = |node: &Node<'a>| matches!(node.data().value, NodeValue::Heading(_));
    let last_heading = root.reverse_children().find(is_heading);
    if !last_heading.is_some_and(|heading| references::is_title(&heading.collect_text())) {
        let heading = new(NodeValue::Heading(NodeHeading { level: 2, setext: false, closed: false }));
        heading.append(text("References".to_owned()));
        root.append(heading);
    }
    for (definition, label) in definitions {
        definition.detach();
        if label.is_empty() {
            root.append(definition);
            continue;
        }
        let label = text(label.clone());
        match definition.first_child() {
            Some(first) if matches!(first.data().value, NodeValue::Paragraph) => first.prepend(label),
            _ => {
                let paragraph = new(NodeValue::Paragraph);
                paragraph.append(label);
                root.append(paragraph);
            }
        }
        let blocks: Vec<Node<'a>> = definition.children().collect();
        for block in blocks {
            block.detach();
            root.append(block);
        }
    }
}

/// Raw HTML without its comments, and with what is no tag of HTML escaped.
fn only_tags(html: &str, beside: &mut Vec<String>) -> String {
    let mut out = String::with_capacity(html.len());
    let lower = html.to_ascii_lowercase();
    let last_end = |name: &str| lower.rfind(&format!("</{name}"));
    let code = [("<script", last_end("script")), ("<style", last_end("style"))];
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let (comment, after) = comment.split_once("-->").unwrap_or((comment, ""));
            beside.push(super::clean::clean(comment.trim()));
            rest = after;
            continue;
        }
        let at = html.len() - rest.len();
        let code = code.iter().find_map(|(open, last_end)| {
            let last_end = last_end.filter(|last_end| *last_end > at && lower[at..].starts_with(open))?;
            let close = lower[at..].find(&open.replace('<', "</")).unwrap_or(last_end - at);
            Some(rest[close..].find('>').map_or(rest.len(), |end| close + end + 1))
        });
        if let Some(end) = code {
            beside.push(super::clean::clean(rest[..end].trim()));
            rest = &rest[end..];
            continue;
        }
        out.push_str(if opens_tag(rest) { "<" } else { "&lt;" });
        rest = &rest[1..];
    }
    out.push_str(rest);
    out
}

/// Whether this begins with a tag whose name HTML knows.
fn opens_tag(html: &str) -> bool {
    let name = html.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    ELEMENTS.binary_search(&name[..end].to_ascii_lowercase().as_str()).is_ok()
}

/// The elements of HTML that stand in texts, and those of its past that are still written. Not those whose
/// content is no text, or that would swallow what follows them.
const ELEMENTS: [&str; 98] = [
    "a",
    "abbr",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "main",
    "map",
    "mark",
    "menu",
    "meter",
    "nav",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
];
