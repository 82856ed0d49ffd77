//! Faults on demand: restarts, crashes, commits that fail.

use super::super::doing::Doing;
use super::super::faulty::Fault;
use super::Chat;

impl Chat {
    /// Closes the engine and opens another one on what was stored.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// # #[workflow]
    /// # pub enum Greet {
    /// #     /// What is your name?
    /// #     Ask,
    /// #     /// Is it right?
    /// #     Check { name: String },
    /// #     /// Hello!
    /// #     #[step(end)]
    /// #     Hello { name: String },
    /// # }
    /// # #[workflow]
    /// # impl Greet {
    /// #     #[command("/greet")]
    /// #     fn start() -> Ask { Ask }
    /// #     fn name(self: Ask, Text(name): Text) -> Check { Check { name } }
    /// #     fn yes(self: Check) -> Hello { Hello { name: self.name } }
    /// #     #[after("1h")]
    /// #     fn never_mind(self: Check) -> Hello { Hello { name: self.name } }
    /// # }
    /// # use workflow::testing::Chat;
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut chat = Chat::new::<Greet>(()).await;
    /// chat.say("/greet").await.say("Ann").await.restart().await.at::<Check>();
    /// # });
    /// ```
    pub fn restart(&mut self) -> Doing<'_> {
        Doing::new(self, move |chat| {
            Box::pin(async move {
                chat.begin();
                chat.world.write(|transcript| transcript.event("restarted"));
                chat.world.restart().await
            })
        })
    }

    /// Has the next commit fail with nothing written. Whoever sent what it was for hears no answer, and can send it
    /// [again](Self::again).
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// # #[workflow]
    /// # pub enum Greet {
    /// #     /// What is your name?
    /// #     Ask,
    /// #     /// Is it right?
    /// #     Check { name: String },
    /// #     /// Hello!
    /// #     #[step(end)]
    /// #     Hello { name: String },
    /// # }
    /// # #[workflow]
    /// # impl Greet {
    /// #     #[command("/greet")]
    /// #     fn start() -> Ask { Ask }
    /// #     fn name(self: Ask, Text(name): Text) -> Check { Check { name } }
    /// #     fn yes(self: Check) -> Hello { Hello { name: self.name } }
    /// #     #[after("1h")]
    /// #     fn never_mind(self: Check) -> Hello { Hello { name: self.name } }
    /// # }
    /// # use workflow::testing::Chat;
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut chat = Chat::new::<Greet>(()).await;
    /// chat.say("/greet").await.fail_next_commit().say("Ann").await.not_moved().at::<Ask>();
    /// chat.again().await.at::<Check>();
    /// # });
    /// ```
    pub fn fail_next_commit(&mut self) -> &mut Self {
        self.fault(Fault::Fails)
    }

    /// Has the next commit be written and its answer lost, as when a connection breaks.
    pub fn lose_next_answer(&mut self) -> &mut Self {
        self.fault(Fault::Loses)
    }

    /// Has the program end just before the next commit is written; another one is started.
    pub fn crash_before_commit(&mut self) -> &mut Self {
        self.fault(Fault::CrashesBefore)
    }

    /// Has the program end just after the next commit was written, before anybody hears of it; another one is started.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// # #[workflow]
    /// # pub enum Greet {
    /// #     /// What is your name?
    /// #     Ask,
    /// #     /// Is it right?
    /// #     Check { name: String },
    /// #     /// Hello!
    /// #     #[step(end)]
    /// #     Hello { name: String },
    /// # }
    /// # #[workflow]
    /// # impl Greet {
    /// #     #[command("/greet")]
    /// #     fn start() -> Ask { Ask }
    /// #     fn name(self: Ask, Text(name): Text) -> Check { Check { name } }
    /// #     fn yes(self: Check) -> Hello { Hello { name: self.name } }
    /// #     #[after("1h")]
    /// #     fn never_mind(self: Check) -> Hello { Hello { name: self.name } }
    /// # }
    /// # use workflow::testing::Chat;
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut chat = Chat::new::<Greet>(()).await;
    /// chat.say("/greet").await.crash_after_commit().say("Ann").await.at::<Check>();
    /// // It is delivered once more, and moves nothing any more.
    /// chat.again().await.not_moved().at::<Check>();
    /// # });
    /// ```
    pub fn crash_after_commit(&mut self) -> &mut Self {
        self.fault(Fault::CrashesAfter)
    }

    fn fault(&mut self, fault: Fault) -> &mut Self {
        self.world.store().set(fault);
        self
    }
}
