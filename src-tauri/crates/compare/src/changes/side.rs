//! One text of the two, to look a change up in.

use crate::article::Article;
use crate::clinical::{self, Passage};
use crate::comparison::{Role, Segment, Span};
use crate::stream::Edge;
use document::Inline;
use std::collections::BTreeMap;

/// The cells of a table by row and column: the path of each one's first text block, and what stands in it.
pub(super) type Cells = BTreeMap<(u32, u32), (Vec<u32>, String)>;

/// One text and its sentences by place.
pub(super) struct Side<'a> {
    article: &'a Article,
    by_path: BTreeMap<&'a [u32], usize>,
    /// Of each block, what it stands below.
    below: Vec<Below>,
}

/// What a block stands below.
#[derive(Clone, Copy, Default)]
struct Below {
    /// The block that leads in to its list ("Do not use it in:"), or else its heading.
    governor: Option<usize>,
    /// Whether that speaks of warnings.
    warning: bool,
}

impl<'a> Side<'a> {
    pub(super) fn of(article: &'a Article) -> Self {
        let by_path =
            article.blocks.iter().enumerate().map(|(at, laid)| (laid.place.path.as_slice(), at)).collect();
        let mut heading = Below::default();
        // What leads in to the list, and to the lists in its items, with the depth of each.
        let mut leads: Vec<(u8, Below)> = Vec::new();
        let mut below = Vec::with_capacity(article.blocks.len());
        for (at, laid) in article.blocks.iter().enumerate() {
            let depth = match laid.place.role {
                Role::ListItem { depth, .. } => depth,
                _ => 0,
            };
            leads.retain(|(lead, _)| *lead < depth);
            let above = leads.last().map_or(heading, |(_, lead)| *lead);
            below.push(above);
            let warns = || clinical::warns(&article.text, &article.stream.tokens[laid.tokens.clone()]);
            if matches!(laid.place.role, Role::Heading { .. }) {
                heading = Below { governor: Some(at), warning: warns() };
            } else if article.text[laid.bytes.clone()].trim_end().ends_with(':') {
                leads.push((depth, Below { governor: Some(at), warning: above.warning || warns() }));
            }
        }
        Self { article, by_path, below }
    }

