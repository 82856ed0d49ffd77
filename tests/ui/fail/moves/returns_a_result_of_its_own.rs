use workflow::prelude::{Text, To, goto, workflow};

type Result<T> = std::result::Result<T, String>;

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

    fn answer(self: Ask, Text(text): Text) -> Result<To<(Ask, Done)>> {
        Ok(if text == "yes" { goto(Done) } else { goto(Ask) })
    }
}

fn main() {}
