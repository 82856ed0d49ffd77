//! The emulator itself.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

use crate::chat::{Chat, PATIENCE};
use crate::fault::Fault;
use crate::ids::UpdateId;
use crate::limits::{Limits, Meter};
use crate::log::{Answered, Call};
use crate::people::User;
use crate::room::{Room, RoomKind};
use crate::server;
use crate::world::Shared;

/// An emulator that listens on 127.0.0.1 until it is dropped.
#[derive(Debug)]
pub struct BotApi {
    shared: Arc<Shared>,
    address: SocketAddr,
    server: JoinHandle<()>,
}

const BOT: i64 = 7_000_000_001;
const TOKEN: &str = "7000000001:AAHworkflow-test_token-of-35-letters";

impl BotApi {
    /// Starts one on a free port.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let shared = Shared::new(BOT, TOKEN.to_owned());
        let server = tokio::spawn(server::serve(listener, shared.clone()));
        Ok(Self { shared, address, server })
    }

    /// The base address: `/bot<token>/<method>` and `/file/bot<token>/<file_path>` stand below it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The token of the bot.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// A new user, who speaks English.
    pub fn user(&self, first_name: &str) -> User {
        self.user_with(first_name, "en")
    }

    /// A new user with this `language_code`; an empty one is not told.
    pub fn user_with(&self, first_name: &str, language: &str) -> User {
        let mut world = self.shared.world();
        let id = 500_000_000 + world.number();
        let language = Some(language.to_owned()).filter(|language| !language.is_empty());
        let user = User { id, first_name: first_name.to_owned(), last_name: None, language };
        world.users.insert(id, user.clone());
        user
    }

    /// The private chat of a user with the bot. The bot can't write there before the user did.
    pub fn private(&self, user: &User) -> Chat {
        let mut world = self.shared.world();
        let room = || Room::new(user.id, RoomKind::Private(user.id), &user.first_name);
        world.rooms.entry(user.id).or_insert_with(room);
        drop(world);
        Chat::new(&self.shared, user.id)
    }

    /// A group of these users and the bot.
    pub fn group(&self, members: &[&User]) -> Chat {
        self.room(RoomKind::Group, members)
    }

    /// A supergroup of these users and the bot.
    pub fn supergroup(&self, members: &[&User]) -> Chat {
        self.room(RoomKind::Supergroup, members)
    }

    fn room(&self, kind: RoomKind, members: &[&User]) -> Chat {
        let mut world = self.shared.world();
        let number = 4_000_000 + world.number();
        let id = if kind == RoomKind::Group { -number } else { -1_000_000_000_000 - number };
        let mut room = Room::new(id, kind, &format!("Group {number}"));
        room.members.extend(members.iter().map(|user| user.id));
        world.rooms.insert(id, room);
        drop(world);
        Chat::new(&self.shared, id)
    }

    /// The callback queries that were answered.
    pub fn answers(&self) -> Vec<Answered> {
        self.shared.world().answered.clone()
    }

    /// Every call so far, those that are not answered yet too.
    pub fn calls(&self) -> Vec<Call> {
        self.shared.world().calls.clone()
    }

    /// The calls of this method.
    pub fn calls_of(&self, method: &str) -> Vec<Call> {
        let method = method.to_lowercase();
        self.shared.world().calls.iter().filter(|call| call.method == method).cloned().collect()
    }

    /// Waits until the calls are as wanted.
    ///
    /// # Panics
    /// When they are not for some seconds, with the last of them.
    pub async fn sees_calls(&self, holds: impl Fn(&[Call]) -> bool) -> Vec<Call> {
        let mut called = self.shared.called.subscribe();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let calls = self.calls();
            if holds(&calls) {
                return calls;
            }
            if timeout_at(deadline, called.changed()).await.is_err() {
                let last: Vec<_> = calls.iter().rev().take(15).collect();
                panic!("the calls are not as wanted, the last first: {last:#?}");
            }
        }
    }

    /// Lets calls go wrong.
    pub fn fail(&self, fault: Fault) {
        self.shared.world().faults.push(fault);
    }

    /// Forgets all faults.
    pub fn clear_faults(&self) {
        self.shared.world().faults.clear();
    }

    /// Limits how fast the bot may write from now on.
    pub fn limit(&self, limits: Limits) {
        self.shared.world().meter = Meter::new(limits);
    }

    /// Moves the clock: queries and messages get older, links run out, waits end.
    pub fn pass(&self, time: Duration) {
        self.shared.world().clock.pass(time);
    }

    /// Sends an update of any content; its id is added. What the bot asked for is not looked at.
    pub fn sends_raw(&self, update: Value) -> UpdateId {
        UpdateId(self.shared.world().updates.queue_raw(update, 0))
    }

    /// Sends an update again that was sent before, with the same id.
    ///
    /// # Panics
    /// When there was no such update.
    pub fn sends_again(&self, update: UpdateId) {
        assert!(self.shared.world().updates.again(update.0), "there was no update {update}");
    }

    /// All updates that ever were, confirmed ones too.
    pub fn updates(&self) -> Vec<Value> {
        self.shared.world().updates.sent.clone()
    }

    /// How many updates are not confirmed yet.
    pub fn waiting(&self) -> usize {
        self.shared.world().updates.queue.len()
    }
}

impl Drop for BotApi {
    fn drop(&mut self) {
        self.server.abort();
        self.shared.world().webhook = None;
    }
}
