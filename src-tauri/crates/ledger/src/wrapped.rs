//! A member's key at rest: wrapped under a passphrase, and nothing escrowed.

use crate::{Hash, PublicKey, SigningKey, canonical};
use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305,
    aead::{Aead as _, Payload},
};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;
use zeroize::Zeroizing;

/// A signing key encrypted with XChaCha20-Poly1305 under an argon2id hash of the passphrase.
///
/// The member and the public key are bound to it as associated data, so that records cannot be exchanged between
/// members. `check` is a plain digest of the rest: it tells a damaged record from a wrong passphrase, and protects
/// against nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrappedKey {
    /// SHA-256 over the canonical form of all other fields.
    check: Hash,
    /// The encrypted seed and its tag.
    #[serde(with = "crate::bytes::hex")]
    ciphertext: [u8; 48],
    kdf: Kdf,
    key: PublicKey,
    member: Uuid,
    #[serde(with = "crate::bytes::hex")]
    nonce: [u8; 24],
    #[serde(with = "crate::bytes::hex")]
    salt: [u8; 16],
}

/// What argon2id (version 1.3) is to spend on a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kdf {
    /// Memory, in KiB.
    pub m: u32,
    /// Lanes.
    pub p: u32,
    /// Passes.
    pub t: u32,
}

impl Kdf {
    /// RFC 9106 section 4, the second recommended option: 64 MiB, three passes, four lanes. More than the minimum of
    /// OWASP's Password Storage Cheat Sheet (19 MiB, two passes), for a program that serves one person at a time.
    pub const RECOMMENDED: Self = Self { m: 64 * 1024, p: 4, t: 3 };

    /// Next to nothing, so that tests run fast. Protects no key.
    pub const FOR_TESTS_ONLY: Self = Self { m: 8, p: 1, t: 1 };

    /// The most a stored record may ask for, lest a forged one take the machine's memory or its day: 1 GiB, 16 lanes and
    /// 64 passes, and no more than 4 GiB written in all.
    fn is_bearable(self) -> bool {
        (1..=16).contains(&self.p)
            && (1..=64).contains(&self.t)
            && (8 * self.p..=1024 * 1024).contains(&self.m)
            && u64::from(self.m) * u64::from(self.t) <= 4 * 1024 * 1024
    }
}

/// Why a key could not be wrapped or unwrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrapError {
    /// The passphrase does not open the key.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// The record is not as it was written.
    #[error("the stored key is damaged: {0}")]
    Damaged(&'static str),
    /// The costs asked for are out of bounds.
    #[error("the stored key asks for more memory or time than is allowed, or for too little to work")]
    Kdf,
}

impl WrappedKey {
    /// Wraps a member's key. `random` is fresh randomness: 16 bytes of salt, 24 of nonce.
    ///
    /// The passphrase is taken in Unicode normalization form C (as RFC 8265 asks), so that it does not matter which
    /// keyboard composed its accents.
    pub fn wrap(
        key: &SigningKey,
        member: Uuid,
        passphrase: &str,
        kdf: Kdf,
        random: &[u8; 40],
    ) -> Result<Self, WrapError> {
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        salt.copy_from_slice(&random[..16]);
        nonce.copy_from_slice(&random[16..]);
        let public = key.public();
        let sealed = cipher(passphrase, kdf, &salt)?
            .encrypt(&nonce.into(), Payload { msg: key.seed(), aad: &associated(member, &public) });
        let ciphertext = sealed.ok().and_then(|sealed| sealed.try_into().ok()).ok_or(WrapError::Kdf)?;
        let mut wrapped = Self { check: Hash::ZERO, ciphertext, kdf, key: public, member, nonce, salt };
        wrapped.check = wrapped.digest()?;
        Ok(wrapped)
    }

    /// Unwraps the key.
    pub fn unwrap(&self, passphrase: &str) -> Result<SigningKey, WrapError> {
        if self.digest()? != self.check {
            return Err(WrapError::Damaged("its check digest does not fit"));
        }
        let opened = cipher(passphrase, self.kdf, &self.salt)?
            .decrypt(
                &self.nonce.into(),
                Payload { msg: &self.ciphertext, aad: &associated(self.member, &self.key) },
            )
            .map(Zeroizing::new)
            .map_err(|_| WrapError::WrongPassphrase)?;
        let seed = opened.first_chunk().ok_or(WrapError::Damaged("too short"))?;
        let key = SigningKey::from_seed(seed);
        if key.public() == self.key {
            Ok(key)
        } else {
            Err(WrapError::Damaged("its public key is another's"))
        }
    }

    /// Whether the record is as it was written and can be opened, as far as that shows without the passphrase.
    pub fn is_whole(&self) -> bool {
        self.kdf.is_bearable() && self.digest().is_ok_and(|digest| digest == self.check)
    }

    /// Whose key it is.
    pub fn member(&self) -> Uuid {
        self.member
    }

    /// The public half.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    fn digest(&self) -> Result<Hash, WrapError> {
        let unchecked = Self { check: Hash::ZERO, ..self.clone() };
        canonical(&unchecked).map(|bytes| Hash::of(&bytes)).map_err(|_| WrapError::Damaged("out of range"))
    }
}

fn cipher(passphrase: &str, kdf: Kdf, salt: &[u8; 16]) -> Result<XChaCha20Poly1305, WrapError> {
    if !kdf.is_bearable() {
        return Err(WrapError::Kdf);
    }
    let params = argon2::Params::new(kdf.m, kdf.t, kdf.p, Some(32)).map_err(|_| WrapError::Kdf)?;
    // Ours to give and to wipe: the key could be read from what argon2 leaves in its memory.
    let mut memory = Zeroizing::new(vec![argon2::Block::default(); params.block_count()]);
    let argon2 = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let passphrase = Zeroizing::new(passphrase.nfc().collect::<String>());
    let mut key = Zeroizing::new([0; 32]);
    argon2
        .hash_password_into_with_memory(
            passphrase.as_bytes(),
            salt,
            key.as_mut_slice(),
            memory.as_mut_slice(),
        )
        .map_err(|_| WrapError::Kdf)?;
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

/// What the encryption is bound to beside the key itself.
fn associated(member: Uuid, key: &PublicKey) -> Vec<u8> {
    [b"imprimatur/key/v1\n", &member.as_bytes()[..], key.as_bytes()].concat()
}
