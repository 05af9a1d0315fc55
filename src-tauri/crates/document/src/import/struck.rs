//! Words that a file shows struck out: as live text they would say the opposite of what was meant.

use super::{Draft, Furniture, FurnitureKind, Note, clean::one_line};

/// Puts struck-out passages beside the text, and names them in a note.
pub(super) fn put_aside(draft: &mut Draft, passages: &[String]) {
    /// So many passages, and so many characters of each, are named.
    const NAMED: usize = 5;
    const LONGEST: usize = 80;
    let passages: Vec<String> =
        passages.iter().map(|text| one_line(text)).filter(|text| !text.is_empty()).collect();
    if passages.is_empty() {
        return;
    }
    let named = passages.iter().take(NAMED).map(|text| match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("“{} …”", text[..end].trim_end()),
        None => format!("“{text}”"),
    });
    let named = named.collect::<Vec<_>>().join(", ");
    let more = match passages.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    draft.notes.push(Note(format!("Struck-out words were left out: {named}{more}.")));
    draft.furniture.push(Furniture { kind: FurnitureKind::Hidden, text: passages.join("\n") });
}
