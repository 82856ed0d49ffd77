//! The JSON API: the same as the page, for other clients.

use std::borrow::Cow;
use std::sync::Arc;

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::upload::{Refused, Upload};
use super::visitor::{Visitor, may_send};
use super::{BODY, Site, answer, language, markup};
use crate::core::input::Kind;
use crate::core::media::MediaKind;
use crate::core::session::SessionId;
use crate::core::view::Hint;
use crate::engine::{Delivery, Offer, Outcome, Snapshot, Token};

/// `POST /api/visitors`
pub(super) async fn visitors(State(site): State<Arc<Site>>) -> Response {
    #[derive(Serialize)]
    struct Made {
        visitor: String,
        token: String,
    }
    match site.visitors.make() {
        Some(visitor) => {
            let made = Made { visitor: visitor.name().to_owned(), token: site.visitors.token(&visitor) };
            (StatusCode::CREATED, Json(made)).into_response()
        }
        None => answer::later(),
    }
}

/// `POST /api/inputs`
pub(super) async fn inputs(State(site): State<Arc<Site>>, visitor: Visitor, request: Request) -> Response {
    if let Err(too_fast) = may_send(&site, &visitor) {
        return too_fast.into_response();
    }
    let headers = request.headers().clone();
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let delivery = match kind.as_str() {
        "application/json" => match to_bytes(request.into_body(), BODY).await {
            Ok(body) => parse(&body).map_err(|error| (StatusCode::BAD_REQUEST, format!("{error}\n")).into_response()),
            Err(error) if answer::is_too_slow(&error) => Err(Refused::TooSlow.into_response()),
            Err(_) => Err((StatusCode::PAYLOAD_TOO_LARGE, "This is larger than 64 KiB.\n").into_response()),
        },
        "multipart/form-data" => {
            match Upload::receive(&site, &visitor, request).await.and_then(Upload::into_delivery) {
                Err(Refused::Nothing) => {
                    Err((StatusCode::BAD_REQUEST, "Send `id`, and at least one `file` or a `text`.\n").into_response())
                }
                delivery => delivery.map_err(IntoResponse::into_response),
            }
        }
        _ => {
            let text = "Send application/json, or a file as multipart/form-data.\n";
            Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, text).into_response())
        }
    };
    let delivery = match delivery {
        Ok(delivery) => language::spoken(&site.engine, delivery, &headers),
        Err(refused) => return refused,
    };
    let outcome = match site.engine.deliver(visitor.key(), delivery).await {
        Ok(outcome) => outcome,
        Err(error) => return answer::refused(&error),
    };
    let snapshots = match site.engine.sessions(&visitor.key()).await {
        Ok(snapshots) => snapshots,
        Err(error) => return answer::broken(&error),
    };
    let now = snapshots.iter().find(|now| Some(now.session()) == outcome.session);
    let session = now.map(|now| Session::of(&site, &visitor, now));
    (answer::status(&outcome), Json(Session::as_then(session, &outcome))).into_response()
}

/// What is posted as an input.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Posted {
    id: String,
    text: Option<String>,
    reply: Option<String>,
    press: Option<String>,
}

fn parse(body: &[u8]) -> Result<Delivery, String> {
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err("Send an object with `id`, and `text` or `press`.".into());
    }
    let posted: Posted = serde_json::from_slice(body).map_err(|error| format!("This is not understood: {error}."))?;
    let delivery = match (posted.text, posted.press) {
        (Some(text), None) => Delivery::text(posted.id, text),
        (None, Some(press)) if posted.reply.is_none() => Delivery::press(posted.id, Token::new(press)),
        (None, Some(_)) => return Err("Send `reply` with `text`, not with `press`.".into()),
        (Some(_), Some(_)) => return Err("Send either `text` or `press`.".into()),
        (None, None) => return Err("Send `text` or `press`.".into()),
    };
    Ok(replying(delivery, posted.reply))
}

/// The delivery as a reply to what this token stands for, if there is one.
pub(super) fn replying(delivery: Delivery, reply: Option<String>) -> Delivery {
    match reply {
        Some(token) => delivery.reply_to(Token::new(token)),
        None => delivery,
    }
}

/// `GET /api/sessions`: the conversation, what stands beside it, and what waits for the visitor in a role.
pub(super) async fn sessions(State(site): State<Arc<Site>>, visitor: Visitor) -> Response {
    match site.engine.sessions(&visitor.key()).await {
        Ok(all) => Json(all.iter().map(|now| Session::of(&site, &visitor, now)).collect::<Vec<_>>()).into_response(),
        Err(error) => answer::broken(&error),
    }
}

/// `GET /api/session`
pub(super) async fn session(State(site): State<Arc<Site>>, visitor: Visitor) -> Response {
    match site.engine.session(&visitor.key()).await {
        Ok(Some(now)) => Json(Session::of(&site, &visitor, &now)).into_response(),
        Ok(None) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => answer::broken(&error),
    }
}

/// Which journal is asked for.
#[derive(Deserialize)]
pub(super) struct Which {
    session: Option<SessionId>,
}

