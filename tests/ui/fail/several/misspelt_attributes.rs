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

    #[form(Ask, Review)]
    fn drop_it(self) -> Done {
        Done
    }

    #[wen(|_| true)]
    fn maybe(self: Review) -> Done {
        Done
    }

    #[aftr("1h")]
    fn expire(self: Review) -> Done {
        Done
    }

    #[aktor("reviewer")]
    fn approve(self: Review) -> Done {
        Done
    }

    #[comit]
    fn pay(self: Review) -> Done {
        Done
    }

    #[entri]
    fn came(self: &Review) {}

    #[exi]
    fn left(self: &Review) {}

    #[invok]
    async fn render(self: &Review) -> Result<()> {
        Ok(())
    }

    #[exti]
    fn gone(&self) {}

    #[efect]
    async fn mail(_address: String) -> Result<()> {
        Ok(())
    }
}

fn main() {}
