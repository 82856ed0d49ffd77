//! A chat and the last calls, for a human who must see why a test failed.

use std::fmt::Write;

use crate::ids::ChatId;
use crate::log::Call;
use crate::room::Room;
use crate::seen::{Button, Message};
use crate::world::World;

const CALLS: usize = 15;
const LONGEST_LINE: usize = 200;

/// What stands in this chat, and what was called last.
pub(crate) fn transcript(world: &World, chat: i64) -> String {
    let room = world.room(chat);
    let mut text = format!("--- chat {} ({}) ---\n", room.id, room.title);
    if room.posts.is_empty() {
        text.push_str("(nothing)\n");
    }
    for post in &room.posts {
        add_message(&mut text, world, room, &Message::of(post, world.bot));
    }
    let _ = writeln!(text, "--- the last calls of {} ---", world.calls.len());
    for call in world.calls.iter().rev().take(CALLS).rev() {
        add_call(&mut text, call);
    }
    let waiting = world.updates.queue.len();
    let _ = writeln!(text, "--- {waiting} updates wait for the bot ---");
    text
}

fn add_message(text: &mut String, world: &World, room: &Room, message: &Message) {
    let name = world.users.get(&message.from.0).map_or("bot", |user| &user.first_name);
    let _ = write!(text, "{:>4} {name}", message.id);
    if let Some(thread) = message.thread {
        let _ = write!(text, " in {}", room.topics.get(&thread.0).map_or("?", String::as_str));
    }
    if let Some(replied) = message.reply_to {
        let _ = write!(text, " to {replied}");
    }
    if message.edits > 0 {
        let _ = write!(text, " (edited {} times)", message.edits);
    }
    text.push_str(": ");
    if let Some(media) = &message.media {
        let name = media.name.as_deref().unwrap_or_default();
        let _ = write!(text, "<{:?} {name} {} bytes> ", media.kind, media.bytes.len());
    }
    if let Some((name, value)) = &message.service {
        let _ = write!(text, "<{name} {value}>");
    }
    text.push_str(&message.text.replace('\n', "\n       "));
    text.push('\n');
    for row in &message.keyboard {
        let row: Vec<String> = row.iter().map(shown).collect();
        let _ = writeln!(text, "       {}", row.join(" "));
    }
    for row in &message.reply_keyboard {
        let _ = writeln!(text, "       keys: {}", row.join(" | "));
    }
}

fn shown(button: &Button) -> String {
    let to = button.data.as_deref().or(button.url.as_deref()).unwrap_or("?");
    format!("[{} = {to}]", button.label)
}

fn add_call(text: &mut String, call: &Call) {
    let chat = call.chat.map_or(String::new(), |ChatId(id)| format!(" in {id}"));
    let answer = call.answer["description"].as_str().unwrap_or(if call.answer.is_null() { "no answer" } else { "ok" });
    let fault = call.fault.as_ref().map_or(String::new(), |fault| format!(" fault: {fault}"));
    let parameters: String = call.parameters.to_string().chars().take(LONGEST_LINE).collect();
    let _ = writeln!(text, "{:>4} {}{chat} -> {} {answer}{fault} {parameters}", call.number, call.method, call.status);
}
