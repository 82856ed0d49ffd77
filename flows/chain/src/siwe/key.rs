//! Secret keys of Ethereum, for those who try a wallet out without having one.

use super::personal;
use super::signature::{Signature, address_of};
use crate::Address;
use k256::ecdsa::SigningKey;
use std::fmt;
use std::str::FromStr;

/// The secret key of an account of Ethereum: 64 hexadecimal digits, with or without `0x`.
///
/// It is never shown.
#[derive(Clone)]
pub struct Key(SigningKey);

/// Why a text is no secret key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a secret key of Ethereum is 64 hexadecimal digits of a number below the order of its curve")]
pub struct KeyError;

impl Key {
    /// The address of the account.
    pub fn address(&self) -> Address {
        address_of(self.0.verifying_key())
    }

    /// Signs a text by EIP-191, as the `personal_sign` of a wallet.
    pub fn sign(&self, text: &str) -> Signature {
        let (numbers, id) = self.0.sign_prehash_recoverable(&personal(text));
        Signature { numbers, id }
    }
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut bytes = [0; 32];
        let digits = text.strip_prefix("0x").unwrap_or(text);
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| KeyError)?;
        SigningKey::from_slice(&bytes).map(Self).map_err(|_| KeyError)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key(of {})", self.address())
    }
}
