//! How chats begin: with a workflow, with an engine, with another user.

use std::sync::Arc;

use super::super::world::{Stands, World};
use super::{Chat, SURFACE};
use crate::Builder;
use crate::core::dispatch::Dispatch;
use crate::core::session::SessionKey;
use crate::core::step::Workflow;
use crate::engine::Engine;
use crate::store::Store;

impl Chat {
    /// A chat of the user `ann` with the workflow `W`, which takes its services from `app`.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// use workflow::testing::Chat;
    /// # #[workflow]
    /// # pub enum Greet {
    /// #     /// What is your name?
    /// #     Ask,
    /// #     /// Hello!
    /// #     #[step(end)]
    /// #     Hello { name: String },
    /// # }
    /// # #[workflow]
    /// # impl Greet {
    /// #     #[command("/greet")]
    /// #     fn start() -> Ask { Ask }
    /// #     fn name(self: Ask, Text(name): Text) -> Hello { Hello { name } }
    /// # }
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut chat = Chat::new::<Greet>(()).await;
    /// chat.say("/greet").await.sees("What is your name?");
    /// chat.say("Ann").await.at::<Hello>().ended();
    /// # });
    /// ```
    ///
    /// # Panics
    /// When the engine can't be built.
    pub async fn new<W: Workflow>(app: impl Serves<W>) -> Self {
        Self::with(move |_| app.clone().into_builder()).await
    }

    /// A chat of the user `ann` with the engine that `build` makes of the store that it is given: anew at each restart, and
    /// with several workflows if need be.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// use workflow::Engine;
    /// use workflow::testing::Chat;
    /// # #[workflow]
    /// # pub enum Greet {
    /// #     /// What is your name?
    /// #     Ask,
    /// #     /// Hello!
    /// #     #[step(end)]
    /// #     Hello { name: String },
    /// # }
    /// # #[workflow]
    /// # impl Greet {
    /// #     #[command("/greet")]
    /// #     fn start() -> Ask { Ask }
    /// #     fn name(self: Ask, Text(name): Text) -> Hello { Hello { name } }
    /// # }
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut chat = Chat::with(|_store| Engine::builder(()).workflow::<Greet>()).await;
    /// chat.say("/greet").await.at::<Ask>();
    /// # });
    /// ```
    ///
    /// # Panics
    /// When the engine can't be built.
    #[expect(clippy::panic, reason = "that is how a test fails")]
    pub async fn with<App: Clone + Send + Sync + 'static>(
        build: impl Fn(Arc<dyn Store>) -> Builder<App> + Send + Sync + 'static,
    ) -> Self {
        match Self::open(build).await {
            Ok(chat) => chat,
            Err(why) => panic!("{why}"),
        }
    }

    pub(in super::super) async fn open<App: Clone + Send + Sync + 'static>(
        build: impl Fn(Arc<dyn Store>) -> Builder<App> + Send + Sync + 'static,
    ) -> Result<Self, String> {
        Self::open_world(World::new(Box::new(move |world| world.build(build(world.store()))))).await
    }

    pub(in super::super) async fn open_world(world: World) -> Result<Self, String> {
        world.start().await?;
        Ok(Self::of(Arc::new(world), "ann").await)
    }

    async fn of(world: Arc<World>, name: &str) -> Self {
        let key = SessionKey::new(SURFACE, name, name);
        world.introduce(name, &key).await;
        Self { world, key, name: name.to_owned(), locale: None, last: None, before: Stands::new() }
    }

    /// Another user, in a chat of their own with the same engine.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// use workflow::testing::Chat;
    /// # #[workflow]
    /// # pub enum Greet {
    /// #     /// What is your name?
    /// #     Ask,
    /// #     /// Hello!
    /// #     #[step(end)]
    /// #     Hello { name: String },
    /// # }
    /// # #[workflow]
    /// # impl Greet {
    /// #     #[command("/greet")]
    /// #     fn start() -> Ask { Ask }
    /// #     fn name(self: Ask, Text(name): Text) -> Hello { Hello { name } }
    /// # }
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut ann = Chat::new::<Greet>(()).await;
    /// let mut bob = ann.another("bob").await;
    /// ann.say("/greet").await.say("Ann").await.at::<Hello>();
    /// bob.say("/greet").await.at::<Ask>();
    /// # });
    /// ```
    pub async fn another(&self, name: &str) -> Self {
        Self::of(Arc::clone(&self.world), name).await
    }

    /// Somebody who has this role, as in `#[actor("reviewer")]`: a user of its name, who has it whatever the builder's
    /// `.actor(…)` says.
    pub async fn as_actor(&self, role: &str) -> Self {
        self.another(role).await
    }
}

/// An application that can give what the workflow `W` takes. Implemented for all that can.
pub trait Serves<W>: Clone + Send + Sync + 'static {
    /// An engine of `W`.
    #[doc(hidden)]
    fn into_builder(self) -> Builder<Self>;
}

#[diagnostic::do_not_recommend]
impl<W: Dispatch<App>, App: Clone + Send + Sync + 'static> Serves<W> for App {
    fn into_builder(self) -> Builder<Self> {
        Engine::builder(self).workflow::<W>()
    }
}
