//! Builds the window's page, then lets Tauri read its configuration and write a permission for every command.

use std::{
    env,
    error::Error,
    fs::{self, File},
    path::Path,
    process::{self, Command},
};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Reads the list of commands that the program answers, as the names Tauri wants.
macro_rules! commands {
    ($($(#[$doc:meta])* $module:ident::$name:ident($($arguments:tt)*) -> $result:ty;)*) => {
        const COMMANDS: &[&str] = &[$(stringify!($name)),*];
    };
}
include!("src/rpc.rs");

/// What the page is made of. Never `ui` itself: `dist` and `node_modules` would make it always stale.
const PAGE: &[&str] = &[
    "src",
    "public",
    "index.html",
    "package.json",
    "package-lock.json",
    "svelte.config.js",
    "tsconfig.json",
    "vite.config.ts",
];

fn main() {
    if let Err(error) = build() {
        eprintln!("{error}");
        process::exit(1);
    }
}

fn build() -> Result {
    build_page()?;
    println!("cargo:rerun-if-changed=src-tauri/src/rpc.rs");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    tauri_build::try_build(attributes).map_err(|error| format!("{error:#}").into())
}

/// Builds `ui/dist`, unless `SKIP_UI_BUILD` is set: then what stands there is taken, or an empty page made.
fn build_page() -> Result {
    println!("cargo:rerun-if-env-changed=SKIP_UI_BUILD");
    if env::var_os("SKIP_UI_BUILD").is_some() {
        // Only here: a build script that writes what it watches would never rest.
        println!("cargo:rerun-if-changed=ui/dist/index.html");
        let page = Path::new("ui/dist/index.html");
        if !page.exists() {
            fs::create_dir_all("ui/dist")?;
            fs::write(page, "<!doctype html><title>Imprimatur</title>")?;
        }
        return Ok(());
    }
    for path in PAGE.iter().map(|name| Path::new("ui").join(name)).filter(|path| path.exists()) {
        println!("cargo:rerun-if-changed={}", path.display());
    }
    // Two builds at once (another target directory, an editor) would tread on each other's files.
    let lock = File::open("ui/package.json")?;
    lock.lock()?;
    if packages_are_stale()? {
        npm(&["ci", "--no-audit", "--no-fund", "--prefer-offline"])?;
    }
    npm(&["run", "build"])
}

/// Whether the lock file was written after the packages were installed.
fn packages_are_stale() -> Result<bool> {
    let installed = Path::new("ui/node_modules/.package-lock.json");
    let modified = |path: &Path| fs::metadata(path)?.modified();
    Ok(!installed.exists() || modified(Path::new("ui/package-lock.json"))? > modified(installed)?)
}

fn npm(arguments: &[&str]) -> Result {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let output = Command::new(npm)
        .args(arguments)
        .current_dir("ui")
        .env("NO_COLOR", "1")
        .output()
        .map_err(|error| format!("cannot run npm ({error}): Node.js 20.19 or newer is needed"))?;
    if output.status.success() {
        return Ok(());
    }
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(format!("npm {} failed\n{out}\n{err}", arguments.join(" ")).into())
}
