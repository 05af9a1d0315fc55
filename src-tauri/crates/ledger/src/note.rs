//! Signed notes as of C2SP (<https://c2sp.org/signed-note>): a text, a blank line, and a line for each signature.

use crate::{Hash, PublicKey, Signature, SigningKey};
use base64::{Engine as _, prelude::BASE64_STANDARD};

/// The longest note that is read, in bytes.
const MAX_LENGTH: usize = 64 * 1024;

/// How many signatures a note may carry.
const MAX_SIGNATURES: usize = 100;

/// The signature type of plain ed25519.
const ED25519: u8 = 1;

/// A text with signatures, none of them verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct NoteSignature {
    name: String,
    /// The four bytes of the key's id, then the signature.
    bytes: Vec<u8>,
}

/// Why a note is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not a signed note, or (of a checkpoint) not a checkpoint.
    #[error("not a signed note: {0}")]
    Malformed(&'static str),
    /// Nobody signed by that name with that key.
    #[error("not signed with the expected key")]
    NotSigned,
    /// Signed by that name, but the signature does not fit the text.
    #[error("the signature does not fit the text")]
    Forged,
}

impl Note {
    /// Signs a text. It must end in a newline and hold no other control character; the name must be fit for a note.
    pub fn sign(text: String, name: &str, key: &SigningKey) -> Result<Self, NoteError> {
        check_text(&text)?;
        check_name(name)?;
        let Signature(signature) = key.sign(text.as_bytes());
        let bytes = [&key_id(name, &key.public())[..], &signature].concat();
        Ok(Self { text, signatures: vec![NoteSignature { name: name.to_owned(), bytes }] })
    }

    /// Reads a note. Signatures by unknown keys or of unknown types are kept and not judged.
    pub fn parse(note: &str) -> Result<Self, NoteError> {
        if note.len() > MAX_LENGTH {
            return Err(NoteError::Malformed("too long"));
        }
        let end = note.rfind("\n\n").ok_or(NoteError::Malformed("no blank line before the signatures"))? + 1;
        let (text, lines) = note.split_at(end);
        check_text(text)?;
        // The blank line, then nothing but whole signature lines.
        let lines = lines.strip_prefix('\n').and_then(|lines| lines.strip_suffix('\n'));
        let lines = lines.ok_or(NoteError::Malformed("it ends within a line"))?;
        let signatures = lines.split('\n').map(NoteSignature::parse).collect::<Result<Vec<_>, _>>()?;
        if signatures.len() > MAX_SIGNATURES {
            return Err(NoteError::Malformed("too many signatures"));
        }
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// The text if, and only if, this key signed it under this name.
    pub fn verify(&self, name: &str, key: &PublicKey) -> Result<&str, NoteError> {
        let id = key_id(name, key);
        let mut verdict = Err(NoteError::NotSigned);
        for signature in self.signatures.iter().filter(|signature| signature.name == name) {
            let Some((found, bytes)) = signature.bytes.split_first_chunk() else { continue };
            if *found != id {
                continue;
            }
            let bytes = bytes.try_into().map_err(|_| NoteError::Forged)?;
            if !key.verify(self.text.as_bytes(), &Signature(bytes)) {
                return Err(NoteError::Forged);
            }
            verdict = Ok(self.text.as_str());
        }
        verdict
    }

    /// The text, signed or not. For showing what a note claims; believe [`Self::verify`] only.
    pub fn unverified_text(&self) -> &str {
        &self.text
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures
            .iter()
            .try_for_each(|s| writeln!(f, "— {} {}", s.name, BASE64_STANDARD.encode(&s.bytes)))
    }
}

impl NoteSignature {
    fn parse(line: &str) -> Result<Self, NoteError> {
        let (name, encoded) = line
            .strip_prefix("— ")
            .and_then(|rest| rest.split_once(' '))
            .ok_or(NoteError::Malformed("a line that is no signature"))?;
        check_name(name)?;
        let bytes = BASE64_STANDARD.decode(encoded).ok().filter(|bytes| bytes.len() > 4);
        let bytes = bytes.ok_or(NoteError::Malformed("a signature that is not base64"))?;
        Ok(Self { name: name.to_owned(), bytes })
    }
}

/// The public key as other programs that check signed notes take it: `name+id+key`.
pub fn verifier_key(name: &str, key: &PublicKey) -> String {
    let id = u32::from_be_bytes(key_id(name, key));
    let encoded = BASE64_STANDARD.encode([&[ED25519], &key.as_bytes()[..]].concat());
    format!("{name}+{id:08x}+{encoded}")
}

/// SHA-256(name || newline || signature type || public key), the first four bytes.
fn key_id(name: &str, key: &PublicKey) -> [u8; 4] {
    let Hash([a, b, c, d, ..]) = Hash::of(&[name.as_bytes(), b"\n", &[ED25519], key.as_bytes()].concat());
    [a, b, c, d]
}

fn check_text(text: &str) -> Result<(), NoteError> {
    if !text.ends_with('\n') || text.bytes().any(|byte| byte < b' ' && byte != b'\n') {
        return Err(NoteError::Malformed("the text must end in a newline and hold no control characters"));
    }
    Ok(())
}

pub(crate) fn check_name(name: &str) -> Result<(), NoteError> {
    if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+') {
        return Err(NoteError::Malformed("a name must not be empty nor hold spaces or plus signs"));
    }
    Ok(())
}
