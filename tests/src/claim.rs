//! A workflow with all that outlives a turn: visits to go back to, timers, effects, hooks, a child and a role; and what it
//! did, for a test to see.

mod deeds;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use workflow::prelude::*;
use workflow::store::Store;
use workflow::{BuildError, Builder, Engine, Limits, ManualClock, Sqlite};

use crate::bench::Chat;
use crate::invariants;
pub use deeds::Deeds;

/// Claim an expense.
#[workflow]
#[derive(PartialEq)]
pub enum Claim {
    /// What was it for?
    AskWhat,
    /// How much was it?
    AskSum { what: String },
    /// Hand it in?
    Review { what: String, sum: u32 },
    /// Somebody looks at it.
    Waiting { what: String, sum: u32 },
    /// Where to?
    Paying { sum: u32 },
    /// It was paid.
    #[step(end)]
    Paid { account: String },
    /// It is off.
    #[step(end)]
    Dropped { why: String },
}

#[workflow]
impl Claim {
    #[command("/claim")]
    fn start(what: Option<Text>) -> To<(AskWhat, AskSum)> {
        match what {
            Some(Text(what)) => goto(AskSum { what }),
            None => goto(AskWhat),
        }
    }

    fn what(self: AskWhat, Text(what): Text) -> AskSum {
        AskSum { what }
    }

    fn sum(self: AskSum, Text(sum): Text<u32>) -> Review {
        Review { what: self.what, sum }
    }

    /// Something else
    fn other(self: Review) -> AskWhat {
        AskWhat
    }

    /// Another sum
    fn another(self: Review) -> Rewind<AskSum> {
        Rewind::default()
    }

    /// Hand it in
    #[commit]
    fn hand_in(self: Review) -> With<Waiting, (Tell, Option<Alarm>)> {
        let alarm = (self.sum > 1000).then_some(Alarm(self.sum));
        let tell = Tell(format!("{} for {}", self.sum, self.what));
        Waiting { what: self.what, sum: self.sum }.with((tell, alarm))
    }

    #[after("15m")]
    fn expire(self: Review) -> Dropped {
        Dropped { why: "too late".into() }
    }

    /// Allow it
    #[actor("boss")]
    fn allow(self: Waiting) -> Paying {
        Paying { sum: self.sum }
    }

    /// Send it back
    #[actor("boss")]
    fn send_back(self: Waiting) -> Rewind<Review> {
        Rewind::default()
    }

    /// Refuse it, and say why
    #[actor("boss")]
    fn refuse(self: Waiting, Text(why): Text, user: User) -> Result<Dropped> {
        if why.chars().count() < 5 {
            return Err(reject("That is no reason."));
        }
        Ok(Dropped { why: format!("{why} ({} in {})", user.id(), user.locale()) })
    }

    /// Correct the bill
    #[actor("boss")]
    fn correct(self: Waiting, Photo(bill): Photo) -> Dropped {
        Dropped { why: format!("see {} bytes", bill.size()) }
    }

    #[view]
    #[actor("boss")]
    fn for_the_boss(self: &Waiting) -> View {
        View::text(format!("{} for {}?", self.sum, self.what))
    }

    /// Pay it unseen
    fn unseen(self: Waiting) -> Paying {
        Paying { sum: self.sum }
    }

    #[after("1d")]
    fn nobody_looked(self: Waiting, State(deeds): State<Deeds>) -> Result<Dropped> {
        deeds.note("timer");
        if deeds.is_broken() {
            return Err("the timer's transition broke").fault();
        }
        Ok(Dropped { why: "nobody looked".into() })
    }

    #[invoke(retries = 3, backoff = "1s")]
    async fn account(self: &Paying, State(deeds): State<Deeds>) -> Result<Child<Account>> {
        if deeds.is_broken() {
            return Err("no account can be asked for").fault();
        }
        Ok(Child::of(AskBank { sum: self.sum }))
    }

    #[done(account)]
    fn pay(self: Paying, account: Account) -> Result<With<Paid, Tell>> {
        match account {
            Account::Known(known) => {
                let account = format!("{} at {}", known.number, known.bank);
                Ok(Paid { account: account.clone() }.with(Tell(format!("{} to {account}", self.sum))))
            }
            _ => Err(reject("Without an account there is no money.")),
        }
    }

    #[after("2h")]
    fn no_account(self: Paying) -> Dropped {
        Dropped { why: "no account".into() }
    }

    /// Drop it
    #[command("/drop")]
    fn drop_it(self) -> With<Dropped, Tell> {
        Dropped { why: "dropped".into() }.with(Tell("dropped".into()))
    }

    #[effect(retries = 2, backoff = "10s")]
    async fn tell(text: String, key: Key, State(deeds): State<Deeds>) -> Result<()> {
        deeds.note(format!("tell {key} {text}"));
        deeds.go().await;
        if deeds.is_broken() { Err("nobody can be told").fault() } else { Ok(()) }
    }

    #[effect(retries = 5)]
    async fn alarm(sum: u32, State(deeds): State<Deeds>) -> Result<()> {
        deeds.note(format!("alarm {sum}"));
        if deeds.is_broken() { panic!("the alarm panicked") } else { Ok(()) }
    }

    #[entry]
    async fn came(&self, State(deeds): State<Deeds>) {
        deeds.note(format!("came {}", name(&format!("{self:?}"))));
    }

    #[exit]
    async fn left(&self, State(deeds): State<Deeds>) -> Result<()> {
        deeds.note(format!("left {}", name(&format!("{self:?}"))));
        deeds.go().await;
        assert!(!deeds.is_broken(), "the hook panicked");
        Ok(())
    }
}

