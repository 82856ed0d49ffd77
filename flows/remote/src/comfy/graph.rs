//! A drawing as ComfyUI's graph of nodes, in its API format.

use serde_json::{Map, Value, json};

use super::drawing::{ControlAs, Drawing, Nodes};

/// Where the references lie on the server, each as `folder/name`.
#[derive(Debug, Default)]
pub(super) struct Uploaded {
    pub(super) source: Option<String>,
    pub(super) mask: Option<String>,
    pub(super) style: Option<String>,
    pub(super) control: Option<String>,
    pub(super) pose: Option<String>,
}

/// The node whose outputs are the pictures.
pub(super) const SAVE: &str = "save";

/// The node that takes nearly all of the time.
pub(super) const SAMPLER: &str = "sampler";

/// The graph of this drawing; its nodes are named after what they are for.
pub(super) fn graph(drawing: &Drawing, nodes: &Nodes, files: &Uploaded) -> Map<String, Value> {
    let mut graph = Graph::default();
    let loader = graph.add("model", "CheckpointLoaderSimple", json!({ "ckpt_name": drawing.model.0 }));
    let (mut model, mut clip, vae) = (loader.out(0), loader.out(1), loader.out(2));
    if let Some(lora) = &drawing.lora {
        let lora = graph.add(
            "lora",
            "LoraLoader",
            json!({
                "model": model, "clip": clip, "lora_name": lora.name.0,
                "strength_model": decimal(lora.strength), "strength_clip": decimal(lora.strength),
            }),
        );
        (model, clip) = (lora.out(0), lora.out(1));
    }
    let words = json!({ "text": drawing.prompt, "clip": clip });
    let mut positive = graph.add("prompt", "CLIPTextEncode", words).out(0);
    let words = json!({ "text": drawing.negative, "clip": clip });
    let mut negative = graph.add("negative", "CLIPTextEncode", words).out(0);
    if let Some(file) = &files.style {
        positive = style(&mut graph, nodes, file, &positive);
    }
    if let Some(file) = &files.control {
        let mut image = graph.load("control", file);
        if nodes.control_as == ControlAs::Edges {
            let thresholds = json!({ "image": image, "low_threshold": 0.4, "high_threshold": 0.8 });
            image = graph.add("control-edges", "Canny", thresholds).out(0);
        }
        let net = Net { name: "control", file: &nodes.control_net, strength: nodes.control_strength };
        (positive, negative) = net.apply(&mut graph, &image, &positive, &negative);
    }
    if let Some(file) = &files.pose {
        let image = graph.load("pose", file);
        let net = Net { name: "pose", file: &nodes.pose_net, strength: nodes.pose_strength };
        (positive, negative) = net.apply(&mut graph, &image, &positive, &negative);
    }
    let latent = latent(&mut graph, drawing, files, &vae);
    let denoise = if files.source.is_some() { drawing.strength } else { 1.0 };
    let sampler = graph.add(
        SAMPLER,
        "KSampler",
        json!({
            "model": model, "positive": positive, "negative": negative, "latent_image": latent,
            "seed": drawing.seed, "steps": drawing.steps, "cfg": decimal(drawing.cfg), "denoise": decimal(denoise),
            "sampler_name": nodes.sampler, "scheduler": nodes.scheduler,
        }),
    );
    let decoded = graph.add("decode", "VAEDecode", json!({ "samples": sampler.out(0), "vae": vae }));
    graph.add(SAVE, "SaveImage", json!({ "images": decoded.out(0), "filename_prefix": nodes.prefix }));
    graph.0
}

/// The number as it was typed, 0.7 and not 0.699999988079071.
fn decimal(number: f32) -> f64 {
    (f64::from(number) * 1e4).round() / 1e4
}

