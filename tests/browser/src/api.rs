//! The JSON API, over plain HTTP.

use http::StatusCode;
use serde_json::{Value, json};

use crate::bot::Bot;
use crate::http::{Answer, Http, token};

#[tokio::test]
async fn a_conversation_leads_to_a_picture() {
    let bot = Bot::start(0.0).await;
    let ann = Http::to(&bot).visitor().await;
    assert_eq!(ann.get("/api/session").await.status, StatusCode::NO_CONTENT);
    let asked = ann.say("1", "/create").await;
    assert_eq!(
        (&asked["workflow"], &asked["step"], &asked["revision"]),
        (&json!("make"), &json!("Describe"), &json!(1))
    );
    assert_eq!(asked["view"]["text"], "What should the picture show?");
    assert_eq!(asked["view"]["input"]["kind"], "text");
    let shapes = ann.say("2", "a <b>cat</b>").await;
    let review = ann.press("3", &token(&shapes, "2:3")).await;
    assert!(review["view"]["text"].as_str().unwrap().contains("a <b>cat</b>"), "text is plain");
    assert!(review["view"]["html"].as_str().unwrap().contains("<b>a &lt;b&gt;cat&lt;/b&gt;</b>"), "html is escaped");
    ann.press("4", &token(&review, "Draw it")).await;
    let done = ann.picture().await;
    assert_eq!(done["session"], asked["session"]);
    let medium = &done["view"]["media"][0];
    assert_eq!((&medium["kind"], &medium["width"], &medium["height"]), (&json!("photo"), &json!(832), &json!(1216)));
    assert_eq!(ann.session().await, done);
}

#[tokio::test]
async fn every_run_of_a_workflow_is_a_session_of_its_own() {
    let bot = Bot::start(0.0).await;
    let ann = Http::to(&bot).visitor().await;
    let first = ann.say("1", "/create").await;
    let second = ann.say("2", "/create").await;
    assert_ne!(first["session"], second["session"]);
    assert_eq!(second["revision"], 1);
    let cancelled = ann.say("3", "/cancel").await;
    assert_eq!((&cancelled["session"], &cancelled["ended"]), (&second["session"], &json!(true)));
    assert_ne!(ann.say("4", "/make").await["session"], second["session"]);
}

#[tokio::test]
async fn what_is_not_understood_is_a_bad_request() {
    let bot = Bot::start(0.0).await;
    let ann = Http::to(&bot).visitor().await;
    let token = token(&ann.say("1", "/create a cat").await, "1:1");
    let long = "x".repeat(129);
    for body in [
        json!({"text": "/make"}).to_string(),
        json!({"id": "2"}).to_string(),
        json!({"id": "2", "text": "/make", "press": token}).to_string(),
        json!({"id": "", "text": "/make"}).to_string(),
        json!({"id": long, "text": "/make"}).to_string(),
        json!({"id": "a\u{8b}", "text": "/make"}).to_string(),
        json!({"id": "timer:2", "text": "/make"}).to_string(),
        json!({"id": 2, "text": "/make"}).to_string(),
        json!({"id": "2", "txt": "/make"}).to_string(),
        "{\"id\":".to_owned(),
        "[]".to_owned(),
        String::new(),
    ] {
        let answer = ann.input_as("application/json", body.clone()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}: {}", answer.text());
    }
    assert_eq!(ann.session().await["revision"], 1, "nothing of it has moved the session");
}

