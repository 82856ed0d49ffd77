//! The page and its forms: the same for a browser with JavaScript, which asks for the thread alone, and one without.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::page::{Composer, Page};
use super::visitor::{NoVisitor, Visitor, may_send, random};
use super::{Site, answer, thread};
use crate::engine::{Delivery, Token};

/// `GET /`
pub(super) async fn page(State(site): State<Arc<Site>>, visitor: Option<Visitor>, jar: CookieJar) -> Response {
    let (visitor, jar) = match visitor {
        Some(visitor) => (visitor, jar),
        None => match site.visitors.make() {
            Some(visitor) => {
                let cookie = site.visitors.cookie(&visitor);
                (visitor, jar.add(cookie))
            }
            None => return NoVisitor.into_response(),
        },
    };
    (jar, whole(&site, &visitor, StatusCode::OK, None, String::new()).await).into_response()
}

/// What the field sends.
#[derive(Deserialize)]
pub(super) struct Say {
    id: String,
    text: String,
}

/// `POST /say`
pub(super) async fn say(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(Say { id, text }): Form<Say>,
) -> Response {
    // Browsers send line breaks as two characters.
    let text = text.replace("\r\n", "\n");
    deliver(&site, &visitor, &headers, Delivery::text(id, &text), text).await
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
    Form(Press { id, press }): Form<Press>,
) -> Response {
    deliver(&site, &visitor, &headers, Delivery::press(id, Token::new(press)), String::new()).await
}

/// Delivers, and shows what came of it. What was refused stays in the field.
async fn deliver(site: &Site, visitor: &Visitor, headers: &HeaderMap, delivery: Delivery, text: String) -> Response {
    let scripted = headers.contains_key(HeaderName::from_static("hx-request"));
    let (status, later, notice) = match may_send(site, visitor) {
        Err(_) => {
            let later = HeaderValue::from_static("1");
            (
                StatusCode::TOO_MANY_REQUESTS,
                Some(later),
                Some("That was a little fast. Please wait a second.".to_owned()),
            )
        }
        Ok(()) => match site.engine.deliver(visitor.key(), delivery).await {
            Ok(outcome) => (answer::status(&outcome), None, outcome.rejection().map(str::to_owned)),
            Err(error) => {
                let (status, later, text) = answer::refusal(&error);
                (status, later, Some(text.to_owned()))
            }
        },
    };
    let mut response = if scripted {
        fragment(site, visitor, status, notice).await
    } else if notice.is_none() {
        Redirect::to("/").into_response()
    } else {
        whole(site, visitor, status, notice, text).await
    };
    if let Some(later) = later {
        response.headers_mut().insert(header::RETRY_AFTER, later);
    }
    response
}

async fn whole(site: &Site, visitor: &Visitor, status: StatusCode, notice: Option<String>, kept: String) -> Response {
    let thread = match thread::of(site, visitor, notice).await {
        Ok(conversation) => conversation.thread,
        Err(error) => return answer::broken(&error),
    };
    // Without randomness the forms can't be told from earlier ones: better none than a lost input.
    let Some(id) = random::<16>() else { return NoVisitor.into_response() };
    let composer = Composer { id: URL_SAFE_NO_PAD.encode(id), kept };
    html(status, &Page { title: site.title.clone(), thread, composer, commands: thread::commands(site) })
}

async fn fragment(site: &Site, visitor: &Visitor, status: StatusCode, notice: Option<String>) -> Response {
    match thread::of(site, visitor, notice).await {
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
