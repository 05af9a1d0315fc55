//! The desk as people meet it: the real program in a real window, on a display of its own.
//!
//! Needs `Xvfb` and `WebKitWebDriver` (Debian: `xvfb`, `webkit2gtk-driver`). A test that fails leaves a picture of
//! the window and says where.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "the whole crate is a test"
)]

mod boards;
mod checking;
mod comparing;
mod display;
mod frames;
mod keys;
mod launch;
mod proving;
mod reattaching;
mod round;
mod shots;
mod sources;
mod start;
mod unhappy;
mod walk;
mod welcome;
mod window;
mod writing;
