//! `answerCallbackQuery`.

use std::time::Duration;

use serde_json::json;

use crate::answer::{Outcome, Refusal};
use crate::ids::{ChatId, QueryId, UserId};
use crate::log::Answered;
use crate::parameters::Parameters;
use crate::people::BOT_USERNAME;
use crate::text::utf16;
use crate::world::World;

const LONGEST: usize = 200;
/// Telegram does not publish how long a query can be answered.
const OLDEST: Duration = Duration::from_secs(60);

pub(crate) fn answer(world: &mut World, parameters: &Parameters) -> Outcome {
    let id = parameters.text("callback_query_id").unwrap_or_default();
    let text = parameters.text("text");
    let url = parameters.text("url");
    let now = world.clock.now();
    let query = world.queries.get(&id).filter(|query| now.saturating_sub(query.at) <= OLDEST);
    let invalid = || Refusal::bad("query is too old and response timeout expired or query ID is invalid");
    let (user, chat) = query.map(|query| (query.user, query.chat)).ok_or_else(invalid)?;
    if text.as_deref().is_some_and(|text| utf16(text) > LONGEST) {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    let own = [format!("https://t.me/{BOT_USERNAME}?"), format!("t.me/{BOT_USERNAME}?")];
    if url.is_some_and(|url| !own.iter().any(|own| url.starts_with(own))) {
        return Err(Refusal::bad("URL_INVALID"));
    }
    // Once only: from now on, its id is no longer valid.
    world.queries.remove(&id);
    world.answered.push(Answered {
        query: QueryId(id),
        user: UserId(user),
        chat: ChatId(chat),
        text,
        is_alert: parameters.is_true("show_alert"),
    });
    world.room(chat).changed.send_replace(());
    Ok(json!(true).into())
}
