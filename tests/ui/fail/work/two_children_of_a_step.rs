use workflow::prelude::*;

#[workflow]
enum Make {
    Linking,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Linking {
        Linking
    }

    #[invoke]
    async fn wallet(self: &Linking) -> Child<Wallet> {
        Child::of(Connect)
    }

    #[done(wallet)]
    fn linked(self: Linking, _: Wallet) -> Done {
        Done
    }

    #[invoke]
    async fn second(self: &Linking) -> Child<Wallet> {
        Child::of(Connect)
    }

    #[done(second)]
    fn second_linked(self: Linking, _: Wallet) -> Done {
        Done
    }
}

#[workflow]
enum Wallet {
    Connect,
    #[step(end)]
    Connected,
}

#[workflow]
impl Wallet {
    fn begin() -> Connect {
        Connect
    }

    fn connected(self: Connect) -> Connected {
        Connected
    }
}

fn main() {}
