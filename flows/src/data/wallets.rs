//! Wallets that users have proved to be theirs, what proves them, and what came from them.

use std::fmt;

use flows_chain::{Address, Wei};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use workflow::prelude::*;

use super::{Data, Ledger, Owner, Points};
use crate::ports::chain::{BlockNumber, Chain, Transfer};

/// Names a wallet.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WalletId(String);

/// An account at a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Account {
    /// At Ethereum or a chain like it.
    Ethereum(Address),
    /// At Solana.
    Solana(flows_chain::solana::Address),
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ethereum(address) => address.fmt(f),
            Self::Solana(address) => address.fmt(f),
        }
    }
}

impl Account {
    /// The one text that it has, however its owner writes it.
    fn canonical(&self) -> String {
        match self {
            Self::Ethereum(address) => format!("ethereum:{}", address.to_string().to_lowercase()),
            Self::Solana(address) => format!("solana:{address}"),
        }
    }

    fn of_canonical(text: &str) -> Result<Self> {
        match text.split_once(':') {
            Some(("ethereum", address)) => Ok(Self::Ethereum(address.parse()?)),
            Some(("solana", address)) => Ok(Self::Solana(address.parse()?)),
            _ => Err("an account is at no chain that is known").fault(),
        }
    }
}

/// A wallet of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wallet {
    /// Its name.
    pub id: WalletId,
    /// Where it is.
    pub account: Account,
    /// Whether it is the one that is used.
    pub active: bool,
}

/// What became of a wallet that was proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Credit {
    /// It is the user's, with so many points for what came.
    Yours(Points),
    /// It is somebody else's already.
    Foreign,
    /// The proof was used before.
    Replayed,
}

/// The wallets of all users.
#[derive(Clone)]
pub struct Wallets {
    data: Data,
    ledger: Ledger,
    rate: Points,
}

/// How long an amount proves who sends it, in seconds.
pub const AMOUNT_IS_OPEN: i64 = 3600;

/// How long nobody else is given an amount after that: who sends it late must not prove somebody else.
const GRACE: i64 = 3600;

/// What a micro-ether is in wei.
const MICRO: u128 = 1_000_000_000_000;

impl Wallets {
    /// The wallets in this file; a whole coin is worth `rate` points in this ledger.
    pub fn new(data: Data, ledger: Ledger, rate: Points) -> Self {
        Self { data, ledger, rate }
    }

    /// How many points a whole coin is worth.
    pub fn rate(&self) -> Points {
        self.rate
    }

    /// What so much is worth, rounded down.
    pub fn worth(&self, wei: Wei) -> Points {
        let points = wei.as_u128() / MICRO * u128::from(self.rate.get()) / 1_000_000;
        Points::new(u32::try_from(points).unwrap_or(u32::MAX))
    }

    /// The owner's wallets, in the order in which they were connected.
    ///
    /// # Errors
    /// A fault when the file can't be read.
    pub async fn of(&self, owner: &Owner) -> Result<Vec<Wallet>> {
        let owner = owner.clone();
        self.data.read(move |file| wallets(file, &owner)).await
    }

