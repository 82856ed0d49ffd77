//! `editMessageText`, `editMessageCaption`, `editMessageMedia`, `editMessageReplyMarkup`.

use serde_json::Value;

use crate::answer::{Outcome, Refusal};
use crate::files::Kind;
use crate::keyboard::Markup;
use crate::methods::album;
use crate::methods::send::{caption as read_caption, text as read_text};
use crate::parameters::Parameters;
use crate::room::{Content, Post};
use crate::world::World;

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly the \
                            same as a current content and reply markup of the message";

pub(crate) fn text(world: &mut World, parameters: &Parameters) -> Outcome {
    let text = read_text(parameters)?;
    let markup = Markup::read_inline(parameters)?;
    let (chat, post) = editable(world, parameters)?;
    if !matches!(post.content, Content::Text(_)) {
        return Err(Refusal::bad("There is no text in the message to edit"));
    }
    replace(world, chat, post, Content::Text(text), markup)
}

pub(crate) fn caption(world: &mut World, parameters: &Parameters) -> Outcome {
    let caption = read_caption(parameters)?;
    let markup = Markup::read_inline(parameters)?;
    let (chat, post) = editable(world, parameters)?;
    let Content::Media(medium, _) = &post.content else {
        return Err(Refusal::bad("There is no caption in the message to edit"));
    };
    let content = Content::Media(medium.clone(), caption);
    replace(world, chat, post, content, markup)
}

pub(crate) fn media(world: &mut World, parameters: &Parameters) -> Outcome {
    let item = parameters.json("media").ok_or_else(|| Refusal::bad("parameter \"media\" is required"))?;
    let item: Value = item.map_err(|_| Refusal::bad("Can't parse input media JSON object"))?;
    let markup = Markup::read_inline(parameters)?;
    let (chat, post) = editable(world, parameters)?;
    let (medium, caption) = album::input(world, parameters, &item)?;
    if let (Some(_), Content::Media(old, _)) = (&post.album, &post.content) {
        let group = |kind| if matches!(kind, Kind::Photo | Kind::Video) { Kind::Photo } else { kind };
        if group(old.file.kind) != group(medium.file.kind) {
            return Err(Refusal::bad("Can't change media type in the album"));
        }
    }
    replace(world, chat, post, Content::Media(medium, caption), markup)
}

pub(crate) fn markup(world: &mut World, parameters: &Parameters) -> Outcome {
    let markup = Markup::read_inline(parameters)?;
    let (chat, post) = editable(world, parameters)?;
    let content = post.content.clone();
    replace(world, chat, post, content, markup)
}

/// The message that this call names, if the bot may edit it.
fn editable(world: &World, parameters: &Parameters) -> Result<(i64, Post), Refusal> {
    if parameters.text("chat_id").is_none() && parameters.text("inline_message_id").is_some() {
        return Err(Refusal::bad("MESSAGE_ID_INVALID"));
    }
    let id = parameters.integer("message_id").filter(|id| *id != 0);
    let id = id.ok_or_else(|| Refusal::bad("Message identifier is not specified"))?;
    let chat = world.writable(parameters)?;
    let post = world.room(chat).post(id).ok_or_else(|| Refusal::bad("message to edit not found"))?;
    // Nor one that came with a keyboard for typing.
    let is_plain = matches!(post.markup, Markup::None | Markup::Inline(_));
    if post.from != world.bot || !is_plain || matches!(post.content, Content::Service(..)) {
        return Err(Refusal::bad("Message can't be edited"));
    }
    Ok((chat, post.clone()))
}

fn replace(world: &mut World, chat: i64, old: Post, content: Content, markup: Markup) -> Outcome {
    if old.markup == markup && is_same(&old.content, &content) {
        return Err(Refusal::bad(NOT_MODIFIED));
    }
    world.spend(chat, 1)?;
    let date = world.clock.date();
    let room = world.room_mut(chat);
    if let Some(post) = room.post_mut(old.id) {
        post.content = content;
        post.markup = markup;
        post.edited = Some(date);
        post.edits += 1;
    }
    room.changed.send_replace(());
    Ok(world.shown(chat, old.id).into())
}

fn is_same(old: &Content, new: &Content) -> bool {
    match (old, new) {
        (Content::Text(old), Content::Text(new)) => old == new,
        (Content::Media(old, old_text), Content::Media(new, new_text)) => {
            old.file.unique == new.file.unique && old_text == new_text
        }
        _ => false,
    }
}
