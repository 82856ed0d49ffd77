//! What came of a delivery, in HTTP's words.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower_http::timeout::TimeoutError;

use crate::core::phrase::Phrase;
use crate::engine::{DeliverError, Outcome};
use crate::say;
use crate::store::Answered;

/// The status of what came of a delivery: the same whenever it is delivered again.
pub(super) fn status(outcome: &Outcome) -> StatusCode {
    match outcome.answered {
        Answered::Moved | Answered::Asked { .. } | Answered::Stayed => StatusCode::OK,
        Answered::Rejected { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        Answered::Stale => StatusCode::CONFLICT,
        Answered::Foreign => StatusCode::FORBIDDEN,
        Answered::Unknown => StatusCode::NOT_FOUND,
    }
}

/// Why nothing is known of a delivery.
pub(super) fn refusal(error: &DeliverError) -> (StatusCode, Option<HeaderValue>, Phrase) {
    let later = |seconds: u64| Some(HeaderValue::from(seconds.max(1)));
    match error {
        DeliverError::Busy { retry_after } => (
            StatusCode::SERVICE_UNAVAILABLE,
            later(retry_after.as_secs()),
            say!("There is too much to do right now. Please try again in a moment."),
        ),
        DeliverError::InvalidId => (
            StatusCode::BAD_REQUEST,
            None,
            Phrase::new(
                "The id has 1 to 128 bytes without control characters, and does not begin with “work:” or “timer:”.",
            ),
        ),
        DeliverError::Closing => (
            StatusCode::SERVICE_UNAVAILABLE,
            later(5),
            say!("The bot is being restarted. Please try again in a moment."),
        ),
        DeliverError::Store(_) | DeliverError::Unfinished | DeliverError::NoEntry { .. } => {
            tracing::error!(error = %chain(error), "a delivery was not taken");
            (StatusCode::SERVICE_UNAVAILABLE, later(5), say!("That could not be kept. Please try again in a moment."))
        }
    }
}

/// The refusal as plain text.
pub(super) fn refused(error: &DeliverError) -> Response {
    let (status, later, text) = refusal(error);
    let mut response = (status, format!("{text}\n")).into_response();
    if let Some(later) = later {
        response.headers_mut().insert(header::RETRY_AFTER, later);
    }
    response
}

/// Something broke that the visitor can do nothing about.
pub(super) fn broken(error: &(dyn std::error::Error + 'static)) -> Response {
    tracing::error!(error = %chain(error), "a request failed");
    later()
}

/// It may work in a moment.
pub(super) fn later() -> Response {
    let headers = [(header::RETRY_AFTER, HeaderValue::from_static("5"))];
    (StatusCode::SERVICE_UNAVAILABLE, headers, "That does not work right now.\n").into_response()
}

/// Whether the body of a request has stopped to come.
pub(super) fn is_too_slow(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source()).any(|error| error.is::<TimeoutError>())
}

/// The error and what caused it.
pub(super) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
