//! An entry has a command.
use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    #[command("/go")]
    fn start() -> Done {
        Done
    }
}
