//! A small tree of an element of XML.

use super::Bad;
use quick_xml::{Reader, events::Event};

/// An element: its name, attributes, and what is in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
}

#[derive(Debug)]
enum Node {
    Element(Element),
    Text(String),
}

/// Elements nested deeper than this are no record of anybody's.
const DEEPEST: usize = 64;

impl Element {
    /// The one element that a text holds.
    pub(super) fn parse(text: &str) -> Result<Self, Bad> {
        let broken = |why: &dyn std::fmt::Display| Bad(format!("Its XML is broken: {why}."));
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        let mut open: Vec<Element> = vec![Element::default()];
        loop {
            match reader.read_event().map_err(|e| broken(&e))? {
                Event::Start(start) => {
                    if open.len() > DEEPEST {
                        return Err(Bad("Its XML is nested too deeply.".to_owned()));
                    }
                    open.push(begin(&start));
                }
                Event::Empty(start) => {
                    if let Some(parent) = open.last_mut() {
                        parent.children.push(Node::Element(begin(&start)));
                    }
                }
                Event::End(_) => {
                    if let Some(done) = open.pop()
                        && let Some(parent) = open.last_mut()
                    {
                        parent.children.push(Node::Element(done));
                    }
                }
                Event::Text(text) => push(&mut open, &text.xml10_content()),
                Event::CData(text) => push(&mut open, &text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let name = reference.xml10_content();
                    let letter = reference.resolve_char_ref().ok().flatten().map(String::from);
                    let known = letter
                        .or_else(|| quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned));
                    push(&mut open, &known.unwrap_or_else(|| format!("&{name};")));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if open.len() > 1 {
            return Err(Bad("Its XML is broken: it is never closed.".to_owned()));
        }
        let root = open.pop().and_then(|root| {
            root.children.into_iter().find_map(|node| match node {
                Node::Element(element) => Some(element),
                Node::Text(_) => None,
            })
        });
        root.ok_or_else(|| Bad("There is no element in it.".to_owned()))
    }

    /// An attribute; empty if there is none.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Child elements.
    pub(super) fn children(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Every element that a path of names leads to.
    pub(super) fn all(&self, path: &str) -> Vec<&Element> {
        path.split('/').fold(vec![self], |found, name| {
            found.into_iter().flat_map(|e| e.children().filter(move |child| child.name == name)).collect()
        })
    }

    /// The words of the first element that a path leads to and that has any; else empty.
    pub(super) fn text_at(&self, path: &str) -> String {
        self.all(path).iter().map(|found| found.text()).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// All words in it, those of elements within included.
    pub(super) fn text(&self) -> String {
        let mut words = String::new();
        self.gather(&mut words);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn gather(&self, words: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => words.push_str(text),
                Node::Element(element) => element.gather(words),
            }
        }
    }
}

fn push(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.children.push(Node::Text(text.to_owned()));
    }
}

fn begin(start: &quick_xml::events::BytesStart<'_>) -> Element {
    let attributes = start
        .attributes()
        .flatten()
        .map(|attribute| (attribute.key.as_ref().to_owned(), attribute.value.clone().into_owned()));
    Element { name: start.name().as_ref().to_owned(), attributes: attributes.collect(), children: Vec::new() }
}
