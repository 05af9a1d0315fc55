//! Words, numbers and phrases of a text: what candidates, anchors and checks read a sentence by.

mod phrases;
mod quantity;
mod scope;

pub(crate) use phrases::Phrases;
pub(crate) use quantity::{Dimension, Quantity, quantities, value};
pub(crate) use scope::{Part, is_disclaimer, parts};

use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, with digits, inner apostrophes and inner hyphens: `patients`, `off-label`, `COVID-19`, `B12`.
    Word,
    /// Digits with inner points and commas: `4.5`, `1,200`, `.05`.
    Number,
    /// Any other character that is not white space, by itself.
    Mark,
}

/// A token of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// Where it stands, in code points.
    pub(crate) at: Range<usize>,
    /// Its text in lower case.
    pub(crate) text: String,
}

impl Token {
    pub(crate) fn is(&self, text: &str) -> bool {
        self.text == text
    }
}

/// The tokens of code points `chars`, placed as if the first stood at `offset`.
pub(crate) fn tokens(chars: &[char], offset: usize) -> Vec<Token> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&first) = chars.get(at) {
        let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
        let (kind, end) = if first.is_whitespace() {
            at += 1;
            continue;
        } else if first.is_ascii_digit() || (first == '.' && digit(at + 1) && !after_letter(chars, at)) {
            let mut end = at + 1;
            while digit(end) || (matches!(chars.get(end), Some('.' | ',' | '·')) && digit(end + 1)) {
                end += 1;
            }
            (Kind::Number, end)
        } else if first.is_alphanumeric() {
            let letter = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric());
            let mut end = at + 1;
            while letter(end) || (chars.get(end).is_some_and(|c| joins_letters(*c)) && letter(end + 1)) {
                end += 1;
            }
            (Kind::Word, end)
        } else {
            (Kind::Mark, at + 1)
        };
        let text =
            chars[at..end].iter().flat_map(|c| c.to_lowercase()).map(|c| if c == '’' { '\'' } else { c });
        out.push(Token { kind, at: at + offset..end + offset, text: text.collect() });
        at = end;
    }
    out
}

fn after_letter(chars: &[char], at: usize) -> bool {
    at > 0 && chars[at - 1].is_alphanumeric()
}

fn joins_letters(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '\u{2010}' | '\u{2011}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        tokens(&text.chars().collect::<Vec<_>>(), 0).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_numbers_and_marks() {
        assert_eq!(
            texts("Don’t give 1,200.5 mg/kg of off-label B12 (P<.05) in COVID-19."),
            [
                "don't",
                "give",
                "1,200.5",
                "mg",
                "/",
                "kg",
                "of",
                "off-label",
                "b12",
                "(",
                "p",
                "<",
                ".05",
                ")",
                "in",
                "covid-19",
                "."
            ]
        );
        assert_eq!(texts("3-5 mg, 3–5 mg"), ["3", "-", "5", "mg", ",", "3", "–", "5", "mg"]);
        assert_eq!(texts("5mg"), ["5", "mg"]);
    }

    #[test]
    fn places_are_code_points() {
        let chars: Vec<char> = "≥ 5 µg".chars().collect();
        let places: Vec<_> = tokens(&chars, 10).into_iter().map(|token| token.at).collect();
        assert_eq!(places, [10..11, 12..13, 14..16]);
    }
}
