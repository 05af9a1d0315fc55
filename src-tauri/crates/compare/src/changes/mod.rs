//! The list of changes in reading order, and their counts.

mod below;
mod cut;
mod describe;
mod entries;
mod excerpt;
mod headings;
mod lines;
mod raised;
mod side;
mod twins;

use crate::article::Article;
use crate::clinical;
use crate::comparison::{BlockRef, Change, Class, Comparison, Finding, Op, Row, RowKind, Segment, Span};
use crate::rows::restyled;
use document::{Digest, InlineKind};
pub(crate) use entries::Entries;
use lines::Lines;
use side::Side;
use std::collections::{BTreeMap, BTreeSet};

/// Fills in [`Comparison::changes`], the references to them and [`Comparison::summary`].
pub(crate) fn list(comparison: &mut Comparison, old: &Article, new: &Article, entries: &Entries) {
    let (old, new) = (Side::of(old), Side::of(new));
    let mut lines = Lines::of(comparison, &old, &new);
    let mut lister = Lister { old, new, changes: Vec::new(), seen: BTreeMap::new() };
    let mut met: (BTreeSet<Vec<u32>>, BTreeSet<Vec<u32>>) = Default::default();
    for row in &mut comparison.rows {
        lister.block(row, &mut met);
        if !lines.take(row) {
            lister.runs(row);
        }
    }
    lines.add(comparison, &mut lister);
    let twins = twins::judge(comparison, &mut lister);
    headings::judge(comparison, &mut lister);
    below::judge(comparison, &mut lister);
    entries.judge(comparison, &mut lister);
    lister.moves(comparison);
    cut::at_sentences(comparison, &lister, &twins);
    let excerpts = excerpt::each(comparison, &lister, &twins);
    comparison.changes = lister.changes;
    for (change, excerpt) in comparison.changes.iter_mut().zip(excerpts) {
        change.excerpt = excerpt;
    }
    in_reading_order(comparison);
    comparison.clinical = by_gravity(&comparison.changes);
    comparison.summary = describe::summary(&comparison.changes);
}

/// The clinical changes as a tired reader should meet them: what may harm whoever is treated by it first, then whom and
/// how surely it is said of, and last what is only written differently.
fn by_gravity(changes: &[Change]) -> Vec<u32> {
    let rank = |change: &&Change| match change.class {
        _ if change.equivalent => 2,
        Class::Population | Class::Certainty | Class::Citation => 1,
        _ => 0,
    };
    let mut clinical: Vec<&Change> = changes.iter().filter(|change| change.clinical).collect();
    clinical.sort_by_key(rank);
    clinical.into_iter().map(|change| change.id).collect()
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
    /// What its leaves point at.
    leaves: String,
    spans: (Option<Span>, Option<Span>),
    move_id: Option<u32>,
}

