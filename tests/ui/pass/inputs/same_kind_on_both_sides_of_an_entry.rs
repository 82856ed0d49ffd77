//! Text is taken once.
use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start(_: Option<Either<Text<u32>, Photo>>) -> Done {
        Done
    }
}
