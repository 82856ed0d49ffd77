//! How numbers, blocks, transactions and receipts are written in JSON.

use super::BlockNumber;
use crate::{Address, BlockHash, ChainId, TxHash, Wei};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A number in hexadecimal digits, as EIP-1474 writes quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quantity(pub(super) u128);

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.strip_prefix("0x").filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let number = digits.and_then(|digits| u128::from_str_radix(digits, 16).ok());
        number.map(Self).ok_or_else(|| D::Error::custom("not a quantity"))
    }
}

macro_rules! from_quantity {
    ($($name:ident -> $type:ty = $make:expr;)+) => {$(
        pub(super) fn $name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
            let number = Quantity::deserialize(deserializer)?.0;
            number.try_into().map($make).map_err(|_| D::Error::custom("too large"))
        }
    )+};
}

from_quantity! {
    wei -> Wei = Wei::new;
    block_number -> BlockNumber = BlockNumber::new;
    chain_id -> ChainId = ChainId::new;
}

/// The answer to `eth_chainId`.
#[derive(Deserialize)]
pub(super) struct Chain(#[serde(deserialize_with = "chain_id")] pub(super) ChainId);

/// The answer to `eth_blockNumber`.
#[derive(Deserialize)]
pub(super) struct Height(#[serde(deserialize_with = "block_number")] pub(super) BlockNumber);

/// The answer to `eth_getBalance`.
#[derive(Deserialize)]
pub(super) struct Balance(#[serde(deserialize_with = "wei")] pub(super) Wei);

/// A block without its transactions.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Header {
    #[serde(deserialize_with = "block_number")]
    pub(super) number: BlockNumber,
    pub(super) hash: BlockHash,
    #[serde(rename = "parentHash")]
    pub(super) parent: BlockHash,
}

/// A block with its transactions.
#[derive(Debug, Deserialize)]
pub(super) struct Block {
    #[serde(flatten)]
    pub(super) header: Header,
    pub(super) transactions: Vec<Transaction>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Transaction {
    pub(super) hash: TxHash,
    pub(super) from: Address,
    /// None where the transaction makes a contract.
    pub(super) to: Option<Address>,
    #[serde(deserialize_with = "wei")]
    pub(super) value: Wei,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Receipt {
    pub(super) transaction_hash: TxHash,
    pub(super) block_hash: BlockHash,
    pub(super) status: Quantity,
}

impl Receipt {
    pub(super) fn is_success(&self) -> bool {
        self.status == Quantity(1)
    }
}
