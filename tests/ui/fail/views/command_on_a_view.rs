use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> Done {
        Done
    }

    #[view]
    #[command("/show")]
    fn show(self: &Done) -> View {
        View::text("?")
    }
}

fn main() {}
