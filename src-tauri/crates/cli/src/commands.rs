//! The commands.

pub(crate) mod articles;
pub(crate) mod boards;
pub(crate) mod checking;
pub(crate) mod comparing;
pub(crate) mod exporting;
pub(crate) mod proof;
pub(crate) mod record;
pub(crate) mod reviews;
pub(crate) mod sources;
