//! They are stored under names of their own.
use workflow::prelude::*;

#[workflow]
enum Make {
    Ask {
        prompt: String,
        #[serde(rename = "words")]
        text: String,
    },
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start(Text(prompt): Text) -> Ask {
        Ask { text: prompt.clone(), prompt }
    }

    fn answer(self: Ask) -> Done {
        Done
    }
}
