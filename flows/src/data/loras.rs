//! What was trained: a user's library.

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use workflow::prelude::*;

use super::sets::{Name, Trigger};
use super::{Data, Owner, json, of_json};

/// Names what was trained.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LoraId(String);

/// What was trained for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Choices)]
pub enum Kind {
    /// As a style
    Style,
    /// As a subject
    Subject,
}

/// A small model of its own, trained with a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lora {
    /// What its owner calls it.
    pub name: Name,
    /// The word that calls it.
    pub trigger: Trigger,
    /// What it was trained for.
    pub kind: Kind,
    /// What the trainer calls it.
    pub file: String,
    /// A picture that it was trained with.
    pub sample: Media,
}

/// The libraries of all users.
#[derive(Clone)]
pub struct Loras(Data);

impl Loras {
    /// Those in this file.
    pub fn of_file(data: Data) -> Self {
        Self(data)
    }

    /// Puts something into the owner's library, once for each key.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn add(&self, key: &str, owner: &Owner, lora: &Lora) -> Result<()> {
        let (key, owner, name, lora) = (key.to_owned(), owner.clone(), lora.name.to_string(), json(lora)?);
        self.0
            .write(move |file| {
                let add = "INSERT INTO loras (id, key, owner, name, lora, at) VALUES (?1, ?1, ?2, ?3, ?4, unixepoch())
                    ON CONFLICT DO NOTHING";
                file.execute(add, params![key, owner.as_str(), name, lora])?;
                Ok(())
            })
            .await
    }

    /// The owner's library, the newest first.
    ///
    /// # Errors
    /// A fault when the file can't be read.
    pub async fn of(&self, owner: &Owner) -> Result<Vec<(LoraId, Lora)>> {
        let owner = owner.clone();
        self.0
            .read(move |file| {
                let mut loras = file.prepare("SELECT id, lora FROM loras WHERE owner = ? ORDER BY at DESC, id DESC")?;
                let rows = loras.query_map([owner.as_str()], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
                rows.map(|row| {
                    let (id, lora) = row?;
                    Ok((LoraId(id), of_json(&lora)?))
                })
                .collect()
            })
            .await
    }

    /// What the owner has under this name; `None` when it is not theirs.
    ///
    /// # Errors
    /// A fault when the file can't be read.
    pub async fn get(&self, owner: &Owner, id: &LoraId) -> Result<Option<Lora>> {
        let (owner, id) = (owner.clone(), id.clone());
        self.0
            .read(move |file| {
                let found = "SELECT lora FROM loras WHERE owner = ? AND id = ?";
                let found: Option<String> =
                    file.query_row(found, params![owner.as_str(), id.0], |row| row.get(0)).optional()?;
                found.map(|lora| of_json(&lora)).transpose()
            })
            .await
    }
}
