//! The runs of a change as they are shown: cut where both texts end a sentence, what is gone from a sentence before what
//! took its place, and the words that a clinical finding is about set apart from those that only changed beside them.

use super::Lister;
use super::side::Side;
use super::twins::Twins;
use crate::comparison::{Change, Class, Comparison, Finding, Op, Segment, Span};
use document::LEAF;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Code points around a change in which the words of its findings are looked for.
const REACH: u32 = 200;

/// Cuts the runs of every change of words.
pub(super) fn at_sentences(comparison: &mut Comparison, lister: &Lister<'_>, twins: &Twins) {
    let found = Found::of(&lister.changes, twins);
    for row in &mut comparison.rows {
        let segments = std::mem::take(&mut row.segments);
        let mut left = segments.into_iter().peekable();
        while let Some(first) = left.next() {
            let id = first.change;
            if !matches!(first.op, Op::Delete | Op::Insert) || id.is_none() {
                row.segments.push(first);
                continue;
            }
            let mut group = vec![first];
            while let Some(next) = left.next_if(|s| matches!(s.op, Op::Delete | Op::Insert) && s.change == id)
            {
                group.push(next);
            }
            cut(group, lister, &found, &mut row.segments);
        }
    }
}

/// The clinical findings that words on either side of a change may be about.
struct Found<'a> {
    changes: &'a [Change],
    /// Of words that are gone, those that are new elsewhere and were judged with them.
    twin: BTreeMap<usize, usize>,
}

impl<'a> Found<'a> {
    fn of(changes: &'a [Change], twins: &Twins) -> Self {
        Self { changes, twin: twins.iter().copied().collect() }
    }

    fn clinical(&self, id: u32) -> impl Iterator<Item = &'a Finding> {
        let id = id as usize;
        let ids = [Some(id), self.twin.get(&id).copied()].into_iter().flatten();
        let changes = ids.filter_map(|id| self.changes.get(id));
        changes.flat_map(|change| &change.findings).filter(|finding| finding.class.clinical())
    }
}

/// One side of a change: a stretch of a block.
struct Stretch<'a> {
    op: Op,
    side: &'a Side<'a>,
    span: Span,
    like: Segment,
    /// The ends of its sentence, whole sentences, and the beginning of one that goes on.
    parts: [Range<u32>; 3],
    /// Where a whole sentence within it begins.
    bounds: Vec<u32>,
    ends_sentence: bool,
    clinical: Vec<Range<u32>>,
}

fn cut(group: Vec<Segment>, lister: &Lister<'_>, found: &Found<'_>, out: &mut Vec<Segment>) {
    let id = group.first().and_then(|segment| segment.change).unwrap_or_default();
    let gone = stretch(&group, Op::Delete, &lister.old);
    let come = stretch(&group, Op::Insert, &lister.new);
    let (Ok(mut gone), Ok(mut come)) = (gone, come) else { return out.extend(group) };
    let findings: Vec<&Finding> = found.clinical(id).collect();
    if let Some(gone) = &mut gone {
        gone.mark(findings.iter().copied(), |finding| &finding.was);
    }
    if let Some(come) = &mut come {
        come.mark(findings.iter().copied(), |finding| &finding.is);
    }
    let unfound = [&gone, &come].into_iter().flatten().all(|stretch| stretch.clinical.is_empty());
    if unfound && found.changes.get(id as usize).is_some_and(|change| change.clinical) {
        for stretch in [&mut gone, &mut come].into_iter().flatten() {
            stretch.clinical.push(stretch.span.start..stretch.span.end);
        }
    }
    if let (Some(gone), Some(come)) = (&gone, &come)
        && (gone.runs_through(come) || come.runs_through(gone))
    {
        gone.pieces(gone.span.start..gone.span.end, out);
        come.pieces(come.span.start..come.span.end, out);
        return;
    }
    for part in 0..3 {
        let of =
            |stretch: &Option<Stretch<'_>>| stretch.as_ref().map_or_else(Vec::new, |s| s.sentences(part));
        let (was, is) = (of(&gone), of(&come));
        // As many whole sentences on both sides: each beside its own.
        let rounds = if was.len() == is.len() { was.len() } else { 1 };
        for round in 0..rounds {
            for (stretch, sentences) in [(&gone, &was), (&come, &is)] {
                let Some(stretch) = stretch else { continue };
                let these = if rounds == 1 { &sentences[..] } else { &sentences[round..=round] };
                if let (Some(first), Some(last)) = (these.first(), these.last()) {
                    stretch.pieces(first.start..last.end, out);
                }
            }
        }
    }
}

/// The runs of one fate as one stretch; nothing where there are none, an error where they do not lie side by side.
fn stretch<'a>(group: &[Segment], op: Op, side: &'a Side<'a>) -> Result<Option<Stretch<'a>>, ()> {
    let span_of =
        |segment: &Segment| if op == Op::Delete { segment.old.clone() } else { segment.new.clone() };
    let mut whole: Option<(Span, Segment)> = None;
    for segment in group.iter().filter(|segment| segment.op == op) {
        let span = span_of(segment).ok_or(())?;
        match &mut whole {
            None => whole = Some((span, segment.clone())),
            Some((so_far, _)) if so_far.block == span.block && so_far.end == span.start => {
                so_far.end = span.end;
            }
            Some(_) => return Err(()),
        }
    }
    let Some((span, like)) = whole else { return Ok(None) };
    let all = side.sentence_bounds(&span);
    let Range { start, end } = span.start..span.end;
    let ends_sentence = all.binary_search(&end).is_ok();
    let mut bounds: Vec<u32> = all.iter().copied().filter(|at| (start..end).contains(at)).collect();
    // The space before a sentence belongs to it where nothing else stands there.
    if let Some(first) = bounds.first_mut()
        && side.words(&Span { end: *first, ..span.clone() }).trim().is_empty()
    {
        *first = start;
    }
    let parts = match (bounds.first(), bounds.last()) {
        (Some(first), Some(last)) => {
            let last = if ends_sentence { end } else { *last };
            [start..*first, *first..last, last..end]
        }
        _ => [start..end, end..end, end..end],
    };
    Ok(Some(Stretch { op, side, span, like, parts, bounds, ends_sentence, clinical: Vec::new() }))
}

