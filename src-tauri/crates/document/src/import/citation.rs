//! Citation marks: what in a text is one, and what only looks like one.
//!
//! **By their form** these are marks wherever they stand:
//! - `[3]`, `[2-4]`, `[2, 5]`, `[1,3–5]`; `[^a]` of Markdown's footnotes; `[@smith2019; @doi:10.1/x]`. Not where
//!   they give a spread: after "range", "IQR", "CI" and the like, or a range between a number and a unit.
//! - superscripts of such numbers, by mark or by character (`¹²`). Not exponents and the like: after a digit,
//!   a unit of length or time, a single letter (`R²`, `χ²`) or a sign, nor before a letter (`¹³C`, `1ˢᵗ`).
//! - numbers that lead to a place in the page (`<a href="#ref-3">3</a>`).
//!
//! **By their form and place**, in paragraphs and list items only:
//! - `(3)` behind a word, where the clause ends behind it or goes on with a small word, unless it counts off
//!   ("(1) rest, (2) ice"), repeats a number in words ("five (5) tablets"), or stands behind a word that is
//!   numbered ("Figure (2)").
//! - a **bare numeral** (or a list of them: "3, 5-7") that ends a clause: a word, a percentage, a decimal, a
//!   closing bracket or quotation mark before it, a stop, a comma with a space, a closing bracket or the
//!   block's end behind it. In the middle of a clause only between words like "study" or "published in
//!   Neurology" and a verb of reporting ("The study 1 showed"). The same with the stop before it, as a page's
//!   superscripts are copied: "less pain.3 Others".
//!   Never behind: words that are numbered ("grade 3", "day 7", "Figure 2", "vitamin B 12"), words that take a
//!   number (prepositions, determiners, "was", "received"), months, single letters, abbreviations that a number
//!   belongs to ("COVID 19", "IL 6"), whole numbers, signs ("n = 3").
//! - and only when the numbers make a **plausible sequence**: taken in order with all marks of the text, none
//!   may exceed twice the number of different ones before it by more than five. A lone 3 may be a mark; a lone 20 is not.
//!
//! Nothing in a heading or a table is a mark by place, and nothing in the reference list is one at all.
//! Marks by place are counted in a note, for the person to look over.

mod words;

use super::{Draft, Note, references};
use crate::{Block, CitationAttrs, Inline, InlineKind, LEAF, Mark};
use std::collections::{BTreeSet, HashSet};
use words::{Left, left_of, reports};

/// What a mark cites and where it stands in its block's text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    /// Code points of the block's text.
    start: usize,
    end: usize,
    keys: Vec<String>,
    /// Only its place speaks for it.
    by_place: bool,
}

/// A block's text as code points, with what the marks on them say.
struct Flat {
    chars: Vec<char>,
    raised: Vec<bool>,
    /// Under a link to a place in the page.
    linked: Vec<bool>,
    /// Whether numerals can be marks by place here.
    by_place: bool,
}

/// Largest number of a mark.
const LARGEST: u32 = 999;
/// Most numbers a range may stand for.
const LONGEST_RANGE: u32 = 30;
/// Most numbers a mark may hold.
const MOST: usize = 40;

/// Turns the marks of the draft's text into citation nodes, and says how many there are.
pub(super) fn mark(draft: &mut Draft) {
    let list = references::section(&draft.blocks).unwrap_or_default();
    let mut texts = Vec::new();
    for (_, block) in draft.blocks.iter().enumerate().filter(|(n, _)| !list.contains(n)) {
        each_text(std::slice::from_ref(block), Place::Body, &mut |inlines, place| {
            texts.push(Flat::new(inlines, place).find());
        });
    }
    keep_plausible(&mut texts);
    let by_place = texts.iter().flatten().filter(|found| found.by_place).count();
    let mut texts = texts.into_iter();
    for (_, block) in draft.blocks.iter_mut().enumerate().filter(|(n, _)| !list.contains(n)) {
        each_text_mut(std::slice::from_mut(block), &mut |inlines| {
            if let Some(found) = texts.next().filter(|found| !found.is_empty()) {
                *inlines = with_marks(std::mem::take(inlines), &found);
            }
        });
    }
    note(draft, by_place);
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Body,
    Heading,
    Table,
}

