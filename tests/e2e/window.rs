//! Looking at the window and working in it.
//!
//! Whatever is asked of the window waits until it can be done: no test sleeps, and none fails because a screen was
//! not drawn yet.

#![allow(dead_code, reason = "a vocabulary from which tests take what they need")]

use crate::{
    display::{Display, Process},
    keys,
    launch::Home,
};
use fantoccini::{
    Client, Locator,
    actions::{Actions, InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    elements::Element,
    error::CmdError,
};
use serde_json::{Value, json};
use std::{
    fmt, fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant, SystemTime},
};
use tokio::runtime::Runtime;

/// How long to wait before giving up: far more than anything takes on a slow machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// How to find a part of the page. A string is a `data-testid`.
#[derive(Debug, Clone)]
pub(crate) enum By {
    /// The first that matches a CSS selector.
    Css(String),
    /// The first that a path through the tree leads to.
    XPath(String),
}

impl By {
    fn locator(&self) -> Locator<'_> {
        match self {
            Self::Css(selector) => Locator::Css(selector),
            Self::XPath(path) => Locator::XPath(path),
        }
    }
}

impl From<&str> for By {
    fn from(testid: &str) -> Self {
        Self::Css(format!("[data-testid=\"{testid}\"]"))
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Css(text) | Self::XPath(text)) = self;
        f.write_str(text)
    }
}

/// The first part that matches a CSS selector.
pub(crate) fn css(selector: &str) -> By {
    By::Css(selector.to_owned())
}

/// A button, link, tab or field by what it says or how it is labelled.
pub(crate) fn named(name: &str) -> By {
    assert!(!name.contains('\''), "XPath cannot quote this name: {name}");
    let controls = "self::button or self::a or self::input or self::textarea or @role";
    let called = format!(
        "normalize-space()='{name}' or @aria-label='{name}' or @id=//label[normalize-space()='{name}']/@for \
         or @aria-labelledby=//*[normalize-space()='{name}']/@id or parent::label[normalize-space()='{name}']"
    );
    By::XPath(format!("//*[{controls}][{called}]"))
}

/// The program's window. Dropping it ends the program.
pub(crate) struct Window {
    runtime: Runtime,
    client: Option<Client>,
    _driver: Process,
    _display: Display,
    home: Home,
    /// When the program was started.
    pub(crate) started: SystemTime,
}

impl Window {
    pub(crate) fn new(
        runtime: Runtime,
        client: Client,
        driver: Process,
        display: Display,
        home: Home,
        started: SystemTime,
    ) -> Self {
        Self { runtime, client: Some(client), _driver: driver, _display: display, home, started }
    }

    fn client(&self) -> &Client {
        self.client.as_ref().expect("it is taken only when the window closes")
    }

    fn run<T>(&self, work: impl Future<Output = Result<T, CmdError>>) -> Result<T, String> {
        self.runtime.block_on(work).map_err(|error| match error {
            CmdError::Standard(answer) => format!("{}: {}", answer.error(), answer.message),
            other => other.to_string(),
        })
    }

