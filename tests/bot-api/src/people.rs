//! Users, and the bot itself.

use serde_json::{Value, json};

use crate::ids::UserId;

/// Somebody who uses Telegram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub(crate) id: i64,
    pub(crate) first_name: String,
    pub(crate) last_name: Option<String>,
    pub(crate) language: Option<String>,
}

impl User {
    /// The id.
    pub fn id(&self) -> UserId {
        UserId(self.id)
    }

    /// The first name.
    pub fn name(&self) -> &str {
        &self.first_name
    }

    pub(crate) fn username(&self) -> String {
        format!(
            "{}_{}",
            self.first_name.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), ""),
            self.id
        )
    }

    pub(crate) fn json(&self) -> Value {
        let mut json = json!({
            "id": self.id, "is_bot": false, "first_name": self.first_name, "username": self.username(),
        });
        if let Some(name) = &self.last_name {
            json["last_name"] = name.as_str().into();
        }
        if let Some(language) = &self.language {
            json["language_code"] = language.as_str().into();
        }
        json
    }
}

pub(crate) const BOT_NAME: &str = "Workflow";
pub(crate) const BOT_USERNAME: &str = "workflow_test_bot";

/// The bot, as it stands in messages.
pub(crate) fn bot(id: i64) -> Value {
    json!({"id": id, "is_bot": true, "first_name": BOT_NAME, "username": BOT_USERNAME})
}
