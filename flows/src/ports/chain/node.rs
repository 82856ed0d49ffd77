//! A real chain, by a node's JSON-RPC.

use flows_chain::rpc::Node;
use flows_chain::{Address, ChainId};
use workflow::BoxFuture;
use workflow::prelude::*;

use super::{BlockNumber, Chain, Transfer};

/// Ethereum, or a chain like it, as a node tells of it.
pub struct Ethereum {
    node: Node,
    deposit: Address,
    id: ChainId,
}

impl Ethereum {
    /// The chain of this number that `node` tells of; the bot is paid at `deposit`.
    pub fn new(node: Node, deposit: Address, id: ChainId) -> Self {
        Self { node, deposit, id }
    }
}

impl Chain for Ethereum {
    fn deposit(&self) -> Address {
        self.deposit
    }

    fn head(&self) -> BoxFuture<'_, Result<BlockNumber>> {
        Box::pin(async { Ok(self.node.head().await?) })
    }

    fn transfers(&self, after: BlockNumber) -> BoxFuture<'_, Result<(Vec<Transfer>, BlockNumber)>> {
        Box::pin(async move {
            let (mut all, mut last) = (Vec::new(), after);
            loop {
                let read = self.node.transfers_to(&self.deposit, last.next()).await?;
                let is_all = read.is_all();
                all.extend(read.found.into_iter().map(|transfer| Transfer {
                    hash: transfer.hash,
                    from: transfer.from,
                    value: transfer.value,
                    block: transfer.block,
                }));
                last = BlockNumber::new(read.next.as_u64().saturating_sub(1)).max(last);
                if is_all {
                    return Ok((all, last));
                }
            }
        })
    }

    fn id(&self) -> ChainId {
        self.id
    }
}
