//! Messages that an account signs to sign in, as [EIP-4361](https://eips.ethereum.org/EIPS/eip-4361) writes them.
//!
//! The same text is signed on Solana, with its name in the first line. [`crate::siwe`] and [`crate::solana`] name the
//! types of this module for one network each.

mod challenge;
mod error;
mod part;
mod read;

pub use challenge::{Challenge, Expected, verify};
pub use error::{MessageError, Part, ProofError, SignatureError};
pub use part::{Domain, Nonce, NonceError, PartError, RequestId, Scheme, Statement, Uri};

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::{self, Debug, Display};
use std::hash::Hash;
use std::str::FromStr;

/// A network whose accounts sign in.
pub trait Network: sealed::Sealed + Copy + Debug + Eq + Hash + Send + Sync + 'static {
    /// What the first line of a message calls its accounts.
    const NAME: &'static str;
    /// What an account is known by.
    type Address: Written;
    /// Which chain of the network.
    type Chain: Written;
    /// What an account signs with.
    type Signature: FromStr<Err = SignatureError>;

    /// Checks that this account has signed this very text.
    ///
    /// # Errors
    /// When it has not, or when the signature is of no account at all.
    fn check(text: &str, signature: &Self::Signature, address: &Self::Address) -> Result<(), ProofError>;
}

/// What is shown, parsed and stored as one text.
pub trait Written:
    Copy + Debug + Display + Eq + FromStr + Hash + Send + Sync + Serialize + DeserializeOwned + 'static
{
}

impl<T> Written for T where
    T: Copy + Debug + Display + Eq + FromStr + Hash + Send + Sync + Serialize + DeserializeOwned + 'static
{
}

pub(crate) mod sealed {
    pub trait Sealed {}
}

/// A message to sign in with, with all that EIP-4361 lets it say.
///
/// It is parsed strictly by the EIP's grammar and shown by it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SignIn<N: Network> {
    /// The scheme of where the request comes from, if the message says it.
    pub scheme: Option<Scheme>,
    /// Who asks for the signature.
    pub domain: Domain,
    /// Who signs.
    pub address: N::Address,
    /// What is told to the one who signs.
    pub statement: Option<Statement>,
    /// What the signature is for.
    pub uri: Uri,
    /// The chain that it counts on.
    pub chain_id: N::Chain,
    /// What makes this message the only one of its kind.
    pub nonce: Nonce,
    /// When the message was made.
    pub issued_at: Timestamp,
    /// From when on it counts no more.
    pub expires_at: Option<Timestamp>,
    /// From when on it counts.
    pub not_before: Option<Timestamp>,
    /// What the asking system calls the request.
    pub request_id: Option<RequestId>,
    /// What the one who signs wants to be looked at; a message may also say that there is nothing.
    pub resources: Option<Vec<Uri>>,
}

impl<N: Network> Display for SignIn<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(scheme) = &self.scheme {
            write!(f, "{scheme}://")?;
        }
        writeln!(f, "{}{}", self.domain, heading::<N>())?;
        writeln!(f, "{}\n", self.address)?;
        if let Some(statement) = &self.statement {
            writeln!(f, "{statement}")?;
        }
        writeln!(f, "\nURI: {}", self.uri)?;
        writeln!(f, "Version: 1")?;
        writeln!(f, "Chain ID: {}", self.chain_id)?;
        writeln!(f, "Nonce: {}", self.nonce)?;
        write!(f, "Issued At: {}", self.issued_at)?;
        if let Some(time) = self.expires_at {
            write!(f, "\nExpiration Time: {time}")?;
        }
        if let Some(time) = self.not_before {
            write!(f, "\nNot Before: {time}")?;
        }
        if let Some(id) = &self.request_id {
            write!(f, "\nRequest ID: {id}")?;
        }
        if let Some(resources) = &self.resources {
            write!(f, "\nResources:")?;
            for resource in resources {
                write!(f, "\n- {resource}")?;
            }
        }
        Ok(())
    }
}

/// How the first line ends.
fn heading<N: Network>() -> String {
    format!(" wants you to sign in with your {} account:", N::NAME)
}

#[cfg(test)]
mod tests;
