//! ComfyUI's HTTP and websocket API.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::extract::{Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::sync::mpsc::unbounded_channel;

use super::check::refusal;
use super::nodes::Class;
use super::world::World;

type Ours = State<Arc<World>>;

pub(super) fn routes(world: Arc<World>) -> Router {
    Router::new()
        .route("/prompt", post(prompt))
        .route("/queue", get(queue).post(change_queue))
        .route("/history/{id}", get(history))
        .route("/history", post(change_history))
        .route("/interrupt", post(interrupt))
        .route("/view", get(view))
        .route("/upload/image", post(upload))
        .route("/object_info/{class}", get(info))
        .route("/ws", get(socket))
        .with_state(world)
}

async fn prompt(State(world): Ours, Json(body): Json<Map<String, Value>>) -> Response {
    let refuse = |body: Value| (StatusCode::BAD_REQUEST, Json(body)).into_response();
    let whole = |kind: &str, message: &str| {
        let error = json!({ "type": kind, "message": message, "details": message, "extra_info": {} });
        refuse(json!({ "error": error, "node_errors": {} }))
    };
    let known = ["prompt", "client_id", "prompt_id", "extra_data", "number", "front", "partial_execution_targets"];
    if let Some(field) = body.keys().find(|field| !known.contains(&field.as_str())) {
        return whole("unknown_field", &format!("There is no field {field}"));
    }
    let Some(graph) = body.get("prompt") else { return whole("no_prompt", "No prompt provided") };
    if let Some(errors) = world.look(|state| refusal(graph, &state.uploads)) {
        return refuse(errors);
    }
    let text = |field: &str| body.get(field).and_then(Value::as_str).map(str::to_owned);
    let Some(id) = text("prompt_id") else { return whole("no_id", "This emulator chooses no ids") };
    let number = world.queue(id.clone(), graph.clone(), text("client_id"));
    Json(json!({ "prompt_id": id, "number": number, "node_errors": {} })).into_response()
}

async fn queue(State(world): Ours) -> Json<Value> {
    world.look(|state| {
        let running: Vec<Value> = state.running.iter().map(|job| job.entry()).collect();
        let pending: Vec<Value> = state.pending.iter().map(|job| job.entry()).collect();
        Json(json!({ "queue_running": running, "queue_pending": pending }))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    #[serde(default)]
    clear: bool,
    #[serde(default)]
    delete: Vec<String>,
}

async fn change_queue(State(world): Ours, Json(Change { clear, delete }): Json<Change>) {
    world.change(|state| state.pending.retain(|job| !clear && !delete.contains(&job.id)));
    world.tell_queue();
}

async fn history(State(world): Ours, Path(id): Path<String>) -> Json<Value> {
    let past = world.look(|state| state.history.get(&id).cloned());
    Json(past.map_or_else(|| json!({}), |past| json!({ id: past })))
}

async fn change_history(State(world): Ours, Json(Change { clear, delete }): Json<Change>) {
    world.change(|state| state.history.retain(|id, _| !clear && !delete.contains(id)));
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Interrupt {
    prompt_id: Option<String>,
}

async fn interrupt(State(world): Ours, Json(Interrupt { prompt_id }): Json<Interrupt>) {
    world.change(|state| {
        if let Some(running) = &state.running {
            state.is_interrupted |= prompt_id.is_none_or(|id| id == running.id);
        }
    });
}

#[derive(Deserialize)]
struct View {
    filename: String,
    #[serde(default)]
    subfolder: String,
    #[serde(rename = "type", default)]
    folder: String,
}

async fn view(State(world): Ours, Query(View { filename, subfolder, folder }): Query<View>) -> Response {
    if filename.starts_with('/') || filename.contains("..") || folder != "output" {
        return StatusCode::BAD_REQUEST.into_response();
    }
    match world.look(|state| state.drawn.get(&format!("{subfolder}/{filename}")).cloned()) {
        Some(bytes) => ([(CONTENT_TYPE, "image/png")], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn upload(State(world): Ours, mut form: Multipart) -> Result<Json<Value>, StatusCode> {
    let (mut fields, mut file) = (HashMap::new(), None);
    while let Some(field) = form.next_field().await.map_err(|_| StatusCode::BAD_REQUEST)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "image" {
            let filename = field.file_name().unwrap_or_default().to_owned();
            file = Some((filename, field.bytes().await.map_err(|_| StatusCode::BAD_REQUEST)?));
        } else if ["type", "subfolder", "overwrite"].contains(&name.as_str()) {
            fields.insert(name, field.text().await.map_err(|_| StatusCode::BAD_REQUEST)?);
        } else {
            return Err(StatusCode::BAD_REQUEST);
        }
    }
    let (name, bytes) = file.filter(|(name, _)| !name.is_empty()).ok_or(StatusCode::BAD_REQUEST)?;
    let folder = fields.remove("subfolder").unwrap_or_default();
    if name.contains("..") || name.contains('/') || folder.contains("..") {
        return Err(StatusCode::BAD_REQUEST);
    }
    let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
    world.change(|state| state.uploads.insert(path, bytes.to_vec()));
    Ok(Json(json!({ "name": name, "subfolder": folder, "type": "input" })))
}

async fn info(Path(class): Path<String>) -> Json<Value> {
    Json(Class::named(&class).map_or_else(|| json!({}), |known| json!({ class: known.info() })))
}

#[derive(Deserialize)]
struct Client {
    #[serde(rename = "clientId")]
    id: String,
}

async fn socket(State(world): Ours, Query(Client { id }): Query<Client>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| talk(world, id, socket))
}

/// Sends what there is to tell, until either side closes.
async fn talk(world: Arc<World>, client: String, mut socket: WebSocket) {
    let (sender, mut messages) = unbounded_channel();
    let hello = world.change(|state| {
        // As with the real one, a newer socket of the same client takes over.
        state.sockets.insert(client.clone(), sender.clone());
        state.status(Some(&client))
    });
    if socket.send(axum::extract::ws::Message::Text(hello.to_string().into())).await.is_err() {
        return;
    }
    // Only the entry above keeps the channel open: when it is removed, the connection ends.
    let own = sender.downgrade();
    drop(sender);
    loop {
        tokio::select! {
            message = messages.recv() => match message {
                Some(message) => if socket.send(message).await.is_err() { break },
                None => return,
            },
            heard = socket.recv() => match heard {
                Some(Ok(_)) => {}
                Some(Err(_)) | None => break,
            },
        }
    }
    world.change(|state| {
        // Unless it was taken over.
        if own.upgrade().is_some_and(|own| state.sockets.get(&client).is_some_and(|known| known.same_channel(&own))) {
            state.sockets.remove(&client);
        }
    });
}
