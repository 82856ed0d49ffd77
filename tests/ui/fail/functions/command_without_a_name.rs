use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    #[command]
    fn start() -> Done {
        Done
    }
}

fn main() {}
