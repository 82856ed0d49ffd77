//! With a view that offers options.
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

    fn lora(self: Ask, _: Either<Text, Pick<u32>>) -> Done {
        Done
    }

    #[view]
    fn show(self: &Ask) -> View {
        View::text("Which one?").option(1, "One")
    }
}
