//! The lines of `events.jsonl`: an event as it was signed, or what stands for events left out.

use super::BundleError;
use crate::{Gap, Hash, MAX_BODY, Record, Signature, bytes::from_hex, verify::Item};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Read, Write};

const BODY: &[u8] = b"{\"body\":";
const SIGNATURE: &[u8] = b",\"signature\":\"";
const END: &[u8] = b"\"}";

/// The longest line: an event's longest body and what stands around it.
const MAX_LINE: u64 = MAX_BODY as u64 + 1024;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GapLine {
    gap: GapBody,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GapBody {
    last: Hash,
    subtrees: Vec<Hash>,
    #[serde(with = "crate::event::number")]
    to: u64,
}

pub(super) fn write_event(out: &mut impl Write, body: &[u8], signature: &Signature) -> io::Result<()> {
    out.write_all(BODY)?;
    out.write_all(body)?;
    out.write_all(SIGNATURE)?;
    write!(out, "{signature}")?;
    out.write_all(END)?;
    out.write_all(b"\n")
}

pub(super) fn write_gap(out: &mut impl Write, gap: Gap) -> io::Result<()> {
    let Gap { to, subtrees, last } = gap;
    serde_json::to_writer(&mut *out, &GapLine { gap: GapBody { last, subtrees, to } })?;
    out.write_all(b"\n")
}

/// Reads the lines of a bundle's events, counting as it goes.
pub(super) struct Lines<R> {
    source: R,
    line: Vec<u8>,
    number: u64,
    /// The number of the event before.
    pub(super) seq: u64,
    pub(super) events: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, line: Vec::new(), number: 0, seq: 0, events: 0 }
    }

    /// What was not read yet is read and dropped, and the source given back.
    pub(super) fn drain(mut self) -> io::Result<R> {
        io::copy(&mut self.source, &mut io::sink())?;
        Ok(self.source)
    }

    fn read(&mut self) -> Result<Option<Item>, BundleError> {
        self.line.clear();
        self.number += 1;
        if (&mut self.source).take(MAX_LINE).read_until(b'\n', &mut self.line)? == 0 {
            return Ok(None);
        }
        let item = self.line.strip_suffix(b"\n").and_then(|line| parse(line, self.seq + 1));
        let item = item.ok_or(BundleError::Line(self.number))?;
        match &item {
            Item::Event(_) => {
                self.seq += 1;
                self.events += 1;
            }
            Item::Gap(gap) if gap.to > self.seq => self.seq = gap.to,
            Item::Gap(_) => return Err(BundleError::Line(self.number)),
        }
        Ok(Some(item))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Item, BundleError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

fn parse(line: &[u8], seq: u64) -> Option<Item> {
    if let Some(rest) = line.strip_prefix(BODY) {
        let (rest, signature) = rest.strip_suffix(END)?.split_last_chunk::<128>()?;
        let signature: [u8; 64] = from_hex(str::from_utf8(signature).ok()?)?;
        let body = rest.strip_suffix(SIGNATURE)?.to_vec();
        return Some(Item::Event(Record { seq, body, signature: signature.to_vec(), leaf: None }));
    }
    let GapLine { gap } = serde_json::from_slice(line).ok()?;
    let again =
        serde_json::to_vec(&GapLine { gap: GapBody { subtrees: gap.subtrees.clone(), ..gap } }).ok()?;
    (again == line).then_some(Item::Gap(Gap { to: gap.to, subtrees: gap.subtrees, last: gap.last }))
}
