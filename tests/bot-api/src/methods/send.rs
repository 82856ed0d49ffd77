//! `sendMessage`, `sendPhoto`, `sendDocument`, `sendAudio`, `sendVideo`.

use serde_json::{Map, Value};

use crate::answer::{Outcome, Refusal};
use crate::files::Kind;
use crate::keyboard::Markup;
use crate::media;
use crate::parameters::Parameters;
use crate::room::Content;
use crate::text::Formatted;
use crate::world::{Draft, World};

/// Where a message goes.
pub(crate) struct Place {
    pub(crate) chat: i64,
    reply_to: Option<i64>,
    thread: Option<i64>,
}

pub(crate) fn message(world: &mut World, parameters: &Parameters) -> Outcome {
    let markup = Markup::read(parameters)?;
    let text = text(parameters)?;
    let place = place(world, parameters)?;
    world.spend(place.chat, 1)?;
    let draft = place.draft(world, Content::Text(text), markup);
    let id = world.post(place.chat, draft);
    Ok(world.shown(place.chat, id).into())
}

pub(crate) fn file(world: &mut World, parameters: &Parameters, kind: Kind) -> Outcome {
    let name = kind.name();
    let markup = Markup::read(parameters)?;
    let caption = caption(parameters)?;
    let place = place(world, parameters)?;
    let file = media::file(&mut world.files, parameters, name, kind)?;
    let file = file.ok_or_else(|| Refusal::bad(format!("there is no {name} in the request")))?;
    world.spend(place.chat, 1)?;
    let mut more = Map::new();
    for name in ["title", "performer"] {
        more.extend(parameters.text(name).map(|text| (name.to_owned(), Value::from(text))));
    }
    for name in ["duration", "width", "height"] {
        more.extend(parameters.integer(name).map(|number| (name.to_owned(), number.into())));
    }
    let medium = media::medium(&mut world.files, file, more);
    let draft = place.draft(world, Content::Media(medium, caption), markup);
    let id = world.post(place.chat, draft);
    Ok(world.shown(place.chat, id).into())
}

pub(crate) fn text(parameters: &Parameters) -> Result<Formatted, Refusal> {
    let text = parameters.text("text").unwrap_or_default();
    let entities = parameters.json("entities").and_then(Result::ok);
    Formatted::message(&text, parameters.text("parse_mode").as_deref(), entities)
}

pub(crate) fn caption(parameters: &Parameters) -> Result<Formatted, Refusal> {
    let text = parameters.text("caption").unwrap_or_default();
    let entities = parameters.json("caption_entities").and_then(Result::ok);
    Formatted::caption(&text, parameters.text("parse_mode").as_deref(), entities)
}

/// The chat, the topic and the message that is replied to.
pub(crate) fn place(world: &World, parameters: &Parameters) -> Result<Place, Refusal> {
    let chat = world.writable(parameters)?;
    let room = world.room(chat);
    let thread = parameters.integer("message_thread_id").filter(|thread| *thread != 0);
    if thread.is_some_and(|thread| !room.topics.contains_key(&thread)) {
        return Err(Refusal::bad("message thread not found"));
    }
    let (wanted, may_miss) = replied(parameters)?;
    let reply_to = wanted.filter(|id| room.post(*id).is_some());
    if wanted.is_some() && reply_to.is_none() && !may_miss {
        return Err(Refusal::bad("message to be replied not found"));
    }
    Ok(Place { chat, reply_to, thread })
}

/// The message that is replied to, and whether it may be missing.
fn replied(parameters: &Parameters) -> Result<(Option<i64>, bool), Refusal> {
    let old = parameters.integer("reply_to_message_id").filter(|id| *id != 0);
    match parameters.json("reply_parameters") {
        None => Ok((old, parameters.is_true("allow_sending_without_reply"))),
        Some(Ok(Value::Object(reply))) => {
            let id = reply.get("message_id").and_then(Value::as_i64);
            let id = id.ok_or_else(|| Refusal::bad("Can't parse reply parameters: Can't find field \"message_id\""))?;
            Ok((Some(id), reply.get("allow_sending_without_reply") == Some(&Value::Bool(true))))
        }
        Some(Ok(_)) => Err(Refusal::bad("Object expected as reply parameters")),
        Some(Err(_)) => Err(Refusal::bad("Can't parse reply parameters JSON object")),
    }
}

impl Place {
    pub(crate) fn draft(&self, world: &World, content: Content, markup: Markup) -> Draft {
        Draft { from: world.bot, content, markup, reply_to: self.reply_to, thread: self.thread, album: None }
    }
}
