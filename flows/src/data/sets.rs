//! Sets of pictures that a model is trained with: up to 20 of them, in slots, each with a caption.

use std::fmt;
use std::str::FromStr;

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use workflow::prelude::*;
use workflow::{MediaId, Phrase};

use super::{Data, Owner, json, of_json};
use crate::told::Told;

/// Names a set.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SetId(String);

/// What a set is called: 3 to 50 letters, digits, spaces, `_` and `-`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Name(String);

impl Name {
    /// What a user is told whose text is none.
    pub const SAYS: &str = "A name has 3 to 50 letters, digits, spaces, _ and -.";

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = Phrase;

    fn from_str(text: &str) -> Result<Self, Phrase> {
        let text = text.trim();
        let is_fit = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '_' | '-');
        let fits = (3..=50).contains(&text.chars().count()) && text.chars().all(is_fit);
        if fits { Ok(Self(text.to_owned())) } else { Err(Phrase::new(Self::SAYS)) }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The word by which a trained model is called in a prompt: 2 to 20 letters, digits, `_` and `-`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Trigger(String);

impl Trigger {
    /// What a user is told whose text is none.
    pub const SAYS: &str = "A trigger word has 2 to 20 letters, digits, _ and -, and no spaces.";

    /// The word that is offered for a set of this name: what is left of it without vowels, as no other word is.
    pub fn offered(name: &Name) -> Self {
        let letters = name.as_str().to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        let (first, rest) = letters.split_at(letters.len().min(1));
        let rest: String = rest.chars().filter(|letter| !"aeiou".contains(*letter)).take(9).collect();
        Self(if letters.is_empty() { "ohwx".to_owned() } else { format!("{first}{rest}x") })
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Trigger {
    type Err = Phrase;

    fn from_str(text: &str) -> Result<Self, Phrase> {
        let is_fit = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
        let fits = (2..=20).contains(&text.chars().count()) && text.chars().all(is_fit);
        if fits { Ok(Self(text.to_owned())) } else { Err(Phrase::new(Self::SAYS)) }
    }
}

impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The place of a picture in its set: 1 to 20.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slot(u8);

impl Slot {
    /// How many there are.
    pub const MOST: u8 = 20;

    /// All of them, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=Self::MOST).map(Self)
    }

    /// The slot after this one, if there is one.
    pub fn next(self) -> Option<Self> {
        (self.0 < Self::MOST).then_some(Self(self.0 + 1))
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A picture of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photograph {
    /// Where it is.
    pub slot: Slot,
    /// The picture.
    pub image: Media,
    /// What is on it; empty when nobody said yet.
    pub caption: String,
}

/// A set as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// Its name in the file.
    pub id: SetId,
    /// What its owner calls it.
    pub name: Name,
    /// The word that calls what is trained with it.
    pub trigger: Option<Trigger>,
    /// Its pictures, by slot.
    pub photographs: Vec<Photograph>,
    /// Whether it was handed in: then nothing is changed.
    pub is_locked: bool,
}

impl Set {
    /// How many pictures it takes to hand it in.
    pub const FEWEST: usize = 10;

    /// The picture in the slot.
    pub fn at(&self, slot: Slot) -> Option<&Photograph> {
        self.photographs.iter().find(|photograph| photograph.slot == slot)
    }
}

/// What is changed in a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Pictures go into the first free slots, in order.
    Add(Vec<Media>),
    /// The picture goes into this slot, where this one was seen, or none.
    Put(Slot, Media, Option<MediaId>),
    /// The picture is taken out of this slot, where this one was seen.
    Delete(Slot, MediaId),
    /// What is on the picture in this slot, where this one was seen.
    Caption(Slot, MediaId, String),
    /// What is on each of these, where nobody said yet.
    Describe(Vec<(Slot, MediaId, String)>),
    /// The word that calls it.
    Trigger(Trigger),
    /// Nothing is changed from now on: it is handed in.
    Lock,
    /// It can be changed again.
    Unlock,
}

impl Change {
    const ELSEWHERE: &str = "Slot {slot} was changed from another device meanwhile: here is how it is now.";
    const LOCKED: &str = "This set was handed in: it can't be changed now.";
    const FULL: &str = "There is no room for {names}: a set has {most} pictures.";

