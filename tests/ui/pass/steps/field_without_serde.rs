//! It can be stored.
use workflow::prelude::*;

#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
struct Prompt(String);

#[workflow]
enum Make {
    Ask {
        prompt: Prompt,
        more: Vec<Prompt>,
    },
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start(Text(prompt): Text) -> Ask {
        Ask { prompt: Prompt(prompt), more: Vec::new() }
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}
