//! A chat page and a JSON API.

mod answer;
mod api;
mod assets;
mod events;
mod forms;
mod language;
mod limits;
mod markup;
mod media;
mod page;
mod places;
mod server;
mod thread;
mod upload;
mod visitor;

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::routing::{get, post};
use governor::{DefaultKeyedRateLimiter, Quota};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

use super::{Stop, Surface, SurfaceError, trial};
use crate::core::dispatch::BoxFuture;
use crate::core::graph::Graph;
use crate::engine::{Engine, Purpose};
use crate::media::MediaStore;
use limits::Limits;
use media::Addresses;
use places::Places;
use visitor::Visitors;

/// A chat page and a JSON API on one address.
///
/// The page works with the keyboard, on a phone, in the dark and without JavaScript. A visitor is a signed cookie or a
/// bearer token; nothing of a visitor is reachable by another one.
///
/// ```no_run
/// # use workflow::{Builder, media::Folder, surface::web::Web};
/// # async fn run(builder: Builder<()>) -> Result<(), Box<dyn std::error::Error>> {
/// let media = Folder::open("media").await?;
/// let web = Web::bind("127.0.0.1:8080").title("flows").media(media);
/// let engine = builder.surface(web).build().await?;
/// engine.run(workflow::shutdown_signal()).await?;
/// # Ok(()) }
/// ```
pub struct Web {
    address: String,
    title: String,
    about: String,
    media: Option<Arc<dyn MediaStore>>,
    largest_upload: u64,
    limits: Limits,
    secure: Secure,
    listener: Option<TcpListener>,
    bound: watch::Sender<Option<SocketAddr>>,
}

/// Whether the page is reached by HTTPS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Secure {
    No,
    Yes,
}

/// The largest body of a request, in bytes.
const BODY: usize = 64 * 1024;
/// The largest upload, in bytes, unless told.
const LARGEST_UPLOAD: u64 = 20 * 1024 * 1024;
/// How many uploads are taken at once, of all visitors.
const UPLOADS: usize = 64;
/// How many uploads of one visitor are taken at once.
const SENDERS: usize = 4;
/// How many inputs a visitor may send at once, and how many a second after that.
const BURST: NonZeroU32 = NonZeroU32::new(30).unwrap();
const RATE: NonZeroU32 = NonZeroU32::new(10).unwrap();
/// How many of one visitor may read events at once.
const READERS: usize = 8;
/// How long an answer may take, but for events and media.
const ANSWER_TIME: Duration = Duration::from_secs(60);
/// How often visitors who have been quiet are forgotten by the limit of what one may send.
const FORGET_EVERY: Duration = Duration::from_secs(60);
/// No page of ours runs or loads anything that is not ours. `blob:` is a picture that the visitor is about to send.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

impl Web {
    /// Listens on `address`, as `127.0.0.1:8080`; port 0 is any free one.
    pub fn bind(address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            title: "workflow".into(),
            about: "Choose what to do, or write a command.".into(),
            media: None,
            largest_upload: LARGEST_UPLOAD,
            limits: Limits::default(),
            secure: Secure::No,
            listener: None,
            bound: watch::Sender::new(None),
        }
    }

    /// Shows this name at the top of the page.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Shows this sentence to a new visitor.
    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    /// Serves the media that views show from here, and keeps here what visitors send. What they sent and no session took
    /// is removed after a day: so two engines with stores of their own must not keep media in one place.
    #[must_use]
    pub fn media(mut self, media: impl MediaStore) -> Self {
        self.media = Some(Arc::new(media));
        self
    }

    /// Takes files of up to this many bytes, all that are sent at once together; 20 MiB unless told.
    #[must_use]
    pub fn largest_upload(mut self, bytes: u64) -> Self {
        self.largest_upload = bytes;
        self
    }

    /// Marks the cookie `Secure`, for a page that is reached by HTTPS alone, through a proxy.
    #[must_use]
    pub fn https(mut self) -> Self {
        self.secure = Secure::Yes;
        self
    }

    /// The address that it listens on, once it does.
    pub fn address(&self) -> watch::Receiver<Option<SocketAddr>> {
        self.bound.subscribe()
    }
}

