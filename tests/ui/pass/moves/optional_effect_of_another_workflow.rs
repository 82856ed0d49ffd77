//! An effect of its own.
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

    fn done(self: Review) -> With<Done, Option<Mail>> {
        Done.with(Some(Mail(self.item)))
    }

    #[effect]
    async fn mail(_address: String) -> Result<()> {
        Ok(())
    }
}
