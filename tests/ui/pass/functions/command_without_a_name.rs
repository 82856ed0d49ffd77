//! The command has a name.
use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    #[command("/make")]
    fn start() -> Done {
        Done
    }
}
