use workflow::prelude::*;

struct Lora;

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

    fn lora(self: PickLora, Pick(_): Pick<Lora>) -> Done {
        Done
    }

    #[view]
    fn loras(self: &PickLora) -> View {
        View::text("Which one?").option(1, "One")
    }
}

fn main() {}
