//! Plain text: structure from how the lines stand.
//!
//! - Blank lines part paragraphs. In a file that is wrapped to a width, full lines flow into the next; a
//!   line that stops short of the width is a line break. In any other file each line is a line, unless the
//!   next goes on in lower case.
//! - The first short line is the title. "From the …" and the usual names of sections are headings of
//!   level 2, and so are lines in capitals; lines in Title Case, and short lines without a final stop that a
//!   paragraph or a list follows, are headings below the "From the …" they stand under.
//! - Lines behind a bullet or a number are lists, nested by indentation; lines of cells parted by `|` or by
//!   tabs, equally many in each, are tables.
//! - Nothing is dropped but the signs of structure themselves: bullets, rules, `#`, `|`.

use super::{
    clean::{Line, clean},
    furniture,
    list::{ListLine, nest},
    references,
    table::{self, Cell},
};
use crate::{Block, Inline};

/// A line of the file without its indentation.
struct Row<'a> {
    indent: usize,
    text: &'a str,
}

/// What lines turned out to be, before headings are told from paragraphs.
enum Part {
    Heading(u8, String),
    /// Lines of a paragraph; `alone` is a single line between blank ones.
    Lines {
        indent: usize,
        lines: Vec<String>,
        alone: bool,
    },
    Item {
        indent: usize,
        number: Option<u32>,
        lines: Vec<String>,
        /// The line with its marker, when it is a single line between blank ones.
        alone: Option<String>,
    },
    Table {
        rows: Vec<Vec<String>>,
        header: bool,
    },
}

/// The blocks of a text.
pub(super) fn read(text: &str) -> Vec<Block> {
    let text = clean(&text.replace("\r\n", "\n").replace(['\r', '\u{B}', '\u{C}', '\u{85}'], "\n"));
    let rows: Vec<Row<'_>> = text.lines().map(row).collect();
    let width = wrap_width(&rows);
    let mut parts = Vec::new();
    for chunk in rows.split(|row| row.text.is_empty()).filter(|chunk| !chunk.is_empty()) {
        match table_of(chunk) {
            Some(table) => parts.push(table),
            None => parts.extend(parts_of(chunk, width)),
        }
    }
    blocks_of(parts)
}

fn row(line: &str) -> Row<'_> {
    let indent = line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
    Row { indent, text: line.trim() }
}

/// The width the file is wrapped to, if it is: no line is wider than a page.
fn wrap_width(rows: &[Row<'_>]) -> Option<usize> {
    let longest = rows.iter().map(|row| row.indent + row.text.chars().count()).max()?;
    (40..=120).contains(&longest).then_some(longest)
}

/// Whether a line goes on in the next: it is full, or the next begins in the middle of a sentence.
fn flows(row: &Row<'_>, next: &Row<'_>, width: Option<usize>) -> bool {
    /// How much shorter than the widest line a full one may be, beyond the word that did not fit.
    const RAGGED: usize = 6;
    let first_word = next.text.split_whitespace().next().map_or(0, |word| word.chars().count());
    let needed = row.indent + row.text.chars().count() + 1 + first_word + RAGGED;
    width.is_some_and(|width| needed > width)
        || (next.text.starts_with(char::is_lowercase) && !row.text.ends_with(['.', ':', ';', '!', '?']))
}

/// Adds the line `next` to lines that end with `row`, as one line where it flows.
fn push_line(lines: &mut Vec<String>, row: &Row<'_>, next: &Row<'_>, width: Option<usize>) {
    match lines.last_mut() {
        Some(last) if last.is_empty() || flows(row, next, width) => {
            let mut end = last.chars().rev();
            let hyphenated = end.next() == Some('-') && end.next().is_some_and(char::is_alphabetic);
            if !(hyphenated && next.text.starts_with(char::is_lowercase)) {
                last.push(' ');
            }
            last.push_str(next.text);
        }
        _ => lines.push(next.text.to_owned()),
    }
}

/// The parts of lines that stand together.
fn parts_of(chunk: &[Row<'_>], width: Option<usize>) -> Vec<Part> {
    let alone = chunk.len() == 1;
    let mut parts: Vec<Part> = Vec::new();
    let mut before: Option<&Row<'_>> = None;
    let mut rows = chunk.iter().peekable();
    while let Some(row) = rows.next() {
        let opens = match parts.last() {
            Some(Part::Lines { lines, .. }) => lines.last().is_some_and(|line| line.ends_with(':')),
            _ => true,
        };
        if let Some(level) = rows.peek().and_then(|next| underline(next.text)).filter(|_| opens) {
            parts.push(Part::Heading(level, row.text.to_owned()));
            rows.next();
        } else if let Some((level, title)) = hashes(row.text) {
            parts.push(Part::Heading(level, title.to_owned()));
        } else if let Some(marker) = marker(row.text).filter(|marker| opens || marker.sure) {
            parts.push(Part::Item {
                indent: row.indent,
                number: marker.number,
                lines: vec![marker.rest.to_owned()],
                alone: alone.then(|| row.text.to_owned()),
            });
        } else if !is_rule(row.text) {
            match (parts.last_mut(), before) {
                (Some(Part::Item { indent, lines, .. }), Some(before))
                    if row.indent > *indent || flows(before, row, width) =>
                {
                    push_line(lines, before, row, width);
                }
                (Some(Part::Lines { lines, .. }), Some(before)) => push_line(lines, before, row, width),
                _ => {
                    let lines = vec![row.text.to_owned()];
                    parts.push(Part::Lines { indent: row.indent, lines, alone });
                }
            }
        }
        before = Some(row);
    }
    parts
}

struct Marker<'a> {
    number: Option<u32>,
    rest: &'a str,
    /// It cannot be anything else, wherever it stands.
    sure: bool,
}

/// The bullet or number that opens an item.
fn marker(line: &str) -> Option<Marker<'_>> {
    let first = line.chars().next()?;
    let after = &line[first.len_utf8()..];
    // A dot before a stage marks the stage.
    if "•◦▪▫‣⁃●○■□∙".contains(first) && !("●○".contains(first) && furniture::is_stage(after))
    {
        return Some(Marker { number: None, rest: after.trim_start(), sure: true });
    }
    if "-*+–·".contains(first) && after.starts_with(char::is_whitespace) {
        return Some(Marker { number: None, rest: after.trim_start(), sure: false });
    }
    let digits = line.find(|c: char| !c.is_ascii_digit())?;
    let (number, after) = line.split_at(digits);
    let rest = after.strip_prefix(['.', ')'])?;
    if number.len() > 3 || number.starts_with('0') || !rest.starts_with(char::is_whitespace) {
        return None;
    }
    Some(Marker { number: Some(number.parse().ok()?), rest: rest.trim_start(), sure: false })
}

