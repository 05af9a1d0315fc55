//! Writing a bundle: first the events, then the files, then what seals them.

use super::{
    About, BundleError, CHECKPOINT, EVENTS, FORMAT, FORMAT_FILE, FORMAT_NAME, FileEntry, KEYS, MANIFEST,
    MANIFEST_NOTE, Manifest, digesting::Digesting, is_free_name, lines, manifest::KeysFile, named_digest,
    until::UntilItFails,
};
use crate::{
    Checkpoint, Event, Hash, Head, Note, Registry, Signature, SigningKey, canonical, gap::GapBuilder,
};
use std::io::{self, Read, Seek, Write};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Begins a bundle. If it is not [finished](FilesWriter::finish), what was written is no bundle.
pub fn create<W: Write + Seek>(out: W) -> Result<EventsWriter<W>, BundleError> {
    let mut zip = ZipWriter::new(UntilItFails::new(out));
    zip.start_file(EVENTS, options())?;
    Ok(EventsWriter {
        out: Digesting::new(zip),
        head: Head::default(),
        gap: None,
        registry: Registry::default(),
        events: 0,
        omitted: 0,
    })
}

fn options() -> SimpleFileOptions {
    // A million events are more than the small form of a ZIP entry might hold.
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true)
}

/// The first part of a bundle: the events of the log in their order, each written or left out.
#[derive(Debug)]
pub struct EventsWriter<W: Write + Seek> {
    out: Digesting<ZipWriter<UntilItFails<W>>>,
    head: Head,
    gap: Option<GapBuilder>,
    registry: Registry,
    events: u64,
    omitted: u64,
}

impl<W: Write + Seek> EventsWriter<W> {
    /// Writes the next event of the log.
    pub fn event(&mut self, body: &[u8], signature: &Signature) -> Result<(), BundleError> {
        self.close_gap()?;
        let seq = self.head.next_seq();
        let refused = |reason: String| BundleError::Event { seq, reason };
        let event = Event::from_canonical(body).map_err(|error| refused(error.to_string()))?;
        self.registry.apply(&event).map_err(|fault| refused(fault.to_string()))?;
        lines::write_event(&mut self.out, body, signature)?;
        self.head.accept(body, signature);
        self.events += 1;
        Ok(())
    }

    /// Leaves the next event of the log out; its leaf stands for it. Never leave out the event that created the board,
    /// nor those about keys: without them nothing can be checked.
    pub fn omit(&mut self, leaf: Hash) {
        let size = self.head.size();
        self.gap.get_or_insert_with(|| GapBuilder::after(size)).push(leaf);
        self.omitted += 1;
    }

    /// Marks this place, so that a checkpoint made over the log up to here can be compared even where events are left out.
    pub fn mark(&mut self) -> Result<(), BundleError> {
        self.close_gap()
    }

    /// No more events; on to the files.
    pub fn end(mut self) -> Result<FilesWriter<W>, BundleError> {
        self.close_gap()?;
        let (zip, sha256, size) = self.out.end();
        Ok(FilesWriter {
            zip,
            files: vec![FileEntry { name: EVENTS.to_owned(), sha256, size }],
            head: self.head,
            registry: self.registry,
            events: self.events,
            omitted: self.omitted,
        })
    }

    fn close_gap(&mut self) -> Result<(), BundleError> {
        if let Some(gap) = self.gap.take().map(GapBuilder::finish) {
            self.head.skip(&gap, |_| ());
            lines::write_gap(&mut self.out, gap)?;
        }
        Ok(())
    }
}

/// The second part of a bundle: documents and attachments, and whatever else is to go with them.
#[derive(Debug)]
pub struct FilesWriter<W: Write + Seek> {
    zip: ZipWriter<UntilItFails<W>>,
    files: Vec<FileEntry>,
    head: Head,
    registry: Registry,
    events: u64,
    omitted: u64,
}

impl<W: Write + Seek> FilesWriter<W> {
    /// Writes a file. Under `files/` its name must be its SHA-256, with or without an ending such as `.pdf`, and an event of
    /// the bundle must hold that digest; elsewhere the name is free, and only the desk's manifest vouches for the content.
    pub fn file(&mut self, name: &str, content: &mut impl Read) -> Result<(), BundleError> {
        if !is_free_name(name) {
            return Err(BundleError::Name(name.to_owned()));
        }
        let sha256 = self.write(name, content)?;
        if named_digest(name).is_some_and(|digest| digest != sha256.to_string()) {
            return Err(BundleError::Name(name.to_owned()));
        }
        Ok(())
    }

    /// Seals the bundle with the checkpoint of exactly the log that was written, and the desk's signature.
    pub fn finish(mut self, about: About, checkpoint: &Note, desk: &SigningKey) -> Result<W, BundleError> {
        let claimed = Checkpoint::verify(checkpoint, &desk.public()).map_err(|_| BundleError::Checkpoint)?;
        if claimed != Checkpoint::of(&self.head, claimed.origin.clone()) {
            return Err(BundleError::Checkpoint);
        }
        self.write(CHECKPOINT, &mut checkpoint.to_string().as_bytes())?;
        self.write(FORMAT_FILE, &mut FORMAT.as_bytes())?;
        let keys =
            canonical(&KeysFile::of(&self.registry)).map_err(|error| BundleError::malformed(KEYS, error))?;
        self.write(KEYS, &mut keys.as_slice())?;
        self.files.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        let About { app, asked, at } = about;
        let manifest = Manifest {
            app,
            asked,
            at,
            events: self.events,
            files: std::mem::take(&mut self.files),
            format: FORMAT_NAME.to_owned(),
            omitted: self.omitted,
            origin: claimed.origin,
        };
        self.write(MANIFEST, &mut manifest.to_bytes()?.as_slice())?;
        self.write(MANIFEST_NOTE, &mut manifest.sign(desk)?.to_string().as_bytes())?;
        Ok(self.zip.finish()?.end())
    }

    fn write(&mut self, name: &str, content: &mut impl Read) -> Result<Hash, BundleError> {
        self.zip.start_file(name, options())?;
        let mut out = Digesting::new(&mut self.zip);
        io::copy(content, &mut out)?;
        let (_, sha256, size) = out.end();
        self.files.push(FileEntry { name: name.to_owned(), sha256, size });
        Ok(sha256)
    }
}
