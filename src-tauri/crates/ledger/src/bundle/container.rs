//! The container: that an archive is its entries, one behind the other, and the directory of them, and holds no byte more.
//! Readers of archives pass over what they do not look for, so that something might be said in a bundle that nobody signed.
//!
//! The layout is that of PKWARE's APPNOTE, 4.3.

use super::BundleError;
use flate2::{Decompress, FlushDecompress, Status};
use std::io::{self, Read, Seek, SeekFrom};

const LOCAL: u32 = 0x0403_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const WIDE_END: u32 = 0x0606_4b50;
const WIDE_LOCATOR: u32 = 0x0706_4b50;

const END_LENGTH: u64 = 22;
const WIDE_END_LENGTH: u64 = 56;
const WIDE_LOCATOR_LENGTH: u64 = 20;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// A descriptor follows the data.
const DESCRIBED: u16 = 1 << 3;
/// How hard it was deflated, the descriptor, names in UTF-8.
const KNOWN_FLAGS: u16 = 0b110 | DESCRIBED | 1 << 11;

/// Lengths of 64 bits.
const WIDE: u16 = 0x0001;
/// That, times (of NTFS, of Unix) and owners: what packing a folder again adds.
const KNOWN_EXTRA: [u16; 4] = [WIDE, 0x000a, 0x5455, 0x7875];
const MAX_EXTRA: usize = 64;

/// An entry as the directory has it.
struct Entry {
    start: u64,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
}

struct Directory {
    start: u64,
    end: u64,
    entries: u64,
}

/// Looks through the archive. Answers with the names of the entries that are neither a plain file nor an empty folder.
pub(super) fn check(source: &mut (impl Read + Seek)) -> Result<Vec<String>, BundleError> {
    let directory = end(source)?;
    let (mut entries, odd) = central(source, &directory)?;
    entries.sort_unstable_by_key(|entry| entry.start);
    let ends = entries.iter().skip(1).map(|entry| entry.start).chain([directory.start]);
    let mut next = 0;
    for (entry, end) in entries.iter().zip(ends) {
        need(entry.start == next)?;
        local(source, entry, end)?;
        next = end;
    }
    need(next == directory.start)?;
    Ok(odd)
}

/// The directory's place, from the record with which an archive without a comment ends.
fn end(source: &mut (impl Read + Seek)) -> Result<Directory, BundleError> {
    let length = source.seek(SeekFrom::End(0))?;
    let at = length.checked_sub(END_LENGTH).ok_or(BundleError::Ambiguous)?;
    let record = read_at(source, at, END_LENGTH)?;
    let record = &mut record.as_slice();
    need(u32_of(record)? == END)?;
    let (disks, here, all) = (u32_of(record)?, u16_of(record)?, u16_of(record)?);
    let (size, start, comment) = (u32_of(record)?, u32_of(record)?, u16_of(record)?);
    need(disks == 0 && here == all && comment == 0)?;
    if let Some(wide) = wide_end(source, at)? {
        let fits = |small: u64, most: u64, wide: u64| small == most || small == wide;
        need(
            fits(all.into(), u16::MAX.into(), wide.entries)
                && fits(size.into(), u32::MAX.into(), wide.end - wide.start)
                && fits(start.into(), u32::MAX.into(), wide.start),
        )?;
        return Ok(wide);
    }
    let start = u64::from(start);
    need(start + u64::from(size) == at)?;
    Ok(Directory { start, end: at, entries: all.into() })
}

/// The same from the record of 64 bits that stands before it in a long archive.
fn wide_end(source: &mut (impl Read + Seek), end: u64) -> Result<Option<Directory>, BundleError> {
    let Some(at) = end.checked_sub(WIDE_END_LENGTH + WIDE_LOCATOR_LENGTH) else { return Ok(None) };
    let records = read_at(source, at, WIDE_END_LENGTH + WIDE_LOCATOR_LENGTH)?;
    let (mut record, mut locator) = records.split_at(WIDE_END_LENGTH as usize);
    if u32_of(&mut locator)? != WIDE_LOCATOR {
        return Ok(None);
    }
    let (disk, place, disks) = (u32_of(&mut locator)?, u64_of(&mut locator)?, u32_of(&mut locator)?);
    need(disk == 0 && place == at && disks == 1)?;
    let record = &mut record;
    need(u32_of(record)? == WIDE_END && u64_of(record)? == WIDE_END_LENGTH - 12)?;
    let (_versions, disks) = (u32_of(record)?, u64_of(record)?);
    let (here, all) = (u64_of(record)?, u64_of(record)?);
    let (size, start) = (u64_of(record)?, u64_of(record)?);
    need(disks == 0 && here == all && start.checked_add(size) == Some(at))?;
    Ok(Some(Directory { start, end: at, entries: all }))
}