fn each_text<'a>(blocks: &'a [Block], place: Place, visit: &mut impl FnMut(&'a [Inline], Place)) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } => visit(content, Place::Heading),
            Block::Paragraph { content } => visit(content, place),
            Block::BulletList { content } | Block::OrderedList { content, .. } => {
                for item in content {
                    each_text(&item.content, place, visit);
                }
            }
            Block::Blockquote { content } => each_text(content, place, visit),
            Block::Table { content } => {
                for cell in content.iter().flat_map(|row| &row.content) {
                    each_text(cell.content(), Place::Table, visit);
                }
            }
        }
    }
}

/// In the order of [`each_text`].
fn each_text_mut(blocks: &mut [Block], visit: &mut impl FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content } => visit(content),
            Block::BulletList { content } | Block::OrderedList { content, .. } => {
                for item in content {
                    each_text_mut(&mut item.content, visit);
                }
            }
            Block::Blockquote { content } => each_text_mut(content, visit),
            Block::Table { content } => {
                for cell in content.iter_mut().flat_map(|row| &mut row.content) {
                    each_text_mut(cell.content_mut(), visit);
                }
            }
        }
    }
}

/// Drops marks by place whose numbers are out of the text's sequence.
fn keep_plausible(texts: &mut [Vec<Found>]) {
    const AHEAD: usize = 5;
    let number = |key: &String| key.parse::<usize>().ok();
    let sure: BTreeSet<usize> = texts
        .iter()
        .flatten()
        .filter(|found| !found.by_place)
        .flat_map(|found| found.keys.iter().filter_map(number))
        .collect();
    let mut known = sure;
    let by_place: BTreeSet<usize> = texts
        .iter()
        .flatten()
        .filter(|found| found.by_place)
        .flat_map(|found| found.keys.iter().filter_map(number))
        .collect();
    for key in by_place {
        let before = known.range(..key).count();
        if key <= 2 * before + AHEAD {
            known.insert(key);
        }
    }
    for found in texts {
        found.retain(|found| {
            !found.by_place || found.keys.iter().filter_map(number).all(|key| known.contains(&key))
        });
    }
}

/// Says how many marks the text has, those that came as such included, and what they cite.
fn note(draft: &mut Draft, by_place: usize) {
    let mut marks: Vec<&CitationAttrs> = Vec::new();
    each_text(&draft.blocks, Place::Body, &mut |inlines, _| {
        marks.extend(inlines.iter().filter_map(|inline| match &inline.kind {
            InlineKind::Citation { attrs } => Some(attrs),
            _ => None,
        }));
    });
    if marks.is_empty() {
        return;
    }
    let count = |n: usize, thing: &str| match n {
        1 => format!("1 {thing} was"),
        n => format!("{n} {thing}s were"),
    };
    let mut seen: HashSet<&String> = HashSet::new();
    let keys: Vec<&String> =
        marks.iter().flat_map(|attrs| &attrs.keys).filter(|key| seen.insert(key)).collect();
    let mut said = format!("{} recognised, citing {}", count(marks.len(), "citation mark"), list_of(&keys));
    if by_place > 0 {
        said = match by_place {
            n if n == marks.len() => format!("{said}, by place alone, so look them over"),
            n => format!("{said}, {n} of them by place alone, so look them over"),
        };
    }
    if draft.metadata.references.is_empty() {
        said.push_str("; the text has no reference list.");
        draft.notes.push(Note(said));
        return;
    }
    said.push('.');
    draft.notes.push(Note(said));
    let listed: BTreeSet<&str> =
        draft.metadata.references.iter().map(|reference| reference.label.as_str()).collect();
    let dangling: Vec<&String> = keys.into_iter().filter(|key| !listed.contains(key.as_str())).collect();
    if !dangling.is_empty() {
        draft.notes.push(Note(format!(
            "The reference list has no entry for {}, which the text cites.",
            list_of(&dangling)
        )));
    }
}

