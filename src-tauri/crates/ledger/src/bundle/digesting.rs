//! Digesting what passes by.

use crate::Hash;
use sha2::{Digest as _, Sha256};
use std::io::{self, Read, Write};

/// A reader or writer that counts and digests what passes through it.
#[derive(Debug)]
pub(super) struct Digesting<T> {
    inner: T,
    sha256: Sha256,
    size: u64,
}

impl<T> Digesting<T> {
    pub(super) fn new(inner: T) -> Self {
        Self { inner, sha256: Sha256::new(), size: 0 }
    }

    /// What was wrapped, and the digest and length of what passed.
    pub(super) fn end(self) -> (T, Hash, u64) {
        (self.inner, Hash(self.sha256.finalize().into()), self.size)
    }

    fn passed(&mut self, bytes: Option<&[u8]>) {
        if let Some(bytes) = bytes {
            self.sha256.update(bytes);
            self.size += bytes.len() as u64;
        }
    }
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.passed(bytes.get(..written));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.passed(buffer.get(..read));
        Ok(read)
    }
}
