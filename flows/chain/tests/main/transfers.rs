//! Transfers are found when they count, and each of them once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "that is how a test fails"
)]

use crate::anvil::{Anvil, CHAIN, Seen as _, block, fresh};
use flows_chain::rpc::{BlockNumber, Node, NodeError, Transfer};
use flows_chain::{ChainId, Wei};
use serde_json::json;
use std::collections::HashSet;

#[tokio::test]
async fn a_transfer_counts_when_it_has_enough_confirmations() {
    let Some(anvil) = Anvil::start() else { return };
    let (node, address) = (anvil.node("3"), fresh());
    let hash = anvil.paid(address, "0.000042").await;
    let found = async || node.transfers_to(&address, BlockNumber::GENESIS).await.unwrap();

    assert_eq!(found().await.found, [], "it is in no block");
    assert_eq!(found().await.confirmed, None, "the chain is shorter than three blocks");
    for confirmations in 1..3 {
        anvil.mine(1).await;
        assert_eq!(found().await.found, [], "{confirmations} confirmations");
    }
    anvil.mine(1).await;
    let transfers = found().await;
    let accounts = anvil.call("eth_accounts", json!([])).await;
    let written = anvil.call("eth_getBlockByNumber", json!(["0x1", false])).await;
    let transfer = Transfer {
        hash,
        from: accounts[0].as_str().unwrap().parse().unwrap(),
        to: address,
        value: "0.000042".parse().unwrap(),
        block: block(1),
        block_hash: written["hash"].as_str().unwrap().parse().unwrap(),
    };
    assert_eq!(transfers.found, [transfer]);
    assert_eq!((transfers.next, transfers.confirmed, transfers.head), (block(2), Some(block(1)), block(3)));
    assert!(transfers.is_all());
}

#[tokio::test]
async fn one_confirmation_is_the_block_itself() {
    let Some(anvil) = Anvil::start() else { return };
    let (node, address) = (anvil.node("1"), fresh());
    let hash = anvil.paid(address, "1").await;
    anvil.mine(1).await;
    let transfers = node.transfers_to(&address, BlockNumber::GENESIS).await.unwrap();
    assert_eq!(transfers.found.iter().map(|found| found.hash).collect::<Vec<_>>(), [hash]);
    assert_eq!((transfers.next, transfers.head), (block(2), block(1)));
}

#[tokio::test]
async fn a_transfer_that_is_read_twice_is_the_same_and_two_of_one_amount_are_two() {
    let Some(anvil) = Anvil::start() else { return };
    let (node, address) = (anvil.node("1"), fresh());
    let paid = [anvil.paid(address, "0.00001").await, anvil.paid(address, "0.00001").await];
    anvil.mine(1).await;
    let first = node.transfers_to(&address, BlockNumber::GENESIS).await.unwrap();
    anvil.mine(2).await;
    let again = node.transfers_to(&address, BlockNumber::GENESIS).await.unwrap();
    assert_eq!(first.found, again.found);
    let hashes: HashSet<_> = first.found.iter().chain(&again.found).map(|transfer| transfer.hash).collect();
    assert_eq!(hashes, HashSet::from(paid));

    let later = node.transfers_to(&address, first.next).await.unwrap();
    assert_eq!(later.found, [], "going on from where one got to finds it no more");
}

#[tokio::test]
async fn what_moves_no_ether_to_the_address_is_not_counted() {
    let Some(anvil) = Anvil::start() else { return };
    let (node, address) = (anvil.node("1"), fresh());
    anvil.paid(address, "0").await;
    anvil.paid(fresh(), "0.5").await;
    anvil.mine(1).await;
    // Everything that this code is paid, it gives back by failing.
    anvil.call("anvil_setCode", json!([address, "0x60006000fd"])).await;
    let failed = anvil.paid(address, "0.5").await;
    anvil.mine(1).await;
    anvil.call("anvil_setCode", json!([address, "0x"])).await;
    let hash = anvil.paid(address, "0.25").await;
    anvil.mine(1).await;

    let receipt = anvil.call("eth_getTransactionReceipt", json!([failed])).await;
    assert_eq!(receipt["status"], "0x0");
    let transfers = node.transfers_to(&address, BlockNumber::GENESIS).await.unwrap();
    assert_eq!(transfers.found.iter().map(|transfer| transfer.hash).collect::<Vec<_>>(), [hash]);
    assert_eq!(node.balance(&address).await.unwrap(), "0.25".parse().unwrap());
}

