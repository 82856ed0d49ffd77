//! Result and failure are taken.
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

    #[invoke(timeout = "1h 30m", retries = 3, backoff = "5s")]
    async fn render(self: &Drawing) -> Result<()> {
        Ok(())
    }

    #[done(render)]
    fn drawn(self: Drawing, _: ()) -> Done {
        Done
    }

    #[failed(render)]
    fn not_drawn(self: Drawing, _failure: Failure) -> Done {
        Done
    }
}
