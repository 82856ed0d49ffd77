//! What was drawn for a user last.

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use workflow::prelude::*;

use super::{Data, Owner, json, of_json};
use crate::ports::artist::Request;

/// Names a request that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PastId(i64);

/// A request that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// Its name.
    pub id: PastId,
    /// What was drawn.
    pub request: Request,
    /// When, in seconds of Unix time.
    pub at: i64,
}

/// The requests of all users.
#[derive(Clone)]
pub struct Requests(Data);

impl Requests {
    /// Those in this file.
    pub fn of_file(data: Data) -> Self {
        Self(data)
    }

    /// How many of an owner are looked back at.
    pub const BACK: usize = 5;

    /// Keeps what is drawn, once for each key.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn keep(&self, key: &Key, owner: &Owner, request: &Request) -> Result<()> {
        let (key, owner, request) = (key.to_string(), owner.clone(), json(request)?);
        self.0
            .write(move |file| {
                let keep = "INSERT INTO requests (key, owner, request, at) VALUES (?, ?, ?, unixepoch()) ON CONFLICT DO NOTHING";
                file.execute(keep, params![key, owner.as_str(), request])?;
                // What nobody can come back to is not kept.
                let forget = "DELETE FROM requests WHERE owner = ?1 AND id NOT IN
                    (SELECT id FROM requests WHERE owner = ?1 ORDER BY id DESC LIMIT 20)";
                file.execute(forget, [owner.as_str()])?;
                Ok(())
            })
            .await
    }

    /// The last requests of the owner, the newest first.
    ///
    /// # Errors
    /// A fault when the file can't be read.
    pub async fn last(&self, owner: &Owner) -> Result<Vec<Past>> {
        let owner = owner.clone();
        self.0
            .read(move |file| {
                let mut last =
                    file.prepare("SELECT id, request, at FROM requests WHERE owner = ? ORDER BY id DESC LIMIT ?")?;
                let rows = last.query_map(params![owner.as_str(), i64::try_from(Self::BACK)?], |row| {
                    Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?))
                })?;
                rows.map(|row| {
                    let (id, request, at) = row?;
                    Ok(Past { id: PastId(id), request: of_json(&request)?, at })
                })
                .collect()
            })
            .await
    }

    /// The owner's request of this name; `None` when it is too long ago.
    ///
    /// # Errors
    /// A fault when the file can't be read.
    pub async fn of(&self, owner: &Owner, id: PastId) -> Result<Option<Request>> {
        let owner = owner.clone();
        self.0
            .read(move |file| {
                let found = "SELECT request FROM requests WHERE owner = ? AND id = ?";
                let found: Option<String> =
                    file.query_row(found, params![owner.as_str(), id.0], |row| row.get(0)).optional()?;
                found.map(|request| of_json(&request)).transpose()
            })
            .await
    }
}
