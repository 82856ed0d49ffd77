//! What each method does.

mod about;
mod album;
mod commands;
mod delete;
mod edit;
mod file;
mod hook;
mod poll;
mod query;
mod send;

use std::sync::Arc;

use crate::answer::{Outcome, Refusal};
use crate::files::Kind;
use crate::parameters::Parameters;
use crate::world::Shared;

/// Does what a call asks for; the method in small letters.
pub(crate) async fn call(shared: &Arc<Shared>, method: &str, parameters: &Parameters) -> Outcome {
    match method {
        "getupdates" => return poll::get_updates(shared, parameters).await,
        "setwebhook" => return hook::set(shared, parameters),
        "deletewebhook" => return hook::delete(shared, parameters),
        _ => {}
    }
    let mut world = shared.world();
    match method {
        "getme" => about::get_me(&world),
        "getchat" => about::get_chat(&world, parameters),
        "sendchataction" => about::send_chat_action(&world, parameters),
        "getwebhookinfo" => hook::info(&world),
        "getfile" => file::get_file(&mut world, parameters),
        "sendmessage" => send::message(&mut world, parameters),
        "sendphoto" => send::file(&mut world, parameters, Kind::Photo),
        "senddocument" => send::file(&mut world, parameters, Kind::Document),
        "sendaudio" => send::file(&mut world, parameters, Kind::Audio),
        "sendvideo" => send::file(&mut world, parameters, Kind::Video),
        "sendmediagroup" => album::send(&mut world, parameters),
        "editmessagetext" => edit::text(&mut world, parameters),
        "editmessagecaption" => edit::caption(&mut world, parameters),
        "editmessagemedia" => edit::media(&mut world, parameters),
        "editmessagereplymarkup" => edit::markup(&mut world, parameters),
        "deletemessage" => delete::one(&mut world, parameters),
        "deletemessages" => delete::several(&mut world, parameters),
        "answercallbackquery" => query::answer(&mut world, parameters),
        "setmycommands" => commands::set(&mut world, parameters),
        "getmycommands" => commands::get(&world, parameters),
        "deletemycommands" => commands::delete(&mut world, parameters),
        _ => Err(Refusal::not_found()),
    }
}
