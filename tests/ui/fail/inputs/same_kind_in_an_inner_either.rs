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

    fn prompt(self: Ask, _: Either<Either<Text, Text<u32>>, Photo>) -> Done {
        Done
    }
}

fn main() {}
