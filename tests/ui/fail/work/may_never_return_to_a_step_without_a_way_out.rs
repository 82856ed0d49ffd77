use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Drawing,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn draw(self: Ask) -> Drawing {
        Drawing
    }

    #[invoke]
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

fn main() {}
