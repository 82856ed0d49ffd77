//! Who a visitor is: a random name and its seal, as a cookie or as a bearer token.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header::{AUTHORIZATION, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::{Secure, Site};
use crate::core::session::SessionKey;

/// Makes visitors and knows them again.
pub(super) struct Visitors {
    seal: Hmac<Sha256>,
    /// Cookies know no ports: two bots on one host must not take each other's.
    cookie: String,
    secure: Secure,
}

/// A visitor whose seal was right.
#[derive(Debug, Clone)]
pub(super) struct Visitor(String);

/// Random bytes of a visitor's name, and bytes of its seal.
const NAME: usize = 16;
const SEAL: usize = 16;

impl Visitors {
    pub(super) fn new(secret: [u8; 32], secure: Secure) -> Self {
        let seal = keyed(&secret);
        let mark = seal.clone().chain_update("cookie").finalize().into_bytes();
        let mark: String = mark.into_iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        Self { seal, cookie: format!("visitor-{mark}"), secure }
    }

    /// Somebody new; `None` when there is no randomness to be had.
    pub(super) fn make(&self) -> Option<Visitor> {
        random::<NAME>().map(|name| Visitor(URL_SAFE_NO_PAD.encode(name)))
    }

    /// What the visitor shows the next time.
    pub(super) fn token(&self, visitor: &Visitor) -> String {
        let seal = self.seal.clone().chain_update(&visitor.0).finalize().into_bytes();
        let seal: Vec<u8> = seal.into_iter().take(SEAL).collect();
        format!("{}.{}", visitor.0, URL_SAFE_NO_PAD.encode(seal))
    }

    /// The token as a cookie that no script reads and no other site sends.
    pub(super) fn cookie(&self, visitor: &Visitor) -> Cookie<'static> {
        Cookie::build((self.cookie.clone(), self.token(visitor)))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.secure == Secure::Yes)
            .permanent()
            .build()
    }

    fn know(&self, token: &str) -> Option<Visitor> {
        let (name, seal) = token.split_once('.')?;
        let seal = URL_SAFE_NO_PAD.decode(seal).ok().filter(|seal| seal.len() == SEAL)?;
        self.seal.clone().chain_update(name).verify_truncated_left(&seal).ok()?;
        Some(Visitor(name.to_owned()))
    }
}

impl Visitor {
    pub(super) fn name(&self) -> &str {
        &self.0
    }

    pub(super) fn key(&self) -> SessionKey {
        SessionKey::new("web", &self.0, &self.0)
    }
}

impl FromRequestParts<Arc<Site>> for Visitor {
    type Rejection = NoVisitor;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, NoVisitor> {
        // Another scheme is for somebody on the way, as a proxy that asks for a password.
        let bearer = parts.headers.get(AUTHORIZATION).and_then(|value| {
            let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
        });
        // Who shows a token means it: a cookie that happens to be there does not stand in for a wrong one.
        let token = bearer.or_else(|| {
            CookieJar::from_headers(&parts.headers).get(&site.visitors.cookie).map(|cookie| cookie.value().to_owned())
        });
        token.and_then(|token| site.visitors.know(&token)).ok_or(NoVisitor)
    }
}

impl OptionalFromRequestParts<Arc<Site>> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Option<Self>, Self::Rejection> {
        Ok(<Self as FromRequestParts<_>>::from_request_parts(parts, site).await.ok())
    }
}

/// Nobody that we know.
pub(super) struct NoVisitor;

impl IntoResponse for NoVisitor {
    fn into_response(self) -> Response {
        let text = "Who are you? Open / in a browser that keeps cookies, or get a token from POST /api/visitors.\n";
        (StatusCode::UNAUTHORIZED, text).into_response()
    }
}

/// Whether the visitor may send something now; the answer to give when not.
pub(super) fn may_send(site: &Site, visitor: &Visitor) -> Result<(), TooFast> {
    site.rate.check_key(&visitor.0).map_err(|_| TooFast)
}

/// This visitor sends too much.
pub(super) struct TooFast;

impl IntoResponse for TooFast {
    fn into_response(self) -> Response {
        let headers = [(RETRY_AFTER, HeaderValue::from_static("1"))];
        (StatusCode::TOO_MANY_REQUESTS, headers, "Too fast: wait a second.\n").into_response()
    }
}

/// Bytes that nobody can guess.
pub(super) fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if let Err(error) = getrandom::fill(&mut bytes) {
        tracing::error!(%error, "there is no randomness");
        return None;
    }
    Some(bytes)
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
pub(super) fn keyed(secret: &[u8; 32]) -> Hmac<Sha256> {
    Hmac::new_from_slice(secret).expect("HMAC takes keys of every length")
}
