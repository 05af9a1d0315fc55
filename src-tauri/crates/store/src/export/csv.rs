//! CSV as RFC 4180 has it: UTF-8, CRLF, a header line.

use super::hex;
use crate::{
    Result, StoreError,
    entry::Entry,
    query::{THE_DESK, Teller},
};
use chrono::{DateTime, Duration};
use std::{borrow::Cow, fmt::Write as _};
use uuid::Uuid;

/// Columns of the CSV, in order. They do not change; new ones come at the end.
///
/// Every field but `payload` is written so that no reader is deceived by it, and [`plain`] takes that back:
/// 1. control characters but tab and line feed, and characters without a shape or that turn the direction of
///    writing, are written as `\u{…}` with their number in hexadecimal, and `\` as `\\`;
/// 2. a field that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, one of their full-width
///    forms, a tab or a line feed) or that begins with `'` has one `'` before it.
///
/// `payload` is JSON, in which such characters are written as `\uXXXX`: the same value to every reader of JSON.
pub const COLUMNS: &[&str] = &[
    "seq",
    "at_utc",
    "at_local",
    "member",
    "name",
    "role",
    "kind",
    "stream",
    "title",
    "told",
    "reason",
    "action",
    "event",
    "station",
    "app",
    "payload",
    "signature",
    "leaf",
];

/// Appends the line of the columns' names.
pub(super) fn header(to: &mut Vec<u8>) {
    to.extend_from_slice(COLUMNS.join(",").as_bytes());
    to.extend_from_slice(b"\r\n");
}

/// Appends the line of an event.
pub(super) fn line(
    to: &mut Vec<u8>,
    teller: &mut Teller<'_>,
    body: &str,
    signature: &[u8],
    leaf: &[u8],
) -> Result<()> {
    let entry = Entry::read(body)?;
    let told = teller.told(&entry)?;
    let mut member = Uuid::encode_buffer();
    field(to, &entry.seq()?.to_string());
    field(to, &entry.at);
    local(to, &entry.at, entry.offset)?;
    field(to, entry.actor.member.map_or("", |id| id.0.hyphenated().encode_lower(&mut member)));
    field(to, entry.actor.name.as_deref().unwrap_or(THE_DESK));
    field(to, entry.actor.role.as_deref().unwrap_or_default());
    field(to, &entry.kind);
    field(to, &entry.stream);
    field(to, teller.title(&entry.stream)?);
    field(to, &told);
    field(to, entry.reason.as_deref().unwrap_or_default());
    field(to, &entry.action);
    field(to, &entry.id);
    field(to, &entry.station);
    field(to, &entry.app);
    quoted(to, &visible_json(entry.payload.get()));
    to.push(b',');
    hex(to, signature);
    to.push(b',');
    hex(to, leaf);
    to.extend_from_slice(b"\r\n");
    Ok(())
}

/// The actor's own clock, as RFC 3339.
fn local(to: &mut Vec<u8>, at: &str, offset: i32) -> Result<()> {
    let there = if offset == 0 {
        let there = at.trim_end_matches('Z');
        if there.starts_with(|c: char| c.is_ascii_digit()) && none(there, harmful) {
            to.extend_from_slice(there.as_bytes());
            to.extend_from_slice(b"+00:00,");
            return Ok(());
        }
        Cow::Borrowed(there)
    } else {
        let utc = DateTime::parse_from_rfc3339(at).map_err(StoreError::damaged)?.naive_utc();
        Cow::Owned((utc + Duration::minutes(offset.into())).format("%Y-%m-%dT%H:%M:%S%.3f").to_string())
    };
    let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
    field(to, &format!("{there}{sign}{:02}:{:02}", minutes / 60, minutes % 60));
    Ok(())
}

/// A field made harmless, for other tables than this one; see [`COLUMNS`].
pub(crate) fn safe(text: &str) -> String {
    guarded(text).into_owned()
}

fn guarded(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if shown.starts_with(ARMED) { Cow::Owned(format!("'{shown}")) } else { shown }
}

/// Appends a field that is not the last, made harmless; see [`COLUMNS`].
fn field(to: &mut Vec<u8>, text: &str) {
    // Most fields are words, numbers and identities.
    if none(text, harmful) && !text.starts_with('-') {
        to.extend_from_slice(text.as_bytes());
        to.push(b',');
        return;
    }
    let shown = guarded(text);
    if none(&shown, |byte| is(byte, b'"') | is(byte, b',') | is(byte, b'\r') | is(byte, b'\n')) {
        to.extend_from_slice(shown.as_bytes());
    } else {
        quoted(to, &shown);
    }
    to.push(b',');
}

