//! Text that stands below another heading now, and so applies to others: what adults were to take and children are.

use super::{Draft, Lister, empty_at};
use crate::clinical;
use crate::comparison::{Class, Comparison, Op, RowKind};
use std::collections::BTreeSet;

/// Says so of the first block of each heading that went below another.
pub(super) fn judge(comparison: &mut Comparison, lister: &mut Lister<'_>) {
    let both = comparison.rows.iter().filter(|row| row.kind != RowKind::MovedFrom);
    let both = both.filter_map(|row| Some((row.old.as_ref()?.path.clone(), row.new.as_ref()?.path.clone())));
    let pairs: BTreeSet<(Vec<u32>, Vec<u32>)> = both.collect();
    let mut told = BTreeSet::new();
    for row in &mut comparison.rows {
        let (Some(was), Some(is)) = (&row.old, &row.new) else { continue };
        let stays = row.segments.iter().any(|s| s.op == Op::Equal && !s.text.trim().is_empty());
        if row.kind == RowKind::MovedFrom || !stays {
            continue;
        }
        let governors = (lister.old.governor(&was.path), lister.new.governor(&is.path));
        let (Some(above), Some(below)) = governors else { continue };
        if pairs.contains(&(above.to_vec(), below.to_vec())) {
            continue;
        }
        let headings = lister.old.block(above).zip(lister.new.block(below));
        let texts = lister.old.block(&was.path).zip(lister.new.block(&is.path));
        let (Some((from, to)), Some((before, after))) = (headings, texts) else { continue };
        if !clinical::applies_otherwise((&from, &to), (&before, &after)) {
            continue;
        }
        if !told.insert((above.to_vec(), below.to_vec())) {
            continue;
        }
        let quote = |passage: &clinical::Passage<'_>| passage.quote(&passage.changed);
        let (above, below) = (quote(&from), quote(&to));
        let description = format!("stood below “{above}”, stands below “{below}”");
        let spans = (Some(empty_at(was)), Some(empty_at(is)));
        let change = lister.add(Draft {
            rows: vec![row.id],
            old_text: quote(&before),
            new_text: quote(&after),
            spans,
            ..Draft::of(Class::Population, description)
        });
        row.changes.push(change);
    }
}
