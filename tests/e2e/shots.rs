//! Pictures of any screen, for looking at them.
//!
//! ```sh
//! SHOTS=/tmp/shots cargo test --test e2e shots -- --ignored
//! ```
//!
//! | variable | meaning | when unset |
//! |---|---|---|
//! | `SHOTS` | the folder for the pictures | required |
//! | `SHOTS_AT` | addresses, divided by spaces | `#/` |
//! | `SHOTS_BOARD` | a board to open; a copy of it is used | none |
//! | `SHOTS_MEMBER` | the name of the member to sign in | nobody |
//! | `SHOTS_PASSPHRASE` | their passphrase | empty |
//! | `SHOTS_SIZES` | sizes of the window | `1024x640 1440x900` |
//! | `SHOTS_THEMES` | `light`, `dark` or both | `light dark` |
//! | `SHOTS_SCALE` | pixels to the point | `1` |
//! | `SHOTS_KEYS` | what is done before each picture, divided by spaces: chords (`Ctrl+K`), and clicks (`@save`, by test id) | none |
//!
//! A picture is called after its address, size and theme: `article-1-compare-3..5.1024x640.dark.png`.

use crate::launch::Home;
use std::{env, fs, path::PathBuf};

#[test]
#[ignore = "takes pictures for people: see the head of this file"]
fn shots() {
    let folder = PathBuf::from(env::var_os("SHOTS").expect("SHOTS names a folder for the pictures"));
    let scale = setting("SHOTS_SCALE", "1").parse().expect("SHOTS_SCALE is a number");
    for theme in words("SHOTS_THEMES", "light dark") {
        let home = Home::new();
        let mut launch = home.launch().dark(theme == "dark").scale(scale);
        if let Some(board) = env::var_os("SHOTS_BOARD") {
            let copy = home.path("shown.board");
            fs::copy(&board, &copy).expect("SHOTS_BOARD is a file");
            launch = launch.board(&copy);
        }
        let window = launch.start();
        if let Ok(member) = env::var("SHOTS_MEMBER") {
            window.sign_in(&member, &setting("SHOTS_PASSPHRASE", ""));
        }
        for size in words("SHOTS_SIZES", "1024x640 1440x900") {
            let (width, height) = size.split_once('x').expect("a size such as 1024x640");
            window.resize(width.parse().expect("a width"), height.parse().expect("a height"));
            for address in words("SHOTS_AT", "#/") {
                window.go(&address);
                for chord in words("SHOTS_KEYS", "") {
                    match chord.strip_prefix('@') {
                        Some(id) => window.click(id),
                        None => window.press(&chord),
                    }
                }
                let file = folder.join(format!("{}.{size}.{theme}.png", file_name(&address)));
                window.screenshot(&file);
                println!("{}", file.display());
            }
        }
    }
}

/// `#/article/1?pane=trail` to `article-1-pane-trail`.
fn file_name(address: &str) -> String {
    let plain = address.replace(|c: char| !c.is_alphanumeric() && c != '.', "-");
    let name = plain.trim_matches('-').to_owned();
    if name.is_empty() { "start".into() } else { name }
}

fn setting(name: &str, otherwise: &str) -> String {
    env::var(name).unwrap_or_else(|_| otherwise.to_owned())
}

fn words(name: &str, otherwise: &str) -> Vec<String> {
    setting(name, otherwise).split_whitespace().map(str::to_owned).collect()
}
