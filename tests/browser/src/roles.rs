//! What waits for somebody in a role is shown on their own page, and done there.

use std::net::SocketAddr;

use http::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;
use workflow::media::Folder;
use workflow::surface::web::Web;
use workflow::{Engine, Sqlite};
use workflow_tests::claim::{Account, Claim, Deeds};
use workflow_tests::gallery::png;

use crate::chromium::{Scripts, in_browser_at};
use crate::http::{Http, Visitor, token};

/// A bot in this process, in which every visitor is a boss of the others.
struct Host {
    address: SocketAddr,
    engine: Engine,
    folder: TempDir,
}

impl Host {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let media = Folder::open(folder.path().join("media")).await.unwrap();
        let web = Web::bind("127.0.0.1:0").title("claims").media(media);
        let address = web.address();
        let builder = Engine::builder(Deeds::default()).workflow::<Claim>().workflow::<Account>();
        let store = Sqlite::open(folder.path().join("bot.db")).await.unwrap();
        let bosses = builder.actor("boss", |user| user.id().as_str().starts_with("web:"));
        let engine = bosses.store(store).surface(web).build().await.unwrap();
        let address = address.borrow().unwrap();
        let running = engine.clone();
        tokio::spawn(async move { running.run(std::future::pending()).await });
        Self { address, engine, folder }
    }
}

/// Hands in a claim of 42 for something.
async fn hands_in(visitor: &Visitor, what: &str) -> Value {
    visitor.say(&format!("{what} 1"), &format!("/claim {what}")).await;
    let review = visitor.say(&format!("{what} 2"), "42").await;
    visitor.press(&format!("{what} 3"), &token(&review, "Hand it in")).await
}

#[tokio::test]
async fn a_claim_is_allowed_on_the_page_of_somebody_else() {
    let host = Host::start().await;
    let ann = Http::at(host.address).visitor().await;
    in_browser_at(host.address, Scripts::Run, async |page| {
        page.sees("/claim").await;
        // The page is open already: it is told of what has come.
        let waiting = hands_in(&ann, "tea").await;
        assert_eq!(waiting["step"], "Waiting");
        page.sees("42 for tea?").await;
        page.sees("For you as boss").await;
        page.offers("Send it back").await;
        page.picture_as("role").await;
        page.press("Allow it").await;
        page.run_until("the claim to be gone", "return !document.body.innerText.includes('42 for tea?')").await;
        let events = ann.events(|session| session["step"] == "AskBank").await;
        assert_eq!(events.last().unwrap()["step"], "AskBank");
        // It is no conversation of the boss.
        page.expects("422");
        page.say("/drop").await;
        page.sees("/drop has nothing to do right now").await;
        assert_eq!(ann.session().await["step"], "AskBank");
    })
    .await;
}

#[tokio::test]
async fn a_claim_is_sent_back_without_scripts_and_its_owner_does_not_see_the_buttons() {
    let host = Host::start().await;
    let ann = Http::at(host.address).visitor().await;
    let waiting = hands_in(&ann, "cake").await;
    let labels: Vec<&Value> =
        waiting["view"]["choices"].as_array().unwrap().iter().map(|choice| &choice["label"]).collect();
    assert!(!labels.iter().any(|label| *label == "Allow it"), "{labels:?}");
    in_browser_at(host.address, Scripts::Off, async |page| {
        page.sees("42 for cake?").await;
        page.press("Send it back").await;
        // A press without scripts does not wait for what comes of it.
        ann.events(|session| session["step"] == "Review").await;
        page.reload().await;
        assert!(!page.text().await.contains("42 for cake?"));
    })
    .await;
}

/// Waits until the visitor's claim is off, and tells why.
async fn why(visitor: &Visitor, host: &Host) -> String {
    let dropped = visitor.events(|session| session["step"] == "Dropped").await.pop().unwrap();
    let session = serde_json::from_value(dropped["session"].clone()).unwrap();
    let owner = host.engine.owner(session).await.unwrap().unwrap();
    let stands = host.engine.session(&owner).await.unwrap().unwrap();
    stands.record().stored.data["why"].as_str().unwrap().to_owned()
}

const FIELD: &str = ".reply textarea";

#[tokio::test]
async fn a_reason_is_written_under_what_waits_by_keyboard_and_survives_updates_and_a_refusal() {
    let host = Host::start().await;
    let ann = Http::at(host.address).visitor().await;
    in_browser_at(host.address, Scripts::Run, async |page| {
        page.sees("/claim").await;
        hands_in(&ann, "tea").await;
        page.sees("Refuse it, and say why").await;
        page.find(FIELD).await.click().await.unwrap();
        page.keys("no".chars()).await;
        // An update comes while somebody writes.
        let bob = Http::at(host.address).visitor().await;
        hands_in(&bob, "cake").await;
        page.sees("42 for cake?").await;
        let written =
            "return document.activeElement.value === 'no' && document.activeElement.matches('.reply textarea')";
        assert_eq!(page.run(written).await, true);
        page.expects("422");
        page.keys(['\u{e007}']).await;
        page.sees("That is no reason.").await;
        assert_eq!(page.run(written).await, true);
        page.picture_as("reply").await;
        page.keys(" tea for you".chars()).await;
        page.keys(['\u{e007}']).await;
        page.run_until("the claim to be gone", "return !document.body.innerText.includes('42 for tea?')").await;
        assert!(why(&ann, &host).await.starts_with("no tea for you (web:"));
        // The other claim waits still, and its field is empty.
        page.sees("42 for cake?").await;
        assert_eq!(page.count(FIELD).await, 1);
        assert_eq!(page.find(FIELD).await.prop("value").await.unwrap().unwrap(), "");
        assert_eq!(bob.session().await["step"], "Waiting");
    })
    .await;
}

