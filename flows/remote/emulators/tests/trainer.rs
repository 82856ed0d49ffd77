use flows_emulators::Trainer;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::{answer, client};

async fn begin(server: &Trainer, job: &Value, set: &'static [u8]) -> u16 {
    let job = Part::text(job.to_string()).mime_str("application/json").unwrap();
    let set = Part::bytes(set).file_name("set.zip").mime_str("application/zip").unwrap();
    let request = client().post(format!("{}/jobs", server.url())).bearer_auth("key");
    answer(request.multipart(Form::new().part("job", job).part("set", set))).await.0
}

#[tokio::test]
async fn a_job_is_new_once() {
    let server = Trainer::start("key", "secret").await;
    let job = json!({ "key": "a-1", "name": "a", "trigger": "b", "kind": "style" });
    assert_eq!(begin(&server, &job, b"PK").await, 202);
    assert_eq!(begin(&server, &job, b"PK").await, 200);
}

#[tokio::test]
async fn what_is_against_the_protocol_is_refused() {
    let server = Trainer::start("key", "secret").await;
    let good = json!({ "key": "a-1", "name": "a", "trigger": "b", "kind": "style" });
    assert_eq!(begin(&server, &good, b"no zip").await, 400);
    for (field, value) in [
        ("key", json!("a/b")),
        ("key", json!("")),
        ("key", json!(1)),
        ("name", json!("")),
        ("kind", json!("person")),
        ("webhook", json!("nowhere")),
        ("more", json!(1)),
    ] {
        let mut wrong = good.clone();
        wrong[field] = value;
        assert_eq!(begin(&server, &wrong, b"PK").await, 400, "{wrong}");
    }
    assert!(server.jobs().is_empty());
}
