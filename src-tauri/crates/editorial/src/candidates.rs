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
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::LazyLock,
};
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
/// Fewer words state nothing, but for doses, prohibitions, and two signs at once: "Maximum 3 g", "Mortality doubled".
const FEWEST_WORDS: usize = 3;
const FEWEST_WORDS_OF_STRONG: usize = 2;
/// A cell of a table that holds neither is proposed only where it reads like a sentence: the results of a trial
/// would flood the list.
const FEWEST_WORDS_IN_CELL: usize = 8;
/// Words of a cell that make its dose one to be taken: "500 mg twice daily", not "3.2 mg".
const FEWEST_WORDS_OF_DOSE_IN_CELL: usize = 3;

/// In groups of digits.
const LONGEST_TELEPHONE: usize = 6;

/// In tokens: how long the phrases are that hold a sign and mean another thing.
const LONGEST_MASK: usize = 4;

/// In tokens. Longer blocks that hold a reference say more than it.
const LONGEST_REFERENCE: usize = 100;

/// The candidates of a text, in reading order.
pub fn candidates(document: &Document) -> Vec<Candidate> {
    let all = parts(document);
    let dosing = cells_of_doses(&all);
    let mut out = Vec::new();
    let mut under_prohibition = false;
    for (block, part) in &all {
        if !matches!(block.kind, BlockKind::ListItem(_)) {
            under_prohibition = leads_in_prohibition(block);
        }
        if *part == Part::Body && !matches!(block.kind, BlockKind::Heading(_)) {
            let place = match block.kind {
                BlockKind::Cell => Place::Cell {
                    of_heads: is_of_heads(&block.path),
                    of_doses: dosing.contains(block.path.as_slice()),
                },
                BlockKind::ListItem(_) if under_prohibition => Place::UnderProhibition,
                _ => Place::Prose,
            };
            of_block(block, place, &mut out);
        }
    }
    out
}

/// What the place of a block adds to its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Prose,
    /// An item of a list whose lead-in or heading prohibits: "Do not take it if you:", "Contraindications".
    UnderProhibition,
    Cell {
        of_heads: bool,
        of_doses: bool,
    },
}

fn all_tokens(block: &TextBlock<'_>) -> Vec<Token> {
    tokens(&block.text().chars().collect::<Vec<_>>(), 0)
}

fn prohibits(tokens: &[Token]) -> bool {
    SIGNS.find(tokens).any(|(label, _)| label == "prohibition")
}

fn prohibits_in_cell(tokens: &[Token]) -> bool {
    SIGNS.find(tokens).any(|(label, _)| label.starts_with("prohibition"))
}

fn leads_in_prohibition(block: &TextBlock<'_>) -> bool {
    let leads = matches!(block.kind, BlockKind::Heading(_))
        || (block.kind == BlockKind::Paragraph && block.text().trim_end().ends_with(':'));
    leads && prohibits(&all_tokens(block))
}

/// Whether a cell's path, which ends in row, column and block, leads to the first row.
fn is_of_heads(path: &[u32]) -> bool {
    matches!(path, [.., 0, _, _])
}

