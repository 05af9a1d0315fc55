//! What every command may reach.

use crate::chooser::Chooser;
use std::path::PathBuf;

/// The state of the running program.
pub(crate) struct App {
    /// The folder of this program's own files: the list of recent boards, later working copies.
    pub(crate) data: PathBuf,
    /// The board named on the command line.
    pub(crate) board: Option<PathBuf>,
    /// Who is asked for files.
    pub(crate) chooser: Box<dyn Chooser>,
}
