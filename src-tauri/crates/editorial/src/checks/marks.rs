//! Citation marks that lead nowhere.

use super::{Check, Evidence, Found};
use crate::{Severity, SourceId};
use document::{Anchor, InlineKind};

pub(super) const DANGLING: Check =
    Check { id: "dangling-mark", version: 1, severity: Severity::Advisory, look: dangling };

/// A mark is tied when each of its keys is a source of the library or a label of the article's list of references.
fn dangling(evidence: &Evidence<'_>) -> Vec<Found> {
    let references = &evidence.article.origin.references;
    let tied = |key: &String| match key.parse::<SourceId>() {
        Ok(source) => evidence.sources.contains_key(&source),
        Err(_) => references.iter().any(|reference| reference.label == *key),
    };
    let mut found = Vec::new();
    for block in evidence.document.text_blocks() {
        let (text, mut at): (Vec<char>, u32) = (block.text().chars().collect(), 0);
        for inline in block.inlines {
            let length = match &inline.kind {
                InlineKind::Text { text } => text.chars().count(),
                InlineKind::HardBreak | InlineKind::Image { .. } => 1,
                InlineKind::Citation { attrs } => {
                    let loose: Vec<&str> =
                        attrs.keys.iter().filter(|key| !tied(key)).map(String::as_str).collect();
                    if !loose.is_empty() {
                        // The words before the mark show where it stands: a mark has none of its own.
                        let place = Anchor::within(&text, &block.path, at.saturating_sub(40), at + 1);
                        let what = if references.is_empty() {
                            "there is no list of references"
                        } else {
                            "the list of references has no such entry"
                        };
                        found.push(Found(
                            format!("The mark {} leads nowhere: {what}.", loose.join(", ")),
                            place,
                        ));
                    }
                    1
                }
            };
            at += u32::try_from(length).unwrap_or(0);
        }
    }
    found
}
