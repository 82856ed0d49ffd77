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

    /// Send it
    fn send(self: Ask) -> Done {
        Done
    }

    #[action("Send it")]
    fn submit(self: Ask, _user: User) -> Done {
        Done
    }
}

fn main() {}
