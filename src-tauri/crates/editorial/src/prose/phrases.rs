//! Lists of phrases kept as data, found in a text's tokens.

use super::Token;
use std::{collections::HashMap, ops::Range};

/// Phrases by the label they stand under.
///
/// The data is text: a line `label: phrase, phrase`; `#` begins a comment. Words of a phrase stand next to each
/// other; a word ending in `*` stands for every word that begins so, `_` for any one word. Phrases are in lower case.
#[derive(Debug)]
pub(crate) struct Phrases {
    all: Vec<Phrase>,
    by_first: HashMap<String, Vec<usize>>,
    open: Vec<usize>,
}

#[derive(Debug)]
struct Phrase {
    label: &'static str,
    words: Vec<Word>,
}

#[derive(Debug)]
enum Word {
    Is(&'static str),
    Begins(&'static str),
    Any,
}

impl Word {
    fn fits(&self, token: &Token) -> bool {
        match self {
            Self::Is(word) => token.text == *word,
            Self::Begins(stem) => token.text.starts_with(stem),
            Self::Any => true,
        }
    }
}

impl Phrases {
    /// Reads the data.
    pub(crate) fn new(data: &'static str) -> Self {
        let mut out = Self { all: Vec::new(), by_first: HashMap::new(), open: Vec::new() };
        let lines = data.lines().map(|line| line.split('#').next().unwrap_or_default());
        for (label, list) in lines.filter_map(|line| line.split_once(':')) {
            for phrase in list.split(',').map(str::trim).filter(|phrase| !phrase.is_empty()) {
                let words: Vec<Word> = phrase
                    .split_whitespace()
                    .map(|word| match word.strip_suffix('*') {
                        Some(stem) => Word::Begins(stem),
                        None if word == "_" => Word::Any,
                        None => Word::Is(word),
                    })
                    .collect();
                let at = out.all.len();
                match words.first() {
                    Some(Word::Is(first)) => out.by_first.entry((*first).to_owned()).or_default().push(at),
                    _ => out.open.push(at),
                }
                out.all.push(Phrase { label: label.trim(), words });
            }
        }
        out
    }

    /// Every place where a phrase stands: its label and the range of tokens.
    pub(crate) fn find<'a>(
        &'a self,
        tokens: &'a [Token],
    ) -> impl Iterator<Item = (&'static str, Range<usize>)> + 'a {
        (0..tokens.len()).flat_map(move |at| {
            let listed = self.by_first.get(&tokens[at].text).into_iter().flatten();
            listed.chain(&self.open).filter_map(move |phrase| {
                let phrase = &self.all[*phrase];
                let rest = tokens.get(at..at + phrase.words.len())?;
                let fits = phrase.words.iter().zip(rest).all(|(word, token)| word.fits(token));
                fits.then(|| (phrase.label, at..at + phrase.words.len()))
            })
        })
    }

    /// Whether any phrase stands there.
    pub(crate) fn any(&self, tokens: &[Token]) -> bool {
        self.find(tokens).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens;
    use super::*;

    #[test]
    fn whole_words_stems_and_gaps() {
        let phrases = Phrases::new("effect: reduc*, leads to # causes\ncomparison: as _ as\n");
        let tokens =
            tokens(&"It leads to harm, is as safe as rest, and reduced pain.".chars().collect::<Vec<_>>(), 0);
        let found: Vec<_> = phrases.find(&tokens).collect();
        assert_eq!(found, [("effect", 1..3), ("comparison", 6..9), ("effect", 12..13)]);
        assert!(!phrases.any(&tokens[3..6]));
    }
}
