//! The commands: one short function each, over the libraries.

#![allow(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "the bridge hands over what it has read, and takes the answer of every command as a result"
)]

use crate::error::WireError;
use editorial::{MemberId, Right};
use store::Store;

pub(crate) mod articles;
pub(crate) mod boards;
pub(crate) mod desk;
pub(crate) mod exporting;
pub(crate) mod files;
pub(crate) mod images;
pub(crate) mod importing;
pub(crate) mod library;
pub(crate) mod proving;
pub(crate) mod record;

/// Refuses, with a sentence, a member who has no role with the right. For what the window may ask of the desk
/// beside the commands of the domain, which are checked where they are decided.
fn require(store: &mut Store, member: MemberId, right: Right, only: &str) -> Result<(), WireError> {
    let board = store.board()?;
    match board.members.get(&member).and_then(|m| m.role_for(right)) {
        Some(_) => Ok(()),
        None => Err(WireError::new("not_allowed", only)),
    }
}
