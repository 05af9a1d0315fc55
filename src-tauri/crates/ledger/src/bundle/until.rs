//! Writing until it fails.

use std::io::{self, Seek, SeekFrom, Write};

/// A writer that is left alone once writing has failed: an archive that is dropped ends itself, and would try on.
#[derive(Debug)]
pub(super) struct UntilItFails<W> {
    inner: W,
    failed: bool,
}

impl<W> UntilItFails<W> {
    pub(super) fn new(inner: W) -> Self {
        Self { inner, failed: false }
    }

    /// What was wrapped.
    pub(super) fn end(self) -> W {
        self.inner
    }

    fn note<T>(&mut self, answer: io::Result<T>) -> io::Result<T> {
        self.failed |= answer.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        answer
    }
}

impl<W: Write> Write for UntilItFails<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed {
            return Ok(bytes.len());
        }
        let answer = self.inner.write(bytes);
        self.note(answer)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.failed {
            return Ok(());
        }
        let answer = self.inner.flush();
        self.note(answer)
    }
}

impl<W: Seek> Seek for UntilItFails<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if self.failed {
            return Ok(0);
        }
        let answer = self.inner.seek(to);
        self.note(answer)
    }
}
