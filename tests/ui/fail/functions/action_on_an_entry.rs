use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    #[action("Go")]
    fn start() -> Done {
        Done
    }
}

fn main() {}
