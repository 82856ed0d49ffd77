//! The HTTP trainer.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex};

use axum::extract::{DefaultBodyLimit, Multipart, Path, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use hmac::{Hmac, Mac};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::server::Server;

/// An emulator of the trainer that `flows_remote::trainer` defines.
///
/// Jobs stay `queued` until a test moves them on; nothing is trained.
pub struct Trainer {
    server: Server,
    shared: Arc<Shared>,
    secret: String,
}

struct Shared {
    key: String,
    jobs: Mutex<BTreeMap<String, Job>>,
}

struct Job {
    wanted: Wanted,
    set: Vec<u8>,
    state: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    key: String,
    name: String,
    trigger: String,
    kind: String,
    webhook: Option<String>,
}

impl Trainer {
    /// Starts it; it takes this key, and signs notices with this secret.
    pub async fn start(key: &str, secret: &str) -> Self {
        let shared = Arc::new(Shared { key: key.to_owned(), jobs: Mutex::default() });
        let routes = Router::new()
            .route("/jobs", post(begin))
            .route("/jobs/{key}", get(look).delete(cancel))
            .layer(DefaultBodyLimit::max(64 << 20))
            .layer(from_fn_with_state(shared.clone(), authorize))
            .with_state(shared.clone());
        Self { server: Server::start(routes).await, shared, secret: secret.to_owned() }
    }

    /// The keys of the jobs that it has.
    pub fn jobs(&self) -> Vec<String> {
        self.shared.jobs.lock().unwrap().keys().cloned().collect()
    }

    /// The data set of a job, as it came.
    pub fn set(&self, key: &str) -> Vec<u8> {
        self.shared.jobs.lock().unwrap()[key].set.clone()
    }

    /// A job is trained, up to this part.
    pub fn run(&self, key: &str, part: f32) {
        self.change(key, json!({ "state": "running", "part": part, "lora": null, "message": "training" }));
    }

    /// A job is done, and this is its LoRA.
    pub fn finish(&self, key: &str, lora: &str) {
        self.change(key, json!({ "state": "done", "part": 1.0, "lora": lora, "message": null }));
    }

    /// A job has failed.
    pub fn fail(&self, key: &str, message: &str) {
        self.change(key, json!({ "state": "failed", "part": 0.0, "lora": null, "message": message }));
    }

    /// Forgets all jobs.
    pub fn restart(&self) {
        self.shared.jobs.lock().unwrap().clear();
    }

    fn change(&self, key: &str, state: Value) {
        self.shared.jobs.lock().unwrap().get_mut(key).expect("there is such a job").state = state;
    }

    /// The notice of a job as it stands: the header `X-Flows-Signature`, and the body.
    pub fn notice(&self, key: &str) -> (String, String) {
        let mut body = self.shared.jobs.lock().unwrap()[key].state.clone();
        body["key"] = json!(key);
        let body = body.to_string();
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).expect("any length will do");
        mac.update(body.as_bytes());
        let digits: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        (format!("sha256={digits}"), body)
    }

    /// Posts the notice of a job to its webhook; the status that was answered.
    pub async fn notify(&self, key: &str) -> u16 {
        let url = self.shared.jobs.lock().unwrap()[key].wanted.webhook.clone().expect("the job has a webhook");
        let (signature, body) = self.notice(key);
        let request = crate::server::client().post(url).header("X-Flows-Signature", signature);
        let sent = request.header("Content-Type", "application/json").body(body).send().await;
        sent.expect("the webhook answers").status().as_u16()
    }
}

impl Deref for Trainer {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

fn refuse(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}

async fn authorize(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let given = request.headers().get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if given == format!("Bearer {}", shared.key) {
        return next.run(request).await;
    }
    refuse(StatusCode::UNAUTHORIZED, "wrong key")
}

async fn begin(State(shared): State<Arc<Shared>>, form: Multipart) -> Response {
    let (wanted, set) = match read(form).await {
        Ok(read) => read,
        Err(message) => return refuse(StatusCode::BAD_REQUEST, &message),
    };
    let mut jobs = shared.jobs.lock().unwrap();
    if let Some(job) = jobs.get(&wanted.key) {
        return Json(job.state.clone()).into_response();
    }
    let state = json!({ "state": "queued", "part": 0.0, "lora": null, "message": null });
    jobs.insert(wanted.key.clone(), Job { wanted, set, state: state.clone() });
    (StatusCode::ACCEPTED, Json(state)).into_response()
}

async fn read(mut form: Multipart) -> Result<(Wanted, Vec<u8>), String> {
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|error| error.to_string())? {
        let name = field.name().unwrap_or_default().to_owned();
        let kind = field.content_type().unwrap_or_default().to_owned();
        parts.push((name, kind, field.bytes().await.map_err(|error| error.to_string())?.to_vec()));
    }
    let [(job, json, wanted), (set, zip, bytes)] = parts.as_slice() else {
        return Err("there are two parts".to_owned());
    };
    if (job.as_str(), json.as_str(), set.as_str(), zip.as_str())
        != ("job", "application/json", "set", "application/zip")
    {
        return Err("the parts are job and set, of their types".to_owned());
    }
    let wanted: Wanted = serde_json::from_slice(wanted).map_err(|error| error.to_string())?;
    let fits = |symbol: char| symbol.is_ascii_alphanumeric() || "-_".contains(symbol);
    if !(1..=128).contains(&wanted.key.len()) || !wanted.key.chars().all(fits) {
        return Err("key: 1 to 128 of letters, digits, - and _".to_owned());
    }
    if wanted.name.is_empty() || wanted.trigger.is_empty() {
        return Err("name and trigger are not empty".to_owned());
    }
    if !["style", "subject"].contains(&wanted.kind.as_str()) {
        return Err("kind: style or subject".to_owned());
    }
    if wanted.webhook.as_ref().is_some_and(|url| !url.starts_with("http")) {
        return Err("webhook: an address".to_owned());
    }
    if !bytes.starts_with(b"PK") {
        return Err("set: no zip".to_owned());
    }
    Ok((wanted, bytes.clone()))
}

async fn look(State(shared): State<Arc<Shared>>, Path(key): Path<String>) -> Response {
    match shared.jobs.lock().unwrap().get(&key) {
        Some(job) => Json(job.state.clone()).into_response(),
        None => refuse(StatusCode::NOT_FOUND, "no such job"),
    }
}

async fn cancel(State(shared): State<Arc<Shared>>, Path(key): Path<String>) -> StatusCode {
    shared.jobs.lock().unwrap().remove(&key);
    StatusCode::NO_CONTENT
}