fn central(
    source: &mut (impl Read + Seek),
    directory: &Directory,
) -> Result<(Vec<Entry>, Vec<String>), BundleError> {
    source.seek(SeekFrom::Start(directory.start))?;
    let mut left = io::BufReader::new(source).take(directory.end - directory.start);
    let (mut entries, mut odd) = (Vec::new(), Vec::new());
    for _ in 0..directory.entries {
        need(u32_of(&mut left)? == CENTRAL)?;
        let _versions = u32_of(&mut left)?;
        let (flags, method, _at) = (u16_of(&mut left)?, u16_of(&mut left)?, u32_of(&mut left)?);
        let (crc, packed, size) = (u32_of(&mut left)?, u32_of(&mut left)?, u32_of(&mut left)?);
        let (name, extra, comment) = (u16_of(&mut left)?, u16_of(&mut left)?, u16_of(&mut left)?);
        let (disk, _inner, outer) = (u16_of(&mut left)?, u16_of(&mut left)?, u32_of(&mut left)?);
        let start = u32_of(&mut left)?;
        need(comment == 0 && disk == 0 && flags & !KNOWN_FLAGS == 0)?;
        let name = bytes(&mut left, name.into())?;
        let extra = extra_of(&bytes(&mut left, extra.into())?)?;
        let mut wide = extra.as_slice();
        // Those that are too long for their field stand in the extra one, in this order.
        let mut long = |field: u32| if field == u32::MAX { u64_of(&mut wide) } else { Ok(field.into()) };
        let (size, packed, start) = (long(size)?, long(packed)?, long(start)?);
        if !is_plain(outer >> 16, &name, size) {
            odd.push(String::from_utf8_lossy(&name).into_owned());
        }
        entries.push(Entry { start, flags, method, crc, packed, size });
    }
    need(left.limit() == 0)?;
    Ok((entries, odd))
}

/// Whether an entry is a file or an empty folder by its Unix mode, which other systems leave empty.
fn is_plain(mode: u32, name: &[u8], size: u64) -> bool {
    const TYPE: u32 = 0o170_000;
    const FOLDER: u32 = 0o040_000;
    const FILE: u32 = 0o100_000;
    const SPECIAL: u32 = 0o007_000;
    let folder = name.ends_with(b"/");
    let kind = mode & TYPE;
    mode & SPECIAL == 0 && (kind == 0 || kind == if folder { FOLDER } else { FILE }) && !(folder && size > 0)
}

/// An entry itself, up to where the next thing begins.
fn local(source: &mut (impl Read + Seek), entry: &Entry, end: u64) -> Result<(), BundleError> {
    source.seek(SeekFrom::Start(entry.start))?;
    need(u32_of(source)? == LOCAL)?;
    let _version = u16_of(source)?;
    need(u16_of(source)? == entry.flags && u16_of(source)? == entry.method)?;
    // Time, checksum, lengths: compared with the directory's by the reader of the archive.
    bytes(source, 16)?;
    let (name, extra) = (u16_of(source)?, u16_of(source)?);
    bytes(source, name.into())?;
    extra_of(&bytes(source, extra.into())?)?;
    let data = entry.start + 30 + u64::from(name) + u64::from(extra);
    let behind =
        data.checked_add(entry.packed).filter(|behind| *behind <= end).ok_or(BundleError::Ambiguous)?;
    need(match entry.method {
        STORED => entry.packed == entry.size,
        DEFLATED => inflates(&mut source.by_ref().take(entry.packed), entry)?,
        _ => false,
    })?;
    if entry.flags & DESCRIBED == 0 {
        return need(behind == end);
    }
    need(end - behind <= 24)?;
    let there = read_at(source, behind, end - behind)?;
    need(descriptors(entry).any(|form| form == there))
}

