use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    PickShape,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> To<(Ask, PickShape)> {
        goto(Done)
    }

    fn answer(self: Ask) -> PickShape {
        PickShape
    }

    fn shape(self: PickShape) -> Done {
        Done
    }
}

fn main() {}
