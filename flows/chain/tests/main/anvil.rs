//! What the tests ask a real chain.

#![allow(clippy::unwrap_used, reason = "that is how a test fails")]

use flows_chain::rpc::{BlockNumber, Node};
use flows_chain::{Address, TxHash, Wei};
pub(crate) use flows_emulators::Anvil;

/// The chain that anvil says it is, unless told otherwise.
pub(crate) const CHAIN: &str = Anvil::CHAIN;

/// A chain as the bot sees it.
pub(crate) trait Seen {
    /// A client that asks this node and counts transfers with so many confirmations.
    fn node(&self, confirmations: &str) -> Node;

    /// Hands a transfer in. It is in no block before one is mined.
    async fn paid(&self, to: Address, value: &str) -> TxHash;
}

impl Seen for Anvil {
    fn node(&self, confirmations: &str) -> Node {
        node(self.url(), confirmations)
    }

    async fn paid(&self, to: Address, value: &str) -> TxHash {
        let value: Wei = value.parse().unwrap();
        self.pay(&to.to_string(), value.as_u128()).await.parse().unwrap()
    }
}

pub(crate) fn node(url: &str, confirmations: &str) -> Node {
    Node::new(url.parse().unwrap(), CHAIN.parse().unwrap(), confirmations.parse().unwrap()).unwrap()
}

/// An address that nobody has used.
pub(crate) fn fresh() -> Address {
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes).unwrap();
    Address::from_bytes(bytes)
}

pub(crate) fn block(number: u64) -> BlockNumber {
    BlockNumber::new(number)
}
