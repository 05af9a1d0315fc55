//! What a new text does to an anchor.
//!
//! Every anchor goes through its sentence. Sentences whose words are the same pair first, by what stands around
//! them where they stand more than once ([`repeated`]); then those that were reworded, where one new sentence resembles
//! an old one clearly more than any other does ([`align`]). A span within a sentence is looked for in its
//! sentence's partner only: words as common as a dose stand everywhere.
//!
//! Only identical words are carried silently (*intact*, *moved*). Whatever differs is *changed*, and where
//! nothing fits, or two places do, the anchor is *orphaned* and the places are offered.

mod align;
mod measure;
mod repeated;
mod side;

pub use measure::{AnchorFigures, Miss, Share, measure_anchors};

use crate::{
    AnchorState,
    prose::{Kind, quantities, tokens},
};
use align::Fate;
use compare::{Comparison, PositionMap};
use document::{Anchor, Document};
use side::{Side, fold};
use std::ops::Range;

/// Where an anchor landed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landing {
    /// How it came through.
    pub state: AnchorState,
    /// Where it is now; for an orphan, where it was.
    pub anchor: Anchor,
    /// For an orphan: where else it might belong.
    pub candidates: Vec<Anchor>,
}

/// Carries one anchor from `old` to `new` by their comparison.
pub fn reanchor(anchor: &Anchor, old: &Document, new: &Document, comparison: &Comparison) -> Landing {
    Reanchorer::new(old, new, comparison).land(anchor)
}

/// Carries many anchors between the same two texts.
#[derive(Debug)]
pub struct Reanchorer {
    old: Side,
    new: Side,
    map: PositionMap,
    fates: Vec<Fate>,
}

/// A span with more words than this is unlike any other, so that it is found by its words alone.
const TELLING: usize = 6;
/// How many places are offered for an orphan.
const OFFERED: usize = 3;

/// A span of one block of the new text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    block: usize,
    span: Range<usize>,
}

impl Reanchorer {
    /// Made once per pair of texts.
    pub fn new(old: &Document, new: &Document, comparison: &Comparison) -> Self {
        let (old, new, map) = (Side::of(old), Side::of(new), comparison.map());
        let fates = align::align(&old, &new, &map);
        Self { old, new, map, fates }
    }

    /// Carries one anchor.
    pub fn land(&self, anchor: &Anchor) -> Landing {
        let quote = fold(&anchor.quote);
        let span = anchor.start as usize..anchor.end as usize;
        let at = self.old.block(&anchor.block).filter(|at| self.old.quote(*at, &span) == Some(quote.clone()));
        let outcome = match at.map(|at| (at, self.old.sentences_at(at, &span))) {
            Some((at, sentences)) if !sentences.is_empty() => match self.partners(&sentences) {
                Ok(home) => match self.in_step(&span, &quote, &sentences, &home) {
                    Some(place) => Ok((self.state(&sentences, &home), place)),
                    None if self.covers(&sentences, &span) => {
                        Ok((AnchorState::Changed, self.statement(&home)))
                    }
                    None => self.part(at, &span, &quote, &sentences, &home),
                },
                Err(rivals) => self.by_words(&quote).ok_or(rivals),
            },
            _ => self.by_words(&quote).ok_or_else(|| self.new.find(&quote)),
        };
        self.landing(anchor, &quote, outcome)
    }

    fn landing(
        &self,
        anchor: &Anchor,
        quote: &str,
        outcome: Result<(AnchorState, Place), Vec<Place>>,
    ) -> Landing {
        let offered = match outcome {
            Ok((state, place)) => match self.anchor(&place) {
                Some(landed) => {
                    // Whatever led there: other words are never carried silently.
                    let state = if fold(&landed.quote) == quote { state } else { AnchorState::Changed };
                    return Landing { state, anchor: landed, candidates: Vec::new() };
                }
                None => Vec::new(),
            },
            Err(places) => places,
        };
        let candidates = offered.iter().take(OFFERED).filter_map(|place| self.anchor(place)).collect();
        Landing { state: AnchorState::Orphaned, anchor: anchor.clone(), candidates }
    }

    fn anchor(&self, place: &Place) -> Option<Anchor> {
        let block = self.new.blocks.get(place.block)?;
        Anchor::within(&block.chars, &block.path, place.span.start as u32, place.span.end as u32)
    }

