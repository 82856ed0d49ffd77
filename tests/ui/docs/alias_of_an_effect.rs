use workflow::prelude::*;

#[workflow]
enum Make {
    Ask,
    #[step(end)]
    Done,
}

type Letter = Mail;

#[workflow]
impl Make {
    fn start() -> Ask {
        Ask
    }

    fn answer(self: Ask, Text(text): Text) -> With<Done, Letter> {
        Done.with(Mail(text))
    }

    #[effect]
    async fn mail(_text: String) -> Result<()> {
        Ok(())
    }
}

fn main() {}
