//! `getMe`, `getChat`, `sendChatAction`.

use serde_json::json;

use crate::answer::{Outcome, Refusal};
use crate::parameters::Parameters;
use crate::people;
use crate::world::World;

const ACTIONS: [&str; 14] = [
    "cancel",
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "record_audio",
    "upload_audio",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

pub(crate) fn get_me(world: &World) -> Outcome {
    let mut me = people::bot(world.bot);
    for (name, is_so) in [
        ("can_join_groups", true),
        ("can_read_all_group_messages", true),
        ("supports_inline_queries", false),
        ("can_connect_to_business", false),
        ("has_main_web_app", false),
        ("has_topics_enabled", false),
        ("allows_users_to_create_topics", false),
    ] {
        me[name] = is_so.into();
    }
    Ok(me.into())
}

pub(crate) fn get_chat(world: &World, parameters: &Parameters) -> Outcome {
    let id = world.readable(parameters)?;
    let room = world.room(id);
    let mut chat = world.chat_json(room);
    chat["accent_color_id"] = 0.into();
    chat["max_reaction_count"] = 11.into();
    chat["accepted_gift_types"] = json!({
        "unlimited_gifts": true, "limited_gifts": true, "unique_gifts": true, "premium_subscription": true,
        "gifts_from_channels": true,
    });
    if !room.is_private() {
        chat["permissions"] = json!({"can_send_messages": true, "can_send_photos": true, "can_send_documents": true});
    }
    Ok(chat.into())
}

pub(crate) fn send_chat_action(world: &World, parameters: &Parameters) -> Outcome {
    let action = parameters.text("action").unwrap_or_default().to_lowercase();
    if !ACTIONS.contains(&&*action) {
        return Err(Refusal::bad("wrong parameter action in request"));
    }
    world.writable(parameters)?;
    Ok(json!(true).into())
}
