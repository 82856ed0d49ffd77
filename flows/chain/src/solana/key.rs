//! Secret keys of Solana, for those who try a wallet out without having one.

use super::account::{Address, AddressError, Signature};
use ed25519_dalek::{Signer, SigningKey};
use std::fmt;
use std::str::FromStr;

/// The secret key of an account of Solana: the 32 bytes of its seed, as 64 hexadecimal digits.
///
/// It is never shown.
#[derive(Clone)]
pub struct Key {
    key: SigningKey,
    address: Address,
}

/// Why a text is no secret key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// It is not 32 bytes.
    #[error("the seed of a secret key of Solana is 64 hexadecimal digits")]
    Digits,
    /// Its address can't sign.
    #[error(transparent)]
    Address(#[from] AddressError),
}

impl Key {
    /// The address of the account.
    pub fn address(&self) -> Address {
        self.address
    }

    /// Signs a text.
    pub fn sign(&self, text: &str) -> Signature {
        Signature::made(self.key.sign(text.as_bytes()).to_bytes())
    }
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut seed = [0; 32];
        hex::decode_to_slice(text.strip_prefix("0x").unwrap_or(text), &mut seed).map_err(|_| KeyError::Digits)?;
        let key = SigningKey::from_bytes(&seed);
        let address = Address::from_bytes(key.verifying_key().to_bytes())?;
        Ok(Self { key, address })
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key(of {})", self.address)
    }
}
