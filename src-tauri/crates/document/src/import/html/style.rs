//! What inline styles say about a text's meaning.

use crate::Mark;

/// The few declarations that matter.
#[derive(Default)]
pub(super) struct Style {
    bold: Option<bool>,
    italic: Option<bool>,
    raised: Option<Mark>,
    pub(super) hidden: bool,
    /// A line goes through the words.
    pub(super) struck: bool,
    /// Word: the paragraph is an item at this level.
    pub(super) word_list_level: Option<usize>,
    /// Word: the bullet or number before an item.
    pub(super) word_list_marker: bool,
}

impl Style {
    /// Reads a `style` attribute.
    pub(super) fn of(declarations: &str) -> Self {
        let mut style = Self::default();
        for declaration in declarations.split(';') {
            let Some((name, value)) = declaration.split_once(':') else { continue };
            let value = value.trim().to_ascii_lowercase();
            match name.trim().to_ascii_lowercase().as_str() {
                "font-weight" => {
                    let heavy = value.parse::<u32>().map(|weight| weight >= 600);
                    style.bold = Some(heavy.unwrap_or(value.starts_with("bold")));
                }
                "font-style" => {
                    style.italic = Some(value.starts_with("italic") || value.starts_with("oblique"));
                }
                "vertical-align" => {
                    style.raised = match value.as_str() {
                        "super" => Some(Mark::Superscript),
                        "sub" => Some(Mark::Subscript),
                        _ => None,
                    };
                }
                "text-decoration" | "text-decoration-line" => style.struck = value.contains("line-through"),
                "display" => style.hidden |= value == "none",
                "visibility" => style.hidden |= value == "hidden",
                "mso-list" if value.starts_with("ignore") => style.word_list_marker = true,
                "mso-list" => {
                    let level = value.split_whitespace().find_map(|word| word.strip_prefix("level"));
                    style.word_list_level = level.and_then(|level| level.parse().ok());
                }
                _ => {}
            }
        }
        style
    }

    /// The marks of an element's text: those around it, its own, and what the style adds or takes away.
    pub(super) fn apply(&self, name: &str, marks: &mut Vec<Mark>) {
        let own = match name {
            "em" | "i" | "cite" | "var" | "dfn" => Some(Mark::Em),
            "strong" | "b" => Some(Mark::Strong),
            "sup" => Some(Mark::Superscript),
            "sub" => Some(Mark::Subscript),
            _ => None,
        };
        let mut set = |mark: Mark, on: bool| {
            marks.retain(|other| *other != mark);
            if on {
                marks.push(mark);
            }
        };
        if let Some(mark) = own {
            set(mark, true);
        }
        if let Some(on) = self.bold {
            set(Mark::Strong, on);
        }
        if let Some(on) = self.italic {
            set(Mark::Em, on);
        }
        if let Some(mark) = &self.raised {
            set(mark.clone(), true);
        }
    }
}
