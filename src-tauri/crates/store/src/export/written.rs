//! Digesting a file while it is written.

use document::{Digest, Digesting};
use std::{
    fs::File,
    io::{self, Seek, SeekFrom, Write},
};

/// A file that is being written, digested on the way.
///
/// Reading it back would prove no more: what was just written is answered from memory and not from the disk. Only
/// where something was written out of order, as the directory of an archive asks, is it read once more.
#[derive(Debug)]
pub struct Written<'a> {
    file: &'a mut File,
    /// What passed by; none once the file was written in another order.
    digesting: Option<Digesting>,
    /// Where the next byte goes.
    at: u64,
}

impl<'a> Written<'a> {
    /// `file` must be empty, and readable.
    pub(super) fn new(file: &'a mut File) -> Self {
        Self { file, digesting: Some(Digesting::default()), at: 0 }
    }

    /// The digest of the whole file.
    pub(super) fn digest(self) -> io::Result<Digest> {
        match self.digesting {
            Some(digesting) => Ok(digesting.end()),
            None => {
                self.file.rewind()?;
                Digest::of_reader(self.file)
            }
        }
    }
}

impl Write for Written<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.at += written as u64;
        if let Some(digesting) = &mut self.digesting {
            digesting.update(&bytes[..written]);
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Written<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = self.file.seek(to)?;
        if at != self.at {
            self.digesting = None;
        }
        self.at = at;
        Ok(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_digest_of_what_lies_in_it_in_whatever_order_it_was_written() {
        let mut file = tempfile::tempfile().unwrap();
        let mut written = Written::new(&mut file);
        written.write_all(b"one, ").unwrap();
        assert_eq!(written.stream_position().unwrap(), 5);
        written.write_all(b"two").unwrap();
        assert_eq!(written.digest().unwrap(), Digest::of(b"one, two"));

        file.rewind().unwrap();
        file.set_len(0).unwrap();
        let mut written = Written::new(&mut file);
        written.write_all(b"???, two").unwrap();
        written.rewind().unwrap();
        written.write_all(b"one").unwrap();
        written.seek(SeekFrom::End(0)).unwrap();
        written.write_all(b", three").unwrap();
        assert_eq!(written.digest().unwrap(), Digest::of(b"one, two, three"));
    }
}
