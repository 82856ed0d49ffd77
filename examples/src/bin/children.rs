//! A workflow inside of a step of another: asked for an address in the middle of an order, and back.
//! `cargo run -p workflow-examples --bin children`, then `/flowers`.

use workflow::Engine;
use workflow::prelude::*;

/// Where do you live?
#[workflow]
pub enum Address {
    /// Which street?
    AskStreet,
    /// Which town?
    AskTown { street: String },
    /// Now I know.
    #[step(end)]
    Known { street: String, town: String },
    /// As you like.
    #[step(end)]
    NotTold,
}

#[workflow]
impl Address {
    // It can be begun by itself as well.
    #[command("/address")]
    fn start() -> AskStreet {
        AskStreet
    }

    fn street(self: AskStreet, Text(street): Text) -> AskTown {
        AskTown { street }
    }

    fn town(self: AskTown, Text(town): Text) -> Known {
        Known { street: self.street, town }
    }

    /// I'd rather not say
    fn secret(self: AskStreet) -> NotTold {
        NotTold
    }

    #[view]
    fn known(self: &Known) -> View {
        View::text(format!("{}, {}", self.street, self.town))
    }
}

/// Order flowers.
#[workflow]
pub enum Flowers {
    /// Which flowers?
    AskFlowers,
    /// Where to?
    Addressing { flowers: String },
    /// They are on their way.
    #[step(end)]
    Ordered { flowers: String, to: String },
    /// You can fetch them in the shop.
    #[step(end)]
    Fetched { flowers: String },
}

#[workflow]
impl Flowers {
    #[command("/flowers")]
    fn start() -> AskFlowers {
        AskFlowers
    }

    fn flowers(self: AskFlowers, Text(flowers): Text) -> Addressing {
        Addressing { flowers }
    }

    #[invoke]
    async fn address(self: &Addressing) -> Child<Address> {
        Child::of(AskStreet)
    }

    // Its end is what the step around it is given: here the compiler asks for each of them.
    #[done(address)]
    fn addressed(self: Addressing, address: Address) -> Result<To<(Ordered, Fetched)>> {
        match address {
            Address::Known(Known { street, town, .. }) => {
                Ok(goto(Ordered { flowers: self.flowers, to: format!("{street}, {town}") }))
            }
            Address::NotTold(_) => Ok(goto(Fetched { flowers: self.flowers })),
            Address::AskStreet(_) | Address::AskTown(_) => Err("a child comes back at one of its ends").fault(),
        }
    }

    #[view]
    fn ordered(self: &Ordered) -> View {
        View::text(format!("Your {} are on their way to {}.", self.flowers, self.to))
    }
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    workflow_examples::talk(Engine::builder(()).workflow::<Flowers>().workflow::<Address>()).await
}
