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

    fn answer(self: Ask) -> To<(Done, wallet::Empty)> {
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

fn main() {}
