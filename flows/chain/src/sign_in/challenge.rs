//! What somebody is asked to sign, and the check of what they send back.

use super::{Domain, Network, Nonce, ProofError, SignIn, Statement, Uri};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A question that the owner of an address answers with a signature.
///
/// It can be stored, since the answer may come after a restart. That it is answered only once is up to the one who
/// stores it: forget it when an answer was accepted.
///
/// ```
/// use flows_chain::siwe::{Challenge, Key, Nonce};
/// use jiff::{Timestamp, ToSpan};
///
/// let now = Timestamp::now();
/// let challenge = Challenge {
///     domain: "example.com".parse()?,
///     uri: "https://example.com/wallet".parse()?,
///     statement: "Connect this wallet.".parse()?,
///     chain_id: "1".parse()?,
///     nonce: Nonce::random()?,
///     issued_at: now,
///     expires_at: now + 10.minutes(),
/// };
/// // This is what the wallet of the user does.
/// let key: Key = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318".parse()?;
/// let text = challenge.text_for(&key.address());
/// let signature = key.sign(&text).to_string();
///
/// assert_eq!(challenge.verify_message(&text, &signature, now)?, key.address());
/// assert_eq!(challenge.verify_for(&key.address(), &signature, now)?, key.address());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Challenge<N: Network> {
    /// Who asks.
    pub domain: Domain,
    /// What the signature is for.
    pub uri: Uri,
    /// What is told to the one who signs.
    pub statement: Statement,
    /// The chain that it counts on.
    pub chain_id: N::Chain,
    /// What makes this challenge the only one of its kind.
    pub nonce: Nonce,
    /// When it was made.
    pub issued_at: Timestamp,
    /// From when on an answer comes too late.
    pub expires_at: Timestamp,
}

impl<N: Network> Challenge<N> {
    /// The message that the owner of this address has to sign, to the letter.
    pub fn text_for(&self, address: &N::Address) -> String {
        let message: SignIn<N> = SignIn {
            scheme: None,
            domain: self.domain.clone(),
            address: *address,
            statement: Some(self.statement.clone()),
            uri: self.uri.clone(),
            chain_id: self.chain_id,
            nonce: self.nonce.clone(),
            issued_at: self.issued_at,
            expires_at: Some(self.expires_at),
            not_before: None,
            request_id: None,
            resources: None,
        };
        message.to_string()
    }

    /// The address that has answered with this message, as its wallet worded it, and this signature.
    ///
    /// The message may differ from [`text_for`](Self::text_for) in its statement, times, request id and resources, but
    /// it counts no longer than the challenge does.
    ///
    /// # Errors
    /// When the message does not answer this challenge, comes too late, or is not signed by the address in it.
    pub fn verify_message(&self, text: &str, signature: &str, now: Timestamp) -> Result<N::Address, ProofError> {
        if now >= self.expires_at {
            return Err(ProofError::Expired { at: self.expires_at });
        }
        verify(text, signature, &self.expected(now))
    }

    /// The address, if it has signed what [`text_for`](Self::text_for) says for it.
    ///
    /// # Errors
    /// When it has not, or when the answer comes too late.
    pub fn verify_for(&self, address: &N::Address, signature: &str, now: Timestamp) -> Result<N::Address, ProofError> {
        self.verify_message(&self.text_for(address), signature, now)
    }

    /// What a message must say to answer this challenge.
    pub fn expected(&self, now: Timestamp) -> Expected<'_, N> {
        Expected { domain: &self.domain, nonce: &self.nonce, uri: &self.uri, chain: self.chain_id, now }
    }
}

/// What a signed message must say.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a, N: Network> {
    /// Who has asked.
    pub domain: &'a Domain,
    /// The nonce that was given.
    pub nonce: &'a Nonce,
    /// What was asked for. A message that names a scheme before its domain must name this one's.
    pub uri: &'a Uri,
    /// The chain that was asked for.
    pub chain: N::Chain,
    /// The time to check the message's own times by.
    pub now: Timestamp,
}

/// The address that has signed this text, which is the one that stands in it.
///
/// ```
/// use flows_chain::siwe::{self, Expected, ProofError};
///
/// let expected = Expected {
///     domain: &"example.com".parse()?,
///     nonce: &"K1bVxT5sQ0aLz8mN".parse()?,
///     uri: &"https://example.com/wallet".parse()?,
///     chain: "1".parse()?,
///     now: "2026-01-02T03:04:05Z".parse()?,
/// };
/// assert!(matches!(siwe::verify("hello", "0x00", &expected), Err(ProofError::Message(_))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When the text is no message to sign in with, says something else than expected, does not count at this time, or is
/// not signed by the address in it.
pub fn verify<N: Network>(text: &str, signature: &str, expected: &Expected<'_, N>) -> Result<N::Address, ProofError> {
    let message: SignIn<N> = text.parse()?;
    let origin_is_right =
        message.scheme.as_ref().is_none_or(|scheme| scheme.as_str().eq_ignore_ascii_case(expected.uri.scheme()));
    if message.domain != *expected.domain || !origin_is_right {
        let scheme = message.scheme.map(|scheme| format!("{scheme}://")).unwrap_or_default();
        let found = format!("{scheme}{}", message.domain);
        return Err(ProofError::WrongDomain { found, expected: expected.domain.clone() });
    }
    if message.uri != *expected.uri {
        return Err(ProofError::WrongUri { found: message.uri, expected: expected.uri.clone() });
    }
    if message.nonce != *expected.nonce {
        return Err(ProofError::WrongNonce { found: message.nonce, expected: expected.nonce.clone() });
    }
    if message.chain_id != expected.chain {
        let (found, expected) = (message.chain_id.to_string(), expected.chain.to_string());
        return Err(ProofError::WrongChain { found, expected });
    }
    if let Some(from) = message.not_before.filter(|from| expected.now < *from) {
        return Err(ProofError::NotYetValid { from });
    }
    if let Some(at) = message.expires_at.filter(|at| expected.now >= *at) {
        return Err(ProofError::Expired { at });
    }
    N::check(text, &signature.parse()?, &message.address)?;
    Ok(message.address)
}
