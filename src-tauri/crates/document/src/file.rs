//! The files that sources carry: what they are, by their content, and the words in them.
//!
//! A PDF is read by a library that gives up on odd files by panicking, and may run on: it works on a thread of its own,
//! for a limited time, and what it cannot read has no words and is kept nevertheless.

use crate::import;
use std::{sync::mpsc, thread, time::Duration};

/// Files larger than this are refused.
pub const MAX_FILE_BYTES: usize = 32 << 20;

/// How long reading the words of a PDF may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Room for the deeply nested objects of some PDFs.
const STACK: usize = 16 << 20;

/// A file, and the words in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileWords {
    /// What it is.
    pub kind: FileKind,
    /// Its words, page by page; a file without pages is one page. Empty if none can be read.
    pub pages: Vec<String>,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A PDF.
    Pdf,
    /// A web page.
    Html,
    /// Plain text.
    Text,
}

/// Why a file cannot be a source's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// There is nothing in it.
    #[error("The file is empty.")]
    Empty,
    /// It is too large.
    #[error("A source's file holds at most 32 MB.")]
    TooLarge,
    /// It is something else.
    #[error(
        "A source's file is a PDF, a web page (HTML) or plain text, and this is none of them, whatever it is called."
    )]
    OtherKind,
}

/// Reads a file by its content; its name is not asked.
pub fn read_file(bytes: &[u8]) -> Result<FileWords, Unfit> {
    let kind = kind_of(bytes)?;
    let pages = match kind {
        FileKind::Pdf => pdf(bytes),
        FileKind::Html => import::read("page.html", bytes)
            .map(|imported| vec![imported.document.plain_text().trim().to_owned()])
            .unwrap_or_default(),
        FileKind::Text => vec![import::decoded(bytes)],
    };
    Ok(FileWords { kind, pages })
}

fn kind_of(bytes: &[u8]) -> Result<FileKind, Unfit> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Unfit::TooLarge);
    }
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    // PDF 32000-1, Annex H: readers accept the mark anywhere in the first 1024 bytes.
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Ok(FileKind::Pdf);
    }
    if bytes.trim_ascii().is_empty() {
        return Err(Unfit::Empty);
    }
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let controls = head.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31)).count();
    if !marked && controls > 0 {
        return Err(Unfit::OtherKind);
    }
    let lower = String::from_utf8_lossy(head).to_lowercase();
    let start = lower.trim_start_matches('\u{feff}').trim_start();
    let page = ["<!doctype html", "<html", "<head", "<body"]
        .iter()
        .any(|tag| start.starts_with(tag) || start.contains(&format!("\n{tag}")));
    Ok(if page || (start.starts_with('<') && lower.contains("<html")) {
        FileKind::Html
    } else {
        FileKind::Text
    })
}

fn pdf(bytes: &[u8]) -> Vec<String> {
    let (send, receive) = mpsc::channel();
    let bytes = bytes.to_vec();
    let reading = thread::Builder::new().name("pdf".to_owned()).stack_size(STACK).spawn(move || {
        let pages = pdf_extract::extract_text_from_mem_by_pages(&bytes).unwrap_or_default();
        // Nobody listens any more once the patience is over.
        let _ = send.send(pages.iter().map(|page| tidy(page)).collect());
    });
    // A panic on the other side closes the channel.
    reading.ok().and_then(|_| receive.recv_timeout(PATIENCE).ok()).unwrap_or_default()
}

/// Lines as they stand, without the empty ones and without what is no text.
fn tidy(page: &str) -> String {
    let lines = page.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let text = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A PDF of one page for each text, without compression.
    fn pdf_of(pages: &[&str]) -> Vec<u8> {
        use std::fmt::Write as _;
        let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", 4 + 2 * n)).collect();
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        ];
        for (n, text) in pages.iter().enumerate() {
            objects.push(format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
                5 + 2 * n
            ));
            let stream = format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET");
            objects.push(format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()));
        }
        let (mut out, mut places) = ("%PDF-1.4\n".to_owned(), Vec::new());
        for (n, object) in objects.iter().enumerate() {
            places.push(out.len());
            let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", n + 1);
        }
        let start = out.len();
        let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for place in places {
            let _ = writeln!(out, "{place:010} 00000 n ");
        }
        let _ = write!(
            out,
            "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        );
        out.into_bytes()
    }

    #[test]
    fn a_pdf_is_read_page_by_page() {
        let read = read_file(&pdf_of(&["Colchicine 0.5 mg", "Second page"])).unwrap();
        assert_eq!(read.kind, FileKind::Pdf);
        assert_eq!(read.pages, ["Colchicine 0.5 mg", "Second page"]);
    }

    #[test]
    fn files_are_known_by_their_content() {
        let kind = |bytes: &[u8]| read_file(bytes).map(|read| read.kind);
        assert_eq!(kind(b"<!DOCTYPE html><html><body><p>A page.</p></body></html>"), Ok(FileKind::Html));
        assert_eq!(kind(b"Only words, of <html> too."), Ok(FileKind::Text));
        assert_eq!(kind(b"  \n"), Err(Unfit::Empty));
        assert_eq!(kind(b"PK\x03\x04 a zip that is called paper.pdf"), Err(Unfit::OtherKind));
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n\0\0"), Err(Unfit::OtherKind));
        assert_eq!(kind(&vec![b'a'; MAX_FILE_BYTES + 1]), Err(Unfit::TooLarge));
        let page =
            read_file(b"<html><head><script>no()</script></head><body><p>A page.</p></body></html>").unwrap();
        assert_eq!(page.pages, ["A page."]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        /// A damaged PDF has fewer words or none, and never stops the program.
        #[test]
        fn a_damaged_pdf_is_kept_all_the_same(at in 9usize..900, with in any::<[u8; 4]>(), cut in 20usize..1200) {
            let mut bytes = pdf_of(&["One", "Two"]);
            for (n, byte) in with.into_iter().enumerate() {
                if let Some(old) = bytes.get_mut(at + n) {
                    *old = byte;
                }
            }
            bytes.truncate(cut);
            prop_assert_eq!(read_file(&bytes).map(|read| read.kind), Ok(FileKind::Pdf));
        }
    }
}
