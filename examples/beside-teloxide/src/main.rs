//! `TELOXIDE_TOKEN=… cargo run` in this folder.

use beside_teloxide::{Order, dispatch};
use teloxide::Bot;
use workflow::surface::telegram::Telegram;
use workflow::{Engine, Sqlite};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bot = Bot::from_env();
    let (telegram, door) = Telegram::embedded(bot.token());
    let engine = Engine::builder(())
        .workflow::<Order>()
        .store(Sqlite::open("order.db").await?)
        .surface(telegram)
        .build()
        .await?;
    tokio::select! {
        ended = engine.run(workflow::shutdown_signal()) => ended?,
        () = dispatch(bot, door) => engine.close().await,
    }
    Ok(())
}
