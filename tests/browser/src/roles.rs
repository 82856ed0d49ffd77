//! What waits for somebody in a role is shown on their own page, and done there.

use std::net::SocketAddr;

use serde_json::Value;
use tempfile::TempDir;
use workflow::surface::web::Web;
use workflow::{Engine, Sqlite};
use workflow_tests::claim::{Account, Claim, Deeds};

use crate::chromium::{Scripts, in_browser_at};
use crate::http::{Http, Visitor, token};

/// A bot in this process, in which every visitor is a boss of the others.
struct Host {
    address: SocketAddr,
    _folder: TempDir,
}

impl Host {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let web = Web::bind("127.0.0.1:0").title("claims");
        let address = web.address();
        let builder = Engine::builder(Deeds::default()).workflow::<Claim>().workflow::<Account>();
        let store = Sqlite::open(folder.path().join("bot.db")).await.unwrap();
        let bosses = builder.actor("boss", |user| user.id().as_str().starts_with("web:"));
        let engine = bosses.store(store).surface(web).build().await.unwrap();
        let address = address.borrow().unwrap();
        tokio::spawn(async move { engine.run(std::future::pending()).await });
        Self { address, _folder: folder }
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
        assert_eq!(ann.session().await["step"], "Review");
        page.reload().await;
        assert!(!page.text().await.contains("42 for cake?"));
    })
    .await;
}
