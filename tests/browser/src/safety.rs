//! What protects the visitors of a bot from each other and from other sites, over plain HTTP.

use http::StatusCode;
use serde_json::json;

use crate::bot::Bot;
use crate::http::{Http, Visitor};

#[tokio::test]
async fn who_shows_no_token_or_a_wrong_one_is_not_known() {
    let bot = Bot::start(0.0).await;
    let http = Http::to(&bot);
    let token = http.visitor().await.token;
    let forged = format!("Bearer {}A{}", &token[..5], &token[6..]);
    let cut = format!("Bearer {}", &token[..token.len() - 4]);
    let basic = format!("Basic {token}");
    for path in ["/api/session", "/api/sessions", "/api/session/events", "/api/session/journal", "/events"] {
        assert_eq!(http.get(path, &[]).await.status, StatusCode::UNAUTHORIZED, "{path}");
        for wrong in [&*forged, &*cut, &*basic, "Bearer", "Bearer x.y", "Bearer ."] {
            let answer = http.get(path, &[("authorization", wrong)]).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path} {wrong}");
        }
    }
    let json = [("content-type", "application/json")];
    let input = http.post("/api/inputs", &json, json!({"id": "1", "text": "/make"}).to_string()).await;
    assert_eq!(input.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_visitor_who_is_too_fast_is_told_when_to_come_again_and_another_one_is_not_held_up() {
    let bot = Bot::start(0.0).await;
    let http = Http::to(&bot);
    let (ann, bob) = (http.visitor().await, http.visitor().await);
    let mut refused = None;
    for id in 0..500 {
        let answer = ann.input(&json!({"id": id.to_string(), "text": "/nonsense"})).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("500 inputs at once are too fast");
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    bob.say("1", "/make").await;
}

#[tokio::test]
async fn a_picture_is_served_to_whom_it_was_shown_and_to_nobody_else() {
    let bot = Bot::start(0.0).await;
    let http = Http::to(&bot);
    let (ann, bob) = (http.visitor().await, http.visitor().await);
    ann.say("1", "/make a cat").await;
    let url = ann.picture().await["view"]["media"][0]["url"].as_str().unwrap().to_owned();
    let picture = ann.get(&url).await;
    assert_eq!(picture.status, StatusCode::OK);
    assert_eq!(picture.header("content-type"), "image/png");
    assert_eq!(picture.header("content-length"), picture.body.len().to_string());
    assert!(picture.body.starts_with(b"\x89PNG"));
    assert!(picture.header("cache-control").contains("private"), "{}", picture.header("cache-control"));
    assert_eq!(picture.header("x-content-type-options"), "nosniff");
    assert_eq!(picture.header("content-security-policy"), "default-src 'none'; sandbox");
    for answer in [bob.get(&url).await, http.get(&url, &[]).await] {
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    let (id, seal) = url.trim_start_matches("/media/").split_once('/').unwrap();
    for wrong in [format!("/media/{id}/x"), format!("/media/{id}"), format!("/media/{}/{seal}", "0".repeat(64))] {
        assert_eq!(ann.get(&wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test]
async fn no_path_leads_out_of_what_is_served() {
    let bot = Bot::start(0.0).await;
    let http = Http::to(&bot);
    for path in [
        "/assets/../Cargo.toml",
        "/assets/..%2f..%2fflows.db",
        "/assets/%2e%2e/flows.db",
        "/assets/",
        "/assets/chat.css/",
        "/media/../flows.db",
        "/media/..%2fflows.db/x",
        "/media/%2e%2e%2fflows.db/x",
        "/media/%2fetc%2fpasswd/x",
        "/flows.db",
        "//etc/passwd",
    ] {
        assert_eq!(http.get(path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_post_from_another_site_is_refused() {
    let bot = Bot::start(0.0).await;
    let http = Http::to(&bot);
    let page = http.get("/", &[]).await;
    let cookie = page.header("set-cookie").split(';').next().unwrap();
    let own = format!("http://{}", bot.address());
    let form = ("content-type", "application/x-www-form-urlencoded");
    for foreign in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1:1"),
    ] {
        for path in ["/say", "/press", "/api/inputs", "/api/visitors"] {
            let answer = http.post(path, &[("cookie", cookie), form, foreign], "id=1&text=%2Fmake").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {foreign:?}");
        }
    }
    assert!(!http.get("/", &[("cookie", cookie)]).await.text().contains("class=\"message"), "nothing was said");
    let near = [("cookie", cookie), form, ("sec-fetch-site", "same-origin"), ("origin", &*own)];
    assert_eq!(http.post("/say", &near, "id=1&text=%2Fmake").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_cookie_is_for_this_site_alone_and_out_of_reach_of_scripts() {
    let bot = Bot::start(0.0).await;
    let http = Http::to(&bot);
    let page = http.get("/", &[]).await;
    let cookie = page.header("set-cookie");
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(cookie.contains(attribute), "{attribute}: {cookie}");
    }
    assert!(!cookie.contains("Domain=") && !cookie.contains("Secure"), "{cookie}");
    let known = cookie.split(';').next().unwrap();
    assert_eq!(http.get("/", &[("cookie", known)]).await.header("set-cookie"), "", "who is known is not made anew");
}

#[tokio::test]
async fn the_cookie_of_a_page_that_is_reached_by_https_is_sent_over_nothing_else() {
    let bot = Bot::start_with(vec!["--https".into()]).await;
    let page = Http::to(&bot).get("/", &[]).await;
    assert!(page.header("set-cookie").contains("Secure"), "{}", page.header("set-cookie"));
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_a_visitor() {
    let bot = Bot::start(0.0).await;
    let http = Http::to(&bot);
    let ann = http.visitor().await;
    let answers = [
        ("the page", http.get("/", &[]).await),
        ("an asset", http.get("/assets/chat.js", &[]).await),
        ("nothing", http.get("/nothing", &[]).await),
        ("nobody", http.get("/api/session", &[]).await),
        ("no asset", http.get("/assets/nothing", &[]).await),
        ("no method", http.post("/", &[], "").await),
        ("a session", ann.input(&json!({"id": "1", "text": "/make"})).await),
        ("a rejection", ann.input(&json!({"id": "2", "text": ""})).await),
        ("not understood", ann.input(&json!({})).await),
        ("another site", http.post("/say", &[("sec-fetch-site", "cross-site")], "").await),
        ("health", http.get("/healthz", &[]).await),
    ];
    for (what, answer) in answers {
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{what}: {policy:?}");
        assert!(
            policy.contains("script-src 'self'") && policy.contains("frame-ancestors 'none'"),
            "{what}: {policy:?}"
        );
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{what}: {policy:?}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{what}");
        assert!(!answer.header("cache-control").is_empty(), "{what}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{what}");
    }
}

#[tokio::test]
async fn a_visitor_is_the_same_with_a_cookie_and_with_a_token() {
    let bot = Bot::start(0.0).await;
    let http = Http::to(&bot);
    let page = http.get("/", &[]).await;
    let cookie = page.header("set-cookie").split(';').next().unwrap();
    let by_token = Visitor::of(&http, cookie.split_once('=').unwrap().1);
    by_token.say("1", "/create a cat").await;
    let by_cookie = http.get("/api/session", &[("cookie", cookie)]).await;
    assert_eq!(by_cookie.json(), by_token.session().await);
}
