//! Both at once, at an emulator of the Bot API.

use beside_teloxide::{Order, dispatch};
use teloxide::Bot;
use workflow::surface::telegram::Telegram;
use workflow::{Engine, Sqlite};
use workflow_bot_api::{BotApi, Message};

fn ends_with(text: &'static str) -> impl Fn(&[Message]) -> bool {
    move |messages| messages.last().is_some_and(|last| last.text == text)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_workflow_takes_what_is_its_own_and_teloxide_the_rest() {
    let api = BotApi::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let bot = Bot::new(api.token()).set_api_url(api.url().parse().unwrap());
    let (telegram, door) = Telegram::embedded(api.token());
    let engine = Engine::builder(())
        .workflow::<Order>()
        .store(Sqlite::open(folder.path().join("order.db")).await.unwrap())
        .surface(telegram.api(api.url()))
        .build()
        .await
        .unwrap();
    let running = tokio::spawn(async move { engine.run(std::future::pending()).await });
    let other = tokio::spawn(dispatch(bot, door));

    let ann = api.private(&api.user("Ann"));
    ann.says("hello").await;
    ann.sees(ends_with("You said: hello")).await;
    ann.says("/order").await;
    ann.sees(ends_with("Which pizza would you like?")).await;
    ann.says("Margherita").await;
    ann.sees(ends_with("How big?")).await;
    ann.presses("Large").await.unwrap();
    ann.sees(ends_with("It is on its way!")).await;
    ann.says("thank you").await;
    ann.sees(ends_with("You said: thank you")).await;
    other.abort();
    running.abort();
}
