//! JSON Lines: an object for each event, with the body exactly as it was signed.

use super::hex;

/// The JSON Schema (draft 2020-12) of a line.
pub const SCHEMA: &str = include_str!("record.schema.json");

/// Appends the line of an event.
pub(super) fn line(to: &mut Vec<u8>, body: &str, signature: &[u8], leaf: &[u8]) {
    to.extend_from_slice(b"{\"event\":");
    to.extend_from_slice(body.as_bytes());
    to.extend_from_slice(b",\"leaf\":\"");
    hex(to, leaf);
    to.extend_from_slice(b"\",\"signature\":\"");
    hex(to, signature);
    to.extend_from_slice(b"\"}\n");
}
