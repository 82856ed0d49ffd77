//! `deleteMessage`, `deleteMessages`.

use serde_json::{Value, json};

use crate::answer::{Outcome, Refusal};
use crate::parameters::Parameters;
use crate::room::Standing;
use crate::world::World;

const MOST: usize = 100;
/// After two days, a message stays.
const LONGEST: i64 = 48 * 3600;

pub(crate) fn one(world: &mut World, parameters: &Parameters) -> Outcome {
    let id = parameters.integer("message_id").filter(|id| *id != 0);
    let id = id.ok_or_else(|| Refusal::bad("Message identifier is not specified"))?;
    let chat = world.writable(parameters)?;
    delete(world, chat, id)?;
    Ok(json!(true).into())
}

/// What is not there is passed over.
pub(crate) fn several(world: &mut World, parameters: &Parameters) -> Outcome {
    let ids = parameters.json("message_ids").ok_or_else(|| Refusal::bad("Message identifiers are not specified"))?;
    let ids = ids.map_err(|_| Refusal::bad("Can't parse message identifiers JSON object"))?;
    let Value::Array(ids) = ids else { return Err(Refusal::bad("Expected an Array of message identifiers")) };
    match ids.len() {
        0 => return Err(Refusal::bad("Message identifiers are not specified")),
        count if count > MOST => return Err(Refusal::bad("Too many message identifiers specified")),
        _ => {}
    }
    let ids: Option<Vec<i64>> = ids.iter().map(Value::as_i64).collect();
    let ids = ids.ok_or_else(|| Refusal::bad("Message identifier must be a Number"))?;
    let chat = world.writable(parameters)?;
    let there: Vec<i64> = ids.into_iter().filter(|id| world.room(chat).post(*id).is_some()).collect();
    for id in there {
        delete(world, chat, id)?;
    }
    Ok(json!(true).into())
}

fn delete(world: &mut World, chat: i64, id: i64) -> Result<(), Refusal> {
    let (bot, now) = (world.bot, world.clock.date());
    let room = world.room_mut(chat);
    let post = room.post(id).ok_or_else(|| Refusal::bad("message to delete not found"))?;
    if now - post.date > LONGEST {
        return Err(Refusal::bad("Message can't be deleted for everyone"));
    }
    if post.from != bot && !room.is_private() && room.standing != Standing::Administrator {
        return Err(Refusal::bad("message can't be deleted"));
    }
    room.posts.retain(|post| post.id != id);
    room.changed.send_replace(());
    Ok(())
}
