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

    #[view]
    async fn show(self: &Review) -> View {
        let count = Rc::new(3);
        std::future::ready(()).await;
        drop(count);
        View::text("?")
    }
}

fn main() {}
