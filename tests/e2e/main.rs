//! The desk as people meet it: the real program in a real window, on a display of its own.
//!
//! Needs `Xvfb` and `WebKitWebDriver` (Debian: `xvfb`, `webkit2gtk-driver`). A test that fails leaves a picture of
//! the window and says where.

mod display;
mod keys;
mod launch;
mod shots;
mod welcome;
mod window;
