//! How strict the emulator is: each refusal by its name, the way that is taken beside it.

#[path = "strict/albums.rs"]
mod albums;
#[path = "strict/chats.rs"]
mod chats;
#[path = "strict/commands.rs"]
mod commands;
#[path = "strict/deletes.rs"]
mod deletes;
#[path = "strict/edits.rs"]
mod edits;
#[path = "strict/faults.rs"]
mod faults;
#[path = "strict/files.rs"]
mod files;
#[path = "strict/formats.rs"]
mod formats;
#[path = "strict/keyboards.rs"]
mod keyboards;
#[path = "strict/people.rs"]
mod people;
#[path = "strict/polling.rs"]
mod polling;
#[path = "strict/queries.rs"]
mod queries;
#[path = "strict/rates.rs"]
mod rates;
#[path = "strict/raw.rs"]
mod raw;
#[path = "strict/requests.rs"]
mod requests;
#[path = "strict/texts.rs"]
mod texts;
#[path = "strict/webhooks.rs"]
mod webhooks;
