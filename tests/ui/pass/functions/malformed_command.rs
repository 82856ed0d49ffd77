//! It begins with a slash, and has no spaces.
use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    #[command("/make_it")]
    fn start() -> Done {
        Done
    }
}
