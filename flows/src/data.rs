//! What the bot keeps of its own beside its sessions: points, preferences, sets, libraries, wallets. One SQLite file.
//!
//! All that is changed here is changed by work and effects, under their key: done again, it is done once.

mod coins;
mod ledger;
mod loras;
mod preferences;
mod requests;
mod schema;
mod sets;
mod trainings;
mod wallets;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use serde::{Deserialize, Serialize};
use workflow::prelude::*;

pub use coins::{Coins, Sending};
pub use ledger::{Balance, Held, Hold, Job, Ledger, Points};
pub use loras::{Kind, Lora, LoraId, Loras};
pub use preferences::{Cfg, Count, Negative, Preferences, Saved, SeedChoice, Steps, Strength};
pub use requests::{Past, PastId, Requests};
pub use sets::{Change, Name, NameTaken, Photograph, Set, SetId, Sets, Slot, Trigger};
pub use trainings::Trainings;
pub use wallets::{AMOUNT_IS_OPEN, Account, Credit, Wallet, WalletId, Wallets};

/// The bot's own file.
#[derive(Clone)]
pub struct Data(Arc<Mutex<Connection>>);

impl Data {
    /// Opens the file, and makes it when it is not there.
    ///
    /// # Errors
    /// When it can't be used, or a newer program wrote it.
    pub fn open(path: &Path) -> Result<Self, DataError> {
        Self::of(Connection::open(path)?)
    }

    /// A file in memory, gone with the last handle: for tests.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self, DataError> {
        Self::of(Connection::open_in_memory()?)
    }

    fn of(mut connection: Connection) -> Result<Self, DataError> {
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        schema::bring_up(&mut connection)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Does this in a transaction of its own, off the async threads: all of it or, with an error, nothing.
    async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let data = self.clone();
        crate::computing::computed(move || {
            let mut connection = data.lock();
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = change(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })
        .await
    }

    async fn read<T: Send + 'static>(&self, look: impl FnOnce(&Connection) -> Result<T> + Send + 'static) -> Result<T> {
        let data = self.clone();
        crate::computing::computed(move || look(&data.lock())).await
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A transaction of a thread that panicked was rolled back: what is there is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why the bot's own file can't be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// SQLite says so.
    #[error("can't use the bot's own file")]
    Sqlite(#[from] rusqlite::Error),
    /// It has a schema that this program does not know.
    #[error("the bot's own file is of version {found}, and this program knows up to {known}")]
    Newer {
        /// The version of the file.
        found: i64,
        /// The newest version that is known.
        known: i64,
    },
}

/// Whose something is: the user's id, which names the surface too.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Owner(String);

impl Owner {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&User> for Owner {
    fn from(user: &User) -> Self {
        Self(user.id().as_str().to_owned())
    }
}

impl From<&SessionKey> for Owner {
    fn from(key: &SessionKey) -> Self {
        Self(key.user().as_str().to_owned())
    }
}

impl std::fmt::Display for Owner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is kept as JSON in a column.
fn json<T: Serialize>(value: &T) -> Result<String> {
    Ok(serde_json::to_string(value)?)
}

fn of_json<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T> {
    Ok(serde_json::from_str(text)?)
}
