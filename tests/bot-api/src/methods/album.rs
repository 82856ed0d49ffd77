//! `sendMediaGroup`.

use serde_json::{Map, Value};

use crate::answer::{Outcome, Refusal};
use crate::files::Kind;
use crate::keyboard::Markup;
use crate::media;
use crate::methods::send::place;
use crate::parameters::Parameters;
use crate::room::{Content, Medium};
use crate::text::Formatted;
use crate::world::World;

const MOST: usize = 10;

pub(crate) fn send(world: &mut World, parameters: &Parameters) -> Outcome {
    let items = parameters.json("media").ok_or_else(|| Refusal::bad("parameter \"media\" is required"))?;
    let items = items.map_err(|_| Refusal::bad("Can't parse media JSON object"))?;
    let Value::Array(items) = items else { return Err(Refusal::bad("Expected an Array of InputMedia")) };
    for item in &items {
        kind(item).map_err(unparsed)?;
    }
    let place = place(world, parameters)?;
    match items.len() {
        0 => return Err(Refusal::bad("There are no messages to send")),
        count if count > MOST => return Err(Refusal::bad("Too many messages to send as an album")),
        _ => {}
    }
    check_mixed(&items)?;
    // All of it is checked before the first message stands.
    let mut read = Vec::new();
    for (number, item) in items.iter().enumerate() {
        let media = input(world, parameters, item);
        read.push(media.map_err(|refusal| match refusal.description.contains("parse") {
            true => refusal,
            false => refusal.of_item(number + 1),
        })?);
    }
    world.spend(place.chat, read.len())?;
    // One alone is sent as any other message.
    let album = (read.len() > 1).then(|| format!("{}", 13_000_000_000_000_000 + world.number()));
    let mut sent = Vec::new();
    for (medium, caption) in read {
        let mut draft = place.draft(world, Content::Media(medium, caption), Markup::None);
        draft.album.clone_from(&album);
        let id = world.post(place.chat, draft);
        sent.push(world.shown(place.chat, id));
    }
    Ok(Value::Array(sent).into())
}

fn unparsed(why: impl AsRef<str>) -> Refusal {
    Refusal::bad(format!("Can't parse InputMedia: {}", why.as_ref()))
}

/// Documents stand with documents only, and music with music.
fn check_mixed(items: &[Value]) -> Result<(), Refusal> {
    for alone in ["document", "audio"] {
        let count = items.iter().filter(|item| item["type"] == alone).count();
        if count > 0 && count < items.len() {
            return Err(Refusal::bad(format!("{alone} can't be mixed with other media types")));
        }
    }
    Ok(())
}

fn kind(item: &Value) -> Result<Kind, String> {
    let Value::Object(object) = item else { return Err("expected an Object".to_owned()) };
    let Some(kind) = object.get("type") else { return Err("Can't find field \"type\"".to_owned()) };
    let Some(kind) = kind.as_str() else { return Err("Field \"type\" must be of type String".to_owned()) };
    match Kind::of(kind) {
        Some(kind) => Ok(kind),
        None if kind == "animation" => Err("type \"animation\" can't be used in sendMediaGroup".to_owned()),
        None => Err(format!("type \"{kind}\" is unsupported")),
    }
}

/// A medium and its caption, from an `InputMedia`.
pub(crate) fn input(world: &mut World, parameters: &Parameters, item: &Value) -> Result<(Medium, Formatted), Refusal> {
    let kind = kind(item).map_err(unparsed)?;
    let mode = item["parse_mode"].as_str();
    let entities = item.get("caption_entities").cloned();
    let caption = Formatted::caption(item["caption"].as_str().unwrap_or_default(), mode, entities)?;
    let named = item["media"].as_str().unwrap_or_default();
    if named.is_empty() {
        return Err(unparsed("media not found"));
    }
    let file = media::named_file(&mut world.files, parameters, named, kind)?;
    let file = file.ok_or_else(|| unparsed("media not found"))?;
    let mut more = Map::new();
    for name in ["title", "performer", "duration", "width", "height"] {
        more.extend(item.get(name).map(|value| (name.to_owned(), value.clone())));
    }
    Ok((media::medium(&mut world.files, file, more), caption))
}
