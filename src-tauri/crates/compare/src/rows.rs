//! From an alignment of tokens to rows of aligned blocks with their runs of text.

use crate::align::{Alignment, NONE};
use crate::article::Article;
use crate::comparison::{Comparison, Formatting, Move, Op, Row, RowKind, Segment, Span};
use crate::counterparts::Aligned;
use document::{Mark, normalise_quote};
use std::collections::BTreeMap;
use std::ops::Range;

/// The rows of two articles; changes and summary are left empty.
pub(crate) fn rows(old: &Article, new: &Article, aligned: &Aligned) -> Comparison {
    let Aligned { alignment, counterparts, .. } = aligned;
    let mut next_moved = BTreeMap::new();
    for (at, moved) in alignment.old_move.iter().enumerate().filter(|(_, moved)| **moved != 0) {
        next_moved.entry(*moved).or_insert(at);
    }
    let mut drafter = Drafter { old, new, alignment, counterparts, drafts: Vec::new(), next_moved };
    drafter.draft();
    let mut drafts = drafter.drafts;
    let parts = Parts::count(&drafts);
    let mut comparison = Comparison::default();
    for (id, draft) in (0u32..).zip(&mut drafts) {
        tidy(draft, old, new);
        let segments = segments(draft, old, new);
        let kind = kind(draft, &segments, &parts, old, new);
        let move_id = match kind {
            RowKind::MovedFrom | RowKind::MovedTo => segments.iter().find_map(|s| s.move_id),
            _ => None,
        };
        let place =
            |article: &Article, at: Option<u32>| at.map(|at| article.blocks[at as usize].place.clone());
        let (old, new) = (place(old, draft.old), place(new, draft.new));
        let (changes, note) = (Vec::new(), None);
        comparison.rows.push(Row { id, kind, old, new, move_id, table: None, segments, changes, note });
    }
    comparison.moves = moves(&comparison.rows);
    comparison
}

/// A row in the making: the pair of blocks it stands for, and its runs.
#[derive(Debug)]
struct Draft {
    old: Option<u32>,
    new: Option<u32>,
    runs: Vec<Run>,
}

/// A run of tokens of one fate, as bytes with the white space before it.
#[derive(Debug)]
struct Run {
    op: Op,
    /// Its block and bytes in the old text.
    old: Option<(u32, Range<usize>)>,
    /// Its block and bytes in the new text.
    new: Option<(u32, Range<usize>)>,
    moved: u32,
}

/// Consecutive tokens of one block and one move that have no partner in the main flow.
struct Stretch {
    block: u32,
    tokens: Range<usize>,
    moved: u32,
}

struct Drafter<'a> {
    old: &'a Article,
    new: &'a Article,
    alignment: &'a Alignment,
    counterparts: &'a BTreeMap<u32, u32>,
    drafts: Vec<Draft>,
    /// The first old token of each move that no row has shown yet.
    next_moved: BTreeMap<u32, usize>,
}

