//! `#[derive(Choices)]` is there.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[derive(Choices)]
enum Shape {
    Square,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask, Choice(Shape::Square): Choice<Shape>) -> Done {
        Done
    }
}
