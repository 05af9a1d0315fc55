//! The gate through which every document comes in.

use crate::{Block, Document, Inline, InlineKind, Mark, TableRow};
use serde_json::Value;

/// Blocks nested deeper than this are refused, so that nobody's stack overflows.
pub(crate) const MAX_DEPTH: usize = 24;

/// Why a document was refused. The sentence is for the person; `at` is the path of the block.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// It is not JSON of our schema.
    #[error("this is not a document of this program: {0}")]
    NotOurs(String),
    /// It has parts that the schema does not know, or is not in normal form.
    #[error("the document has parts this program does not know")]
    Unknown,
    /// A rule of the model is broken.
    #[error("{rule} (block {at:?})")]
    Rule {
        /// The rule.
        rule: &'static str,
        /// The block's path.
        at: Vec<usize>,
    },
}

impl Document {
    /// Reads a document as the editor sends it.
    ///
    /// Serde lets unknown fields through on some variants, so the value is parsed, written again and
    /// compared: what is not written again was not understood, and is refused rather than lost.
    pub fn from_json(value: &Value) -> Result<Self, Invalid> {
        depth_of(value, 0)?;
        let document: Self = Self::deserialize_value(value)?;
        let again = serde_json::to_value(&document).map_err(|e| Invalid::NotOurs(e.to_string()))?;
        if again != *value {
            return Err(Invalid::Unknown);
        }
        document.validate()?;
        Ok(document)
    }

    /// Reads the canonical bytes of a document.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Invalid> {
        let value = serde_json::from_slice(bytes).map_err(|e| Invalid::NotOurs(e.to_string()))?;
        Self::from_json(&value)
    }

    fn deserialize_value(value: &Value) -> Result<Self, Invalid> {
        serde::Deserialize::deserialize(value).map_err(|e: serde_json::Error| Invalid::NotOurs(e.to_string()))
    }

    /// Checks the model's rules.
    pub fn validate(&self) -> Result<(), Invalid> {
        if self.content.is_empty() {
            return Err(Invalid::Rule { rule: "a document has at least one block", at: Vec::new() });
        }
        blocks(&self.content, &mut Vec::new(), false)
    }
}

/// JSON nesting is at most four levels per block (content, block, attrs or marks, value).
fn depth_of(value: &Value, depth: usize) -> Result<(), Invalid> {
    if depth > MAX_DEPTH * 4 {
        return Err(Invalid::NotOurs("nested too deeply".to_owned()));
    }
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| depth_of(item, depth + 1)),
        Value::Object(fields) => fields.values().try_for_each(|item| depth_of(item, depth + 1)),
        _ => Ok(()),
    }
}

fn blocks(content: &[Block], at: &mut Vec<usize>, in_table: bool) -> Result<(), Invalid> {
    for (n, block) in content.iter().enumerate() {
        at.push(n);
        let rule = |rule| Err(Invalid::Rule { rule, at: at.clone() });
        if at.len() > MAX_DEPTH {
            return rule("blocks are nested too deeply");
        }
        match block {
            Block::Heading { attrs, content } => {
                if !(1..=6).contains(&attrs.level) {
                    return rule("a heading's level is 1 to 6");
                }
                inlines(content, at)?;
            }
            Block::Paragraph { content } => inlines(content, at)?,
            Block::BulletList { content } | Block::OrderedList { content, .. } => {
                if content.is_empty() {
                    return rule("a list has at least one item");
                }
                for item in content {
                    if !matches!(item.content.first(), Some(Block::Paragraph { .. })) {
                        return rule("a list item begins with a paragraph");
                    }
                }
                for (n, item) in content.iter().enumerate() {
                    at.push(n);
                    blocks(&item.content, at, in_table)?;
                    at.pop();
                }
            }
            Block::Blockquote { content } => {
                if content.is_empty() {
                    return rule("a block quote has at least one block");
                }
                blocks(content, at, in_table)?;
            }
            Block::Table { content } => {
                if in_table {
                    return rule("a table does not stand in a table");
                }
                if !rectangular(content) {
                    return rule("all rows of a table are equally wide");
                }
                for (r, row) in content.iter().enumerate() {
                    at.push(r);
                    for (c, cell) in row.content.iter().enumerate() {
                        at.push(c);
                        if cell.content().is_empty() {
                            return Err(Invalid::Rule {
                                rule: "a cell has at least one block",
                                at: at.clone(),
                            });
                        }
                        blocks(cell.content(), at, true)?;
                        at.pop();
                    }
                    at.pop();
                }
            }
        }
        at.pop();
    }
    Ok(())
}

