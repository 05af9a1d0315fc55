//! How well anchors hold on real histories.
//!
//! The oracle: where a text's citation keys are stable, the old sentence that cites exactly these sources and the
//! new sentence that cites exactly these are the same one. The marks are taken out before anchoring, so that they
//! cannot help. Asked about are sets of keys that stand at one sentence in either text. A mark that moved from
//! one statement to another says nothing of where the first went: it is set aside where the first still stands word
//! for word elsewhere, or where the two have hardly a word in common.

use super::{Reanchorer, side::fold};
use crate::{
    AnchorState,
    candidates::statement,
    prose::{Kind, quantities, tokens},
    sentences,
};
use document::{Anchor, Block, Document, Inline, InlineKind};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    time::{Duration, Instant},
};

/// Words of so many letters are names and terms, and are asked about as spans.
const LONG_WORD: usize = 10;

/// How many of something came out right and how many wrong; the rest was orphaned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Asked about.
    pub of: u32,
    /// Landed where they should.
    pub right: u32,
    /// Landed elsewhere.
    pub wrong: u32,
}

/// What was counted over pairs of texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AnchorFigures {
    /// Pairs that had anything to ask about.
    pub pairs: u32,
    /// Cited sentences whose words are the same in the new text; right is carried silently.
    pub same: Share,
    /// Cited sentences that were edited.
    pub edited: Share,
    /// Numbers with their units and long words within cited sentences that stand in the new sentence too.
    pub spans: Share,
    /// The same, where they are gone from the new sentence's block; wrong is landing in another sentence.
    pub vanished_spans: Share,
    /// Of the edited ones, those whose mark now stands at another statement: the two have hardly a word in common.
    pub moved_marks: Share,
    /// Sentences that still stand word for word though their mark stands elsewhere; carried by their words, and not
    /// counted among the edited.
    pub words_elsewhere: u32,
    /// Landings that were silent though the words differ or the place is wrong.
    pub silently_wrong: u32,
    /// Anchors carried, and the time it took, with reading both texts and without comparing them.
    pub anchors: u32,
    /// See [`Self::anchors`].
    pub time: Duration,
}

/// An anchor that did not land right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Index of the pair.
    pub pair: usize,
    /// The words it had.
    pub old: String,
    /// The sentence it belongs to.
    pub truth: String,
    /// Where it landed, or what was offered.
    pub landed: Result<String, Vec<String>>,
}

impl Share {
    fn count(&mut self, right: bool, wrong: bool) {
        self.of += 1;
        self.right += u32::from(right);
        self.wrong += u32::from(wrong);
    }
}

/// Measures pairs of an older and a newer text, and tells of every sentence that did not land right.
pub fn measure_anchors(
    pairs: impl IntoIterator<Item = (Document, Document)>,
    mut tell: impl FnMut(Miss),
) -> AnchorFigures {
    let mut figures = AnchorFigures::default();
    for (pair, (old, new)) in pairs.into_iter().enumerate() {
        let (old, new) = (Cited::of(old), Cited::of(new));
        let asked: Vec<_> =
            old.by_keys.iter().filter_map(|(keys, at)| Some((at, new.by_keys.get(keys)?))).collect();
        if asked.is_empty() {
            continue;
        }
        figures.pairs += 1;
        let comparison = compare::compare(&old.document, &new.document);
        let start = Instant::now();
        let reanchorer = Reanchorer::new(&old.document, &new.document, &comparison);
        let landed: Vec<_> = asked.iter().map(|(at, _)| reanchorer.land(at)).collect();
        figures.time += start.elapsed();
        figures.anchors += landed.len() as u32;
        for ((at, truth), landing) in asked.into_iter().zip(landed) {
            let same = fold(&at.quote) == fold(&truth.quote);
            let orphan = landing.state == AnchorState::Orphaned;
            let silent = matches!(landing.state, AnchorState::Intact | AnchorState::Moved);
            let right = !orphan && overlap(&landing.anchor, truth);
            let identical = fold(&landing.anchor.quote) == fold(&at.quote);
            if !same && silent && identical && !right {
                figures.words_elsewhere += 1;
                continue;
            }
            if !same && strangers(&at.quote, &truth.quote) {
                figures.moved_marks.count(right, !orphan && !right);
            }
            figures.silently_wrong += u32::from(silent && !(right && identical));
            let share = if same { &mut figures.same } else { &mut figures.edited };
            share.count(right && (silent || !same), !orphan && !right);
            if !right {
                let offered = landing.candidates.iter().map(|anchor| anchor.quote.clone()).collect();
                let landed = if orphan { Err(offered) } else { Ok(landing.anchor.quote) };
                tell(Miss { pair, old: at.quote.clone(), truth: truth.quote.clone(), landed });
            }
            if !orphan && !right {
                continue; // Its spans are not counted wrong once more.
            }
            for span in spans(at, &old.document) {
                let landing = reanchorer.land(&span);
                let orphan = landing.state == AnchorState::Orphaned;
                let inside = landing.anchor.block == truth.block
                    && truth.start <= landing.anchor.start
                    && landing.anchor.end <= truth.end;
                let stands = |within: &Range<usize>| {
                    let block = reanchorer.new.block(&truth.block)?;
                    Some(!reanchorer.new.find_in(block, within, &fold(&span.quote)).is_empty())
                };
                let share = if stands(&(truth.start as usize..truth.end as usize)) == Some(true) {
                    &mut figures.spans
                } else if stands(&(0..usize::MAX)) == Some(false) {
                    &mut figures.vanished_spans
                } else {
                    continue; // In the other half of a split sentence.
                };
                share.count(!orphan && inside, !orphan && !inside);
            }
        }
    }
    figures
}

