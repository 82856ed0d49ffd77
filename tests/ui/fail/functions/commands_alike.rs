use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    #[command("/make", "/draw")]
    fn start() -> Ask {
        Ask
    }

    #[command("/draw")]
    fn again() -> Ask {
        Ask
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

fn main() {}
