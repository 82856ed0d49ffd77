//! Transfers to the bot, and who owns an account.

mod local;
mod node;

use flows_chain::{Address, Wei};
use workflow::BoxFuture;
use workflow::prelude::*;

pub use flows_chain::TxHash;
pub use flows_chain::rpc::BlockNumber;
pub use local::Local;
pub use node::Ethereum;

/// Tells what came to the bot.
pub trait Chain: Send + Sync {
    /// The address that the bot is paid at.
    fn deposit(&self) -> Address;

    /// The newest block.
    ///
    /// # Errors
    /// A fault when nobody can tell now.
    fn head(&self) -> BoxFuture<'_, Result<BlockNumber>>;

    /// The block after which a bot that is new at this chain begins to read it.
    ///
    /// # Errors
    /// A fault when nobody can tell now.
    fn start(&self) -> BoxFuture<'_, Result<BlockNumber>> {
        self.head()
    }

    /// What came to the bot after this block and will not be undone, and the last block that was looked at.
    ///
    /// # Errors
    /// A fault when nobody can tell now.
    fn transfers(&self, after: BlockNumber) -> BoxFuture<'_, Result<(Vec<Transfer>, BlockNumber)>>;

    /// Which chain it is, by the number that wallets know it by.
    fn id(&self) -> flows_chain::ChainId;

    /// Whether its coins are worth nothing: the bot gives them away then.
    fn is_for_play(&self) -> bool {
        false
    }
}

/// Coins that came to the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// What it is known by: a transfer is credited once for each hash.
    pub hash: TxHash,
    /// Whom it came from.
    pub from: Address,
    /// How much.
    pub value: Wei,
    /// In which block.
    pub block: BlockNumber,
}
