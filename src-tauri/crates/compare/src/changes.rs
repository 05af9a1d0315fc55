//! The list of changes in reading order, and their counts.

use crate::article::Article;
use crate::clinical::{self, Passage};
use crate::comparison::{
    BlockRef, Change, Class, Comparison, Count, Finding, Formatting, LineKind, Op, Role, RowKind, Segment,
    Span, Summary,
};
use crate::rows::restyled;
use document::{Digest, LEAF};
use std::collections::BTreeMap;
use std::ops::Range;

/// Fills in [`Comparison::changes`], the references to them and [`Comparison::summary`].
pub(crate) fn list(comparison: &mut Comparison, old: &Article, new: &Article) {
    let mut lister =
        Lister { old: Side::of(old), new: Side::of(new), changes: Vec::new(), seen: BTreeMap::new() };
    let mut announced = 0;
    for at in 0..comparison.rows.len() {
        let row = &mut comparison.rows[at];
        let id = row.id;
        if let (Some(was), Some(is)) = (&row.old, &row.new)
            && row.kind != RowKind::MovedFrom
            && restyled((was.role, was.quoted), (is.role, is.quoted))
        {
            let gone = row.segments.iter().filter(|s| s.op != Op::Insert);
            let old_text: String = gone.map(|s| s.old_text.as_ref().unwrap_or(&s.text).as_str()).collect();
            let come = row.segments.iter().filter(|s| s.op != Op::Delete);
            let new_text: String = come.map(|s| s.text.as_str()).collect();
            let description = format!("{} → {}", describe(was), describe(is));
            let spans = (Some(empty_at(was)), Some(empty_at(is)));
            let change = lister.add(Draft {
                rows: vec![id],
                old_text,
                new_text,
                spans,
                ..Draft::of(Class::Structure, description)
            });
            row.changes.push(change);
        }
        let mut n = 0;
        while n < row.segments.len() {
            let segment = &row.segments[n];
            if let Some(moved) = segment.move_id
                && moved > announced
                && segment.op != Op::MovedAway
            {
                announced = announced.max(moved);
            }
            match (segment.op, &segment.formatting) {
                (Op::Equal, None) | (Op::MovedAway, _) => n += 1,
                (Op::Equal, Some(formatting)) => {
                    let description = format!("formatting: {}", describe_formatting(formatting));
                    let draft = Draft {
                        rows: vec![id],
                        old_text: segment.old_text.clone().unwrap_or_else(|| segment.text.clone()),
                        new_text: segment.text.clone(),
                        spans: (segment.old.clone(), segment.new.clone()),
                        move_id: segment.move_id,
                        ..Draft::of(Class::Formatting, description)
                    };
                    let change = lister.add(draft);
                    row.segments[n].change = Some(change);
                    n += 1;
                }
                (Op::Delete | Op::Insert, _) => {
                    let moved = segment.move_id;
                    let end = (n..row.segments.len())
                        .find(|k| {
                            let s = &row.segments[*k];
                            !matches!(s.op, Op::Delete | Op::Insert) || s.move_id != moved
                        })
                        .unwrap_or(row.segments.len());
                    let before = n.checked_sub(1).map(|k| &row.segments[k]);
                    let mut draft =
                        words(id, before, &row.segments[n..end], row.old.as_ref(), row.new.as_ref());
                    lister.judge(&mut draft);
                    let change = lister.add(draft);
                    for segment in &mut row.segments[n..end] {
                        segment.change = Some(change);
                    }
                    n = end;
                }
            }
        }
    }
    let moves: Vec<Draft> = comparison
        .moves
        .iter()
        .map(|moved| {
            let rows =
                comparison.rows.iter().filter(|row| row.segments.iter().any(|s| s.move_id == Some(moved.id)));
            let text: String = comparison
                .rows
                .iter()
                .flat_map(|row| &row.segments)
                .filter(|s| s.op == Op::MovedAway && s.move_id == Some(moved.id))
                .map(|s| s.text.as_str())
                .collect();
            Draft {
                rows: rows.map(|row| row.id).collect(),
                old_text: text.clone(),
                new_text: text,
                spans: (moved.old.first().cloned(), moved.new.first().cloned()),
                move_id: Some(moved.id),
                ..Draft::of(
                    Class::Moved,
                    if moved.edited { "moved and edited".to_owned() } else { "moved".to_owned() },
                )
            }
        })
        .collect();
    for draft in moves {
        lister.add(draft);
    }
    for table in &comparison.tables {
        for (what, lines) in [("row", &table.rows), ("column", &table.columns)] {
            for line in lines {
                let description = match (line.kind, line.old, line.new) {
                    (LineKind::Kept, ..) => continue,
                    (LineKind::Inserted, _, Some(at)) => format!("table {what} {} added", at + 1),
                    (LineKind::Removed, Some(at), _) => format!("table {what} {} removed", at + 1),
                    (_, was, is) => {
                        format!("table {what} {} moved to {}", was.unwrap_or(0) + 1, is.unwrap_or(0) + 1)
                    }
                };
                let place = |path: &Option<Vec<u32>>| {
                    path.as_ref().map(|block| Span { block: block.clone(), start: 0, end: 0 })
                };
                lister.add(Draft {
                    spans: (place(&table.old), place(&table.new)),
                    ..Draft::of(Class::Structure, description)
                });
            }
        }
    }
    comparison.changes = lister.changes;
    in_reading_order(comparison);
    comparison.summary = summary(&comparison.changes);
}

