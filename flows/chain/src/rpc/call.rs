//! Batches of calls over HTTP.

use super::error::NodeError;
use reqwest::RequestBuilder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// No answer to a batch is longer: 16 full blocks take a tenth.
const LONGEST: usize = 64 << 20;
/// How much of a node's own words is passed on, in characters.
const WORDS: usize = 200;

/// One call of a batch.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Call {
    jsonrpc: &'static str,
    pub(super) method: &'static str,
    params: Value,
}

impl Call {
    pub(super) fn new(method: &'static str, params: Value) -> Self {
        Self { jsonrpc: "2.0", method, params }
    }
}

/// A call with the number that its answer is known by.
#[derive(Serialize)]
struct Numbered<'a> {
    id: usize,
    #[serde(flatten)]
    call: &'a Call,
}

#[derive(Deserialize)]
struct Answer {
    id: Option<usize>,
    result: Option<Box<RawValue>>,
    error: Option<Refusal>,
}

#[derive(Deserialize)]
struct Refusal {
    code: i64,
    #[serde(default)]
    message: String,
}

/// The results of a batch, in the order of its calls.
pub(super) struct Results(std::vec::IntoIter<Option<Box<RawValue>>>);

impl Results {
    /// The next result, which must be there.
    pub(super) fn next<T: DeserializeOwned>(&mut self) -> Result<T, NodeError> {
        self.next_if_known()?.ok_or(NodeError::Malformed("a result is missing"))
    }

    /// The next result; None where the node knows of no such thing.
    pub(super) fn next_if_known<T: DeserializeOwned>(&mut self) -> Result<Option<T>, NodeError> {
        match self.0.next().flatten() {
            Some(text) => {
                serde_json::from_str(text.get()).map_err(|_| NodeError::Malformed("a result has another shape"))
            }
            None => Ok(None),
        }
    }
}

/// Sends the calls in one request.
pub(super) async fn call(request: RequestBuilder, calls: &[Call]) -> Result<Results, NodeError> {
    let batch: Vec<_> = calls.iter().enumerate().map(|(id, call)| Numbered { id, call }).collect();
    // Addresses of nodes often hold a key, which belongs in no log.
    let mut response =
        request.json(&batch).send().await.map_err(|error| NodeError::Unreachable(error.without_url()))?;
    if !response.status().is_success() {
        return Err(NodeError::Status(response.status().as_u16()));
    }
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|error| NodeError::Unreachable(error.without_url()))? {
        if body.len() + piece.len() > LONGEST {
            return Err(NodeError::TooLong);
        }
        body.extend_from_slice(&piece);
    }
    results(calls, &body)
}

fn results(calls: &[Call], body: &[u8]) -> Result<Results, NodeError> {
    let answers: Vec<Answer> = match serde_json::from_slice(body) {
        Ok(answers) => answers,
        // A node that refuses the batch as a whole answers with one error.
        Err(_) => match serde_json::from_slice(body) {
            Ok(Answer { error: Some(refusal), .. }) => return Err(refusal.of("the whole batch")),
            _ => return Err(NodeError::Malformed("the answer is no batch")),
        },
    };
    let mut results: Vec<Option<Option<Box<RawValue>>>> = calls.iter().map(|_| None).collect();
    for answer in answers {
        let place = answer.id.and_then(|id| results.get_mut(id).zip(calls.get(id)));
        let (place, call) = place.ok_or(NodeError::Malformed("an answer to no call"))?;
        if let Some(refusal) = answer.error {
            return Err(refusal.of(call.method));
        }
        if place.replace(answer.result).is_some() {
            return Err(NodeError::Malformed("two answers to one call"));
        }
    }
    let results: Option<Vec<_>> = results.into_iter().collect();
    results.map(|results| Results(results.into_iter())).ok_or(NodeError::Malformed("a call without an answer"))
}

impl Refusal {
    fn of(self, method: &'static str) -> NodeError {
        NodeError::Refused { method, code: self.code, message: self.message.chars().take(WORDS).collect() }
    }
}
