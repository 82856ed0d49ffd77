//! The first workflow, in a browser: `cargo run -p workflow-examples --bin order`.

use workflow::prelude::*;
use workflow::surface::web::Web;
use workflow::{Engine, Sqlite};

/// Order a pizza.
#[workflow]
pub enum Order {
    /// Which pizza would you like?
    AskPizza,
    /// How big?
    AskSize { pizza: String },
    /// It is on its way!
    #[step(end)]
    Ordered { pizza: String, size: Size },
}

#[workflow]
impl Order {
    #[command("/order")]
    fn start() -> AskPizza {
        AskPizza
    }

    fn pizza(self: AskPizza, Text(pizza): Text) -> AskSize {
        AskSize { pizza }
    }

    fn size(self: AskSize, Choice(size): Choice<Size>) -> Ordered {
        Ordered { pizza: self.pizza, size }
    }
}

/// How big a pizza is.
#[derive(Debug, Clone, Copy, Choices, serde::Serialize, serde::Deserialize)]
pub enum Size {
    /// Small
    Small,
    /// Large
    Large,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let web = Web::bind("127.0.0.1:8080").title("Pizza").about("The best pizza of the neighbourhood.");
    let store = Sqlite::open("order.db").await?;
    let engine = Engine::builder(()).workflow::<Order>().store(store).surface(web).build().await?;
    println!("open http://127.0.0.1:8080");
    engine.run(workflow::shutdown_signal()).await?;
    Ok(())
}
