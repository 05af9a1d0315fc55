//! Which format a file is in.

use super::{Format, ImportError};

impl Format {
    /// The format of a file, by what only one format begins with, then by the ending of its name, then by how
    /// its text looks.
    pub fn guess(name: &str, bytes: &[u8]) -> Self {
        if is_zip(bytes) {
            return Self::Word;
        }
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            Some("md" | "markdown" | "mdown" | "mkd" | "qmd" | "rmd") => Self::Markdown,
            Some("html" | "htm" | "xhtml") => Self::Html,
            Some("docx") => Self::Word,
            ending => by_look(bytes, ending == Some("txt")),
        }
    }
}

/// Text that begins like a page is one; text with Markdown's own signs is Markdown, unless it says it is plain.
fn by_look(bytes: &[u8], plain: bool) -> Format {
    let start = String::from_utf8_lossy(bytes.get(..16_384).unwrap_or(bytes));
    let start = start.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']);
    let lower = start.get(..64).unwrap_or(start).to_ascii_lowercase();
    let page = ["<!doctype html", "<html", "<?xml", "<head", "<body", "<meta"];
    if page.iter().any(|tag| lower.starts_with(tag)) {
        return Format::Html;
    }
    if plain {
        return Format::Text;
    }
    let tags = ["</p>", "</div>", "</h1>", "</h2>", "</li>", "</table>", "</span>"];
    if lower.starts_with('<') && tags.iter().any(|tag| start.contains(tag)) {
        return Format::Html;
    }
    let signs = start.lines().filter(|line| {
        let heading = line.trim_start_matches('#');
        (heading.len() < line.len() && heading.starts_with(' '))
            || (line.contains("](") && line.contains('['))
            || line.contains("**")
            || line.trim_start().starts_with("[^")
            || line.trim_start().starts_with("|-")
    });
    if signs.count() >= 2 { Format::Markdown } else { Format::Text }
}

/// Refuses a file that no reader knows, by what it begins with.
pub(super) fn refuse_unsupported(bytes: &[u8]) -> Result<(), ImportError> {
    if bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start().starts_with(b"%PDF-") {
        return Err(ImportError::Pdf);
    }
    kind(bytes).map_or(Ok(()), |kind| Err(ImportError::Unsupported(kind)))
}

fn kind(bytes: &[u8]) -> Option<&'static str> {
    let begins = |magic: &[u8]| bytes.starts_with(magic);
    if begins(b"SQLite format 3\0") {
        Some("a board or another database")
    } else if begins(b"{\\rtf") {
        Some("an RTF file")
    } else if begins(&[0xD0, 0xCF, 0x11, 0xE0]) {
        Some("a Word file of before 2007")
    } else if begins(&[0x89, b'P', b'N', b'G']) || begins(&[0xFF, 0xD8, 0xFF]) || begins(b"GIF8") {
        Some("an image")
    } else if begins(&[0x1F, 0x8B]) || begins(b"7z\xBC\xAF") || begins(b"Rar!") {
        Some("an archive")
    } else {
        None
    }
}

pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_shows_in_the_name_or_the_text() {
        for (name, text, format) in [
            ("a.md", "plain", Format::Markdown),
            ("a.HTM", "plain", Format::Html),
            ("a.docx", "plain", Format::Word),
            ("a.txt", "# One\n\n## Two\n", Format::Text),
            ("a.txt", "<!DOCTYPE html><p>x", Format::Html),
            ("paste", "# One\n\nA **strong** word.\n", Format::Markdown),
            ("paste", "<p>One</p>", Format::Html),
            ("paste", "p < 0.05 in all", Format::Text),
            ("paste", "PK\u{3}\u{4}...", Format::Word),
            ("", "", Format::Text),
        ] {
            assert_eq!(Format::guess(name, text.as_bytes()), format, "{name} {text:?}");
        }
    }
}