    /// What may be said of a change.
    pub const SAYS: [&str; 3] = [Self::ELSEWHERE, Self::LOCKED, Self::FULL];
}

/// That the owner has a set of this name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a set of this name is there already")]
pub struct NameTaken;

/// The sets of all users.
#[derive(Clone)]
pub struct Sets(Data);

impl Sets {
    /// Those in this file.
    pub fn of_file(data: Data) -> Self {
        Self(data)
    }

    /// The owner's sets, the newest first: name, and how many pictures.
    ///
    /// # Errors
    /// A fault when the file can't be read.
    pub async fn of(&self, owner: &Owner) -> Result<Vec<(SetId, Name, u8)>> {
        let owner = owner.clone();
        self.0
            .read(move |file| {
                let mut sets = file.prepare(
                    "SELECT id, name, (SELECT COUNT(*) FROM slots WHERE set_id = id) FROM sets WHERE owner = ? ORDER BY at DESC, id DESC",
                )?;
                let rows = sets.query_map([owner.as_str()], |row| {
                    Ok((SetId(row.get(0)?), Name(row.get(1)?), row.get(2)?))
                })?;
                Ok(rows.collect::<rusqlite::Result<_>>()?)
            })
            .await
    }

    /// Whether the owner has a set of this name, however it is written.
    ///
    /// # Errors
    /// A fault when the file can't be read.
    pub async fn has(&self, owner: &Owner, name: &Name) -> Result<bool> {
        let (owner, name) = (owner.clone(), name.clone());
        self.0
            .read(move |file| {
                let found = "SELECT EXISTS (SELECT 1 FROM sets WHERE owner = ? AND name = ?)";
                Ok(file.query_row(found, params![owner.as_str(), name.as_str()], |row| row.get(0))?)
            })
            .await
    }

    /// Makes a set: once for each key. `None` when its name was taken meanwhile.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn create(&self, key: &Key, owner: &Owner, name: &Name) -> Result<Option<SetId>> {
        let (id, owner, name) = (key.to_string(), owner.clone(), name.clone());
        self.0
            .write(move |file| {
                let new =
                    "INSERT INTO sets (id, owner, name, state, revision, at) VALUES (?, ?, ?, 'open', 0, unixepoch())
                    ON CONFLICT DO NOTHING";
                file.execute(new, params![id, owner.as_str(), name.as_str()])?;
                let is_ours = "SELECT EXISTS (SELECT 1 FROM sets WHERE id = ?)";
                let is_ours: bool = file.query_row(is_ours, [&id], |row| row.get(0))?;
                Ok(is_ours.then_some(SetId(id)))
            })
            .await
    }

    /// The set as it is now.
    ///
    /// # Errors
    /// A fault when it is not there, or the file can't be read.
    pub async fn read(&self, id: &SetId) -> Result<Set> {
        let id = id.clone();
        self.0.read(move |file| set(file, &id)).await
    }

    /// Changes a set, once for each key. Gives what there is to say about it: nothing, when all was done.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn change(&self, key: &Key, id: &SetId, change: &Change) -> Result<Option<Told>> {
        let (key, id, change) = (key.to_string(), id.clone(), change.clone());
        self.0
            .write(move |file| {
                let before = "SELECT told FROM changes WHERE key = ?";
                let before: Option<String> = file.query_row(before, [&key], |row| row.get(0)).optional()?;
                if let Some(told) = before {
                    return of_json(&told);
                }
                let told = apply(file, &id, change)?;
                file.execute("INSERT INTO changes (key, told) VALUES (?, ?)", params![key, json(&told)?])?;
                file.execute("UPDATE sets SET revision = revision + 1 WHERE id = ?", [&id.0])?;
                Ok(told)
            })
            .await
    }
}