/// Sorts the changes by the first row that shows them, and numbers them anew.
fn in_reading_order(comparison: &mut Comparison) {
    comparison.changes.sort_by_key(|change| (change.rows.first().copied().unwrap_or(u32::MAX), change.id));
    let mut renamed = vec![0; comparison.changes.len()];
    for (id, change) in (0u32..).zip(&mut comparison.changes) {
        renamed[change.id as usize] = id;
        change.id = id;
    }
    for row in &mut comparison.rows {
        for id in row.changes.iter_mut().chain(row.segments.iter_mut().filter_map(|s| s.change.as_mut())) {
            *id = renamed[*id as usize];
        }
    }
}

/// A change in the making.
struct Draft {
    rows: Vec<u32>,
    findings: Vec<Finding>,
    old_text: String,
    new_text: String,
    spans: (Option<Span>, Option<Span>),
    move_id: Option<u32>,
}

impl Draft {
    fn of(class: Class, description: String) -> Self {
        Self {
            rows: Vec::new(),
            findings: vec![Finding { class, description, equivalent: false }],
            old_text: String::new(),
            new_text: String::new(),
            spans: (None, None),
            move_id: None,
        }
    }
}

struct Lister<'a> {
    old: Side<'a>,
    new: Side<'a>,
    changes: Vec<Change>,
    /// How often each content was seen, to tell repeated changes apart.
    seen: BTreeMap<String, u32>,
}

impl Lister<'_> {
    /// Puts what is clinical in a change before its wording.
    fn judge(&self, draft: &mut Draft) {
        let old = self.old.passage(draft.spans.0.as_ref());
        let new = self.new.passage(draft.spans.1.as_ref());
        let found = clinical::findings(&old, &new);
        if !found.is_empty() {
            draft.findings = found;
        }
    }

    fn add(&mut self, draft: Draft) -> u32 {
        let id = self.changes.len() as u32;
        let (old, new) = draft.spans;
        let sentence = |side: &Side<'_>, span: &Option<Span>| {
            span.as_ref().map(|s| side.sentence(s)).unwrap_or_default()
        };
        let (old_sentence, new_sentence) = (sentence(&self.old, &old), sentence(&self.new, &new));
        let first = draft.findings.first();
        let class = first.map_or(Class::Wording, |f| f.class);
        let description =
            draft.findings.iter().map(|f| f.description.as_str()).collect::<Vec<_>>().join("; ");
        let content = [&draft.old_text, &draft.new_text, &old_sentence, &new_sentence]
            .map(String::as_str)
            .join("\u{1f}");
        let content = if class >= Class::Moved { format!("{content}\u{1f}{description}") } else { content };
        let seen = self.seen.entry(content.clone()).or_default();
        *seen += 1;
        let key = Digest::of(format!("{content}\u{1f}{seen}").as_bytes()).to_string()[..32].to_owned();
        let clinical = class.clinical();
        self.changes.push(Change {
            id,
            key,
            rows: draft.rows,
            class,
            clinical,
            equivalent: clinical && draft.findings.iter().all(|f| f.equivalent || !f.class.clinical()),
            description,
            findings: draft.findings,
            old_text: draft.old_text,
            new_text: draft.new_text,
            old,
            new,
            old_sentence,
            new_sentence,
            move_id: draft.move_id,
        });
        id
    }
}