impl Draft {
    fn of(class: Class, description: String) -> Self {
        Self {
            rows: Vec::new(),
            findings: vec![Finding::told(class, description)],
            old_text: String::new(),
            new_text: String::new(),
            leaves: String::new(),
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
    /// Changes of a block as such: its kind, or where it was cut or joined.
    fn block(&mut self, row: &mut Row, met: &mut (BTreeSet<Vec<u32>>, BTreeSet<Vec<u32>>)) {
        let (Some(was), Some(is)) = (&row.old, &row.new) else { return };
        let mut drafts = Vec::new();
        // A part of a block that stands elsewhere now was taken out of it, which is all there is to say.
        let stands_for_it = row.kind != RowKind::MovedTo || self.old.is_whole(&was.path, &row.segments);
        if row.kind != RowKind::MovedFrom
            && stands_for_it
            && restyled((was.role, was.quoted), (is.role, is.quoted))
        {
            drafts.push(format!("{} → {}", describe::place(was), describe::place(is)));
        }
        if row.segments.iter().any(|segment| segment.op == Op::Equal && segment.move_id.is_none()) {
            if !met.0.insert(was.path.clone()) {
                drafts.push("split from what stood before it".to_owned());
            }
            if !met.1.insert(is.path.clone()) {
                drafts.push("joined with what stands before it".to_owned());
            }
        }
        let spans =
            (Some(first_place(row, was, |s| s.old.as_ref())), Some(first_place(row, is, |s| s.new.as_ref())));
        // What came from another block was not in the old one, and what went to another is not in the new one.
        let was_here = |s: &&Segment| match s.op {
            Op::MovedAway => true,
            Op::Insert => false,
            Op::Equal | Op::Delete => s.move_id.is_none() || row.kind == RowKind::MovedTo,
        };
        let is_here = |s: &&Segment| matches!(s.op, Op::Equal | Op::Insert);
        for description in drafts {
            let change = self.add(Draft {
                rows: vec![row.id],
                old_text: describe::shown(row.segments.iter().filter(was_here), true),
                new_text: describe::shown(row.segments.iter().filter(is_here), false),
                spans: spans.clone(),
                ..Draft::of(Class::Structure, description)
            });
            row.changes.push(change);
        }
    }

    /// Changes of words and of formatting.
    fn runs(&mut self, row: &mut Row) {
        let mut at = 0;
        while at < row.segments.len() {
            let segment = &row.segments[at];
            let (draft, end) = match (segment.op, &segment.formatting) {
                (Op::Equal, None) | (Op::MovedAway, _) => {
                    at += 1;
                    continue;
                }
                (Op::Equal, Some(formatting)) => {
                    let mut draft = Draft {
                        rows: vec![row.id],
                        old_text: describe::shown([segment], true),
                        new_text: describe::shown([segment], false),
                        spans: (segment.old.clone(), segment.new.clone()),
                        move_id: segment.move_id,
                        ..Draft::of(Class::Formatting, describe::formatting(formatting))
                    };
                    if let Some(number) = raised::judge(segment, formatting, &self.new) {
                        draft.findings.insert(0, number);
                    }
                    (draft, at + 1)
                }
                (Op::Delete | Op::Insert, _) => {
                    let goes_on = |s: &&Segment| {
                        matches!(s.op, Op::Delete | Op::Insert) && s.move_id == segment.move_id
                    };
                    let end = at + row.segments[at..].iter().take_while(goes_on).count();
                    (self.words(row, at, end), end)
                }
            };
            let change = self.add(draft);
            row.segments[at..end].iter_mut().for_each(|segment| segment.change = Some(change));
            at = end;
        }
    }

    /// The change that a run of deletions and insertions is.
    fn words(&self, row: &Row, from: usize, to: usize) -> Draft {
        let segments = &row.segments[from..to];
        let of = |op: Op| segments.iter().filter(move |segment| segment.op == op);
        let (old_text, new_text) =
            (describe::shown(of(Op::Delete), true), describe::shown(of(Op::Insert), false));
        let over = |side: fn(&Segment) -> Option<&Span>, place: Option<&BlockRef>| {
            let mut spans = segments.iter().filter_map(side);
            if let Some(first) = spans.next() {
                let end = spans.filter(|s| s.block == first.block).map(|s| s.end).max();
                return Some(Span { end: end.unwrap_or(first.end).max(first.end), ..first.clone() });
            }
            let before = row.segments[..from].last().and_then(side);
            let at = before.map(|span| Span { start: span.end, ..span.clone() });
            at.or_else(|| place.map(empty_at))
        };
        let spans = (over(|s| s.old.as_ref(), row.old.as_ref()), over(|s| s.new.as_ref(), row.new.as_ref()));
        let mut draft = Draft {
            rows: vec![row.id],
            spans,
            leaves: format!("{}{}", describe::leaves(of(Op::Delete)), describe::leaves(of(Op::Insert))),
            move_id: segments.first().and_then(|segment| segment.move_id),
            ..Draft::of(Class::Wording, describe::wording(&old_text, &new_text))
        };
        let mut images = Vec::new();
        let is_image =
            |segment: &Segment| segment.content.iter().any(|i| matches!(i.kind, InlineKind::Image { .. }));
        if segments.iter().any(is_image) {
            let description = format!("image {}", describe::wording(&old_text, &new_text));
            draft.findings = vec![Finding::told(Class::Structure, description)];
            images.extend(image_for_image(segments));
        }
        (draft.old_text, draft.new_text) = (old_text, new_text);
        let mut found = clinical::findings(
            &self.old.passage(draft.spans.0.as_ref()),
            &self.new.passage(draft.spans.1.as_ref()),
        );
        for finding in found.iter_mut().filter(|finding| finding.class == Class::Citation) {
            let (gone, come) =
                (describe::citations(segments, Op::Delete), describe::citations(segments, Op::Insert));
            if !(gone.is_empty() && come.is_empty()) {
                *finding = Finding::became(Class::Citation, "citation", None, &gone, &come, false);
            }
        }
        found.append(&mut images);
        if !found.is_empty() {
            draft.findings = found;
        }
        draft
    }

    /// A change for each move.
    fn moves(&mut self, comparison: &Comparison) {
        let mut texts: BTreeMap<u32, (String, BTreeSet<u32>)> = BTreeMap::new();
        for row in &comparison.rows {
            for segment in &row.segments {
                let Some(moved) = segment.move_id else { continue };
                let (text, rows) = texts.entry(moved).or_default();
                rows.insert(row.id);
                if segment.op == Op::MovedAway {
                    text.push_str(&segment.text);
                }
            }
        }
        for moved in &comparison.moves {
            let (text, rows) = texts.remove(&moved.id).unwrap_or_default();
            let description = if moved.edited { "moved and edited" } else { "moved" };
            let (from, to) = (moved.old.first(), moved.new.first());
            let warned = self.old.passage(from).in_warnings && !self.new.passage(to).in_warnings;
            let step =
                |side: &Side<'_>, span: Option<&Span>| span.is_some_and(|span| side.is_step(&span.block));
            let (class, description) = if warned {
                (Class::Warning, format!("{description} out of a section of warnings"))
            } else if moved.new.len() == 1 && step(&self.old, from) && step(&self.new, to) {
                (Class::Negation, format!("step {description}: {}", describe::short(&text)))
            } else {
                (Class::Moved, description.to_owned())
            };
            self.add(Draft {
                rows: rows.into_iter().collect(),
                old_text: text.clone(),
                new_text: text,
                spans: (from.cloned(), to.cloned()),
                move_id: Some(moved.id),
                ..Draft::of(class, description)
            });
        }
    }

    fn add(&mut self, draft: Draft) -> u32 {
        let id = self.changes.len() as u32;
        let (old, new) = draft.spans;
        let sentence =
            |side: &Side<'_>, span: Option<&Span>| span.map(|span| side.sentence(span)).unwrap_or_default();
        let old_sentence = sentence(&self.old, old.as_ref());
        let new_sentence = sentence(&self.new, new.as_ref());
        let (class, description) = (gravest(&draft.findings), described(&draft.findings));
        // What a change of words is called may change with the word lists; what it is may not.
        let what = if class >= Class::Moved { description.as_str() } else { "" };
        let content =
            [draft.old_text.as_str(), &draft.new_text, &draft.leaves, &old_sentence, &new_sentence, what]
                .join("\u{1f}");
        let seen = self.seen.entry(content.clone()).or_default();
        *seen += 1;
        let key = Digest::of(format!("{content}\u{1f}{seen}").as_bytes()).to_string()[..32].to_owned();
        let mut change = Change {
            id,
            key,
            rows: draft.rows,
            class,
            clinical: false,
            equivalent: false,
            description,
            findings: Vec::new(),
            old_text: draft.old_text,
            new_text: draft.new_text,
            old,
            new,
            old_sentence,
            new_sentence,
            excerpt: Vec::new(),
            move_id: draft.move_id,
        };
        set_findings(&mut change, draft.findings);
        self.changes.push(change);
        id
    }
}

/// What is clinical where an image took another's place: in their descriptions, or else what the images show.
fn image_for_image(segments: &[Segment]) -> Vec<Finding> {
    let image = |op: Op| {
        let inlines = segments.iter().filter(|segment| segment.op == op).flat_map(|s| &s.content);
        let mut images = inlines.filter_map(|inline| match &inline.kind {
            InlineKind::Image { attrs } => Some(attrs),
            _ => None,
        });
        images.next()
    };
    let (Some(was), Some(is)) = (image(Op::Delete), image(Op::Insert)) else { return Vec::new() };
    let mut found = clinical::of_texts(&was.alt, &is.alt);
    if found.is_empty() && was.digest != is.digest {
        let description = format!("another image of {}: look at what it shows", describe::short(&is.alt));
        found.push(Finding::told(Class::Number, description));
    }
    found
}

fn gravest(findings: &[Finding]) -> Class {
    findings.iter().map(|finding| finding.class).min().unwrap_or(Class::Wording)
}

fn described(findings: &[Finding]) -> String {
    findings.iter().map(|finding| finding.description.as_str()).collect::<Vec<_>>().join("; ")
}

/// What was found in a change, and what follows from it.
fn set_findings(change: &mut Change, findings: Vec<Finding>) {
    change.class = gravest(&findings);
    change.clinical = change.class.clinical();
    change.equivalent = change.clinical && findings.iter().all(|f| f.equivalent || !f.class.clinical());
    change.description = described(&findings);
    change.findings = findings;
}

/// Where a row's text begins in one document.
fn first_place(row: &Row, block: &BlockRef, side: fn(&Segment) -> Option<&Span>) -> Span {
    let first = row.segments.iter().filter_map(side).find(|span| span.block == block.path);
    first.map_or_else(|| empty_at(block), |span| Span { end: span.start, ..span.clone() })
}

fn empty_at(place: &BlockRef) -> Span {
    Span { block: place.path.clone(), start: 0, end: 0 }
}
