//! A node of Ethereum, and what it is asked.

use super::call::{self, Call, Results};
use super::transfers::Transfers;
use super::{BlockNumber, NodeError, transfers, wire};
use crate::written::written_as_text;
use crate::{Address, ChainId, Wei};
use reqwest::redirect::Policy;
use serde_json::json;
use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;
use std::time::Duration;

/// A node that speaks Ethereum's JSON-RPC over HTTP.
///
/// Each of its calls checks that the node is of the right chain.
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use flows_chain::rpc::{BlockNumber, Node};
/// let node = Node::new("http://127.0.0.1:8545".parse()?, "1".parse()?, "12".parse()?)?;
/// let address = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed".parse()?;
/// let mut from = node.head().await?;
/// loop {
///     let transfers = node.transfers_to(&address, from).await?;
///     for transfer in &transfers.found {
///         println!("{} ETH in {}", transfer.value, transfer.hash);
///     }
///     from = transfers.next;
///     if transfers.is_all() {
///         break;
///     }
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Node {
    client: reqwest::Client,
    url: NodeUrl,
    chain: ChainId,
    confirmations: Confirmations,
    patience: Duration,
}

impl Node {
    /// The node at this address, which must be of this chain. Transfers count with so many confirmations.
    ///
    /// Nothing is called yet.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn new(url: NodeUrl, chain: ChainId, confirmations: Confirmations) -> Result<Self, NodeError> {
        // Whoever has chosen another provider keeps it.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .redirect(Policy::none())
            .build()
            .map_err(NodeError::NoClient)?;
        Ok(Self { client, url, chain, confirmations, patience: Duration::from_secs(60) })
    }

    /// Waits for the whole answer to each request as long as this, instead of a minute.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// The last block that the node knows.
    ///
    /// # Errors
    /// When the node does not answer or is of another chain.
    pub async fn head(&self) -> Result<BlockNumber, NodeError> {
        let call = Call::new("eth_blockNumber", json!([]));
        let wire::Height(height) = self.ask([call]).await?.next()?;
        Ok(height)
    }

    /// What the address owns after the last block.
    ///
    /// # Errors
    /// When the node does not answer or is of another chain.
    pub async fn balance(&self, address: &Address) -> Result<Wei, NodeError> {
        let call = Call::new("eth_getBalance", json!([address, "latest"]));
        let wire::Balance(balance) = self.ask([call]).await?.next()?;
        Ok(balance)
    }

    /// The confirmed transfers of ether to this address, from this block on.
    ///
    /// A transfer counts when its transaction has succeeded, goes straight to the address and moves more than nothing;
    /// what contracts pay is not seen. At most 500 blocks are read: go on from [`Transfers::next`]. When the chain is
    /// reorganised meanwhile, it is read again.
    ///
    /// # Errors
    /// When the node does not answer, is of another chain, or does not come to rest.
    pub async fn transfers_to(&self, address: &Address, from: BlockNumber) -> Result<Transfers, NodeError> {
        transfers::read(self, address, from).await
    }

    pub(super) fn confirmations(&self) -> u64 {
        self.confirmations.as_u64()
    }

    /// Makes these calls, in one batch with the check of the chain.
    pub(super) async fn ask(&self, calls: impl IntoIterator<Item = Call>) -> Result<Results, NodeError> {
        let mut batch = vec![Call::new("eth_chainId", json!([]))];
        batch.extend(calls);
        let mut results = call::call(self.client.post(self.url.0.clone()).timeout(self.patience), &batch).await?;
        match results.next()? {
            wire::Chain(found) if found != self.chain => Err(NodeError::WrongChain { found, expected: self.chain }),
            wire::Chain(_) => Ok(results),
        }
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node")
            .field("url", &self.url)
            .field("chain", &self.chain)
            .field("confirmations", &self.confirmations)
            .finish_non_exhaustive()
    }
}

/// Where a node is: an address that begins with `http://` or `https://`.
///
/// Such addresses often hold a key, so only the host is ever shown.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct NodeUrl(reqwest::Url);

/// A text that is no address of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the address of a node begins with http:// or https:// and a host")]
pub struct NodeUrlError;

impl FromStr for NodeUrl {
    type Err = NodeUrlError;

    fn from_str(text: &str) -> Result<Self, NodeUrlError> {
        let url: reqwest::Url = text.parse().map_err(|_| NodeUrlError)?;
        if matches!(url.scheme(), "http" | "https") && url.has_host() { Ok(Self(url)) } else { Err(NodeUrlError) }
    }
}

impl fmt::Debug for NodeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeUrl({}://{}/…)", self.0.scheme(), self.0.host_str().unwrap_or_default())
    }
}

impl<'de> serde::Deserialize<'de> for NodeUrl {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <String as serde::Deserialize>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// How many blocks must hold a transfer fast before it counts, its own among them: at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Confirmations(NonZeroU64);

/// A text that is no number of confirmations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("confirmations are a number from 1 on")]
pub struct ConfirmationsError;

impl Confirmations {
    /// So many.
    pub const fn new(blocks: NonZeroU64) -> Self {
        Self(blocks)
    }

    /// How many.
    pub const fn as_u64(self) -> u64 {
        self.0.get()
    }
}

impl FromStr for Confirmations {
    type Err = ConfirmationsError;

    fn from_str(text: &str) -> Result<Self, ConfirmationsError> {
        // The number's own parser would take a sign.
        let digits = Some(text).filter(|text| text.bytes().all(|digit| digit.is_ascii_digit()));
        digits.and_then(|digits| digits.parse().ok()).map(Self).ok_or(ConfirmationsError)
    }
}

impl fmt::Display for Confirmations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

written_as_text!(Confirmations);