/// The change that a run of deletions and insertions is.
fn words(
    row: u32,
    before: Option<&Segment>,
    segments: &[Segment],
    old: Option<&BlockRef>,
    new: Option<&BlockRef>,
) -> Draft {
    let joined = |op: Op| segments.iter().filter(|s| s.op == op).map(|s| s.text.as_str()).collect::<String>();
    let (old_text, new_text) = (joined(Op::Delete), joined(Op::Insert));
    let over = |side: fn(&Segment) -> Option<&Span>, place: Option<&BlockRef>| {
        let mut spans = segments.iter().filter_map(side);
        if let Some(first) = spans.next() {
            let end = spans.filter(|s| s.block == first.block).map(|s| s.end).max().unwrap_or(first.end);
            return Some(Span { end: end.max(first.end), ..first.clone() });
        }
        let at = before.and_then(side).map(|s| Span { start: s.end, ..s.clone() });
        at.or_else(|| place.map(empty_at))
    };
    let spans = (over(|s| s.old.as_ref(), old), over(|s| s.new.as_ref(), new));
    let description = wording(&old_text, &new_text);
    Draft {
        rows: vec![row],
        old_text,
        new_text,
        spans,
        move_id: segments.first().and_then(|s| s.move_id),
        ..Draft::of(Class::Wording, description)
    }
}

fn wording(old: &str, new: &str) -> String {
    let short = |text: &str| {
        let text = text.replace(LEAF, "[…]");
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.len() > 8 {
            format!("“{} … {}”", words[..4].join(" "), words[words.len() - 2..].join(" "))
        } else {
            format!("“{}”", words.join(" "))
        }
    };
    match (old.trim().is_empty(), new.trim().is_empty()) {
        (false, false) => format!("{} → {}", short(old), short(new)),
        (false, true) => format!("{} removed", short(old)),
        _ => format!("{} added", short(new)),
    }
}

fn empty_at(place: &BlockRef) -> Span {
    Span { block: place.path.clone(), start: 0, end: 0 }
}

fn describe(place: &BlockRef) -> String {
    let what = match place.role {
        Role::Heading { level } => format!("heading level {level}"),
        Role::Paragraph => "paragraph".to_owned(),
        Role::ListItem { depth, ordered, first } => {
            let list = if ordered { "numbered list" } else { "bullet list" };
            let which = if first { "item" } else { "further paragraph" };
            format!("{which} of a {list}, depth {depth}")
        }
        Role::Cell { header: true, .. } => "heading cell".to_owned(),
        Role::Cell { .. } => "cell".to_owned(),
    };
    if place.quoted > 0 { format!("{what}, quoted") } else { what }
}

