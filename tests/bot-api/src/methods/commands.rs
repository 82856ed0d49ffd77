//! `setMyCommands`, `getMyCommands`, `deleteMyCommands`.

use serde_json::{Value, json};

use crate::answer::{Outcome, Refusal};
use crate::parameters::Parameters;
use crate::world::World;

const MOST: usize = 100;
const LONGEST: usize = 32;
const LONGEST_DESCRIPTION: usize = 256;

pub(crate) fn set(world: &mut World, parameters: &Parameters) -> Outcome {
    let list = parameters.json("commands").ok_or_else(|| Refusal::bad("parameter \"commands\" is required"))?;
    let list = list.map_err(|_| Refusal::bad("Can't parse commands JSON object"))?;
    let Value::Array(list) = list else { return Err(Refusal::bad("Expected an Array of BotCommand")) };
    let commands = list.iter().map(command).collect::<Result<Vec<_>, _>>()?;
    let key = key(world, parameters)?;
    if commands.len() > MOST {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    let is_named = |command: &Value| {
        let name = command["command"].as_str().unwrap_or_default();
        name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
    };
    if !commands.iter().all(is_named) {
        return Err(Refusal::bad("BOT_COMMAND_INVALID"));
    }
    if commands.is_empty() {
        world.commands.remove(&key);
    } else {
        world.commands.insert(key, commands);
    }
    Ok(json!(true).into())
}

fn command(value: &Value) -> Result<Value, Refusal> {
    let unparsed = |why: &str| Refusal::bad(format!("Can't parse BotCommand: {why}"));
    let Value::Object(object) = value else { return Err(unparsed("expected an Object")) };
    let field = |name: &str| match object.get(name) {
        None => Err(unparsed(&format!("Can't find field \"{name}\""))),
        Some(Value::String(text)) => Ok(text.trim().to_owned()),
        Some(_) => Err(unparsed(&format!("Field \"{name}\" must be of type String"))),
    };
    let (name, description) = (field("command")?, field("description")?);
    let name = name.strip_prefix('/').unwrap_or(&name);
    if name.is_empty() {
        return Err(Refusal::bad("Command must be non-empty"));
    }
    if name.chars().count() > LONGEST {
        return Err(Refusal::bad(format!("Command length must not exceed {LONGEST}")));
    }
    if description.is_empty() {
        return Err(Refusal::bad("Command description must be non-empty"));
    }
    if description.chars().count() > LONGEST_DESCRIPTION {
        return Err(Refusal::bad(format!("Command description length must not exceed {LONGEST_DESCRIPTION}")));
    }
    Ok(json!({"command": name, "description": description}))
}

pub(crate) fn get(world: &World, parameters: &Parameters) -> Outcome {
    let key = key(world, parameters)?;
    Ok(Value::Array(world.commands.get(&key).cloned().unwrap_or_default()).into())
}

pub(crate) fn delete(world: &mut World, parameters: &Parameters) -> Outcome {
    let key = key(world, parameters)?;
    world.commands.remove(&key);
    Ok(json!(true).into())
}

/// Scope and language.
fn key(world: &World, parameters: &Parameters) -> Result<(String, String), Refusal> {
    let language = parameters.text("language_code").unwrap_or_default();
    let is_code = language.len() == 2 && language.chars().all(|letter| letter.is_ascii_lowercase());
    if !language.is_empty() && !is_code {
        return Err(Refusal::bad("Invalid language code specified"));
    }
    let unparsed = |why: &str| Refusal::bad(format!("Can't parse BotCommandScope: {why}"));
    let scope = match parameters.json("scope") {
        None => return Ok(("default".to_owned(), language)),
        Some(Err(_)) => return Err(Refusal::bad("Can't parse BotCommandScope JSON object")),
        Some(Ok(scope)) => scope,
    };
    let kind = scope["type"].as_str().ok_or_else(|| unparsed("Can't find field \"type\""))?;
    let scope = match kind {
        "default" | "all_private_chats" | "all_group_chats" | "all_chat_administrators" => kind.to_owned(),
        "chat" | "chat_administrators" | "chat_member" => {
            let id = scope["chat_id"].as_i64().or_else(|| scope["chat_id"].as_str()?.parse().ok());
            let id = id.ok_or_else(|| unparsed("Can't find field \"chat_id\""))?;
            if !world.rooms.contains_key(&id) {
                return Err(Refusal::bad("chat not found"));
            }
            format!("{kind} {id} {}", scope["user_id"])
        }
        _ => return Err(unparsed("Unsupported type specified")),
    };
    Ok((scope, language))
}