    /// The new sentences that are these old ones: one run in one block. Else what resembles them.
    fn partners(&self, sentences: &Range<usize>) -> Result<Range<usize>, Vec<Place>> {
        let mut run: Option<Range<usize>> = None;
        let (mut kept, mut all, mut rivals) = (0, 0, Vec::new());
        for (at, fate) in self.fates[sentences.clone()].iter().enumerate() {
            let words = self.old.sentences[sentences.start + at].words.len();
            all += words;
            let to = match fate {
                Fate::Same(to) => *to..to + 1,
                Fate::Edited(to) => to.clone(),
                Fate::Gone(like) => {
                    rivals.extend(like.iter().map(|to| self.statement(&(*to..to + 1))));
                    continue;
                }
            };
            kept += words;
            run = Some(run.map_or(to.clone(), |run| run.start.min(to.start)..run.end.max(to.end)));
        }
        let Some(run) = run else { return Err(rivals) };
        let block = |at: usize| self.new.sentences[at].block;
        let one_block = block(run.start) == block(run.end - 1);
        if one_block && 2 * kept >= all && run.len() <= 2 * sentences.len() {
            Ok(run)
        } else {
            rivals.push(self.statement(&(run.start..run.start + 1)));
            Err(rivals)
        }
    }

    /// From the first word of these sentences of one block to the last, without the stop.
    fn statement(&self, sentences: &Range<usize>) -> Place {
        let (first, last) = (&self.new.sentences[sentences.start], &self.new.sentences[sentences.end - 1]);
        Place { block: first.block, span: first.statement.start..last.statement.end }
    }

    /// Whether a span holds all that these old sentences state.
    fn covers(&self, sentences: &Range<usize>, span: &Range<usize>) -> bool {
        let all = &self.old.sentences[sentences.clone()];
        all.iter().all(|s| span.start <= s.statement.start && span.end >= s.statement.end)
    }

    /// The place of a span in sentences whose words are the same, counted by characters; so that it is found
    /// wherever it begins and ends, and however often its words stand there.
    fn in_step(
        &self,
        span: &Range<usize>,
        quote: &str,
        sentences: &Range<usize>,
        home: &Range<usize>,
    ) -> Option<Place> {
        if !self.same(sentences, home) {
            return None;
        }
        let pair = |n: usize| (&self.old.sentences[sentences.start + n], &self.new.sentences[home.start + n]);
        let (first, first_there) = pair(0);
        let (last, last_there) = pair(sentences.len() - 1);
        let before = self.old.ink(first.block, first.statement.start..span.start);
        let behind = self.old.ink(last.block, last.statement.start..span.end);
        let start = self.new.at_ink(first_there.block, first_there.statement.start, before)?;
        let end = self.new.at_ink(last_there.block, last_there.statement.start, behind.checked_sub(1)?)? + 1;
        let place = Place { block: first_there.block, span: start..end };
        (start < end && self.new.quote(place.block, &place.span)? == quote).then_some(place)
    }

    /// Whether every one of these sentences stands there with the same words, in the same order.
    fn same(&self, sentences: &Range<usize>, home: &Range<usize>) -> bool {
        sentences.len() == home.len()
            && sentences.clone().zip(home.clone()).all(|(at, to)| self.fates[at] == Fate::Same(to))
    }

    /// How sentences came through that have this home.
    fn state(&self, sentences: &Range<usize>, home: &Range<usize>) -> AnchorState {
        if !self.same(sentences, home) {
            return AnchorState::Changed;
        }
        let in_place = sentences.clone().zip(home.clone()).all(|(at, to)| {
            let s = &self.old.sentences[at];
            let path = &self.old.blocks[s.block].path;
            let mapped = self.map.to_new(path, s.statement.start as u32, s.statement.end as u32);
            let there = &self.new.sentences[to];
            mapped.is_some_and(|m| {
                !m.moved
                    && m.span.block == self.new.blocks[there.block].path
                    && there.range.contains(&(m.span.start as usize))
            })
        });
        if in_place { AnchorState::Intact } else { AnchorState::Moved }
    }

