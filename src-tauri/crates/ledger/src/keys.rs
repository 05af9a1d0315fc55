//! Keys and signatures: ed25519, verified strictly.

use crate::{Hash, Malformed, bytes::written_as_hex};
use ed25519_dalek::Signer as _;
use std::fmt;
use zeroize::Zeroizing;

/// A secret key that signs events: a member's, or the desk's. Wiped from memory when dropped, and never printed.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// The key that grows from this seed.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The seed, to be wrapped for storage.
    pub(crate) fn seed(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// What others verify this key's signatures with.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs these bytes.
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public().id())
    }
}

/// A public key; written as 64 lower-case hexadecimal digits. Reading refuses what is no key anybody should hold:
/// bytes off the curve, points of small order, and second spellings of a point.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(ed25519_dalek::VerifyingKey);

written_as_hex!(PublicKey, "a public key of 64 lower-case hexadecimal digits");

impl PublicKey {
    /// The key of these 32 bytes (RFC 8032).
    pub fn from_bytes(bytes: [u8; 32]) -> Result<Self, Malformed> {
        ed25519_dalek::VerifyingKey::from_bytes(&bytes)
            .ok()
            .filter(|key| !key.is_weak() && key.to_edwards().compress().to_bytes() == bytes)
            .map(Self)
            .ok_or(Malformed("an ed25519 public key"))
    }

    /// The 32 bytes (RFC 8032).
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The short name of this key.
    pub fn id(&self) -> KeyId {
        KeyId::of(self)
    }

    /// Whether this key made the signature over exactly these bytes; strict, so that no second form of a signature passes.
    pub fn verify(&self, message: &[u8], signature: &Signature) -> bool {
        self.0.verify_strict(message, &ed25519_dalek::Signature::from_bytes(&signature.0)).is_ok()
    }
}

/// The short name of a key: the first 8 bytes of the SHA-256 of the public key, as hexadecimal digits.
/// For people and look-ups; only the whole public key identifies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 8]);

written_as_hex!(KeyId, "a key id of 16 lower-case hexadecimal digits");

impl KeyId {
    /// The id of this key.
    pub fn of(key: &PublicKey) -> Self {
        let mut id = [0; 8];
        id.copy_from_slice(&Hash::of(key.as_bytes()).0[..8]);
        Self(id)
    }

    /// The 8 bytes.
    pub fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }

    #[allow(clippy::unnecessary_wraps)] // The common shape of what is written as hexadecimal digits.
    fn from_bytes(bytes: [u8; 8]) -> Result<Self, Malformed> {
        Ok(Self(bytes))
    }
}

/// An ed25519 signature; written as 128 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signature(pub [u8; 64]);

written_as_hex!(Signature, "a signature of 128 lower-case hexadecimal digits");

impl Signature {
    /// The 64 bytes.
    pub fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }

    #[allow(clippy::unnecessary_wraps)] // The common shape of what is written as hexadecimal digits.
    fn from_bytes(bytes: [u8; 64]) -> Result<Self, Malformed> {
        Ok(Self(bytes))
    }
}

/// The system could give no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the system gave no random bytes: {0}")]
pub struct NoRandomness(getrandom::Error);

/// Random bytes from the operating system: 32 are the seed of a new key, 40 what wrapping one needs. For the edge of
/// the program only.
pub fn random_bytes<const N: usize>() -> Result<Zeroizing<[u8; N]>, NoRandomness> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(NoRandomness)?;
    Ok(bytes)
}
