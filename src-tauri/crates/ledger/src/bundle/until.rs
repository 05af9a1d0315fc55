//! Writing until it fails.

use std::io::{self, Seek, SeekFrom, Write};

/// A writer that is left alone once writing has failed: an archive that is dropped ends itself, and would try on. It then goes
/// on as if all were well, at the places where it would be, and reaches nothing.
#[derive(Debug)]
pub(super) struct UntilItFails<W> {
    inner: W,
    failed: bool,
    at: u64,
    end: u64,
}

impl<W> UntilItFails<W> {
    /// Of a writer that stands at its beginning, with nothing written.
    pub(super) fn new(inner: W) -> Self {
        Self { inner, failed: false, at: 0, end: 0 }
    }

    /// What was wrapped.
    pub(super) fn end(self) -> W {
        self.inner
    }

    /// Unless it has failed, and then what it would answer.
    fn attempt<T>(&mut self, would: T, attempt: impl FnOnce(&mut W) -> io::Result<T>) -> io::Result<T> {
        if self.failed {
            return Ok(would);
        }
        let answer = attempt(&mut self.inner);
        self.failed = answer.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        answer
    }

    fn now_at(&mut self, at: u64) {
        self.at = at;
        self.end = self.end.max(at);
    }
}

impl<W: Write> Write for UntilItFails<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.attempt(bytes.len(), |inner| inner.write(bytes))?;
        self.now_at(self.at + written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.attempt((), W::flush)
    }
}

impl<W: Seek> Seek for UntilItFails<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let would = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
            SeekFrom::End(by) => self.end.saturating_add_signed(by),
        };
        let at = self.attempt(would, |inner| inner.seek(to))?;
        self.now_at(at);
        Ok(at)
    }
}