    /// Repeats something until it gives a value, and says what it last failed with when it never does.
    pub(crate) fn until<T>(&self, wanted: &str, attempt: impl Fn(&Self) -> Result<T, String>) -> T {
        let start = Instant::now();
        loop {
            match attempt(self) {
                Ok(value) => return value,
                Err(error) if start.elapsed() > PATIENCE => panic!("waited in vain for {wanted}: {error}"),
                Err(_) => thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    fn with<T>(&self, by: &By, what: &str, act: &impl AsyncFn(&Element) -> Result<T, CmdError>) -> T {
        self.until(&format!("{what} {by}"), |window| {
            window.run(async {
                let element = window.client().find(by.locator()).await?;
                act(&element).await
            })
        })
    }

    /// Waits for a part of the page to be visible, and gives its text as it is drawn.
    pub(crate) fn see(&self, by: impl Into<By>) -> String {
        let by = by.into();
        self.until(&by.to_string(), |window| {
            window
                .run(async {
                    let element = window.client().find(by.locator()).await?;
                    Ok((element.is_displayed().await?, drawn(&element).await?))
                })
                .and_then(|(shown, text)| if shown { Ok(text) } else { Err("it is not visible".into()) })
        })
    }

    /// Waits for a part of the page to say something.
    pub(crate) fn see_text(&self, by: impl Into<By>, wanted: &str) -> String {
        let by = by.into();
        self.until(&format!("“{wanted}” in {by}"), |window| {
            let text = window.run(async { drawn(&window.client().find(by.locator()).await?).await })?;
            if text.contains(wanted) { Ok(text) } else { Err(format!("it says “{text}”")) }
        })
    }

    /// Waits until there is no such part, or none that is visible.
    pub(crate) fn gone(&self, by: impl Into<By>) {
        let by = by.into();
        self.until(&format!("{by} to go"), |window| {
            let shown = window.run(async {
                for element in window.client().find_all(by.locator()).await? {
                    if element.is_displayed().await? {
                        return Ok(true);
                    }
                }
                Ok(false)
            })?;
            if shown { Err("it is still there".into()) } else { Ok(()) }
        });
    }

    /// How many such parts there are now.
    pub(crate) fn count(&self, by: impl Into<By>) -> usize {
        let by = by.into();
        self.run(self.client().find_all(by.locator())).expect("a count").len()
    }

    /// All text of the page as it is drawn.
    pub(crate) fn text(&self) -> String {
        self.see(css("body"))
    }

    /// An attribute of a part.
    pub(crate) fn attribute(&self, by: impl Into<By>, name: &str) -> Option<String> {
        self.with(&by.into(), "the attributes of", &async |element| element.attr(name).await)
    }

    /// What a style property of a part comes to.
    pub(crate) fn style(&self, by: impl Into<By>, property: &str) -> String {
        self.with(&by.into(), "the style of", &async |element| element.css_value(property).await)
    }

    /// Clicks in the middle of a part.
    pub(crate) fn click(&self, by: impl Into<By>) {
        let by = by.into();
        self.until(&format!("to click {by}"), |window| {
            window.run(async {
                let element = window.client().find(by.locator()).await?;
                // What is clicked while the page around it still grows is missed, by a person as well.
                let before = element.rectangle().await?;
                tokio::time::sleep(Duration::from_millis(30)).await;
                if element.rectangle().await? != before {
                    return Ok(Err("it is not at rest".to_owned()));
                }
                element.click().await.map(Ok)
            })?
        });
    }

    /// Replaces what a field holds, key by key.
    pub(crate) fn fill(&self, by: impl Into<By>, text: &str) {
        self.with(&by.into(), "to fill", &async |element| {
            element.clear().await?;
            element.send_keys(text).await
        });
    }

    /// Presses a chord such as `Ctrl+K`, `Shift+Tab` or `Escape`, wherever the focus is.
    pub(crate) fn press(&self, chord: &str) {
        self.act(keys::chord(chord));
    }

    /// Types a text wherever the focus is.
    pub(crate) fn type_keys(&self, text: &str) {
        self.act(keys::typing(text));
    }

    /// Drags the mouse from one point of the page to another, in points.
    pub(crate) fn drag(&self, from: (f64, f64), to: (f64, f64)) {
        let at = |(x, y)| PointerAction::MoveTo { duration: None, x, y };
        let mouse = MouseActions::new("mouse".into())
            .then(at(from))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(at(to))
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.act(mouse);
    }

    fn act(&self, actions: impl Into<Actions>) {
        self.run(self.client().perform_actions(actions)).expect("keys or a mouse");
    }

    /// Runs a script in the page and gives what it returns.
    pub(crate) fn script(&self, script: &str) -> Value {
        self.run(self.client().execute(script, Vec::new())).expect("a script")
    }

    /// Runs a script in the page and gives what it hands to its callback, which is the last of its arguments.
    pub(crate) fn script_async(&self, script: &str) -> Value {
        self.run(self.client().execute_async(script, Vec::new())).expect("a script")
    }

    /// Sends a command as the page would, and gives its answer or its refusal.
    pub(crate) fn call(&self, command: &str, arguments: &Value) -> Result<Value, Value> {
        const SEND: &str = "
            const [command, args, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, args).then(ok => done({ ok }), error => done({ error }));";
        let arguments = vec![json!(command), arguments.clone()];
        let answer = self.run(self.client().execute_async(SEND, arguments)).expect("an answer");
        match answer.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer["ok"].clone()),
        }
    }

    /// Signs a member of the open board in through the bridge, so that a test of another screen need not walk there.
    pub(crate) fn sign_in(&self, name: &str, passphrase: &str) {
        let member = self.until(&format!("an open board with {name}"), |window| {
            let board = window.call("current_board", &json!({})).map_err(|error| error.to_string())?;
            let members = board["members"].as_array().ok_or("no board is open")?;
            let member =
                members.iter().find(|member| member["name"] == name).ok_or_else(|| board.to_string())?;
            Ok(member["id"].clone())
        });
        self.call("sign_in", &json!({ "member": member, "passphrase": passphrase }))
            .expect("a member's passphrase");
        self.reload();
    }

    /// Goes to an address of the window, such as `#/queue`.
    pub(crate) fn go(&self, address: &str) {
        assert!(address.starts_with('#'), "an address begins with #: {address}");
        self.run(self.client().execute("location.hash = arguments[0]", vec![json!(address)]))
            .expect("an address");
    }

    /// Where the window is, such as `#/queue`.
    pub(crate) fn address(&self) -> String {
        self.script("return location.hash").as_str().unwrap_or_default().to_owned()
    }

    /// Draws the page anew, as at the start of the program; the session in the program stays.
    pub(crate) fn reload(&self) {
        self.run(self.client().refresh()).expect("a reload");
    }

    /// Makes the page this large, in points.
    pub(crate) fn resize(&self, width: u32, height: u32) {
        self.run(self.client().set_window_size(width, height)).expect("a size");
        self.until(&format!("a window of {width}x{height}"), |window| {
            let size = window.script("return [innerWidth, innerHeight]");
            if size == json!([width, height]) { Ok(()) } else { Err(format!("it is {size}")) }
        });
    }

    /// Waits until the page is drawn and at rest, then writes a picture of it.
    pub(crate) fn screenshot(&self, file: &Path) {
        self.settle();
        self.picture(file).unwrap_or_else(|error| panic!("no picture in {}: {error}", file.display()));
    }

    /// Waits until fonts and pictures are there, nothing is being loaded, and the page has not changed for a moment.
    pub(crate) fn settle(&self) {
        const SETTLE: &str = "
            const done = arguments[0];
            const still = () => document.fonts.status === 'loaded' && document.body.innerText.trim() !== ''
                && !document.querySelector('[aria-busy=true]') && [...document.images].every(({ complete }) => complete);
            const drawn = () => {
                observer.disconnect();
                requestAnimationFrame(() => requestAnimationFrame(() => done(null)));
            };
            let timer;
            const observer = new MutationObserver(() => wait());
            const wait = () => {
                clearTimeout(timer);
                timer = setTimeout(() => still() ? drawn() : wait(), 150);
            };
            observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
            wait();";
        self.run(self.client().execute_async(SETTLE, Vec::new())).expect("a page at rest");
    }

    fn picture(&self, file: &Path) -> Result<(), String> {
        let picture = self.run(self.client().screenshot())?;
        fs::create_dir_all(file.parent().unwrap_or(Path::new("."))).map_err(|error| error.to_string())?;
        fs::write(file, picture).map_err(|error| error.to_string())
    }

    /// Ends the program, and gives its home for another start.
    pub(crate) fn close(self) -> Home {
        self.home.clone()
    }

    /// What a person would want to see of a test that failed.
    fn leave_evidence(&self) {
        let name = thread::current().name().unwrap_or("window").replace("::", "-");
        let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        match self.picture(&file) {
            Ok(()) => eprintln!("the window when the test failed: {}", file.display()),
            Err(error) => eprintln!("the window cannot be drawn: {error}"),
        }
        eprintln!("its log:\n{}", self.home.log());
    }
}

/// An element's text as it is drawn. The driver's own notion of it leaves out what may be cut with an ellipsis.
async fn drawn(element: &Element) -> Result<String, CmdError> {
    Ok(element.prop("innerText").await?.unwrap_or_default())
}

impl Drop for Window {
    fn drop(&mut self) {
        if thread::panicking() {
            self.leave_evidence();
        }
        if let Some(client) = self.client.take() {
            let _ = self.runtime.block_on(client.close());
        }
    }
}
