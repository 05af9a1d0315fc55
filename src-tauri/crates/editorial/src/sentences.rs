//! Sentences of a block's text.
//!
//! Blocks part most of a text already, so what is left to tell is what each stop, question mark and line
//! break within one block means. General rules for sentences (UAX #29) take the stop of "Dr. Smith", of
//! "E. coli" and of a citation mark behind it wrong; the rules here are for English medical prose. Where
//! they doubt they do not part: two sentences shown as one are a smaller harm than a torn one.

mod lexicon;

use document::LEAF;
use lexicon::{BEFORE_NUMBER, NAMED_BY_LETTER, NEVER_LAST, SELDOM_LAST, STARTERS, TITLES, contains};
use std::ops::Range;

/// The sentences of one text block's text (see `document::TextBlock::text`), as ranges of code points.
///
/// The ranges are in order, hold every character that is not white space exactly once, and begin and end
/// with one. Citation marks that follow a sentence's stop belong to it.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let chars: Vec<char> = text.chars().collect();
    let text = Text { closing: closing_brackets(&chars), chars: &chars };
    let mut out = Vec::new();
    let mut start = text.skip_spaces(0);
    let mut at = start;
    while at < chars.len() {
        match text.boundary(start, at) {
            Some(end) if end > start => {
                out.push(start..end);
                start = text.skip_spaces(end);
                at = start;
            }
            _ => at += 1,
        }
    }
    let end = chars.iter().rposition(|c| !c.is_whitespace()).map_or(0, |last| last + 1);
    if end > start {
        out.push(start..end);
    }
    out
}

/// A bracket or quotation mark this many characters from its partner or further is thought to be a slip of the pen.
const LONGEST_BRACKETS: usize = 400;

/// Pairs of round brackets and of double quotation marks, by the place of the closing one.
fn closing_brackets(chars: &[char]) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut quotation = None;
    let mut out = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        let begins = || {
            let after_space = at == 0 || chars[at - 1].is_whitespace() || is_opener(chars[at - 1]);
            after_space && chars.get(at + 1).is_some_and(|c| !c.is_whitespace())
        };
        let from = match c {
            '(' => {
                open.push(at);
                None
            }
            '“' => {
                quotation = Some(at);
                None
            }
            '"' if begins() => {
                quotation = Some(at);
                None
            }
            ')' => open.pop(),
            '"' | '”' => quotation.take(),
            _ => None,
        };
        out.extend(from.filter(|from| at - from < LONGEST_BRACKETS).map(|from| (from, at)));
    }
    out
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‽')
}

/// Stops of scripts that put no space after them.
fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

fn is_closer(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '"' | '”' | '’' | '\'' | '»')
}

fn is_opener(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '"' | '“' | '‘' | '\'' | '«' | '¿' | '¡')
}

fn is_superscript_digit(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// What stands inside a citation mark's brackets: `3`, `2-4`, `1, 5`.
fn is_of_mark(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, ',' | '-' | '–' | ' ' | LEAF)
}

struct Text<'a> {
    chars: &'a [char],
    closing: Vec<(usize, usize)>,
}

