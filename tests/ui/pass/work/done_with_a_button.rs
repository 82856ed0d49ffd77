//! It has no button.
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

    #[invoke(timeout = "1m")]
    async fn render(self: &Review) -> Result<()> {
        Ok(())
    }

    #[done(render)]
    fn rendered(self: Review, _: ()) -> Done {
        Done
    }

    #[failed(render)]
    fn not_rendered(self: Review, _failure: Failure) -> Done {
        Done
    }
}
