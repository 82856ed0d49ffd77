use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> To<(Ask, Done)> {
        goto(3_u32)
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}

fn main() {}
