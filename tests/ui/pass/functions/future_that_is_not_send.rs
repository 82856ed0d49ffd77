//! It is an `Arc`.
use std::sync::Arc;

use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    async fn answer(self: Ask) -> Done {
        let count = Arc::new(3);
        std::future::ready(()).await;
        drop(count);
        Done
    }
}
