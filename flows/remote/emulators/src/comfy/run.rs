//! Running jobs, one at a time.

use std::sync::Arc;

use axum::extract::ws::Message;
use serde_json::{Map, Value, json};
use tokio::task::yield_now;

use super::paint::{pictures, png};
use super::world::{Job, World};

pub(super) async fn run(world: Arc<World>) {
    loop {
        let changed = world.changed.notified();
        let next = world.look(|state| !state.pending.is_empty());
        if !next {
            changed.await;
            continue;
        }
        let job = world.change(|state| {
            let job = state.pending.remove(0);
            state.running = Some(job.clone());
            state.begun.push(job.id.clone());
            state.is_interrupted = false;
            job
        });
        world.tell_queue();
        let past = Run { world: &world, job: &job, messages: Vec::new(), outputs: Map::new() }.go().await;
        world.change(|state| {
            state.running = None;
            state.history.insert(job.id.clone(), past);
        });
        world.tell_queue();
        world.tell(job.client.as_deref(), "executing", json!({ "node": null, "prompt_id": job.id }));
    }
}

struct Run<'a> {
    world: &'a World,
    job: &'a Job,
    messages: Vec<Value>,
    outputs: Map<String, Value>,
}

enum Stop {
    Interrupted,
    Failed(String),
}

impl Run<'_> {
    /// What the history tells of it.
    async fn go(mut self) -> Value {
        let graph = &self.job.graph;
        self.note("execution_start", json!({}));
        self.note("execution_cached", json!({ "nodes": [] }));
        let mut executed: Vec<String> = Vec::new();
        let mut stopped = false;
        for id in order(graph) {
            let class = graph[&id]["class_type"].as_str().unwrap_or_default().to_owned();
            match self.node(&id, &class).await {
                Ok(()) => executed.push(id),
                Err(stop) => {
                    let mut data = json!({ "node_id": id, "node_type": class, "executed": executed });
                    let kind = match stop {
                        Stop::Interrupted => "execution_interrupted",
                        Stop::Failed(message) => {
                            data["exception_message"] = json!(message);
                            data["exception_type"] = json!("RuntimeError");
                            data["traceback"] = json!([]);
                            data["current_inputs"] = json!({});
                            data["current_outputs"] = json!([]);
                            "execution_error"
                        }
                    };
                    self.note(kind, data);
                    stopped = true;
                    break;
                }
            }
        }
        if !stopped {
            self.note("execution_success", json!({}));
        }
        let status = json!({
            "status_str": if stopped { "error" } else { "success" },
            "completed": !stopped,
            "messages": self.messages,
        });
        json!({ "prompt": self.job.entry(), "outputs": self.outputs, "status": status, "meta": {} })
    }

    async fn node(&mut self, id: &str, class: &str) -> Result<(), Stop> {
        let (world, client) = (self.world, self.job.client.as_deref());
        self.tell("executing", json!({ "node": id, "display_node": id }));
        loop {
            let changed = world.changed.notified();
            if world.look(|state| state.hold.as_deref() != Some(class) || state.is_interrupted) {
                break;
            }
            changed.await;
        }
        self.check()?;
        let failure = world.change(|state| state.fail.take_if(|(at, _)| at == class));
        if let Some((_, message)) = failure {
            return Err(Stop::Failed(message));
        }
        let inputs = &self.job.graph[id]["inputs"];
        match class {
            "LoadImage" => {
                let file = world.look(|state| state.uploads[inputs["image"].as_str().unwrap_or_default()].clone());
                if image::load_from_memory(&file).is_err() {
                    return Err(Stop::Failed("cannot identify image file".to_owned()));
                }
            }
            "KSampler" => {
                let steps = inputs["steps"].as_u64().unwrap_or(1);
                for step in 1..=steps {
                    tokio::time::sleep(world.look(|state| state.step)).await;
                    yield_now().await;
                    self.check()?;
                    self.tell("progress", json!({ "value": step, "max": steps, "node": id }));
                    let now = json!({ "value": step, "max": steps, "state": "running", "node_id": id });
                    self.tell("progress_state", json!({ "nodes": { id: now } }));
                    let mut preview = vec![0, 0, 0, 1, 0, 0, 0, 2];
                    preview.extend(png(8, 8, step));
                    world.send(client, Message::Binary(preview.into()));
                }
            }
            "SaveImage" => {
                let images = self.save(inputs);
                let output = json!({ "images": images });
                self.tell("executed", json!({ "node": id, "display_node": id, "output": output }));
                self.outputs.insert(id.to_owned(), output);
            }
            _ => yield_now().await,
        }
        Ok(())
    }

    fn save(&self, inputs: &Value) -> Vec<Value> {
        let prefix = inputs["filename_prefix"].as_str().unwrap_or_default();
        let (folder, prefix) = prefix.rsplit_once('/').unwrap_or(("", prefix));
        let drawn = pictures(&self.job.graph, &inputs["images"]);
        self.world.change(|state| {
            drawn
                .into_iter()
                .map(|bytes| {
                    state.files += 1;
                    let name = format!("{prefix}_{:05}_.png", state.files);
                    state.drawn.insert(format!("{folder}/{name}"), bytes);
                    json!({ "filename": name, "subfolder": folder, "type": "output" })
                })
                .collect()
        })
    }

    fn check(&self) -> Result<(), Stop> {
        if self.world.look(|state| state.is_interrupted) { Err(Stop::Interrupted) } else { Ok(()) }
    }

    /// Tells the client, and keeps it for the history.
    fn note(&mut self, kind: &str, data: Value) {
        let data = self.named(data);
        self.messages.push(json!([kind, data]));
        self.world.tell(self.job.client.as_deref(), kind, data);
    }

    fn tell(&self, kind: &str, data: Value) {
        self.world.tell(self.job.client.as_deref(), kind, self.named(data));
    }

    fn named(&self, mut data: Value) -> Value {
        data["prompt_id"] = json!(self.job.id);
        data
    }
}

/// The nodes, each after those that it takes something from.
fn order(graph: &Value) -> Vec<String> {
    fn visit(graph: &Value, id: &str, order: &mut Vec<String>) {
        if order.iter().any(|known| known == id) {
            return;
        }
        for input in graph[id]["inputs"].as_object().into_iter().flat_map(Map::values) {
            if let Some(from) = input.get(0).and_then(Value::as_str) {
                visit(graph, from, order);
            }
        }
        order.push(id.to_owned());
    }
    let mut all = Vec::new();
    for (id, node) in graph.as_object().into_iter().flatten() {
        if node["class_type"] == "SaveImage" {
            visit(graph, id, &mut all);
        }
    }
    all
}
