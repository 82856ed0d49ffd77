//! It returns a step of its own; the other workflow begins from a command, or as a `Child`.
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
        Done
    }

    fn finish(self: Ask) -> Done {
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