/// `Review(Review { … })` is `Review`.
fn name(debug: &str) -> String {
    debug.chars().take_while(|letter| letter.is_alphanumeric()).collect()
}

/// Give an account.
#[workflow]
#[derive(PartialEq)]
pub enum Account {
    /// Which bank?
    AskBank { sum: u32 },
    /// Which number?
    AskNumber { bank: String },
    /// Thank you.
    #[step(end)]
    Known { bank: String, number: u32 },
    /// Too bad.
    #[step(end)]
    Unknown,
}

#[workflow]
impl Account {
    #[command("/account")]
    fn start() -> AskBank {
        AskBank { sum: 0 }
    }

    fn bank(self: AskBank, Text(bank): Text) -> AskNumber {
        AskNumber { bank }
    }

    fn number(self: AskNumber, Text(number): Text<u32>) -> Known {
        Known { bank: self.bank, number }
    }

    /// I have none
    fn none(self: AskBank) -> Unknown {
        Unknown
    }

    #[after("1h")]
    fn slow(self: AskNumber) -> AskBank {
        AskBank { sum: 0 }
    }

    #[exit]
    fn left_account(&self, State(deeds): State<Deeds>) {
        deeds.note(format!("left {}", name(&format!("{self:?}"))));
    }
}

/// An engine in a temporary folder, with a clock that stands still, and a boss.
#[derive(Debug)]
pub struct Office {
    folder: Arc<TempDir>,
    /// What was done.
    pub deeds: Deeds,
    /// The clock.
    pub clock: ManualClock,
    /// The engine.
    pub engine: Engine,
}

/// A builder for both workflows. Users whose name begins with “boss” have that role.
pub fn builder(deeds: &Deeds, clock: &ManualClock) -> Builder<Deeds> {
    // The clock may be set on while something is done: that must not end its lease.
    let mut limits = Limits::default();
    limits.lease = Duration::from_secs(365 * 24 * 3600);
    Engine::builder(deeds.clone())
        .workflow::<Claim>()
        .workflow::<Account>()
        .actor("boss", |user| user.id().as_str().starts_with("test:boss"))
        .clock(clock.clone())
        .limits(limits)
}

impl Office {
    /// In a new folder.
    pub async fn new() -> Self {
        let clock = ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap());
        Self::open(Arc::new(tempfile::tempdir().unwrap()), Deeds::default(), clock).await.unwrap()
    }

    /// On a store of the test's own.
    pub async fn on(store: impl Store, clock: &ManualClock) -> Self {
        let deeds = Deeds::default();
        let engine = builder(&deeds, clock).store(store).build().await.unwrap();
        Self { folder: Arc::new(tempfile::tempdir().unwrap()), deeds, clock: clock.clone(), engine }
    }

    /// In a new folder, of which nothing survives a loss of power: it is quicker.
    pub async fn unsynced() -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let store = Sqlite::open_unsynced(folder.path().join("bot.db")).await.unwrap();
        let clock = ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap());
        Self { folder, ..Self::on(store, &clock).await }
    }

    async fn open(folder: Arc<TempDir>, deeds: Deeds, clock: ManualClock) -> Result<Self, BuildError> {
        let store = Sqlite::open(folder.path().join("bot.db")).await?;
        let engine = builder(&deeds, &clock).store(store).build().await?;
        Ok(Self { folder, deeds, clock, engine })
    }

    /// The file that sessions are kept in.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("bot.db")
    }

    /// A connection beside the engine's.
    pub fn file(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path()).unwrap()
    }

    /// How many rows the table has.
    pub fn rows(&self, table: &str) -> u32 {
        self.file().query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    }

    /// How much is pending of this kind.
    pub fn pending(&self, kind: &str) -> u32 {
        self.rows(&format!("pending WHERE kind = '{kind}'"))
    }

    /// How many visits are kept, of all sessions.
    pub fn kept(&self) -> u32 {
        invariants::until_caught_up(&self.file());
        self.rows("session, json_each(session.kept)")
    }

    /// Changes the file beside the engine.
    pub fn change(&self, sql: &str) {
        assert!(self.file().execute(sql, []).unwrap() > 0, "{sql}");
    }

    /// Closes the engine, lets `meanwhile` do something, and starts another engine on the same file.
    pub async fn restart_after(self, meanwhile: impl FnOnce(&Self)) -> Self {
        self.engine.close().await;
        meanwhile(&self);
        let Self { folder, deeds, clock, engine } = self;
        drop(engine);
        Self::open(folder, deeds, clock).await.unwrap()
    }

    /// Closes the engine and starts another one on the same file.
    pub async fn restart(self) -> Self {
        self.restart_after(|_| ()).await
    }

    /// Sets the clock on.
    pub fn passes(&self, minutes: u64) {
        self.clock.advance(Duration::from_secs(60 * minutes));
    }

    /// A person who chats with it.
    pub fn chat(&self, user: &str) -> Chat {
        Chat::new(&self.engine, user)
    }

    /// A person who reviews a claim of 42 for tea.
    pub async fn reviewing(&self, user: &str) -> Chat {
        let chat = self.chat(user);
        for text in ["/claim", "tea", "42"] {
            assert!(chat.says(text).await.moved());
        }
        chat
    }

    /// A person who was asked for their bank, inside of the claim.
    pub async fn paying(&self, user: &str) -> Chat {
        let chat = self.reviewing(user).await;
        chat.presses("Hand it in").await;
        chat.presses("Pay it unseen").await;
        chat.until_at("AskBank").await;
        chat
    }
}
