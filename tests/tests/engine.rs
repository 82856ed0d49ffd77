//! What the engine promises, on a real SQLite file.

mod building;
mod buttons;
mod captioned;
mod children;
mod claims;
mod dropped;
mod effects;
mod faults;
mod history;
mod hooks;
mod inputs;
mod languages;
mod media;
mod nodes;
mod order;
mod owed;
mod picks;
mod questions;
mod repeated;
mod replies;
mod retention;
mod roles;
mod shown;
mod shutdown;
mod stuck;
mod telemetry;
mod timers;
mod translated;
mod trials;
mod work;

use workflow::store::Answered;
use workflow::{DeliverError, Outcome};

/// What the user was told, when the session did not move.
fn told(outcome: &Outcome) -> &str {
    outcome.rejection().expect("the session did not move")
}

fn stands(step: &str, revision: u64) -> (String, u64) {
    (step.to_owned(), revision)
}

fn is_busy(result: &Result<Outcome, DeliverError>) -> bool {
    matches!(result, Err(DeliverError::Busy { .. }))
}

fn is_closing(result: &Result<Outcome, DeliverError>) -> bool {
    matches!(result, Err(DeliverError::Closing))
}

const FAILED: &str = "That did not work. Nothing was changed; please try again.";
const STUCK: &str = "This conversation can't go on right now. It is kept as it is until somebody has looked at it.";
const KNOWN: &str = "Try /trial, /create or /note.";

fn rejected(text: &str) -> Answered {
    Answered::Rejected { rejection: text.to_owned() }
}
