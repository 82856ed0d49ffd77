//! Multi-step conversations as an enum of steps and an impl of transitions, checked by the compiler and durable at run
//! time.

extern crate self as workflow;

#[cfg(feature = "cli")]
pub mod cli;
mod core;
#[cfg(feature = "draw")]
pub mod draw;
#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "lock")]
pub mod lock;
#[cfg(feature = "engine")]
pub mod media;
pub mod prelude;
#[cfg(feature = "engine")]
pub mod store;
#[cfg(feature = "engine")]
pub mod surface;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "engine")]
mod texts;

#[doc(hidden)]
pub mod __private;

pub use crate::core::child::{Child, begin};
pub use crate::core::context::{Context, FromContext, FromRef, Key, Now, Progress, State, Turn, User, at};
pub use crate::core::decide::{Cause, Decision, Given, Standing, decide, effect, hook, show, work, work_of};
pub use crate::core::dispatch::{BoxFuture, Dispatch, Flow};
pub use crate::core::effect::{Asked, Effect, Effects, Names, With, WithEffects};
pub use crate::core::error::{Error, Fault, OrFault, OrReject, Rejection, Result, reject};
pub use crate::core::graph::{self, Graph};
pub use crate::core::history::{History, Past, WayBack};
pub use crate::core::input::{
    Album, Audio, Choice, ChoiceOption, Choices, Confirm, Document, Either, FromInput, Input, Kind, Photo, Pick, Takes,
    Text, Video,
};
pub use crate::core::locale::{InvalidLocale, Locale};
pub use crate::core::markup::{Markup, Run};
pub use crate::core::media::{InvalidMediaId, Media, MediaId, MediaKind, Pixels};
pub use crate::core::moves::{Includes, Landing, Move, Rewind, Steps, Taken, To, goto};
pub use crate::core::phrase::{Argument, Phrase};
pub use crate::core::session::{Revision, SessionId, SessionKey, UserId, Visit};
pub use crate::core::step::{Step, Storable, Workflow};
pub use crate::core::stored::{LoadError, Stored};
pub use crate::core::view::{BACK, Button, Done, Hint, IntoView, View};
pub use crate::core::work::Failure;
#[cfg(feature = "engine")]
pub use engine::{
    BuildError, Builder, Changes, Clock, Command, DeliverError, Delivery, Engine, Event, Flag, FlagFileError, Flags,
    InvalidRollout, Limits, ManualClock, Offer, Outcome, Purpose, Question, Retention, Rollout, Rollouts, Sent,
    Snapshot, SystemClock, Token, blocking, shutdown_signal,
};
#[cfg(feature = "engine")]
pub use store::Memory;
#[cfg(feature = "sqlite")]
pub use store::sqlite::Sqlite;
#[cfg(feature = "engine")]
pub use texts::{Missing, MissingText, Texts, TextsError, Words};
pub use workflow_macros::{Choices, workflow};

/// The README's examples, compiled and run with the tests of the documentation.
#[cfg(all(doctest, feature = "sqlite", feature = "web"))]
#[doc = include_str!("../../README.md")]
pub struct Readme;
