//! Documents and attachments, kept once under the SHA-256 of their bytes, compressed.

use crate::{Result, StoreError};
use document::{Digest, Document};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::cell::RefCell;

/// Attachments larger than this are refused.
pub const LARGEST_ATTACHMENT: usize = 64 << 20;

const LEVEL: i32 = 3;

thread_local! {
    /// Making one costs more than packing an article with it.
    static PACKER: RefCell<Option<zstd::bulk::Compressor<'static>>> = const { RefCell::new(None) };
    static UNPACKER: RefCell<zstd::zstd_safe::DCtx<'static>> = RefCell::new(zstd::zstd_safe::DCtx::create());
}

fn pack(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    PACKER.with_borrow_mut(|packer| match packer {
        Some(packer) => packer.compress(bytes),
        None => packer.insert(zstd::bulk::Compressor::new(LEVEL)?).compress(bytes),
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Document,
    Attachment,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Attachment => "attachment",
        }
    }
}

/// Keeps the bytes under their digest; those already there stay as they are.
pub(crate) fn keep(connection: &Connection, kind: Kind, name: &str, bytes: &[u8]) -> Result<Digest> {
    let digest = Digest::of(bytes);
    let mut known = connection.prepare_cached("SELECT 1 FROM blob WHERE digest = ?")?;
    if known.exists([digest.to_string()])? {
        return Ok(digest);
    }
    let packed = pack(bytes).map_err(|e| StoreError::System(e.to_string()))?;
    let mut insert = connection
        .prepare_cached("INSERT INTO blob (digest, kind, name, size, data) VALUES (?, ?, ?, ?, ?)")?;
    insert.execute(params![digest.to_string(), kind.name(), name, bytes.len() as i64, packed])?;
    Ok(digest)
}

/// Keeps an attachment.
pub(crate) fn attach(connection: &Connection, name: &str, bytes: &[u8]) -> Result<Digest> {
    if bytes.len() > LARGEST_ATTACHMENT {
        return Err(editorial::Refusal::invalid("An attachment holds at most 64 MB.").into());
    }
    keep(connection, Kind::Attachment, name, bytes)
}

/// Refuses a digest that names nothing: an event that did could never be read, and never be removed.
pub(crate) fn must_be_kept(connection: &Connection, digest: &str) -> Result<()> {
    let mut known = connection.prepare_cached("SELECT 1 FROM blob WHERE digest = ?")?;
    if known.exists([digest])? {
        return Ok(());
    }
    Err(editorial::Refusal::unknown("The file that this names is not on the board: attach it first.").into())
}

/// The bytes with this digest, checked against it.
pub(crate) fn read(connection: &Connection, digest: Digest) -> Result<Option<Vec<u8>>> {
    let mut select = connection.prepare_cached("SELECT size, data FROM blob WHERE digest = ?")?;
    let found: Option<(i64, Vec<u8>)> =
        select.query_row([digest.to_string()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    found.map(|(size, data)| unpack(digest, size, &data)).transpose()
}

fn unpack(digest: Digest, size: i64, data: &[u8]) -> Result<Vec<u8>> {
    use std::io::Read as _;
    let size = u64::try_from(size).ok().filter(|size| *size <= 4 * LARGEST_ATTACHMENT as u64);
    let size =
        size.ok_or_else(|| StoreError::damaged(format!("the size of {} is absurd", digest.short())))?;
    let mut bytes = Vec::new();
    let unpacked = UNPACKER.with_borrow_mut(|unpacker| {
        // What was left of bytes that could not be unpacked must not become a part of these.
        let _ = unpacker.reset(zstd::zstd_safe::ResetDirective::SessionOnly);
        zstd::stream::read::Decoder::with_context(data, unpacker).take(size + 1).read_to_end(&mut bytes)
    });
    if unpacked.is_err() || bytes.len() as u64 != size || Digest::of(&bytes) != digest {
        return Err(StoreError::damaged(format!("the bytes kept under {} are others", digest.short())));
    }
    Ok(bytes)
}

/// The document with this digest.
pub(crate) fn document(connection: &Connection, digest: Digest) -> Result<Document> {
    let bytes = read(connection, digest)?
        .ok_or_else(|| StoreError::damaged(format!("the document {} is missing", digest.short())))?;
    Document::from_bytes(&bytes)
        .map_err(|e| StoreError::damaged(format!("the document {}: {e}", digest.short())))
}

/// Calls `check` for every blob with its digest and, where they are good, its bytes.
pub(crate) fn each(
    connection: &Connection,
    mut check: impl FnMut(Digest, Result<Vec<u8>>) -> Result<()>,
) -> Result<()> {
    let mut select = connection.prepare("SELECT digest, size, data FROM blob ORDER BY digest")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let digest: Digest = row.get::<_, String>(0)?.parse().map_err(StoreError::damaged)?;
        let data: Vec<u8> = row.get(2)?;
        check(digest, unpack(digest, row.get(1)?, &data))?;
    }
    Ok(())
}