fn describe_formatting(formatting: &Formatting) -> String {
    let list =
        |names: &[String], how: &str| (!names.is_empty()).then(|| format!("{} {how}", names.join(", ")));
    [list(&formatting.removed, "removed"), list(&formatting.added, "added")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// One text and its sentences by place.
struct Side<'a> {
    article: &'a Article,
    by_path: BTreeMap<&'a [u32], usize>,
    /// Of each block, whether its heading speaks of warnings.
    in_warnings: Vec<bool>,
}

impl<'a> Side<'a> {
    fn of(article: &'a Article) -> Self {
        let by_path =
            article.blocks.iter().enumerate().map(|(at, laid)| (laid.place.path.as_slice(), at)).collect();
        let mut warning = false;
        let in_warnings = article.blocks.iter().map(|laid| {
            if matches!(laid.place.role, Role::Heading { .. }) {
                warning = clinical::warns(&article.text, &article.stream.tokens[laid.tokens.clone()]);
            }
            warning
        });
        Self { article, by_path, in_warnings: in_warnings.collect() }
    }

    /// A span as a changed passage; nothing where the text has no such block.
    fn passage(&self, span: Option<&Span>) -> Passage<'a> {
        let (text, tokens) = (self.article.text.as_str(), self.article.stream.tokens.as_slice());
        let nothing = Passage { text, tokens, changed: tokens.len()..tokens.len(), in_warnings: false };
        let Some(span) = span else { return nothing };
        let Some(at) = self.by_path.get(span.block.as_slice()) else { return nothing };
        let laid = &self.article.blocks[*at];
        let (from, to) = (laid.byte(span.start), laid.byte(span.end));
        let within = &tokens[laid.tokens.clone()];
        let first = laid.tokens.start + within.partition_point(|token| (token.start as usize) < from);
        let last = laid.tokens.start + within.partition_point(|token| (token.start as usize) < to);
        Passage { text, tokens, changed: first..last.max(first), in_warnings: self.in_warnings[*at] }
    }

    /// The sentences that a span lies in, white space folded.
    fn sentence(&self, span: &Span) -> String {
        let Some(at) = self.by_path.get(span.block.as_slice()) else { return String::new() };
        let bytes = self.article.sentences(*at, span.start..span.end);
        self.article.text[bytes].split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl Article {
    /// The bytes of the sentences of block `at` that hold these code points.
    fn sentences(&self, at: usize, points: Range<u32>) -> Range<usize> {
        let laid = &self.blocks[at];
        let (from, to) = (laid.byte(points.start), laid.byte(points.end));
        let tokens = &self.stream.tokens[laid.tokens.clone()];
        let starts =
            || tokens.iter().filter(|t| t.edge >= crate::stream::Edge::Sentence).map(|t| t.start as usize);
        let start = starts().take_while(|s| *s <= from).last().unwrap_or(laid.bytes.start);
        let end = starts().find(|s| *s >= to.max(from + 1)).unwrap_or(laid.bytes.end);
        start..end.max(start)
    }
}

pub(crate) fn summary(changes: &[Change]) -> Summary {
    let mut counts: BTreeMap<Class, u32> = BTreeMap::new();
    for change in changes {
        let mut classes: Vec<Class> = change.findings.iter().map(|f| f.class).collect();
        classes.sort_unstable();
        classes.dedup();
        if change.clinical {
            classes.retain(|class| class.clinical());
        }
        for class in classes {
            *counts.entry(class).or_default() += 1;
        }
    }
    let counts: Vec<Count> = counts.into_iter().map(|(class, count)| Count { class, count }).collect();
    let sentence = if counts.is_empty() {
        "No changes".to_owned()
    } else {
        counts
            .iter()
            .map(|c| format!("{} {}", c.count, noun(c.class, c.count)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    Summary {
        counts,
        clinical: changes.iter().filter(|c| c.clinical).count() as u32,
        total: changes.len() as u32,
        sentence,
    }
}

fn noun(class: Class, count: u32) -> &'static str {
    let one = count == 1;
    match class {
        Class::Dose => {
            if one {
                "dose"
            } else {
                "doses"
            }
        }
        Class::Negation => {
            if one {
                "negation"
            } else {
                "negations"
            }
        }
        Class::Warning => {
            if one {
                "warning removed"
            } else {
                "warnings removed"
            }
        }
        Class::Drug => {
            if one {
                "drug name"
            } else {
                "drug names"
            }
        }
        Class::Number => {
            if one {
                "number"
            } else {
                "numbers"
            }
        }
        Class::Population => {
            if one {
                "population"
            } else {
                "populations"
            }
        }
        Class::Certainty => "certainty",
        Class::Citation => {
            if one {
                "citation"
            } else {
                "citations"
            }
        }
        Class::Reference => {
            if one {
                "reference"
            } else {
                "references"
            }
        }
        Class::Wording => "wording",
        Class::Moved => "moved",
        Class::Structure => "structure",
        Class::Formatting => "formatting",
    }
}
