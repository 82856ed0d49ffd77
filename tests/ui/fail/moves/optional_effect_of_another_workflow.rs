use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    Review {
        item: String,
    },
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn item(self: Ask, Text(item): Text) -> Review {
        Review { item }
    }

    fn done(self: Review) -> With<Done, Option<Link>> {
        Done.with(Some(Link(1)))
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

fn main() {}
