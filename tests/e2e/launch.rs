//! Starting the program with a home folder, a display and a driver of its own.

#![allow(dead_code, reason = "a vocabulary from which tests take what they need")]

use crate::{
    display::{Display, Process},
    window::{PATIENCE, Window},
};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, json};
use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    rc::Rc,
    thread,
    time::{Duration, Instant, SystemTime},
};
use tempfile::TempDir;

/// The home folder of a person who has never run the program. It outlives the window, so that a test can close the
/// program and start it again.
#[derive(Clone)]
pub(crate) struct Home(Rc<TempDir>);

impl Home {
    pub(crate) fn new() -> Self {
        Self(Rc::new(tempfile::tempdir().expect("a temporary folder")))
    }

    /// A path in it, for boards and other files of a test.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// How the program is to be started in it.
    pub(crate) fn launch(&self) -> Launch {
        Launch {
            home: self.clone(),
            arguments: Vec::new(),
            answers: Vec::new(),
            dark: false,
            size: (1280, 860),
            scale: 1,
        }
    }

    /// The program's log so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path("data/org.imprimatur.desk/logs/desk.log")).unwrap_or_default()
    }
}

/// How the program is to be started.
pub(crate) struct Launch {
    home: Home,
    arguments: Vec<String>,
    answers: Vec<String>,
    dark: bool,
    size: (u32, u32),
    scale: u8,
}

impl Launch {
    /// With `--board FILE`.
    pub(crate) fn board(mut self, file: &Path) -> Self {
        self.arguments.extend(["--board".into(), file.to_str().expect("a path of text").into()]);
        self
    }

    /// With answers to the file dialogs in order; an empty one dismisses the dialog.
    pub(crate) fn answers(mut self, answers: &[&str]) -> Self {
        self.answers = answers.iter().map(|&answer| answer.to_owned()).collect();
        self
    }

    /// On a desktop that prefers dark colours.
    pub(crate) fn dark(mut self, dark: bool) -> Self {
        self.dark = dark;
        self
    }

    /// In a window of this size, in points.
    pub(crate) fn size(mut self, width: u32, height: u32) -> Self {
        self.size = (width, height);
        self
    }

    /// On a screen with this many pixels to the point, in each direction.
    pub(crate) fn scale(mut self, scale: u8) -> Self {
        self.scale = scale;
        self
    }

    /// Starts the program and waits for its page.
    pub(crate) fn start(self) -> Window {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let display = Display::start();
        let port = free_port();
        let driver = Process::start(&mut self.driver(&display, port));
        await_port(port);
        let started = SystemTime::now();
        let client = runtime.block_on(self.connect(port));
        let window = Window::new(runtime, client, driver, display, self.home.clone(), started);
        window.resize(self.size.0, self.size.1);
        window
    }

    fn driver(&self, display: &Display, port: u16) -> Command {
        let home = &self.home;
        for folder in ["config/gtk-3.0", "run"] {
            fs::create_dir_all(home.path(folder)).expect("a folder");
        }
        // Without animations a picture never catches a transition half way.
        let dark = u8::from(self.dark);
        let settings =
            format!("[Settings]\ngtk-enable-animations=0\ngtk-application-prefer-dark-theme={dark}\n");
        fs::write(home.path("config/gtk-3.0/settings.ini"), settings).expect("a settings file");
        fs::write(home.path("answers"), self.answers.join("\n")).expect("a file of answers");
        let output = File::create(home.path("driver.log")).expect("a log");
        let mut driver = Command::new("WebKitWebDriver");
        driver
            .arg(format!("--port={port}"))
            .env("DISPLAY", &display.name)
            .env("GDK_BACKEND", "x11")
            .env("GDK_SCALE", self.scale.to_string())
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("HOME", home.path(""))
            .env("XDG_CONFIG_HOME", home.path("config"))
            .env("XDG_DATA_HOME", home.path("data"))
            .env("XDG_CACHE_HOME", home.path("cache"))
            .env("XDG_RUNTIME_DIR", home.path("run"))
            .env("IMPRIMATUR_CHOOSE", home.path("answers"))
            .env("IMPRIMATUR_CHEAP_KEYS", "1")
            .env("IMPRIMATUR_LOG", "debug")
            .env("LANG", "C.UTF-8")
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .stdout(output.try_clone().expect("a second handle"))
            .stderr(output);
        driver
    }

    async fn connect(&self, port: u16) -> Client {
        let mut wanted = Map::new();
        let binary = env!("CARGO_BIN_EXE_imprimatur-desktop");
        wanted.insert("webkitgtk:browserOptions".into(), json!({ "binary": binary, "args": self.arguments }));
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted);
        builder.connect(&format!("http://127.0.0.1:{port}")).await.unwrap_or_else(|error| {
            let output = fs::read_to_string(self.home.path("driver.log")).unwrap_or_default();
            panic!("the window did not open: {error}\n{output}\n{}", self.home.log())
        })
    }
}

/// Waits until somebody listens on a port of this machine.
fn await_port(port: u16) {
    let start = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(start.elapsed() < PATIENCE, "the driver does not listen");
        thread::sleep(Duration::from_millis(10));
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("its number").port()
}
