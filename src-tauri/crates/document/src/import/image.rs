//! Images that come with a file.

use super::ImportedImage;
use crate::Digest;
use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

/// Begins the address of an image that is kept as an attachment; its digest follows.
pub(crate) const ATTACHMENT: &str = "attachment:";

/// The media type of an image of a kind that can be shown, told by its first bytes.
pub fn image_type(bytes: &[u8]) -> Option<&'static str> {
    Some(match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ => return None,
    })
}

/// The image in these bytes, if it is of a kind that can be shown.
pub(super) fn from_bytes(bytes: Vec<u8>) -> Option<ImportedImage> {
    let media_type = image_type(&bytes)?;
    Some(ImportedImage { digest: Digest::of(&bytes), media_type, bytes })
}

/// The image in a `data:` address; what it says about its kind is not trusted.
pub(super) fn from_data_url(url: &str) -> Option<ImportedImage> {
    const FORGIVING: GeneralPurpose = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    let (kind, data) = url.strip_prefix("data:")?.split_once(',')?;
    if !kind.trim_end().ends_with(";base64") {
        return None;
    }
    let data: String = data.chars().filter(|c| !c.is_whitespace()).collect();
    from_bytes(FORGIVING.decode(data).ok()?)
}
