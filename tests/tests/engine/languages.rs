//! The language of a session's owner: kept with the session, for what comes by itself.

use std::time::Duration;

use tempfile::TempDir;
use workflow::prelude::*;
use workflow::{Delivery, Engine, Locale, ManualClock, Sqlite};
use workflow_tests::bench::Chat;
use workflow_tests::claim::Deeds;

/// Boil an egg.
#[workflow]
enum Egg {
    /// How do you like it?
    Asking,
    Boiling,
    #[step(end)]
    Hard,
}

#[workflow]
impl Egg {
    #[command("/egg")]
    fn start() -> Asking {
        Asking
    }

    fn boil(self: Asking, Text(how): Text) -> With<Boiling, Ring> {
        Boiling.with(Ring(how))
    }

    /// Never mind
    #[actor("cook")]
    fn never_mind(self: Asking) -> Boiling {
        Boiling
    }

    #[invoke(retries = 9, backoff = "1m")]
    async fn watch(self: &Boiling, State(deeds): State<Deeds>, locale: Locale) -> Result<String> {
        deeds.note(format!("work {locale}"));
        Err("it boils still").fault()
    }

    #[done(watch)]
    fn watched(self: Boiling, _: String) -> Hard {
        Hard
    }

    #[failed(watch)]
    fn not_watched(self: Boiling, _: Failure) -> Hard {
        Hard
    }

    #[after("1h")]
    fn hard(self: Boiling, State(deeds): State<Deeds>, locale: Locale) -> Hard {
        deeds.note(format!("timer {locale}"));
        Hard
    }

    #[effect(retries = 9, backoff = "1m")]
    async fn ring(_how: String, State(deeds): State<Deeds>, locale: Locale) -> Result<()> {
        deeds.note(format!("effect {locale}"));
        Err("nobody hears it").fault()
    }

    #[exit]
    fn left(&self, State(deeds): State<Deeds>, locale: Locale) {
        deeds.note(format!("hook {locale}"));
    }

    #[view]
    fn egg(self: &Hard, locale: Locale) -> View {
        View::text(format!("hard in {locale}"))
    }
}

struct Kitchen {
    folder: TempDir,
    deeds: Deeds,
    clock: ManualClock,
    engine: Engine,
}

impl Kitchen {
    async fn new() -> Self {
        let clock = ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap());
        Self::open(tempfile::tempdir().unwrap(), clock).await
    }

    async fn open(folder: TempDir, clock: ManualClock) -> Self {
        let deeds = Deeds::default();
        let store = Sqlite::open(folder.path().join("bot.db")).await.unwrap();
        let builder = Engine::builder(deeds.clone()).workflow::<Egg>().store(store).clock(clock.clone());
        let engine = builder.actor("cook", |user| user.id().as_str() == "test:cook").build().await.unwrap();
        Self { folder, deeds, clock, engine }
    }

    async fn restart(self) -> Self {
        self.engine.close().await;
        let Self { folder, clock, engine, .. } = self;
        drop(engine);
        Self::open(folder, clock).await
    }

    fn ann(&self) -> Chat {
        Chat::new(&self.engine, "ann")
    }
}

fn says(id: &str, text: &str, locale: &str) -> Delivery {
    Delivery::text(id, text).locale(Locale::parse(locale).unwrap())
}

#[tokio::test]
async fn what_comes_by_itself_is_told_in_the_owners_language_after_a_restart_too() {
    let kitchen = Kitchen::new().await;
    let ann = kitchen.ann();
    ann.delivers(says("1", "/egg", "de")).await;
    ann.delivers(says("2", "soft", "pt-BR")).await;
    kitchen.deeds.until("work", 1).await;
    kitchen.deeds.until("effect", 1).await;
    let kitchen = kitchen.restart().await;
    kitchen.clock.advance(Duration::from_secs(3600));
    kitchen.deeds.until("timer", 1).await;
    kitchen.deeds.until("effect", 1).await;
    kitchen.deeds.until("hook", 1).await;
    let spoken: Vec<String> = kitchen.deeds.done().iter().map(|line| line.replace(' ', ": ")).collect();
    assert!(spoken.iter().all(|line| line.ends_with(": pt-BR")), "{spoken:?}");
    assert_eq!(kitchen.ann().until_at("Hard").await.view().text.to_plain(), "hard in pt-BR");
}

#[tokio::test]
async fn work_is_done_in_the_owners_language_after_a_restart() {
    let kitchen = Kitchen::new().await;
    kitchen.ann().delivers(says("1", "/egg", "de")).await;
    kitchen.ann().delivers(says("2", "soft", "de")).await;
    kitchen.deeds.until("work", 1).await;
    let kitchen = kitchen.restart().await;
    kitchen.clock.advance(Duration::from_secs(60));
    kitchen.deeds.until("work", 1).await;
    assert_eq!(kitchen.deeds.of("work")[0], "de");
}

#[tokio::test]
async fn an_input_that_names_no_language_is_answered_in_that_of_the_session() {
    let kitchen = Kitchen::new().await;
    kitchen.ann().delivers(says("1", "/egg", "de")).await;
    let kitchen = kitchen.restart().await;
    kitchen.ann().says("soft").await;
    kitchen.deeds.until("work", 1).await;
    kitchen.deeds.until("hook", 1).await;
    assert!(kitchen.deeds.done().iter().all(|line| line.ends_with(" de")), "{:?}", kitchen.deeds.done());
    // Nor does a new session forget it.
    kitchen.ann().says("/egg").await;
    assert_eq!(kitchen.ann().now().await.record().locale.as_str(), "de");
}

#[tokio::test]
async fn what_somebody_else_does_changes_nothing_of_the_owners_language() {
    let kitchen = Kitchen::new().await;
    kitchen.ann().delivers(says("1", "/egg", "de")).await;
    let cook = Chat::new(&kitchen.engine, "cook");
    let press = Delivery::press("1", cook.token("Never mind").await).locale(Locale::parse("fr").unwrap());
    assert!(cook.delivers(press).await.moved());
    assert_eq!(kitchen.ann().now().await.record().locale.as_str(), "de");
    kitchen.deeds.until("work", 1).await;
    assert_eq!(kitchen.deeds.of("work")[0], "de");
}
