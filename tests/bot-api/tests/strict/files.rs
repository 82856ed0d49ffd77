//! Files up and down.

use std::time::Duration;

use serde_json::{Value, json};

use crate::raw::{Raw, form, part, png};

async fn fetch(raw: &Raw, path: &Value) -> (u16, Vec<u8>) {
    let address = format!("{}/file/bot{}/{}", raw.api.url(), raw.api.token(), path.as_str().unwrap());
    let response = raw.client.get(address).send().await.unwrap();
    (response.status().as_u16(), response.bytes().await.unwrap().to_vec())
}

#[tokio::test]
async fn a_file_comes_down_as_it_was_sent() {
    let (raw, _, chat) = Raw::with_ann().await;
    chat.sends_document("a.txt", b"what is in it".to_vec()).await;
    let id = raw.updates(0).await[0]["message"]["document"]["file_id"].clone();
    let file = raw.call("getFile", json!({"file_id": id})).await;
    assert_eq!(file["file_size"], 13);
    assert_eq!(fetch(&raw, &file["file_path"]).await, (200, b"what is in it".to_vec()));
    raw.api.pass(Duration::from_secs(2 * 3600));
    assert_eq!(fetch(&raw, &file["file_path"]).await.0, 404);
}

#[tokio::test]
async fn a_wrong_file_id_is_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    raw.refuses("getFile", json!({}), 400, "Bad Request: file_id not specified").await;
    let why = "Bad Request: wrong file_id or the file is temporarily unavailable";
    raw.refuses("getFile", json!({"file_id": "x"}), 400, why).await;
    let wrong = json!({"chat_id": chat.id().0, "photo": "x"});
    raw.refuses("sendPhoto", wrong, 400, "Bad Request: wrong file identifier/HTTP URL specified").await;
}

#[tokio::test]
async fn a_file_over_20_megabytes_is_not_given() {
    let (raw, _, chat) = Raw::with_ann().await;
    chat.sends_document("a.bin", vec![0; (20 << 20) + 1]).await;
    let id = raw.updates(0).await[0]["message"]["document"]["file_id"].clone();
    raw.refuses("getFile", json!({"file_id": id}), 400, "Bad Request: file is too big").await;
}

#[tokio::test]
async fn a_file_id_is_sent_again_and_its_unique_id_stays() {
    let (raw, _, chat) = Raw::with_ann().await;
    let first = raw.send_photo(&chat).await["photo"][1].clone();
    let again = raw.call("sendPhoto", json!({"chat_id": chat.id().0, "photo": first["file_id"]})).await;
    let again = &again["photo"][1];
    assert_eq!(again["file_unique_id"], first["file_unique_id"]);
    assert_ne!(again["file_id"], first["file_id"]);
    assert_eq!(*chat.messages()[1].media.as_ref().unwrap().bytes, png(200, 100));
    let wrong = json!({"chat_id": chat.id().0, "document": first["file_id"]});
    raw.refuses("sendDocument", wrong, 400, "Bad Request: can't use file of type Photo as Document").await;
}

#[tokio::test]
async fn every_kind_is_sent() {
    let (raw, _, chat) = Raw::with_ann().await;
    for (method, name) in [("sendDocument", "document"), ("sendAudio", "audio"), ("sendVideo", "video")] {
        let wanted = form(&chat).text("caption", "<b>c</b>").text("parse_mode", "HTML");
        let sent = raw.upload(method, wanted.part(name, part("a.bin", vec![1, 2, 3]))).await;
        assert_eq!((&sent[name]["file_size"], &sent["caption"]), (&json!(3), &json!("c")));
        let none = json!({"chat_id": chat.id().0});
        raw.refuses(method, none, 400, &format!("Bad Request: there is no {name} in the request")).await;
        let empty = form(&chat).part(name, part("a.bin", Vec::new()));
        raw.refuses_upload(method, empty, "Bad Request: file must be non-empty").await;
    }
    let none = json!({"chat_id": chat.id().0});
    raw.refuses("sendPhoto", none, 400, "Bad Request: there is no photo in the request").await;
}

#[tokio::test]
async fn a_file_is_attached_by_name() {
    let (raw, _, chat) = Raw::with_ann().await;
    let wanted = form(&chat).text("document", "attach://mine").part("mine", part("a.txt", b"a".to_vec()));
    let sent = raw.upload("sendDocument", wanted).await;
    assert_eq!(sent["document"]["file_name"], "a.txt");
}

#[tokio::test]
async fn a_photo_of_wrong_dimensions_is_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    let photo = |width, height| form(&chat).part("photo", part("a.png", png(width, height)));
    for (width, height) in [(5000, 5000), (200, 10)] {
        raw.upload("sendPhoto", photo(width, height)).await;
    }
    for (width, height) in [(5001, 5000), (201, 10), (10, 201)] {
        raw.refuses_upload("sendPhoto", photo(width, height), "Bad Request: PHOTO_INVALID_DIMENSIONS").await;
    }
}

#[tokio::test]
async fn a_photo_that_is_no_picture_is_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    let mut cut = png(10, 10);
    cut.truncate(30);
    for bytes in [b"no picture".to_vec(), cut] {
        let wrong = form(&chat).part("photo", part("a.png", bytes));
        raw.refuses_upload("sendPhoto", wrong, "Bad Request: IMAGE_PROCESS_FAILED").await;
    }
}

#[tokio::test]
async fn a_photo_over_10_megabytes_is_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    let wrong = form(&chat).part("photo", part("a.png", vec![0; (10 << 20) + 1]));
    let why = "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes";
    raw.refuses_upload("sendPhoto", wrong, why).await;
}

#[tokio::test]
async fn an_upload_over_50_megabytes_is_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    let wrong = form(&chat).part("document", part("a.bin", vec![0; (50 << 20) + 1]));
    let request = raw.client.post(raw.address("sendDocument")).multipart(wrong);
    let answer = raw.answer(request).await;
    assert_eq!(answer, json!({"ok": false, "error_code": 413, "description": "Request Entity Too Large"}));
}
