//! Media by addresses that can't be guessed and that work for one visitor alone.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use tokio::io::AsyncReadExt;

use super::Site;
use super::visitor::{Visitor, keyed};
use crate::core::media::{Media, MediaId};

/// Makes addresses and checks them.
pub(super) struct Addresses {
    seal: Hmac<Sha256>,
}

const SEAL: usize = 16;

impl Addresses {
    pub(super) fn new(secret: [u8; 32]) -> Self {
        Self { seal: keyed(&secret) }
    }

    /// Where the visitor finds the medium. Made only for what their session shows.
    pub(super) fn of(&self, visitor: &Visitor, media: &Media) -> String {
        let seal = self.sealed(visitor, media.id()).finalize().into_bytes();
        let seal: Vec<u8> = seal.into_iter().take(SEAL).collect();
        format!("/media/{}/{}", media.id(), URL_SAFE_NO_PAD.encode(seal))
    }

    fn is_of(&self, visitor: &Visitor, id: &MediaId, seal: &str) -> bool {
        let Ok(seal) = URL_SAFE_NO_PAD.decode(seal) else { return false };
        seal.len() == SEAL && self.sealed(visitor, id).verify_truncated_left(&seal).is_ok()
    }

    fn sealed(&self, visitor: &Visitor, id: &MediaId) -> Hmac<Sha256> {
        self.seal.clone().chain_update(visitor.name()).chain_update(b"/").chain_update(id.as_str())
    }
}

/// `GET /media/{id}/{seal}`: streamed, never whole in memory.
pub(super) async fn medium(
    State(site): State<Arc<Site>>,
    visitor: Option<Visitor>,
    Path((id, seal)): Path<(String, String)>,
) -> Response {
    let not_found = || (StatusCode::NOT_FOUND, "There is nothing here.\n").into_response();
    let (Some(visitor), Ok(id), Some(store)) = (visitor, MediaId::parse(id), &site.media) else { return not_found() };
    if !site.addresses.is_of(&visitor, &id, &seal) {
        return not_found();
    }
    let blob = match store.open(&id).await {
        Ok(Some(blob)) => blob,
        Ok(None) => return not_found(),
        Err(error) => {
            tracing::error!(%id, error = %super::answer::chain(&error), "a medium can't be read");
            return (StatusCode::INTERNAL_SERVER_ERROR, "This can't be read right now.\n").into_response();
        }
    };
    let bytes = futures_util::stream::unfold(blob.bytes, async |mut bytes| {
        let mut chunk = Vec::with_capacity(CHUNK);
        match bytes.read_buf(&mut chunk).await {
            Ok(0) => None,
            Ok(_) => Some((Ok(chunk), bytes)),
            Err(error) => Some((Err(error), bytes)),
        }
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(blob.content_type)),
        (header::CONTENT_LENGTH, HeaderValue::from(blob.size)),
        // What is named by its content never changes; nobody but this visitor may keep it.
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    ];
    (headers, Body::from_stream(bytes)).into_response()
}

const CHUNK: usize = 64 * 1024;
