//! A step, one of several, or a `Result` of one of these.
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

    fn one(self: Ask) -> Done {
        Done
    }

    fn several(self: Ask) -> To<(Ask, Done)> {
        goto(Ask)
    }

    fn perhaps(self: Ask) -> Result<Done> {
        Err(reject("Not now."))
    }

    fn perhaps_several(self: Ask) -> Result<To<(Ask, Done)>> {
        Ok(goto(Ask))
    }

    fn by_the_full_name(self: Ask) -> workflow::Result<workflow::To<(Ask, Done)>, workflow::Error> {
        Ok(goto(Done))
    }
}
