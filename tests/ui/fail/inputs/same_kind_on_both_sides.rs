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

    fn answer(self: Ask, _: Either<Text<u32>, Either<Photo, Text>>) -> Done {
        Done
    }
}

fn main() {}
