//! Somebody who chats with an engine without end, and says what is delivered and answered.

use std::collections::VecDeque;
use std::error::Error;
use std::io::Write;
use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use workflow::store::Answer;
use workflow::{DeliverError, Delivery, Engine, SessionKey, Snapshot, Token};

use super::{Line, Sent, What};
use crate::dice::Dice;

/// Somebody who chats with an engine without end.
#[derive(Debug)]
pub struct Client {
    engine: Engine,
    talk: Talk,
    run: u64,
    /// The numbers of the conversations that it leads.
    chats: Vec<usize>,
    sent: u64,
    dice: Dice,
    /// A button that was seen some time ago.
    old: Option<Token>,
    /// What was answered lately.
    lately: VecDeque<(Instant, Sent)>,
}

/// How a client talks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Talk {
    /// It leads one conversation.
    Loud,
    /// It says nothing new, and goes when nothing is under way in its conversations.
    Quiet,
    /// It leads many conversations in turn, says much at once, and delivers again what was answered already.
    Pushing,
}

/// How a client ends.
pub type Ends = Result<(), Box<dyn Error + Send + Sync>>;

/// So much is said at once by a client that pushes.
const MUCH: usize = 8;
/// So long a client that pushes waits for a conversation to go on before it turns to another one.
const PATIENCE: Duration = Duration::from_millis(20);
/// What was answered so long ago is not delivered again.
pub const LATELY: Duration = Duration::from_secs(2);

/// Whose conversation the one of this number is.
pub fn key(chat: usize) -> SessionKey {
    SessionKey::new("load", "chat", chat.to_string())
}

impl Client {
    /// Leads these conversations. What it sends is named after the `run`.
    pub fn new(engine: Engine, talk: Talk, run: u64, chats: Vec<usize>) -> Self {
        let number = chats.first().map_or(0, |chat| *chat as u64);
        let dice = Dice::new(run.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number << 32 | 1);
        Self { engine, talk, run, chats, sent: 0, dice, old: None, lately: VecDeque::new() }
    }

    /// Delivers this first, and then chats.
    ///
    /// # Errors
    /// When a delivery fails otherwise than by too much to do.
    pub async fn chat(mut self, first: Vec<Sent>) -> Ends {
        for sent in first {
            self.deliver(sent).await?;
        }
        if self.talk == Talk::Quiet {
            return self.settle().await;
        }
        let mut chat = self.any();
        loop {
            if self.talk == Talk::Pushing {
                match self.dice.throw(40) {
                    0 => self.much(chat).await?,
                    1 | 2 => self.again().await?,
                    3 | 4 => chat = self.any(),
                    _ => {}
                }
            }
            let key = key(chat);
            let mut changes = self.engine.changes(&key);
            let now = self.engine.session(&key).await?;
            match self.next(now.as_ref()) {
                Some(what) => {
                    let sent = self.named(chat, what);
                    self.deliver(sent).await?;
                }
                None if self.talk == Talk::Pushing => {
                    // Either will do: it looks again.
                    drop(tokio::time::timeout(PATIENCE, changes.changed()).await);
                    chat = self.any();
                }
                None => changes.changed().await,
            }
        }
    }

    /// Waits until nothing is under way in its conversations.
    async fn settle(&self) -> Ends {
        for chat in &self.chats {
            let key = key(*chat);
            let mut changes = self.engine.changes(&key);
            while let Some("Sending" | "Resting") = self.engine.session(&key).await?.as_ref().map(Snapshot::step) {
                changes.changed().await;
            }
        }
        Ok(())
    }

    fn any(&mut self) -> usize {
        self.chats[self.dice.throw(self.chats.len() as u64) as usize]
    }

    /// What to send; nothing when it is better to wait.
    fn next(&mut self, now: Option<&Snapshot>) -> Option<What> {
        Some(match (now.map_or("", Snapshot::step), self.dice.throw(100)) {
            ("" | "Stopped", _) | (_, 0) => text("/load"),
            ("Adding", 1..40) => text(self.dice.throw(10)),
            ("Adding", 40..50) | ("Sending", 25..30) => text("/back"),
            ("Adding", 50..56) => text("many"),
            ("Adding", 56..62) => self.press(now, "Rest"),
            ("Adding", 62..93) => self.press(now, "Send it"),
            ("Adding", _) => self.press(now, "Stop"),
            (_, 1..10) => text("5"),
            (_, 10..18) => self.press(now, "Never mind"),
            (_, 18..25) => self.old.clone().map_or_else(|| text("/load"), press),
            _ => return None,
        })
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

    /// Sends more at once than may wait.
    async fn much(&mut self, chat: usize) -> Ends {
        let sents: Vec<Sent> = (0..MUCH).map(|number| self.named(chat, text(number))).collect();
        let all = sents.into_iter().map(|sent| deliver(&self.engine, sent));
        try_join_all(all).await.map(|_| ())
    }

    /// Delivers something that was answered lately once more, twice at once.
    async fn again(&mut self) -> Ends {
        let Some((at, sent)) = self.lately.pop_front() else { return Ok(()) };
        if at.elapsed() < LATELY {
            let twice = [sent.clone(), sent].map(|sent| deliver(&self.engine, sent));
            try_join_all(twice).await?;
        }
        Ok(())
    }

    fn named(&mut self, chat: usize, what: What) -> Sent {
        self.sent += 1;
        Sent { client: chat, id: format!("{}-{chat}-{}", self.run, self.sent), what }
    }

    async fn deliver(&mut self, sent: Sent) -> Ends {
        deliver(&self.engine, sent.clone()).await?;
        self.lately.push_back((Instant::now(), sent));
        if self.lately.len() > MUCH {
            self.lately.pop_front();
        }
        Ok(())
    }
}

/// Delivers it until there is an answer.
async fn deliver(engine: &Engine, sent: Sent) -> Ends {
    say(&Line::Sends(sent.clone()))?;
    let Sent { client, id, what } = sent;
    let what = match what {
        What::Text(text) => workflow::Sent::Text(text),
        What::Press(token) => workflow::Sent::Press(Token::new(token)),
    };
    loop {
        match engine.deliver(key(client), Delivery::new(id.clone(), what.clone())).await {
            Ok(outcome) => {
                let workflow::Outcome { answered, session, revision, step, .. } = outcome;
                return say(&Line::Answered { client, id, answer: Answer { answered, session, revision, step } });
            }
            Err(DeliverError::Busy { .. }) => {
                say(&Line::Busy { client, id: id.clone() })?;
                tokio::time::sleep(PATIENCE).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Says one line at a time, whole or not at all.
///
/// # Errors
/// When nobody listens.
pub fn say(line: &Line) -> Ends {
    let mut line = serde_json::to_vec(line)?;
    line.push(b'\n');
    let mut out = std::io::stdout().lock();
    out.write_all(&line)?;
    Ok(out.flush()?)
}

fn text(text: impl ToString) -> What {
    What::Text(text.to_string())
}

fn press(token: Token) -> What {
    What::Press(token.as_str().to_owned())
}