/// `GET /api/session/journal`
pub(super) async fn journal(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Query(Which { session }): Query<Which>,
) -> Response {
    #[derive(Serialize)]
    struct Entry {
        revision: u64,
        at: String,
        delivery: String,
        edge: Cow<'static, str>,
        from: Option<Cow<'static, str>>,
        to: Cow<'static, str>,
        by: Option<String>,
    }
    let not_found = || (StatusCode::NOT_FOUND, "There is no such session.\n").into_response();
    let session = match session {
        // Somebody else's session is not told from one that is not there.
        Some(session) => match site.engine.owner(session).await {
            Ok(Some(owner)) if owner == visitor.key() => session,
            Ok(_) => return not_found(),
            Err(error) => return answer::broken(&error),
        },
        None => match site.engine.session(&visitor.key()).await {
            Ok(Some(now)) => now.session(),
            Ok(None) => return not_found(),
            Err(error) => return answer::broken(&error),
        },
    };
    match site.engine.journal(session).await {
        Ok(entries) => {
            let entries: Vec<Entry> = entries
                .into_iter()
                .map(|entry| Entry {
                    revision: entry.revision.get(),
                    at: entry.at.to_string(),
                    delivery: entry.delivery.to_string(),
                    edge: entry.edge,
                    from: entry.from,
                    to: entry.to,
                    by: entry.by.map(|by| by.to_string()),
                })
                .collect();
            Json(entries).into_response()
        }
        Err(error) => answer::broken(&error),
    }
}

/// `GET /readyz`: whether the store answers.
pub(super) async fn ready(State(site): State<Arc<Site>>) -> Response {
    match site.engine.owner(SessionId::new(uuid::Uuid::nil())).await {
        Ok(_) => "ready".into_response(),
        Err(error) => answer::broken(&error),
    }
}

/// A session, as JSON.
#[derive(Serialize)]
pub(super) struct Session {
    session: Option<String>,
    workflow: Option<String>,
    role: Option<String>,
    step: Option<Cow<'static, str>>,
    revision: u64,
    ended: bool,
    rejection: Option<String>,
    view: Option<Shown>,
    question: Option<Question>,
}

#[derive(Serialize)]
struct Shown {
    text: String,
    html: String,
    notice: Option<Notice>,
    media: Vec<Medium>,
    choices: Vec<Choice>,
    input: Option<Asked>,
    progress: Option<Progress>,
}

/// The note beside the text.
#[derive(Serialize)]
struct Notice {
    text: String,
    html: String,
}

/// What the visitor is asked before what they sent drops work.
#[derive(Serialize)]
struct Question {
    text: String,
    choices: [Choice; 2],
}

#[derive(Serialize)]
struct Medium {
    url: String,
    kind: MediaKind,
    name: Option<String>,
    width: Option<u32>,
    height: Option<u32>,
}

#[derive(Serialize)]
struct Choice {
    label: String,
    token: String,
}

impl Choice {
    fn of(offer: Offer) -> Self {
        Self { label: offer.label, token: offer.token.to_string() }
    }
}

#[derive(Serialize)]
struct Asked {
    kind: Kind,
    hint: String,
    kinds: Vec<Kind>,
    limits: Limits,
    reply: Option<String>,
}

/// The most that is taken at once.
#[derive(Serialize)]
struct Limits {
    characters: usize,
    files: usize,
    bytes: u64,
}

impl Asked {
    fn of(site: &Site, hint: &Hint, reply: Option<Token>) -> Self {
        let kinds: Vec<Kind> = hint.kinds().collect();
        let most = |limit: fn(Kind) -> usize| kinds.iter().copied().map(limit).max().unwrap_or_default();
        let files = most(Kind::most_files);
        let bytes = if files > 0 { site.largest_upload } else { 0 };
        let limits = Limits { characters: most(Kind::most_characters), files, bytes };
        let reply = reply.map(|token| token.to_string());
        Self { kind: hint.kind, hint: hint.text.clone(), kinds, limits, reply }
    }
}

#[derive(Serialize)]
struct Progress {
    fraction: f32,
    label: String,
}

impl Session {
    pub(super) fn of(site: &Site, visitor: &Visitor, now: &Snapshot) -> Self {
        let view = now.view();
        let media = |media: &crate::core::media::Media| Medium {
            url: site.addresses.of(visitor, media),
            kind: media.kind(),
            name: media.name().map(str::to_owned),
            width: media.pixels().map(|pixels| pixels.width),
            height: media.pixels().map(|pixels| pixels.height),
        };
        Self {
            session: Some(now.session().to_string()),
            workflow: Some(now.workflow().to_owned()),
            role: now.role().map(str::to_owned),
            step: Some(now.step().to_owned().into()),
            revision: now.revision().get(),
            ended: now.ended(),
            rejection: None,
            view: Some(Shown {
                text: view.text.to_plain(),
                html: markup::html(&view.text),
                notice: view
                    .notice
                    .as_ref()
                    .map(|notice| Notice { text: notice.to_plain(), html: markup::html(notice) }),
                media: view.media.iter().map(media).collect(),
                choices: now.offers().into_iter().flatten().map(Choice::of).collect(),
                input: view.hint.as_ref().map(|hint| Asked::of(site, hint, now.reply())),
                progress: now
                    .progress()
                    .map(|done| Progress { fraction: done.fraction(), label: done.label().to_owned() }),
            }),
            question: now
                .question()
                .map(|asked| Question { text: asked.text, choices: [asked.leave, asked.stay].map(Choice::of) }),
        }
    }

    /// As the delivery was answered first: its session, revision and step, whatever came since.
    fn as_then(now: Option<Self>, outcome: &Outcome) -> Self {
        let (workflow, role, ended, view, question) = now
            .map_or((None, None, false, None, None), |now| (now.workflow, now.role, now.ended, now.view, now.question));
        Self {
            session: outcome.session.map(|session| session.to_string()),
            workflow,
            role,
            step: outcome.step.clone(),
            revision: outcome.revision.get(),
            ended,
            rejection: outcome.rejection().map(str::to_owned),
            view,
            question,
        }
    }
}
