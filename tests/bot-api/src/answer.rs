//! What a call is answered with.

use serde_json::{Map, Value, json};

/// How a call went.
pub(crate) type Outcome = Result<Success, Refusal>;

/// The result of a call, and what Telegram says about it.
#[derive(Debug, Clone)]
pub(crate) struct Success {
    pub(crate) result: Value,
    pub(crate) description: Option<&'static str>,
}

/// Why a call was refused.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) code: u16,
    pub(crate) description: String,
    parameters: Map<String, Value>,
}

impl From<Value> for Success {
    fn from(result: Value) -> Self {
        Self { result, description: None }
    }
}

impl Success {
    pub(crate) fn body(&self) -> Value {
        let mut body = json!({"ok": true, "result": self.result});
        if let Some(description) = self.description {
            body["description"] = description.into();
        }
        body
    }
}

impl Refusal {
    pub(crate) fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), parameters: Map::new() }
    }

    /// The first letter is made small, as Telegram does, but not in words like `BUTTON_DATA_INVALID`.
    pub(crate) fn bad(why: impl AsRef<str>) -> Self {
        let why = why.as_ref();
        let mut letters = why.chars();
        let (first, second) = (letters.next().unwrap_or_default(), letters.next().unwrap_or_default());
        let is_code = second == '_' || second.is_ascii_uppercase();
        let why = if is_code {
            why.to_owned()
        } else {
            format!("{}{}", first.to_ascii_lowercase(), &why[first.len_utf8()..])
        };
        Self::new(400, format!("Bad Request: {why}"))
    }

    pub(crate) fn forbidden(why: &str) -> Self {
        Self::new(403, format!("Forbidden: {why}"))
    }

    pub(crate) fn conflict(why: &str) -> Self {
        Self::new(409, format!("Conflict: {why}"))
    }

    pub(crate) fn too_many(seconds: u64) -> Self {
        let mut refusal = Self::new(429, format!("Too Many Requests: retry after {seconds}"));
        refusal.parameters.insert("retry_after".to_owned(), seconds.into());
        refusal
    }

    pub(crate) fn upgraded(to: i64) -> Self {
        let mut refusal = Self::bad("group chat was upgraded to a supergroup chat");
        refusal.parameters.insert("migrate_to_chat_id".to_owned(), to.into());
        refusal
    }

    pub(crate) fn not_found() -> Self {
        Self::new(404, "Not Found")
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(401, "Unauthorized")
    }

    pub(crate) fn too_large() -> Self {
        Self::new(413, "Request Entity Too Large")
    }

    /// What is said of one item of an album.
    pub(crate) fn of_item(self, number: usize) -> Self {
        let why = self.description.strip_prefix("Bad Request: ").unwrap_or(&self.description);
        Self::bad(format!("failed to send message #{number} with the error message \"{why}\""))
    }

    pub(crate) fn body(&self) -> Value {
        let mut body = json!({"ok": false, "error_code": self.code, "description": self.description});
        if !self.parameters.is_empty() {
            body["parameters"] = Value::Object(self.parameters.clone());
        }
        body
    }
}
