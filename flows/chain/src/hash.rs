//! Hashes: what a transfer and a block are known by.

use crate::written::{debugged_as_text, written_as_text};
use sha3::{Digest, Keccak256};
use std::fmt;
use std::str::FromStr;

/// The hash of a transaction: the same for the same transfer, for ever, whichever block it is in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TxHash([u8; 32]);

/// The hash of a block, which stands for all blocks before it too.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockHash([u8; 32]);

/// Why a text is no hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a hash is 0x and 64 hexadecimal digits")]
pub struct HashError;

macro_rules! hash {
    ($($type:ident),+) => {$(
        impl $type {
            /// The hash of these bytes.
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The bytes of the hash.
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl FromStr for $type {
            type Err = HashError;

            fn from_str(text: &str) -> Result<Self, HashError> {
                let mut bytes = [0; 32];
                let digits = text.strip_prefix("0x").ok_or(HashError)?;
                hex::decode_to_slice(digits, &mut bytes).map_err(|_| HashError)?;
                Ok(Self(bytes))
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&format!("0x{}", hex::encode(self.0)))
            }
        }
    )+};
}

hash!(TxHash, BlockHash);
debugged_as_text!(TxHash, BlockHash);
written_as_text!(TxHash, BlockHash);

/// Keccak-256 of the parts, one after the other.
pub(crate) fn keccak(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Keccak256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}
