//! One of them is a choice, another an action.
use workflow::prelude::*;

#[derive(Choices)]
enum Shape {
    Square,
    Landscape,
}

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

    fn prompt(self: Ask, Text(_): Text) -> Done {
        Done
    }

    fn shape(self: Ask, Choice(shape): Choice<Shape>) -> To<(Ask, Done)> {
        match shape {
            Shape::Square => goto(Ask),
            Shape::Landscape => goto(Done),
        }
    }

    fn number(self: Ask) -> Done {
        Done
    }
}
