use workflow::prelude::*;

#[workflow]
enum Make {
    Text,
    #[step(end)]
    View,
}

#[workflow]
impl Make {
    fn start() -> Text {
        Text
    }

    fn answer(self: Text) -> View {
        View
    }
}

fn main() {}
