//! The language without a runtime: plain Rust calls, the graph, the stored form, and pure decisions.

mod calls;
mod choices;
mod decisions;
mod graph;
mod inputs;
mod stored;
mod views;
mod whole;

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use workflow::prelude::*;
use workflow::{SessionId, SessionKey, Turn, UserId};

/// What a picture is made of: at most 20 characters.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
struct Prompt(String);

impl std::str::FromStr for Prompt {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.len() > 20 { Err("A prompt has up to 20 characters.".into()) } else { Ok(Self(text.into())) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize, Choices)]
enum Shape {
    /// 1:1
    Square,
    /// 3:2
    Landscape,
}

/// How many pictures may still be made.
#[derive(Clone)]
struct Quota(u32);

/// Draws, or fails to.
#[derive(Clone)]
struct Artist(Option<&'static str>);

/// An application with all services of `Make`.
struct Bot {
    quota: Quota,
    artist: Artist,
}

impl FromRef<Bot> for Quota {
    fn from_ref(bot: &Bot) -> Self {
        bot.quota.clone()
    }
}

impl FromRef<Bot> for Artist {
    fn from_ref(bot: &Bot) -> Self {
        bot.artist.clone()
    }
}

/// Make a picture from a prompt.
///
/// It costs a point.
#[workflow(version = 1)]
#[derive(PartialEq)]
enum Make {
    /// What should I draw?
    AskPrompt,
    /// Which shape?
    PickShape { prompt: Prompt },
    /// Ready?
    Review { prompt: Prompt, shape: Shape },
    /// Drawing …
    Drawing { prompt: Prompt },
    /// Here it is.
    #[step(end)]
    Done { image: String },
    #[step(end, name = "Gone")]
    Cancelled,
}

#[workflow]
impl Make {
    #[command("/create", "/make")]
    fn start(prompt: Option<Text<Prompt>>) -> To<(AskPrompt, PickShape)> {
        match prompt {
            Some(Text(prompt)) => goto(PickShape { prompt }),
            None => goto(AskPrompt),
        }
    }

    #[command("/repeat")]
    fn repeat(Text(prompt): Text<Prompt>) -> PickShape {
        PickShape { prompt }
    }

    fn prompt(self: AskPrompt, Text(prompt): Text<Prompt>) -> PickShape {
        PickShape { prompt }
    }

    fn shape(self: PickShape, Choice(shape): Choice<Shape>) -> Review {
        Review { prompt: self.prompt, shape }
    }

    /// Draw it
    #[commit]
    async fn draw(self: Review, State(quota): State<Quota>) -> Result<Drawing> {
        if quota.0 == 0 {
            return Err(reject("You are out of points."));
        }
        if quota.0 == u32::MAX {
            return Err(std::io::Error::other("the ledger is on fire").into());
        }
        Ok(Drawing { prompt: self.prompt })
    }

    /// Another prompt
    #[command("/reprompt")]
    fn reprompt(self: Review) -> AskPrompt {
        AskPrompt
    }

    #[action("Sign it")]
    fn sign(self: Review, user: User, Now(now): Now) -> Done {
        Done { image: format!("{} by {} at {now}", self.prompt.0, user.id()) }
    }

    #[invoke(timeout = "10m", retries = 3, backoff = "2s")]
    async fn render(self: &Drawing, key: Key, State(artist): State<Artist>, progress: Progress) -> Result<String> {
        progress.set(0.5, "drawing");
        match artist.0 {
            None => Ok(format!("{} under {key}", self.prompt.0)),
            Some(reason) => Err(reason).fault(),
        }
    }

    #[done(render)]
    fn drawn(self: Drawing, image: String, user: User) -> Done {
        Done { image: format!("{image} for {}", user.id()) }
    }

    #[failed(render)]
    fn not_drawn(self: Drawing, failure: Failure) -> Result<Review> {
        if failure.attempts() > 9 {
            return Err(std::io::Error::other("given up for good").into());
        }
        Ok(Review { prompt: self.prompt, shape: Shape::Square })
    }

    /// Cancel
    #[command("/cancel")]
    fn cancel(self) -> Cancelled {
        Cancelled
    }

    #[view]
    fn review(self: &Review, user: User) -> View {
        View::text(format!("{}, {}?", self.prompt.0, user.id())).row(["cancel", "draw"])
    }

    #[view]
    async fn done(self: &Done) -> Result<View> {
        match self.image.as_str() {
            "secret" => Err(reject("You may not see it.")),
            "broken" => Err("torn to pieces").fault(),
            image => Ok(View::text(image)),
        }
    }
}

fn prompt(text: &str) -> Prompt {
    Prompt(text.into())
}

fn turn() -> Turn {
    Turn {
        user: User::new(UserId::new("test", "ann")),
        now: "2026-01-01T00:00:00Z".parse().unwrap(),
        key: SessionKey::new("test", "chat", "ann"),
        session: serde_json::from_value::<SessionId>("00000000-0000-0000-0000-000000000000".into()).unwrap(),
    }
}

/// The output of a future that waits for nothing.
fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits for something"),
    }
}
