//! The option is spelt as it is called.
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

    fn done(self: Review) -> Done {
        Done
    }

    #[effect(retries = 3)]
    async fn mail(_address: String) -> Result<()> {
        Ok(())
    }
}
