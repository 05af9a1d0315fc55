//! The window of the desk: it starts the page and answers the page's commands. It holds no rule of the domain.

#[macro_use]
mod bridge;

mod app;
mod chooser;
mod commands;
mod error;
mod idle;
mod logging;
mod messages;
mod proofs;
mod recent;
mod rpc;
mod work;

#[cfg(test)]
mod bindings;

use app::App;
use clap::Parser;
use std::{error::Error, path::PathBuf, process::ExitCode, sync::Arc};
use tauri::{Manager, Url, WebviewWindowBuilder};

/// The desk at which a board decides what may be published.
#[derive(Parser)]
#[command(name = "imprimatur-desktop", version)]
struct Arguments {
    /// The board to open.
    #[arg(long, value_name = "FILE")]
    board: Option<PathBuf>,
}

/// Runs the program until its window is closed.
pub fn run() -> ExitCode {
    let Arguments { board } = Arguments::parse();
    let outcome = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(rpc::handler())
        .setup(move |desk| set_up(desk, board))
        .run(tauri::generate_context!());
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the desk could not run");
            ExitCode::FAILURE
        }
    }
}

/// The window is made here and not by Tauri, so that the state its first command asks for is already there.
fn set_up(desk: &mut tauri::App, board: Option<PathBuf>) -> Result<(), Box<dyn Error>> {
    let paths = desk.path();
    logging::start(&paths.app_log_dir()?)?;
    let data = paths.app_data_dir()?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), data = %data.display(), "the desk starts");
    desk.manage(Arc::new(App::new(data, board, chooser::of(desk.handle()))));
    let tauri::Config { app, build, .. } = desk.config().clone();
    for window in app.windows {
        let page = build.dev_url.clone();
        WebviewWindowBuilder::from_config(desk, &window)?
            .on_navigation(move |url| is_ours(url, page.as_ref()))
            .build()?;
    }
    Ok(())
}

/// The window stays on its own page, or on that of the development server, whatever a link in an article says.
fn is_ours(url: &Url, development: Option<&Url>) -> bool {
    url.scheme() == "tauri"
        || url.host_str() == Some("tauri.localhost")
        || development.is_some_and(|page| page.origin() == url.origin())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_cannot_lead_the_window_away() {
        let page = Url::parse("http://localhost:1420").unwrap();
        let ours = |url: &str| is_ours(&Url::parse(url).unwrap(), None);
        assert!(is_ours(&page.join("index.html").unwrap(), Some(&page)));
        assert!(!ours(page.as_str()));
        assert!(ours("tauri://localhost/#/queue"));
        assert!(ours("http://tauri.localhost/"));
        assert!(!ours("https://example.org/"));
        assert!(!ours("https://tauri.localhost.example.org/"));
        assert!(!ours("file:///etc/passwd"));
        assert!(!ours("data:text/html,hello"));
    }
}