/// What the sampler begins with.
fn latent(graph: &mut Graph, drawing: &Drawing, files: &Uploaded, vae: &Value) -> Value {
    let (width, height, batch) = (drawing.width, drawing.height, drawing.batch);
    let Some(source) = &files.source else {
        let size = json!({ "width": width, "height": height, "batch_size": batch });
        return graph.add("latent", "EmptyLatentImage", size).out(0);
    };
    let source = graph.load("source", source);
    let pixels = graph.scaled("source-scaled", &source, drawing);
    let latent = match &files.mask {
        None => graph.add("latent", "VAEEncode", json!({ "pixels": pixels, "vae": vae })).out(0),
        Some(mask) => {
            let mask = graph.load("mask", mask);
            let mask = graph.scaled("mask-scaled", &mask, drawing);
            let mask = graph.add("mask-read", "ImageToMask", json!({ "image": mask, "channel": "red" })).out(0);
            if drawing.strength < 1.0 {
                let latent = graph.add("latent", "VAEEncode", json!({ "pixels": pixels, "vae": vae })).out(0);
                graph.add("masked", "SetLatentNoiseMask", json!({ "samples": latent, "mask": mask })).out(0)
            } else {
                let inputs = json!({ "pixels": pixels, "vae": vae, "mask": mask, "grow_mask_by": 6 });
                graph.add("latent", "VAEEncodeForInpaint", inputs).out(0)
            }
        }
    };
    if batch == 1 {
        return latent;
    }
    graph.add("batch", "RepeatLatentBatch", json!({ "samples": latent, "amount": batch })).out(0)
}

fn style(graph: &mut Graph, nodes: &Nodes, file: &str, positive: &Value) -> Value {
    let image = graph.load("style", file);
    let vision = graph.add("style-vision", "CLIPVisionLoader", json!({ "clip_name": nodes.clip_vision })).out(0);
    let seen = json!({ "clip_vision": vision, "image": image, "crop": "center" });
    let seen = graph.add("style-seen", "CLIPVisionEncode", seen).out(0);
    let model = graph.add("style-model", "StyleModelLoader", json!({ "style_model_name": nodes.style_model })).out(0);
    let applied = json!({
        "conditioning": positive, "style_model": model, "clip_vision_output": seen,
        "strength": decimal(nodes.style_strength), "strength_type": "multiply",
    });
    graph.add("style-applied", "StyleModelApply", applied).out(0)
}

/// A control net that a picture is put through.
struct Net<'a> {
    name: &'a str,
    file: &'a str,
    strength: f32,
}

impl Net<'_> {
    fn apply(&self, graph: &mut Graph, image: &Value, positive: &Value, negative: &Value) -> (Value, Value) {
        let loaded = json!({ "control_net_name": self.file });
        let net = graph.add(&format!("{}-net", self.name), "ControlNetLoader", loaded).out(0);
        let inputs = json!({
            "positive": positive, "negative": negative, "control_net": net, "image": image,
            "strength": decimal(self.strength), "start_percent": 0.0, "end_percent": 1.0,
        });
        let applied = graph.add(&format!("{}-applied", self.name), "ControlNetApplyAdvanced", inputs);
        (applied.out(0), applied.out(1))
    }
}

#[derive(Default)]
struct Graph(Map<String, Value>);

/// A node, for links to its outputs.
struct Node(String);

impl Node {
    fn out(&self, slot: u32) -> Value {
        json!([self.0, slot])
    }
}

impl Graph {
    fn add(&mut self, id: &str, class: &str, inputs: Value) -> Node {
        self.0.insert(id.to_owned(), json!({ "class_type": class, "inputs": inputs }));
        Node(id.to_owned())
    }

    fn load(&mut self, id: &str, file: &str) -> Value {
        self.add(id, "LoadImage", json!({ "image": file })).out(0)
    }

    fn scaled(&mut self, id: &str, image: &Value, drawing: &Drawing) -> Value {
        let inputs = json!({
            "image": image, "upscale_method": "lanczos", "crop": "center",
            "width": drawing.width, "height": drawing.height,
        });
        self.add(id, "ImageScale", inputs).out(0)
    }
}
