use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

enum Shape {
    Square,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask, Choice(_): Choice<Shape>) -> Done {
        Done
    }
}

fn main() {}
