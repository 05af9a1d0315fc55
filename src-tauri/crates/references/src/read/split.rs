//! Cutting a text into entries, with the line each begins on.

/// The pieces of XML from an opening to a closing tag of one of these names, with the line of each. A piece that is
/// never closed reaches to the next one that opens.
pub(super) fn elements<'a>(text: &'a str, names: &[&str]) -> Vec<(u32, &'a str)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some((start, name)) = opening(text, at, names) {
        let close = format!("</{name}>");
        let next = opening(text, start + 1, names).map_or(text.len(), |(next, _)| next);
        let end = text[start..].find(&close).map(|found| start + found + close.len());
        let end = end.filter(|end| *end <= next).unwrap_or(next);
        pieces.push((start, &text[start..end]));
        at = end;
    }
    numbered(text, pieces)
}

/// Where the next element of one of these names opens, from a byte on.
fn opening<'n>(text: &str, from: usize, names: &[&'n str]) -> Option<(usize, &'n str)> {
    let mut at = from;
    loop {
        let found = at + text.get(at..)?.find('<')?;
        let rest = &text[found + 1..];
        let name = names.iter().find(|name| {
            rest.strip_prefix(**name)
                .is_some_and(|tail| tail.starts_with(|c: char| c == '>' || c.is_whitespace()))
        });
        if let Some(name) = name {
            return Some((found, name));
        }
        at = found + 1;
    }
}

/// Pieces by the byte they begin at, given the number of that line.
pub(super) fn numbered<'a>(text: &str, pieces: Vec<(usize, &'a str)>) -> Vec<(u32, &'a str)> {
    let (mut line, mut counted) = (1u32, 0);
    pieces
        .into_iter()
        .map(|(start, piece)| {
            line += text[counted..start].matches('\n').count() as u32;
            counted = start;
            (line, piece)
        })
        .collect()
}
