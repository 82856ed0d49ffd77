use workflow::prelude::*;

#[workflow]
enum Make {
    PickLora,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start() -> PickLora {
        PickLora
    }

    fn lora(self: PickLora, Pick(_): Pick<u32>) -> Done {
        Done
    }
}

fn main() {}
