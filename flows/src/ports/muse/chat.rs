//! A muse at a server with OpenAI's API of chats.

use flows_remote::openai::{Chat, Message, Temperature};
use flows_remote::{JobKey, RemoteError};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use workflow::prelude::*;
use workflow::{BoxFuture, Error};

use super::super::artist::Prompt;
use super::super::pictures::{Pictures, encoded};
use super::{Muse, Next, Talk};

/// A muse that is a language model: it answers in JSON, and what it answers is checked.
pub struct Chatting {
    chat: Chat,
    pictures: Pictures,
}

/// After so many questions, skipped ones too, it must know enough.
const MOST_QUESTIONS: usize = 5;
/// The longest question and description, in characters.
const LONGEST: usize = 500;
/// The side of what is looked at, in pixels: more costs more and tells nothing.
const LOOKED_AT: u32 = 1024;

const ASK: &str = "You help to find a prompt for a picture. Ask about what the idea leaves open: place, light, mood, \
    style; one short question at a time, and at most five. Answer as JSON and nothing else: {\"question\": \"…\"}, or \
    {\"prompt\": \"…\"} as soon as you know enough. A prompt has at most 1000 characters.";
const CONCLUDE: &str = "You have found out enough about an idea for a picture. Write the prompt, of at most 1000 \
    characters. Answer as JSON and nothing else: {\"prompt\": \"…\"}.";
const REWRITE: &str = "You change the prompt of a picture as it is wished, and leave the rest as it is. Answer as JSON \
    and nothing else: {\"prompt\": \"…\"}, of at most 1000 characters.";
const DESCRIBE: &str = "You say in one plain sentence what is on a picture. Answer as JSON and nothing else: \
    {\"description\": \"…\"}.";
const ANYTHING: &str = "Make it different in some way of your own.";

impl Chatting {
    /// What a user is told of what it does not answer.
    pub const SAYS: &str = "The muse does not answer that: please try other words.";

    /// A muse that speaks in this chat and looks at these pictures.
    pub fn new(chat: Chat, pictures: Pictures) -> Self {
        Self { chat, pictures }
    }

    async fn ask<T: DeserializeOwned>(&self, key: &str, messages: &[Message]) -> Result<T> {
        self.chat.ask(&JobKey::new(key), messages, Temperature::EVEN).await.map_err(told)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
enum Answer {
    Question(String),
    Prompt(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prompted {
    prompt: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Described {
    description: String,
}

impl Muse for Chatting {
    fn next<'a>(&'a self, key: &'a Key, talk: &'a Talk) -> BoxFuture<'a, Result<Next>> {
        Box::pin(async move {
            let is_enough = talk.answers.len() >= MOST_QUESTIONS;
            let mut messages = vec![Message::system(if is_enough { CONCLUDE } else { ASK })];
            messages.push(Message::user(talk.idea.as_str()));
            for (question, answer) in &talk.answers {
                messages.push(Message::assistant(json!({ "question": question }).to_string()));
                messages.push(Message::user(answer.as_deref().unwrap_or("Choose yourself.")));
            }
            if is_enough {
                let Prompted { prompt } = self.ask(key.as_str(), &messages).await?;
                return Ok(Next::Prompt(cut(&prompt)?));
            }
            match self.ask(key.as_str(), &messages).await? {
                Answer::Question(question) => Ok(Next::Ask(brief(&question)?)),
                Answer::Prompt(prompt) => Ok(Next::Prompt(cut(&prompt)?)),
            }
        })
    }

    fn rewrite<'a>(&'a self, key: &'a Key, prompt: &'a Prompt, wish: Option<&'a str>) -> BoxFuture<'a, Result<Prompt>> {
        Box::pin(async move {
            let asked = json!({ "prompt": prompt, "wish": wish.unwrap_or(ANYTHING) }).to_string();
            let messages = [Message::system(REWRITE), Message::user(asked)];
            let Prompted { prompt } = self.ask(key.as_str(), &messages).await?;
            cut(&prompt)
        })
    }

    fn describe<'a>(&'a self, key: &'a Key, image: &'a Media) -> BoxFuture<'a, Result<String>> {
        Box::pin(async move {
            let picture = self.pictures.read(image).await?;
            let is_large = picture.width().max(picture.height()) > LOOKED_AT;
            let small = move || if is_large { picture.thumbnail(LOOKED_AT, LOOKED_AT) } else { picture };
            let bytes = crate::computing::computed(move || encoded(&small())).await?;
            let messages = [Message::system(DESCRIBE), Message::user("The picture.").with_picture(bytes)];
            // One piece of work may look at many pictures.
            let key = format!("{}/{}", key.as_str(), image.id());
            let Described { description } = self.ask(&key, &messages).await?;
            brief(&description)
        })
    }
}

fn cut(prompt: &str) -> Result<Prompt> {
    let prompt: String = prompt.trim().chars().take(Prompt::MAX).collect();
    prompt.parse().map_err(|_| "the muse gave no prompt").fault()
}

fn brief(text: &str) -> Result<String> {
    let text: String = text.trim().chars().take(LONGEST).collect();
    if text.is_empty() { Err("the muse said nothing").fault() } else { Ok(text) }
}

/// A fault where another attempt may help.
fn told(error: RemoteError) -> Error {
    if error.is_transient() {
        return error.into();
    }
    tracing::warn!(%error, "the muse does not answer");
    reject(Chatting::SAYS)
}