    /// Connects an account whose owner signed this nonce. The nonce proves once.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn connect(&self, key: &Key, owner: &Owner, account: &Account, nonce: &str) -> Result<Credit> {
        let (key, owner, account, nonce) = (key.to_string(), owner.clone(), account.clone(), nonce.to_owned());
        self.data
            .write(move |file| {
                // The same work done again is no replay.
                let used = "INSERT INTO nonces (nonce, account) VALUES (?, ?) ON CONFLICT DO NOTHING";
                let used = file.execute(used, params![nonce, key])? == 0;
                let by: String =
                    file.query_row("SELECT account FROM nonces WHERE nonce = ?", [&nonce], |row| row.get(0))?;
                if used && by != key {
                    return Ok(Credit::Replayed);
                }
                if add(file, &owner, &account)? { Ok(Credit::Yours(Points::default())) } else { Ok(Credit::Foreign) }
            })
            .await
    }

    /// Opens an amount that nobody else is to send in the next hour, from this block on; the same for the same key.
    /// `None` when all are open.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn open_amount(&self, key: &Key, owner: &Owner, block: BlockNumber, now: i64) -> Result<Option<Wei>> {
        let (key, owner) = (key.to_string(), owner.clone());
        self.data
            .write(move |file| {
                file.execute("DELETE FROM amounts WHERE until <= ?", [now - GRACE])?;
                let ours = "SELECT micros FROM amounts WHERE key = ?";
                let ours: Option<u8> = file.query_row(ours, [&key], |row| row.get(0)).optional()?;
                let micros = match ours {
                    Some(micros) => Some(micros),
                    None => free_amount(file)?,
                };
                let Some(micros) = micros else { return Ok(None) };
                let open = "INSERT INTO amounts (key, owner, micros, block, until) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
                file.execute(open, params![key, owner.as_str(), micros, sql(block.as_u64())?, now + AMOUNT_IS_OPEN])?;
                Ok(Some(Wei::new(u128::from(micros) * MICRO)))
            })
            .await
    }

    /// Closes an amount that was not sent.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn close_amount(&self, owner: &Owner, amount: Wei) -> Result<()> {
        let owner = owner.clone();
        self.data
            .write(move |file| {
                let close = "DELETE FROM amounts WHERE owner = ? AND micros = ?";
                file.execute(close, params![owner.as_str(), sql(u64::try_from(amount.as_u128() / MICRO)?)?])?;
                Ok(())
            })
            .await
    }

    /// Remembers from where on the chain is read, before anybody is asked to send something: what came to the bot earlier
    /// concerns nobody. Asks the chain once in all.
    ///
    /// # Errors
    /// A fault when the chain can't be read now.
    pub async fn begin(&self, chain: &dyn Chain) -> Result<BlockNumber> {
        let known = self.data.read(cursor).await?;
        if let Some(block) = known {
            return Ok(block);
        }
        let start = chain.start().await?;
        self.data
            .write(move |file| {
                let begin = "INSERT INTO cursor (one, block) VALUES (1, ?) ON CONFLICT DO NOTHING";
                file.execute(begin, [sql(start.as_u64())?])?;
                Ok(cursor(file)?.unwrap_or(start))
            })
            .await
    }

    /// Reads on what came to the bot, up to the newest block that will not be undone.
    ///
    /// # Errors
    /// A fault when the chain can't be read now.
    pub async fn sync(&self, chain: &dyn Chain) -> Result<()> {
        let after = self.begin(chain).await?;
        let (found, last) = chain.transfers(after).await?;
        self.data
            .write(move |file| {
                for Transfer { hash, from, value, block } in &found {
                    let add =
                        "INSERT INTO incoming (hash, sender, wei, block) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
                    let (wei, block) = (value.as_u128().to_string(), sql(block.as_u64())?);
                    file.execute(add, params![hash.to_string(), from.to_string(), wei, block])?;
                }
                let on =
                    "INSERT INTO cursor (one, block) VALUES (1, ?1) ON CONFLICT DO UPDATE SET block = MAX(block, ?1)";
                file.execute(on, [sql(last.as_u64())?])?;
                Ok(())
            })
            .await
    }

    /// Looks for a transfer of the owner's open amount: the account that it came from is theirs, and it is credited, both
    /// once for ever. `None` when it has not come, or the amount is not open.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn prove(&self, owner: &Owner, amount: Wei) -> Result<Option<Credit>> {
        let (wallets, owner) = (self.clone(), owner.clone());
        self.data
            .write(move |file| {
                let micros = sql(u64::try_from(amount.as_u128() / MICRO)?)?;
                let open = "SELECT block FROM amounts WHERE owner = ? AND micros = ?";
                let open =
                    file.query_row(open, params![owner.as_str(), micros], |row| row.get::<_, i64>(0)).optional()?;
                let Some(since) = open else { return Ok(None) };
                let came = incoming(file, "wei = ?1 AND block > ?2", params![amount.as_u128().to_string(), since])?;
                let Some(transfer) = came.into_iter().next() else { return Ok(None) };
                file.execute("DELETE FROM amounts WHERE owner = ? AND micros = ?", params![owner.as_str(), micros])?;
                if !add(file, &owner, &Account::Ethereum(transfer.from))? {
                    return Ok(Some(Credit::Foreign));
                }
                Ok(Some(Credit::Yours(wallets.take(file, &owner, &transfer)?)))
            })
            .await
    }

    /// Credits what came from the owner's wallets, each transfer once for ever; gives what is new.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn top_up(&self, owner: &Owner) -> Result<Points> {
        let (wallets, owner) = (self.clone(), owner.clone());
        self.data
            .write(move |file| {
                let mut points = 0_u32;
                for wallet in self::wallets(file, &owner)? {
                    let Account::Ethereum(from) = wallet.account else { continue };
                    // What proves somebody is for them to take.
                    let condition = "sender = ?1 AND hash NOT IN (SELECT hash FROM transfers)";
                    for transfer in incoming(file, condition, params![from.to_string()])? {
                        points = points.saturating_add(wallets.take(file, &owner, &transfer)?.get());
                    }
                }
                Ok(Points::new(points))
            })
            .await
    }

    fn take(&self, file: &rusqlite::Transaction<'_>, owner: &Owner, transfer: &Transfer) -> Result<Points> {
        let (hash, points) = (transfer.hash.to_string(), self.worth(transfer.value));
        let take = "INSERT INTO transfers (hash, owner, points) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
        if file.execute(take, params![hash, owner.as_str(), points.get()])? == 0 {
            return Ok(Points::default());
        }
        self.ledger.credit(file, &format!("transfer:{hash}"), owner, points, "transfer")?;
        Ok(points)
    }

    /// Makes this wallet of the owner the one that is used.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn activate(&self, owner: &Owner, id: &WalletId) -> Result<()> {
        let (owner, id) = (owner.clone(), id.clone());
        self.data
            .write(move |file| {
                let is_there = "SELECT EXISTS (SELECT 1 FROM wallets WHERE owner = ? AND id = ?)";
                if file.query_row(is_there, params![owner.as_str(), id.0], |row| row.get(0))? {
                    file.execute("UPDATE wallets SET active = 0 WHERE owner = ?", [owner.as_str()])?;
                    file.execute("UPDATE wallets SET active = 1 WHERE id = ?", [&id.0])?;
                }
                Ok(())
            })
            .await
    }

    /// Removes this wallet of the owner; when it was the one that is used, the oldest of the others is.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn remove(&self, owner: &Owner, id: &WalletId) -> Result<()> {
        let (owner, id) = (owner.clone(), id.clone());
        self.data
            .write(move |file| {
                file.execute("DELETE FROM wallets WHERE owner = ? AND id = ?", params![owner.as_str(), id.0])?;
                let next = "UPDATE wallets SET active = 1 WHERE id =
                    (SELECT id FROM wallets WHERE owner = ?1 ORDER BY at, id LIMIT 1)
                    AND NOT EXISTS (SELECT 1 FROM wallets WHERE owner = ?1 AND active = 1)";
                file.execute(next, [owner.as_str()])?;
                Ok(())
            })
            .await
    }
}

