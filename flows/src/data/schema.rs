//! The tables, and how a file of an older version is brought up.

use rusqlite::{Connection, TransactionBehavior};

use super::DataError;

/// What each version adds to the one before.
const VERSIONS: [&str; 1] = ["
    CREATE TABLE accounts (owner TEXT PRIMARY KEY, points INTEGER NOT NULL CHECK (points >= 0)) STRICT, WITHOUT ROWID;
    CREATE TABLE holds (
        job TEXT PRIMARY KEY, owner TEXT NOT NULL, points INTEGER NOT NULL CHECK (points >= 0),
        state TEXT NOT NULL CHECK (state IN ('held', 'settled', 'refunded'))
    ) STRICT, WITHOUT ROWID;
    -- What changed a balance, once for each key; a hold is no change until it is settled or refunded.
    CREATE TABLE entries (
        key TEXT PRIMARY KEY, owner TEXT NOT NULL, points INTEGER NOT NULL, why TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE preferences (owner TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE requests (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, request TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX requests_of ON requests (owner, id);
    CREATE TABLE sets (
        id TEXT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE, trigger TEXT, state TEXT NOT NULL,
        revision INTEGER NOT NULL, at INTEGER NOT NULL, UNIQUE (owner, name)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE slots (
        set_id TEXT NOT NULL REFERENCES sets (id) ON DELETE CASCADE, slot INTEGER NOT NULL CHECK (slot BETWEEN 1 AND 20),
        image TEXT NOT NULL, caption TEXT NOT NULL, PRIMARY KEY (set_id, slot)
    ) STRICT, WITHOUT ROWID;
    -- Changes of sets that were made, so that one that is made again is not.
    CREATE TABLE changes (key TEXT PRIMARY KEY, told TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE loras (
        id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, name TEXT NOT NULL, lora TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX loras_of ON loras (owner, at);
    CREATE TABLE trainings (key TEXT PRIMARY KEY, begun INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE wallets (
        id TEXT PRIMARY KEY, owner TEXT NOT NULL, account TEXT NOT NULL UNIQUE, active INTEGER NOT NULL, at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX one_active ON wallets (owner) WHERE active = 1;
    CREATE TABLE nonces (nonce TEXT PRIMARY KEY, account TEXT NOT NULL) STRICT, WITHOUT ROWID;
    -- Amounts that prove who sends: unique among those that are open.
    CREATE TABLE amounts (
        key TEXT PRIMARY KEY, owner TEXT NOT NULL, micros INTEGER NOT NULL UNIQUE, block INTEGER NOT NULL,
        until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    -- Transfers that were taken for something, each once and for ever.
    CREATE TABLE transfers (hash TEXT PRIMARY KEY, owner TEXT NOT NULL, points INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    -- What came to the bot's address, and up to which block that was looked at.
    CREATE TABLE incoming (hash TEXT PRIMARY KEY, sender TEXT NOT NULL, wei TEXT NOT NULL, block INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE cursor (one INTEGER PRIMARY KEY CHECK (one = 1), block INTEGER NOT NULL) STRICT;
    -- The local chain: a block for each transfer.
    CREATE TABLE coins (
        block INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, hash TEXT NOT NULL UNIQUE, sender TEXT NOT NULL,
        recipient TEXT NOT NULL, wei TEXT NOT NULL
    ) STRICT;
"];

/// Brings the file to the newest version; a new one from nothing.
pub(super) fn bring_up(connection: &mut Connection) -> Result<(), DataError> {
    let known = i64::try_from(VERSIONS.len()).unwrap_or(i64::MAX);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(DataError::Newer { found, known });
    }
    for version in VERSIONS.iter().skip(usize::try_from(found).unwrap_or_default()) {
        transaction.execute_batch(version)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}
