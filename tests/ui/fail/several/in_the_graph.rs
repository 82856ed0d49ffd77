use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Review,
    Lost,
    Again,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> To<(Ask, Review, Again)> {
        goto(Ask)
    }

    fn answer(self: Ask, Text(_): Text) -> Done {
        Done
    }

    fn number(self: Ask, Text(_): Text<u32>) -> Done {
        Done
    }

    fn turn(self: Again) -> Again {
        Again
    }

    fn again(self: Done) -> Ask {
        Ask
    }
}

fn main() {}
