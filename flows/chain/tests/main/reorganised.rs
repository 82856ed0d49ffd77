//! What a reorganisation takes away is not reported, also when it happens in the middle of reading.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "that is how a test fails"
)]

use crate::anvil::{Anvil, Seen as _, fresh, node};
use crate::between::{Between, Request};
use flows_chain::rpc::{BlockNumber, NodeError, Transfers};
use flows_chain::{Address, TxHash};
use serde_json::{Value, json};

#[tokio::test]
async fn an_unconfirmed_transfer_that_is_reorganised_away_is_never_reported() {
    let Some(anvil) = Anvil::start() else { return };
    let (node, address) = (anvil.node("3"), fresh());
    anvil.mine(3).await;
    let before = anvil.call("evm_snapshot", json!([])).await;
    anvil.paid(address, "0.5").await;
    anvil.mine(2).await;
    assert_eq!(node.transfers_to(&address, BlockNumber::GENESIS).await.unwrap().found, []);

    anvil.call("evm_revert", json!([before])).await;
    anvil.mine(20).await;
    assert_eq!(node.transfers_to(&address, BlockNumber::GENESIS).await.unwrap().found, []);
}

#[tokio::test]
async fn a_transfer_that_is_mined_again_after_a_reorganisation_keeps_its_hash() {
    let Some(anvil) = Anvil::start() else { return };
    let (node, address) = (anvil.node("1"), fresh());
    anvil.mine(3).await;
    let hash = anvil.paid(address, "0.5").await;
    anvil.mine(1).await;
    let first = node.transfers_to(&address, BlockNumber::GENESIS).await.unwrap();
    let raw = anvil.call("eth_getRawTransactionByHash", json!([hash])).await;

    anvil.call("anvil_reorg", json!([1, []])).await;
    assert_eq!(node.transfers_to(&address, BlockNumber::GENESIS).await.unwrap().found, []);
    anvil.mine(1).await;
    anvil.call("eth_sendRawTransaction", json!([raw])).await;
    anvil.mine(1).await;
    let again = node.transfers_to(&address, BlockNumber::GENESIS).await.unwrap();
    assert_eq!((first.found.len(), again.found.len()), (1, 1));
    assert_eq!(first.found[0].hash, again.found[0].hash);
    assert_ne!(first.found[0].block_hash, again.found[0].block_hash);
}

/// Reads a chain of 40 blocks that pays the address in the 30th. When `is_moment` says so of a request, the chain is
/// reorganised from the 20th on, with another transfer in the 35th. Tells what was read, and both transfers.
async fn read_through(
    anvil: &Anvil,
    address: Address,
    is_moment: impl Fn(usize, &Request) -> bool,
) -> (Result<Transfers, NodeError>, [TxHash; 2]) {
    anvil.mine(19).await;
    let snapshot = anvil.call("evm_snapshot", json!([])).await;
    anvil.mine(10).await;
    let old = anvil.paid(address, "0.5").await;
    anvil.mine(11).await;

    let mut between = Between::before(anvil.url()).await;
    let client = node(&between.server.url, "1");
    let mut reading = tokio::spawn(async move { client.transfers_to(&address, BlockNumber::GENESIS).await });
    let (mut count, mut new) = (0, None);
    loop {
        tokio::select! {
            read = &mut reading => return (read.unwrap(), [old, new.expect("the moment has come")]),
            request = between.next() => {
                if new.is_none() && is_moment(count, &request) {
                    new = Some(reorganise(anvil, address, &snapshot).await);
                }
                count += 1;
                request.pass();
            }
        }
    }
}

async fn reorganise(anvil: &Anvil, address: Address, snapshot: &Value) -> TxHash {
    anvil.call("evm_revert", json!([snapshot])).await;
    // Otherwise the blocks would be the same as before.
    anvil.call("evm_increaseTime", json!([7])).await;
    anvil.mine(15).await;
    let new = anvil.paid(address, "0.25").await;
    anvil.mine(5).await;
    anvil.mine(1).await;
    new
}

fn only(read: Result<Transfers, NodeError>) -> TxHash {
    let found = read.unwrap().found;
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].hash
}

#[tokio::test]
async fn a_reorganisation_between_two_requests_for_blocks_is_noticed_and_read_again() {
    let Some(anvil) = Anvil::start() else { return };
    // The second request for blocks ends in the middle of what is reorganised, the third begins there.
    let (read, [_, new]) = read_through(&anvil, fresh(), |count, request| count == 3 && request.reads_blocks()).await;
    assert_eq!(only(read), new);
}

#[tokio::test]
async fn a_reorganisation_before_the_receipts_is_noticed_and_read_again() {
    let Some(anvil) = Anvil::start() else { return };
    let is_moment = |_, request: &Request| request.calls("eth_getTransactionReceipt");
    let (read, [_, new]) = read_through(&anvil, fresh(), is_moment).await;
    assert_eq!(only(read), new);
}

#[tokio::test]
async fn a_reorganisation_after_the_last_block_was_read_is_noticed_and_read_again() {
    let Some(anvil) = Anvil::start() else { return };
    let is_moment = |count, request: &Request| count == 5 && !request.reads_blocks();
    let (read, [_, new]) = read_through(&anvil, fresh(), is_moment).await;
    assert_eq!(only(read), new);
}

#[tokio::test]
async fn a_reorganisation_before_the_first_block_was_read_is_noticed_and_read_again() {
    let Some(anvil) = Anvil::start() else { return };
    let (read, [_, new]) = read_through(&anvil, fresh(), |count, request| count == 1 && request.reads_blocks()).await;
    assert_eq!(only(read), new);
}

#[tokio::test]
async fn confirmations_are_not_counted_on_a_chain_that_was_left() {
    let Some(anvil) = Anvil::start() else { return };
    let address = fresh();
    anvil.mine(7).await;
    let snapshot = anvil.call("evm_snapshot", json!([])).await;
    anvil.mine(3).await;
    let mut between = Between::before(anvil.url()).await;
    let client = node(&between.server.url, "3");
    let reading = tokio::spawn(async move { client.transfers_to(&address, BlockNumber::GENESIS).await });
    between.next().await.pass();
    // By the head of the old chain, the eighth block has three confirmations; in the new one it is the head itself.
    let request = between.next().await;
    assert!(request.reads_blocks());
    anvil.call("evm_revert", json!([snapshot])).await;
    anvil.paid(address, "0.5").await;
    anvil.mine(1).await;
    request.pass();
    let passing = tokio::spawn(async move {
        loop {
            between.next().await.pass();
        }
    });
    assert_eq!(reading.await.unwrap().unwrap().found, []);
    passing.abort();
}

#[tokio::test]
async fn a_chain_that_never_comes_to_rest_is_given_up_for_now() {
    let Some(anvil) = Anvil::start() else { return };
    anvil.mine(5).await;
    let mut between = Between::before(anvil.url()).await;
    let client = node(&between.server.url, "1");
    let mut reading = tokio::spawn(async move { client.transfers_to(&fresh(), BlockNumber::GENESIS).await });
    let error = loop {
        tokio::select! {
            read = &mut reading => break read.unwrap().unwrap_err(),
            request = between.next() => {
                if request.reads_blocks() {
                    anvil.call("evm_increaseTime", json!([7])).await;
                    anvil.call("anvil_reorg", json!([2, []])).await;
                }
                request.pass();
            }
        }
    };
    assert!(matches!(error, NodeError::Unsettled) && error.is_transient(), "{error}");
}
