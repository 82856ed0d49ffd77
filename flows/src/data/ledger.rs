//! Points: quoted, held at a confirmation, settled on delivery, refunded on failure; each exactly once.

use std::fmt;

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use workflow::prelude::*;

use super::{Data, Owner};

/// A number of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Points(u32);

impl Points {
    /// So many points.
    pub const fn new(points: u32) -> Self {
        Self(points)
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Less by so many hundredths of it, rounded up to a whole point: 100 at 75 % off is 25.
    #[must_use]
    pub fn less(self, percent: u8) -> Self {
        let rest = u64::from(self.0) * u64::from(100 - percent.min(100));
        Self(u32::try_from(rest.div_ceil(100)).unwrap_or(u32::MAX))
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A piece of paid work: what is held is held for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Job(String);

impl Job {
    /// A new one.
    pub fn new() -> Self {
        Self(uuid::Uuid::now_v7().to_string())
    }

    /// Its id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Job {
    fn default() -> Self {
        Self::new()
    }
}

impl From<&str> for Job {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

/// How a hold stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// The points are set aside.
    Held,
    /// They are spent.
    Settled,
    /// They were given back, or were never taken because the job was given up first.
    Refunded,
}

/// What is held for a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// How many points.
    pub points: Points,
    /// How it stands.
    pub state: Held,
}

/// What an owner has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Balance {
    /// What can be spent.
    pub free: Points,
    /// What is set aside for jobs.
    pub held: Points,
}

/// The points of all users. Who has none yet begins with a welcome.
#[derive(Clone)]
pub struct Ledger {
    data: Data,
    welcome: Points,
}

impl Ledger {
    /// The ledger in this file, which gives `welcome` to whom it sees first.
    pub fn new(data: Data, welcome: Points) -> Self {
        Self { data, welcome }
    }

    /// What the owner has.
    ///
    /// # Errors
    /// A fault when the file can't be read.
    pub async fn balance(&self, owner: &Owner) -> Result<Balance> {
        let (owner, welcome) = (owner.clone(), self.welcome);
        self.data
            .read(move |file| {
                let free = free(file, &owner)?.unwrap_or(welcome);
                let held = "SELECT COALESCE(SUM(points), 0) FROM holds WHERE owner = ? AND state = 'held'";
                let held = file.query_row(held, [owner.as_str()], |row| row.get(0))?;
                Ok(Balance { free, held: Points(held) })
            })
            .await
    }

    /// Sets points aside for a job: once, however often it is asked for.
    ///
    /// # Errors
    /// A rejection when there are too few, or the job was given up before.
    pub async fn reserve(&self, job: &Job, owner: &Owner, points: Points) -> Result<()> {
        let (job, owner, welcome) = (job.clone(), owner.clone(), self.welcome);
        self.data
            .write(move |file| {
                match hold(file, &job)? {
                    Some(Hold { state: Held::Refunded, .. }) => return Err(reject("This was given up already.")),
                    Some(_) => return Ok(()),
                    None => {}
                }
                open(file, &owner, welcome)?;
                let free = free(file, &owner)?.unwrap_or_default();
                if free < points {
                    let why = "That takes {points} points, and you have {free}: /wallet tops them up.";
                    return Err(reject(workflow::Phrase::new(why).with("points", points.0).with("free", free.0)));
                }
                take(file, &owner, points)?;
                insert(file, &job, &owner, points, "held")
            })
            .await
    }

    /// Spends what is held for a job: once.
    ///
    /// # Errors
    /// A fault when nothing is held for it, or it was refunded.
    pub async fn settle(&self, job: &Job) -> Result<()> {
        let job = job.clone();
        self.data
            .write(move |file| match hold(file, &job)? {
                Some(Hold { state: Held::Held, .. }) => turn(file, &job, "settled"),
                Some(Hold { state: Held::Settled, .. }) => Ok(()),
                Some(Hold { state: Held::Refunded, .. }) => Err("a job that was refunded can't be settled").fault(),
                None => Err("nothing is held for the job that is to be settled").fault(),
            })
            .await
    }

