//! An engine that takes no more.

use serde_json::json;
use workflow::surface::web::Web;
use workflow::{Engine, Limits};
use workflow_tests::gallery::Museum;

use crate::http::Http;

/// A page whose engine has no place for a turn.
async fn full() -> (Museum, Http) {
    let museum = Museum::new().await;
    let mut limits = Limits::default();
    limits.turns = 0;
    let web = Web::bind("127.0.0.1:0");
    let address = web.address();
    let engine: Engine = museum.builder().await.limits(limits).surface(web).build().await.unwrap();
    let address = address.borrow().unwrap();
    tokio::spawn(async move { engine.run(std::future::pending()).await });
    (museum, Http::at(address))
}

#[tokio::test]
async fn an_engine_that_is_full_says_when_to_come_again() {
    let (_museum, http) = full().await;
    let made = http.post("/api/visitors", &[], Vec::new()).await;
    let token = made.json()["token"].as_str().unwrap().to_owned();
    let (bearer, json_type) = (format!("Bearer {token}"), ("content-type", "application/json"));
    let body = json!({"id": "1", "text": "/gallery"}).to_string();
    let answer = http.post("/api/inputs", &[("authorization", &bearer), json_type], body).await;
    assert_eq!(answer.status.as_u16(), 503);
    assert_eq!(answer.headers["retry-after"], "1");
    assert_eq!(answer.text().trim(), "There is too much to do right now. Please try again in a moment.");
    // On the page what was written stays in its field.
    let form = [("authorization", bearer.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let page = http.post("/say", &form, "id=2&text=%2Fgallery+please").await;
    assert_eq!((page.status.as_u16(), &page.headers["retry-after"]), (503, &"1".parse().unwrap()));
    let html = page.text();
    assert!(
        html.contains("There is too much to do right now.") && html.contains("/gallery please</textarea>"),
        "{html}"
    );
}
