//! The nodes that this ComfyUI has, with their inputs and outputs as the real ones have them.

use serde_json::{Map, Value, json};

/// A class of nodes.
pub(super) struct Class {
    pub(super) name: &'static str,
    pub(super) required: &'static [(&'static str, Kind)],
    pub(super) optional: &'static [(&'static str, Kind)],
    pub(super) outputs: &'static [&'static str],
}

/// What an input takes.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// The output of another node.
    Link(&'static str),
    Whole(u64, u64),
    Number(f64, f64),
    Text,
    Choice(&'static [&'static str]),
    /// A picture that was uploaded.
    Upload,
}

use Kind::{Choice, Link, Number, Text, Upload, Whole};

const SIDE: Kind = Whole(16, 16384);
const UPSCALE: Kind = Choice(&["nearest-exact", "bilinear", "area", "bicubic", "lanczos"]);

pub(super) const CHECKPOINTS: &[&str] = &["sd15.safetensors", "sdxl.safetensors"];
pub(super) const LORAS: &[&str] = &["fox.safetensors"];

const fn class(
    name: &'static str,
    required: &'static [(&'static str, Kind)],
    outputs: &'static [&'static str],
) -> Class {
    Class { name, required, optional: &[], outputs }
}

pub(super) const CLASSES: &[Class] = &[
    class("CheckpointLoaderSimple", &[("ckpt_name", Choice(CHECKPOINTS))], &["MODEL", "CLIP", "VAE"]),
    class(
        "LoraLoader",
        &[
            ("model", Link("MODEL")),
            ("clip", Link("CLIP")),
            ("lora_name", Choice(LORAS)),
            ("strength_model", Number(-100.0, 100.0)),
            ("strength_clip", Number(-100.0, 100.0)),
        ],
        &["MODEL", "CLIP"],
    ),
    class("CLIPTextEncode", &[("text", Text), ("clip", Link("CLIP"))], &["CONDITIONING"]),
    class("EmptyLatentImage", &[("width", SIDE), ("height", SIDE), ("batch_size", Whole(1, 4096))], &["LATENT"]),
    class("LoadImage", &[("image", Upload)], &["IMAGE", "MASK"]),
    class(
        "ImageScale",
        &[
            ("image", Link("IMAGE")),
            ("upscale_method", UPSCALE),
            ("width", Whole(0, 16384)),
            ("height", Whole(0, 16384)),
            ("crop", Choice(&["disabled", "center"])),
        ],
        &["IMAGE"],
    ),
    class(
        "ImageToMask",
        &[("image", Link("IMAGE")), ("channel", Choice(&["red", "green", "blue", "alpha"]))],
        &["MASK"],
    ),
    class("VAEEncode", &[("pixels", Link("IMAGE")), ("vae", Link("VAE"))], &["LATENT"]),
    class(
        "VAEEncodeForInpaint",
        &[("pixels", Link("IMAGE")), ("vae", Link("VAE")), ("mask", Link("MASK")), ("grow_mask_by", Whole(0, 64))],
        &["LATENT"],
    ),
    class("SetLatentNoiseMask", &[("samples", Link("LATENT")), ("mask", Link("MASK"))], &["LATENT"]),
    class("RepeatLatentBatch", &[("samples", Link("LATENT")), ("amount", Whole(1, 64))], &["LATENT"]),
    class(
        "KSampler",
        &[
            ("model", Link("MODEL")),
            ("seed", Whole(0, u64::MAX)),
            ("steps", Whole(1, 10000)),
            ("cfg", Number(0.0, 100.0)),
            ("sampler_name", Choice(&["euler", "euler_ancestral", "dpmpp_2m", "ddim"])),
            ("scheduler", Choice(&["simple", "normal", "karras", "exponential"])),
            ("positive", Link("CONDITIONING")),
            ("negative", Link("CONDITIONING")),
            ("latent_image", Link("LATENT")),
            ("denoise", Number(0.0, 1.0)),
        ],
        &["LATENT"],
    ),
    class("VAEDecode", &[("samples", Link("LATENT")), ("vae", Link("VAE"))], &["IMAGE"]),
    class("SaveImage", &[("images", Link("IMAGE")), ("filename_prefix", Text)], &[]),
    class(
        "Canny",
        &[("image", Link("IMAGE")), ("low_threshold", Number(0.01, 0.99)), ("high_threshold", Number(0.01, 0.99))],
        &["IMAGE"],
    ),
    class(
        "ControlNetLoader",
        &[("control_net_name", Choice(&["control_v11p_sd15_canny.pth", "control_v11p_sd15_openpose.pth"]))],
        &["CONTROL_NET"],
    ),
    Class {
        name: "ControlNetApplyAdvanced",
        required: &[
            ("positive", Link("CONDITIONING")),
            ("negative", Link("CONDITIONING")),
            ("control_net", Link("CONTROL_NET")),
            ("image", Link("IMAGE")),
            ("strength", Number(0.0, 10.0)),
            ("start_percent", Number(0.0, 1.0)),
            ("end_percent", Number(0.0, 1.0)),
        ],
        optional: &[("vae", Link("VAE"))],
        outputs: &["CONDITIONING", "CONDITIONING"],
    },
    class("CLIPVisionLoader", &[("clip_name", Choice(&["clip-vit-large-patch14.safetensors"]))], &["CLIP_VISION"]),
    class(
        "CLIPVisionEncode",
        &[("clip_vision", Link("CLIP_VISION")), ("image", Link("IMAGE")), ("crop", Choice(&["center", "none"]))],
        &["CLIP_VISION_OUTPUT"],
    ),
    class("StyleModelLoader", &[("style_model_name", Choice(&["coadapter-style-sd15v1.pth"]))], &["STYLE_MODEL"]),
    class(
        "StyleModelApply",
        &[
            ("conditioning", Link("CONDITIONING")),
            ("style_model", Link("STYLE_MODEL")),
            ("clip_vision_output", Link("CLIP_VISION_OUTPUT")),
            ("strength", Number(0.0, 10.0)),
            ("strength_type", Choice(&["multiply", "attn_bias"])),
        ],
        &["CONDITIONING"],
    ),
];

impl Class {
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        CLASSES.iter().find(|class| class.name == name)
    }

    /// Whether jobs are run for the sake of it.
    pub(super) fn is_output(&self) -> bool {
        self.outputs.is_empty()
    }

    pub(super) fn input(&self, name: &str) -> Option<Kind> {
        self.required.iter().chain(self.optional).find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// As `/object_info` tells it.
    pub(super) fn info(&self) -> Value {
        let inputs = |inputs: &[(&str, Kind)]| {
            inputs.iter().map(|(name, kind)| ((*name).to_owned(), kind.config())).collect::<Map<_, _>>()
        };
        json!({
            "input": { "required": inputs(self.required), "optional": inputs(self.optional) },
            "output": self.outputs,
            "output_is_list": vec![false; self.outputs.len()],
            "output_name": self.outputs,
            "name": self.name,
            "display_name": self.name,
            "description": "",
            "category": "sd",
            "output_node": self.is_output(),
        })
    }
}

impl Kind {
    pub(super) fn config(self) -> Value {
        match self {
            Link(kind) => json!([kind]),
            Whole(min, max) => json!(["INT", { "min": min, "max": max }]),
            Number(min, max) => json!(["FLOAT", { "min": min, "max": max }]),
            Text => json!(["STRING", { "multiline": true }]),
            Choice(values) => json!([values]),
            Upload => json!([["example.png"], { "image_upload": true }]),
        }
    }
}
