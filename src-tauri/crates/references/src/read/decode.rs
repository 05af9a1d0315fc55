//! Bytes to text.

use encoding_rs::{Encoding, WINDOWS_1252};

/// Decodes by the byte order mark, else as UTF-8, else as Windows-1252, in which any bytes can be read.
pub(super) fn decode(bytes: &[u8], notes: &mut Vec<String>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned();
    }
    if let Ok(text) = str::from_utf8(bytes) {
        return text.to_owned();
    }
    notes
        .push("It is not in UTF-8 and was read as Windows-1252: look for wrong letters in names.".to_owned());
    WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
}
