//! The embedded chain: coins in the bot's own file.

use flows_chain::{Address, ChainId};
use workflow::BoxFuture;
use workflow::prelude::*;

use super::{BlockNumber, Chain, Transfer};
use crate::data::Coins;

/// A chain in the bot's own file, whose coins are worth nothing.
pub struct Local(Coins);

impl Local {
    /// The chain of these coins.
    pub fn new(coins: Coins) -> Self {
        Self(coins)
    }
}

impl Chain for Local {
    fn deposit(&self) -> Address {
        Coins::deposit()
    }

    fn head(&self) -> BoxFuture<'_, Result<BlockNumber>> {
        Box::pin(self.0.head())
    }

    // It is short: all of it is read.
    fn start(&self) -> BoxFuture<'_, Result<BlockNumber>> {
        Box::pin(async { Ok(BlockNumber::GENESIS) })
    }

    fn transfers(&self, after: BlockNumber) -> BoxFuture<'_, Result<(Vec<Transfer>, BlockNumber)>> {
        Box::pin(async move {
            let found = self.0.transfers(Coins::deposit(), after).await?;
            let last = found.last().map_or(after, |transfer| transfer.block);
            Ok((found, last))
        })
    }

    fn id(&self) -> ChainId {
        ChainId::new(1337)
    }

    fn is_for_play(&self) -> bool {
        true
    }
}
