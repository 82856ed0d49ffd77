use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Account, Model};
use crate::error::RemoteError;
use crate::key::JobKey;
use crate::secret::ApiKey;

/// A server that answers.
#[derive(Debug, Clone)]
pub struct Chat {
    account: Account,
    model: Model,
}

/// Who says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The one who set the chat up.
    System,
    /// The one who asks.
    User,
    /// The model.
    Assistant,
}

/// What somebody says, with pictures to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    role: Role,
    text: String,
    pictures: Vec<Vec<u8>>,
}

impl Message {
    /// What this one says.
    pub fn new(role: Role, text: impl Into<String>) -> Self {
        Self { role, text: text.into(), pictures: Vec::new() }
    }

    /// How the model is set up.
    pub fn system(text: impl Into<String>) -> Self {
        Self::new(Role::System, text)
    }

    /// What is asked.
    pub fn user(text: impl Into<String>) -> Self {
        Self::new(Role::User, text)
    }

    /// What the model has answered.
    pub fn assistant(text: impl Into<String>) -> Self {
        Self::new(Role::Assistant, text)
    }

    /// With this picture, a whole PNG, JPEG, WebP or GIF.
    #[must_use]
    pub fn with_picture(mut self, bytes: Vec<u8>) -> Self {
        self.pictures.push(bytes);
        self
    }

    fn to_json(&self) -> Value {
        let role = match self.role {
            Role::System => "system",
            Role::User => "user",
            Role::Assistant => "assistant",
        };
        // Not every compatible server takes parts where a text will do.
        if self.pictures.is_empty() {
            return json!({ "role": role, "content": self.text });
        }
        let mut content = vec![json!({ "type": "text", "text": self.text })];
        content.extend(self.pictures.iter().map(|bytes| {
            let url = format!("data:{};base64,{}", media_type(bytes), BASE64_STANDARD.encode(bytes));
            json!({ "type": "image_url", "image_url": { "url": url } })
        }));
        json!({ "role": role, "content": content })
    }
}

/// How freely a model answers, 0 to 2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Temperature(f64);

impl Temperature {
    /// Always nearly the same.
    pub const STRICT: Self = Self(0.0);
    /// As models usually answer.
    pub const EVEN: Self = Self(1.0);

    /// This one; None if it is not 0 to 2.
    pub fn new(temperature: f64) -> Option<Self> {
        (0.0..=2.0).contains(&temperature).then_some(Self(temperature))
    }
}

impl Chat {
    /// This model of the server at this address, as `https://api.openai.com/v1`.
    ///
    /// # Errors
    /// When the address is none, or the system has no certificates to trust.
    pub fn new(url: &str, key: ApiKey, model: Model) -> Result<Self, RemoteError> {
        Ok(Self { account: Account::new("the server of chats", url, key, Duration::from_secs(120))?, model })
    }

    /// The same server; an answer may take this long.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.account.timeout = timeout;
        self
    }

    /// Asks for a text.
    ///
    /// # Errors
    /// When the server or the model refuses, or there is no whole answer.
    pub async fn say(
        &self,
        key: &JobKey,
        messages: &[Message],
        temperature: Temperature,
    ) -> Result<String, RemoteError> {
        self.complete(key, self.body(messages, temperature)).await
    }

    /// Asks for an answer in JSON; the messages say in which form, and have the word JSON in them.
    ///
    /// # Errors
    /// When the server or the model refuses, or the answer has not that form.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        key: &JobKey,
        messages: &[Message],
        temperature: Temperature,
    ) -> Result<T, RemoteError> {
        let mut body = self.body(messages, temperature);
        if let Some(fields) = body.as_object_mut() {
            fields.insert("response_format".to_owned(), json!({ "type": "json_object" }));
        }
        let text = self.complete(key, body).await?;
        serde_json::from_str(object(&text)).map_err(|error| self.account.server.garbled(error))
    }

    fn body(&self, messages: &[Message], Temperature(temperature): Temperature) -> Value {
        let messages: Vec<Value> = messages.iter().map(Message::to_json).collect();
        json!({ "model": self.model.0, "messages": messages, "temperature": temperature })
    }

    async fn complete(&self, key: &JobKey, body: Value) -> Result<String, RemoteError> {
        #[derive(Deserialize)]
        struct Completion {
            choices: Vec<Choice>,
        }
        #[derive(Deserialize)]
        struct Choice {
            message: Answer,
            finish_reason: Option<String>,
        }
        #[derive(Deserialize)]
        struct Answer {
            content: Option<String>,
            refusal: Option<String>,
        }
        let Account { server, .. } = &self.account;
        let answer = self.account.post(key, &["chat", "completions"], |request| request.json(&body)).await?;
        let Completion { choices } = server.json(answer).await?;
        let Some(Choice { message, finish_reason }) = choices.into_iter().next() else {
            return Err(server.garbled("no answer among the choices"));
        };
        let refused = |message: String| Err(RemoteError::Refused { server: server.name, message });
        match (message.refusal, finish_reason.as_deref(), message.content) {
            (Some(refusal), _, _) => refused(refusal),
            (None, Some("content_filter"), _) => refused("the answer was filtered".to_owned()),
            (None, Some("length"), _) => Err(server.garbled("the answer was cut off")),
            (None, _, Some(content)) if !content.trim().is_empty() => Ok(content),
            (None, _, _) => Err(server.garbled("an empty answer")),
        }
    }
}

/// The object in a text: some models wrap it up, whatever they were asked for.
fn object(text: &str) -> &str {
    match (text.find('{'), text.rfind('}')) {
        (Some(start), Some(end)) => text.get(start..=end).unwrap_or(text),
        _ => text,
    }
}

fn media_type(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        _ => "image/png",
    }
}