/// Whether two sentences of some length have no more than one telling word in common.
fn strangers(a: &str, b: &str) -> bool {
    let telling = |quote: &str| -> BTreeSet<String> {
        let tokens = tokens(&quote.chars().collect::<Vec<_>>(), 0);
        let words = tokens.into_iter().filter(|token| token.kind != Kind::Mark).map(|token| token.text);
        words.filter(|word| word.len() > 3).collect()
    };
    let (a, b) = (telling(a), telling(b));
    a.len().min(b.len()) > 5 && a.intersection(&b).count() <= 1
}

fn overlap(landed: &Anchor, truth: &Anchor) -> bool {
    let common = landed.end.min(truth.end).saturating_sub(landed.start.max(truth.start));
    landed.block == truth.block && 2 * common >= (landed.end - landed.start).min(truth.end - truth.start)
}

/// Spans to ask about within a sentence: its numbers, each with its unit, and its long words.
fn spans(sentence: &Anchor, document: &Document) -> Vec<Anchor> {
    let Some(block) = document.text_block(&sentence.block) else { return Vec::new() };
    let chars: Vec<char> = block.text().chars().collect();
    let tokens = tokens(&chars[sentence.start as usize..sentence.end as usize], sentence.start as usize);
    let numbers = quantities(&tokens).into_iter().map(|quantity| quantity.tokens);
    let words = (0..tokens.len()).filter(|at| tokens[*at].text.len() >= LONG_WORD).map(|at| at..at + 1);
    numbers
        .chain(words)
        .filter_map(|span| {
            let (first, last) = (&tokens[span.start], &tokens[span.end - 1]);
            Anchor::within(&chars, &sentence.block, first.at.start as u32, last.at.end as u32)
        })
        .collect()
}

/// A text without its citation marks, and the sentences by the keys they cite.
struct Cited {
    document: Document,
    by_keys: BTreeMap<BTreeSet<String>, Anchor>,
}

/// Where a mark stood, and its keys.
type Mark = (usize, Vec<String>);

impl Cited {
    fn of(mut document: Document) -> Self {
        let mut marks = Vec::new();
        strip(&mut document.content, &mut marks);
        document.normalise();
        let mut found: BTreeMap<BTreeSet<String>, Option<Anchor>> = BTreeMap::new();
        for (block, marks) in document.text_blocks().iter().zip(marks) {
            let text = block.text();
            let chars: Vec<char> = text.chars().collect();
            for range in sentences(&text) {
                let here = marks.iter().filter(|(at, _)| range.start < *at && *at <= range.end);
                let keys: BTreeSet<String> = here.flat_map(|(_, keys)| keys.clone()).collect();
                if keys.is_empty() {
                    continue;
                }
                let span = statement(&chars, range);
                let anchor = Anchor::within(&chars, &block.path, span.start as u32, span.end as u32);
                found.entry(keys).and_modify(|found| *found = None).or_insert(anchor);
            }
        }
        Self { document, by_keys: found.into_iter().filter_map(|(keys, at)| Some((keys, at?))).collect() }
    }
}

/// Takes the citation marks out, and says where they stood, text block by text block.
fn strip(blocks: &mut [Block], out: &mut Vec<Vec<Mark>>) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content } => out.push(strip_inlines(content)),
            Block::BulletList { content } | Block::OrderedList { content, .. } => {
                for item in content {
                    strip(&mut item.content, out);
                }
            }
            Block::Blockquote { content } => strip(content, out),
            Block::Table { content } => {
                for cell in content.iter_mut().flat_map(|row| &mut row.content) {
                    strip(cell.content_mut(), out);
                }
            }
        }
    }
}

fn strip_inlines(inlines: &mut Vec<Inline>) -> Vec<Mark> {
    let (mut at, mut marks) = (0, Vec::new());
    let mut kept: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines.drain(..) {
        match &inline.kind {
            InlineKind::Citation { attrs } => {
                // The space before a mark would part the last word from its stop.
                if let Some(Inline { kind: InlineKind::Text { text }, .. }) = kept.last_mut() {
                    let words = text.trim_end().len();
                    at -= text[words..].chars().count();
                    text.truncate(words);
                }
                marks.push((at, attrs.keys.clone()));
                continue;
            }
            InlineKind::Text { text } => at += text.chars().count(),
            InlineKind::HardBreak | InlineKind::Image { .. } => at += 1,
        }
        kept.push(inline);
    }
    *inlines = kept;
    marks
}
