//! A client of Ethereum's JSON-RPC: what it takes to see transfers to an address, and no more.

mod call;
mod error;
mod node;
mod transfers;
mod wire;

pub use error::NodeError;
pub use node::{Confirmations, NoConfirmation, Node, NodeUrl, NodeUrlError};
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
        text.parse().map(Self).map_err(|_| BlockNumberError)
    }
}

impl fmt::Display for BlockNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

written_as_text!(BlockNumber);