/// The forms a descriptor may have: with its mark or without, with lengths of 32 bits or of 64.
fn descriptors(entry: &Entry) -> impl Iterator<Item = Vec<u8>> {
    let lengths = [entry.packed, entry.size];
    let wide = lengths.map(u64::to_le_bytes).concat();
    let narrow = lengths.map(|length| u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()).concat();
    let crc = entry.crc.to_le_bytes();
    let marks = [Vec::new(), DESCRIPTOR.to_le_bytes().to_vec()];
    marks
        .into_iter()
        .flat_map(move |mark| [[&mark[..], &crc, &narrow].concat(), [&mark[..], &crc, &wide].concat()])
}

/// Whether what is deflated ends where the entry does, and comes to its length.
fn inflates(data: &mut impl Read, entry: &Entry) -> Result<bool, BundleError> {
    let mut inflating = Decompress::new(false);
    let (mut packed, mut out) = (vec![0; 1 << 16], vec![0; 1 << 17]);
    loop {
        let read = data.read(&mut packed)?;
        let mut rest = packed.get(..read).unwrap_or_default();
        loop {
            let (before, written) = (inflating.total_in(), inflating.total_out());
            let Ok(status) = inflating.decompress(rest, &mut out, FlushDecompress::None) else {
                return Ok(false);
            };
            if inflating.total_out() > entry.size {
                return Ok(false);
            }
            if status == Status::StreamEnd {
                return Ok((inflating.total_in(), inflating.total_out()) == (entry.packed, entry.size));
            }
            let taken = usize::try_from(inflating.total_in() - before).unwrap_or(usize::MAX);
            rest = rest.get(taken..).unwrap_or_default();
            // There is room left in `out`, so that all that could be made of the data so far is there.
            if inflating.total_out() - written < out.len() as u64 {
                break;
            }
        }
        if read == 0 {
            return Ok(false);
        }
    }
}

/// Extra fields, of which only those are passed that packing adds; the content of the one with long lengths.
fn extra_of(extra: &[u8]) -> Result<Vec<u8>, BundleError> {
    need(extra.len() <= MAX_EXTRA)?;
    let (mut left, mut wide) = (extra, Vec::new());
    while !left.is_empty() {
        let (kind, length) = (u16_of(&mut left)?, u16_of(&mut left)?);
        let content = bytes(&mut left, length.into())?;
        need(KNOWN_EXTRA.contains(&kind))?;
        if kind == WIDE {
            wide = content;
        }
    }
    Ok(wide)
}

fn need(holds: bool) -> Result<(), BundleError> {
    if holds { Ok(()) } else { Err(BundleError::Ambiguous) }
}

fn read_at(source: &mut (impl Read + Seek), at: u64, length: u64) -> Result<Vec<u8>, BundleError> {
    source.seek(SeekFrom::Start(at))?;
    bytes(source, length)
}

fn bytes(source: &mut impl Read, length: u64) -> Result<Vec<u8>, BundleError> {
    let mut bytes = Vec::new();
    source.take(length).read_to_end(&mut bytes)?;
    need(bytes.len() as u64 == length)?;
    Ok(bytes)
}

fn array<const N: usize>(source: &mut impl Read) -> Result<[u8; N], BundleError> {
    let mut array = [0; N];
    source.read_exact(&mut array).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => BundleError::Ambiguous,
        _ => error.into(),
    })?;
    Ok(array)
}

fn u16_of(source: &mut impl Read) -> Result<u16, BundleError> {
    Ok(u16::from_le_bytes(array(source)?))
}

fn u32_of(source: &mut impl Read) -> Result<u32, BundleError> {
    Ok(u32::from_le_bytes(array(source)?))
}

fn u64_of(source: &mut impl Read) -> Result<u64, BundleError> {
    Ok(u64::from_le_bytes(array(source)?))
}
