use std::rc::Rc;

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
    async fn mail(_address: String) -> Result<()> {
        let count = Rc::new(3);
        std::future::ready(()).await;
        drop(count);
        Ok(())
    }
}

fn main() {}
