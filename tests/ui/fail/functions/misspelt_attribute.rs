use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    #[comand("/make")]
    fn start() -> Ask {
        Ask
    }

    #[commits]
    fn answer(self: Ask) -> Done {
        Done
    }
}

fn main() {}