impl Drafter<'_> {
    fn draft(&mut self) {
        let (n, m) = (self.old.stream.tokens.len(), self.new.stream.tokens.len());
        let (mut i, mut j) = (0, 0);
        // The blocks of the last pair in the main flow.
        let mut open: Option<(u32, u32)> = None;
        loop {
            let (from_i, from_j) = (i, j);
            while i < n && !(self.alignment.to_new[i] != NONE && self.alignment.old_move[i] == 0) {
                i += 1;
            }
            while j < m && !(self.alignment.to_old[j] != NONE && self.alignment.new_move[j] == 0) {
                j += 1;
            }
            let next = (i < n && j < m).then(|| (self.old.block_of[i], self.new.block_of[j]));
            let gone = stretches(self.old, &self.alignment.old_move, from_i..i);
            let come = stretches(self.new, &self.alignment.new_move, from_j..j);
            self.gap(open, next, &gone, &come);
            let Some(pair) = next else { break };
            if open != Some(pair) {
                let resumed =
                    self.drafts.last().is_some_and(|d| (d.old, d.new) == (Some(pair.0), Some(pair.1)));
                if !resumed {
                    self.drafts.push(Draft { old: Some(pair.0), new: Some(pair.1), runs: Vec::new() });
                }
            }
            self.push(Op::Equal, Some(i), Some(j), 0);
            open = Some(pair);
            (i, j) = (i + 1, j + 1);
        }
    }

    /// Everything between two pairs of the main flow: what belongs to the row before, what stands for
    /// itself, and what belongs to the row after.
    fn gap(
        &mut self,
        open: Option<(u32, u32)>,
        next: Option<(u32, u32)>,
        gone: &[Stretch],
        come: &[Stretch],
    ) {
        let at_head = |side: fn((u32, u32)) -> u32, stretch: &Stretch| open.map(side) == Some(stretch.block);
        let (gone_head, gone) = gone.split_at(gone.iter().take_while(|s| at_head(|o| o.0, s)).count());
        let (come_head, come) = come.split_at(come.iter().take_while(|s| at_head(|o| o.1, s)).count());
        self.fill(gone_head, come_head);
        let in_tail = |side: fn((u32, u32)) -> u32, stretch: &&Stretch| next.map(side) == Some(stretch.block);
        let (gone, gone_tail) =
            gone.split_at(gone.len() - gone.iter().rev().take_while(|s| in_tail(|n| n.0, s)).count());
        let (come, come_tail) =
            come.split_at(come.len() - come.iter().rev().take_while(|s| in_tail(|n| n.1, s)).count());
        self.alone(gone, come);
        if let Some((old, new)) = next
            && !(gone_tail.is_empty() && come_tail.is_empty())
            && open != next
        {
            self.drafts.push(Draft { old: Some(old), new: Some(new), runs: Vec::new() });
        }
        self.fill(gone_tail, come_tail);
    }

    /// Blocks of which nothing stayed in the main flow. One that took another's place shares its row.
    fn alone(&mut self, gone: &[Stretch], come: &[Stretch]) {
        let by_block = |stretches: &[Stretch]| -> Vec<Range<usize>> {
            let mut out: Vec<Range<usize>> = Vec::new();
            for (at, stretch) in stretches.iter().enumerate() {
                match out.last_mut() {
                    Some(range) if stretches[range.start].block == stretch.block => range.end = at + 1,
                    _ => out.push(at..at + 1),
                }
            }
            out
        };
        let (olds, news) = (by_block(gone), by_block(come));
        let mut done = 0;
        for range in &olds {
            let gone = &gone[range.clone()];
            let block = gone.first().and_then(|stretch| self.counterparts.get(&stretch.block));
            let partner = (done..news.len())
                .find(|k| block == come[news[*k].clone()].first().map(|s| &s.block) && block.is_some());
            if let Some(partner) = partner {
                for range in &news[done..partner] {
                    self.only(&[], &come[range.clone()]);
                }
                self.only(gone, &come[news[partner].clone()]);
                done = partner + 1;
            } else {
                self.only(gone, &[]);
            }
        }
        for range in &news[done..] {
            self.only(&[], &come[range.clone()]);
        }
    }

    fn only(&mut self, gone: &[Stretch], come: &[Stretch]) {
        let old = gone.first().map(|s| s.block);
        let from = |s: &Stretch| {
            let source = self.alignment.to_old[s.tokens.clone()].iter().find(|i| **i != NONE)?;
            self.old.block_of.get(*source as usize).copied()
        };
        // A block that was moved as a whole stands beside where it came from.
        let source = match come {
            [stretch] if stretch.moved != 0 && gone.is_empty() => from(stretch).or_else(|| {
                self.counterparts.iter().find(|(_, new)| **new == stretch.block).map(|(old, _)| *old)
            }),
            _ => None,
        };
        self.drafts.push(Draft { old: old.or(source), new: come.first().map(|s| s.block), runs: Vec::new() });
        self.fill(gone, come);
    }

    /// Adds the stretches to the last row: what was lost and what took its place beside each other, whatever moved
    /// away from between them or came to stand there.
    fn fill(&mut self, mut gone: &[Stretch], mut come: &[Stretch]) {
        while !(gone.is_empty() && come.is_empty()) {
            while let [stretch, rest @ ..] = gone
                && stretch.moved != 0
            {
                self.moved_away(stretch);
                gone = rest;
            }
            while let [stretch, rest @ ..] = come
                && stretch.moved != 0
            {
                self.moved_in(stretch);
                come = rest;
            }
            if let [stretch, rest @ ..] = gone {
                stretch.tokens.clone().for_each(|i| self.push(Op::Delete, Some(i), None, 0));
                gone = rest;
            }
            if let [stretch, rest @ ..] = come {
                stretch.tokens.clone().for_each(|j| self.push(Op::Insert, None, Some(j), 0));
                come = rest;
            }
        }
    }

    fn moved_away(&mut self, stretch: &Stretch) {
        stretch.tokens.clone().for_each(|i| self.push(Op::MovedAway, Some(i), None, stretch.moved));
    }

    /// Text that came from elsewhere: what it kept, and what changed on the way.
    fn moved_in(&mut self, stretch: &Stretch) {
        let moved = stretch.moved;
        let alignment = self.alignment;
        let mut i = self.next_moved.get(&moved).copied().unwrap_or(usize::MAX);
        let mut j = stretch.tokens.start;
        while j < stretch.tokens.end {
            // What was lost comes before what took its place.
            while alignment.old_move.get(i) == Some(&moved) && alignment.to_new[i] == NONE {
                self.push(Op::Delete, Some(i), None, moved);
                i += 1;
            }
            while j < stretch.tokens.end && alignment.to_old[j] == NONE {
                self.push(Op::Insert, None, Some(j), moved);
                j += 1;
            }
            if j < stretch.tokens.end {
                self.push(Op::Equal, Some(i), Some(j), moved);
                (i, j) = (i + 1, j + 1);
            }
        }
        if alignment.new_move.get(stretch.tokens.end) != Some(&moved) {
            while alignment.old_move.get(i) == Some(&moved) {
                self.push(Op::Delete, Some(i), None, moved);
                i += 1;
            }
        }
        self.next_moved.insert(moved, i);
    }

    /// Adds a token, or a pair of them, to the last row: to its last run where that has the same fate.
    fn push(&mut self, op: Op, i: Option<usize>, j: Option<usize>, moved: u32) {
        let old = i.map(|i| bytes_with_space(self.old, i));
        let new = j.map(|j| bytes_with_space(self.new, j));
        if self.drafts.is_empty() {
            self.drafts.push(Draft {
                old: old.as_ref().map(|o| o.0),
                new: new.as_ref().map(|n| n.0),
                runs: Vec::new(),
            });
        }
        let Some(draft) = self.drafts.last_mut() else { return };
        let joins = |run: &Option<(u32, Range<usize>)>, next: &Option<(u32, Range<usize>)>| match (run, next)
        {
            (None, None) => true,
            (Some((block, run)), Some((at, next))) => block == at && run.end == next.start,
            _ => false,
        };
        if let Some(run) = draft.runs.last_mut()
            && run.op == op
            && run.moved == moved
            && joins(&run.old, &old)
            && joins(&run.new, &new)
        {
            for (run, next) in [(&mut run.old, old), (&mut run.new, new)] {
                if let (Some((_, run)), Some((_, next))) = (run, next) {
                    run.end = next.end;
                }
            }
            return;
        }
        draft.runs.push(Run { op, old, new, moved });
    }
}

