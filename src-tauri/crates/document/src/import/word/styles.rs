//! What Word's styles and numbering say about a paragraph.

use super::xml::Element;
use std::collections::HashMap;

/// The styles of a file.
#[derive(Default)]
pub(super) struct Styles(HashMap<String, Style>);

#[derive(Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    numbering: Option<(String, usize)>,
    bold: Option<bool>,
    italic: Option<bool>,
    struck: Option<bool>,
}

/// What a paragraph is by its style.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Role {
    Title,
    /// 1 to 9.
    Heading(u8),
    Quote,
    Text,
}

impl Styles {
    pub(super) fn of(root: &Element) -> Self {
        let style = |element: &Element| -> Option<(String, Style)> {
            let paragraph = element.child("pPr");
            let run = element.child("rPr");
            let style = Style {
                name: element.val("name").unwrap_or_default().to_lowercase(),
                based_on: element.val("basedOn").map(str::to_owned),
                outline: paragraph.and_then(|p| p.val("outlineLvl")).and_then(|level| level.parse().ok()),
                numbering: paragraph.and_then(numbering_of),
                bold: run.and_then(|run| run.is_on("b")),
                italic: run.and_then(|run| run.is_on("i")),
                struck: run.and_then(|run| run.is_on("strike").or(run.is_on("dstrike"))),
            };
            Some((element.attr("styleId")?.to_owned(), style))
        };
        Self(root.elements().filter(|element| element.name == "style").filter_map(style).collect())
    }

    /// A style and those it is based on.
    fn chain(&self, id: Option<&str>) -> impl Iterator<Item = &Style> {
        const LONGEST: usize = 16;
        let first = id.and_then(|id| self.0.get(id));
        std::iter::successors(first, |style| self.0.get(style.based_on.as_deref()?)).take(LONGEST)
    }

    pub(super) fn role(&self, id: Option<&str>, outline: Option<&str>) -> Role {
        if let Some(level) = outline.and_then(|level| level.parse::<u8>().ok()).filter(|level| *level < 9) {
            return Role::Heading(level + 1);
        }
        for style in self.chain(id) {
            let heading = style.name.strip_prefix("heading ").and_then(|level| level.parse().ok());
            if let Some(level) = heading.or(style.outline.filter(|level| *level < 9).map(|level| level + 1)) {
                return Role::Heading(level);
            }
            match style.name.as_str() {
                "title" => return Role::Title,
                "quote" | "intense quote" | "block text" => return Role::Quote,
                _ => {}
            }
        }
        // Files without a styles part still name their styles plainly.
        let id = id.unwrap_or_default();
        match id.strip_prefix("Heading").and_then(|level| level.parse().ok()) {
            Some(level) if self.0.is_empty() => Role::Heading(level),
            _ if self.0.is_empty() && id == "Title" => Role::Title,
            _ => Role::Text,
        }
    }

    pub(super) fn numbering(&self, id: Option<&str>) -> Option<(String, usize)> {
        self.chain(id).find_map(|style| style.numbering.clone())
    }

    /// Whether a style of characters is bold, and whether it is italic.
    pub(super) fn emphasis(&self, id: Option<&str>) -> (bool, bool) {
        let bold = self.chain(id).find_map(|style| style.bold);
        let italic = self.chain(id).find_map(|style| style.italic);
        (bold.unwrap_or(false), italic.unwrap_or(false))
    }

    /// Whether a character style strikes its words out.
    pub(super) fn struck(&self, id: Option<&str>) -> bool {
        self.chain(id).find_map(|style| style.struck).unwrap_or(false)
    }
}

/// The list and level that a paragraph's properties put it into; an empty id takes it out of any.
pub(super) fn numbering_of(properties: &Element) -> Option<(String, usize)> {
    let numbering = properties.child("numPr")?;
    let level = numbering.val("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
    let id = numbering.val("numId").unwrap_or_default();
    Some((if id == "0" { String::new() } else { id.to_owned() }, level))
}

/// The lists of a file, counting as they are used.
#[derive(Default)]
pub(super) struct Numbering {
    /// For each list and level its start, or `None` for a bullet.
    levels: HashMap<String, HashMap<usize, Option<u32>>>,
    counters: HashMap<String, Vec<u32>>,
}

impl Numbering {
    pub(super) fn of(root: &Element) -> Self {
        let level = |element: &Element| -> Option<(usize, Option<u32>)> {
            let start = element.val("start").and_then(|start| start.parse().ok()).unwrap_or(1);
            let bullet = matches!(element.val("numFmt"), Some("bullet" | "none"));
            Some((element.attr("ilvl")?.parse().ok()?, (!bullet).then_some(start)))
        };
        let levels_of = |element: &Element| -> HashMap<usize, Option<u32>> {
            element.elements().filter(|child| child.name == "lvl").filter_map(level).collect()
        };
        let all = |name: &'static str| root.elements().filter(move |element| element.name == name);
        let kinds: HashMap<&str, &Element> =
            all("abstractNum").filter_map(|kind| Some((kind.attr("abstractNumId")?, kind))).collect();
        let mut levels = HashMap::new();
        for list in all("num") {
            let Some(id) = list.attr("numId") else { continue };
            let mut of_list = list
                .val("abstractNumId")
                .and_then(|kind| kinds.get(kind))
                .map(|kind| levels_of(kind))
                .unwrap_or_default();
            for change in list.elements().filter(|child| child.name == "lvlOverride") {
                let at = change.attr("ilvl").and_then(|at| at.parse::<usize>().ok()).unwrap_or(0);
                of_list.extend(levels_of(change));
                let start = change.val("startOverride").and_then(|start| start.parse().ok());
                if let (Some(start), Some(Some(level))) = (start, of_list.get_mut(&at)) {
                    *level = start;
                }
            }
            levels.insert(id.to_owned(), of_list);
        }
        Self { levels, counters: HashMap::new() }
    }

    /// The number of the next item of a list at a level; `None` for a bullet.
    pub(super) fn next(&mut self, list: &str, level: usize) -> Option<u32> {
        const DEEPEST: usize = 9;
        let level = level.min(DEEPEST);
        let start = *self.levels.get(list)?.get(&level)?;
        let counters = self.counters.entry(list.to_owned()).or_default();
        counters.truncate(level + 1);
        let start = start?;
        if counters.len() <= level {
            counters.resize(level, 0);
            counters.push(start);
        } else if let Some(counter) = counters.get_mut(level) {
            *counter = counter.saturating_add(1);
        }
        counters.get(level).copied()
    }
}
