//! What the emulator draws: one colour, in the size that the graph asks for.

use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};
use serde_json::Value;

/// The pictures that a node gets at this input.
pub(super) fn pictures(graph: &Value, images: &Value) -> Vec<Vec<u8>> {
    let decoded = &graph[id(images)];
    let sampler = &graph[id(&decoded["inputs"]["samples"])];
    let seed = sampler["inputs"]["seed"].as_u64().unwrap_or_default();
    let latent = latent(graph, &sampler["inputs"]["latent_image"]);
    (0..latent.count).map(|index| png(latent.width, latent.height, seed.wrapping_add(index))).collect()
}

struct Latent {
    width: u32,
    height: u32,
    count: u64,
}

/// Follows the latent to where its size comes from.
fn latent(graph: &Value, link: &Value) -> Latent {
    let node = &graph[id(link)];
    let inputs = &node["inputs"];
    match node["class_type"].as_str().unwrap_or_default() {
        "RepeatLatentBatch" => {
            let one = latent(graph, &inputs["samples"]);
            Latent { count: one.count * inputs["amount"].as_u64().unwrap_or(1), ..one }
        }
        "SetLatentNoiseMask" => latent(graph, &inputs["samples"]),
        "VAEEncode" | "VAEEncodeForInpaint" => {
            let scaled = &graph[id(&inputs["pixels"])]["inputs"];
            Latent { width: side(scaled, "width"), height: side(scaled, "height"), count: 1 }
        }
        _ => Latent {
            width: side(inputs, "width"),
            height: side(inputs, "height"),
            count: inputs["batch_size"].as_u64().unwrap_or(1),
        },
    }
}

/// Latents have sides of multiples of 8.
fn side(inputs: &Value, name: &str) -> u32 {
    let side = inputs[name].as_u64().and_then(|side| u32::try_from(side).ok()).unwrap_or(512);
    (side / 8 * 8).max(8)
}

fn id(link: &Value) -> &str {
    link[0].as_str().unwrap_or_default()
}

/// A PNG of this size, in the colour of this number.
pub(crate) fn png(width: u32, height: u32, number: u64) -> Vec<u8> {
    let [red, green, blue, ..] = number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
    let image = RgbImage::from_pixel(width, height, Rgb([red, green, blue]));
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(&image, width, height, ExtendedColorType::Rgb8)
        .expect("memory takes everything");
    bytes
}
