//! One step of a random conversation, as it can be taken again.

use std::time::Duration;

use serde_json::Value;

use super::super::chat::Chat;
use super::super::clock::words;
use super::super::faulty::Fault;
use crate::core::media::Media;

/// One step of a conversation.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Act {
    /// Somebody in a role replies to what waits for them; so with files.
    Say {
        who: Option<&'static str>,
        text: String,
    },
    Upload {
        who: Option<&'static str>,
        media: Media,
    },
    Press {
        who: Option<&'static str>,
        label: String,
    },
    Back,
    Again,
    Later(Duration),
    Restart,
    Crash(Fault),
    Finish {
        name: String,
        value: Value,
    },
    Fail(String),
    FailOnce(String),
    Work,
}

/// The chats of a walk: the user's, and one for each role.
pub(super) struct Chats {
    pub(super) ann: Chat,
    pub(super) actors: Vec<(&'static str, Chat)>,
}

impl Chats {
    pub(super) fn get(&mut self, who: Option<&str>) -> &mut Chat {
        match self.actors.iter_mut().find(|(role, _)| Some(*role) == who) {
            Some((_, chat)) => chat,
            None => &mut self.ann,
        }
    }
}

impl Act {
    /// Takes the step. Does nothing where it can't be taken; false then.
    pub(super) async fn take(&self, chats: &mut Chats) -> Result<bool, String> {
        let chat = &mut chats.ann;
        let is_possible = match self {
            Self::Press { who, label } => {
                let chat = chats.get(*who);
                if !chat.has_button(label) {
                    return Ok(false);
                }
                chat.press(label.as_str()).tried().await?;
                return Ok(true);
            }
            Self::Say { who: Some(role), .. } | Self::Upload { who: Some(role), .. } => {
                chats.get(Some(role)).waits_for_reply().is_some()
            }
            Self::Again => chat.has_sent(),
            Self::Finish { name, .. } | Self::Fail(name) | Self::FailOnce(name) => {
                chat.waiting().contains(&name.as_str())
            }
            Self::Work => chat.has_work(),
            Self::Say { .. } | Self::Upload { .. } | Self::Back | Self::Later(_) | Self::Restart | Self::Crash(_) => {
                true
            }
        };
        if !is_possible {
            return Ok(false);
        }
        let chat = &mut chats.ann;
        match self {
            Self::Say { who: None, text } => chat.say(text.as_str()).tried().await?,
            Self::Say { who, text } => chats.get(*who).reply(text.as_str()).tried().await?,
            Self::Upload { who: None, media } => chat.upload([media.clone()]).tried().await?,
            Self::Upload { who, media } => chats.get(*who).reply_with([media.clone()]).tried().await?,
            Self::Back => chat.back().tried().await?,
            Self::Again => chat.again().tried().await?,
            Self::Later(time) => chat.later(&words(*time)).tried().await?,
            Self::Restart => chat.restart().tried().await?,
            Self::Finish { name, value } => chat.finish(name, Ok(value)).tried().await?,
            Self::Fail(name) => chat.fail(name, "no luck").tried().await?,
            Self::FailOnce(name) => chat.fail_once(name, "a hiccup").tried().await?,
            Self::Work => chat.work().tried().await?,
            Self::Crash(Fault::CrashesBefore) => drop(chat.crash_before_commit()),
            Self::Crash(_) => drop(chat.crash_after_commit()),
            Self::Press { .. } => {}
        }
        Ok(true)
    }

    /// The role in which it is done; none of what the user does.
    pub(super) fn who(&self) -> Option<&'static str> {
        match self {
            Self::Say { who, .. } | Self::Upload { who, .. } | Self::Press { who, .. } => *who,
            _ => None,
        }
    }

    /// The step as a line of a test.
    pub(super) fn line(&self) -> String {
        match self {
            Self::Say { who: None, text } => format!("chat.say({text:?}).await;"),
            Self::Say { who: Some(role), text } => format!("{role}.reply({text:?}).await;"),
            Self::Upload { who, media } => {
                let json = serde_json::to_string(media).unwrap_or_default();
                let sends = who.map_or("chat.upload".to_owned(), |role| format!("{role}.reply_with"));
                format!("{sends}([serde_json::from_str({json:?}).unwrap()]).await;")
            }
            Self::Press { who, label } => format!("{}.press({label:?}).await;", who.unwrap_or("chat")),
            Self::Back => "chat.back().await;".to_owned(),
            Self::Again => "chat.again().await;".to_owned(),
            Self::Later(time) => format!("chat.later({:?}).await;", words(*time)),
            Self::Restart => "chat.restart().await;".to_owned(),
            Self::Crash(Fault::CrashesBefore) => "chat.crash_before_commit();".to_owned(),
            Self::Crash(_) => "chat.crash_after_commit();".to_owned(),
            Self::Finish { name, value } => format!("chat.finish({name:?}, Ok(serde_json::json!({value}))).await;"),
            Self::Fail(name) => format!("chat.fail({name:?}, \"no luck\").await;"),
            Self::FailOnce(name) => format!("chat.fail_once({name:?}, \"a hiccup\").await;"),
            Self::Work => "chat.work().await;".to_owned(),
        }
    }
}
