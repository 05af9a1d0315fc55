//! Readers of file formats: bytes in, a document and what was recognised around it out.
//!
//! Every reader turns its format into blocks and then shares the same passes: page furniture is parted
//! from the text, citation marks become citation nodes, the reference list is read.
//! The one promise to the person is that **every word of the file is in the document, in the furniture or
//! in the metadata**; what could not be taken over as it stood is said in a note.

use crate::{Block, Digest, Document, Inline, InlineKind};
use serde::Serialize;
use std::ops::Range;

mod citation;
mod clean;
mod date;
mod encoding;
mod format;
mod furniture;
mod glued;
mod headings;
mod html;
pub(crate) mod image;
mod list;
mod markdown;
mod references;
mod struck;
mod table;
mod text;
mod word;

pub use image::image_type;

/// A file read, for the person to confirm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Imported {
    /// The text of the article.
    #[cfg_attr(feature = "bindings", ts(type = "unknown"))]
    pub document: Document,
    /// What the file says about the article.
    pub metadata: Metadata,
    /// What was recognised as page furniture and left out of the document, in reading order.
    pub furniture: Vec<Furniture>,
    /// What the person should know before confirming.
    pub notes: Vec<Note>,
    /// Images that the file brought along; the document names them by digest.
    #[serde(skip)]
    pub images: Vec<ImportedImage>,
}

/// What a file says about its article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Metadata {
    /// The article's title.
    pub title: Option<String>,
    /// The day of the last update, as `YYYY-MM-DD`.
    pub last_updated: Option<String>,
    /// The stage the page of origin showed, in the page's own word.
    pub stage_of_origin: Option<String>,
    /// The entries of the reference list, which stays in the text too.
    pub references: Vec<Reference>,
}

/// The reference list that stands in a text: its top-level blocks, the heading left out, and its entries.
pub fn reference_list(document: &Document) -> Option<(Range<usize>, Vec<Reference>)> {
    let blocks = references::section(&document.content)?;
    let entries = references::entries(document.content.get(blocks.clone())?);
    Some((blocks, entries))
}

/// An entry of a reference list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Reference {
    /// What citation marks call it: `3`.
    pub label: String,
    /// The entry without its label.
    pub text: String,
    /// The address in it, or that of its DOI.
    pub url: Option<String>,
}

/// A piece of the page that is not the article's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Furniture {
    /// What it was taken for.
    pub kind: FurnitureKind,
    /// Its words as they stood, lines kept.
    pub text: String,
}

/// What a piece of page furniture was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum FurnitureKind {
    /// The row of stages a text passes through.
    StageStepper,
    /// The date of the last update.
    LastUpdated,
    /// A statement about who reviews, or that the text is for education or pending review.
    Notice,
    /// A box that asks the reader who they are.
    Personalisation,
    /// A box that invites a further question.
    FollowUp,
    /// Menus, buttons and footers.
    Navigation,
    /// What the file holds but does not show: comments, hidden parts, its own particulars.
    Hidden,
}

/// A plain sentence for the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Note(pub String);

/// An image that came with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedImage {
    /// SHA-256 of the bytes.
    pub digest: Digest,
    /// Its media type: `image/png`, `image/jpeg`, `image/gif` or `image/webp`.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A format this crate reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Format {
    /// `CommonMark` with tables, footnotes, super- and subscript.
    Markdown,
    /// A web page or a fragment of one.
    Html,
    /// Plain text.
    Text,
    /// A Word document (`.docx`).
    Word,
}

/// Largest file that is read.
pub const MAX_BYTES: usize = 32 << 20;