/// The bytes of a token from the end of the one before it in its block, to the end of the block where it
/// is the last.
fn bytes_with_space(article: &Article, at: usize) -> (u32, Range<usize>) {
    let block = article.block_of[at];
    let laid = &article.blocks[block as usize];
    let end_of = |at: usize| article.stream.tokens[at].end() as usize;
    let start = if at == laid.tokens.start { laid.bytes.start } else { end_of(at - 1) };
    let end = if at + 1 == laid.tokens.end { laid.bytes.end } else { end_of(at) };
    (block, start..end)
}

/// Cuts tokens without a partner in the main flow into stretches of one block and one move.
fn stretches(article: &Article, moves: &[u32], range: Range<usize>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for at in range {
        let (block, moved) = (article.block_of[at], moves[at]);
        match out.last_mut() {
            Some(last) if last.block == block && last.moved == moved => last.tokens.end = at + 1,
            _ => out.push(Stretch { block, tokens: at..at + 1, moved }),
        }
    }
    out
}

/// Moves white space between runs, so that a replacement begins at its first letter.
fn tidy(draft: &mut Draft, old: &Article, new: &Article) {
    let space = |article: &Article, range: &Range<usize>| {
        let text = &article.text[range.clone()];
        text.len() - text.trim_start().len()
    };
    for at in 1..draft.runs.len() {
        let (before, rest) = draft.runs.split_at_mut(at);
        let (Some(before), [run, after @ ..]) = (before.last_mut(), rest) else { continue };
        if before.moved != run.moved {
            continue;
        }
        match (before.op, run.op) {
            // "a[ x][ y]" becomes "a [x][y]".
            (Op::Equal, Op::Delete) => {
                let Some(insert) = after.first_mut().filter(|run| run.op == Op::Insert) else { continue };
                let (Some((_, gone)), Some((_, come))) = (&mut run.old, &mut insert.new) else { continue };
                let (Some((_, kept)), Some((_, stays))) = (&mut before.old, &mut before.new) else {
                    continue;
                };
                if kept.end == gone.start && stays.end == come.start {
                    gone.start += space(old, gone);
                    kept.end = gone.start;
                    come.start += space(new, come);
                    stays.end = come.start;
                }
            }
            // At the head of a block, "[x] a" against "a" becomes "[x ]a".
            (Op::Delete | Op::Insert, Op::Equal) => {
                let (Some((_, kept)), Some((_, stays))) = (&mut run.old, &mut run.new) else { continue };
                match (before.op, &mut before.old, &mut before.new) {
                    (Op::Delete, Some((_, gone)), _) if gone.end == kept.start && space(new, stays) == 0 => {
                        gone.end += space(old, kept);
                        kept.start = gone.end;
                    }
                    (Op::Insert, _, Some((_, come))) if come.end == stays.start && space(old, kept) == 0 => {
                        come.end += space(new, stays);
                        stays.start = come.end;
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

fn segments(draft: &Draft, old: &Article, new: &Article) -> Vec<Segment> {
    let mut out = Vec::new();
    for run in &draft.runs {
        match (&run.old, &run.new) {
            (Some((from, gone)), Some((to, come))) => {
                equal(run, (*from, gone), (*to, come), old, new, &mut out);
            }
            (Some((block, range)), None) => out.extend(segment(run, Some((old, *block, range)), None)),
            (None, Some((block, range))) => out.extend(segment(run, None, Some((new, *block, range)))),
            (None, None) => {}
        }
    }
    out
}

type Side<'a> = (&'a Article, u32, &'a Range<usize>);

fn segment(run: &Run, old: Option<Side<'_>>, new: Option<Side<'_>>) -> Option<Segment> {
    let (article, block, range) = new.or(old)?;
    let text = article.text[range.clone()].to_owned();
    let old_text = old.map(|(article, _, range)| &article.text[range.clone()]).filter(|was| **was != text);
    if text.is_empty() && old_text.is_none() {
        return None;
    }
    let span = |(article, block, range): Side<'_>| article.span(block, range.clone());
    Some(Segment {
        op: run.op,
        content: article.content(block, range),
        old_text: old_text.map(str::to_owned),
        text,
        old: old.map(span),
        new: new.map(span),
        formatting: None,
        move_id: (run.moved != 0).then_some(run.moved),
        change: None,
        clinical: false,
        elsewhere: None,
    })
}

/// Cuts an equal run where white space, quotation marks or formatting differ.
fn equal(
    run: &Run,
    (from, gone): (u32, &Range<usize>),
    (to, come): (u32, &Range<usize>),
    old: &Article,
    new: &Article,
    out: &mut Vec<Segment>,
) {
    // Pieces: how many bytes of either text, and the marks they had and have where those differ.
    #[allow(clippy::type_complexity, reason = "said in the comment, and used here alone")]
    let mut pieces: Vec<(usize, usize, Option<(&[Mark], &[Mark])>)> = Vec::new();
    let (mut i, mut j) = (gone.start, come.start);
    while i < gone.end || j < come.end {
        let (was, is) = (&old.text[i..gone.end], &new.text[j..come.end]);
        let ((marks, until_i), (now, until_j)) = (old.marks(from, i), new.marks(to, j));
        let styled = (marks != now).then_some((marks, now));
        let same = same_prefix(was, is, until_i.saturating_sub(i).min(until_j.saturating_sub(j)));
        match pieces.last_mut() {
            Some((a, b, before)) if same > 0 && a == b && *before == styled => {
                *a += same;
                *b += same;
            }
            _ if same > 0 => pieces.push((same, same, styled)),
            _ => {
                let (a, b) = different(was, is);
                // Equal lengths would join what follows, which is alike.
                pieces.push((a, b, styled));
                pieces.push((0, 0, None));
            }
        }
        let (a, b) = if same > 0 { (same, same) } else { different(was, is) };
        (i, j) = (i + a, j + b);
    }
    (i, j) = (gone.start, come.start);
    for (a, b, styled) in pieces {
        let mut made = segment(run, Some((old, from, &(i..i + a))), Some((new, to, &(j..j + b))));
        if let (Some(made), Some((marks, now))) = (&mut made, styled)
            && !made.text.trim().is_empty()
        {
            made.formatting = Some(formatting(marks, now));
        }
        out.extend(made);
        (i, j) = (i + a, j + b);
    }
}

/// How many bytes both texts begin with alike, at most `limit`. White space counts only where all of it
/// is alike.
fn same_prefix(was: &str, is: &str, limit: usize) -> usize {
    let mut len = 0;
    for (a, b) in was.chars().zip(is.chars()) {
        if len >= limit {
            return len;
        }
        if a != b {
            break;
        }
        len += a.len_utf8();
    }
    let goes_on = |text: &str| text[len..].starts_with(char::is_whitespace);
    if len < limit && (goes_on(was) || goes_on(is)) { was[..len].trim_end().len() } else { len }
}

/// Where two equal runs begin differently: their white space, or else one character each.
fn different(was: &str, is: &str) -> (usize, usize) {
    let space = |text: &str| text.len() - text.trim_start().len();
    let (a, b) = (space(was), space(is));
    if a + b > 0 {
        return (a, b);
    }
    let first = |text: &str| text.chars().next().map_or(0, char::len_utf8);
    (first(was), first(is))
}

fn formatting(was: &[Mark], is: &[Mark]) -> Formatting {
    let names =
        |marks: &[Mark], other: &[Mark]| marks.iter().filter(|m| !other.contains(m)).map(name).collect();
    Formatting { added: names(is, was), removed: names(was, is) }
}

fn name(mark: &Mark) -> String {
    match mark {
        Mark::Link { attrs } => format!("link to {}", attrs.href),
        Mark::Em => "emphasis".to_owned(),
        Mark::Strong => "strong".to_owned(),
        Mark::Superscript => "superscript".to_owned(),
        Mark::Subscript => "subscript".to_owned(),
    }
}

/// With how many new blocks each old one shares rows, and the other way round.
struct Parts {
    of_old: BTreeMap<u32, u32>,
    of_new: BTreeMap<u32, u32>,
}

impl Parts {
    fn count(drafts: &[Draft]) -> Self {
        let mut parts = Self { of_old: BTreeMap::new(), of_new: BTreeMap::new() };
        for draft in drafts {
            if let (Some(old), Some(new)) = (draft.old, draft.new)
                && draft.runs.iter().any(|run| run.op == Op::Equal && run.moved == 0)
            {
                *parts.of_old.entry(old).or_default() += 1;
                *parts.of_new.entry(new).or_default() += 1;
            }
        }
        parts
    }
}

fn kind(draft: &Draft, segments: &[Segment], parts: &Parts, old: &Article, new: &Article) -> RowKind {
    let (was, is) = match (draft.old, draft.new) {
        (None, _) => return RowKind::Inserted,
        (Some(_), None) => {
            let gone = !segments.is_empty() && segments.iter().all(|s| s.op == Op::MovedAway);
            return if gone { RowKind::MovedFrom } else { RowKind::Removed };
        }
        (Some(was), Some(is)) => (was, is),
    };
    if !segments.is_empty() && segments.iter().all(|s| s.move_id.is_some() && s.op != Op::MovedAway) {
        return RowKind::MovedTo;
    }
    if parts.of_old.get(&was).is_some_and(|n| *n > 1) {
        return RowKind::Split;
    }
    if parts.of_new.get(&is).is_some_and(|n| *n > 1) {
        return RowKind::Merged;
    }
    let place = |article: &Article, at: u32| {
        let place = &article.blocks[at as usize].place;
        (place.role, place.quoted)
    };
    if segments.iter().any(|s| s.op != Op::Equal || s.move_id.is_some()) {
        RowKind::Changed
    } else if segments.iter().any(|s| s.formatting.is_some()) || restyled(place(old, was), place(new, is)) {
        RowKind::Restyled
    } else {
        RowKind::Equal
    }
}

/// Whether a block became another kind of block; the place of a cell in its table is no part of that.
pub(crate) fn restyled((was, quoted): (crate::Role, u8), (is, quotes): (crate::Role, u8)) -> bool {
    use crate::Role::Cell;
    let same = match (was, is) {
        (Cell { header: was, .. }, Cell { header: is, .. }) => was == is,
        (was, is) => was == is,
    };
    !same || quoted != quotes
}

fn moves(rows: &[Row]) -> Vec<Move> {
    let mut found: BTreeMap<u32, Move> = BTreeMap::new();
    let extend = |spans: &mut Vec<Span>, span: &Span| match spans.iter_mut().find(|s| s.block == span.block) {
        Some(known) => {
            known.start = known.start.min(span.start);
            known.end = known.end.max(span.end);
        }
        None => spans.push(span.clone()),
    };
    for segment in rows.iter().flat_map(|row| &row.segments) {
        let Some(id) = segment.move_id else { continue };
        let empty = Move { id, old: Vec::new(), new: Vec::new(), edited: false };
        let entry = found.entry(id).or_insert(empty);
        if let (Op::MovedAway, Some(old)) = (segment.op, &segment.old) {
            extend(&mut entry.old, old);
        }
        if let Some(new) = &segment.new {
            extend(&mut entry.new, new);
        }
        entry.edited |=
            matches!(segment.op, Op::Insert | Op::Delete) && !normalise_quote(&segment.text).is_empty();
    }
    found.into_values().collect()
}
