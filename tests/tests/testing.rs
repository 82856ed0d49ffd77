//! The test kit, tested: what it plays, how it fails, what it finds.

mod coverage;
mod faults;
mod panics;
mod people;
mod scripts;
mod walks;

use workflow::FromRef;
use workflow::testing::Chat;
use workflow_tests::make::{Artist, Ledger, Make};

/// What [`Make`] takes.
#[derive(Clone)]
struct Studio;

impl FromRef<Studio> for Ledger {
    fn from_ref(_: &Studio) -> Self {
        Self
    }
}

impl FromRef<Studio> for Artist {
    fn from_ref(_: &Studio) -> Self {
        Self
    }
}

async fn studio() -> Chat {
    Chat::new::<Make>(Studio).await
}

/// A chat where a picture of a cat is drawn.
async fn drawing() -> Chat {
    let mut chat = studio().await;
    chat.say("/create a cat").await.press("1:1").await.press("Draw it").await;
    chat
}
