use flows_emulators::{ComfyUi, Fault};
use serde_json::{Value, json};

use crate::{answer, client};

fn graph() -> Value {
    json!({
        "model": { "class_type": "CheckpointLoaderSimple", "inputs": { "ckpt_name": "sd15.safetensors" } },
        "text": { "class_type": "CLIPTextEncode", "inputs": { "text": "a fox", "clip": ["model", 1] } },
        "latent": { "class_type": "EmptyLatentImage", "inputs": { "width": 64, "height": 64, "batch_size": 1 } },
        "sampler": { "class_type": "KSampler", "inputs": {
            "model": ["model", 0], "seed": 1, "steps": 2, "cfg": 7.0, "sampler_name": "euler",
            "scheduler": "normal", "positive": ["text", 0], "negative": ["text", 0],
            "latent_image": ["latent", 0], "denoise": 1.0,
        } },
        "decode": { "class_type": "VAEDecode", "inputs": { "samples": ["sampler", 0], "vae": ["model", 2] } },
        "save": { "class_type": "SaveImage", "inputs": { "images": ["decode", 0], "filename_prefix": "a/b" } },
    })
}

async fn queue(server: &ComfyUi, graph: &Value) -> (u16, Value) {
    let body = json!({ "prompt": graph, "client_id": "me", "prompt_id": "job" });
    answer(client().post(format!("{}/prompt", server.url())).json(&body)).await
}

/// The graph with this at this place is refused with an error of this type at this node.
async fn assert_refused(pointer: &str, value: Value, kind: &str) {
    let server = ComfyUi::start().await;
    let mut wrong = graph();
    *wrong.pointer_mut(pointer).unwrap() = value;
    let (status, body) = queue(&server, &wrong).await;
    assert_eq!(status, 400, "{body}");
    let node = pointer.split('/').nth(1).unwrap();
    let found = body.pointer(&format!("/node_errors/{node}/errors/0/type")).unwrap_or(&body["error"]["type"]);
    assert_eq!(found, kind, "{body}");
    assert!(server.begun().is_empty());
}

#[tokio::test]
async fn a_whole_graph_is_run_and_its_picture_found() {
    let server = ComfyUi::start().await;
    let queued = queue(&server, &graph()).await;
    assert_eq!(queued, (200, json!({ "prompt_id": "job", "number": 0, "node_errors": {} })));
    server.until("it has run", || server.running().is_none() && server.begun() == ["job"]).await;
    let (_, past) = answer(client().get(format!("{}/history/job", server.url()))).await;
    assert_eq!(past["job"]["status"]["completed"], true);
    let file = &past["job"]["outputs"]["save"]["images"][0];
    assert_eq!(*file, json!({ "filename": "b_00001_.png", "subfolder": "a", "type": "output" }));
    let url = format!("{}/view?filename=b_00001_.png&subfolder=a&type=output", server.url());
    let picture = client().get(url).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(image::load_from_memory(&picture).unwrap().width(), 64);
}

#[tokio::test]
async fn a_class_that_there_is_not_is_refused() {
    assert_refused("/text/class_type", json!("TextEncode"), "invalid_prompt").await;
}

#[tokio::test]
async fn a_graph_without_an_output_is_refused() {
    assert_refused("/save", json!({ "class_type": "VAEDecode", "inputs": {} }), "prompt_no_outputs").await;
}

#[tokio::test]
async fn a_missing_input_is_refused() {
    let inputs = json!({ "images": ["decode", 0] });
    assert_refused("/save/inputs", inputs, "required_input_missing").await;
}

#[tokio::test]
async fn an_input_that_there_is_not_is_refused() {
    let inputs = json!({ "images": ["decode", 0], "filename_prefix": "", "prefix": "" });
    assert_refused("/save/inputs", inputs, "unknown_input").await;
}

#[tokio::test]
async fn links_to_nowhere_or_to_something_else_are_refused() {
    assert_refused("/decode/inputs/samples", json!(["none", 0]), "exception_during_validation").await;
    assert_refused("/decode/inputs/samples", json!(["model", 0]), "return_type_mismatch").await;
    assert_refused("/decode/inputs/samples", json!(["sampler", 1]), "return_type_mismatch").await;
    assert_refused("/decode/inputs/samples", json!(["sampler"]), "bad_linked_input").await;
}

#[tokio::test]
async fn values_that_do_not_fit_are_refused() {
    assert_refused("/model/inputs/ckpt_name", json!("none.ckpt"), "value_not_in_list").await;
    assert_refused("/sampler/inputs/sampler_name", json!("none"), "value_not_in_list").await;
    assert_refused("/sampler/inputs/steps", json!(0), "value_smaller_than_min").await;
    assert_refused("/sampler/inputs/denoise", json!(1.5), "value_bigger_than_max").await;
    assert_refused("/sampler/inputs/seed", json!(-1), "invalid_input_type").await;
    assert_refused("/text/inputs/text", json!(1), "invalid_input_type").await;
}

#[tokio::test]
async fn a_picture_that_was_not_uploaded_is_refused() {
    let load = json!({ "class_type": "LoadImage", "inputs": { "image": "none.png" } });
    assert_refused("/latent", load, "custom_validation_failed").await;
}

#[tokio::test]
async fn an_interrupt_of_another_job_stops_nothing() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    queue(&server, &graph()).await;
    server.until("it runs", || server.running().is_some()).await;
    let url = format!("{}/interrupt", server.url());
    answer(client().post(&url).json(&json!({ "prompt_id": "other" }))).await;
    assert_eq!(server.running().as_deref(), Some("job"));
    answer(client().post(&url).json(&json!({ "prompt_id": "job" }))).await;
    server.until("it is stopped", || server.running().is_none()).await;
}

#[tokio::test]
async fn a_fault_meets_the_calls_that_it_is_for_as_often_as_was_asked() {
    let server = ComfyUi::start().await;
    server.fault(Fault::status(502).on("GET /queue").times(2));
    let queue = async || answer(client().get(format!("{}/queue", server.url()))).await.0;
    let info = async || answer(client().get(format!("{}/object_info/KSampler", server.url()))).await.0;
    assert_eq!([info().await, queue().await, info().await, queue().await, queue().await], [200, 502, 200, 502, 200]);
    assert_eq!(server.calls_of("GET /queue").iter().map(|call| call.status).collect::<Vec<_>>(), [502, 502, 200]);
}
