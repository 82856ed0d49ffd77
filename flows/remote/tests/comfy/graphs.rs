use super::*;
use serde_json::{Value, json};

/// Draws, and gives the graph that was queued: the emulator has found it whole.
async fn queued(server: &ComfyUi, drawing: &Drawing) -> Value {
    let pictures = client(server).draw(&key(), drawing, |_| {}).await.unwrap();
    let size = imagesize::blob_size(&pictures[0].0).unwrap();
    assert_eq!((size.width, size.height), (64, 48));
    server.calls_of("POST /prompt").last().unwrap().body["prompt"].clone()
}

fn classes(graph: &Value) -> Vec<&str> {
    let mut classes: Vec<&str> =
        graph.as_object().unwrap().values().map(|node| node["class_type"].as_str().unwrap()).collect();
    classes.sort_unstable();
    classes
}

#[tokio::test]
async fn a_prompt_alone_needs_seven_nodes() {
    let server = ComfyUi::start().await;
    let graph = queued(&server, &drawing()).await;
    assert_eq!(
        classes(&graph),
        [
            "CLIPTextEncode",
            "CLIPTextEncode",
            "CheckpointLoaderSimple",
            "EmptyLatentImage",
            "KSampler",
            "SaveImage",
            "VAEDecode"
        ]
    );
    let sampler = &graph["sampler"]["inputs"];
    assert_eq!(
        (&sampler["seed"], &sampler["steps"], &sampler["cfg"], &sampler["denoise"]),
        (&json!(7), &json!(4), &json!(7.5), &json!(1.0))
    );
}

#[tokio::test]
async fn the_largest_seed_is_sent_whole() {
    let server = ComfyUi::start().await;
    let graph = queued(&server, &Drawing { seed: u64::MAX, ..drawing() }).await;
    assert_eq!(graph["sampler"]["inputs"]["seed"], json!(u64::MAX));
}

#[tokio::test]
async fn a_lora_changes_model_and_words() {
    let server = ComfyUi::start().await;
    let lora = Lora { name: LoraName("fox.safetensors".to_owned()), strength: 0.8 };
    let graph = queued(&server, &Drawing { lora: Some(lora), ..drawing() }).await;
    assert_eq!(graph["sampler"]["inputs"]["model"], json!(["lora", 0]));
    assert_eq!(graph["prompt"]["inputs"]["clip"], json!(["lora", 1]));
    assert_eq!(graph["lora"]["inputs"]["strength_model"], json!(0.8));
}

#[tokio::test]
async fn a_source_is_changed_as_much_as_the_strength_says() {
    let server = ComfyUi::start().await;
    let references = References { source: Some(png()), ..References::default() };
    let graph = queued(&server, &Drawing { references, batch: 2, ..drawing() }).await;
    assert_eq!(graph["sampler"]["inputs"]["denoise"], json!(0.7));
    assert_eq!(graph["sampler"]["inputs"]["latent_image"], json!(["batch", 0]));
}

#[tokio::test]
async fn a_mask_keeps_the_rest_of_the_source() {
    let server = ComfyUi::start().await;
    let references = References { source: Some(png()), mask: Some(png()), ..References::default() };
    let part = Drawing { references, ..drawing() };
    assert!(classes(&queued(&server, &part).await).contains(&"SetLatentNoiseMask"));
    let server = ComfyUi::start().await;
    let whole = Drawing { strength: 1.0, ..part };
    assert!(classes(&queued(&server, &whole).await).contains(&"VAEEncodeForInpaint"));
}

#[tokio::test]
async fn all_references_go_together() {
    let server = ComfyUi::start().await;
    let picture = Some(png());
    let references = References {
        source: picture.clone(),
        mask: picture.clone(),
        style: picture.clone(),
        control: picture.clone(),
        pose: picture,
    };
    let graph = queued(&server, &Drawing { references, ..drawing() }).await;
    assert_eq!(graph["sampler"]["inputs"]["positive"], json!(["pose-applied", 0]));
    assert_eq!(graph["pose-applied"]["inputs"]["positive"], json!(["control-applied", 0]));
    assert_eq!(graph["control-applied"]["inputs"]["positive"], json!(["style-applied", 0]));
    assert_eq!(graph["control-applied"]["inputs"]["image"], json!(["control-edges", 0]));
}

#[tokio::test]
async fn the_same_picture_is_kept_once_by_its_contents() {
    let server = ComfyUi::start().await;
    let references = References { source: Some(png()), style: Some(png()), ..References::default() };
    queued(&server, &Drawing { references, ..drawing() }).await;
    let uploads = server.uploads();
    assert_eq!(uploads.len(), 1);
    assert!(uploads[0].starts_with("flows/") && uploads[0].ends_with(".png"), "{uploads:?}");
}
