//! Bytes to text.

use super::Note;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Decodes a file: by its byte order mark, else as UTF-8, else by what a page declares of itself, else as
/// Windows-1252, in which any bytes can be read. What was guessed or lost is noted.
pub(super) fn decode(bytes: &[u8], html: bool, notes: &mut Vec<Note>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, lossy) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        if lossy {
            notes.push(Note(format!("Some characters could not be read as {}.", encoding.name())));
        }
        return text.into_owned();
    }
    if let Ok(text) = str::from_utf8(bytes) {
        return text.to_owned();
    }
    let declared = html.then(|| declared_by_page(bytes)).flatten();
    let encoding = declared.filter(|encoding| *encoding != UTF_8).unwrap_or(WINDOWS_1252);
    notes.push(Note(format!(
        "The file is not in UTF-8; it was read as {}. Look for wrong letters in names and at units.",
        encoding.name()
    )));
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Whether these characters are a text's. Texts hold no NUL, and no other control characters than those that part
/// words and lines but for a stray one; of any other file, every tenth character or so is one.
pub(super) fn is_text(text: &str) -> bool {
    const STRAY: usize = 3;
    const STRAY_IN: usize = 1000;
    let odd = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\u{B}' | '\u{C}' | '\r' | '\u{85}');
    let mut length = 0;
    let controls = text.chars().inspect(|_| length += 1).filter(odd).count();
    !text.contains('\0') && controls <= STRAY.max(length / STRAY_IN)
}

/// The encoding that a page's `meta` element names.
fn declared_by_page(bytes: &[u8]) -> Option<&'static Encoding> {
    const LABEL: &[u8] = b"charset=";
    let head: Vec<u8> = bytes.iter().take(4096).map(u8::to_ascii_lowercase).collect();
    let at = head.windows(LABEL.len()).position(|window| window == LABEL)? + LABEL.len();
    let label = head.get(at..)?.iter().copied().skip_while(|b| matches!(b, b'"' | b'\''));
    let label: Vec<u8> = label.take_while(|b| b.is_ascii_alphanumeric() || b"-_:".contains(b)).collect();
    Encoding::for_label(&label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], html: bool) -> (String, usize) {
        let mut notes = Vec::new();
        (decode(bytes, html, &mut notes), notes.len())
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(decoded("2 µg".as_bytes(), false), ("2 µg".to_owned(), 0));
        assert_eq!(decoded(b"\xEF\xBB\xBF2 \xC2\xB5g", false), ("2 µg".to_owned(), 0));
        assert_eq!(decoded(b"\xFF\xFE2\0 \0\xB5\0g\0", false), ("2 µg".to_owned(), 0));
        assert_eq!(decoded(b"\xFE\xFF\x002\0 \0\xB5\0g", false), ("2 µg".to_owned(), 0));
        assert_eq!(decoded(b"2 \xB5g \x96 3", false), ("2 µg – 3".to_owned(), 1));
        assert_eq!(decoded(b"<meta charset=\"ISO-8859-2\">\xB1", true).0, "<meta charset=\"ISO-8859-2\">ą");
    }
}
