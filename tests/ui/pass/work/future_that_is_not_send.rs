//! It is an `Arc`.
use std::sync::Arc;

use workflow::prelude::*;

#[workflow]
enum Make {
    Drawing,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Drawing {
        Drawing
    }

    #[invoke(timeout = "1m")]
    async fn render(self: &Drawing) -> Result<String> {
        let count = Arc::new(3);
        std::future::ready(()).await;
        Ok(count.to_string())
    }

    #[done(render)]
    fn drawn(self: Drawing, _image: String) -> Done {
        Done
    }

    #[failed(render)]
    fn not_drawn(self: Drawing, _failure: Failure) -> Done {
        Done
    }
}
