//! A workflow that is put under load and killed, and what is said between the killed process and the one that watches.

pub mod client;
pub mod log;
pub mod process;
pub mod trouble;

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use workflow::prelude::*;
use workflow::store::Answer;

use trouble::Trouble;

/// The world outside: it notes every attempt at work and effects, and refuses some.
#[derive(Clone, Debug)]
pub struct Outside {
    notes: Option<Arc<Mutex<File>>>,
    trouble: Trouble,
}

/// A note of one attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The key that the attempt was made under.
    pub key: String,
    /// The sum that was sent.
    pub sum: u64,
}

impl Outside {
    /// Keeps its notes in this file.
    pub fn open(path: PathBuf) -> std::io::Result<Self> {
        let file = File::options().create(true).append(true).open(path)?;
        Ok(Self { notes: Some(Arc::new(Mutex::new(file))), trouble: Trouble::none() })
    }

    /// Keeps no notes, and has this trouble.
    pub fn troubled(trouble: Trouble) -> Self {
        Self { notes: None, trouble }
    }

    /// Notes the attempt, and then takes it, or fails: of some keys now and then, of some always.
    async fn send(&self, key: &Key, sum: u64) -> Result<u64> {
        self.trouble.meet().await?;
        let number = number_of(key.as_str());
        let length = self.note(key, sum)?;
        // Whether this attempt fails is of no interest to anybody: the file's length is as good as a coin.
        if number.is_multiple_of(16) || (number.is_multiple_of(4) && length.is_multiple_of(3)) {
            return Err("the line is busy").fault();
        }
        Ok(number)
    }

    /// Notes the attempt; gives how long the notes are.
    fn note(&self, key: &Key, sum: u64) -> Result<u64> {
        let Some(notes) = &self.notes else { return Ok(0) };
        let mut line = serde_json::to_vec(&Note { key: key.as_str().to_owned(), sum })?;
        line.push(b'\n');
        let mut file = notes.lock().unwrap();
        file.write_all(&line)?;
        file.sync_data()?;
        Ok(file.metadata()?.len())
    }
}

/// A number that hangs on the key alone.
pub fn number_of(key: &str) -> u64 {
    key.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)) >> 16
}

/// Adds numbers up and sends the sum.
#[workflow]
pub enum Load {
    /// A number?
    Adding { sum: u64, numbers: u64, receipts: Vec<u64>, failures: u64 },
    /// Sending …
    Sending { sum: u64, numbers: u64, receipts: Vec<u64>, failures: u64 },
    /// Resting …
    Resting { sum: u64, numbers: u64, receipts: Vec<u64>, failures: u64 },
    /// That was all.
    #[step(end)]
    Stopped { sum: u64, numbers: u64, receipts: Vec<u64>, failures: u64 },
}

#[workflow]
impl Load {
    #[command("/load")]
    fn start() -> Adding {
        Adding { sum: 0, numbers: 0, receipts: Vec::new(), failures: 0 }
    }

    async fn add(self: Adding, Text(number): Text<u64>, State(outside): State<Outside>) -> Result<Adding> {
        outside.trouble.meet().await?;
        let Adding { sum, numbers, receipts, failures } = self;
        Ok(Adding { sum: sum + number, numbers: numbers + 1, receipts, failures })
    }

    #[view]
    async fn so_far(self: &Adding, State(outside): State<Outside>) -> Result<View> {
        outside.trouble.meet().await?;
        Ok(View::text(format!("{} so far. A number?", self.sum)))
    }

    #[entry]
    async fn resting(self: &Resting, State(outside): State<Outside>) -> Result<()> {
        outside.trouble.meet().await
    }

    /// Send it
    fn ship(self: Adding) -> Sending {
        let Adding { sum, numbers, receipts, failures } = self;
        Sending { sum, numbers, receipts, failures }
    }

    #[invoke(timeout = "1m", retries = 1, backoff = "1s")]
    async fn send(self: &Sending, key: Key, State(outside): State<Outside>) -> Result<u64> {
        outside.send(&key, self.sum).await
    }

    #[done(send)]
    async fn sent(self: Sending, receipt: u64, State(outside): State<Outside>) -> Result<Adding> {
        outside.trouble.meet().await?;
        let Sending { sum, numbers, mut receipts, failures } = self;
        receipts.push(receipt);
        Ok(Adding { sum, numbers, receipts, failures })
    }

    #[failed(send)]
    fn not_sent(self: Sending, _failure: Failure) -> Adding {
        let Sending { sum, numbers, receipts, failures } = self;
        Adding { sum, numbers, receipts, failures: failures + 1 }
    }

    /// Never mind
    fn forget(self: Sending) -> Adding {
        let Sending { sum, numbers, receipts, failures } = self;
        Adding { sum, numbers, receipts, failures }
    }

    /// Rest
    fn rest(self: Adding) -> Resting {
        let Adding { sum, numbers, receipts, failures } = self;
        Resting { sum, numbers, receipts, failures }
    }

    #[after("1s")]
    async fn awake(self: Resting, State(outside): State<Outside>) -> Result<Adding> {
        outside.trouble.meet().await?;
        let Resting { sum, numbers, receipts, failures } = self;
        Ok(Adding { sum, numbers, receipts, failures })
    }

    /// Stop
    fn stop(self: Adding) -> With<Stopped, Report> {
        let Adding { sum, numbers, receipts, failures } = self;
        Stopped { sum, numbers, receipts, failures }.with(Report(sum))
    }

    #[effect(retries = 1, backoff = "1s")]
    async fn report(sum: u64, key: Key, State(outside): State<Outside>) -> Result<()> {
        outside.send(&key, sum).await.map(|_| ())
    }
}

/// What a client delivers: everything that is needed to deliver it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Which client.
    pub client: usize,
    /// The delivery's id.
    pub id: String,
    /// What is sent.
    pub what: What,
}

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// A message.
    Text(String),
    /// A button, by its token.
    Press(String),
}

/// A line that the loaded process writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Line {
    /// It is going to deliver this.
    Sends(Sent),
    /// The delivery was answered: from now on it must not be lost.
    Answered {
        /// Which client.
        client: usize,
        /// The delivery's id.
        id: String,
        /// The answer.
        answer: Answer,
    },
    /// The engine has too much to do: the delivery is tried again.
    Busy {
        /// Which client.
        client: usize,
        /// The delivery's id.
        id: String,
    },
    /// How much there is.
    Counts {
        /// Sessions that have not ended.
        sessions: u64,
        /// Pieces of work that are not done.
        pending: u64,
        /// How often something went wrong in this process.
        trouble: u64,
    },
}
