//! What it needs is its payload, given by the move that asks for it.
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

    fn done(self: Review) -> With<Done, Mail> {
        Done.with(Mail(self.item))
    }

    #[effect]
    async fn mail(_item: String) -> Result<()> {
        Ok(())
    }
}
