//! Checkpoints, copied to the folder that the desk was given for them.

use crate::failure::Failure;
use store::{Keeping, Store};

/// The desk's name among the programs of this machine, by which both find what it keeps.
const DESK: &str = "org.imprimatur.desk";

/// Copies the board's checkpoints to the folder that was chosen for them on this machine, if one was. Where that fails it
/// is said, and what was asked for is done all the same.
pub(crate) fn copy_elsewhere(store: &Store) {
    let Some(data) = dirs::data_dir() else { return };
    let copied = Keeping::of(&data.join(DESK), store).and_then(|keeping| keeping.copy_elsewhere(store));
    if let Err(error) = copied {
        eprintln!(
            "The checkpoints could not be copied to the folder chosen for them: {}",
            Failure::Store(error)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::DESK;

    #[test]
    fn the_desk_keeps_under_the_same_name() {
        assert!(include_str!("../../../../tauri.conf.json").contains(&format!("\"identifier\": \"{DESK}\"")));
    }
}
