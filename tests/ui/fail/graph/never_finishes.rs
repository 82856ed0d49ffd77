use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Again,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> To<(Ask, Done)> {
        goto(Ask)
    }

    fn answer(self: Ask) -> Again {
        Again
    }

    fn turn(self: Again) -> Again {
        Again
    }

    fn stop(self: Ask) -> Done {
        Done
    }

    fn cancel(self) -> Done {
        Done
    }
}

fn main() {}
