//! Asking the person for a file.

use crate::error::WireError;
use serde::Deserialize;
use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::DialogExt;
use ts_rs::TS;

/// What a file is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Purpose {
    /// To make a board in.
    CreateBoard,
    /// A board to open.
    OpenBoard,
    /// An article to import.
    ImportArticle,
    /// References to import.
    ImportReferences,
    /// A list of retractions.
    ImportRetractions,
    /// A source's file.
    AttachFile,
    /// To write the trail to, as CSV.
    ExportCsv,
    /// To write the trail to, as JSON Lines.
    ExportJsonl,
    /// To write the table of an article's discussions to.
    ExportThreads,
    /// To write the signatures on an article to.
    ExportSignatures,
    /// To write a report to.
    ExportPdf,
    /// To write an article's certificate to.
    ExportCertificate,
    /// To write a comparison to, as a page.
    ExportComparison,
    /// To write a comparison to, as a PDF.
    ExportComparisonPdf,
    /// To write a bundle to.
    ExportBundle,
    /// To write a checkpoint to.
    SaveCheckpoint,
    /// A folder to copy every checkpoint to.
    CopyCheckpoints,
    /// A backup to put back.
    OpenBackup,
    /// To put a backup back in.
    RestoreBoard,
}

impl Purpose {
    /// The dialog's title, and the files it shows: their kind and endings.
    fn dialog(self) -> (&'static str, (&'static str, &'static [&'static str])) {
        const BOARD: (&str, &[&str]) = ("Board", &["board"]);
        match self {
            Self::CreateBoard => ("Create a board", BOARD),
            Self::OpenBoard => ("Open a board", BOARD),
            Self::ImportArticle => {
                let articles = ("Article", ["md", "markdown", "html", "htm", "txt"].as_slice());
                ("Import an article", articles)
            }
            Self::ImportReferences => {
                let references = ("References", ["ris", "nbib", "bib", "xml", "json", "txt"].as_slice());
                ("Import references", references)
            }
            Self::ImportRetractions => ("Import retractions", ("Retraction Watch", &["csv"])),
            Self::AttachFile => {
                ("Attach a file to the source", ("PDF, HTML or text", &["pdf", "html", "htm", "txt"]))
            }
            Self::ExportCsv => ("Export the trail", ("CSV", &["csv"])),
            Self::ExportThreads => ("Export the discussions", ("CSV", &["csv"])),
            Self::ExportJsonl => ("Export the trail", ("JSON Lines", &["jsonl"])),
            Self::ExportSignatures => ("Export the signatures", ("JSON", &["json"])),
            Self::ExportPdf => ("Write a report", ("PDF", &["pdf"])),
            Self::ExportCertificate => ("Write a certificate", ("PDF", &["pdf"])),
            Self::ExportComparison => ("Save the comparison as a page", ("HTML", &["html"])),
            Self::ExportComparisonPdf => ("Write the comparison", ("PDF", &["pdf"])),
            Self::ExportBundle => ("Export a bundle", ("Bundle", &["zip"])),
            Self::SaveCheckpoint => ("Save a checkpoint", ("Checkpoint", &["note"])),
            Self::CopyCheckpoints => ("Choose a folder for copies of the checkpoints", ("Folder", &[])),
            Self::OpenBackup => ("Choose a backup", BOARD),
            Self::RestoreBoard => ("Put the backup back as a new board", BOARD),
        }
    }

    /// Whether something is to be written there.
    pub(crate) fn writes(self) -> bool {
        self == Self::CopyCheckpoints || self.saves()
    }

    /// Whether the file is to be written, and so need not exist.
    fn saves(self) -> bool {
        matches!(
            self,
            Self::CreateBoard
                | Self::ExportCsv
                | Self::ExportJsonl
                | Self::ExportThreads
                | Self::ExportSignatures
                | Self::ExportPdf
                | Self::ExportCertificate
                | Self::ExportComparison
                | Self::ExportComparisonPdf
                | Self::ExportBundle
                | Self::SaveCheckpoint
                | Self::RestoreBoard
        )
    }
}

