//! A transition that somebody else takes, in their own chat, once: `cargo run -p workflow-examples --bin approval` plays both.

use workflow::prelude::*;
use workflow::{Delivery, Engine, Memory};

/// Ask for leave.
#[workflow]
pub enum Leave {
    /// How many days?
    AskDays,
    /// Your boss is asked.
    Waiting { days: u32 },
    /// You may go.
    #[step(end)]
    Granted { days: u32 },
    /// Not this time.
    #[step(end)]
    Refused { why: String },
}

#[workflow]
impl Leave {
    #[command("/leave")]
    fn start() -> AskDays {
        AskDays
    }

    // Who has asked can't take it back: the user's Back stops here.
    #[commit]
    fn days(self: AskDays, Text(days): Text<u32>) -> Waiting {
        Waiting { days }
    }

    /// Let them go
    #[actor("boss")]
    fn grant(self: Waiting) -> Granted {
        Granted { days: self.days }
    }

    /// Say no, and why
    #[actor("boss")]
    fn refuse(self: Waiting, Text(why): Text) -> Refused {
        Refused { why }
    }

    #[view]
    #[actor("boss")]
    fn for_the_boss(self: &Waiting) -> View {
        View::text(format!("May they go for {} days?", self.days))
    }

    #[view]
    fn refused(self: &Refused) -> View {
        View::text(format!("Not this time: {}", self.why))
    }
}

/// Prints what somebody is shown.
async fn show(engine: &Engine, who: &SessionKey) -> std::result::Result<(), Box<dyn std::error::Error>> {
    for session in engine.sessions(who).await? {
        let labels: Vec<String> = session.offers().into_iter().flatten().map(|offer| offer.label).collect();
        println!("{} sees: {} {labels:?}", who.user(), session.view().text.to_plain());
    }
    Ok(())
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::builder(())
        .workflow::<Leave>()
        .actor("boss", |user| user.id().as_str() == "example:zoe")
        .store(Memory::new())
        .build()
        .await?;
    let (ann, zoe) = (SessionKey::new("example", "ann", "ann"), SessionKey::new("example", "zoe", "zoe"));
    engine.deliver(ann.clone(), Delivery::text("1", "/leave 5")).await?;
    engine.deliver(ann.clone(), Delivery::text("2", "/leave")).await?;
    engine.deliver(ann.clone(), Delivery::text("3", "5")).await?;
    show(&engine, &ann).await?;
    show(&engine, &zoe).await?;

    let waiting = engine.sessions(&zoe).await?.remove(0);
    let grant = waiting.offers().remove(0).remove(0);
    // Ann can't press what was shown to Zoe, and Zoe's second press changes nothing.
    for (who, id) in [(&ann, "4"), (&zoe, "5"), (&zoe, "6")] {
        let outcome = engine.deliver(who.clone(), Delivery::press(id, grant.token.clone())).await?;
        println!("{} presses: {}", who.user(), outcome.rejection().unwrap_or("done"));
    }
    show(&engine, &ann).await?;
    engine.close().await;
    Ok(())
}
