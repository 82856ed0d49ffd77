use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

enum Shape {
    Square,
}

#[workflow]
impl Make {
    fn start(_: Option<Choice<Shape>>) -> Done {
        Done
    }
}

fn main() {}