    /// A span within sentences that have a home.
    fn part(
        &self,
        block: usize,
        span: &Range<usize>,
        quote: &str,
        sentences: &Range<usize>,
        home: &Range<usize>,
    ) -> Result<(AnchorState, Place), Vec<Place>> {
        let (from, to) = (self.old.extent(sentences), self.new.extent(home));
        let new_block = self.new.sentences[home.start].block;
        let before: Vec<Range<usize>> = self.old.find_in(block, &from, quote);
        let after: Vec<Range<usize>> = self.new.find_in(new_block, &to, quote);
        let place = |span: &Range<usize>| Place { block: new_block, span: span.clone() };
        // The map tells which, where the words stand more than once.
        let mapped = self.map.to_new(&self.old.blocks[block].path, span.start as u32, span.end as u32);
        let mapped = mapped.filter(|m| m.whole && m.span.block == self.new.blocks[new_block].path);
        let mapped = mapped.and_then(|m| after.iter().position(|found| found.start == m.span.start as usize));
        let ordinal = before.iter().position(|found| found.start >= span.start).unwrap_or_default();
        match (after.as_slice(), after.get(mapped.unwrap_or(ordinal))) {
            ([], _) => match self.replaced(block, span, &from, new_block, &to) {
                Some(place) => Ok((AnchorState::Changed, place)),
                None => Err(vec![self.statement(home)]),
            },
            (_, Some(found)) if mapped.is_some() || before.len() == after.len() => {
                let calm = self.state(sentences, home);
                let same_meaning =
                    || critical(&self.old, block, &from) == critical(&self.new, new_block, &to);
                let state = match calm {
                    AnchorState::Changed if same_meaning() => AnchorState::Intact,
                    state => state,
                };
                Ok((state, place(found)))
            }
            (places, _) => Err(places.iter().map(place).collect()),
        }
    }

    /// What stands in the new sentence where the old one had the span: between what was kept before and behind it.
    fn replaced(
        &self,
        block: usize,
        span: &Range<usize>,
        from: &Range<usize>,
        new_block: usize,
        to: &Range<usize>,
    ) -> Option<Place> {
        let path = &self.old.blocks[block].path;
        let there = &self.new.blocks[new_block];
        let kept = |part: Range<usize>| {
            let mapped = self.map.to_new(path, part.start as u32, part.end as u32)?;
            let span = mapped.span.start as usize..mapped.span.end as usize;
            (mapped.span.block == there.path && to.start <= span.start && span.end <= to.end).then_some(span)
        };
        let low = kept(from.start..span.start).map_or(to.start, |before| before.end);
        let high = kept(span.end..from.end).map_or(to.end, |behind| behind.start);
        let inside = there.chars.get(low..high).filter(|inside| !inside.is_empty())?;
        let words = tokens(inside, low);
        let (first, last) = (
            words.iter().position(|token| token.kind != Kind::Mark)?,
            words.iter().rposition(|token| token.kind != Kind::Mark)?,
        );
        let had = tokens(&self.old.blocks[block].chars[span.clone()], 0).len();
        // Much more than there was is no replacement but a sentence rewritten around it.
        (last - first < 2 * had + 2)
            .then(|| Place { block: new_block, span: words[first].at.start..words[last].at.end })
    }

    /// A long span that stands once in either text is found by its words.
    fn by_words(&self, quote: &str) -> Option<(AnchorState, Place)> {
        if quote.split(' ').count() < TELLING || self.old.find(quote).len() != 1 {
            return None;
        }
        match self.new.find(quote).as_slice() {
            [place] => Some((AnchorState::Moved, place.clone())),
            _ => None,
        }
    }
}

/// What must not change around a span that is carried silently: numbers with their units, comparators, negations.
fn critical(side: &Side, block: usize, span: &Range<usize>) -> Vec<String> {
    const NEGATIONS: &[&str] = &[
        "no",
        "not",
        "never",
        "without",
        "cannot",
        "neither",
        "nor",
        "none",
        "except",
        "unless",
        "avoid",
        "against",
        "contraindicated",
        "ineffective",
        "unsafe",
    ];
    let tokens = tokens(&side.blocks[block].chars[span.clone()], 0);
    let mut out: Vec<String> = quantities(&tokens)
        .iter()
        .map(|q| tokens[q.tokens.clone()].iter().map(|token| token.text.as_str()).collect::<String>())
        .collect();
    out.extend(tokens.into_iter().map(|token| token.text).filter(|text| {
        NEGATIONS.contains(&text.as_str())
            || text.ends_with("n't")
            || matches!(text.as_str(), "<" | ">" | "≤" | "≥" | "±" | "−")
    }));
    out.sort();
    out
}

#[cfg(test)]
mod tests;
