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
    Landscape,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn send(self: Ask, Text(_): Text, _user: User, Choice(_): Choice<Shape>) -> Done {
        Done
    }
}

fn main() {}
