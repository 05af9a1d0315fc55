//! The commands: one short function each, over the libraries.

pub(crate) mod articles;
pub(crate) mod boards;
pub(crate) mod desk;
pub(crate) mod files;
pub(crate) mod importing;
pub(crate) mod library;
pub(crate) mod record;
