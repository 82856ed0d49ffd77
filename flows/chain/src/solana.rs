//! Signing in with Solana: the text of EIP-4361 with "Solana account" in its first line, signed with Ed25519.
//!
//! Sign in with Solana leaves nearly all lines of the text to choice; here a message has all that EIP-4361 demands.

mod account;
mod key;

pub use crate::sign_in::{
    Domain, MessageError, Nonce, NonceError, Part, PartError, ProofError, SignatureError, Statement, Uri, verify,
};
pub use account::{Address, AddressError, Cluster, ClusterError, Signature};
pub use key::{Key, KeyError};

use crate::sign_in::{Network, sealed::Sealed};

/// Solana, as a network whose accounts sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Solana {}

/// A message to sign in with Solana.
pub type SignIn = crate::sign_in::SignIn<Solana>;
/// A question that the owner of an address of Solana answers with a signature.
pub type Challenge = crate::sign_in::Challenge<Solana>;
/// What a message that was signed with Solana must say.
pub type Expected<'a> = crate::sign_in::Expected<'a, Solana>;

impl Sealed for Solana {}

impl Network for Solana {
    const NAME: &'static str = "Solana";
    type Address = Address;
    type Chain = Cluster;
    type Signature = Signature;

    fn check(text: &str, signature: &Signature, address: &Address) -> Result<(), ProofError> {
        match address.has_signed(text.as_bytes(), signature) {
            Ok(()) => Ok(()),
            Err(_) => Err(ProofError::WrongAddress { claimed: address.to_string() }),
        }
    }
}

#[cfg(test)]
mod tests;
