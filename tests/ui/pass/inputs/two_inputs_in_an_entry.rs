//! It takes one input.
use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start(_: Option<Text>, _user: User) -> Done {
        Done
    }
}