/// Tables of more columns than this are refused.
pub(crate) const WIDEST: usize = 1000;

/// Spreads spanning cells out and compares the widths of the rows.
fn rectangular(rows: &[TableRow]) -> bool {
    let mut reaching: Vec<u32> = Vec::new();
    let mut width = None;
    for row in rows {
        let mut column = 0;
        for cell in &row.content {
            while reaching.get(column).is_some_and(|rows| *rows > 0) {
                column += 1;
            }
            let (wide, high) = (cell.attrs().colspan as usize, cell.attrs().rowspan);
            if wide == 0 || high == 0 || high as usize > rows.len() || column + wide > WIDEST {
                return false;
            }
            if reaching.len() < column + wide {
                reaching.resize(column + wide, 0);
            }
            if reaching[column..column + wide].iter().any(|rows| *rows > 0) {
                return false;
            }
            reaching[column..column + wide].fill(high);
            column += wide;
        }
        if reaching.is_empty()
            || reaching.contains(&0)
            || *width.get_or_insert(reaching.len()) != reaching.len()
        {
            return false;
        }
        for rows in &mut reaching {
            *rows -= 1;
        }
    }
    width.is_some() && reaching.iter().all(|rows| *rows == 0)
}

fn inlines(content: &[Inline], at: &[usize]) -> Result<(), Invalid> {
    let rule = |rule| Err(Invalid::Rule { rule, at: at.to_vec() });
    for (n, inline) in content.iter().enumerate() {
        if inline.marks.windows(2).any(|pair| pair[0] >= pair[1]) {
            return rule("marks are sorted and distinct");
        }
        let mut links = 0;
        for mark in &inline.marks {
            if let Mark::Link { attrs } = mark {
                links += 1;
                if !allowed_address(&attrs.href) {
                    return rule("a link leads to a web address, a mail address or a place in the article");
                }
            }
        }
        if links > 1 {
            return rule("a text has one link at most");
        }
        match &inline.kind {
            InlineKind::Text { text } => {
                if text.is_empty() {
                    return rule("a text is not empty");
                }
                if text.chars().any(|c| c == crate::LEAF || (c.is_control() && c != '\t')) {
                    return rule("a text holds no control characters");
                }
                if let Some(Inline { kind: InlineKind::Text { .. }, marks }) =
                    n.checked_sub(1).and_then(|n| content.get(n))
                    && *marks == inline.marks
                {
                    return rule("neighbouring texts with equal marks are one");
                }
            }
            InlineKind::Citation { attrs } => {
                if attrs.keys.is_empty() || attrs.keys.iter().any(String::is_empty) {
                    return rule("a citation mark cites something");
                }
                if attrs.keys.iter().chain([&attrs.mark]).any(|text| text.contains(char::is_control)) {
                    return rule("a citation mark holds no control characters");
                }
            }
            InlineKind::Image { attrs } => {
                if attrs.alt.contains(char::is_control) {
                    return rule("an image's description holds no control characters");
                }
            }
            InlineKind::HardBreak => {}
        }
    }
    Ok(())
}

/// Whether a link may lead there: never to a script or a file of the reader's machine.
pub(crate) fn allowed_address(href: &str) -> bool {
    let lower = href.trim().to_ascii_lowercase();
    !href.contains(char::is_control)
        && ["http://", "https://", "mailto:", "#"].iter().any(|scheme| lower.starts_with(scheme))
}
