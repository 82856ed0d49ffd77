//! An engine under load, to be killed: `load <database> <outside> <run> <clients> <mode>`.
//!
//! First delivers again what it is given on standard input, then lets the clients chat until it is killed. Says on
//! standard output what it is about to deliver, and what was answered. In the mode `quiet` the clients say nothing new:
//! it waits until all work, timers and effects are done, and ends. In the mode `unsynced` commits are not synced.

use std::error::Error;
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use workflow::store::{Answer, Store, Which};
use workflow::{Delivery, Engine, Sent, SessionKey, Snapshot, Sqlite, Token};
use workflow_tests::dice::Dice;
use workflow_tests::load::{self, Line, Load, Outside, What};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [database, outside, run, clients, mode] = arguments.as_slice() else {
        return Err("load <database> <outside> <run> <clients> <mode>".into());
    };
    let again: Vec<load::Sent> = std::io::stdin()
        .lock()
        .lines()
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect::<Result<_, Box<dyn Error>>>()?;
    let (run, clients) = (run.parse()?, clients.parse()?);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(load(database.into(), outside.into(), run, clients, again, mode))
}

async fn load(
    database: PathBuf,
    outside: PathBuf,
    run: u64,
    clients: usize,
    again: Vec<load::Sent>,
    mode: &str,
) -> Result<(), Box<dyn Error>> {
    let quiet = mode == "quiet";
    let store = match mode {
        "unsynced" => Sqlite::open_unsynced(database).await?,
        _ => Sqlite::open(database).await?,
    };
    let store = Arc::new(store);
    let engine = Engine::builder(Outside::open(outside)?).workflow::<Load>().store(Arc::clone(&store)).build().await?;
    let mut first = vec![Vec::new(); clients];
    for sent in again {
        first[sent.client].push(sent);
    }
    let mut running = tokio::task::JoinSet::new();
    for (number, first) in first.into_iter().enumerate() {
        let key = SessionKey::new("load", "chat", number.to_string());
        let dice = Dice::new(run.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (number as u64) << 32 | 1);
        let client = Client { engine: engine.clone(), key, number, run, sent: 0, dice, old: None };
        running.spawn(client.chat(first, quiet));
    }
    while let Some(ended) = running.join_next().await {
        ended?.map_err(|error| -> Box<dyn Error> { error })?;
    }
    while quiet && !store.effects(Which::Due).await?.is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    engine.close().await;
    Ok(())
}

struct Client {
    engine: Engine,
    key: SessionKey,
    number: usize,
    run: u64,
    sent: u64,
    dice: Dice,
    /// A button that was seen some time ago.
    old: Option<Token>,
}

type Ends = Result<(), Box<dyn Error + Send + Sync>>;

impl Client {
    async fn chat(mut self, first: Vec<load::Sent>, quiet: bool) -> Ends {
        for sent in first {
            self.deliver(sent).await?;
        }
        let mut changes = self.engine.changes(&self.key);
        loop {
            let now = self.engine.session(&self.key).await?;
            let step = now.as_ref().map_or("", Snapshot::step);
            if quiet {
                if step != "Sending" && step != "Resting" {
                    return Ok(());
                }
                changes.changed().await;
                continue;
            }
            let what = match (step, self.dice.throw(100)) {
                ("" | "Stopped", _) | (_, 0) => text("/load"),
                ("Adding", 1..40) => text(self.dice.throw(10)),
                ("Adding", 40..50) | ("Sending", 25..30) => text("/back"),
                ("Adding", 50..56) => text("many"),
                ("Adding", 56..62) => self.press(now.as_ref(), "Rest"),
                ("Adding", 62..93) => self.press(now.as_ref(), "Send it"),
                ("Adding", _) => self.press(now.as_ref(), "Stop"),
                (_, 1..10) => text("5"),
                (_, 10..18) => self.press(now.as_ref(), "Never mind"),
                (_, 18..25) => self.old.clone().map_or_else(|| text("/load"), press),
                _ => {
                    changes.changed().await;
                    continue;
                }
            };
            self.sent += 1;
            let id = format!("{}-{}-{}", self.run, self.number, self.sent);
            self.deliver(load::Sent { client: self.number, id, what }).await?;
        }
    }

    fn press(&mut self, now: Option<&Snapshot>, label: &str) -> What {
        let offers = now.into_iter().flat_map(Snapshot::offers).flatten();
        let token = offers.into_iter().find(|offer| offer.label == label).map(|offer| offer.token);
        // Now and then an old button instead.
        let old = self.old.take().filter(|_| self.dice.throw(8) == 0);
        let pressed = old.or_else(|| token.clone()).unwrap_or_else(|| Token::new("none"));
        self.old = token;
        press(pressed)
    }

    async fn deliver(&mut self, sent: load::Sent) -> Ends {
        say(&Line::Sends(sent.clone()))?;
        let load::Sent { client, id, what } = sent;
        let what = match what {
            What::Text(text) => Sent::Text(text),
            What::Press(token) => Sent::Press(Token::new(token)),
        };
        let outcome = self.engine.deliver(self.key.clone(), Delivery::new(id.clone(), what)).await?;
        let workflow::Outcome { answered, session, revision, step, .. } = outcome;
        say(&Line::Answered { client, id, answer: Answer { answered, session, revision, step } })?;
        Ok(())
    }
}

fn text(text: impl ToString) -> What {
    What::Text(text.to_string())
}

fn press(token: Token) -> What {
    What::Press(token.as_str().to_owned())
}

/// One line at a time, whole or not at all.
fn say(line: &Line) -> Ends {
    let mut line = serde_json::to_vec(line)?;
    line.push(b'\n');
    let mut out = std::io::stdout().lock();
    out.write_all(&line)?;
    Ok(out.flush()?)
}
