//! Several ways from one step, of which one does not compile: `cargo run -p workflow-examples --bin branching`, then
//! `/report`.

use workflow::Engine;
use workflow::prelude::*;

/// Report a fault.
#[workflow]
pub enum Report {
    /// What is broken?
    AskThing,
    /// Can you still work?
    AskUrgency { thing: Thing },
    /// Which floor are you on?
    AskFloor { thing: Thing },
    /// Somebody is on the way.
    #[step(end)]
    Called { thing: Thing, floor: i8 },
    /// It is on the list.
    #[step(end)]
    Listed { thing: Thing },
}

/// What may break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choices, serde::Serialize, serde::Deserialize)]
pub enum Thing {
    /// The lift
    Lift,
    /// The heating
    Heating,
    /// The coffee machine
    Coffee,
}

#[workflow]
impl Report {
    #[command("/report")]
    fn start() -> AskThing {
        AskThing
    }

    // `To` names each step that this may lead to: the picture of the graph has these three edges, and `goto` no other.
    fn thing(self: AskThing, Choice(thing): Choice<Thing>) -> To<(AskFloor, AskUrgency, Listed)> {
        match thing {
            Thing::Lift => goto(AskFloor { thing }),
            Thing::Heating => goto(AskUrgency { thing }),
            Thing::Coffee => goto(Listed { thing }),
        }
    }

    fn urgency(self: AskUrgency, Confirm(works): Confirm) -> To<(AskFloor, Listed)> {
        if works { goto(Listed { thing: self.thing }) } else { goto(AskFloor { thing: self.thing }) }
    }

    fn floor(self: AskFloor, Text(floor): Text<i8>) -> Called {
        Called { thing: self.thing, floor }
    }
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    workflow_examples::talk(Engine::builder(()).workflow::<Report>()).await
}
