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

    fn style(self: PickLora, Pick(_): Pick<u32>) -> Done {
        Done
    }

    #[view]
    fn loras(self: &PickLora) -> View {
        View::text("Which one?").option(1, "One")
    }
}

fn main() {}