    /// Gives back what is held for a job: once. A job for which nothing is held yet is given up: nothing will be.
    ///
    /// # Errors
    /// A fault when it was settled.
    pub async fn refund(&self, job: &Job, owner: &Owner) -> Result<()> {
        let (job, owner) = (job.clone(), owner.clone());
        self.data
            .write(move |file| match hold(file, &job)? {
                Some(Hold { state: Held::Held, points }) => {
                    give(file, &owner_of(file, &job)?, points)?;
                    turn(file, &job, "refunded")
                }
                Some(Hold { state: Held::Refunded, .. }) => Ok(()),
                Some(Hold { state: Held::Settled, .. }) => Err("a job that was settled can't be refunded").fault(),
                None => insert(file, &job, &owner, Points(0), "refunded"),
            })
            .await
    }

    /// How the hold of a job stands; `None` when there is none.
    ///
    /// # Errors
    /// A fault when the file can't be read.
    pub async fn hold(&self, job: &Job) -> Result<Option<Hold>> {
        let job = job.clone();
        self.data.read(move |file| hold(file, &job)).await
    }

    pub(super) fn credit(
        &self,
        file: &Transaction<'_>,
        key: &str,
        owner: &Owner,
        points: Points,
        why: &str,
    ) -> Result<()> {
        let known =
            "INSERT INTO entries (key, owner, points, why, at) VALUES (?, ?, ?, ?, unixepoch()) ON CONFLICT DO NOTHING";
        if file.execute(known, params![key, owner.as_str(), points.0, why])? == 0 {
            return Ok(());
        }
        open(file, owner, self.welcome)?;
        give(file, owner, points)
    }

    /// Gives points, once for each key.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn give(&self, key: &str, owner: &Owner, points: Points, why: &'static str) -> Result<()> {
        let (ledger, key, owner) = (self.clone(), key.to_owned(), owner.clone());
        self.data.write(move |file| ledger.credit(file, &key, &owner, points, why)).await
    }
}

fn free(file: &Connection, owner: &Owner) -> Result<Option<Points>> {
    let points = "SELECT points FROM accounts WHERE owner = ?";
    Ok(file.query_row(points, [owner.as_str()], |row| row.get(0)).optional()?.map(Points))
}

/// Opens the account of whom is seen first, with the welcome.
fn open(file: &Transaction<'_>, owner: &Owner, welcome: Points) -> Result<()> {
    let new = "INSERT INTO accounts (owner, points) VALUES (?, ?) ON CONFLICT DO NOTHING";
    if file.execute(new, params![owner.as_str(), welcome.0])? == 1 {
        let entry = "INSERT INTO entries (key, owner, points, why, at) VALUES (?, ?, ?, 'welcome', unixepoch())";
        file.execute(entry, params![format!("welcome:{owner}"), owner.as_str(), welcome.0])?;
    }
    Ok(())
}

fn give(file: &Transaction<'_>, owner: &Owner, points: Points) -> Result<()> {
    file.execute("UPDATE accounts SET points = points + ? WHERE owner = ?", params![points.0, owner.as_str()])?;
    Ok(())
}

fn take(file: &Transaction<'_>, owner: &Owner, points: Points) -> Result<()> {
    file.execute("UPDATE accounts SET points = points - ? WHERE owner = ?", params![points.0, owner.as_str()])?;
    Ok(())
}

fn insert(file: &Transaction<'_>, job: &Job, owner: &Owner, points: Points, state: &str) -> Result<()> {
    let new = "INSERT INTO holds (job, owner, points, state) VALUES (?, ?, ?, ?)";
    file.execute(new, params![job.as_str(), owner.as_str(), points.0, state])?;
    Ok(())
}

fn turn(file: &Transaction<'_>, job: &Job, state: &str) -> Result<()> {
    file.execute("UPDATE holds SET state = ? WHERE job = ?", params![state, job.as_str()])?;
    Ok(())
}

fn owner_of(file: &Connection, job: &Job) -> Result<Owner> {
    Ok(Owner(file.query_row("SELECT owner FROM holds WHERE job = ?", [job.as_str()], |row| row.get(0))?))
}

fn hold(file: &Connection, job: &Job) -> Result<Option<Hold>> {
    let found = "SELECT points, state FROM holds WHERE job = ?";
    let found = file.query_row(found, [job.as_str()], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).optional()?;
    found
        .map(|(points, state)| {
            let state = match state.as_str() {
                "held" => Held::Held,
                "settled" => Held::Settled,
                "refunded" => Held::Refunded,
                _ => return Err("a hold stands as nothing that is known").fault(),
            };
            Ok(Hold { points: Points(points), state })
        })
        .transpose()
}
