//! Checking a bundle: the log first, then all that hangs on it.

use super::{
    BundleError, CHECKPOINT, EVENTS, FORMAT_FILE, FileEntry, KEYS, MANIFEST, MANIFEST_NOTE, Manifest,
    VOUCHED, container, digesting::Digesting, is_name, lines::Lines, manifest::KeysFile, named_digest,
};
use crate::{Checkpoint, Event, Expected, Hash, Note, NoteError, Report, canonical, verify::verify_items};
use serde_json::Value;
use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    io::{self, BufReader, Read, Seek},
    ops::ControlFlow,
};
use zip::ZipArchive;

/// The most that is read of a manifest, of `keys.json` and of a note.
const MAX_SMALL: u64 = 64 * 1024 * 1024;

/// What a check of a bundle found.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// What the bundle says that it is. Signed by the desk, unless a problem says otherwise.
    pub manifest: Manifest,
    /// What the bundled checkpoint says.
    pub checkpoint: Checkpoint,
    /// What the check of the events found, and of the checkpoints, the bundled one first.
    pub report: Report,
    /// What is wrong with the rest.
    pub problems: Vec<Problem>,
}

impl Verdict {
    /// Whether everything in the bundle is what it claims to be.
    pub fn is_sound(&self) -> bool {
        self.report.is_sound() && self.problems.is_empty()
    }
}

/// What is wrong with a bundle beside its events.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The manifest lists it or an event names it, and it is not there.
    #[error("the file {0} is missing")]
    Missing(String),
    /// It is there, and the manifest does not list it.
    #[error("the file {0} is not in the manifest")]
    Unlisted(String),
    /// It is a link, a folder with content, or has a name by which tools might unpack it elsewhere.
    #[error("{0:?} is not a plain file under a name that a bundle can hold")]
    NotPlain(String),
    /// Its content is not that of the manifest.
    #[error("the file {0} is not what the manifest says")]
    Changed(String),
    /// It stands under another digest than its own.
    #[error("the file {0} is not named by its digest")]
    Misnamed(String),
    /// No event in the bundle holds its digest.
    #[error("the file {0} belongs to no event in the bundle")]
    NotVouched(String),
    /// An event saved it as a text, and it is none.
    #[error(
        "the file {name} is no text, though event {seq} saved it as one: not the canonical JSON of a document"
    )]
    NotText {
        /// The file.
        name: String,
        /// The first event that says so.
        seq: u64,
    },
    /// A number of the manifest is not what was counted.
    #[error("the manifest says {says} {what}, but there are {found}")]
    Count {
        /// What was counted.
        what: &'static str,
        /// What the manifest says.
        says: u64,
        /// What there is.
        found: u64,
    },
    /// The bundled checkpoint is not that of the whole.
    #[error("the bundled checkpoint covers {says} of {found} events")]
    CheckpointSize {
        /// What the checkpoint covers.
        says: u64,
        /// What there is.
        found: u64,
    },
    /// The manifest names another log than the events are of.
    #[error("the manifest is of another log")]
    Origin,
    /// The desk did not sign the manifest.
    #[error("the manifest is not by the desk: {0}")]
    Signature(NoteError),
    /// The list of keys is not the one that follows from the events.
    #[error("the file keys.json is not what follows from the events")]
    Keys,
}

/// Checks a bundle, also against checkpoints that were kept elsewhere.
///
/// `each` is called with every event in the bundle, in order, and the size of the log, and may have the check stopped. An
/// error means that it was, or that the file cannot be read as a bundle at all; what is read is judged in the [`Verdict`].
pub fn verify_bundle<R: Read + Seek>(
    source: R,
    checkpoints: &[Note],
    each: impl FnMut(&Event, u64) -> ControlFlow<()>,
) -> Result<Verdict, BundleError> {
    verify_bundle_with_texts(source, checkpoints, each, |_, _| ())
}

