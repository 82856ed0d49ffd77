//! Nodes that refuse, err, or are none: the errors tell what can be tried again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "that is how a test fails"
)]

use crate::anvil::{block, fresh, node};
use crate::between::Server;
use flows_chain::TxHash;
use flows_chain::rpc::{BlockNumber, NodeError, NodeUrl};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::TcpListener;

/// What a client is told by a server that answers every batch so.
async fn told(answer: impl Fn(Vec<Value>) -> (u16, String) + Send + Sync + 'static) -> NodeError {
    let server = Server::answering(answer).await;
    node(&server.url, "1").head().await.unwrap_err()
}

/// The answer to each call, by its method.
fn answers(batch: &[Value], result: impl Fn(&str) -> Value) -> Vec<Value> {
    let answer =
        |call: &Value| json!({"jsonrpc": "2.0", "id": call["id"], "result": result(call["method"].as_str().unwrap())});
    batch.iter().map(answer).collect()
}

fn honest(method: &str) -> Value {
    match method {
        "eth_chainId" => json!("0x7a69"),
        "eth_blockNumber" => json!("0x2a"),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_status_of_http_tells_whether_it_is_worth_another_try() {
    for (status, is_transient) in [
        (408, true),
        (429, true),
        (500, true),
        (502, true),
        (503, true),
        (302, false),
        (400, false),
        (401, false),
        (403, false),
        (404, false),
    ] {
        let error = told(move |_| (status, "no".into())).await;
        assert!(matches!(error, NodeError::Status(told) if told == status), "{error}");
        assert_eq!(error.is_transient(), is_transient, "{status}");
    }
}

#[tokio::test]
async fn an_error_of_the_node_tells_whether_it_is_worth_another_try() {
    for (code, is_transient) in [(-32005, true), (-32603, true), (-32000, true), (-32601, false), (-32602, false)] {
        let error = told(move |batch| {
            let mut answers = answers(&batch, honest);
            answers[1] = json!({"jsonrpc": "2.0", "id": 1, "error": {"code": code, "message": "x".repeat(9_999)}});
            (200, json!(answers).to_string())
        })
        .await;
        assert_eq!(error.is_transient(), is_transient, "{code}");
        match error {
            NodeError::Refused { method, code: told, message } => {
                assert_eq!((method, told, message.len()), ("eth_blockNumber", code, 200));
            }
            other => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn a_node_that_takes_no_batches_says_so() {
    let refusal = r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"batches are off"}}"#;
    let error = told(move |_| (200, refusal.into())).await;
    assert!(!error.is_transient());
    assert_eq!(error.to_string(), "the node refuses the whole batch: batches are off (-32600)");
}

#[tokio::test]
async fn what_is_not_json_rpc_is_refused_for_good() {
    let bodies = [
        String::new(),
        "<html>".into(),
        "{}".into(),
        "[]".into(),
        "[1]".into(),
        r#"[{"id":0,"result":"0x7a69"}]"#.into(),
        r#"[{"id":0,"result":"0x7a69"},{"id":0,"result":"0x7a69"}]"#.into(),
        r#"[{"id":0,"result":"0x7a69"},{"id":2,"result":"0x1"}]"#.into(),
        r#"[{"id":0,"result":"0x7a69"},{"id":1,"result":"1"}]"#.into(),
        r#"[{"id":0,"result":"0x7a69"},{"id":1,"result":"0x"}]"#.into(),
        r#"[{"id":0,"result":"0x7a69"},{"id":1,"result":"0x+1"}]"#.into(),
        r#"[{"id":0,"result":"0x7a69"},{"id":1,"result":1}]"#.into(),
        r#"[{"id":0,"result":"0x7a69"},{"id":1,"result":null}]"#.into(),
        format!(r#"[{{"id":0,"result":"0x7a69"}},{{"id":1,"result":"0x{}"}}]"#, "f".repeat(17)),
    ];
    for body in bodies {
        let answer = body.clone();
        let error = told(move |_| (200, answer.clone())).await;
        assert!(matches!(error, NodeError::Malformed(_)) && !error.is_transient(), "{body}: {error}");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let error = told(|_| (200, " ".repeat((64 << 20) + 1))).await;
    assert!(matches!(error, NodeError::TooLong), "{error}");
}

#[tokio::test]
async fn the_answers_to_a_batch_may_come_in_any_order() {
    let server = Server::answering(|batch| {
        let mut answers = answers(&batch, honest);
        answers.reverse();
        (200, json!(answers).to_string())
    })
    .await;
    assert_eq!(node(&server.url, "1").head().await.unwrap(), block(42));
}

/// A hash that is this digit all over.
fn hash(digit: &str) -> String {
    format!("0x{}", digit.repeat(64))
}

/// What is found on a chain of two blocks, the second of which names this parent and holds one payment with this receipt.
async fn found_on(parent: &str, receipt: Value) -> Result<Vec<TxHash>, NodeError> {
    let address = fresh();
    let payment = json!({"hash": hash("1"), "from": fresh(), "to": address, "value": "0x1"});
    let first = json!({"number": "0x0", "hash": hash("a"), "parentHash": hash("0"), "transactions": []});
    let second = json!({"number": "0x1", "hash": hash("b"), "parentHash": hash(parent), "transactions": [payment]});
    let server = Server::answering(move |batch| {
        let answer = |call: &Value| {
            let result = match call["method"].as_str().unwrap() {
                "eth_getBlockByNumber" if call["params"][0] == "0x0" => first.clone(),
                "eth_getBlockByNumber" => second.clone(),
                "eth_getTransactionReceipt" => receipt.clone(),
                other => honest(other),
            };
            json!({"jsonrpc": "2.0", "id": call["id"], "result": result})
        };
        (200, batch.iter().map(answer).collect::<Value>().to_string())
    })
    .await;
    let found = node(&server.url, "1").transfers_to(&address, BlockNumber::GENESIS).await?.found;
    Ok(found.into_iter().map(|transfer| transfer.hash).collect())
}

fn receipt(transaction: &str, block: &str) -> Value {
    json!({"transactionHash": hash(transaction), "blockHash": hash(block), "status": "0x1"})
}

#[tokio::test]
async fn blocks_that_do_not_follow_each_other_are_not_put_together() {
    assert_eq!(found_on("a", receipt("1", "b")).await.unwrap(), [hash("1").parse().unwrap()]);
    assert!(matches!(found_on("c", receipt("1", "b")).await, Err(NodeError::Unsettled)));
}

#[tokio::test]
async fn a_receipt_of_another_block_does_not_count() {
    assert!(matches!(found_on("a", receipt("1", "c")).await, Err(NodeError::Unsettled)));
    assert!(matches!(found_on("a", Value::Null).await, Err(NodeError::Unsettled)));
}

#[tokio::test]
async fn a_receipt_of_another_transaction_is_refused() {
    assert!(matches!(found_on("a", receipt("2", "b")).await, Err(NodeError::Malformed(_))));
}

#[tokio::test]
async fn where_nobody_listens_somebody_may_later() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/with-a-key", listener.local_addr().unwrap());
    drop(listener);
    let error = node(&url, "1").head().await.unwrap_err();
    assert!(matches!(error, NodeError::Unreachable(_)) && error.is_transient(), "{error}");
    assert!(!format!("{error:?}").contains("with-a-key"), "{error:?}");
}

#[tokio::test]
async fn a_node_that_never_answers_is_left() {
    // It is listened to by nobody who would answer.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let error = node(&url, "1").with_patience(Duration::from_millis(1)).head().await.unwrap_err();
    assert!(matches!(error, NodeError::Unreachable(_)) && error.is_transient(), "{error}");
}

#[test]
fn the_key_in_an_address_is_never_shown() {
    let client = node("https://name:password@example.com/v3/secret?key=secret", "12");
    let shown = format!("{client:?}");
    assert!(shown.contains("example.com") && !shown.contains("secret") && !shown.contains("password"), "{shown}");
}

#[test]
fn only_addresses_of_http_lead_to_a_node() {
    for text in ["", "example.com", "ws://example.com", "file:///etc/passwd", "http://", "http:// a"] {
        assert!(text.parse::<NodeUrl>().is_err(), "{text}");
    }
    assert!("http://[::1]:8545/key".parse::<NodeUrl>().is_ok());
}