/// The level of the heading this line underlines.
fn underline(line: &str) -> Option<u8> {
    let all = |c: char| line.len() >= 3 && line.chars().all(|other| other == c);
    if all('=') {
        Some(1)
    } else if all('-') {
        Some(2)
    } else {
        None
    }
}

/// `## Heading`
fn hashes(line: &str) -> Option<(u8, &str)> {
    let title = line.trim_start_matches('#');
    let level = u8::try_from(line.len() - title.len()).ok().filter(|level| (1..=6).contains(level))?;
    let title = title.strip_prefix(char::is_whitespace)?.trim();
    (!title.is_empty()).then_some((level, title))
}

/// A line drawn across the page.
fn is_rule(line: &str) -> bool {
    line.chars().filter(|c| !c.is_whitespace()).count() >= 3
        && line.chars().all(|c| c.is_whitespace() || "-–—_=*~".contains(c))
}

/// Lines that are all rows of equally many cells.
fn table_of(chunk: &[Row<'_>]) -> Option<Part> {
    let separator = if chunk.iter().all(|row| row.text.contains('|')) {
        '|'
    } else if chunk.iter().all(|row| row.text.contains('\t')) {
        '\t'
    } else {
        return None;
    };
    let is_drawn = |row: &Row<'_>| row.text.contains('-') && row.text.chars().all(|c| "|-:+ \t".contains(c));
    let cells = |row: &Row<'_>| -> Vec<String> {
        let text = row.text.strip_prefix('|').unwrap_or(row.text);
        let text = text.strip_suffix('|').unwrap_or(text);
        text.split(separator).map(|cell| cell.trim().to_owned()).collect()
    };
    let rows: Vec<Vec<String>> = chunk.iter().filter(|row| !is_drawn(row)).map(cells).collect();
    let width = rows.first()?.len();
    let clear = rows.len() >= 2
        && (2..=table::WIDEST).contains(&width)
        && rows.iter().all(|row| row.len() == width)
        && !chunk.iter().any(|row| marker(row.text).is_some());
    let header = chunk.get(1).is_some_and(is_drawn);
    clear.then_some(Part::Table { rows, header })
}

/// Tells headings from paragraphs, gathers items into lists.
fn blocks_of(parts: Vec<Part>) -> Vec<Block> {
    let mut out = Vec::new();
    let mut items: Vec<ListLine> = Vec::new();
    let mut headings = Headings::default();
    let mut parts = parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        match part {
            Part::Item { alone: Some(line), number: Some(_), .. }
                if items.is_empty()
                    && is_short(&line, 8)
                    && matches!(parts.peek(), Some(Part::Lines { .. }))
                    && !headings.in_references =>
            {
                out.push(headings.push(2, &line));
            }
            Part::Item { indent, number, lines, .. } => {
                items.push(ListLine { level: indent, number, content: paragraph(&lines) });
            }
            Part::Lines { indent, lines, .. } if items.last().is_some_and(|item| indent > item.level + 1) => {
                if let Some(item) = items.last_mut() {
                    item.content.extend(paragraph(&lines));
                }
            }
            other => {
                out.extend(nest(std::mem::take(&mut items)));
                match other {
                    Part::Heading(level, title) => out.push(headings.push(level, &title)),
                    Part::Table { rows, header } => out.extend(table_block(rows, header)),
                    Part::Lines { lines, alone, .. } => match lines.as_slice() {
                        [line] if alone => match headings.level_of(line, parts.peek()) {
                            Some(level) => out.push(headings.push(level, line)),
                            None => out.extend(paragraph(&lines)),
                        },
                        _ => {
                            headings.seen_text |= !furniture::is_furniture(&lines.join("\n"));
                            out.extend(paragraph(&lines));
                        }
                    },
                    Part::Item { .. } => {}
                }
            }
        }
    }
    out.extend(nest(items));
    out
}

