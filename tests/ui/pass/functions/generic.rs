//! The service has a type.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[derive(Clone)]
struct Ledger;

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask, State(_): State<Ledger>) -> Done {
        Done
    }
}
