//! A workflow that is put under load and killed, and what is said between the killed process and the one that watches.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use workflow::prelude::*;
use workflow::store::Answer;

/// The world outside: it notes every attempt at work and effects, and refuses some.
#[derive(Clone, Debug)]
pub struct Outside {
    file: Arc<Mutex<File>>,
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
        Ok(Self { file: Arc::new(Mutex::new(File::options().create(true).append(true).open(path)?)) })
    }

    /// Notes the attempt, and then takes it, or fails: of some keys now and then, of some always.
    fn send(&self, key: &Key, sum: u64) -> Result<u64> {
        let mut line = serde_json::to_vec(&Note { key: key.as_str().to_owned(), sum })?;
        line.push(b'\n');
        let mut file = self.file.lock().unwrap();
        file.write_all(&line)?;
        file.sync_data()?;
        let number = number_of(key.as_str());
        // Whether this attempt fails is of no interest to anybody: the file's length is as good as a coin.
        if number.is_multiple_of(16) || (number.is_multiple_of(4) && file.metadata()?.len().is_multiple_of(3)) {
            return Err("the line is busy").fault();
        }
        Ok(number)
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

    fn add(self: Adding, Text(number): Text<u64>) -> Adding {
        let Adding { sum, numbers, receipts, failures } = self;
        Adding { sum: sum + number, numbers: numbers + 1, receipts, failures }
    }

    /// Send it
    fn ship(self: Adding) -> Sending {
        let Adding { sum, numbers, receipts, failures } = self;
        Sending { sum, numbers, receipts, failures }
    }

    #[invoke(timeout = "1m", retries = 1, backoff = "1s")]
    async fn send(self: &Sending, key: Key, State(outside): State<Outside>) -> Result<u64> {
        outside.send(&key, self.sum)
    }

    #[done(send)]
    fn sent(self: Sending, receipt: u64) -> Adding {
        let Sending { sum, numbers, mut receipts, failures } = self;
        receipts.push(receipt);
        Adding { sum, numbers, receipts, failures }
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
    fn awake(self: Resting) -> Adding {
        let Resting { sum, numbers, receipts, failures } = self;
        Adding { sum, numbers, receipts, failures }
    }

    /// Stop
    fn stop(self: Adding) -> With<Stopped, Report> {
        let Adding { sum, numbers, receipts, failures } = self;
        Stopped { sum, numbers, receipts, failures }.with(Report(sum))
    }

    #[effect(retries = 1, backoff = "1s")]
    async fn report(sum: u64, key: Key, State(outside): State<Outside>) -> Result<()> {
        outside.send(&key, sum).map(|_| ())
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
}
