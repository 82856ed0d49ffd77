//! The other input is asked for at a step of its own.
use workflow::prelude::*;

#[workflow]
enum Make {
    AskName,
    AskAge {
        name: String,
    },
    #[step(end)]
    Done {
        name: String,
        age: u8,
    },
}

#[workflow]
impl Make {
    fn start() -> AskName {
        AskName
    }

    fn name(self: AskName, Text(name): Text) -> AskAge {
        AskAge { name }
    }

    fn age(self: AskAge, Text(age): Text<u8>) -> Done {
        Done { name: self.name, age }
    }
}
