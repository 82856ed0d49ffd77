//! Clients that are slow, or many: they are cut off, and others are served meanwhile.

use std::time::Duration;

use http::StatusCode;
use tokio::time::timeout;
use workflow::surface::web::Web;
use workflow_tests::gallery::Museum;

use crate::bot::PATIENCE;
use crate::host::Host;
use crate::http::{Http, Visitor};
use crate::raw::Raw;

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_hours(1);

/// The head of an upload, and its beginning.
fn upload(visitor: &Visitor) -> String {
    format!(
        "POST /api/inputs HTTP/1.1\r\nhost: bot\r\nauthorization: Bearer {}\r\ncontent-length: 100000\r\n\
         content-type: multipart/form-data; boundary=b\r\n\r\n--b\r\ncontent-disposition: form-data; name=\"file\"; \
         filename=\"x\"\r\n\r\n",
        visitor.token
    )
}

#[tokio::test]
async fn a_head_that_trickles_is_cut_off_and_others_are_served_meanwhile() {
    let host = Host::start_with(|web| web.head_time(SHORT).stall_time(LONG)).await;
    let mut slow = Raw::to(host.address).await;
    slow.send("GET / HTTP/1.1\r\nhost: bot\r\n").await;
    assert_eq!(Http::at(host.address).get("/healthz", &[]).await.status, StatusCode::OK);
    assert!(!slow.ends_though_fed(b"x: y\r\n").await.contains(" 200 "));
}

#[tokio::test]
async fn a_connection_that_says_nothing_or_nothing_more_is_closed() {
    let host = Host::start_with(|web| web.head_time(SHORT).stall_time(LONG)).await;
    let mut silent = Raw::to(host.address).await;
    let mut idle = Raw::to(host.address).await;
    assert_eq!(idle.is_served().await.as_deref(), Some("HTTP/1.1 200 OK"));
    assert_eq!((idle.ends().await, silent.ends().await), (String::new(), String::new()));
}

#[tokio::test]
async fn an_upload_that_stands_still_is_given_up() {
    let host = Host::start_with(|web| web.head_time(LONG).stall_time(SHORT)).await;
    let ann = Http::at(host.address).visitor().await;
    let mut slow = Raw::to(host.address).await;
    slow.send(upload(&ann)).await;
    let answer = slow.ends().await;
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("Nothing more has come for too long."), "{answer}");
    ann.say("1", "/frame").await;
}

#[tokio::test]
async fn an_input_that_stands_still_is_given_up() {
    let host = Host::start_with(|web| web.head_time(LONG).stall_time(SHORT)).await;
    let ann = Http::at(host.address).visitor().await;
    for (path, kind) in [("/api/inputs", "application/json"), ("/say", "application/x-www-form-urlencoded")] {
        let mut slow = Raw::to(host.address).await;
        let headers = format!("authorization: Bearer {}\r\ncontent-type: {kind}\r\ncontent-length: 100\r\n", ann.token);
        slow.asks("POST", path, &headers).await;
        slow.send("id=").await;
        assert!(slow.ends().await.starts_with("HTTP/1.1 408 "), "{path}");
    }
}

#[tokio::test]
async fn an_upload_that_trickles_is_given_up_in_the_end() {
    let host = Host::start_with(|web| web.head_time(LONG).stall_time(LONG).upload_time(SHORT)).await;
    let ann = Http::at(host.address).visitor().await;
    let mut slow = Raw::to(host.address).await;
    slow.send(upload(&ann)).await;
    let answer = slow.ends_though_fed(b"x").await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
}

#[tokio::test]
async fn who_takes_nothing_of_an_answer_is_cut_off() {
    let limits = |web: Web| {
        web.head_time(LONG).stall_time(SHORT).largest_upload(64 << 20).connections(1).connections_of_one_address(9)
    };
    let host = Host::start_with(limits).await;
    let http = Http::at(host.address);
    let ann = http.visitor().await;
    ann.say("1", "/pages").await;
    // More than the buffers on the way have room for.
    let head = "--b\r\ncontent-disposition: form-data; name=\"id\"\r\n\r\n2\r\n\
                --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n";
    let body = [head.as_bytes(), &vec![7; 32 << 20], b"\r\n--b--\r\n"].concat();
    let kept = ann.input_as("multipart/form-data; boundary=b", body).await.json();
    let url = kept["view"]["media"][0]["url"].as_str().expect("an address").to_owned();
    let mut stalled = Raw::narrow(host.address).await;
    let bearer = format!("authorization: Bearer {}\r\n", ann.token);
    // The only place is free when the other client is gone.
    drop((http, ann));
    stalled.asks("GET", &url, &bearer).await;
    let mut next = Raw::to(host.address).await;
    assert_eq!(next.is_served().await.as_deref(), Some("HTTP/1.1 200 OK"));
}

#[tokio::test]
async fn readers_of_events_may_wait_for_longer_than_any_limit() {
    let limits = |web: Web| web.head_time(SHORT).stall_time(SHORT).upload_time(SHORT);
    let host = Host::start_with(limits).await;
    let ann = Http::at(host.address).visitor().await;
    ann.say("1", "/frame").await;
    let mut reader = Raw::to(host.address).await;
    let bearer = format!("authorization: Bearer {}\r\n", ann.token);
    reader.asks("GET", "/api/session/events", &bearer).await;
    assert!(reader.until("AskPhoto").await.is_some());
    // All limits have passed when one after the other has been closed by them.
    for _ in 0..3 {
        Raw::to(host.address).await.ends().await;
    }
    ann.say("2", "/letter").await;
    assert!(reader.until("AskLetter").await.is_some(), "it is still told");
}

