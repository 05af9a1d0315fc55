//! The parts of a Word file, unpacked within bounds.

use super::xml::{self, Element};
use crate::import::ImportError;
use std::{
    collections::HashMap,
    io::{Cursor, Read as _},
};
use zip::ZipArchive;

/// A file of more parts is none of Word's.
const MOST_PARTS: usize = 5_000;
/// Bytes of a part once unpacked, and of all parts that are read.
const LARGEST_PART: u64 = 32 << 20;
const LARGEST_TOTAL: u64 = 128 << 20;

pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

/// What a part refers to by id.
#[derive(Default)]
pub(super) struct Relations(HashMap<String, Relation>);

struct Relation {
    kind: String,
    target: String,
    external: bool,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ImportError> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| ImportError::Damaged("it cannot be unpacked"))?;
        if archive.len() > MOST_PARTS {
            return Err(ImportError::Damaged("it has more parts than a text can have"));
        }
        Ok(Self { archive, left: LARGEST_TOTAL })
    }

    /// What this archive is, if it is not Word's.
    pub(super) fn other_kind(&self) -> &'static str {
        let has = |start: &str| self.archive.file_names().flatten().any(|name| name.starts_with(start));
        if has("xl/") {
            "a spreadsheet"
        } else if has("ppt/") {
            "a presentation"
        } else if has("META-INF/container.xml") {
            "an e-book"
        } else if has("mimetype") {
            "an OpenDocument file"
        } else {
            "an archive"
        }
    }

    /// The bytes of a part; `None` where there is none of this name.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ImportError> {
        let Ok(part) = self.archive.by_name(name) else { return Ok(None) };
        let limit = LARGEST_PART.min(self.left);
        let mut bytes = Vec::new();
        part.take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| ImportError::Damaged("a part of it is damaged"))?;
        let size = bytes.len() as u64;
        if size > limit {
            return Err(ImportError::Damaged("it is larger than a text can be once unpacked"));
        }
        self.left -= size;
        Ok(Some(bytes))
    }

    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Element>, ImportError> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let mut notes = Vec::new();
        xml::parse(&crate::import::encoding::decode(&bytes, false, &mut notes)).map(Some)
    }

    /// The relations of a part.
    pub(super) fn relations(&mut self, part: &str) -> Result<Relations, ImportError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() {
            format!("_rels/{name}.rels")
        } else {
            format!("{folder}/_rels/{name}.rels")
        };
        let Some(root) = self.xml(&path)? else { return Ok(Relations::default()) };
        let relation = |element: &Element| -> Option<(String, Relation)> {
            let external = element.attr("TargetMode") == Some("External");
            let target = element.attr("Target")?;
            let target = if external { target.to_owned() } else { resolve(folder, target) };
            let kind = element.attr("Type")?.rsplit('/').next()?.to_owned();
            Some((element.attr("Id")?.to_owned(), Relation { kind, target, external }))
        };
        Ok(Relations(root.elements().filter_map(relation).collect()))
    }
}

impl Relations {
    /// The address outside the file that an id leads to.
    pub(super) fn address(&self, id: &str) -> Option<&str> {
        self.0.get(id).filter(|relation| relation.external).map(|relation| relation.target.as_str())
    }

    /// The part that an id leads to.
    pub(super) fn part(&self, id: &str) -> Option<&str> {
        self.0.get(id).filter(|relation| !relation.external).map(|relation| relation.target.as_str())
    }

    /// The parts of a kind, in the order of their names.
    pub(super) fn of_kind(&self, kind: &str) -> Vec<String> {
        let of_kind = self.0.values().filter(|relation| relation.kind == kind && !relation.external);
        let mut parts: Vec<String> = of_kind.map(|relation| relation.target.clone()).collect();
        parts.sort();
        parts.dedup();
        parts
    }
}

/// A target beside the part that names it.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            "." | "" => {}
            ".." => {
                path.pop();
            }
            name => path.push(name),
        }
    }
    path.join("/")
}
