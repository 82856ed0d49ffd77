use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Default for Make {
    fn default() -> Done {
        Done
    }
}

fn main() {}
