use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start(_: Option<Text>, _: Option<Text<u32>>, _user: User) -> Done {
        Done
    }
}

fn main() {}
