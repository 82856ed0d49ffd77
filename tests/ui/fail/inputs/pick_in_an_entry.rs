use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start(Pick(_): Pick<u32>) -> Done {
        Done
    }
}

fn main() {}
