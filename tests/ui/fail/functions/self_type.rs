use workflow::prelude::*;

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

    fn again(self: Ask) -> Self {
        self
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

fn main() {}
