//! A timer that is stored: it fires though the program was down meanwhile. `cargo run -p workflow-examples --bin timers`, then
//! `/egg`.

use workflow::Engine;
use workflow::prelude::*;

/// Boil an egg.
#[workflow]
pub enum Egg {
    /// It boils. I tell you when a second is over.
    Boiling,
    /// It is soft now. Take it out?
    Soft,
    /// Enjoy your meal!
    #[step(end)]
    Taken,
    /// It is hard now.
    #[step(end)]
    Hard,
}

#[workflow]
impl Egg {
    #[command("/egg")]
    fn start() -> Boiling {
        Boiling
    }

    // Counted from entering the step. A timer belongs to the visit: leaving the step ends it.
    #[after("1s")]
    fn soft(self: Boiling) -> Soft {
        Soft
    }

    /// Take it out
    fn take(self: Soft) -> Taken {
        Taken
    }

    #[after("10s")]
    fn forgotten(self: Soft) -> Hard {
        Hard
    }

    #[entry]
    fn rings(self: &Soft) {
        println!("(the bell rings)");
    }
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    workflow_examples::talk(Engine::builder(()).workflow::<Egg>()).await
}