/// What came, the oldest first.
/// The block up to which the chain was read.
fn cursor(file: &Connection) -> Result<Option<BlockNumber>> {
    let block = file.query_row("SELECT block FROM cursor", [], |row| row.get::<_, i64>(0)).optional()?;
    block.map(|block| Ok(BlockNumber::new(u64::try_from(block)?))).transpose()
}

fn incoming(file: &Connection, condition: &str, of: &[&dyn rusqlite::ToSql]) -> Result<Vec<Transfer>> {
    let query = format!("SELECT hash, sender, wei, block FROM incoming WHERE {condition} ORDER BY block, hash");
    let mut found = file.prepare(&query)?;
    let rows = found.query_map(of, |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, i64>(3)?))
    })?;
    rows.map(|row| {
        let (hash, from, wei, block) = row?;
        let (value, block) = (Wei::new(wei.parse()?), BlockNumber::new(u64::try_from(block)?));
        Ok(Transfer { hash: hash.parse()?, from: from.parse()?, value, block })
    })
    .collect()
}

/// The first amount from 10 to 99 micro-ether that is not open.
fn free_amount(file: &Connection) -> Result<Option<u8>> {
    let mut open = file.prepare("SELECT micros FROM amounts")?;
    let open: Vec<u8> = open.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok((10..=99).find(|micros| !open.contains(micros)))
}

/// Adds the account to the owner's wallets if it is nobody's; whether it is theirs now. The first one is the one that is used.
fn add(file: &Connection, owner: &Owner, account: &Account) -> Result<bool> {
    let add = "INSERT INTO wallets (id, owner, account, active, at)
        VALUES (?1, ?2, ?3, NOT EXISTS (SELECT 1 FROM wallets WHERE owner = ?2 AND active = 1), unixepoch()) ON CONFLICT DO NOTHING";
    let canonical = account.canonical();
    file.execute(add, params![uuid::Uuid::now_v7().to_string(), owner.as_str(), canonical])?;
    let whose: String =
        file.query_row("SELECT owner FROM wallets WHERE account = ?", [&canonical], |row| row.get(0))?;
    Ok(whose == owner.as_str())
}

fn wallets(file: &Connection, owner: &Owner) -> Result<Vec<Wallet>> {
    let mut found = file.prepare("SELECT id, account, active FROM wallets WHERE owner = ? ORDER BY at, id")?;
    let rows = found.query_map([owner.as_str()], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?)))?;
    rows.map(|row| {
        let (id, account, active) = row?;
        Ok(Wallet { id: WalletId(id), account: Account::of_canonical(&account)?, active })
    })
    .collect()
}

fn sql(number: u64) -> Result<i64> {
    Ok(i64::try_from(number)?)
}
