//! It names steps of its own workflow.
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

    fn done(self: Review) -> Done {
        Done
    }

    #[from(Ask, Review)]
    fn forget(self) -> Done {
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