#[tokio::test]
async fn a_reason_is_written_without_scripts_and_what_is_refused_stays_in_its_field() {
    let host = Host::start().await;
    let ann = Http::at(host.address).visitor().await;
    hands_in(&ann, "cake").await;
    in_browser_at(host.address, Scripts::Off, async |page| {
        page.expects("status of 422");
        let label = page.find(".reply label").await;
        assert_eq!(label.text().await.unwrap(), "Refuse it, and say why");
        assert_eq!(label.attr("for").await.unwrap(), page.find(FIELD).await.attr("id").await.unwrap());
        page.find(FIELD).await.send_keys("no").await.unwrap();
        page.press("Send").await;
        page.sees("That is no reason.").await;
        let field = page.find(FIELD).await;
        assert_eq!(field.prop("value").await.unwrap().unwrap(), "no");
        assert_eq!(page.find("#text").await.prop("value").await.unwrap().unwrap(), "");
        field.send_keys(" cake for you").await.unwrap();
        page.press("Send").await;
        assert!(why(&ann, &host).await.starts_with("no cake for you (web:"));
        page.reload().await;
        assert_eq!(page.count(".reply").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_picture_is_sent_under_what_waits_with_scripts_and_without() {
    for scripts in [Scripts::Run, Scripts::Off] {
        let host = Host::start().await;
        let ann = Http::at(host.address).visitor().await;
        hands_in(&ann, "tea").await;
        let bill = host.folder.path().join("bill.png");
        std::fs::write(&bill, png(1)).unwrap();
        in_browser_at(host.address, scripts, async |page| {
            page.find(".reply [type=file]").await.send_keys(bill.to_str().unwrap()).await.unwrap();
            page.press("Send files").await;
            assert_eq!(why(&ann, &host).await, format!("see {} bytes", png(1).len()));
        })
        .await;
    }
}

/// What waits for the visitor in a role, as JSON.
async fn waiting(visitor: &Visitor) -> Value {
    let sessions = visitor.get("/api/sessions").await.json();
    sessions.as_array().unwrap().iter().find(|session| session["role"] == "boss").unwrap().clone()
}

#[tokio::test]
async fn a_client_of_the_api_replies_to_what_waits_for_it() {
    let host = Host::start().await;
    let http = Http::at(host.address);
    let (ann, bob) = (http.visitor().await, http.visitor().await);
    let own = hands_in(&ann, "tea").await;
    assert_eq!((&own["role"], &own["view"]["input"]), (&Value::Null, &Value::Null));
    let waits = waiting(&bob).await;
    assert_eq!((&waits["session"], &waits["view"]["text"]), (&own["session"], &json!("42 for tea?")));
    assert_eq!(waits["view"]["input"]["kinds"], json!(["text", "photo"]));
    let reply = waits["view"]["input"]["reply"].as_str().unwrap();
    let refused = bob.input(&json!({"id": "1", "text": "no", "reply": reply})).await;
    assert_eq!(
        (refused.status, refused.json()["rejection"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("That is no reason."))
    );
    assert_eq!(bob.input(&json!({"id": "2", "press": reply, "reply": reply})).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(ann.input(&json!({"id": "2", "text": "Mine!", "reply": reply})).await.status, StatusCode::FORBIDDEN);
    let taken = bob.input(&json!({"id": "3", "text": "Too much.", "reply": reply})).await;
    assert_eq!((taken.status, taken.json()["step"].as_str()), (StatusCode::OK, Some("Dropped")));
    let late = bob.input(&json!({"id": "4", "text": "Too much.", "reply": reply})).await;
    assert_eq!(
        (late.status, late.json()["rejection"].as_str()),
        (StatusCode::CONFLICT, Some("This is not in use any more."))
    );
    assert!(why(&ann, &host).await.starts_with("Too much."));
}

#[tokio::test]
async fn a_client_of_the_api_replies_with_a_file() {
    let host = Host::start().await;
    let http = Http::at(host.address);
    let (ann, bob) = (http.visitor().await, http.visitor().await);
    hands_in(&ann, "tea").await;
    let reply = waiting(&bob).await["view"]["input"]["reply"].as_str().unwrap().to_owned();
    let part = |name: &str, value: &[u8]| {
        let head = format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
        [head.as_bytes(), value, b"\r\n"].concat()
    };
    let form =
        [part("id", b"1"), part("reply", reply.as_bytes()), part("file", &png(1)), b"--b--\r\n".to_vec()].concat();
    let sent = bob.input_as("multipart/form-data; boundary=b", form).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
    assert_eq!(why(&ann, &host).await, format!("see {} bytes", png(1).len()));
}
