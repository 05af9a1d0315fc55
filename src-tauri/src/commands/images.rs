//! Images of articles, which are attachments of the board.

use crate::{app::App, commands::require, error::WireError};
use base64::{Engine, engine::general_purpose::STANDARD};
use document::{Digest, import::image_type};
use editorial::Right;
use serde::Serialize;
use ts_rs::TS;

/// An image, for the window to show.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Image {
    /// `image/png`, `image/jpeg`, `image/gif` or `image/webp`, told by the bytes.
    media_type: String,
    /// The bytes in base64.
    data: String,
}

pub(crate) fn image(app: &App, digest: String) -> Result<Option<Image>, WireError> {
    let mut desk = app.desk();
    let (store, _) = desk.reader()?;
    let Ok(digest) = digest.parse::<Digest>() else { return Ok(None) };
    let (_, bytes) = store.attachment(digest)?;
    Ok(image_type(&bytes).map(|kind| Image { media_type: kind.to_owned(), data: STANDARD.encode(&bytes) }))
}

pub(crate) fn keep_image(app: &App, data: String) -> Result<String, WireError> {
    let mut desk = app.desk();
    let (store, member) = desk.reader()?;
    require(store, member, Right::Write, "Only an editor may put images into a text.")?;
    let bytes = STANDARD.decode(data).ok().filter(|bytes| image_type(bytes).is_some());
    let Some(bytes) = bytes else {
        return Err(WireError::new("image", "This is no image that can be shown.")
            .hint("PNG, JPEG, GIF and WebP can. Nothing was put into the text."));
    };
    Ok(store.attach("image", &bytes)?.to_string())
}
