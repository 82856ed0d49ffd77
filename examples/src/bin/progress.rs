//! Work that takes a while, tells how far it is, is tried again when it fails, and can be cancelled.
//! `cargo run -p workflow-examples --bin progress`, then `/bake`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use workflow::Engine;
use workflow::prelude::*;

/// Bake bread.
#[workflow]
pub enum Bake {
    /// How many loaves?
    AskCount,
    /// Baking …
    Baking { loaves: u8 },
    /// Here it is.
    #[step(end)]
    Baked { loaves: u8, crust: String },
    /// No bread today.
    #[step(end)]
    Nothing,
}

#[workflow]
impl Bake {
    #[command("/bake")]
    fn start() -> AskCount {
        AskCount
    }

    fn count(self: AskCount, Text(loaves): Text<u8>) -> Baking {
        Baking { loaves }
    }

    // Begun when the step is entered, and after a restart again: under the same key, as an oven that was paid for wants it.
    #[invoke(timeout = "1m", retries = 2, backoff = "1s")]
    async fn bake(self: &Baking, key: Key, State(oven): State<Arc<Oven>>, progress: Progress) -> Result<String> {
        oven.bake(&key, progress).await
    }

    #[done(bake)]
    fn baked(self: Baking, crust: String) -> Baked {
        Baked { loaves: self.loaves, crust }
    }

    #[failed(bake)]
    fn burnt(self: Baking, _failure: Failure) -> Nothing {
        Nothing
    }

    // Leaving the step stops the work.
    /// Take it out
    fn cancel(self: Baking) -> Nothing {
        Nothing
    }

    #[view]
    fn served(self: &Baked) -> View {
        View::text(format!("{} loaves, {}.", self.loaves, self.crust))
    }
}

/// An oven that goes out the first time.
#[derive(Default)]
pub struct Oven {
    times: AtomicU32,
}

impl Oven {
    async fn bake(&self, _key: &Key, progress: Progress) -> Result<String> {
        let first = self.times.fetch_add(1, Ordering::Relaxed) == 0;
        for (done, stage) in [(0.0, "kneading"), (0.3, "rising"), (0.6, "baking")] {
            progress.set(done, stage);
            tokio::time::sleep(Duration::from_millis(150)).await;
            if first && stage == "rising" {
                println!("(the fire went out)");
                return Err("the fire went out").fault();
            }
        }
        Ok("with a golden crust".to_owned())
    }
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    workflow_examples::talk(Engine::builder(Arc::new(Oven::default())).workflow::<Bake>()).await
}
