//! A source over its life in the library, folded from its own events.

use super::Source;
use crate::{Event, SourceId};

/// A source as its events made it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shelf {
    /// What is known of it; none before it came in and after it was taken out.
    pub details: Option<Source>,
    /// The source that stands in its place, since the two were found to be one work.
    pub merged: Option<SourceId>,
}

impl Shelf {
    /// What is known of it, if it is in the library itself.
    pub fn in_library(&self) -> Option<&Source> {
        self.details.as_ref().filter(|_| self.merged.is_none())
    }

    /// Folds an event of the source's stream in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::SourceAdded { details, .. } | Event::SourceChanged { new: details, .. } => {
                self.details = Some(details.clone());
            }
            Event::SourceRemoved { .. } => self.details = None,
            Event::SourceMerged { into, .. } => self.merged = Some(*into),
            Event::SourceMergeUndone { .. } => self.merged = None,
            Event::SourceNoticed { notice } => {
                if let Some(details) = &mut self.details {
                    details.notices.push(notice.clone());
                }
            }
            Event::SourceFileAttached { file } => {
                if let Some(details) = &mut self.details {
                    details.file = Some(file.clone());
                }
            }
            Event::SourceFileRemoved { .. } => {
                if let Some(details) = &mut self.details {
                    details.file = None;
                }
            }
            _ => {}
        }
    }
}
