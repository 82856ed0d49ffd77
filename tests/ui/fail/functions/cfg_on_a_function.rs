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

    #[cfg(unix)]
    fn answer(self: Ask) -> Done {
        Done
    }
}

fn main() {}
