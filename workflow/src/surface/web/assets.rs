//! What the page loads: built in, from this server alone.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

const ASSETS: [(&str, &str, &[u8]); 7] = [
    ("chat.css", "text/css; charset=utf-8", include_bytes!("static/chat.css")),
    ("chat.js", "text/javascript; charset=utf-8", include_bytes!("static/chat.js")),
    ("attach.js", "text/javascript; charset=utf-8", include_bytes!("static/attach.js")),
    ("htmx.min.js", "text/javascript; charset=utf-8", include_bytes!("static/htmx.min.js")),
    ("sse.js", "text/javascript; charset=utf-8", include_bytes!("static/sse.js")),
    ("idiomorph-ext.min.js", "text/javascript; charset=utf-8", include_bytes!("static/idiomorph-ext.min.js")),
    ("favicon.svg", "image/svg+xml", include_bytes!("static/favicon.svg")),
];

/// `GET /assets/{name}`
pub(super) async fn asset(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|(asset, ..)| *asset == name) {
        Some((_, content_type, bytes)) => {
            let headers = [(header::CONTENT_TYPE, *content_type), (header::CACHE_CONTROL, "public, max-age=300")];
            (headers, *bytes).into_response()
        }
        None => (StatusCode::NOT_FOUND, "There is nothing here.\n").into_response(),
    }
}

/// `GET /api/openapi.json`
pub(super) async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], include_str!("static/openapi.json")).into_response()
}
