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

    unsafe fn answer(self: Ask) -> Done {
        Done
    }
}

fn main() {}
