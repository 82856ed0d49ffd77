//! It gives a path; the file is opened when it is needed.
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
        Ok("a".into())
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
