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
    async fn render(self: &Drawing) -> Result<std::fs::File> {
        Ok(std::fs::File::open("a")?)
    }

    #[done(render)]
    fn drawn(self: Drawing, _image: std::fs::File) -> Done {
        Done
    }

    #[failed(render)]
    fn not_drawn(self: Drawing, _failure: Failure) -> Done {
        Done
    }
}

fn main() {}