#[tokio::test]
async fn a_command_that_would_drop_a_drawing_asks_first() {
    let bot = Bot::start(600.0).await;
    let (http, text) = (Http::to(&bot), "“Drawing” is under way and would be lost. Begin /create all the same?");
    let ann = http.visitor().await;
    assert_eq!(ann.say("1", "/make a boat").await["question"], Value::Null);
    let asked = ann.say("2", "/create a cat").await;
    assert_eq!((&asked["question"]["text"], &asked["rejection"]), (&text.into(), &Value::Null));
    assert_eq!((&asked["step"], &asked["revision"]), (&"Drawing".into(), &1.into()));
    let choices = asked["question"]["choices"].as_array().unwrap();
    let labels: Vec<&str> = choices.iter().map(|choice| choice["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["Leave it", "Stay here"]);
    let token = |session: &Value, at: usize| session["question"]["choices"][at]["token"].as_str().unwrap().to_owned();
    let told = ann.events(|session| !session["question"].is_null()).await;
    assert_eq!(told[0]["question"], asked["question"]);
    let stays = ann.press("3", &token(&asked, 1)).await;
    assert_eq!((&stays["question"], &stays["step"]), (&Value::Null, &"Drawing".into()));
    let stale = ann.input(&json!({"id": "4", "press": token(&asked, 0)})).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let asked = ann.say("5", "/create a cat").await;
    let left = ann.press("6", &token(&asked, 0)).await;
    assert_eq!((&left["question"], &left["step"]), (&Value::Null, &"PickShape".into()));
}

#[tokio::test]
async fn a_choice_of_somebody_else_is_forbidden() {
    let bot = Bot::start(0.0).await;
    let http = Http::to(&bot);
    let (ann, bob) = (http.visitor().await, http.visitor().await);
    let hers = token(&ann.say("1", "/create a cat").await, "1:1");
    bob.say("1", "/create a dog").await;
    let answer = bob.input(&json!({"id": "2", "press": hers})).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!answer.text().contains("cat"), "{}", answer.text());
    assert_eq!(bob.session().await["step"], "PickShape");
    assert_eq!(ann.session().await["step"], "PickShape");
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let bot = Bot::start(0.0).await;
    let http = Http::to(&bot);
    let (ann, bob) = (http.visitor().await, http.visitor().await);
    let shown = ann.say("1", "/make a cat").await;
    for press in ["x", "", "AQGiBtRARHMBqC8YcMFxsvYAAAAAAQAFmOtuePrZLSE"] {
        let answer = ann.input(&json!({"id": format!("2{press}"), "press": press})).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{press}: {}", answer.text());
    }
    let hers = format!("/api/session/journal?session={}", shown["session"].as_str().unwrap());
    assert_eq!(ann.get(&hers).await.status, StatusCode::OK);
    assert_eq!(bob.get(&hers).await.status, StatusCode::NOT_FOUND);
    assert_eq!(bob.get("/api/session/journal").await.status, StatusCode::NOT_FOUND);
    let nobodys = "/api/session/journal?session=01a206dc-bca8-7423-a0be-dfb73c291cd4";
    assert_eq!(ann.get(nobodys).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_choice_that_was_used_is_a_conflict() {
    let bot = Bot::start(0.0).await;
    let ann = Http::to(&bot).visitor().await;
    let shapes = ann.say("1", "/create a cat").await;
    ann.press("2", &token(&shapes, "1:1")).await;
    for (id, label) in [("3", "1:1"), ("4", "3:2")] {
        let answer = ann.input(&json!({"id": id, "press": token(&shapes, label)})).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert_eq!((&answer.json()["step"], &answer.json()["revision"]), (&json!("Review"), &json!(2)));
    }
}

#[tokio::test]
async fn what_is_rejected_is_unprocessable_and_says_why() {
    let bot = Bot::start(0.0).await;
    let ann = Http::to(&bot).visitor().await;
    let nothing = ann.input(&json!({"id": "1", "text": "a cat"})).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.json()["rejection"].as_str().unwrap().starts_with("Nothing is under way."));
    ann.say("2", "/create").await;
    for (id, text) in [("3", ""), ("4", " \n\t"), ("5", "/nonsense"), ("6", &*"x".repeat(1001))] {
        let answer = ann.input(&json!({"id": id, "text": text})).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{text:?}");
        let session = answer.json();
        assert!(session["rejection"].as_str().is_some_and(|why| !why.is_empty()), "{session}");
        assert_eq!((&session["step"], &session["revision"]), (&json!("Describe"), &json!(1)));
        assert_eq!(session["view"]["text"], "What should the picture show?");
    }
}

#[tokio::test]
async fn the_same_id_again_is_answered_as_the_first_time() {
    let bot = Bot::start(0.0).await;
    let http = Http::to(&bot);
    let (ann, bob) = (http.visitor().await, http.visitor().await);
    let foreign = token(&bob.say("1", "/create a dog").await, "1:1");
    let inputs = |shapes: &Value| {
        [
            (StatusCode::OK, json!({"id": "ok", "press": token(shapes, "1:1")})),
            (StatusCode::FORBIDDEN, json!({"id": "foreign", "press": foreign})),
            (StatusCode::NOT_FOUND, json!({"id": "unknown", "press": "x"})),
            (StatusCode::CONFLICT, json!({"id": "used", "press": token(shapes, "1:1")})),
            (StatusCode::UNPROCESSABLE_ENTITY, json!({"id": "rejected", "text": ""})),
        ]
    };
    let inputs = inputs(&ann.say("1", "/create a cat").await);
    let mut first = Vec::new();
    for (status, input) in &inputs {
        let answer = ann.input(input).await;
        assert_eq!(answer.status, *status, "{input}: {}", answer.text());
        first.push(answered(&answer));
    }
    // Whatever has come since, and though the same id may name something else now.
    ann.say("later", "/create another cat").await;
    ann.press("even later", &token(&ann.session().await, "3:2")).await;
    for ((_, input), first) in inputs.iter().zip(&first) {
        assert_eq!(answered(&ann.input(input).await), *first, "{input}");
        assert_eq!(answered(&ann.input(&json!({"id": input["id"], "text": "/make"})).await), *first, "{input}");
    }
    assert_eq!(ann.session().await["step"], "Review");
}

#[tokio::test]
async fn the_same_id_again_is_answered_as_the_first_time_by_a_bot_that_was_killed_meanwhile() {
    let mut bot = Bot::start(0.0).await;
    let ann = Http::to(&bot).visitor().await;
    let shapes = ann.say("1", "/create a cat").await;
    let inputs = [
        json!({"id": "2", "press": token(&shapes, "1:1")}),
        json!({"id": "3", "press": token(&shapes, "1:1")}),
        json!({"id": "4", "text": "/nonsense"}),
    ];
    let mut first = Vec::new();
    for input in &inputs {
        first.push(answered(&ann.input(input).await));
    }
    bot.kill().await;
    bot.start_again().await;
    for (input, first) in inputs.iter().zip(&first) {
        assert_eq!(answered(&ann.input(input).await), *first, "{input}");
    }
}

#[tokio::test]
async fn ids_of_one_visitor_are_nothing_to_another_one() {
    let bot = Bot::start(0.0).await;
    let http = Http::to(&bot);
    let (ann, bob) = (http.visitor().await, http.visitor().await);
    ann.say("1", "/create a cat").await;
    assert_eq!(bob.say("1", "/create").await["step"], "Describe");
}

#[tokio::test]
async fn a_body_that_is_too_large_or_of_another_type_is_refused() {
    let bot = Bot::start(0.0).await;
    let ann = Http::to(&bot).visitor().await;
    let large = json!({"id": "1", "text": "x".repeat(70_000)}).to_string();
    assert_eq!(ann.input_as("application/json", large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let body = json!({"id": "1", "text": "/make"}).to_string();
    for content_type in ["text/plain", "application/x-www-form-urlencoded", ""] {
        let answer = ann.input_as(content_type, body.clone()).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{content_type:?}");
    }
    let answer = ann.input_as("application/json; charset=utf-8", body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
}

#[tokio::test]
async fn events_tell_of_every_revision_and_of_rising_progress() {
    let bot = Bot::start(1.0).await;
    let ann = Http::to(&bot).visitor().await;
    ann.say("1", "/make").await;
    let (events, _) = tokio::join!(ann.events(|session| session["step"] == "Picture"), async {
        // Whoever reads from before on is told of what is said after.
        ann.say("2", "a cat").await
    });
    let revisions: Vec<u64> = events.iter().map(|event| event["revision"].as_u64().unwrap()).collect();
    assert!(revisions.is_sorted() && revisions.ends_with(&[3]) && revisions.contains(&2), "{revisions:?}");
    let done = |event: &Value| event["view"]["progress"]["fraction"].as_f64();
    let progress: Vec<f64> = events.iter().filter_map(done).collect();
    assert!(progress.is_sorted() && progress.iter().any(|done| *done > 0.0 && *done < 1.0), "{progress:?}");
    assert_eq!(*events.last().unwrap(), ann.session().await);
}

#[tokio::test]
async fn the_journal_tells_every_move_of_a_session_and_of_an_earlier_one() {
    let bot = Bot::start(0.0).await;
    let ann = Http::to(&bot).visitor().await;
    let shapes = ann.say("one", "/create a cat").await;
    let review = ann.press("two", &token(&shapes, "3:2")).await;
    ann.press("three", &token(&review, "Draw it")).await;
    ann.picture().await;
    let edges = |journal: &Value| -> Vec<String> {
        let entries = journal.as_array().unwrap().iter();
        entries
            .map(|entry| format!("{} {} {} {}", entry["revision"], entry["from"], entry["edge"], entry["to"]))
            .collect()
    };
    let journal = ann.get("/api/session/journal").await.json();
    let expected = [
        "1 null \"create\" \"PickShape\"",
        "2 \"PickShape\" \"shape\" \"Review\"",
        "3 \"Review\" \"draw\" \"Drawing\"",
        "4 \"Drawing\" \"drawn\" \"Picture\"",
    ];
    assert_eq!(edges(&journal), expected);
    assert_eq!((&journal[0]["delivery"], &journal[1]["delivery"]), (&json!("one"), &json!("two")));
    assert!(journal[0]["by"].is_string() && journal[3]["by"].is_null(), "{journal}");
    assert!(journal[0]["at"].as_str().unwrap().ends_with('Z'), "{journal}");
    ann.say("four", "/make").await;
    assert_eq!(edges(&ann.get("/api/session/journal").await.json()).len(), 1);
    let earlier = format!("/api/session/journal?session={}", shapes["session"].as_str().unwrap());
    assert_eq!(ann.get(&earlier).await.json(), journal);
}

#[tokio::test]
async fn a_bot_that_runs_says_that_it_is_well() {
    let bot = Bot::start(0.0).await;
    let http = Http::to(&bot);
    for path in ["/healthz", "/readyz"] {
        assert_eq!(http.get(path, &[]).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn the_description_of_the_api_names_every_call() {
    let bot = Bot::start(0.0).await;
    let answer = Http::to(&bot).get("/api/openapi.json", &[]).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"));
    let description = answer.json();
    assert!(description["openapi"].as_str().unwrap().starts_with("3."));
    let calls = ["visitors", "inputs", "session", "sessions", "session/events", "session/journal"];
    for path in calls.map(|call| format!("/api/{call}")) {
        assert!(description["paths"][&*path].is_object(), "{path}");
    }
}

/// What an answer to the same id has in common with the first one.
fn answered(answer: &Answer) -> (StatusCode, Value, Value, Value) {
    let session = answer.json();
    (answer.status, session["session"].clone(), session["revision"].clone(), session["step"].clone())
}
