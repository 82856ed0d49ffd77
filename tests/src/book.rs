//! The chapters of the book: their programs are compiled and run with the tests of the documentation.

use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use workflow::store::Answered;
use workflow::{Builder, Engine, ManualClock, Outcome, Sqlite};

use crate::bench::Chat;

/// Somebody who talks with the workflows of an example.
#[derive(Debug)]
pub struct Talk {
    folder: Arc<TempDir>,
    clock: ManualClock,
    chat: Chat,
}

impl Talk {
    /// With an engine on a file of its own and a clock that is set by hand.
    pub async fn new<App: Clone + Send + Sync + 'static>(builder: Builder<App>) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let clock = ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap());
        let store = Sqlite::open(folder.path().join("book.db")).await.unwrap();
        let engine: Engine = builder.clock(clock.clone()).store(store).build().await.unwrap();
        Self { folder, clock, chat: Chat::new(&engine, "ann") }
    }

    /// Somebody else, with the same engine.
    pub fn with(&self, user: &str) -> Self {
        let chat = Chat::new(&self.chat.engine, user);
        Self { folder: Arc::clone(&self.folder), clock: self.clock.clone(), chat }
    }

    /// Says something, and is shown this.
    pub async fn says(&self, text: &str, shown: &str) {
        let outcome = self.chat.says(text).await;
        self.sees(&outcome, shown).await;
    }

    /// Says something that moves the session, which may go on by itself at once.
    pub async fn sends(&self, text: &str) {
        assert!(self.chat.says(text).await.moved());
    }

    /// Presses a button, and is shown this.
    pub async fn presses(&self, label: &str, shown: &str) {
        let outcome = self.chat.presses(label).await;
        self.sees(&outcome, shown).await;
    }

    /// Presses a button in a role.
    pub async fn does(&self, label: &str) {
        assert!(self.chat.presses(label).await.moved());
    }

    /// Replies to what waits in a role.
    pub async fn replies(&self, text: &str) {
        assert!(self.chat.replies(text).await.moved());
    }

    /// Says something, and is told that it can't be so.
    pub async fn is_told(&self, text: &str, why: &str) {
        assert_eq!(self.chat.says(text).await.answered, Answered::Rejected { rejection: why.into() });
    }

    /// Presses a button, and is told that it can't be so.
    pub async fn is_refused(&self, label: &str, why: &str) {
        assert_eq!(self.chat.presses(label).await.answered, Answered::Rejected { rejection: why.into() });
    }

    /// What the buttons say.
    pub async fn buttons(&self) -> Vec<String> {
        self.chat.now().await.offers().into_iter().flatten().map(|offer| offer.label).collect()
    }

    /// Waits until this step is shown.
    pub async fn comes_to(&self, step: &str) {
        self.chat.until_at(step).await;
    }

    /// Lets time pass.
    pub fn waits(&self, time: Duration) {
        self.clock.advance(time);
    }

    async fn sees(&self, outcome: &Outcome, shown: &str) {
        assert!(outcome.moved(), "{:?}", outcome.answered);
        assert_eq!(self.chat.shown().await, shown);
    }
}

macro_rules! chapters {
    ($($name:ident: $path:literal,)*) => {$(
        #[doc = include_str!(concat!("../../docs/book/src/", $path))]
        #[cfg(doctest)]
        pub mod $name {}
    )*};
}

chapters! {
    first: "first.md",
    signatures: "signatures.md",
    branching: "patterns/branching.md",
    either_order: "patterns/either-order.md",
    lists: "patterns/lists.md",
    wizards: "patterns/wizards.md",
    children: "patterns/children.md",
    approval: "patterns/approval.md",
    work: "patterns/work.md",
    payments: "patterns/payments.md",
    time: "patterns/time.md",
    languages: "languages.md",
    telegram: "telegram.md",
    views: "views.md",
    testing: "testing.md",
    stored: "stored.md",
    guarantees: "guarantees.md",
    teloxide: "moving/teloxide.md",
    by_match: "moving/match.md",
    by_map: "moving/map.md",
}
