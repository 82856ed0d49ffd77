//! A client of Ethereum's JSON-RPC: what it takes to see transfers to an address, and no more.

mod call;
mod error;
mod node;
mod transfers;
mod wire;

pub use error::NodeError;
pub use node::{Confirmations, ConfirmationsError, Node, NodeUrl, NodeUrlError};
pub use transfers::{Transfer, Transfers};

use crate::written::written_as_text;
use std::fmt;
use std::str::FromStr;

/// The height of a block: how many are before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockNumber(u64);

impl BlockNumber {
    /// The first block of every chain.
    pub const GENESIS: Self = Self(0);

    /// The block of this height.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Its height.
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// The block after this one.
    pub const fn next(self) -> Self {
        self.after(1)
    }

    /// The block that comes so many after this one.
    const fn after(self, blocks: u64) -> Self {
        Self(self.0.saturating_add(blocks))
    }
}

/// A text that is no height of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the height of a block is decimal digits")]
pub struct BlockNumberError;

impl FromStr for BlockNumber {
    type Err = BlockNumberError;

    fn from_str(text: &str) -> Result<Self, BlockNumberError> {
        // The number's own parser would take a sign.
        let digits = Some(text).filter(|text| text.bytes().all(|digit| digit.is_ascii_digit()));
        digits.and_then(|digits| digits.parse().ok()).map(Self).ok_or(BlockNumberError)
    }
}

impl fmt::Display for BlockNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

written_as_text!(BlockNumber);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "that is how a test fails")]

    use super::{BlockNumber, Confirmations};

    #[test]
    fn heights_and_confirmations_are_plain_numbers() {
        assert_eq!("12".parse::<BlockNumber>().unwrap(), BlockNumber::new(12));
        assert_eq!(serde_json::to_string(&BlockNumber::new(12)).unwrap(), "\"12\"");
        assert_eq!("12".parse::<Confirmations>().unwrap().to_string(), "12");
        for text in ["", "+1", "-1", "0x1", "1 ", "18446744073709551616"] {
            assert!(text.parse::<BlockNumber>().is_err() && text.parse::<Confirmations>().is_err(), "{text}");
        }
        assert!("0".parse::<Confirmations>().is_err(), "a transfer in no block can't count");
    }
}
