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

    fn lora(self: Ask, Pick(_): Pick<u32>) -> Done {
        Done
    }

    #[view]
    #[actor("reviewer")]
    fn show(self: &Ask) -> View {
        View::text("Which one?").option(1, "One")
    }
}

fn main() {}