/// "1 to 6, 9 and a": numbers in order, then names as they came.
fn list_of(keys: &[&String]) -> String {
    const MANY: usize = 12;
    let numbers: BTreeSet<u32> = keys.iter().filter_map(|key| key.parse().ok()).collect();
    let names = keys.iter().filter(|key| key.parse::<u32>().is_err()).map(|key| (*key).clone());
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let runs = runs.into_iter().flat_map(|(first, last)| match last - first {
        0 => vec![first.to_string()],
        1 => vec![first.to_string(), last.to_string()],
        _ => vec![format!("{first} to {last}")],
    });
    let parts: Vec<String> = runs.chain(names).collect();
    match parts.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] if parts.len() <= MANY => format!("{} and {last}", most.join(", ")),
        _ => format!("{} sources", keys.len()),
    }
}

/// The digit that a superscript digit stands for.
pub(super) fn lowered(c: char) -> Option<char> {
    let at = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|raised| raised == c)?;
    char::from_digit(u32::try_from(at).ok()?, 10)
}

impl Flat {
    fn new(inlines: &[Inline], place: Place) -> Self {
        let mut flat = Self {
            chars: Vec::new(),
            raised: Vec::new(),
            linked: Vec::new(),
            by_place: place == Place::Body,
        };
        for inline in inlines {
            let before = flat.chars.len();
            match &inline.kind {
                InlineKind::Text { text } => flat.chars.extend(text.chars()),
                InlineKind::HardBreak => flat.chars.push('\n'),
                InlineKind::Image { .. } | InlineKind::Citation { .. } => flat.chars.push(LEAF),
            }
            let linked = |mark: &Mark| matches!(mark, Mark::Link { attrs } if attrs.href.starts_with('#'));
            let len = flat.chars.len() - before;
            flat.raised.extend(std::iter::repeat_n(inline.marks.contains(&Mark::Superscript), len));
            flat.linked.extend(std::iter::repeat_n(inline.marks.iter().any(linked), len));
        }
        flat
    }