impl Stretch<'_> {
    /// Finds the words of each finding among those that changed.
    fn mark<'f>(&mut self, findings: impl Iterator<Item = &'f Finding>, said: fn(&Finding) -> &str) {
        let from = self.span.start.saturating_sub(REACH);
        let words = self.side.words(&Span { start: from, end: self.span.end + REACH, ..self.span.clone() });
        let mut marked = BTreeSet::new();
        for finding in findings {
            if finding.class == Class::Citation {
                let leaves = (from..).zip(words.chars()).filter(|(_, c)| *c == LEAF);
                marked.extend(
                    leaves.map(|(at, _)| at..at + 1).filter_map(|leaf| self.within(leaf)).map(ordered),
                );
                continue;
            }
            let phrases = match said(finding) {
                "" if finding.was.is_empty() && finding.is.is_empty() => quoted(&finding.description),
                phrase => vec![phrase],
            };
            for phrase in phrases {
                let cut = phrase.strip_suffix(" …");
                for place in places(words, cut.unwrap_or(phrase)) {
                    let place = place.start + from..place.end + from;
                    // Of a sentence that is quoted in part, all is meant.
                    let end =
                        self.bounds.iter().copied().find(|at| *at > place.start).unwrap_or(self.span.end);
                    let place = if cut.is_some() { place.start..end.max(place.end) } else { place };
                    marked.extend(self.within(place).map(ordered));
                }
            }
        }
        for (start, end) in marked {
            match self.clinical.last_mut() {
                Some(last) if last.end >= start => last.end = last.end.max(end),
                _ => self.clinical.push(start..end),
            }
        }
    }

    /// What of a place in its block changed.
    fn within(&self, place: Range<u32>) -> Option<Range<u32>> {
        let cut = place.start.max(self.span.start)..place.end.min(self.span.end);
        (cut.start < cut.end).then_some(cut)
    }

    /// Whether it lies within one sentence where the other ends one and begins the next: then nothing in it goes with
    /// either alone.
    fn runs_through(&self, other: &Self) -> bool {
        self.bounds.is_empty() && !self.ends_sentence && !other.bounds.is_empty()
    }

    /// The sentences of one of its parts.
    fn sentences(&self, part: usize) -> Vec<Range<u32>> {
        let Range { start, end } = self.parts[part].clone();
        if start == end {
            return Vec::new();
        }
        let inside = self.bounds.iter().copied().filter(|at| (start + 1..end).contains(at));
        let ends: Vec<u32> = inside.chain([end]).collect();
        let starts = [start].into_iter().chain(ends.iter().copied());
        starts.zip(ends.iter().copied()).map(|(from, to)| from..to).collect()
    }

    /// Writes a range as segments, the words of findings apart.
    fn pieces(&self, range: Range<u32>, out: &mut Vec<Segment>) {
        let mut pieces: Vec<(Span, bool)> = Vec::new();
        let mut at = range.start;
        let mut put = |to: u32, clinical: bool| {
            let span = Span { start: at, end: to.max(at), ..self.span.clone() };
            at = span.end;
            let blank = self.side.words(&span).trim().is_empty();
            match pieces.last_mut() {
                // White space alone is no run of its own.
                Some((before, _)) if blank => before.end = span.end,
                Some((before, of)) if self.side.words(before).trim().is_empty() => {
                    (before.end, *of) = (span.end, clinical);
                }
                _ => pieces.push((span, clinical)),
            }
        };
        for found in &self.clinical {
            let (from, to) = (found.start.max(range.start), found.end.min(range.end));
            if from < to {
                put(from, false);
                put(to, true);
            }
        }
        put(range.end, false);
        for (span, clinical) in pieces.into_iter().filter(|(span, _)| span.start < span.end) {
            let (text, content) = (self.side.words(&span).to_owned(), self.side.content(&span));
            let (old, new) = if self.op == Op::Delete { (Some(span), None) } else { (None, Some(span)) };
            out.push(Segment { text, old, new, content, clinical, ..self.like.clone() });
        }
    }
}

const fn ordered(Range { start, end }: Range<u32>) -> (u32, u32) {
    (start, end)
}

/// What stands in quotation marks.
fn quoted(description: &str) -> Vec<&str> {
    description.split('“').skip(1).filter_map(|rest| rest.split('”').next()).collect()
}

/// Where a phrase stands in a text, in code points, however its words are parted there.
fn places(text: &str, phrase: &str) -> Vec<Range<u32>> {
    let mut folded = String::with_capacity(text.len());
    // Of each byte of the folded text, the code point it stands for.
    let mut points: Vec<u32> = Vec::with_capacity(text.len());
    for (at, c) in (0..).zip(text.chars()) {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c != ' ' || !folded.ends_with(' ') {
            folded.push(c);
            points.resize(folded.len(), at);
        }
    }
    if phrase.is_empty() {
        return Vec::new();
    }
    let found = folded.match_indices(phrase).filter_map(|(start, found)| {
        let last = points.get((start + found.len()).checked_sub(1)?)?;
        Some(*points.get(start)?..last + 1)
    });
    found.collect()
}
