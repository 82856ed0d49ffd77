//! Talks to the emulator without any library for bots.

use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use workflow_bot_api::{BotApi, Chat, User};

/// An emulator and a client of it.
pub(crate) struct Raw {
    pub(crate) api: BotApi,
    pub(crate) client: Client,
}

impl Raw {
    pub(crate) async fn start() -> Self {
        // Built with all the rest, the client can do TLS, and wants to know by what.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
        Self { api: BotApi::start().await.unwrap(), client: Client::new() }
    }

    /// With a user who has talked with the bot before.
    pub(crate) async fn with_ann() -> (Self, User, Chat) {
        let raw = Self::start().await;
        let ann = raw.api.user("Ann");
        let chat = raw.api.private(&ann);
        chat.opens();
        (raw, ann, chat)
    }

    pub(crate) fn address(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.api.url(), self.api.token())
    }

    pub(crate) fn request(&self, method: &str, parameters: &Value) -> RequestBuilder {
        self.client.post(self.address(method)).json(parameters)
    }

    /// The whole answer.
    pub(crate) async fn answer(&self, request: RequestBuilder) -> Value {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let answer: Value = response.json().await.unwrap();
        if answer["ok"] == true {
            assert_eq!(status, 200, "{answer}");
        } else {
            assert_eq!(answer["error_code"], status, "{answer}");
        }
        answer
    }

    /// The result of a call that is taken.
    pub(crate) async fn call(&self, method: &str, parameters: Value) -> Value {
        let answer = self.answer(self.request(method, &parameters)).await;
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer["result"].clone()
    }

    pub(crate) async fn upload(&self, method: &str, form: Form) -> Value {
        let answer = self.answer(self.client.post(self.address(method)).multipart(form)).await;
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer["result"].clone()
    }

    /// A call that is refused with this code and text; the whole answer.
    #[track_caller]
    pub(crate) fn refuses(
        &self,
        method: &str,
        parameters: Value,
        code: u16,
        text: &str,
    ) -> impl Future<Output = Value> {
        let request = self.request(method, &parameters);
        self.refused(request, code, text)
    }

    #[track_caller]
    pub(crate) fn refuses_upload(&self, method: &str, form: Form, text: &str) -> impl Future<Output = Value> {
        self.refused(self.client.post(self.address(method)).multipart(form), 400, text)
    }

    #[track_caller]
    fn refused(&self, request: RequestBuilder, code: u16, text: &str) -> impl Future<Output = Value> {
        let at = std::panic::Location::caller();
        async move {
            let answer = self.answer(request).await;
            assert_eq!(answer["ok"], false, "{at}: it was taken: {answer}");
            assert_eq!((&answer["description"], &answer["error_code"]), (&json!(text), &json!(code)), "{at}");
            answer
        }
    }

    /// Sends a text; its id.
    pub(crate) async fn send(&self, chat: &Chat, text: &str) -> i64 {
        let sent = self.call("sendMessage", json!({"chat_id": chat.id().0, "text": text})).await;
        sent["message_id"].as_i64().unwrap()
    }

    /// Sends a photo; the message.
    pub(crate) async fn send_photo(&self, chat: &Chat) -> Value {
        self.upload("sendPhoto", form(chat).part("photo", part("a.png", png(200, 100)))).await
    }

    /// What waits, from this offset on.
    pub(crate) async fn updates(&self, offset: i64) -> Vec<Value> {
        self.call("getUpdates", json!({"offset": offset})).await.as_array().unwrap().clone()
    }
}

/// A form for this chat.
pub(crate) fn form(chat: &Chat) -> Form {
    Form::new().text("chat_id", chat.id().to_string())
}

pub(crate) fn part(name: &str, bytes: Vec<u8>) -> Part {
    Part::bytes(bytes).file_name(name.to_owned())
}

/// A keyboard of one button.
pub(crate) fn button(label: &str, data: &str) -> Value {
    json!({"inline_keyboard": [[{"text": label, "callback_data": data}]]})
}

/// The begin and the end of a picture of this size: more is not looked at.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend(width.to_be_bytes());
    png.extend(height.to_be_bytes());
    png.extend(b"\x08\x06\0\0\0\0\0\0\0");
    png.extend(b"\0\0\0\0IEND\xaeB`\x82");
    png
}
