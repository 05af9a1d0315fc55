//! The commands: one short function each, over the libraries.

pub(crate) mod desk;
pub(crate) mod files;
