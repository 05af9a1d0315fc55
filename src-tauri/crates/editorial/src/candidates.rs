//! Proposals for claims, found in the text.
//!
//! A sentence is proposed for what makes it checkable; headings, questions, disclaimers, lead-ins to a list, the
//! list of references and sentences about the text itself are not. What counts is data (`candidates/*.txt`),
//! so that a board's editors can read why something was proposed.

use crate::{
    prose::{Dimension, Kind, Part, Phrases, Quantity, Token, is_disclaimer, parts, quantities, tokens},
    sentences,
};
use document::{Anchor, BlockKind, Document, InlineKind, LEAF, TextBlock};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, ops::Range, sync::LazyLock};
use ts_rs::TS;

/// A sentence that looks as if it needed substantiation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Candidate {
    /// The sentence, without its trailing citation marks and final stop.
    pub anchor: Anchor,
    /// What makes it checkable, in words: "a dose", "a percentage", "a comparison", "a citation mark".
    pub reasons: Vec<String>,
    /// The higher, the more it needs substantiation.
    pub score: u32,
    /// Keys of the citation marks in it.
    pub keys: Vec<String>,
}

static SIGNS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("candidates/signs.txt")));
static META: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("candidates/meta.txt")));

/// What each reason counts; shown in this order.
const WEIGHTS: &[(&str, u32)] = &[
    ("a dose", 5),
    ("a contraindication", 4),
    ("a percentage", 4),
    ("a statistic", 4),
    ("a citation mark", 4),
    ("a comparison", 3),
    ("a harm", 3),
    ("an effect", 3),
    ("an indication", 3),
    ("a study's finding", 3),
    ("a frequency", 3),
    ("a number", 3),
    ("a definition", 2),
];

/// Below this a sentence is not proposed: a definition alone does not make it, nor does one sign in advice to
/// the reader ("your doctor can help you reduce the pain").
const ENOUGH: u32 = 3;
/// Fewer words state nothing.
const FEWEST_WORDS: usize = 4;
/// A cell of a table is proposed only where it reads like a sentence.
const FEWEST_WORDS_IN_CELL: usize = 8;

/// In tokens. Longer blocks that hold a reference say more than it.
const LONGEST_REFERENCE: usize = 100;

/// The candidates of a text, in reading order.
pub fn candidates(document: &Document) -> Vec<Candidate> {
    let mut out = Vec::new();
    for (block, part) in parts(document) {
        if part == Part::Body && !matches!(block.kind, BlockKind::Heading(_)) {
            of_block(&block, &mut out);
        }
    }
    out
}

fn of_block(block: &TextBlock<'_>, out: &mut Vec<Candidate>) {
    let text = block.text();
    let chars: Vec<char> = text.chars().collect();
    if is_reference(&tokens(&chars, 0)) {
        return;
    }
    let marks = citation_marks(block);
    let fewest = if block.kind == BlockKind::Cell { FEWEST_WORDS_IN_CELL } else { FEWEST_WORDS };
    for sentence in sentences(&text) {
        let keys: Vec<String> = marks.range(sentence.clone()).flat_map(|(_, keys)| (*keys).clone()).collect();
        let span = statement(&chars, sentence.clone());
        let tokens = tokens(&chars[span.clone()], span.start);
        if tokens.iter().filter(|token| token.kind == Kind::Word).count() < fewest
            || !is_statement(&chars[sentence.clone()], &tokens)
        {
            continue;
        }
        let (score, reasons) = judged(&tokens, !keys.is_empty());
        let (start, end) = (span.start as u32, span.end as u32);
        if score >= ENOUGH
            && let Some(anchor) = Anchor::within(&chars, &block.path, start, end)
        {
            out.push(Candidate { anchor, reasons, score, keys });
        }
    }
}

/// The keys of each citation mark by its place.
fn citation_marks<'a>(block: &TextBlock<'a>) -> BTreeMap<usize, &'a Vec<String>> {
    let mut at = 0;
    let mut out = BTreeMap::new();
    for inline in block.inlines {
        match &inline.kind {
            InlineKind::Text { text } => at += text.chars().count(),
            InlineKind::Citation { attrs } => {
                out.insert(at, &attrs.keys);
                at += 1;
            }
            InlineKind::HardBreak | InlineKind::Image { .. } => at += 1,
        }
    }
    out
}

/// A sentence without the citation marks and stops at its ends, and without brackets around it all.
pub(crate) fn statement(chars: &[char], sentence: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = sentence;
    let blank = |c: char| c.is_whitespace() || c == LEAF;
    while start < end && (blank(chars[start]) || chars[start] == '•') {
        start += 1;
    }
    loop {
        let before = end;
        while end > start && (blank(chars[end - 1]) || matches!(chars[end - 1], '.' | '!' | '…' | ';')) {
            end -= 1;
        }
        if end < before && end > start && chars[end..before].contains(&LEAF) {
            // What parted one citation mark from the next, or the mark from the words.
            end -= usize::from(matches!(chars[end - 1], ',' | '-' | '–'));
        }
        if end > start
            && matches!(chars[end - 1], ')' | ']')
            && let Some(open) = chars[start..end].iter().rposition(|c| matches!(c, '(' | '['))
        {
            let inside = &chars[start + open + 1..end - 1];
            if inside.contains(&LEAF)
                && inside.iter().all(|c| blank(*c) || matches!(c, ',' | ';' | '-' | '–'))
            {
                end = start + open;
            } else if open == 0 {
                (start, end) = (start + 1, end - 1);
            }
        }
        if end == before {
            return start..end;
        }
    }
}