    fn at(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    fn before(&self, at: usize) -> Option<char> {
        self.at(at.checked_sub(1)?)
    }

    fn is_raised(&self, at: usize) -> bool {
        self.raised.get(at) == Some(&true)
    }

    fn is_linked(&self, at: usize) -> bool {
        self.linked.get(at) == Some(&true)
    }

    fn find(&self) -> Vec<Found> {
        let mut out: Vec<Found> = Vec::new();
        let mut at = 0;
        while let Some(c) = self.at(at) {
            let found = match c {
                '[' => self.bracketed(at),
                '(' => self.parenthesised(at),
                '.' if self.by_place => self.behind_stop(at),
                c if lowered(c).is_some() => self.raised_digits(at),
                '1'..='9' if self.before(at).is_none_or(|c| !c.is_ascii_digit()) => {
                    self.raised_number(at).or_else(|| self.linked_number(at)).or_else(|| self.bare(at))
                }
                _ => None,
            };
            at = found.as_ref().map_or(at + 1, |found| found.end);
            out.extend(found);
        }
        self.drop_enumerations(&mut out);
        out
    }

    /// `[3]`, `[^a]`, `[@key]`.
    fn bracketed(&self, start: usize) -> Option<Found> {
        let close = start + 1 + self.chars.iter().skip(start + 1).take(200).position(|c| *c == ']')?;
        let (keys, numeric) = if let Some((end, keys)) = self.numbers(start + 1, true) {
            (self.skip_spaces(end) == close).then_some((keys, true))?
        } else {
            let inside: String = self.chars.get(start + 1..close)?.iter().collect();
            (named_keys(&inside)?, false)
        };
        if numeric && self.gives_spread(start, close) {
            return None;
        }
        Some(Found { start, end: close + 1, keys, by_place: false })
    }

    /// Whether numbers in brackets say how far a value spreads.
    fn gives_spread(&self, open: usize, close: usize) -> bool {
        let Some(before) = self.token_before(open) else { return false };
        let lower = before.to_lowercase();
        let lower = lower.trim_matches(|c: char| !c.is_alphanumeric());
        let range = self.chars[open..close].iter().any(|c| "-–—,".contains(*c));
        if range && ["range", "iqr", "ci", "interval", "median", "mean", "between", "sd"].contains(&lower) {
            return true;
        }
        let number = before.chars().next_back().is_some_and(|c| c.is_ascii_digit());
        let unit = self.word_after(close + 1).is_some_and(|word| words::is_unit(&word));
        range && number && unit
    }

    /// `(3)`
    fn parenthesised(&self, start: usize) -> Option<Found> {
        let (end, keys) = self.numbers(start + 1, true)?;
        let raised = self.is_raised(start);
        if self.at(end) != Some(')') || !(self.by_place || raised) {
            return None;
        }
        let found = Found { start, end: end + 1, keys, by_place: !raised };
        if raised {
            return Some(found);
        }
        match left_of(&self.chars, start) {
            Left::Word(left) if !left.is_number && !left.is_numbered && !left.opens_block => {}
            Left::Closing => {}
            _ => return None,
        }
        let goes_on = match self.at(end + 1) {
            None | Some('.' | ',' | ';' | ':' | ')' | '\n' | LEAF) => true,
            Some(c) if c.is_whitespace() => {
                self.word_after(end + 1).is_some_and(|word| words::goes_on(&word))
            }
            _ => false,
        };
        goes_on.then_some(found)
    }

    /// "(1) rest, (2) ice": numbers that count off from 1 before what they count are no marks.
    fn drop_enumerations(&self, found: &mut Vec<Found>) {
        let counts = |open: usize| -> Option<u32> {
            let (end, number) = self.number(open + 1)?;
            let before_word = self.at(end + 1).is_some_and(char::is_whitespace);
            (self.at(open) == Some('(') && self.at(end) == Some(')') && before_word).then_some(number)
        };
        let mut counted = (0..self.chars.len()).filter_map(counts);
        if counted.next() == Some(1) && counted.next() == Some(2) {
            found.retain(|found| !found.by_place || counts(found.start).is_none());
        }
    }

    /// `¹²`, `¹⁻³`, `³,⁴`
    fn raised_digits(&self, start: usize) -> Option<Found> {
        let mut end = start;
        let mut plain = String::new();
        if self.before(start).is_some_and(|c| lowered(c).is_some()) {
            return None;
        }
        while let Some(c) = self.at(end) {
            let follows = self.at(end + 1).is_some_and(|c| lowered(c).is_some());
            match (c, lowered(c)) {
                (_, Some(digit)) => plain.push(digit),
                ('⁻' | '-' | '–', _) if follows => plain.push('-'),
                (',' | '˒' | '⸴', _) if follows => plain.push(','),
                _ => break,
            }
            end += 1;
        }
        let keys = keys_of(&plain)?;
        self.stands_raised(start, end).then_some(Found { start, end, keys, by_place: false })
    }

    /// A number under the superscript mark, to the end of the mark.
    fn raised_number(&self, start: usize) -> Option<Found> {
        if !self.is_raised(start) || start.checked_sub(1).is_some_and(|before| self.is_raised(before)) {
            return None;
        }
        let end = start + self.raised.iter().skip(start).take_while(|raised| **raised).count();
        let inside: String = self.chars.get(start..end)?.iter().collect();
        let keys = keys_of(inside.trim_end())?;
        let end = start + inside.trim_end().chars().count();
        self.stands_raised(start, end).then_some(Found { start, end, keys, by_place: false })
    }

    /// Whether what is raised here can be a mark, rather than an exponent, an isotope or an ordinal.
    fn stands_raised(&self, start: usize, end: usize) -> bool {
        if self.at(end).is_some_and(|c| c.is_alphabetic() || "⁺⁻+".contains(c)) {
            return false;
        }
        let Some(before) = self.before(start) else { return false };
        if before.is_ascii_digit() || lowered(before).is_some() || "+-−⁻⁺^·×".contains(before) {
            return false;
        }
        if !before.is_alphabetic() {
            return true;
        }
        let word: String = {
            let letters = self.chars[..start].iter().rev().take_while(|c| c.is_alphabetic() || **c == '/');
            letters.collect::<Vec<_>>().into_iter().rev().collect()
        };
        !words::is_raised_base(&word)
    }

    /// A number that is wholly a link to a place in the page.
    fn linked_number(&self, start: usize) -> Option<Found> {
        if !self.is_linked(start) || start.checked_sub(1).is_some_and(|before| self.is_linked(before)) {
            return None;
        }
        let end = start + self.linked.iter().skip(start).take_while(|linked| **linked).count();
        let keys = keys_of(&self.chars.get(start..end)?.iter().collect::<String>())?;
        let numbered = matches!(left_of(&self.chars, start), Left::Word(left) if left.is_numbered);
        (!numbered).then_some(Found { start, end, keys, by_place: false })
    }

    /// A numeral without any sign of its own.
    fn bare(&self, start: usize) -> Option<Found> {
        if !self.by_place || !self.before(start).is_some_and(char::is_whitespace) {
            return None;
        }
        let (end, keys) = self.numbers(start, false)?;
        if keys.iter().any(|key| key.len() > 2) {
            return None;
        }
        let found = Found { start, end, keys, by_place: true };
        let left = left_of(&self.chars, start);
        let ends_clause = self.ends_clause(end);
        match left {
            Left::Word(left) if left.can_be_cited && !left.opens_block && ends_clause => Some(found),
            Left::Word(left) if left.is_work && !left.opens_sentence && !ends_clause => {
                self.word_after(end).filter(|word| reports(word)).map(|_| found)
            }
            Left::Closing | Left::Decimal if ends_clause => Some(found),
            _ => None,
        }
    }

    /// "less pain.3 Others": a superscript that lost its height behind the stop.
    fn behind_stop(&self, stop: usize) -> Option<Found> {
        if self.is_raised(stop + 1) || self.is_linked(stop + 1) {
            return None;
        }
        let letters = self.chars[..stop].iter().rev().take_while(|c| c.is_lowercase()).count();
        let abbreviated = letters < 3 && !matches!(self.before(stop), Some(')' | '%'));
        if abbreviated || words::is_abbreviated(&self.chars[stop - letters..stop]) {
            return None;
        }
        let (end, keys) = self.numbers(stop + 1, false)?;
        let next = self.at(self.skip_spaces(end));
        let ends_sentence = match self.at(end) {
            None | Some('\n') => true,
            Some(c) if c.is_whitespace() => next.is_none_or(char::is_uppercase),
            _ => false,
        };
        (ends_sentence && keys.iter().all(|key| key.len() <= 2)).then_some(Found {
            start: stop + 1,
            end,
            keys,
            by_place: true,
        })
    }

    /// Whether a clause, a sentence or the block ends here.
    fn ends_clause(&self, at: usize) -> bool {
        let after = self.at(at + 1);
        let parted = after.is_none_or(|c| c.is_whitespace() || ")]\u{201d}\"'\u{2019}".contains(c));
        match self.at(at) {
            None | Some('\n' | ')' | ']') => true,
            Some('.' | ';') => parted,
            Some(',') => {
                let next = self.at(self.skip_spaces(at + 1));
                parted && next.is_some_and(|c| !c.is_ascii_digit())
            }
            _ => false,
        }
    }

    /// Numbers and ranges from `start` on, parted by commas or semicolons: where they end, and all of them.
    /// With `loose`, spaces may stand around the signs.
    fn numbers(&self, start: usize, loose: bool) -> Option<(usize, Vec<String>)> {
        let (mut end, first) = self.number(start)?;
        let mut numbers = vec![first];
        let mut last = first;
        loop {
            let sign = if loose { self.skip_spaces(end) } else { end };
            let Some(c) = self.at(sign) else { break };
            let next = if loose || matches!(c, ',' | ';') { self.skip_spaces(sign + 1) } else { sign + 1 };
            let Some((after, number)) = self.number(next) else { break };
            match c {
                '-' | '–' | '—' | '‑' => {
                    if number <= last || number - last > LONGEST_RANGE {
                        return None;
                    }
                    numbers.extend(last + 1..=number);
                }
                ',' | ';' => {
                    // "10,000" is one number.
                    if next == sign + 1 && after - next == 3 {
                        return None;
                    }
                    numbers.push(number);
                }
                _ => break,
            }
            last = number;
            end = after;
            if numbers.len() > MOST {
                return None;
            }
        }
        // What goes on as a decimal, a date, a percentage or a word was no list of marks.
        let whole = match self.at(end) {
            Some(c) if c.is_alphanumeric() || "%/°:'".contains(c) => false,
            Some('.' | ',' | '-' | '–') => !self.at(end + 1).is_some_and(|c| c.is_ascii_digit()),
            _ => true,
        };
        whole.then(|| (end, numbers.iter().map(u32::to_string).collect()))
    }

    /// A whole number from 1 on, without leading zeros.
    fn number(&self, start: usize) -> Option<(usize, u32)> {
        let len = self.chars.get(start..)?.iter().take(4).take_while(|c| c.is_ascii_digit()).count();
        let digits: String = self.chars.get(start..start + len)?.iter().collect();
        let number = digits.parse().ok().filter(|n| (1..=LARGEST).contains(n) && !digits.starts_with('0'))?;
        Some((start + len, number))
    }

    fn skip_spaces(&self, from: usize) -> usize {
        from + self.chars.iter().skip(from).take_while(|c| c.is_whitespace() && **c != '\n').count()
    }

    fn token_before(&self, at: usize) -> Option<String> {
        let end = at - self.chars.get(..at)?.iter().rev().take_while(|c| c.is_whitespace()).count();
        let len = self.chars.get(..end)?.iter().rev().take_while(|c| !c.is_whitespace()).count();
        (len > 0).then(|| self.chars[end - len..end].iter().collect())
    }

    fn word_after(&self, at: usize) -> Option<String> {
        let start = self.skip_spaces(at);
        let word: String = self
            .chars
            .iter()
            .skip(start)
            .take_while(|c| c.is_alphanumeric() || "-%µ".contains(**c))
            .collect();
        (!word.is_empty()).then_some(word)
    }
}

/// The keys of numbers that make up the whole of the text.
fn keys_of(text: &str) -> Option<Vec<String>> {
    let flat =
        Flat { chars: text.chars().collect(), raised: Vec::new(), linked: Vec::new(), by_place: false };
    let (end, keys) = flat.numbers(0, true)?;
    (end == flat.chars.len()).then_some(keys)
}

/// `^a`, or `@smith2019; @doi:10.1/x`.
fn named_keys(inside: &str) -> Option<Vec<String>> {
    let plain = |c: char| c.is_alphanumeric() || "_-.:/()+".contains(c);
    let key = |text: &str, sign: char| -> Option<String> {
        let name = text.trim().strip_prefix(sign)?;
        let known = !name.is_empty() && name.chars().count() <= 120 && name.chars().all(plain);
        (known && name.contains(char::is_alphanumeric)).then(|| name.to_owned())
    };
    if inside.starts_with('^') {
        return Some(vec![key(inside, '^')?]);
    }
    inside.split([';', ',']).map(|part| key(part, '@')).collect()
}

/// Puts citation nodes in place of the marks found in this text.
fn with_marks(inlines: Vec<Inline>, found: &[Found]) -> Vec<Inline> {
    let mut out = Vec::with_capacity(inlines.len() + 2 * found.len());
    let mut found = found.iter().peekable();
    let mut mark = String::new();
    let mut at = 0;
    for inline in inlines {
        let InlineKind::Text { text } = &inline.kind else {
            at += 1;
            out.push(inline);
            continue;
        };
        let mut run = String::new();
        for c in text.chars() {
            match found.peek() {
                Some(next) if (next.start..next.end).contains(&at) => {
                    if next.start == at && !run.is_empty() {
                        out.push(Inline::marked(std::mem::take(&mut run), inline.marks.clone()));
                    }
                    mark.push(c);
                    if at + 1 == next.end {
                        let mut node = Inline::citation(next.keys.clone(), std::mem::take(&mut mark));
                        // The link led to the entry, which the node now names.
                        node.marks.extend(inline.marks.iter().filter(|mark| {
                            !matches!(mark, Mark::Link { attrs } if attrs.href.starts_with('#'))
                        }).cloned());
                        out.push(node);
                        found.next();
                    }
                }
                _ => run.push(c),
            }
            at += 1;
        }
        if !run.is_empty() {
            out.push(Inline::marked(run, inline.marks));
        }
    }
    out
}

#[cfg(test)]
mod tests;
