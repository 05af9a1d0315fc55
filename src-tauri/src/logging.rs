//! The program's own log: of what it does, never of what people write. It goes to the terminal and to a file.

use std::{
    fs::{self, OpenOptions},
    io,
    path::Path,
    sync::Arc,
};
use tracing_subscriber::{EnvFilter, fmt::writer::MakeWriterExt};

/// A log larger than this is set aside at the next start, in place of the one set aside before.
const LIMIT: u64 = 1 << 20;

/// Starts logging into `desk.log` in a folder. `IMPRIMATUR_LOG` says how much (`info` when unset).
pub(crate) fn start(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let path = folder.join("desk.log");
    if fs::metadata(&path).is_ok_and(|log| log.len() > LIMIT) {
        fs::rename(&path, folder.join("desk.old.log"))?;
    }
    let file = OpenOptions::new().create(true).append(true).open(path)?;
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("IMPRIMATUR_LOG").unwrap_or_else(|_| EnvFilter::new("info")))
        .with_ansi(false)
        .with_writer(io::stderr.and(Arc::new(file)))
        .init();
    Ok(())
}
