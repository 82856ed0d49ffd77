//! `#[derive(Choices)]` is there.
use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[derive(Choices)]
enum Shape {
    Square,
}

#[workflow]
impl Make {
    fn start(_: Option<Choice<Shape>>) -> Done {
        Done
    }
}
