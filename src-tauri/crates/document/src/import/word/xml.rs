//! XML as a tree, bounded.

use crate::import::ImportError;
use quick_xml::{Reader, events::Event};

/// Elements nested deeper than this make a file unreadable.
const DEEPEST: usize = 200;
/// Elements of one part.
const MOST: usize = 500_000;

/// An element; names are without their prefixes, which every writer chooses alike.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// An attribute by its name without prefix.
    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The `val` of a child.
    pub(super) fn val(&self, name: &str) -> Option<&str> {
        self.child(name)?.attr("val")
    }

    /// Whether a child switches something on: `<b/>` does, `<b val="0"/>` does not.
    pub(super) fn is_on(&self, name: &str) -> Option<bool> {
        let child = self.child(name)?;
        Some(!matches!(child.attr("val"), Some("0" | "false" | "off" | "none")))
    }

    /// The first element of this name below this one.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|child| if child.name == name { Some(child) } else { child.find(name) })
    }

    /// All elements of this name below this one, but not within each other.
    pub(super) fn all<'a>(&'a self, name: &str, out: &mut Vec<&'a Element>) {
        for child in self.elements() {
            if child.name == name { out.push(child) } else { child.all(name, out) }
        }
    }

    /// The rows of a table, wherever its controls and changes hold them.
    pub(super) fn rows<'a>(&'a self, out: &mut Vec<&'a Element>) {
        self.parts("tr", out);
    }

    /// The cells of a row.
    pub(super) fn cells<'a>(&'a self, out: &mut Vec<&'a Element>) {
        self.parts("tc", out);
    }

    fn parts<'a>(&'a self, name: &str, out: &mut Vec<&'a Element>) {
        for child in self.elements() {
            match child.name.as_str() {
                other if other == name => out.push(child),
                "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" => child.parts(name, out),
                _ => {}
            }
        }
    }

    /// All text below, a space after each paragraph.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.add_text(&mut out);
        out
    }

    fn add_text(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => {
                    element.add_text(out);
                    if matches!(element.name.as_str(), "p" | "tab" | "br" | "cr") {
                        out.push(' ');
                    }
                }
            }
        }
    }
}

/// Parses a part. White space between elements is text too; who reads decides what counts.
pub(super) fn parse(source: &str) -> Result<Element, ImportError> {
    let damaged = |_| ImportError::Damaged("its XML is broken");
    let mut reader = Reader::from_str(source);
    let mut open: Vec<Element> = vec![Element::default()];
    let mut count = 0;
    loop {
        let event = reader.read_event().map_err(damaged)?;
        let element = match &event {
            Event::Start(start) | Event::Empty(start) => {
                let mut element =
                    Element { name: start.local_name().as_ref().to_owned(), ..Element::default() };
                for attribute in start.attributes().flatten() {
                    let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
                    let value = value.map(std::borrow::Cow::into_owned).unwrap_or_default();
                    element.attributes.push((attribute.key.local_name().as_ref().to_owned(), value));
                }
                count += 1;
                Some(element)
            }
            _ => None,
        };
        if count > MOST || open.len() > DEEPEST {
            return Err(ImportError::Damaged("it has more elements than an article can have"));
        }
        match (event, element) {
            (Event::Start(_), Some(element)) => open.push(element),
            (Event::Empty(_), Some(element)) => add(&mut open, Node::Element(element)),
            (Event::End(_), _) => {
                if open.len() > 1
                    && let Some(element) = open.pop()
                {
                    add(&mut open, Node::Element(element));
                }
            }
            (Event::Text(text), _) => add_text(&mut open, &text.xml10_content()),
            (Event::CData(text), _) => add_text(&mut open, &text.xml10_content()),
            (Event::GeneralRef(reference), _) => match reference.resolve_char_ref() {
                Ok(Some(c)) => add_text(&mut open, c.encode_utf8(&mut [0; 4])),
                // Only the entities of XML itself: none that a file defines are ever expanded.
                _ => add_text(
                    &mut open,
                    quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or_default(),
                ),
            },
            (Event::Eof, _) => break,
            _ => {}
        }
    }
    // What a cut file left open is closed.
    while open.len() > 1
        && let Some(element) = open.pop()
    {
        add(&mut open, Node::Element(element));
    }
    open.pop()
        .and_then(|root| {
            root.children.into_iter().find_map(|child| match child {
                Node::Element(element) => Some(element),
                Node::Text(_) => None,
            })
        })
        .ok_or(ImportError::Damaged("its XML is empty"))
}

fn add(open: &mut [Element], node: Node) {
    if let Some(element) = open.last_mut() {
        element.children.push(node);
    }
}

fn add_text(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        match element.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => element.children.push(Node::Text(text.to_owned())),
        }
    }
}
