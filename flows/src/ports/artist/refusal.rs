//! What a user is told when a server does not draw.

use flows_remote::RemoteError;
use workflow::Error;
use workflow::prelude::*;

const AGAINST_THE_RULES: &str = "The painter does not draw that: please try other words.";
const IMPOSSIBLE: &str = "The painter can't draw that with these settings: please try others.";
const STOPPED: &str = "Somebody has stopped the drawing.";
const CLOSED: &str = "The painter is not set up as it should be: please tell who runs this bot.";
pub(super) const TOO_MUCH: &str =
    "This painter knows no models of your own, styles, controls and poses: please take them away.";

/// The sentences, each whole.
pub(crate) const SAYS: [&str; 5] = [AGAINST_THE_RULES, IMPOSSIBLE, STOPPED, CLOSED, TOO_MUCH];

/// A fault where another attempt may help, otherwise a rejection that says in a sentence what to do.
pub(super) fn of(error: RemoteError) -> Error {
    if error.is_transient() {
        return error.into();
    }
    tracing::warn!(%error, "a picture can't be drawn");
    reject(match error {
        RemoteError::Refused { .. } => AGAINST_THE_RULES,
        RemoteError::Invalid { .. } | RemoteError::Failed { .. } => IMPOSSIBLE,
        RemoteError::Cancelled { .. } => STOPPED,
        _ => CLOSED,
    })
}
