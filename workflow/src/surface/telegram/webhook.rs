//! Updates that Telegram brings by itself: answered when they are kept, and not when they are worked off.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;

use super::bot::Bot;
use super::intake::take_in;
use super::transport::{Call, CallError};
use super::update::KINDS;
use crate::surface::SurfaceError;

/// Where Telegram brings updates to.
#[derive(Debug, Clone)]
pub struct Webhook {
    address: String,
    listen: String,
}

/// The header that says that it is Telegram who brings them.
const SECRET: &str = "x-telegram-bot-api-secret-token";
/// The largest update, in bytes.
const LARGEST: usize = 1024 * 1024;

impl Webhook {
    /// Telegram reaches it at `address`, as `https://bot.example/telegram`; a proxy that ends TLS brings the path of that to
    /// `listen`, as `127.0.0.1:8443`.
    pub fn new(address: impl Into<String>, listen: impl Into<String>) -> Self {
        Self { address: address.into(), listen: listen.into() }
    }

    pub(super) async fn open(&self) -> Result<TcpListener, SurfaceError> {
        let failed = |error| SurfaceError::new(format!("can't listen on {}", self.listen), error);
        TcpListener::bind(&self.listen).await.map_err(failed)
    }

    fn path(&self) -> String {
        let after = self.address.split_once("://").map_or(self.address.as_str(), |(_, rest)| rest);
        after.split_once('/').map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}"))
    }

    /// Tells Telegram where to bring updates.
    pub(super) async fn register(&self, bot: &Bot, secret: &str) -> Result<(), CallError> {
        let parameters = json!({ "url": self.address, "secret_token": secret, "allowed_updates": KINDS });
        bot.ask(Call::new("setWebhook", parameters)).await.map(drop)
    }

    /// Takes updates until it is dropped.
    pub(super) async fn serve(
        &self,
        bot: &Arc<Bot>,
        listener: TcpListener,
        secret: String,
    ) -> Result<(), SurfaceError> {
        let state = Arc::new(Taking { bot: Arc::clone(bot), secret: Sha256::digest(secret).into() });
        let router =
            Router::new().route(&self.path(), post(take)).layer(DefaultBodyLimit::max(LARGEST)).with_state(state);
        axum::serve(listener, router).await.map_err(|error| SurfaceError::new("the webhook has ended", error))
    }
}

struct Taking {
    bot: Arc<Bot>,
    /// Of the secret: to compare the sums tells nothing of it by the time it takes.
    secret: [u8; 32],
}

async fn take(State(taking): State<Arc<Taking>>, headers: HeaderMap, Json(update): Json<Value>) -> StatusCode {
    let told = headers.get(SECRET).map(|secret| Sha256::digest(secret.as_bytes()));
    if told.is_none_or(|told| told[..] != taking.secret) {
        return StatusCode::UNAUTHORIZED;
    }
    match take_in(&taking.bot, vec![update]).await {
        Ok(()) => StatusCode::OK,
        Err(error) => {
            // Telegram brings it again.
            tracing::error!(%error, "an update is not kept");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
