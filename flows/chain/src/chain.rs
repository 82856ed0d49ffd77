//! Which of the chains that speak as Ethereum does.

use crate::written::written_as_text;
use std::fmt;
use std::str::FromStr;

/// The number of a chain by [EIP-155](https://eips.ethereum.org/EIPS/eip-155): 1 is Ethereum's main one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChainId(u64);

impl ChainId {
    /// Ethereum itself.
    pub const ETHEREUM: Self = Self(1);

    /// The chain of this number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number of the chain.
    pub const fn as_u64(self) -> u64 {
        self.0
    }
}

/// Why a text is no number of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the number of a chain is decimal digits, up to 18446744073709551615")]
pub struct ChainIdError;

impl FromStr for ChainId {
    type Err = ChainIdError;

    fn from_str(text: &str) -> Result<Self, ChainIdError> {
        // The number's own parser would take a sign.
        if !text.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(ChainIdError);
        }
        text.parse().map(Self).map_err(|_| ChainIdError)
    }
}

impl fmt::Display for ChainId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

written_as_text!(ChainId);
