use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Done {
        Done
    }

    #[view]
    fn empty(self: &wallet::Empty) -> View {
        View::text("?")
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
