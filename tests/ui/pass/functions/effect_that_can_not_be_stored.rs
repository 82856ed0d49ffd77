//! A path is stored; the file is opened when it is needed.
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

    #[effect]
    async fn mail(_path: String) -> Result<()> {
        Ok(())
    }
}
