//! Each entry has commands of its own.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    #[command("/make", "/draw")]
    fn start() -> Ask {
        Ask
    }

    #[command("/again")]
    fn again() -> Ask {
        Ask
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}
