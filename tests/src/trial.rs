//! A workflow whose functions do what a test tells them to.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{mpsc, oneshot};
use workflow::Context;
use workflow::prelude::*;

/// What the test and the functions of the workflow share.
#[derive(Clone, Debug)]
pub struct World {
    calls: mpsc::UnboundedSender<Call>,
    attempts: mpsc::UnboundedSender<Attempt>,
    mood: Arc<Mutex<Mood>>,
}

/// What a test sees of the functions that run.
#[derive(Debug)]
pub struct Seen {
    /// Transitions that wait until they are let go on.
    pub calls: mpsc::UnboundedReceiver<Call>,
    /// Attempts at work that wait to be told how they end.
    pub attempts: mpsc::UnboundedReceiver<Attempt>,
}

/// A transition that waits until it is let go on.
#[derive(Debug)]
pub struct Call {
    /// What the user sent.
    pub text: String,
    /// Lets it go on.
    pub go: oneshot::Sender<()>,
}

/// An attempt at work that waits to be told how it ends. When it is aborted, `reply` is closed.
#[derive(Debug)]
pub struct Attempt {
    /// What the step carries.
    pub task: String,
    /// The key that it was given.
    pub key: Key,
    /// Tells how far it is.
    pub progress: Progress,
    /// Tells it how to end.
    pub reply: oneshot::Sender<End>,
}

/// How an attempt ends.
#[derive(Debug)]
pub enum End {
    /// With this result.
    Gives(&'static str),
    /// With this rejection.
    Rejects(&'static str),
    /// With a fault.
    Fails,
    /// With a panic.
    Panics,
}

/// How extractors are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// They give what they are asked for.
    Well,
    /// They fail.
    Faulty,
    /// They panic.
    Panicking,
}

impl World {
    /// A world, and what is seen of it.
    pub fn new() -> (Self, Seen) {
        let (calls, seen_calls) = mpsc::unbounded_channel();
        let (attempts, seen_attempts) = mpsc::unbounded_channel();
        let world = Self { calls, attempts, mood: Arc::new(Mutex::new(Mood::Well)) };
        (world, Seen { calls: seen_calls, attempts: seen_attempts })
    }

    /// Changes how extractors are.
    pub fn be(&self, mood: Mood) {
        *self.mood.lock().unwrap_or_else(PoisonError::into_inner) = mood;
    }

    async fn call(&self, text: &str) {
        let (go, gone) = oneshot::channel();
        self.calls.send(Call { text: text.to_owned(), go }).unwrap();
        if gone.await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Shows an attempt at work to the test, and ends as it is told to.
    pub async fn attempt(&self, task: &str, key: Key, progress: Progress) -> Result<String> {
        let (reply, told) = oneshot::channel();
        self.attempts.send(Attempt { task: task.to_owned(), key, progress, reply }).unwrap();
        match told.await {
            Ok(End::Gives(result)) => Ok(result.to_owned()),
            Ok(End::Rejects(text)) => Err(reject(text)),
            Ok(End::Fails) => Err("the work broke").fault(),
            Ok(End::Panics) => panic!("the work panicked"),
            Err(_) => std::future::pending().await,
        }
    }
}

/// An extractor that is as the world's [`Mood`] says.
#[derive(Debug)]
pub struct Careful;

impl<App, At> FromContext<App, At> for Careful
where
    World: FromRef<App>,
{
    fn from_context(context: &mut Context<'_, App, At>) -> Result<Self> {
        let mood = *World::from_ref(context.app()).mood.lock().unwrap_or_else(PoisonError::into_inner);
        match mood {
            Mood::Well => Ok(Self),
            Mood::Faulty => Err("the extractor broke").fault(),
            Mood::Panicking => panic!("the extractor panicked"),
        }
    }
}

/// Try things out.
#[workflow]
pub enum Trial {
    /// Send something.
    Asking { heard: Vec<String> },
    /// Working …
    Working { task: String },
    /// That was all.
    #[step(end)]
    Over { heard: Vec<String> },
}

#[workflow]
impl Trial {
    #[command("/trial")]
    fn start(text: Option<Text>) -> Asking {
        Asking { heard: text.into_iter().map(|Text(text)| text).collect() }
    }

    async fn hear(
        self: Asking,
        Text(text): Text,
        State(world): State<World>,
        _careful: Careful,
    ) -> Result<To<(Asking, Working)>> {
        let mut heard = self.heard;
        match text.split_once(' ').unwrap_or((text.as_str(), "")) {
            ("no", _) => return Err(reject("No.")),
            ("fault", _) => return Err("the transition broke").fault(),
            ("panic", _) => panic!("the transition panicked"),
            ("forever", _) => std::future::pending().await,
            ("slow", _) => world.call(&text).await,
            ("work", task) => return Ok(goto(Working { task: task.to_owned() })),
            _ => {}
        }
        heard.push(text);
        Ok(goto(Asking { heard }))
    }

    /// Once more
    fn again(self: Asking) -> Asking {
        Asking { heard: Vec::new() }
    }

    /// That is all
    fn finish(self: Asking) -> Over {
        Over { heard: self.heard }
    }

    #[view]
    async fn asking(self: &Asking) -> Result<View> {
        match self.heard.last().map(String::as_str) {
            Some("view fault") => Err("the view broke").fault(),
            Some("view reject") => Err(reject("Not shown.")),
            Some("view panic") => panic!("the view panicked"),
            Some("view forever") => std::future::pending().await,
            last => Ok(View::text(last.unwrap_or("Nothing yet."))),
        }
    }

    #[invoke(timeout = "1h", retries = 2, backoff = "1s")]
    async fn toil(
        self: &Working,
        key: Key,
        State(world): State<World>,
        progress: Progress,
        _careful: Careful,
    ) -> Result<String> {
        world.attempt(&self.task, key, progress).await
    }

    #[done(toil)]
    async fn toiled(self: Working, result: String, State(world): State<World>, _careful: Careful) -> Result<Asking> {
        match result.as_str() {
            "fault" => Err("the result's transition broke").fault(),
            "panic" => panic!("the result's transition panicked"),
            "slow" => {
                world.call("slow").await;
                Ok(Asking { heard: vec![result] })
            }
            _ => Ok(Asking { heard: vec![result] }),
        }
    }

    #[failed(toil)]
    fn gave_up(self: Working, failure: Failure, _careful: Careful) -> Result<Asking> {
        let kind = if failure.is_timeout() { "timeout" } else { "failure" };
        Ok(Asking { heard: vec![failure.reason().to_owned(), failure.attempts().to_string(), kind.to_owned()] })
    }

    /// Leave it
    #[command("/leave")]
    fn leave(self: Working) -> Asking {
        Asking { heard: vec!["left".to_owned()] }
    }

    /// Another task
    fn another(self: Working) -> Working {
        Working { task: format!("{} again", self.task) }
    }

    /// Stop
    #[command("/stop")]
    fn stop(self) -> Over {
        Over { heard: Vec::new() }
    }
}

/// Notes, taken beside a conversation.
#[workflow]
pub enum Note {
    /// Noted.
    Noting { count: u32 },
    /// Put away.
    #[step(end)]
    Away,
}

#[workflow]
impl Note {
    #[command("/note")]
    fn start() -> Noting {
        Noting { count: 0 }
    }

    /// One more
    fn more(self: Noting) -> Noting {
        Noting { count: self.count + 1 }
    }

    /// Put away
    fn put_away(self: Noting) -> Away {
        Away
    }
}
