//! Pictures and files that are sent by the API, and who is served them.

use std::fs::{File, FileTimes};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::StatusCode;
use serde_json::{Value, json};
use tokio::time::timeout;
use workflow::media::{Folder, MediaStore};
use workflow::prelude::*;
use workflow::surface::web::Web;
use workflow::{Engine, Memory};
use workflow_tests::gallery::{Museum, bombs, png};

use crate::bot::PATIENCE;
use crate::host::{Host, MOST};
use crate::http::{Answer, Http, Visitor, token};

/// It takes words alone.
#[workflow]
pub(crate) enum Words {
    /// Which?
    Asking,
    /// Those.
    #[step(end)]
    Said { words: String },
}

#[workflow]
impl Words {
    #[command("/words")]
    fn words() -> Asking {
        Asking
    }

    fn said(self: Asking, Text(words): Text) -> Said {
        Said { words }
    }
}

#[tokio::test]
async fn where_no_workflow_takes_files_none_can_be_attached() {
    let media = tempfile::tempdir().unwrap();
    let media = Arc::new(Folder::open(media.path()).await.unwrap());
    let web = Web::bind("127.0.0.1:0").media(media);
    let address = web.address();
    let engine = Engine::builder(()).workflow::<Words>().store(Memory::new()).surface(web).build().await.unwrap();
    let http = Http::at(address.borrow().unwrap());
    tokio::spawn(async move { engine.run(std::future::pending()).await });
    assert!(!http.get("/", &[]).await.text().contains("type=\"file\""));
    let answer = http.visitor().await.sends("1", &[("cat.png", &png(1))]).await;
    assert_eq!((answer.status, &*answer.text()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, "This bot takes no files.\n"));
}

