//! The local chain: a ledger of coins that are worth nothing, for trying out wallets without a network.

use flows_chain::{Address, TxHash, Wei};
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use workflow::prelude::*;

use super::{Data, Owner};
use crate::ports::chain::{BlockNumber, Transfer};

/// What became of coins that were to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Sending {
    /// They were.
    Sent,
    /// There are too few of them.
    TooFew,
}

/// The local chain.
#[derive(Clone)]
pub struct Coins(Data);

impl Coins {
    /// Those in this file.
    pub fn of_file(data: Data) -> Self {
        Self(data)
    }

    /// The address that the bot is paid at.
    pub fn deposit() -> Address {
        address("the bot")
    }

    /// The address of a user: they need no wallet to try one.
    pub fn of(owner: &Owner) -> Address {
        address(&format!("user {owner}"))
    }

    /// What is at an address.
    ///
    /// # Errors
    /// A fault when the file can't be read.
    pub async fn balance(&self, of: Address) -> Result<Wei> {
        self.0.read(move |file| balance(file, of)).await
    }

    /// A hundredth of an ether from nowhere, once for each key.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn faucet(&self, key: &Key, to: Address) -> Result<()> {
        let key = key.to_string();
        self.0
            .write(move |file| transfer(file, &key, address("the faucet"), to, Wei::new(10_000_000_000_000_000)))
            .await
    }

    /// Sends coins, once for each key.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn send(&self, key: &Key, from: Address, to: Address, wei: Wei) -> Result<Sending> {
        let key = key.to_string();
        self.0
            .write(move |file| {
                let done = "SELECT EXISTS (SELECT 1 FROM coins WHERE key = ?)";
                if file.query_row(done, [&key], |row| row.get(0))? {
                    return Ok(Sending::Sent);
                }
                if balance(file, from)? < wei {
                    return Ok(Sending::TooFew);
                }
                transfer(file, &key, from, to, wei)?;
                Ok(Sending::Sent)
            })
            .await
    }

    /// The newest block.
    ///
    /// # Errors
    /// A fault when the file can't be read.
    pub async fn head(&self) -> Result<BlockNumber> {
        self.0
            .read(|file| {
                let head: i64 = file.query_row("SELECT COALESCE(MAX(block), 0) FROM coins", [], |row| row.get(0))?;
                Ok(BlockNumber::new(u64::try_from(head)?))
            })
            .await
    }

    /// What came to an address after this block.
    ///
    /// # Errors
    /// A fault when the file can't be read.
    pub async fn transfers(&self, to: Address, after: BlockNumber) -> Result<Vec<Transfer>> {
        self.0
            .read(move |file| {
                let mut found = file.prepare(
                    "SELECT hash, sender, wei, block FROM coins WHERE recipient = ? AND block > ? ORDER BY block",
                )?;
                let after = i64::try_from(after.as_u64())?;
                let rows = found.query_map(params![to.to_string(), after], |row| {
                    Ok((
                        row.get::<_, String>(0)?,
                        row.get::<_, String>(1)?,
                        row.get::<_, String>(2)?,
                        row.get::<_, i64>(3)?,
                    ))
                })?;
                rows.map(|row| {
                    let (hash, from, wei, block) = row?;
                    let value = Wei::new(wei.parse()?);
                    let block = BlockNumber::new(u64::try_from(block)?);
                    Ok(Transfer { hash: hash.parse::<TxHash>()?, from: from.parse()?, value, block })
                })
                .collect()
            })
            .await
    }
}

fn transfer(file: &Connection, key: &str, from: Address, to: Address, wei: Wei) -> Result<()> {
    let hash = format!("0x{}", hex(&Sha256::digest(key)));
    let add = "INSERT INTO coins (key, hash, sender, recipient, wei) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    file.execute(add, params![key, hash, from.to_string(), to.to_string(), wei.as_u128().to_string()])?;
    Ok(())
}

fn balance(file: &Connection, of: Address) -> Result<Wei> {
    let mut all = file.prepare("SELECT wei, recipient = ?1 FROM coins WHERE recipient = ?1 OR sender = ?1")?;
    let rows = all.query_map([of.to_string()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)))?;
    let (mut came, mut went) = (0_u128, 0_u128);
    for row in rows {
        let (wei, is_ours) = row?;
        let wei: u128 = wei.parse()?;
        if is_ours { came += wei } else { went += wei }
    }
    Ok(Wei::new(came.saturating_sub(went)))
}

/// An address that nobody has a key of.
fn address(of: &str) -> Address {
    let digest = Sha256::digest(format!("local chain: {of}"));
    let mut bytes = [0; 20];
    bytes.iter_mut().zip(digest).for_each(|(byte, from)| *byte = from);
    Address::from_bytes(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
