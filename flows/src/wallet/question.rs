//! What an account's owner signs, and whether they did.

use flows_chain::siwe::{Domain, Nonce, ProofError, SignatureError, Uri};
use flows_chain::{ChainId, siwe, solana};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use workflow::Phrase;
use workflow::prelude::*;

use crate::data::Account;

/// Where an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Choices)]
pub enum Network {
    /// Ethereum
    Ethereum,
    /// Solana
    Solana,
}

/// A question that only the owner of an account can answer, by a signature; once, and not for long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// To the owner of an account at Ethereum.
    Ethereum(flows_chain::Address, siwe::Challenge),
    /// To the owner of an account at Solana.
    Solana(solana::Address, solana::Challenge),
}

/// Asks who owns an account.
#[derive(Clone)]
pub struct Asker {
    domain: Domain,
    uri: Uri,
    chain: ChainId,
}

/// How long a question may be answered.
const TIME: SignedDuration = SignedDuration::from_mins(10);

const STATEMENT: &str = "Connect this wallet to my account at the bot. It costs nothing.";

const NO_ETHEREUM: &str = "That is no address of Ethereum: it begins with 0x and has 40 digits after it.";
const NO_SOLANA: &str = "That is no address of Solana that can sign.";
const NO_SIGNATURE: &str = "That is no signature. Please send it as your wallet shows it.";
const MALLEABLE: &str = "That signature is not in its only valid form. Please sign with another wallet.";
const OTHER: &str = "That was signed by another account, or it is another message.";
const TOO_LATE: &str = "That comes too late. Please go back and begin anew.";

impl Question {
    /// What a user may be told about an address or a signature.
    pub const SAYS: [&str; 6] = [NO_ETHEREUM, NO_SOLANA, NO_SIGNATURE, MALLEABLE, OTHER, TOO_LATE];

    /// What is to be signed, to the letter.
    pub fn text(&self) -> String {
        match self {
            Self::Ethereum(address, challenge) => challenge.text_for(address),
            Self::Solana(address, challenge) => challenge.text_for(address),
        }
    }

    /// The account, if this is its signature of the text; and the nonce, which proves once.
    ///
    /// # Errors
    /// A rejection that says what is wrong.
    pub fn verify(&self, signature: &str, now: Timestamp) -> Result<(Account, String)> {
        let signature = signature.trim();
        match self {
            Self::Ethereum(address, challenge) => challenge
                .verify_for(address, signature, now)
                .map(|address| (Account::Ethereum(address), challenge.nonce.to_string())),
            Self::Solana(address, challenge) => challenge
                .verify_for(address, signature, now)
                .map(|address| (Account::Solana(address), challenge.nonce.to_string())),
        }
        .map_err(|error| {
            reject(Phrase::new(match error {
                ProofError::Signature(SignatureError::Malleable) => MALLEABLE,
                ProofError::Signature(_) => NO_SIGNATURE,
                ProofError::Expired { .. } | ProofError::NotYetValid { .. } => TOO_LATE,
                _ => OTHER,
            }))
        })
    }
}

impl Asker {
    /// Asks in the name of this site, for this chain.
    pub fn new(domain: Domain, uri: Uri, chain: ChainId) -> Self {
        Self { domain, uri, chain }
    }

    pub(super) fn ask(&self, network: Network, address: &str, now: Timestamp) -> Result<Question> {
        let (domain, uri, statement, nonce) =
            (self.domain.clone(), self.uri.clone(), STATEMENT.parse()?, Nonce::random()?);
        let (issued_at, expires_at) = (now, now + TIME);
        match network {
            Network::Ethereum => {
                let address = address.parse().map_err(|_| reject(NO_ETHEREUM))?;
                let chain_id = self.chain;
                let challenge = siwe::Challenge { domain, uri, statement, chain_id, nonce, issued_at, expires_at };
                Ok(Question::Ethereum(address, challenge))
            }
            Network::Solana => {
                let address = address.parse().map_err(|_| reject(NO_SOLANA))?;
                let chain_id = solana::Cluster::Mainnet;
                let challenge = solana::Challenge { domain, uri, statement, chain_id, nonce, issued_at, expires_at };
                Ok(Question::Solana(address, challenge))
            }
        }
    }
}
