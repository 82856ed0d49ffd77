//! Addresses, signatures and chains of Solana.

use crate::sign_in::SignatureError;
use crate::written::{debugged_as_text, written_as_text};
use ed25519_dalek::VerifyingKey;
use std::fmt;
use std::str::FromStr;

/// An address of Solana that has a secret key: an Ed25519 key, written in base58.
///
/// Keys of small order, which some signature fits for every text, are refused; so are addresses of programs, which lie
/// outside of the curve and can't sign.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address([u8; 32]);

/// Why a text is no address of Solana that can sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// It is not 32 bytes in base58.
    #[error("an address of Solana is 32 bytes in base58: 32 to 44 letters and digits")]
    Malformed,
    /// No secret key belongs to it: it is a program's, or mistyped.
    #[error("nobody has the key of this address")]
    Keyless,
    /// It belongs to a key that anybody can sign for.
    #[error("anybody can sign for this address")]
    Weak,
}

/// Nothing that this address has signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the address has not signed this text")]
pub(super) struct NotSigned;

impl Address {
    /// The address of these bytes.
    ///
    /// # Errors
    /// When no secret key belongs to it, or one that anybody can sign for.
    pub fn from_bytes(bytes: [u8; 32]) -> Result<Self, AddressError> {
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| AddressError::Keyless)?;
        if key.is_weak() {
            return Err(AddressError::Weak);
        }
        // A point can be written with a coordinate that is too large by the prime; an address can't.
        if key.to_edwards().compress().to_bytes() != bytes {
            return Err(AddressError::Keyless);
        }
        Ok(Self(bytes))
    }

    /// The bytes of the address.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(super) fn has_signed(&self, message: &[u8], signature: &Signature) -> Result<(), NotSigned> {
        let key = VerifyingKey::from_bytes(&self.0).map_err(|_| NotSigned)?;
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        key.verify_strict(message, &signature).map_err(|_| NotSigned)
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        Self::from_bytes(base58(text).ok_or(AddressError::Malformed)?)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&bs58::encode(self.0).into_string())
    }
}

/// An Ed25519 signature: 64 bytes, written in base58.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signature([u8; 64]);

impl Signature {
    /// The signature of these bytes.
    ///
    /// # Errors
    /// When its second half is not below the order of the curve's group, as RFC 8032 demands in 5.1.7.
    pub fn from_bytes(bytes: [u8; 64]) -> Result<Self, SignatureError> {
        /// The order of the group of Ed25519, least byte first.
        const ORDER: [u8; 32] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ];
        let (_, s) = bytes.split_at(32);
        if s.iter().rev().ge(ORDER.iter().rev()) {
            return Err(SignatureError::Malleable);
        }
        Ok(Self(bytes))
    }

    /// What a key has made, which is as it must be.
    pub(super) const fn made(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }

    /// The bytes of the signature.
    pub const fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl FromStr for Signature {
    type Err = SignatureError;

    fn from_str(text: &str) -> Result<Self, SignatureError> {
        Self::from_bytes(base58(text).ok_or(SignatureError::Malformed)?)
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&bs58::encode(self.0).into_string())
    }
}

/// Exactly so many bytes in base58.
fn base58<const N: usize>(text: &str) -> Option<[u8; N]> {
    // Decoding takes the square of the length, and no byte takes more than 1.37 letters.
    if text.len() > N + N / 2 {
        return None;
    }
    bs58::decode(text).into_vec().ok()?.try_into().ok()
}

/// One of the chains of Solana.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cluster {
    /// The one where SOL are worth something.
    Mainnet,
    /// Where new versions of Solana are tried.
    Testnet,
    /// Where programs are tried.
    Devnet,
    /// On a developer's own machine.
    Localnet,
}

/// Why a text names no chain of Solana.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a chain of Solana is mainnet, testnet, devnet or localnet")]
pub struct ClusterError;

impl FromStr for Cluster {
    type Err = ClusterError;

    fn from_str(text: &str) -> Result<Self, ClusterError> {
        // Wallets may say which network they mean.
        match text.strip_prefix("solana:").unwrap_or(text) {
            "mainnet" => Ok(Self::Mainnet),
            "testnet" => Ok(Self::Testnet),
            "devnet" => Ok(Self::Devnet),
            "localnet" => Ok(Self::Localnet),
            _ => Err(ClusterError),
        }
    }
}

impl fmt::Display for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Mainnet => "mainnet",
            Self::Testnet => "testnet",
            Self::Devnet => "devnet",
            Self::Localnet => "localnet",
        })
    }
}

debugged_as_text!(Address, Signature);
written_as_text!(Address, Signature, Cluster);