    /// A span as a changed passage; nothing where the text has no such block.
    pub(super) fn passage(&self, span: Option<&Span>) -> Passage<'a> {
        let (text, tokens) = (self.article.text.as_str(), self.article.stream.tokens.as_slice());
        let nothing = Passage { text, tokens, changed: tokens.len()..tokens.len(), in_warnings: false };
        let Some(span) = span else { return nothing };
        let Some(at) = self.by_path.get(span.block.as_slice()) else { return nothing };
        let laid = &self.article.blocks[*at];
        let (from, to) = (laid.byte(span.start), laid.byte(span.end));
        let within = &tokens[laid.tokens.clone()];
        let first = laid.tokens.start + within.partition_point(|token| (token.start as usize) < from);
        let last = laid.tokens.start + within.partition_point(|token| (token.start as usize) < to);
        Passage { text, tokens, changed: first..last.max(first), in_warnings: self.below[*at].warning }
    }

    /// The sentences that a span lies in, white space folded; for a place between two, the one that follows
    /// in its block, or else the one before.
    pub(super) fn sentence(&self, span: &Span) -> String {
        let mut passage = self.passage(Some(span));
        let mut tokens = passage.sentences();
        if tokens.is_empty()
            && let Some(at) = self.by_path.get(span.block.as_slice())
        {
            let block = &self.article.blocks[*at].tokens;
            let at = passage.changed.start.min(block.end.saturating_sub(1)).max(block.start);
            passage.changed = at..at + 1;
            tokens = passage.sentences();
        }
        passage.quote(&tokens)
    }

    /// The code points of a span's block at which a sentence begins, and where the block ends: those that lie in the
    /// span or at its end.
    pub(super) fn sentence_bounds(&self, span: &Span) -> Vec<u32> {
        let Some(laid) = self.by_path.get(span.block.as_slice()).map(|at| &self.article.blocks[*at]) else {
            return Vec::new();
        };
        let tokens = &self.article.stream.tokens[laid.tokens.clone()];
        let (from, to) = (laid.byte(span.start), laid.byte(span.end));
        let first = tokens.partition_point(|token| (token.start as usize) < from);
        let within =
            tokens.iter().enumerate().skip(first).take_while(|(_, token)| token.start as usize <= to);
        let begins = within.filter(|(at, token)| *at == 0 || token.edge >= Edge::Sentence);
        let starts = begins.map(|(_, token)| laid.point(token.start as usize));
        let end = (to == laid.bytes.end).then_some(laid.point(to));
        let mut bounds: Vec<u32> = starts.chain(end).collect();
        bounds.dedup();
        bounds
    }

    /// The words of a span.
    pub(super) fn words(&self, span: &Span) -> &'a str {
        let laid = self.by_path.get(span.block.as_slice()).map(|at| &self.article.blocks[*at]);
        laid.map_or("", |laid| &self.article.text[laid.byte(span.start)..laid.byte(span.end)])
    }

    /// The inline nodes of a span.
    pub(super) fn content(&self, span: &Span) -> Vec<Inline> {
        let Some(at) = self.by_path.get(span.block.as_slice()) else { return Vec::new() };
        let laid = &self.article.blocks[*at];
        self.article.content(*at as u32, &(laid.byte(span.start)..laid.byte(span.end)))
    }

    /// Whether these segments hold the whole of a block.
    pub(super) fn is_whole(&self, path: &[u32], segments: &[Segment]) -> bool {
        let Some(laid) = self.by_path.get(path).map(|at| &self.article.blocks[*at]) else { return false };
        let spans = segments.iter().filter_map(|s| s.old.as_ref()).filter(|span| span.block == path);
        let bytes: usize = spans.map(|span| laid.byte(span.end) - laid.byte(span.start)).sum();
        bytes == laid.bytes.len()
    }

    /// The cells of the table at a path.
    pub(super) fn cells(&self, table: &[u32]) -> Cells {
        let mut out = Cells::new();
        for laid in self.article.blocks.iter().filter(|laid| laid.place.path.starts_with(table)) {
            let Some(cell) = laid.cell else { continue };
            let (_, text) = out.entry(cell).or_insert_with(|| (laid.place.path.clone(), String::new()));
            text.push_str(self.article.text[laid.bytes.clone()].trim());
        }
        out
    }

    /// A text block, as if all of it had changed.
    pub(super) fn block(&self, path: &[u32]) -> Option<Passage<'a>> {
        let tokens = &self.article.blocks[*self.by_path.get(path)?].tokens;
        Some(Passage {
            text: &self.article.text,
            tokens: &self.article.stream.tokens,
            changed: tokens.clone(),
            in_warnings: false,
        })
    }

    /// The path of what a block stands below: what leads in to its list, or else its heading.
    pub(super) fn governor(&self, path: &[u32]) -> Option<&'a [u32]> {
        let governor = self.below[*self.by_path.get(path)?].governor?;
        let own = &self.article.blocks[governor].place.path;
        (own.as_slice() != path).then_some(own)
    }

    /// The beginning of the block that holds a text, among these top-level ones.
    pub(super) fn find(&self, within: &std::ops::Range<usize>, text: &str) -> Option<Span> {
        let begin: String = text.chars().take(40).collect();
        let inside = |laid: &&crate::article::Laid| {
            laid.place.path.first().is_some_and(|block| within.contains(&(*block as usize)))
        };
        let found = self
            .article
            .blocks
            .iter()
            .filter(inside)
            .find(|laid| self.article.text[laid.bytes.clone()].contains(begin.as_str()));
        found.map(|laid| Span { block: laid.place.path.clone(), start: 0, end: 0 })
    }

    /// The text of a span's block before it, within it and behind it.
    pub(super) fn around(&self, span: &Span) -> Option<[&'a str; 3]> {
        let laid = &self.article.blocks[*self.by_path.get(span.block.as_slice())?];
        let (from, to) = (laid.byte(span.start), laid.byte(span.end));
        let text = self.article.text.as_str();
        Some([&text[laid.bytes.start..from], &text[from..to], &text[to..laid.bytes.end]])
    }

    /// Whether a block is a step: an item of a numbered list one of whose items says what to do.
    pub(super) fn is_step(&self, path: &[u32]) -> bool {
        let item = |laid: &crate::article::Laid| {
            matches!(laid.place.role, Role::ListItem { ordered: true, first: true, .. })
        };
        let Some(own) = self.by_path.get(path).map(|at| &self.article.blocks[*at]).filter(|laid| item(laid))
        else {
            return false;
        };
        let list = &own.place.path[..path.len().saturating_sub(2)];
        let fellows = self.article.blocks.iter().filter(|laid| {
            item(laid) && laid.place.path.len() == path.len() && laid.place.path.starts_with(list)
        });
        fellows.into_iter().any(|laid| {
            clinical::orders(&self.article.text, &self.article.stream.tokens[laid.tokens.clone()])
        })
    }

    /// The row and column of a text block in its table.
    pub(super) fn cell(&self, path: &[u32]) -> Option<(u32, u32)> {
        self.article.blocks.get(*self.by_path.get(path)?)?.cell
    }
}
