//! Formats of lines that begin with a tag: RIS and the MEDLINE form.

/// A record: its tags and values in order, and the line it begins on.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) line: u32,
    pub(super) fields: Vec<(String, String)>,
}

impl Record {
    /// The first value that is not empty of the first of these tags that has one.
    pub(super) fn first(&self, tags: &[&str]) -> String {
        tags.iter()
            .find_map(|tag| self.all(tag).find(|value| !value.is_empty()))
            .unwrap_or_default()
            .to_owned()
    }

    /// The values of a tag.
    pub(super) fn all(&self, tag: &str) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(move |(name, _)| name == tag).map(|(_, value)| value.as_str())
    }

    /// Adds what a line without a tag of its own continues.
    pub(super) fn go_on(&mut self, text: &str) {
        if let Some((_, value)) = self.fields.last_mut().filter(|_| !text.is_empty()) {
            if !value.is_empty() {
                value.push(' ');
            }
            value.push_str(text);
        }
    }
}

/// Tag and value of a line of RIS: two characters, spaces, a hyphen. Exports differ in the number of spaces.
pub(super) fn ris(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(['\u{feff}', ' ']);
    let tag = line.get(..2)?;
    let mut letters = tag.bytes();
    let good = letters.next().is_some_and(|b| b.is_ascii_uppercase())
        && letters.next().is_some_and(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let rest = line[2..].strip_prefix(' ')?.trim_start_matches(' ').strip_prefix('-')?;
    (good && (rest.is_empty() || rest.starts_with(' '))).then(|| (tag, rest.trim()))
}

/// Tag and value of a line of the MEDLINE form: up to four capitals padded to four characters, then a hyphen.
pub(super) fn nbib(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let (tag, rest) = line.split_once('-')?;
    let bare = tag.trim_end_matches(' ');
    let good = (2..=4).contains(&bare.len())
        && tag.len() == 4
        && bare.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    (good && (rest.is_empty() || rest.starts_with(' '))).then(|| (bare, rest.trim()))
}
