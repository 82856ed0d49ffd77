//! Why a node gave no answer that counts.

use crate::ChainId;

/// Why nothing was learned from a node.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NodeError {
    /// No client could be made, for instance because the system has no certificates to trust.
    #[error("there can be no connections from here")]
    NoClient(#[source] reqwest::Error),
    /// No answer came, or only a part of it.
    #[error("the node can't be reached or does not answer in time")]
    Unreachable(#[source] reqwest::Error),
    /// An answer with a status of HTTP that is no success.
    #[error("the node answers with the HTTP status {0}")]
    Status(u16),
    /// The node answers a call with an error of its own.
    #[error("the node refuses {method}: {message} ({code})")]
    Refused {
        /// What was called.
        method: &'static str,
        /// The code, by JSON-RPC and EIP-1474.
        code: i64,
        /// What the node says, cut when it is long.
        message: String,
    },
    /// The answer is not what JSON-RPC says.
    #[error("the node does not answer as JSON-RPC says: {0}")]
    Malformed(&'static str),
    /// The answer is longer than any honest one.
    #[error("the answer of the node is too long")]
    TooLong,
    /// The node is of another chain.
    #[error("the node is of the chain {found}, not of {expected}")]
    WrongChain {
        /// The node's chain.
        found: ChainId,
        /// The chain that was to be asked.
        expected: ChainId,
    },
    /// The chain was reorganised in the middle of each attempt to read it, or parts of it were not there.
    #[error("the chain changes faster than it is read")]
    Unsettled,
}

impl NodeError {
    /// Whether the same call may succeed later, with nothing changed here.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::Unsettled => true,
            Self::Status(status) => matches!(status, 408 | 425 | 429 | 500..),
            // Errors of parsing, of unknown methods and of parameters stay what they are; others are the node's state.
            Self::Refused { code, .. } => !matches!(code, -32700 | -32602..=-32600 | -32006 | -32004),
            Self::NoClient(_) | Self::Malformed(_) | Self::TooLong | Self::WrongChain { .. } => false,
        }
    }
}
