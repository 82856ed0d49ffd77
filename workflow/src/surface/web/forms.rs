//! The page and its forms: the same for a browser with JavaScript, which asks for the thread alone, and one without.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::page::{Attach, Composer, Page};
use super::upload::{Refused, Size, Upload};
use super::visitor::{Visitor, may_send, random};
use super::{Site, answer, api, language, thread};
use crate::engine::{Delivery, Token};
use crate::say;
use crate::texts::Words;

/// `GET /`
pub(super) async fn page(
    State(site): State<Arc<Site>>,
    visitor: Option<Visitor>,
    headers: HeaderMap,
    jar: CookieJar,
) -> Response {
    let (visitor, jar) = match visitor {
        Some(visitor) => (visitor, jar),
        None => match site.visitors.make() {
            Some(visitor) => {
                let cookie = site.visitors.cookie(&visitor);
                (visitor, jar.add(cookie))
            }
            None => return answer::later(),
        },
    };
    (jar, whole(&site, &visitor, words(&site, &headers), StatusCode::OK, None, Kept::default()).await).into_response()
}

/// A form that was sent.
pub(super) struct Sent<T>(T);

impl<T: DeserializeOwned> FromRequest<Arc<Site>> for Sent<T> {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Self, Response> {
        match Form::from_request(request, site).await {
            Ok(Form(form)) => Ok(Self(form)),
            Err(broken) if answer::is_too_slow(&broken) => Err(Refused::TooSlow.into_response()),
            Err(broken) => Err(broken.into_response()),
        }
    }
}

/// What a field sends.
#[derive(Deserialize)]
pub(super) struct Say {
    id: String,
    text: String,
    /// What is replied to, of the field under what waits for the visitor in a role.
    reply: Option<String>,
}

/// What was sent, to stay in its field when it is refused.
#[derive(Default)]
struct Kept {
    text: String,
    reply: Option<String>,
}

/// `POST /say`
pub(super) async fn say(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    headers: HeaderMap,
    Sent(Say { id, text, reply }): Sent<Say>,
) -> Response {
    // Browsers send line breaks as two characters.
    let text = text.replace("\r\n", "\n");
    let delivery = api::replying(Delivery::text(id, &text), reply.clone());
    deliver(&site, &visitor, &headers, delivery, Kept { text, reply }).await
}

/// What a button sends.
#[derive(Deserialize)]
pub(super) struct Press {
    id: String,
    press: String,
}

/// `POST /press`
pub(super) async fn press(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    headers: HeaderMap,
    Sent(Press { id, press }): Sent<Press>,
) -> Response {
    deliver(&site, &visitor, &headers, Delivery::press(id, Token::new(press)), Kept::default()).await
}

/// `POST /send`: files, and what is written beside them.
pub(super) async fn send(State(site): State<Arc<Site>>, visitor: Visitor, request: Request) -> Response {
    let headers = request.headers().clone();
    let told = match may_send(&site, &visitor) {
        Err(_) => Told::too_fast(words(&site, &headers)),
        Ok(()) => match Upload::receive(&site, &visitor, request).await.and_then(Upload::into_delivery) {
            Ok(delivery) => Told::of(&site, &visitor, &headers, delivery).await,
            Err(refused) => {
                let notice = Some(words(&site, &headers).say(refused.phrase()));
                Told { status: refused.status(), later: refused.retry_after(), notice }
            }
        },
    };
    told.respond(&site, &visitor, &headers, Kept::default()).await
}

/// Delivers, and shows what came of it. What was refused stays in the field.
async fn deliver(site: &Site, visitor: &Visitor, headers: &HeaderMap, delivery: Delivery, kept: Kept) -> Response {
    let told = match may_send(site, visitor) {
        Err(_) => Told::too_fast(words(site, headers)),
        Ok(()) => Told::of(site, visitor, headers, delivery).await,
    };
    told.respond(site, visitor, headers, kept).await
}

/// What came of a form.
struct Told {
    status: StatusCode,
    /// When to come again.
    later: Option<HeaderValue>,
    /// Why it was refused.
    notice: Option<String>,
}

impl Told {
    fn too_fast(words: Words<'_>) -> Self {
        let notice = Some(words.say(say!("That was a little fast. Please wait a second.")));
        Self { status: StatusCode::TOO_MANY_REQUESTS, later: Some(HeaderValue::from_static("1")), notice }
    }

    async fn of(site: &Site, visitor: &Visitor, headers: &HeaderMap, delivery: Delivery) -> Self {
        match site.engine.deliver(visitor.key(), language::spoken(&site.engine, delivery, headers)).await {
            Ok(outcome) => {
                let words = words(site, headers);
                let notice = outcome.told(&words);
                Self { status: answer::status(&outcome), later: None, notice }
            }
            Err(error) => {
                let (status, later, text) = answer::refusal(&error);
                Self { status, later, notice: Some(words(site, headers).say(text)) }
            }
        }
    }

    async fn respond(self, site: &Site, visitor: &Visitor, headers: &HeaderMap, kept: Kept) -> Response {
        let Self { status, later, notice } = self;
        let words = words(site, headers);
        let scripted = headers.contains_key(HeaderName::from_static("hx-request"));
        let mut response = if scripted {
            fragment(site, visitor, words, status, notice).await
        } else if notice.is_none() {
            Redirect::to("/").into_response()
        } else {
            whole(site, visitor, words, status, notice, kept).await
        };
        if let Some(later) = later {
            response.headers_mut().insert(header::RETRY_AFTER, later);
        }
        response
    }
}

/// What there is to say to this browser.
fn words<'s>(site: &'s Site, headers: &HeaderMap) -> Words<'s> {
    site.engine.words(&language::wanted(&site.engine, headers).unwrap_or_default())
}

async fn whole(
    site: &Site,
    visitor: &Visitor,
    words: Words<'_>,
    status: StatusCode,
    notice: Option<String>,
    kept: Kept,
) -> Response {
    let mut thread = match thread::of(site, visitor, words, notice).await {
        Ok(conversation) => conversation.thread,
        Err(error) => return answer::broken(&error),
    };
    // Without randomness the forms can't be told from earlier ones: better none than a lost input.
    let Some(id) = random::<16>() else { return answer::later() };
    let mut composer = Composer { id: URL_SAFE_NO_PAD.encode(id), kept: String::new() };
    thread.id.clone_from(&composer.id);
    match kept.reply {
        Some(reply) => thread.keep(&reply, kept.text),
        None => composer.kept = kept.text,
    }
    let attach = site.takes_files.then(|| {
        let bytes = site.largest_upload;
        let limit = words.say(say!("up to {most}", most = Size(bytes).to_string()));
        Attach { bytes, limit, too_large: words.say(Refused::TooLarge(bytes).phrase()) }
    });
    html(
        status,
        &Page {
            words,
            title: words.word(&site.title).into_owned(),
            thread,
            composer,
            attach,
            commands: thread::commands(site, visitor, words),
        },
    )
}

async fn fragment(
    site: &Site,
    visitor: &Visitor,
    words: Words<'_>,
    status: StatusCode,
    notice: Option<String>,
) -> Response {
    match thread::of(site, visitor, words, notice).await {
        Ok(conversation) => html(status, &conversation.thread),
        Err(error) => answer::broken(&error),
    }
}

fn html(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => answer::broken(&error),
    }
}