/// The paths of the cells whose column or row says in its head that it holds doses.
fn cells_of_doses(all: &[(TextBlock<'_>, Part)]) -> BTreeSet<Vec<u32>> {
    let says_dose = |block: &TextBlock<'_>| {
        let heads = ["dose", "doses", "dosage", "dosages", "dosing", "posology"];
        all_tokens(block).iter().any(|token| heads.contains(&token.text.as_str()))
    };
    let mut columns = BTreeSet::new();
    let mut rows = BTreeSet::new();
    let mut out = BTreeSet::new();
    for (block, _) in all.iter().filter(|(block, _)| block.kind == BlockKind::Cell) {
        let [table @ .., row, column, _] = block.path.as_slice() else { continue };
        if *row == 0 && says_dose(block) {
            columns.insert((table, *column));
        } else if *column == 0 && says_dose(block) {
            rows.insert((table, *row));
        } else if columns.contains(&(table, *column)) || rows.contains(&(table, *row)) {
            out.insert(block.path.clone());
        }
    }
    out
}

fn of_block(block: &TextBlock<'_>, place: Place, out: &mut Vec<Candidate>) {
    let text = block.text();
    let chars: Vec<char> = text.chars().collect();
    if is_reference(&tokens(&chars, 0)) {
        return;
    }
    let marks = citation_marks(block);
    for sentence in sentences(&text) {
        let keys: Vec<String> = marks.range(sentence.clone()).flat_map(|(_, keys)| (*keys).clone()).collect();
        let span = statement(&chars, sentence.clone());
        let tokens = tokens(&chars[span.clone()], span.start);
        if !is_statement(&chars[sentence.clone()], &tokens) {
            continue;
        }
        let (score, reasons) = judged(&without_addresses(&chars, tokens.clone()), place, !keys.is_empty());
        let enough = ENOUGH + u32::from(is_broken_off(&chars[sentence.clone()]));
        let (start, end) = (span.start as u32, span.end as u32);
        if score >= enough
            && says_enough(&tokens, &reasons, place)
            && let Some(anchor) = Anchor::within(&chars, &block.path, start, end)
        {
            out.push(Candidate { anchor, reasons, score, keys });
        }
    }
}

/// Whether it has the words that make a statement of its signs.
fn says_enough(tokens: &[Token], reasons: &[String], place: Place) -> bool {
    let words = tokens.iter().filter(|token| token.kind == Kind::Word).count();
    let has = |reason: &str| reasons.iter().any(|r| r == reason);
    match place {
        Place::Cell { of_heads: true, .. } => words >= FEWEST_WORDS_IN_CELL,
        Place::Cell { of_doses, .. } => {
            let dose = has("a dose") && (of_doses || words >= FEWEST_WORDS_OF_DOSE_IN_CELL);
            dose || prohibits_in_cell(tokens) || words >= FEWEST_WORDS_IN_CELL
        }
        Place::UnderProhibition => words > 0,
        Place::Prose => {
            let strong = has("a dose") || has("a contraindication") || reasons.len() > 1;
            let only_cited = reasons == ["a citation mark"];
            words >= if strong { FEWEST_WORDS_OF_STRONG } else { FEWEST_WORDS + usize::from(only_cited) }
        }
    }
}

/// The tokens that stand in no web or mail address: its digits count nothing.
fn without_addresses(chars: &[char], tokens: Vec<Token>) -> Vec<Token> {
    let mut run = 0..0;
    let mut in_address = false;
    let mut out = tokens;
    out.retain(|token| {
        if token.at.start >= run.end {
            let rest = chars[token.at.start..].iter().position(|c| c.is_whitespace());
            run = token.at.start..rest.map_or(chars.len(), |length| token.at.start + length);
            in_address = is_address(&chars[run.clone()]);
        }
        !in_address
    });
    out
}

/// Whether it is an address: `https://…`, `example.org/a/b`, `a@example.org`; not `mg/kg/day.Then`.
fn is_address(run: &[char]) -> bool {
    let has_dot =
        |part: &[char]| part.windows(3).any(|w| w[0].is_alphabetic() && w[1] == '.' && w[2].is_alphabetic());
    let mut parts = run.split(|c| *c == '/');
    let dotted_host = parts.next().is_some_and(has_dot) && parts.count() > 1;
    run.windows(3).any(|w| w == [':', '/', '/']) || dotted_host || (run.contains(&'@') && has_dot(run))
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
        if end > start && is_lone_quotation_mark(&chars[start..end]) {
            end -= 1;
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

/// Whether it ends with a quotation mark that closes what another sentence opened.
fn is_lone_quotation_mark(text: &[char]) -> bool {
    let count = |mark: char| text.iter().filter(|c| **c == mark).count();
    match text.last() {
        Some('"') => count('"') == 1,
        Some('”') => count('”') == 1 && count('“') == 0,
        _ => false,
    }
}

/// Whether it states something: no question, no lead-in to what follows, nothing about the text itself.
fn is_statement(sentence: &[char], tokens: &[Token]) -> bool {
    let last =
        sentence.iter().rev().find(|c| !matches!(**c, '"' | '”' | '’' | ')' | LEAF) && !c.is_whitespace());
    !matches!(last, Some('?' | ':')) && !is_disclaimer(tokens) && !is_meta(tokens)
}

/// Whether it ends in dots: one sign alone then says less than it would have.
fn is_broken_off(sentence: &[char]) -> bool {
    sentence.ends_with(&['…']) || sentence.ends_with(&['.', '.'])
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

fn judged(tokens: &[Token], place: Place, cited: bool) -> (u32, Vec<String>) {
    let signs: Vec<_> = SIGNS.find(tokens).collect();
    let masks: Vec<&Range<usize>> =
        signs.iter().filter(|(label, _)| *label == "no sign").map(|(_, range)| range).collect();
    let masked = |range: &Range<usize>| {
        let near = masks.partition_point(|by| by.start + LONGEST_MASK <= range.start);
        masks[near..].iter().take_while(|by| by.start <= range.start).any(|by| range.end <= by.end)
    };
    let mut found: Vec<&str> =
        signs.iter().filter(|(_, range)| !masked(range)).map(|(label, _)| *label).collect();
    found.extend(cited.then_some("a citation mark"));
    let prohibited = matches!(place, Place::Cell { of_heads: false, .. }) && prohibits_in_cell(tokens);
    found.extend((prohibited || place == Place::UnderProhibition).then_some("a contraindication"));
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
        // "95% CI" says how sure the figure behind it is.
        Dimension::Percent if tokens.get(quantity.tokens.end).is_some_and(is_interval) => {
            return Some("a statistic");
        }
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
    let measured = tokens[at.saturating_sub(3)..at].iter().any(is_measure);
    let counts = !names.contains(&before) && !year && !is_telephone(tokens, at);
    (counts && (!small || measured)).then_some("a number")
}

fn is_interval(token: &Token) -> bool {
    ["ci", "cri", "confidence", "credible"].contains(&token.text.as_str())
}

/// Measures whose small numbers decide what is done.
fn is_measure(token: &Token) -> bool {
    ["inr", "hba1c", "ph", "bmi", "egfr", "score"].contains(&token.text.as_str())
}

/// Whether the number at `at` belongs to a row of digits that opens with a zero: `0800 123 456`.
fn is_telephone(tokens: &[Token], at: usize) -> bool {
    let nearest = at.saturating_sub(LONGEST_TELEPHONE);
    let first = tokens[nearest..at]
        .iter()
        .rposition(|token| token.kind != Kind::Number)
        .map_or(nearest, |before| nearest + before + 1);
    let text = &tokens[first].text;
    text.len() > 2 && text.starts_with('0') && text.chars().all(|c| c.is_ascii_digit())
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
