//! Files on the person's disk.

pub(crate) use crate::chooser::Purpose;
use crate::{app::App, error::WireError};

pub(crate) fn choose_file(
    app: &App,
    purpose: Purpose,
    suggested: Option<String>,
) -> Result<Option<String>, WireError> {
    let Some(path) = app.chooser.choose(purpose, suggested)? else { return Ok(None) };
    if purpose.writes() {
        app.chosen.add(&path);
    }
    path.into_os_string().into_string().map(Some).map_err(|_| {
        WireError::new("file_name", "The name of this file is not readable as text.")
            .hint("Rename the file or its folder, then choose it again.")
    })
}