/// Why a file could not be read. The sentences are for the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The file is larger than [`MAX_BYTES`].
    #[error("The file is larger than 32 megabytes, the most that can be imported.")]
    TooLarge,
    /// There are no words in it.
    #[error("The file holds no text.")]
    NoText,
    /// It is laid out in pages, without the paragraphs and tables that an article needs.
    #[error(
        "This is a PDF file, which cannot be imported as an article: import the Word, HTML or text file that it was made of. A PDF can be attached to a source."
    )]
    Pdf,
    /// It is of a kind that no reader here knows.
    #[error("This is {0}, which cannot be imported. Markdown, HTML, plain text and Word (.docx) can.")]
    Unsupported(&'static str),
    /// It is damaged, or made to harm.
    #[error("The file cannot be read: {0}.")]
    Damaged(&'static str),
}

/// Reads a file. `name` is its file name and helps to tell the format.
pub fn read(name: &str, bytes: &[u8]) -> Result<Imported, ImportError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::TooLarge);
    }
    let mut notes = Vec::new();
    format::refuse_unsupported(bytes)?;
    let mut decoded = |html| {
        let text = encoding::decode(bytes, html, &mut notes);
        if encoding::is_text(&text) { Ok(text) } else { Err(ImportError::Unsupported("a file without text")) }
    };
    let mut draft = match Format::guess(name, bytes) {
        Format::Text => Draft { blocks: text::read(&decoded(false)?), ..Draft::default() },
        Format::Html => html::read(&decoded(true)?)?,
        Format::Markdown => markdown::read(&decoded(false)?)?,
        Format::Word => word::read(bytes)?,
    };
    draft.notes.splice(0..0, notes);
    finish(draft)
}

/// A file half read: blocks in which neither furniture nor citation marks are told from text yet.
#[derive(Default)]
struct Draft {
    blocks: Vec<Block>,
    metadata: Metadata,
    furniture: Vec<Furniture>,
    notes: Vec<Note>,
    images: Vec<ImportedImage>,
    /// The title a page bears in its window, used where the text has none.
    page_title: Option<String>,
}

impl Draft {
    /// Keeps an image once, however often it is shown.
    fn keep_image(&mut self, image: ImportedImage) {
        if !self.images.iter().any(|kept| kept.digest == image.digest) {
            self.images.push(image);
        }
    }
}

/// The text that bytes stand for, whatever their encoding.
pub(crate) fn decoded(bytes: &[u8]) -> String {
    encoding::decode(bytes, false, &mut Vec::new())
}

/// The passes that all formats share.
fn finish(mut draft: Draft) -> Result<Imported, ImportError> {
    let mut document = Document { content: std::mem::take(&mut draft.blocks) };
    document.normalise();
    draft.blocks = document.content;
    headings::promote(&mut draft.blocks);
    furniture::part(&mut draft);
    if let Some(section) = references::section(&draft.blocks) {
        let entries = references::entries(draft.blocks.get(section).unwrap_or_default());
        draft.metadata.references.splice(0..0, entries);
    }
    citation::mark(&mut draft);
    if draft.metadata.title.is_none() {
        draft.metadata.title = title(&draft.blocks).or_else(|| draft.page_title.take());
    }
    if let Some(title) = draft.page_title.take_if(|_| draft.metadata.title.is_some())
        && !draft.furniture.iter().any(|piece| piece.text.contains(&title))
        && draft.metadata.title.as_ref() != Some(&title)
    {
        draft.furniture.push(Furniture { kind: FurnitureKind::Hidden, text: title });
    }
    let mut document = Document { content: draft.blocks };
    document.normalise();
    draft.notes.extend(glued::note(&document));
    let empty = document.text_blocks().iter().all(|block| block.inlines.is_empty());
    if empty && draft.furniture.is_empty() {
        return Err(ImportError::NoText);
    }
    document.validate().map_err(|_| ImportError::Damaged("its structure cannot be kept"))?;
    Ok(Imported {
        document,
        metadata: draft.metadata,
        furniture: draft.furniture,
        notes: draft.notes,
        images: draft.images,
    })
}

/// The words of the first heading of level 1, or of whichever the text begins with, without the marks in it.
fn title(blocks: &[Block]) -> Option<String> {
    blocks.iter().enumerate().find_map(|(n, block)| match block {
        Block::Heading { attrs, content } if attrs.level == 1 || n == 0 => {
            let text = |inline: &&Inline| !matches!(inline.kind, InlineKind::Citation { .. });
            let content: Vec<Inline> = content.iter().filter(text).cloned().collect();
            let words = clean::one_line(&clean::words_of(&content));
            (!words.is_empty()).then_some(words)
        }
        _ => None,
    })
}