/// The same; `text` is called, after all events, with the digest and the bytes of every text that an event saved.
pub fn verify_bundle_with_texts<R: Read + Seek>(
    mut source: R,
    checkpoints: &[Note],
    mut each: impl FnMut(&Event, u64) -> ControlFlow<()>,
    mut text: impl FnMut(Hash, &[u8]),
) -> Result<Verdict, BundleError> {
    let odd = container::check(&mut source)?;
    let mut zip = ZipArchive::new(source)?;
    zip.validate_header_consistency()?;
    if zip.has_duplicate_names() {
        return Err(BundleError::Ambiguous);
    }
    let manifest = Manifest::from_bytes(&small(&mut zip, MANIFEST)?)?;
    let signature = note(&mut zip, MANIFEST_NOTE)?;
    let bundled = note(&mut zip, CHECKPOINT)?;
    let checkpoint =
        Checkpoint::claimed(&bundled).map_err(|error| BundleError::malformed(CHECKPOINT, error))?;
    let mut problems = listed(&mut zip, &manifest, odd)?;

    let expected = Expected { head: None, checkpoints: [&[bundled], checkpoints].concat() };
    let mut vouched = Vouched::new(&manifest);
    let events = zip.by_name(EVENTS).map_err(|_| BundleError::Missing(EVENTS))?;
    let mut lines = Lines::new(BufReader::with_capacity(1 << 17, Digesting::new(events)));
    let stopped = Cell::new(false);
    let items = lines.by_ref().map(|item| if stopped.get() { Err(BundleError::Stopped) } else { item });
    let report = verify_items(items, &expected, |event| {
        vouched.take(event);
        stopped.set(each(event, checkpoint.size).is_break());
    })?;
    let (seq, events) = (lines.seq, lines.events);
    let (_, sha256, size) = lines.drain()?.into_inner().end();
    if !manifest.files.contains(&FileEntry { name: EVENTS.to_owned(), sha256, size }) {
        problems.push(Problem::Changed(EVENTS.to_owned()));
    }
    if report.bad.is_none() {
        problems.extend(counted("events", manifest.events, events));
        problems.extend(counted("events left out", manifest.omitted, seq - events));
        if checkpoint.size != seq {
            problems.push(Problem::CheckpointSize { says: checkpoint.size, found: seq });
        }
        if canonical(&KeysFile::of(&report.registry)).ok() != Some(small(&mut zip, KEYS)?) {
            problems.push(Problem::Keys);
        }
        problems.extend(vouched.missing.iter().map(|digest| Problem::Missing(format!("{VOUCHED}{digest}"))));
    }
    problems.extend(signed(&manifest, &signature, &report));
    for file in manifest.files.iter().filter(|file| file.name != EVENTS) {
        problems.extend(judge(&mut zip, file, &vouched, report.bad.is_none(), &mut text)?);
    }
    Ok(Verdict { manifest, checkpoint, report, problems })
}

fn counted(what: &'static str, says: u64, found: u64) -> Option<Problem> {
    (says != found).then_some(Problem::Count { what, says, found })
}

/// Reads a whole file that cannot be long.
fn small<R: Read + Seek>(zip: &mut ZipArchive<R>, name: &'static str) -> Result<Vec<u8>, BundleError> {
    let file = zip.by_name(name).map_err(|_| BundleError::Missing(name))?;
    let mut bytes = Vec::new();
    file.take(MAX_SMALL + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_SMALL { Err(BundleError::Missing(name)) } else { Ok(bytes) }
}

fn note<R: Read + Seek>(zip: &mut ZipArchive<R>, name: &'static str) -> Result<Note, BundleError> {
    let text = String::from_utf8(small(zip, name)?).map_err(|error| BundleError::malformed(name, error))?;
    Note::parse(&text).map_err(|error| BundleError::malformed(name, error))
}

/// Where the files and the manifest's list of them part, and which are none: the `odd` ones, and those with other names.
fn listed<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    manifest: &Manifest,
    mut odd: Vec<String>,
) -> Result<Vec<Problem>, BundleError> {
    let (mut there, mut alike) = (BTreeSet::new(), BTreeSet::new());
    for index in 0..zip.len() {
        let file = zip.by_index_raw(index)?;
        let name = file.name()?.into_owned();
        // Tools that pack a folder again add entries for the folders.
        let path = name.strip_suffix('/').unwrap_or(&name);
        if !is_name(path) {
            odd.push(name.clone());
        }
        if !alike.insert(path.to_lowercase()) {
            return Err(BundleError::Ambiguous);
        }
        there.insert(name);
    }
    let listed: BTreeSet<_> = manifest.files.iter().map(|file| file.name.clone()).collect();
    let needed = listed.iter().cloned().chain([CHECKPOINT, EVENTS, FORMAT_FILE, KEYS].map(str::to_owned));
    let missing = needed.filter(|name| !there.contains(name)).map(Problem::Missing);
    let known = |name: &str| {
        listed.contains(name) || [MANIFEST, MANIFEST_NOTE].contains(&name) || name.ends_with('/')
    };
    let unlisted = there.iter().filter(|name| !known(name)).cloned().map(Problem::Unlisted);
    Ok(missing.chain(unlisted).chain(odd.into_iter().map(Problem::NotPlain)).collect())
}