impl std::fmt::Debug for Web {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Web").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Surface for Web {
    fn open(&mut self) -> BoxFuture<'_, Result<(), SurfaceError>> {
        Box::pin(async move {
            let failed = |error| SurfaceError::new(format!("can't listen on {}", self.address), error);
            let listener = TcpListener::bind(&self.address).await.map_err(failed)?;
            self.bound.send_replace(listener.local_addr().ok());
            self.listener = Some(listener);
            Ok(())
        })
    }

    fn serve(self: Box<Self>, engine: Engine, stop: Stop) -> BoxFuture<'static, Result<(), SurfaceError>> {
        Box::pin(async move {
            let Some(listener) = self.listener else {
                return Err(SurfaceError::new("the page was not opened", "serve before open"));
            };
            let limits = self.limits;
            let of_one_address = limits.of_one_address_or(self.secure == Secure::Yes);
            let (stopping, stopped) = watch::channel(Stopping::No);
            let site = Arc::new(Site {
                visitors: Visitors::new(engine.secret(Purpose::Visitors), self.secure),
                addresses: Addresses::new(engine.secret(Purpose::Media)),
                title: self.title,
                about: self.about,
                takes_files: self.media.is_some() && takes_files(&engine),
                media: self.media,
                largest_upload: self.largest_upload,
                uploads: Semaphore::new(UPLOADS),
                rate: DefaultKeyedRateLimiter::keyed(Quota::per_second(RATE).allow_burst(BURST)),
                readers: Places::new(READERS),
                senders: Places::new(SENDERS),
                stopped,
                engine,
            });
            let until = async move {
                stop.await;
                stopping.send_replace(Stopping::Yes);
            };
            let forget = {
                let site = Arc::clone(&site);
                async move {
                    let mut every = tokio::time::interval(FORGET_EVERY);
                    loop {
                        every.tick().await;
                        site.rate.retain_recent();
                    }
                }
            };
            let collect = {
                let site = Arc::clone(&site);
                async move {
                    match &site.media {
                        Some(media) => trial::collect(&site.engine, media).await,
                        None => std::future::pending().await,
                    }
                }
            };
            tokio::select! {
                () = server::serve(listener, limits, of_one_address, router(site, limits), until) => Ok(()),
                () = forget => Ok(()),
                () = collect => Ok(()),
            }
        })
    }
}

/// What every handler needs.
struct Site {
    engine: Engine,
    visitors: Visitors,
    addresses: Addresses,
    media: Option<Arc<dyn MediaStore>>,
    /// Whether any workflow takes files, and there is a place for them.
    takes_files: bool,
    /// In bytes.
    largest_upload: u64,
    /// Places for uploads.
    uploads: Semaphore,
    title: String,
    about: String,
    rate: DefaultKeyedRateLimiter<String>,
    /// Who reads events.
    readers: Arc<Places<String>>,
    /// Who sends files.
    senders: Arc<Places<String>>,
    stopped: watch::Receiver<Stopping>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stopping {
    No,
    Yes,
}

fn takes_files(engine: &Engine) -> bool {
    let mut takes = engine.graphs().flat_map(Graph::edges).filter_map(|edge| edge.takes);
    takes.any(|takes| takes.kinds().any(|(kind, _)| kind.is_file()))
}

fn router(site: Arc<Site>, limits: Limits) -> Router {
    let set = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/", get(forms::page))
        .route("/say", post(forms::say))
        .route("/press", post(forms::press))
        .route("/assets/{name}", get(assets::asset))
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(api::ready))
        .route("/api/visitors", post(api::visitors))
        .route("/api/session", get(api::session))
        .route("/api/sessions", get(api::sessions))
        .route("/api/session/journal", get(api::journal))
        .route("/api/openapi.json", get(assets::openapi))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, ANSWER_TIME))
        .merge(
            // A line may be slow; these count what they read by themselves.
            Router::new()
                .route("/send", post(forms::send))
                .route("/api/inputs", post(api::inputs))
                .layer(DefaultBodyLimit::disable())
                .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, limits.upload_time)),
        )
        // These last as long as somebody reads.
        .route("/events", get(events::page))
        .route("/media/{id}/{seal}", get(media::medium))
        .route("/api/session/events", get(events::api))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(RequestBodyTimeoutLayer::new(limits.stall_time))
        .layer(CsrfLayer::new())
        .layer(CatchPanicLayer::new())
        .layer(set(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        // With `no-referrer`, Chromium sends `Origin: null` on plain forms.
        .layer(set(header::REFERRER_POLICY, "same-origin"))
        .layer(set(header::CACHE_CONTROL, "no-store"))
        .layer(set(header::VARY, "cookie, authorization, hx-request"))
        .layer(set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .with_state(site)
}

/// How often progress is told to one reader.
const PROGRESS_EVERY: Duration = Duration::from_millis(150);