fn set(file: &Connection, id: &SetId) -> Result<Set> {
    let found = "SELECT name, trigger, state = 'locked' FROM sets WHERE id = ?";
    let (name, trigger, is_locked) = file.query_row(found, [&id.0], |row| {
        Ok((Name(row.get(0)?), row.get::<_, Option<String>>(1)?.map(Trigger), row.get(2)?))
    })?;
    let mut slots = file.prepare("SELECT slot, image, caption FROM slots WHERE set_id = ? ORDER BY slot")?;
    let rows = slots.query_map([&id.0], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?)))?;
    let photographs = rows
        .map(|row| {
            let (slot, image, caption) = row?;
            Ok(Photograph { slot: Slot(slot), image: of_json(&image)?, caption })
        })
        .collect::<Result<_>>()?;
    Ok(Set { id: id.clone(), name, trigger, photographs, is_locked })
}

fn apply(file: &Transaction<'_>, id: &SetId, change: Change) -> Result<Option<Told>> {
    let now = set(file, id)?;
    match change {
        Change::Lock => state(file, id, "locked"),
        Change::Unlock => state(file, id, "open"),
        _ if now.is_locked => Ok(Some(Told::new(Change::LOCKED))),
        Change::Add(images) => {
            let mut free = Slot::all().filter(|slot| now.at(*slot).is_none());
            let mut left: Vec<String> = Vec::new();
            for (at, image) in images.iter().enumerate() {
                match free.next() {
                    Some(slot) => put(file, id, slot, image)?,
                    None => left.push(image.name().map_or_else(|| format!("#{}", at + 1), ToOwned::to_owned)),
                }
            }
            let full =
                || Told::new(Change::FULL).with_text("names", left.join(", ")).with_number("most", Slot::MOST.into());
            Ok((!left.is_empty()).then(full))
        }
        Change::Put(slot, image, seen) => match as_seen(&now, slot, seen.as_ref()) {
            Ok(()) => put(file, id, slot, &image).map(|()| None),
            Err(told) => Ok(Some(told)),
        },
        Change::Delete(slot, seen) => match as_seen(&now, slot, Some(&seen)) {
            Ok(()) => {
                file.execute("DELETE FROM slots WHERE set_id = ? AND slot = ?", params![id.0, slot.0])?;
                Ok(None)
            }
            Err(told) => Ok(Some(told)),
        },
        Change::Caption(slot, seen, text) => match as_seen(&now, slot, Some(&seen)) {
            Ok(()) => caption(file, id, slot, &text).map(|()| None),
            Err(told) => Ok(Some(told)),
        },
        Change::Describe(captions) => {
            for (slot, seen, text) in captions {
                if now.at(slot).is_some_and(|now| *now.image.id() == seen && now.caption.is_empty()) {
                    caption(file, id, slot, &text)?;
                }
            }
            Ok(None)
        }
        Change::Trigger(trigger) => {
            file.execute("UPDATE sets SET trigger = ? WHERE id = ?", params![trigger.0, id.0])?;
            Ok(None)
        }
    }
}

/// Whether the slot is as its user saw it. What was done already counts as done.
fn as_seen(now: &Set, slot: Slot, seen: Option<&MediaId>) -> Result<(), Told> {
    let is = now.at(slot).map(|photograph| photograph.image.id());
    if is == seen { Ok(()) } else { Err(Told::new(Change::ELSEWHERE).with_number("slot", slot.0.into())) }
}

fn put(file: &Transaction<'_>, id: &SetId, slot: Slot, image: &Media) -> Result<()> {
    let put = "INSERT INTO slots (set_id, slot, image, caption) VALUES (?1, ?2, ?3, '')
        ON CONFLICT DO UPDATE SET image = ?3, caption = ''";
    file.execute(put, params![id.0, slot.0, json(image)?])?;
    Ok(())
}

fn caption(file: &Transaction<'_>, id: &SetId, slot: Slot, text: &str) -> Result<()> {
    file.execute("UPDATE slots SET caption = ? WHERE set_id = ? AND slot = ?", params![text, id.0, slot.0])?;
    Ok(())
}

fn state(file: &Transaction<'_>, id: &SetId, state: &str) -> Result<Option<Told>> {
    file.execute("UPDATE sets SET state = ? WHERE id = ?", params![state, id.0])?;
    Ok(None)
}
