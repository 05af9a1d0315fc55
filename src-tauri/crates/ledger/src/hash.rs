//! SHA-256 values: leaves, roots and digests.

use crate::{Malformed, bytes::written_as_hex};
use sha2::{Digest as _, Sha256};

/// A SHA-256 value; written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

written_as_hex!(Hash, "a hash of 64 lower-case hexadecimal digits");

impl Hash {
    /// 32 zero bytes: what stands before the first event.
    pub const ZERO: Self = Self([0; 32]);

    /// SHA-256 of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// An inner node of the tree: SHA-256(0x01 || left || right), RFC 6962 section 2.1.
    pub fn node(left: &Self, right: &Self) -> Self {
        Self(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Any 32 bytes are a hash.
    #[allow(clippy::unnecessary_wraps)] // The common shape of what is written as hexadecimal digits.
    fn from_bytes(bytes: [u8; 32]) -> Result<Self, Malformed> {
        Ok(Self(bytes))
    }
}
