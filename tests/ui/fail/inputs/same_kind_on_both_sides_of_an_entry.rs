use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start(_: Option<Either<Text<u32>, Text>>) -> Done {
        Done
    }
}

fn main() {}
