//! The calls of ComfyUI's HTTP API.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::multipart::{Form, Part};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::graph::SAVE;
use crate::error::RemoteError;
use crate::http::{Server, Told, plain};

#[derive(Debug, Clone)]
pub(super) struct Api {
    pub(super) server: Server,
    pub(super) timeout: Duration,
}

/// Where a job is.
#[derive(Debug)]
pub(super) enum Found {
    /// The server does not know it.
    Absent,
    Waiting,
    Running,
    Over(Ending),
}

/// What became of a job.
#[derive(Debug)]
pub(super) enum Ending {
    Drawn(Vec<File>),
    Failed(String),
    Interrupted,
}

/// A file of the server.
#[derive(Debug, Deserialize)]
pub(super) struct File {
    filename: String,
    #[serde(default)]
    subfolder: String,
    #[serde(rename = "type")]
    folder: String,
}

/// A job in the lists of a queue: number, id, graph, and more that depends on the version.
type Entry = Vec<Value>;

#[derive(Deserialize)]
struct Queue {
    queue_running: Vec<Entry>,
    queue_pending: Vec<Entry>,
}

#[derive(Deserialize)]
struct Past {
    #[serde(default)]
    outputs: BTreeMap<String, Output>,
    status: Option<Status>,
}

#[derive(Deserialize)]
struct Output {
    #[serde(default)]
    images: Vec<File>,
}

#[derive(Deserialize)]
struct Status {
    status_str: String,
    #[serde(default)]
    messages: Vec<(String, Value)>,
}

impl Api {
    /// Where the job is. The queue is asked first: a job that leaves it is in the history by then.
    pub(super) async fn find(&self, job: Uuid) -> Result<Found, RemoteError> {
        let queue = self.queue().await?;
        if queue.queue_running.iter().any(|entry| is(entry, job)) {
            return Ok(Found::Running);
        }
        if queue.queue_pending.iter().any(|entry| is(entry, job)) {
            return Ok(Found::Waiting);
        }
        let url = self.server.at(&["history", &job.to_string()]);
        let answer = self.server.ask(self.server.client.get(url), self.timeout).await?;
        let mut past: BTreeMap<String, Past> = self.server.json(answer).await?;
        Ok(past.remove(&job.to_string()).map_or(Found::Absent, |past| Found::Over(past.ending())))
    }

    async fn queue(&self) -> Result<Queue, RemoteError> {
        let answer = self.server.ask(self.server.client.get(self.server.at(&["queue"])), self.timeout).await?;
        self.server.json(answer).await
    }

    /// Puts the graph in the queue.
    pub(super) async fn queue_up(&self, job: Uuid, graph: &Map<String, Value>) -> Result<(), RemoteError> {
        let body = json!({ "prompt": graph, "client_id": job, "prompt_id": job });
        let request = self.server.client.post(self.server.at(&["prompt"])).json(&body);
        let answer = self.server.send(request, self.timeout).await?;
        if !answer.status().is_success() {
            return Err(self.server.refusal(answer, told).await);
        }
        #[derive(Deserialize)]
        struct Queued {
            prompt_id: String,
        }
        let Queued { prompt_id } = self.server.json(answer).await?;
        if prompt_id != job.to_string() {
            // Older versions choose the id themselves: nothing could be found again.
            self.take_back_named(&prompt_id).await?;
            let message = "this ComfyUI is too old: it does not take the ids that it is given".to_owned();
            return Err(RemoteError::Settings { message });
        }
        Ok(())
    }

    /// Takes the job out of the queue, or stops it if it runs; others are left alone.
    pub(super) async fn take_back(&self, job: Uuid) -> Result<(), RemoteError> {
        self.take_back_named(&job.to_string()).await
    }

    async fn take_back_named(&self, job: &str) -> Result<(), RemoteError> {
        self.post("queue", &json!({ "delete": [job] })).await?;
        let running = self.queue().await?.queue_running;
        if running.iter().any(|entry| entry.get(1).and_then(Value::as_str) == Some(job)) {
            self.post("interrupt", &json!({ "prompt_id": job })).await?;
        }
        Ok(())
    }

    /// Lets the server forget what became of the job.
    pub(super) async fn forget(&self, job: Uuid) -> Result<(), RemoteError> {
        self.post("history", &json!({ "delete": [job] })).await
    }

