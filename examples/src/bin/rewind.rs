//! A wizard with a review: each answer can be changed, and what was answered is still there.
//! `cargo run -p workflow-examples --bin rewind`, then `/trip`.

use workflow::Engine;
use workflow::prelude::*;

/// Plan a trip.
#[workflow]
pub enum Trip {
    /// From where?
    AskFrom,
    /// Where to?
    AskTo { from: String },
    /// On which day?
    AskDay { from: String, to: String },
    /// All right?
    Review { from: String, to: String, day: String },
    /// Have a good trip!
    #[step(end, after(Review))]
    Booked { from: String, to: String, day: String },
}

#[workflow]
impl Trip {
    #[command("/trip")]
    fn start() -> AskFrom {
        AskFrom
    }

    fn from(self: AskFrom, Text(from): Text) -> AskTo {
        AskTo { from }
    }

    fn to(self: AskTo, Text(to): Text) -> AskDay {
        AskDay { from: self.from, to }
    }

    fn day(self: AskDay, Text(day): Text) -> Review {
        Review { from: self.from, to: self.to, day }
    }

    // Goes back to the last visit of the step, with the data that it had then. That every path to the review has one is
    // proved while this compiles.
    /// Another destination
    fn change_to(self: Review) -> Rewind<AskTo> {
        Rewind::default()
    }

    /// Another day
    fn change_day(self: Review) -> Rewind<AskDay> {
        Rewind::default()
    }

    /// Book it
    fn book(self: Review) -> Booked {
        Booked { from: self.from, to: self.to, day: self.day }
    }

    #[view]
    fn review(self: &Review) -> View {
        View::text(format!("From {} to {}, {}. All right?", self.from, self.to, self.day))
            .row(["change_to", "change_day"])
            .row(["book"])
    }
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    workflow_examples::talk(Engine::builder(()).workflow::<Trip>()).await
}
