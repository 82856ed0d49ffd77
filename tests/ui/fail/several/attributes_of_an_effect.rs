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

    #[effect]
    #[command("/mail")]
    #[action("Mail")]
    #[commit]
    #[done(render)]
    #[failed(render)]
    #[when(|_| true)]
    #[after("1h")]
    #[actor("reviewer")]
    #[view]
    #[invoke]
    #[entry]
    #[exit]
    async fn mail(_address: String) -> Result<()> {
        Ok(())
    }
}

fn main() {}
