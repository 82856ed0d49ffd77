//! What the emulator knows.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::ws::Message;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinHandle;

use super::run;

pub(super) struct World {
    state: Mutex<State>,
    pub(super) changed: Notify,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) pending: Vec<Job>,
    pub(super) running: Option<Job>,
    pub(super) history: BTreeMap<String, Value>,
    pub(super) begun: Vec<String>,
    pub(super) uploads: BTreeMap<String, Vec<u8>>,
    /// What SaveImage has written, by `folder/name`.
    pub(super) drawn: BTreeMap<String, Vec<u8>>,
    pub(super) sockets: HashMap<String, UnboundedSender<Message>>,
    pub(super) is_interrupted: bool,
    pub(super) hold: Option<String>,
    pub(super) fail: Option<(String, String)>,
    pub(super) step: Duration,
    number: u64,
    others: u64,
    pub(super) files: u64,
    runner: Option<JoinHandle<()>>,
}

#[derive(Clone)]
pub(super) struct Job {
    number: u64,
    pub(super) id: String,
    pub(super) graph: Value,
    pub(super) client: Option<String>,
}

impl Job {
    /// As queues and histories list it.
    pub(super) fn entry(&self) -> Value {
        json!([self.number, self.id, self.graph, { "client_id": self.client }, ["save"]])
    }
}

impl World {
    pub(super) fn start() -> Arc<Self> {
        let world = Arc::new(Self { state: Mutex::default(), changed: Notify::new() });
        world.run();
        world
    }

    fn run(self: &Arc<Self>) {
        let runner = tokio::spawn(run::run(self.clone()));
        if let Some(before) = self.change(|state| state.runner.replace(runner)) {
            before.abort();
        }
    }

    pub(super) fn restart(self: &Arc<Self>) {
        self.change(|state| {
            state.pending.clear();
            state.running = None;
            state.history.clear();
            state.sockets.clear();
            state.is_interrupted = false;
            state.number = 0;
        });
        self.run();
    }

    pub(super) fn end(&self) {
        self.change(|state| {
            state.sockets.clear();
            if let Some(runner) = state.runner.take() {
                runner.abort();
            }
        });
    }

    pub(super) fn look<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.lock().unwrap())
    }

    pub(super) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let changed = change(&mut self.state.lock().unwrap());
        self.changed.notify_waiters();
        changed
    }

    /// Queues a graph that was checked; its number.
    pub(super) fn queue(&self, id: String, graph: Value, client: Option<String>) -> u64 {
        let number = self.change(|state| {
            let number = state.number;
            state.number += 1;
            state.pending.push(Job { number, id, graph, client });
            number
        });
        self.tell_queue();
        number
    }

    pub(super) fn other(&self) -> String {
        let id = self.change(|state| {
            state.others += 1;
            format!("00000000-0000-4000-8000-{:012}", state.others)
        });
        let graph = json!({
            "model": { "class_type": "CheckpointLoaderSimple", "inputs": { "ckpt_name": "sd15.safetensors" } },
            "text": { "class_type": "CLIPTextEncode", "inputs": { "text": "", "clip": ["model", 1] } },
            "latent": { "class_type": "EmptyLatentImage", "inputs": { "width": 64, "height": 64, "batch_size": 1 } },
            "sampler": { "class_type": "KSampler", "inputs": {
                "model": ["model", 0], "seed": 1, "steps": 2, "cfg": 7.0, "sampler_name": "euler",
                "scheduler": "normal", "positive": ["text", 0], "negative": ["text", 0],
                "latent_image": ["latent", 0], "denoise": 1.0,
            } },
            "decode": { "class_type": "VAEDecode", "inputs": { "samples": ["sampler", 0], "vae": ["model", 2] } },
            "save": { "class_type": "SaveImage", "inputs": { "images": ["decode", 0], "filename_prefix": "other" } },
        });
        assert_eq!(super::check::refusal(&graph, &BTreeMap::new()), None);
        self.queue(id.clone(), graph, Some("another-program".to_owned()));
        id
    }

    /// Tells this client only.
    pub(super) fn tell(&self, client: Option<&str>, kind: &str, data: Value) {
        let text = json!({ "type": kind, "data": data }).to_string();
        self.send(client, Message::Text(text.into()));
    }

    pub(super) fn send(&self, client: Option<&str>, message: Message) {
        self.look(|state| {
            if let Some(socket) = client.and_then(|client| state.sockets.get(client)) {
                // A socket that is closed hears nothing.
                let _closed = socket.send(message);
            }
        });
    }

    /// Tells everybody how long the queue is.
    pub(super) fn tell_queue(&self) {
        self.look(|state| {
            for socket in state.sockets.values() {
                let _closed = socket.send(Message::Text(state.status(None).to_string().into()));
            }
        });
    }
}

impl State {
    pub(super) fn status(&self, client: Option<&str>) -> Value {
        let remaining = self.pending.len() + usize::from(self.running.is_some());
        let mut data = json!({ "status": { "exec_info": { "queue_remaining": remaining } } });
        if let Some(client) = client {
            data["sid"] = json!(client);
        }
        json!({ "type": "status", "data": data })
    }
}
