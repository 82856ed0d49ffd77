//! The emulator's side of HTTP.

use std::io;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{Request, Response, StatusCode};
use futures_util::{StreamExt, stream};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::{Duration, sleep};

use crate::answer::{Outcome, Refusal, Success};
use crate::fault::{self, FaultKind};
use crate::ids::ChatId;
use crate::log::Call;
use crate::methods;
use crate::parameters::Parameters;
use crate::world::{Shared, World};

/// Takes connections until it is dropped, and all of them with it.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                // An answer is small: it must not wait for more.
                let _ = stream.set_nodelay(true);
                let shared = shared.clone();
                let service = service_fn(move |request| answer(shared.clone(), request));
                connections.spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn answer(shared: Arc<Shared>, request: Request<Incoming>) -> io::Result<Response<Body>> {
    let path = request.uri().path().to_owned();
    let file = path.strip_prefix("/file/bot").and_then(|rest| rest.split_once('/'));
    if let Some((token, path)) = file {
        return Ok(download(&shared, token, path));
    }
    let Some((token, method)) = path.strip_prefix("/bot").and_then(|rest| rest.rsplit_once('/')) else {
        return Ok(whole(404, &Refusal::not_found().body()));
    };
    if token != shared.token {
        return Ok(whole(401, &Refusal::unauthorized().body()));
    }
    let parameters = match Parameters::read(request.map(Body::new)).await {
        Ok(parameters) => parameters,
        Err(refusal) => return Ok(whole(refusal.code, &refusal.body())),
    };
    call(&shared, &method.to_lowercase(), parameters).await
}

fn download(shared: &Shared, token: &str, path: &str) -> Response<Body> {
    if token != shared.token {
        return whole(401, &Refusal::unauthorized().body());
    }
    let world = shared.world();
    match world.files.fetch(path, world.clock.now()) {
        Some(bytes) => Response::new(Body::from(bytes.to_vec())),
        None => whole(404, &Refusal::not_found().body()),
    }
}

/// One call, with the fault that meets it.
async fn call(shared: &Arc<Shared>, method: &str, parameters: Parameters) -> io::Result<Response<Body>> {
    let (number, fault) = begin(shared, method, &parameters);
    let answered = match &fault {
        Some(FaultKind::Html(status)) => {
            let status = *status;
            let page =
                format!("<html>\r\n<head><title>{status}</title></head>\r\n<body>{status}</body>\r\n</html>\r\n");
            finish(shared, number, status, Value::Null);
            return Ok(respond(status, "text/html", Body::from(page)));
        }
        Some(FaultKind::Before) => {
            finish(shared, number, 0, Value::Null);
            return Err(io::Error::other("closed before the effect"));
        }
        Some(FaultKind::TooMany(seconds)) => Err(Refusal::too_many(*seconds)),
        Some(FaultKind::Refused(code, description)) => Err(Refusal::new(*code, description)),
        _ => methods::call(shared, method, &parameters).await,
    };
    let (status, body) = written(&answered);
    let is_lost = matches!(fault, Some(FaultKind::After));
    finish(shared, number, if is_lost { 0 } else { status }, body.clone());
    match fault {
        Some(FaultKind::After) => Err(io::Error::other("closed after the effect")),
        Some(FaultKind::Half) => Ok(half(status, &body.to_string())),
        Some(FaultKind::Late(time)) => {
            sleep(time).await;
            Ok(whole(status, &body))
        }
        _ => Ok(whole(status, &body)),
    }
}

/// A call that came as the answer of a webhook.
pub(crate) async fn call_from_webhook(shared: &Arc<Shared>, method: &str, parameters: Parameters) {
    let number = log(&mut shared.world(), method, &parameters, None);
    let (status, body) = written(&methods::call(shared, method, &parameters).await);
    finish(shared, number, status, body);
}

fn begin(shared: &Shared, method: &str, parameters: &Parameters) -> (usize, Option<FaultKind>) {
    let mut world = shared.world();
    let fault = fault::take(&mut world.faults, method, parameters.integer("chat_id"));
    let number = log(&mut world, method, parameters, fault.as_ref());
    drop(world);
    shared.called.send_replace(());
    (number, fault)
}

/// Writes the call down; its number.
fn log(world: &mut World, method: &str, parameters: &Parameters, fault: Option<&FaultKind>) -> usize {
    let number = world.calls.len() + 1;
    let at = world.clock.now();
    world.calls.push(Call {
        number,
        at,
        method: method.to_owned(),
        chat: parameters.integer("chat_id").map(ChatId),
        parameters: parameters.logged(),
        status: 0,
        answer: Value::Null,
        fault: fault.map(|fault| format!("{fault:?}")),
    });
    number
}

fn finish(shared: &Shared, number: usize, status: u16, answer: Value) {
    let mut world = shared.world();
    let call = &mut world.calls[number - 1];
    (call.status, call.answer) = (status, answer);
    drop(world);
    shared.called.send_replace(());
}

fn written(outcome: &Outcome) -> (u16, Value) {
    match outcome {
        Ok(success) => (200, Success::body(success)),
        Err(refusal) => (refusal.code, refusal.body()),
    }
}

fn whole(status: u16, body: &Value) -> Response<Body> {
    respond(status, "application/json", Body::from(body.to_string()))
}

/// Promises the whole body, and breaks after half of it.
fn half(status: u16, body: &str) -> Response<Body> {
    let first = Bytes::copy_from_slice(&body.as_bytes()[..body.len() / 2]);
    let first = stream::once(async { Ok::<_, io::Error>(first) });
    // The first half must be on its way before the connection breaks.
    let broken = stream::once(async {
        sleep(Duration::from_millis(30)).await;
        Err(io::Error::other("cut in the middle"))
    });
    let mut response = respond(status, "application/json", Body::from_stream(first.chain(broken)));
    response.headers_mut().insert(CONTENT_LENGTH, body.len().into());
    response
}

fn respond(status: u16, kind: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, axum::http::HeaderValue::from_static(kind));
    response
}