/// Whether of no byte it is so, which is 1 where it is. Asks of all of them and nowhere chooses a way, so that many are
/// asked at once.
fn none(text: &str, so: impl Fn(u8) -> u8) -> bool {
    text.bytes().fold(0, |found, byte| found | so(byte)) == 0
}

fn is(byte: u8, one: u8) -> u8 {
    u8::from(byte == one)
}

/// Whether a field with such a byte must be looked at more closely. One that begins with `-` must, too.
fn harmful(byte: u8) -> u8 {
    let outside = u8::from(!(b'-'..=b'z').contains(&byte)) & u8::from(byte != b' ');
    outside | is(byte, b'=') | is(byte, b'@') | is(byte, b'\\')
}

fn quoted(to: &mut Vec<u8>, text: &str) {
    to.push(b'"');
    for (nth, part) in text.split('"').enumerate() {
        if nth > 0 {
            to.extend_from_slice(b"\"\"");
        }
        to.extend_from_slice(part.as_bytes());
    }
    to.push(b'"');
}

/// What a spreadsheet takes for the beginning of a formula, or passes over to find one; and the guard itself.
const ARMED: [char; 11] = ['=', '+', '-', '@', '\t', '\n', '\'', '＝', '＋', '－', '＠'];

/// Whether a character would not be seen, or would show others in another order.
fn unseen(c: char) -> bool {
    match c {
        '\t' | '\n' | ' '..='~' | '\u{a0}'..='\u{61b}' => false,
        _ => matches!(c,
            '\0'..='\u{9f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'),
    }
}

/// Whether any character is so, other than those which are seen and stand for themselves.
fn any(text: &str, so: impl Fn(char) -> bool) -> bool {
    let plain = |byte: u8| matches!(byte, b' '..=b'[' | b']'..=b'~' | b'\t' | b'\n');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !plain(byte)) {
        let mut chars = rest[at..].chars();
        if chars.next().is_some_and(&so) {
            return true;
        }
        rest = chars.as_str();
    }
    false
}

/// The text with every character that would not be seen, or would turn what is seen around, as its number.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !any(text, |c| c == '\\' || unseen(c)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' => shown.push_str("\\\\"),
            c if unseen(c) => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
            }
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Canonical JSON holds control characters escaped already; the others that are not seen are escaped here.
fn visible_json(json: &str) -> Cow<'_, str> {
    if json.is_ascii() || !any(json, unseen) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len() + 8);
    for c in json.chars() {
        if unseen(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// A field as it was before it was made harmless; see [`COLUMNS`]. What was not written by an export stays as it is.
pub fn plain(field: &str) -> String {
    let mut rest = field.strip_prefix('\'').unwrap_or(field);
    let mut plain = String::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let escape = after.strip_prefix("u{").and_then(|digits| digits.split_once('}'));
        let escaped = escape.and_then(|(digits, rest)| {
            Some((u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?, rest))
        });
        if let Some((c, after)) = escaped {
            plain.push(c);
            rest = after;
        } else {
            plain.push('\\');
            rest = after.strip_prefix('\\').unwrap_or(after);
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> String {
        let mut bytes = Vec::new();
        field(&mut bytes, text);
        let line = String::from_utf8(bytes).unwrap();
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
        reader.records().next().map_or_else(String::new, |record| record.unwrap()[0].to_owned())
    }

    #[test]
    fn nothing_stays_armed_or_unseen() {
        for (text, shown) in [
            ("=1+1", "'=1+1"),
            ("＝1", "'＝1"),
            ("'quoted'", "''quoted'"),
            ("a\u{202e}b", "a\\u{202e}b"),
            ("\u{feff}=1", "\\u{feff}=1"),
            ("\r=1", "\\u{d}=1"),
            ("back\\slash", "back\\\\slash"),
            ("γ-GT µmol", "γ-GT µmol"),
        ] {
            assert_eq!(written(text), shown);
            assert_eq!(plain(shown), text);
        }
        assert_eq!(visible_json("{\"a\":\"\u{2066}x\u{e0041}\"}"), "{\"a\":\"\\u2066x\\udb40\\udc41\"}");
    }

    proptest! {
        #[test]
        fn every_field_can_be_had_back(text in "(=|\\+|-|@|'|\\\\|u|\\{|\\}|[0-9a-f]|\"|,|\\PC|\\pC){0,12}") {
            let shown = written(&text);
            prop_assert!(!shown.starts_with(&ARMED[..6]));
            prop_assert!(!shown.chars().any(unseen));
            prop_assert_eq!(plain(&shown), text);
        }
    }
}
