//! It goes to a step of its own.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> To<(Ask, Done)> {
        goto(Ask)
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

mod wallet {
    use workflow::prelude::*;

    #[workflow]
    pub enum Wallet {
        #[step(end)]
        Empty,
    }

    #[workflow]
    impl Wallet {
        fn open() -> Empty {
            Empty
        }
    }
}
