//! Signatures on secp256k1 that their signer can be recovered from.

use super::personal;
use crate::Address;
use crate::hash::keccak;
use crate::sign_in::SignatureError;
use crate::written::{debugged_as_text, written_as_text};
use k256::ecdsa::{self, RecoveryId, VerifyingKey};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// A signature of an account of Ethereum: 65 bytes, written as hexadecimal digits with or without `0x`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    pub(super) numbers: ecdsa::Signature,
    pub(super) id: RecoveryId,
}

impl Signature {
    /// The address that has signed this text by EIP-191: another one for every other text.
    ///
    /// # Errors
    /// When no key can have made this signature.
    pub fn address(&self, text: &str) -> Result<Address, SignatureError> {
        let key = VerifyingKey::recover_from_prehash(&personal(text), &self.numbers, self.id);
        key.map(|key| address_of(&key)).map_err(|_| SignatureError::Malformed)
    }
}

/// The address of a key: the last 20 bytes of the hash of its point.
pub(super) fn address_of(key: &VerifyingKey) -> Address {
    let point = key.to_sec1_point(false);
    // The first byte only says that both coordinates follow.
    let (_, coordinates) = point.as_bytes().split_at(1);
    let hash = keccak(&[coordinates]);
    let mut bytes = [0; 20];
    bytes.iter_mut().zip(hash.iter().skip(12)).for_each(|(byte, hashed)| *byte = *hashed);
    Address::from_bytes(bytes)
}

impl FromStr for Signature {
    type Err = SignatureError;

    fn from_str(text: &str) -> Result<Self, SignatureError> {
        let mut bytes = [0; 65];
        let digits = text.strip_prefix("0x").unwrap_or(text);
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| SignatureError::Malformed)?;
        let (numbers, id) = bytes.split_at(64);
        let numbers = ecdsa::Signature::from_slice(numbers).map_err(|_| SignatureError::Malformed)?;
        // With both signs of s allowed, everybody could make a second signature out of one.
        if numbers.normalize_s() != numbers {
            return Err(SignatureError::Malleable);
        }
        let id = match id {
            [0 | 27] => RecoveryId::new(false, false),
            [1 | 28] => RecoveryId::new(true, false),
            [other] => return Err(SignatureError::RecoveryId(*other)),
            _ => return Err(SignatureError::Malformed),
        };
        Ok(Self { numbers, id })
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("0x{}{:02x}", hex::encode(self.numbers.to_bytes()), 27 + self.id.to_byte()))
    }
}

impl Hash for Signature {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.numbers.to_bytes().as_slice(), self.id.to_byte()).hash(state);
    }
}

debugged_as_text!(Signature);
written_as_text!(Signature);
