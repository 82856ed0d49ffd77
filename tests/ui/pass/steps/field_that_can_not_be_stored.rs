//! The field's type derives what is missing.
use workflow::prelude::*;

#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
struct Prompt(String);

#[workflow]
enum Make {
    Ask {
        prompt: Prompt,
    },
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start(Text(prompt): Text) -> Ask {
        Ask { prompt: Prompt(prompt) }
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}
