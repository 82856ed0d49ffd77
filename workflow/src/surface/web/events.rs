//! Server-sent events: what is shown, whenever it changes. A reader that was away is told all of it again.

use std::convert::Infallible;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::visitor::Visitor;
use super::{PROGRESS_EVERY, Site, Stopping, answer, api, thread};
use crate::engine::Changes;

/// `GET /events`: the thread as HTML, or its progress alone when nothing else has changed.
pub(super) async fn page(State(site): State<Arc<Site>>, visitor: Visitor) -> Response {
    respond(site, visitor, Form::Html)
}

/// `GET /api/session/events`: the session as `GET /api/session` gives it.
pub(super) async fn api(State(site): State<Arc<Site>>, visitor: Visitor) -> Response {
    respond(site, visitor, Form::Json)
}

#[derive(Clone, Copy)]
enum Form {
    Html,
    Json,
}

/// One reader.
struct Reader {
    site: Arc<Site>,
    visitor: Visitor,
    form: Form,
    changes: Changes,
    stopped: watch::Receiver<Stopping>,
    /// What was told last, but for progress; none before the first event.
    told: Option<Vec<(String, u64)>>,
    _place: OwnedSemaphorePermit,
}

fn respond(site: Arc<Site>, visitor: Visitor, form: Form) -> Response {
    let Ok(place) = Arc::clone(&site.readers).try_acquire_owned() else {
        let headers = [(header::RETRY_AFTER, HeaderValue::from_static("10"))];
        return (StatusCode::SERVICE_UNAVAILABLE, headers, "Too many are reading right now.\n").into_response();
    };
    let changes = site.engine.changes(&visitor.key());
    let stopped = site.stopped.clone();
    let reader = Reader { site, visitor, form, changes, stopped, told: None, _place: place };
    let events = futures_util::stream::unfold(reader, async |mut reader| {
        let event = reader.next().await?;
        Some((Ok::<_, Infallible>(event), reader))
    });
    // A proxy that gathers an answer before it passes it on would hold the events back.
    let headers = [(header::HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"))];
    (headers, Sse::new(events).keep_alive(KeepAlive::default())).into_response()
}

impl Reader {
    /// Waits for something new; `None` when the server stops.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if self.told.is_some() {
                tokio::select! {
                    () = self.changes.changed() => {}
                    _ = self.stopped.wait_for(|stopping| *stopping == Stopping::Yes) => return None,
                }
            }
            let event = match self.form {
                Form::Html => self.html().await,
                Form::Json => self.json().await,
            };
            match event {
                Ok(Some(event)) => return Some(event),
                Ok(None) => {}
                // The reader connects again, and is told what there is then.
                Err(error) => {
                    tracing::error!(error = %answer::chain(&*error), "events have ended");
                    return None;
                }
            }
        }
    }

    async fn html(&mut self) -> Result<Option<Event>, Broken> {
        let conversation = thread::of(&self.site, &self.visitor, None).await?;
        if self.told.as_ref() != Some(&conversation.standing) {
            self.told = Some(conversation.standing);
            return Ok(Some(Event::default().event("thread").data(conversation.thread.render()?)));
        }
        match conversation.progress {
            Some(progress) => {
                // What comes meanwhile is told as one.
                tokio::time::sleep(PROGRESS_EVERY).await;
                Ok(Some(Event::default().event("progress").data(progress.render()?)))
            }
            None => Ok(None),
        }
    }

    async fn json(&mut self) -> Result<Option<Event>, Broken> {
        let snapshot = self.site.engine.session(&self.visitor.key()).await?;
        let standing = snapshot.iter().map(|now| (now.session().to_string(), now.revision().get())).collect();
        let first_or_moved = self.told.as_ref() != Some(&standing);
        self.told = Some(standing);
        let Some(now) = snapshot else { return Ok(None) };
        if !first_or_moved {
            tokio::time::sleep(PROGRESS_EVERY).await;
        }
        let session = api::Session::of(&self.site, &self.visitor, &now);
        Ok(Some(Event::default().event("session").json_data(session)?))
    }
}

type Broken = Box<dyn std::error::Error + Send + Sync>;
