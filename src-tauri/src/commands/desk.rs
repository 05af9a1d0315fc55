//! The desk before a board is open.

use crate::{
    app::App,
    error::WireError,
    recent::{self, RecentBoard},
};
use serde::Serialize;
use std::path;
use ts_rs::TS;

/// What the welcome screen shows.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Desk {
    /// The program's version.
    version: &'static str,
    /// The full path of the board named on the command line.
    board: Option<String>,
    /// Boards opened before, the latest first.
    recent: Vec<RecentBoard>,
}

pub(crate) fn desk(app: &App) -> Result<Desk, WireError> {
    let board = app.board.as_ref().map(path::absolute).transpose()?;
    Ok(Desk {
        version: env!("CARGO_PKG_VERSION"),
        board: board.map(|path| path.to_string_lossy().into_owned()),
        recent: recent::read(&app.data),
    })
}
