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

    /// Stop
    fn give_up(self: Ask) -> Done {
        Done
    }

    /// Stop
    fn cancel(self) -> Done {
        Done
    }
}

fn main() {}