impl Text<'_> {
    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// The first place from `at` on whose character does not satisfy `test`.
    fn skip(&self, mut at: usize, test: impl Fn(char) -> bool) -> usize {
        while self.get(at).is_some_and(&test) {
            at += 1;
        }
        at
    }

    fn skip_spaces(&self, at: usize) -> usize {
        self.skip(at, char::is_whitespace)
    }

    /// Where the sentence that begins at `start` ends, if what stands at `at` ends it.
    fn boundary(&self, start: usize, at: usize) -> Option<usize> {
        let c = self.get(at)?;
        match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => self.line_ends(at).then(|| self.trimmed(at)),
            '•' => (at > start).then(|| self.trimmed(at)),
            c if is_wide_stop(c) => {
                Some(self.skip(at, |c| is_wide_stop(c) || is_closer(c) || matches!(c, '」' | '』' | LEAF)))
            }
            c if is_stop(c) => self.stop(start, at),
            _ => None,
        }
    }

    fn trimmed(&self, end: usize) -> usize {
        self.chars[..end].iter().rposition(|c| !c.is_whitespace()).map_or(0, |last| last + 1)
    }

    /// A line break ends a sentence unless the next line goes on in lower case or the line stops short.
    fn line_ends(&self, at: usize) -> bool {
        let before = self.chars[..at].iter().rfind(|c| !c.is_whitespace());
        let after = self.get(self.skip(at, |c| c.is_whitespace() || is_opener(c)));
        !before.is_some_and(|c| matches!(c, ',' | '(' | '–' | '-')) && !after.is_some_and(char::is_lowercase)
    }

    fn stop(&self, start: usize, at: usize) -> Option<usize> {
        // `[...]` leaves words out, and ends nothing; a row of stops was judged at its first.
        if at > start && self.get(at - 1).is_some_and(|c| c == '[' || is_stop(c)) {
            return None;
        }
        let stops_end = self.end_of_stops(at);
        let closed = self.skip(stops_end, is_closer);
        let end = self.end_of_marks(at, closed);
        let next = self.skip_spaces(end);
        let Some(first) = self.get(next) else { return Some(self.trimmed(self.chars.len())) };
        if self.in_brackets(start, end) {
            return None;
        }
        let glued = next == end;
        if glued && end == closed && !self.is_glued_sentence(at, next) {
            return None;
        }
        let opening = self.skip(next, is_opener);
        let next_word = self.word_from(opening);
        let begins = match self.get(opening).unwrap_or(first) {
            c if c.is_lowercase() => is_name_in_lower_case(&next_word),
            c => c.is_alphanumeric() || !matches!(c, ',' | ';' | ':' | ')' | ']' | '/' | '=' | '%'),
        };
        (begins && (self.get(at) != Some('.') || stops_end > at + 1 || self.full_stop(start, at, &next_word)))
            .then_some(end)
    }

    /// The end of a row of stops, also of one with spaces between its dots: `. . .`
    fn end_of_stops(&self, at: usize) -> usize {
        let mut end = self.skip(at, is_stop);
        while self.get(end) == Some(' ') && self.get(end + 1) == Some('.') && self.get(at) == Some('.') {
            end = self.skip(end + 1, is_stop);
        }
        end
    }

    /// The end of the citation marks that follow a stop, which belong to the sentence before.
    fn end_of_marks(&self, stop: usize, mut end: usize) -> usize {
        loop {
            let spaced = self.skip(end, |c| c == ' ' || c == '\u{A0}');
            let after = match self.get(spaced) {
                Some(LEAF) => self.skip(spaced, |c| matches!(c, LEAF | ',' | '–' | '-')),
                Some(c) if is_superscript_digit(c) => {
                    self.skip(spaced, |c| is_superscript_digit(c) || matches!(c, ',' | '⁻' | '–' | '˒'))
                }
                Some('[') => self.end_of_bracketed(spaced, ']'),
                Some('(') if spaced == end => self.end_of_bracketed(spaced, ')'),
                // Bare digits right behind the stop of a word: "pain.3,4 The". "2.5" is a decimal.
                Some(c)
                    if spaced == end && c.is_ascii_digit() && end == stop + 1 && self.after_word(stop) =>
                {
                    self.skip(spaced, |c| c.is_ascii_digit() || matches!(c, ',' | '-' | '–'))
                }
                _ => return end,
            };
            let next = self.skip_spaces(after);
            let sentence_follows = self.get(next).is_none_or(|c| {
                next > after && !c.is_lowercase() || c == LEAF || is_superscript_digit(c) || c == '['
            });
            if after == spaced || !sentence_follows {
                return end;
            }
            end = after;
        }
    }

    fn end_of_bracketed(&self, at: usize, closer: char) -> usize {
        let inside = self.skip(at + 1, is_of_mark);
        if inside > at + 1 && self.get(inside) == Some(closer) { inside + 1 } else { at }
    }

    fn after_word(&self, stop: usize) -> bool {
        let word = self.word_before(stop);
        word.chars().count() > 1
            && word.chars().next_back().is_some_and(|c| c.is_alphabetic() || matches!(c, ')' | '%'))
            && !is_abbreviation(&word.to_lowercase())
    }

    /// Whether a bracket or quotation that opened within the sentence is still open; one that opens the sentence may
    /// hold several.
    fn in_brackets(&self, start: usize, at: usize) -> bool {
        let from = self.closing.partition_point(|&(_, close)| close < at);
        self.closing[from..]
            .iter()
            .take_while(|(_, close)| close - at < LONGEST_BRACKETS)
            .any(|&(open, _)| open > start && open < at)
    }

    /// `world.Today` without a space: a word, a stop, a capitalised word; not a name or an address.
    fn is_glued_sentence(&self, at: usize, next: usize) -> bool {
        let word = self.word_before(at);
        let last = word.chars().next_back();
        let follows = self.word_from(next);
        word.chars().count() > 1
            && !word.contains(['@', '/', '.', '_'])
            && last.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit() || matches!(c, ')' | '%'))
            && follows.first().is_some_and(|c| c.is_uppercase())
            && follows.get(1).is_some_and(|c| c.is_lowercase())
            && !self.chars[next..self.skip(next, |c| !c.is_whitespace())].contains(&'@')
    }

    /// The word that ends at `end`, with its inner stops, without brackets and quotation marks before it.
    fn word_before(&self, end: usize) -> String {
        let from =
            self.chars[..end].iter().rposition(|c| c.is_whitespace() || *c == LEAF).map_or(0, |at| at + 1);
        let word = &self.chars[self.skip(from, is_opener).min(end)..end];
        let from = word.iter().rposition(|c| matches!(c, '(' | '/' | '–' | '—')).map_or(0, |at| at + 1);
        // A web address keeps its slashes, so that its end is not taken for an abbreviation.
        let from = if word.windows(2).any(|pair| pair == ['/', '/']) { 0 } else { from };
        word[from..].iter().collect()
    }

    fn word_from(&self, at: usize) -> Vec<char> {
        self.chars[at.min(self.chars.len())..self.skip(at, |c| c.is_alphanumeric() || c == '-')].to_vec()
    }

    /// Whether the capital letter at `at` is a unit: behind a slash (`mmol/L`) or a number (`2 L`).
    fn is_unit(&self, at: usize) -> bool {
        let before = self.trimmed(at);
        let last = before.checked_sub(1).and_then(|at| self.get(at));
        let slash = before == at && last == Some('/');
        slash
            || (matches!(self.get(at), Some('L' | 'U' | 'M' | 'J' | 'K' | 'C' | 'F' | 'V' | 'W'))
                && last.is_some_and(|c| c.is_ascii_digit()))
    }

    /// Whether the full stop at `at` ends a sentence, given the next word.
    fn full_stop(&self, start: usize, at: usize, next: &[char]) -> bool {
        let word = self.word_before(at);
        let lower = word.to_lowercase();
        let follows: String = next.iter().collect::<String>().to_lowercase();
        let starter = contains(STARTERS, &follows);
        let begins_with_number = next.first().is_some_and(char::is_ascii_digit);
        let at_start = at - word.chars().count() == self.skip(start, is_opener);

        if at_start && is_list_marker(&word) {
            return false;
        }
        if contains(NEVER_LAST, &lower) || (contains(TITLES, &lower) && word.starts_with(char::is_uppercase))
        {
            return false;
        }
        if begins_with_number {
            let letter = word.chars().count() == 1 && word.chars().all(char::is_lowercase);
            return !letter && !is_abbreviation(&lower) && !contains(BEFORE_NUMBER, &lower);
        }
        if contains(SELDOM_LAST, &lower) {
            return starter;
        }
        let mut letters = word.chars();
        match (letters.next(), letters.next()) {
            // An initial, unless it is a unit or names something: "vitamin D. Patients".
            (Some(c), None) if c.is_uppercase() => {
                if self.is_unit(at - 1) {
                    return true;
                }
                let before = self.word_before(self.trimmed(at - 1)).to_lowercase();
                starter || contains(NAMED_BY_LETTER, &before)
            }
            // `U.S.` may go on with a name, `b.i.d.` may not.
            (Some(c), Some('.')) if c.is_uppercase() => starter,
            _ => true,
        }
    }
}

/// `mRNA`, `p53`, `β-blockers`: a name that keeps its small letter where it begins a sentence; not `q6h`, how often a
/// drug is given.
fn is_name_in_lower_case(word: &[char]) -> bool {
    let often = word.first() == Some(&'q') && word.get(1).is_some_and(char::is_ascii_digit);
    let greek = word.len() > 1 && matches!(word[0], 'α'..='ω');
    greek || (!often && word.iter().skip(1).any(|c| c.is_uppercase() || c.is_ascii_digit()))
}

fn is_abbreviation(lower: &str) -> bool {
    contains(NEVER_LAST, lower)
        || contains(SELDOM_LAST, lower)
        || lower.contains('.') && lower.contains(char::is_alphabetic)
}

/// `1`, `12`, `a`, `B`, `iv`: a number or letter that counts what follows.
fn is_list_marker(word: &str) -> bool {
    let len = word.chars().count();
    (len <= 2 && word.chars().all(|c| c.is_ascii_digit()))
        || (len == 1 && word.chars().all(char::is_alphabetic))
        || (len <= 4 && word.chars().all(|c| matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x')))
}

#[cfg(test)]
mod tests;