#[tokio::test]
async fn the_api_says_what_is_expected_and_takes_a_file() {
    let host = Host::start().await;
    let ann = Http::at(host.address).visitor().await;
    let input = ann.say("1", "/frame").await["view"]["input"].clone();
    assert_eq!((&input["kind"], &input["kinds"]), (&json!("photo"), &json!(["photo"])));
    assert_eq!(input["limits"], json!({"characters": 0, "files": 1, "bytes": MOST}));
    let answer = ann.sends("2", &[("cat.png", &png(1))]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let session = answer.json();
    assert_eq!(session["step"], "PickFrame");
    let medium = &session["view"]["media"][0];
    assert_eq!((&medium["kind"], &medium["name"]), (&json!("photo"), &json!("cat.png")));
    assert_eq!((&medium["width"], &medium["height"]), (&json!(2), &json!(3)));
    assert_eq!(ann.press("3", &token(&session, "Oak")).await["step"], "Sure");
}

#[tokio::test]
async fn either_of_several_kinds_is_told_and_several_files_are_an_album() {
    let host = Host::start().await;
    let ann = Http::at(host.address).visitor().await;
    let letter = ann.say("1", "/letter").await;
    assert_eq!(letter["view"]["input"]["kinds"], json!(["document", "text"]));
    let album = ann.say("2", "/pages").await;
    assert_eq!(album["view"]["input"]["limits"]["files"], 10);
    let answer = ann.sends("3", &[("1.png", &png(1)), ("2.png", &png(2)), ("3.txt", b"text")]).await;
    assert_eq!((answer.status, &answer.json()["step"]), (StatusCode::OK, &json!("Kept")));
    let kinds: Vec<Value> =
        answer.json()["view"]["media"].as_array().unwrap().iter().map(|medium| medium["kind"].clone()).collect();
    assert_eq!(kinds, ["photo", "photo", "document"]);
}

#[tokio::test]
async fn the_same_id_again_is_answered_as_the_first_time_though_the_files_are_others() {
    let host = Host::start().await;
    let ann = Http::at(host.address).visitor().await;
    ann.say("1", "/frame").await;
    let refused = ann.sends("2", &[("cat.png", b"no picture")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.json()["rejection"].as_str().unwrap().contains("no picture that can be shown"));
    let again = ann.sends("2", &[("cat.png", &png(1))]).await;
    assert_eq!(
        (again.status, again.json()["rejection"].clone()),
        (refused.status, refused.json()["rejection"].clone())
    );
    assert_eq!(ann.session().await["step"], "AskPhoto");
}

#[tokio::test]
async fn a_form_that_is_broken_too_large_or_has_too_many_files_is_refused() {
    let host = Host::start().await;
    let ann = Http::at(host.address).visitor().await;
    ann.say("1", "/pages").await;
    let small: &[u8] = b"x";
    let large = vec![7; 400_000];
    let two = vec![7; 200_000];
    assert_eq!(ann.sends("2", &[("large.bin", &large)]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(ann.sends("3", &[("1", &two), ("2", &two)]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(ann.sends("4", &[("x", small); 11]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(ann.sends("5", &[]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(ann.sends("", &[("x", small)]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(ann.sends("6", &[("x", b"")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let cut = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nno end";
    assert_eq!(ann.input_as("multipart/form-data; boundary=b", cut).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(ann.input_as("multipart/form-data", cut).await.status, StatusCode::BAD_REQUEST);
    let other = "--b\r\ncontent-disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b--\r\n";
    assert_eq!(ann.input_as("multipart/form-data; boundary=b", other).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(ann.session().await["revision"], 1);
    let left = std::fs::read_dir(host.museum.folder().join("media")).unwrap();
    let left = left.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
    assert_eq!(left.count(), 0, "parts are left");
}

#[tokio::test]
async fn a_picture_of_too_many_pixels_is_refused_by_the_api_and_by_the_form() {
    let host = Host::start().await;
    let http = Http::at(host.address);
    let ann = http.visitor().await;
    ann.say("1", "/frame").await;
    let bearer = format!("Bearer {}", ann.token);
    let headers = [("authorization", &*bearer), ("content-type", FORM)];
    let why = "That picture has too many pixels: 50 megapixels is the most.";
    for (id, (kind, bomb)) in (2..).zip(bombs()) {
        let answer = ann.sends(&format!("{id}"), &[("cat", &bomb)]).await;
        assert_eq!((answer.status, answer.text().trim_end()), (StatusCode::PAYLOAD_TOO_LARGE, why), "{kind}");
        let page = http.post("/send", &headers, form(&format!("{id} again"), &[("cat", &bomb)])).await;
        assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE, "{kind}");
        assert!(page.text().contains(why), "{kind}: {}", page.text());
    }
    assert_eq!(ann.session().await["revision"], 1);
    assert_eq!(ann.sends("9", &[("cat.png", &png(1))]).await.status, StatusCode::OK, "another one is taken");
}

#[tokio::test]
async fn what_was_sent_is_served_to_its_sender_and_to_nobody_else() {
    let host = Host::start().await;
    let http = Http::at(host.address);
    let (ann, bob) = (http.visitor().await, http.visitor().await);
    ann.say("1", "/pages").await;
    ann.sends("2", &[("page.html", b"<script>alert(1)</script>")]).await;
    let page = ann.get("/").await.text();
    let url = page.split('"').find(|part| part.starts_with("/media/")).expect("an address").to_owned();
    let served = ann.get(&url).await;
    assert_eq!((served.status, &*served.body), (StatusCode::OK, &b"<script>alert(1)</script>"[..]));
    assert_eq!(served.header("content-type"), "application/octet-stream");
    assert_eq!(served.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(bob.get(&url).await.status, StatusCode::NOT_FOUND);
    assert_eq!(http.get(&url, &[]).await.status, StatusCode::NOT_FOUND);
}

/// Runs a bot with this museum until `meanwhile` is done, and closes it.
async fn runs<T>(museum: &Museum, meanwhile: impl AsyncFnOnce(Http) -> T) -> T {
    let web = Web::bind("127.0.0.1:0").media(museum.media.clone());
    let address = web.address();
    let engine = museum.builder().await.surface(web).build().await.unwrap();
    let http = Http::at(address.borrow().unwrap());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(async move { engine.run(async move { drop(stopped.await) }).await });
    let done = meanwhile(http).await;
    drop(stop);
    running.await.unwrap().unwrap();
    done
}

#[tokio::test]
async fn files_of_refused_deliveries_are_removed_after_a_day_and_those_of_others_stay() {
    let museum = Museum::new().await;
    let media = &museum.media;
    let ids = async |files: [&[u8]; 3]| {
        let mut ids = Vec::new();
        for bytes in files {
            let mut receiving = media.receive_on_trial(MOST).await.unwrap();
            receiving.write(bytes).await.unwrap();
            ids.push(receiving.finish().await.unwrap().id().clone());
        }
        ids
    };
    let [taken, refused, late] = [png(1), b"no picture".to_vec(), png(3)];
    runs(&museum, async |http| {
        let ann = http.visitor().await;
        ann.say("1", "/frame").await;
        let answer = ann.sends("2", &[("cat.txt", &refused)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(ann.sends("3", &[("cat.png", &taken)]).await.status, StatusCode::OK);
    })
    .await;
    let ids = ids([&taken, &refused, &late]).await;
    for id in &ids[..2] {
        let mark = museum.folder().join("media/trial").join(id.as_str());
        let times = FileTimes::new().set_modified(SystemTime::now() - Duration::from_hours(24));
        File::options().write(true).open(mark).unwrap().set_times(times).unwrap();
    }
    runs(&museum, async |_| {
        let mut again = tokio::time::interval(Duration::from_millis(10));
        let only_late = async {
            while media.on_trial(Duration::ZERO, 10).await.unwrap() != [ids[2].clone()] {
                again.tick().await;
            }
        };
        timeout(PATIENCE, only_late).await.expect("it is looked for them at the start");
    })
    .await;
    let mut there = Vec::new();
    for id in &ids {
        there.push(media.open(id).await.unwrap().is_some());
    }
    assert_eq!(there, [true, false, true]);
}

#[tokio::test]
async fn files_from_another_site_are_refused() {
    let host = Host::start().await;
    let http = Http::at(host.address);
    let page = http.get("/", &[]).await;
    let cookie = page.header("set-cookie").split(';').next().unwrap();
    let body = form("1", &[("cat.png", &png(1))]);
    let headers = [("cookie", cookie), ("content-type", FORM), ("sec-fetch-site", "cross-site")];
    for path in ["/send", "/api/inputs"] {
        assert_eq!(http.post(path, &headers, body.clone()).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn a_visitor_is_answered_in_the_language_of_their_browser() {
    let host = Host::start().await;
    let http = Http::at(host.address);
    let ann = http.visitor().await;
    ann.say("1", "/letter").await;
    let bearer = format!("Bearer {}", ann.token);
    let headers = [
        ("authorization", &*bearer),
        ("content-type", "application/json"),
        ("accept-language", "fr;q=0.3, de-AT, en;q=0.5"),
    ];
    let answer = http.post("/api/inputs", &headers, json!({"id": "2", "text": "Servus"}).to_string()).await;
    assert_eq!(answer.json()["view"]["text"], "Behalten: 0 Servus");
}

const FORM: &str = "multipart/form-data; boundary=----files";

/// A form with these files.
fn form(id: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = format!("------files\r\ncontent-disposition: form-data; name=\"id\"\r\n\r\n{id}\r\n").into_bytes();
    for (name, bytes) in files {
        let head = format!("------files\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.bytes().chain(bytes.iter().copied()).chain(*b"\r\n"));
    }
    body.extend(b"------files--\r\n");
    body
}

impl Visitor {
    /// Posts these files as an input.
    pub(crate) async fn sends(&self, id: &str, files: &[(&str, &[u8])]) -> Answer {
        self.input_as(FORM, form(id, files)).await
    }
}