#[tokio::test]
async fn a_long_chain_is_read_in_parts() {
    let Some(anvil) = Anvil::start() else { return };
    let (node, address) = (anvil.node("2"), fresh());
    let mut paid = Vec::new();
    for blocks in [499, 1, 611] {
        anvil.mine(blocks - 1).await;
        paid.push(anvil.paid(address, "0.000011").await);
        anvil.mine(1).await;
    }
    anvil.mine(1).await;

    let (mut from, mut found, mut ends) = (BlockNumber::GENESIS, Vec::new(), Vec::new());
    loop {
        let transfers = node.transfers_to(&address, from).await.unwrap();
        found.extend(transfers.found.iter().map(|transfer| transfer.hash));
        ends.push(transfers.next);
        from = transfers.next;
        if transfers.is_all() {
            break;
        }
    }
    assert_eq!(found, paid);
    assert_eq!(ends, [block(500), block(1000), block(1112)]);

    let nothing = node.transfers_to(&address, from).await.unwrap();
    assert!(nothing.is_all() && nothing.found.is_empty());
    assert_eq!(nothing.next, from);
    let future = node.transfers_to(&address, block(u64::MAX)).await.unwrap();
    assert_eq!((future.found.len(), future.next), (0, block(u64::MAX)));
}

#[tokio::test]
async fn more_transfers_than_a_batch_holds_are_all_found_in_order() {
    let Some(anvil) = Anvil::start() else { return };
    let (node, address) = (anvil.node("1"), fresh());
    let mut paid = Vec::new();
    for _ in 0..40 {
        paid.push(anvil.paid(address, "0.000011").await);
    }
    anvil.mine(1).await;
    let transfers = node.transfers_to(&address, BlockNumber::GENESIS).await.unwrap();
    assert_eq!(transfers.found.iter().map(|transfer| transfer.hash).collect::<Vec<_>>(), paid);
}

#[tokio::test]
async fn the_head_and_the_balance_are_those_of_the_node() {
    let Some(anvil) = Anvil::start() else { return };
    let (node, address) = (anvil.node("12"), fresh());
    assert_eq!(node.head().await.unwrap(), BlockNumber::GENESIS);
    assert_eq!(node.balance(&address).await.unwrap(), Wei::ZERO);
    anvil.paid(address, "1.000000000000000001").await;
    anvil.mine(5).await;
    assert_eq!(node.head().await.unwrap(), block(5));
    assert_eq!(node.balance(&address).await.unwrap(), Wei::new(1_000_000_000_000_000_001));
}

#[tokio::test]
async fn a_node_of_another_chain_is_refused_by_every_call() {
    let Some(anvil) = Anvil::start() else { return };
    let node = Node::new(anvil.url().parse().unwrap(), ChainId::ETHEREUM, "1".parse().unwrap()).unwrap();
    let errors = [
        node.head().await.unwrap_err(),
        node.balance(&fresh()).await.unwrap_err(),
        node.transfers_to(&fresh(), BlockNumber::GENESIS).await.unwrap_err(),
    ];
    for error in errors {
        assert!(!error.is_transient());
        match error {
            NodeError::WrongChain { found, expected } => {
                assert_eq!((found, expected), (CHAIN.parse().unwrap(), ChainId::ETHEREUM));
            }
            other => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn a_node_that_is_gone_may_come_back() {
    let Some(mut anvil) = Anvil::start() else { return };
    let node = anvil.node("1");
    node.head().await.unwrap();
    anvil.end();
    let error = node.head().await.unwrap_err();
    assert!(matches!(error, NodeError::Unreachable(_)) && error.is_transient(), "{error}");
}
