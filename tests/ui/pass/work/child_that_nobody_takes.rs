//! Its end is taken.
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

    #[invoke]
    async fn wallet(self: &Ask) -> Child<Wallet> {
        Child::of(Connect)
    }

    #[done(wallet)]
    fn done(self: Ask, _wallet: Wallet) -> Done {
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

    fn connected(self: Connect) -> With<Connected, Link> {
        Connected.with(Link(1))
    }

    #[effect]
    async fn link(_number: u32) -> Result<()> {
        Ok(())
    }
}
