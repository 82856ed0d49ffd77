//! It names steps of its own.
use workflow::prelude::*;

type Next = To<(Done, Ask)>;

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

    fn answer(self: Ask) -> Next {
        goto(Done)
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
