//! Tests that read like the conversation, and fail with one (feature `testing`).
//!
//! # A script
//!
//! A [`Chat`] is a user. It runs on the real engine, with a [store in memory](crate::Memory) and a clock that stands still;
//! whatever is awaited gives the chat again, so that actions and expectations can be written one behind the other:
//!
//! ```
//! use workflow::prelude::*;
//! use workflow::testing::{Chat, walk};
//!
//! #[workflow]
//! pub enum Make {
//!     /// What should I draw?
//!     AskPrompt,
//!     /// Ready?
//!     Review { prompt: String },
//!     /// Drawing …
//!     Drawing { prompt: String },
//!     /// Here it is.
//!     #[step(end)]
//!     Done { picture: String },
//!     /// Nothing was drawn.
//!     #[step(end)]
//!     Cancelled,
//! }
//!
//! #[workflow]
//! impl Make {
//!     #[command("/make")]
//!     fn start() -> AskPrompt { AskPrompt }
//!     fn prompt(self: AskPrompt, Text(prompt): Text) -> Review { Review { prompt } }
//!     /// Draw it
//!     #[commit]
//!     fn draw(self: Review) -> Drawing { Drawing { prompt: self.prompt } }
//!     #[after("15m")]
//!     fn expire(self: Review) -> Cancelled { Cancelled }
//!     #[invoke(timeout = "10m", retries = 3)]
//!     async fn render(self: &Drawing) -> Result<String> { Ok(format!("a picture of {}", self.prompt)) }
//!     #[done(render)]
//!     fn drawn(self: Drawing, picture: String) -> Done { Done { picture } }
//!     #[failed(render)]
//!     fn not_drawn(self: Drawing, _: Failure) -> Review { Review { prompt: self.prompt } }
//! }
//!
//! # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
//! // In a `#[tokio::test]`:
//! let mut chat = Chat::new::<Make>(()).await;
//! chat.say("/make").await.sees("What should I draw?");
//! chat.say("a cat").await.at::<Review>().offers(["Draw it", "Back"]);
//! chat.press("Draw it").await.at::<Drawing>();
//! chat.finish("render", Ok("a cat in oil")).await.at::<Done>().ended();
//! assert_eq!(chat.step::<Done>().picture, "a cat in oil");
//!
//! chat.say("/make").await.say("a dog").await.back().await.at::<AskPrompt>();
//! chat.say("a bird").await.later("15m").await.at::<Cancelled>();
//! # });
//!
//! // In a `#[test]`:
//! let walked = walk::<Make>(|| ()).gives("render", ["a picture"]).run();
//! walked.coverage().assert_all_edges();
//! ```
//!
//! An expectation that does not hold panics at its line of the test with the conversation so far:
//!
//! ```text
//! ann: /make
//! bot: What should I draw?
//!      (text: Prompt)
//! ann: a cat
//! bot: Ready?
//!      [Draw it]
//!      [Back]
//!
//! there is no button “Draw”, but [Draw it] [Back]. Did you mean “Draw it”?
//! ```
//!
//! | to do | |
//! | --- | --- |
//! | write, press, go back | [`say`](Chat::say), [`press`](Chat::press) (a label, or the name of a transition or option), [`back`](Chat::back), [`upload`](Chat::upload), [`send`](Chat::send) |
//! | end work and effects | [`finish`](Chat::finish), [`fail`](Chat::fail), [`fail_once`](Chat::fail_once), [`progress`](Chat::progress); [`work`](Chat::work) and [`perform`](Chat::perform) run the functions themselves |
//! | let time pass | [`later`](Chat::later) |
//! | be somebody else | [`another`](Chat::another), [`as_actor`](Chat::as_actor), [`reply`](Chat::reply), [`reply_with`](Chat::reply_with), [`speak`](Chat::speak) |
//! | break things | [`restart`](Chat::restart), [`again`](Chat::again), [`fail_next_commit`](Chat::fail_next_commit), [`lose_next_answer`](Chat::lose_next_answer), [`crash_before_commit`](Chat::crash_before_commit), [`crash_after_commit`](Chat::crash_after_commit) |
//!
//! | to expect | |
//! | --- | --- |
//! | what is shown | [`sees`](Chat::sees), [`sees_exactly`](Chat::sees_exactly), [`offers`](Chat::offers), [`transcript`](Chat::transcript) |
//! | where it stands | [`at`](Chat::at), [`step`](Chat::step), [`data`](Chat::data), [`ended`](Chat::ended), [`not_moved`](Chat::not_moved) |
//! | what was told and asked for | [`rejected`](Chat::rejected), [`effects`](Chat::effects), [`waiting`](Chat::waiting), [`no_faults`](Chat::no_faults) |
//!
//! # What happens by itself
//!
//! Nothing that reaches outside: work and effects wait until the test says how they end. Timers fire and what failed is
//! tried again when the test lets time pass; also the time that work may take is time of this clock. All else (turns,
//! hooks, a workflow that begins inside another) has happened when an action has been awaited. A restart closes the engine
//! and opens another one, which knows only what was stored. Transitions and views are the real ones, with the services of
//! the application: a service that fails or panics is the test's own.
//!
//! # Walks
//!
//! [`walk()`] has random conversations, checks after each step what must always hold, and makes a conversation that fails as
//! short as it can be. What it prints can be pasted as a test.
//!
//! # Coverage and samples
//!
//! [`coverage`] tells which edges were taken; [`samples()`] what was stored.

mod backstage;
mod chat;
mod clock;
pub mod coverage;
mod doing;
mod faulty;
mod samples;
mod transcript;
mod walk;
mod world;

pub use chat::{AskedEffect, Chat, SURFACE, Serves};
pub use coverage::Coverage;
pub use doing::Doing;
pub(crate) use samples::entries as sample_entries;
pub use samples::{Sample, SampleKind, samples};
pub use walk::{Opens, Walk, Walked, walk};
