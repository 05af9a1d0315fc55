//! Opening a board, and signing in to write.

use crate::failure::Failure;
use chrono::{DateTime, FixedOffset, Local};
use editorial::{ArticleId, MemberId};
use std::path::Path;
use store::{Cost, Session, Store};
use zeroize::Zeroizing;

pub(crate) fn now() -> DateTime<FixedOffset> {
    Local::now().fixed_offset()
}

pub(crate) fn open(board: &Path) -> Result<Store, Failure> {
    Ok(Store::open(board, Cost::RECOMMENDED, now())?)
}

/// Signs in the member of this printed name; where none is given, the only one there is.
pub(crate) fn sign_in(store: &mut Store, name: Option<&str>) -> Result<Session, Failure> {
    let member = member(store, name)?;
    let passphrase = match std::env::var("IMPRIMATUR_PASSPHRASE") {
        Ok(passphrase) => Zeroizing::new(passphrase),
        Err(_) => Zeroizing::new(
            rpassword::prompt_password("Passphrase: ")
                .map_err(|error| Failure::File { doing: "Asking for the passphrase".to_owned(), error })?,
        ),
    };
    Ok(store.sign_in(member, &passphrase, now())?)
}

fn member(store: &mut Store, name: Option<&str>) -> Result<MemberId, Failure> {
    let board = store.board()?;
    let active: Vec<_> = board.members.values().filter(|m| m.active).collect();
    let names = || active.iter().map(|m| m.name.as_str()).collect::<Vec<_>>().join(", ");
    match name {
        Some(name) => active
            .iter()
            .find(|m| m.name.to_lowercase() == name.trim().to_lowercase())
            .map(|m| m.id)
            .ok_or_else(|| {
                Failure::Asked(format!("There is no active member named {name}. There are: {}.", names()))
            }),
        None => match active.as_slice() {
            [only] => Ok(only.id),
            _ => Err(Failure::Asked(format!("Say who you are with --as NAME. Members: {}.", names()))),
        },
    }
}

/// The article of this identity, or the only one whose title or text holds these words.
pub(crate) fn article(store: &Store, asked: &str) -> Result<ArticleId, Failure> {
    if let Ok(id) = asked.parse() {
        return Ok(id);
    }
    let found = store.titles(asked, 20)?;
    let lower = asked.to_lowercase();
    let titled: Vec<_> = found.iter().filter(|(_, title)| title.to_lowercase().contains(&lower)).collect();
    match (titled.as_slice(), found.as_slice()) {
        ([(id, _)], _) | ([], [(id, _)]) => Ok(*id),
        ([], []) => Err(Failure::Asked(format!("There is no article with the words “{asked}”."))),
        _ => {
            let titles: Vec<String> = found.iter().map(|(id, title)| format!("  {id}  {title}")).collect();
            Err(Failure::Asked(format!("Several articles fit “{asked}”:\n{}", titles.join("\n"))))
        }
    }
}