    async fn post(&self, path: &str, body: &Value) -> Result<(), RemoteError> {
        self.server.ask(self.server.client.post(self.server.at(&[path])).json(body), self.timeout).await.map(drop)
    }

    /// Uploads a picture; what nodes call it.
    pub(super) async fn upload(&self, bytes: &[u8]) -> Result<String, RemoteError> {
        let name = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let part = Part::bytes(bytes.to_vec()).file_name(format!("{name}.{}", extension(bytes)));
        let form = Form::new()
            .part("image", part)
            .text("type", "input")
            .text("subfolder", "flows")
            // The name is that of the contents: what is overwritten is the same.
            .text("overwrite", "true");
        let request = self.server.client.post(self.server.at(&["upload", "image"])).multipart(form);
        #[derive(Deserialize)]
        struct Kept {
            name: String,
            subfolder: String,
        }
        let answer = self.server.ask(request, self.timeout).await?;
        let Kept { name, subfolder } = self.server.json(answer).await?;
        Ok(if subfolder.is_empty() { name } else { format!("{subfolder}/{name}") })
    }

    /// The bytes of a file; None if it is gone.
    pub(super) async fn view(&self, file: &File) -> Result<Option<Vec<u8>>, RemoteError> {
        let mut url = self.server.at(&["view"]);
        url.query_pairs_mut().extend_pairs([
            ("filename", &file.filename),
            ("subfolder", &file.subfolder),
            ("type", &file.folder),
        ]);
        match self.server.ask(self.server.client.get(url), self.timeout).await {
            Ok(answer) => Ok(Some(self.server.bytes(answer).await?)),
            Err(RemoteError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The values that an input of a node can have.
    pub(super) async fn choices(&self, class: &str, input: &str) -> Result<Vec<String>, RemoteError> {
        let url = self.server.at(&["object_info", class]);
        let answer = self.server.ask(self.server.client.get(url), self.timeout).await?;
        let info: Value = self.server.json(answer).await?;
        let input = info.pointer(&format!("/{class}/input/required/{input}"));
        // Newer nodes say `["COMBO", {"options": [...]}]`.
        let values = input.and_then(|input| {
            input.get(0).and_then(Value::as_array).or_else(|| input.pointer("/1/options").and_then(Value::as_array))
        });
        let values = values.ok_or_else(|| self.server.garbled(format!("no choices for {class}")))?;
        Ok(values.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }
}

impl Past {
    fn ending(mut self) -> Ending {
        let images = self.outputs.remove(SAVE).map(|output| output.images).unwrap_or_default();
        let Some(status) = self.status else { return Ending::Drawn(images) };
        if status.status_str == "success" {
            return Ending::Drawn(images);
        }
        let said = |wanted: &str| status.messages.iter().find(|(event, _)| event == wanted).map(|(_, data)| data);
        if said("execution_interrupted").is_some() {
            return Ending::Interrupted;
        }
        let text = |data: &Value, field: &str| data.get(field).and_then(Value::as_str).unwrap_or("?").trim().to_owned();
        Ending::Failed(match said("execution_error") {
            Some(data) => format!("{} at {}", text(data, "exception_message"), text(data, "node_type")),
            None => "it does not say why".to_owned(),
        })
    }
}

fn is(entry: &Entry, job: Uuid) -> bool {
    entry.get(1).and_then(Value::as_str).is_some_and(|id| Uuid::try_parse(id) == Ok(job))
}

fn extension(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => "jpg",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "webp",
        _ => "png",
    }
}

/// What ComfyUI says about a graph that it refuses: of each node what is wrong with it.
fn told(body: &str) -> Told {
    #[derive(Deserialize)]
    struct Refused {
        error: Value,
        #[serde(default)]
        node_errors: Value,
    }
    let Ok(refused) = serde_json::from_str::<Refused>(body) else { return plain(body) };
    let text = |value: &Value, field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut message = refused.error.as_str().map_or_else(|| text(&refused.error, "message"), str::to_owned);
    for node in refused.node_errors.as_object().into_iter().flat_map(Map::values) {
        for error in node.get("errors").and_then(Value::as_array).into_iter().flatten() {
            let class = text(node, "class_type");
            message.push_str(&format!("; {class}: {}, {}", text(error, "message"), text(error, "details")));
        }
    }
    Told { message, is_policy: false, is_final: false }
}
