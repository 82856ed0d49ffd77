use std::sync::{Arc, Mutex};
use std::time::Duration;

use flows_emulators::{ComfyUi, Fault};
use flows_remote::comfy::{Checkpoint, Comfy, Done, Drawing, Lora, LoraName, Pace, Picture, References};
use flows_remote::{JobKey, RemoteError};
use tokio::task::JoinHandle;

mod cancelling;
mod failures;
mod graphs;
mod losses;

fn pace() -> Pace {
    Pace { answer: Duration::from_secs(5), look: Duration::from_millis(20), absence: Duration::from_secs(5) }
}

fn client(server: &ComfyUi) -> Comfy {
    Comfy::new(server.url()).unwrap().with_pace(pace())
}

fn key() -> JobKey {
    JobKey::new("session 1, visit 2")
}

fn id() -> String {
    key().to_uuid().to_string()
}

fn drawing() -> Drawing {
    Drawing {
        prompt: "a fox".to_owned(),
        negative: "blurry".to_owned(),
        width: 64,
        height: 48,
        seed: 7,
        steps: 4,
        cfg: 7.5,
        batch: 1,
        model: Checkpoint("sd15.safetensors".to_owned()),
        lora: None,
        strength: 0.7,
        references: References::default(),
    }
}

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(10, 20).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

type Drawn = Result<Vec<Picture>, RemoteError>;

/// Draws beside the test.
fn begin(comfy: &Comfy) -> JoinHandle<Drawn> {
    let comfy = comfy.clone();
    tokio::spawn(async move { comfy.draw(&key(), &drawing(), |_| {}).await })
}

async fn end(drawing: JoinHandle<Drawn>) -> Drawn {
    tokio::time::timeout(Duration::from_secs(20), drawing).await.expect("it ends").expect("no panic")
}

fn assert_drawn(drawn: &Drawn) {
    let pictures = drawn.as_ref().unwrap();
    assert_eq!(pictures.len(), 1);
    let size = imagesize::blob_size(&pictures[0].0).unwrap();
    assert_eq!((size.width, size.height), (64, 48));
}

#[tokio::test]
async fn a_drawing_gives_a_picture_of_the_size_that_was_asked_for() {
    let server = ComfyUi::start().await;
    assert_drawn(&client(&server).draw(&key(), &drawing(), |_| {}).await);
    assert_eq!(server.begun(), [id()]);
}

#[tokio::test]
async fn a_batch_gives_as_many_different_pictures() {
    let server = ComfyUi::start().await;
    let many = Drawing { batch: 3, ..drawing() };
    let pictures = client(&server).draw(&key(), &many, |_| {}).await.unwrap();
    assert_eq!(pictures.len(), 3);
    assert_ne!(pictures[0], pictures[1]);
}

#[tokio::test]
async fn progress_rises_to_the_end_and_says_what_is_done() {
    let server = ComfyUi::start().await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let heard = told.clone();
    let tell = move |done: Done<'_>| heard.lock().unwrap().push((done.part, done.doing.to_owned()));
    client(&server).draw(&key(), &drawing(), tell).await.unwrap();
    let told = told.lock().unwrap().clone();
    assert!(told.is_sorted_by(|(before, _), (after, _)| before <= after), "{told:?}");
    assert!(told.iter().any(|(part, doing)| *part > 0.2 && *part < 0.8 && doing == "drawing"), "{told:?}");
    assert!(told.last().unwrap().0 > 0.9, "{told:?}");
}

#[tokio::test]
async fn who_waits_for_others_is_told_so() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    server.other_job();
    let told = Arc::new(Mutex::new(Vec::new()));
    let (comfy, heard) = (client(&server), told.clone());
    let drawn = tokio::spawn(async move {
        comfy.draw(&key(), &drawing(), move |done| heard.lock().unwrap().push(done.doing.to_owned())).await
    });
    server.until("it waits", || told.lock().unwrap().iter().any(|doing| doing == "waiting for others")).await;
    server.release();
    assert_drawn(&end(drawn).await);
}

#[tokio::test]
async fn jobs_are_run_in_order_and_each_hears_of_its_own() {
    let server = ComfyUi::start().await;
    let comfy = client(&server);
    let keys: Vec<JobKey> = (0..4).map(|number| JobKey::new(format!("job {number}"))).collect();
    let drawn = futures_util::future::join_all(keys.iter().enumerate().map(|(number, key)| {
        let drawing = Drawing { width: 64 + 8 * number as u32, ..drawing() };
        let comfy = comfy.clone();
        async move { comfy.draw(key, &drawing, |_| {}).await.unwrap() }
    }));
    for (number, pictures) in drawn.await.iter().enumerate() {
        assert_eq!(imagesize::blob_size(&pictures[0].0).unwrap().width, 64 + 8 * number);
    }
    assert_eq!(server.calls_of("POST /prompt").len(), 4);
}

#[tokio::test]
async fn the_server_lists_what_it_has() {
    let server = ComfyUi::start().await;
    let comfy = client(&server);
    let names = ["sd15.safetensors", "sdxl.safetensors"].map(|name| Checkpoint(name.to_owned()));
    assert_eq!(comfy.models().await.unwrap(), names);
    assert_eq!(comfy.loras().await.unwrap(), [LoraName("fox.safetensors".to_owned())]);
}

#[tokio::test]
async fn a_server_below_a_path_is_called_there() {
    let server = ComfyUi::start().await;
    let comfy = Comfy::new(&format!("{}/comfy/", server.url())).unwrap();
    assert!(comfy.models().await.is_err());
    assert_eq!(server.calls()[0].what, "GET /comfy/object_info/CheckpointLoaderSimple");
}

#[test]
fn an_address_that_is_none_is_refused_at_once() {
    for url in ["", "127.0.0.1:8188", "ftp://127.0.0.1", "http://127.0.0.1/?a=b"] {
        let error = Comfy::new(url).unwrap_err();
        assert!(matches!(error, RemoteError::Settings { .. }), "{url}: {error}");
    }
}