/// Whether it states something: no question, no lead-in to what follows, nothing about the text itself.
fn is_statement(sentence: &[char], tokens: &[Token]) -> bool {
    if sentence.ends_with(&['…']) || sentence.ends_with(&['.', '.']) {
        return false; // Broken off.
    }
    let last =
        sentence.iter().rev().find(|c| !matches!(**c, '"' | '”' | '’' | ')' | LEAF) && !c.is_whitespace());
    !matches!(last, Some('?' | ':')) && !is_disclaimer(tokens) && !is_meta(tokens)
}

/// Sentences that speak of the text or only ask for more research; with a number in them they say more than that.
fn is_meta(tokens: &[Token]) -> bool {
    let about_the_text = META.find(tokens).any(|(label, range)| label == "meta" || range.start == 0);
    about_the_text && !quantities(tokens).iter().any(|quantity| quantity.dimension != Dimension::Other)
}

/// An entry of a list of references without a heading: `2019;12(3):45-50`, `doi:10…`, `PMID: 12…`.
fn is_reference(block: &[Token]) -> bool {
    block.len() <= LONGEST_REFERENCE
        && block.windows(4).any(|w| {
            let year = w[0].kind == Kind::Number && w[0].text.len() == 4;
            (year && w[1].is(";") && w[2].kind == Kind::Number && (w[3].is("(") || w[3].is(":")))
                || ((w[0].is("doi") || w[0].is("pmid")) && w[1].is(":"))
        })
}

fn judged(tokens: &[Token], cited: bool) -> (u32, Vec<String>) {
    let mut found: Vec<&str> = SIGNS.find(tokens).map(|(label, _)| label).collect();
    found.extend(cited.then_some("a citation mark"));
    for quantity in quantities(tokens) {
        found.extend(kind_of_number(tokens, &quantity));
    }
    if is_statistic(tokens) {
        found.push("a statistic");
    }
    // A dose or a percentage is a number already.
    if found.iter().any(|label| matches!(*label, "a dose" | "a percentage" | "a statistic")) {
        found.retain(|label| *label != "a number");
    }
    let reasons: Vec<&(&str, u32)> = WEIGHTS.iter().filter(|(label, _)| found.contains(label)).collect();
    let score: u32 = reasons.iter().map(|(_, weight)| weight).sum();
    let to_the_reader = tokens.iter().any(|token| token.is("you") || token.is("your"));
    (
        score.saturating_sub(u32::from(to_the_reader)),
        reasons.iter().map(|(label, _)| (*label).to_owned()).collect(),
    )
}

fn kind_of_number(tokens: &[Token], quantity: &Quantity) -> Option<&'static str> {
    match quantity.dimension {
        Dimension::Percent => return Some("a percentage"),
        _ if quantity.is_dose() => return Some("a dose"),
        _ => {}
    }
    let at = quantity.tokens.start;
    let before = at.checked_sub(1).map_or("", |before| tokens[before].text.as_str());
    // A handful of something is seldom worth a source.
    let small = quantity.dimension == Dimension::Other && quantity.high < 10.0 && quantity.low.fract() == 0.0;
    // Numbers that count nothing: "type 2", "Table 3", "grade 3", "step 1".
    let names = [
        "type", "table", "figure", "fig", "section", "chapter", "step", "grade", "stage", "class", "level",
        "phase", "page", "appendix", "box", "version", "part", "no", "item", "question", "covid",
    ];
    let year =
        quantity.low.fract() == 0.0 && (1900.0..2100.0).contains(&quantity.low) && tokens[at].text.len() == 4;
    (!small && !names.contains(&before) && !year).then_some("a number")
}

/// A p-value, a confidence interval, a ratio or a number needed to treat with its figure.
fn is_statistic(tokens: &[Token]) -> bool {
    let names = ["p", "ci", "rr", "hr", "nnt", "nnh", "smd", "auc"];
    let signs = ["=", "<", ">", "≤", "≥", "of", ":", ","];
    tokens.windows(3).any(|w| {
        let number = |at: usize| w[at].kind == Kind::Number;
        // "or" is a word before it is a ratio.
        (w[0].is("or") && w[1].is("=") && number(2))
            || (names.contains(&w[0].text.as_str())
                && (number(1) || (signs.contains(&w[1].text.as_str()) && number(2))))
    })
}

#[cfg(test)]
mod tests;
