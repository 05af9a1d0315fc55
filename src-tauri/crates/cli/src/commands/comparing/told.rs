//! A comparison for a terminal: `[-gone-]` and `{+new+}`, in lines of eighty columns.

use compare::{Change, Class, Comparison, Op, Row, RowKind};
use std::fmt::Write as _;

const WIDTH: usize = 80;

/// The counts, the clinical changes in their sentences, then every block in which something changed.
pub(super) fn told(comparison: &Comparison) -> String {
    let mut out = String::new();
    wrapped(&mut out, "", &comparison.summary.sentence);
    wrapped(&mut out, "", &comparison.summary.caution);
    let titles = comparison.titles();
    let title = |row: u32| titles.get(row as usize).map_or("", String::as_str);
    for (at, change) in comparison.listed().enumerate() {
        if at == 0 {
            out.push_str("\nClinical changes, the gravest first:\n");
        }
        let place = change.rows.first().map_or("", |row| title(*row));
        clinical(&mut out, at + 1, change, place);
    }
    let mut section = "";
    for row in comparison.rows.iter().filter(|row| row.kind != RowKind::Equal) {
        if title(row.id) != section {
            section = title(row.id);
            let _ = writeln!(out, "\n== {section} ==");
        }
        out.push('\n');
        block(&mut out, comparison, row);
    }
    out
}

fn clinical(out: &mut String, number: usize, change: &Change, place: &str) {
    let mut names: Vec<&str> =
        change.findings.iter().map(|f| f.class).filter(|class| class.clinical()).map(Class::name).collect();
    names.dedup();
    let same = if change.equivalent { " (the same, written differently)" } else { "" };
    let place = if place.is_empty() { String::new() } else { format!(", in “{place}”") };
    out.push('\n');
    wrapped(
        out,
        &format!("{number:>3}. "),
        &format!("{}: {}{same}{place}", names.join(", "), change.description),
    );
    let phrases = change.excerpt.iter().map(|phrase| (phrase.op, phrase.text.clone()));
    wrapped(out, "     ", &marked(phrases));
}

fn block(out: &mut String, comparison: &Comparison, row: &Row) {
    let kind = match row.kind {
        RowKind::Restyled => "restyled",
        RowKind::Inserted => "inserted",
        RowKind::Removed => "removed",
        RowKind::Equal | RowKind::Changed | RowKind::Split | RowKind::Merged => "changed",
        RowKind::MovedFrom | RowKind::MovedTo => "moved",
    };
    match (&row.note, comparison.heads(row.id)) {
        (Some(note), _) => wrapped(out, "", &format!("{}:", note.text)),
        (None, Some(heads)) => wrapped(out, "", &format!("{kind}, table: {heads}:")),
        // What stands there instead says it all.
        (None, None) if row.kind == RowKind::MovedFrom => {}
        (None, None) => wrapped(out, "", &format!("{kind}:")),
    }
    let runs = row.segments.iter().map(|segment| match (segment.op, &segment.elsewhere) {
        // A space that only the old text has parts the words before it from those that went.
        (Op::Equal, _) if segment.text.is_empty() && segment.old_text.is_some() => {
            (Op::Equal, " ".to_owned())
        }
        (Op::MovedAway, there) => {
            (Op::Equal, there.as_ref().map_or_else(String::new, |there| format!("[{}] ", there.text)))
        }
        (op, _) => (op, segment.text.replace(document::LEAF, "[·]")),
    });
    wrapped(out, "  ", &marked(runs));
}

/// Runs in one line, neighbours of one fate in one pair of signs.
fn marked(runs: impl Iterator<Item = (Op, String)>) -> String {
    let mut joined: Vec<(Op, String)> = Vec::new();
    for (op, words) in runs {
        match joined.last_mut() {
            Some((last, text)) if *last == op => text.push_str(&words),
            _ => joined.push((op, words)),
        }
    }
    let signed = joined.into_iter().map(|(op, words)| match op {
        Op::Equal | Op::MovedAway => words,
        Op::Insert => format!("{{+{words}+}}"),
        Op::Delete => format!("[-{words}-]"),
    });
    signed.collect()
}

/// Writes a text in lines, each after the first below the first's words. Line breaks stay.
fn wrapped(out: &mut String, lead: &str, text: &str) {
    let (wide, mut lead) = (lead.chars().count(), lead.to_owned());
    for line in text.lines() {
        let mut so_far = String::new();
        for word in line.split(' ') {
            let room = WIDTH - wide;
            if !so_far.is_empty() && so_far.chars().count() + 1 + word.chars().count() > room {
                let _ = writeln!(out, "{lead}{}", so_far.trim_end());
                lead = " ".repeat(wide);
                so_far.clear();
            } else if !so_far.is_empty() {
                so_far.push(' ');
            }
            so_far.push_str(word);
        }
        let _ = writeln!(out, "{lead}{}", so_far.trim_end());
        lead = " ".repeat(wide);
    }
}

#[cfg(test)]
mod tests {
    use super::told;
    use document::{Block, Document, Inline};

    fn document(blocks: &[&str]) -> Document {
        let block = |text: &&str| match text.strip_prefix("# ") {
            Some(title) => Block::heading(2, vec![Inline::text(title)]),
            None => Block::paragraph(vec![Inline::text(*text)]),
        };
        Document { content: blocks.iter().map(block).collect() }
    }

    #[test]
    fn a_clinical_change_is_told_in_its_sentence_and_section_in_eighty_columns() {
        let rest =
            "Drink water with it, stay upright for half an hour, and tell the nurse when you feel sick.";
        let old = document(&["# At night", &format!("Take 4.5 mg at bedtime. {rest}")]);
        let new = document(&["# At night", &format!("Take 45 mg at bedtime. {rest}")]);
        let text = told(&compare::compare(&old, &new));
        assert!(text.contains("  1. Dose: dose 4.5 mg → 45 mg, in “At night”\n"), "{text}");
        assert!(text.contains("     Take [-4.5-]{+45+} mg at bedtime.\n"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }

    #[test]
    fn what_moved_away_is_named_and_not_told_twice() {
        let stays = "Rest the joint for two days, keep it high, and do not drive until it has healed.";
        let moves = "Take 20 mg of prednisolone with breakfast for five days and then stop it at once.";
        let old = document(&[moves, stays, "Call us when it swells again."]);
        let new = document(&[stays, "Call us when it swells again.", moves]);
        let text = told(&compare::compare(&old, &new));
        assert_eq!(text.matches("for five days").count(), 1, "{text}");
        assert!(!text.contains("[-"), "{text}");
    }
}