#[tokio::test]
async fn one_connection_too_many_waits_while_those_that_are_open_go_on() {
    let host = Host::start_with(|web| web.head_time(LONG).connections(2).connections_of_one_address(9)).await;
    let http = Http::at(host.address);
    let ann = http.visitor().await;
    let bearer = format!("authorization: Bearer {}\r\n", ann.token);
    let mut reader = Raw::to(host.address).await;
    reader.asks("GET", "/events", &bearer).await;
    assert!(reader.until("event: thread").await.is_some(), "readers of events are counted");
    let mut waiting = Raw::to(host.address).await;
    waiting.asks("GET", "/healthz", "").await;
    ann.say("1", "/frame").await;
    for _ in 0..50 {
        assert_eq!(ann.get("/api/session").await.status, StatusCode::OK, "who was there goes on");
    }
    assert!(waiting.is_silent(), "the third is not taken");
    drop((http, ann));
    assert!(waiting.until("ok").await.is_some(), "it is taken when another one has gone");
    assert!(reader.until("Send me a picture.").await.is_some(), "who was there goes on");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn one_connection_too_many_of_an_address_is_closed_and_other_addresses_are_served() {
    let host = Host::start_with(|web| web.head_time(LONG).connections_of_one_address(2)).await;
    let (mut first, mut second) = (Raw::to(host.address).await, Raw::to(host.address).await);
    assert!(first.is_served().await.is_some() && second.is_served().await.is_some());
    let mut third = Raw::to(host.address).await;
    assert_eq!(third.ends_though_fed(b"x-forwarded-for: 192.0.2.1\r\n").await, "");
    let mut other = Raw::from([127, 0, 0, 2].into(), host.address).await;
    assert!(other.is_served().await.is_some(), "another address has places of its own");
    assert!(first.is_served().await.is_some() && second.is_served().await.is_some(), "who was there goes on");
    drop(first);
    let again = async { while Raw::to(host.address).await.is_served().await.is_none() {} };
    timeout(PATIENCE, again).await.expect("the place of who has gone is free");
}

#[tokio::test]
async fn a_visitor_reads_events_in_so_many_places_and_no_more() {
    let host = Host::start().await;
    let http = Http::at(host.address);
    let (ann, bob) = (http.visitor().await, http.visitor().await);
    let mut open = Vec::new();
    for _ in 0..8 {
        open.push(ann.open("/api/session/events").await);
    }
    assert!(open.iter().all(|reader| reader.status() == StatusCode::OK));
    for path in ["/events", "/api/session/events"] {
        let refused = ann.get(path).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1, "{path}");
    }
    assert_eq!(bob.open("/api/session/events").await.status(), StatusCode::OK);
    open.pop();
    let again = async { while ann.open("/events").await.status() != StatusCode::OK {} };
    timeout(PATIENCE, again).await.expect("the place of a reader who has gone is free");
}

/// Sends a small file again and again until it is not taken for another reason than the rate; gives why.
async fn refused_upload(visitor: &Visitor) -> (StatusCode, String) {
    let body = "--b\r\ncontent-disposition: form-data; name=\"id\"\r\n\r\n\r\n\
                --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nx\r\n--b--\r\n";
    let refused = async {
        loop {
            let answer = visitor.input_as("multipart/form-data; boundary=b", body).await;
            // Taken, its id is none; and the rate is of all inputs.
            if answer.status != StatusCode::BAD_REQUEST && !answer.text().starts_with("Too fast") {
                assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1);
                return (answer.status, answer.text());
            }
        }
    };
    timeout(PATIENCE, refused).await.expect("one too many is refused")
}

#[tokio::test]
async fn one_visitor_and_all_of_them_send_so_many_files_at_once_and_no_more() {
    let host = Host::start().await;
    let http = Http::at(host.address);
    let mut sending = Vec::new();
    for visitor in 0..16 {
        let visitor = (visitor, http.visitor().await);
        for _ in 0..4 {
            let mut slow = Raw::to(host.address).await;
            slow.send(upload(&visitor.1)).await;
            sending.push(slow);
        }
        if visitor.0 == 0 {
            let (status, why) = refused_upload(&visitor.1).await;
            assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
            assert!(why.contains("too many files at once"), "{why}");
        }
    }
    assert_eq!(refused_upload(&http.visitor().await).await.0, StatusCode::SERVICE_UNAVAILABLE);
    drop(sending);
}

#[tokio::test]
async fn connections_that_do_not_end_do_not_hold_up_the_end() {
    let museum = Museum::new().await;
    let web = Web::bind("127.0.0.1:0").media(museum.media.clone()).head_time(LONG).stall_time(LONG).upload_time(LONG);
    let address = web.address();
    let engine = museum.builder().await.surface(web).build().await.unwrap();
    let address = address.borrow().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(async move { engine.run(async move { drop(stopped.await) }).await });
    let ann = Http::at(address).visitor().await;
    let (mut sends, mut reads) = (Raw::to(address).await, Raw::to(address).await);
    let mut half = Raw::to(address).await;
    half.send("GET / HTTP/1.1\r\n").await;
    sends.send(upload(&ann)).await;
    reads.asks("GET", "/events", &format!("authorization: Bearer {}\r\n", ann.token)).await;
    assert!(reads.until("event: thread").await.is_some());
    drop(stop);
    timeout(PATIENCE, running).await.expect("it ends").unwrap().unwrap();
    for (who, mut left) in [("the reader", reads), ("the sender", sends), ("who has not asked", half)] {
        assert!(!left.ends().await.contains(" 200 "), "{who}");
    }
}