/// What the headings so far say about the next.
#[derive(Default)]
struct Headings {
    /// The title, or text before any, has come.
    seen_text: bool,
    /// The section is labelled "From the …": what stands below it is one level deeper.
    labelled: bool,
    in_references: bool,
}

impl Headings {
    /// The level at which a line between blank lines is a heading.
    fn level_of(&mut self, line: &str, next: Option<&Part>) -> Option<u8> {
        if furniture::is_furniture(line) {
            return None;
        }
        if !std::mem::replace(&mut self.seen_text, true) {
            let title = line.split_whitespace().count() <= 30 && !line.ends_with(['.', ':', ';', ',']);
            return (title && next.is_some()).then_some(1);
        }
        if !is_short(line, 14) {
            return None;
        }
        if is_label(line) || is_section_name(line) || is_capitals(line) {
            return Some(2);
        }
        let below = if self.labelled { 3 } else { 2 };
        let leads = match next {
            Some(Part::Lines { lines, .. }) => lines.iter().any(|line| line.split_whitespace().count() >= 8),
            Some(Part::Item { .. } | Part::Table { .. }) => true,
            Some(Part::Heading(..)) | None => false,
        };
        let heading = !self.in_references
            && next.is_some()
            && (is_title_case(line)
                || (leads && is_short(line, 8) && line.starts_with(|c: char| c.is_uppercase())));
        heading.then_some(below)
    }

    fn push(&mut self, level: u8, line: &str) -> Block {
        self.seen_text = true;
        if level <= 2 {
            self.labelled = is_label(line);
            self.in_references = references::is_title(line);
        }
        Block::heading(level, one_line(line))
    }
}

/// Short enough for a heading, and not ending like a sentence.
pub(super) fn is_short(line: &str, words: usize) -> bool {
    line.split_whitespace().count() <= words
        && line.chars().count() <= 100
        && line.chars().any(char::is_alphabetic)
        && !line.ends_with(['.', ',', ';', ':', '…'])
        && !line.contains(". ")
}

/// "From the Guidelines"
fn is_label(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next() == Some("From") && words.next() == Some("the") && is_short(line, 8)
}

/// Names that sections bear everywhere, and which stand beside other sections rather than below them.
fn is_section_name(line: &str) -> bool {
    const NAMES: [&str; 14] = [
        "abstract",
        "background",
        "conclusion",
        "conclusions",
        "discussion",
        "introduction",
        "key points",
        "limitations",
        "methods",
        "overview",
        "recommendations",
        "results",
        "summary",
        "take-home points",
    ];
    let lower = line.trim_end_matches(':').to_lowercase();
    NAMES.contains(&lower.as_str())
        || references::is_title(line)
        || (lower.ends_with("disclaimer") && is_short(line, 6))
}

fn is_capitals(line: &str) -> bool {
    line.chars().filter(|c| c.is_uppercase()).count() >= 4 && !line.chars().any(char::is_lowercase)
}

/// Every word but the small ones begins with a capital or a digit.
fn is_title_case(line: &str) -> bool {
    const SMALL: [&str; 24] = [
        "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "nor", "of", "on",
        "or", "per", "the", "to", "versus", "via", "vs", "vs.", "with",
    ];
    let mut any = false;
    line.split_whitespace().enumerate().all(|(n, word)| {
        let Some(first) = word.chars().find(|c| c.is_alphanumeric()) else { return true };
        any |= first.is_uppercase();
        first.is_uppercase() || first.is_ascii_digit() || (n > 0 && SMALL.contains(&word))
    }) && any
}

fn one_line(line: &str) -> Vec<Inline> {
    paragraph_inlines(std::slice::from_ref(&line)).into_iter().flatten().collect()
}

fn paragraph_inlines<S: AsRef<str>>(lines: &[S]) -> Vec<Vec<Inline>> {
    let mut line = Line::default();
    for (n, text) in lines.iter().enumerate() {
        if n > 0 {
            line.push_break();
        }
        line.push(text.as_ref(), &[]);
    }
    line.finish()
}

fn paragraph<S: AsRef<str>>(lines: &[S]) -> Vec<Block> {
    paragraph_inlines(lines).into_iter().map(Block::paragraph).collect()
}

fn table_block(rows: Vec<Vec<String>>, header: bool) -> Vec<Block> {
    let rows = rows.into_iter().enumerate().map(|(n, row)| {
        row.into_iter()
            .map(|cell| Cell { header: header && n == 0, content: paragraph(&[cell]), ..Cell::default() })
            .collect()
    });
    table::build(rows.collect())
}
