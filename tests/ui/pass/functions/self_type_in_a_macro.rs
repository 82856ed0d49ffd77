//! The type has a name.
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

    fn answer(self: Ask) -> Done {
        assert_eq!(std::mem::size_of::<Ask>(), 0);
        Done
    }
}
