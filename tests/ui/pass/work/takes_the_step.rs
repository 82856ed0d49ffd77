//! It looks at its step.
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
        Ok(String::new())
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