/// Someone who can be asked for a file.
pub(crate) trait Chooser: Send + Sync {
    /// The file chosen, or none when the question was dismissed; `suggested` is a name for a new file. Blocks: never
    /// to be called on the main thread.
    fn choose(&self, purpose: Purpose, suggested: Option<String>) -> io::Result<Option<PathBuf>>;
}

/// The person; or, in a debug build, the script that `IMPRIMATUR_CHOOSE` names.
pub(crate) fn of(desk: &AppHandle) -> Box<dyn Chooser> {
    match std::env::var_os("IMPRIMATUR_CHOOSE") {
        Some(script) if cfg!(debug_assertions) => {
            Box::new(Script { file: script.into(), next: AtomicUsize::new(0) })
        }
        _ => Box::new(Native(desk.clone())),
    }
}

/// What the person chose to have written and is not written yet. The window hands the name of a file back to us, and may hand
/// over no other: it is the system's dialog that asks whether a file may be replaced.
#[derive(Default)]
pub(crate) struct Chosen(Mutex<HashSet<PathBuf>>);

impl Chosen {
    pub(crate) fn add(&self, path: &Path) {
        self.paths().insert(path.to_owned());
    }

    /// The path, for one writing.
    pub(crate) fn take(&self, path: &str) -> Result<PathBuf, WireError> {
        self.paths().take(Path::new(path)).ok_or_else(|| {
            WireError::new("not_chosen", "Nobody chose this file to be written.")
                .hint("Choose a file, and try again.")
        })
    }

    fn paths(&self) -> std::sync::MutexGuard<'_, HashSet<PathBuf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The system's dialogs.
struct Native(AppHandle);

impl Chooser for Native {
    fn choose(&self, purpose: Purpose, suggested: Option<String>) -> io::Result<Option<PathBuf>> {
        let (title, (kind, endings)) = purpose.dialog();
        let mut dialog = self.0.dialog().file().set_title(title);
        if !endings.is_empty() {
            dialog = dialog.add_filter(kind, endings);
        }
        if let Some(window) = self.0.get_webview_window("main") {
            dialog = dialog.set_parent(&window);
        }
        if let Some(name) = suggested {
            dialog = dialog.set_file_name(name);
        }
        let chosen = if purpose == Purpose::CopyCheckpoints {
            dialog.blocking_pick_folder()
        } else if purpose.saves() {
            dialog.blocking_save_file()
        } else {
            dialog.blocking_pick_file()
        };
        chosen.map(|file| file.into_path().map_err(io::Error::other)).transpose()
    }
}

/// Answers read from a file, a line for each question; an empty or missing line dismisses it. For tests, which
/// cannot drive the system's dialogs.
struct Script {
    file: PathBuf,
    next: AtomicUsize,
}

impl Chooser for Script {
    fn choose(&self, _: Purpose, _: Option<String>) -> io::Result<Option<PathBuf>> {
        let answers = fs::read_to_string(&self.file)?;
        let answer = answers.lines().nth(self.next.fetch_add(1, Ordering::Relaxed));
        Ok(answer.filter(|line| !line.is_empty()).map(PathBuf::from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_written_once_and_nothing_else_is() {
        let chosen = Chosen::default();
        chosen.add(Path::new("/home/ada/trail.csv"));
        assert_eq!(chosen.take("/home/ada/team.board").unwrap_err().code, "not_chosen");
        assert_eq!(chosen.take("/home/ada/trail.csv").unwrap(), Path::new("/home/ada/trail.csv"));
        assert_eq!(chosen.take("/home/ada/trail.csv").unwrap_err().code, "not_chosen");
    }

    #[test]
    fn a_script_answers_line_by_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("answers");
        fs::write(&file, "/first\n\n/third\n").unwrap();
        let script = Script { file, next: AtomicUsize::new(0) };
        let answers = [(); 4].map(|()| script.choose(Purpose::OpenBoard, None).unwrap());
        assert_eq!(answers, [Some("/first".into()), None, Some("/third".into()), None]);
    }
}
