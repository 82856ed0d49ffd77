//! How transfers are found: all transactions of all blocks are looked at, on one chain from the first to the head.

use super::call::Call;
use super::node::Node;
use super::wire::{Block, Header, Receipt, Transaction};
use super::{BlockNumber, NodeError};
use crate::{Address, BlockHash, TxHash, Wei};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// How many blocks are read at most, before the caller is told how far that is.
const BLOCKS: u64 = 500;
/// How many blocks, or receipts, are asked for in one request.
const BATCH: u64 = 16;
/// How often the chain is read before it is given up as restless.
const ATTEMPTS: usize = 4;

/// A transfer of ether that has happened and is confirmed.
///
/// It is the same one exactly if its hash is the same: two transfers of one amount are two, and one that is read twice
/// is one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Transfer {
    /// What it is known by.
    pub hash: TxHash,
    /// Who has paid.
    pub from: Address,
    /// Who was paid.
    pub to: Address,
    /// How much.
    pub value: Wei,
    /// The height of its block.
    pub block: BlockNumber,
    /// Its block.
    pub block_hash: BlockHash,
}

/// The transfers of a part of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfers {
    /// The transfers, in the order in which they have happened.
    pub found: Vec<Transfer>,
    /// The first block that was not read, to go on from.
    pub next: BlockNumber,
    /// The last block that the node knew.
    pub head: BlockNumber,
    /// Up to where blocks had enough confirmations; None when none has.
    pub confirmed: Option<BlockNumber>,
}

impl Transfers {
    /// Whether all confirmed blocks were read: to go on makes sense when there are new ones.
    pub fn is_all(&self) -> bool {
        self.confirmed.is_none_or(|confirmed| self.next > confirmed)
    }
}

/// The chain has changed since it was begun to be read.
enum Interrupted {
    Reorganised,
    Failed(NodeError),
}

impl From<NodeError> for Interrupted {
    fn from(error: NodeError) -> Self {
        Self::Failed(error)
    }
}

pub(super) async fn read(node: &Node, address: &Address, from: BlockNumber) -> Result<Transfers, NodeError> {
    for _ in 0..ATTEMPTS {
        match attempt(node, address, from).await {
            Ok(transfers) => return Ok(transfers),
            Err(Interrupted::Reorganised) => {}
            Err(Interrupted::Failed(error)) => return Err(error),
        }
    }
    Err(NodeError::Unsettled)
}

async fn attempt(node: &Node, address: &Address, from: BlockNumber) -> Result<Transfers, Interrupted> {
    let head: Header = node.ask([header("latest")]).await?.next()?;
    let confirmed = (head.number.as_u64() + 1).checked_sub(node.confirmations()).map(BlockNumber::new);
    let mut transfers = Transfers { found: Vec::new(), next: from, head: head.number, confirmed };
    let Some(last) = confirmed.filter(|confirmed| from <= *confirmed) else {
        return Ok(transfers);
    };
    let last = last.min(from.after(BLOCKS - 1));
    let mut before: Option<Header> = None;
    while transfers.next <= last {
        let until = last.min(transfers.next.after(BATCH - 1));
        for block in blocks(node, transfers.next, until).await? {
            let follows = before.is_none_or(|before| block.header.parent == before.hash);
            if block.header.number != transfers.next || !follows {
                return Err(Interrupted::Reorganised);
            }
            before = Some(block.header);
            transfers.next = transfers.next.next();
            let candidates = block.transactions.iter().filter_map(|transaction| transfer(transaction, &block, address));
            transfers.found.extend(candidates);
        }
    }
    transfers.found = successful(node, transfers.found).await?;
    // The blocks that were read hang together. They are on the chain of the head exactly if its block and the last of
    // them are both still there: a hash stands for all blocks before.
    let mut now = node.ask([header(&quantity(last)), header(&quantity(head.number))]).await?;
    for was in [before, Some(head)].into_iter().flatten() {
        match now.next_if_known::<Header>()? {
            Some(header) if header.hash == was.hash => {}
            _ => return Err(Interrupted::Reorganised),
        }
    }
    Ok(transfers)
}

/// The transfer that a transaction of this block is, if it pays the address.
fn transfer(transaction: &Transaction, block: &Block, address: &Address) -> Option<Transfer> {
    let Transaction { hash, from, to, value } = *transaction;
    let Header { number, hash: block_hash, .. } = block.header;
    let to = to.filter(|to| to == address && value > Wei::ZERO)?;
    Some(Transfer { hash, from, to, value, block: number, block_hash })
}

/// All blocks from one to the other.
async fn blocks(node: &Node, from: BlockNumber, until: BlockNumber) -> Result<Vec<Block>, Interrupted> {
    let numbers = (from.as_u64()..=until.as_u64()).map(BlockNumber::new);
    let calls: Vec<_> = numbers.map(|number| block_call(&quantity(number), json!(true))).collect();
    let count = calls.len();
    let mut results = node.ask(calls).await?;
    let mut blocks = Vec::with_capacity(count);
    for _ in 0..count {
        // A block below the head that is not there has gone.
        blocks.push(results.next_if_known()?.ok_or(Interrupted::Reorganised)?);
    }
    Ok(blocks)
}

/// Those of the transfers whose transaction has succeeded.
async fn successful(node: &Node, candidates: Vec<Transfer>) -> Result<Vec<Transfer>, Interrupted> {
    let mut found = Vec::new();
    for candidates in candidates.chunks(BATCH as usize) {
        let calls = candidates.iter().map(|transfer| Call::new("eth_getTransactionReceipt", json!([transfer.hash])));
        let mut results = node.ask(calls).await?;
        for transfer in candidates {
            let receipt: Receipt = results.next_if_known()?.ok_or(Interrupted::Reorganised)?;
            if receipt.transaction_hash != transfer.hash {
                return Err(NodeError::Malformed("a receipt of another transaction").into());
            }
            if receipt.block_hash != transfer.block_hash {
                return Err(Interrupted::Reorganised);
            }
            found.extend(receipt.is_success().then(|| transfer.clone()));
        }
    }
    Ok(found)
}

fn header(block: &str) -> Call {
    block_call(block, json!(false))
}

fn block_call(block: &str, with_transactions: serde_json::Value) -> Call {
    Call::new("eth_getBlockByNumber", json!([block, with_transactions]))
}

fn quantity(number: BlockNumber) -> String {
    format!("{:#x}", number.as_u64())
}