fn signed(manifest: &Manifest, note: &Note, report: &Report) -> Option<Problem> {
    if report.created.map(Checkpoint::origin_of).as_ref() != Some(&manifest.origin) {
        return Some(Problem::Origin);
    }
    let desk = report.registry.desk()?;
    manifest.verify(note, desk).err().map(Problem::Signature)
}

fn judge<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    file: &FileEntry,
    vouched: &Vouched,
    whole: bool,
    text: &mut impl FnMut(Hash, &[u8]),
) -> Result<Option<Problem>, BundleError> {
    let name = file.name.clone();
    let Ok(content) = zip.by_name(&name) else { return Ok(None) };
    let saved = named_digest(&name).and_then(|digest| vouched.texts.get(digest)).copied();
    let mut content = Digesting::new(content.take(file.size.saturating_add(1)));
    let mut bytes = Vec::new();
    if saved.is_some() {
        // What is longer is no text, and only digested.
        content.by_ref().take(MAX_SMALL).read_to_end(&mut bytes)?;
    }
    io::copy(&mut content, &mut io::sink())?;
    let (_, sha256, size) = content.end();
    if (sha256, size) != (file.sha256, file.size) {
        return Ok(Some(Problem::Changed(name)));
    }
    let Some(digest) = named_digest(&name) else { return Ok(None) };
    if digest != file.sha256.to_string() {
        return Ok(Some(Problem::Misnamed(name)));
    }
    if let Some(seq) = saved {
        text(sha256, &bytes);
        if !is_text(&bytes) {
            return Ok(Some(Problem::NotText { name, seq }));
        }
    }
    Ok((whole && !vouched.holds(digest)).then_some(Problem::NotVouched(name)))
}

/// Whether these are the canonical bytes of something that calls itself a document. Its model is not known here.
fn is_text(bytes: &[u8]) -> bool {
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return false };
    let named = value.as_object().and_then(|members| members.get("type")) == Some(&Value::from("doc"));
    named && canonical(&value).is_ok_and(|form| form == bytes)
}

/// What events and files say of each other.
struct Vouched {
    /// The digests that files are named by, and whether an event holds them.
    files: BTreeMap<String, bool>,
    /// The digests that events name, and no file.
    missing: BTreeSet<String>,
    /// The digests that events save as texts, with the first that does.
    texts: BTreeMap<String, u64>,
}

impl Vouched {
    fn new(manifest: &Manifest) -> Self {
        let digests = manifest.files.iter().filter_map(|file| named_digest(&file.name));
        let files = digests.map(|digest| (digest.to_owned(), false)).collect();
        Self { files, missing: BTreeSet::new(), texts: BTreeMap::new() }
    }

    fn take(&mut self, event: &Event) {
        if !self.files.is_empty() {
            self.find(&event.payload);
        }
        let missing = event.files().filter(|digest| !self.files.contains_key(*digest));
        self.missing.extend(missing.map(str::to_owned));
        if let Some(text) = event.text() {
            self.texts.entry(text.to_owned()).or_insert(event.seq);
        }
    }

    fn find(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                if let Some(vouched) = self.files.get_mut(text) {
                    *vouched = true;
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.find(item)),
            Value::Object(members) => members.values().for_each(|member| self.find(member)),
            _ => {}
        }
    }

    fn holds(&self, digest: &str) -> bool {
        self.files.get(digest).copied().unwrap_or_default()
    }
}
