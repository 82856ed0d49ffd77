//! They are spelt as they are called.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    #[command("/make")]
    fn start() -> Ask {
        Ask
    }

    #[commit]
    fn answer(self: Ask) -> Done {
        Done
    }
}
