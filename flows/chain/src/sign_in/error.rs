//! Why a message or its signature proves nothing.

use super::{Domain, Nonce, Uri};
use jiff::Timestamp;
use std::fmt;
use std::num::NonZeroUsize;

/// Why a signed message does not prove that somebody owns an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// The text is no message to sign in with.
    #[error(transparent)]
    Message(#[from] MessageError),
    /// The message is meant for somebody else.
    #[error("the message is for {found}, not for {expected}")]
    WrongDomain {
        /// Who the message is meant for, with the scheme if it names one.
        found: String,
        /// Who asked.
        expected: Domain,
    },
    /// The message is for something else.
    #[error("the message is about {found}, not about {expected}")]
    WrongUri {
        /// What the message is for.
        found: Uri,
        /// What was asked for.
        expected: Uri,
    },
    /// The message answers another question than the one that was asked.
    #[error("the message has the nonce {found}, not {expected}")]
    WrongNonce {
        /// The nonce of the message.
        found: Nonce,
        /// The nonce that was given.
        expected: Nonce,
    },
    /// The message counts on another chain.
    #[error("the message is for the chain {found}, not for {expected}")]
    WrongChain {
        /// The chain of the message.
        found: String,
        /// The chain that was asked for.
        expected: String,
    },
    /// The message counts no more.
    #[error("the message has expired at {at}")]
    Expired {
        /// From when on.
        at: Timestamp,
    },
    /// The message does not count yet.
    #[error("the message does not count before {from}")]
    NotYetValid {
        /// From when on it does.
        from: Timestamp,
    },
    /// The account that the message names has not signed this text.
    #[error("the message was not signed by {claimed}")]
    WrongAddress {
        /// Who should have signed.
        claimed: String,
    },
    /// The signature is none.
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

/// Why a text is no signature that can be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// Not the right number of digits, other signs than digits, or numbers outside of the curve.
    #[error("that is not a signature")]
    Malformed,
    /// Somebody else could have made it out of another signature without the key. [EIP-2] and RFC 8032 refuse it.
    ///
    /// [EIP-2]: https://eips.ethereum.org/EIPS/eip-2
    #[error("the signature is the malleable twin of another one")]
    Malleable,
    /// The last byte says in an unknown way which of the possible keys has signed.
    #[error("the signature ends with {0}, and not with 0, 1, 27 or 28")]
    RecoveryId(u8),
}

/// Where a text departs from the grammar of EIP-4361.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the message is not {part}")]
pub struct MessageError {
    pub(super) line: NonZeroUsize,
    pub(super) part: Part,
}

impl MessageError {
    /// The line, counted from 1; it is one past the last when the text ends too early.
    pub fn line(&self) -> NonZeroUsize {
        self.line
    }

    /// What should have stood there.
    pub fn part(&self) -> Part {
        self.part
    }
}

/// What a message is made of, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[expect(missing_docs, reason = "they are named as the EIP names them")]
pub enum Part {
    Heading,
    Address,
    EmptyLine,
    Statement,
    Uri,
    Version,
    ChainId,
    Nonce,
    IssuedAt,
    ExpirationTime,
    NotBefore,
    RequestId,
    Resource,
    End,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Heading => "the heading that names a domain and the network",
            Self::Address => "an address",
            Self::EmptyLine => "empty",
            Self::Statement => "a statement",
            Self::Uri => "a URI",
            Self::Version => "version 1",
            Self::ChainId => "a chain id",
            Self::Nonce => "a nonce",
            Self::IssuedAt => "the time of issue",
            Self::ExpirationTime => "an expiration time",
            Self::NotBefore => "the time from when on it counts",
            Self::RequestId => "the id of a request",
            Self::Resource => "a resource",
            Self::End => "the end or another part in its place",
        })
    }
}
