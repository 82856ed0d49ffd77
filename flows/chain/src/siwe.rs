//! Sign-In with Ethereum: [EIP-4361](https://eips.ethereum.org/EIPS/eip-4361) messages signed by
//! [EIP-191](https://eips.ethereum.org/EIPS/eip-191), as the `personal_sign` of wallets does.
//!
//! Only accounts that have a key can sign; accounts that are contracts (EIP-1271) can't.

mod key;
mod signature;

pub use crate::sign_in::{
    Domain, MessageError, Nonce, NonceError, Part, PartError, ProofError, SignatureError, Statement, Uri, verify,
};
pub use key::{Key, KeyError};
pub use signature::Signature;

use crate::hash::keccak;
use crate::sign_in::{Network, sealed::Sealed};
use crate::{Address, ChainId};

/// Ethereum, as a network whose accounts sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ethereum {}

/// A message to sign in with Ethereum.
pub type SignIn = crate::sign_in::SignIn<Ethereum>;
/// A question that the owner of an address of Ethereum answers with a signature.
pub type Challenge = crate::sign_in::Challenge<Ethereum>;
/// What a message that was signed with Ethereum must say.
pub type Expected<'a> = crate::sign_in::Expected<'a, Ethereum>;

impl Sealed for Ethereum {}

impl Network for Ethereum {
    const NAME: &'static str = "Ethereum";
    type Address = Address;
    type Chain = ChainId;
    type Signature = Signature;

    fn check(text: &str, signature: &Signature, address: &Address) -> Result<(), ProofError> {
        if signature.address(text)? == *address {
            Ok(())
        } else {
            Err(ProofError::WrongAddress { claimed: address.to_string() })
        }
    }
}

/// What is really signed for a text: version `E` of EIP-191.
fn personal(text: &str) -> [u8; 32] {
    let length = text.len().to_string();
    keccak(&[b"\x19Ethereum Signed Message:\n", length.as_bytes(), text.as_bytes()])
}

#[cfg(test)]
mod tests;
