//! The commands: one short function each, over the libraries.

#![allow(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "the bridge hands over what it has read, and takes the answer of every command as a result"
)]

pub(crate) mod articles;
pub(crate) mod boards;
pub(crate) mod desk;
pub(crate) mod files;
pub(crate) mod images;
pub(crate) mod importing;
pub(crate) mod library;
pub(crate) mod proving;
pub(crate) mod record;
