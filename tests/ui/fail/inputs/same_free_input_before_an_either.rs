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

    fn words(self: Ask, Text(_): Text) -> Done {
        Done
    }

    fn prompt(self: Ask, _: Either<Photo, Text>) -> Done {
        Done
    }
}

fn main() {}
