//! RFC 8785 (JSON Canonicalization Scheme), restricted to what the log may hold.
//!
//! One value has one form: members sorted by their names' UTF-16 code units, no white space, the shortest escapes.
//! Refused are floating point numbers and integers beyond ±(2^53 - 1), because readers in other languages would
//! round them (write these as strings), and nesting deeper than [`MAX_DEPTH`], because readers would refuse it.

use serde::{
    Serialize, Serializer,
    ser::{Error as _, SerializeMap as _, SerializeSeq as _},
};
use serde_json::Value;

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: u32 = 100;

/// The largest integer that every JSON reader keeps exactly.
const MAX_INTEGER: u64 = (1 << 53) - 1;

/// The value has no canonical form in the log: it holds a float, a large integer, or nests too deep.
#[derive(Debug, thiserror::Error)]
#[error("no canonical form: {0}")]
pub struct NotCanonical(#[from] pub(crate) serde_json::Error);

impl NotCanonical {
    pub(crate) fn because(reason: &str) -> Self {
        Self(serde_json::Error::custom(reason))
    }
}

/// The canonical bytes of anything that serialises.
pub fn canonical(value: &impl Serialize) -> Result<Vec<u8>, NotCanonical> {
    let value = serde_json::to_value(value)?;
    Ok(serde_json::to_vec(&Sorted { value: &value, depth: 0 })?)
}

/// Serialises a value in canonical form, for a field of a structure whose own fields are declared in order.
pub(crate) fn serialize_sorted<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    Sorted { value, depth: 1 }.serialize(serializer)
}

struct Sorted<'a> {
    value: &'a Value,
    depth: u32,
}

impl Serialize for Sorted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let depth = self.depth + 1;
        if depth > MAX_DEPTH {
            return Err(S::Error::custom("nested too deep"));
        }
        match self.value {
            Value::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                let mut write = |(name, value)| map.serialize_entry(name, &Sorted { value, depth });
                // As they nearly always lie: for ASCII the order of the bytes is that of the UTF-16 units.
                if members.keys().is_sorted() && members.keys().all(|name| name.is_ascii()) {
                    members.iter().try_for_each(write)?;
                } else {
                    let mut sorted: Vec<_> = members.iter().collect();
                    sorted.sort_unstable_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
                    sorted.into_iter().try_for_each(&mut write)?;
                }
                map.end()
            }
            Value::Array(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for value in items {
                    seq.serialize_element(&Sorted { value, depth })?;
                }
                seq.end()
            }
            Value::Number(number) => {
                let magnitude = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
                match magnitude {
                    Some(..=MAX_INTEGER) => number.serialize(serializer),
                    Some(_) => Err(S::Error::custom("an integer beyond 2^53 - 1; write it as a string")),
                    None => Err(S::Error::custom("a number that is not an integer; write it as a string")),
                }
            }
            other => other.serialize(serializer),
        }
    }
}
