//! When the embedded trainer began: it goes on after a restart, and does not begin anew.

use rusqlite::params;
use workflow::prelude::*;

use super::{Data, Job};

/// The trainings that have begun.
#[derive(Clone)]
pub struct Trainings(Data);

impl Trainings {
    /// Those in this file.
    pub fn of_file(data: Data) -> Self {
        Self(data)
    }

    /// When the training of this job began, in seconds of Unix time: now, if it had not.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn begun(&self, job: &Job, now: i64) -> Result<i64> {
        let job = job.clone();
        self.0
            .write(move |file| {
                file.execute(
                    "INSERT INTO trainings (key, begun) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    params![job.as_str(), now],
                )?;
                Ok(file.query_row("SELECT begun FROM trainings WHERE key = ?", [job.as_str()], |row| row.get(0))?)
            })
            .await
    }
}
