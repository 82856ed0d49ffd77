//! A bot of teloxide that repeats what it is told, and a workflow beside it: `/order` is the workflow's, and so is what
//! somebody writes while it asks them for something. All else goes on to teloxide's own handlers.

use teloxide::prelude::*;
use teloxide::types::Update;
use workflow::prelude::{Choice, Choices, Text, workflow};
use workflow::surface::telegram::{Door, Handled};

/// Order a pizza.
#[workflow]
pub enum Order {
    /// Which pizza would you like?
    AskPizza,
    /// How big?
    AskSize { pizza: String },
    /// It is on its way!
    #[step(end)]
    Ordered { pizza: String, size: Size },
}

#[workflow]
impl Order {
    #[command("/order")]
    fn start() -> AskPizza {
        AskPizza
    }

    fn pizza(self: AskPizza, Text(pizza): Text) -> AskSize {
        AskSize { pizza }
    }

    fn size(self: AskSize, Choice(size): Choice<Size>) -> Ordered {
        Ordered { pizza: self.pizza, size }
    }
}

/// How big a pizza is.
#[derive(Debug, Clone, Copy, Choices, serde::Serialize, serde::Deserialize)]
pub enum Size {
    /// Small
    Small,
    /// Large
    Large,
}

/// Runs teloxide's dispatcher: what is for the workflow goes through the door, and the rest is repeated.
pub async fn dispatch(bot: Bot, door: Door) {
    let handlers = dptree::entry()
        .branch(dptree::filter_async(is_for_a_workflow).endpoint(|| async { respond(()) }))
        .branch(Update::filter_message().endpoint(repeat));
    Dispatcher::builder(bot, handlers).dependencies(dptree::deps![door]).build().dispatch().await;
}

async fn is_for_a_workflow(update: Update, door: Door) -> bool {
    // What can't be told now is left to the others, rather than to nobody.
    match serde_json::to_value(&update) {
        Ok(update) => door.handle(update).await.is_ok_and(|handled| handled == Handled::Taken),
        Err(_) => false,
    }
}

async fn repeat(bot: Bot, message: Message) -> ResponseResult<()> {
    if let Some(text) = message.text() {
        bot.send_message(message.chat.id, format!("You said: {text}")).await?;
    }
    Ok(())
}
