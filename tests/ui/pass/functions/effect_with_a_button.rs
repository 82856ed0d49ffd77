//! The button belongs to the transition that asks for it.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Review {
        item: String,
    },
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn item(self: Ask, Text(item): Text) -> Review {
        Review { item }
    }

    #[action("Send it")]
    fn done(self: Review) -> With<Done, Mail> {
        Done.with(Mail(self.item))
    }

    #[effect]
    async fn mail(_address: String) -> Result<()> {
        Ok(())
    }
}
