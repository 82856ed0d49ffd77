//! Server-sent events: what is shown, whenever it changes. A reader that was away is told all of it again.

use std::convert::Infallible;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio::sync::watch;

use super::places::Place;
use super::thread::Standing;
use super::visitor::Visitor;
use super::{PROGRESS_EVERY, Site, Stopping, answer, api, language, thread};
use crate::core::locale::Locale;
use crate::engine::Changes;

/// `GET /events`: the thread as HTML, or its progress alone when nothing else has changed.
pub(super) async fn page(State(site): State<Arc<Site>>, visitor: Visitor, headers: HeaderMap) -> Response {
    respond(site, visitor, &headers, Form::Html)
}

/// `GET /api/session/events`: the session as `GET /api/session` gives it.
pub(super) async fn api(State(site): State<Arc<Site>>, visitor: Visitor, headers: HeaderMap) -> Response {
    respond(site, visitor, &headers, Form::Json)
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
    locale: Locale,
    form: Form,
    changes: Changes,
    stopped: watch::Receiver<Stopping>,
    /// What was told last, but for progress; none before the first event.
    told: Option<Vec<Standing>>,
    _place: Place<String>,
}

fn respond(site: Arc<Site>, visitor: Visitor, headers: &HeaderMap, form: Form) -> Response {
    let Some(place) = site.readers.take(visitor.name().to_owned()) else {
        let headers = [(header::RETRY_AFTER, HeaderValue::from_static("10"))];
        return (StatusCode::TOO_MANY_REQUESTS, headers, "You are reading in too many places.\n").into_response();
    };
    let changes = site.engine.changes(&visitor.key());
    let stopped = site.stopped.clone();
    let locale = language::wanted(&site.engine, headers).unwrap_or_default();
    let reader = Reader { site, visitor, locale, form, changes, stopped, told: None, _place: place };
    let events = futures_util::stream::unfold(reader, async |mut reader| {
        let event = reader.next().await?;
        Some((Ok::<_, Infallible>(event), reader))
    });
    // A proxy that gathers an answer before it passes it on would hold the events back.
    let headers = [
        (header::HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    let events = Sse::new(events).keep_alive(KeepAlive::default()).into_response();
    (headers, events).into_response()
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
        if self.told.is_some() && self.told.as_ref() == Some(&self.standing().await?) {
            // What comes meanwhile is told as one.
            tokio::time::sleep(PROGRESS_EVERY).await;
            let progress = thread::progress(&self.site, &self.visitor, self.site.engine.words(&self.locale)).await?;
            // The session may have moved while this waited: then the thread is told next.
            let Some(progress) = progress else { return Ok(None) };
            return Ok(Some(Event::default().event("progress").data(progress.render()?)));
        }
        let conversation = thread::of(&self.site, &self.visitor, self.site.engine.words(&self.locale), None).await?;
        self.told = Some(conversation.standing);
        Ok(Some(Event::default().event("thread").data(conversation.thread.render()?)))
    }

    async fn json(&mut self) -> Result<Option<Event>, Broken> {
        let standing = self.standing().await?;
        let moved = self.told.replace(standing.clone()).is_none_or(|told| told != standing);
        if !moved {
            tokio::time::sleep(PROGRESS_EVERY).await;
        }
        let Some(now) = self.site.engine.session(&self.visitor.key()).await? else { return Ok(None) };
        let session = api::Session::of(&self.site, &self.visitor, &now);
        Ok(Some(Event::default().event("session").json_data(session)?))
    }

    /// What is shown but for progress.
    async fn standing(&self) -> Result<Vec<Standing>, Broken> {
        let sessions = self.site.engine.sessions(&self.visitor.key()).await?;
        Ok(thread::standing(&sessions))
    }
}

type Broken = Box<dyn std::error::Error + Send + Sync>;
